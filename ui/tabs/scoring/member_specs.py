"""Which form or step belongs to which action about members of the scoring panel and what they declare."""

from __future__ import annotations

from typing import Any

from app.scoring import declaring, member_fields, members
from app.scoring.parts import DeclarationRecord, MemberRecord
from app.scoring.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, bid_words, name_of, step


def _values(m: MemberRecord) -> dict[str, Any]:
    found = {field.key: getattr(m, field.key, None) for field in member_fields.MEMBER}
    return found | {"organisation": m.organisation, "area_id": m.area_id}


def new_member(one: Shown, _: str) -> Spec:
    """A member: a person, and no user."""
    return Spec(
        "New member",
        "Add member",
        "Add a member",
        member_fields.member(one.areas),
        members.add,
        {"area_id": ""},
        about="They never sign in. Address and contact are personal, and stand in no paper.",
    )


def change_member(one: Shown, subject: str) -> Spec | None:
    """A member, corrected."""
    m = _member(one, subject)
    if m is None:
        return None
    return Spec(
        m.name,
        "Save member",
        "Change a member",
        member_fields.member(one.areas),
        members.change,
        _values(m),
        (m.id,),
        {"version": m.version},
    )


def _archive(one: Shown, subject: str) -> Step | None:
    m = _member(one, subject)
    back = m is not None and m.archived
    return step("Bring a member back" if back else "Archive a member", members.archive, m, back=back)


def _member(one: Shown, subject: str) -> MemberRecord | None:
    return next((each for each in one.members if each.id == subject), None) if subject else one.member


# declarations


def declare(one: Shown, subject: str) -> Spec | None:
    """One member's declarations over every bid; saved without a conflict it says that there is none."""
    of = one.stage
    who = subject or (one.seat.member_id if one.seat is not None else one.member.id if one.member is not None else "")
    if of is not None and not who:
        who = next((each.member_id for each in of.seats if each.declared_on is None), "")
    seat = next((each for each in of.seats if each.member_id == who), None) if of is not None else None
    if of is None or seat is None or of.ranked_on is not None:
        return None
    cells = _cells(one, who)
    asked = [each for each in one.suggestions if each.member_id == who]
    ask = f" Ask about {'; '.join(f'{bid_words(one, each.application_id)}: {each.why}' for each in asked)}."
    return Spec(
        f"Interests of {seat.name}",
        "They have declared",
        "Take a declaration",
        member_fields.declared(one.bids),
        declaring.declare,
        {member_fields.GRID: cells},
        (of.id, who),
        {"was": dict(cells), "day": one.day},
        f"Before anything is scored.{ask if asked else ''} A bid left empty is one they have no interest in.",
        rows=(seat.id,),
    )


def _cells(one: Shown, member_id: str) -> dict[str, str]:
    """What a member has declared about the bids of the stage, as the grid has it."""
    shown = {each.id for each in one.bids}
    found: dict[str, str] = {}
    for each in one.declarations:
        if each.member_id == member_id and each.application_id in shown:
            found[f"{each.application_id}:kind"] = each.kind if each.answer == "conflict" else member_fields.NONE
            if each.detail:
                found[f"{each.application_id}:detail"] = each.detail
    return found


def declare_one(one: Shown, subject: str) -> Spec | None:
    """What one member says about one bid: `subject` is both their ids parted by a colon, else the record's own."""
    of = one.stage
    who, _, about = subject.partition(":")
    if not about:
        who, about = _pair(one)
    if of is None or not who or not bid_words(one, about):
        return None
    mine = _declared(one, who, about)
    return Spec(
        f"{name_of(one, who)} and {bid_words(one, about)}",
        "Save declaration",
        "Record a declaration",
        member_fields.DECLARATION,
        declaring.set_one,
        {
            "answer": mine.answer if mine is not None else None,
            "kind": mine.kind if mine is not None else "",
            "detail": mine.detail if mine is not None else "",
        },
        (of.id, who, about),
        {"version": mine.version if mine is not None else None, "day": one.day},
        "A conflict takes away sheet, scores and the right to be in the room. The desk only asks; they say what it is.",
        rows=(mine.id,) if mine is not None else (),
    )


def withdraw(one: Shown, _: str) -> Spec | None:
    """A declaration made by mistake, taken back."""
    mine = _declared(one, *_pair(one))
    if mine is None:
        return None
    return Spec(
        f"Take back: {name_of(one, mine.member_id)} and {bid_words(one, mine.application_id)}",
        "Take it back",
        "Take a declaration back",
        member_fields.WITHDRAW,
        declaring.withdraw,
        {"reason": ""},
        (mine.id,),
        {"version": mine.version},
    )


def _pair(one: Shown) -> tuple[str, str]:
    """The member and the bid that the record is about, empty where it is not about both."""
    if one.declaration is not None:
        return one.declaration.member_id, one.declaration.application_id
    if one.seat is not None and one.bid is not None:
        return one.seat.member_id, one.bid.id
    return "", ""


def _declared(one: Shown, member_id: str, application_id: str) -> DeclarationRecord | None:
    pair = (member_id, application_id)
    return next((each for each in one.declarations if (each.member_id, each.application_id) == pair), None)


FORMS: dict[str, Maker] = {
    "member new": new_member,
    "member change": change_member,
    "declare": declare,
    "declaration": declare_one,
    "declaration withdraw": withdraw,
}
STEPS: dict[str, StepMaker] = {"member archive": _archive}


def offers_of(one: Shown) -> list[Offer]:
    """What can be done with a member, and with the declaration the line stands for."""
    m = one.member
    if m is None:
        return []
    if m.archived:
        return [("Bring back from the archive", "member archive")]
    found: list[Offer] = []
    if one.declaration is not None:
        found += [("Change this declaration…", "declaration"), ("Take it back…", "declaration withdraw")]
    if one.stage is not None and any(each.member_id == m.id for each in one.stage.seats):
        found += [("Interests in every bid…", "declare"), ("Show their sheets", "sheets")]
    return [*found, ("Change the member…", "member change"), ("Archive this member", "member archive")]
