"""Which form or step an action of the Scoring page is, and how a form is made again of the file as it is."""

from __future__ import annotations

from dataclasses import replace

from app.scoring.opened import shown
from app.scoring.shown import Shown
from ui.edits import Again, Spec, Step
from ui.tabs.scoring import member_specs, score_specs, stage_specs
from ui.tabs.scoring.making import Maker, StepMaker
from ui.tabs.scoring.offers import LEADS_TO, TAB

FORMS: dict[str, Maker] = {**stage_specs.FORMS, **member_specs.FORMS, **score_specs.FORMS}
STEPS: dict[str, StepMaker] = {**stage_specs.STEPS, **member_specs.STEPS, **score_specs.STEPS}
OTHERS = ("packs", "chase", *LEADS_TO)
"""Actions that are neither."""


def parted(action: str, subject: str = "") -> tuple[str, str]:
    """An action as it is known here and what it is about: `declare 12` is `declare` of 12."""
    words = action.split(" ")
    for count in range(len(words), 0, -1):
        key = " ".join(words[:count])
        if key in FORMS or key in STEPS or key in OTHERS:
            return key, " ".join(words[count:]) or subject
    return action, subject


def spec_of(action: str, one: Shown, subject: str) -> Spec | None:
    """The form of an action; None where what it is about is not there."""
    maker = FORMS.get(action)
    return maker(one, subject) if maker is not None else None


def step_of(action: str, one: Shown, subject: str) -> Step | None:
    """The step that an action is, None where it is a form."""
    maker = STEPS.get(action)
    return maker(one, subject) if maker is not None else None


def placed(spec: Spec, one: Shown, action: str, subject: str) -> Spec:
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


def in_force(one: Shown) -> dict[str, str]:
    """Which round, stage and member it was read for."""
    return {
        "round": one.round.id if one.round is not None else "",
        "stage": one.stage.id if one.stage is not None else "",
        "member": one.seat.member_id if one.seat is not None else "",
    }


def again(one: Shown, action: str, subject: str) -> Again:
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
