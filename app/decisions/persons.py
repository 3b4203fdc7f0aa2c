"""Who prepares a decision and who may sign it: nobody does both. Accounts are compared as they sign in."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.alike import name_words
from app.decisions.parts import ApprovalRecord, DecisionSheetRecord
from app.errors import Refused
from app.roles import EVERYBODY, plain_account
from app.who import Who
from db.decision_sheets import Approval
from db.people import Person

_BETWEEN = ", "
"""Between the accounts of several who prepared a sheet; no account holds a comma."""


class SignsAs(NamedTuple):
    """In which role, by what name and in what post somebody approves; each empty where it is not known."""

    role: str
    name: str
    post: str


NOBODY = SignsAs("", "", "")


def account(session: Session) -> str:
    """The account this save is made by; empty for a command that acts for nobody."""
    who = session.info.get("who")
    return who.name if isinstance(who, Who) else ""


def preparers(sheet: DecisionSheetRecord) -> tuple[str, ...]:
    """The accounts that put a sheet to approval, or changed it while it was there."""
    return tuple(one for one in sheet.prepared_by.split(_BETWEEN) if one)


def prepared_too(prepared_by: str, another: str) -> str:
    """Who prepared a sheet, with one more account, which is in it once however it is written."""
    known = [one for one in prepared_by.split(_BETWEEN) if one]
    if not another or plain_account(another) in map(plain_account, known):
        return _BETWEEN.join(known)
    return _BETWEEN.join((*known, another))


def name_of(session: Session, account_name: str) -> str:
    """What colleagues call an account, by the list of people; empty where it is not on it."""
    plain = plain_account(account_name)
    rows = session.execute(select(Person.account, Person.name).where(Person.archived.is_(False))).all()
    return next((row.name for row in rows if row.account != EVERYBODY and plain_account(row.account) == plain), "")


def prepared(session: Session, sheet: DecisionSheetRecord) -> bool:
    """Whether the account this is read by prepared a sheet, and so approves it in the desk in no role."""
    mine = account(session)
    return bool(mine) and plain_account(mine) in map(plain_account, preparers(sheet))


def signs_as(session: Session) -> SignsAs:
    """How the account this is read by approved last; where it never did, by its name on the list of people."""
    mine = account(session)
    rows = session.execute(
        select(Approval.account, Approval.role, Approval.name, Approval.post)
        .where(Approval.given == "desk", Approval.archived.is_(False))
        .order_by(Approval.id.desc())
    )
    for row in rows if mine else ():
        if plain_account(row.account) == plain_account(mine):
            return SignsAs(row.role, row.name, row.post)
    return SignsAs("", name_of(session, mine), "")


def _names(session: Session, account_name: str) -> tuple[str, ...]:
    """Every name the list of people has or had for an account: whoever was taken off it is still who they were."""
    plain = plain_account(account_name)
    rows = session.execute(select(Person.account, Person.name)).all()
    return tuple(row.name for row in rows if row.account != EVERYBODY and plain_account(row.account) == plain)


def refuse_preparer(session: Session, sheet: DecisionSheetRecord, *, name: str, account_name: str = "") -> None:
    """Raise Refused where an account, or somebody of that name, prepared the sheet."""
    mine = preparers(sheet)
    if account_name and plain_account(account_name) in map(plain_account, mine):
        raise Refused(
            f"{account_name} prepared this decision, and nobody approves what they prepared. "
            "Somebody else’s account has to give the approval.",
            "role",
        )
    called = {name_words(each) for one in mine for each in (plain_account(one), *_names(session, one)) if each}
    if name_words(name) in called:
        raise Refused(f"{name} prepared this decision, and nobody approves what they prepared.", "name")


def refuse_twice(approvals: tuple[ApprovalRecord, ...], *, role: str, name: str, account_name: str = "") -> None:
    """Raise Refused where the same person has approved the sheet in another role."""
    for one in approvals:
        is_same = same_name(one.name, name)
        is_same |= (
            bool(account_name) and one.given == "desk" and plain_account(one.account) == plain_account(account_name)
        )
        if one.role != role and is_same:
            raise Refused(f"{one.name} has approved it as {one.role} already. Each role is another person.", "name")


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's as far as can be told: in other capitals, another order, or with a title."""
    return name_words(one) == name_words(other)
