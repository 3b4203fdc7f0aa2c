"""Which form or step belongs to which action about due diligence and the views that are asked for."""

from __future__ import annotations

from typing import Any

from app.grants import check_fields, checks, endorsements
from app.grants.parts import ApplicationRecord, DiligenceRecord
from app.grants.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.applications.round_specs import Maker, StepMaker, found, step, values_of

Offer = tuple[str, str]
WAITS: checks.State = "Waits for a second person"


def todo(one: Shown, a: ApplicationRecord) -> list[Offer]:
    """The checks of a bid that are missing, by name; what waits for a second person alone comes first."""
    missing = checks.missing(a, one.day, one.round)
    waiting = [each.check for each in missing if each.check is not None and each.state == WAITS]
    offers: list[Offer] = [(f"Confirm: {named(each)}…", f"check second {each.id}") for each in waiting]
    return offers + [(f"{each.name}…", f"check new {each.topic}") for each in missing if each.state != WAITS]


def offers_of(one: Shown, a: ApplicationRecord) -> list[Offer]:
    """What can be done with the checks of a bid: those that are missing first."""
    offers = [*todo(one, a), ("Another check…", "check new")]
    for each in a.diligence:
        offers.append((f"Change: {named(each)}…", f"check change {each.id}"))
        offers.append((f"Archive: {named(each)}", f"check archive {each.id}"))
    return offers


def of_body(one: Shown) -> list[Offer]:
    """The same at an organisation: a check of it holds for everything it asks for."""
    if one.applicant is None:
        return []
    offers: list[Offer] = [("Record a check…", "check new")]
    for each in one.made:
        if each.topic == "bank" and not each.second_by:
            offers.append((f"Confirm: {named(each)}…", f"check second {each.id}"))
        offers.append((f"Change: {named(each)}…", f"check change {each.id}"))
        offers.append((f"Archive: {named(each)}", f"check archive {each.id}"))
    return offers


def views_of(a: ApplicationRecord) -> list[Offer]:
    """What can be done with the views that were asked for: the replies that are still to come first."""
    offers: list[Offer] = [
        (f"Reply of {each.organisation}…", f"view reply {each.id}") for each in a.endorsements if not each.view
    ]
    offers += [("Ask for a view…", "view new"), ("A view that came with it…", "view came")]
    for each in a.endorsements:
        offers.append((f"Change: {each.organisation}…", f"view change {each.id}"))
        offers.append((f"Archive: {each.organisation}", f"view archive {each.id}"))
    return offers


def named(each: DiligenceRecord) -> str:
    """What a check was of."""
    return check_fields.label(check_fields.TOPICS, each.topic)


# due diligence


def new_check(one: Shown, subject: str) -> Spec | None:
    """A check: at a bid of its organisation, for that bid or for all it asks for; `subject` is its topic."""
    a, o = one.application, one.applicant
    if a is None and o is None:
        return None
    whose: dict[str, Any] = {"application_id": a.id} if a is not None else {"organisation_id": o.id if o else ""}
    needed = [each.topic for each in checks.missing(a, one.day, one.round)] if a is not None else []
    fields = check_fields.check(needed)
    if a is None:
        fields = tuple(field for field in fields if field.key != "holds_for")
    name = a.organisation if a is not None else o.name if o is not None else ""
    values = {"topic": subject or next(iter(needed), None), "holds_for": "organisation", "checked_on": one.day}
    return Spec(
        f"Check of {name}",
        "Save check",
        "Record a check",
        fields,
        checks.add,
        values,
        (),
        {**whose, "day": one.day},
        "What was looked at, by whom, and how it came out. A check holds for 12 months where nothing else is said.",
        rows=tuple(whose.values()),
    )


def change_check(one: Shown, subject: str) -> Spec | None:
    """A check, put right."""
    mine = _check(one, subject)
    if mine is None:
        return None
    return Spec(
        named(mine),
        "Save check",
        "Change a check",
        check_fields.CHANGE,
        checks.change,
        values_of(check_fields.CHANGE, mine),
        (mine.id,),
        {"version": mine.version, "day": one.day},
        "Puts right what was recorded. A topic that was checked anew is a new check.",
    )


def second_check(one: Shown, subject: str) -> Spec | None:
    """The second person's confirmation that it was done."""
    mine = _check(one, subject)
    if mine is None:
        return None
    return Spec(
        f"Confirm: {named(mine)}",
        "It is confirmed",
        "Confirm a check",
        check_fields.SECOND,
        checks.second,
        {"second_by": mine.second_by},
        (mine.id,),
        {"version": mine.version},
        f"{mine.checked_by} called back. The details themselves are never kept here.",
    )


def _check(one: Shown, subject: str) -> DiligenceRecord | None:
    return found(one.application.diligence if one.application is not None else one.made, subject)


def _archive_check(one: Shown, subject: str) -> Step | None:
    return step("Archive a check", checks.archive, _check(one, subject))


# views


def ask(one: Shown, _: str) -> Spec | None:
    """Whose view of the bid is asked for."""
    a = one.application
    if a is None:
        return None
    return Spec(
        f"View of {a.reference}, {a.project}",
        "It is asked for",
        "Ask for a view",
        check_fields.ASK,
        endorsements.ask,
        {"asked_on": one.day},
        (a.id,),
    )


def came(one: Shown, _: str) -> Spec | None:
    """A view that came with the bid, in a letter."""
    a = one.application
    if a is None:
        return None
    return Spec(
        f"View of {a.reference}, {a.project}",
        "Save view",
        "Record a view",
        check_fields.ENDORSEMENT,
        endorsements.add,
        {"view": ""},
        (a.id,),
        {"day": one.day},
    )


def reply(one: Shown, subject: str) -> Spec | None:
    """What they replied."""
    a = one.application
    mine = found(a.endorsements, subject) if a is not None else None
    if a is None or mine is None:
        return None
    return Spec(
        f"Reply of {mine.organisation}",
        "Save reply",
        "Record a reply",
        check_fields.REPLY,
        endorsements.reply,
        {"replied_on": mine.replied_on or one.day, "view": mine.view or None, "words": mine.words},
        (mine.id,),
        {"version": mine.version, "day": one.day},
        f"{a.reference}, {a.project}",
    )


def change_view(one: Shown, subject: str) -> Spec | None:
    """Everything that is kept of one whose view was asked for, put right."""
    a = one.application
    mine = found(a.endorsements, subject) if a is not None else None
    if a is None or mine is None:
        return None
    return Spec(
        f"View of {mine.organisation}",
        "Save view",
        "Change a view",
        check_fields.ENDORSEMENT,
        endorsements.change,
        values_of(check_fields.ENDORSEMENT, mine),
        (mine.id,),
        {"version": mine.version, "day": one.day},
        f"{a.reference}, {a.project}",
    )


def _archive_view(one: Shown, subject: str) -> Step | None:
    mine = found(one.application.endorsements, subject) if one.application is not None else None
    return step("Archive a view", endorsements.archive, mine)


FORMS: dict[str, Maker] = {
    "check new": new_check,
    "check": change_check,
    "check change": change_check,
    "check second": second_check,
    "view new": ask,
    "view came": came,
    "view reply": reply,
    "view": change_view,
    "view change": change_view,
    "endorsement": change_view,
}
STEPS: dict[str, StepMaker] = {
    "check archive": _archive_check,
    "view archive": _archive_view,
}
