"""Which form or step belongs to which action about the office's library of reasons."""

from __future__ import annotations

from app.decisions.shown import Decided
from app.recommendations import reasons
from app.recommendations.outcome_fields import REASON_FIELDS
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step


def new_reason(_: Decided, __: str) -> Spec:
    """A reason that comes up again and again, in plain words to the applicant."""
    return Spec(
        "New reason",
        "Add reason",
        "Add a reason for letters",
        REASON_FIELDS,
        reasons.add,
        {"outcome": ""},
        about="Letters are written with these words. The statistics count by the code.",
    )


def change_reason(one: Decided, _: str) -> Spec | None:
    """A reason in other words; letters that were made keep the old ones."""
    known = one.reason
    if known is None:
        return None
    return Spec(
        known.code,
        "Save reason",
        "Change a reason for letters",
        REASON_FIELDS,
        reasons.change,
        {"code": known.code, "outcome": known.outcome, "text": known.text},
        (known.id,),
        {"version": known.version},
        "Letters that were made with it keep the words they have.",
    )


def _archive(one: Decided, _: str) -> Step | None:
    return step("Archive a reason for letters", reasons.archive, one.reason)


def _usual(_: Decided, __: str) -> Step:
    return Step("Add the usual reasons for letters", reasons.add_usual)


FORMS: dict[str, Maker] = {"reason new": new_reason, "reason change": change_reason}
STEPS: dict[str, StepMaker] = {"reason archive": _archive, "reason usual": _usual}


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with a reason, the next step first."""
    if one.reason is None:
        return []
    return [("Change the reason…", "reason change"), ("Archive this reason", "reason archive")]
