"""How a provider has done: ratings and notes of every review of all its contracts, wherever they are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.parts import Rating
from app.contracts.reviews import MONTHS_EACH, period_words
from app.listing import Column, Line, Listing
from app.office import details
from app.years import SLASH
from db.contract_reviews import ContractReview
from db.contracts import Contract


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
    query = (
        select(Contract, ContractReview)
        .join(ContractReview, ContractReview.contract_id == Contract.id)
        .where(Contract.organisation_id == organisation_id, ContractReview.archived.is_(False))
        .where((ContractReview.rating != "") | (ContractReview.note != ""))
    )
    found = [_told(one, review) for one, review in session.execute(query)]
    return sorted(found, key=lambda one: (-one.year, -one.quarter, one.contract))


def _told(one: Contract, review: ContractReview) -> Performance:
    months = MONTHS_EACH.get(one.review_every, 3)
    is_of_plan = (review.quarter * 3) % months == 0
    return Performance(
        review.id,
        one.id,
        one.reference,
        one.title,
        review.year,
        review.quarter,
        months if is_of_plan else 3,
        review.held_on,
        review.rating,  # type: ignore[arg-type]  # the table holds no other
        review.note,
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
