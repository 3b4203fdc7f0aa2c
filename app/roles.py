"""What an account may do in the office file: a control that keeps honest people to their part, and not a lock.

Whoever may write the folder can change the file with another tool; the folder's own permissions are the lock.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.who import Who
from db.people import Person

Role = Literal["viewer", "officer", "approver"]

ROLES: dict[Role, str] = {"approver": "Approver", "officer": "Officer", "viewer": "Viewer"}
EVERYBODY = "*"
"""The account that stands for everybody who is not named."""

VIEWER_ONLY = (
    "You are listed as a viewer in this office, so you can look, print and export but not save. "
    "An approver can change that under People and roles."
)
APPROVERS_ONLY = "Only an approver may do that. The approvers are listed under People and roles."


def plain_account(name: str) -> str:
    """An account as it is compared: without case, and without the domain before or after it."""
    return name.strip().rpartition("\\")[2].partition("@")[0].casefold()


def role_of(session: Session, account: str) -> Role:
    """The role of this account. While nobody is listed everybody may do everything; after that, who is not is an
    officer, unless the office has said otherwise of everybody else."""
    listed = session.execute(select(Person.account, Person.role).where(Person.archived.is_(False))).all()
    if not listed:
        return "approver"
    roles = {plain_account(known): role for known, role in listed}
    role = roles.get(plain_account(account)) or roles.get(EVERYBODY)
    return next((one for one in ROLES if one == role), "officer")


def may_approve(session: Session) -> bool:
    """Whether the person this session is for is an approver; so is a command that acts for nobody."""
    who = session.info.get("who")
    return not isinstance(who, Who) or role_of(session, who.name) == "approver"


def needs_approver(session: Session) -> None:
    """Go on only where the person saving this is an approver. Raises Refused."""
    if not may_approve(session):
        raise Refused(APPROVERS_ONLY)
