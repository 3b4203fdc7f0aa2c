"""Community Safety Partnerships, what each is allocated, its spend by theme, and pooled budgets by area."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import funds
from app.funds.figures import Amount
from app.money import Pence
from db.allocations import Allocation, Partnership, PooledShare, Spend, Theme
from db.funds import Budget
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class PartnershipRecord:
    """A partnership; `parent_id` is the county partnership it lies under."""

    id: str
    name: str
    organisation_id: str
    area_id: str | None
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class AllocationRecord:
    """What a partnership is given out of one budget, in pence or as a word."""

    id: str
    version: int
    budget_id: str
    year: int
    partnership_id: str
    partnership: str
    amount: Amount
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpendCell:
    """What a partnership spent on a theme: every amount in its printed order, in pence, with the ids of their rows."""

    partnership_id: str
    theme_id: str
    theme: str
    amounts: tuple[Pence, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """An area's share of a pooled budget, in pence or as a word."""

    id: str
    budget_id: str
    area_id: str
    amount: Amount


def partnerships(session: Session) -> list[PartnershipRecord]:
    """Every partnership in the office's order."""
    rows = session.execute(
        select(Partnership, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Partnership.archived.is_(False))
        .order_by(Partnership.position)
    )
    return [PartnershipRecord(row.id, name, row.organisation_id, row.area_id, row.parent_id) for row, name in rows]


def add_partnership(
    session: Session, *, organisation_id: str, area_id: str | None = None, parent_id: str | None = None
) -> str:
    """Add a partnership; its id."""
    row = Partnership(
        organisation_id=organisation_id,
        area_id=area_id,
        parent_id=parent_id,
        position=records.next_position(session, Partnership),
    )
    session.add(row)
    return row.id


def allocations(session: Session, *, year: int | None = None, budget_id: str | None = None) -> list[AllocationRecord]:
    """Allocations in the partnerships' order."""
    query = (
        select(Allocation, Budget.year, Organisation.name)
        .join(Budget, Budget.id == Allocation.budget_id)
        .join(Partnership, Partnership.id == Allocation.partnership_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Allocation.archived.is_(False))
        .order_by(Budget.year, Partnership.position)
    )
    if year is not None:
        query = query.where(Budget.year == year)
    if budget_id is not None:
        query = query.where(Allocation.budget_id == budget_id)
    return [
        AllocationRecord(
            row.id,
            row.version,
            row.budget_id,
            in_year,
            row.partnership_id,
            name,
            row.word if row.amount_pence is None else Pence(row.amount_pence),
            row.basis,
            row.reason,
        )
        for row, in_year, name in session.execute(query)
    ]


def allocate(
    session: Session,
    budget_id: str,
    *,
    partnership_id: str,
    amount: Amount,
    basis: str = "",
    reason: str = "",
    overspend_approver: str = "",
) -> str:
    """Allocate part of a budget to a partnership, in pence or as a word; its id. Raises Refused, NeedsApproval."""
    pence, word = _pence_and_word(amount)
    if pence is not None:
        funds.check_room(session, budget_id, more_pence=pence, approver=overspend_approver, field="amount")
    row = Allocation(
        budget_id=budget_id,
        partnership_id=partnership_id,
        amount_pence=pence,
        word=word,
        basis=basis.strip(),
        reason=reason.strip(),
    )
    session.add(row)
    return row.id


def themes(session: Session) -> dict[str, str]:
    """Every theme's name by its id, in the office's order."""
    rows = session.scalars(select(Theme).where(Theme.archived.is_(False)).order_by(Theme.position))
    return {row.id: row.name for row in rows}


def add_theme(session: Session, *, name: str) -> str:
    """Add a theme; its id. Raises Refused."""
    row = Theme(name=records.required(name, "The theme", "name"), position=records.next_position(session, Theme))
    session.add(row)
    return row.id


def record_spend(
    session: Session,
    *,
    partnership_id: str,
    theme_id: str,
    year: int,
    amounts_pence: tuple[int, ...],
    printed: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Record the amounts in one cell of the spend table, in order; their ids. `printed` keeps odd print as it was."""
    rows = [
        Spend(
            partnership_id=partnership_id,
            theme_id=theme_id,
            year=year,
            position=at,
            amount_pence=pence,
            printed=printed[at] if at < len(printed) else "",
        )
        for at, pence in enumerate(amounts_pence)
    ]
    session.add_all(rows)
    return tuple(row.id for row in rows)


def spend(session: Session, *, year: int) -> list[SpendCell]:
    """Spend by theme and partnership, themes first, amounts of a cell in their printed order."""
    rows = session.execute(
        select(Spend, Theme.name, Theme.position, Partnership.position)
        .join(Theme, Theme.id == Spend.theme_id)
        .join(Partnership, Partnership.id == Spend.partnership_id)
        .where(Spend.year == year, Spend.archived.is_(False))
        .order_by(Theme.position, Partnership.position, Spend.position)
    )
    cells: dict[tuple[str, str], tuple[str, list[Spend]]] = {}
    for row, theme, _, _ in rows:
        cells.setdefault((row.partnership_id, row.theme_id), (theme, []))[1].append(row)
    return [
        SpendCell(*key, theme, tuple(Pence(one.amount_pence) for one in mine), tuple(one.id for one in mine))
        for key, (theme, mine) in cells.items()
    ]


def share(session: Session, budget_id: str, *, area_id: str, amount: Amount, overspend_approver: str = "") -> str:
    """Record an area's share of a pooled budget, in pence or as a word (maintain); its id.

    Raises Refused, NeedsApproval.
    """
    pence, word = _pence_and_word(amount)
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


def _pence_and_word(amount: Amount) -> tuple[int | None, str]:
    if amount is None:
        raise Refused("Give an amount, or a word such as TBD that stands in its place.", "amount")
    if isinstance(amount, int) and amount < 0:
        raise Refused("The amount cannot be below £0.", "amount")
    return (None, amount.strip()) if isinstance(amount, str) else (amount, "")
