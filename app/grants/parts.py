"""Rounds and applications as they are read, with everything that belongs to them.

Amounts are pence, shares and weights tenths of a percent, years start years, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence

State = Literal["draft", "received", "late", "incomplete", "withdrawn", "ineligible", "ready"]
STATES: tuple[State, ...] = ("draft", "received", "late", "incomplete", "withdrawn", "ineligible", "ready")
LIVE: frozenset[State] = frozenset(("received", "late", "incomplete", "ready"))
"""The states of a bid that may still be scored; the others stay, with their reason, and are counted."""
Stage = Literal["interest", "full"]
RoundState = Literal["Draft", "Opens later", "Open", "Closed"]


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting of a rolling round, and the day on which bids for it close."""

    id: str
    version: int
    closes_on: date
    meets_on: date


@dataclass(frozen=True, slots=True)
class GateRecord:
    """One question of the eligibility gate; `place` counts from 1."""

    id: str
    version: int
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """What a bid is scored by; `place` counts from 1."""

    id: str
    version: int
    place: int
    name: str
    guidance: str
    weight: int
    maximum: int
    is_information: bool


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question of the round's own; `asked_first` is one of the expression of interest. `place` counts from 1."""

    id: str
    version: int
    place: int
    text: str
    help: str
    kind: str
    is_required: bool
    most_words: int | None
    asked_first: bool


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A round with its terms. `areas` and `priorities` are those it is for, by id and name; none means all of them.

    `over` is what may be awarded beyond the pot. `opened_on` is the day its terms were frozen, None for a draft.
    `extended_for` is why its days were made later since.
    """

    id: str
    version: int
    archived: bool
    reference: str
    name: str
    purpose: str
    kind: str
    line_id: str
    line: str
    fund: str
    year: int
    pot: Pence
    over: Pence
    over_approver: str
    minimum: Pence | None
    maximum: Pence | None
    interest_first: bool
    interest_closes_on: date | None
    opens_on: date | None
    closes_on: date | None
    closes_time: str
    panel_on: date | None
    decision_on: date | None
    opened_on: date | None
    closed_on: date | None
    version_mark: int
    expected_bids: int | None
    reading_minutes: int | None
    applicant_hours: int | None
    meetings: tuple[MeetingRecord, ...] = ()
    gates: tuple[GateRecord, ...] = ()
    criteria: tuple[CriterionRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    priorities: tuple[tuple[str, str], ...] = ()
    extended_for: str = ""

    @property
    def is_frozen(self) -> bool:
        """Whether its terms hold for everybody who was invited and may not be changed."""
        return self.opened_on is not None

    def state(self, day: date) -> RoundState:
        """How it stands on a day."""
        if self.opened_on is None:
            return "Draft"
        if self.closed_on is not None or (self.closes_on is not None and day > self.closes_on):
            return "Closed"
        return "Opens later" if self.opens_on is not None and day < self.opens_on else "Open"


@dataclass(frozen=True, slots=True)
class CostRecord:
    """One line of what a project costs, and what of it is asked for."""

    id: str
    version: int
    place: int
    item: str
    amount: Pence
    requested: Pence


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """What comes from elsewhere, in cash or in kind."""

    id: str
    version: int
    place: int
    source: str
    kind: str
    amount: Pence
    is_certain: bool


@dataclass(frozen=True, slots=True)
class EndorsementRecord:
    """Whose view was asked for, and what they said; an empty view is still to come."""

    id: str
    version: int
    organisation_id: str
    organisation: str
    asked_on: date | None
    replied_on: date | None
    view: str
    words: str


@dataclass(frozen=True, slots=True)
class GateAnswerRecord:
    """Whether one question of the gate is passed."""

    id: str
    version: int
    gate_id: str
    passes: bool
    reason: str


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What took an application to a state, when and why."""

    id: str
    state: State
    reason: str
    taken_on: date


@dataclass(frozen=True, slots=True)
class DiligenceRecord:
    """One check of an organisation: general where `application_id` is empty."""

    id: str
    version: int
    organisation_id: str
    application_id: str
    topic: str
    outcome: str
    evidence: str
    conditions: str
    checked_by: str
    checked_on: date
    second_by: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """An application with all its parts. `round_id` is empty for a direct award.

    `answers` are by question id as typed; `areas` and `priorities` are (id, name, share in tenths of a percent).
    `stopped` is why its organisation may have no money, empty where it may.
    """

    id: str
    version: int
    archived: bool
    reference: str
    round_id: str
    round: str
    meeting_id: str
    line_id: str
    direct_reason: str
    stage: Stage
    state: State
    organisation_id: str
    organisation: str
    project: str
    summary: str
    requested: Pence | None
    starts_on: date | None
    ends_on: date | None
    beneficiaries: int | None
    beneficiaries_who: str
    with_children: bool
    with_adults: bool
    has_safeguarding: bool
    safeguarding_on: date | None
    local_support: str
    duplicates: str
    duplicates_evidence: str
    substitutes: str
    substitutes_evidence: str
    exit_plan: str
    is_continuation: bool
    past_delivery: str
    arrived_by: str
    received_on: date | None
    received_time: str
    form_digest: str
    form_mark: int | None
    note: str
    answers: tuple[tuple[str, str], ...] = ()
    costs: tuple[CostRecord, ...] = ()
    matches: tuple[MatchRecord, ...] = ()
    areas: tuple[tuple[str, str, int], ...] = ()
    priorities: tuple[tuple[str, str, int], ...] = ()
    gates: tuple[GateAnswerRecord, ...] = ()
    endorsements: tuple[EndorsementRecord, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    diligence: tuple[DiligenceRecord, ...] = ()
    stopped: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it may still be scored."""
        return self.state in LIVE

    @property
    def cost(self) -> Pence:
        """What the whole project costs."""
        return Pence(sum(one.amount for one in self.costs))

    @property
    def asked(self) -> Pence:
        """What the lines of its costs ask for; it foots where that is what is requested."""
        return Pence(sum(one.requested for one in self.costs))
