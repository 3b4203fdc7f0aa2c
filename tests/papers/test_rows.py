"""How rows are broken into pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.publisher.rows import Page, Row, into_pages, is_turned, tie

PLAIN = Row(10, ())


def heights(pages: list[Page]) -> list[list[float]]:
    return [[placed.row.height for placed in page] for page in pages]


def test_no_rows_still_make_one_page() -> None:
    assert into_pages([], 100) == [()]


def test_rows_fill_a_page_to_its_foot_and_go_on_to_the_next() -> None:
    assert heights(into_pages([PLAIN] * 5, 20)) == [[10, 10], [10, 10], [10]]


def test_a_row_tied_to_the_next_moves_with_it() -> None:
    heading = Row(5, (), keep=True)
    assert heights(into_pages([PLAIN, heading, PLAIN], 18)) == [[10], [5, 10]]


def test_a_tied_run_longer_than_a_page_is_broken_all_the_same() -> None:
    tied = Row(10, (), keep=True)
    assert heights(into_pages([tied] * 3, 20)) == [[10, 10], [10]]


def test_a_row_higher_than_the_page_stands_alone() -> None:
    assert heights(into_pages([PLAIN, Row(500, ()), PLAIN], 20)) == [[10], [500], [10]]


def test_what_a_row_repeats_stands_above_it_at_the_head_of_a_page() -> None:
    head = Row(4, ())
    line = replace(PLAIN, again=(head,))
    pages = into_pages([head, *[line] * 3], 24)
    assert heights(pages) == [[4, 10, 10], [4, 10]]
    assert [placed.top for placed in pages[1]] == [0, 4]


def test_space_above_vanishes_at_the_head_of_a_page() -> None:
    spaced = replace(PLAIN, above=6)
    pages = into_pages([spaced, spaced, spaced], 26)
    assert [[placed.top for placed in page] for page in pages] == [[0, 16], [0]]


def test_a_fresh_row_begins_a_page_whatever_ties_to_it_and_never_leaves_an_empty_one() -> None:
    tied, fresh = replace(PLAIN, keep=True), replace(PLAIN, height=7, fresh=True)
    assert heights(into_pages([fresh, tied, fresh, PLAIN], 100)) == [[7, 10], [7, 10]]


def test_a_turn_begins_a_page_as_high_as_such_pages_are() -> None:
    turned = replace(PLAIN, turned=True)
    pages = into_pages([PLAIN, *[turned] * 3, PLAIN], 100, 20)
    assert heights(pages) == [[10], [10, 10], [10], [10]]
    assert [is_turned(page) for page in pages] == [False, True, True, False]


@pytest.mark.parametrize(("first", "last", "ties"), [(1, 2, "TFTF"), (4, 0, "TTTF"), (0, 0, "FFFF"), (9, 9, "TTTF")])
def test_tying_never_reaches_past_the_last_row(first: int, last: int, ties: str) -> None:
    assert [row.keep for row in tie([PLAIN] * 4, first=first, last=last)] == [letter == "T" for letter in ties]


@given(st.lists(st.tuples(st.floats(0.5, 40), st.booleans(), st.floats(0, 9)), max_size=60), st.floats(40, 90))
def test_every_row_is_placed_once_in_order_and_no_page_runs_over(
    made: list[tuple[float, bool, float]], height: float
) -> None:
    rows = [Row(tall, (), above, keep) for tall, keep, above in made]
    pages = into_pages(rows, height)
    assert [placed.row for page in pages for placed in page] == rows
    assert all(page[-1].top + page[-1].row.height <= height + 0.02 for page in pages if page)
