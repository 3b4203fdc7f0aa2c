"""Rounds and applications: what was invited on which terms, and every bid that came, whatever became of it.

Amounts are whole pence, shares tenths of a percent, a year its start year. Times are local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from db.allocations import not_negative
from db.base import STRICT, Record, one_active
from db.funds import positive


def share_tenths() -> CheckConstraint:
    """Part of a whole, more than nothing of it."""
    return CheckConstraint(
        "share_tenths BETWEEN 1 AND 1000",
        "share_tenths",
        info={"sentence": "A share is more than 0 % and at most 100 %.", "field": "shares"},
    )


FROZEN = "The round has been opened since: its terms hold for everybody who was invited, and stay as they are."
APPLIED = "Bids have come in on these terms, so the round stays open. Close it or put it away instead."
# what is not promised to those who apply, or is done to a round that is open
_FREE = frozenset(("expected_bids", "reading_minutes", "applicant_hours", "closed_on", "archived"))


class Round(Record):
    """An invitation to apply for money of one budget line in a year, on terms that hold from the day it opens.

    `opened_on` is the day its terms were frozen. `closes_time` is the minute it closes. `version_mark` is 0 for a draft
    and counts the times it was opened, so that forms of other terms are told apart. `extended_for` is why its days were
    made later after it had opened. The three columns before it are what the planner of oversubscription was told.
    """

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("kind IN ('round', 'rolling')", "kind"),
        positive("pot_pence"),
        not_negative("over_pence"),
        CheckConstraint(
            "over_pence = 0 OR over_approver <> ''",
            "over_approved",
            info={"sentence": "Say who approves that more is awarded than the pot holds.", "field": "over_approver"},
        ),
        CheckConstraint(
            "maximum_pence IS NULL OR minimum_pence IS NULL OR maximum_pence >= minimum_pence",
            "minimum_maximum",
            info={"sentence": "The largest grant is below the smallest.", "field": "maximum"},
        ),
        CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on",
            "opens_closes",
            info={"sentence": "It closes before it opens.", "field": "closes_on"},
        ),
        one_active(
            "uq_round_reference",
            "reference",
            sentence="There is already a round with this reference.",
            field="reference",
        ),
        STRICT,
    )

    reference: Mapped[str]
    name: Mapped[str]
    purpose: Mapped[str]
    kind: Mapped[str]
    line_id: Mapped[str] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int]
    pot_pence: Mapped[int]
    over_pence: Mapped[int]
    over_approver: Mapped[str]
    minimum_pence: Mapped[int | None]
    maximum_pence: Mapped[int | None]
    interest_first: Mapped[bool]
    interest_closes_on: Mapped[date | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    closes_time: Mapped[str]
    panel_on: Mapped[date | None]
    decision_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    version_mark: Mapped[int]
    expected_bids: Mapped[int | None]
    reading_minutes: Mapped[int | None]
    applicant_hours: Mapped[int | None]
    extended_for: Mapped[str] = mapped_column(default="")

    def settled_in(self, columns: Collection[str]) -> str:
        """Its terms, once it is open; the opening itself, once somebody has applied; never what was made later."""
        if self.opened_on is None or "extended_for" in columns or _FREE.issuperset(columns):
            return ""
        return (APPLIED if self._has_bids() else "") if "opened_on" in columns else FROZEN

    def _has_bids(self) -> bool:
        session = object_session(self)
        bids = select(Application.id).where(Application.round_id == self.id, Application.archived.is_(False))
        return session is not None and session.scalars(bids.limit(1)).first() is not None


class OfRound(Record):
    """A row of a round's terms: what was done to it is settled once the round is open."""

    __abstract__ = True

    round_id: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        above = session.get(Round, self.round_id) if session else None
        return FROZEN if above is not None and above.opened_on is not None else ""


class RoundMeeting(Record):
    """A meeting of a rolling round, with the day bids for it close on."""

    __tablename__ = "round_meeting"
    __table_args__ = (
        one_active(
            "uq_round_meeting",
            "round_id",
            "meets_on",
            sentence="This round already meets on that day.",
            field="meets_on",
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    closes_on: Mapped[date]
    meets_on: Mapped[date]


class Gate(OfRound):
    """One question of a round's eligibility gate: whoever does not pass it is not scored."""

    __tablename__ = "gate"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]


class Criterion(OfRound):
    """What a bid is scored by: its weight in tenths of a percent, its highest points, and whether it counts at all."""

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint(
            "weight_tenths BETWEEN 0 AND 1000",
            "weight_tenths",
            info={"sentence": "A weight is between 0 % and 100 %.", "field": "weight"},
        ),
        CheckConstraint(
            "maximum BETWEEN 1 AND 100",
            "maximum",
            info={"sentence": "The highest points are between 1 and 100.", "field": "maximum"},
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    guidance: Mapped[str]
    weight_tenths: Mapped[int]
    maximum: Mapped[int]
    is_information: Mapped[bool]


class Question(OfRound):
    """What an application form asks besides what every form does."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("kind IN ('short', 'long', 'number', 'amount', 'yesno', 'day')", "kind"),
        CheckConstraint(
            "most_words IS NULL OR most_words > 0",
            "most_words",
            info={"sentence": "Give a number of words above 0, or none.", "field": "most_words"},
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    help: Mapped[str]
    kind: Mapped[str]
    is_required: Mapped[bool]
    most_words: Mapped[int | None]
    asked_first: Mapped[bool]


class RoundArea(OfRound):
    """An area bids may be for; a round without any is for all of them."""

    __tablename__ = "round_area"
    __table_args__ = (
        one_active(
            "uq_round_area", "round_id", "area_id", sentence="This area is already in the round.", field="area_ids"
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"), index=True)


class RoundPriority(OfRound):
    """A priority bids may serve; a round without any is for all of them."""

    __tablename__ = "round_priority"
    __table_args__ = (
        one_active(
            "uq_round_priority",
            "round_id",
            "priority_id",
            sentence="This priority is already in the round.",
            field="priority_ids",
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    priority_id: Mapped[str] = mapped_column(ForeignKey("priority.id"), index=True)


class Application(Record):
    """A bid for a grant, in a round or by itself as a direct award with its reason; never deleted.

    `received_on` and `received_time` are when it arrived. `state` is how far it has come; what took it there, and why,
    is in `application_step`. The answers on duplication and substitution are forced: empty while nobody has answered.
    """

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("stage IN ('interest', 'full')", "stage"),
        CheckConstraint(
            "state IN ('draft', 'received', 'late', 'incomplete', 'withdrawn', 'ineligible', 'ready')", "state"
        ),
        CheckConstraint("arrived_by IN ('form', 'paper', 'direct')", "arrived_by"),
        CheckConstraint("duplicates IN ('', 'yes', 'no')", "duplicates"),
        CheckConstraint("substitutes IN ('', 'yes', 'no')", "substitutes"),
        CheckConstraint(
            "round_id IS NOT NULL OR direct_reason <> ''",
            "direct_reason",
            info={"sentence": "Say why the award is made outside a round.", "field": "direct_reason"},
        ),
        CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            "starts_ends",
            info={"sentence": "The project ends before it starts.", "field": "ends_on"},
        ),
        not_negative("requested_pence"),
        one_active(
            "uq_application_reference",
            "reference",
            sentence="There is already an application with this reference.",
            field="reference",
        ),
        STRICT,
    )

    round_id: Mapped[str | None] = mapped_column(ForeignKey("round.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("round_meeting.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("budget_line.id"), index=True)
    direct_reason: Mapped[str]
    reference: Mapped[str]
    stage: Mapped[str]
    state: Mapped[str]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    project: Mapped[str]
    summary: Mapped[str]
    requested_pence: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    beneficiaries: Mapped[int | None]
    beneficiaries_who: Mapped[str]
    with_children: Mapped[bool]
    with_adults: Mapped[bool]
    has_safeguarding: Mapped[bool]
    safeguarding_on: Mapped[date | None]
    local_support: Mapped[str]
    duplicates: Mapped[str]
    duplicates_evidence: Mapped[str]
    substitutes: Mapped[str]
    substitutes_evidence: Mapped[str]
    exit_plan: Mapped[str]
    is_continuation: Mapped[bool]
    past_delivery: Mapped[str]
    arrived_by: Mapped[str]
    received_on: Mapped[date | None]
    received_time: Mapped[str]
    form_digest: Mapped[str]
    form_mark: Mapped[int | None]
    note: Mapped[str]


class ApplicationStep(Record):
    """What took an application to a state, and why."""

    __tablename__ = "application_step"

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    taken_on: Mapped[date]


class Answer(Record):
    """What an application answers to one of the round's own questions, as it was typed."""

    __tablename__ = "answer"
    __table_args__ = (
        one_active(
            "uq_answer",
            "application_id",
            "question_id",
            sentence="This question already has its answer.",
            field="answers",
        ),
        STRICT,
    )

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    question_id: Mapped[str] = mapped_column(ForeignKey("question.id"), index=True)
    text: Mapped[str]


class Cost(Record):
    """One line of what a project costs, of which so much is asked for."""

    __tablename__ = "cost"
    __table_args__ = (not_negative("amount_pence"), not_negative("requested_pence"), STRICT)

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    item: Mapped[str]
    amount_pence: Mapped[int]
    requested_pence: Mapped[int]


class MatchFunding(Record):
    """What comes from elsewhere: from whom, in cash or in kind, and whether it is certain."""

    __tablename__ = "match_funding"
    __table_args__ = (CheckConstraint("kind IN ('cash', 'in kind')", "kind"), positive(), STRICT)

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    source: Mapped[str]
    kind: Mapped[str]
    amount_pence: Mapped[int]
    is_certain: Mapped[bool]


class ApplicationArea(Record):
    """The share of an application that is for an area; all of them come to 100 %."""

    __tablename__ = "application_area"
    __table_args__ = (
        share_tenths(),
        one_active(
            "uq_application_area",
            "application_id",
            "area_id",
            sentence="This area already has its share.",
            field="areas",
        ),
        STRICT,
    )

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"), index=True)
    share_tenths: Mapped[int]


class ApplicationPriority(Record):
    """The share of an application that serves a priority; all of them come to 100 %."""

    __tablename__ = "application_priority"
    __table_args__ = (
        share_tenths(),
        one_active(
            "uq_application_priority",
            "application_id",
            "priority_id",
            sentence="This priority already has its share.",
            field="priorities",
        ),
        STRICT,
    )

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    priority_id: Mapped[str] = mapped_column(ForeignKey("priority.id"), index=True)
    share_tenths: Mapped[int]


class GateAnswer(Record):
    """Whether an application passes one question of the gate, and why where it does not."""

    __tablename__ = "gate_answer"
    __table_args__ = (
        CheckConstraint(
            "passes = 1 OR reason <> ''",
            "why_not",
            info={"sentence": "Say why it does not pass.", "field": "reason"},
        ),
        one_active(
            "uq_gate_answer",
            "application_id",
            "gate_id",
            sentence="This question of the gate has been answered.",
            field="gates",
        ),
        STRICT,
    )

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    gate_id: Mapped[str] = mapped_column(ForeignKey("gate.id"), index=True)
    passes: Mapped[bool]
    reason: Mapped[str]


class Endorsement(Record):
    """Whose view of an application was asked for, when, and what they said."""

    __tablename__ = "endorsement"
    __table_args__ = (
        CheckConstraint("view IN ('', 'support', 'neutral', 'against')", "view"),
        CheckConstraint(
            "view = '' OR replied_on IS NOT NULL",
            "replied",
            info={"sentence": "Give the day of their reply.", "field": "replied_on"},
        ),
        CheckConstraint(
            "replied_on IS NULL OR asked_on IS NULL OR replied_on >= asked_on",
            "asked_replied",
            info={"sentence": "They replied before they were asked.", "field": "replied_on"},
        ),
        STRICT,
    )

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    view: Mapped[str]
    words: Mapped[str]
