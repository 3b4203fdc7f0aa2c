"""What was typed is kept on the laptop, found again by its form, and let go of when the office file has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import organisations
from app.coding import Call
from app.drafts import Draft, Drafts, form_key, local_at, new_op_id
from app.fields import GridColumn, GridRow, GridShape
from app.funds import income, lines
from app.money import Limit, Pence
from tests.factories import behind_the_desk

AT = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
TYPED = {"name": "First Light", "kind": "Other"}


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    """The drafts of one office on this laptop."""
    local = local_at(tmp_path / "person")
    yield Drafts(local, "office 1")
    local.close()


def draft(op_id: str = "one", key: str = "form", **given: object) -> Draft:
    whole = Draft(op_id, key, "Change an organisation", "First Light", {"tab": "register"}, TYPED, at=AT)
    return replace(whole, **given)  # type: ignore[arg-type]  # each test gives its own fields


def same(one: Draft | None) -> Draft | None:
    """A moment is the same in every time zone."""
    return one and replace(one, at=one.at.astimezone(UTC))


def behind(drafts: Drafts, *statements: str) -> None:
    drafts.local.close()
    behind_the_desk(drafts.local.path, *statements)


def test_a_draft_comes_back_as_it_was_put(drafts: Drafts) -> None:
    base = {"name": "First", "starts_on": date(2020, 1, 31), "amount": 5}
    call = Call(organisations.change, ("one",), {"version": 3, "name": "First Light"})
    whole = draft(base=base, call=call, state="kept", why="The shared drive is full.")
    drafts.put(whole)
    assert [same(one) for one in drafts.every()] == [whole]


def test_it_is_dated_by_when_it_was_typed_however_often_it_is_tried_again(drafts: Drafts) -> None:
    drafts.put(draft())
    [again] = drafts.every()
    drafts.put(replace(again, state="sent", sent_at=datetime.now(UTC)))
    [sent] = drafts.every()
    assert (sent.at, sent.sent_at > again.at) == (AT, True)


def test_a_press_of_a_button_is_dated_by_when_it_was_kept(drafts: Drafts) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    drafts.put(Draft("one", "", "Archive", call=Call(organisations.archive, ("one",), {"version": 1})))
    [kept] = drafts.every()
    assert before <= kept.at <= datetime.now(UTC)


def test_what_is_put_is_on_the_disk_before_it_returns(drafts: Drafts) -> None:
    drafts.put(draft())
    other = local_at(drafts.local.path.parent)
    assert [one.op_id for one in Drafts(other, "office 1").every()] == ["one"]
    other.close()


def test_a_draft_put_again_stands_in_the_place_of_what_it_was(drafts: Drafts) -> None:
    drafts.put(draft())
    drafts.put(draft(typed={"name": "Second Light"}))
    assert [one.typed for one in drafts.every()] == [{"name": "Second Light"}]


def test_drafts_are_listed_the_oldest_first_and_those_of_another_office_not_at_all(drafts: Drafts) -> None:
    for op_id in ("one", "two"):
        drafts.put(draft(op_id))
    Drafts(drafts.local, "office 2").put(draft("three"))
    assert [one.op_id for one in drafts.every()] == ["one", "two"]


def test_a_form_finds_what_was_last_typed_into_it(drafts: Drafts) -> None:
    for op_id, key in (("one", "form"), ("two", "form"), ("three", "another")):
        drafts.put(draft(op_id, key))
    found = drafts.of_form("form")
    assert found is not None
    assert found.op_id == "two"


def test_a_press_of_a_button_is_no_forms_draft(drafts: Drafts) -> None:
    drafts.put(draft(key=""))
    assert drafts.of_form("") is None


def test_a_draft_that_was_dropped_is_gone_and_a_second_time_does_no_harm(drafts: Drafts) -> None:
    drafts.put(draft())
    drafts.drop("one")
    drafts.drop("one")
    assert drafts.every() == []


def test_a_draft_says_how_far_it_is_and_why(drafts: Drafts) -> None:
    drafts.put(draft(state="sent"))
    drafts.mark("one", "kept", "The shared drive is full.")
    assert [(one.state, one.why) for one in drafts.every()] == [("kept", "The shared drive is full.")]


def test_what_can_be_called_later_can_be_saved_without_its_form(drafts: Drafts) -> None:
    drafts.put(draft("one", call=Call(organisations.add, (), {"name": "First Light"})))
    drafts.put(draft("two", call=Call(lambda session: None, (), {})))
    drafts.put(draft("three"))
    assert [one.can_replay for one in drafts.every()] == [True, False, False]


def test_a_value_of_before_that_is_no_text_is_left_out_and_what_was_typed_is_kept(drafts: Drafts) -> None:
    drafts.put(draft(base={"name": "First", "open": object()}))
    assert [(one.base, one.typed) for one in drafts.every()] == [({"name": "First"}, TYPED)]


@pytest.mark.parametrize(
    "column", ["at = 'yesterday'", "base = '5'", "base = '{\"what\": 1}'", "call = 'os:system'", "place = '[]'"]
)
def test_what_another_desk_wrote_and_this_one_cannot_read_never_hides_what_was_typed(
    drafts: Drafts, column: str
) -> None:
    drafts.put(draft())
    behind(drafts, f"UPDATE draft SET {column}")
    assert [(one.op_id, one.typed) for one in drafts.every()] == [("one", TYPED)]


def test_no_two_saves_go_by_the_same_name() -> None:
    assert len({new_op_id() for _ in range(1_000)}) == 1_000


def test_the_cells_of_a_grid_its_shape_and_limits_come_back_as_they_were_put(drafts: Drafts) -> None:
    shape = GridShape((GridRow("p", "Torbay"),), (GridColumn("2019", "2019/20", "sum"),), closed=frozenset({"p:2018"}))
    base = {
        "amounts": {"p:2019": (100, 200), "p:2018": "TBD"},
        "limits": {"p:cap": Limit(tenths=80)},
        "loss": Limit(pence=Pence(100)),
        "sharer_ids": ("p", "q"),
        "shape": shape,
    }
    typed = {"amounts": '{"p:2019": "1 + 2 + lots"}'}
    call = Call(organisations.change, ("one",), {"amounts": base["amounts"], "was": {}, "limits": base["limits"]})
    drafts.put(draft(base=base, typed=typed, call=call))
    [back] = drafts.every()
    assert (back.base, back.typed, back.call) == (base, typed, call)


# the form that a draft belongs to


def test_a_form_is_the_same_whatever_version_its_record_is_at() -> None:
    keys = {form_key(organisations.change, ("one",), {"version": version}) for version in (1, 2)}
    assert keys == {'app.organisations:change {"tuple": [{"tuple": ["one"]}, {"map": []}]}'}


def test_forms_of_other_records_years_or_use_cases_are_others() -> None:
    keys = [
        form_key(lines.add, (), {"year": 2019}),
        form_key(lines.add, (), {"year": 2020}),
        form_key(income.add, (), {"year": 2019}),
        form_key(organisations.change, ("one",), {}),
        form_key(organisations.change, ("two",), {}),
    ]
    assert len(set(keys)) == len(keys)


def test_a_form_that_nothing_lasting_tells_apart_finds_no_draft() -> None:
    assert form_key(organisations.change, (object(),), {}) == ""


def test_a_kept_draft_is_plain_text_in_the_persons_own_folder(drafts: Drafts, tmp_path: Path) -> None:
    drafts.put(draft())
    drafts.local.close()
    with sqlite3.connect(tmp_path / "person" / "desk.sqlite") as other:
        assert other.execute("SELECT name, typed FROM draft").fetchall() == [
            ("Change an organisation", '{"name": "First Light", "kind": "Other"}')
        ]
    other.close()
