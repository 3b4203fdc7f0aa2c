"""Which bids are scored at a stage: all that are ready at the first, those that passed it at the second."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy.orm import Session

from app.scoring import reading, totals
from app.scoring.arithmetic import WHOLE
from app.scoring.parts import BidRecord, StageRecord


def of_stage(session: Session, of: StageRecord, *, named: bool = True) -> list[BidRecord]:
    """The bids that are scored at a stage, by reference; none at the second before the first is ranked.

    Without names of areas and priorities where they are not `named`.
    """
    ready = reading.ready(session, of.round_id, named=named)
    if of.number == 1:
        return ready
    first = next((one for one in reading.stages(session, of.round_id) if one.number == 1), None)
    if first is None:
        return []
    going = passed(session, first)
    return [one for one in ready if one.id in going]


def passed(session: Session, of: StageRecord) -> frozenset[str]:
    """The bids that go on to the second stage, by id: their score reaches the share that the first asks for.

    None go on before its ranking is agreed, nor where nothing is asked for. Too few scores are no way on, and neither
    is a score agreed on over too few.
    """
    if of.ranked_on is None or of.pass_tenths is None:
        return frozenset()
    needed = Fraction(of.pass_tenths, WHOLE)
    agreed = {one.application_id: Fraction(one.score, WHOLE) for one in reading.agreed(session, of.id)}
    return frozenset(
        one.application_id
        for one in totals.by_bid(session, of, reading.scales(session, of))
        if one.scores >= of.least_scorers and agreed.get(one.application_id, one.mean) >= needed
    )
