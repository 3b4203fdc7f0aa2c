"""A list as every layer sees it: columns, lines, groups and totals, the same for screen, Excel, clipboard and page.

Cells hold values, not text: pence as int, a word (TBD) as str, no figure as None. Totals are added here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.money import NO_FIGURE, format_figure, format_number, format_percent, tenths_of_percent
from app.years import format_day

MARKS = ("*", "†", "‡", "§")

Cell = int | str | date | None
Shape = Literal["text", "pence", "change", "percent", "count", "figure", "day", "chip", "chips", "strip"]
"""`pence` and `change` hold pence (`change` prints its sign), `percent` tenths of a percent, `figure` millionths of
anything, `chip` a state, `chips` several, divided by commas, `strip` the words of `app.strips`, which are drawn."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `of` on a percent column names the two pence columns it compares, before and after.

    `added` is False for what makes no sense as a sum, such as totals somebody has stated. A `figure` shows at least
    `places` decimals, and as many more as it has.
    """

    key: str
    label: str
    shape: Shape = "text"
    of: tuple[str, str] | None = None
    help: str = ""
    added: bool = True
    places: int = 0
    signs: tuple[tuple[str, str], ...] = ()
    """What the short signs of the column stand for, as (“A”, “abstained”): told by a screen reader and in a tip."""

    @property
    def money(self) -> bool:
        """Whether it holds pence."""
        return self.shape in ("pence", "change")

    @property
    def summed(self) -> bool:
        """Whether a total of this column is the sum of its cells."""
        return (self.money or self.shape == "figure") and self.added

    @property
    def right(self) -> bool:
        """Whether figures in it line up on the right."""
        return self.shape in ("pence", "change", "percent", "count", "figure")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `group` is the key of the group it stands under; `mark` (* † ‡) leads to a note under the table."""

    id: str
    cells: tuple[Cell, ...]
    group: str = ""
    mark: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that gathers lines and shows their totals.

    `own` has what the group as one has in columns that are not added up, by column key: months of grant, a state.
    A `parting` one gathers nothing: on the screen its words, the first of them before a colon, run across the list
    between the lines over it and those under it, which are quiet.
    """

    key: str
    label: str
    own: tuple[tuple[str, Cell], ...] = ()
    parting: bool = False

    def own_or(self, total: Cell, column: Column) -> Cell:
        """A cell of its row: what is its own where nothing is added up, else the total."""
        if total is not None or column.summed:
            return total
        return next((cell for key, cell in self.own if key == column.key), None)


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list, in the order it is shown. `notes` pairs a mark with its sentence."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    subtitle: str = ""

    def shown(self, ids: Iterable[str]) -> Listing:
        """The same list with only these lines, in this order, and only the groups and notes they need."""
        by_id = {line.id: line for line in self.lines}
        lines = tuple(by_id[one] for one in ids)
        used = {line.group for line in lines}
        marks = {line.mark for line in lines}
        return replace(
            self,
            lines=lines,
            groups=tuple(group for group in self.groups if group.key in used),
            notes=tuple(note for note in self.notes if not note[0] or note[0] in marks),
        )

    def led_by(self, key: str) -> Listing:
        """The same list with this column first, which is the one that takes the room; as it is without the column."""
        at = next((place for place, column in enumerate(self.columns) if column.key == key), 0)
        if not at:
            return self
        order = (at, *(place for place in range(len(self.columns)) if place != at))
        lines = tuple(replace(line, cells=tuple(line.cells[place] for place in order)) for line in self.lines)
        return replace(self, columns=tuple(self.columns[place] for place in order), lines=lines)


def percent_change(before: Cell, after: Cell) -> Cell:
    """The change in tenths of a percent; new or ended for a line with one side; None where neither is a figure."""
    if isinstance(before, int) and isinstance(after, int):
        points = tenths_of_percent(after - before, before)
        return points if points is not None else 0 if after == before else "new"
    if isinstance(after, int):
        return "new" if before is None else None
    if isinstance(before, int) and after is None:
        return "ended"
    return None


def total_of(cells: Sequence[Cell]) -> int | str | None:
    """The sum of the figures among these cells; the first word where there are only words; None for no entry."""
    figures = [cell for cell in cells if type(cell) is int]
    return sum(figures) if figures else next((cell for cell in cells if isinstance(cell, str)), None)


def totals(columns: Sequence[Column], lines: Sequence[Line], label: str) -> tuple[Cell, ...]:
    """The totals row of these lines: sums of pence (a word is not nought and is left out), percentages of the sums."""
    sums = [
        total_of([line.cells[at] for line in lines]) if column.summed else None for at, column in enumerate(columns)
    ]
    by_key = {column.key: sums[at] for at, column in enumerate(columns)}
    cells: list[Cell] = []
    for at, column in enumerate(columns):
        if at == 0:
            cells.append(label)
        elif column.summed:
            cells.append(sums[at])
        elif column.shape == "percent" and column.of:
            cells.append(percent_change(by_key[column.of[0]], by_key[column.of[1]]))
        else:
            cells.append(None)
    return tuple(cells)


def heading(columns: Sequence[Column], lines: Sequence[Line], group: Group) -> tuple[Cell, ...]:
    """The row of a group: its label, the totals of its lines, and what is its own in the columns between.

    One that parts the list has its words alone.
    """
    if group.parting:
        return (group.label, *[None] * (len(columns) - 1))
    cells = totals(columns, lines, group.label)
    return tuple(group.own_or(cell, column) for cell, column in zip(cells, columns, strict=True))


def sections(listing: Listing) -> list[tuple[Group | None, tuple[Line, ...]]]:
    """Each group with its lines, in the order of the groups; lines of no known group come first, under None.

    A group without lines is kept: an area with nothing in it is something to say.
    """
    gathered: dict[str, list[Line]] = {group.key: [] for group in listing.groups}
    loose: list[Line] = []
    for line in listing.lines:
        gathered.get(line.group, loose).append(line)
    found: list[tuple[Group | None, tuple[Line, ...]]] = [(None, tuple(loose))] if loose else []
    return found + [(group, tuple(gathered[group.key])) for group in listing.groups]


def note_mark(at: int) -> str:
    """The mark of a note, counted from 0: * † ‡ §, then each twice."""
    return MARKS[at % len(MARKS)] * (at // len(MARKS) + 1)


def total_label(lines: Sequence[Line], columns: Sequence[Column]) -> str:
    """“Total shown, 17 lines”, and how many of them hold a word instead of an amount."""
    summed = [at for at, column in enumerate(columns) if column.summed]
    words = sum(any(isinstance(line.cells[at], str) for at in summed) for line in lines)
    return count_label(len(lines), words, added=bool(summed))


def count_label(lines: int, words: int, *, added: bool) -> str:
    """What a totals row is called: so many lines, so many of them without a figure; no total where nothing is added."""
    count = f"{lines:,} {'line' if lines == 1 else 'lines'}"
    if not added:
        return f"{count} shown"
    return f"Total shown, {count}, {words} without a figure" if words else f"Total shown, {count}"


def cell_text(cell: Cell, column: Column) -> str:
    """A cell as it is read by a person: £ is in the head, no figure is an en dash, a word stays a word."""
    if cell is None:
        return NO_FIGURE if column.right else ""
    if isinstance(cell, date):
        return format_day(cell)
    if isinstance(cell, str):
        return cell
    if column.shape == "percent":
        return format_percent(cell)
    if column.money:
        return format_figure(cell, sign=column.shape == "change")
    return figure_text(cell, column.places) if column.shape == "figure" else f"{cell:,}"


def figure_text(millionths: int, places: int = 0) -> str:
    """A figure kept in millionths: 1,234 or 23.456, with at least so many decimals."""
    return format_number(millionths, places)
