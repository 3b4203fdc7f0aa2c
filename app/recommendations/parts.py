"""Panel days, recommendations, reasons and targets as they are read. Amounts are pence, shares tenths of a percent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence

Outcome = Literal["fund", "reduced", "reserve", "defer", "decline"]
OUTCOMES: tuple[Outcome, ...] = ("fund", "reduced", "reserve", "defer", "decline")
GIVEN: frozenset[Outcome] = frozenset(("fund", "reduced"))
"""The outcomes that give money."""


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """A member on a panel day, from when to when (HH:MM); `left_at` is empty for one who stayed."""

    id: str
    version: int
    member_id: str
    came_at: str
    left_at: str


@dataclass(frozen=True, slots=True)
class AbsenceRecord:
    """A member out of the room while a bid was talked about; `back_at` is empty until they are back."""

    id: str
    version: int
    member_id: str
    left_at: str
    back_at: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """A bid on the list of a panel day, in its place; `ended_at` is empty until it has been dealt with."""

    id: str
    version: int
    application_id: str
    position: int
    started_at: str
    ended_at: str
    note: str
    absences: tuple[AbsenceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A meeting of the scoring panel, with who came and the bids it took, in order."""

    id: str
    version: int
    stage_id: str
    held_on: date
    place: str
    chair: str
    quorum: int
    order_rule: str
    started_at: str
    ended_at: str
    note: str
    attendance: tuple[AttendanceRecord, ...] = ()
    items: tuple[ItemRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """A reason of the office's library; `outcome` is empty for one that serves any. `place` counts from 1."""

    id: str
    version: int
    code: str
    outcome: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class RecommendationRecord:
    """What is recommended for a bid. `score` is the one it was made on, in tenths of a percent.

    `reasons` are ids of the library, `cuts` what a cost of the bid is to have instead of what was asked for it.
    """

    id: str
    version: int
    stage_id: str
    application_id: str
    outcome: Outcome
    amount: Pence | None
    reserve_place: int | None
    reason: str
    conditions: str
    feedback: str
    feedback_by: str
    score: int | None
    sheet_id: str
    reasons: tuple[str, ...] = ()
    cuts: tuple[tuple[str, Pence], ...] = ()

    @property
    def given(self) -> Pence:
        """What it gives: nothing where it is not funded."""
        return self.amount if self.outcome in GIVEN and self.amount is not None else Pence(0)

    @property
    def is_committed(self) -> bool:
        """Whether it is part of a decision, and no longer being made."""
        return bool(self.sheet_id)


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """The share of a round's money that one area or one priority ought to have; the other id is empty."""

    id: str
    version: int
    area_id: str
    priority_id: str
    share: int
