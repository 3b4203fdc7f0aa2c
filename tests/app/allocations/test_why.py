"""Why a figure is what it is: the steps read from the present grant down to it, and add up as they are printed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given

from app.allocations.formula import Plan, Weight, rebalance
from app.allocations.why import Kind, Step, explain
from app.money import Limit, format_pence
from tests.app.allocations.plans import county, member, percent, plan, plans, pounds

THREE = (member("East", 600, 1), member("West", 300, 2), member("North", 100, 1))


def steps(given_plan: Plan, name: str) -> tuple[Step, ...]:
    found = rebalance(given_plan)
    assert found.problems == ()
    return explain(next(one for one in found.outcomes if one.name == name), given_plan)


def printed(given_plan: Plan, name: str, *kinds: Kind) -> list[tuple[str, str]]:
    """Labels and amounts as they are read."""
    return [(one.label, format_pence(one.amount)) for one in steps(given_plan, name) if not kinds or one.kind in kinds]


def said(given_plan: Plan, name: str, label: str) -> str:
    """The sentence beside a label."""
    return next(one.sentence for one in steps(given_plan, name) if one.label == label)


def test_every_step_from_the_present_grant_to_the_figure() -> None:
    rich = plan(member("East", 1_200, 1, 1), member("West", 1_200, 3, 1, reserve=500), weights=(40, 60))
    whole = replace(rich, reserve_months=3, reserve_rate_tenths=500, loss=percent(30))
    assert printed(whole, "East") == [
        ("Present grant", "£1,200"),
        ("People", "£240"),
        ("Crime", "£720"),
        ("Entitlement", "£960"),
        ("Reserve", "£0"),
        ("Shared out again", "£40"),
        ("By the formula alone", "£1,000"),
        ("2020/21", "£1,000"),
    ]
    assert [one.sentence for one in steps(whole, "West")] == [
        "What it has in 2019/20.",
        "3 of 4 in all is 75.00 %. This counts for 40 %: 30.00 % of £2,400.",
        "1 of 2 in all is 50.00 %. This counts for 60 %: 30.00 % of £2,400.",
        "Its share by all factors is 60.00 % of the total of 2020/21, £2,400.",
        "Its reserve is £500, 5.0 months of its present grant. Of the £200 above 3 months, 50 % comes off.",
        "Reserves release £100 in all, shared by the same weights: 60.00 % of it.",
        "Before locks, floors and caps.",
        "£200 more than the present grant (+16.7 %). Amounts are whole pence that come to £2,400 exactly.",
    ]


def test_weights_that_do_not_make_a_hundred_are_told_with_what_they_make() -> None:
    halves = plan(member("East", 1_000, 1.5, 1), member("West", 1_000, 1_234.5, 1), weights=(10, 30))
    assert said(halves, "West", "People").startswith("1,234.5 of 1,236 in all is 99.88 %. This counts for 10 % of 40 %")


def test_a_factor_without_weight_is_no_step() -> None:
    assert printed(plan(member("East", 10, 1, 1), weights=(100, 0)), "East", "part") == [("People", "£10")]


def test_reserves_are_told_also_where_they_take_nothing_off() -> None:
    modest = plan(member("East", 1_200, 1), member("West", 1_200, 1, reserve=300), member("New", 0, 1, reserve=70))
    assert "Reserve" not in dict(printed(modest, "East"))
    told = "Its reserve is £300, 3.0 months of its present grant. "
    assert said(modest, "West", "Reserve") == f"{told}Reserves take nothing off here."
    counted = replace(modest, reserve_months=1, reserve_rate_tenths=100)
    assert said(counted, "East", "Reserve") == "It has declared no reserve, so nothing comes off."
    assert said(counted, "New", "Reserve") == "Its reserve is £70. Of the £70 above 1 month, 10 % comes off."
    generous = replace(counted, reserve_months=3)
    assert said(generous, "West", "Reserve") == f"{told}Nothing of it is above 3 months, so nothing comes off."


def test_a_limit_is_named_with_what_it_did() -> None:
    limited = replace(plan(*THREE), loss=percent(10))
    assert printed(limited, "East", "part", "result") == [("People", "£250"), ("Floor", "£290"), ("2020/21", "£540")]
    assert said(limited, "East", "Floor") == (
        "Nobody loses more than 10 % of the present grant, so it has no less than £540."
    )
    assert dict(printed(limited, "North", "part"))["Limits of others"] == "−£96.67"
    assert said(limited, "North", "Limits of others") == (
        "What the limits of others cost is borne among the rest by the same weights; this is its part."
    )
    capped = replace(plan(*THREE), gain=Limit(pence=pounds(100)))
    assert said(capped, "West", "Cap") == "Nobody gains more than £100, so it has no more than £400."
    assert said(capped, "East", "Limits of others").startswith("What the limits of others leave over is shared")


def test_own_limits_are_named_as_its_own() -> None:
    east, west, north = THREE
    floor = replace(plan(east, replace(west, floor=percent(120)), north), gain=percent(10))
    assert said(floor, "West", "Floor") == (
        "Its own floor is 120 % of the present grant, so it has no less than £360. This goes before what all may gain."
    )
    cap = replace(plan(replace(east, cap=Limit(pence=pounds(10))), west, north), loss=percent(10))
    assert said(cap, "East", "Cap") == (
        "Its own cap is £10, so it has no more than £10. This goes before what all may lose."
    )
    plain = plan(replace(east, floor=Limit(pence=pounds(500))), replace(west, cap=percent(100)), north)
    assert said(plain, "East", "Floor") == "Its own floor is £500, so it has no less than £500."
    assert said(plain, "West", "Cap") == "Its own cap is 100 % of the present grant, so it has no more than £300."


def test_nothing_falls_below_nought() -> None:
    hoard = replace(plan(member("East", 10, 1), member("West", 10, 1, reserve=900)), reserve_rate_tenths=1_000)
    assert said(hoard, "West", "Floor") == "No amount falls below £0."


def test_who_is_held_is_told_so_and_a_blank_is_no_figure() -> None:
    held = plan(member("Isles", 100, None, held=100), member("East", 600, 1))
    assert said(held, "Isles", "People") == "It has no figure, which counts as 0, since it is held."
    assert said(held, "Isles", "Lock") == "It is held at £100, whatever the factors say."
    assert said(held, "Isles", "2020/21").startswith("The same as the present grant.")


def test_where_amounts_are_whole_pounds_so_are_the_steps() -> None:
    pounds_only = replace(plan(*THREE, totals=(1_001, 1_001)), loss=percent(10), unit=100)
    assert printed(pounds_only, "North") == [
        ("Present grant", "£100"),
        ("People", "£250"),
        ("Entitlement", "£250"),
        ("Limits of others", "−£96"),
        ("2021/22", "£154"),
        ("2020/21", "£127"),
    ]
    assert said(pounds_only, "North", "2021/22").endswith("Amounts are whole pounds that come to £1,001 exactly.")
    assert said(pounds_only, "North", "2020/21") == "1 of 2 equal steps from £100 to £154."


def test_who_had_nothing_has_no_percentage_of_it() -> None:
    new = plan(member("East", 1_000, 3), member("New", 0, 1))
    assert said(new, "New", "2020/21").startswith("£250 more than the present grant. ")
    assert said(new, "East", "2020/21").startswith("£250 less than the present grant (−25.0 %). ")


def test_the_years_between_are_steps_and_say_where_a_total_moves_them() -> None:
    straight = plan(member("East", 400, 1), member("West", 400, 7), totals=(800, 800))
    assert printed(straight, "East", "year") == [("2020/21", "£250")]
    assert said(straight, "East", "2020/21") == "1 of 2 equal steps from £400 to £100."
    richer = plan(member("East", 400, 1), member("West", 400, 7), totals=(840, 800))
    assert (
        said(richer, "East", "2020/21") == "1 of 2 steps from £400 to £100, and £5 more because of that year’s total."
    )
    poorer = plan(member("East", 400, 1), member("West", 400, 7), totals=(760, 800))
    assert said(poorer, "West", "2020/21").endswith("and £35 less because of that year’s total.")
    same = plan(member("East", 400, 1), totals=(400, 400))
    assert said(same, "East", "2020/21") == "No change."


def test_a_county_says_who_has_what_of_it() -> None:
    devon = county(member("Devon", 600, 1), ("Exeter", 300, 350), ("Torridge", 300, 350))
    one = plan(devon, member("Cornwall", 600, 3))
    assert printed(one, "Devon", "result", "district") == [
        ("2020/21", "£700"),
        ("Exeter", "£350"),
        ("Torridge", "£350"),
        ("Devon’s own partnership", "£0"),
    ]
    assert said(one, "Devon", "Floor") == "Its districts are held at £700 together, so it has no less."
    assert said(one, "Devon", "Exeter") == "Held at £350 within Devon; it has £300 now."


def test_years_are_named_as_the_office_writes_them() -> None:
    words = replace(plan(*THREE), year_style="2018 to 2019")
    assert steps(words, "East")[-1].label == "2020 to 2021"


def test_nought_that_is_a_figure_is_read_as_one() -> None:
    nought = plan(member("East", 500, 0), member("West", 500, 1))
    allowed = replace(nought, weights=(Weight("people", "People", 1_000, allows_nought=True),))
    assert said(allowed, "East", "People").startswith("0 of 1 in all is 0.00 %.")


@given(plans())
def test_the_steps_add_up_as_they_are_printed(any_plan: Plan) -> None:
    found = rebalance(any_plan)
    assume(not found.problems)
    for one in found.outcomes:
        so_far = 0
        for step in explain(one, any_plan):
            if step.kind == "part":
                so_far += step.amount
            elif step.kind in ("sum", "result"):
                assert step.amount == so_far
        assert so_far == one.target
        shared = [step.amount for step in explain(one, any_plan) if step.kind == "district"]
        assert not shared or sum(shared) == one.target
