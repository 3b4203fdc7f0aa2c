"""The people of the office by the account they sign in with, and what each may do in the file."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db.base import STRICT, Record, one_active


class Person(Record):
    """One account and its role; the account `*` stands for everybody who is not named."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role IN ('officer', 'approver', 'viewer')", name="role"),
        one_active("uq_person_account", "account", sentence="This account is listed already.", field="account"),
        STRICT,
    )

    # or somebody who is an approver no longer could take back what made somebody else one
    never_undone = "Who may do what is not taken back with Undo. Change it under People and roles."

    account: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
