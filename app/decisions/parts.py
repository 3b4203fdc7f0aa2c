"""Decision sheets and outcome letters as they are read. Amounts are pence, a year its start year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence
from app.recommendations.parts import GIVEN, Outcome

Kind = Literal["grants", "contract", "allocation", "virement", "other"]
KINDS: tuple[Kind, ...] = ("grants", "contract", "allocation", "virement", "other")
SheetState = Literal["draft", "for approval", "signed", "withdrawn"]
Role = Literal["commissioner", "monitoring officer", "chief finance officer"]
ROLES: tuple[Role, ...] = ("commissioner", "monitoring officer", "chief finance officer")
USUAL_LIMIT = Pence(200_000)
"""£2,000: every funding decision above it is signed by all three in Essex (commissioning strategy, 1.10)."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How the office decides; `version` is None while the usual rule is in force and nothing was set."""

    version: int | None
    limit: Pence
    pattern: str
    maker_title: str


@dataclass(frozen=True, slots=True)
class OptionRecord:
    """What could have been decided, and why it was or was not; `place` counts from 1."""

    id: str
    version: int
    place: int
    text: str
    why: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ImplicationRecord:
    """The answer to one heading of risks and implications, empty while it is not answered."""

    id: str
    version: int
    place: int
    heading: str
    answer: str


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """One line of what a decision gives or refuses; `amount` is 0 for what gives nothing."""

    id: str
    version: int
    place: int
    application_id: str
    organisation_id: str
    payee: str
    purpose: str
    outcome: Outcome
    amount: Pence
    conditions: str

    @property
    def given(self) -> Pence:
        """What it gives: nothing where it is not funded, and nothing yet from the reserve list."""
        return self.amount if self.outcome in GIVEN else Pence(0)


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """One signature under a sheet. `digest` is of what was approved then, `document_id` the signed paper or empty."""

    id: str
    version: int
    role: Role
    given: str
    name: str
    post: str
    account: str
    given_on: date
    document_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class DecisionSheetRecord:
    """A decision sheet with all its parts. `reference` is what the signed decision is called, empty until then."""

    id: str
    version: int
    archived: bool
    kind: Kind
    title: str
    year: int
    round_id: str
    contract_id: str
    line_id: str
    state: SheetState
    number: int | None
    decision_id: str
    reference: str
    supersedes_id: str
    superseded_by: str
    lead_officer: str
    lead_post: str
    marking: str
    publication: str
    exemption: str
    review_on: date | None
    summary: str
    background: str
    recommendation: str
    power: str
    consultation: str
    finance: str
    legal: str
    equality: str
    data_protection: str
    risk: str
    subsidy: str
    conflicts: str
    background_papers: str
    withheld: str
    interests_confirmed: bool
    interests_note: str
    prepared_by: str
    prepared_on: date | None
    signed_on: date | None
    limit: Pence
    snapshot: str
    digest: str
    published_on: date | None
    link: str
    options: tuple[OptionRecord, ...] = ()
    implications: tuple[ImplicationRecord, ...] = ()
    awards: tuple[AwardRecord, ...] = ()
    approvals: tuple[ApprovalRecord, ...] = ()

    @property
    def given(self) -> Pence:
        """What the whole decision gives."""
        return Pence(sum(one.given for one in self.awards))

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed and stays as it is."""
        return self.state == "signed"


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """The letter to one applicant; `digest` is of the letter as it was issued, empty until it was.

    `is_out` is whether the bid it promises something to was withdrawn, put away, or is no longer eligible.
    """

    id: str
    version: int
    sheet_id: str
    application_id: str
    outcome: Outcome
    amount: Pence | None
    addressee: str
    words: str
    feedback: str
    read_by: str
    read_on: date | None
    sent_on: date | None
    digest: str
    is_out: bool = False
