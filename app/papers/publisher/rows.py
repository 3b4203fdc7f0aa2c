"""The page as rows: everything set is a row of marks with a height, and pages are runs of rows. Lengths are points.

A mark's x is from the left edge of the text, its y is down from the top of its row. A mark that is `of` no element says
nothing of its own: a rule, or the furniture of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.papers.publisher.elements import Element
from app.papers.publisher.faces import Style


class Words(NamedTuple):
    """One line of text from `x`, its baseline at `y`."""

    x: float
    y: float
    text: str
    style: Style
    of: Element | None = None


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float
    ink: str
    of: Element | None = None


class Box(NamedTuple):
    """A rectangle hanging from `y`, filled, with or without an outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    outline: str = ""
    of: Element | None = None


class Disc(NamedTuple):
    """A circle around a point, filled, with or without an outline."""

    x: float
    y: float
    radius: float
    fill: str
    outline: str = ""
    of: Element | None = None


class Shape(NamedTuple):
    """What lies between three points or more, filled, with or without an outline."""

    points: tuple[tuple[float, float], ...]
    fill: str
    outline: str = ""
    of: Element | None = None


Mark = Words | Rule | Box | Disc | Shape


@dataclass(frozen=True, slots=True)
class Row:
    """What is never cut by a page's foot.

    `above` is space that vanishes at the head of a page; `keep` ties the row to the next one; `again` is repeated at
    the head of a page that begins with this row; `bookmark` is the level and the words of an entry in the outline;
    `anchor` names the place, so that its page can be told; a `fresh` row begins a page; `turned` rows stand on pages of
    their own, which are turned.
    """

    height: float
    marks: tuple[Mark, ...]
    above: float = 0.0
    keep: bool = False
    again: tuple[Row, ...] = ()
    bookmark: tuple[int, str] | None = None
    anchor: str = ""
    fresh: bool = False
    turned: bool = False


class Placed(NamedTuple):
    """A row and how far its top stands below the top of the text. One `said` before is not said again."""

    top: float
    row: Row
    said: bool = False


Page = tuple[Placed, ...]


def into_pages(rows: Sequence[Row], height: float, turned_height: float = 0.0) -> list[Page]:
    """The rows laid on pages `height` high, or `turned_height` where they are turned. Always one page.

    Ties are kept unless a tied run is longer than a page, or half of it is turned.
    """
    pages: list[Page] = []
    start = 0
    while start < len(rows):
        page, start = _one_page(rows, start, turned_height if rows[start].turned else height)
        pages.append(page)
    return pages or [()]


def _one_page(rows: Sequence[Row], start: int, height: float) -> tuple[Page, int]:
    """One page from row `start`, and the row the next page starts with."""
    placed: list[Placed] = []
    top = 0.0
    for again in rows[start].again:
        placed.append(Placed(top, again, said=True))
        top += again.height
    repeated = len(placed)
    for at in range(start, len(rows)):
        row = rows[at]
        if at > start and (row.fresh or row.turned != rows[start].turned):
            return tuple(placed), at
        above = row.above if at > start else 0.0
        # a row higher than a page is still placed: overprinting the foot is better than never ending
        if top + above + row.height > height + 0.01 and at > start:
            end = _break_before(rows, start, at)
            return tuple(placed[: repeated + end - start]), end
        placed.append(Placed(top + above, row))
        top += above + row.height
    return tuple(placed), len(rows)


def _break_before(rows: Sequence[Row], start: int, at: int) -> int:
    """The last row at or before `at` that nothing ties to the row before it; `at` itself when everything is tied."""
    end = at
    while end > start and rows[end - 1].keep:
        end -= 1
    return end if end > start else at


def is_turned(page: Page) -> bool:
    """Whether a page is turned: its last row is one of its own, not one that is said again."""
    return bool(page) and page[-1].row.turned


def tie(rows: Sequence[Row], *, first: int = 0, last: int = 0) -> list[Row]:
    """The rows with the first `first` tied forward and the last `last` tied together."""
    total = len(rows)
    return [
        replace(row, keep=True) if at < total - 1 and (at < first or at >= total - last) else row
        for at, row in enumerate(rows)
    ]
