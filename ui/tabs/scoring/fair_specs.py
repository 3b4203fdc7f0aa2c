"""Which form or step belongs to which action about fairness and what if."""

from __future__ import annotations

from collections.abc import Mapping

from app.decisions.shown import Decided
from app.recommendations import targets
from ui.edits import Spec
from ui.tabs.scoring.making import Maker, StepMaker


def set_targets(one: Decided, _: str) -> Spec | None:
    """The share of the money that each area and priority ought to have."""
    return _targets(one, {})


def by_people(one: Decided, _: str) -> Spec | None:
    """The same, begun with the share of people that live in each area, where that is known."""
    found = targets.by_people(one.spread.people) if one.spread is not None else {}
    return _targets(one, found) if found else None


def _targets(one: Decided, begun: Mapping[str, int]) -> Spec | None:
    if one.round is None or one.spread is None:
        return None
    was = {f"{key}:{targets.SHARE}": share for key, share in one.spread.targets.items()}
    areas = {f"{key}:{targets.SHARE}" for key, _ in one.spread.areas}
    kept = {key: share for key, share in was.items() if not begun or key not in areas}
    return Spec(
        f"What the money of {one.round.name} is to be spread over",
        "Save the targets",
        "Set the targets of fairness",
        targets.fields(one.spread.areas, one.spread.priorities),
        targets.set_targets,
        {targets.GRID: {**kept, **begun}},
        (one.round.id,),
        {"was": was},
        about="They change no score and no place: what is above the line and what is recommended is held against them.",
    )


FORMS: dict[str, Maker] = {"targets": set_targets, "targets people": by_people}
STEPS: dict[str, StepMaker] = {}
PANELS: tuple[str, ...] = ("what if", "swap")
"""Actions that are no form and no step."""
