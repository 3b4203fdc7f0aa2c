"""Financial years in the office's own style, and days as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.years import (
    FIRST,
    LAST,
    STYLES,
    first_day,
    format_day,
    format_year,
    format_yearly,
    last_day,
    parse_day,
    parse_year,
    year_of,
)

YEARS = st.integers(FIRST, LAST)


@pytest.mark.parametrize("style", STYLES)
def test_every_printed_year_can_be_typed_back_in_every_style(style: str) -> None:
    every = list(range(FIRST, LAST + 1))
    assert [parse_year(format_year(year, style)) for year in every] == every


def test_the_three_styles() -> None:
    assert [format_year(2018, style) for style in STYLES] == ["2018/19", "2018-19", "2018 to 2019"]


def test_the_turn_of_a_century() -> None:
    assert [format_year(1999, style) for style in STYLES] == ["1999/00", "1999-00", "1999 to 2000"]


@pytest.mark.parametrize(
    "typed", ["2018/19", " 2018/2019 ", "2018-19", "2018–19", "2018 / 19", "2018 to 19", "2018to2019"]
)
def test_a_year_is_read_in_any_style(typed: str) -> None:
    assert parse_year(typed) == 2018


@pytest.mark.parametrize(
    "typed", ["", "2018", "18/19", "2018/18", "2018/20", "2018/1", "2018/219", "1989/90", "2100/01", "x"]
)
def test_what_is_no_financial_year_is_refused_by_its_own_words(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_year(f" {typed} ", "year")
    assert (caught.value.message, caught.value.field) == (
        f"“{typed}” is not a financial year. Type it like 2018/19.",
        "year",
    )


@given(st.dates(date(FIRST, 4, 1), date(LAST, 12, 31)))
def test_every_day_lies_in_its_financial_year(day: date) -> None:
    assert first_day(year_of(day)) <= day <= last_day(year_of(day))


@given(YEARS)
def test_one_year_begins_the_day_after_the_last_one_ends(year: int) -> None:
    assert last_day(year - 1) + timedelta(days=1) == first_day(year) == date(year, 4, 1)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_printed_day_can_be_typed_back(day: date) -> None:
    assert parse_day(format_day(day)) == day


def test_a_day_of_every_year_is_told_without_a_year() -> None:
    assert [format_yearly(kept) for kept in ("10-30", "05-01")] == ["30 October", "1 May"]


@pytest.mark.parametrize(
    "typed", ["3 February 2015", "3 feb 2015", "03/02/2015", "3.2.2015", "2015-02-03", " 3  Feb 2015 "]
)
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert parse_day(typed) == date(2015, 2, 3)


@pytest.mark.parametrize("typed", ["", "yesterday", "31 February 2015", "02/31/2015", "3/2/15", "2015"])
def test_what_is_no_day_is_refused_by_its_own_words(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_day(f" {typed} ", "day")
    assert (caught.value.message, caught.value.field) == (
        f"“{typed}” is not a date. Type it like 3 February 2015.",
        "day",
    )
