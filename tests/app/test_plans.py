"""Police and Crime Plans and the days their priorities are in force."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import plans
from app.door import Office
from tests.factories import refusal

START, END = date(2017, 4, 1), date(2020, 3, 31)
BACKWARDS = ("A plan cannot end before it starts.", "ends_on")


def add_plan(office: Office, name: str = "Plan", starts_on: date = START, ends_on: date | None = END) -> str:
    return office.write("Add plan", plans.add_plan, name=name, starts_on=starts_on, ends_on=ends_on)


def add_priority(office: Office, plan: str, name: str = "Safer roads", **days: Any) -> str:
    return office.write("Add priority", plans.add_priority, plan_id=plan, name=name, **days)


def in_force(office: Office, year: int | None = None) -> list[str]:
    return [one.name for one in office.read(plans.priorities, year=year)]


def test_the_latest_plan_stands_first(office: Office) -> None:
    add_plan(office, "Old", date(2012, 11, 22), date(2017, 3, 31))
    add_plan(office, "New")
    assert [one.name for one in office.read(plans.plans)] == ["New", "Old"]


def test_priorities_stand_in_the_order_of_their_plan(office: Office) -> None:
    plan = add_plan(office)
    for name in ("Zebra crossings", "Alarms"):
        add_priority(office, plan, name)
    assert in_force(office) == ["Zebra crossings", "Alarms"]


@pytest.mark.parametrize(
    ("days", "years"),
    [
        ({}, [2017, 2018, 2019]),
        ({"starts_on": date(2019, 3, 31)}, [2018, 2019]),
        ({"ends_on": date(2018, 4, 1)}, [2017, 2018]),
        ({"starts_on": date(2018, 4, 1), "ends_on": date(2019, 3, 31)}, [2018]),
    ],
)
def test_a_priority_is_in_force_in_each_year_it_has_a_day_in(
    office: Office, days: dict[str, date], years: list[int]
) -> None:
    add_priority(office, add_plan(office), "Safer roads", **days)
    assert [year for year in range(2015, 2023) if in_force(office, year)] == years


def test_a_plan_without_an_end_goes_on(office: Office) -> None:
    add_priority(office, add_plan(office, ends_on=None))
    assert in_force(office, 2098) == ["Safer roads"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, ("The plan's name is needed.", "name")),
        ({"ends_on": date(2017, 3, 31)}, BACKWARDS),
    ],
)
def test_a_plan_that_cannot_be_is_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(office, plans.add_plan, **{"name": "Plan", "starts_on": START, "ends_on": END, **given}) == refused


def test_a_priority_needs_a_name_and_a_plan(office: Office) -> None:
    plan = add_plan(office)
    assert refusal(office, plans.add_priority, plan_id=plan, name=" ") == ("The priority is needed.", "name")
    message, _ = refusal(office, plans.add_priority, plan_id="gone", name="Safer roads")
    assert message.startswith("That record is no longer in this office file.")


def test_a_plan_is_changed_and_a_stale_form_refused(office: Office) -> None:
    plan = add_plan(office)
    typed = {"version": 1, "starts_on": START, "ends_on": None}
    office.write("Change plan", plans.change_plan, plan, name="Longer plan", **typed)  # type: ignore[arg-type]  # by name
    assert [(one.name, one.ends_on, one.version) for one in office.read(plans.plans)] == [("Longer plan", None, 2)]
    message, _ = refusal(office, plans.change_plan, plan, name="Other", **typed)  # type: ignore[arg-type]  # by name
    assert message.startswith("Jo saved this while you were typing (“Change plan”).")


def test_a_priority_moves_to_another_plan(office: Office) -> None:
    old, new = add_plan(office, "Old"), add_plan(office, "New")
    one = add_priority(office, old)
    office.write(
        "Change", plans.change_priority, one, version=1, plan_id=new, name="Roads", starts_on=None, ends_on=None
    )
    assert [(one.plan, one.name) for one in office.read(plans.priorities)] == [("New", "Roads")]


def test_a_priority_is_put_away_and_brought_back(office: Office) -> None:
    one = add_priority(office, add_plan(office))
    office.write("Archive", plans.archive_priority, one)
    assert (in_force(office), [one.archived for one in office.read(plans.priorities, archived=True)]) == ([], [True])
    office.write("Bring back", plans.archive_priority, one, back=True)
    assert in_force(office) == ["Safer roads"]


def test_a_plan_put_away_takes_its_priorities_from_the_choices(office: Office) -> None:
    plan = add_plan(office)
    add_priority(office, plan)
    office.write("Archive", plans.archive_plan, plan)
    assert (in_force(office), office.read(plans.plans)) == ([], [])
    assert [one.name for one in office.read(plans.priorities, archived=True)] == ["Safer roads"]
