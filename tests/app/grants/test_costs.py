"""Costs, match funding, shares and answers typed as grids: kept line by line, refused at their cell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.errors import Refused, Stale
from app.grants import bids, costs, grid
from app.grants.bid_fields import (
    answers_cells,
    answers_shape,
    areas_cells,
    areas_shape,
    costs_cells,
    costs_shape,
    matches_cells,
    matches_shape,
)
from app.grants.bids import area_choices
from app.money import MOST_PENCE
from tests.app.grants.applied import Applied
from tests.factories import refusal

RENT: dict[str, int | str] = {"1:item": "Rent", "1:amount": 4_000_00, "1:requested": 3_000_00}
PAY: dict[str, int | str] = {"2:item": "Pay", "2:amount": 2_000_00}
TEA: dict[str, int | str] = {"3:item": "=Tea", "3:amount": 1_00, "3:requested": 1_00}


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def test_costs_are_kept_line_by_line_as_they_were_typed(desk: Applied) -> None:
    key = desk.add()
    desk.costs(key, RENT | PAY | TEA)
    one = desk.read(key)
    assert [(each.place, each.item, each.amount, each.requested) for each in one.costs] == [
        (1, "Rent", 4_000_00, 3_000_00),
        (2, "Pay", 2_000_00, 0),
        (3, "=Tea", 1_00, 1_00),
    ]
    assert costs_cells(one) == RENT | PAY | TEA
    assert (one.cost, one.asked) == (6_001_00, 3_001_00)


def test_a_line_is_changed_and_taken_out_and_new_ones_come_last(desk: Applied) -> None:
    key = desk.add()
    desk.costs(key, RENT | PAY | TEA)
    desk.costs(key, RENT | TEA | {"3:item": "Tea", "7:item": "Van", "7:amount": 5})
    assert [(each.place, each.item) for each in desk.read(key).costs] == [(1, "Rent"), (2, "Tea"), (3, "Van")]
    desk.office.undo()
    assert [each.item for each in desk.read(key).costs] == ["Rent", "Pay", "=Tea"]


def test_saving_costs_nobody_changed_is_no_step(desk: Applied) -> None:
    key = desk.add()
    desk.costs(key, RENT)
    before = desk.office.last_seq()
    desk.costs(key, RENT | {"2:amount": 0, "2:item": " "})
    assert desk.office.last_seq() == before


@pytest.mark.parametrize(
    ("cells", "sentence", "cell"),
    [
        ({"1:amount": 5}, "Line 1: The item is needed.", "1:item"),
        ({"1:item": "Rent"}, "Line 1: The amount is needed.", "1:amount"),
        ({"1:item": "Rent", "1:amount": -5}, "Line 1: The amount cannot be below £0.", "1:amount"),
        ({"1:item": "Rent", "1:amount": "much"}, "Line 1: “much” is not an amount.", "1:amount"),
        (
            {"4:item": "Rent", "4:amount": 5, "4:requested": 6},
            "Line 4: More is asked for than it costs.",
            "4:requested",
        ),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_at_its_cell(
    desk: Applied, cells: dict[str, Any], sentence: str, cell: str
) -> None:
    said = refusal(desk.office, costs.set_costs, desk.add(), costs=cells, was={})
    assert said == (sentence, f"costs:{cell}")


def test_nobody_types_into_a_line_that_is_another_one_by_now(desk: Applied) -> None:
    key = desk.add()
    twin: dict[str, int | str] = {"2:item": "Pay", "2:amount": 4_000_00}
    desk.costs(key, RENT | twin | TEA)
    seen = costs_cells(desk.read(key))
    desk.costs(key, {f"{row}:{column}": seen[f"{row}:{column}"] for row in "23" for column in ("item", "amount")})
    mine = seen | {"2:amount": 9_00}
    with pytest.raises(Stale, match="Jo saved this"):
        desk.office.write("Costs", costs.set_costs, key, costs=mine, was=seen)


def test_two_people_who_change_two_lines_both_keep_theirs(desk: Applied) -> None:
    key = desk.add()
    desk.costs(key, RENT | PAY)
    seen = costs_cells(desk.read(key))
    desk.office.write("Costs", costs.set_costs, key, costs=seen | {"1:item": "Rent and rates"}, was=seen)
    desk.office.write("Costs", costs.set_costs, key, costs=seen | {"2:item": "Wages"}, was=seen)
    assert [each.item for each in desk.read(key).costs] == ["Rent and rates", "Wages"]


def test_the_grid_of_costs_has_room_and_says_what_it_is_to_come_to(desk: Applied) -> None:
    key = desk.add()
    desk.costs(key, {f"{at}:{column}": what for at in range(1, 8) for column, what in (("item", "x"), ("amount", 1))})
    shape = costs_shape(desk.read(key))
    assert [row.key for row in shape.rows] == [str(at) for at in range(1, 12)]
    assert [(column.key, column.expected) for column in shape.columns] == [
        ("item", None),
        ("amount", None),
        ("requested", 6_000_00),
    ]


# match funding


def test_match_funding_is_cash_or_in_kind_and_certain_or_not(desk: Applied) -> None:
    key = desk.add()
    desk.matches(
        key,
        {
            "1:source": "Parish",
            "1:cash": 5_00,
            "1:certain": "Yes",
            "2:source": "Us",
            "2:in kind": 7_00,
            "2:certain": "n",
        },
    )
    one = desk.read(key)
    assert [(each.source, each.kind, each.amount, each.is_certain) for each in one.matches] == [
        ("Parish", "cash", 5_00, True),
        ("Us", "in kind", 7_00, False),
    ]
    assert set(matches_cells(one)) <= {
        f"{row.key}:{column.key}" for row in matches_shape(one).rows for column in matches_shape(one).columns
    }
    desk.matches(key, {"2:source": "Us", "2:cash": 7_00})
    assert [(each.source, each.kind) for each in desk.read(key).matches] == [("Us", "cash")]


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"1:cash": 5}, "1:source"),
        ({"1:source": "Us"}, "1:cash"),
        ({"1:source": "Us", "1:cash": 5, "1:in kind": 5}, "1:in kind"),
        ({"1:source": "Us", "1:cash": 5, "1:certain": "perhaps"}, "1:certain"),
    ],
)
def test_match_funding_that_makes_no_sense_is_refused_at_its_cell(
    desk: Applied, cells: dict[str, Any], cell: str
) -> None:
    assert refusal(desk.office, costs.set_matches, desk.add(), matches=cells, was={})[1] == f"matches:{cell}"


# shares


def test_shares_are_kept_changed_and_taken_out(desk: Applied) -> None:
    key, east, west = desk.add(), f"{desk.east}:share", f"{desk.west}:share"
    desk.areas(key, {east: 1000})
    desk.areas(key, {east: 255, west: 745})
    assert areas_cells(desk.read(key)) == {east: 255, west: 745}
    desk.areas(key, {west: 1000})
    desk.areas(key, {east: 1000})
    assert areas_cells(desk.read(key)) == {east: 1000}
    shape = areas_shape(desk.read(key), desk.office.read(area_choices, desk.round))
    assert [row.label for row in shape.rows] == ["East", "West"]


def test_shares_of_more_than_all_are_refused_and_of_less_are_kept_to_be_told(desk: Applied) -> None:
    key = desk.add()
    cells = {f"{desk.roads}:share": 600, f"{desk.homes}:share": 405}
    said = refusal(desk.office, costs.set_priorities, key, priorities=cells, was={})
    assert said[0] == "The shares come to 100.5 %. Make them 100 %."
    assert said[1] in {f"priorities:{cell}" for cell in cells}
    desk.priorities(key, {f"{desk.roads}:share": 600})
    assert [(name, tenths) for _, name, tenths in desk.read(key).priorities] == [("Safer roads", 600)]


def test_a_share_somebody_else_changed_meanwhile_is_not_saved_over(desk: Applied) -> None:
    key, cell = desk.add(), f"{desk.east}:share"
    desk.areas(key, {cell: 400})
    with pytest.raises(Stale):
        desk.office.write("Areas", costs.set_areas, key, areas={cell: 500}, was={})
    assert areas_cells(desk.read(key)) == {cell: 400}


# answers


def test_answers_are_kept_as_typed_even_those_that_are_too_long(desk: Applied) -> None:
    key = desk.add()
    first, second = (f"{one.id}:answer" for one in desk.round.questions)
    desk.answers(key, {first: "one two three four five six\nseven", second: "soon"})
    assert answers_cells(desk.read(key)) == {first: "one two three four five six\nseven", second: "soon"}
    desk.answers(key, {second: "1 May 2026"})
    assert answers_cells(desk.read(key)) == {second: "1 May 2026"}
    assert [row.label for row in answers_shape(desk.read(key), desk.round).rows] == [
        "What changes?",
        "When did you begin?",
    ]


def test_an_answer_to_a_question_nobody_asked_is_refused(desk: Applied) -> None:
    said = refusal(desk.office, costs.set_answers, desk.add(), answers={"other:answer": "Yes"}, was={})
    assert said == ("This question is not one of the round.", "answers:other:answer")


def test_nothing_is_saved_to_a_bid_that_was_put_away(desk: Applied) -> None:
    key = desk.add()
    desk.office.write("Archive", bids.archive, key)
    assert refusal(desk.office, costs.set_costs, key, costs=RENT, was={})[0].startswith("This application has been put")


# what was changed

CELLS = st.dictionaries(st.sampled_from(["1:a", "1:b", "2:a", "10:a"]), st.integers(0, 3) | st.sampled_from(["", "x"]))


@given(CELLS, CELLS)
def test_the_rows_that_were_changed_are_those_that_differ(after: dict[str, Any], was: dict[str, Any]) -> None:
    mine, seen = grid.plain(after), grid.plain(was)
    rows = grid.changed(mine, seen)
    assert rows == [row for row in ("1", "2", "10") if grid.row_of(mine, row) != grid.row_of(seen, row)]


@given(st.integers(0, MOST_PENCE))
def test_an_amount_the_desk_keeps_is_read_as_it_is(pence: int) -> None:
    assert grid.pence_of({"cash": pence}, "cash", "Line 1", "matches:1") == pence


@given(st.integers(max_value=-1) | st.integers(MOST_PENCE + 1))
def test_any_other_amount_is_refused_at_its_cell(pence: int) -> None:
    with pytest.raises(Refused) as caught:
        grid.pence_of({"cash": pence}, "cash", "Line 1", "matches:1")
    assert caught.value.field == "matches:1:cash"
