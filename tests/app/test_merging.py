"""Two people, one record: no change that only one of them made is lost, and nothing appears that neither typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fields import Choice, Field, GridColumn, GridRow, GridShape, Kind
from app.merging import Difference, Side, differences, merged, ticked, undecided, with_cells_of
from app.money import Limit, Pence

VALUES: dict[Kind, tuple[Any, ...]] = {
    "text": ("", None, "Road safety", "Road Safety"),
    "long": ("", None, "One line\nand another", "One line"),
    "amount": (None, 0, 1, 120_000, "TBD"),
    "pence": (None, 0, 120_000),
    "year": (None, 2018, 2019),
    "day": (None, date(2018, 4, 1), date(2019, 4, 1)),
    "choice": (None, "", "a", "b"),
    "yesno": (None, False, True),
    "count": (None, 0, 1, 12),
    "sum": (None, (), (100,), (100, 200), (200, 100)),
    "number": (None, 0, 1_000_000),
    "percent": (None, 0, 400),
    "limit": (None, Limit(tenths=0), Limit(pence=Pence(0)), Limit(tenths=80)),
    "several": (None, (), ("a",), ("a", "b")),
}
FIELDS = tuple(Field(kind, kind.capitalize(), kind) for kind in get_args(Kind) if kind != "grid")
RECORDS = st.fixed_dictionaries({field.key: st.sampled_from(VALUES[field.kind]) for field in FIELDS})
SIDES = st.fixed_dictionaries({field.key: st.sampled_from(get_args(Side)) for field in FIELDS})
NAME = Field("name", "Name")
SHAPE = GridShape(
    (GridRow("torbay", "Torbay"), GridRow("exeter", "Exeter")),
    (GridColumn("2018", "2018/19", "amount"), GridColumn("2019", "2019/20", "sum")),
)
GRID = Field("amounts", "Amounts", "grid", grid=SHAPE)
CELLS = ("torbay:2018", "torbay:2019", "exeter:2018", "gone:2018")
GRIDS = st.dictionaries(st.sampled_from(CELLS), st.sampled_from([0, 1, "TBD", (), (1,), (1, 2)])) | st.none()
CELL_SIDES = st.fixed_dictionaries({f"amounts|{cell}": st.sampled_from(get_args(Side)) for cell in CELLS})


def same(key: str, one: Any, other: Any) -> bool:
    """Whether the desk takes two values of a field for the same."""
    field = next(field for field in FIELDS if field.key == key)
    return differences((field,), {key: one}, {key: other}, {}) == []


def the_one(mine: Any, theirs: Any, was: Any, field: Field = NAME) -> Difference | None:
    """The one difference of a record with one field, where there is one."""
    found = differences((field,), {field.key: mine}, {field.key: theirs}, {field.key: was})
    return found[0] if found else None


def test_a_field_that_only_i_changed_is_mine() -> None:
    assert the_one("new", "old", "old") == Difference(NAME, "new", "old", "old", "mine")


def test_a_field_that_only_they_changed_is_theirs() -> None:
    assert the_one("old", "new", "old") == Difference(NAME, "old", "new", "old", "theirs")


def test_a_field_that_both_changed_is_for_the_person_to_decide() -> None:
    found = the_one("mine", "theirs", "old")
    assert found == Difference(NAME, "mine", "theirs", "old", "both")
    assert (ticked([found]), undecided([found], {})) == ({}, [NAME])


def test_what_both_made_the_same_is_not_shown() -> None:
    assert the_one("new", "new", "old") is None


@pytest.mark.parametrize(
    ("kind", "one", "other"), [("text", "", None), ("choice", None, ""), ("yesno", None, False), ("amount", "", None)]
)
def test_an_empty_box_is_no_difference_however_it_is_kept(kind: Kind, one: Any, other: Any) -> None:
    assert the_one(one, other, "x", Field("key", "Key", kind)) is None


@pytest.mark.parametrize(("kind", "one", "other"), [("amount", 0, None), ("count", 0, None), ("amount", "TBD", None)])
def test_nought_and_a_word_are_not_nothing(kind: Kind, one: Any, other: Any) -> None:
    assert the_one(one, other, other, Field("key", "Key", kind)) is not None


def test_differences_stand_in_the_order_of_the_form() -> None:
    fields = (Field("b", "B"), Field("a", "A"))
    found = differences(fields, {"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {})
    assert [one.field.key for one in found] == ["b", "a"]


def test_nothing_is_merged_while_something_is_not_decided() -> None:
    found = differences((NAME,), {"name": "mine"}, {"name": "theirs"}, {"name": "old"})
    with pytest.raises(ValueError, match="nothing is chosen for name"):
        merged(found, {}, {"name": "mine"}, {"name": "theirs"})


def test_the_merged_record_has_the_forms_own_keys_and_no_others() -> None:
    mine, theirs = {"name": "mine"}, {"name": "theirs", "id": "7", "version": 3}
    found = differences((NAME, Field("choice", "Choice", "choice", choices=(Choice("a", "A"),))), mine, theirs, {})
    assert merged(found, {"name": "theirs"}, mine, theirs) == {"name": "theirs"}


@given(RECORDS, RECORDS, RECORDS, SIDES)
def test_what_only_one_side_changed_always_survives_what_is_chosen_elsewhere(
    mine: dict[str, Any], theirs: dict[str, Any], was: dict[str, Any], chosen: dict[str, Side]
) -> None:
    found = differences(FIELDS, mine, theirs, was)
    kept = merged(found, {**chosen, **ticked(found)}, mine, theirs)
    for key, before in was.items():
        own, other = not same(key, mine[key], before), not same(key, theirs[key], before)
        if own and not other:
            assert same(key, kept[key], mine[key])
        if other and not own:
            assert same(key, kept[key], theirs[key])
        if not own and not other:
            assert same(key, kept[key], before)


@given(RECORDS, RECORDS, RECORDS, SIDES)
def test_nothing_is_ever_kept_that_neither_has(
    mine: dict[str, Any], theirs: dict[str, Any], was: dict[str, Any], chosen: dict[str, Side]
) -> None:
    kept = merged(differences(FIELDS, mine, theirs, was), chosen, mine, theirs)
    assert list(kept) == list(mine)
    for key, value in kept.items():
        assert value in (mine[key], theirs[key])


@given(RECORDS, RECORDS, RECORDS, SIDES)
def test_every_choice_is_followed(
    mine: dict[str, Any], theirs: dict[str, Any], was: dict[str, Any], chosen: dict[str, Side]
) -> None:
    found = differences(FIELDS, mine, theirs, was)
    kept = merged(found, chosen, mine, theirs)
    for one in found:
        assert kept[one.field.key] == (one.mine if chosen[one.field.key] == "mine" else one.theirs)


@given(RECORDS, RECORDS, RECORDS)
def test_the_two_sides_meet_in_the_same_record_whoever_is_asked(
    mine: dict[str, Any], theirs: dict[str, Any], was: dict[str, Any]
) -> None:
    mirror = {"mine": "theirs", "theirs": "mine", "both": "both"}
    ours, yours = differences(FIELDS, mine, theirs, was), differences(FIELDS, theirs, mine, was)
    assert [(one.field, one.side) for one in ours] == [(one.field, mirror[one.side]) for one in yours]


# a grid: cell by cell


def cells_of(found: list[Difference]) -> list[tuple[str, str, str]]:
    return [(one.field.key, one.field.label, one.side) for one in found]


def test_a_grid_differs_by_its_cells_each_called_by_its_row_and_column() -> None:
    was = {"torbay:2018": 1, "torbay:2019": (1, 2), "exeter:2018": "TBD"}
    mine = {**was, "torbay:2018": 2, "exeter:2018": 5}
    theirs = {"torbay:2018": 1, "torbay:2019": (1, 2, 3), "exeter:2018": 6}
    found = differences((GRID,), {"amounts": mine}, {"amounts": theirs}, {"amounts": was})
    assert cells_of(found) == [
        ("amounts|torbay:2018", "Torbay, 2018/19", "mine"),
        ("amounts|torbay:2019", "Torbay, 2019/20", "theirs"),
        ("amounts|exeter:2018", "Exeter, 2018/19", "both"),
    ]
    assert [one.field.kind for one in found] == ["amount", "sum", "amount"]
    assert (found[1].mine, found[1].theirs) == ((1, 2), (1, 2, 3))


def test_two_who_changed_different_cells_both_keep_theirs() -> None:
    was = {"torbay:2018": 1, "exeter:2018": 1, "exeter:2019": (1,)}
    mine, theirs = {"torbay:2018": 2, "exeter:2018": 1}, {"torbay:2018": 1, "exeter:2018": 7, "exeter:2019": (1,)}
    found = differences((GRID,), {"amounts": mine}, {"amounts": theirs}, {"amounts": was})
    kept = merged(found, ticked(found), {"amounts": mine}, {"amounts": theirs})
    assert kept == {"amounts": {"torbay:2018": 2, "exeter:2018": 7}}


def test_a_row_that_only_the_form_made_again_has_gets_its_name_and_is_kept() -> None:
    again = replace(GRID, grid=replace(SHAPE, rows=(*SHAPE.rows, GridRow("plymouth", "Plymouth"))))
    [field] = with_cells_of((GRID,), (NAME, again))
    found = differences((field,), {"amounts": {}}, {"amounts": {"plymouth:2018": 9}}, {"amounts": {}})
    assert cells_of(found) == [("amounts|plymouth:2018", "Plymouth, 2018/19", "theirs")]
    assert merged(found, ticked(found), {"amounts": {}}, {"amounts": {"plymouth:2018": 9}}) == {
        "amounts": {"plymouth:2018": 9}
    }


def held(grid: dict[str, Any] | None, cell: str) -> Any:
    """What a cell holds; an empty sum is nothing."""
    value = (grid or {}).get(cell)
    return None if value == () else value


@given(GRIDS, GRIDS, GRIDS, CELL_SIDES)
def test_every_cell_that_one_alone_changed_is_kept_and_every_choice_is_followed(
    mine: dict[str, Any] | None, theirs: dict[str, Any] | None, was: dict[str, Any] | None, chosen: dict[str, Side]
) -> None:
    found = differences((GRID,), {"amounts": mine}, {"amounts": theirs}, {"amounts": was})
    choices = {**chosen, **ticked(found)}
    kept = merged(found, choices, {"amounts": mine}, {"amounts": theirs})["amounts"]
    for cell in CELLS:
        own, other, before = held(mine, cell), held(theirs, cell), held(was, cell)
        value = held(kept, cell)
        if other in (own, before):
            assert value == own
        elif own == before:
            assert value == other
        else:
            assert value == (own if choices[f"amounts|{cell}"] == "mine" else other)
