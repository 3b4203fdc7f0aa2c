"""Which form or step belongs to which action about the office's library of reasons."""

from __future__ import annotations

from app.decisions.shown import Decided
from ui.tabs.scoring.making import Maker, Offer, StepMaker

FORMS: dict[str, Maker] = {}
STEPS: dict[str, StepMaker] = {}


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with it, the next step first."""
    return []
