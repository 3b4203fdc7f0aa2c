"""Budgets pooled by area: what each area is given, in pence or as a word, and on what basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, records
from app.allocations import cells
from app.allocations.allocations import Terms, columns_of, pence_and_word
from app.allocations.cells import Cells, Changed
from app.fields import GridColumn, GridRow, GridShape
from app.funds import funds, lines
from app.funds.figures import Amount
from app.money import Pence
from app.office import details
from app.years import first_day, format_year
from db.allocations import PooledShare
from db.areas import Area
from db.funds import Budget


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """An area's share of a pooled budget, in pence or as a word, and how it came about (see `AllocationRecord`)."""

    id: str
    budget_id: str
    area_id: str
    amount: Amount
    version: int = 0
    year: int = 0
    basis_kind: str = ""
    basis: str = ""
    reason: str = ""
    overspend_approver: str = ""


def share(
    session: Session,
    budget_id: str,
    *,
    area_id: str,
    amount: Amount,
    basis_kind: str = "",
    basis: str = "",
    reason: str = "",
    overspend_approver: str = "",
) -> str:
    """Record an area's share of a pooled budget, in pence or as a word (maintain); its id.

    Raises Refused, NeedsApproval.
    """
    pence, word = pence_and_word(amount)
    columns = _columns(basis_kind, basis, reason, overspend_approver)
    if pence is not None:
        funds.check_room(session, budget_id, more_pence=pence, approver=overspend_approver, field="amount")
    row = PooledShare(budget_id=budget_id, area_id=area_id, amount_pence=pence, word=word, **columns)
    session.add(row)
    return row.id


def change(
    session: Session,
    share_id: str,
    *,
    version: int | None,
    amount: Amount,
    basis_kind: str = "",
    basis: str = "",
    reason: str = "",
    overspend_approver: str = "",
) -> None:
    """Change an area's share and how it came about. Raises Refused, NeedsApproval, Stale."""
    records.in_use(session, PooledShare, share_id)
    row = records.at_version(session, PooledShare, share_id, version)
    pence, word = pence_and_word(amount)
    columns = _columns(basis_kind, basis, reason, overspend_approver)
    more = (pence or 0) - (row.amount_pence or 0)
    if more > 0:
        funds.check_room(session, row.budget_id, more_pence=more, approver=overspend_approver, field="amount")
    row.amount_pence, row.word = pence, word
    for column, value in columns.items():
        setattr(row, column, value)


def archive(session: Session, share_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a share away, or bring it back where there is room for it. Raises Refused, NeedsApproval, Stale."""
    row = records.at_version(session, PooledShare, share_id, version)
    if back and row.archived and row.amount_pence is not None:
        approver = row.overspend_approver
        funds.check_room(session, row.budget_id, more_pence=row.amount_pence, approver=approver, field="amount")
    row.archived = not back


def _columns(basis_kind: str, basis: str, reason: str, overspend_approver: str) -> dict[str, str]:
    given: Terms = {
        "basis_kind": basis_kind,
        "basis": basis,
        "reason": reason,
        "overspend_approver": overspend_approver,
    }
    return columns_of(given)


def shares(session: Session, *, budget_id: str | None = None, line_id: str | None = None) -> list[ShareRecord]:
    """The shares of one pooled budget, of every year of one line, or all of them, in the order they were entered."""
    query = (
        select(PooledShare, Budget.year)
        .join(Budget, Budget.id == PooledShare.budget_id)
        .where(PooledShare.archived.is_(False))
        .order_by(PooledShare.id)
    )
    if budget_id is not None:
        query = query.where(PooledShare.budget_id == budget_id)
    if line_id is not None:
        query = query.where(Budget.line_id == line_id, Budget.archived.is_(False))
    return [
        ShareRecord(
            row.id,
            row.budget_id,
            row.area_id,
            row.word if row.amount_pence is None else Pence(row.amount_pence),
            row.version,
            year,
            row.basis_kind,
            row.basis,
            row.reason,
            row.overspend_approver,
        )
        for row, year in session.execute(query)
    ]


# the shares of a line as a grid


def entered(session: Session, line_id: str, *, years: Sequence[int]) -> dict[str, Amount]:
    """What each area has of the line in these years, in pence or as a word, by `area:year`."""
    return {f"{one.area_id}:{one.year}": one.amount for one in shares(session, line_id=line_id) if one.year in years}


def shape(session: Session, line_id: str, *, years: Sequence[int]) -> GridShape:
    """The grid of the line for these years: the tree of areas by the names they have in the last of them."""
    line = lines.line(session, line_id)
    held = {cell.rpartition(":")[0] for cell in entered(session, line_id, years=years)}
    tree = areas.areas(session, on=first_day(max(years)), archived=True)
    style = details(session).year_style
    columns = []
    for year in years:
        available = line.budgets[year].figures.available if year in line.budgets else None
        label = f"{format_year(year, style)} £"
        if isinstance(available, int):
            columns.append(GridColumn(str(year), label, "amount", available))
        else:
            help_text = f"The budget is {available}." if available else "No budget yet."
            columns.append(GridColumn(str(year), label, "amount", help=help_text))
    rows = tuple(GridRow(one.id, one.name, one.level) for one in tree if not one.archived or one.id in held)
    return GridShape(rows, tuple(columns), at_most=True)


def enter(
    session: Session,
    line_id: str,
    *,
    amounts: Cells,
    was: Cells,
    basis_kind: str = "",
    basis: str = "",
    reason: str = "",
    overspend_approver: str = "",
) -> None:
    """Save the grid, `area:year` to pence or a word such as Maintain; a cell that is missing puts that share away.

    As `entering.enter` does it for allocations. Raises Refused (at `amounts:area:year`), NeedsApproval, Stale.
    """
    words = cells.said(session, {one.id: one.name for one in areas.areas(session, archived=True)})
    changed = cells.changed(amounts, was, words)
    line = lines.line(session, line_id)
    budgets = {year: budget.id for year, budget in line.budgets.items()}
    rows = _rows(session, line_id)
    present = {one.key: next((row for row in rows.get(one.key, ()) if not row.archived), None) for one in changed}
    for one in changed:
        ids = [row.id for row in rows.get(one.key, ())]
        cells.refuse_unseen(session, one, present[one.key], was, ids)
    columns = _columns(basis_kind, basis, reason, overspend_approver)
    more: dict[int, int] = {}
    for one in changed:
        row = present[one.key]
        if row is None and one.year not in budgets:
            raise words.at(one, f"“{line.name}” has no budget in that year yet. Give it one first.")
        if row is None:
            records.in_use(session, Area, one.row_id)
        more[one.year] = more.get(one.year, 0) + (one.pence or 0) - ((row.amount_pence or 0) if row else 0)
    cells.check_room(session, more, budgets, overspend_approver, words)
    for one in changed:
        _write(session, one, present[one.key], budgets, columns)


def _rows(session: Session, line_id: str) -> dict[str, list[PooledShare]]:
    """Every row a cell ever had."""
    found: dict[str, list[PooledShare]] = {}
    query = (
        select(PooledShare, Budget.year)
        .join(Budget, Budget.id == PooledShare.budget_id)
        .where(Budget.line_id == line_id, Budget.archived.is_(False))
        .order_by(PooledShare.id)
    )
    for row, year in session.execute(query):
        found.setdefault(f"{row.area_id}:{year}", []).append(row)
    return found


def _write(
    session: Session, one: Changed, row: PooledShare | None, budgets: Mapping[int, str], columns: Mapping[str, str]
) -> None:
    if row is None:
        values = {"amount_pence": one.pence, "word": one.word, **columns}
        session.add(PooledShare(budget_id=budgets[one.year], area_id=one.row_id, **values))
    elif one.emptied:
        row.archived = True
    else:
        row.amount_pence, row.word = one.pence, one.word
        for column, value in columns.items():
            if column != "reason" or value:
                setattr(row, column, value)
