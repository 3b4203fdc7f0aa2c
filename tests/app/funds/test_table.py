"""The commissioning budget as one list: its columns, groups, notes, totals, and the sentence above it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import areas
from app.door import Office
from app.funds import commitments, lines, table
from app.funds.table import BudgetPage
from app.listing import sections, totals
from app.money import Pence
from tests.factories import YEAR, add_budget, add_fund, add_line, add_priority, add_restricted_fund, move

NEXT = YEAR + 1


def page(office: Office, year: int = NEXT, **given: Any) -> BudgetPage:
    return office.read(table.page, year=year, **given)


def keys(found: BudgetPage) -> list[str]:
    return [one.key for one in found.listing.columns]


def column(found: BudgetPage, key: str) -> dict[str, object]:
    """One column of the list, by line."""
    at = keys(found).index(key)
    return {str(line.cells[0]): line.cells[at] for line in found.listing.lines}


def next_year(office: Office, line: str, pounds: int) -> None:
    office.write("Next year", lines.set_budget, line, year=NEXT, amount=Pence(pounds * 100))


@pytest.fixture
def two_years(office: Office) -> Office:
    """Kept £100 to £150, ended £40, begun £60 next year."""
    next_year(office, add_line(office, "Kept", 100), 150)
    add_line(office, "Ended", 40)
    add_line(office, "Begun", 60, year=NEXT)
    return office


def test_the_year_stands_beside_the_one_before_it(two_years: Office) -> None:
    assert keys(page(two_years)) == [
        "line",
        "y2018",
        "y2019",
        "change",
        "percent",
        "allocated",
        "committed",
        "paid",
        "left",
    ]


def test_a_first_year_stands_alone(two_years: Office) -> None:
    assert keys(page(two_years, YEAR)) == ["line", "y2018", "allocated", "committed", "paid", "left"]


def test_any_years_can_be_compared(two_years: Office) -> None:
    assert keys(page(two_years, compare=()))[:3] == ["line", "y2019", "allocated"]
    assert keys(page(two_years, compare=(2018, 2030)))[:3] == ["line", "y2018", "y2019"]


def test_lines_that_ended_or_began_say_so(two_years: Office) -> None:
    found = page(two_years)
    assert column(found, "change") == {"Kept": 50_00, "Ended": -40_00, "Begun": 60_00}
    assert column(found, "percent") == {"Kept": 500, "Ended": "ended", "Begun": "new"}


def test_the_total_is_that_of_the_lines_shown(two_years: Office) -> None:
    listing = page(two_years).listing
    assert totals(listing.columns, listing.lines, "Total")[:5] == ("Total", 140_00, 210_00, 70_00, 500)
    part = listing.shown([listing.lines[0].id])
    assert totals(part.columns, part.lines, "Total")[:5] == ("Total", 100_00, 150_00, 50_00, 500)


def test_the_sentence_says_how_far_the_years_can_be_compared(two_years: Office) -> None:
    headline = page(two_years).headline
    assert headline.text == "£210 budget, £0 allocated, £210 left to give"
    assert headline.below == (
        "£70 more than 2018/19 (+50.0 %), but one line of 2018/19 (£40) is not in this year's plan, "
        "so the years are not like for like."
    )


def test_lines_that_began_make_years_unlike_too(office: Office) -> None:
    next_year(office, add_line(office, "Kept", 100), 100)
    add_line(office, "Begun", 60, year=NEXT)
    assert page(office).headline.below == (
        "£60 more than 2018/19 (+60.0 %), but one line (£60) has no budget in 2018/19, "
        "so the years are not like for like."
    )


@pytest.mark.parametrize(
    ("pounds", "below"),
    [(100, "The same as 2018/19."), (90, "£10 less than 2018/19 (−10.0 %)."), (105, "£5 more than 2018/19 (+5.0 %).")],
)
def test_years_with_the_same_lines_are_simply_compared(office: Office, pounds: int, below: str) -> None:
    next_year(office, add_line(office, "Kept", 100), pounds)
    assert page(office).headline.below == below


def test_an_office_without_a_budget_says_so(office: Office) -> None:
    found = page(office)
    assert (found.headline.text, found.headline.below) == (
        "No budget for 2019/20 yet",
        "Start the year, or add a line.",
    )
    assert found.listing.lines == ()


def test_money_over_the_budget_is_said_as_over(office: Office) -> None:
    budget, _ = add_budget(office, "One", 100), add_budget(office, "Other", 0)
    office.write("Agree", commitments.commit, budget, title="C", amount_pence=100_00)
    office.write("Revise", lines.revise, budget, amount=Pence(70_00), reason="Cut", approver="Sam")
    assert page(office, YEAR).headline.text == "£70 budget, £100 allocated, £30 over"


def test_money_rolled_forward_gets_a_column_and_a_place_in_the_sentence(office: Office) -> None:
    line = add_line(office, "One", 100)
    next_year(office, line, 50)
    move(office, office.read(lines.line, line).budgets[YEAR].id, line, 30, "roll-forward")
    found = page(office)
    assert (column(found, "moved"), column(found, "left")) == ({"One": 30_00}, {"One": 80_00})
    assert found.headline.text == "£50 budget, £30 moved in, £0 allocated, £80 left to give"


@pytest.mark.parametrize(
    ("words", "below"),
    [
        (["TBD"], "“Line 0” has no amount yet and is in no total."),
        (["TBD", "Maintain"], "Two lines have no amount yet and are in no total."),
    ],
)
def test_lines_with_a_word_are_named_and_in_no_total(office: Office, words: list[str], below: str) -> None:
    add_line(office, "Figure", 100)
    for at, word in enumerate(words):
        add_line(office, f"Line {at}", word)
    found = page(office, YEAR)
    assert (found.whole.budget, found.headline.below) == (100_00, below)


def test_a_year_of_words_alone_is_nothing_to_compare_with(office: Office) -> None:
    next_year(office, add_line(office, "One", "TBD"), 100)
    assert keys(page(office))[:3] == ["line", "y2019", "allocated"]
    assert page(office).headline.below == ""


def groups(found: BudgetPage) -> dict[str | None, list[object]]:
    return {group.label if group else None: [line.cells[0] for line in mine] for group, mine in sections(found.listing)}


def test_lines_are_gathered_by_priority_in_the_plans_order(office: Office) -> None:
    first, second = add_priority(office, "First"), add_priority(office, "Second")
    for name, priority in (("A", second), ("B", None), ("C", first), ("D", second)):
        add_line(office, name, 1, priority_id=priority)
    assert groups(page(office, YEAR)) == {"First": ["C"], "Second": ["A", "D"], "No priority": ["B"]}


def test_lines_are_gathered_by_fund_with_its_letter_and_restriction(office: Office) -> None:
    add_line(office, "A", 1, fund=add_fund(office, "Grant", letter="A"))
    add_line(office, "B", 1, fund=add_restricted_fund(office, "Victims"))
    assert groups(page(office, YEAR, by="fund")) == {"A Grant": ["A"], "Victims (restricted)": ["B"]}


def test_lines_are_gathered_by_area_by_the_name_it_had_then(office: Office) -> None:
    north = office.write("Add area", areas.add_area, name="North", kind="County")
    given = {"version": 1, "kind": "County", "parent_id": None, "code": "", "from_day": date(2019, 4, 1)}
    office.write("Rename", areas.change_area, north, name="Northshire", **given)  # type: ignore[arg-type]  # by name
    line = add_line(office, "A", 1, area_id=north)
    office.write("Next", lines.set_budget, line, year=NEXT, amount=Pence(1), area_id=north)
    add_line(office, "B", 1)
    assert groups(page(office, YEAR, by="area")) == {"North": ["A"], "Whole office area": ["B"]}
    assert groups(page(office, NEXT, by="area")) == {"Northshire": ["A"], "Whole office area": ["B"]}


def test_each_line_with_notes_gets_a_mark_of_its_own(office: Office) -> None:
    for at in range(6):
        budget = add_budget(office, f"Line {at}", 1)
        office.write("Note", lines.add_note, budget, text=f"Note {at}.")
    found = page(office, YEAR).listing
    marks = ["*", "†", "‡", "§", "**", "††"]
    assert [line.mark for line in found.lines] == marks
    assert found.notes == tuple((mark, f"Note {at}.") for at, mark in enumerate(marks))


def test_lines_put_away_are_listed_apart_and_in_no_total(office: Office) -> None:
    add_line(office, "Kept", 100)
    office.write("Archive", lines.archive, add_line(office, "Put away", 40))
    assert (list(column(page(office, YEAR), "line")), page(office, YEAR).whole.budget) == (["Kept"], 100_00)
    assert list(column(page(office, YEAR, archived=True), "line")) == ["Put away"]
