"""Grids of an application saved in one step: which rows were changed, and that nobody else changed them since.

A cell is `row:column` and holds a figure or a text; an empty one, or a 0, is not in the grid. What is compared with
what the person saw is the whole row, since the lines of costs have no names by which one is told from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants.bid_fields import NO, YES
from app.money import MOST_PENCE, format_pence
from db.base import Record

Cell = int | str
Cells = Mapping[str, Cell]


def plain(cells: Mapping[str, Cell | None]) -> dict[str, Cell]:
    """The cells that hold something, texts without space around them."""
    stripped = {key: one.strip() if isinstance(one, str) else one for key, one in cells.items()}
    return {key: one for key, one in stripped.items() if one}


def row_of(cells: Cells, row: str) -> dict[str, Cell]:
    """What a row holds, by column."""
    return {key.partition(":")[2]: one for key, one in cells.items() if key.partition(":")[0] == row}


def changed(after: Cells, was: Cells) -> list[str]:
    """The rows that differ from what the person saw, lines in the order they are numbered in."""
    rows = {key.partition(":")[0] for key in {**was, **after} if after.get(key) != was.get(key)}
    return sorted(rows, key=lambda row: (int(row), "") if row.isdecimal() else (0, row))


def refuse_unseen(
    session: Session, rows: Iterable[str], was: Cells, present: Cells, known: Mapping[str, Sequence[Record]]
) -> None:
    """Raise Stale where a row that was changed is not as the person saw it, naming who saved there.

    `known` are all rows of the table that a row of the grid ever had, those put away too; "" has those of no row.
    """
    for row in rows:
        if row_of(present, row) != row_of(was, row):
            mine = [*known.get(row, ()), *known.get("", ())]
            version = next((one.version for one in mine if not one.archived), 0)
            raise records.stale(session, [one.id for one in mine], version)


def text_of(cells: Cells, column: str, what: str, field: str) -> str:
    """The text of a column. Raises Refused at its cell where it is needed and empty."""
    found = cells.get(column)
    if not found:
        raise Refused(f"{what} is needed.", f"{field}:{column}")
    return str(found)


def pence_of(cells: Cells, column: str, place: str, field: str) -> int:
    """The pence of a column, 0 for none. Raises Refused at its cell for what no amount may be."""
    found = cells.get(column, 0)
    if not isinstance(found, int):
        raise Refused(f"{place}: “{found}” is not an amount.", f"{field}:{column}")
    if found < 0:
        raise Refused(f"{place}: The amount cannot be below £0.", f"{field}:{column}")
    if found > MOST_PENCE:
        most = format_pence(MOST_PENCE)
        raise Refused(f"{place}: That is more than the desk keeps in one amount ({most}).", f"{field}:{column}")
    return found


def is_yes(cells: Cells, column: str, place: str, field: str) -> bool | None:
    """Whether a column says yes or no, None for neither. Raises Refused at its cell for anything else."""
    said = str(cells.get(column, "")).casefold()
    if said not in ("", YES, NO, "y", "n"):
        raise Refused(f"{place}: Type yes or no.", f"{field}:{column}")
    return said.startswith("y") if said else None
