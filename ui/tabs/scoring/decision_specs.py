"""Which form or step belongs to which action about a decision sheet."""

from __future__ import annotations

from app.decisions.shown import Decided
from ui.tabs.scoring.making import Maker, Offer, StepMaker

FORMS: dict[str, Maker] = {}
STEPS: dict[str, StepMaker] = {}
PANELS: tuple[str, ...] = ()
"""Actions that are no form and no step."""


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with it, the next step first."""
    return []
