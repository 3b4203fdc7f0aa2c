"""Which form or step an action of the Contracts page is, and how a form is made again of the file as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.contracts.opened import shown
from app.contracts.shown import Shown
from ui.edits import Again, Spec, Step
from ui.tabs.contracts import date_specs, money_specs, review_specs, specs
from ui.tabs.contracts.offers import TAB

Maker = Callable[[Shown, str], Spec | None]
"""Makes a form of what was read and what it is about (an id, a year, nothing); None where that is gone."""
StepMaker = Callable[[Shown, str], Step | None]

FORMS: dict[str, Maker] = {**specs.FORMS, **money_specs.FORMS, **review_specs.FORMS, **date_specs.FORMS}
ALSO = {"take": "option take", "meet": "condition meet"}
"""What the warnings call an action, and what it is called here."""
STEPS: dict[str, StepMaker] = {**specs.STEPS, **money_specs.STEPS, **review_specs.STEPS, **date_specs.STEPS}


def parted(action: str, subject: str = "") -> tuple[str, str]:
    """An action as it is known here and what it is about: `option take 12` is `option take` of 12."""
    words = action.split(" ")
    for count in range(len(words), 0, -1):
        key = " ".join(words[:count])
        if (known := ALSO.get(key, key)) in FORMS or known in STEPS:
            return known, " ".join(words[count:]) or subject
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
    place = {"tab": TAB, "view": one.key, "row": one.row_id, "year": one.year, "action": action, "subject": subject}
    return replace(spec, place=place)


def again(one: Shown, action: str, subject: str) -> Again:
    """How the form is made of the file as it is by then."""
    kwargs = {"year": one.year, "day": one.day}
    return Again(shown, (one.key, one.row_id), kwargs, lambda answer: spec_of(action, answer, subject))
