"""What scenarios come to beside each other: nothing counted twice, in £, % and a head, who gains and who loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import scenarios
from app.allocations.comparing import (
    bench_listing,
    compare_listing,
    gainers,
    headline,
    losers,
    round_half_up,
    standings,
)
from app.allocations.formula import Bound, Outcome, Problem, Rebalanced
from app.allocations.planning import BenchData, OwnLimits, ScenarioPlan
from app.door import Office
from app.errors import Refused
from app.listing import Cell, Listing, cell_text, heading, sections, totals
from app.money import Pence
from tests.benches import GIVEN, bench, factor

PLAN = ScenarioPlan("B", "line", 2019, years=2, weights={"people": 1_000}, reserve_months=1)
PEOPLE = factor("people", {"north": 30, "hill": 5, "west": 10}, is_population=True)
NOTHING = Rebalanced((), (Problem("The weights are all 0 %.", "weights"), Problem("West has no figure.")))


def outcome(
    key: str,
    now: int,
    *years: int,
    own: tuple[int, ...] = (),
    districts: Mapping[str, tuple[int, ...]] | None = None,
    bound: Bound = "",
    formula: int = 0,
) -> Outcome:
    """What a member comes to in 2020/21 and after, in pounds."""

    def by_year(amounts: tuple[int, ...]) -> dict[int, Pence]:
        return {2020 + at: Pence(pounds * 100) for at, pounds in enumerate(amounts)}

    none = Fraction(0)
    return Outcome(
        id=key,
        name=key.capitalize(),
        present=Pence(now * 100),
        shares={},
        share=none,
        entitlement=none,
        months=None,
        taken=none,
        given=none,
        before_limits=Fraction(formula * 100),
        bound=bound,
        re_shared=none,
        target=Pence(years[-1] * 100),
        by_year=by_year(years),
        own=by_year(own or years),
        districts={each: by_year(amounts) for each, amounts in (districts or {}).items()},
    )


NORTH = outcome(
    "north",
    100,
    110,
    120,
    own=(70, 80),
    districts={"hill": (20, 20), "dale": (20, 20)},
    bound="cap",
    formula=150,
)
WEST = outcome("west", 100, 90, 80, formula=50)
DONE = Rebalanced((NORTH, WEST), ())
DATA = bench(PEOPLE, present=GIVEN)


def cells(listing: Listing, key: str) -> dict[str, str]:
    """The printed cells of one line or county, by column."""
    for group, lines in sections(listing):
        rows = {line.id: line.cells for line in lines}
        if group is not None:
            rows = {f"{group.label}": heading(listing.columns, lines, group), **rows}
        if key in rows:
            return {one.key: cell_text(cell, one) for one, cell in zip(listing.columns, rows[key], strict=True)}
    raise LookupError(key)


# --- Who has what ---


def test_a_county_stands_before_its_own_partnership_and_its_districts() -> None:
    rows = standings(DATA, PLAN, DONE)
    assert [(one.name, one.level, one.present, one.proposed) for one in rows] == [
        ("Northshire", 0, 100_00, 120_00),
        ("North", 1, 60_00, 80_00),
        ("Hill", 1, 20_00, 20_00),
        ("Dale", 1, 20_00, 20_00),
        ("West", 0, 100_00, 80_00),
    ]
    assert [one.bound for one in rows] == ["cap", "", "held", "held", ""]
    assert [one.formula for one in rows] == [150_00, 110_00, None, None, 50_00]
    assert [one.is_member for one in rows] == [True, False, False, False, True]


def test_by_district_everybody_is_a_member_and_the_county_their_sum() -> None:
    plan = replace(PLAN, by_district=True)
    alone = [outcome("north", 60, 60, 55), outcome("hill", 20, 20, 30), outcome("dale", 20, 20, 25, bound="floor")]
    rows = standings(DATA, plan, Rebalanced((*alone, replace(WEST, bound="held")), ()))
    assert [(one.name, one.proposed, one.is_member, one.bound) for one in rows] == [
        ("Northshire", 110_00, False, ""),
        ("North", 55_00, True, ""),
        ("Hill", 30_00, True, ""),
        ("Dale", 25_00, True, "floor"),
        ("West", 80_00, True, "held"),
    ]
    assert [one.name for one in gainers(rows)] == ["Hill", "Dale"]
    assert rows[-1].formula is None


def test_what_there_is_now_is_shown_while_something_cannot_be_met() -> None:
    rows = standings(DATA, PLAN, NOTHING)
    assert [(one.present, one.proposed, one.change, one.percent) for one in rows if one.is_member] == [
        (100_00, None, None, None),
        (100_00, None, None, None),
    ]


def test_months_are_of_the_present_and_of_the_proposed_grant() -> None:
    north = standings(DATA, PLAN, DONE)[0]
    assert (north.months_now, north.months_then) == (Fraction(6 * 12, 100), Fraction(6 * 12, 120))
    assert standings(DATA, PLAN, DONE)[-1].months_now is None


def test_an_amount_is_measured_in_pounds_in_percent_and_a_head() -> None:
    north, own, hill, _, _ = standings(DATA, PLAN, DONE)
    assert [north.measured(north.proposed, one) for one in ("£", "%", "head")] == [120_00, 200, 4_00]
    assert hill.measured(hill.proposed, "head") == 4_00
    assert own.measured(own.proposed, "head") is None  # the figure is the whole county's
    assert north.measured(None, "£") is None


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_rounding_is_to_the_nearest_a_half_away_from_nought(value: Fraction) -> None:
    rounded = round_half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    assert round_half_up(-value) == -rounded
    assert round_half_up(Fraction(1, 2)) == 1


# --- In a sentence ---


def test_the_headline_says_how_much_moves_and_who_gains_and_loses() -> None:
    said = headline(DATA, PLAN, DONE)
    assert said.text == "£20 of £200 moves: Northshire gains, West loses"
    assert [run.text for run in said.runs if run.bold] == ["£20", "£200"]
    assert said.below == (
        "Partnership fund is held to the penny in all 2 years. A scenario only: nothing changes until it is adopted."
    )


def test_the_headline_speaks_of_whole_pounds() -> None:
    west = replace(WEST, by_year={2020: Pence(100_00), 2021: Pence(79_60)})
    north = replace(NORTH, own={2020: Pence(60_00), 2021: Pence(80_40)})
    assert headline(DATA, PLAN, Rebalanced((north, west), ())).text.startswith("£20 of £200 moves")
    little = replace(WEST, by_year={2020: Pence(100_00), 2021: Pence(99_60)})
    assert headline(bench(PEOPLE, present={"west": 100}), PLAN, Rebalanced((little,), ())).text == (
        "£0.40 less than £100: West loses"
    )


def test_the_headline_says_by_how_much_the_total_changes() -> None:
    more = Rebalanced((NORTH, replace(WEST, by_year=dict.fromkeys((2020, 2021), Pence(100_00)))), ())
    said = headline(DATA, replace(PLAN, totals={2021: Pence(220_00)}), more)
    assert said.text == "£20 more than £200: Northshire gains"
    assert said.below.startswith("Each year of Partnership fund sums to its total to the penny.")
    less = Rebalanced((NORTH, replace(WEST, by_year=dict.fromkeys((2020, 2021), Pence(50_00)))), ())
    assert headline(DATA, PLAN, less).text == "£30 less than £200: Northshire gains, West loses"


def test_the_headline_names_the_first_thing_that_cannot_be_met() -> None:
    said = headline(DATA, PLAN, NOTHING)
    assert said.text == "This cannot be met yet"
    assert said.below == "The weights are all 0 %. 1 more problem below."


def test_nothing_moves_where_everybody_keeps_what_they_have() -> None:
    same = Rebalanced((outcome("west", 100, 100, 100),), ())
    assert headline(bench(PEOPLE, present={"west": 100}), PLAN, same).text.startswith("Nothing moves")


AMOUNTS = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=4)


@given(AMOUNTS)
def test_what_is_gained_is_what_is_lost_and_what_the_total_changes_by(amounts: list[tuple[int, int]]) -> None:
    keys = ["north", "hill", "dale", "west"][: len(amounts)]
    data = bench(PEOPLE, present={key: now for key, (now, _) in zip(keys, amounts, strict=True)})
    plan = replace(PLAN, years=1, by_district=True)
    done = Rebalanced(
        tuple(outcome(key, now, then) for key, (now, then) in zip(keys, amounts, strict=True)),
        (),
    )
    rows = standings(data, plan, done)
    up, down = gainers(rows), losers(rows)
    moved = sum(one.change or 0 for one in up) + sum(one.change or 0 for one in down)
    assert moved == 100 * (sum(then for _, then in amounts) - sum(now for now, _ in amounts))
    assert [one.change for one in up] == sorted((one.change for one in up), key=lambda change: -(change or 0))
    assert not {one.id for one in up} & {one.id for one in down}


# --- Lists ---


def test_the_list_counts_nothing_twice() -> None:
    listing = bench_listing(DATA, PLAN, DONE)
    printed = totals(listing.columns, listing.lines, "Total")
    by_key = {one.key: cell for one, cell in zip(listing.columns, printed, strict=True)}
    assert (by_key["now"], by_key["proposed"], by_key["y2020"], by_key["change"], by_key["percent"]) == (
        200_00,
        200_00,
        200_00,
        0,
        0,
    )
    assert (by_key["reserve"], by_key["formula"], by_key["months"]) == (6_00, None, None)


def test_a_county_heads_its_parts_with_what_it_has_as_one() -> None:
    listing = bench_listing(DATA, PLAN, DONE)
    county = cells(listing, "Northshire")
    assert (county["now"], county["formula"], county["proposed"], county["change"], county["percent"]) == (
        "100",
        "150",
        "120",
        "+20",
        "+20.0",
    )
    assert (county["months"], county["months_then"], county["limit"]) == ("0.7", "0.6", "At cap")
    assert (cells(listing, "hill")["limit"], cells(listing, "north")["limit"]) == ("Held", "")
    assert (cells(listing, "north")["reserve"], cells(listing, "north")["months"]) == ("5", "–")
    assert [(line.id, line.group, line.level) for line in listing.lines] == [
        ("north", "north", 0),
        ("hill", "north", 1),
        ("dale", "north", 1),
        ("west", "", 0),
    ]


def test_a_reserve_above_the_months_is_marked_with_its_day() -> None:
    data = replace(DATA, reserves={"west": (Pence(50_00), next(iter(DATA.reserves.values()))[1])})
    listing = bench_listing(data, replace(PLAN, reserve_months=5), DONE)
    assert {line.id: line.mark for line in listing.lines if line.mark} == {"west": "*"}
    assert listing.notes == (("*", "The reserve is more than 5 months of grant. Declared 30 September 2019."),)
    assert bench_listing(data, replace(PLAN, reserve_months=6), DONE).notes == ()


@pytest.mark.parametrize(
    ("measure", "north", "west"),
    [("%", ("+50.0", "+20.0", "+10.0"), ("−50.0", "−20.0", "−10.0")), ("head", ("5", "4", "3.67"), ("5", "8", "9"))],
)
def test_the_list_is_measured_in_percent_or_a_head(measure: str, north: tuple[str, ...], west: tuple[str, ...]) -> None:
    listing = bench_listing(DATA, PLAN, DONE, "%" if measure == "%" else "head")
    for key, expected in (("Northshire", north), ("west", west)):
        shown = cells(listing, key)
        assert tuple(shown[one] for one in ("formula", "proposed", "y2020")) == expected


def test_the_list_shows_what_there_is_now_while_something_cannot_be_met() -> None:
    listing = bench_listing(DATA, PLAN, NOTHING)
    assert (cells(listing, "west")["now"], cells(listing, "west")["proposed"]) == ("100", "–")


def test_the_example_comes_to_what_its_limits_allow(devon_cornwall: Office) -> None:
    [kept] = devon_cornwall.read(scenarios.scenarios)
    data = devon_cornwall.read(scenarios.bench_data, kept.plan.line_id, year=kept.plan.year)
    done = scenarios.rebalanced(data, kept.plan)
    assert headline(data, kept.plan, done).text == (
        "£48,171 of £1,615,249 moves: Devon and Cornwall gain, Plymouth and Torbay lose"
    )
    listing = bench_listing(data, kept.plan, done)
    told = {key: cells(listing, key) for key in ("Devon", *(line.id for line in listing.lines))}
    assert {row["partnership"]: (row["change"], row["limit"]) for row in told.values()} == {
        "Devon": ("+26,973", "At cap"),
        "Safer Devon": ("+26,973", ""),
        "Exeter": ("0", "Held"),
        "South Devon and Dartmoor": ("0", "Held"),
        "Torridge and North Devon": ("0", "Held"),
        "East and Mid Devon": ("0", "Held"),
        "Cornwall": ("+21,198", ""),
        "Plymouth": ("−32,045", "At floor"),
        "Torbay": ("−16,126", "At floor"),
        "Isles of Scilly": ("0", "Held"),
    }
    printed = totals(listing.columns, listing.lines, "")
    assert [cell for cell, one in zip(printed, listing.columns, strict=True) if one.key in ("now", "proposed")] == [
        1_615_249_00,
        1_615_249_00,
    ]
    assert listing.notes == (("*", "The reserve is more than 6 months of grant. Declared 30 September 2019."),)


def shown_columns(listing: Listing) -> list[str]:
    return [one.label for one in listing.columns]


def test_scenarios_stand_beside_each_other_year_by_year() -> None:
    other = replace(PLAN, name="C", years=1)
    done = Rebalanced((outcome("north", 100, 100, own=(60,), districts={"hill": (20,), "dale": (20,)}), WEST), ())
    listing = compare_listing(DATA, [("B", PLAN, DONE), ("C", other, done)])
    assert shown_columns(listing) == [
        "Partnership",
        "Now 2019/20 £",
        "B: 2020/21 £",
        "B: 2021/22 £",
        "B: change £",
        "B: %",
        "B: £ a head",
        "B: months",
        "C: 2020/21 £",
        "C: change £",
        "C: %",
        "C: £ a head",
        "C: months",
    ]
    county = cells(listing, "Northshire")
    assert (county["now"], county["s0y2021"], county["s0percent"], county["s0head"], county["s0months"]) == (
        "100",
        "120",
        "+20.0",
        "4",
        "0.6",
    )
    assert totals(listing.columns, listing.lines, "")[1] == 200_00


def test_scenarios_by_county_and_by_district_stand_beside_each_other() -> None:
    plan = replace(PLAN, by_district=True, years=1)
    alone = [outcome("north", 60, 55), outcome("hill", 20, 30), outcome("dale", 20, 25), outcome("west", 100, 90)]
    listing = compare_listing(DATA, [("B", PLAN, DONE), ("D", plan, Rebalanced(tuple(alone), ()))])
    assert [cells(listing, "hill")[one] for one in ("s0y2021", "s1y2020")] == ["20", "30"]
    assert [cells(listing, "Northshire")[one] for one in ("s0y2021", "s1y2020")] == ["120", "110"]


def test_who_takes_part_in_one_of_them_alone_has_no_figure_in_the_other() -> None:
    data = bench(factor("people", {}), present={"west": 100})
    limits = ScenarioPlan("C", "line", 2019, limits={"dale": OwnLimits(held=Pence(1))})
    listing = compare_listing(data, [("B", PLAN, Rebalanced((WEST,), ())), ("C", limits, NOTHING)])
    assert {line.id for line in listing.lines} == {"north", "dale", "west"}
    assert cells(listing, "dale")["s0y2021"] == "–"


def test_more_than_three_scenarios_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        compare_listing(DATA, [("B", PLAN, DONE)] * 4)
    assert caught.value.message == "Compare up to 3 scenarios at a time."


def everything(data: BenchData) -> list[Cell]:
    return [cell for line in bench_listing(data, PLAN, DONE).lines for cell in line.cells]


def test_the_same_is_shown_for_the_same() -> None:
    assert everything(DATA) == everything(bench(PEOPLE, present=dict(reversed(GIVEN.items()))))
