"""A returned score sheet read into a record: every row with the places it stands in, nothing raised for bad data.

Columns are found by what their heads say and rows by the bid and criterion they name, wherever these have moved to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import Refused
from app.exchange import form_book, form_guard
from app.exchange.form_book import BookSheet
from app.exchange.form_cells import FormCell, text_of
from app.exchange.sheet_layout import IS_SHEET, MARKS, MOST_ROWS, START
from app.grants.form import BadCell, Place
from app.progress import Progress
from app.scoring.sheet_file import BID, FORMAT, OUT_OF, POINTS, REMARK, WHAT, SheetFile, SheetLine, alike

_NEEDED = (BID, WHAT, OUT_OF, POINTS, REMARK)
_NO_MATTER = "Ask them to fill in the sheet they were sent."


def read_folder(folder: Path, progress: Progress | None = None) -> tuple[SheetFile, ...]:
    """Every file in a folder, by name; files of those who have one open, and hidden ones, are passed over.

    Raises Refused where the folder cannot be read, is empty or holds far too much; Stopped.
    """
    return form_book.read_each(folder, read_sheet, progress)


def read_sheet(path: Path) -> SheetFile:
    """What a file holds; one that cannot be read holds the sentence why."""
    about = form_book.about(path)
    try:
        content = form_guard.bytes_of(path)
        about |= {"digest": hashlib.sha256(content).hexdigest(), "size": len(content)}
        form_guard.check_bytes(content, most_rows=MOST_ROWS)
        sheets = form_book.sheets_of(content, most_rows=MOST_ROWS)
        about |= _marks(sheets)
        sheet, row, columns = _table(sheets)
    except Refused as error:
        return SheetFile(**about, problems=(BadCell(Place(), error.message),))
    lines, problems = _lines(sheet, row, columns)
    return SheetFile(**about, lines=tuple(lines), problems=tuple(problems))


def _marks(sheets: Sequence[BookSheet]) -> dict[str, str]:
    """What the hidden sheet says. Raises Refused where this is no score sheet, or one of another layout."""
    hidden = next((one for one in sheets if one.name == MARKS), None)
    told = {} if hidden is None else form_book.told(hidden)
    if told.get("is") != IS_SHEET:
        raise Refused(f"this is not one of the office's score sheets. {_NO_MATTER}")
    if told.get("format") != str(FORMAT):
        raise Refused("this sheet was written by another version of the desk, and cannot be read by this one.")
    if not all(told.get(key) for key in ("round_id", "stage_id", "member_id", "mark")):
        raise Refused(f"the sheet has lost what says of which round and member it is. {_NO_MATTER}")
    return {
        "round_id": told["round_id"],
        "round_reference": told.get("round", ""),
        "stage_id": told["stage_id"],
        "stage_number": told.get("stage", ""),
        "member_id": told["member_id"],
        "member": told.get("member", ""),
        "mark": told["mark"],
    }


def _table(sheets: Sequence[BookSheet]) -> tuple[BookSheet, int, Mapping[str, int]]:
    """The sheet, the row of the heads and the column of each. Raises Refused where one is missing or there twice."""
    best: tuple[BookSheet, int, list[tuple[str, int]]] | None = None
    for sheet in sheets:
        if sheet.name in (START, MARKS):
            continue
        for row in range(1, len(sheet.rows) + 1):
            heads = [
                (head, column)
                for column in range(1, len(sheet.rows[row - 1]) + 1)
                for head in _NEEDED
                if alike(sheet.words(row, column)) == alike(head)
            ]
            if heads and (best is None or len(heads) > len(best[2])):
                best = sheet, row, heads
    if best is None:
        raise Refused(f"there is no table of scores in it any more. {_NO_MATTER}")
    sheet, row, heads = best
    found = dict(heads)
    for head in _NEEDED:
        if head not in found:
            raise Refused(f"{sheet.name}, row {row}: there is no column “{head}” any more. {_NO_MATTER}")
    if len(found) < len(heads):
        twice = next(head for head in _NEEDED if sum(one == head for one, _ in heads) > 1)
        raise Refused(f"{sheet.name}, row {row}: there are two columns “{twice}”. Ask them which one counts.")
    return sheet, row, found


def _lines(sheet: BookSheet, head: int, columns: Mapping[str, int]) -> tuple[list[SheetLine], list[BadCell]]:
    """Every row under the heads that says of which bid and criterion it is, and what cannot be read in them."""
    lines: list[SheetLine] = []
    problems: list[BadCell] = []
    for row in range(head + 1, len(sheet.rows) + 1):
        reference, what, out_of = (_name(sheet.cell(row, columns[one])) for one in (BID, WHAT, OUT_OF))
        boxes: list[tuple[str | None, Place]] = []
        for one in (POINTS, REMARK):
            place = sheet.place(row, columns[one])
            try:
                boxes.append((text_of(sheet.cell(row, columns[one])), place))
            except Refused as error:
                problems.append(BadCell(place, error.message))
                boxes.append((None, place))
        (points, points_at), (comment, comment_at) = boxes
        if not what and points == "" and comment == "":
            continue  # the head of a bid, or an empty row
        if not what or not reference:
            words = "this is beside no bid and criterion, so nobody knows what it is of. Type it where it belongs."
            if points != "" or comment != "":
                problems.append(BadCell(points_at if points != "" else comment_at, words))
            continue
        at = sheet.place(row, columns[BID])
        lines.append(SheetLine(reference, what, out_of, points, comment, at, points_at, comment_at))
    return lines, problems


def _name(cell: FormCell) -> str:
    """What a cell calls a bid or a criterion; empty for what is no name."""
    try:
        return " ".join(text_of(cell).split())
    except Refused:
        return ""
