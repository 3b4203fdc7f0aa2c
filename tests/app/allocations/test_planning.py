"""From what is typed to a plan, and from a plan to what the formula takes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from app.allocations.formula import Weight
from app.allocations.planning import (
    OwnLimits,
    ScenarioPlan,
    formula_plan,
    limits_said,
    plan_of,
    problems,
    rebalanced,
    values_of,
    weights_said,
)
from app.money import Limit, Pence
from tests.benches import BOTH, GIVEN, PLANS, bench, factor

PLAN = ScenarioPlan("B", "line", 2019, weights={"people": 1_000})


# --- Typed ---


@given(PLANS)
def test_a_plan_shown_in_a_form_and_read_back_is_the_same_plan(plan: ScenarioPlan) -> None:
    assert plan_of(plan.line_id, plan.year, values_of(plan)) == plan


@given(PLANS)
def test_a_form_holds_no_empty_cell(plan: ScenarioPlan) -> None:
    shown = values_of(plan)
    assert all(value is not None for grid in ("weights", "totals", "limits") for value in shown[grid].values())


def test_empty_boxes_are_what_a_new_scenario_has() -> None:
    empty = {"weights": {"people:weight": None}, "limits": {"west:held": None}, "totals": None, "reserve_months": None}
    assert plan_of("line", 2019, empty) == ScenarioPlan("", "line", 2019)


# --- Who takes part ---


def test_a_county_is_one_with_its_districts_held_at_what_they_have() -> None:
    plan = formula_plan(bench(factor("people", BOTH), present=GIVEN), PLAN)
    north, west = plan.members
    assert (north.name, north.present, north.reserve) == ("Northshire", 100_00, 6_00)
    assert [(one.id, one.present, one.held) for one in north.districts] == [
        ("hill", 20_00, 20_00),
        ("dale", 20_00, 20_00),
    ]
    assert (west.name, west.present, west.reserve, west.districts) == ("West", 100_00, None, ())


def test_a_district_is_held_at_another_amount_where_one_is_set() -> None:
    held = replace(PLAN, limits={"hill": OwnLimits(held=Pence(0))})
    north, _ = formula_plan(bench(factor("people", BOTH), present=GIVEN), held).members
    assert [one.held for one in north.districts] == [0, 20_00]


def test_by_district_every_partnership_stands_by_its_own_figures() -> None:
    data = bench(factor("people", {"north": 9, "hill": 1, "dale": 2, "west": 3}), present=GIVEN)
    plan = formula_plan(data, replace(PLAN, by_district=True, limits={"hill": OwnLimits(cap=Limit(tenths=1_050))}))
    assert [(one.name, int(one.present), int(one.figures["people"] or 0)) for one in plan.members] == [
        ("North", 60_00, 9),
        ("Hill", 20_00, 1),
        ("Dale", 20_00, 2),
        ("West", 100_00, 3),
    ]
    assert [one.reserve for one in plan.members] == [5_00, 1_00, None, None]
    assert plan.members[1].cap == Limit(tenths=1_050)


@pytest.mark.parametrize(
    ("figures", "county"),
    [
        ({"hill": 2, "dale": 3}, 5),
        ({"hill": 2}, None),
        ({"north": 9, "hill": 2, "dale": 3}, 9),
        ({"north": 0, "hill": 2, "dale": 3}, 0),
        ({}, None),
    ],
)
def test_a_countys_figure_is_its_own_or_the_sum_of_all_its_districts(
    figures: dict[str, int], county: int | None
) -> None:
    north = formula_plan(bench(factor("people", figures), present=GIVEN), PLAN).members[0]
    assert north.figures["people"] == county


def test_who_has_neither_money_nor_figure_nor_limit_takes_no_part() -> None:
    data = bench(factor("people", {"north": 3}), present={"north": 10})
    assert [one.id for one in formula_plan(data, PLAN).members] == ["north"]
    floor = replace(PLAN, limits={"west": OwnLimits(floor=Limit(pence=Pence(1)))})
    assert [one.id for one in formula_plan(data, floor).members] == ["north", "west"]
    new = bench(factor("people", BOTH), present={"north": 10})
    assert [(one.id, one.present) for one in formula_plan(new, PLAN).members] == [("north", 10_00), ("west", 0)]


def test_a_county_without_money_in_its_districts_goes_by_its_partnerships_name() -> None:
    north, _ = formula_plan(bench(factor("people", BOTH), present={"north": 10}), PLAN).members
    assert (north.name, north.districts) == ("North", ())


# --- What is shared ---


def test_each_year_shares_what_there_is_now_unless_it_has_its_own_total() -> None:
    plan = replace(PLAN, years=3, totals={2021: Pence(5)})
    found = formula_plan(bench(factor("people", BOTH), present=GIVEN), plan)
    assert found.totals == ((2020, 200_00), (2021, 5), (2022, 200_00))


def test_only_factors_with_a_weight_count_in_the_offices_order() -> None:
    data = bench(factor("people", BOTH), factor("crime", BOTH, allows_nought=True), factor("area", {}), present=GIVEN)
    found = formula_plan(data, replace(PLAN, weights={"area": 0, "crime": 300, "people": 700}))
    assert found.weights == (Weight("people", "People", 700), Weight("crime", "Crime", 300, True))
    assert all(list(one.figures) == ["people", "crime"] for one in found.members)


# --- Whole pounds or whole pence ---

POUNDS = replace(
    PLAN,
    totals={2020: Pence(210_00)},
    loss=Limit(tenths=85),
    gain=Limit(pence=Pence(30_00)),
    limits={"north": OwnLimits(floor=Limit(pence=Pence(90_00)), cap=Limit(tenths=1_255)), "hill": OwnLimits(Pence(0))},
)


def test_where_the_office_works_in_whole_pounds_so_does_the_formula() -> None:
    data = bench(factor("people", {"north": 2, "west": 1}), present=GIVEN)
    assert formula_plan(data, PLAN).unit == 100
    assert formula_plan(data, POUNDS).unit == 100
    assert [one.target for one in rebalanced(data, PLAN).outcomes] == [133_00, 67_00]


def test_pennies_in_a_reserve_or_decimals_in_a_figure_are_still_whole_pounds() -> None:
    people = replace(factor("people", BOTH), figures={"north": Fraction(5, 2), "west": Fraction(1, 3)})
    data = bench(people, present=GIVEN)
    odd = replace(data, reserves={key: (Pence(5_01), day) for key, (_, day) in data.reserves.items()})
    assert formula_plan(odd, PLAN).unit == 100


@pytest.mark.parametrize(
    "changed",
    [
        {"totals": {2020: Pence(210_01)}},
        {"loss": Limit(pence=Pence(1))},
        {"gain": Limit(pence=Pence(30_50))},
        {"limits": {"west": OwnLimits(held=Pence(99_99))}},
        {"limits": {"hill": OwnLimits(held=Pence(10))}},
        {"limits": {"north": OwnLimits(floor=Limit(pence=Pence(90_10)))}},
        {"limits": {"north": OwnLimits(cap=Limit(pence=Pence(190_01)))}},
    ],
)
def test_pennies_in_anything_that_is_set_are_kept_to(changed: dict[str, Any]) -> None:
    assert formula_plan(bench(factor("people", BOTH), present=GIVEN), replace(POUNDS, **changed)).unit == 1


def test_pennies_in_what_anybody_has_are_kept_to_also_where_the_sum_has_none() -> None:
    data = bench(factor("people", BOTH), present=GIVEN)
    odd = {**data.present, "hill": Pence(20_50), "dale": Pence(19_50)}
    assert formula_plan(replace(data, present=odd), PLAN).unit == 1
    of_two = {**data.present, "north": Pence(60_50), "west": Pence(99_50)}
    assert formula_plan(replace(data, present=of_two), PLAN).unit == 1


# --- What cannot be computed ---


def test_a_word_in_the_present_year_is_named() -> None:
    data = bench(factor("people", BOTH), present={"north": 10}, words={"west": "TBD"})
    [found] = rebalanced(data, PLAN).problems
    assert found.text == "West has TBD in 2019/20, so there is nothing to start from."


def test_a_factor_that_was_put_away_still_counts_and_is_named() -> None:
    data = bench(factor("people", BOTH), present=GIVEN)
    assert [one.where for one in problems(data, replace(PLAN, weights={"gone": 10, "people": 10}))] == ["weights"]
    assert problems(data, replace(PLAN, weights={"gone": 0, "people": 10})) == ()


def test_a_district_has_no_floor_of_its_own_while_its_county_is_one() -> None:
    data = bench(factor("people", BOTH), present=GIVEN)
    plan = replace(
        PLAN, limits={"hill": OwnLimits(floor=Limit(tenths=900)), "north": OwnLimits(cap=Limit(tenths=1_100))}
    )
    assert [one.where for one in problems(data, plan)] == ["limits:hill:floor"]
    assert problems(data, replace(plan, by_district=True)) == ()


# --- In words ---


def test_weights_are_said_the_heaviest_first() -> None:
    plan = replace(PLAN, weights={"a": 125, "b": 875, "c": 0, "gone": 5})
    names = {"a": "Recorded crime", "b": "ASB calls", "c": "Area"}
    assert weights_said(plan, names) == "ASB calls 87.5 %, recorded crime 12.5 %, a factor that was put away 0.5 %"


def test_limits_are_said_in_one_sentence() -> None:
    plan = replace(PLAN, years=3, loss=Limit(tenths=80), gain=Limit(pence=Pence(1_000_00)))
    assert limits_said(plan) == "nobody loses more than 8 %, nobody gains more than £1,000, over 3 years"
    assert limits_said(PLAN) == ""
