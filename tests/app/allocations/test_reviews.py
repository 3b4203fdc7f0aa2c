"""Returns at the half-year and the year-end: recorded, rated by rule, overridden with a reason, listed when late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.allocations import partnerships, reviews, rules
from app.allocations.reviews import ReviewRecord
from app.allocations.spending_fields import LABELS, returned
from app.door import Office
from app.history import history
from app.listing import cell_text, sections
from app.money import MOST_PENCE
from tests.factories import YEAR, refusal
from tests.northshire import add_northshire

TODAY = date(2018, 11, 5)
IN_TIME, TOO_LATE = date(2018, 10, 30), date(2018, 11, 2)
NOTHING: dict[str, Any] = {"returned_on": None, "planned": None, "actual": None, "forecast": None}


def record(office: Office, partnership: str, period: str = "half-year", **given: Any) -> str:
    typed = {**NOTHING, "partnership_id": partnership, "year": YEAR, "period": period, "today": TODAY, **given}
    return office.write("Record return", reviews.record_return, **typed)


def refused(office: Office, partnership: str, period: str = "half-year", **given: Any) -> tuple[str, str | None]:
    typed = {**NOTHING, "partnership_id": partnership, "year": YEAR, "period": period, "today": TODAY, **given}
    return refusal(office, reviews.record_return, **typed)


def seen(office: Office, partnership: str, period: str = "half-year", *, today: date = TODAY) -> ReviewRecord:
    every = office.read(reviews.reviews, year=YEAR, today=today)
    return next(one for one in every if one.key == f"{partnership}:{period}")


def as_typed(one: ReviewRecord, **given: Any) -> dict[str, Any]:
    kept = ("version", "returned_on", "planned", "actual", "forecast", "narrative")
    own = {"rag": one.override, "rag_reason": one.override_reason, "today": TODAY}
    return {**{key: getattr(one, key) for key in kept}, **own, **given}


def test_every_partnership_with_an_allocation_has_both_returns_to_make(office: Office) -> None:
    ids = add_northshire(office, Dale=0, Hill="TBD")
    every = office.read(reviews.reviews, year=YEAR, today=TODAY)
    assert [(one.partnership, one.period, one.state, one.days_late) for one in every] == [
        ("North", "half-year", "late", 6),
        ("North", "year-end", "not due", 0),
        ("Hill", "half-year", "late", 6),
        ("Hill", "year-end", "not due", 0),
        ("West", "half-year", "late", 6),
        ("West", "year-end", "not due", 0),
    ]
    assert {one.id for one in every} == {""}
    assert seen(office, ids["Hill"]).allocation == "TBD"
    assert office.read(reviews.reviews, year=YEAR + 1, today=TODAY) == []


YEARS_LATER = date(2026, 11, 5)


def test_returns_of_past_years_that_nobody_ever_asked_for_are_not_late(office: Office) -> None:
    ids = add_northshire(office)
    every = office.read(reviews.reviews, year=YEAR, today=YEARS_LATER)
    assert {(one.state, one.days_late) for one in every} == {("not asked", 0)}
    listed = office.read(reviews.review_list, year=YEAR, today=YEARS_LATER)
    assert [(group.label if group else "") for group, _ in sections(listed)] == ["Half-year", "Year-end"]
    record(office, ids["West"], returned_on=IN_TIME, forecast=1_00)
    assert seen(office, ids["North"], today=YEARS_LATER).state == "late"


def test_a_rule_that_begins_in_a_year_asks_for_its_returns(office: Office) -> None:
    ids = add_northshire(office)
    terms: dict[str, Any] = {"amber_tenths": 50, "red_tenths": 100, "underspend_limit_pence": 15_000_00}
    office.write(
        "Have a rule", rules.add_rule, from_year=YEAR, half_year_due="30 October", year_end_due="31 May", **terms
    )
    assert seen(office, ids["North"], today=YEARS_LATER).state == "late"


def test_a_return_is_read_back_as_it_was_made(office: Office) -> None:
    west = add_northshire(office)["West"]
    figures: dict[str, Any] = {"planned": 50_000_00, "actual": 40_000_00, "forecast": 98_000_00}
    made = record(office, west, returned_on=IN_TIME, narrative=" On course. ", **figures)
    found = seen(office, west)
    assert (found.id, found.version, found.state, found.days_late) == (made, 1, "returned", 0)
    assert (found.planned, found.actual, found.forecast) == (50_000_00, 40_000_00, 98_000_00)
    assert (found.narrative, found.rag, found.override) == ("On course.", "green", "")
    assert (found.variance, found.variance_tenths) == (-2_000_00, -20)


def test_the_half_year_is_rated_by_its_forecast_and_the_year_end_by_what_was_spent(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, actual=1, forecast=100_000_00, returned_on=IN_TIME)
    record(office, west, "year-end", actual=80_000_00, forecast=100_000_00)
    assert [seen(office, west, period).rag for period in reviews.PERIODS] == ["green", "red"]


def test_a_return_that_came_late_is_amber_and_says_so(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, returned_on=TOO_LATE, forecast=100_000_00)
    found = seen(office, west)
    assert (found.state, found.days_late, found.rag) == ("returned late", 3, "amber")
    assert found.rule_why.endswith("but it is late.")
    assert found.wants_narrative


def test_figures_without_a_day_are_kept_and_the_return_is_still_to_come(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, forecast=100_000_00)
    found = seen(office, west)
    assert (found.state, found.forecast, found.rag) == ("late", 100_000_00, "amber")


def test_the_offices_own_rule_decides_from_its_year_on(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, returned_on=TOO_LATE, forecast=98_000_00)
    office.write(
        "Add rule",
        rules.add_rule,
        from_year=YEAR,
        amber_tenths=10,
        red_tenths=15,
        underspend_limit_pence=0,
        half_year_due="15 November",
        year_end_due="31 May",
    )
    found = seen(office, west)
    assert (found.due_on, found.state, found.rag) == (date(2018, 11, 15), "returned", "red")


def test_another_rating_stands_with_its_reason_and_the_rules_is_still_told(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, returned_on=IN_TIME, forecast=50_000_00, rag="amber", rag_reason=" A post was vacant ")
    found = seen(office, west)
    assert (found.rag, found.rule_rag, found.override_reason) == ("amber", "red", "A post was vacant")
    office.write("Change", reviews.change_return, found.id, **as_typed(found, rag=None, rag_reason=""))
    assert (seen(office, west).rag, seen(office, west).override) == ("red", "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ("Give the day it was returned, or a figure that is known so far.", "returned_on")),
        ({"returned_on": date(2018, 11, 6)}, ("6 November 2018 is still to come.", "returned_on")),
        ({"returned_on": date(2018, 3, 31)}, ("31 March 2018 is before 2018/19 began.", "returned_on")),
        ({"planned": -1}, ("An amount cannot be below £0.", "planned")),
        ({"actual": -1}, ("An amount cannot be below £0.", "actual")),
        (
            {"forecast": MOST_PENCE + 1},
            ("That is more than the desk keeps in one amount (£1,000,000,000).", "forecast"),
        ),
        ({"forecast": 1, "rag": "red"}, ("Say why the rating differs from the rule.", "rag_reason")),
        ({"forecast": 1, "rag": "blue", "rag_reason": "Sad"}, ("Choose green, amber or red.", "rag")),
        (
            {"forecast": 1, "rag_reason": "A post was vacant"},
            ("Choose the rating that this is the reason for, or take the reason out.", "rag"),
        ),
    ],
)
def test_a_return_that_cannot_be_is_refused_at_its_box(
    office: Office, given: dict[str, Any], said: tuple[str, str]
) -> None:
    west = add_northshire(office)["West"]
    assert refused(office, west, **given) == said
    made = record(office, west, planned=1)
    blank = as_typed(seen(office, west), planned=None)
    assert refusal(office, reviews.change_return, made, **{**blank, **given}) == said


def test_a_return_is_made_once_of_a_period_there_is(office: Office) -> None:
    west = add_northshire(office)["West"]
    record(office, west, forecast=1)
    assert refused(office, west, forecast=1) == ("This partnership already has that return.", "period")
    assert refused(office, west, "quarter", forecast=1) == ("Choose the half-year or the year-end.", "period")


def test_a_return_that_somebody_changed_meanwhile_is_not_saved_over(office: Office) -> None:
    west = add_northshire(office)["West"]
    made = record(office, west, forecast=1)
    before = seen(office, west)
    office.write("Correct", reviews.change_return, made, **as_typed(before, forecast=2))
    message, _ = refusal(office, reviews.change_return, made, **as_typed(before, forecast=3))
    assert message.startswith("Jo saved this while you were typing (“Correct”).")


def test_a_return_is_put_away_and_brought_back_and_its_making_is_undone(office: Office) -> None:
    west = add_northshire(office)["West"]
    made = record(office, west, forecast=1)
    office.write("Archive", reviews.archive_return, made, version=1)
    assert seen(office, west).id == ""
    message, _ = refusal(office, reviews.change_return, made, **as_typed(seen(office, west), forecast=1))
    assert message.startswith("That record is no longer in this office file.")
    office.write("Bring back", reviews.archive_return, made, back=True)
    assert seen(office, west).id == made
    for _ in range(3):
        office.undo()
    assert seen(office, west).id == ""


def test_a_return_stays_when_its_partnership_is_put_away_or_was_never_allocated_anything(office: Office) -> None:
    ids = add_northshire(office, Dale=0)
    record(office, ids["Dale"], forecast=1)
    record(office, ids["West"], forecast=1)
    office.write("Archive", partnerships.archive, ids["West"])
    assert [seen(office, ids[name]).forecast for name in ("Dale", "West")] == [1, 1]
    assert seen(office, ids["Dale"]).rule_why == "Nothing is allocated to it."
    message, _ = refused(office, ids["West"], "year-end", forecast=1)
    assert message.startswith("That record is no longer in this office file.")


def test_the_list_has_what_is_late_first_and_asks_for_a_narrative(office: Office) -> None:
    ids = add_northshire(office, Hill=0, Dale=0)
    record(office, ids["West"], returned_on=TOO_LATE, planned=50_000_00, actual=1, forecast=80_000_00)
    listing = office.read(reviews.review_list, year=YEAR, today=TODAY)
    assert [(group.label if group else "", [line.id for line in lines]) for group, lines in sections(listing)] == [
        ("Late", [f"{ids['North']}:half-year"]),
        ("Half-year", [f"{ids['West']}:half-year"]),
        ("Year-end", [f"{ids['North']}:year-end", f"{ids['West']}:year-end"]),
    ]
    [west] = [line for line in listing.lines if line.id == f"{ids['West']}:half-year"]
    assert [cell_text(cell, one) for cell, one in zip(west.cells, listing.columns, strict=True)] == [
        "West",
        "Half-year",
        "100,000",
        "50,000",
        "0.01",
        "80,000",
        "−20,000",
        "−20.0",
        "Red",
        "Returned late",
        "30 October 2018",
    ]
    assert (west.mark, listing.notes) == ("*", (("*", "Amber or red, and not a word on why: ask for it."),))
    office.write(
        "Add words",
        reviews.change_return,
        seen(office, ids["West"]).id,
        **as_typed(seen(office, ids["West"]), narrative="A post was vacant."),
    )
    assert office.read(reviews.review_list, year=YEAR, today=TODAY).notes == ()


def test_the_form_suggests_what_is_usually_planned_and_fills_nothing_in(office: Office) -> None:
    ids = add_northshire(office, Hill="TBD")
    told = {one.key: one.help for one in returned(seen(office, ids["West"]))}
    assert (told["planned"], told["rag"]) == (
        "Half of the allocation is £50,000.",
        "No forecast has been returned.",
    )
    whole = {one.key: one.help for one in returned(seen(office, ids["West"], "year-end"))}
    assert whole["planned"] == "The allocation is £100,000."
    word = {one.key: one.help for one in returned(seen(office, ids["Hill"]))}
    assert word["planned"] == ""
    assert seen(office, ids["West"]).planned is None


def test_the_history_says_what_was_returned_and_changed(office: Office) -> None:
    west = add_northshire(office)["West"]
    made = record(office, west, forecast=1_00)
    typed = as_typed(seen(office, west), forecast=2_00, returned_on=IN_TIME, rag="red", rag_reason="Fraud")
    office.write("Change return", reviews.change_return, made, **typed)
    newest, before = office.read(history, most=2, labels=LABELS)
    assert newest.text == (
        "Change return: returned on of “West” from nothing to 30 October 2018; "
        "forecast for the year of “West” from £1 to £2; another rating of “West” from nothing to “Red”; "
        "why another rating of “West” from nothing to “Fraud”."
    )
    assert before.text == "Record return: “West”, 2018/19."
