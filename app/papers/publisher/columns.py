"""How wide each column of a table stands, at which size of type, and whether the paper must be turned.

Widths are measured once, in ems (type of size 1), because every width grows with the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt

from app.errors import Refused
from app.listing import Column
from app.papers.publisher.faces import SEMIBOLD, Style, figure_width, width
from app.papers.publisher.letters import clean

GAP, TURN = 1.3, 0.7
"""Between two columns, and what is added where figures on the right meet words on the left."""

ROOMY = 11.3
"""The size of a table that has room to be read like a list."""

SIZES = (10.5, 10.5, 9.5, 8.5, 7.5, 6.5)
"""Type sizes tried in turn: the first stands upright, the others on paper turned on its side."""

_LONGEST_WORD, _SHORT_TEXT, _LONG_TEXT, _LONG = 16.0, 9.0, 16.0, 60.0
_MOVED = 1.0
_NARROWEST, _HEAD, _AIR = 4.0, 5.5, 0.9


@dataclass(slots=True)
class Need:
    """What one column asks for, in ems: `whole` sets everything on one line, `least` still reads well."""

    whole: float
    least: float
    wraps: bool
    right: bool

    @property
    def forced(self) -> float:
        """The narrowest it can be set at all."""
        return min(self.least, _NARROWEST) if self.wraps else self.least


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns as they are set, in points: left edges, widths, the size of type."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    size: float
    room: float


def measure(column: Column, texts: Iterable[str], face: str) -> Need:
    """What a column asks for its cells (set in `face`) and its head."""
    plain, head = Style(face, 1, 1), Style(SEMIBOLD, 1, 1)
    cells = {clean(text) for text in set(texts)}
    label = clean(column.label)
    words = max((width(word, head) for word in label.split()), default=0.0)
    if column.right or column.shape == "day":
        parts = {part for cell in cells for part in _parts(cell, column)}
        figures = max((min(figure_width(part, plain), _LONGEST_WORD) for part in parts), default=0.0)
        phrases = max((min(width(cell, plain), _HEAD) for cell in cells if " " in cell), default=0.0)
        widest = max(figures, phrases, words, min(width(label, head), _HEAD))
        return Need(widest, widest, wraps=False, right=column.right)
    whole = max((width(cell, plain) for cell in cells), default=0.0)
    whole = max(whole, min(width(label, head), _SHORT_TEXT), words)
    word = max((width(part, plain) for cell in cells for part in cell.split()), default=0.0)
    comfort = _LONG_TEXT if whole > _LONG else _SHORT_TEXT
    return Need(whole, min(whole, max(min(word, _LONGEST_WORD), words, comfort)), wraps=True, right=False)


def _parts(cell: str, column: Column) -> list[str]:
    """What is never broken: a day as a whole, otherwise each figure and each word in the place of one."""
    return [cell] if column.shape == "day" else cell.split()


def widen(needs: Sequence[Need], at: int, more: float) -> None:
    """Give a column room for what stands before its words, such as an indent, in ems."""
    needs[at].whole += more
    needs[at].least += more


def must_turn(needs: Sequence[Need], upright: float) -> bool:
    """Whether the columns do not stand well within the width of an upright page, in points."""
    return _least(needs) * SIZES[0] > upright


def fit(needs: Sequence[Need], room: float, title: str, *, roomy: bool = False) -> Grid:
    """The columns set within `room` points at the largest size that reads well. Raises Refused when none does."""
    for size in (ROOMY, *SIZES) if roomy else SIZES:
        if _least(needs) * size <= room:
            return _grid(needs, [need.least for need in needs], size, room)
    forced = [need.forced for need in needs]
    if (sum(forced) + sum(_gaps(needs))) * SIZES[-1] <= room:
        return _grid(needs, forced, SIZES[-1], room)
    raise Refused(f"“{title}” has more columns than fit on a page. Hide some of them, or save it as an Excel file.")


def hung(grid: Grid, hang: float) -> Grid:
    """The columns with the second starting at `hang`, if it stands near enough: it lines up with hanging paragraphs."""
    spare = grid.lefts[1] - hang
    if abs(spare) > _MOVED * grid.size or grid.widths[0] - spare < grid.size:
        return grid
    lefts = (grid.lefts[0], hang, *grid.lefts[2:])
    widths = (grid.widths[0] - spare, grid.widths[1] + spare, *grid.widths[2:])
    return replace(grid, lefts=lefts, widths=widths)


def _least(needs: Sequence[Need]) -> float:
    return sum(need.least for need in needs) + sum(_gaps(needs))


def _gaps(needs: Sequence[Need]) -> list[float]:
    """The space before each column, in ems."""
    return [0.0, *[GAP + TURN * (before.right and not after.right) for before, after in pairwise(needs)]]


def _grid(needs: Sequence[Need], start: Sequence[float], size: float, room: float) -> Grid:
    """Share what is left over: until every text stands on one line, then some air for figures, the rest for texts."""
    gaps = _gaps(needs)
    spare = room / size - sum(start) - sum(gaps)
    given = _shared(spare, [need.whole - width for need, width in zip(needs, start, strict=True)])
    widths = [width + more for width, more in zip(start, given, strict=True)]
    spare -= sum(given)
    figures = [at for at, need in enumerate(needs) if not need.wraps]
    texts = [at for at, need in enumerate(needs) if need.wraps] or [0]
    air = min(_AIR, spare / 2 / len(figures)) if figures else 0.0
    for at in figures:
        widths[at] += air
    for at in texts:
        widths[at] += (spare - air * len(figures)) / len(texts)
    lefts = tuple(size * (sum(widths[:at]) + sum(gaps[: at + 1])) for at in range(len(widths)))
    return Grid(lefts, tuple(size * width for width in widths), size, room)


def _shared(spare: float, wants: Sequence[float]) -> list[float]:
    """What each column is given of `spare`: a name gets more of the little it lacks than a long text of its much."""
    given = [0.0] * len(wants)
    waiting = sorted((at for at, want in enumerate(wants) if want > 0), key=lambda at: wants[at])
    while waiting:
        at = waiting[0]
        part = sqrt(wants[at]) / sum(sqrt(wants[one]) for one in waiting)
        given[at] = min(wants[at], max(spare, 0.0) * part)
        spare -= given[at]
        waiting = waiting[1:]
    return given
