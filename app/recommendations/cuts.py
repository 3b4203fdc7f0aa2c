"""Which costs of a bid are paid for less than was asked: what each is to have, coming to what the bid is to have.

Amounts are pence. A cost that is to have all that was asked for it is not cut, and not kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants.parts import ApplicationRecord, CostRecord
from app.grants.reading import application
from app.money import Pence, format_pence
from app.recommendations import reading
from app.recommendations.outcome_fields import AMOUNT, CUTS, cuts_cells
from app.recommendations.parts import RecommendationRecord
from db.recommendations import COMMITTED, Recommendation, RecommendationCut

NONE_YET = "Say first how much the bid is to have."
NOT_LESS = "It is to have all that it asks for, so that nothing is cut."


def set_cuts(
    session: Session, application_id: str, *, cuts: Mapping[str, int | None], was: Mapping[str, int | None]
) -> None:
    """Save what each cost of a bid is to have, `cost_id:amount` in pence, which comes to what the bid is to have.

    `was` is the grid as the person saw it. Columns it cannot be typed into are left. Raises Refused (at
    `cuts:cost_id:amount`, or `cuts` where the sum is wrong), Stale.
    """
    known = _reduced(session, application_id)
    a = application(session, application_id)
    costs = {one.id: one for one in a.costs if one.requested}
    present = _amounts(cuts_cells(a.costs, known))
    after, before = _amounts(cuts), _amounts(was)
    rows = _rows(session, known.id)
    changed = [key for key in {**after, **before} if after.get(key) != before.get(key)]
    for key in changed:
        if key not in costs:
            raise Refused("This cost is no longer in the bid. Close it and look again.", f"{CUTS}:{key}:{AMOUNT}")
        if present.get(key) != before.get(key):
            raise records.stale(session, [known.id, *(row.id for row in rows.values())], known.version)
    to_have = {key: _to_have(cost, (after if key in changed else present).get(key)) for key, cost in costs.items()}
    _refuse_sum(to_have, known)
    _write(session, known, costs, to_have, rows)


def foots(a: ApplicationRecord, one: RecommendationRecord) -> str:
    """What is wrong with the cuts of a bid that is funded in part, in a sentence; empty where they come to its amount.

    Nothing is wrong while nothing is cut: then it is not said which costs are paid for less.
    """
    if not one.cuts:
        return ""
    total = sum(dict(one.cuts).get(cost.id, cost.requested) for cost in a.costs)
    if total == one.amount:
        return ""
    return (
        f"What its costs are to have comes to {format_pence(total)}, and it is to have "
        f"{format_pence(one.amount or 0)}. Change one of them."
    )


def _reduced(session: Session, application_id: str) -> RecommendationRecord:
    known = reading.recommendation(session, application_id)
    if known is None or known.amount is None:
        raise Refused(NONE_YET)
    if known.is_committed:
        raise Refused(COMMITTED)
    asked = application(session, application_id).requested
    if known.outcome == "fund" or known.amount == asked:
        raise Refused(NOT_LESS)
    return known


def _amounts(cells: Mapping[str, int | None]) -> dict[str, int | None]:
    """What was typed in the column of amounts, by the cost's id."""
    return {key.partition(":")[0]: one for key, one in cells.items() if key.partition(":")[2] == AMOUNT}


def _to_have(cost: CostRecord, amount: int | None) -> Pence:
    box = f"{CUTS}:{cost.id}:{AMOUNT}"
    if amount is None:
        raise Refused(f"{cost.item}: Say what it is to have, £0 where that is nothing.", box)
    if not 0 <= amount <= cost.requested:
        raise Refused(f"{cost.item}: Between £0 and the {format_pence(cost.requested)} that are asked for.", box)
    return Pence(amount)


def _refuse_sum(to_have: Mapping[str, Pence], known: RecommendationRecord) -> None:
    total, amount = sum(to_have.values()), known.amount or 0
    if total != amount:
        more = f"{format_pence(abs(total - amount))} {'too much' if total > amount else 'too little'}"
        raise Refused(f"The costs come to {format_pence(total)}, which is {more}.", CUTS)


def _rows(session: Session, recommendation_id: str) -> dict[str, RecommendationCut]:
    query = select(RecommendationCut).where(
        RecommendationCut.recommendation_id == recommendation_id, RecommendationCut.archived.is_(False)
    )
    return {row.cost_id: row for row in session.scalars(query)}


def _write(
    session: Session,
    known: RecommendationRecord,
    costs: Mapping[str, CostRecord],
    to_have: Mapping[str, Pence],
    rows: Mapping[str, RecommendationCut],
) -> None:
    for key, row in rows.items():
        if key not in costs or to_have[key] == costs[key].requested:
            row.archived = True
    for key, amount in to_have.items():
        row_now = rows.get(key)
        if row_now is not None:
            row_now.amount_pence = amount
        elif amount != costs[key].requested:
            session.add(RecommendationCut(recommendation_id=known.id, cost_id=key, amount_pence=amount))
    records.touch(records.fetch(session, Recommendation, known.id))
