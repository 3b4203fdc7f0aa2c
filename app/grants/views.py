"""What the Applications page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.fields import Choice
from app.funds import lines
from app.funds.table import Headline
from app.grants import headlines, register
from app.grants.parts import RoundRecord
from app.grants.reading import rounds
from app.listing import Listing
from app.office import details
from app.years import year_of

ROUNDS = "rounds"
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

    The newest round for an id that is none; the bids, or the rounds where there is none, for a key that is none.
    """
    known = rounds(session)
    chosen = next((one for one in known if one.id == round_id), known[0] if known else None)
    key = key if key in _READ else "bids" if known else ROUNDS
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
        key in ("bids", "states", "chase", ROUNDS) and not known and not register.has_any(session),
    )


Read = Callable[[Session, RoundRecord | None, date], tuple[Headline, Listing]]
