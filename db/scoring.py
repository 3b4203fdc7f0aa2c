"""Scoring a round: who scores it, what keeps them from a bid, every point they gave, and what they agreed on together.

Points are whole numbers up to a criterion's maximum. Shares, weights and scores are tenths of a percent of what was
possible. Nothing here is ever nought for want of a mark: a score without points is not given, or not applicable.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from db.base import STRICT, Record, one_active
from db.grants import Application
from db.journal import Change

RANKED = "The ranking has been agreed: the scores it was made of stay as they are. Open it again first, with a reason."
RANKED_AGAIN = "The ranking is agreed by itself, so that every score is counted again first."
SECOND = "The second stage has been set up with the bids that went on. This ranking stays."
AGREED_SINCE = "A score has been agreed on since the scores were opened, and they stay open."
OPENED_RULES = "The scores have been opened: the rules of the ranking stay as they are."
OPENED = "Everybody’s scores have been opened, so that nobody could score by themselves any more."
SEATED = "This member has a score sheet at this stage already, and stays."
AGREED_SHEET = "A score has been agreed on for this bid: what it was agreed from stays."
SUBMITTED_SINCE = "The sheet has been submitted since. Open it again first, with a reason."
SCORED = "Scoring has begun: the marking scheme holds for every bid alike, and stays as it is."


class ScoringStage(Record):
    """One stage of scoring a round: the first, or a second that the best of the first go on to.

    `seed` makes the reading order of each member. `pass_tenths` is the share of the maximum that a bid needs to go on
    to the second stage, None where none follows. `moderated_on` is the day on which everybody's scores were opened
    before all sheets were in, `ranked_on` the day on which the ranking was agreed. `tie_rule` is the rules by which
    equal scores are told apart, first to last, as codes parted by commas.
    """

    __tablename__ = "scoring_stage"
    __table_args__ = (
        CheckConstraint("number IN (1, 2)", "number"),
        CheckConstraint(
            "least_scorers BETWEEN 1 AND 50",
            "least_scorers",
            info={"sentence": "Between 1 and 50 members must have scored a bid.", "field": "least_scorers"},
        ),
        CheckConstraint(
            "diverges_tenths BETWEEN 1 AND 1000",
            "diverges_tenths",
            info={"sentence": "The range that is discussed is above 0 and at most 100.", "field": "diverges"},
        ),
        CheckConstraint(
            "pass_tenths IS NULL OR (number = 1 AND pass_tenths BETWEEN 1 AND 1000)",
            "pass_tenths",
            info={"sentence": "The share to go on is above 0 % and at most 100 %.", "field": "pass"},
        ),
        CheckConstraint(
            "moderated_on IS NULL OR moderated_why <> ''",
            "moderated_why",
            info={"sentence": "Say why the scores are opened before every sheet is in.", "field": "reason"},
        ),
        one_active(
            "uq_scoring_stage",
            "round_id",
            "number",
            sentence="This stage of the round has been set up already.",
            field="number",
        ),
        STRICT,
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    sheets_due_on: Mapped[date | None]
    least_scorers: Mapped[int]
    diverges_tenths: Mapped[int]
    names_hidden: Mapped[bool]
    tie_rule: Mapped[str]
    seed: Mapped[int]
    pass_tenths: Mapped[int | None]
    moderated_on: Mapped[date | None]
    moderated_why: Mapped[str]
    ranked_on: Mapped[date | None]

    def settled_in(self, columns: Collection[str]) -> str:
        """A ranking and what it was made by; the opening, once a score was agreed on."""
        if "ranked_on" in columns and "id" not in columns:
            return RANKED_AGAIN if self.ranked_on is None else (SECOND if self._has(ScoringStage, "round") else "")
        if self.ranked_on is not None:
            return RANKED
        if self.moderated_on is None:
            return ""
        if "moderated_on" in columns:
            return AGREED_SINCE if self._has(AgreedScore, "stage") else ""
        return OPENED_RULES if {"least_scorers", "tie_rule", "pass_tenths"} & set(columns) else ""

    def _has(self, model: type[Record], above: str) -> bool:
        session = object_session(self)
        if session is None:
            return False
        query = select(model.id).where(model.archived.is_(False))
        if model is AgreedScore:
            query = query.where(AgreedScore.stage_id == self.id)
        else:
            query = query.where(ScoringStage.round_id == self.round_id, ScoringStage.number > self.number)
        return session.scalars(query.limit(1)).first() is not None


class OfStage(Record):
    """A row that a ranking was made of: what was done to it is settled once that ranking has been agreed."""

    __abstract__ = True

    stage_id: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        above = session.get(ScoringStage, self.stage_id) if session else None
        return RANKED if above is not None and above.ranked_on is not None else ""


class OfScheme(Record):
    """A row of the marking scheme: settled once the first score has been given."""

    __abstract__ = True

    criterion_id: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        given = select(Score.id).where(Score.criterion_id == self.criterion_id, Score.archived.is_(False)).limit(1)
        return SCORED if session is not None and session.scalars(given).first() is not None else ""


class CriterionMarking(OfScheme):
    """How a criterion is marked: at which stages, and outside which points a comment is needed.

    `second_tenths` is its weight at the second stage in tenths of a percent: None where it is not scored there, 0 where
    it is for information. `in_first` is whether it is on the sheet of the first stage.
    """

    __tablename__ = "criterion_marking"
    __table_args__ = (
        CheckConstraint(
            "second_tenths IS NULL OR second_tenths BETWEEN 0 AND 1000",
            "second_tenths",
            info={"sentence": "A weight is between 0 % and 100 %.", "field": "scheme"},
        ),
        CheckConstraint(
            "comment_below IS NULL OR comment_above IS NULL OR comment_below <= comment_above",
            "comments",
            info={"sentence": "A comment is needed below the lower and above the higher points.", "field": "scheme"},
        ),
        one_active(
            "uq_criterion_marking",
            "criterion_id",
            sentence="This criterion already has its marking.",
            field="scheme",
        ),
        STRICT,
    )

    criterion_id: Mapped[str] = mapped_column(ForeignKey("criterion.id"))
    in_first: Mapped[bool]
    second_tenths: Mapped[int | None]
    comment_below: Mapped[int | None]
    comment_above: Mapped[int | None]


class Anchor(OfScheme):
    """What so many points of a criterion mean, in words."""

    __tablename__ = "anchor"
    __table_args__ = (
        CheckConstraint("points >= 0", "points", info={"sentence": "Points cannot be below 0.", "field": "anchors"}),
        one_active(
            "uq_anchor",
            "criterion_id",
            "points",
            sentence="These points of the criterion already have their words.",
            field="anchors",
        ),
        STRICT,
    )

    criterion_id: Mapped[str] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int]
    text: Mapped[str]


class ScoringMember(Record):
    """A person of the scoring panel, who is no user of the desk. Contact and address are personal, to be erased later.

    `starts_on` and `ends_on` are their term. `organisation_id` is the body they work for or act for, where the desk
    knows it; `body` is what they say of themselves.
    """

    __tablename__ = "scoring_member"
    __table_args__ = (
        CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            "starts_ends",
            info={"sentence": "The term ends before it starts.", "field": "ends_on"},
        ),
        one_active(
            "uq_scoring_member_reference",
            "reference",
            sentence="There is already a member with this reference.",
            field="reference",
        ),
        STRICT,
    )

    reference: Mapped[str]
    name: Mapped[str]
    body: Mapped[str]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    address: Mapped[str]
    postcode: Mapped[str]
    email: Mapped[str]
    telephone: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[str]


class Seat(Record):
    """A member who scores a stage: when they declared their interests in its bids, and when their pack was sent."""

    __tablename__ = "scoring_seat"
    __table_args__ = (
        one_active("uq_scoring_seat", "stage_id", "member_id", sentence="This member scores already.", field="member"),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    position: Mapped[int]
    declared_on: Mapped[date | None]
    sent_on: Mapped[date | None]

    def settled_in(self, columns: Collection[str]) -> str:
        """Who scores: once the ranking is agreed, or where a sheet is there that would be lost."""
        session = object_session(self)
        if session is None or not {"id", "archived"} & set(columns):
            return ""
        stage = session.get(ScoringStage, self.stage_id)
        if stage is not None and stage.ranked_on is not None:
            return RANKED
        sheet = select(ScoreSheet.id).where(
            ScoreSheet.stage_id == self.stage_id, ScoreSheet.member_id == self.member_id, ScoreSheet.archived.is_(False)
        )
        if self.archived:
            return OPENED if stage is not None and stage.moderated_on is not None else ""
        return SEATED if session.scalars(sheet.limit(1)).first() is not None else ""


class Assignment(OfStage):
    """A bid that a member is to read. A stage without any has every bid read by every member."""

    __tablename__ = "scoring_assignment"
    __table_args__ = (
        one_active(
            "uq_scoring_assignment",
            "stage_id",
            "application_id",
            "member_id",
            sentence="This member reads the bid already.",
            field="assignments",
        ),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)


class Declaration(Record):
    """What a member said about their interest in a bid: a conflict, or none though the desk had asked.

    A conflict takes away sheet, scores and the right to be in the room, for every stage of the round.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        CheckConstraint("answer IN ('conflict', 'none')", "answer"),
        CheckConstraint("kind IN ('', 'employment', 'trustee', 'family', 'money', 'rival', 'other')", "kind"),
        CheckConstraint(
            "answer = 'none' OR kind <> ''",
            "what_kind",
            info={"sentence": "Say what kind of interest it is.", "field": "kind"},
        ),
        one_active(
            "uq_declaration",
            "application_id",
            "member_id",
            sentence="This member has already declared about this bid.",
            field="answer",
        ),
        STRICT,
    )

    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"))
    answer: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[str]
    declared_on: Mapped[date]

    @property
    def settled(self) -> str:
        session = object_session(self)
        ranked = (
            select(ScoringStage.id)
            .join(Application, Application.round_id == ScoringStage.round_id)
            .where(
                Application.id == self.application_id,
                ScoringStage.archived.is_(False),
                ScoringStage.ranked_on.is_not(None),
            )
        )
        return RANKED if session is not None and session.scalars(ranked.limit(1)).first() is not None else ""


class ScoreSheet(OfStage):
    """What one member makes of one bid: a draft until it is submitted, or abstained from with the reason.

    `recommends` is apart from the score and never part of it. `reason` is why they abstain, or why a submitted sheet
    was opened again. `received_on` is the day the sheet came in.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'submitted', 'abstained')", "state"),
        CheckConstraint("recommends IN ('', 'yes', 'no')", "recommends"),
        CheckConstraint(
            "state <> 'abstained' OR reason <> ''",
            "why_abstained",
            info={"sentence": "Say why they abstain.", "field": "reason"},
        ),
        one_active(
            "uq_score_sheet",
            "stage_id",
            "application_id",
            "member_id",
            sentence="This member already has a sheet for this bid.",
            field="scores",
        ),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    recommends: Mapped[str]
    comment: Mapped[str]
    received_on: Mapped[date | None]

    @property
    def settled(self) -> str:
        session = object_session(self)
        agreed = select(AgreedScore.id).where(
            AgreedScore.stage_id == self.stage_id,
            AgreedScore.application_id == self.application_id,
            AgreedScore.archived.is_(False),
        )
        if session is not None and session.scalars(agreed.limit(1)).first() is not None:
            return super().settled or AGREED_SHEET
        return super().settled


class Score(Record):
    """The points of one criterion on one sheet. `is_na` says that it does not apply; neither is a 0."""

    __tablename__ = "score"
    __table_args__ = (
        CheckConstraint(
            "points IS NULL OR (points >= 0 AND is_na = 0)",
            "points",
            info={"sentence": "Points cannot be below 0, nor stand beside n/a.", "field": "scores"},
        ),
        one_active(
            "uq_score", "sheet_id", "criterion_id", sentence="This criterion already has its points.", field="scores"
        ),
        STRICT,
    )

    sheet_id: Mapped[str] = mapped_column(ForeignKey("score_sheet.id"))
    criterion_id: Mapped[str] = mapped_column(ForeignKey("criterion.id"), index=True)
    points: Mapped[int | None]
    is_na: Mapped[bool]
    comment: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        sheet = session.get(ScoreSheet, self.sheet_id) if session else None
        if session is None or sheet is None:
            return ""
        last = select(func.max(Change.step_seq))
        given = session.scalar(last.where(Change.row_id == self.id)) or 0
        moved = session.scalar(last.where(Change.row_id == self.sheet_id, Change.column_name == "state")) or 0
        return sheet.settled or (SUBMITTED_SINCE if sheet.state != "draft" and moved > given else "")


class AgreedScore(OfStage):
    """The score the members agreed on for a bid when they met, with the reason; what each of them gave stays."""

    __tablename__ = "agreed_score"
    __table_args__ = (
        CheckConstraint(
            "score_tenths BETWEEN 0 AND 1000",
            "score_tenths",
            info={"sentence": "A score is between 0 and 100.", "field": "score"},
        ),
        CheckConstraint(
            "reason <> ''", "reason", info={"sentence": "Say why this score was agreed on.", "field": "reason"}
        ),
        one_active(
            "uq_agreed_score",
            "stage_id",
            "application_id",
            sentence="A score has been agreed on for this bid already.",
            field="score",
        ),
        STRICT,
    )

    stage_id: Mapped[str] = mapped_column(ForeignKey("scoring_stage.id"))
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    score_tenths: Mapped[int]
    reason: Mapped[str]
    agreed_on: Mapped[date]


class AgreedPresent(Record):
    """A member who was in the room when a score was agreed on."""

    __tablename__ = "agreed_present"
    __table_args__ = (
        one_active(
            "uq_agreed_present", "agreed_id", "member_id", sentence="This member is present already.", field="present"
        ),
        STRICT,
    )

    agreed_id: Mapped[str] = mapped_column(ForeignKey("agreed_score.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("scoring_member.id"), index=True)
