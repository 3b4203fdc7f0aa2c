"""Grids of a contract saved in one step: which cells were changed, and that nobody else changed them since.

A cell is `row:column`; an empty one is not in the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app import records
from app.contracts.parts import ContractRecord
from app.contracts.reading import contract
from app.errors import Refused
from app.money import MOST_PENCE
from db.base import Record

R = TypeVar("R", bound=Record)
Figures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that was changed, in the grid of a form's field; `now` is None where it was emptied."""

    grid: str
    row: str
    column: str
    now: int | None

    @property
    def key(self) -> str:
        """The cell's own key."""
        return f"{self.row}:{self.column}"

    @property
    def field(self) -> str:
        """Where a refusal of this cell is shown."""
        return f"{self.grid}:{self.key}"


@dataclass(frozen=True, slots=True)
class Rows(Generic[R]):
    """Every row that the cells of a grid ever had, by the cell's key."""

    every: Mapping[str, Sequence[R]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, R]]) -> Rows[R]:
        """The rows by the key each comes with."""
        found: dict[str, list[R]] = {}
        for key, row in pairs:
            found.setdefault(key, []).append(row)
        return cls(found)

    def ids(self, key: str) -> list[str]:
        """The ids of all rows of a cell, also of those put away."""
        return [row.id for row in self.every.get(key, ())]

    def active(self, key: str) -> R | None:
        """The row a cell has now."""
        return next((row for row in self.every.get(key, ()) if not row.archived), None)


def in_use(session: Session, contract_id: str) -> ContractRecord:
    """The contract, whole. Raises Refused where it is gone or has been put away."""
    one = contract(session, contract_id)
    if one.archived:
        raise Refused("This contract has been put away. Bring it back first.")
    return one


def changed(grid: str, amounts: Figures, was: Figures) -> list[Changed]:
    """The cells that differ from what the person saw, by column and row."""
    found = [
        Changed(grid, cell.partition(":")[0], cell.partition(":")[2], amounts.get(cell))
        for cell in {**was, **amounts}
        if amounts.get(cell) != was.get(cell)
    ]
    return sorted(found, key=lambda one: (one.column, one.row))


def without_noughts(cells: Figures) -> dict[str, int]:
    """A grid in which a 0 says no more than an empty cell."""
    return {cell: figure for cell, figure in cells.items() if figure}


def refuse_unseen(
    session: Session, some: Iterable[Changed], was: Figures, present: Figures, rows: Rows[R], also: Sequence[str] = ()
) -> None:
    """Raise Stale where a changed cell does not hold what the person saw in it, naming who saved there.

    `also` are ids of other rows that what is in the cells follows from.
    """
    for one in some:
        if present.get(one.key) != was.get(one.key):
            row = rows.active(one.key)
            raise records.stale(session, [*rows.ids(one.key), *also], row.version if row is not None else 0)


def refuse_amount(one: Changed, place: str) -> None:
    """Raise Refused at the cell for pence no amount may be; `place` names the cell."""
    if one.now is not None and one.now < 0:
        raise Refused(f"{place}: The amount cannot be below £0.", one.field)
    if one.now is not None and one.now > MOST_PENCE:
        raise Refused(f"{place}: That is more than the desk keeps in one amount (£1,000,000,000).", one.field)
