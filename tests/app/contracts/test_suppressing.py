"""Small counts are hidden, and nobody can work one out of what is printed beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contracts.suppressing import FEW, WITHHELD, Suppressed, hidden_in, suppress, together
from tests.app.contracts.guessing import printed, ways, worked_out

MOST = 11
COUNTS = st.one_of(st.none(), st.integers(0, 8))


@st.composite
def tables(draw: st.DrawFn) -> list[list[int | None]]:
    """Up to three categories over up to two periods."""
    over = draw(st.integers(1, 2))
    return draw(st.lists(st.lists(COUNTS, min_size=over, max_size=over), min_size=1, max_size=3))


@st.composite
def questions(draw: st.DrawFn) -> list[list[list[int | None]]]:
    """The same people under two or three questions of up to three categories, over up to two periods."""
    wholes = draw(st.lists(st.integers(0, 9), min_size=1, max_size=2))
    found: list[list[list[int | None]]] = []
    for _ in range(draw(st.integers(2, 3))):
        cuts = draw(st.integers(0, 2))
        periods = [sorted(draw(st.lists(st.integers(0, one), min_size=cuts, max_size=cuts))) for one in wholes]
        ends = [[0, *inner, one] for inner, one in zip(periods, wholes, strict=True)]
        found.append([[end[at + 1] - end[at] for end in ends] for at in range(cuts + 1)])
    return found


def test_a_table_without_small_counts_is_printed_as_it_is() -> None:
    shown = suppress([[12, 0], [5, 9]], across=True)
    assert shown == Suppressed(((12, 0), (5, 9)), (17, 9), (12, 14), 26)
    assert not hidden_in(shown)


def test_nought_is_shown_and_what_was_not_counted_is_no_nought() -> None:
    assert suppress([[0], [None], [0]]) == Suppressed(((0,), (None,), (0,)), (0,))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_count_is_hidden_and_the_smallest_other_with_it(count: int) -> None:
    assert suppress([[count], [20], [7], [0]]) == Suppressed(((FEW,), (20,), (WITHHELD,), (0,)), (27 + count,))


def test_two_small_counts_hide_each_other() -> None:
    assert suppress([[2], [3], [20]]) == Suppressed(((FEW,), (FEW,), (20,)), (25,))


def test_two_small_counts_whose_sum_gives_them_away_take_the_total_or_all_with_them() -> None:
    shown = suppress([[4], [4]])
    assert all(isinstance(cell, str) for cell in (*shown.rows[0], *shown.rows[1], *shown.totals))
    shown = suppress([[4], [4], [30]])
    assert shown == Suppressed(((FEW,), (FEW,), (WITHHELD,)), (38,))


def test_a_total_that_is_small_is_hidden_itself() -> None:
    assert suppress([[3], [0]]) == Suppressed(((FEW,), (0,)), (FEW,))


def test_a_total_of_the_year_does_not_give_a_quarter_away() -> None:
    shown = suppress([[3, 20, 30], [11, 12, 13]], across=True)
    assert shown.totals == (14, 32, 43)
    assert shown.across == (53, 36)
    assert shown.whole == 89
    assert shown.rows == ((FEW, WITHHELD, 30), (WITHHELD, WITHHELD, 13))


def test_without_a_total_of_the_year_a_quarter_stands_by_itself() -> None:
    assert suppress([[3, 20], [11, 12]]).rows == ((FEW, 20), (WITHHELD, 12))


def test_a_total_hidden_under_one_question_is_not_printed_under_another() -> None:
    first, second = together([[[4], [4]], [[8], [0]]])
    assert isinstance(first.totals[0], str)
    assert isinstance(second.totals[0], str)
    assert isinstance(second.rows[0][0], str)


def test_a_count_below_nought_is_a_fault_of_whoever_asks() -> None:
    with pytest.raises(ValueError, match="below 0"):
        suppress([[-1]])


@given(tables(), st.booleans())
def test_no_small_count_is_ever_shown(rows: list[list[int | None]], across: bool) -> None:
    shown = suppress(rows, across=across)
    every = [*(cell for row in shown.rows for cell in row), *shown.totals, *shown.across, shown.whole]
    assert not {1, 2, 3, 4} & {cell for cell in every if isinstance(cell, int)}


@given(tables(), st.booleans())
def test_what_is_shown_is_true(rows: list[list[int | None]], across: bool) -> None:
    shown = suppress(rows, across=across)
    for told, row in zip(shown.rows, rows, strict=True):
        for cell, count in zip(told, row, strict=True):
            assert cell == count if not isinstance(cell, str) else count is not None
            assert cell != FEW or count in range(1, 5)
    sums = [sum(count for count in column if count is not None) for column in zip(*rows, strict=True)]
    for cell, total in zip(shown.totals, sums, strict=True):
        assert cell in (None, total) or isinstance(cell, str)


@given(tables(), st.booleans())
def test_no_hidden_count_can_be_worked_out(rows: list[list[int | None]], across: bool) -> None:
    assert worked_out(suppress(rows, across=across), MOST) == set()


@given(questions(), st.booleans())
@settings(max_examples=200)
def test_nor_from_the_same_people_under_another_question(every: list[list[list[int | None]]], across: bool) -> None:
    # a question of which nothing is printed adds nothing to what is known, and filling it in would take for ever
    shown = [one for one in together(every, across=across) if set(printed(one).values()) != {WITHHELD}]
    found = [by_totals(one) for one in shown]
    possible = set.intersection(*(set(mine) for mine in found)) if found else set()
    for one, mine in zip(shown, found, strict=True):
        for cell, word in printed(one).items():
            if isinstance(word, str):
                assert len({figure for totals in possible for figure in mine[totals][cell]}) > 1


def by_totals(shown: Suppressed) -> dict[tuple[int, ...], dict[tuple[int, int], set[int]]]:
    """What each figure may be, for everything the totals of the periods may be."""
    found: dict[tuple[int, ...], dict[tuple[int, int], set[int]]] = {}
    for filled in ways(shown, MOST):
        totals = tuple(filled[len(shown.rows), at] for at in range(len(shown.totals)))
        for cell, figure in filled.items():
            found.setdefault(totals, {}).setdefault(cell, set()).add(figure)
    return found


def test_the_reader_of_these_tests_does_work_out_what_is_badly_hidden() -> None:
    assert worked_out(Suppressed(((FEW,), (20,)), (23,)), MOST) == {(0, 0)}
    assert worked_out(Suppressed(((FEW,), (FEW,)), (8,)), MOST) == {(0, 0), (1, 0)}
    assert worked_out(Suppressed(((FEW, 20), (WITHHELD, 12)), (14, 32), (23, 23), 46), MOST) == {(0, 0), (1, 0)}
