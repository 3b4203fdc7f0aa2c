"""Adding a table up again from what it prints: every summed column, line by line, against its group and last totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import Refused
from app.listing import Cell, Column, Line, cell_text, sections, totals
from app.money import Pence, parse_pence
from app.papers.blocks import Table

_BETWEEN = re.compile(r"\n|;| \+ ")
"""What stands between the amounts of a cell that prints several."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed total and what was added up for it: each line's name with its amount, all in pence.

    `column` is the key of its column, `group` the label of the group whose total it is, empty for the table's own.
    """

    column: str
    label: str
    group: str
    printed_pence: Pence
    parts: tuple[tuple[str, int], ...]

    @property
    def computed_pence(self) -> Pence:
        return Pence(sum(pence for _, pence in self.parts))

    @property
    def ties(self) -> bool:
        return self.computed_pence == self.printed_pence


def sums_of(table: Table) -> Iterator[Sum]:
    """Every total of the table, the last row first, then each group's. A total that is a word is nobody's sum."""
    listing = table.listing
    if table.totals:
        last = table.stated_totals or totals(listing.columns, listing.lines, table.total_label)
        yield from _sums(table, last, listing.lines, "")
    for group, lines in sections(listing):
        if group is not None and lines and not group.parting:
            yield from _sums(table, totals(listing.columns, lines, group.label), lines, group.label)


def _sums(table: Table, printed: tuple[Cell, ...], lines: tuple[Line, ...], group: str) -> Iterator[Sum]:
    for at, column in enumerate(table.listing.columns):
        if not column.summed:
            continue
        total = _amount(cell_text(printed[at], column))
        if total is not None:
            parts = tuple(
                (_name(table, line), pence) for line in lines for pence in printed_amounts(line.cells[at], column)
            )
            yield Sum(column.key, column.label, group, total, parts)


def _name(table: Table, line: Line) -> str:
    """What a line is called: the first words in it, a letter alone only where there is nothing else."""
    cells = zip(line.cells, table.listing.columns, strict=True)
    words = [cell_text(cell, column) for cell, column in cells if not column.right]
    return next((one for one in words if len(one) > 1), "".join(words[:1]) or line.id)


def printed_amounts(cell: Cell, column: Column) -> tuple[Pence, ...]:
    """The amounts that a cell prints, read again from its text; a word such as TBD is none."""
    text = cell_text(cell, column)
    whole = _amount(text)
    if whole is not None:
        return (whole,)
    parts = [_amount(part) for part in _BETWEEN.split(text)]
    return tuple(part for part in parts if part is not None)


def _amount(text: str) -> Pence | None:
    try:
        return parse_pence(text.strip().rstrip("*†‡§").removeprefix("+"))
    except Refused:
        return None
