"""Stages of scoring, members, declarations, sheets and agreed scores as they are read.

Points are whole numbers. Weights, shares and agreed scores are tenths of a percent of what was possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence

SheetState = Literal["draft", "submitted", "abstained"]
Answer = Literal["conflict", "none"]


@dataclass(frozen=True, slots=True)
class ScaleRecord:
    """A criterion as it is marked at one stage: `weight` is its weight there, 0 for one that is for information.

    A comment is needed below `comment_below` and above `comment_above` points. `anchors` are (points, words), lowest
    points first. `place` counts from 1 on the sheet of the stage. `marking_version` is that of its marking, None while
    it has none.
    """

    id: str
    place: int
    name: str
    guidance: str
    weight: int
    maximum: int
    is_information: bool
    comment_below: int | None
    comment_above: int | None
    anchors: tuple[tuple[int, str], ...]
    marking_version: int | None

    def needs_comment(self, points: int | None) -> bool:
        """Whether these points are to be explained."""
        if points is None:
            return False
        return (self.comment_below is not None and points < self.comment_below) or (
            self.comment_above is not None and points > self.comment_above
        )


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """A member who scores a stage. `declared_on` is None until they have said which bids they have an interest in."""

    id: str
    version: int
    member_id: str
    reference: str
    name: str
    body: str
    declared_on: date | None
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stage of scoring a round. `seats` are its members in order; `assigned` is (member, bid) where bids are shared
    out, None where every member reads every bid.
    """

    id: str
    version: int
    round_id: str
    number: int
    sheets_due_on: date | None
    least_scorers: int
    diverges: int
    names_hidden: bool
    tie_rule: tuple[str, ...]
    seed: int
    pass_tenths: int | None
    moderated_on: date | None
    moderated_why: str
    ranked_on: date | None
    seats: tuple[SeatRecord, ...]
    assigned: frozenset[tuple[str, str]] | None

    @property
    def is_opened(self) -> bool:
        """Whether everybody's scores have been opened, or the ranking agreed."""
        return self.moderated_on is not None or self.ranked_on is not None

    def reads(self, member_id: str, application_id: str) -> bool:
        """Whether this member is one who reads the bid, were it not for a conflict."""
        return self.assigned is None or (member_id, application_id) in self.assigned


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A person of the scoring panel. Address and contact are personal, and in no paper."""

    id: str
    version: int
    archived: bool
    reference: str
    name: str
    body: str
    organisation_id: str
    organisation: str
    area_id: str
    area: str
    address: str
    postcode: str
    email: str
    telephone: str
    starts_on: date | None
    ends_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class DeclarationRecord:
    """What a member said about their interest in a bid."""

    id: str
    version: int
    member_id: str
    application_id: str
    answer: Answer
    kind: str
    detail: str
    declared_on: date


@dataclass(frozen=True, slots=True)
class BidRecord:
    """What scoring needs to know of a bid; `areas` and `priorities` are their names."""

    id: str
    reference: str
    organisation_id: str
    organisation: str
    project: str
    requested: Pence | None
    areas: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """The points of one criterion: None with `is_na` where it does not apply, None without where none are given."""

    id: str
    version: int
    criterion_id: str
    points: int | None
    is_na: bool
    comment: str


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One member's sheet for one bid, with its points."""

    id: str
    version: int
    stage_id: str
    member_id: str
    application_id: str
    state: SheetState
    reason: str
    recommends: str
    comment: str
    received_on: date | None
    scores: tuple[ScoreRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreedRecord:
    """The score agreed on for a bid in tenths of a percent, why, and who was present by member's id."""

    id: str
    version: int
    application_id: str
    score: int
    reason: str
    agreed_on: date
    present: tuple[str, ...]
