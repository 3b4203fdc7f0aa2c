"""Budget lines: their budgets by year, revisions that keep the original, notes, and the start of a year."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.funds import commitments, figures, lines
from app.funds.lines import LineRecord
from app.money import Pence
from tests.conftest import Open
from tests.factories import (
    DAY,
    SAM,
    YEAR,
    add_budget,
    add_fund,
    add_line,
    add_priority,
    add_restricted_fund,
    budget_id,
    figures_of,
    in_pence,
    move,
    refusal,
)

WORD_NEEDED = ("Give an amount, or a word such as TBD that stands in its place.", "amount")


def only(office: Office) -> LineRecord:
    return office.read(lines.lines)[0]


def as_typed(seen: LineRecord, **given: Any) -> dict[str, Any]:
    """The form of a line, filled in, with these boxes changed."""
    budget = seen.budgets[YEAR]
    typed = {"version": seen.version, "name": seen.name, "fund_id": seen.fund_id, "priority_id": budget.priority_id}
    return {"year": YEAR, **typed, "area_id": budget.area_id, "printed_name": budget.printed_name, **given}


# --- Lines ---


def test_a_line_is_read_back_with_its_budget(office: Office) -> None:
    priority = add_priority(office)
    add_line(office, "Road safety", 1_000, priority_id=priority, printed_name="Safer roads")
    found = only(office)
    assert (found.name, found.called(YEAR), found.called(YEAR + 1)) == ("Road safety", "Safer roads", "Road safety")
    assert (list(found.budgets), found.budgets[YEAR].priority_id) == ([YEAR], priority)


def test_one_line_read_alone_is_the_one_in_the_list(devon_cornwall: Office) -> None:
    for one in devon_cornwall.read(lines.lines):
        assert devon_cornwall.read(lines.line, one.id) == one


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, ("The line's name is needed.", "name")),
        ({"amount": None}, WORD_NEEDED),
        ({"amount": ""}, WORD_NEEDED),
        ({"amount": Pence(-1)}, ("A budget cannot be below £0.", "amount")),
        (
            {"fund_id": "x"},
            ("That record is no longer in this office file. Close it and look at the list again.", None),
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    typed = {"year": YEAR, "name": "Road safety", "fund_id": add_fund(office), "amount": Pence(0), **given}
    assert refusal(office, lines.add, **typed) == refused


def test_a_line_has_one_budget_a_year(office: Office) -> None:
    line = add_line(office)
    assert refusal(office, lines.set_budget, line, year=YEAR, amount=Pence(1)) == (
        "This line already has a budget for that year.",
        "year",
    )


def test_a_line_is_changed_without_touching_its_amount(office: Office) -> None:
    add_line(office, "Road safety", 1_000)
    priority = add_priority(office)
    office.write("Change", lines.change, only(office).id, **as_typed(only(office), name="Roads", priority_id=priority))
    found = only(office)
    assert (found.name, found.budgets[YEAR].priority_id) == ("Roads", priority)
    assert found.budgets[YEAR].figures.budget == 1_000_00


@pytest.mark.parametrize("change", [{"name": "Roads"}, {"printed_name": "Safer roads"}])
def test_a_stale_form_of_a_line_is_refused_whatever_was_saved_first(
    office: Office, opened: Open, change: dict[str, str]
) -> None:
    add_line(office)
    seen, sam = only(office), opened(office.path, SAM)
    sam.write("Change line", lines.change, seen.id, **as_typed(seen, **change))
    message, _ = refusal(office, lines.change, seen.id, **as_typed(seen, name="Highways"))
    assert message.startswith("Sam saved this while you were typing (“Change line”).")


def test_saving_a_form_in_which_nothing_was_changed_makes_no_step(office: Office) -> None:
    add_line(office)
    before = office.last_seq()
    office.write("Change line", lines.change, only(office).id, **as_typed(only(office)))
    assert office.last_seq() == before


def test_a_line_is_put_away_with_its_budget_and_brought_back(office: Office) -> None:
    line = add_line(office)
    office.write("Archive", lines.archive, line, version=1)
    put_away = office.read(lines.lines, archived=True)
    assert (office.read(lines.lines), [one.id for one in put_away]) == ([], [line])
    office.write("Bring back", lines.archive, line, back=True)
    assert (only(office).id, list(only(office).budgets)) == (line, [YEAR])


def test_lines_stand_in_the_order_they_were_added(office: Office) -> None:
    for name in ("Zebra crossings", "Alarms", "Motorways"):
        add_line(office, name)
    assert [one.name for one in office.read(lines.lines)] == ["Zebra crossings", "Alarms", "Motorways"]


def test_a_line_belongs_where_its_latest_budget_puts_it(office: Office) -> None:
    line = add_line(office, year=2018)
    later = office.write("Later", lines.set_budget, line, year=2020, amount=Pence(1))
    found, placed = only(office), {2017: 2018, 2018: 2018, 2019: 2018, 2020: 2020, 2025: 2020}
    assert {year: one.year for year in placed if (one := found.placed(year))} == placed
    assert found.budgets[2020].id == later


# --- Revisions ---


def test_a_revision_keeps_every_earlier_amount_with_its_reason(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    office.write("Revise", lines.revise, budget, amount=Pence(900_00), reason="Grant cut", approver="Sam", today=DAY)
    office.write("Revise", lines.revise, budget, amount="TBD", reason="Under review", today=DAY)
    kept = [(one.number, one.amount, one.reason, one.approver) for one in office.read(lines.revisions, budget)]
    assert kept == [(0, 1_000_00, "", ""), (1, 900_00, "Grant cut", "Sam"), (2, "TBD", "Under review", "")]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"reason": " "}, ("A reason for the new amount is needed.", "reason")),
        ({"amount": Pence(1_000_00)}, ("That is the amount it already has.", "amount")),
        ({"amount": None}, WORD_NEEDED),
        ({"amount": "  "}, WORD_NEEDED),
        ({"amount": Pence(-1)}, ("A budget cannot be below £0.", "amount")),
    ],
)
def test_a_revision_that_cannot_be_is_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    budget = add_budget(office, pounds=1_000)
    assert refusal(office, lines.revise, budget, **{"amount": Pence(5), "reason": "Cut", **given}) == refused


def test_a_stale_revision_is_refused(office: Office, opened: Open) -> None:
    budget = add_budget(office, pounds=1_000)
    sam = opened(office.path, SAM)
    sam.write("Revise budget", lines.revise, budget, amount=Pence(900_00), reason="Cut", version=1)
    message, _ = refusal(office, lines.revise, budget, amount=Pence(800_00), reason="Cut", version=1)
    assert message.startswith("Sam saved this while you were typing (“Revise budget”).")


def test_a_budget_cannot_be_revised_below_what_has_been_moved_out_of_it(office: Office) -> None:
    budget, other = add_budget(office, "One", 1_000), add_line(office, "Other", 0)
    move(office, budget, other, 400)
    assert refusal(office, lines.revise, budget, amount=Pence(399_99), reason="Cut") == (
        "More has been moved out of this line than that. Move money back into it first.",
        "amount",
    )


def test_undoing_a_revision_puts_the_old_amount_back_in_force(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    office.write("Revise", lines.revise, budget, amount=Pence(900_00), reason="Cut")
    office.undo()
    assert [one.amount for one in office.read(lines.revisions, budget)] == [1_000_00]
    office.write("Revise", lines.revise, budget, amount=Pence(800_00), reason="Cut after all")
    assert [one.number for one in office.read(lines.revisions, budget)] == [0, 2]


# --- Notes ---


def test_notes_stand_in_the_order_they_were_written(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    for text, part in (("Of which health", 400_00), ("Subject to review", None)):
        office.write("Note", lines.add_note, budget, text=text, amount_pence=part)
    found = office.read(lines.notes, [budget])[budget]
    assert [(one.text, one.amount_pence) for one in found] == [("Of which health", 400_00), ("Subject to review", None)]
    assert only(office).budgets[YEAR].noted


@pytest.mark.parametrize("part", [1_000_01, -1_000_01])
def test_a_part_is_never_more_than_its_line(office: Office, part: int) -> None:
    budget = add_budget(office, pounds=1_000)
    refused = ("A part of the line cannot be more than the line.", "amount_pence")
    assert refusal(office, lines.add_note, budget, text="Of which", amount_pence=part) == refused
    note = office.write("Note", lines.add_note, budget, text="Of which", amount_pence=1_000_00)
    assert refusal(office, lines.change_note, note, version=1, text="Of which", amount_pence=part) == refused


def test_a_note_needs_words(office: Office) -> None:
    assert refusal(office, lines.add_note, add_budget(office), text=" ") == ("The note is needed.", "text")


def test_a_note_is_changed_put_away_and_brought_back(office: Office) -> None:
    budget = add_budget(office)
    note = office.write("Note", lines.add_note, budget, text="First")
    office.write("Change", lines.change_note, note, version=1, text="Second")
    office.write("Archive", lines.archive_note, note)
    assert office.read(lines.notes, [budget]) == {}
    office.write("Bring back", lines.archive_note, note, back=True)
    assert [one.text for one in office.read(lines.notes, [budget])[budget]] == ["Second"]


# --- The start of a year ---


@pytest.mark.parametrize(("choice", "amounts"), [("keep", [1_000_00, "TBD"]), ("TBD", ["TBD", "TBD"])])
def test_a_year_starts_with_the_lines_of_the_last_one(office: Office, choice: str, amounts: list[int | str]) -> None:
    every = [add_line(office, "One", 1_000, printed_name="Then called"), add_line(office, "Other", "TBD")]
    assert office.write("Start", lines.start_year, year=YEAR + 1, amounts=choice) == 2
    assert [figures_of(office, line, year=YEAR + 1).budget for line in every] == amounts
    assert [one.called(YEAR + 1) for one in office.read(lines.lines)] == ["One", "Other"]


def test_a_year_starts_with_the_amounts_in_force_and_not_the_original_ones(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    office.write("Revise", lines.revise, budget_id(office, line), amount=in_pence(900), reason="Cut")
    office.write("Start", lines.start_year, year=YEAR + 1, amounts="keep")
    assert figures_of(office, line, year=YEAR + 1).budget == 900_00


def test_a_year_is_started_once(office: Office) -> None:
    add_line(office)
    office.write("Start", lines.start_year, year=YEAR + 1, amounts="keep")
    refused = ("That year has been started already.", "year")
    assert refusal(office, lines.start_year, year=YEAR + 1, amounts="keep") == refused


def test_a_year_needs_one_before_it_to_start_from(office: Office) -> None:
    add_line(office)
    refused = ("The year before it has no budget to start from.", "year")
    assert refusal(office, lines.start_year, year=YEAR + 2, amounts="keep") == refused


def test_the_start_of_a_year_is_undone_in_one_press(office: Office) -> None:
    for name in ("One", "Other"):
        add_line(office, name)
    office.write("Start", lines.start_year, year=YEAR + 1, amounts="keep")
    office.undo()
    assert office.read(lines.years) == [YEAR]


def test_a_line_of_restricted_money_cannot_leave_its_fund(office: Office) -> None:
    line = add_line(office, fund=add_restricted_fund(office))
    other = add_fund(office, "Community fund")
    place: dict[str, Any] = {"name": "Road safety", "fund_id": other, "priority_id": None, "area_id": None}
    assert refusal(office, lines.change, line, year=YEAR, version=None, **place) == (
        "“Victims grant” is restricted money (for victims of crime); its lines cannot leave it. "
        "Add a new line in the other fund instead.",
        "fund_id",
    )


def test_a_budget_is_cut_below_what_is_promised_only_with_an_approver(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    office.write("Agree", commitments.commit, budget, title="Patrols", amount_pence=800_00)
    less: dict[str, Any] = {"amount": in_pence(500), "reason": "Cut"}
    sentence = "£300 more than that is already promised. To go below it, name who approved it."
    assert refusal(office, lines.revise, budget, **less) == (sentence, "approver")
    office.write("Cut", lines.revise, budget, approver="Sam", **less)
    assert office.read(figures.of_budgets, [budget])[budget].left == -300_00


def test_restricted_money_is_never_cut_below_what_is_promised(office: Office) -> None:
    budget = add_budget(office, pounds=1_000, fund=add_restricted_fund(office))
    office.write("Agree", commitments.commit, budget, title="Support", amount_pence=800_00)
    cut: dict[str, Any] = {"amount": in_pence(500), "reason": "Cut", "approver": "Sam"}
    assert refusal(office, lines.revise, budget, **cut) == (
        "£300 more than that is already promised, and “Victims grant” is restricted money (for victims of crime).",
        "amount",
    )


def test_a_year_that_began_with_money_rolled_forward_can_still_be_started(office: Office) -> None:
    rolled, other = add_line(office, "Rolled", 100), add_line(office, "Other", 50)
    move(office, budget_id(office, rolled), rolled, 30, kind="roll-forward")
    assert office.write("Start", lines.start_year, year=YEAR + 1, amounts="keep") == 1
    budgets = {one.id: one.budgets[YEAR + 1].figures.budget for one in office.read(lines.lines)}
    assert budgets == {rolled: 0, other: 50_00}
