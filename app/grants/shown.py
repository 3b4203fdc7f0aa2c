"""What is read for a row of the Applications page or for the whole view: the record, and what its forms need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.documents import DocumentRecord
from app.fields import Choice
from app.grants.applicants import ApplicantRecord, ContactRecord
from app.grants.awarding import Block
from app.grants.checks import Standing
from app.grants.missing import Missing
from app.grants.parts import ApplicationRecord, DiligenceRecord, RoundRecord
from app.grants.planner import Plan
from app.grants.subscription import Subscription
from app.organisations import OrganisationRecord
from app.told import Told
from app.years import SLASH, format_year


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for a row of a view, or for the view itself where `row_id` is empty; years are start years.

    Of the records one is there, the one the row stands for; of an application its round is there too. `round_id` is the
    round in force, empty where there is none. `owner` is the table, id and name that documents belong to.
    """

    key: str
    row_id: str
    year: int
    day: date
    round_id: str = ""
    year_style: str = SLASH
    told: Told | None = None
    round: RoundRecord | None = None
    application: ApplicationRecord | None = None
    organisation: OrganisationRecord | None = None
    applicant: ApplicantRecord | None = None
    contacts: tuple[ContactRecord, ...] = ()
    made: tuple[DiligenceRecord, ...] = ()
    """Every check that was made of the organisation."""
    missing: tuple[Missing, ...] = ()
    checks: tuple[Standing, ...] = ()
    outcome: str = ""
    blocks: tuple[Block, ...] = ()
    subscription: Subscription | None = None
    plan: Plan | None = None
    documents: tuple[DocumentRecord, ...] = ()
    documents_of: Mapping[str, tuple[DocumentRecord, ...]] | None = None
    """The documents of the record and of its checks and endorsements, by the id of what each is kept with."""
    owner: tuple[str, str, str] | None = None
    lines: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    priorities: tuple[Choice, ...] = ()
    organisations: tuple[Choice, ...] = ()
    rounds: tuple[Choice, ...] = ()

    @property
    def year_text(self) -> str:
        """The year as the office prints it."""
        return format_year(self.year, self.year_style)

    def kept_with(self, row_id: str) -> tuple[DocumentRecord, ...]:
        """The documents kept with the record or with a part of it."""
        return (self.documents_of or {}).get(row_id, ())
