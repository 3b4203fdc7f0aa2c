"""Community Safety Partnerships in tiers: what each is allocated by year, spends by theme, holds in reserve, reports.

Amounts are whole pence; percentages are tenths of a percent. What re-balances the allocations is in `rebalancing.py`.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record, one_active
from db.funds import figure_or_word, positive


def not_negative(name: str, sentence: str = "An amount cannot be below £0.") -> CheckConstraint:
    """Nothing or more."""
    return CheckConstraint(f"{name} >= 0", f"{name}_not_negative", info={"sentence": sentence, "field": name})


def basis_kind() -> CheckConstraint:
    """How a figure was arrived at; empty where nobody has said."""
    return CheckConstraint(
        "basis_kind IN ('', 'flat', 'percentage', 'per-head', 'formula', 'manual', 'history')", "basis_kind"
    )


class Partnership(Record):
    """A Community Safety Partnership; a county's has its districts' below it."""

    __tablename__ = "partnership"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    position: Mapped[int]


class Allocation(Record):
    """What a partnership is given out of a budget in its year, in pence or as a word, and on what basis.

    An addition shared by several partnerships has a name instead of one partnership, and a row for each that shares it.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        figure_or_word(),
        basis_kind(),
        CheckConstraint("(partnership_id IS NULL) = (name <> '')", "whose"),
        CheckConstraint("status IN ('firm', 'indicative')", "status"),
        CheckConstraint(
            "signed_on IS NULL OR sent_on IS NULL OR signed_on >= sent_on",
            "signed_after_sent",
            info={"sentence": "A grant document cannot be signed before it was sent.", "field": "signed_on"},
        ),
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
    partnership_id: Mapped[str | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    name: Mapped[str] = mapped_column(default="", server_default="")
    amount_pence: Mapped[int | None]
    word: Mapped[str]
    basis_kind: Mapped[str] = mapped_column(default="", server_default="")
    basis: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="", server_default="")
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(default="firm", server_default="firm")
    sent_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    overspend_approver: Mapped[str] = mapped_column(default="", server_default="")


class AllocationSharer(Record):
    """A partnership that shares in an addition."""

    __tablename__ = "allocation_sharer"
    __table_args__ = (
        one_active(
            "uq_allocation_sharer",
            "allocation_id",
            "partnership_id",
            sentence="This partnership already shares in it.",
            field="sharer_ids",
        ),
        STRICT,
    )

    allocation_id: Mapped[str] = mapped_column(ForeignKey("allocation.id"))
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)


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
        basis_kind(),
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
    basis_kind: Mapped[str] = mapped_column(default="", server_default="")
    basis: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    overspend_approver: Mapped[str] = mapped_column(default="", server_default="")


class Reserve(Record):
    """What a partnership has declared that it holds, on a day, with the evidence; `closing_pence` is as declared."""

    __tablename__ = "reserve"
    __table_args__ = (
        not_negative("closing_pence", "A reserve cannot be below £0."),
        not_negative("added_pence"),
        not_negative("used_pence"),
        one_active(
            "uq_reserve_partnership_day",
            "partnership_id",
            "declared_on",
            sentence="This partnership has already declared its reserve of that day.",
            field="declared_on",
        ),
        STRICT,
    )

    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    declared_on: Mapped[date]
    opening_pence: Mapped[int | None]
    added_pence: Mapped[int | None]
    used_pence: Mapped[int | None]
    closing_pence: Mapped[int]
    evidence: Mapped[str]


class Review(Record):
    """A partnership's return for half a year or the whole of it: planned, actual and forecast, in pence, and its RAG.

    `rag` is empty while the rule decides; an override carries its reason.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("period IN ('half-year', 'year-end')", "period"),
        CheckConstraint("rag IN ('', 'green', 'amber', 'red')", "rag"),
        CheckConstraint(
            "rag = '' OR rag_reason <> ''",
            "rag_reason",
            info={"sentence": "Say why the rating differs from the rule.", "field": "rag_reason"},
        ),
        not_negative("planned_pence"),
        not_negative("actual_pence"),
        not_negative("forecast_pence"),
        one_active(
            "uq_review_partnership_year_period",
            "partnership_id",
            "year",
            "period",
            sentence="This partnership already has that return.",
            field="period",
        ),
        STRICT,
    )

    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    period: Mapped[str]
    returned_on: Mapped[date | None]
    planned_pence: Mapped[int | None]
    actual_pence: Mapped[int | None]
    forecast_pence: Mapped[int | None]
    narrative: Mapped[str]
    rag: Mapped[str]
    rag_reason: Mapped[str]


class Underspend(Record):
    """What becomes of money a partnership did not spend in a year, in pence: carried, returned or redirected."""

    __tablename__ = "underspend"
    __table_args__ = (
        positive(),
        CheckConstraint("treatment IN ('carried', 'returned', 'redirected')", "treatment"),
        CheckConstraint(
            "treatment <> 'redirected' OR redirected_to <> ''",
            "redirected_to",
            info={"sentence": "Say where the money goes.", "field": "redirected_to"},
        ),
        STRICT,
    )

    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    treatment: Mapped[str]
    amount_pence: Mapped[int]
    redirected_to: Mapped[str]
    reason: Mapped[str]
    approver: Mapped[str]
    decided_on: Mapped[date]


class SpendingRule(Record):
    """From a financial year on: when returns are due (MM-DD), what is amber and red, which underspend is to settle."""

    __tablename__ = "spending_rule"
    __table_args__ = (
        CheckConstraint(
            "amber_tenths >= 0 AND red_tenths >= amber_tenths AND red_tenths <= 1000",
            "tenths",
            info={"sentence": "Red must begin at or above amber, and both from 0 % to 100 %.", "field": "red_tenths"},
        ),
        not_negative("underspend_limit_pence", "The limit cannot be below £0."),
        one_active(
            "uq_spending_rule_from_year",
            "from_year",
            sentence="There is already a rule from that year on.",
            field="from_year",
        ),
        STRICT,
    )

    from_year: Mapped[int]
    amber_tenths: Mapped[int]
    red_tenths: Mapped[int]
    underspend_limit_pence: Mapped[int]
    half_year_due: Mapped[str]
    year_end_due: Mapped[str]
