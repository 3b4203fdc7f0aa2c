"""The people of the office by the account they sign in with, and the role of each; only approvers change the list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Choice, Field
from app.roles import EVERYBODY, ROLES, needs_approver, plain_account
from db.people import Person

EVERYBODY_ELSE = "Everybody not named here"
HONESTLY = (
    "Roles prevent mistakes; they are not a lock. Whoever can open the folder can open the office file, so ask IT to "
    "guard the folder. While nobody is listed here, everybody may do everything."
)
ROLE = Field(
    "role",
    "Role",
    "choice",
    True,
    tuple(Choice(role, label) for role, label in ROLES.items()),
    help="An approver may also change this list. An officer may change everything else. "
    "A viewer may look, print and export.",
)
FIELDS = (
    Field("account", "Account", required=True, help="The name they sign in to their laptop with.", personal=True),
    Field("name", "Name", help="As colleagues know them.", personal=True),
    ROLE,
)
EVERYBODY_FIELDS = (
    Field(
        "role",
        "Role",
        "choice",
        True,
        tuple(one for one in ROLE.choices if one.value != "approver"),
        help="Approvers are named one by one.",
    ),
)

_TAKEN = "This account is listed already."
_FIRST = "The first person listed must be an approver: without one nobody could change the list."
_LAST = "{name} is the only approver. Make somebody else an approver first."
_STAR = f"* stands for everybody not named here. Choose “{EVERYBODY_ELSE}” in the list and set its role."


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """An account with its role. For everybody who is not named `account` is `*`, with no id until a role was set."""

    id: str
    version: int | None
    account: str
    name: str
    role: str

    @property
    def called(self) -> str:
        """What the person is called: their name, or their account where no name was given."""
        return EVERYBODY_ELSE if self.account == EVERYBODY else self.name or self.account


def people(session: Session) -> list[PersonRecord]:
    """Everybody listed, approvers first and each role by name, everybody else last; nobody while none is listed."""
    order: list[str] = list(ROLES)
    named = [_record(row) for row in _rows(session) if row.account != EVERYBODY]
    named.sort(key=lambda one: (order.index(one.role), one.called.casefold()))
    return [*named, everybody(session)] if named else []


def everybody(session: Session) -> PersonRecord:
    """Everybody who is not named: officers, unless the office has said otherwise."""
    row = _everybody(session)
    return _record(row) if row else PersonRecord("", None, EVERYBODY, EVERYBODY_ELSE, "officer")


def add(session: Session, *, account: str, role: str, name: str = "") -> str:
    """List an account; its id. Raises Refused where it is listed already, or the first is not an approver."""
    needs_approver(session)
    plain = _free(session, account, "")
    if role != "approver" and not _approvers(session):
        raise Refused(_FIRST, "role")
    row = Person(account=plain, name=" ".join(name.split()), role=_role(role))
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, person_id: str, *, version: int | None, account: str, role: str, name: str = "") -> None:
    """Change a person. Raises Refused, also for the only approver's role, and Stale."""
    needs_approver(session)
    plain = _free(session, account, person_id)
    if role != "approver":
        _keep_an_approver(session, person_id, "role")
    tidy = " ".join(name.split())
    records.change(session, Person, person_id, version=version, account=plain, name=tidy, role=_role(role))


def archive(session: Session, person_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Take a person off the list, or put them back. Raises Refused, also for the only approver, and Stale."""
    needs_approver(session)
    if back:
        _free(session, records.fetch(session, Person, person_id).account, person_id)
    else:
        _keep_an_approver(session, person_id, None)
    records.archive(session, Person, person_id, version=version, back=back)


def set_everybody(session: Session, *, version: int | None, role: str) -> None:
    """Set what everybody who is not named may do; nobody is made an approver so. Raises Refused, Stale."""
    needs_approver(session)
    if not _approvers(session):
        raise Refused(_FIRST, "role")
    if role == "approver":
        raise Refused("Approvers are named one by one. Choose Officer or Viewer.", "role")
    row = _everybody(session)
    if row is None:
        session.add(Person(account=EVERYBODY, name="", role=_role(role)))
    else:
        # who saw no role set has seen no version, and may not save over one that was set meanwhile
        records.change(session, Person, row.id, version=version or 0, role=_role(role))


def _rows(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).where(Person.archived.is_(False)).order_by(Person.id)))


def _everybody(session: Session) -> Person | None:
    return next((row for row in _rows(session) if row.account == EVERYBODY), None)


def _approvers(session: Session) -> list[Person]:
    return [row for row in _rows(session) if row.role == "approver" and row.account != EVERYBODY]


def _record(row: Person) -> PersonRecord:
    return PersonRecord(row.id, row.version, row.account, row.name, row.role)


def _role(role: str) -> str:
    if role not in ROLES:
        raise Refused("Choose one for “Role”.", "role")
    return role


def _free(session: Session, account: str, person_id: str) -> str:
    """The account as typed, provided nobody else is listed under it, whatever its capitals and domain."""
    typed = records.required(account, "The account", "account")
    plain = plain_account(typed)
    if plain == EVERYBODY:
        raise Refused(_STAR, "account")
    if not plain:
        raise Refused("Type the account itself, after the name of its domain.", "account")
    if any(plain_account(row.account) == plain and row.id != person_id for row in _rows(session)):
        raise Refused(_TAKEN, "account")
    return typed


def _keep_an_approver(session: Session, person_id: str, field: str | None) -> None:
    approvers = _approvers(session)
    if [row.id for row in approvers] == [person_id]:
        raise Refused(_LAST.format(name=_record(approvers[0]).called), field)
