"""Independence: whose sheets a bid still waits for, and when anybody may see what came of its scores.

Until then nothing that is derived from scores exists for a bid: no mean, no rank, no colour, no count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.scoring.parts import BidRecord, SheetRecord, StageRecord

Pair = tuple[str, str]
DONE = frozenset(("submitted", "abstained"))


def scorers(of: StageRecord, application_id: str, conflicts: Collection[Pair]) -> tuple[str, ...]:
    """The members whose sheet for a bid is expected: those who read it and have no conflict."""
    return tuple(
        one.member_id
        for one in of.seats
        if of.reads(one.member_id, application_id) and (one.member_id, application_id) not in conflicts
    )


def done(sheets: Iterable[SheetRecord]) -> frozenset[Pair]:
    """The (member, bid) pairs of which the sheet is in: submitted, or abstained from."""
    return frozenset((one.member_id, one.application_id) for one in sheets if one.state in DONE)


def waits_for(
    of: StageRecord, application_id: str, conflicts: Collection[Pair], in_already: Collection[Pair]
) -> tuple[str, ...]:
    """The members whose sheet for a bid is still to come in."""
    return tuple(one for one in scorers(of, application_id, conflicts) if (one, application_id) not in in_already)


def opened(
    of: StageRecord, bids: Iterable[BidRecord], conflicts: Collection[Pair], states: Mapping[Pair, str]
) -> frozenset[str]:
    """The bids of which scores may be seen: all once moderation was opened, else those whose every sheet is in.

    `states` has the state of each sheet by (member, bid). A bid that nobody is to score stays closed.
    """
    if of.is_opened:
        return frozenset(one.id for one in bids)
    in_already = frozenset(pair for pair, state in states.items() if state in DONE)
    return frozenset(
        one.id for one in bids if scorers(of, one.id, conflicts) and not waits_for(of, one.id, conflicts, in_already)
    )
