"""The cut line of a stage as the file has it: its ranked list, what is recommended so far, and what bars a bid.

Amounts are pence; a score is an exact fraction of what was possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy.orm import Session

from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.money import Pence
from app.recommendations import reading
from app.recommendations.barring import barred
from app.recommendations.cutline import NOTHING, CutLine, Entry, draw
from app.recommendations.ground import given_besides
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import RecommendationRecord
from app.scoring.arithmetic import WHOLE
from app.scoring.parts import StageRecord
from app.scoring.ranking import Standings, standings

REFUSED = frozenset(("defer", "decline"))
"""The outcomes that leave what a bid asks for to the next one."""


def of_stage(session: Session, stage_id: str) -> CutLine:
    """The cut line of a stage through its bids in their places. Raises Refused when the stage is gone.

    Each has what is recommended for it, else what it asks for; one that is to be deferred or declined is passed over.
    """
    every = standings(session, stage_id, named=False)
    return drawn(session, every, round_(session, every.stage.round_id))


def drawn(session: Session, every: Standings, r: RoundRecord) -> CutLine:
    """The same of standings that have been read already, in the round they are of.

    What other bids of the round have, as at another stage, is not there to be given again.
    """
    ids = {one.id for one in every.bids}
    found = barred(session, r, ids)
    known = {one.application_id: one for one in reading.recommendations(session, stage_id=every.stage.id)}
    pot = Pence(r.pot - given_besides(session, r, ids))
    return draw(entries(every, known, found), pot=pot, over=r.over, least=least_score(every.stage))


def moved(before: CutLine, every: Standings, r: RoundRecord) -> CutLine:
    """The line where scores have changed and nothing else has: the same bids with the same amounts in other places."""
    known = {one.entry.application_id: one.entry for one in before.rows}
    found = [
        Entry(mine.application_id, one.rank, one.score, mine.requested, mine.amount, mine.bars)
        for one in every.ordered
        if (mine := known.get(one.application_id)) is not None
    ]
    return draw(found, pot=before.money, least=least_score(every.stage))


def entries(
    every: Standings, recommended: Mapping[str, RecommendationRecord], kept_out: Mapping[str, Sequence[str]]
) -> tuple[Entry, ...]:
    """The bids of a stage in their places, with what each would have.

    `kept_out` is by a bid's id why it can have nothing, in a sentence each.
    """
    bids = {one.id: one for one in every.bids}
    found = []
    for one in every.ordered:
        mine = recommended.get(one.application_id)
        requested = bids[one.application_id].requested or NOTHING
        amount = mine.amount if mine is not None and mine.amount is not None else requested
        why = " ".join(kept_out.get(one.application_id, ()))
        if not why and mine is not None and mine.outcome in REFUSED:
            why = f"Recommended: {outcome_words(mine.outcome).lower()}."
        found.append(Entry(one.application_id, one.rank, one.score, requested, Pence(amount), why))
    return tuple(found)


def least_score(of: StageRecord) -> Fraction | None:
    """The score under which nothing is funded: what the first stage asks for to go on, None where it asks for none."""
    return None if of.pass_tenths is None else Fraction(of.pass_tenths, WHOLE)
