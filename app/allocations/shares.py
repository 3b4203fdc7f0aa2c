"""Budgets pooled by area: what each area is given, in pence or as a word."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.allocations.allocations import pence_and_word
from app.funds import funds
from app.funds.figures import Amount
from app.money import Pence
from db.allocations import PooledShare


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """An area's share of a pooled budget, in pence or as a word."""

    id: str
    budget_id: str
    area_id: str
    amount: Amount


def share(session: Session, budget_id: str, *, area_id: str, amount: Amount, overspend_approver: str = "") -> str:
    """Record an area's share of a pooled budget, in pence or as a word (maintain); its id.

    Raises Refused, NeedsApproval.
    """
    pence, word = pence_and_word(amount)
    if pence is not None:
        funds.check_room(session, budget_id, more_pence=pence, approver=overspend_approver, field="amount")
    row = PooledShare(budget_id=budget_id, area_id=area_id, amount_pence=pence, word=word)
    session.add(row)
    return row.id


def shares(session: Session, *, budget_id: str | None = None) -> list[ShareRecord]:
    """The shares of one pooled budget, or of all of them, in the order they were entered."""
    query = select(PooledShare).where(PooledShare.archived.is_(False)).order_by(PooledShare.id)
    if budget_id is not None:
        query = query.where(PooledShare.budget_id == budget_id)
    rows = session.scalars(query)
    return [
        ShareRecord(
            row.id, row.budget_id, row.area_id, row.word if row.amount_pence is None else Pence(row.amount_pence)
        )
        for row in rows
    ]
