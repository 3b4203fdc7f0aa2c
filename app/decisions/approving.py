"""Putting a decision sheet to approval, and its approvals: given in the desk, or recorded from a signed paper.

An approval is of what the sheet was then: once anything of it is changed, it no longer counts and is given again.
Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.decisions import persons, reading
from app.decisions.content import digest
from app.decisions.decision_fields import ROLES as CHOICES
from app.decisions.decision_fields import role_words
from app.decisions.lacking import refuse_lacking
from app.decisions.parts import (
    ROLES,
    ApprovalRecord,
    AwardRecord,
    DecisionSheetRecord,
    ImplicationRecord,
    OptionRecord,
    Role,
    RuleRecord,
)
from app.errors import Refused
from app.roles import needs_approver
from app.years import format_day
from db.decision_sheets import SIGNED, Approval, DecisionSheet
from db.documents import Document

State = Literal["given", "void", "waited for"]
NO_DOCUMENT = "Attach the signed paper to this decision first, then choose it here."
SIGNED_BEFORE = "This paper was signed before the decision was changed. Attach one that was signed since."
VOID = "It was changed after this approval, which no longer counts. It has to be given again."


@dataclass(frozen=True, slots=True)
class Standing:
    """How one approval that a sheet needs stands: given, void because the sheet was changed since, or waited for."""

    role: Role
    title: str
    state: State
    approval: ApprovalRecord | None = None

    @property
    def sentence(self) -> str:
        """What is told of it."""
        one = self.approval
        if one is None:
            return f"{self.title}: waited for."
        how = "in the desk" if one.given == "desk" else "on paper"
        said = f"{self.title}: {one.name}, {one.post}, {how} on {format_day(one.given_on)}."
        return said if self.state == "given" else f"{said} {VOID}"


def needed(sheet: DecisionSheetRecord, rule: RuleRecord, before: DecisionSheetRecord | None = None) -> tuple[Role, ...]:
    """Who approves a sheet: the commissioner alone up to the limit, all three above it.

    The limit is that under which it was put to approval, before that the one in force. `before` is the sheet whose
    place it takes: giving less is approved by all who approved giving more.
    """
    limit = rule.limit if sheet.state == "draft" else sheet.limit
    most = max(sheet.given, before.given if before is not None else 0)
    return ROLES if most > limit else ROLES[:1]


def roles_of(session: Session, sheet: DecisionSheetRecord) -> tuple[Role, ...]:
    """The same of a sheet as the file has it, with the one whose place it takes."""
    before = reading.sheet(session, sheet.supersedes_id) if sheet.supersedes_id else None
    return needed(sheet, reading.rule(session), before)


def standings(sheet: DecisionSheetRecord, roles: Sequence[Role], rule: RuleRecord) -> tuple[Standing, ...]:
    """How each approval stands that is needed, in the order of the roles."""
    given = {one.role: one for one in sheet.approvals}
    now = digest(sheet)
    found = []
    for role in roles:
        one = given.get(role)
        state: State = "waited for" if one is None else "given" if one.digest == now else "void"
        found.append(Standing(role, role_words(role, rule), state, one))
    return tuple(found)


def standing(session: Session, sheet_id: str) -> tuple[Standing, ...]:
    """How the approvals of a sheet stand, as the file has it. Raises Refused when it is gone."""
    sheet = reading.sheet(session, sheet_id)
    return standings(sheet, roles_of(session, sheet), reading.rule(session))


# before those who approve


def put_forward(session: Session, sheet_id: str, *, version: int | None, day: date) -> None:
    """Put a draft to approval on a day, under the limit in force; whoever saves this has prepared it.

    Raises Refused naming what is missing and what stands in the way, Stale.
    """
    row = at_version(session, sheet_id, version, ("draft",))
    sheet = reading.sheet(session, sheet_id)
    refuse_lacking(session, sheet, "It cannot be put to approval yet.")
    row.state, row.prepared_on = "for approval", day
    row.prepared_by = persons.prepared_too(row.prepared_by, persons.account(session))
    row.limit_pence = reading.rule(session).limit


def take_back(session: Session, sheet_id: str, *, version: int | None, reason: str) -> None:
    """Make a draft again of a sheet that is for approval; approvals given so far fall away.

    The reason is in the history. Raises Refused, Stale.
    """
    row = at_version(session, sheet_id, version, ("for approval",))
    records.required(reason, "The reason", "reason")
    row.state, row.prepared_on = "draft", None
    for one in _approvals(session, sheet_id):
        one.archived = True


# approvals


def approve(session: Session, sheet_id: str, *, version: int | None, role: str, name: str, post: str, day: date) -> str:
    """Approve a sheet on a day by the account that saves this, an approver’s who did not prepare it; its id.

    `version` is of the sheet as they read it. Raises Refused, Stale.
    """
    needs_approver(session)
    account = persons.account(session)
    sheet = _for_approval(session, sheet_id, version)
    who = _person(role, name, post)
    listed = persons.name_of(session, account)
    if listed and not persons.same_name(listed, who[1]):
        raise Refused(f"You are signed in as {listed}. An approval in the desk is given by one’s own account.", "name")
    persons.refuse_preparer(session, sheet, name=who[1], account_name=account)
    persons.refuse_twice(_standing_now(sheet), role=who[0], name=who[1], account_name=account)
    return _give(session, sheet, who, given="desk", account=account, on=day, document_id=None)


def record_paper(
    session: Session,
    sheet_id: str,
    *,
    version: int | None,
    role: str,
    name: str,
    post: str,
    given_on: date | None,
    document_id: str | None,
    day: date,
) -> str:
    """Record an approval that was given on paper, up to a day, with its scan kept with the sheet; the approval's id.

    The preparer may record it and may not have given it. `version` is of the sheet that was signed. Raises Refused,
    Stale.
    """
    sheet = _for_approval(session, sheet_id, version)
    who = _person(role, name, post)
    persons.refuse_preparer(session, sheet, name=who[1])
    persons.refuse_twice(_standing_now(sheet), role=who[0], name=who[1])
    on = known_day(given_on, "The day it was signed", "given_on")
    if on > day:
        raise Refused("It cannot have been signed after today.", "given_on")
    if sheet.prepared_on is not None and on < sheet.prepared_on:
        raise Refused(f"It was put to approval on {format_day(sheet.prepared_on)}, and signed after that.", "given_on")
    _refuse_document(session, sheet, document_id)
    account = persons.account(session)
    return _give(session, sheet, who, given="paper", account=account, on=on, document_id=document_id)


def put_away_void(session: Session, sheet: DecisionSheetRecord) -> bool:
    """Put away the approvals of what a sheet was before it was changed; whether there were any."""
    now = digest(sheet)
    void = [one for one in _approvals(session, sheet.id) if one.digest != now]
    for one in void:
        one.archived = True
    session.flush()
    return bool(void)


def at_version(session: Session, sheet_id: str, version: int | None, states: tuple[str, ...]) -> DecisionSheet:
    """A sheet that the person has seen and that is in one of these states. Raises Refused, Stale."""
    row = records.in_use(session, DecisionSheet, sheet_id)
    if row.state == "signed":
        raise Refused(SIGNED)
    session.flush()
    parts = [one.id for one in _parts(reading.sheet(session, sheet_id))]
    records.at_version(session, DecisionSheet, sheet_id, version, parts=parts)
    if row.state not in states:
        raise Refused(_OTHERWISE[row.state])
    return row


_OTHERWISE = {
    "draft": "It is a draft. Put it to approval first.",
    "for approval": "It is for approval already. Take it back first.",
    "withdrawn": "It was withdrawn. Make another decision.",
}


def _parts(sheet: DecisionSheetRecord) -> tuple[OptionRecord | ImplicationRecord | AwardRecord, ...]:
    return (*sheet.options, *sheet.implications, *sheet.awards)


def _for_approval(session: Session, sheet_id: str, version: int | None) -> DecisionSheetRecord:
    at_version(session, sheet_id, version, ("for approval",))
    sheet = reading.sheet(session, sheet_id)
    refuse_lacking(session, sheet, "It cannot be approved as it is.")
    return sheet


def _person(role: str, name: str, post: str) -> tuple[str, str, str]:
    if all(one.value != role for one in CHOICES):
        raise Refused("Say in which role it is approved.", "role")
    called = " ".join(records.required(name, "The name", "name").split())
    return role, called, " ".join(records.required(post, "The post", "post").split())


def _standing_now(sheet: DecisionSheetRecord) -> tuple[ApprovalRecord, ...]:
    """The approvals that still count."""
    now = digest(sheet)
    return tuple(one for one in sheet.approvals if one.digest == now)


def _give(
    session: Session,
    sheet: DecisionSheetRecord,
    who: tuple[str, str, str],
    *,
    given: str,
    account: str,
    on: date,
    document_id: str | None,
) -> str:
    role, name, post = who
    if known := next((one for one in _standing_now(sheet) if one.role == role), None):
        raise Refused(f"{known.name} has approved it as {role} already.", "role")
    for one in _approvals(session, sheet.id):
        if one.role == role:  # of what the sheet was before it was changed
            one.archived = True
    session.flush()
    row = Approval(
        sheet_id=sheet.id,
        role=role,
        given=given,
        name=name,
        post=post,
        account=account,
        given_on=on,
        document_id=document_id,
        digest=digest(sheet),
    )
    session.add(row)
    session.flush()
    return row.id


def _approvals(session: Session, sheet_id: str) -> list[Approval]:
    query = select(Approval).where(Approval.sheet_id == sheet_id, Approval.archived.is_(False)).order_by(Approval.id)
    return list(session.scalars(query))


def _refuse_document(session: Session, sheet: DecisionSheetRecord, document_id: str | None) -> None:
    row = session.get(Document, document_id) if document_id else None
    if row is None or row.archived or (row.about_table, row.about_id) != ("decision_sheet", sheet.id):
        raise Refused(NO_DOCUMENT, "document_id")
    before = select(Approval.id).where(
        Approval.sheet_id == sheet.id, Approval.document_id == document_id, Approval.digest != digest(sheet)
    )
    if session.scalars(before.limit(1)).first() is not None:
        raise Refused(SIGNED_BEFORE, "document_id")
