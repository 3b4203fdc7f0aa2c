"""Income: what is expected of whom, on what condition, and what has arrived."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.funds import income
from app.funds.income import IncomeRecord
from tests.factories import DAY, YEAR, add_fund, add_line, add_organisation, refusal


def expect(office: Office, **given: Any) -> str:
    """£1,000 expected from First Light; its id."""
    source = given.pop("source_id", None) or add_organisation(office)
    typed = {"name": "Grant", "year": YEAR, "expected_pence": 1_000_00, **given}
    return office.write("Expect", income.add, source_id=source, **typed)


def receive(office: Office, income_id: str, pounds: int) -> str:
    return office.write("Receive", income.receive, income_id, amount_pence=pounds * 100, received_on=DAY)


def only(office: Office) -> IncomeRecord:
    return office.read(income.incomes)[0]


def as_typed(seen: IncomeRecord, **given: Any) -> dict[str, Any]:
    names = ("version", "source_id", "name", "year", "expected_pence", "status", "condition", "expected_on")
    return {**{name: getattr(seen, name) for name in names}, **given}


def test_income_is_read_back_as_it_was_entered(office: Office) -> None:
    expect(office, status="subject", condition="the extension", expected_on=DAY)
    found = only(office)
    assert (found.source, found.name, found.year, found.expected_pence) == ("First Light", "Grant", YEAR, 1_000_00)
    assert (found.status, found.condition, found.expected_on) == ("subject", "the extension", DAY)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, ("The name of the income is needed.", "name")),
        ({"expected_pence": 0}, ("The amount must be more than £0.", "expected_pence")),
        ({"status": "subject"}, ("Say what the money is subject to.", "condition")),
    ],
)
def test_income_that_cannot_be_is_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    typed = {"source_id": add_organisation(office), "name": "Grant", "year": YEAR, "expected_pence": 1, **given}
    assert refusal(office, income.add, **typed) == refused


@pytest.mark.parametrize(
    ("given", "received", "state"),
    [
        ({}, 0, "Agreed"),
        ({"status": "indicated"}, 0, "Indicated"),
        ({"status": "subject", "condition": "the extension"}, 0, "Subject to"),
        ({}, 400, "Part received"),
        ({}, 1_000, "Received"),
    ],
)
def test_income_says_in_a_word_or_two_how_sure_it_is(
    office: Office, given: dict[str, str], received: int, state: str
) -> None:
    found = expect(office, **given)
    if received:
        receive(office, found, received)
    assert only(office).state == state


def test_no_more_arrives_than_was_expected(office: Office) -> None:
    found = expect(office)
    receive(office, found, 600)
    assert refusal(office, income.receive, found, amount_pence=400_01, received_on=DAY) == (
        "That would make £1,000.01 received against £1,000 expected. Change what is expected first.",
        "amount_pence",
    )
    receive(office, found, 400)
    assert only(office).received_pence == 1_000_00


def test_a_receipt_of_nothing_is_refused(office: Office) -> None:
    refused = ("The amount must be more than £0.", "amount_pence")
    assert refusal(office, income.receive, expect(office), amount_pence=0, received_on=DAY) == refused


def test_income_is_changed(office: Office) -> None:
    seen = expect(office)
    typed = as_typed(only(office), expected_pence=900_00, status="indicated")
    office.write("Change", income.change, seen, **typed)
    assert (only(office).expected_pence, only(office).status, only(office).version) == (900_00, "indicated", 2)


def test_a_stale_form_of_income_is_refused(office: Office) -> None:
    seen = expect(office)
    stale = as_typed(only(office))
    office.write("Change income", income.change, seen, **{**stale, "name": "Other"})
    message, _ = refusal(office, income.change, seen, **stale)
    assert message.startswith("Jo saved this while you were typing (“Change income”).")


def test_income_that_has_begun_to_arrive_cannot_be_put_away(office: Office) -> None:
    found = expect(office)
    receive(office, found, 1)
    refused = ("Money has been received against this. Take back the receipts first.", None)
    assert refusal(office, income.archive, found) == refused


def test_income_is_put_away_and_brought_back(office: Office) -> None:
    found = expect(office)
    office.write("Archive", income.archive, found)
    assert office.read(income.incomes) == []
    office.write("Bring back", income.archive, found, back=True)
    assert only(office).id == found


def test_a_line_shows_what_is_expected_for_it_and_for_its_whole_fund(office: Office) -> None:
    source, fund = add_organisation(office), add_fund(office)
    line, other = add_line(office, "One", fund=fund), add_line(office, "Other", fund=fund)
    for name, place in (
        ("Line", {"line_id": line, "fund_id": fund}),
        ("Other line", {"line_id": other, "fund_id": fund}),
        ("Fund", {"fund_id": fund}),
        ("Everything", {}),
    ):
        expect(office, name=name, source_id=source, **place)
    assert [one.name for one in office.read(income.incomes, line_id=line)] == ["Line", "Fund"]


def test_income_stands_by_year_and_then_by_source(office: Office) -> None:
    late, early = add_organisation(office, "Zeta"), add_organisation(office, "Alpha")
    for source, year in ((late, 2018), (early, 2019), (early, 2018)):
        expect(office, source_id=source, year=year)
    assert [(one.year, one.source) for one in office.read(income.incomes)] == [
        (2018, "Alpha"),
        (2018, "Zeta"),
        (2019, "Alpha"),
    ]
    assert [one.year for one in office.read(income.incomes, year=2019)] == [2019]


def test_what_is_expected_cannot_fall_below_what_has_come(office: Office) -> None:
    source = add_organisation(office)
    given: dict[str, Any] = {"source_id": source, "name": "Grant", "year": YEAR, "status": "agreed", "condition": ""}
    seen = office.write("Add income", income.add, expected_pence=100_00, **given)
    office.write("Receive", income.receive, seen, amount_pence=60_00, received_on=DAY)
    less: dict[str, Any] = {**given, "expected_pence": 50_00, "expected_on": None, "version": None}
    assert refusal(office, income.change, seen, **less) == ("£60 of it has been received.", "expected_pence")
