"""Police and Crime Plans and their priorities, dated because both change with each commissioner."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record


class Plan(Record):
    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            "dates",
            info={"sentence": "A plan cannot end before it starts.", "field": "ends_on"},
        ),
        STRICT,
    )

    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Priority(Record):
    """One priority of a plan; its dates are the plan's unless it was added or dropped on the way."""

    __tablename__ = "priority"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
