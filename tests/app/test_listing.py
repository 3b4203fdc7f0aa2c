"""Lists: totals that tie, words that are never nought, percentages of sums, groups in their order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listing import (
    Cell,
    Column,
    Group,
    Line,
    Listing,
    cell_text,
    heading,
    note_mark,
    percent_change,
    sections,
    total_label,
    total_of,
    totals,
)

COLUMNS = (
    Column("line", "Line"),
    Column("before", "2018/19 £", "pence"),
    Column("after", "2019/20 £", "pence"),
    Column("percent", "%", "percent", of=("before", "after")),
)
GROUPS = (Group("a", "First"), Group("b", "Second"))
AMOUNT = st.integers(-(10**12), 10**12)
CELL = AMOUNT | st.sampled_from(["TBD", "Maintain", None])
LINES = st.lists(st.tuples(CELL, CELL, st.sampled_from("abz")).map(lambda one: line(*one)))


def line(before: Cell, after: Cell, group: str = "a", name: str = "Line") -> Line:
    return Line(name, (name, before, after, percent_change(before, after)), group)


def listing(*lines: Line, notes: tuple[tuple[str, str], ...] = ()) -> Listing:
    return Listing("Budget", COLUMNS, lines, GROUPS, notes)


@given(LINES)
def test_group_totals_add_up_to_the_grand_total(lines: list[Line]) -> None:
    grand = totals(COLUMNS, lines, "Total")
    by_group = [totals(COLUMNS, mine, "") for _, mine in sections(listing(*lines))]
    for at in (1, 2):
        figures = [cell for row in by_group if isinstance(cell := row[at], int)]
        assert sum(figures) == (grand[at] if isinstance(grand[at], int) else 0)


@given(LINES)
def test_every_line_stands_in_one_section(lines: list[Line]) -> None:
    gathered = [one for _, mine in sections(listing(*lines)) for one in mine]
    assert sorted(map(repr, gathered)) == sorted(map(repr, lines))


@given(st.lists(AMOUNT, min_size=1), st.lists(st.sampled_from(["TBD", None])))
def test_words_and_gaps_add_nothing_to_a_sum(figures: list[int], others: list[str | None]) -> None:
    assert total_of([*figures, *others]) == sum(figures)


def test_words_alone_come_to_a_word_and_nothing_comes_to_nothing() -> None:
    assert [total_of(["TBD", None, "Maintain"]), total_of([None]), total_of([])] == ["TBD", None, None]


def test_nought_is_a_figure_and_a_word_is_not() -> None:
    assert [total_of([0, "TBD"]), total_of(["TBD"])] == [0, "TBD"]


def test_the_percentage_of_a_total_is_of_its_sums_and_no_sum_of_percentages() -> None:
    assert totals(COLUMNS, [line(100, 200), line(300, 300)], "Total") == ("Total", 400, 500, 250)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (100, 150, 500),
        (150, 100, -333),
        (100, 100, 0),
        (0, 0, 0),
        (0, 5, "new"),
        (None, 5, "new"),
        (5, None, "ended"),
        (None, None, None),
        ("TBD", 5, None),
        (5, "TBD", None),
        (None, "TBD", None),
        ("TBD", None, None),
    ],
)
def test_how_one_amount_became_another(before: Cell, after: Cell, change: Cell) -> None:
    assert percent_change(before, after) == change


def test_groups_keep_their_order_even_when_empty_and_strangers_come_first() -> None:
    found = sections(listing(line(1, 1, "b", "B"), line(1, 1, "elsewhere", "X")))
    assert [(group.label if group else None, [one.id for one in mine]) for group, mine in found] == [
        (None, ["X"]),
        ("First", []),
        ("Second", ["B"]),
    ]


def test_a_part_of_a_list_keeps_only_the_groups_and_notes_it_needs() -> None:
    lines = (Line("1", ("One", 1, 1, 0), "a", "*"), Line("2", ("Two", 1, 1, 0), "b", "†"))
    part = listing(*lines, notes=(("*", "A note."), ("†", "Another."), ("", "For all."))).shown(["2"])
    assert (part.lines, part.groups, part.notes) == ((lines[1],), (GROUPS[1],), (("†", "Another."), ("", "For all.")))


def test_lines_shown_stand_in_the_order_asked_for() -> None:
    lines = [line(1, 1, name=name) for name in "abc"]
    assert [one.id for one in listing(*lines).shown(["c", "a"]).lines] == ["c", "a"]


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        ([line(1, 1)], "Total shown, 1 line"),
        ([line(1, 1)] * 2, "Total shown, 2 lines"),
        ([line(1, 1), line(1, "TBD"), line("TBD", "TBD")], "Total shown, 3 lines, 2 without a figure"),
        ([], "Total shown, 0 lines"),
    ],
)
def test_a_total_says_how_many_lines_it_counts_and_how_many_have_no_figure(lines: list[Line], label: str) -> None:
    assert total_label(lines, COLUMNS) == label


def test_figures_that_somebody_stated_are_shown_but_never_added() -> None:
    columns = (Column("name", "What"), Column("stated", "Stated £", "pence", added=False))
    lines = [Line(name, (name, 100)) for name in "ab"]
    assert totals(columns, lines, "Total") == ("Total", None)
    assert (total_label(lines, columns), cell_text(100, columns[1])) == ("2 lines shown", "1")


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (None, Column("x", "X", "pence"), "–"),
        (None, Column("x", "X"), ""),
        (0, Column("x", "X", "pence"), "0"),
        (1_234_50, Column("x", "X", "pence"), "1,234.50"),
        (500, Column("x", "X", "change"), "+5"),
        (-500, Column("x", "X", "change"), "−5"),
        (62, Column("x", "X", "percent"), "+6.2"),
        ("new", Column("x", "X", "percent"), "new"),
        ("TBD", Column("x", "X", "pence"), "TBD"),
        (1_500, Column("x", "X", "count"), "1,500"),
        (date(2015, 2, 3), Column("x", "X", "day"), "3 February 2015"),
    ],
)
def test_a_cell_reads_as_a_person_reads_it(cell: Cell, column: Column, text: str) -> None:
    assert cell_text(cell, column) == text


def test_the_marks_of_notes_go_on_doubled() -> None:
    assert [note_mark(at) for at in range(9)] == ["*", "†", "‡", "§", "**", "††", "‡‡", "§§", "***"]


# --- Figures with decimals, and groups with something of their own ---


@pytest.mark.parametrize(
    ("millionths", "places", "text"),
    [
        (23_456_000, 0, "23.456"),
        (1_200_000_000, 0, "1,200"),
        (2_000_000, 1, "2.0"),
        (2_340_000, 1, "2.34"),
        (1, 0, "0.000001"),
        (-500_000, 1, "−0.5"),
        (0, 0, "0"),
    ],
)
def test_a_figure_shows_the_decimals_it_has_and_no_fewer_than_its_column(
    millionths: int, places: int, text: str
) -> None:
    assert cell_text(millionths, Column("rate", "Rate", "figure", places=places)) == text


def test_figures_are_added_up_unless_they_make_no_sum() -> None:
    columns = (Column("line", "Line"), Column("a", "A", "figure"), Column("b", "B", "figure", added=False))
    lines = [Line("x", ("x", 1_500_000, 1)), Line("y", ("y", None, 2)), Line("z", ("z", 500_000, 3))]
    assert totals(columns, lines, "Total") == ("Total", 2_000_000, None)


def test_a_group_shows_what_it_has_as_one_where_nothing_is_added_up() -> None:
    columns = (*COLUMNS, Column("state", "State", "chip"))
    lines = [Line("x", ("x", 100, 200, 1_000, "")), Line("y", ("y", 100, 100, 0, "Held"))]
    group = Group("a", "County", (("state", "At cap"), ("after", 999), ("percent", 7)))
    assert heading(columns, lines, group) == ("County", 200, 300, 500, "At cap")


@given(LINES)
def test_a_list_led_by_another_column_has_the_same_cells_under_the_same_heads(lines: list[Line]) -> None:
    before = listing(*lines)
    led = before.led_by("after")
    assert [column.key for column in led.columns] == ["after", "line", "before", "percent"]
    for one, other in zip(led.lines, before.lines, strict=True):
        assert dict(zip([c.key for c in led.columns], one.cells, strict=True)) == dict(
            zip([c.key for c in before.columns], other.cells, strict=True)
        )
    assert before.led_by("no such column") == before
