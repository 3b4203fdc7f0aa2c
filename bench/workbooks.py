"""What writing a list to Excel costs, beside openpyxl writing the same values without looks, sums or widths."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from app.exchange.workbook import write_listing
from app.listing import Cell, Column
from bench.listings import budget_lines
from bench.measure import Row, against

LINES = 20_000


def measure() -> list[Row]:
    """The list through the exchange, in turn with the bare writer."""
    listing = budget_lines(LINES)
    rows = [
        [_value(cell, one) for cell, one in zip(line.cells, listing.columns, strict=True)] for line in listing.lines
    ]
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.xlsx", Path(folder) / "bare.xlsx"
        return [
            against(
                f"a list of {LINES:,} x {len(listing.columns)} to Excel",
                lambda: write_listing(listing, ours),
                "openpyxl write_only, the same values",
                lambda: _write(rows, bare),
            )
        ]


def _value(cell: Cell, column: Column) -> Cell | Decimal:
    if not isinstance(cell, int):
        return cell
    if column.summed:
        return cell // 100 if cell % 100 == 0 else Decimal(cell) / 100
    return Decimal(cell) / 1000


def _write(rows: list[list[Cell | Decimal]], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)
