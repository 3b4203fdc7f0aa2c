"""The figures of a budget: what there is, what is promised, agreed and paid, and what is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import areas
from app.allocations import allocations, shares
from app.door import Office
from app.funds import commitments, figures, lines
from app.funds.figures import Amount, Figures
from app.money import Pence
from tests.factories import (
    DAY,
    YEAR,
    add_budget,
    add_line,
    add_partnership,
    budget_id,
    figures_of,
    in_pence,
    move,
)

PENCE = st.integers(0, 10**11).map(Pence)
AMOUNT = PENCE | st.sampled_from(["TBD", "Maintain", None])
FIGURES = st.builds(Figures, AMOUNT, PENCE, PENCE, PENCE, PENCE)


def pounds(amount: Amount) -> int | str | None:
    return amount // 100 if isinstance(amount, int) else amount


def test_a_new_line_has_its_whole_budget_left(office: Office) -> None:
    found = figures_of(office, add_line(office, pounds=1_000))
    assert found == Figures(Pence(1_000_00), Pence(0), Pence(0), Pence(0), Pence(0))
    assert found.left == 1_000_00


def test_what_is_agreed_is_promised_and_what_is_paid_is_not_promised_twice(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    agreed = office.write("Agree", commitments.commit, budget_id(office, line), title="Contract", amount_pence=300_00)
    office.write("Pay", commitments.pay, agreed, amount_pence=100_00, paid_on=DAY)
    found = figures_of(office, line)
    assert (found.allocated, found.committed, found.paid, found.left) == (300_00, 300_00, 100_00, 700_00)


def under_an_allocation(office: Office, agreed: int) -> Figures:
    """A line of £1,000 of which £400 is allocated, with so many pounds agreed under that allocation."""
    line = add_line(office, pounds=1_000)
    budget, partnership = budget_id(office, line), add_partnership(office)
    given = office.write("Give", allocations.allocate, budget, partnership_id=partnership, amount=in_pence(400))
    office.write("Agree", commitments.commit, budget, title="Project", amount_pence=agreed * 100, allocation_id=given)
    return figures_of(office, line)


@pytest.mark.parametrize(("agreed", "promised"), [(100, 400), (400, 400), (550, 550)])
def test_agreements_under_an_allocation_are_part_of_it_until_they_outgrow_it(
    office: Office, agreed: int, promised: int
) -> None:
    found = under_an_allocation(office, agreed)
    assert (pounds(found.allocated), pounds(found.committed), pounds(found.left)) == (
        promised,
        agreed,
        1_000 - promised,
    )


def test_shares_of_a_pooled_budget_are_promised_and_words_are_not(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    for name, amount in (("North", in_pence(250)), ("South", "Maintain")):
        area = office.write("Add area", areas.add_area, name=name, kind="County")
        office.write("Share", shares.share, budget_id(office, line), area_id=area, amount=amount)
    assert figures_of(office, line).allocated == 250_00


def test_money_moved_counts_on_both_sides_and_comes_to_nothing(office: Office) -> None:
    one, other = add_line(office, "One", 1_000), add_line(office, "Other", 500)
    move(office, budget_id(office, one), other, 200)
    sides = [figures_of(office, line) for line in (one, other)]
    assert [(side.moved, side.available) for side in sides] == [(-200_00, 800_00), (200_00, 700_00)]


def test_a_revised_budget_counts_with_its_amount_in_force(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    office.write("Revise", lines.revise, budget_id(office, line), amount=Pence(900_00), reason="Cut", today=DAY)
    budget = budget_id(office, line)
    assert office.read(figures.budget) == {budget: 900_00}
    assert office.read(figures.original) == {budget: 1_000_00}


def test_a_word_is_no_amount_to_have_left(office: Office) -> None:
    found = figures_of(office, add_line(office, pounds="TBD"))
    assert (found.budget, found.available, found.left) == ("TBD", "TBD", "TBD")


def test_a_part_named_in_a_note_is_never_added(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    office.write("Note", lines.add_note, budget_id(office, line), text="Of which from health", amount_pence=400_00)
    assert figures_of(office, line).available == 1_000_00


def test_figures_of_one_year_are_not_those_of_another(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    office.write("Next", lines.set_budget, line, year=YEAR + 1, amount=Pence(2_000_00), today=DAY)
    assert [figures_of(office, line, year=year).budget for year in (YEAR, YEAR + 1)] == [1_000_00, 2_000_00]


def test_figures_are_given_for_the_budgets_asked_for_only(office: Office) -> None:
    one, _ = add_budget(office, "One"), add_budget(office, "Other")
    assert list(office.read(figures.of_budgets, [one])) == [one]
    assert office.read(figures.of_budgets, []) == {}


@given(st.lists(FIGURES))
def test_several_budgets_add_up_figure_by_figure_and_words_are_left_out(every: list[Figures]) -> None:
    whole = figures.add(every)
    known = [one.budget for one in every if isinstance(one.budget, int)]
    assert whole.budget == (sum(known) if known else next((one.budget for one in every if one.budget), None))
    assert (whole.moved, whole.allocated) == (sum(one.moved for one in every), sum(one.allocated for one in every))
    assert (whole.committed, whole.paid) == (sum(one.committed for one in every), sum(one.paid for one in every))


@given(st.lists(FIGURES), st.lists(FIGURES))
def test_adding_groups_gives_what_adding_all_gives(one: list[Figures], other: list[Figures]) -> None:
    assert figures.add([figures.add(one), figures.add(other)]) == figures.add([*one, *other])


def test_income_expected_is_that_of_the_year(devon_cornwall: Office) -> None:
    assert [office_pounds(devon_cornwall, year) for year in (2017, 2018, 2020)] == [0, 5_487_827, 202_199]


def office_pounds(office: Office, year: int) -> int:
    return office.read(figures.expected, year=year) // 100
