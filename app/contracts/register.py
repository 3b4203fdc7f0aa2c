"""The register of contracts as it is shown, printed and exported: those that run, all of them, the Order's two lists.

Amounts are pence without VAT unless they are called gross; years are start years; `day` is what counts as today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.contracts.bands import bands
from app.contracts.fields import KINDS, REGIMES, ROUTES, words
from app.contracts.parts import ContractRecord
from app.contracts.reading import contracts
from app.contracts.standing import Bands, a_year, current_end, current_gross, current_value, latest_end, state
from app.listing import Cell, Column, Group, Line, Listing
from app.money import Pence, format_pence
from app.office import details
from app.organisations import organisations
from app.years import first_day, format_day, format_year, last_day

LIMIT = Pence(10_000_00)
"""Only a contract that exceeds this is published as a copy; one of exactly £10,000 is in the list of the smaller ones.

Elected Local Policing Bodies (Specified Information) Order 2011, SI 2011/3050, schedule, paragraph 4(b) and (d).
"""
GRANT = "grant"
"""The regime of what is no contract but a grant agreement."""
TIMELINE = "timeline"
"""The key of the column that is drawn: its cells are empty, a workbook or a CSV goes without it."""

_CONTRACT = Column("contract", "Contract or agreement")
_PROVIDER = Column("provider", "Provider")
_A_YEAR = Column("a_year", "£ a year", "pence", help="What the initial term is worth for twelve months, without VAT.")
_ENDS = Column("ends", "Ends", "day", help="The last day as things stand: options taken count, open ones do not.")
_STATE = Column("state", "Status", "chip")
_REFERENCE = Column("reference", "Reference")
_VALUE = Column("value", "Value £", "pence", help="Initial term, options taken and variations, without VAT.")


def runs_in(one: ContractRecord, year: int) -> bool:
    """Whether the contract runs on some day of the financial year."""
    return one.starts_on <= last_day(year) and current_end(one) >= first_day(year)


def running(session: Session, *, year: int) -> list[ContractRecord]:
    """Every contract that runs on some day of the year, the first to end first."""
    return _by_end([one for one in contracts(session) if runs_in(one, year)])


def running_list(session: Session, *, year: int, day: date) -> Listing:
    """What runs in the year, by its end, with a last column `TIMELINE` for its picture. Lines go by contract id."""
    said = format_year(year, details(session).year_style)
    return running_table(running(session, year=year), said=said, day=day, within=bands(session))


def running_table(found: Sequence[ContractRecord], *, said: str, day: date, within: Bands) -> Listing:
    """The same of contracts that were read; `said` is the year in words."""
    columns = (_CONTRACT, _PROVIDER, _A_YEAR, _ENDS, _STATE, _REFERENCE, _VALUE, Column(TIMELINE, "Timeline"))
    rows = [
        Line(
            one.id,
            (
                one.title,
                one.organisation,
                a_year(one),
                current_end(one),
                state(one, day, within),
                one.reference,
                current_value(one),
                "",
            ),
        )
        for one in found
    ]
    return Listing(f"Contracts {said}", columns, tuple(rows), subtitle=f"Running in {said}, by end date")


def _by_end(found: Sequence[ContractRecord]) -> list[ContractRecord]:
    return sorted(found, key=lambda one: (current_end(one), one.title.casefold(), one.id))


# everything


def all_list(session: Session, *, day: date) -> Listing:
    """Every contract in use with its terms, also those that have ended, by reference. Lines go by contract id."""
    return _with_terms(session, contracts(session), "All contracts", day)


def archive_list(session: Session, *, day: date) -> Listing:
    """Every contract that was put away, by reference. Lines go by contract id."""
    return _with_terms(session, contracts(session, archived=True), "Archived contracts", day)


def _with_terms(session: Session, found: Sequence[ContractRecord], title: str, day: date) -> Listing:
    within = bands(session)
    columns = (
        _CONTRACT,
        _PROVIDER,
        _REFERENCE,
        Column("signed", "Signed", "day"),
        Column("starts", "Starts", "day"),
        _ENDS,
        Column("latest", "Ends at the latest", "day", help="If every option that is still open were taken."),
        _A_YEAR,
        _VALUE,
        Column("gross", "Value with VAT £", "pence", help="Empty where the VAT of a part of it is not known."),
        _STATE,
        Column("kind", "Kind"),
        Column("regime", "Regime"),
        Column("route", "Route"),
        Column("lead", "Lead commissioner", help="Empty where this office leads."),
        Column("purpose", "Purpose"),
    )
    rows = [
        Line(
            one.id,
            (
                one.title,
                one.organisation,
                one.reference,
                one.signed_on,
                one.starts_on,
                current_end(one),
                latest_end(one),
                a_year(one),
                current_value(one),
                current_gross(one),
                state(one, day, within),
                words(KINDS, one.kind),
                words(REGIMES, one.regime),
                words(ROUTES, one.route) if one.route else "",
                one.lead,
                one.purpose,
            ),
        )
        for one in found
    ]
    return Listing(title, columns, tuple(rows), subtitle="By reference")


# what the Order wants published


def exceeds(one: ContractRecord) -> bool:
    """Whether a contract is over the Order's limit by its value without VAT; one of exactly £10,000 is not."""
    return current_value(one) > LIMIT


def in_force(session: Session, day: date) -> list[ContractRecord]:
    """The contracts the body is or will be a party to on a day, by reference. A grant is published as a grant."""
    return [one for one in contracts(session) if current_end(one) >= day and one.regime != GRANT]


def order_lists(session: Session, *, day: date) -> tuple[Listing, Listing]:
    """The contracts over £10,000, and those of £10,000 or less, in the columns of the Order. Lines go by contract id.

    Both hold what the office is or will be a party to on `day`. Grants are not among them: the Order has every grant
    listed apart, whatever its amount.
    """
    found, office, own = in_force(session, day), details(session), own_ids(session)
    said, subtitle = format_pence(LIMIT), f"{office.name}: in force on {format_day(day)}, or yet to start"
    party = f"{office.holder_title}, {office.name}"
    large = tuple(Line(one.id, _over_cells(one, party, own)) for one in found if exceeds(one))
    small = tuple(Line(one.id, _or_less_cells(one, own)) for one in found if not exceeds(one))
    return (
        Listing(f"Contracts over {said}", _OVER, large, subtitle=subtitle),
        Listing(f"Contracts of {said} or less", _OR_LESS, small, subtitle=subtitle),
    )


def order_list(session: Session, *, day: date) -> Listing:
    """Both lists of the Order as one, each in its group and in the fuller columns: for a file that is one table."""
    found, office, own = in_force(session, day), details(session), own_ids(session)
    groups = (Group("over", f"Over {format_pence(LIMIT)}"), Group("or less", f"{format_pence(LIMIT)} or less"))
    rows = [
        Line(one.id, _over_cells(one, f"{office.holder_title}, {office.name}", own), group=group.key)
        for group in groups
        for one in found
        if exceeds(one) == (group.key == "over")
    ]
    subtitle = f"{office.name}: in force on {format_day(day)}, or yet to start"
    return Listing("Contracts", _OVER, tuple(rows), groups, subtitle=subtitle)


_OVER = (
    _REFERENCE,
    Column("title", "Title"),
    Column("parties", "Parties"),
    Column("purpose", "Purpose"),
    Column("value", "Value without VAT £", "pence"),
    Column("gross", "Value with VAT £", "pence", help="Empty where the VAT of a part of it is not known."),
    Column("starts", "Start", "day"),
    Column("ends", "End", "day"),
    Column("published", "Copy published", "day"),
)
_OR_LESS = (
    _REFERENCE,
    Column("title", "Title"),
    Column("others", "Other parties"),
    Column("purpose", "Purpose"),
    Column("value", "Value without VAT £", "pence"),
    Column("starts", "Start", "day"),
    Column("ends", "End", "day"),
)


def _over_cells(one: ContractRecord, office: str, own: frozenset[str]) -> tuple[Cell, ...]:
    return (
        one.reference,
        one.title,
        "; ".join([office, *others(one, own)]),
        one.purpose,
        current_value(one),
        current_gross(one),
        one.starts_on,
        current_end(one),
        one.published_on,
    )


def _or_less_cells(one: ContractRecord, own: frozenset[str]) -> tuple[Cell, ...]:
    return (
        one.reference,
        one.title,
        "; ".join(others(one, own)),
        one.purpose,
        current_value(one),
        one.starts_on,
        current_end(one),
    )


def own_ids(session: Session) -> frozenset[str]:
    """The ids of the organisations that are this office itself."""
    return frozenset(one.id for one in organisations(session, archived=True) if one.kind == "This office")


def others(one: ContractRecord, own: frozenset[str]) -> list[str]:
    """The parties to a contract other than this office: who provides it, who leads, who commissions together."""
    every = [(one.organisation_id, one.organisation), (one.lead_id, one.lead), *one.co_commissioners]
    return list(dict.fromkeys(name for key, name in every if name and key not in own))


def without_picture(listing: Listing) -> Listing:
    """The list as it goes to a workbook or a CSV: without the column that is drawn."""
    kept = [at for at, column in enumerate(listing.columns) if column.key != TIMELINE]

    def picked(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(cells[at] for at in kept)

    return Listing(
        listing.title,
        tuple(listing.columns[at] for at in kept),
        tuple(Line(line.id, picked(line.cells), line.group, line.mark, line.level) for line in listing.lines),
        listing.groups,
        listing.notes,
        listing.subtitle,
    )
