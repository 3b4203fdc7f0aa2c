"""A budget pasted in: first what each line would do, then all of it or nothing."""

from __future__ import annotations

import pytest

from app.door import Office
from app.funds import lines
from app.funds.figures import Amount
from app.funds.importing import Pasted, Planned, plan, take
from tests.factories import YEAR, add_fund, add_line, add_priority, figures_of, in_pence, refusal

NEXT = YEAR + 1


def row(
    number: int, name: str, this: int | str | None = None, following: int | str | None = None, **place: str
) -> Pasted:
    """A pasted line with its amounts in pounds for two years."""
    pasted: dict[int, Amount] = {
        year: None if given is None else in_pence(given) for year, given in ((YEAR, this), (NEXT, following))
    }
    words = {"fund": "", "priority": "", "area": "", **place}
    return Pasted(number, name, words["fund"], words["priority"], words["area"], pasted)


def planned(office: Office, *rows: Pasted) -> list[tuple[str, str]]:
    """What each line would do, and what is wrong with it."""
    return [(one.text, one.problem) for one in office.read(plan, rows, year=YEAR)]


def paste(office: Office, *rows: Pasted) -> int:
    return office.write("Paste in", take, rows, year=YEAR, reason="From the finance system")


def test_a_new_line_is_added_with_all_its_years(office: Office) -> None:
    add_fund(office, "Grant")
    pasted = row(1, "Road safety", 100, 200)
    assert planned(office, pasted) == [("New line with 2 years", "")]
    assert paste(office, pasted) == 1
    [line] = office.read(lines.lines)
    assert {year: one.figures.budget for year, one in line.budgets.items()} == {YEAR: 100_00, NEXT: 200_00}


def test_a_known_line_is_found_whatever_its_capitals_and_spaces(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    pasted = row(1, " ROAD   safety ", 90, 200)
    assert planned(office, pasted) == [("1 changed, 1 added", "")]
    paste(office, pasted)
    assert [figures_of(office, line, year=year).budget for year in (YEAR, NEXT)] == [90_00, 200_00]


def test_a_changed_amount_keeps_the_old_one_with_the_reason(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    paste(office, row(1, "Road safety", 90))
    kept = office.read(lines.revisions, office.read(lines.line, line).budgets[YEAR].id)
    assert [(one.amount, one.reason) for one in kept] == [(100_00, ""), (90_00, "From the finance system")]


def test_the_same_amounts_change_nothing_and_make_no_step(office: Office) -> None:
    add_line(office, "Road safety", 100)
    before = office.last_seq()
    assert planned(office, row(1, "Road safety", 100)) == [("Nothing to change", "")]
    assert (paste(office, row(1, "Road safety", 100)), office.last_seq()) == (0, before)


def test_a_word_is_pasted_as_a_word(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    paste(office, row(1, "Road safety", "TBD"))
    assert figures_of(office, line).budget == "TBD"


def test_a_new_line_is_put_where_the_paste_says(office: Office) -> None:
    grant, priority = add_fund(office, "Grant"), add_priority(office, "Safer roads")
    add_fund(office, "Other fund")
    paste(office, row(1, "Road safety", 100, fund="GRANT", priority="safer roads"))
    [line] = office.read(lines.lines)
    assert (line.fund_id, line.budgets[YEAR].priority_id) == (grant, priority)


@pytest.mark.parametrize(
    ("pasted", "problem"),
    [
        (row(1, " ", 100), "This row has no name."),
        (row(1, "Road safety"), "There is no amount in this row."),
        (row(1, "Road safety", -1), "A budget cannot be below £0."),
        (row(1, "Road safety", 1, fund="Nowhere"), "There is no fund called “Nowhere”."),
        (row(1, "Road safety", 1, priority="Nothing"), "There is no priority called “Nothing”."),
        (row(1, "Road safety", 1, area="Atlantis"), "There is no area called “Atlantis”."),
        (row(1, "New line", 1), "This line is new, so its fund has to be named."),
        (row(1, "Twins", 1), "More than one line is called “Twins”, so it is not clear which is meant."),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(office: Office, pasted: Pasted, problem: str) -> None:
    for name in ("Grant", "Other fund"):
        add_line(office, "Twins", fund=add_fund(office, name))
    add_line(office, "Road safety", 100)
    assert planned(office, pasted) == [("", problem)]
    assert refusal(office, take, [pasted], year=YEAR, reason="Paste") == (f"Row 1: {problem} Nothing was taken.", None)


def test_a_line_pasted_twice_is_named_with_its_first_row(office: Office) -> None:
    add_line(office, "Road safety", 100)
    pasted = (row(4, "Road safety", 90), row(7, "road safety", 80))
    assert planned(office, *pasted) == [("1 changed", ""), ("", "“road safety” is already in row 4.")]


def test_one_bad_line_keeps_the_whole_paste_out(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    pasted = [row(1, "Road safety", 90), row(2, "New", 50), row(3, "Empty")]
    refused = ("Row 3: There is no amount in this row. Nothing was taken.", None)
    assert refusal(office, take, pasted, year=YEAR, reason="Paste") == refused
    assert (len(office.read(lines.lines)), figures_of(office, line).budget) == (1, 100_00)


def test_a_paste_without_a_reason_cannot_change_amounts(office: Office) -> None:
    add_line(office, "Road safety", 100)
    refused = ("A reason for the new amount is needed.", "reason")
    assert refusal(office, take, [row(1, "Road safety", 90)], year=YEAR, reason=" ") == refused


def test_a_heading_of_a_group_is_left_out(office: Office) -> None:
    add_priority(office, "Safer roads")
    add_line(office, "Road safety", 100)
    pasted = (row(1, "Safer roads", 100), row(2, "Road safety", 90))
    assert planned(office, *pasted) == [("A heading, left out", ""), ("1 changed", "")]
    assert paste(office, *pasted) == 1


def test_a_paste_is_undone_in_one_press(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    paste(office, row(1, "Road safety", 90, 200), row(2, "New line", 50))
    office.undo()
    assert ([one.name for one in office.read(lines.lines)], office.read(lines.years)) == (["Road safety"], [YEAR])
    assert figures_of(office, line).budget == 100_00


def test_a_plan_says_which_line_it_means(office: Office) -> None:
    line = add_line(office, "Road safety", 100)
    pasted = row(1, "Road safety", 90)
    assert office.read(plan, [pasted], year=YEAR) == [Planned(pasted, line, "1 changed")]
