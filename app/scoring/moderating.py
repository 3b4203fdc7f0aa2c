"""What the members discuss when they meet: the bids whose scores lie far apart, those that decide the most first.

Scores and ranges are fractions of what was possible, amounts pence. A bid of which scores may not be seen yet is not
on the agenda, so that its being there tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from app.grants.reading import round_
from app.listing import Column, Line, Listing
from app.money import Pence, format_percent
from app.scoring import ranking
from app.scoring.arithmetic import WHOLE, shown
from app.scoring.parts import AgreedRecord, BidRecord, StageRecord
from app.scoring.ranking import POINT, Standing, Standings

COLUMNS = (
    Column("bid", "Bid"),
    Column("project", "Project"),
    Column("range", "Range", "figure", added=False, places=1, help="From the lowest to the highest score, of 100."),
    Column("score", "Score", "figure", added=False, places=1),
    Column("rank", "#", "count", added=False),
    Column("line", "Places from the line", "count", added=False, help="From where the pot is used up; 1 is beside it."),
    Column("asked", "Asked £", "pence"),
    Column("agreed", "Agreed", "figure", added=False, places=1),
    Column("why", "Why"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A bid to discuss. `spread` is the range of its scores; `places` how far it is from the line, 1 being beside it.

    `places` is below 0 for one under the line, and None while bids have no places. `why` is the sentence of the agenda.
    """

    bid: BidRecord
    spread: Fraction
    score: Fraction | None
    rank: int | None
    places: int | None
    agreed: AgreedRecord | None
    why: str


def items(session: Session, stage_id: str) -> list[Item]:
    """The bids to discuss: the widest range first, and of equal ranges as printed the one nearest to the line.

    Raises Refused when the stage is gone.
    """
    found = ranking.standings(session, stage_id)
    return of_standings(found, Pence(round_(session, found.stage.round_id).pot))


def of_standings(found: Standings, pot: Pence) -> list[Item]:
    """The same of standings that have been read, with the pot of the round."""
    by_id = {one.id: one for one in found.bids}
    places = from_the_line(found, pot)
    some = [
        _item(found.stage, by_id[one.application_id], one, one.spread, places)
        for one in found.by_id.values()
        if one.seen and one.spread is not None and one.spread >= Fraction(found.stage.diverges, WHOLE)
    ]
    return sorted(some, key=_order)


def agenda(session: Session, stage_id: str) -> Listing:
    """The bids to discuss as a list, in their order. Raises Refused when the stage is gone."""
    of = ranking.standings(session, stage_id)
    found = of_standings(of, Pence(round_(session, of.stage.round_id).pot))
    return Listing(
        "To discuss",
        COLUMNS,
        tuple(
            Line(
                one.bid.id,
                (
                    f"{one.bid.reference} {one.bid.organisation}",
                    one.bid.project,
                    shown(one.spread) * POINT,
                    shown(one.score) * POINT if one.score is not None else None,
                    one.rank,
                    abs(one.places) if one.places is not None else None,
                    one.bid.requested,
                    one.agreed.score * POINT if one.agreed is not None else None,
                    one.why,
                ),
            )
            for one in found
        ),
        subtitle=f"Bids whose scores are {_points(of.stage.diverges)} or more apart",
    )


def to_discuss(found: Sequence[Item]) -> tuple[str, ...]:
    """The references of the bids for which no score has been agreed on yet; a ranking may be agreed without it."""
    return tuple(one.bid.reference for one in found if one.agreed is None)


def from_the_line(found: Standings, pot: Pence) -> dict[str, int]:
    """How many places each ranked bid is from the line under which the pot is used up, by its id.

    The last above it is 1, the first below it -1. The line falls before the first bid that, with all above it, asks for
    more than the pot. Where all of them fit there is no line, nor is there before bids have places.
    """
    requested: Mapping[str, int] = {one.id: one.requested or 0 for one in found.bids}
    ranked = [one.application_id for one in found.ordered if one.rank is not None]
    total = 0
    for at, key in enumerate(ranked):
        total += requested[key]
        if total > pot:
            return {one: at - place if place < at else at - place - 1 for place, one in enumerate(ranked)}
    return {}


def _item(of: StageRecord, bid: BidRecord, one: Standing, spread: Fraction, places: Mapping[str, int]) -> Item:
    at = places.get(bid.id)
    said = f"Scores {_points(shown(spread))} apart; {_points(of.diverges)} or more is discussed."
    return Item(bid, spread, one.score, one.rank, at, one.agreed, said + _line_words(at))


def _line_words(places: int | None) -> str:
    if places is None:
        return ""
    many = abs(places)
    where = "above the line" if places > 0 else "below the line"
    return f" The {'last' if places > 0 else 'first'} {where}." if many == 1 else f" Number {many} {where}."


def _points(tenths: int) -> str:
    return format_percent(tenths, sign=False).removesuffix(".0")


def _order(one: Item) -> tuple[int, bool, int, str]:
    return -shown(one.spread), one.places is None, abs(one.places or 0), one.bid.reference
