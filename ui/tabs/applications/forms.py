"""Which form or step an action of the Applications page is, and how a form is made again of the file as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.grants.opened import shown
from app.grants.shown import Shown
from ui.edits import Again, Spec, Step
from ui.tabs.applications import bid_specs, check_specs, organisation_specs, planner, round_specs
from ui.tabs.applications.offers import NEEDS_ROUND, TAB
from ui.tabs.applications.round_specs import Maker, StepMaker


def _change(one: Shown, about: str) -> Spec | None:
    """Whatever the record is of, corrected."""
    if one.application is not None:
        return bid_specs.change_bid(one, about)
    return round_specs.change_round(one, about) if one.round is not None else None


FORMS: dict[str, Maker] = {
    **round_specs.FORMS,
    **bid_specs.FORMS,
    **organisation_specs.FORMS,
    **check_specs.FORMS,
    "planner": planner.planner_spec,
    "change": _change,
}
STEPS: dict[str, StepMaker] = {
    **round_specs.STEPS,
    **bid_specs.STEPS,
    **organisation_specs.STEPS,
    **check_specs.STEPS,
}
OTHERS = ("blank", "chase", "folder", "merge", "merge with", "bids", "body")
"""Actions that are neither."""


ALSO = {"organisation": "body"}
"""What the warnings call an action, and what it is called here."""


def parted(action: str, subject: str = "") -> tuple[str, str]:
    """An action as it is known here and what it is about: `gate change 12` is `gate change` of 12."""
    words = action.split(" ")
    for count in range(len(words), 0, -1):
        key = " ".join(words[:count])
        key = ALSO.get(key, key)
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


def placed(spec: Spec, one: Shown, action: str, subject: str, view: str) -> Spec:
    """The form with where it is opened, to find the way back to it; what is about the round begins from the view."""
    place = {
        "tab": TAB,
        "view": view,
        "row": "" if action in NEEDS_ROUND else one.row_id,
        "year": one.year,
        "round": one.round.id if one.round is not None else "",
        "action": action,
        "subject": subject,
    }
    return replace(spec, place=place)


def again(one: Shown, action: str, subject: str) -> Again:
    """How the form is made of the file as it is by then."""
    round_id = one.round.id if one.round is not None else ""
    kwargs = {"year": one.year, "day": one.day, "round_id": round_id}
    return Again(shown, (one.key, one.row_id), kwargs, lambda answer: spec_of(action, answer, subject))


def carried(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the next paper bid starts from: bids that came in together have their day in common."""
    return {key: (values or {}).get(key) for key in ("received_on", "received_time")}


def next_paper(spec: Spec, carried: Mapping[str, Any] | None, entered: int) -> Spec:
    """The form of the next paper bid, with what is carried over and how many are in already."""
    done = "" if not entered else f"{entered} {'bid is' if entered == 1 else 'bids are'} in. "
    return replace(spec, values={**spec.values, **(carried or {})}, about=f"{done}{spec.about}")
