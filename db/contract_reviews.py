"""How a contract goes: its reviews with their ratings, indicators against targets, actions, and counts of people.

Figures of indicators are millionths of anything; counts are people, never one of them.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.allocations import not_negative
from db.base import STRICT, Record, one_active


class ContractReview(Record):
    """The review of a contract for the period that ends with a quarter of a financial year.

    `rating` is one of the five words of the Procurement Act, empty while there is none.
    """

    __tablename__ = "contract_review"
    __table_args__ = (
        CheckConstraint("quarter BETWEEN 1 AND 4", "quarter"),
        CheckConstraint(
            "rating IN ('', 'Good', 'Approaching target', 'Requires improvement', 'Inadequate', 'Other')", "rating"
        ),
        one_active(
            "uq_contract_review",
            "contract_id",
            "year",
            "quarter",
            sentence="This quarter has already been reviewed.",
            field="quarter",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    held_on: Mapped[date | None]
    rating: Mapped[str]
    note: Mapped[str]


class Indicator(Record):
    """A key performance indicator of a contract, its target, and which way is better."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("better IN ('higher', 'lower')", "better"),
        not_negative("target_millionths", "A target cannot be below 0."),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str]
    better: Mapped[str]
    target_millionths: Mapped[int | None]
    is_main: Mapped[bool]
    position: Mapped[int]


class IndicatorResult(Record):
    """What an indicator was to come to in a reviewed period, and came to."""

    __tablename__ = "indicator_result"
    __table_args__ = (
        not_negative("target_millionths", "A target cannot be below 0."),
        not_negative("actual_millionths", "A figure cannot be below 0."),
        one_active(
            "uq_indicator_result",
            "indicator_id",
            "review_id",
            sentence="This indicator already has a figure in that review.",
            field="results",
        ),
        STRICT,
    )

    indicator_id: Mapped[str] = mapped_column(ForeignKey("indicator.id"))
    review_id: Mapped[str] = mapped_column(ForeignKey("contract_review.id"), index=True)
    target_millionths: Mapped[int | None]
    actual_millionths: Mapped[int | None]


class ReviewAction(Record):
    """What a review asked for; it stays on the contract until it is done."""

    __tablename__ = "review_action"

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    review_id: Mapped[str | None] = mapped_column(ForeignKey("contract_review.id"), index=True)
    words: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    outcome: Mapped[str]


class PeopleCount(Record):
    """How many people of a category were served in a reviewed period, under what was asked of them."""

    __tablename__ = "people_count"
    __table_args__ = (
        not_negative("count", "A count cannot be below 0."),
        one_active(
            "uq_people_count",
            "review_id",
            "asked",
            "category",
            sentence="This category already has a count in that review.",
            field="counts",
        ),
        STRICT,
    )

    review_id: Mapped[str] = mapped_column(ForeignKey("contract_review.id"))
    asked: Mapped[str]
    category: Mapped[str]
    position: Mapped[int]
    count: Mapped[int]
