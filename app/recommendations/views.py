"""The views of the Scoring page: those of scoring, with the cut line in the ranked list, and what is recommended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.funds.table import Headline, Run
from app.grants.headlines import count_headline, counted
from app.grants.reading import round_
from app.listing import Cell, Column, Group, Line, Listing
from app.money import Pence, format_pence
from app.recommendations import line, promoting, reading
from app.recommendations.cutline import NOTHING, CutLine, Drawn
from app.recommendations.day_list import day_list
from app.recommendations.outcome_list import outcome_list, reason_list
from app.recommendations.parts import GIVEN, Outcome
from app.recommendations.review import Review, review
from app.scoring import views
from app.scoring.views import View

RANKING, OUTCOMES, REASONS, DAYS = "ranking", "outcomes", "reasons", "days"
BELOW = "below"
AGENDA = "agenda"
_OUTCOMES = (OUTCOMES, "What is recommended")
_REASONS = (REASONS, "Reasons for letters")
_DAYS = (DAYS, "Panel days")


def view(
    session: Session,
    key: str,
    *,
    year: int,
    day: date,
    round_id: str = "",
    stage_id: str = "",
    member_id: str = "",
) -> View:
    """As `scoring.views.view`, with the views of what is recommended; where `day` is today."""
    below = {OUTCOMES: RANKING, DAYS: RANKING, REASONS: views.MEMBERS}.get(key, key)
    found = views.view(session, below, year=year, day=day, round_id=round_id, stage_id=stage_id, member_id=member_id)
    found = replace(found, views=_named(found.views))
    if key == REASONS:
        return _with(found, REASONS, *_reasons(session))
    if found.key != RANKING:
        return found
    if key == OUTCOMES:
        return _with(found, OUTCOMES, *_outcomes(session, found.stage_id, day))
    if key == DAYS:
        return _with(found, DAYS, *_days(session, found.stage_id))
    return _with_line(found, line.of_stage(session, found.stage_id), round_(session, found.round_id).over)


def _named(known: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The views in the order of the work: what is recommended after the ranked list, the reasons at the end."""
    named: list[tuple[str, str]] = []
    for one in known:
        named.append(one)
        named += [_OUTCOMES] if one[0] == RANKING else [_DAYS] if one[0] == AGENDA else []
    return (*named, _REASONS)


def _with(found: View, key: str, headline: Headline, listing: Listing) -> View:
    return replace(found, key=key, headline=headline, listing=listing)


# the cut line

GIVE = Column("give", "Give £", "pence", added=False, help="What is recommended for it, else all that it asks for.")
TOTAL = "What this bid and all above it would have."
PASSED_OVER = "Passed over"


def _with_line(found: View, cut: CutLine, over: Pence) -> View:
    if not cut.money or not any(one.entry.rank is not None for one in cut.rows):
        return found
    headline = replace(found.headline, runs=(*found.headline.runs, *_falls(cut)))
    return replace(found, headline=headline, listing=with_line(found.listing, cut, over))


def _falls(cut: CutLine) -> tuple[Run, ...]:
    """“; the line falls after number 10”."""
    last = max((one.entry.rank or 0 for one in cut.rows if one.is_above), default=0)
    if not last:
        return (Run("; no bid is above the line"),)
    if cut.next_needs is None:
        return (Run("; there is enough for all that may have some"),)
    return Run("; the line falls after number "), Run(f"{last:,}", True)


def with_line(listing: Listing, cut: CutLine, over: Pence = NOTHING) -> Listing:
    """The ranked list parted by the cut line, with what each bid would have and what that comes to, in pence.

    `over` is what of the money is more than the pot. A bid that can have nothing is under the line, whatever its
    place, as no money falls to it.
    """
    drawn = {one.entry.application_id: one for one in cut.rows}
    keys = [one.key for one in listing.columns]
    at, discuss = keys.index("running"), keys.index("discuss")
    columns = (*listing.columns[:at], GIVE, replace(listing.columns[at], help=TOTAL), *listing.columns[at + 1 :])

    def cells(one: Line, mine: Drawn) -> tuple[Cell, ...]:
        said = ", ".join(part for part in (str(one.cells[discuss]), PASSED_OVER if mine.why else "") if part)
        money = (None, None) if mine.why else (mine.entry.amount, mine.total)
        return (*one.cells[:discuss], said, *one.cells[discuss + 1 : at], *money, *one.cells[at + 1 :])

    lines = [
        replace(one, cells=cells(one, drawn[one.id]), group="" if drawn[one.id].is_above else BELOW)
        for one in listing.lines
    ]
    lines.sort(key=lambda one: one.group == BELOW)
    return replace(
        listing, columns=columns, lines=tuple(lines), groups=(Group(BELOW, line_words(cut, over), parting=True),)
    )


def line_words(cut: CutLine, over: Pence = NOTHING) -> str:
    """“Cut line: £110,900 given · £600 left of £111,500 · the next bid needs £12,400 more”."""
    whole = format_pence(cut.money) + (f", {format_pence(over)} of it over the pot" if over else "")
    said = [f"{format_pence(cut.given)} given", f"{format_pence(cut.left)} left of {whole}"]
    if cut.next_needs is not None:
        said.append(f"the next bid needs {format_pence(cut.next_needs)} more")
    return f"Cut line: {' · '.join(said)}"


# what is recommended


def _outcomes(session: Session, stage_id: str, day: date) -> tuple[Headline, Listing]:
    found = review(session, stage_id, day=day)
    headline, key = outcome_headline(found), promoting.to_take(session, stage_id)
    if key:
        bid = next(one.bid for one in found.rows if one.bid.id == key)
        said = f"{bid.reference} {bid.organisation} is next on the reserve list, as money became free."
        headline = replace(headline, below=f"{said} {headline.below}")
    return headline, outcome_list(found)


def outcome_headline(found: Review) -> Headline:
    """What is given of what there is, to how many bids; and what still stands in the way of deciding on it."""
    standing = [one.recommended for one in found.rows if one.recommended is not None and not one.is_out]
    counts = Counter(one.outcome for one in standing)
    is_decided = bool(standing) and all(one.is_committed for one in standing)
    runs = (
        Run(format_pence(found.purse.given), True),
        Run(f" of {format_pence(found.purse.money)} {'decided' if is_decided else 'recommended'}, "),
        Run(counted(sum(counts[key] for key in GIVEN), "bid"), True),
        Run(" funded"),
    )
    said = [f"{counts[key]:,} {words}" for key, words in _SAID if counts[key]]
    return Headline(runs, " ".join([f"{', '.join(said).capitalize()}." if said else "", _ready(found)]).strip())


def _ready(found: Review) -> str:
    """Whether it can be decided on, or what stands in the way."""
    of_all = [one.sentence for one in found.in_the_way if not one.application_id]
    if of_all or len(found.in_the_way) == 1:
        return of_all[0] if of_all else found.in_the_way[0].sentence
    if not found.in_the_way:
        return "Nothing stands in the way of deciding."
    return f"{counted(len(found.in_the_way), 'thing stands', 'things stand')} in the way of deciding."


_SAID: tuple[tuple[Outcome, str], ...] = (
    ("reserve", "on the reserve list"),
    ("defer", "deferred"),
    ("decline", "declined"),
)


def _reasons(session: Session) -> tuple[Headline, Listing]:
    listing = reason_list(reading.reasons(session))
    headline = count_headline(
        "reason for letters", len(listing.lines), none="No reason for letters yet", many="reasons for letters"
    )
    return headline, listing


def _days(session: Session, stage_id: str) -> tuple[Headline, Listing]:
    listing = day_list(reading.days(session, stage_id))
    return count_headline("panel day", len(listing.lines), none="No panel day yet", many="panel days"), listing
