"""Which form or step an action of the Scoring page is, and how a form is made again of the file as it is."""

from __future__ import annotations

from dataclasses import replace

from app.decisions.opened import shown
from app.decisions.shown import Decided
from ui.edits import Again, Spec, Step
from ui.tabs.scoring import (
    day_specs,
    decision_specs,
    fair_specs,
    letter_specs,
    member_specs,
    offers,
    outcome_specs,
    reason_specs,
    score_specs,
    stage_specs,
)
from ui.tabs.scoring.making import Maker, StepMaker
from ui.tabs.scoring.offers import LEADS_TO, TAB

_OF = (
    stage_specs,
    member_specs,
    score_specs,
    outcome_specs,
    reason_specs,
    day_specs,
    fair_specs,
    decision_specs,
    letter_specs,
)
FORMS: dict[str, Maker] = {key: maker for one in _OF for key, maker in one.FORMS.items()}
STEPS: dict[str, StepMaker] = {key: maker for one in _OF for key, maker in one.STEPS.items()}
OTHERS = (
    "packs",
    "folder",
    "chase",
    *LEADS_TO,
    *(key for one in (outcome_specs, day_specs, fair_specs, decision_specs, letter_specs) for key in one.PANELS),
)
"""Actions that are neither."""
NOT_NOW = {**offers.NOT_NOW, **day_specs.NOT_NOW, **decision_specs.NOT_NOW}
"""Why an action leads to no form just now."""


def parted(action: str, subject: str = "") -> tuple[str, str]:
    """An action as it is known here and what it is about: `declare 12` is `declare` of 12."""
    words = action.split(" ")
    for count in range(len(words), 0, -1):
        key = " ".join(words[:count])
        if key in FORMS or key in STEPS or key in OTHERS:
            return key, " ".join(words[count:]) or subject
    return action, subject


def spec_of(action: str, one: Decided, subject: str) -> Spec | None:
    """The form of an action; None where what it is about is not there."""
    maker = FORMS.get(action)
    return maker(one, subject) if maker is not None else None


def step_of(action: str, one: Decided, subject: str) -> Step | None:
    """The step that an action is, None where it is a form."""
    maker = STEPS.get(action)
    return maker(one, subject) if maker is not None else None


def placed(spec: Spec, one: Decided, action: str, subject: str) -> Spec:
    """The form with where it is opened, to find the way back to it."""
    place = {
        "tab": TAB,
        "view": one.key,
        "row": one.row_id,
        "year": one.year,
        **in_force(one),
        "action": action,
        "subject": subject,
    }
    return replace(spec, place=place)


def in_force(one: Decided) -> dict[str, str]:
    """Which round, stage and member it was read for."""
    return {
        "round": one.round.id if one.round is not None else "",
        "stage": one.stage.id if one.stage is not None else "",
        "member": one.seat.member_id if one.seat is not None else "",
    }


def again(one: Decided, action: str, subject: str) -> Again:
    """How the form is made of the file as it is by then."""
    kept = in_force(one)
    kwargs = {
        "year": one.year,
        "day": one.day,
        "round_id": kept["round"],
        "stage_id": kept["stage"],
        "member_id": kept["member"],
    }
    return Again(shown, (one.key, one.row_id), kwargs, lambda answer: spec_of(action, answer, subject))
