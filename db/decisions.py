"""Decisions of the office: who decided what, when, under which reference; what was decided refers to its decision."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.base import STRICT, Record, one_active


class Decision(Record):
    """One decision that was made; its signed document is kept with it."""

    __tablename__ = "decision"
    __table_args__ = (
        one_active(
            "uq_decision_reference",
            "reference",
            sentence="There is already a decision with this reference.",
            field="reference",
        ),
        STRICT,
    )

    reference: Mapped[str]
    title: Mapped[str]
    decided_on: Mapped[date]
    maker: Mapped[str]
