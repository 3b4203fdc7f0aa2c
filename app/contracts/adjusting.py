"""What a contract costs in each year where that is not what its dates give. Amounts are pence, years start years."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts import cells
from app.contracts.cells import Rows
from app.contracts.money_fields import years_cells
from app.contracts.parts import ContractRecord
from app.contracts.standing import current_value
from app.contracts.yearly import years
from app.errors import Refused
from app.money import format_pence
from app.office import details
from app.years import format_year
from db.contracts import ContractYear


def set_years(
    session: Session, contract_id: str, *, amounts: Mapping[str, int], was: Mapping[str, int], reason: str
) -> None:
    """Save what each year costs, `year:value` to pence; other columns of the grid are passed over, an empty cell is £0.

    `was` is the grid as the person saw it: only years that differ from it are touched. What is kept is the difference
    to what the dates give, so that it stays when a variation changes the year. All years together come to what the
    contract is worth. Raises Refused (at `amounts:year:value`, at `amounts` where they do not, at `reason`), Stale.
    """
    one = cells.in_use(session, contract_id)
    some = cells.changed("amounts", _values(amounts), _values(was))
    if not some:
        return
    present = _values(years_cells(one))
    rows = Rows.of((f"{row.year}:value", row) for row in _rows(session, contract_id))
    cells.refuse_unseen(session, some, _values(was), present, rows, _shaping(one))
    computed = {f"{each.year}:value": each.computed for each in years(one)}
    style = details(session).year_style
    for each in some:
        year = format_year(int(each.row), style)
        if each.key not in computed:
            raise Refused(f"The contract does not run in {year}.", each.field)
        cells.refuse_amount(each, year)
    plain = records.required(reason, "The reason", "reason")
    after = {**present, **{each.key: each.now or 0 for each in some}}
    total, worth = sum(after.values()), current_value(one)
    if total != worth:
        raise Refused(
            f"The years come to {format_pence(total)}; the contract is worth {format_pence(worth)}.", "amounts"
        )
    for each in some:
        _write(session, contract_id, int(each.row), (each.now or 0) - computed[each.key], plain, rows.active(each.key))
    for key in rows.every.keys() - computed.keys():
        if (gone := rows.active(key)) is not None:  # of a year the contract no longer runs in: it moves nothing now
            gone.archived = True


def _values(grid: Mapping[str, int]) -> dict[str, int]:
    return {cell: pence for cell, pence in grid.items() if cell.endswith(":value") and pence}


def _rows(session: Session, contract_id: str) -> list[ContractYear]:
    query = select(ContractYear).where(ContractYear.contract_id == contract_id).order_by(ContractYear.id)
    return list(session.scalars(query))


def _shaping(one: ContractRecord) -> list[str]:
    """The ids of all that what the dates give follows from."""
    options, breaks = (each.id for each in one.options), (each.id for each in one.breaks)
    return [one.id, *options, *breaks, *(each.id for each in one.variations)]


def _write(session: Session, contract_id: str, year: int, change: int, reason: str, row: ContractYear | None) -> None:
    if row is None and change:
        session.add(ContractYear(contract_id=contract_id, year=year, change_pence=change, reason=reason))
    elif row is not None and change:
        row.change_pence, row.reason = change, reason
    elif row is not None:
        row.archived = True
