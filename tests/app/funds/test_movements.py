"""Money moved: both sides in one row, never more than is left, and restricted money never out of its fund."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.funds import commitments, lines, movements
from tests.factories import (
    DAY,
    YEAR,
    add_budget,
    add_fund,
    add_line,
    add_priority,
    add_restricted_fund,
    ask,
    budget_id,
    figures_of,
    move,
    refusal,
)


def refused(office: Office, budget: str, to_line: str, **given: Any) -> tuple[str, str | None]:
    """Why this movement of £100 is refused."""
    typed = {"kind": "virement", "amount_pence": 100_00, "reason": "Need", "approver": "Sam", "moved_on": DAY, **given}
    return refusal(office, movements.move, from_budget_id=budget, to_line_id=to_line, **typed)


def test_both_sides_of_a_movement_are_one_row(office: Office) -> None:
    one, other = add_line(office, "One", 1_000), add_line(office, "Other", 500)
    made = move(office, budget_id(office, one), other, 200)
    assert ask(office.path, "SELECT id FROM movement") == [(made,)]
    assert [figures_of(office, line).left for line in (one, other)] == [800_00, 700_00]


def test_a_movement_is_read_from_either_side(office: Office) -> None:
    one, other = add_line(office, "One", 1_000), add_line(office, "Other", 500)
    move(office, budget_id(office, one), other, 200)
    seen = [office.read(movements.movements, budget_id(office, line)) for line in (one, other)]
    assert seen[0] == seen[1] == office.read(movements.of_year, YEAR)
    [found] = seen[0]
    assert (found.from_line, found.to_line, found.pence, found.approver) == ("One", "Other", 200_00, "Sam")


def test_a_movement_is_undone_on_both_sides_at_once(office: Office) -> None:
    one, other = add_line(office, "One", 1_000), add_line(office, "Other", 500)
    move(office, budget_id(office, one), other, 200)
    office.undo()
    assert [figures_of(office, line).left for line in (one, other)] == [1_000_00, 500_00]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"reason": " "}, ("A reason is needed.", "reason")),
        ({"approver": " "}, ("Who approved it is needed.", "approver")),
        ({"amount_pence": 0}, ("The amount must be more than £0.", "amount_pence")),
        ({"amount_pence": -5}, ("The amount must be more than £0.", "amount_pence")),
        ({"amount_pence": 1_000_01}, ("Only £1,000 is left there.", "amount_pence")),
    ],
)
def test_a_movement_that_cannot_be_is_refused(office: Office, given: dict[str, Any], why: tuple[str, str]) -> None:
    assert refused(office, add_budget(office, "One", 1_000), add_line(office, "Other", 0), **given) == why


def test_what_is_promised_to_somebody_cannot_be_moved(office: Office) -> None:
    budget, other = add_budget(office, "One", 1_000), add_line(office, "Other", 0)
    office.write("Agree", commitments.commit, budget, title="Contract", amount_pence=950_00)
    assert refused(office, budget, other) == ("Only £50 is left there.", "amount_pence")


def test_a_line_moves_no_money_to_itself(office: Office) -> None:
    line = add_line(office)
    assert refused(office, budget_id(office, line), line) == ("Choose two different lines.", "to_line_id")


def test_money_moves_only_between_amounts(office: Office) -> None:
    amount, word = add_line(office, "Amount", 1_000), add_line(office, "Word", "TBD")
    assert refused(office, budget_id(office, amount), word) == (
        "That line has no amount yet. Give it one first, if only £0.",
        "to_line_id",
    )
    assert refused(office, budget_id(office, word), amount) == (
        "That line has no amount to move money from.",
        "amount_pence",
    )


def test_a_virement_stays_within_its_year(office: Office) -> None:
    budget, later = add_budget(office, "One", 1_000), add_line(office, "Later", 0, year=YEAR + 1)
    assert refused(office, budget, later) == ("That line has no budget in 2018/19.", "to_line_id")


# --- Roll-forward ---


def test_money_rolls_forward_into_the_next_year_of_the_same_line(office: Office) -> None:
    line = add_line(office, "One", 1_000)
    move(office, budget_id(office, line), line, 300, "roll-forward")
    this, following = (figures_of(office, line, year=year) for year in (YEAR, YEAR + 1))
    assert (this.left, following.budget, following.moved, following.left) == (700_00, 0, 300_00, 300_00)


def test_a_roll_forward_into_a_year_without_a_budget_makes_one_where_the_line_belongs(office: Office) -> None:
    priority = add_priority(office)
    line = add_line(office, "One", 1_000, priority_id=priority)
    move(office, budget_id(office, line), line, 300, "roll-forward")
    assert office.read(lines.line, line).budgets[YEAR + 1].priority_id == priority
    office.undo()
    assert office.read(lines.years) == [YEAR]


def test_a_roll_forward_adds_to_a_budget_that_is_there(office: Office) -> None:
    one = add_line(office, "One", 1_000)
    other = add_line(office, "Other", 500, year=YEAR + 1)
    move(office, budget_id(office, one), other, 300, "roll-forward")
    assert figures_of(office, other, year=YEAR + 1).available == 800_00


# --- Restricted money ---

STAYS = (
    "“Victims grant” is restricted money (for victims of crime) and cannot be moved to another fund.",
    "to_line_id",
)


@pytest.mark.parametrize("kind", ["virement", "roll-forward"])
def test_restricted_money_never_leaves_its_fund(office: Office, kind: str) -> None:
    budget = add_budget(office, "Victim care", 1_000, fund=add_restricted_fund(office))
    elsewhere = add_line(office, "Road safety", 0, fund=add_fund(office))
    assert refused(office, budget, elsewhere, kind=kind) == STAYS


def test_restricted_money_moves_between_the_lines_of_its_fund(office: Office) -> None:
    fund = add_restricted_fund(office)
    budget, other = add_budget(office, "Victim care", 1_000, fund=fund), add_line(office, "Support", 0, fund=fund)
    move(office, budget, other, 400)
    assert figures_of(office, other).left == 400_00


def test_free_money_may_be_moved_into_a_restricted_fund(office: Office) -> None:
    budget = add_budget(office, "Road safety", 1_000, fund=add_fund(office))
    care = add_line(office, "Victim care", 0, fund=add_restricted_fund(office))
    move(office, budget, care, 400)
    assert figures_of(office, care).left == 400_00
