"""What Ctrl+C gives to a spreadsheet and what Ctrl+V brings from one: tab-separated text, quoted the way Excel does.

Excel quotes a cell only when it must, and reads a cell as quoted only when a quotation mark is its first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.listing import Cell, Column, Listing
from app.years import format_day

_MUST_QUOTE = re.compile(r'[\t\n]|\A"')
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_LIKE_FORMULA = re.compile(r"\A'*[=+\-@]")
_GUARDED = re.compile(r"\A''*[=+\-@]")


def to_tsv(listing: Listing, ids: Iterable[str]) -> str:
    """The heads and these lines of a list, in this order, as a spreadsheet takes them in. Every row ends with CRLF."""
    rows = [
        [_text(cell, column) for cell, column in zip(line.cells, listing.columns, strict=True)]
        for line in listing.shown(ids).lines
    ]
    return join([[column.label for column in listing.columns], *rows])


def _text(cell: Cell, column: Column) -> str:
    """A cell as Excel reads it: plain pounds, 6.2% for a percentage, 3 February 2015 for a day, nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return format_day(cell)
    if isinstance(cell, str):
        return guarded(cell)
    if column.money:
        return str(cell // 100) if cell % 100 == 0 else f"{Decimal(cell) / 100:.2f}"
    if column.shape == "percent":
        return f"{Decimal(cell) / 10:.1f}%"
    if column.shape == "figure":
        return f"{(Decimal(cell) / 1_000_000).normalize():f}"
    return str(cell)


def guarded(text: str) -> str:
    """Text behind an apostrophe where a spreadsheet would take it for a formula; coming back it is taken off."""
    return f"'{text}" if _LIKE_FORMULA.match(text) else text


def join(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as tab-separated text."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    plain = _UNPRINTABLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return '"' + plain.replace('"', '""') + '"' if _MUST_QUOTE.search(plain) else plain


def from_tsv(text: str) -> list[list[str]]:
    """Rows of cells from tab-separated text as Excel, a browser or this desk puts it on the clipboard."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _read_cell(text, at)
        row.append(_unguarded(cell))
        ended = at >= len(text) or text[at] == "\n"
        if at == len(text) - 1 and text[at] == "\t":
            row.append("")  # a tab at the very end stands before one more, empty, cell
            ended = True
        if ended:
            rows.append(row)
            row = []
        at += 1
    return rows


def _read_cell(text: str, at: int) -> tuple[str, int]:
    """One cell, and the place of the tab or line end after it."""
    quoted = _QUOTED.match(text, at)
    if quoted:
        return quoted[1].replace('""', '"'), quoted.end()
    end = min((found for found in (text.find("\t", at), text.find("\n", at)) if found >= 0), default=len(text))
    return text[at:end], end


def _unguarded(cell: str) -> str:
    """Without the apostrophe that kept a spreadsheet from reading text as a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell
