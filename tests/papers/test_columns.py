"""How wide the columns of a table stand."""

from __future__ import annotations

import pytest

from app.errors import Refused
from app.listing import Column
from app.papers.publisher import columns
from app.papers.publisher.columns import Need
from app.papers.publisher.faces import REGULAR

NAME = Need(20, 9, wraps=True, right=False)
FIGURE = Need(5, 5, wraps=False, right=True)


def test_columns_fill_the_width_they_are_given() -> None:
    grid = columns.fit([NAME, FIGURE, FIGURE], 450, "Budget")
    assert grid.size == 10.5
    assert grid.lefts[-1] + grid.widths[-1] == pytest.approx(450)


def test_a_text_is_broken_before_the_type_is_made_smaller() -> None:
    grid = columns.fit([NAME, FIGURE, FIGURE], 300, "Budget")
    assert (grid.size, grid.widths[0] < 20 * 10.5) == (10.5, True)


def test_the_type_is_made_smaller_before_the_columns_are_refused() -> None:
    assert columns.fit([NAME, *[FIGURE] * 11], 700, "Budget").size == 8.5


def test_too_many_columns_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refused) as refused:
        columns.fit([NAME, *[FIGURE] * 40], 700, "Budget")
    assert refused.value.message == (
        "“Budget” has more columns than fit on a page. Hide some of them, or save it as an Excel file."
    )


def test_a_figure_is_never_broken_but_a_phrase_in_its_place_is() -> None:
    need = columns.measure(Column("p", "£", "pence"), ["1,234,567", "to be confirmed by the panel"], REGULAR)
    assert (need.wraps, need.whole < 6) == (False, True)


def test_a_day_is_never_broken() -> None:
    assert columns.measure(Column("d", "Ends", "day"), ["30 September 2026"], REGULAR).least > 7
