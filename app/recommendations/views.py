"""The views of the Scoring page: those of scoring, with the cut line in the ranked list, and what is recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.funds.table import Headline, Run
from app.grants.headlines import count_headline, counted
from app.listing import Group, Line, Listing
from app.money import format_pence
from app.recommendations import line, reading
from app.recommendations.cutline import CutLine
from app.recommendations.day_list import day_list
from app.recommendations.outcome_list import outcome_list, reason_list
from app.recommendations.parts import Outcome
from app.recommendations.review import Review, review
from app.scoring import views
from app.scoring.views import View

RANKING, OUTCOMES, REASONS, DAYS = "ranking", "outcomes", "reasons", "days"
ABOVE, BELOW = "above", "below"
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
    return replace(found, listing=with_line(found.listing, line.of_stage(session, found.stage_id)))


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


def with_line(listing: Listing, cut: CutLine) -> Listing:
    """The ranked list parted by the cut line; as it is while there are no places, or no line to draw.

    A bid that can have nothing is under the line, whatever its place, as no money falls to it.
    """
    above = cut.above
    if not above or not any(one.cells[0] is not None for one in listing.lines):
        return listing
    lines = tuple(replace(one, group=ABOVE if one.id in above else BELOW) for one in listing.lines)
    groups = (Group(ABOVE, f"Above the line: {format_pence(cut.given)}"), Group(BELOW, _under(cut)))
    return replace(listing, lines=_in_groups(lines), groups=groups)


def _in_groups(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda one: one.group != ABOVE))


def _under(cut: CutLine) -> str:
    """“Cut line: £600 left of £111,500, the next bid needs £12,400 more”."""
    needs = f", the next needs {format_pence(cut.next_needs)} more" if cut.next_needs is not None else ""
    return f"Cut line: {format_pence(cut.left)} left of {format_pence(cut.money)}{needs}"


# what is recommended


def _outcomes(session: Session, stage_id: str, day: date) -> tuple[Headline, Listing]:
    found = review(session, stage_id, day=day)
    return outcome_headline(found), outcome_list(found)


def outcome_headline(found: Review) -> Headline:
    """What is given of what there is, to how many bids; and what still stands in the way of deciding on it."""
    purse = found.purse
    funded = found.counts.get("fund", 0) + found.counts.get("reduced", 0)
    runs = (
        Run(format_pence(purse.given), True),
        Run(f" of {format_pence(purse.money)} recommended, "),
        Run(counted(funded, "bid"), True),
        Run(" funded"),
    )
    said = [f"{found.counts[key]:,} {words}" for key, words in _SAID if found.counts.get(key)]
    waits = counted(len(found.in_the_way), "thing stands", "things stand") + " in the way of deciding."
    first = found.in_the_way[0].sentence if len(found.in_the_way) == 1 else ""
    ready = first or (waits if found.in_the_way else "Nothing stands in the way of deciding.")
    return Headline(runs, " ".join([f"{', '.join(said).capitalize()}." if said else "", ready]).strip())


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
