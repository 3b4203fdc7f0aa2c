"""A folder of workbooks that came back from outside, and the cells of each, as far as anything may stand in it.

A file is read once, passed by `form_guard` as bytes, and only then given to a parser.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from app.errors import Refused
from app.exchange import form_guard
from app.exchange.form_cells import EMPTY, FormCell
from app.grants.form import Place
from app.progress import Progress

MOST_FILES = 2_000

_UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    SyntaxError,  # what the parser of XML raises
    OSError,
    EOFError,
    RecursionError,
    NotImplementedError,
    AssertionError,
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet of a workbook, its cells counted from 1."""

    name: str
    rows: Sequence[Sequence[FormCell]]

    def cell(self, row: int, column: int) -> FormCell:
        """A cell, both counted from 1."""
        if not 1 <= row <= len(self.rows):
            return EMPTY
        cells = self.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else EMPTY

    def words(self, row: int, column: int) -> str:
        """What a cell says, empty for what is no words."""
        value = self.cell(row, column).value
        return value if isinstance(value, str) else ""

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands, as people say it."""
        return Place(self.name, f"{chr(ord('A') + column - 1)}{row}")


def read_each(folder: Path, read: Callable[[Path], T], progress: Progress | None = None) -> tuple[T, ...]:
    """What `read` makes of every file in a folder, by name; hidden ones and those of who has one open are passed over.

    Raises Refused where the folder cannot be read, is empty or holds far too much; Stopped.
    """
    try:
        files = sorted(
            (one for one in folder.iterdir() if one.is_file() and not one.name.startswith(("~$", "."))),
            key=lambda one: (one.name.casefold(), one.name),
        )
    except OSError as error:
        raise Refused(f"There is no folder {folder}, or you may not read it.", "folder") from error
    if not files:
        raise Refused(f"There are no files in {folder}.", "folder")
    if len(files) > MOST_FILES:
        raise Refused(f"There are {len(files):,} files in {folder}; the desk takes {MOST_FILES:,} at once.", "folder")
    tell, found = progress or Progress(), []
    for at, path in enumerate(files):
        tell.step(at, len(files), f"Reading {path.name}")
        found.append(read(path))
    tell.step(len(files), len(files), "Read")
    return tuple(found)


def about(path: Path) -> dict[str, Any]:
    """What the system says of a file: its path, name and when it was saved, by the clock on the wall."""
    known: dict[str, Any] = {"path": str(path), "name": path.name}
    try:
        saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, OverflowError, ValueError):
        return known
    return known | {"saved_on": saved.date(), "saved_time": f"{saved:%H:%M}"}


def sheets_of(content: bytes, *, most_rows: int = form_guard.MOST_ROWS) -> list[BookSheet]:
    """Every sheet, as far down and across as anything may stand. Raises Refused where the parser gives up."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it leaves out of a workbook is nothing a form is read for
            book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
            try:
                return [
                    BookSheet(" ".join(str(one.title).split())[:31], _rows(one, most_rows)) for one in book.worksheets
                ]
            finally:
                book.close()
    except _UNREADABLE as error:
        raise Refused(f"the file is damaged: its cells cannot be read. {form_guard.SAVE_AGAIN}") from error


def _rows(sheet: Any, most_rows: int) -> list[list[FormCell]]:
    found: list[list[FormCell]] = []
    filled = 0
    for row in sheet.iter_rows(min_row=1, max_row=most_rows, min_col=1, max_col=form_guard.MOST_COLUMNS):
        cells = [EMPTY if one.value is None else FormCell(one.value, one.data_type) for one in row]
        while cells and cells[-1] is EMPTY:
            cells.pop()
        found.append(cells)
        filled = len(found) if cells else filled
    return found[:filled]


def told(sheet: BookSheet) -> dict[str, str]:
    """What a hidden sheet says in its first two columns: keys and values."""
    found = {}
    for row in range(1, len(sheet.rows) + 1):
        key, cell = sheet.words(row, 1), sheet.cell(row, 2)
        if key and isinstance(cell.value, str | int) and cell.kind != "f":
            found[key] = str(cell.value).strip()[:200]
    return found
