"""The journal as people read it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app import areas, organisations, plans
from app.door import Office
from app.funds import fields, funds, lines
from app.history import Entry, history
from app.money import Pence
from tests.factories import YEAR, add_budget, add_fund, add_line, add_organisation, add_priority


def newest(office: Office, **given: Any) -> str:
    return office.read(history, labels=fields.LABELS, **given)[0].text


def test_an_entry_says_when_who_what_and_why(office: Office) -> None:
    budget = add_budget(office, "Road safety", 1_000)
    office.write(
        "Revise budget", lines.revise, budget, amount=Pence(900_00), reason="Grant cut", today=date(2018, 5, 1)
    )
    entry: Entry = office.read(history)[0]
    assert (entry.seq, entry.user, entry.reason, entry.text) == (
        office.last_seq(),
        "Jo",
        "Grant cut",
        "Revise budget: £900.",
    )
    assert abs(entry.at - datetime.now(UTC)).total_seconds() < 60


def test_a_new_row_is_told_by_its_name_year_and_amount(office: Office) -> None:
    add_fund(office)
    add_line(office, "Road safety", 1_000)
    assert newest(office) == "Add line: “Road safety”; 2018/19; £1,000."
    assert newest(office, year_style="2018-19") == "Add line: “Road safety”; 2018-19; £1,000."


def change_fund(office: Office, **given: Any) -> None:
    fund = office.read(funds.funds, year=YEAR)[0]
    names = ("version", "name", "letter", "funder_id", "purpose", "restriction", "restriction_terms")
    typed = {name: getattr(fund, name) for name in (*names, "overspend_limit_pence", "overspend_approver")}
    office.write("Change fund", funds.change, fund.id, year=YEAR, **{**typed, **given})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"purpose": "For roads"}, "purpose from nothing to “For roads”"),
        (
            {"overspend_limit_pence": 100_00, "overspend_approver": "CFO"},
            "may be overspent by, £ from £0 to £100; overspending is approved by from nothing to “CFO”",
        ),
    ],
)
def test_a_change_is_told_in_the_forms_own_words(office: Office, given: dict[str, Any], told: str) -> None:
    add_fund(office)
    change_fund(office, **given)
    assert newest(office) == f"Change fund: {told}."


def test_a_reference_is_told_by_the_name_of_what_it_leads_to(office: Office) -> None:
    line = add_line(office, priority_id=add_priority(office, "Safer roads"))
    change_line(office, line, priority_id=add_priority(office, "Fewer crashes"))
    assert newest(office) == "Change line: priority from “Safer roads” to “Fewer crashes”."


def change_line(office: Office, line_id: str, **given: Any) -> None:
    seen = office.read(lines.line, line_id)
    typed = {"version": None, "name": seen.name, "fund_id": seen.fund_id, "priority_id": None, "area_id": None}
    office.write("Change line", lines.change, line_id, year=YEAR, **{**typed, **given})


def test_an_area_is_told_by_its_name(office: Office) -> None:
    north = office.write("Add area", areas.add_area, name="North", kind="County")
    change_line(office, add_line(office), area_id=north)
    assert newest(office) == "Change line: area from nothing to “North”."


def test_days_are_told_as_they_are_printed(office: Office) -> None:
    given = {"name": "Plan", "starts_on": date(2017, 4, 1)}
    plan = office.write("Add plan", plans.add_plan, ends_on=None, **given)  # type: ignore[arg-type]  # by name
    office.write("End plan", plans.change_plan, plan, version=1, ends_on=date(2020, 3, 31), **given)  # type: ignore[arg-type]
    assert newest(office) == "End plan: ends on from nothing to 31 March 2020."


@pytest.mark.parametrize(("back", "told"), [(False, "Archive: archived."), (True, "Archive: brought back.")])
def test_putting_away_and_bringing_back_are_told(office: Office, back: bool, told: str) -> None:
    row_id = add_organisation(office)
    office.write("Archive", organisations.archive, row_id)
    if back:
        office.write("Archive", organisations.archive, row_id, back=True)
    assert newest(office) == told


def test_a_long_step_is_told_by_its_beginning(office: Office) -> None:
    fund = add_fund(office)

    def many(session: Any) -> None:
        for at in range(3):
            lines.add(session, year=YEAR, name=f"Line {at}", fund_id=fund, amount=Pence(100))

    office.write("Paste in", many)
    assert newest(office) == "Paste in: “Line 0”; 2018/19; £1; “Line 1”; and 5 more."


def test_the_history_of_one_record_leaves_everything_else_out(office: Office) -> None:
    one, _ = add_organisation(office, "One"), add_organisation(office, "Other")
    assert [entry.text for entry in office.read(history, [one])] == ["Add organisation: “One”."]
    assert office.read(history, []) == []


def test_so_many_steps_and_no_more(office: Office) -> None:
    for at in range(3):
        add_organisation(office, f"Body {at}")
    assert [entry.seq for entry in office.read(history, most=2)] == [3, 2]
