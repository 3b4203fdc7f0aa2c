"""How a provider has done: ratings and notes of every review of all its contracts, wherever they are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.contracts import reading
from app.contracts.parts import ContractRecord, Rating, ReviewRecord
from app.contracts.reviews import MONTHS_EACH, period_words
from app.listing import Column, Line, Listing
from app.office import details
from app.years import SLASH


@dataclass(frozen=True, slots=True)
class Performance:
    """What one review said of a provider: of which contract, for which period, when, the rating and the note."""

    review_id: str
    contract_id: str
    reference: str
    contract: str
    year: int
    quarter: int
    months: int
    held_on: date | None
    rating: Rating
    note: str

    def period(self, year_style: str = SLASH) -> str:
        """The period in words."""
        return period_words(self.year, self.quarter, self.months, year_style)


def of_provider(session: Session, organisation_id: str) -> list[Performance]:
    """Every rating and note of a provider's contracts, newest first; those of contracts put away are told too."""
    every = [*reading.contracts(session), *reading.contracts(session, archived=True)]
    found = [
        _told(c, each)
        for c in every
        if c.organisation_id == organisation_id
        for each in c.reviews
        if each.rating or each.note
    ]
    return sorted(found, key=lambda one: (-one.year, -one.quarter, one.contract))


def _told(c: ContractRecord, one: ReviewRecord) -> Performance:
    months = MONTHS_EACH.get(c.review_every, 3)
    is_of_plan = (one.quarter * 3) % months == 0
    return Performance(
        one.id,
        c.id,
        c.reference,
        c.title,
        one.year,
        one.quarter,
        months if is_of_plan else 3,
        one.held_on,
        one.rating,
        one.note,
    )


def performance_list(session: Session, organisation_id: str) -> Listing:
    """The same as a list, by the review's id."""
    style = details(session).year_style
    return Listing(
        "Performance",
        (
            Column("contract", "Contract"),
            Column("reference", "Reference"),
            Column("period", "Period"),
            Column("held_on", "Reviewed on", "day"),
            Column("rating", "Rating", "chip"),
            Column("note", "Note"),
        ),
        tuple(
            Line(one.review_id, (one.contract, one.reference, one.period(style), one.held_on, one.rating, one.note))
            for one in of_provider(session, organisation_id)
        ),
        subtitle="Every rating and note of this provider's contracts, newest first",
    )
