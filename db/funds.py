"""Funds and their streams by year, budget lines, income, movements, commitments, payments and stated figures.

Amounts are whole pence. A budget may hold a word (TBD) instead of an amount; the two never stand together.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record, one_active


def figure_or_word() -> CheckConstraint:
    """An amount or a word, never both and never neither."""
    return CheckConstraint(
        "(amount_pence IS NULL) = (word <> '')",
        "figure_or_word",
        info={"sentence": "Give an amount, or a word such as TBD that stands in its place.", "field": "amount"},
    )


def positive(name: str = "amount_pence") -> CheckConstraint:
    """More than nothing."""
    return CheckConstraint(
        f"{name} > 0", f"{name}_positive", info={"sentence": "The amount must be more than £0.", "field": name}
    )


class Fund(Record):
    """A pot that goes on from year to year, whatever it is called in each of them."""

    __tablename__ = "fund"
    __table_args__ = (
        one_active("uq_fund_name", "name", sentence="There is already a fund with this name.", field="name"),
        STRICT,
    )

    name: Mapped[str]
    funder_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int]


class Stream(Record):
    """A fund in one financial year: that year's name and letter, purpose, restriction and overspend limit in pence."""

    __tablename__ = "stream"
    __table_args__ = (
        one_active("uq_stream_fund_year", "fund_id", "year", sentence="This fund already has that year.", field="year"),
        CheckConstraint("restriction IN ('restricted', 'unrestricted')", "restriction"),
        CheckConstraint(
            "overspend_limit_pence >= 0",
            "overspend_limit",
            info={"sentence": "An overspend limit cannot be below £0.", "field": "overspend_limit_pence"},
        ),
        STRICT,
    )

    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"))
    year: Mapped[int]
    letter: Mapped[str]
    name: Mapped[str]
    purpose: Mapped[str]
    restriction: Mapped[str]
    restriction_terms: Mapped[str]
    overspend_limit_pence: Mapped[int]
    overspend_approver: Mapped[str]


class BudgetLine(Record):
    """A line of the commissioning budget that is followed from year to year."""

    __tablename__ = "budget_line"

    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"), index=True)
    name: Mapped[str]
    position: Mapped[int]


class Budget(Record):
    """A line in one financial year: its name then, where it belongs, and which revision of its amount is in force."""

    __tablename__ = "budget"
    __table_args__ = (
        one_active(
            "uq_budget_line_year",
            "line_id",
            "year",
            sentence="This line already has a budget for that year.",
            field="year",
        ),
        STRICT,
    )

    line_id: Mapped[str] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    printed_name: Mapped[str]
    priority_id: Mapped[str | None] = mapped_column(ForeignKey("priority.id"), index=True)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    revision: Mapped[int]


class BudgetRevision(Record):
    """One amount a budget has had, in pence; number 0 is the original and stays."""

    __tablename__ = "budget_revision"
    __table_args__ = (
        figure_or_word(),
        one_active(
            "uq_budget_revision_number",
            "budget_id",
            "number",
            sentence="Somebody has revised this budget meanwhile. Look at it again before you save.",
            field="amount",
        ),
        CheckConstraint(
            "amount_pence IS NULL OR amount_pence >= 0",
            "not_negative",
            info={"sentence": "A budget cannot be below £0.", "field": "amount"},
        ),
        STRICT,
    )

    budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"))
    number: Mapped[int]
    amount_pence: Mapped[int | None]
    word: Mapped[str]
    reason: Mapped[str]
    approver: Mapped[str]
    made_on: Mapped[date]


class BudgetNote(Record):
    """A note under a budget. A sub-amount (£158,590 from NHS England) is part of the budget, never added to it."""

    __tablename__ = "budget_note"

    budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"), index=True)
    text: Mapped[str]
    amount_pence: Mapped[int | None]
    source_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))


class Movement(Record):
    """Money moved from one budget to another: a virement within a year, a roll-forward into the next.

    One row holds both sides, so that neither can exist without the other.
    """

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("kind IN ('virement', 'roll-forward')", "kind"),
        positive(),
        CheckConstraint(
            "from_budget_id <> to_budget_id",
            "two_sides",
            info={"sentence": "Choose two different lines.", "field": "to_line_id"},
        ),
        STRICT,
    )

    kind: Mapped[str]
    from_budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"), index=True)
    to_budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"), index=True)
    amount_pence: Mapped[int]
    reason: Mapped[str]
    approver: Mapped[str]
    moved_on: Mapped[date]


class Income(Record):
    """Money expected from a source in a year, for a line, a fund, or (neither) the whole commissioning budget."""

    __tablename__ = "income"
    __table_args__ = (
        CheckConstraint("status IN ('agreed', 'indicated', 'subject')", "status"),
        CheckConstraint(
            "status <> 'subject' OR condition <> ''",
            "condition",
            info={"sentence": "Say what the money is subject to.", "field": "condition"},
        ),
        positive("expected_pence"),
        STRICT,
    )

    fund_id: Mapped[str | None] = mapped_column(ForeignKey("fund.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("budget_line.id"), index=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    expected_pence: Mapped[int]
    expected_on: Mapped[date | None]
    status: Mapped[str]
    condition: Mapped[str]


class Receipt(Record):
    """Money that has arrived against an expected income."""

    __tablename__ = "receipt"
    __table_args__ = (positive(), STRICT)

    income_id: Mapped[str] = mapped_column(ForeignKey("income.id"), index=True)
    received_on: Mapped[date]
    amount_pence: Mapped[int]
    reference: Mapped[str]


class Commitment(Record):
    """Money agreed with somebody: a contract, a grant. Under an allocation it is part of it."""

    __tablename__ = "commitment"
    __table_args__ = (positive(), STRICT)

    budget_id: Mapped[str] = mapped_column(ForeignKey("budget.id"), index=True)
    allocation_id: Mapped[str | None] = mapped_column(ForeignKey("allocation.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    amount_pence: Mapped[int]
    agreed_on: Mapped[date | None]
    reference: Mapped[str]
    overspend_approver: Mapped[str]


class Payment(Record):
    """Money paid against a commitment."""

    __tablename__ = "payment"
    __table_args__ = (positive(), STRICT)

    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitment.id"), index=True)
    paid_on: Mapped[date]
    amount_pence: Mapped[int]
    reference: Mapped[str]


class StatedFigure(Record):
    """A total, headline or note that was stated somewhere: kept as entered, compared, never computed over."""

    __tablename__ = "stated_figure"

    name: Mapped[str]
    year: Mapped[int | None] = mapped_column(index=True)
    amount_pence: Mapped[int]
    printed: Mapped[str]
    place: Mapped[str]
    reason: Mapped[str]


class StatedPart(Record):
    """One figure a stated figure claims to sum or to equal: the table it stands in and its row."""

    __tablename__ = "stated_part"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('budget', 'budget_note', 'income', 'movement', 'commitment', 'allocation', "
            "'pooled_share', 'spend')",
            "kind",
        ),
        STRICT,
    )

    stated_id: Mapped[str] = mapped_column(ForeignKey("stated_figure.id"), index=True)
    kind: Mapped[str]
    row_id: Mapped[str]
