"""Days, months and years: periods add up whatever days they begin on, and a year is never a penny out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts import term
from app.contracts.term import DAY, Slice, between, by_year, cut, until
from app.years import first_day, last_day, year_of
from tests.app.contracts import drawn
from tests.app.contracts.drawn import STARTS, financial, nearest, periods, weights

PENCE = st.integers(-10_000, 10_000) | st.integers(-10_000_000_000, 10_000_000_000)


@st.composite
def slices(draw: st.DrawFn) -> Slice:
    starts_on = draw(STARTS)
    return Slice(starts_on, draw(periods(starts_on)), draw(PENCE))


# months


@given(STARTS, st.data())
def test_months_are_days_counted_one_by_one(starts_on: date, data: st.DataObject) -> None:
    ends_on = data.draw(periods(starts_on))
    assert term.months(starts_on, ends_on) == weights(starts_on, ends_on)


@given(STARTS, st.integers(0, 900), st.integers(1, 900))
def test_periods_that_follow_each_other_add_up(starts_on: date, one: int, other: int) -> None:
    middle, ends_on = starts_on + timedelta(days=one), starts_on + timedelta(days=one + other)
    parts = term.months(starts_on, middle) + term.months(middle + DAY, ends_on)
    assert parts == term.months(starts_on, ends_on)


@given(STARTS, st.integers(1, 20))
def test_whole_years_are_twelve_months_each(starts_on: date, years: int) -> None:
    ends_on = term.last_of(starts_on, 12 * years)
    assert term.whole_months(starts_on, ends_on) == 12 * years
    if starts_on.month != 2 or starts_on.day == 1:
        assert term.months(starts_on, ends_on) == 12 * years


@given(STARTS, st.integers(1, 240))
def test_a_period_of_whole_months_is_known_again(starts_on: date, length: int) -> None:
    ends_on = term.last_of(starts_on, length)
    assert starts_on < ends_on
    assert term.whole_months(starts_on, ends_on) == length


@given(STARTS, st.integers(1, 240))
def test_a_day_more_or_less_is_no_period_of_the_same_months(starts_on: date, length: int) -> None:
    ends_on = term.last_of(starts_on, length)
    assert term.whole_months(starts_on, ends_on + DAY) != length
    assert term.whole_months(starts_on, ends_on - DAY) != length


@pytest.mark.parametrize(
    ("starts_on", "length", "ends_on"),
    [
        (date(2018, 10, 1), 36, date(2021, 9, 30)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 28)),
        (date(2019, 3, 1), 12, date(2020, 2, 29)),
        (date(2019, 1, 31), 1, date(2019, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2019, 1, 30), 1, date(2019, 2, 28)),
        (date(2019, 1, 29), 1, date(2019, 2, 28)),
        (date(2019, 1, 28), 1, date(2019, 2, 27)),
        (date(2019, 8, 31), 12, date(2020, 8, 30)),
        (date(2019, 8, 31), 1, date(2019, 9, 30)),
        (date(2019, 4, 1), 12, date(2020, 3, 31)),
    ],
)
def test_a_period_ends_on_the_eve_of_the_day_it_began(starts_on: date, length: int, ends_on: date) -> None:
    assert term.last_of(starts_on, length) == ends_on
    assert term.whole_months(starts_on, ends_on) == length


def test_the_same_day_later_is_the_last_where_there_is_no_such_day() -> None:
    assert term.add_months(date(2019, 1, 31), 1) == date(2019, 2, 28)
    assert term.add_months(date(2019, 12, 31), 2) == date(2020, 2, 29)
    assert term.add_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert term.add_months(date(2020, 2, 29), 12) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("last", "length", "first"),
    [
        (date(2020, 3, 31), 6, date(2019, 9, 30)),
        (date(2020, 9, 30), 6, date(2020, 3, 30)),
        (date(2020, 5, 31), 3, date(2020, 2, 29)),
        (date(2021, 2, 28), 12, date(2020, 2, 28)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
    ],
)
def test_months_before_a_last_day_are_counted_back_from_it(last: date, length: int, first: date) -> None:
    assert term.within(last, first, length)
    assert not term.within(last, first - DAY, length)
    assert term.within(last, last, length)


# amounts a year


@given(STARTS, st.integers(1, 120), st.integers(0, 1_000_000_000))
def test_whole_months_are_worth_so_many_twelfths(starts_on: date, length: int, pence: int) -> None:
    ends_on = term.last_of(starts_on, length)
    assert term.for_period(pence * 12, starts_on, ends_on) == pence * length
    assert term.per_year(pence * length, starts_on, ends_on) == pence * 12


@given(STARTS, st.integers(1, 10), st.integers(0, 1_000_000_000))
def test_a_term_of_whole_years_is_worth_so_many_years(starts_on: date, years: int, pence: int) -> None:
    ends_on = term.last_of(starts_on, 12 * years)
    assert term.for_period(pence, starts_on, ends_on) == years * pence
    assert term.per_year(years * pence, starts_on, ends_on) == pence


# slices


@given(slices(), st.data())
def test_what_has_fallen_due_is_counted_day_by_day(one: Slice, data: st.DataObject) -> None:
    day = data.draw(st.dates(one.starts_on, one.ends_on))
    expected = nearest(one.pence * weights(one.starts_on, day) / weights(one.starts_on, one.ends_on))
    assert until(one, day) == expected


@given(slices(), st.data())
def test_neighbouring_spans_add_up_to_the_penny(one: Slice, data: st.DataObject) -> None:
    around = st.dates(one.starts_on - timedelta(days=400), one.ends_on + timedelta(days=400))
    first, middle, last = sorted(data.draw(st.tuples(around, around, around)))
    assert between(one, first, middle) + between(one, middle + DAY, last + DAY) == between(one, first, last + DAY)


@given(st.lists(slices(), min_size=1, max_size=4))
def test_the_years_of_slices_sum_to_them_exactly(every: list[Slice]) -> None:
    years = by_year(every)
    assert sum(years.values()) == sum(one.pence for one in every)
    assert list(years) == list(range(min(years), max(years) + 1))
    assert min(years) == min(financial(one.starts_on) for one in every)
    assert max(years) == max(financial(one.ends_on) for one in every)


@given(slices())
def test_every_year_is_within_a_penny_of_what_its_days_come_to(one: Slice) -> None:
    whole = weights(one.starts_on, one.ends_on)
    for year, pence in by_year([one]).items():
        first, last = max(first_day(year), one.starts_on), min(last_day(year), one.ends_on)
        assert abs(pence - one.pence * weights(first, last) / whole) <= 1


@given(slices())
def test_no_year_goes_the_other_way(one: Slice) -> None:
    assert all(pence * one.pence >= 0 for pence in by_year([one]).values())


@given(slices(), st.data())
def test_cutting_a_slice_leaves_the_days_before_as_they_were(one: Slice, data: st.DataObject) -> None:
    last = data.draw(st.dates(one.starts_on, one.ends_on))
    short = cut(one, last)
    assert (short.ends_on, short.pence) == (last, until(one, last))
    day = data.draw(st.dates(one.starts_on, last))
    assert until(short, day) == until(one, day)
    again = data.draw(st.dates(one.starts_on, last))
    assert cut(short, again).pence == until(one, again)
    years, before = by_year([short]), by_year([one])
    assert all(years[year] == before[year] for year in years if year < year_of(last))


def test_what_ends_by_then_is_not_cut() -> None:
    one = Slice(date(2019, 4, 1), date(2020, 3, 31), 12)
    assert cut(one, date(2020, 3, 31)) is one
    assert cut(one, date(2024, 1, 1)) is one


def test_an_october_start_is_exactly_half_a_year_in_a_leap_year_too() -> None:
    for year in (2018, 2019, 2023):
        one = Slice(date(year, 10, 1), date(year + 1, 9, 30), 415_000_01)
        assert by_year([one]) == {year: 207_500_01, year + 1: 207_500_00}


def test_nothing_has_no_years() -> None:
    assert by_year([]) == {}


# words


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2018, 10, 1), date(2021, 9, 30), "3 years"),
        (date(2019, 4, 1), date(2020, 3, 31), "1 year"),
        (date(2019, 4, 1), date(2020, 9, 30), "1 year 6 months"),
        (date(2022, 4, 1), date(2022, 9, 30), "6 months"),
        (date(2022, 4, 1), date(2022, 4, 30), "1 month"),
        (date(2022, 4, 1), date(2022, 4, 18), "18 days"),
        (date(2022, 4, 1), date(2022, 4, 1), "1 day"),
        (date(2022, 4, 1), date(2022, 8, 20), "about 5 months"),
    ],
)
def test_a_period_is_told_in_words(starts_on: date, ends_on: date, words: str) -> None:
    assert term.length_words(starts_on, ends_on) == words


@given(STARTS, st.data())
def test_any_period_has_words(starts_on: date, data: st.DataObject) -> None:
    words = term.length_words(starts_on, data.draw(periods(starts_on)))
    assert words.split()[-1].rstrip("s") in ("day", "month", "year")
    assert not words.startswith("0")


def test_the_reference_counts_days_itself() -> None:
    assert drawn.weights(date(2020, 2, 1), date(2020, 2, 29)) == 1
    assert drawn.weights(date(2019, 4, 16), date(2019, 4, 30)) == drawn.weights(date(2019, 6, 1), date(2019, 6, 15))
