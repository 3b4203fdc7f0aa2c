"""What the Contracts page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.contracts import bands, dates, headlines, notices, register, reviews, thresholds
from app.contracts.parts import ContractRecord
from app.contracts.reading import contracts, has_any
from app.contracts.standing import current_end
from app.contracts.timeline import Timeline, timeline
from app.funds import lines
from app.funds.table import Headline
from app.listing import Listing
from app.office import details
from app.years import format_year, year_of

RUNNING = "running"
VIEWS = (
    (RUNNING, "Running, by end date"),
    ("dates", "Dates that bite"),
    ("expiry", "Ending, by band"),
    ("reviews", "Reviews"),
    ("notices", "Notices under the Act"),
    ("all", "All contracts"),
    ("thresholds", "Procurement thresholds"),
    ("archived", "Archived"),
)


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its list, and the sentence that answers its question. Years are start years.

    `day` is the one the year is looked at from. `timeline` is the picture of the contracts listed, where the list has
    one. `is_bare` is whether there is no contract yet.
    """

    key: str
    year: int
    years: tuple[int, ...]
    year_style: str
    day: date
    views: tuple[tuple[str, str], ...]
    headline: Headline
    listing: Listing
    timeline: Timeline | None = None
    is_bare: bool = False


def contract_of(row_id: str) -> str:
    """The id of the contract that a row of any view is about: rows of dates, reviews and notices begin with it."""
    return row_id.partition(":")[0]


def view(session: Session, key: str, *, year: int, day: date) -> View:
    """The list of this view for `year`, where `day` is today; the contracts that run for a key that is none."""
    key = key if key in _READ else RUNNING
    seen = headlines.lens(year, day)
    headline, listing, picture = _READ[key](session, year, seen, day)
    is_bare = key not in ("thresholds", "archived") and not has_any(session)
    return View(
        key,
        year,
        tuple(sorted({*lines.years(session), year, year_of(day)})),
        details(session).year_style,
        seen,
        VIEWS,
        headlines.NOTHING if is_bare else headline,
        listing,
        picture,
        is_bare,
    )


Read = Callable[[Session, int, date, date], tuple[Headline, Listing, Timeline | None]]


def _running(session: Session, year: int, seen: date, today: date) -> tuple[Headline, Listing, Timeline | None]:
    found = register.running(session, year=year)
    said = format_year(year, details(session).year_style)
    listing = register.running_table(found, said=said, day=seen, within=bands.bands(session))
    headline = headlines.running_headline(found, year=year, day=seen, today=today)
    return headline, listing, timeline(found, today=seen, is_past=seen != today)


def _all(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    return headlines.all_headline(contracts(session), seen), register.all_list(session, day=seen), None


def _dates(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    listing = dates.date_list(session, day=seen)
    late = sum(1 for line in listing.lines if line.group == "overdue")
    coming = next((str(line.cells[0]) for line in listing.lines if line.group != "overdue"), "")
    none = "No date bites within what the office looks ahead"
    headline = headlines.counted_headline("date", len(listing.lines), late, "overdue", none=none)
    return replace(headline, below=f"Next: {coming}." if coming else ""), listing, None


def _expiry(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    known = bands.bands(session)
    return headlines.expiry_headline(_live(session, seen), seen, known), dates.expiry_list(session, day=seen), None


def _live(session: Session, day: date) -> list[ContractRecord]:
    return [one for one in contracts(session) if current_end(one) >= day]


def _reviews(session: Session, year: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    listing = reviews.review_list(session, year=year, day=seen)
    at = [column.key for column in listing.columns].index("state")
    late = sum(1 for line in listing.lines if line.cells[at] == "Late")
    none = "No review is due in this year"
    return headlines.counted_headline("review", len(listing.lines), late, "late", none=none), listing, None


def _notices(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    listing = notices.notice_list(session, day=seen)
    at = [column.key for column in listing.columns].index("state")
    late = sum(1 for line in listing.lines if line.cells[at] == "Overdue")
    none = "No notice is due under the Procurement Act"
    return headlines.counted_headline("notice", len(listing.lines), late, "overdue", none=none), listing, None


def _thresholds(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    listing = thresholds.threshold_list(session, day=seen)
    return headlines.counted_headline("threshold", len(listing.lines), 0, "", none="No threshold"), listing, None


def _archived(session: Session, _: int, seen: date, __: date) -> tuple[Headline, Listing, None]:
    listing = register.archive_list(session, day=seen)
    none = "Nothing has been put away"
    return headlines.counted_headline("archived contract", len(listing.lines), 0, "", none=none), listing, None


_READ: dict[str, Read] = {
    RUNNING: _running,
    "all": _all,
    "dates": _dates,
    "expiry": _expiry,
    "reviews": _reviews,
    "notices": _notices,
    "thresholds": _thresholds,
    "archived": _archived,
}
