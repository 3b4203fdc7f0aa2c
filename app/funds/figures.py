"""The figures of the commissioning budget, one function each: budget, moved, allocated, committed, paid, left.

Every screen, workbook and page takes them from here. All are whole pence by budget id (a line in one financial year).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.money import Pence
from db.allocations import Allocation, PooledShare
from db.funds import Budget, BudgetRevision, Commitment, Income, Movement, Payment, Receipt

Amount = Pence | str | None
"""Pence, a word that stands in place of an amount (TBD), or None where nothing is entered. A word is never nought."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one budget, or of several added up, in pence; `budget` may be a word."""

    budget: Amount
    moved: Pence
    allocated: Pence
    committed: Pence
    paid: Pence

    @property
    def available(self) -> Amount:
        """What there is to give: the budget with virements and roll-forwards; a word stays a word."""
        return available(self.budget, self.moved)

    @property
    def left(self) -> Amount:
        """What may still be given: what is available less what is allocated; a word stays a word."""
        return left(self.available, self.allocated)


def available(budget: Amount, moved: int) -> Amount:
    """The budget in force with money moved in and out; no figure where the budget has none."""
    return Pence(budget + moved) if isinstance(budget, int) else budget


def left(available: Amount, allocated: int) -> Amount:
    """Available less allocated, below nought when overspent; no figure where there is none."""
    return Pence(available - allocated) if isinstance(available, int) else available


def in_force() -> ColumnElement[bool]:
    """Joins a budget to the revision of its amount that is in force."""
    return and_(
        BudgetRevision.budget_id == Budget.id,
        BudgetRevision.number == Budget.revision,
        BudgetRevision.archived.is_(False),
    )


def original(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Amount]:
    """The amount each budget was first given, before any revision or movement."""
    first = and_(BudgetRevision.budget_id == Budget.id, BudgetRevision.number == 0)
    return _amounts(
        session,
        select(Budget.id, BudgetRevision.amount_pence, BudgetRevision.word).join(BudgetRevision, first),
        budget_ids,
    )


def budget(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Amount]:
    """The amount of each budget: its revision in force, before money is moved in or out; a word while it has none."""
    query = select(Budget.id, BudgetRevision.amount_pence, BudgetRevision.word).join(BudgetRevision, in_force())
    return _amounts(session, query, budget_ids)


def moved(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Pence]:
    """Money moved in less money moved out: virements and roll-forwards."""
    into = _sums(session, Movement.to_budget_id, Movement.amount_pence, Movement.archived.is_(False), budget_ids)
    out = _sums(session, Movement.from_budget_id, Movement.amount_pence, Movement.archived.is_(False), budget_ids)
    return {key: Pence(into.get(key, 0) - out.get(key, 0)) for key in into.keys() | out.keys()}


def allocated(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Pence]:
    """What is promised to somebody: allocations and pooled shares, and commitments that stand under neither.

    Commitments above the allocation they stand under count in full, so an overrun is never hidden.
    """
    ids = None if budget_ids is None else list(budget_ids)
    sums: dict[str, int] = {}
    under = (
        select(Commitment.allocation_id, func.sum(Commitment.amount_pence).label("pence"))
        .where(Commitment.archived.is_(False), Commitment.allocation_id.is_not(None))
        .group_by(Commitment.allocation_id)
        .subquery()
    )
    promised = func.sum(func.max(func.coalesce(Allocation.amount_pence, 0), func.coalesce(under.c.pence, 0)))
    query = (
        select(Allocation.budget_id, promised)
        .outerjoin(under, under.c.allocation_id == Allocation.id)
        .where(Allocation.archived.is_(False))
        .group_by(Allocation.budget_id)
    )
    if ids is not None:
        query = query.where(Allocation.budget_id.in_(ids))
    free = and_(Commitment.archived.is_(False), Commitment.allocation_id.is_(None))
    for found in (
        {row[0]: row[1] for row in session.execute(query)},
        _sums(session, PooledShare.budget_id, PooledShare.amount_pence, PooledShare.archived.is_(False), ids),
        _sums(session, Commitment.budget_id, Commitment.amount_pence, free, ids),
    ):
        for key, pence in found.items():
            sums[key] = sums.get(key, 0) + (pence or 0)
    return {key: Pence(pence) for key, pence in sums.items()}


def committed(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Pence]:
    """What has been agreed with somebody: contracts, grants and other agreements."""
    return _sums(session, Commitment.budget_id, Commitment.amount_pence, Commitment.archived.is_(False), budget_ids)


def paid(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Pence]:
    """What has been paid against commitments."""
    query = (
        select(Commitment.budget_id, func.sum(Payment.amount_pence))
        .join(Payment, Payment.commitment_id == Commitment.id)
        .where(Commitment.archived.is_(False), Payment.archived.is_(False))
        .group_by(Commitment.budget_id)
    )
    if budget_ids is not None:
        query = query.where(Commitment.budget_id.in_(list(budget_ids)))
    return {row[0]: Pence(row[1]) for row in session.execute(query)}


def received(session: Session, income_ids: Iterable[str] | None = None) -> dict[str, Pence]:
    """What has arrived against each expected income, by income id."""
    return _sums(session, Receipt.income_id, Receipt.amount_pence, Receipt.archived.is_(False), income_ids)


def expected(session: Session, *, year: int) -> Pence:
    """All income expected in a year, whatever its status."""
    total = select(func.sum(Income.expected_pence)).where(Income.year == year, Income.archived.is_(False))
    return Pence(session.scalar(total) or 0)


def of_budgets(session: Session, budget_ids: Iterable[str] | None = None) -> dict[str, Figures]:
    """All the figures of these budgets (every budget for None), by budget id."""
    ids = None if budget_ids is None else list(budget_ids)
    shifted, promised, agreed, gone = (one(session, ids) for one in (moved, allocated, committed, paid))
    none = Pence(0)
    return {
        key: Figures(amount, *(sums.get(key, none) for sums in (shifted, promised, agreed, gone)))
        for key, amount in budget(session, ids).items()
    }


def add(figures: Iterable[Figures]) -> Figures:
    """Several budgets as one. Words are left out of the sum; where there are only words the first of them stands."""
    every = list(figures)
    amounts = [one.budget for one in every if isinstance(one.budget, int)]
    words = [one.budget for one in every if isinstance(one.budget, str)]
    return Figures(
        Pence(sum(amounts)) if amounts else words[0] if words else None,
        Pence(sum(one.moved for one in every)),
        Pence(sum(one.allocated for one in every)),
        Pence(sum(one.committed for one in every)),
        Pence(sum(one.paid for one in every)),
    )


def _amounts(session: Session, query: Select[Any, Any, Any], ids: Iterable[str] | None) -> dict[str, Amount]:
    query = query.where(Budget.archived.is_(False))
    if ids is not None:
        query = query.where(Budget.id.in_(list(ids)))
    return {key: word if pence is None else Pence(pence) for key, pence, word in session.execute(query)}


def _sums(
    session: Session,
    key: InstrumentedAttribute[str],
    pence: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    where: ColumnElement[bool],
    ids: Iterable[str] | None,
) -> dict[str, Pence]:
    query = select(key, func.sum(pence)).where(where).group_by(key)
    if ids is not None:
        query = query.where(key.in_(list(ids)))
    return {row_key: Pence(total or 0) for row_key, total in session.execute(query)}
