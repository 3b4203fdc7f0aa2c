"""What the scoring panel makes of a ranking: the day it met, what it recommends for each bid, and whether that is fair.

Amounts are whole pence, shares tenths of a percent, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from db.allocations import not_negative
from db.base import STRICT, Record, one_active
from db.funds import positive
from db.grants import share_tenths

REPLACED = "Something else has been recommended for a bid of it since. Commit it again instead."
COMMITTED = "It is part of a decision that was committed. Make another decision that takes its place."


class PanelDay(Record):
    """A meeting of the scoring panel about one stage: where, who led it, and how many had to be there.

    `started_at` and `ended_at` are empty until then. `order_rule` is how the bids were taken: as ranked, or so that a
    member with a conflict leaves once.
    """

    __tablename__ = "panel_day"
    __table_args__ = (
        CheckConstraint("order_rule IN ('grouped', 'ranked')", "order_rule"),
        CheckConstraint(
            "quorum BETWEEN 1 AND 50",
            "quorum",
            info={"sentence": "Between 1 and 50 members must be there.", "field": "quorum"},
        ),
        one_active(
            "uq_panel_day",
            "stage_id",
            "held_on",
            sentence="The panel already meets on that day.",
            field="held_on",
        ),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"))
    held_on: Mapped[date]
    place: Mapped[str]
    chair: Mapped[str]
    quorum: Mapped[int]
    order_rule: Mapped[str]
    started_at: Mapped[str]
    ended_at: Mapped[str]
    note: Mapped[str]


class PanelAttendance(Record):
    """A member who came to a panel day, from when to when."""

    __tablename__ = "panel_attendance"
    __table_args__ = (
        CheckConstraint(
            "left_at = '' OR left_at >= came_at",
            "came_left",
            info={"sentence": "They left before they came.", "field": "left_at"},
        ),
        one_active(
            "uq_panel_attendance", "day_id", "member_id", sentence="This member is there already.", field="member"
        ),
        STRICT,
    )

    day_id: Mapped[str] = mapped_column(ForeignKey("panel_day.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    came_at: Mapped[str]
    left_at: Mapped[str]


class PanelItem(Record):
    """A bid that was talked about on a panel day: from when to when, and what was said beside its score."""

    __tablename__ = "panel_item"
    __table_args__ = (
        one_active(
            "uq_panel_item", "day_id", "application_id", sentence="This bid is on the day's list already.", field="bid"
        ),
        STRICT,
    )

    day_id: Mapped[str] = mapped_column(ForeignKey("panel_day.id"))
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    started_at: Mapped[str]
    ended_at: Mapped[str]
    note: Mapped[str]


class PanelAbsence(Record):
    """A member who was out of the room while a bid was talked about, when, and why."""

    __tablename__ = "panel_absence"
    __table_args__ = (
        CheckConstraint("why <> ''", "why", info={"sentence": "Say why they were out of the room.", "field": "why"}),
        one_active(
            "uq_panel_absence",
            "item_id",
            "member_id",
            sentence="This member is out of the room already.",
            field="member",
        ),
        STRICT,
    )

    item_id: Mapped[str] = mapped_column(ForeignKey("panel_item.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    left_at: Mapped[str]
    back_at: Mapped[str]
    why: Mapped[str]


class OutcomeReason(Record):
    """A reason of the office's library: its code, for which outcome it serves, and the words that go into a letter."""

    __tablename__ = "outcome_reason"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'fund', 'reduced', 'reserve', 'defer', 'decline')", "outcome"),
        one_active(
            "uq_outcome_reason_code", "code", sentence="There is already a reason with this code.", field="code"
        ),
        STRICT,
    )

    code: Mapped[str]
    outcome: Mapped[str]
    text: Mapped[str]
    position: Mapped[int]


class Recommendation(Record):
    """What is recommended for a bid: funded, funded in part, on the reserve list, deferred or declined.

    `amount_pence` is what it is to have: more than nothing where it is funded, what it would have where it is on the
    reserve list, None otherwise. `reserve_place` counts from 1. `sheet_id` is the decision it was committed to, None
    while it is being made. `score_tenths` is the score it was made on, None for a bid without one. `feedback` is what
    the applicant will read, `feedback_by` who has read and chosen it.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')", "outcome"),
        positive("amount_pence"),
        CheckConstraint(
            "outcome IN ('fund', 'reduced', 'reserve') OR amount_pence IS NULL",
            "amount_for_nothing",
            info={"sentence": "A bid that is deferred or declined has no amount.", "field": "amount"},
        ),
        CheckConstraint(
            "outcome NOT IN ('fund', 'reduced') OR amount_pence IS NOT NULL",
            "amount_missing",
            info={"sentence": "Say how much it is to have.", "field": "amount"},
        ),
        CheckConstraint(
            "(outcome = 'reserve') = (reserve_place IS NOT NULL) AND (reserve_place IS NULL OR reserve_place > 0)",
            "reserve_place",
            info={"sentence": "A place on the reserve list counts from 1, and only there.", "field": "reserve_place"},
        ),
        one_active(
            "uq_recommendation",
            "application_id",
            sentence="There is already a recommendation for this bid.",
            field="outcome",
        ),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    outcome: Mapped[str]
    amount_pence: Mapped[int | None]
    reserve_place: Mapped[int | None]
    reason: Mapped[str]
    conditions: Mapped[str]
    feedback: Mapped[str]
    feedback_by: Mapped[str]
    score_tenths: Mapped[int | None]
    sheet_id: Mapped[str | None] = mapped_column(ForeignKey("decision_sheet.id"), index=True)

    def settled_in(self, columns: Collection[str]) -> str:
        """Everything, once it was committed, but for what the applicant will read; and that one which another has taken
        the place of was."""
        if self.archived and "sheet_id" in columns and "archived" not in columns:
            return REPLACED
        if self.sheet_id is None or {"feedback", "feedback_by", "conditions"}.issuperset(columns):
            return ""
        return COMMITTED


class OfRecommendation(Record):
    """A part of a recommendation: settled once that has been committed."""

    __abstract__ = True

    recommendation_id: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        sheet = select(Recommendation.sheet_id).where(Recommendation.id == self.recommendation_id)
        return COMMITTED if session is not None and session.scalar(sheet) is not None else ""


class RecommendationReason(OfRecommendation):
    """A reason of the library that was chosen for a recommendation."""

    __tablename__ = "recommendation_reason"
    __table_args__ = (
        one_active(
            "uq_recommendation_reason",
            "recommendation_id",
            "reason_id",
            sentence="This reason is given already.",
            field="reasons",
        ),
        STRICT,
    )

    recommendation_id: Mapped[str] = mapped_column(ForeignKey("recommendation.id"))
    reason_id: Mapped[str] = mapped_column(ForeignKey("outcome_reason.id"), index=True)


class RecommendationCut(OfRecommendation):
    """What a cost of the bid is to have where that is less than was asked for it."""

    __tablename__ = "recommendation_cut"
    __table_args__ = (
        not_negative("amount_pence"),
        one_active(
            "uq_recommendation_cut",
            "recommendation_id",
            "cost_id",
            sentence="This cost already has its amount.",
            field="cuts",
        ),
        STRICT,
    )

    recommendation_id: Mapped[str] = mapped_column(ForeignKey("recommendation.id"))
    cost_id: Mapped[str] = mapped_column(ForeignKey("cost.id"), index=True)
    amount_pence: Mapped[int]


class FairnessTarget(Record):
    """The share of a round's money that an area, or a priority, ought to have."""

    __tablename__ = "fairness_target"
    __table_args__ = (
        share_tenths(),
        CheckConstraint(
            "(area_id IS NULL) <> (priority_id IS NULL)",
            "of_one",
            info={"sentence": "A target is of one area or of one priority.", "field": "targets"},
        ),
        one_active(
            "uq_fairness_target_area",
            "round_id",
            "area_id",
            sentence="This area already has its target.",
            field="targets",
        ),
        one_active(
            "uq_fairness_target_priority",
            "round_id",
            "priority_id",
            sentence="This priority already has its target.",
            field="targets",
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    priority_id: Mapped[str | None] = mapped_column(ForeignKey("priority.id"), index=True)
    share_tenths: Mapped[int]
