"""What is kept as text comes back the same, and no text can make the desk do what is not its own."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import office, organisations
from app.coding import Call, NotKeepable, as_text, call_of, call_text, from_text
from app.fields import Choice, Field
from app.funds import funds, lines
from app.money import Limit
from app.office import Details
from app.who import Who

plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.fractions()
    | st.datetimes(timezones=st.just(UTC) | st.none()).map(lambda one: one.replace(fold=0))
)
keys = st.text() | st.integers() | st.dates() | st.tuples(st.text(), st.integers())
limits = st.builds(Limit, st.integers()) | st.builds(Limit, st.none(), st.integers())
records = st.builds(Choice, st.text(), st.text()) | limits | st.builds(Who, st.text(), st.text(), st.text())
values = st.recursive(
    plain | records,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.frozensets(st.text() | st.integers(), max_size=1)
        | st.dictionaries(keys, inner)
        | st.builds(Choice, st.text(), inner)
    ),
    max_leaves=12,
)
USE_CASES = [organisations.add, organisations.change, office.set_details, funds.add, lines.revise]


@given(values)
def test_a_value_comes_back_from_its_text_as_it_was_and_of_the_same_kind(value: Any) -> None:
    back = from_text(as_text(value))
    assert (back, repr(back)) == (value, repr(value))


@given(st.sampled_from(USE_CASES), st.lists(values, max_size=3), st.dictionaries(st.text(), values, max_size=3))
def test_a_use_case_comes_back_with_everything_it_was_to_be_given(
    use_case: Any, args: list[Any], kwargs: dict[str, Any]
) -> None:
    call = Call(use_case, tuple(args), kwargs)
    assert call_of(call_text(call)) == call


def test_a_day_stays_a_day_and_a_moment_a_moment() -> None:
    day, moment = date(2026, 11, 25), datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
    assert from_text(as_text([day, moment])) == [day, moment]
    assert type(from_text(as_text(day))) is date


def test_a_record_within_a_record_comes_back_whole() -> None:
    field = Field("kind", "Kind", "choice", True, (Choice("a", "A"), Choice("b", "B")))
    assert from_text(as_text(field)) == field


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, lambda: None, open, Details, 10**5000, [object()], {"key": object()}, {object(): 1}],
    ids=lambda value: type(value).__name__,
)
def test_what_is_only_of_this_sitting_is_not_keepable(value: Any) -> None:
    with pytest.raises(NotKeepable):
        as_text(value)


def test_a_list_that_holds_itself_is_not_keepable() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(NotKeepable):
        as_text(endless)


def made_here(session: object) -> None:
    """Of the tests, and not of `app`."""


@pytest.mark.parametrize(
    "use_case",
    [made_here, lambda session: None, partial(organisations.add, name="x"), json.loads, Details, print, "".join],
    ids=["of another package", "a lambda", "a partial", "a library's", "a record", "a built-in", "a method"],
)
def test_only_a_use_case_of_the_desk_can_be_kept_to_be_called_later(use_case: Any) -> None:
    with pytest.raises(NotKeepable):
        call_text(Call(use_case, (), {}))


def told(do: str, args: str = '{"tuple": []}', kwargs: str = '{"map": []}') -> str:
    return f'{{"do": {json.dumps(do)}, "args": {args}, "kwargs": {kwargs}}}'


def test_a_call_is_written_so_that_it_can_be_read_by_eye() -> None:
    assert call_text(Call(organisations.archive, ("one",), {"version": 2})) == (
        '{"do": "app.organisations:archive", "args": {"tuple": ["one"]}, "kwargs": {"map": [["version", 2]]}}'
    )


HOSTILE_CALLS = {
    "another package": told("os:system"),
    "a package that begins like ours": told("application:run"),
    "what a module of ours has imported": told("app.door:sqlite3"),
    "a function ours has imported": told("app.details:without_names"),
    "a method": told("app.door:Office.close"),
    "what is inside a function": told("app.registers:_x.<locals>.y"),
    "a class": told("app.door:Office"),
    "a constant": told("app.roles:ROLES"),
    "no such function": told("app.door:no_such"),
    "no such module": told("app.no_such:thing"),
    "a module upwards": told("app..db:thing"),
    "no name": told(""),
    "args that are no list": told("app.organisations:add", args='"abc"'),
    "names that are no names": told("app.organisations:add", kwargs='{"map": [[1, 2]]}'),
    "kwargs that are no mapping": told("app.organisations:add", kwargs='[["a", 1]]'),
    "no call": "{}",
    "no object": "[]",
    "a number": "5",
    "no JSON": "do it",
    "nothing": "",
    "far too deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE_CALLS.values(), ids=HOSTILE_CALLS)
def test_hostile_text_is_no_call(text: str) -> None:
    with pytest.raises(NotKeepable):
        call_of(text)


HOSTILE_VALUES = {
    "a function called like a record": '{"record": "app.alone:journal_of", "of": {"path": "x"}}',
    "a class that is no record": '{"record": "app.door:Office", "of": {"path": "x", "who": null}}',
    "a record of another package": '{"record": "dataclasses:Field", "of": {}}',
    "a record with a field too many": '{"record": "app.fields:Choice", "of": {"value": 1, "label": 2, "x": 3}}',
    "a record without its fields": '{"record": "app.fields:Choice"}',
    "a name that is no text": '{"record": ["app.fields:Choice"], "of": {}}',
    "no day": '{"day": "2026-02-30"}',
    "no moment": '{"moment": "later"}',
    "no bytes": '{"bytes": "%%%"}',
    "a key that cannot be one": '{"map": [[[1], 2]]}',
    "pairs that are no pairs": '{"map": [[1]]}',
    "nothing known": '{"what": 1}',
    "far too deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE_VALUES.values(), ids=HOSTILE_VALUES)
def test_hostile_text_is_no_value(text: str) -> None:
    with pytest.raises(NotKeepable):
        from_text(text)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_whatever_is_a_value_or_not_keepable_and_nothing_else(text: str) -> None:
    for read in (from_text, call_of):
        with suppress(NotKeepable):
            read(text)
