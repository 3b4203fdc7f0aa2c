"""A re-balancing in plain English, and exact values printed so that they still add up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import scenarios
from app.door import Office
from app.errors import Refused
from app.money import Limit, Pence
from app.papers.gather_review import find_scenario, gather_review
from app.papers.review import Review, footing, months_said, rounded_footing, tenths_footing, whole_months_said
from app.papers.rules import limits_in_words, reserves_in_words, totals_in_words, weights_together, years_in_words
from tests.papers.partnered import DAY, shared, with_scenario

FRACTIONS = st.lists(st.builds(Fraction, st.integers(-(10**12), 10**12), st.integers(1, 997)), min_size=1, max_size=30)


@given(FRACTIONS)
def test_exact_values_are_printed_as_whole_ones_that_come_to_their_sum(values: list[Fraction]) -> None:
    whole = rounded_footing(values)
    assert abs(sum(whole) - sum(values, Fraction(0))) <= Fraction(1, 2)
    assert all(abs(one - exact) < 1 for one, exact in zip(whole, values, strict=True))


@given(FRACTIONS)
def test_where_the_office_works_in_pounds_they_are_whole_pounds(values: list[Fraction]) -> None:
    whole = rounded_footing(values, 100)
    assert {one % 100 for one in whole} == {0}
    assert abs(sum(whole) - sum(values, Fraction(0))) <= 50


def test_the_largest_remainders_go_up_and_the_first_of_two_that_are_the_same() -> None:
    assert footing([Fraction(1, 3), Fraction(2, 3), Fraction(1)], 2) == [0, 1, 1]
    assert footing([Fraction(1, 2), Fraction(1, 2)], 1) == [1, 0]


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=30).filter(any))
def test_shares_of_one_come_to_a_hundred_percent(parts: list[int]) -> None:
    assert sum(tenths_footing([Fraction(part, sum(parts)) for part in parts])) == 1_000


def test_months_are_said_to_a_tenth() -> None:
    assert [months_said(Fraction(*one)) for one in ((71, 10), (1, 1), (3, 1), (1, 100))] == [
        "7.1 months",
        "1 month",
        "3 months",
        "0 months",
    ]
    assert [whole_months_said(one) for one in (1, 6, 12)] == ["one month", "six months", "12 months"]


def review(office: Office, *, counties: int = 1, **terms: Any) -> Review:
    made = shared(office, lone=2, counties=counties)
    return office.read(gather_review, with_scenario(office, made, **terms), day=DAY)


def test_the_rules_are_said_one_by_one(office: Office) -> None:
    found = review(office)
    assert limits_in_words(found) == [
        "Nobody loses more than 8 % of the present grant by 2021/22.",
        "Nobody gains more than 10 % of the present grant by 2021/22.",
        "Shire 1 with its districts is taken as one with its districts, which are held (Shire 1, district 1 at £41,000"
        " and Shire 1, district 2 at £48,000); the rest is the county partnership’s own.",
        "What a limit leaves over, or needs, is shared among the others by the same weights.",
    ]
    assert reserves_in_words(found.plan) == (
        "Where a reserve is more than six months of the present grant, 50 % of what is above comes off the share. What"
        " comes off is shared out again by the same weights."
    )
    assert years_in_words(found) == "It is brought in over three years, in equal steps from 2019/20 to 2021/22."
    assert totals_in_words(found) == "The total stays £170,000 in each of the three years, to the pound."


def test_rules_that_are_not_there_are_said_not_to_be(office: Office) -> None:
    found = review(office, counties=0, years=1, loss=None, gain=None, reserve_rate_tenths=0)
    assert limits_in_words(found) == ["There is no limit on what anybody gains or loses."]
    assert reserves_in_words(found.plan) == "Reserves are told, and take nothing off anybody’s share."
    assert years_in_words(found) == "It is brought in at once, in 2019/20."
    assert totals_in_words(found) == "The total stays £47,000, to the pound."


def test_totals_that_change_are_said_with_what_becomes_of_the_difference(office: Office) -> None:
    totals = {f"total:{year}": pence for year, pence in ((2019, 50_000_00), (2020, 50_000_00))}
    found = review(office, counties=0, years=2, totals=totals)
    assert totals_in_words(found) == (
        "What there is to share goes from £47,000 in 2018/19 to £50,000 in 2019/20 and £50,000 in 2020/21."
    )
    assert years_in_words(found).endswith(
        "Where a year’s total is not what these steps come to, the difference is shared by the same weights."
    )


def test_totals_that_go_straight_need_no_word_on_a_difference(office: Office) -> None:
    totals = {f"total:{year}": pence for year, pence in ((2019, 48_000_00), (2020, 49_000_00))}
    assert years_in_words(review(office, counties=0, years=2, totals=totals)).endswith("from 2019/20 to 2020/21.")


def test_a_limit_in_pounds_and_a_lock_are_said_as_they_were_set(office: Office) -> None:
    made = shared(office, lone=3, counties=0)
    first, second, _ = made.ids.values()
    limits: dict[str, Limit | Pence] = {
        f"{first}:held": Pence(20_000_00),
        f"{second}:floor": Limit(pence=Pence(26_000_00)),
        f"{second}:cap": Limit(tenths=1_050),
    }
    scenario = with_scenario(office, made, loss=None, gain=Limit(pence=Pence(5_000_00)), limits=limits)
    assert limits_in_words(office.read(gather_review, scenario, day=DAY))[:4] == [
        "Nobody gains more than £5,000 by 2021/22.",
        "Town 1 stands outside the formula and is held at £20,000.",
        "Town 2 does not fall below £26,000.",
        "Town 2 does not rise above 105 % of the present grant.",
    ]


def test_districts_held_at_one_amount_are_said_together(devon_cornwall: Office) -> None:
    found = devon_cornwall.read(gather_review, devon_cornwall.read(scenarios.scenarios)[0].id, day=DAY)
    assert (
        "Devon is taken as one with its four districts, which are held at £25,000 each; the rest is the county"
        " partnership’s own." in limits_in_words(found)
    )


def test_weights_that_do_not_make_a_hundred_are_said_to_count_as_their_part(office: Office) -> None:
    assert weights_together(review(office, count=3)) == (
        "Together the weights make 99.9 %; each counts as its part of that."
    )


def test_the_scenario_that_is_meant_is_the_named_one_or_the_only_one(office: Office) -> None:
    with pytest.raises(Refused, match="There is no scenario yet"):
        office.read(find_scenario)
    made = shared(office, lone=2, counties=0)
    first = with_scenario(office, made)
    assert office.read(find_scenario).id == first
    second = office.write("Copy", scenarios.copy, first, name="Another")
    with pytest.raises(Refused, match="There are: “By people and crime”, “Another”"):
        office.read(find_scenario)
    assert office.read(find_scenario, name="another").id == second
    with pytest.raises(Refused, match="There is no scenario “Nothing”"):
        office.read(find_scenario, name="Nothing")
