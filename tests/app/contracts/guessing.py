"""What a reader can work out of a printed table of counts: every way to fill in what is hidden is tried.

It knows nothing of how figures were chosen to be hidden, only what the words mean and that the sums come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from app.contracts.suppressing import FEW, LEAST, WITHHELD, Shown, Suppressed

Filled = dict[tuple[int, int], int]
"""A way to fill in a table, its totals included, by row and column; a total stands after the last."""


def printed(shown: Suppressed) -> dict[tuple[int, int], Shown]:
    """Every figure of the page by where it stands."""
    down, over = len(shown.rows), len(shown.totals)
    found: dict[tuple[int, int], Shown] = {(i, j): one for i, row in enumerate(shown.rows) for j, one in enumerate(row)}
    found.update({(down, j): one for j, one in enumerate(shown.totals)})
    if shown.across:
        found.update({(i, over): one for i, one in enumerate(shown.across)})
        found[down, over] = shown.whole
    return found


def ways(shown: Suppressed, most: int) -> Iterator[Filled]:
    """Every way to fill in the table with counts up to `most` so that it fits what is printed."""
    page = printed(shown)
    over = len(shown.totals)
    least = 0 if all(one in (None, WITHHELD) for one in page.values()) else LEAST
    columns = [_column(page, len(shown.rows), j, least, most) for j in range(over)]
    for filled in product(*columns):
        whole = {cell: figure for column in filled for cell, figure in column.items()}
        if shown.across:
            for (i, _), figure in list(whole.items()):
                whole[i, over] = whole.get((i, over), 0) + figure
        if all(_fits(page[cell], figure, least) for cell, figure in whole.items()):
            yield whole


def _column(page: dict[tuple[int, int], Shown], down: int, j: int, least: int, most: int) -> list[Filled]:
    """Every way to fill in one period so that its total comes out."""
    inner = [(i, j) for i in range(down) if page[i, j] is not None]
    found = []
    for figures in product(*(_may_be(page[cell], least, most) for cell in inner)):
        filled = dict(zip(inner, figures, strict=True))
        if inner:
            filled[down, j] = sum(figures)
        if not inner or _fits(page[down, j], filled[down, j], least):
            found.append(filled)
    return found


def _may_be(one: Shown, least: int, most: int) -> Sequence[int]:
    if isinstance(one, int):
        return (one,)
    return range(1, LEAST) if one == FEW else range(least, most + 1)


def _fits(one: Shown, figure: int, least: int) -> bool:
    if isinstance(one, int):
        return figure == one
    return 0 < figure < LEAST if one == FEW else figure >= least


def worked_out(shown: Suppressed, most: int) -> set[tuple[int, int]]:
    """The hidden figures that can only be what they are."""
    left = {cell for cell, one in printed(shown).items() if isinstance(one, str)}
    first: Filled | None = None
    for filled in ways(shown, most):
        if first is None:
            first = filled
        left -= {cell for cell in left if filled[cell] != first[cell]}
        if not left:
            break
    return left
