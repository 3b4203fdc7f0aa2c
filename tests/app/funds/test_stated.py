"""Stated figures: kept as they were stated, compared with their rows, and never computed over."""

from __future__ import annotations

from typing import Any

import pytest

from app.allocations import allocations
from app.door import Office
from app.funds import commitments, lines, stated
from app.funds.stated import Part, StatedRecord
from app.money import Pence
from tests.factories import YEAR, add_budget, add_line, add_partnership, budget_id, in_pence, move, refusal


def state(office: Office, pounds: int, *parts: Part, **given: Any) -> str:
    typed = {"name": "Total", "year": YEAR, "amount_pence": pounds * 100, "parts": parts, **given}
    return office.write("State", stated.add, **typed)


def only(office: Office) -> StatedRecord:
    return office.read(stated.stated)[0]


def compared(office: Office) -> tuple[int | None, int | None, bool]:
    one = only(office)
    return one.computed_pence, one.difference_pence, one.agrees


def test_a_total_that_ties_agrees(office: Office) -> None:
    state(office, 1_500, *(("budget", add_budget(office, name, pounds)) for name, pounds in (("A", 1_000), ("B", 500))))
    assert compared(office) == (1_500_00, 0, True)


def test_a_total_that_does_not_tie_says_by_how_much(office: Office) -> None:
    state(office, 1_600, ("budget", add_budget(office, "A", 1_000)))
    assert compared(office) == (1_000_00, -600_00, False)


def test_a_total_over_a_word_cannot_be_compared(office: Office) -> None:
    state(office, 1_000, ("budget", add_budget(office, "A", 1_000)), ("budget", add_budget(office, "B", "TBD")))
    assert compared(office) == (None, None, False)


def test_a_total_follows_the_amount_in_force_and_stays_as_it_was_stated(office: Office) -> None:
    budget = add_budget(office, "A", 1_000)
    state(office, 1_000, ("budget", budget), printed="£1,000*")
    office.write("Revise", lines.revise, budget, amount=Pence(900_00), reason="Cut")
    assert (only(office).amount_pence, only(office).printed, only(office).computed_pence) == (
        1_000_00,
        "£1,000*",
        900_00,
    )


def test_money_moved_does_not_change_what_a_budget_was_stated_as(office: Office) -> None:
    budget = add_budget(office, "A", 1_000)
    state(office, 1_000, ("budget", budget))
    move(office, budget, add_line(office, "B", 0), 300)
    assert only(office).agrees


def test_a_figure_may_claim_to_equal_a_row_of_any_kind(office: Office) -> None:
    budget = add_budget(office, "A", 1_000)
    agreed = office.write("Agree", commitments.commit, budget, title="Contract", amount_pence=200_00)
    partnership = add_partnership(office)
    given = office.write("Give", allocations.allocate, budget, partnership_id=partnership, amount=in_pence(300))
    note = office.write("Note", lines.add_note, budget, text="Of which", amount_pence=50_00)
    moved = move(office, budget, add_line(office, "B", 0), 100)
    parts = (("commitment", agreed), ("allocation", given), ("budget_note", note), ("movement", moved))
    state(office, 650, *parts)
    assert (only(office).parts, only(office).agrees) == (parts, True)


def test_a_figure_that_claims_nothing_is_refused(office: Office) -> None:
    assert refusal(office, stated.add, name="Total", amount_pence=1, parts=()) == (
        "Choose what the figure claims to sum.",
        "parts",
    )


def test_a_figure_needs_a_name(office: Office) -> None:
    parts = (("budget", add_budget(office)),)
    refused = ("What is stated is needed.", "name")
    assert refusal(office, stated.add, name=" ", amount_pence=1, parts=parts) == refused


def test_a_row_taken_back_leaves_its_total_uncompared(office: Office) -> None:
    budget = add_budget(office, "A", 1_000)
    agreed = office.write("Agree", commitments.commit, budget, title="Contract", amount_pence=200_00)
    state(office, 200, ("commitment", agreed))
    office.write("Withdraw", commitments.withdraw, agreed)
    assert compared(office) == (None, None, False)


def test_a_total_is_begun_from_the_lines_shown_and_leaves_words_out(office: Office) -> None:
    every = [add_line(office, name, amount) for name, amount in (("A", 1_000), ("B", 500), ("C", "TBD"))]
    parts, total = office.read(stated.total_parts, every, year=YEAR)
    assert (sorted(parts), total) == (sorted(("budget", budget_id(office, line)) for line in every[:2]), 1_500_00)


def test_a_stated_figure_is_corrected_with_its_reason(office: Office) -> None:
    found = state(office, 1_600, ("budget", add_budget(office, "A", 1_000)))
    typed = {"name": "Headline", "amount_pence": 1_500_00, "place": "Page 3", "reason": "Printed before the cut"}
    office.write("Correct", stated.change, found, version=1, **typed)  # type: ignore[arg-type]  # by name
    assert (only(office).name, only(office).place, only(office).difference_pence) == ("Headline", "Page 3", -500_00)
    message, _ = refusal(office, stated.change, found, version=1, **typed)  # type: ignore[arg-type]  # by name
    assert message.startswith("Jo saved this while you were typing")


def test_a_new_amount_prints_as_itself_and_an_old_one_as_it_was_printed(office: Office) -> None:
    found = state(office, 1_600, ("budget", add_budget(office, "A", 1_000)), printed="£16,00")
    typed = {"name": "Headline", "place": "", "reason": ""}
    office.write("Rename", stated.change, found, version=1, amount_pence=1_600_00, **typed)
    assert only(office).printed == "£16,00"
    office.write("Correct", stated.change, found, version=2, amount_pence=1_000_50, **typed)
    assert only(office).printed == "£1,000.50"


def test_a_stated_figure_is_put_away_and_brought_back(office: Office) -> None:
    found = state(office, 1_000, ("budget", add_budget(office, "A", 1_000)))
    office.write("Archive", stated.archive, found)
    assert office.read(stated.stated) == []
    office.write("Bring back", stated.archive, found, back=True)
    assert only(office).agrees


def test_stated_figures_are_found_by_year_and_by_the_rows_they_count(office: Office) -> None:
    budgets = {year: add_budget(office, f"Line {year}", year=year) for year in (2018, 2019)}
    for year, budget in budgets.items():
        state(office, 1, ("budget", budget), name=str(year), year=year)
    assert [one.name for one in office.read(stated.stated, year=2019)] == ["2019"]
    assert [one.name for one in office.read(stated.stated, rows=[budgets[2018]])] == ["2018"]
    assert office.read(stated.stated, rows=[]) == []


@pytest.mark.parametrize("kind", ["spend", "pooled_share"])
def test_a_row_that_is_not_there_cannot_be_compared(office: Office, kind: str) -> None:
    state(office, 1, (kind, "nowhere"))
    assert compared(office) == (None, None, False)
