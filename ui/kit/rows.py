"""A listing made ready for the screen: found, sorted, grouped and totalled fast enough to follow typing.

No Qt. Everything is kept by column and lines are named by their place in the listing, so that a keystroke costs a few
passes over plain lists. The totals equal `app.listing.totals`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from app.listing import Cell, Column, Listing, cell_text, percent_change, total_of


@dataclass(frozen=True, slots=True)
class Totals:
    """What is under (or beside) some lines: one cell per column, the first one left for the label."""

    cells: tuple[Cell, ...]
    lines: int
    words: int
    sums: dict[int, int | str | None]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is on the screen. `rows` holds a line's place in the listing, or -1 - g for the heading of group g."""

    rows: list[int]
    places: list[int]
    groups: dict[int, Totals]
    total: Totals


class Prepared:
    """One listing, by column."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.columns = listing.columns
        self.ids = [line.id for line in listing.lines]
        self.place_of = {one: place for place, one in enumerate(self.ids)}
        self.gathers = any(not group.parting for group in listing.groups)
        """Whether its lines are set in under headings."""
        self.under = frozenset(group.key for group in listing.groups if group.parting)
        """The groups whose lines stand under what parts the list."""
        self.deepest = max([line.level for line in listing.lines] or [0])
        self.by_column = [[line.cells[at] for line in listing.lines] for at in range(len(listing.columns))]
        self.texts = [_texts(cells, column) for cells, column in zip(self.by_column, self.columns, strict=True)]
        self._figures = {
            at: [cell if type(cell) is int else 0 for cell in self.by_column[at]]
            for at, column in enumerate(self.columns)
            if column.summed
        }
        self._words = self._count_words()
        self._any_words = any(self._words)
        self._haystack = self._lower_texts()
        self._buckets = self._split_by_group()
        self._order = self._buckets

    def sort(self, at: int | None, reverse: bool = False) -> None:
        """Order the lines within their groups by column `at`; None is the listing's own order."""
        if at is None:
            self._order = self._buckets
            return
        self._order = {group: self._sorted(places, at, reverse) for group, places in self._buckets.items()}

    def arrange(self, text: str = "") -> Arrangement:
        """The lines that hold every word of `text`, in order, under their groups, with totals.

        A group without lines is shown while nothing is looked for: that there is nothing in it is something to say.
        """
        terms = text.lower().split()
        rows: list[int] = []
        places: list[int] = []
        sums: dict[int, Totals] = {}
        for group, order in self._order.items():
            found = self._find(order, terms)
            if not found and (terms or group < 0):
                continue
            if group >= 0:
                rows.append(-1 - group)
            rows += found
            places += found
            sums[group] = self._total(found)
        total = self._sum_of(sums.values())
        return Arrangement(rows, places, {group: one for group, one in sums.items() if group >= 0}, total)

    def _find(self, order: list[int], terms: Sequence[str]) -> list[int]:
        hay, found = self._haystack, order
        for term in terms:
            found = [place for place in found if term in hay[place]]
        return found

    def _total(self, places: Sequence[int]) -> Totals:
        sums = {at: self._sum(at, figures, places) for at, figures in self._figures.items()}
        words = sum(map(self._words.__getitem__, places)) if self._any_words else 0
        return Totals(self._row(sums), len(places), words, sums)

    def _sum(self, at: int, figures: list[int], places: Sequence[int]) -> int | str | None:
        """As `app.listing.total_of`, which is asked only where a sum of nought may mean that there was no figure."""
        cells = self.by_column[at]
        return sum(map(figures.__getitem__, places)) or total_of([cells[place] for place in places])

    def _sum_of(self, parts: Iterable[Totals]) -> Totals:
        several = list(parts)
        sums = {at: total_of([part.sums[at] for part in several]) for at in self._figures}
        return Totals(self._row(sums), sum(part.lines for part in several), sum(part.words for part in several), sums)

    def _row(self, sums: dict[int, int | str | None]) -> tuple[Cell, ...]:
        """The cells of a totals row. The first is always the label's, even where its column is summed."""
        at_key = {column.key: sums.get(at) for at, column in enumerate(self.columns)}

        def cell(at: int, column: Column) -> Cell:
            if at == 0:
                return None
            if column.shape == "percent" and column.of:
                return percent_change(at_key[column.of[0]], at_key[column.of[1]])
            return sums.get(at)

        return tuple(cell(at, column) for at, column in enumerate(self.columns))

    def _count_words(self) -> list[bool]:
        summed = [self.by_column[at] for at in self._figures]
        return [any(type(cell) is str for cell in cells) for cells in zip(*summed, strict=True)] if summed else []

    def _lower_texts(self) -> list[str]:
        labels = {group.key: group.label for group in self.listing.groups if not group.parting}
        groups = [labels.get(line.group, "") for line in self.listing.lines]
        # a cell never runs into the next one, so that “a b” is not found across two
        return ["\n".join(texts).lower() for texts in zip(groups, *self.texts, strict=True)]

    def _split_by_group(self) -> dict[int, list[int]]:
        numbers = {group.key: at for at, group in enumerate(self.listing.groups)}
        buckets: dict[int, list[int]] = {at: [] for at in range(-1, len(numbers))}
        for place, line in enumerate(self.listing.lines):
            buckets[numbers.get(line.group, -1)].append(place)
        return {group: places for group, places in buckets.items() if places or group >= 0}

    def _sorted(self, places: list[int], at: int, reverse: bool) -> list[int]:
        levels = [self.listing.lines[place].level for place in places]
        if not any(levels):
            return self._by_value(places, at, reverse)
        families = _families(places, levels)
        heads = self._by_value(list(families), at, reverse)
        return [one for head in heads for one in (head, *self._by_value(families[head], at, reverse))]

    def _by_value(self, places: list[int], at: int, reverse: bool) -> list[int]:
        """Figures and dates first, then words, then what is empty, whichever way the sort runs."""
        cells = self.by_column[at]
        words = [one for one in places if isinstance(cells[one], str)]
        empty = [one for one in places if cells[one] is None]
        figures = [one for one in places if cells[one] is not None and not isinstance(cells[one], str)]
        by_figure = cast("Callable[[int], int]", cells.__getitem__)
        figures.sort(key=by_figure, reverse=reverse)
        words.sort(key=lambda one: cast("str", cells[one]).casefold(), reverse=reverse)
        return figures + words + empty


def _families(places: list[int], levels: list[int]) -> dict[int, list[int]]:
    """Each line at the first level with the lines indented under it; what is indented under nothing stands alone."""
    families: dict[int, list[int]] = {}
    head = -1
    for place, level in zip(places, levels, strict=True):
        if level and head >= 0:
            families[head].append(place)
        else:
            head = place
            families[head] = []
    return families


def _texts(cells: Sequence[Cell], column: Column) -> list[str]:
    return [cell_text(cell, column) for cell in cells]


def narrowed(listing: Listing, ids: Iterable[str], keys: Sequence[str]) -> Listing:
    """`listing` with these lines and these columns only, for Excel and print."""
    at = [place for place, column in enumerate(listing.columns) if column.key in keys]
    columns = tuple(_without_missing(listing.columns[place], keys) for place in at)
    some = listing.shown(ids)
    if len(at) == len(listing.columns):
        return some
    lines = tuple(replace(line, cells=tuple(line.cells[place] for place in at)) for line in some.lines)
    return replace(some, columns=columns, lines=lines)


def _without_missing(column: Column, keys: Sequence[str]) -> Column:
    """A percentage whose two sums are not on the page has no total."""
    return replace(column, of=None) if column.of and not set(column.of) <= set(keys) else column


def spoken(cell: Cell, column: Column) -> str:
    """A cell as a screen reader says it: “512,199 pounds”, “minus 158,000 pounds”, “no figure”."""
    if isinstance(cell, str) and (meant := dict(column.signs).get(cell)):
        return meant
    if cell is None:
        return "no figure" if column.right else ""
    if isinstance(cell, (str, date)) or column.shape not in ("pence", "change", "percent"):
        return cell_text(cell, column)
    sign = "minus " if cell < 0 else "plus " if cell > 0 and column.shape != "pence" else ""
    if column.shape == "percent":
        return f"{sign}{abs(cell) // 10}.{abs(cell) % 10} percent"
    pounds, odd = divmod(abs(cell), 100)
    return f"{sign}{pounds:,} {'pound' if pounds == 1 else 'pounds'}" + (f" {odd} pence" if odd else "")
