"""A list written as an Excel workbook whose sums are formulas, so that whoever gets it can check them.

Pence become pounds as exact decimals, days become dates, and what people typed is always text, never a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from app.errors import Refused
from app.exchange.files import replacing
from app.exchange.looks import Face, Looks
from app.listing import Cell, Column, Line, Listing, cell_text, heading, sections, totals
from app.progress import Progress

UNPRINTABLE = "\N{WHITE SQUARE}"
LONGEST_CELL = 32_767
"""Excel's own limit, in characters."""
CUT = " […cut here: Excel keeps no more in one cell]"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_MOST_ROWS = 1_048_576
_LONGEST_FORMULA = 8_000  # Excel stops at 8,192 characters
_MOST_ARGUMENTS = 200  # Excel stops at 255
_PROGRESS_EVERY = 500
_HEAD_WIDTH = 16  # a longer head takes two lines


class Formula(NamedTuple):
    """What Excel works out. Nothing a person typed is ever one."""

    text: str


Value = str | int | Decimal | date | Formula | None


def write_listing(listing: Listing, path: Path, *, progress: Progress | None = None) -> None:
    """Write the list to `path`, replacing a file there only when the new one is whole.

    Raises Refused when the file cannot be written, Stopped when `progress` is stopped.
    """
    write_listings([listing], path, progress=progress)


def write_listings(listings: Sequence[Listing], path: Path, *, progress: Progress | None = None) -> None:
    """Write each of these lists on a sheet of its own in one workbook, whole or not at all.

    Raises what `write_listing` does, and ValueError without a list, since a workbook has a sheet.
    """
    from openpyxl import Workbook

    if not listings:
        raise ValueError("a workbook has at least one sheet")
    for listing in listings:
        if len(listing.lines) + len(listing.groups) + len(listing.notes) > _MOST_ROWS - 10:
            raise Refused(f"“{listing.title}” has more lines than an Excel sheet can hold. Filter the list first.")
    with replacing(path) as unfinished:
        book = Workbook(write_only=True)
        book.calculation.fullCalcOnLoad = True
        sheets = [_Sheet(book, listing, progress or Progress()) for listing in listings]
        try:
            for sheet in sheets:
                sheet.fill()
            book.save(unfinished)
        except BaseException:
            for sheet in sheets:
                sheet.looks.abandon()  # whatever stops it, nothing is left open
            raise


def first_cells(path: Path) -> list[str]:
    """What stands first in each line of a workbook's first sheet, read from the disk."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return [str(row[0]) for row in book.worksheets[0].iter_rows(values_only=True) if row]
    finally:
        book.close()


def printable(text: str) -> str:
    """Text with lines that end as one character, in which what XML refuses is made visible."""
    return _UNPRINTABLE.sub(UNPRINTABLE, text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Text that a workbook can hold: what XML refuses is made visible, what is too long ends by saying so."""
    plain = _ESCAPED.sub("_x005F_", printable(text))  # Excel would read _x0041_ as the letter A
    return plain if len(plain) <= LONGEST_CELL else plain[: LONGEST_CELL - len(CUT)] + CUT


def sheet_name(title: str) -> str:
    r"""A title as a name that Excel allows for a sheet: at most 31 characters and none of []:*?/\."""
    plain = _NOT_IN_SHEET_NAME.sub("-", _UNPRINTABLE.sub("", title))
    name = " ".join(plain.split())[:31].strip().strip("'")
    # Excel keeps the name History for itself
    return name if name and name.lower() != "history" else f"List {name}".strip()


@dataclass(slots=True)
class Spans:
    """The rows of a sheet that hold lines, as pairs of first and last."""

    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, first: int, last: int) -> None:
        if last >= first:
            self.spans.append((first, last))

    def total(self, letter: str) -> Formula | None:
        """The sum of these rows of a column; None where Excel could not hold so long a formula."""
        ranges = [f"{letter}{first}:{letter}{last}" for first, last in self.spans]
        starts = range(0, len(ranges), _MOST_ARGUMENTS)
        text = "=" + "+".join(f"SUM({','.join(ranges[at : at + _MOST_ARGUMENTS])})" for at in starts)
        return Formula(text) if ranges and len(text) <= _LONGEST_FORMULA else None


class _Sheet:
    """One list on its way into a workbook, row by row."""

    def __init__(self, book: Any, listing: Listing, progress: Progress) -> None:
        self.listing, self.columns, self.progress = listing, listing.columns, progress
        self.keys = [column.key for column in listing.columns]
        self.looks = Looks(book.create_sheet(sheet_name(listing.title)), listing)
        self.at_row = 0

    def fill(self) -> None:
        """Every row of the sheet."""
        opening = [self.listing.title, *([self.listing.subtitle] if self.listing.subtitle else [])]
        self.looks.arrange(head_row=len(opening) + 2, widths=_widths(self.listing))
        for at, words in enumerate(opening):
            self._write([words], "note" if at else "title")
        self._write([], "note")
        self._write([column.label for column in self.columns], "head")
        spans = self._lines()
        if any(column.summed for column in self.columns) and self.listing.lines:
            self._sums(totals(self.columns, self.listing.lines, "Total"), spans, "total")
        self._notes()
        self.progress.step(len(self.listing.lines), len(self.listing.lines), "Saving the workbook")

    def _lines(self) -> Spans:
        """Every group and its lines; the rows the lines stand in."""
        every = Spans()
        done = 0
        for group, lines in sections(self.listing):
            first = self.at_row + (2 if group else 1)
            last = first + len(lines) - 1
            every.add(first, last)
            if group:
                mine = Spans()
                mine.add(first, last)
                self._sums(heading(self.columns, lines, group), mine, "group")
            for line in lines:
                if done % _PROGRESS_EVERY == 0:
                    self.progress.step(done, len(self.listing.lines), "Writing the lines")
                self._line(line, indent=line.level + (group is not None and not group.parting))
                done += 1
        return every

    def _line(self, line: Line, *, indent: int) -> None:
        """One line, its mark after its name."""
        values = [self._value(at, line.cells) for at in range(len(line.cells))]
        if line.mark:
            values[0] = f"{cell_text(line.cells[0], self.columns[0])} {line.mark}"
        self._write(values, "line", indent=indent)

    def _sums(self, cells: Sequence[Cell], spans: Spans, face: Face) -> None:
        """Totals as formulas over these rows; a word where there are only words, nothing where there is nothing."""
        values: list[Value] = []
        for at, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            formula = spans.total(self.looks.letters[at]) if column.summed and isinstance(cell, int) else None
            values.append(formula or self._value(at, cells))
        self._write(values, face)

    def _value(self, at: int, cells: Sequence[Cell]) -> Value:
        """A cell as a value of Excel's: pounds, a share of one, a date, text."""
        cell, column = cells[at], self.columns[at]
        if not isinstance(cell, int):
            return cell
        if column.money:
            return cell // 100 if cell % 100 == 0 else Decimal(cell) / 100
        if column.shape == "percent":
            return self._change(column, cells) or Decimal(cell) / 1000
        return Decimal(cell) / 1_000_000 if column.shape == "figure" else cell

    def _change(self, column: Column, cells: Sequence[Cell]) -> Formula | None:
        """A percentage as a formula of the two amounts it compares, so that it follows when they are edited."""
        if column.of is None:
            return None
        before, after = (self.keys.index(key) for key in column.of)
        if not isinstance(cells[before], int) or not isinstance(cells[after], int) or not cells[before]:
            return None
        row = self.at_row + 1
        old, new = f"{self.looks.letters[before]}{row}", f"{self.looks.letters[after]}{row}"
        return Formula(f"=({new}-{old})/{old}")

    def _notes(self) -> None:
        """The notes, after an empty row."""
        if self.listing.notes:
            self._write([], "note")
        for mark, text in self.listing.notes:
            self._write([f"{mark} {text}".strip()], "note")

    def _write(self, values: Sequence[Value], face: Face, *, indent: int = 0) -> None:
        """One row."""
        row = []
        for at, value in enumerate(values):
            if isinstance(value, Formula):
                row.append(self.looks.formula(value.text, at, face))
            elif isinstance(value, str):
                row.append(self.looks.text(clean(value), at, face, indent))
            else:
                row.append(self.looks.figure(value, at, face))
        self.looks.sheet.append(row)
        self.at_row += 1


def _widths(listing: Listing) -> list[int]:
    """How many characters each column needs for its cells, its total and the longest word of its head."""
    sums = totals(listing.columns, listing.lines, "")
    widths = []
    for at, column in enumerate(listing.columns):
        cells = max((len(cell_text(line.cells[at], column)) for line in listing.lines), default=0)
        words = max((len(word) for word in column.label.split()), default=0)
        widths.append(max(cells, len(cell_text(sums[at], column)), words, min(len(column.label), _HEAD_WIDTH)))
    return widths
