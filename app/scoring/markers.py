"""Who marks strictly and who leniently: for information only. Nobody's points and no place are changed by it.

Members are compared over bids they share, never over all bids: whoever was given the weaker bids is not strict for
that. Nothing is said while a bid may not be seen yet. Differences are fractions of what was possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from app.listing import Column, Line, Listing
from app.scoring.arithmetic import Placed, bid_score, mean, median, ranks, score_text, shown
from app.scoring.ranking import POINT, Standing, Standings, standings

LEAST_SHARED = 5
"""Bids that a member must share with others before they are compared."""
STRICT, LENIENT, LIKE_OTHERS = "Strict", "Lenient", "Like the others"
EVEN = Fraction(1, 100)
"""A difference below this is none worth a word."""
INFORMATION = "For information only: nobody's points are changed by it, and no bid is ranked by it."


@dataclass(frozen=True, slots=True)
class Marker:
    """A member beside the others: `difference` is how much more than they did they gave, on average over the bids they
    `shared`. `moves` are the places a bid would go up (above 0) or down without that difference, by its id.
    """

    member_id: str
    name: str
    shared: int
    difference: Fraction
    moves: Mapping[str, int]

    @property
    def word(self) -> str:
        """Strict, lenient, or like the others."""
        if abs(self.difference) < EVEN:
            return LIKE_OTHERS
        return LENIENT if self.difference > 0 else STRICT


def compared(every: Standings) -> tuple[Marker, ...]:
    """The members who share enough bids with others, in the order of their seats; none while a bid stays closed."""
    if not every.is_complete:
        return ()
    found: list[Marker] = []
    for seat in every.stage.seats:
        apart = [one for standing in every.ordered if (one := _apart(standing, seat.member_id)) is not None]
        average = mean(apart)
        if average is not None and len(apart) >= LEAST_SHARED:
            moves = _moves(every, {seat.member_id: average})
            found.append(Marker(seat.member_id, seat.name, len(apart), average, moves))
    return tuple(found)


def places_without(every: Standings) -> dict[str, int]:
    """Each ranked bid's place if what sets the compared members apart were taken out; empty while a bid is closed."""
    members = compared(every)
    return _places(every, {one.member_id: one.difference for one in members}) if members else {}


def _apart(standing: Standing, member_id: str) -> Fraction | None:
    """How much more than the others a member gave a bid; None where one of the two sides gave nothing."""
    mine = next((one.score for one in standing.members if one.member_id == member_id), None)
    others = mean([one.score for one in standing.members if one.score is not None and one.member_id != member_id])
    return mine - others if mine is not None and others is not None else None


def _moves(every: Standings, differences: Mapping[str, Fraction]) -> dict[str, int]:
    """The bids that would stand elsewhere, and by how many places higher."""
    without = _places(every, differences)
    return {
        one.application_id: one.rank - without[one.application_id]
        for one in every.ordered
        if one.rank is not None and one.rank != without[one.application_id]
    }


def _places(every: Standings, differences: Mapping[str, Fraction]) -> dict[str, int]:
    """Where the ranked bids would stand if so much had been taken from what these members gave.

    An agreed score is everybody's, and stays.
    """
    bids = {one.id: one for one in every.bids}
    entries: list[Placed] = []
    for one in every.ordered:
        if one.rank is None:
            continue
        scores = [
            each.score - differences.get(each.member_id, Fraction()) for each in one.members if each.score is not None
        ]
        score = bid_score(scores, one.agreed.score if one.agreed is not None else None)
        if score is not None:
            bid = bids[one.application_id]
            entries.append(Placed(bid.id, score, median(scores), one.criterion, bid.requested, bid.reference))
    return ranks(entries, every.stage.tie_rule)


# as it is shown


def marker_list(session: Session, stage_id: str) -> Listing:
    """Each member who can be compared; differences are in millionths of points out of 100. Lines go by member's id.

    Raises Refused when the stage is gone.
    """
    return Listing(
        "Strict and lenient",
        (
            Column("member", "Member"),
            Column("shared", "Bids shared", "count", added=False),
            Column("difference", "Above or below the others", "figure", added=False, places=1),
            Column("word", "Marks", "chip"),
            Column("moves", "Bids that would move", "count", added=False),
            Column("furthest", "By places, at most", "count", added=False),
        ),
        tuple(
            Line(
                one.member_id,
                (
                    one.name,
                    one.shared,
                    shown(one.difference) * POINT,
                    one.word,
                    len(one.moves),
                    max(map(abs, one.moves.values()), default=0),
                ),
            )
            for one in compared(standings(session, stage_id, named=False))
        ),
        notes=(("", INFORMATION), ("", f"Members are compared from {LEAST_SHARED} shared bids on.")),
    )


def words_of(session: Session, stage_id: str, member_id: str) -> tuple[str, ...]:
    """How a member marks beside the others, in sentences; none while a bid stays closed or too few are shared.

    Raises Refused when the stage is gone.
    """
    every = compared(standings(session, stage_id, named=False))
    one = next((each for each in every if each.member_id == member_id), None)
    if one is None:
        return ()
    size = score_text(abs(one.difference))
    above = "above" if one.difference > 0 else "below"
    first = f"{one.word}: {size} {above} the others on average over the {one.shared} bids they share."
    if not one.moves:
        return (first, "Without that difference no bid would stand elsewhere.", INFORMATION)
    furthest = max(map(abs, one.moves.values()))
    return (
        first,
        f"Without that difference {_count(len(one.moves), 'bid')} would move, by {_count(furthest, 'place')} at most.",
        INFORMATION,
    )


def _count(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else f'{word}s'}"
