"""Fields declared once as data: the form, the table, Excel and the printed page all read the same list.

An attribute is a value, never a callable, and never depends on another field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.money import Limit, format_limit, format_number, format_pence, format_percent
from app.years import SLASH, format_day, format_year

CellKind = Literal["amount", "pence", "sum", "number", "percent", "limit", "text"]
"""`amount` takes pounds or a word such as TBD; `pence` takes pounds only; both are kept in pence. `sum` takes several
amounts in pounds with + between them, kept as a tuple of pence; `number` any figure not below 0, kept in millionths.
`percent` is kept in tenths of a percent, `limit` as a Limit (pounds or a percentage), `text` as it was typed."""
Kind = Literal[CellKind, "text", "long", "year", "day", "choice", "yesno", "count", "grid", "several"]
"""`several` picks some of the choices, kept as a tuple of their values. `grid` is a table of cells, kept as a mapping
from `row:column` to what a cell holds; an empty cell is not in it."""


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
    """The rows and columns of a grid; `totals` adds each column up under it and shows what is missing to `expected`.

    With `at_most` a column may come to less than its `expected`: what is missing is left to give.
    """

    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]
    totals: bool = True
    closed: frozenset[str] = frozenset()
    """Cells (`row:column`) that cannot be typed into."""
    at_most: bool = False


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
    """A value as a person reads it: £1,200, 3 February 2015, 2018/19, 8 %, the words of a choice; `Nothing` for none.

    A whole grid is told by how many of its cells hold something: who wants them all looks at the grid.
    """
    if field.kind == "yesno":
        return "Yes" if value else "No"
    if value is None or value in ("", (), {}):
        return "Nothing"
    if isinstance(value, Mapping):
        return "1 cell" if len(value) == 1 else f"{len(value):,} cells"
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, Limit):
        return format_limit(value)
    if field.kind in ("choice", "several"):
        return ", ".join(_chosen(field, one) for one in (value if isinstance(value, tuple) else (value,)))
    if isinstance(value, tuple):
        return " + ".join(map(format_pence, value))
    return _figure_text(field.kind, value, year_style) if isinstance(value, int) else str(value)


def _chosen(field: Field, value: Any) -> str:
    return next((one.label.strip() for one in field.choices if one.value == value), str(value))


def _figure_text(kind: Kind, figure: int, year_style: str) -> str:
    if kind == "year":
        return format_year(figure, year_style)
    if kind in ("amount", "pence"):
        return format_pence(figure)
    if kind == "percent":
        return f"{format_percent(figure, sign=False).removesuffix('.0')} %"
    return format_number(figure) if kind == "number" else f"{figure:,}"
