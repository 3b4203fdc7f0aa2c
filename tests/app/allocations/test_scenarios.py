"""Scenarios are kept as they were typed, with their author, and stay out of others' lists until they are shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.allocations import allocations, factors, partnerships, reserves, scenarios
from app.allocations.bench_fields import LABELS
from app.allocations.planning import OwnLimits, ScenarioPlan, values_of
from app.allocations.scenarios import ScenarioRecord
from app.door import Office
from app.funds import lines
from app.history import history
from app.money import Limit, Pence
from app.who import Who
from tests.conftest import Open
from tests.factories import SAM, YEAR, add_line, add_partnership, budget_id, refusal


def add_factor(office: Office, name: str = "Population") -> str:
    return office.write("Add factor", factors.add, name=name)


def add_scenario(office: Office, name: str = "B", **given: Any) -> str:
    """A scenario of the office's first line by its first factor; its id."""
    known = office.read(factors.factors)
    weights = {f"{known[0].id if known else add_factor(office)}:weight": 1_000}
    line = given.pop("line_id", None) or add_line(office)
    return office.write(
        "Add scenario", scenarios.add, **{"line_id": line, "year": YEAR, "name": name, "weights": weights, **given}
    )


def names(office: Office, **wanted: Any) -> list[str]:
    return [one.plan.name for one in office.read(scenarios.scenarios, **wanted)]


def as_typed(seen: ScenarioRecord, **given: Any) -> dict[str, Any]:
    return {"version": seen.version, **values_of(seen.plan), **given}


# --- Kept as typed ---


def test_a_scenario_is_read_back_as_it_was_typed(office: Office) -> None:
    line, factor, partnership = add_line(office), add_factor(office), add_partnership(office)
    scenario_id = add_scenario(
        office,
        line_id=line,
        years=3,
        totals={f"total:{YEAR + 1}": 500_00},
        by_district=True,
        loss=Limit(tenths=80),
        gain=Limit(pence=Pence(10_00)),
        reserve_months=4,
        reserve_rate_tenths=500,
        limits={f"{partnership}:floor": Limit(tenths=900), f"{partnership}:cap": Limit(pence=Pence(7))},
        note=" Why not ",
    )
    found = office.read(scenarios.scenario, scenario_id)
    assert found.plan == ScenarioPlan(
        name="B",
        line_id=line,
        year=YEAR,
        years=3,
        by_district=True,
        weights={factor: 1_000},
        totals={YEAR + 1: Pence(500_00)},
        loss=Limit(tenths=80),
        gain=Limit(pence=Pence(10_00)),
        reserve_months=4,
        reserve_rate_tenths=500,
        limits={partnership: OwnLimits(floor=Limit(tenths=900), cap=Limit(pence=Pence(7)))},
        note="Why not",
    )
    assert (found.author, found.mine, found.is_shared, found.adopted_on) == ("Jo", True, False, None)


WEIGHTS = st.lists(st.none() | st.integers(0, 1_000), min_size=2, max_size=2).filter(any)
HELD = st.lists(st.none() | st.integers(0, 10**9), min_size=2, max_size=2)
LIMIT = st.none() | st.builds(Limit, pence=st.integers(0, 10**9)) | st.builds(Limit, tenths=st.integers(0, 1_000))
TYPED = st.tuples(WEIGHTS, HELD, LIMIT, st.integers(1, 10))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(TYPED, min_size=1, max_size=3))
def test_whatever_a_scenario_is_changed_to_is_what_is_read_back(
    office: Office, typed: list[tuple[list[int | None], list[int | None], Limit | None, int]]
) -> None:
    if not office.read(factors.factors):
        for name in ("People", "Crime"):
            add_factor(office, name)
            add_partnership(office, name)
    scenario_id = next((one.id for one in office.read(scenarios.scenarios)), "") or add_scenario(office)
    keys = [one.id for one in office.read(factors.factors)]
    held_by = [one.id for one in office.read(partnerships.partnerships)]
    for weights, held, limit, years in typed:
        wanted = {
            "weights": {f"{key}:weight": one for key, one in zip(keys, weights, strict=True) if one is not None},
            "limits": {f"{key}:held": one for key, one in zip(held_by, held, strict=True) if one is not None},
            "totals": {f"total:{YEAR + years}": years},
            "loss": limit,
            "years": years,
        }
        seen = office.read(scenarios.scenario, scenario_id)
        office.write("Change scenario", scenarios.change, seen.id, **as_typed(seen, **wanted))
        assert values_of(office.read(scenarios.scenario, scenario_id).plan) == {**values_of(seen.plan), **wanted}


def test_a_weight_taken_out_and_put_in_again_is_one_row(office: Office) -> None:
    scenario_id = add_scenario(office)
    crime = add_factor(office, "Crime")
    first = office.read(scenarios.scenario, scenario_id)
    weights = values_of(first.plan)["weights"]
    for grid in ({**weights, f"{crime}:weight": 5}, weights, {**weights, f"{crime}:weight": 7}):
        seen = office.read(scenarios.scenario, scenario_id)
        office.write("Change scenario", scenarios.change, seen.id, **as_typed(seen, weights=grid))
    assert len(office.read(scenarios.parts_of, scenario_id)) == 2
    assert office.read(scenarios.scenario, scenario_id).plan.weights[crime] == 7
    office.undo()
    assert office.read(scenarios.scenario, scenario_id).plan == first.plan


@pytest.mark.parametrize(
    ("given", "box"),
    [
        ({"name": ""}, "name"),
        ({"weights": {}}, "weights"),
        ({"years": 11}, "years"),
        ({"totals": {f"total:{YEAR + 1}": -1}}, f"totals:total:{YEAR + 1}"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_box(office: Office, given: dict[str, Any], box: str) -> None:
    scenario_id = add_scenario(office)
    seen = office.read(scenarios.scenario, scenario_id)
    assert refusal(office, scenarios.change, seen.id, **as_typed(seen, **given))[1] == box
    new = {**values_of(seen.plan), **given}
    assert refusal(office, scenarios.add, line_id=seen.plan.line_id, year=YEAR, **new)[1] == box


@pytest.mark.parametrize("given", [{"weights": {"gone:weight": 5}}, {"limits": {"gone:held": 5}}])
def test_what_is_not_there_cannot_be_weighed_or_limited(office: Office, given: dict[str, Any]) -> None:
    seen = office.read(scenarios.scenario, add_scenario(office))
    message, _ = refusal(office, scenarios.change, seen.id, **as_typed(seen, **given))
    assert message.startswith("That record is no longer in this office file.")


def test_a_district_has_no_floor_while_its_county_is_one(office: Office) -> None:
    county = add_partnership(office, "County")
    body = office.read(partnerships.partnerships)[0].organisation_id
    below = office.write("Add", partnerships.add_partnership, organisation_id=body, parent_id=county)
    seen = office.read(scenarios.scenario, add_scenario(office))
    limits = {f"{below}:floor": Limit(tenths=900)}
    assert refusal(office, scenarios.change, seen.id, **as_typed(seen, limits=limits))[1] == f"limits:{below}:floor"
    office.write("Change", scenarios.change, seen.id, **as_typed(seen, limits=limits, by_district=True))


# --- Two people ---


@pytest.mark.parametrize("given", [{"name": "C"}, {"years": 2}, {"totals": {f"total:{YEAR + 1}": 5}}, {"weights": 5}])
def test_a_stale_form_is_refused_whichever_part_was_saved_first(
    office: Office, opened: Open, given: dict[str, Any]
) -> None:
    seen = office.read(scenarios.scenario, add_scenario(office))
    if "weights" in given:
        given = {"weights": dict.fromkeys(values_of(seen.plan)["weights"], 5)}
    sam = opened(office.path, SAM)
    sam.write("Change scenario", scenarios.change, seen.id, **as_typed(seen, **given))
    message, _ = refusal(office, scenarios.change, seen.id, **as_typed(seen, note="Mine"))
    assert message.startswith("Sam saved this while you were typing (“Change scenario”).")


def test_saving_a_form_in_which_nothing_was_changed_makes_no_step(office: Office) -> None:
    seen = office.read(scenarios.scenario, add_scenario(office))
    before = office.last_seq()
    office.write("Change scenario", scenarios.change, seen.id, **as_typed(seen))
    assert office.last_seq() == before


def test_a_scenario_stays_out_of_others_lists_until_it_is_shared(office: Office, opened: Open) -> None:
    scenario_id, sam = add_scenario(office), opened(office.path, SAM)
    assert (names(office), names(sam)) == (["B"], [])
    office.write("Share", scenarios.share, scenario_id, version=1)
    assert [(one.plan.name, one.mine) for one in sam.read(scenarios.scenarios)] == [("B", False)]
    office.write("Take back", scenarios.share, scenario_id, shared=False)
    assert names(sam) == []


def test_an_author_is_known_whatever_the_domain_and_the_capitals(office: Office, opened: Open) -> None:
    add_scenario(office)
    assert names(opened(office.path, Who("OPCC\\JO", "LAPTOP"))) == ["B"]


def test_only_the_author_takes_a_scenario_back(office: Office, opened: Open) -> None:
    scenario_id = add_scenario(office)
    office.write("Share", scenarios.share, scenario_id)
    sam = opened(office.path, SAM)
    assert refusal(sam, scenarios.share, scenario_id, shared=False) == (
        "Jo made this scenario, so only they can share it or take it back. Copy it instead.",
        None,
    )


def test_whoever_sees_a_shared_scenario_may_change_it_or_copy_it_for_themselves(office: Office, opened: Open) -> None:
    scenario_id, sam = add_scenario(office), opened(office.path, SAM)
    office.write("Share", scenarios.share, scenario_id)
    seen = sam.read(scenarios.scenario, scenario_id)
    sam.write("Change", scenarios.change, scenario_id, **as_typed(seen, name="B2"))
    sam.write("Copy", scenarios.copy, scenario_id, name=" Mine ")
    mine = sam.read(scenarios.scenarios)[-1]
    assert (mine.plan, mine.author, mine.is_shared) == (replace(seen.plan, name="Mine"), "Sam", False)
    assert names(office) == ["B2"]
    assert refusal(sam, scenarios.copy, scenario_id, name=" ")[1] == "name"


# --- Lists ---


def test_scenarios_are_listed_by_line_and_year(office: Office) -> None:
    one, other = add_line(office, "One"), add_line(office, "Other")
    add_scenario(office, "First", line_id=one)
    add_scenario(office, "Second", line_id=other)
    add_scenario(office, "Third", line_id=one, year=YEAR + 1)
    assert names(office) == ["First", "Second", "Third"]
    assert names(office, line_id=one) == ["First", "Third"]
    assert names(office, line_id=one, year=YEAR) == ["First"]


def test_a_scenario_is_put_away_and_brought_back(office: Office) -> None:
    scenario_id = add_scenario(office)
    office.write("Archive", scenarios.archive, scenario_id, version=1)
    assert (names(office), names(office, archived=True)) == ([], ["B"])
    office.write("Bring back", scenarios.archive, scenario_id, back=True)
    assert names(office) == ["B"]


def test_adding_a_scenario_is_undone_wholly(office: Office) -> None:
    scenario_id = add_scenario(office)
    office.undo()
    assert names(office) == []
    office.redo()
    assert office.read(scenarios.scenario, scenario_id).plan.weights != {}


def test_the_examples_scenario_is_listed_in_words(devon_cornwall: Office) -> None:
    [line] = devon_cornwall.read(scenarios.scenario_list, year=2019).lines
    assert line.cells == (
        "B: crime and people",
        "Community Safety Partnership Fund",
        "population 40 %, recorded crime 30 %, other police demand 20 %, rural isolation 10 %",
        "nobody loses more than 8 %, nobody gains more than 5 %, over 3 years",
        "2022/23",
        "Example Officer",
        "Shared",
    )


# --- What it is computed from ---


def test_the_bench_reads_what_each_partnership_has_now(devon_cornwall: Office) -> None:
    line = next(one for one in devon_cornwall.read(lines.lines) if one.name == "Community Safety Partnership Fund")
    data = devon_cornwall.read(scenarios.bench_data, line.id, year=2019)
    assert data.total == 1_615_249_00
    assert (data.line, len(data.present), data.words) == ("Community Safety Partnership Fund", 9, {})
    assert data.heads is not None
    assert data.heads.name == "Population"
    by_name = {data.named(key): reserve for key, reserve in data.reserves.items()}
    assert by_name["Plymouth"] == (238_400_00, date(2019, 9, 30))


def test_the_bench_reads_words_apart_and_the_latest_reserve(office: Office) -> None:
    line, partnership = add_line(office), add_partnership(office)
    budget = budget_id(office, line)
    office.write("Give", allocations.allocate, budget, partnership_id=partnership, amount="TBD")
    for day in (date(2018, 9, 30), date(2019, 3, 31), date(2018, 3, 31)):
        figures = {"opening": None, "added": None, "used": None, "closing": day.year * 100}
        office.write("Declare", reserves.declare, partnership_id=partnership, declared_on=day, **figures)  # type: ignore[arg-type]
    data = office.read(scenarios.bench_data, line, year=YEAR)
    assert (data.present, data.words) == ({}, {partnership: "TBD"})
    assert data.reserves == {partnership: (2019_00, date(2019, 3, 31))}
    assert office.read(scenarios.bench_data, line, year=YEAR + 1).words == {}


# --- In the history ---


def test_the_history_says_which_weight_and_which_limit_was_changed(office: Office) -> None:
    seen = office.read(scenarios.scenario, add_scenario(office))
    weights = dict.fromkeys(values_of(seen.plan)["weights"], 405)
    given = as_typed(seen, weights=weights, loss=Limit(tenths=80), reserve_rate_tenths=500)
    office.write("Change scenario", scenarios.change, seen.id, **given)
    [told, *_] = office.read(history, labels=LABELS, most=1)
    assert told.text == (
        "Change scenario: nobody loses more than from nothing to 8 %; count the part above against the share from 0 % "
        "to 50 %; weight of “Population” from 100 % to 40.5 %."
    )
