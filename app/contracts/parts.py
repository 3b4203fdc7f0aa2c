"""A contract as it is read, with everything that belongs to it. Amounts are pence, years are start years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence

OptionStatus = Literal["open", "taken", "declined"]
ContributionStatus = Literal["agreed", "conditional"]
Rating = Literal["", "Good", "Approaching target", "Requires improvement", "Inadequate", "Other"]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What was decided, under which reference, when and by whom."""

    id: str
    version: int
    reference: str
    title: str
    decided_on: date
    maker: str


@dataclass(frozen=True, slots=True)
class OptionRecord:
    """An option to extend; `number` counts them in the order of their dates, from 1."""

    id: str
    version: int
    number: int
    starts_on: date
    ends_on: date
    notice_on: date | None
    value: Pence
    gross: Pence | None
    status: OptionStatus
    note: str
    decision: DecisionRecord | None = None


@dataclass(frozen=True, slots=True)
class BreakRecord:
    """A day a contract may end on early, and who may end it: office, provider or either."""

    id: str
    version: int
    break_on: date
    notice_on: date | None
    whose: str
    status: str
    note: str
    decision: DecisionRecord | None = None


@dataclass(frozen=True, slots=True)
class VariationRecord:
    """A change to a contract; `change` is what it adds to the value without VAT, below 0 for a cut."""

    id: str
    version: int
    number: int
    kind: str
    change: Pence
    gross_change: Pence | None
    effective_on: date
    signed_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class AdjustmentRecord:
    """What an officer moved into a year (or out of it, below 0) beside what the dates give, and why."""

    id: str
    version: int
    year: int
    change: Pence
    reason: str


@dataclass(frozen=True, slots=True)
class ContributionRecord:
    """What a partner pays in a year, agreed or conditional; `until` where it stops before the year does."""

    id: str
    version: int
    organisation_id: str
    organisation: str
    year: int
    status: ContributionStatus
    amount: Pence
    until: date | None
    condition: str


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """What the contract is subject to: to be met by when, and from which day on it blocks."""

    id: str
    version: int
    words: str
    due_on: date | None
    blocks_from: date | None
    met_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class SubContractRecord:
    """A part somebody else does (sub-contract) or gives on (onward grant), inside the value; `match` comes on top."""

    id: str
    version: int
    organisation_id: str
    organisation: str
    kind: str
    purpose: str
    amount: Pence
    match: Pence
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """The share of the net cost, in tenths of a percent, that a budget line pays from a year on, and its fund."""

    id: str
    version: int
    line_id: str
    line: str
    fund: str
    from_year: int
    tenths: int


@dataclass(frozen=True, slots=True)
class AgreedRecord:
    """What of the contract's cost is agreed out of a line in a year, and what of that has been paid."""

    commitment_id: str
    version: int
    line_id: str
    year: int
    amount: Pence
    paid: Pence
    line: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The review of the period that ends with a quarter (1 to 4) of a financial year."""

    id: str
    version: int
    year: int
    quarter: int
    held_on: date | None
    rating: Rating
    note: str


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """What a review asked for; open while it has no `done_on`."""

    id: str
    version: int
    review_id: str | None
    words: str
    owner: str
    due_on: date | None
    done_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice that was published: its code (UK6), which of those that recur, its number."""

    id: str
    version: int
    code: str
    about: str
    published_on: date
    number: str


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract with all its parts, each in the order of its dates.

    `value` and `gross` (with VAT) are for the initial term or a year of it, as `value_per` says; `ends_on` is the last
    day of the initial term: what holds today is in `standing`. An empty `lead_id` is this office.
    """

    id: str
    version: int
    archived: bool
    reference: str
    title: str
    purpose: str
    organisation_id: str
    organisation: str
    lead_id: str
    lead: str
    co_commissioners: tuple[tuple[str, str], ...]
    owner: str
    regime: str
    kind: str
    route: str
    value: Pence
    gross: Pence | None
    value_per: str
    signed_on: date | None
    starts_on: date
    ends_on: date
    notice_months: int | None
    review_every: str
    scale: str
    is_vcse: bool
    cpv: str
    ocid: str
    assignment: str
    data_agreement: str
    published_on: date | None
    note: str
    options: tuple[OptionRecord, ...] = ()
    breaks: tuple[BreakRecord, ...] = ()
    variations: tuple[VariationRecord, ...] = ()
    adjustments: tuple[AdjustmentRecord, ...] = ()
    contributions: tuple[ContributionRecord, ...] = ()
    conditions: tuple[ConditionRecord, ...] = ()
    sub_contracts: tuple[SubContractRecord, ...] = ()
    shares: tuple[ShareRecord, ...] = ()
    agreed: tuple[AgreedRecord, ...] = ()
    reviews: tuple[ReviewRecord, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    notices: tuple[NoticeRecord, ...] = ()
