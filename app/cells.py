"""The cells of a grid: each read by the kind of its column and shown as it is read, and what a column comes to.

A cell goes by `row:column`. As text, typed but perhaps not readable, a grid is one JSON object of its cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.errors import Refused
from app.fields import CellKind, Field, GridColumn, GridRow, GridShape
from app.money import (
    MINUS,
    Limit,
    format_figure,
    format_limit,
    format_number,
    format_pence,
    format_percent,
    format_sum,
    parse_amount_or_word,
    parse_limit,
    parse_number,
    parse_pence,
    parse_percent,
    parse_sum,
)

CellValue = int | str | tuple[int, ...] | Limit
"""What a cell holds: pence, tenths of a percent or millionths; a word; several amounts in pence; a limit."""
MONEY = ("amount", "pence", "sum")
MOST_LIMIT = 10_000
"""A limit in a cell may be up to 1,000 %, in tenths: what is too much, the use case says."""
NO_LONGER = "No longer in this table"

_READ: dict[CellKind, Callable[[str], CellValue | None]] = {
    "amount": parse_amount_or_word,
    "pence": parse_pence,
    "sum": parse_sum,
    "number": parse_number,
    "percent": parse_percent,
    "limit": lambda text: parse_limit(text, most=MOST_LIMIT),
    "text": str.strip,
}


def read_cell(kind: CellKind, text: str) -> CellValue | None:
    """The value of a cell's text, None for an empty one. Raises Refused, naming the text."""
    return _READ[kind](text) if text.strip() else None


def cell_text(kind: CellKind, value: object) -> str:
    """A value as it stands in its cell: 1,234, 227,000 + 2,750, 40, 8 %, TBD; nothing for no value."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return format_sum(value)
    if isinstance(value, Limit):
        return format_limit(value)
    if not isinstance(value, int):
        return str(value)
    if kind == "percent":
        return format_percent(value, sign=False).removesuffix(".0")
    return format_number(value) if kind == "number" else format_figure(value)


def spreadsheet_text(kind: CellKind, value: object) -> str:
    """A value as a spreadsheet takes it in: a plain number, 40%, and several amounts as a formula that adds them."""
    if isinstance(value, str):
        return value
    text = cell_text(kind, value).replace(MINUS, "-")
    if isinstance(value, tuple) and len(value) > 1:
        return "=" + text.replace(",", "").replace(" ", "")
    plain = text.replace(",", "").replace(" ", "").removeprefix("£")
    return f"{plain}%" if kind == "percent" else plain


# where a cell stands


def place_of(cell: str) -> tuple[str, str]:
    """The keys of a cell's row and column."""
    row, _, column = cell.partition(":")
    return row, column


def label_of(shape: GridShape | None, cell: str) -> str:
    """Where a cell stands, in words: “Torbay, 2019/20”, without the unit at the end of a column's head."""
    row, column = place_of(cell)
    rows = {one.key: one.label for one in (shape.rows if shape else ())}
    columns = {one.key: re.sub(r",? [£%]$", "", one.label) for one in (shape.columns if shape else ())}
    return f"{rows.get(row, NO_LONGER)}, {columns.get(column, NO_LONGER.lower())}"


def kind_of(shape: GridShape | None, cell: str) -> CellKind:
    """What a cell takes; an amount or a word where its column is not known."""
    column = place_of(cell)[1]
    return next((one.kind for one in (shape.columns if shape else ()) if one.key == column), "amount")


def in_order(shape: GridShape | None, cells: Iterable[str]) -> list[str]:
    """Cells by row and then by column as the grid has them; those it has no place for come last."""
    rows = {one.key: at for at, one in enumerate(shape.rows if shape else ())}
    columns = {one.key: at for at, one in enumerate(shape.columns if shape else ())}

    def place(cell: str) -> tuple[int, int, str]:
        row, column = place_of(cell)
        return rows.get(row, len(rows)), columns.get(column, len(columns)), cell

    return sorted(set(cells), key=place)


def with_places(shape: GridShape, cells: Iterable[str]) -> GridShape:
    """The grid with a row or column at its end for each of these cells that has none; what is in it can be emptied."""
    rows, columns = {one.key for one in shape.rows}, {one.key for one in shape.columns}
    places = [place_of(cell) for cell in sorted(set(cells))]
    more_rows = dict.fromkeys(row for row, _ in places if row not in rows)
    more_columns = dict.fromkeys(column for _, column in places if column not in columns)
    if not more_rows and not more_columns:
        return shape
    return replace(
        shape,
        rows=(*shape.rows, *(GridRow(key, NO_LONGER) for key in more_rows)),
        columns=(*shape.columns, *(GridColumn(key, NO_LONGER, "amount") for key in more_columns)),
    )


def joined(one: GridShape | None, other: GridShape | None) -> GridShape | None:
    """A grid with the rows and columns of both: those of the first, and after them what only the other has."""
    if one is None or other is None:
        return one or other
    rows, columns = {row.key for row in one.rows}, {column.key for column in one.columns}
    return replace(
        one,
        rows=(*one.rows, *(row for row in other.rows if row.key not in rows)),
        columns=(*one.columns, *(column for column in other.columns if column.key not in columns)),
    )


# what is typed, as text


def as_raw(texts: Mapping[str, str]) -> str:
    """The texts of cells as one text; those without any are left out."""
    return json.dumps({cell: text for cell, text in texts.items() if text}, ensure_ascii=False, sort_keys=True)


def of_raw(raw: str) -> dict[str, str]:
    """The texts of cells out of one text; none where it is not such a text."""
    try:
        held = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return {str(cell): str(text) for cell, text in held.items()} if isinstance(held, dict) else {}


def laid_over(typed: str, before: str, now: str) -> str:
    """What was typed over `before` laid over what stands `now`, cell by cell: an untouched one stays as it is now."""
    mine, was, after = of_raw(typed), of_raw(before), of_raw(now)
    touched = {cell: mine.get(cell, "") for cell in {**mine, **was} if mine.get(cell, "") != was.get(cell, "")}
    return as_raw({**after, **touched})


def raw_of(field: Field, values: Mapping[str, object] | None) -> str:
    """The text of a grid that holds these values, as it stands before anybody types."""
    return as_raw({cell: cell_text(kind_of(field.grid, cell), value) for cell, value in (values or {}).items()})


# what a column comes to


@dataclass(frozen=True, slots=True)
class Total:
    """What the cells of a column come to, in their own unit; None where nothing can be added.

    `words` and `wrong` count what is not in it; `word` stands in its place where there are only words, all alike.
    """

    kind: CellKind
    figure: int | None = None
    word: str = ""
    words: int = 0
    wrong: int = 0

    def text(self) -> str:
        """The total as it is printed."""
        return self.word if self.figure is None else cell_text(self.kind, self.figure)

    @property
    def left_out(self) -> bool:
        """Whether something is in the column that is not in the total."""
        return bool(self.wrong or (self.words and self.figure is not None))


def total(kind: CellKind, cells: Iterable[CellValue | Refused | None]) -> Total:
    """What these cells come to; one that cannot be read is given as its refusal. Limits and texts are never added."""
    figures: list[int] = []
    words: list[str] = []
    wrong = 0
    for cell in cells:
        if isinstance(cell, Refused):
            wrong += 1
        elif isinstance(cell, str):
            words.append(cell)
        elif isinstance(cell, tuple):
            figures.extend(cell)
        elif isinstance(cell, int):
            figures.append(cell)
    if kind in ("limit", "text"):
        return Total(kind, wrong=wrong)
    word = words[0] if words and len(set(words)) == 1 and not figures else ""
    return Total(kind, sum(figures) if figures else None, word, len(words), wrong)


@dataclass(frozen=True, slots=True)
class Footing:
    """How far a column's total is from what it must come to, in words: `−£68,428`, `not explained`.

    `tone` is the colour it is told in: `ink2` where nothing is amiss though something is left.
    """

    amount: str
    words: str
    tone: Literal["ok", "bad", "ink2"]

    def __str__(self) -> str:
        return f"{self.amount} {self.words}".strip()


def footing(found: Total, expected: int, *, at_most: bool = False) -> Footing:
    """What is missing from the pence a column must come to, what is too much, or that it foots.

    With `at_most` it may come to less: that is what is left to give.
    """
    difference = (found.figure or 0) - expected
    if at_most:
        if difference > 0:
            return Footing(format_pence(difference, sign=True), "over", "bad")
        return Footing(format_pence(-difference), "left", "ink2") if difference else Footing("", "all given", "ok")
    if not difference:
        return Footing("", "foots", "ok")
    return Footing(format_pence(difference, sign=True), "not explained" if difference < 0 else "too much", "bad")
