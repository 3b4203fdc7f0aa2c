"""What the Applications page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.fields import Choice
from app.funds import lines
from app.funds.table import Headline
from app.grants import counted, headlines, register
from app.grants.applicants import applicants
from app.grants.parts import RoundRecord
from app.grants.reading import rounds
from app.listing import Column, Line, Listing
from app.office import details
from app.years import year_of
from db.grants import Application

ROUNDS = "rounds"
OF_A_ROUND = ("bids", "states", "chase")
"""The views of the round in force."""
VIEWS = (
    ("bids", "Bids of the round"),
    ("states", "Bids by state"),
    ("chase", "What is missing"),
    (ROUNDS, "Rounds"),
    ("direct", "Direct awards"),
    ("organisations", "Organisations"),
    ("archived", "Archived"),
)


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its list, and the sentence that answers its question. Years are start years.

    `rounds` are those one may look into, the newest first; `round_id` is the one in force, empty where there is none.
    `is_bare` is whether nothing has been invited or awarded yet.
    """

    key: str
    year: int
    years: tuple[int, ...]
    year_style: str
    views: tuple[tuple[str, str], ...]
    headline: Headline
    listing: Listing
    rounds: tuple[Choice, ...] = ()
    round_id: str = ""
    is_bare: bool = False


def view(session: Session, key: str, *, year: int, day: date, round_id: str = "") -> View:
    """The list of this view, of the round `round_id` where it is of one, where `day` is today.

    An application's id stands for its round; the newest round for an id that is neither. The bids, or the rounds where
    there is none, for a key that is none.
    """
    known = rounds(session)
    chosen = in_force(session, known, round_id)
    key = key if key in _READ else "bids"
    key = ROUNDS if key in OF_A_ROUND and chosen is None else key
    headline, listing = _READ[key](session, chosen, day)
    return View(
        key,
        year,
        tuple(sorted({*lines.years(session), year, year_of(day), *(one.year for one in known)})),
        details(session).year_style,
        VIEWS,
        headline,
        listing,
        tuple(Choice(one.id, f"{one.name} ({one.reference})") for one in known),
        chosen.id if chosen is not None else "",
        key == ROUNDS and not counted.has_any(session),
    )


def in_force(session: Session, known: Sequence[RoundRecord], round_id: str) -> RoundRecord | None:
    """The round of this id, or the one that the application of this id is in; else the newest that was opened."""
    of = session.scalar(select(Application.round_id).where(Application.id == round_id)) or round_id
    newest = next((one for one in known if one.is_frozen), known[0] if known else None)
    return next((one for one in known if one.id == of), newest)


Read = Callable[[Session, RoundRecord | None, date], tuple[Headline, Listing]]


def _bids(session: Session, one: RoundRecord | None, day: date) -> tuple[Headline, Listing]:
    return _of_bids(session, one, day), register.bid_list(session, _id(one))


def _states(session: Session, one: RoundRecord | None, day: date) -> tuple[Headline, Listing]:
    return _of_bids(session, one, day), register.by_state(session, _id(one))


def _chase(session: Session, one: RoundRecord | None, _: date) -> tuple[Headline, Listing]:
    listing = register.chase_list(session, _id(one))
    below = "The chase list can be copied under More." if listing.lines else ""
    headline = headlines.count_headline(
        "thing to chase", len(listing.lines), none="Nothing is missing", below=below, many="things to chase"
    )
    return headline, listing


def _of_bids(session: Session, one: RoundRecord | None, day: date) -> Headline:
    return headlines.NOTHING if one is None else headlines.bids_headline(one, counted.by_state(session, one.id), day)


def _id(one: RoundRecord | None) -> str:
    return one.id if one is not None else ""


def _rounds(session: Session, _: RoundRecord | None, day: date) -> tuple[Headline, Listing]:
    return headlines.rounds_headline(rounds(session), day), register.rounds_list(session, day=day)


def _direct(session: Session, _: RoundRecord | None, __: date) -> tuple[Headline, Listing]:
    listing = register.direct_list(session)
    none = "Nothing has been asked for outside a round"
    return headlines.count_headline("direct award", len(listing.lines), none=none), listing


def _organisations(session: Session, _: RoundRecord | None, __: date) -> tuple[Headline, Listing]:
    listing = organisation_list(session)
    stopped = sum(1 for line in listing.lines if line.cells[-1] == STOPPED)
    below = f"{headlines.counted(stopped, 'organisation')} may have no money for now." if stopped else ""
    return headlines.count_headline(
        "organisation", len(listing.lines), none="No organisation yet", below=below
    ), listing


STOPPED = "Hard stop"


def organisation_list(session: Session) -> Listing:
    """Every organisation in use with its numbers, its bids, and whether it may have money. Lines go by its id."""
    bids = counted.by_organisation(session)
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                one.kind,
                ", ".join(each.number for each in one.identifiers),
                one.profile.postcode,
                bids.get(one.id, 0),
                STOPPED if one.stopped else "",
            ),
        )
        for one in applicants(session)
    )
    columns = (
        Column("name", "Organisation"),
        Column("kind", "Kind"),
        Column("numbers", "Numbers", help="In the registers it is known by"),
        Column("postcode", "Postcode"),
        Column("bids", "Bids", "count"),
        Column("stop", "Stop", "chip"),
    )
    return Listing("Organisations", columns, rows)


def _archived(session: Session, _: RoundRecord | None, __: date) -> tuple[Headline, Listing]:
    listing = counted.archive_list(session)
    return headlines.count_headline("archived record", len(listing.lines), none="Nothing has been put away"), listing


_READ: dict[str, Read] = {
    "bids": _bids,
    "states": _states,
    "chase": _chase,
    ROUNDS: _rounds,
    "direct": _direct,
    "organisations": _organisations,
    "archived": _archived,
}
