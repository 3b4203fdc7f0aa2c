"""Fields declared once as data: the form, the table, Excel and the printed page all read the same list.

An attribute is a value, never a callable, and never depends on another field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.money import format_pence
from app.years import SLASH, format_day, format_year

Kind = Literal[
    "text", "long", "amount", "pence", "year", "day", "choice", "yesno", "count", "percent", "limit", "grid", "several"
]
"""`amount` takes pounds or a word such as TBD; `pence` takes pounds only; both are kept in pence.

`percent` is kept in tenths of a percent, `limit` as a Limit (pounds or a percentage). `several` picks some of the
choices, kept as a tuple of their values. `grid` is a table of cells, kept as a mapping from `row:column` to what a cell
holds; an empty cell is not in it.
"""
CellKind = Literal["amount", "pence", "sum", "number", "percent", "limit"]
"""`sum` takes several amounts in pounds with + between them, kept as a tuple of pence; `number` any figure not below 0,
kept in millionths; the others are as in a form."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen: what is kept, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid. `level` sets it in; one that is a `heading` has no cells."""

    key: str
    label: str
    level: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid and what its cells take. `expected` is what its cells are to add up to, in pence.

    `help` is told under its head. A `locked` one is shown and cannot be typed into.
    """

    key: str
    label: str
    kind: CellKind = "pence"
    expected: int | None = None
    help: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class GridShape:
    """The rows and columns of a grid; `totals` adds each column up under it and shows what is missing to `expected`."""

    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]
    totals: bool = True
    closed: frozenset[str] = frozenset()
    """Cells (`row:column`) that cannot be typed into."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value a person can read or type. `personal` marks what may be erased from the journal later."""

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    help: str = ""
    personal: bool = False
    grid: GridShape | None = None


def value_text(field: Field, value: Any, year_style: str = SLASH) -> str:
    """A value as a person reads it: £1,200, 3 February 2015, 2018/19, the words of a choice; `Nothing` for none."""
    if field.kind == "yesno":
        return "Yes" if value else "No"
    if value is None or value == "":
        return "Nothing"
    if field.kind == "choice":
        return next((one.label.strip() for one in field.choices if one.value == value), str(value))
    if field.kind == "year" and isinstance(value, int):
        return format_year(value, year_style)
    if field.kind in ("amount", "pence") and isinstance(value, int):
        return format_pence(value)
    if isinstance(value, date):
        return format_day(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
