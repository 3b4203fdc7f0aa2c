"""The before-and-after figure: what it says, where its marks stand, and how it goes on over a page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.blocks import Dot, Dumbbell
from app.papers.publisher.dumbbells import in_words, set_dumbbell, ticks_of
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import ACCENT, PAPER
from app.papers.publisher.rows import Disc, Row, Rule, Words
from tests.papers.spoken import ROOM, spoken, ties

CORNWALL = Dot("Cornwall", 448_636_00, 469_834_00, 497_271_00)
SCILLY = Dot("Isles of Scilly", 25_000_00, 25_000_00, remark="held")


def figure(*dots: Dot) -> Dumbbell:
    return Dumbbell("From 2019/20 to 2022/23, £", "2019/20", "2022/23", dots, "formula alone")


def set_rows(*dots: Dot) -> list[Row]:
    return set_dumbbell(figure(*dots), ROOM, Element("Document"))


def discs(row: Row) -> list[Disc]:
    return [mark for mark in row.marks if isinstance(mark, Disc)]


def words(row: Row) -> list[str]:
    return [mark.text.strip() for mark in row.marks if isinstance(mark, Words)]


def test_it_is_heard_row_by_row_with_the_change_and_what_the_formula_alone_would_give() -> None:
    assert in_words(figure(CORNWALL, SCILLY)) == (
        "Before and after. From 2019/20 to 2022/23, £. Cornwall: 2019/20 £448,636, 2022/23 £469,834, up £21,198 (4.7%),"
        " formula alone £497,271. Isles of Scilly: 2019/20 £25,000, 2022/23 £25,000, no change, held."
    )


def test_a_side_without_a_figure_is_heard_as_none() -> None:
    assert in_words(figure(Dot("New", None, 10_00))).endswith("New: 2019/20 no figure, 2022/23 £10.")
    assert words(set_rows(Dot("New", None, 10_00))[2]) == ["New", "–", "–"]


def test_the_change_stands_in_pounds_and_percent_and_a_remark_in_their_place() -> None:
    rows = set_rows(CORNWALL, SCILLY, Dot("Torbay", 201_575_00, 185_449_00))
    assert [words(row) for row in rows[2:]] == [
        ["Cornwall", "+21,198", "+4.7"],
        ["Isles of Scilly", "held"],
        ["Torbay", "−16,126", "−8.0"],
    ]


def test_before_is_a_ring_and_after_a_disc_as_far_apart_as_the_amounts() -> None:
    rows = set_rows(Dot("A", 0, 50_00), Dot("B", 100_00, 25_00))
    (ring, disc), (high, low) = discs(rows[2]), discs(rows[3])
    assert [(one.fill, bool(one.outline)) for one in (ring, disc)] == [(PAPER, True), (ACCENT, False)]
    assert disc.x - ring.x == pytest.approx((high.x - ring.x) / 2)
    assert low.x - ring.x == pytest.approx((high.x - ring.x) / 4)


def test_amounts_that_meet_stand_within_each_other_so_that_both_are_seen() -> None:
    ring, disc = discs(set_rows(SCILLY, CORNWALL)[2])
    assert (ring.x, ring.radius > disc.radius) == (disc.x, True)


def test_what_the_formula_alone_gives_is_a_mark_of_its_own_height() -> None:
    alone = [mark for mark in set_rows(CORNWALL)[2].marks if isinstance(mark, Rule) and mark.x == mark.to_x]
    right = max(alone, key=lambda mark: mark.x)
    assert right.x > max(one.x for one in discs(set_rows(CORNWALL)[2]))
    assert right.to_y - right.y < set_rows(CORNWALL)[2].height


def test_the_legend_leaves_out_the_mark_that_no_row_has() -> None:
    assert "formula alone" in words(set_rows(CORNWALL)[0])
    assert "formula alone" not in words(set_rows(SCILLY)[0])


def test_it_is_one_figure_with_its_caption() -> None:
    tree = Element("Document")
    rows = set_dumbbell(figure(SCILLY), ROOM, tree)
    said = spoken(tree, rows)
    assert [line.split(":")[0].strip() for line in said] == ["Figure", "Caption"]
    assert said[1] == "  Caption: From 2019/20 to 2022/23, £"


def test_thirty_rows_keep_together_and_more_say_the_scale_again_on_the_next_page_without_being_heard_twice() -> None:
    few, many = (set_rows(*[Dot(f"Town {at}", at * 100, 1_000) for at in range(number)]) for number in (30, 60))
    assert ties(few) == "T" * 31 + "F"
    assert sum(row.height for row in few) < 660
    assert "F" in ties(many)[3:-3]
    (again,) = many[-1].again
    assert words(again)[-2:] == ["Change £", "%"]
    assert {mark.of for mark in again.marks} == {None}


def test_a_long_name_goes_on_under_itself_and_leaves_the_plot_its_room() -> None:
    rows = set_rows(Dot("The Joint Board for Safer Towns, Villages and Coastal Communities of the North", 1_00, 9_00))
    assert len([mark for mark in rows[2].marks if isinstance(mark, Words) and mark.x == 0]) > 1
    assert discs(rows[2])[1].x > ROOM * 0.5


@pytest.mark.parametrize("dots", [(), (Dot("Nothing", None, None),), (Dot("Nought", 0, 0),)])
def test_nothing_to_draw_is_drawn_as_nothing(dots: tuple[Dot, ...]) -> None:
    assert len(set_rows(*dots)) == 2 + len(dots)


@given(st.integers(1, 10**13))
def test_the_scale_begins_at_nought_and_has_a_few_round_steps_that_do_not_pass_the_most(most: int) -> None:
    ticks = ticks_of(most)
    steps = {after - before for before, after in pairwise(ticks)}
    assert ticks[0] == 0
    assert len(ticks) <= 6
    assert ticks[-1] <= most
    assert len(steps) <= 1
    assert {str(step).rstrip("0") for step in steps} <= {"1", "2", "25", "5"}
