"""What holds of a contract: its one end, its one value, how it stands, and where a partner's money ends first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts import standing
from app.contracts.parts import ContractRecord
from app.contracts.standing import BANDS, Bands, as_taken, current_end, current_value, is_broken, state
from app.contracts.term import by_year, for_period, per_year
from app.money import Pence
from tests.app.contracts.drawn import (
    NHS,
    condition,
    contract,
    contracts,
    ended_on,
    isva,
    moved,
    option,
    pays,
    slow_end,
    slow_years,
    variation,
)

# the one end


@given(contracts())
def test_the_end_is_the_last_day_on_which_it_runs(one: ContractRecord) -> None:
    end = current_end(one)
    assert end == slow_end(one)
    assert standing.is_running(one, one.starts_on)
    assert standing.is_running(one, end)
    assert not standing.is_running(one, end + timedelta(days=1))
    assert not standing.is_running(one, one.starts_on - timedelta(days=1))


@given(contracts())
def test_options_not_taken_and_breaks_not_taken_change_nothing(one: ContractRecord) -> None:
    less = replace(
        one,
        options=tuple(each for each in one.options if each.status == "taken"),
        breaks=tuple(each for each in one.breaks if each.status == "taken"),
    )
    assert (current_end(less), is_broken(less)) == (current_end(one), is_broken(one))
    assert current_value(less) == current_value(one)


@given(contracts())
def test_the_latest_end_is_the_end_with_every_open_option_taken(one: ContractRecord) -> None:
    every = as_taken(one, tuple(each.id for each in standing.open_options(one)))
    latest = current_end(every)
    assert standing.latest_end(one) == latest


@given(contracts())
def test_a_contract_is_broken_only_where_it_would_have_run_on(one: ContractRecord) -> None:
    whole = replace(one, breaks=())
    assert is_broken(one) == (current_end(one) < current_end(whole))
    assert current_end(one) <= current_end(whole)


# the one value


@given(contracts())
def test_the_value_is_that_of_its_days_counted_one_by_one(one: ContractRecord) -> None:
    assert current_value(one) == sum(slow_years(one, standing.initial_value(one)).values())


@given(contracts())
def test_an_unbroken_contract_is_worth_its_term_its_options_and_their_variations(one: ContractRecord) -> None:
    one = replace(one, breaks=())
    first, last = one.starts_on, current_end(one)
    varied = sum(each.change for each in one.variations if first <= each.effective_on <= last)
    options = sum(each.value for each in one.options if each.status == "taken")
    assert current_value(one) == standing.initial_value(one) + options + varied


@given(contracts())
def test_taking_an_option_adds_its_value_and_what_varied_it(one: ContractRecord) -> None:
    one = replace(one, breaks=())
    for each in standing.open_options(one):
        varied = sum(
            change.change for change in one.variations if each.starts_on <= change.effective_on <= each.ends_on
        )
        assert current_value(one, also=(each.id,)) == current_value(one) + each.value + varied


@given(contracts(), st.data())
def test_ending_early_leaves_the_years_before_as_they_were(one: ContractRecord, data: st.DataObject) -> None:
    day = data.draw(st.dates(one.starts_on, current_end(one)))
    before = by_year(standing.slices(one))
    after = by_year(standing.slices(replace(one, breaks=(*one.breaks, ended_on(day)))))
    *gone_by, last = after
    assert [after[year] for year in gone_by] == [before[year] for year in gone_by]
    assert last == day.year - (day.month < 4)


@given(contracts())
def test_an_option_looked_at_does_not_undo_a_break(one: ContractRecord) -> None:
    open_ids = tuple(each.id for each in standing.open_options(one))
    last = max(each.ends_on for each in standing.slices(one, also=open_ids))
    assert last <= standing.latest_end(one)
    if is_broken(one):
        assert standing.slices(one, also=open_ids) == standing.slices(one)


@given(contracts())
def test_a_value_by_the_year_is_kept_by_the_year(one: ContractRecord) -> None:
    if one.value_per == "year":
        assert standing.a_year(one) == one.value
        assert standing.initial_value(one) == for_period(one.value, one.starts_on, one.ends_on)
    else:
        assert standing.a_year(one) == per_year(one.value, one.starts_on, one.ends_on)
        assert standing.initial_value(one) == one.value


def test_a_variation_outside_every_part_counts_nowhere() -> None:
    one = isva(variations=(variation(1, 100, date(2018, 9, 30)), variation(2, 100, date(2023, 10, 1))))
    assert current_value(one) == current_value(isva())


def test_a_variation_of_an_option_waits_until_it_is_taken() -> None:
    one = isva(variations=(variation(1, -5_000_00, date(2022, 1, 1)),))
    assert current_value(one) == 1_245_000_00
    assert current_value(one, also=("option 1",)) == 1_655_000_00
    assert current_value(as_taken(one, ("option 1",))) == 1_655_000_00


def test_a_variation_of_a_declined_option_counts_with_the_one_agreed_in_its_place() -> None:
    declined = option(1, date(2021, 10, 1), date(2022, 9, 30), 415_000, "declined")
    agreed = option(2, date(2021, 10, 1), date(2023, 3, 31), 600_000, "taken")
    one = isva(options=(declined, agreed), variations=(variation(1, 5_000_00, date(2022, 1, 1)),))
    assert standing.varied_until(one, date(2022, 1, 1)) == date(2023, 3, 31)
    assert current_value(one) == 1_245_000_00 + 600_000_00 + 5_000_00
    assert current_value(replace(one, options=(declined,))) == 1_245_000_00


def test_a_variation_spreads_over_the_rest_of_its_part() -> None:
    one = isva(variations=(variation(1, 90_000_00, date(2020, 4, 1)),))
    assert standing.varied_until(one, date(2020, 4, 1)) == date(2021, 9, 30)
    assert by_year(standing.slices(one)) == {2018: 207_500_00, 2019: 415_000_00, 2020: 475_000_00, 2021: 237_500_00}


# with VAT


def test_the_value_with_vat_is_known_where_every_part_is() -> None:
    one = isva(gross=Pence(498_000_00))
    assert standing.initial_gross(one) == 1_494_000_00
    assert standing.current_gross(one) == 1_494_000_00
    assert standing.estimated_gross(one) is None
    first, second = (replace(each, gross=Pence(498_000_00)) for each in one.options)
    one = replace(one, options=(first, second))
    assert standing.estimated_gross(one) == 2_490_000_00
    assert standing.estimated_gross(replace(one, options=(first, replace(second, status="declined")))) == 1_992_000_00
    taken = replace(one, options=(replace(first, status="taken"), second))
    assert standing.current_gross(taken) == 1_992_000_00
    varied = replace(taken, variations=(variation(1, 10_00, date(2019, 1, 1)),))
    assert standing.current_gross(varied) is None
    known = replace(varied, variations=(replace(varied.variations[0], gross_change=Pence(12_00)),))
    assert standing.current_gross(known) == 1_992_012_00
    assert standing.current_gross(replace(known, breaks=(ended_on(date(2020, 3, 31)),))) is None
    assert standing.current_gross(isva()) is None


def test_a_variation_of_words_alone_needs_no_vat() -> None:
    one = isva(gross=Pence(498_000_00), variations=(variation(1, 0, date(2019, 1, 1)),))
    assert standing.current_gross(one) == 1_494_000_00


# how it stands

ENDING = contract(starts_on=date(2018, 4, 1), ends_on=date(2020, 3, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 3, 31), "Not started"),
        (date(2018, 4, 1), "Running"),
        (date(2019, 3, 30), "Running"),
        (date(2019, 3, 31), "In sight"),
        (date(2019, 9, 29), "In sight"),
        (date(2019, 9, 30), "Ending"),
        (date(2019, 12, 30), "Ending"),
        (date(2019, 12, 31), "Ends soon"),
        (date(2020, 3, 31), "Ends soon"),
        (date(2020, 4, 1), "Ended"),
    ],
)
def test_a_contract_is_told_of_by_the_months_it_has_left(day: date, expected: str) -> None:
    assert state(ENDING, day) == expected


def test_the_office_says_how_many_months() -> None:
    assert state(ENDING, date(2019, 9, 30), Bands(18, 9, 1)) == "Ending"
    assert state(ENDING, date(2019, 12, 31), Bands(18, 9, 1)) == "Ending"
    assert state(ENDING, date(2018, 10, 1), Bands(18, 9, 1)) == "In sight"


def test_a_notice_is_due_from_its_band_on_and_stays_so() -> None:
    one = isva()
    notice = one.options[0].notice_on
    assert notice == date(2021, 4, 1)
    assert state(one, date(2020, 12, 31)) == "In sight"
    assert state(one, date(2021, 1, 1)) == "Notice due"
    assert standing.notice_due(one, date(2021, 9, 30)) == one.options[0]
    assert standing.notice_due(one, date(2021, 10, 1)) is None


def test_no_notice_is_due_of_a_contract_that_was_ended_early() -> None:
    one = isva(breaks=(ended_on(date(2021, 6, 30)),))
    assert standing.notice_due(one, date(2021, 5, 1)) is None
    assert state(one, date(2021, 5, 1)) == "Ends soon"
    assert state(one, date(2021, 7, 1)) == "Ended early"


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2019, 5, 1)])
def test_a_condition_blocks_until_it_is_met_also_after_its_day(day: date) -> None:
    one = isva(conditions=(condition(date(2019, 4, 1)), condition(None)))
    assert standing.blocking(one, day)
    assert state(one, day) == "On condition"
    assert standing.blocked_from(one) == date(2019, 4, 1)
    met = replace(one, conditions=(condition(date(2019, 4, 1), met_on=date(2019, 2, 1)), condition(None)))
    assert not standing.blocking(met)
    assert state(met, day) == "Running"
    assert standing.blocked_from(met) is None


def test_nothing_is_blocked_once_all_of_it_is_over() -> None:
    one = isva(conditions=(condition(date(2019, 4, 1)),))
    assert standing.blocking(one, date(2023, 9, 29))
    assert not standing.blocking(one, date(2023, 9, 30))


@given(contracts(), st.dates(date(2014, 1, 1), date(2045, 1, 1)))
def test_every_contract_stands_somehow_on_every_day(one: ContractRecord, day: date) -> None:
    found = state(one, day)
    assert found in standing.STATES
    assert (found in ("Ended", "Ended early")) == (day > current_end(one))


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 500))
def test_bands_only_come_nearer(last: date, before: int) -> None:
    order = ["", "far", "middle", "near"]
    day = last - timedelta(days=before)
    assert order.index(standing.band(last, day)) >= order.index(standing.band(last, day - timedelta(days=1)))
    assert standing.band(last, last) == "near"
    assert not standing.band(last, last + timedelta(days=1))


# partner money


def test_the_first_option_of_the_isva_service_outlives_its_partners_money_by_six_months() -> None:
    [gap] = standing.gaps(isva())
    assert (gap.organisation_id, gap.organisation, gap.option) == (NHS, "NHS England", 1)
    assert (gap.paid_until, gap.starts_on, gap.ends_on) == (date(2022, 3, 31), date(2022, 4, 1), date(2022, 9, 30))
    assert gap.pence == 207_500_00


def test_the_second_option_is_the_gap_once_the_money_reaches_the_end_of_the_first() -> None:
    one = isva()
    longer = replace(one, contributions=(*one.contributions, pays(2022, 100_000, until=date(2022, 9, 30))))
    [gap] = standing.gaps(longer)
    assert (gap.option, gap.paid_until, gap.pence) == (2, date(2022, 9, 30), 415_000_00)
    assert standing.gaps(replace(one, contributions=(*one.contributions, pays(2023, 1)))) == []


def test_money_that_ends_before_the_contract_itself_comes_first() -> None:
    [gap] = standing.gaps(isva(contributions=(pays(2019, 212_199), pays(2020, 202_199, until=date(2020, 9, 30)))))
    assert (gap.option, gap.paid_until, gap.ends_on) == (None, date(2020, 9, 30), date(2021, 9, 30))
    assert gap.pence == 415_000_00


def test_an_option_that_was_taken_or_a_break_moves_the_gap() -> None:
    one = isva()
    first, second = one.options
    [gap] = standing.gaps(replace(one, options=(replace(first, status="taken"), second)))
    assert (gap.option, gap.ends_on, gap.pence) == (None, date(2022, 9, 30), 207_500_00)
    assert standing.gaps(replace(one, options=(replace(first, status="declined"),))) == []
    assert standing.gaps(replace(one, breaks=(ended_on(date(2020, 9, 30)),))) == []


def test_a_gap_costs_what_its_years_were_adjusted_to() -> None:
    one = isva(contributions=(pays(2019, 1),), adjustments=(moved(2019, -10_000_00), moved(2021, 10_000_00)))
    [gap] = standing.gaps(one)
    assert gap.pence == 415_000_00 + 207_500_00 + 10_000_00


def test_money_that_ended_before_the_contract_began_leaves_all_of_it_open() -> None:
    [gap] = standing.gaps(isva(contributions=(pays(2015, 1_000),)))
    assert (gap.starts_on, gap.pence) == (date(2018, 10, 1), 1_245_000_00)


@given(contracts(), st.integers(2014, 2040))
def test_a_gap_costs_what_the_contract_costs_on_its_days(one: ContractRecord, year: int) -> None:
    one = replace(one, contributions=(pays(year, 1),))
    for gap in standing.gaps(one):
        assert gap.starts_on <= gap.ends_on <= standing.latest_end(one)
        also = tuple(each.id for each in one.options if each.status == "open" and each.number <= (gap.option or 0))
        every = by_year(standing.slices(one, also=also))
        assert gap.pence == sum(pence for at, pence in every.items() if at > year)


def test_the_first_option_of_a_kind_is_found() -> None:
    one = isva()
    assert standing.first(one, lambda each: each.ends_on > date(2022, 12, 31)) == one.options[1]
    assert standing.first(one, lambda each: each.status == "taken") is None
    assert standing.taken(one) == []
    assert BANDS.near < BANDS.middle < BANDS.far


def test_an_option_that_follows_a_leap_day_begins_on_the_day_after() -> None:
    one = contract(
        starts_on=date(2019, 3, 1),
        ends_on=date(2020, 2, 29),
        value=Pence(12_00),
        options=(option(1, date(2020, 3, 1), date(2021, 2, 28), 12, "taken"),),
    )
    assert current_end(one) == date(2021, 2, 28)
    assert by_year(standing.slices(one)) == {2018: 1_00, 2019: 12_00, 2020: 11_00}
