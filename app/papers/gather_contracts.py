"""Gathering what the papers on contracts say, in one read each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import documents
from app.contracts import bands, indicators, people, performance, reading
from app.contracts.parts import ContractRecord
from app.contracts.performance import Performance
from app.contracts.standing import Bands
from app.documents import DocumentRecord
from app.errors import Refused
from app.listing import Listing
from app.office import details
from app.papers.imprint import Imprint, gather_imprint

MOST_YEARS = 2
"""Of so many reviewed years a contract's page has the indicators and the people."""


@dataclass(frozen=True, slots=True)
class ContractsPaper:
    """Every contract in use, by reference, and how the office tells of their ends, for a paper on all of them."""

    imprint: Imprint
    contracts: tuple[ContractRecord, ...]
    bands: Bands

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """One contract with all that its page shows.

    `indicators` and `people` are the lists of its reviewed years, the newest first; what is small is hidden in them
    already, and nothing else here holds a count. `elsewhere` is how its provider did in other contracts.
    """

    imprint: Imprint
    contract: ContractRecord
    bands: Bands
    documents: tuple[DocumentRecord, ...] = ()
    indicators: tuple[Listing, ...] = ()
    people: tuple[Listing, ...] = ()
    elsewhere: tuple[Performance, ...] = ()

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


def gather_contracts(session: Session, *, day: date) -> ContractsPaper:
    """Every contract that is not put away, for a paper dated `day`."""
    return ContractsPaper(gather_imprint(session, day=day), tuple(reading.contracts(session)), bands.bands(session))


def gather_contract(session: Session, contract_id: str, *, day: date) -> ContractPaper:
    """One contract for its page dated `day`. Raises Refused when it is gone."""
    found = reading.contract(session, contract_id)
    return ContractPaper(
        imprint=gather_imprint(session, day=day),
        contract=found,
        bands=bands.bands(session),
        documents=tuple(documents.documents(session, found.id)),
        indicators=_indicators(session, found),
        people=_people(session, found),
        elsewhere=tuple(
            one for one in performance.of_provider(session, found.organisation_id) if one.contract_id != found.id
        ),
    )


def _years(one: ContractRecord) -> list[int]:
    """The newest years that have a review."""
    return sorted({each.year for each in one.reviews}, reverse=True)[:MOST_YEARS]


def _indicators(session: Session, one: ContractRecord) -> tuple[Listing, ...]:
    """The indicators of each of these years, where one has a figure."""
    style = details(session).year_style
    known = indicators.indicators(session, one.id, archived=True)
    found = indicators.results(session, one.id)
    reviewed = {each.id: each.year for each in one.reviews}
    shown = [year for year in _years(one) if any(reviewed.get(each.review_id) == year for each in found)]
    return tuple(indicators.indicator_table(one, known, found, year=year, year_style=style) for year in shown)


def _people(session: Session, one: ContractRecord) -> tuple[Listing, ...]:
    """The people counted in each of these years, small counts hidden."""
    style, found = details(session).year_style, people.counts(session, one.id)
    every = [people.people_listing(one, found, year=year, year_style=style) for year in _years(one)]
    return tuple(listing for listing in every if listing.lines)


def contract_named(session: Session, reference: str) -> str:
    """The id of the contract of this reference. Raises Refused, naming those there are."""
    every = reading.contracts(session)
    if not every:
        raise Refused("There is no contract yet.", "contract")
    wanted, known = reference.strip(), ", ".join(one.reference for one in every)
    if not wanted:
        raise Refused(f"Name the contract by its reference. There are: {known}.", "contract")
    found = next((one.id for one in every if one.reference.casefold() == wanted.casefold()), None)
    if found is None:
        raise Refused(f"There is no contract “{wanted}”. There are: {known}.", "contract")
    return found
