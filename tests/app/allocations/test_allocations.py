"""Partnerships, what they are allocated, what they spend by theme, and budgets pooled by area."""

from __future__ import annotations

import pytest

from app import areas
from app.allocations import allocations, partnerships, shares, themes
from app.door import Office
from app.funds.figures import Amount
from app.money import Pence
from tests.factories import YEAR, add_budget, add_partnership, in_pence, refusal

WORD_NEEDED = ("Give an amount, or a word such as TBD that stands in its place.", "amount")


def allocate(office: Office, budget: str, partnership: str, pounds: int | str, **given: str) -> str:
    amount = in_pence(pounds)
    return office.write("Give", allocations.allocate, budget, partnership_id=partnership, amount=amount, **given)


def test_an_allocation_is_read_back_with_its_basis(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    allocate(office, budget, add_partnership(office, "Safer Anytown"), 400, basis=" By need ", reason="Agreed in May")
    [found] = office.read(allocations.allocations, year=YEAR)
    assert (found.partnership, found.amount, found.basis, found.reason) == (
        "Safer Anytown",
        400_00,
        "By need",
        "Agreed in May",
    )


def test_allocations_stand_in_the_partnerships_order(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    names = ["Zeta", "Alpha"]
    for partnership in reversed([add_partnership(office, name) for name in names]):
        allocate(office, budget, partnership, 100)
    assert [one.partnership for one in office.read(allocations.allocations, budget_id=budget)] == names


def test_a_word_is_allocated_without_asking_for_room(office: Office) -> None:
    budget = add_budget(office, pounds=0)
    allocate(office, budget, add_partnership(office), "Maintain")
    assert [one.amount for one in office.read(allocations.allocations)] == ["Maintain"]


@pytest.mark.parametrize(
    ("amount", "refused"),
    [
        (None, WORD_NEEDED),
        ("  ", WORD_NEEDED),
        (Pence(-1), ("The amount cannot be below £0.", "amount")),
        (
            Pence(1_000_01),
            (
                "This is £0.01 more than “Road safety” has left (£1,000). To go over, name who approved it.",
                "overspend_approver",
            ),
        ),
    ],
)
def test_an_allocation_that_cannot_be_is_refused(office: Office, amount: Amount, refused: tuple[str, str]) -> None:
    budget, partnership = add_budget(office, pounds=1_000), add_partnership(office)
    given = {"partnership_id": partnership, "amount": amount}
    assert refusal(office, allocations.allocate, budget, **given) == refused  # type: ignore[arg-type]  # by name


def test_a_partnership_has_one_allocation_out_of_a_budget(office: Office) -> None:
    budget, partnership = add_budget(office, pounds=1_000), add_partnership(office)
    allocate(office, budget, partnership, 100)
    assert refusal(office, allocations.allocate, budget, partnership_id=partnership, amount=Pence(1)) == (
        "This partnership already has an allocation from that line in that year.",
        "partnership_id",
    )


def test_an_area_has_one_share_of_a_budget(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    area = office.write("Add area", areas.add_area, name="North", kind="County")
    office.write("Share", shares.share, budget, area_id=area, amount=in_pence(100))
    assert refusal(office, shares.share, budget, area_id=area, amount=Pence(1)) == (
        "This area already has a share of that budget in that year.",
        "area_id",
    )


def test_a_district_partnership_lies_under_its_countys(office: Office) -> None:
    county = add_partnership(office, "Safer County")
    body = next(one.organisation_id for one in office.read(partnerships.partnerships))
    office.write("Add", partnerships.add_partnership, organisation_id=body, parent_id=county)
    assert [one.parent_id for one in office.read(partnerships.partnerships)] == [None, county]


def test_a_cell_of_spend_keeps_each_amount_in_its_order(office: Office) -> None:
    partnership = add_partnership(office)
    theme = office.write("Add theme", themes.add_theme, name="Road safety")
    given = {"partnership_id": partnership, "theme_id": theme, "year": YEAR}
    office.write("Spend", themes.record_spend, amounts_pence=(300_00, 100_00), printed=("£300*",), **given)  # type: ignore[arg-type]
    assert [one.amounts for one in office.read(themes.spend, year=YEAR)] == [(300_00, 100_00)]
    assert office.read(themes.spend, year=YEAR + 1) == []


def test_spend_is_never_below_nought_and_a_theme_needs_a_name(office: Office) -> None:
    theme = office.write("Add theme", themes.add_theme, name="Road safety")
    partnership = add_partnership(office)
    assert refusal(
        office, themes.record_spend, partnership_id=partnership, theme_id=theme, year=YEAR, amounts_pence=(-1,)
    ) == ("Spend cannot be below £0.", None)
    assert refusal(office, themes.add_theme, name=" ") == ("The theme is needed.", "name")
