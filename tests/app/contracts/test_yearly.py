"""What a contract costs in each financial year: its years are never a penny away from what it is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.contracts import standing, yearly
from app.contracts.parts import ContractRecord
from app.money import Pence
from app.years import first_day, last_day
from tests.app.contracts.drawn import (
    NHS,
    condition,
    contract,
    contracts,
    ended_on,
    isva,
    moved,
    parts,
    pays,
    share,
    slow_years,
    weights,
)


@given(contracts())
def test_years_sum_to_what_the_contract_is_worth_to_the_penny(one: ContractRecord) -> None:
    assert sum(each.value for each in yearly.years(one)) == standing.current_value(one)


@given(contracts())
def test_years_sum_to_it_with_any_option_looked_at(one: ContractRecord) -> None:
    also: tuple[str, ...] = ()
    for each in standing.open_options(one):
        also = (*also, each.id)
        assert sum(year.value for year in yearly.years(one, also=also)) == standing.current_value(one, also=also)


@given(contracts())
def test_every_year_is_that_of_its_days_counted_one_by_one(one: ContractRecord) -> None:
    slow = slow_years(one, standing.initial_value(one))
    found = {each.year: each.computed for each in yearly.years(one)}
    assert {year: pence for year, pence in found.items() if pence} == {
        year: pence for year, pence in slow.items() if pence
    }
    assert set(slow) <= set(found)


@given(contracts())
def test_no_year_is_further_from_its_days_than_a_penny_for_each_part(one: ContractRecord) -> None:
    every, end = parts(one, standing.initial_value(one)), standing.current_end(one)
    for each in yearly.years(one):
        exact: Fraction = sum(
            (
                pence
                * weights(max(first, first_day(each.year)), min(last, last_day(each.year), end))
                / weights(first, last)
                for first, last, pence in every
                if max(first, first_day(each.year)) <= min(last, last_day(each.year), end)
            ),
            Fraction(0),
        )
        assert abs(each.computed - exact) <= len(every)


@given(contracts())
def test_every_financial_year_it_runs_in_is_there_and_no_other(one: ContractRecord) -> None:
    end = standing.current_end(one)
    found = [each.year for each in yearly.years(one)]
    assert found == list(range(found[0], found[-1] + 1))
    assert first_day(found[0]) <= one.starts_on <= last_day(found[0])
    assert first_day(found[-1]) <= end <= last_day(found[-1])


@given(contracts(), st.lists(st.integers(-10_000_00, 10_000_00), min_size=1, max_size=40))
def test_adjusting_moves_money_between_years_and_changes_no_total(one: ContractRecord, changes: list[int]) -> None:
    plain = yearly.years(one)
    mine = dict(zip([each.year for each in plain], changes, strict=False))
    last = plain[-1].year
    mine[last] = mine.get(last, 0) - sum(mine.values())
    one = replace(one, adjustments=tuple(moved(year, pence) for year, pence in mine.items()))
    after = yearly.years(one)
    assert sum(each.value for each in after) == standing.current_value(one)
    assert [each.computed for each in after] == [each.computed for each in plain]
    assert [each.adjusted for each in after] == [mine.get(each.year, 0) for each in plain]
    assert yearly.unplaced(one) == 0


SHARES = st.lists(st.integers(1, 998), min_size=0, max_size=3, unique=True).map(
    lambda cuts: [later - earlier for earlier, later in zip([0, *sorted(cuts)], [*sorted(cuts), 1000], strict=True)]
)


@given(contracts(), SHARES, SHARES, st.lists(st.tuples(st.integers(2014, 2040), st.integers(1, 900_000)), max_size=4))
def test_what_lines_pay_sums_to_the_net_cost_to_the_penny(
    one: ContractRecord, early: list[int], late: list[int], paid: list[tuple[int, int]]
) -> None:
    start = yearly.years(one)[0].year
    one = replace(
        one,
        shares=tuple(
            share(f"line {at}", year, tenths)
            for year, split in ((start, early), (start + 1, late))
            for at, tenths in enumerate(split)
        ),
        contributions=tuple(pays(year, pounds) for year, pounds in dict(paid).items()),
    )
    for each in yearly.years(one):
        assert each.value == each.contributed + each.net
        assert sum(pence for _, pence in each.by_line) == each.net
        assert len(each.by_line) == len(early if each.year == start else late)
        assert sum(pence for _, pence in each.to_agree) == each.value
        led = next(other for other in yearly.years(replace(one, lead_id="lead")) if other.year == each.year)
        assert led.to_agree == each.by_line


def test_the_isva_service_by_year() -> None:
    one = isva()
    assert [(each.year, each.value) for each in yearly.years(one)] == [
        (2018, 207_500_00),
        (2019, 415_000_00),
        (2020, 415_000_00),
        (2021, 207_500_00),
    ]
    with_first = yearly.years(one, also=("option 1",))
    assert [each.value for each in with_first] == [207_500_00, *[415_000_00] * 3, 207_500_00]
    assert [each.contributed for each in with_first] == [0, 212_199_00, 202_199_00, 202_199_00, 0]
    assert [each.conditional for each in with_first] == [0, 0, 202_199_00, 202_199_00, 0]
    assert [each.net for each in with_first] == [207_500_00, 202_801_00, 212_801_00, 212_801_00, 207_500_00]
    assert sum(each.value for each in with_first) == 1_660_000_00
    with_both = yearly.years(one, also=("option 1", "option 2"))
    assert [each.value for each in with_both] == [207_500_00, *[415_000_00] * 4, 207_500_00]


def test_a_partner_is_told_by_its_id_with_all_it_pays_in_the_year() -> None:
    one = isva(contributions=(pays(2019, 100), pays(2019, 50, "conditional")))
    found = next(each for each in yearly.years(one) if each.year == 2019)
    assert found.contributions == ((NHS, 150_00),)
    assert (found.contributed, found.conditional) == (150_00, 50_00)


def test_a_split_holds_until_a_later_one() -> None:
    one = isva(shares=(share("east", 2019, 600), share("west", 2019, 400), share("east", 2021, 1000)))
    split = {year: [(each.line_id, each.tenths) for each in yearly.split(one, year)] for year in range(2018, 2023)}
    first = [("east", 600), ("west", 400)]
    assert split == {2018: first, 2019: first, 2020: first, 2021: [("east", 1000)], 2022: [("east", 1000)]}
    assert yearly.split(isva(), 2019) == []
    assert yearly.by_line(isva(), 2019, Pence(100)) == ()


def test_a_condition_blocks_the_years_from_its_day_on() -> None:
    one = isva(conditions=(condition(date(2020, 4, 1)),))
    assert [each.is_blocked for each in yearly.years(one)] == [False, False, True, True]
    one = isva(conditions=(condition(date(2020, 3, 31)), condition(date(2018, 4, 1), met_on=date(2018, 3, 1))))
    assert [each.is_blocked for each in yearly.years(one)] == [False, True, True, True]


def test_what_was_adjusted_is_uneven_once_the_contract_is_ended_early() -> None:
    one = isva(adjustments=(moved(2019, -10_00), moved(2020, 10_00)))
    assert yearly.unplaced(one) == 0
    broken = replace(one, breaks=(ended_on(date(2020, 3, 31)),))
    assert yearly.unplaced(broken) == -10_00
    assert [each.year for each in yearly.years(broken)] == [2018, 2019]


def test_financial_years_begin_on_1_april() -> None:
    eve = contract(starts_on=date(2020, 3, 31), ends_on=date(2020, 3, 31), value=Pence(100))
    day = contract(starts_on=date(2020, 4, 1), ends_on=date(2020, 4, 1), value=Pence(100))
    both = contract(starts_on=date(2020, 3, 31), ends_on=date(2020, 4, 1), value=Pence(61))
    assert [(each.year, each.value) for each in yearly.years(eve)] == [(2019, 100)]
    assert [(each.year, each.value) for each in yearly.years(day)] == [(2020, 100)]
    # a day of March is a thirty-first of its month, one of April a thirtieth
    assert [(each.year, each.value) for each in yearly.years(both)] == [(2019, 30), (2020, 31)]
