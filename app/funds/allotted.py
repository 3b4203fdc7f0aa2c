"""Who shares in one budget: partnerships by their allocations, alone or together, areas by their pooled shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas
from app.funds.figures import Amount
from app.money import Pence
from db.allocations import Allocation, AllocationSharer, Partnership, PooledShare
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Allotted:
    """One part of a budget, in pence or as a word, and the basis it was decided on.

    It is a partnership's, an area's, or that of several partnerships who share an addition: then `name` says who.
    """

    id: str
    name: str
    amount: Amount
    basis: str


def allotted(session: Session, budget_id: str, *, on: date) -> list[Allotted]:
    """The parts of a budget: partnerships, what several share, and areas by the names they have on that day."""
    rows = session.execute(
        select(Allocation, Organisation.name)
        .join(Partnership, Partnership.id == Allocation.partnership_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Allocation.budget_id == budget_id, Allocation.archived.is_(False))
        .order_by(Partnership.position)
    )
    found = [Allotted(row.id, name, _amount(row), row.basis) for row, name in rows]
    found += _additions(session, budget_id)
    names = {one.id: one.name for one in areas.areas(session, on=on, archived=True)}
    shares = session.scalars(
        select(PooledShare)
        .where(PooledShare.budget_id == budget_id, PooledShare.archived.is_(False))
        .order_by(PooledShare.id)
    )
    return found + [
        Allotted(row.id, names.get(row.area_id, ""), _amount(row), row.basis or "Pooled budget") for row in shares
    ]


def _additions(session: Session, budget_id: str) -> list[Allotted]:
    """Additions that several partnerships share, in the order they were entered."""
    active = Allocation.budget_id == budget_id, Allocation.archived.is_(False), Allocation.partnership_id.is_(None)
    sharers: dict[str, list[str]] = {}
    rows = session.execute(
        select(Allocation.id, Organisation.name)
        .join(AllocationSharer, AllocationSharer.allocation_id == Allocation.id)
        .join(Partnership, Partnership.id == AllocationSharer.partnership_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(*active, AllocationSharer.archived.is_(False))
        .order_by(Partnership.position)
    )
    for allocation_id, name in rows:
        sharers.setdefault(allocation_id, []).append(name)
    return [
        Allotted(row.id, f"{row.name}: {', '.join(sharers.get(row.id, ()))}", _amount(row), row.basis)
        for row in session.scalars(select(Allocation).where(*active).order_by(Allocation.id))
    ]


def _amount(row: Allocation | PooledShare) -> Amount:
    return row.word if row.amount_pence is None else Pence(row.amount_pence)
