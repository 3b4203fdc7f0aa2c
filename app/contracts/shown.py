"""What is read for a row of the Contracts page or for the whole view: the contract, and what its forms need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.contracts.indicators import IndicatorRecord, ResultRecord
from app.contracts.notices import NoticeDue
from app.contracts.parts import ContractRecord
from app.contracts.people import CountRecord
from app.contracts.reviews import Period
from app.contracts.standing import BANDS, Bands
from app.contracts.thresholds import ThresholdRecord
from app.contracts.timeline import Timeline, TimelineRow
from app.contracts.yearly import YearRecord
from app.documents import DocumentRecord
from app.fields import Choice
from app.told import Notice, Told
from app.years import SLASH, format_year


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for a row of a view, or for the view itself where `row_id` is empty; years are start years.

    `day` is the one the year is looked at from. `told` is how it reads, `owner` the table, id and name that its
    documents belong to. `timeline` is the contract's row in `whole`, which spans its own years.
    """

    key: str
    row_id: str
    year: int
    day: date
    year_style: str = SLASH
    is_past: bool = False
    """Whether that day is over."""
    told: Told | None = None
    contract: ContractRecord | None = None
    timeline: TimelineRow | None = None
    whole: Timeline | None = None
    years: tuple[YearRecord, ...] = ()
    warnings: tuple[Notice, ...] = ()
    periods: tuple[Period, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    results: tuple[ResultRecord, ...] = ()
    counts: tuple[CountRecord, ...] = ()
    """What the reviews found, and whom they counted; what is printed of people is `telling_reviews`'s, which hides."""
    notices: tuple[NoticeDue, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    documents_of: Mapping[str, tuple[DocumentRecord, ...]] | None = None
    """The documents of the contract and of what belongs to it, by the id of what each is kept with."""
    owner: tuple[str, str, str] | None = None
    lines: tuple[Choice, ...] = ()
    """Every budget line that may pay."""
    threshold: ThresholdRecord | None = None
    bands: Bands = BANDS
    bands_id: str = ""
    bands_version: int = 0

    @property
    def year_text(self) -> str:
        """The year as the office prints it."""
        return format_year(self.year, self.year_style)

    def kept_with(self, row_id: str) -> tuple[DocumentRecord, ...]:
        """The documents kept with the contract or with a part of it."""
        return (self.documents_of or {}).get(row_id, ())
