"""The picture of contracts over the years: every day of them is in one bar, and what is missing is told in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.contracts import standing, timeline
from app.contracts.parts import ContractRecord
from app.contracts.timeline import Bar, Mark, row
from tests.app.contracts.drawn import DAY, condition, contracts, ended_on, isva, option, pays

TODAY = date(2019, 11, 14)


@given(contracts())
def test_the_bars_that_stand_are_the_days_it_runs(one: ContractRecord) -> None:
    bars = [bar for bar in row(one).bars if bar.kind in ("term", "taken")]
    assert bars[0].starts_on == one.starts_on
    assert bars[-1].ends_on == standing.current_end(one)
    assert all(bar.starts_on <= bar.ends_on for bar in row(one).bars)
    assert all(later.starts_on == earlier.ends_on + DAY for earlier, later in pairwise(bars))


@given(contracts())
def test_what_was_cut_off_follows_the_end(one: ContractRecord) -> None:
    cut = [bar for bar in row(one).bars if bar.kind == "cut"]
    if standing.is_broken(one):
        [bar] = cut
        assert (bar.starts_on, bar.ends_on) == (standing.current_end(one) + DAY, standing.term_end(one))
        assert not any(bar.kind == "option" for bar in row(one).bars)
    else:
        assert cut == []


@given(contracts())
def test_open_options_are_drawn_up_to_the_latest_end(one: ContractRecord) -> None:
    every = [bar for bar in row(one).bars if bar.kind in ("term", "taken", "option")]
    assert max(bar.ends_on for bar in every) == standing.latest_end(one)


@given(contracts())
def test_nothing_is_marked_that_can_no_longer_happen(one: ContractRecord) -> None:
    marks = row(one).marks
    if standing.is_broken(one):
        assert not any(mark.label.startswith("Notice of option") for mark in marks)
    assert all(mark.day <= standing.current_end(one) for mark in marks if mark.kind == "break")


@given(contracts(), st.lists(st.tuples(st.integers(2014, 2040), st.integers(1, 9)), max_size=4))
def test_partners_money_is_drawn_within_the_contract(one: ContractRecord, paid: list[tuple[int, int]]) -> None:
    one = replace(one, contributions=tuple(pays(year, pounds) for year, pounds in sorted(dict(paid).items())))
    for band in row(one).bands:
        for bar in band.bars:
            assert one.starts_on <= bar.starts_on <= bar.ends_on <= standing.latest_end(one)
        assert any(bar.kind == "gap" for bar in band.bars) == bool(band.sentence)


@given(
    st.lists(contracts(), min_size=1, max_size=3),
    st.dates(date(2014, 1, 1), date(2045, 1, 1)),
    st.integers(2, 12),
)
def test_today_is_always_in_the_picture(some: list[ContractRecord], today: date, most: int) -> None:
    picture = timeline.timeline(some, today=today, most_years=most)
    assert picture.starts_on <= today <= picture.ends_on
    assert 1 <= len(picture.years) <= most
    assert [one.id for one in picture.rows] == [one.id for one in some]
    assert (picture.starts_on.month, picture.starts_on.day) == (4, 1)
    assert (picture.ends_on.month, picture.ends_on.day) == (3, 31)


@given(contracts(), st.integers(0, 4000))
def test_days_stand_in_their_order(one: ContractRecord, after: int) -> None:
    picture = timeline.timeline([one], today=TODAY)
    day = picture.starts_on + timedelta(days=after)
    assert 0 <= picture.place(day) <= picture.place(day + DAY) <= 1
    assert picture.place(picture.starts_on) == 0
    assert picture.place(picture.ends_on + DAY) == 1
    assert picture.place(picture.starts_on - DAY) == 0


def test_an_office_without_a_contract_has_the_year_of_today() -> None:
    picture = timeline.timeline([], today=TODAY)
    assert (picture.rows, list(picture.years)) == ((), [2019])


def test_years_long_past_go_first() -> None:
    old = isva(starts_on=date(2004, 10, 1))
    assert list(timeline.timeline([old], today=TODAY).years) == list(range(2016, 2024))
    assert list(timeline.timeline([old], today=TODAY, most_years=3).years) == [2018, 2019, 2020]


def test_the_isva_service_as_a_picture() -> None:
    one = row(isva())
    assert one.bars == (
        Bar("term", date(2018, 10, 1), date(2021, 9, 30), "3 years"),
        Bar("option", date(2021, 10, 1), date(2022, 9, 30), "Option 1"),
        Bar("option", date(2022, 10, 1), date(2023, 9, 30), "Option 2"),
    )
    assert one.marks == (
        Mark("notice", date(2021, 4, 1), "Notice of option 1"),
        Mark("notice", date(2022, 4, 1), "Notice of option 2"),
    )
    [band] = one.bands
    assert band.bars == (
        Bar("agreed", date(2019, 4, 1), date(2020, 3, 31), "£212,199"),
        Bar("conditional", date(2020, 4, 1), date(2021, 3, 31), "£202,199"),
        Bar("conditional", date(2021, 4, 1), date(2022, 3, 31), "£202,199"),
        Bar("gap", date(2022, 4, 1), date(2022, 9, 30)),
    )
    assert (band.label, band.sentence) == ("NHS England", "Ends 6 months before option 1 would")
    assert one.words == (
        "ISVA service: 1 October 2018 to 30 September 2021. "
        "Option 1 to 30 September 2022, open, notice by 1 April 2021. "
        "Option 2 to 30 September 2023, open, notice by 1 April 2022. "
        "NHS England: Ends 6 months before option 1 would."
    )


def test_breaks_and_conditions_are_marked_until_they_are_settled() -> None:
    point = replace(ended_on(date(2020, 9, 30), "open"), notice_on=date(2020, 6, 30))
    one = row(isva(breaks=(point,), conditions=(condition(date(2020, 4, 1)),)))
    assert one.marks[2:] == (
        Mark("break", date(2020, 9, 30), "Break point"),
        Mark("notice", date(2020, 6, 30), "Notice of the break"),
        Mark("condition", date(2020, 4, 1), "The budget is agreed"),
    )
    assert "Break point 30 September 2020. The budget is agreed 1 April 2020." in one.words
    met = row(isva(conditions=(condition(date(2020, 4, 1), met_on=date(2020, 3, 1)),)))
    assert not any(mark.kind == "condition" for mark in met.marks)
    due = row(isva(conditions=(condition(None, due_on=date(2020, 2, 1)),)))
    assert Mark("condition", date(2020, 2, 1), "The budget is agreed") in due.marks


def test_a_contract_that_was_ended_early_says_so() -> None:
    one = row(isva(breaks=(ended_on(date(2020, 9, 30)),)))
    assert [(bar.kind, bar.ends_on) for bar in one.bars] == [("term", date(2020, 9, 30)), ("cut", date(2021, 9, 30))]
    assert one.words.startswith("ISVA service: 1 October 2018 to 30 September 2020. Ended early.")


def test_an_option_that_was_taken_stands() -> None:
    first = option(1, date(2021, 10, 1), date(2022, 9, 30), 415_000, "taken")
    one = row(isva(options=(first,)))
    assert one.bars[1] == Bar("taken", date(2021, 10, 1), date(2022, 9, 30), "Option 1, taken")
    assert one.bands[0].sentence == "Ends 6 months before the contract does"
