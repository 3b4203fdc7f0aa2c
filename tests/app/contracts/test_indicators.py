"""Indicators, the grid of a review's targets and figures, and how they are told against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts import indicators, reviews
from app.contracts.indicators import IndicatorRecord, verdict
from app.contracts.review_fields import LABELS, results_shape
from app.door import Office
from app.errors import Stale
from app.history import history
from app.listing import Line
from app.money import MILLION, MOST_MILLIONTHS
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import HELD, indicator, record, whole
from tests.conftest import Open
from tests.factories import SAM, refusal


def known(office: Office, contract_id: str, *, archived: bool = False) -> tuple[IndicatorRecord, ...]:
    return office.read(indicators.indicators, contract_id, archived=archived)


def cells(office: Office, contract_id: str, review_id: str) -> dict[str, int]:
    return indicators.review_cells(office.read(indicators.results, contract_id), review_id)


def enter(office: Office, review_id: str, results: dict[str, int], was: dict[str, int]) -> None:
    typed: dict[str, Any] = {"held_on": HELD, "rating": "Good", "note": ""}
    office.write("Change review", reviews.change, review_id, version=None, results=results, was=was, **typed)


def test_indicators_keep_the_order_they_are_given(office: Office) -> None:
    contract_id = contract(office)
    indicator(office, contract_id, "One")
    indicator(office, contract_id, "Two", unit="days", better="lower", target=None, is_main=True)
    indicator(office, contract_id, "First", place=1)
    assert [(one.name, one.unit, one.better, one.target, one.is_main) for one in known(office, contract_id)] == [
        ("First", "%", "higher", 90 * MILLION, False),
        ("One", "%", "higher", 90 * MILLION, False),
        ("Two", "days", "lower", None, True),
    ]


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"name": "  "}, "The indicator's name is needed.", "name"),
        (
            {"name": "seen in FIVE days"},
            "This contract already has an indicator called “seen in FIVE days”.",
            "name",
        ),
        ({"better": ""}, "Choose whether higher or lower is better.", "better"),
        ({"target": -1}, "A figure cannot be below 0.", "target"),
        (
            {"target": MOST_MILLIONTHS + 1},
            "That is more than the desk keeps in one figure (1,000,000,000).",
            "target",
        ),
    ],
)
def test_bad_input_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    contract_id = contract(office)
    indicator(office, contract_id)
    typed = {"name": "Satisfied", **given}
    assert refusal(office, indicators.add, contract_id, **typed) == (message, field)


def test_an_indicator_is_changed_and_its_recorded_targets_stay(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id)
    review_id = record(office, contract_id, results=indicators.start_cells(known(office, contract_id)))
    (one,) = known(office, contract_id)
    terms: dict[str, Any] = {"name": one.name, "unit": one.unit, "better": one.better, "is_main": one.is_main}
    office.write("Change", indicators.change, key, version=one.version, target=95 * MILLION, **terms)
    assert known(office, contract_id)[0].target == 95 * MILLION
    assert cells(office, contract_id, review_id) == {f"{key}:target": 90 * MILLION}


def test_a_review_begins_with_the_targets_and_takes_the_figures(office: Office) -> None:
    contract_id = contract(office)
    key, other = indicator(office, contract_id), indicator(office, contract_id, "Complaints", target=None)
    begins = indicators.start_cells(known(office, contract_id))
    assert begins == {f"{key}:target": 90 * MILLION}
    review_id = record(office, contract_id, results={**begins, f"{key}:actual": 87_500_000}, was=begins)
    assert cells(office, contract_id, review_id) == {f"{key}:target": 90 * MILLION, f"{key}:actual": 87_500_000}
    assert other not in str(cells(office, contract_id, review_id))


def test_cells_of_a_review_are_changed_and_emptied_and_filled_again(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id)
    first = {f"{key}:target": 90 * MILLION, f"{key}:actual": 80 * MILLION}
    review_id = record(office, contract_id, results=first)
    enter(office, review_id, {f"{key}:actual": 85 * MILLION}, first)
    assert cells(office, contract_id, review_id) == {f"{key}:actual": 85 * MILLION}
    enter(office, review_id, {}, {f"{key}:actual": 85 * MILLION})
    assert cells(office, contract_id, review_id) == {}
    enter(office, review_id, first, {})
    assert cells(office, contract_id, review_id) == first


def test_a_form_without_the_grid_leaves_the_figures(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id)
    review_id = record(office, contract_id, results={f"{key}:actual": MILLION})
    typed: dict[str, Any] = {"held_on": HELD, "rating": "Other", "note": ""}
    office.write("Change review", reviews.change, review_id, version=None, **typed)
    assert cells(office, contract_id, review_id) == {f"{key}:actual": MILLION}


def test_two_people_may_fill_in_different_cells_but_not_the_same_one(path: Path, opened: Open) -> None:
    jo, sam = opened(path), opened(path, SAM)
    contract_id = contract(jo)
    key = indicator(jo, contract_id)
    begins = {f"{key}:target": 90 * MILLION}
    review_id = record(jo, contract_id, results=begins)
    enter(sam, review_id, {**begins, f"{key}:actual": 70 * MILLION}, begins)
    with pytest.raises(Stale, match="Sam"):
        enter(jo, review_id, {**begins, f"{key}:actual": 75 * MILLION}, begins)
    enter(jo, review_id, {f"{key}:target": 92 * MILLION}, begins)
    assert cells(jo, contract_id, review_id) == {f"{key}:target": 92 * MILLION, f"{key}:actual": 70 * MILLION}


@pytest.mark.parametrize(
    ("column", "figure", "message"),
    [
        ("actual", -1, "A figure cannot be below 0."),
        ("target", "many", "“many” is not a figure. Type it like 1,234 or 23.456."),
        ("guess", 1, "An indicator has a target and an actual figure."),
    ],
)
def test_a_bad_cell_is_refused_where_it_stands(office: Office, column: str, figure: Any, message: str) -> None:
    contract_id = contract(office)
    cell = f"{indicator(office, contract_id)}:{column}"
    typed: dict[str, Any] = {"quarter": "2018:3", "results": {cell: figure}}
    assert refusal(office, reviews.record, contract_id, **typed) == (message, f"results:{cell}")


def test_an_indicator_of_another_contract_has_no_place_in_a_review(office: Office) -> None:
    contract_id, other = contract(office), contract(office, "Other", provider="Make Amends")
    cell = f"{indicator(office, other)}:actual"
    message, _ = refusal(office, reviews.record, contract_id, quarter="2018:3", results={cell: 1})
    assert "no longer in this office file" in message


def test_an_indicator_put_away_keeps_its_figures_and_their_row(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id)
    record(office, contract_id, results={f"{key}:actual": MILLION})
    office.write("Archive", indicators.archive, key)
    assert known(office, contract_id) == ()
    every, found = known(office, contract_id, archived=True), office.read(indicators.results, contract_id)
    assert [row.label for row in results_shape(every, found).rows] == ["Seen in five days, %"]
    assert results_shape(every).rows == ()
    assert [line.id for line in table(office, contract_id)] == [key]
    indicator(office, contract_id)
    assert refusal(office, indicators.archive, key, back=True)[1] == "name"


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(["higher", "lower"]))
def test_a_target_is_met_on_its_better_side_and_exactly(target: int, actual: int, better: Any) -> None:
    one = IndicatorRecord("id", 1, "Seen", "%", better, None, is_main=False, position=1)
    found = verdict(one, target, actual)
    assert found == verdict(replace(one, better="lower" if better == "higher" else "higher"), actual, target)
    assert found == ("Met" if target == actual or (actual > target) == (better == "higher") else "Not met")
    assert (verdict(one, None, actual), verdict(one, target, None)) == ("No target", "No figure")


def table(office: Office, contract_id: str, year: int = 2018) -> tuple[Line, ...]:
    every, found = known(office, contract_id, archived=True), office.read(indicators.results, contract_id)
    return indicators.indicator_table(whole(office, contract_id), every, found, year=year).lines


def test_the_table_tells_a_year_of_figures_against_the_target(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id, is_main=True)
    indicator(office, contract_id, "Complaints", unit="", better="lower", target=None)
    record(office, contract_id, results={f"{key}:target": 80 * MILLION, f"{key}:actual": 85 * MILLION})
    later = {f"{key}:target": 90 * MILLION, f"{key}:actual": 87_500_000}
    record(office, contract_id, "2018:4", held_on=date(2019, 4, 20), results=later)
    first, second = table(office, contract_id)
    assert first.cells == (
        "Seen in five days (main)", "%", "Higher", 90 * MILLION, None, None, 85 * MILLION, 87_500_000, "Not met",
    )  # fmt: skip
    assert second.cells == ("Complaints", "", "Lower", None, None, None, None, None, "No figure")
    every, found = known(office, contract_id), office.read(indicators.results, contract_id)
    listed = indicators.indicator_table(whole(office, contract_id), every, found, year=2018)
    assert listed.notes == (("*", "The target was another in Q3 80."),)
    assert [line.mark for line in listed.lines] == ["*", ""]


def test_the_history_tells_a_figure_as_it_was_typed(office: Office) -> None:
    contract_id = contract(office)
    key = indicator(office, contract_id)
    review_id = record(office, contract_id, results={f"{key}:actual": 80 * MILLION})
    (result,) = office.read(indicators.results, contract_id)
    enter(office, review_id, {f"{key}:actual": 85_500_000}, {f"{key}:actual": 80 * MILLION})
    assert "from 80 to 85.5" in office.read(history, [result.id], labels=LABELS)[0].text
