"""Community Safety Partnerships in tiers, their allocations by year, spend by theme, and pooled budgets by area."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record, one_active
from db.funds import figure_or_word


class Partnership(Record):
    """A Community Safety Partnership; a county's has its districts' below it."""

    __tablename__ = "partnership"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    position: Mapped[int]


class Allocation(Record):
    """What a partnership is given out of a budget in its year, in pence or as a word, and on what basis."""

    __tablename__ = "allocation"
    __table_args__ = (
        figure_or_word(),
        one_active(
            "uq_allocation_budget_partnership",
            "budget_id",
            "partnership_id",
            sentence="This partnership already has an allocation from that line in that year.",
            field="partnership_id",
        ),
        STRICT,
    )

    budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"))
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    amount_pence: Mapped[int | None]
    word: Mapped[str]
    basis: Mapped[str]
    reason: Mapped[str]


class Theme(Record):
    """What partnership money is spent on."""

    __tablename__ = "theme"

    name: Mapped[str]
    position: Mapped[int]


class Spend(Record):
    """One amount in the cell of a partnership and a theme; a cell may hold several, in their printed order."""

    __tablename__ = "spend"
    __table_args__ = (
        CheckConstraint("amount_pence >= 0", "not_negative", info={"sentence": "Spend cannot be below £0."}),
        STRICT,
    )

    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    amount_pence: Mapped[int]
    printed: Mapped[str]


class PooledShare(Record):
    """An area's share of a pooled budget, in pence or as a word (maintain)."""

    __tablename__ = "pooled_share"
    __table_args__ = (
        figure_or_word(),
        one_active(
            "uq_pooled_share_budget_area",
            "budget_id",
            "area_id",
            sentence="This area already has a share of that budget in that year.",
            field="area_id",
        ),
        STRICT,
    )

    budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"))
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"), index=True)
    amount_pence: Mapped[int | None]
    word: Mapped[str]
