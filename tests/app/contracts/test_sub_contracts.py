"""Who does part of a contract, or gives money of it on: rows inside its value, never counted twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.contracts import money_fields, standing, sub_contracts
from app.contracts.parts import SubContractRecord
from app.door import Office
from app.errors import Stale
from app.history import history
from app.money import MOST_PENCE
from tests.app.contracts.bought import Bought, bought
from tests.factories import add_organisation, refusal

PLAIN: dict[str, Any] = {
    "organisation": "A delivery partner",
    "kind": "sub-contract",
    "purpose": "Advice in the west",
    "amount_pence": 100_000_00,
    "match_pence": None,
    "starts_on": None,
    "ends_on": None,
}


@pytest.fixture
def desk(office: Office) -> Bought:
    return bought(office)


def add(desk: Bought, **given: Any) -> str:
    return desk.office.write("Add a sub-contract", sub_contracts.add, desk.id, **{**PLAIN, **given})


def refused(desk: Bought, **given: Any) -> tuple[str, str | None]:
    return refusal(desk.office, sub_contracts.add, desk.id, **{**PLAIN, **given})


def only(desk: Bought) -> SubContractRecord:
    [found] = desk.record.sub_contracts
    return found


def test_a_delivery_partner_is_inside_the_value(desk: Bought) -> None:
    worth = standing.current_value(desk.record)
    add(desk)
    assert (only(desk).organisation, only(desk).kind, only(desk).amount, only(desk).match) == (
        "A delivery partner",
        "sub-contract",
        100_000_00,
        0,
    )
    assert standing.current_value(desk.record) == worth
    desk.office.undo()
    assert desk.record.sub_contracts == ()


def test_match_funding_comes_on_top(desk: Bought) -> None:
    add(desk, kind="onward grant", amount_pence=1_245_000_00, match_pence=500_000_00)
    assert (only(desk).amount, only(desk).match) == (1_245_000_00, 500_000_00)


def test_together_they_come_to_no_more_than_the_contract_is_worth(desk: Bought) -> None:
    add(desk, amount_pence=1_000_000_00)
    assert refused(desk, amount_pence=245_000_01) == (
        "What others do of it comes to £1,245,000.01; the contract is worth £1,245,000.",
        "amount_pence",
    )
    add(desk, amount_pence=245_000_00)
    assert sum(one.amount for one in desk.record.sub_contracts) == 1_245_000_00


def test_changing_one_counts_it_once(desk: Bought) -> None:
    one = add(desk, amount_pence=1_000_000_00)
    typed = {**PLAIN, "amount_pence": 1_245_000_00, "purpose": " More ", "match_pence": 5_00}
    desk.office.write("Change", sub_contracts.change, one, version=only(desk).version, **typed)
    assert (only(desk).amount, only(desk).match, only(desk).purpose) == (1_245_000_00, 5_00, "More")
    typed["amount_pence"] += 1
    assert refusal(desk.office, sub_contracts.change, one, version=None, **typed)[1] == "amount_pence"


def test_one_that_was_put_away_comes_back_where_there_is_room(desk: Bought) -> None:
    one = add(desk, amount_pence=1_000_000_00)
    desk.office.write("Archive", sub_contracts.archive, one, version=only(desk).version)
    assert desk.record.sub_contracts == ()
    other = add(desk, amount_pence=500_000_00)
    assert refusal(desk.office, sub_contracts.archive, one, back=True)[1] == "amount_pence"
    desk.office.write("Archive", sub_contracts.archive, other)
    desk.office.write("Bring back", sub_contracts.archive, one, back=True)
    assert only(desk).id == one


def test_an_organisation_is_found_by_its_name_or_made(desk: Bought) -> None:
    known = add_organisation(desk.office, "A delivery partner Ltd", aliases="A Delivery Partner")
    add(desk)
    assert only(desk).organisation_id == known
    typed = {**PLAIN, "organisation": "Somebody new"}
    desk.office.write("Change", sub_contracts.change, only(desk).id, version=None, **typed)
    assert only(desk).organisation == "Somebody new"


@pytest.mark.parametrize(
    ("given", "sentence", "box"),
    [
        ({"organisation": " "}, "The organisation is needed.", "organisation"),
        (
            {"organisation": "first light"},
            "This is who has the contract itself. Name who does a part of it.",
            "organisation",
        ),
        ({"kind": "gift"}, "Choose whether it is a sub-contract or an onward grant.", "kind"),
        ({"amount_pence": 0}, "The amount must be more than £0.", "amount_pence"),
        ({"match_pence": -1}, "An amount cannot be below £0.", "match_pence"),
        (
            {"match_pence": MOST_PENCE + 1},
            "That is more than the desk keeps in one amount (£1,000,000,000).",
            "match_pence",
        ),
        (
            {"starts_on": date(2019, 4, 1), "ends_on": date(2019, 3, 31)},
            "It ends before it starts.",
            "ends_on",
        ),
    ],
)
def test_a_sub_contract_that_cannot_be_is_refused_at_its_box(
    desk: Bought, given: dict[str, Any], sentence: str, box: str
) -> None:
    assert refused(desk, **given) == (sentence, box)
    one = add(desk)
    typed = {**PLAIN, **given}
    assert refusal(desk.office, sub_contracts.change, one, version=None, **typed) == (sentence, box)


def test_one_that_somebody_else_changed_is_not_saved_over(desk: Bought) -> None:
    one = add(desk)
    version = only(desk).version
    desk.office.write("Change", sub_contracts.change, one, version=version, **{**PLAIN, "purpose": "Other"})
    with pytest.raises(Stale, match="Jo saved this"):
        desk.office.write("Change", sub_contracts.change, one, version=version, **PLAIN)
    with pytest.raises(Stale, match="Jo saved this"):
        desk.office.write("Archive", sub_contracts.archive, one, version=version)


def test_the_history_names_who_it_is(desk: Bought) -> None:
    add(desk)
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert "“A delivery partner”, £100,000" in told.text
