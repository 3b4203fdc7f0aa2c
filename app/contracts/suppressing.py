"""Hiding small counts of people, and as many others as it takes that no hidden one can be worked out.

A table has categories down and periods across. What is printed of it is a set of sums that must come out, so it is a
circulation: a count runs from its row to its column, totals run back. A hidden count is safe exactly where it lies on
a cycle of hidden figures that could all be one more or one less, within what a reader knows of each: then what is
shown fits another count as well. The cheapest figures that close such a cycle are hidden beside it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FEW, WITHHELD = "fewer than 5", "withheld"
"""How a count from 1 to 4 is shown, and one that is hidden so that another cannot be worked out."""
LEAST = 5
"""The smallest count above nought that is shown."""

Count = int | None
Shown = int | str | None
"""A count that is shown, the word that hides it, or None where nothing was counted."""
Cell = tuple[int, int]
Node = tuple[str, int]

_FREE: Node = ("free", 0)
_HIDDEN, _OF_YEAR, _OF_QUESTION = 10_000, 50_000, 500_000
"""What it costs to hide one more figure, a category's total of the year, a question's total: sums are missed most."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table as it may be shown: its counts by row and period, the total of each period, of each row, and of all.

    `across` is empty, and `whole` None, where no totals over the periods are printed.
    """

    rows: tuple[tuple[Shown, ...], ...]
    totals: tuple[Shown, ...]
    across: tuple[Shown, ...] = ()
    whole: Shown = None


def suppress(rows: Sequence[Sequence[Count]], *, across: bool = False) -> Suppressed:
    """One question's counts as they may be shown, under a total of each period; with `across` also totals of rows.

    None stands for what was not counted and is no 0: a 0 is shown. Raises ValueError for a count below 0.
    """
    return together([rows], across=across)[0]


def together(tables: Sequence[Sequence[Sequence[Count]]], *, across: bool = False) -> list[Suppressed]:
    """The counts of several questions about the same people, as they may be shown on one page.

    A total that is hidden under one question is hidden under all: the same people stand under each.
    """
    every = [_Table(rows, across=across) for rows in tables]
    for one in every:
        one.protect()
    before: set[int] = set()
    while (forced := {at for one in every for at in one.hidden_totals()}) != before:
        before = forced
        for one in every:
            one.hide_totals(forced)
    return [one.shown() for one in every]


def hidden_in(shown: Suppressed) -> bool:
    """Whether anything in it is hidden."""
    every = [*(cell for row in shown.rows for cell in row), *shown.totals, *shown.across, shown.whole]
    return any(isinstance(cell, str) for cell in every)


@dataclass(slots=True)
class _Table:
    """One question's counts with their totals, and which of them are hidden so far.

    A total stands in the row, or the column, after the last.
    """

    rows: Sequence[Sequence[Count]]
    across: bool
    values: dict[Cell, int] = field(init=False)
    hidden: dict[Cell, str] = field(init=False)
    is_all_withheld: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        known = {(i, j): count for i, row in enumerate(self.rows) for j, count in enumerate(row) if count is not None}
        if any(count < 0 for count in known.values()):
            raise ValueError("a count of people is not below 0")
        sums: dict[Cell, int] = {}
        for (i, j), count in known.items():
            ends = [(self.last_row, j)]
            if self.across:
                ends += [(i, self.last_column), (self.last_row, self.last_column)]
            for end in ends:
                sums[end] = sums.get(end, 0) + count
        self.values = {**known, **sums}
        self.hidden = {cell: FEW for cell, count in self.values.items() if 0 < count < LEAST}

    @property
    def last_row(self) -> int:
        """The row of the totals."""
        return len(self.rows)

    @property
    def last_column(self) -> int:
        """The column of the totals over the periods."""
        return max((len(row) for row in self.rows), default=0)

    # which way a figure may differ from what it is, as far as a reader can tell

    def _may_rise(self, cell: Cell) -> bool:
        if self.is_all_withheld:
            return True
        if self._is_of_question(cell) and self.values[cell] == LEAST - 1:
            return False
        return self.hidden.get(cell) != FEW or self.values[cell] < LEAST - 1

    def _may_fall(self, cell: Cell) -> bool:
        """A question's total only rises, as it does under every question then, unless 4 is all it can be."""
        count = self.values[cell]
        if self.is_all_withheld:
            return count > 0
        if self._is_of_question(cell):
            return count == LEAST - 1
        return count > (1 if self.hidden.get(cell) == FEW else LEAST)

    def _is_of_question(self, cell: Cell) -> bool:
        return cell[0] == self.last_row

    def _cost(self, cell: Cell) -> int | None:
        """What it costs to make use of a figure: nothing where it is hidden already; None where it may not be."""
        if cell in self.hidden:
            return 0
        if self.values[cell] == 0:
            return None
        if self._is_of_question(cell):
            return _OF_QUESTION
        return _OF_YEAR if cell[1] == self.last_column and self.across else _HIDDEN + min(self.values[cell], 9_999)

    # the circulation

    def _ends(self, cell: Cell) -> tuple[Node, Node]:
        """Where a figure runs from and to. Nothing is known of the sum of a row where no total of it is printed."""
        row, column = ("row", cell[0]) if self.across else _FREE, ("column", cell[1])
        is_total_of_row = self.across and cell[1] == self.last_column
        return (column, row) if self._is_of_question(cell) != is_total_of_row else (row, column)

    def _steps(self) -> dict[Node, list[tuple[Node, Cell, int]]]:
        """From each node, where one more or one less of a figure leads, and at what cost."""
        steps: dict[Node, list[tuple[Node, Cell, int]]] = {}
        for cell in sorted(self.values):
            cost = self._cost(cell)
            if cost is None:
                continue
            tail, head = self._ends(cell)
            if self._may_rise(cell):
                steps.setdefault(tail, []).append((head, cell, cost))
            if self._may_fall(cell):
                steps.setdefault(head, []).append((tail, cell, cost))
        return steps

    def _closing(self, cell: Cell) -> tuple[int, tuple[Cell, ...]] | None:
        """The cheapest figures that close a cycle through this one, and what hiding them costs."""
        tail, head = self._ends(cell)
        ways = []
        if self._may_rise(cell):
            ways.append((head, tail))
        if self._may_fall(cell):
            ways.append((tail, head))
        found = [way for start, end in ways if (way := self._cheapest(start, end, cell)) is not None]
        return min(found, default=None)

    def _cheapest(self, start: Node, end: Node, without: Cell) -> tuple[int, tuple[Cell, ...]] | None:
        steps = self._steps()
        waiting: list[tuple[int, tuple[Cell, ...], Node]] = [(0, (), start)]
        done: set[Node] = set()
        while waiting:
            cost, way, node = heapq.heappop(waiting)
            if node == end:
                return cost, way
            if node in done:
                continue
            done.add(node)
            for other, cell, more in steps.get(node, ()):
                if cell != without and other not in done:
                    heapq.heappush(waiting, (cost + more, (*way, cell), other))
        return None

    # hiding

    def protect(self) -> None:
        """Hide figures until no hidden one can be worked out: where nothing else helps, every one of the question."""
        for cell in sorted(self.hidden):
            if self.is_all_withheld:
                return
            closing = self._closing(cell)
            if closing is None:
                self._withhold_all()
                return
            self.hidden.update({each: WITHHELD for each in closing[1] if each not in self.hidden})

    def _withhold_all(self) -> None:
        self.is_all_withheld = True
        self.hidden = dict.fromkeys(self.values, WITHHELD)

    def hidden_totals(self) -> Iterator[int]:
        """The periods whose total is hidden; the last column is the total of them all."""
        return (column for row, column in self.hidden if row == self.last_row)

    def hide_totals(self, columns: set[int]) -> None:
        """Hide these totals too, and what else that takes."""
        more = [cell for column in columns if (cell := (self.last_row, column)) in self.values]
        self.hidden.update({cell: WITHHELD for cell in more if cell not in self.hidden})
        self.protect()

    def shown(self) -> Suppressed:
        """The table as it may be shown."""
        known: Mapping[Cell, Shown] = {**self.values, **self.hidden}
        columns = range(self.last_column)
        return Suppressed(
            tuple(tuple(known.get((i, j)) for j in columns) for i in range(self.last_row)),
            tuple(known.get((self.last_row, j)) for j in columns),
            tuple(known.get((i, self.last_column)) for i in range(self.last_row)) if self.across else (),
            known.get((self.last_row, self.last_column)) if self.across else None,
        )
