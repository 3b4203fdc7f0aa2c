"""Agreements and what is paid against them. Who may go over a line is told in test_funds.py."""

from __future__ import annotations

from typing import Any

import pytest

from app.allocations import allocations
from app.door import Office
from app.funds import commitments
from app.funds.commitments import CommitmentRecord
from tests.factories import (
    DAY,
    YEAR,
    add_budget,
    add_organisation,
    add_partnership,
    in_pence,
    refusal,
)


def agree(office: Office, budget: str, pounds: int = 600, **given: Any) -> str:
    typed = {"title": "Contract", "amount_pence": pounds * 100, **given}
    return office.write("Agree", commitments.commit, budget, **typed)


def pay(office: Office, agreed: str, pounds: int) -> str:
    return office.write("Pay", commitments.pay, agreed, amount_pence=pounds * 100, paid_on=DAY)


def only(office: Office) -> CommitmentRecord:
    return office.read(commitments.commitments, year=YEAR)[0]


def as_typed(seen: CommitmentRecord, **given: Any) -> dict[str, Any]:
    names = ("version", "title", "amount_pence", "organisation_id", "agreed_on", "reference", "overspend_approver")
    return {**{name: getattr(seen, name) for name in names}, **given}


@pytest.fixture
def budget(office: Office) -> str:
    """A line of £1,000; its budget's id."""
    return add_budget(office, "Road safety", 1_000)


def test_an_agreement_is_read_back_as_it_was_entered(office: Office, budget: str) -> None:
    body = add_organisation(office, "First Light")
    agree(office, budget, organisation_id=body, agreed_on=DAY, reference=" C/1 ")
    found = only(office)
    assert (found.line, found.title, found.organisation, found.amount_pence) == (
        "Road safety",
        "Contract",
        "First Light",
        600_00,
    )
    assert (found.agreed_on, found.reference, found.paid_pence) == (DAY, "C/1", 0)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"title": " "}, ("What is agreed is needed.", "title")),
        ({"amount_pence": 0}, ("The amount must be more than £0.", "amount_pence")),
        ({"amount_pence": -5}, ("The amount must be more than £0.", "amount_pence")),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(
    office: Office, budget: str, given: dict[str, Any], refused: tuple[str, str]
) -> None:
    assert refusal(office, commitments.commit, budget, **{"title": "Contract", "amount_pence": 1, **given}) == refused


@pytest.mark.parametrize(("paid", "state"), [(0, "Agreed"), (200, "Part paid"), (600, "Paid")])
def test_an_agreement_says_how_far_it_is_paid(office: Office, budget: str, paid: int, state: str) -> None:
    agreed = agree(office, budget)
    if paid:
        pay(office, agreed, paid)
    assert (only(office).state, only(office).paid_pence) == (state, paid * 100)


def test_no_more_is_paid_than_was_agreed(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    pay(office, agreed, 400)
    assert refusal(office, commitments.pay, agreed, amount_pence=200_01, paid_on=DAY) == (
        "Only £200 of “Contract” is still to be paid.",
        "amount_pence",
    )


def test_a_payment_of_nothing_is_refused(office: Office, budget: str) -> None:
    refused = ("The amount must be more than £0.", "amount_pence")
    assert refusal(office, commitments.pay, agree(office, budget), amount_pence=0, paid_on=DAY) == refused


def test_an_agreement_is_changed(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    office.write("Change", commitments.change, agreed, **as_typed(only(office), amount_pence=1_000_00, title="Grant"))
    assert (only(office).title, only(office).amount_pence) == ("Grant", 1_000_00)


def test_an_agreement_grown_beyond_its_line_asks_for_approval(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    assert refusal(office, commitments.change, agreed, **as_typed(only(office), amount_pence=1_100_00)) == (
        "This is £100 more than “Road safety” has left (£400). To go over, name who approved it.",
        "overspend_approver",
    )


def test_an_agreement_cannot_shrink_below_what_is_paid(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    pay(office, agreed, 400)
    refused = ("£400 of it has been paid.", "amount_pence")
    assert refusal(office, commitments.change, agreed, **as_typed(only(office), amount_pence=399_99)) == refused


def test_a_stale_form_of_an_agreement_is_refused(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    stale = as_typed(only(office))
    office.write("Change agreement", commitments.change, agreed, **{**stale, "title": "Grant"})
    message, _ = refusal(office, commitments.change, agreed, **stale)
    assert message.startswith("Jo saved this while you were typing (“Change agreement”).")


def test_an_agreement_is_withdrawn_and_its_money_is_left_again(office: Office, budget: str) -> None:
    agreed = agree(office, budget, 1_000)
    office.write("Withdraw", commitments.withdraw, agreed)
    assert office.read(commitments.commitments, budget) == []
    agree(office, budget, 1_000)


def test_an_agreement_that_has_been_paid_in_part_stays(office: Office, budget: str) -> None:
    agreed = agree(office, budget)
    pay(office, agreed, 1)
    assert refusal(office, commitments.withdraw, agreed) == ("£1 of it has been paid, so it stays.", None)


def test_an_agreement_stands_only_under_an_allocation_out_of_the_same_line(office: Office, budget: str) -> None:
    other = add_budget(office, "Other line", 1_000)
    partnership = add_partnership(office)
    given = office.write("Give", allocations.allocate, other, partnership_id=partnership, amount=in_pence(500))
    assert refusal(office, commitments.commit, budget, title="Project", amount_pence=1, allocation_id=given) == (
        "That allocation is out of another line.",
        "allocation_id",
    )


def test_agreements_of_a_year_stand_by_line(office: Office, budget: str) -> None:
    other = add_budget(office, "Other line", 1_000)
    for where, title in ((other, "Third"), (budget, "First"), (budget, "Second")):
        agree(office, where, 100, title=title)
    assert [one.title for one in office.read(commitments.commitments, year=YEAR)] == ["First", "Second", "Third"]
    assert office.read(commitments.commitments, year=YEAR + 1) == []
