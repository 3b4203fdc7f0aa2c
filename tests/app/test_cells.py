"""The cells of a grid: what is typed is read by its column's kind, shown as it is read, and added up in the open."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells import (
    NO_LONGER,
    Footing,
    Total,
    as_raw,
    cell_text,
    footing,
    in_order,
    joined,
    kind_of,
    label_of,
    laid_over,
    of_raw,
    raw_of,
    read_cell,
    spreadsheet_text,
    total,
    with_places,
)
from app.errors import Refused
from app.fields import CellKind, Field, GridColumn, GridRow, GridShape
from app.money import MOST_MILLIONTHS, MOST_PENCE, Limit, Pence

SHAPE = GridShape(
    (GridRow("torbay", "Torbay"), GridRow("exeter", "Exeter")),
    (GridColumn("2018", "2018/19", "amount"), GridColumn("2019", "2019/20", "sum")),
)
PENCE = st.integers(-MOST_PENCE, MOST_PENCE)
TENTHS = st.integers(0, 1_000)
VALUES: dict[CellKind, st.SearchStrategy[Any]] = {
    "amount": PENCE | st.sampled_from(["TBD", "maintain"]),
    "pence": PENCE,
    "sum": st.lists(PENCE, min_size=1, max_size=4).map(tuple),
    "number": st.integers(0, MOST_MILLIONTHS),
    "percent": TENTHS,
    "limit": st.builds(Limit, st.integers(0, MOST_PENCE)) | st.builds(Limit, st.none(), TENTHS),
    "text": st.text(min_size=1).map(str.strip).filter(bool),
}
KINDS_AND_VALUES = st.sampled_from(get_args(CellKind)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))
CELLS = st.dictionaries(st.sampled_from(["torbay:2018", "torbay:2019", "exeter:2018"]), st.text(max_size=3))


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("amount", "£1,600,249", 160_024_900, "1,600,249"),
        ("amount", "TBD", "TBD", "TBD"),
        ("text", " 2 laptops, £400 each ", "2 laptops, £400 each", "2 laptops, £400 each"),
        ("pence", "70k", 7_000_000, "70,000"),
        ("pence", "-250.5", -25_050, "\N{MINUS SIGN}250.50"),
        ("sum", "227,000+2,750 + £2,500", (22_700_000, 275_000, 250_000), "227,000 + 2,750 + 2,500"),
        ("sum", "=227000+2750", (22_700_000, 275_000), "227,000 + 2,750"),
        ("sum", "400", (40_000,), "400"),
        ("number", "1234.567891", 1_234_567_891, "1,234.567891"),
        ("number", "0", 0, "0"),
        ("percent", "40 %", 400, "40"),
        ("percent", "12.5", 125, "12.5"),
        ("limit", "8%", Limit(tenths=80), "8 %"),
        ("limit", "120 %", Limit(tenths=1_200), "120 %"),
        ("limit", "10,000", Limit(pence=Pence(1_000_000)), "£10,000"),
    ],
)
def test_a_cell_is_read_by_the_kind_of_its_column(kind: CellKind, typed: str, value: object, shown: str) -> None:
    assert read_cell(kind, typed) == value
    assert cell_text(kind, value) == shown


@pytest.mark.parametrize("kind", get_args(CellKind))
def test_an_empty_cell_is_no_value_and_no_value_an_empty_cell(kind: CellKind) -> None:
    assert read_cell(kind, "  ") is None
    assert cell_text(kind, None) == ""
    assert cell_text("sum", ()) == ""


@pytest.mark.parametrize("kind", sorted(set(get_args(CellKind)) - {"text"}))
def test_a_text_that_cannot_be_read_is_refused_by_its_own_words(kind: CellKind) -> None:
    with pytest.raises(Refused) as caught:
        read_cell(kind, " 12 apples ")
    assert caught.value.message.startswith("“12 apples” is not ")


@given(KINDS_AND_VALUES)
def test_what_a_cell_shows_is_read_as_the_same_value(one: tuple[CellKind, Any]) -> None:
    kind, value = one
    assert read_cell(kind, cell_text(kind, value)) == value


@given(KINDS_AND_VALUES)
def test_what_a_spreadsheet_was_given_comes_back_as_the_same_value(one: tuple[CellKind, Any]) -> None:
    kind, value = one
    assert read_cell(kind, spreadsheet_text(kind, value)) == value


@given(st.sampled_from(get_args(CellKind)), st.text(max_size=20))
def test_whatever_is_typed_is_a_value_or_refused_and_never_a_crash(kind: CellKind, typed: str) -> None:
    with suppress(Refused):
        read_cell(kind, typed)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("pence", 22_750_050, "227500.50"),
        ("pence", -25_000, "-250"),
        ("sum", (22_700_000, 275_000), "=227000+2750"),
        ("percent", 125, "12.5%"),
        ("limit", Limit(tenths=80), "8%"),
        ("limit", Limit(pence=Pence(1_000_000)), "10000"),
        ("number", 1_234_500_000, "1234.5"),
        ("amount", "TBD, see note", "TBD, see note"),
    ],
)
def test_a_spreadsheet_is_given_plain_figures_and_sums_that_it_adds_up(
    kind: CellKind, value: object, text: str
) -> None:
    assert spreadsheet_text(kind, value) == text


# where a cell stands


def test_a_cell_is_called_by_its_row_and_column() -> None:
    assert label_of(SHAPE, "torbay:2019") == "Torbay, 2019/20"
    assert (kind_of(SHAPE, "torbay:2019"), kind_of(SHAPE, "torbay:1999")) == ("sum", "amount")
    units = GridShape(SHAPE.rows, (GridColumn("2019", "2019/20 £"), GridColumn("weight", "Weight, %")))
    assert label_of(units, "torbay:2019") == "Torbay, 2019/20"
    assert label_of(units, "torbay:weight") == "Torbay, Weight"
    assert label_of(SHAPE, "plymouth:2019") == f"{NO_LONGER}, 2019/20"


def test_cells_stand_in_the_order_of_the_grid_and_those_without_a_place_last() -> None:
    every = {"exeter:2018", "gone:2018", "torbay:2019", "torbay:2018"}
    assert in_order(SHAPE, every) == ["torbay:2018", "torbay:2019", "exeter:2018", "gone:2018"]


def test_a_cell_whose_row_has_gone_gets_one_at_the_end() -> None:
    shape = with_places(SHAPE, ["gone:2018", "torbay:2018"])
    assert shape.rows == (*SHAPE.rows, GridRow("gone", NO_LONGER))
    assert shape.columns == SHAPE.columns
    assert with_places(SHAPE, ["torbay:2018"]) is SHAPE


def test_two_grids_are_joined_by_what_only_the_second_has() -> None:
    other = GridShape((GridRow("plymouth", "Plymouth"), SHAPE.rows[0]), (GridColumn("2019", "Renamed"),))
    both = joined(SHAPE, other)
    assert both is not None
    assert [row.key for row in both.rows] == ["torbay", "exeter", "plymouth"]
    assert both.columns == SHAPE.columns


# what is typed, as text


@given(CELLS)
def test_the_text_of_a_grid_holds_every_cell_as_it_was_typed(texts: dict[str, str]) -> None:
    assert of_raw(as_raw(texts)) == {cell: text for cell, text in texts.items() if text}


@pytest.mark.parametrize("raw", ["", "abc", "[1]", "5", "[" * 5_000])
def test_a_text_that_is_no_grid_has_no_cells(raw: str) -> None:
    assert of_raw(raw) == {}


@given(CELLS, CELLS, CELLS)
def test_only_cells_that_were_touched_are_laid_over_what_stands_there_now(
    typed: dict[str, str], before: dict[str, str], now: dict[str, str]
) -> None:
    laid = of_raw(laid_over(as_raw(typed), as_raw(before), as_raw(now)))
    for cell in {*typed, *before, *now}:
        touched = typed.get(cell, "") != before.get(cell, "")
        assert laid.get(cell, "") == (typed if touched else now).get(cell, "")


def test_the_text_of_values_is_that_of_a_grid_in_which_nothing_was_typed() -> None:
    field = Field("amounts", "Amounts", "grid", grid=SHAPE)
    assert of_raw(raw_of(field, {"torbay:2018": 100_000, "torbay:2019": (100, 200), "exeter:2018": None})) == {
        "torbay:2018": "1,000",
        "torbay:2019": "1 + 2",
    }
    assert raw_of(field, None) == "{}"


# what a column comes to


def test_words_and_cells_that_cannot_be_read_are_not_in_the_total_which_says_so() -> None:
    found = total("amount", [10_000, None, "TBD", Refused("No."), 5_000])
    assert found == Total("amount", 15_000, "", words=1, wrong=1)
    assert (found.text(), found.left_out) == ("150", True)


def test_where_there_are_only_words_the_word_stands_in_the_totals_place() -> None:
    assert total("amount", ["maintain", "maintain", None]).text() == "maintain"
    assert total("amount", ["maintain", "TBD"]).text() == ""
    assert not total("amount", ["maintain", "maintain"]).left_out


def test_every_amount_of_a_sum_is_added_and_limits_never_are() -> None:
    assert total("sum", [(100, 200), (300,)]).text() == "6"
    assert total("limit", [Limit(tenths=80), Limit(pence=Pence(100))]) == Total("limit")
    assert total("percent", [400, 605]).text() == "100.5"
    assert total("number", [1_500_000, 2_000_000]).text() == "3.5"


@given(st.lists(st.integers(0, 10**9) | st.none(), max_size=30), st.integers(0, MOST_PENCE))
def test_what_is_missing_is_told_to_the_penny(cells: list[int | None], expected: int) -> None:
    sums = sum(filter(None, cells))
    found = footing(total("pence", cells), expected)
    if sums == expected:
        assert found == Footing("", "foots", "ok")
    else:
        assert read_cell("pence", found.amount.removeprefix("+")) == sums - expected
        assert found.words == ("not explained" if sums < expected else "too much")


def test_a_difference_is_said_in_words() -> None:
    assert str(footing(Total("sum", 47_104_200), 53_947_000)) == "\N{MINUS SIGN}£68,428 not explained"
    assert str(footing(Total("sum", 100), 100)) == "foots"


@pytest.mark.parametrize(
    ("figure", "told"), [(None, "£1 left"), (60, "£0.40 left"), (100, "all given"), (250, "+£1.50 over")]
)
def test_what_may_come_to_less_has_the_rest_left_to_give(figure: int | None, told: str) -> None:
    found = footing(Total("amount", figure), 100, at_most=True)
    assert str(found) == told
    assert (found.tone == "bad") == (figure == 250)


def test_texts_are_never_added_nor_do_they_stand_for_a_total() -> None:
    assert total("text", ["Rent", "Rent"]) == Total("text")
