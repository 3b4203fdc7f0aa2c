"""A list written as CSV, for publishing and for other programs: one table, no totals, nothing that can run.

Pounds are decimals with a point and no commas, percentages have one decimal, days are YYYY-MM-DD.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.exchange.files import replacing
from app.exchange.looks import LIKE_FORMULA
from app.exchange.workbook import printable
from app.listing import Cell, Column, Listing, figure_text, sections
from app.progress import Progress

_PROGRESS_EVERY = 500


def write_csv(listing: Listing, path: Path, *, grouped_by: str = "Group", progress: Progress | None = None) -> None:
    """Write the list to `path`, replacing a file there only when the new one is whole.

    A list with groups begins with a column, headed `grouped_by`, that names the group of each line. Marks and notes
    are left out: a table for programs has no place for them. Raises Refused when the file cannot be written, Stopped.
    """
    tell = progress or Progress()
    with replacing(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for at, row in enumerate(_rows(listing, grouped_by)):
            if at % _PROGRESS_EVERY == 0:
                tell.step(at, len(listing.lines) + 1, "Writing the lines")
            writer.writerow(row)
        # a file of nothing but its head is a list without lines, and is whole too
        tell.step(len(listing.lines) + 1, len(listing.lines) + 1, "Saving the file")


def _rows(listing: Listing, grouped_by: str) -> Iterator[list[str]]:
    """The head and the lines, group by group."""
    first = [safe(grouped_by)] if listing.groups else []
    yield [*first, *(safe(column.label) for column in listing.columns)]
    for group, lines in sections(listing):
        under = [safe(group.label if group else "")] if listing.groups else []
        for line in lines:
            cells = (_text(cell, column) for cell, column in zip(line.cells, listing.columns, strict=True))
            yield [*under, *cells]


def safe(text: str) -> str:
    """Words as somebody typed them; an apostrophe goes before what a spreadsheet would take for a formula."""
    return f"'{printable(text)}" if text.startswith(LIKE_FORMULA) else printable(text)


def _text(cell: Cell, column: Column) -> str:
    """A cell as another program reads it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return safe(cell)
    if column.money:
        return f"{'-' if cell < 0 else ''}{abs(cell) // 100}.{abs(cell) % 100:02d}"
    if column.shape == "percent":
        return f"{'-' if cell < 0 else ''}{abs(cell) // 10}.{abs(cell) % 10}%"
    if column.shape == "figure":
        return figure_text(cell, column.places).replace(",", "").replace("−", "-")
    return str(cell)
