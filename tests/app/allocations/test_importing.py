"""Allocations pasted from Excel: all of the table is taken or none of it, and every bad cell is named."""

from __future__ import annotations

from typing import Any

import pytest

from app import areas, organisations
from app.allocations import allocations, importing, partnerships, table
from app.allocations.importing import FIELDS, Pasted, Plan
from app.door import Office
from app.errors import Stale
from app.exchange.clipboard import from_tsv, to_tsv
from app.exchange.paste import read_table
from app.funds import lines
from app.funds.figures import Amount
from app.money import Pence
from tests.app.allocations.given import add, add_shared, give, present
from tests.conftest import Open
from tests.factories import SAM, add_line, budget_id, in_pence, refusal

YEARS = (2018, 2019)


@pytest.fixture
def line(office: Office) -> str:
    """A line with £1,000 in two years, of which East and West have £400 and £300 in the first."""
    made = add_line(office, "Partnership fund", 1_000)
    office.write("Budget", lines.set_budget, made, year=2019, amount=in_pence(1_000))
    for name, pounds in (("East Community Safety Partnership", 400), ("West", 300)):
        give(office, budget_id(office, made), add(office, name), pounds)
    return made


def pasted(*rows: tuple[str, int | str | None, int | str | None]) -> list[Pasted]:
    """Rows of pounds or words for 2018/19 and 2019/20, as they were pasted below one row of heads."""

    def amount(pounds: int | str | None) -> Amount:
        return None if pounds is None else in_pence(pounds)

    return [
        Pasted(number, name, dict(zip(YEARS, (amount(first), amount(second)), strict=True)))
        for number, (name, first, second) in enumerate(rows, 2)
    ]


def planned(office: Office, line: str, rows: list[Pasted]) -> Plan:
    return office.read(importing.plan, line, rows)


def told(plan: Plan) -> list[tuple[int, str]]:
    return [(one.pasted.number, one.problem or one.text) for one in plan.rows]


def test_a_table_of_partnerships_and_years_is_taken_in_one_step(office: Office, line: str) -> None:
    rows = pasted(("east", 450, 500), ("WEST", 300, "TBD"))
    assert told(planned(office, line, rows)) == [(2, "1 changed, 1 added"), (3, "1 added")]
    before = office.last_seq()
    assert office.write("Paste", importing.take, line, rows, basis="As agreed", reason="Budget round") == 3
    assert office.last_seq() == before + 1
    found = office.read(allocations.allocations)
    assert [(one.year, one.partnership.partition(" ")[0], one.amount, one.basis) for one in found] == [
        (2018, "East", 450_00, "As agreed"),
        (2018, "West", 300_00, ""),
        (2019, "East", 500_00, "As agreed"),
        (2019, "West", "TBD", "As agreed"),
    ]


def test_a_table_that_changes_nothing_is_no_step(office: Office, line: str) -> None:
    rows = pasted(("East", 400, None), ("West", 300, None))
    assert told(planned(office, line, rows)) == [(2, "Nothing to change"), (3, "Nothing to change")]
    before = office.last_seq()
    assert office.write("Paste", importing.take, line, rows) == 0
    assert office.last_seq() == before


@pytest.mark.parametrize(
    ("rows", "number", "problem"),
    [
        ([("East", 400, None), ("Atlantis", 1, None), ("West", 300, None)], 3, "There is no partnership called"),
        ([("East", 400, None), ("east", 1, None), ("West", 300, None)], 3, "“east” is already in row 2."),
        ([("East", 400, None), ("West", 300, None), (" ", 1, None)], 4, "This row has no name."),
        ([("East", -1, None), ("West", 300, None)], 2, "2018/19: an allocation cannot be below £0."),
        (
            [("East", "see note", None), ("West", 300, None)],
            2,
            "2018/19: “see note” is not an amount. Type it like 1,234, or TBD.",
        ),
        ([("East", 400, None)], 0, "There is no row for “West”, which has an allocation in 2018/19."),
        ([("East", None, 400), ("West", 300, None)], 2, "2018/19 is empty, and £400 is allocated there."),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_taken(
    office: Office, line: str, rows: list[Any], number: int, problem: str
) -> None:
    found = planned(office, line, pasted(*rows))
    [bad] = found.problems
    assert (bad.pasted.number, bad.problem.startswith(problem)) == (number, True)
    sentence, _ = refusal(office, importing.take, line, pasted(*rows))
    assert sentence == f"{f'Row {number}: ' if number else ''}{bad.problem} Nothing was taken."


def test_a_year_without_a_budget_is_named(office: Office, line: str) -> None:
    rows = [Pasted(2, "East", {2020: Pence(1)}), Pasted(3, "West", {2020: None})]
    [bad] = planned(office, line, rows).problems
    assert bad.problem == "The line has no budget in 2020/21 yet. Give it one first."


def test_going_over_the_line_is_asked_for_all_of_it_together(office: Office, line: str) -> None:
    rows = pasted(("East", 600, None), ("West", 401, None))
    assert refusal(office, importing.take, line, rows)[1] == "overspend_approver"
    office.write("Paste", importing.take, line, pasted(("East", 600, None), ("West", 400, None)))


def test_a_word_the_line_uses_already_is_an_amount(office: Office, line: str) -> None:
    other = add(office, "North")
    give(office, budget_id(office, line, year=2019), other, "n/a")
    rows = pasted(("East", 400, "n/a"), ("West", 300, "maintain"), ("North", None, "n/a"))
    assert planned(office, line, rows).problems == ()


def test_a_partnership_is_known_by_its_aliases_and_two_of_one_name_are_not_guessed(office: Office, line: str) -> None:
    body = next(one for one in office.read(organisations.organisations) if one.name == "West")
    given: dict[str, Any] = {"name": "West", "kind": "Partnership", "aliases": "Far West\nEast"}
    office.write("Change", organisations.change, body.id, version=None, **given)
    found = told(planned(office, line, pasted(("East", 400, None), ("Far West", 300, None))))
    assert found[:2] == [(2, "More than one partnership is called “East”."), (3, "Nothing to change")]


def test_what_stands_there_may_not_have_changed_since_it_was_looked_at(office: Office, line: str, opened: Open) -> None:
    rows = pasted(("East", 450, None), ("West", 300, None))
    seen = planned(office, line, rows)
    theirs = pasted(("East", 425, None), ("West", 300, None))
    opened(office.path, SAM).write("Paste", importing.take, line, theirs)
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Paste", importing.take, line, rows, was=seen.was)
    assert 425_00 in present(office, line, 2018).values()


def test_the_desks_own_list_can_be_pasted_back(office: Office, line: str) -> None:
    area = office.write("Add area", areas.add_area, name="Eastshire", kind="County")
    east = next(one for one in office.read(partnerships.partnerships) if one.name.startswith("East"))
    given: dict[str, Any] = {"version": None, "name": east.name, "area_id": area, "parent_id": None}
    office.write("Change", partnerships.change, east.id, **given)
    hill = add(office, "Hill", east.id)
    give(office, budget_id(office, line), hill, 50)
    add_shared(office, budget_id(office, line), "Safer Towns", 70, east.id, hill)
    listing = office.read(table.allocation_list, line, year=2018)
    read = read_table(from_tsv(to_tsv(listing, [one.id for one in listing.lines])), FIELDS, years=True)
    assert [one.sentence for one in read.problems] == []
    rows = [Pasted(row.number, str(row.values["name"]), dict(row.amounts)) for row in read.rows]  # type: ignore[arg-type]
    # a workbook has the rows of groups too
    heads = [Pasted(7, "Eastshire", {2018: Pence(450_00)}), Pasted(8, "Shared additions", {2018: Pence(70_00)})]
    assert [(one.pasted.name, one.problem or one.text) for one in planned(office, line, [*rows, *heads]).rows] == [
        ("East, its own", "Nothing to change"),
        ("Hill", "Nothing to change"),
        ("West", "Nothing to change"),
        ("Safer Towns: East and Hill", "Nothing to change"),
        ("Eastshire", "A heading, left out"),
        ("Shared additions", "A heading, left out"),
    ]


def test_an_addition_is_not_changed_by_a_paste(office: Office, line: str) -> None:
    ids = [one.id for one in office.read(partnerships.partnerships)]
    add_shared(office, budget_id(office, line), "Safer Towns", 70, *ids)
    rows = pasted(("East", 400, None), ("West", 300, None), ("Safer Towns", 80, None))
    [bad] = planned(office, line, rows).problems
    assert bad.problem == "“Safer Towns” is shared by several partnerships. Change it on its own record."
