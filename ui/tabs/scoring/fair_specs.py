"""Which form or step belongs to which action about fairness and what if."""

from __future__ import annotations

from ui.tabs.scoring.making import Maker, StepMaker

FORMS: dict[str, Maker] = {}
STEPS: dict[str, StepMaker] = {}
PANELS: tuple[str, ...] = ()
"""Actions that are no form and no step."""
