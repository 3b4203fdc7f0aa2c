"""Who shares in one budget: partnerships by their allocations, areas by their shares of a pooled budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas
from app.funds.figures import Amount
from app.money import Pence
from db.allocations import Allocation, Partnership, PooledShare
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Allotted:
    """One partnership's or area's part of a budget, in pence or as a word, and the basis it was decided on."""

    id: str
    name: str
    amount: Amount
    basis: str


def allotted(session: Session, budget_id: str, *, on: date) -> list[Allotted]:
    """The parts of a budget, partnerships first, areas by the names they have on that day."""
    rows = session.execute(
        select(Allocation, Organisation.name)
        .join(Partnership, Partnership.id == Allocation.partnership_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Allocation.budget_id == budget_id, Allocation.archived.is_(False))
        .order_by(Partnership.position)
    )
    found = [Allotted(row.id, name, _amount(row), row.basis) for row, name in rows]
    names = {one.id: one.name for one in areas.areas(session, on=on, archived=True)}
    shares = session.scalars(
        select(PooledShare)
        .where(PooledShare.budget_id == budget_id, PooledShare.archived.is_(False))
        .order_by(PooledShare.id)
    )
    return found + [Allotted(row.id, names.get(row.area_id, ""), _amount(row), "Pooled budget") for row in shares]


def _amount(row: Allocation | PooledShare) -> Amount:
    return row.word if row.amount_pence is None else Pence(row.amount_pence)
