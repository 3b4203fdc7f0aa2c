"""A line's allocations entered as a grid: several partnerships and years, saved in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations import allocations, basing, cells, factors
from app.allocations.allocations import Terms
from app.allocations.basing import Proposal
from app.allocations.cells import Cells, Changed, Said
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.errors import Refused
from app.fields import GridColumn, GridRow, GridShape
from app.funds import lines
from app.funds.figures import Amount
from app.funds.lines import LineRecord
from app.money import Pence
from app.office import details
from app.years import format_year
from db.allocations import Allocation, Partnership
from db.funds import Budget

CARRIED = ("purpose", "conditions", "reason")
"""The terms that go on from one year to the next."""


def entered(session: Session, line_id: str, *, years: Sequence[int]) -> dict[str, Amount]:
    """What each partnership has out of the line in these years, in pence or as a word, by `partnership:year`."""
    return {
        f"{row.partnership_id}:{year}": row.word if row.amount_pence is None else Pence(row.amount_pence)
        for row, year in _rows(session, line_id)
        if year in years and not row.archived
    }


def shape(session: Session, line_id: str, *, years: Sequence[int]) -> GridShape:
    """The grid of the line for these years: every partnership in use, and those put away that have a figure in them.

    A year's cells are to add up to what there is to give, less what several partnerships share.
    """
    line = lines.line(session, line_id)
    present = entered(session, line_id, years=years)
    with_figures = {cell.rpartition(":")[0] for cell in present}
    known = [one for one in partnerships(session, archived=True) if not one.archived or one.id in with_figures]
    style = details(session).year_style
    return GridShape(
        tuple(GridRow(one.id, one.name, one.level) for one in known),
        tuple(_column(session, line, year, format_year(year, style)) for year in years),
        at_most=True,
    )


def _column(session: Session, line: LineRecord, year: int, label: str) -> GridColumn:
    budget = line.budgets.get(year)
    if budget is None:
        return GridColumn(str(year), f"{label} £", "amount", help="No budget yet.")
    available = budget.figures.available
    if not isinstance(available, int):
        return GridColumn(str(year), f"{label} £", "amount", help=f"The budget is {available or 'not entered'}.")
    shared = [one.amount for one in allocations.additions(session, budget_id=budget.id)]
    rest = available - sum(amount for amount in shared if isinstance(amount, int))
    return GridColumn(str(year), f"{label} £", "amount", rest)


def proposal(
    session: Session,
    line_id: str,
    *,
    year: int,
    method: str,
    ids: Sequence[str] = (),
    direction: str = "more",
    percent: int | None = None,
    pence: int | None = None,
    factor_id: str = "",
) -> Proposal:
    """Figures proposed for `year` from what was typed (`fields.proposal`), for these partnerships or for all.

    `percent` is in tenths. Nothing is written. Raises Refused.
    """
    chosen = [one.id for one in partnerships(session) if not ids or one.id in ids]
    since = format_year(year - 1, details(session).year_style)
    before = {cell.rpartition(":")[0]: amount for cell, amount in entered(session, line_id, years=[year - 1]).items()}
    if method == "percentage":
        tenths = (percent or 0) * (-1 if direction == "less" else 1)
        return basing.by_percentage(chosen, before, tenths=tenths, since=since)
    if method == "each":
        return basing.same_for_each(chosen, pence=pence or 0)
    if method == "equal":
        return basing.equal_shares(chosen, pence=pence or 0)
    if method == "per-head":
        factor = next((one for one in factors.factors(session) if one.id == factor_id), None)
        if factor is None:
            raise Refused("Choose the factor that counts the heads.", "factor_id")
        said = ", ".join(filter(None, (factor.name, factors.said_of(factor))))
        return basing.per_head(chosen, factor.figures, pence=pence or 0, said=said)
    return basing.as_before(chosen, before, since=since)


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
    """Save the grid, `partnership:year` to pence or a word; a cell that is missing puts that allocation away.

    `was` is the grid as the person saw it: only cells that differ from it are touched, and only where nobody else has
    changed them since. Basis and approver are those of every changed cell; an empty reason leaves what is there, and
    a new allocation has the terms of the partnership's last one before it. While a year has no amount, what is entered
    for it is indicative. Room is asked for what a year changes in all. Raises Refused (at `amounts:partnership:year`,
    naming both), NeedsApproval, Stale.
    """
    known = partnerships(session, archived=True)
    words = cells.said(session, {one.id: one.name for one in known})
    changed = cells.changed(amounts, was, words)
    line = lines.line(session, line_id)
    rows = _of_cells(session, line_id)
    for one in changed:
        mine = rows.get(one.key, [])
        cells.refuse_unseen(session, one, _active(mine), was, [row.id for row in mine])
    given: Terms = {
        "basis_kind": basis_kind,
        "basis": basis,
        "reason": reason,
        "overspend_approver": overspend_approver,
    }
    columns = allocations.columns_of(given)
    _refuse_where_it_cannot_be(session, changed, line, rows, known, words)
    _check_room(session, changed, line, rows, overspend_approver, words)
    for one in changed:
        _write(session, one, line, rows, columns)


def _rows(session: Session, line_id: str) -> list[tuple[Allocation, int]]:
    query = (
        select(Allocation, Budget.year)
        .join(Budget, Budget.id == Allocation.budget_id)
        .where(Budget.line_id == line_id, Budget.archived.is_(False), Allocation.partnership_id.is_not(None))
        .order_by(Budget.year, Allocation.id)
    )
    return [(row, year) for row, year in session.execute(query)]


def _of_cells(session: Session, line_id: str) -> dict[str, list[Allocation]]:
    """Every row a cell ever had."""
    found: dict[str, list[Allocation]] = {}
    for row, year in _rows(session, line_id):
        found.setdefault(f"{row.partnership_id}:{year}", []).append(row)
    return found


def _active(rows: Sequence[Allocation]) -> Allocation | None:
    return next((row for row in rows if not row.archived), None)


def _refuse_where_it_cannot_be(
    session: Session,
    changed: Sequence[Changed],
    line: LineRecord,
    rows: Mapping[str, Sequence[Allocation]],
    known: Sequence[PartnershipRecord],
    words: Said,
) -> None:
    in_use = {one.id for one in known if not one.archived}
    for one in changed:
        row = _active(rows.get(one.key, ()))
        if row is None and one.year not in line.budgets:
            raise words.at(one, f"“{line.name}” has no budget in that year yet. Give it one first.")
        if row is None and one.row_id not in in_use:
            records.fetch(session, Partnership, one.row_id)
            raise words.at(one, "This partnership has been put away. Bring it back first.")
        if row is not None and one.emptied:
            try:
                allocations.refuse_agreed_under(session, row)
            except Refused as refused:
                raise words.at(one, refused.message) from refused


def _check_room(
    session: Session,
    changed: Sequence[Changed],
    line: LineRecord,
    rows: Mapping[str, Sequence[Allocation]],
    approver: str,
    words: Said,
) -> None:
    more: dict[int, int] = {}
    for one in changed:
        if _indicative(line, one.year):
            continue
        row = _active(rows.get(one.key, ()))
        before = allocations.promised(session, row, row.amount_pence) if row is not None else 0
        after = one.pence or 0
        if row is not None and not one.emptied:
            after = allocations.promised(session, row, one.pence)
        more[one.year] = more.get(one.year, 0) + after - before
    cells.check_room(session, more, {year: budget.id for year, budget in line.budgets.items()}, approver, words)


def _indicative(line: LineRecord, year: int) -> bool:
    """Whether there is no amount yet to give anything from."""
    budget = line.budgets.get(year)
    return budget is not None and not isinstance(budget.figures.budget, int)


def _write(
    session: Session,
    one: Changed,
    line: LineRecord,
    rows: Mapping[str, Sequence[Allocation]],
    columns: Mapping[str, str],
) -> None:
    row = _active(rows.get(one.key, ()))
    if row is not None and one.emptied:
        row.archived = True
        return
    mine = {key: value for key, value in columns.items() if key != "reason" or value}
    if _indicative(line, one.year):
        mine["status"] = "indicative"
    if row is None:
        budget_id = line.budgets[one.year].id
        mine = {**_carried(one, rows), **mine}
        session.add(
            allocations.row_of(
                budget_id, partnership_id=one.row_id, name="", pence=one.pence, word=one.word, columns=mine
            )
        )
        return
    row.amount_pence, row.word = one.pence, one.word
    for column, value in mine.items():
        setattr(row, column, value)


def _carried(one: Changed, rows: Mapping[str, Sequence[Allocation]]) -> dict[str, str]:
    """The terms of the partnership's last allocation out of the line before this year."""
    earlier = {
        int(cell.rpartition(":")[2]): row
        for cell, mine in rows.items()
        if cell.rpartition(":")[0] == one.row_id and (row := _active(mine)) is not None
    }
    before = max((year for year in earlier if year < one.year), default=None)
    return {} if before is None else {column: getattr(earlier[before], column) for column in CARRIED}
