"""What is read to publish contracts as data: payments through their agreements, documents by their bytes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from app.contracts.published import DocumentFacts, published
from app.door import Office
from app.exchange.ocds import package
from app.funds import commitments
from app.money import Pence
from db.contracts import ContractCommitment
from db.documents import Document
from tests.app.contracts.registered import body, contract, option, put, variation
from tests.exchange.contract_records import MADE
from tests.exchange.ocds_standard import wrong
from tests.factories import add_budget

DAY = date(2019, 11, 14)


def test_a_contract_is_published_with_what_was_paid_through_its_agreements(office: Office) -> None:
    one = contract(office)
    contract(office, "Another")
    agreed = office.write(
        "Agree", commitments.commit, add_budget(office, pounds=500_000), title="ISVA", amount_pence=415_000_00
    )
    put(office, ContractCommitment(contract_id=one, commitment_id=agreed))
    for pounds, day in ((200, date(2019, 2, 1)), (100, date(2019, 1, 1))):
        office.write("Pay", commitments.pay, agreed, amount_pence=pounds * 100, paid_on=day)
    other, isva = office.read(published, day=DAY).contracts
    assert [(each.paid_on, each.amount) for each in isva.payments] == [
        (date(2019, 1, 1), Pence(100_00)),
        (date(2019, 2, 1), Pence(200_00)),
    ]
    assert other.payments == ()


def test_a_document_is_told_by_its_bytes_and_not_by_its_name(office: Office) -> None:
    one = contract(office)
    for about in (one, "something else"):
        row = Document(
            about_table="contract", about_id=about, name="A Person.pdf", media="application/pdf", digest="ab", size=9
        )
        put(office, row)
    [found] = office.read(published, day=DAY).contracts
    assert found.documents == (DocumentFacts("ab", "application/pdf", 9),)


def test_grants_and_what_was_put_away_are_not_published(office: Office) -> None:
    contract(office, "Grant", regime="grant")
    contract(office, "Away", archived=True)
    kept = contract(office, "Exempt", regime="exempt")
    assert [each.contract.id for each in office.read(published, day=DAY).contracts] == [kept]


def test_whether_a_contract_is_above_the_threshold_is_said_where_the_act_and_the_values_tell(office: Office) -> None:
    given: dict[str, Any] = {"signed_on": date(2026, 2, 1), "starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    for title, pounds, gross, regime in (
        ("1 above", 600_000, 720_000, "act-2023"),
        ("2 above without its VAT", 700_000, None, "act-2023"),
        ("3 below", 500_000, 600_000, "act-2023"),
        ("4 below as far as anybody knows", 600_000, None, "act-2023"),
        ("5 under older rules", 600_000, 720_000, "regulations-2015"),
    ):
        contract(office, title, pounds, gross=gross, regime=regime, **given)
    found = [each.above_threshold for each in office.read(published, day=DAY).contracts]
    assert found == [True, True, False, None, None]


def test_a_whole_office_is_a_valid_package_in_which_this_office_stands_once(office: Office) -> None:
    lead = body(office, "Our own office", "This office")
    one = contract(office, "=ISVA, “service”", gross=1_494_000, lead_id=lead, signed_on=date(2018, 9, 3))
    option(office, one, date(2021, 10, 1), date(2022, 9, 30), 415_000, taken="D/1")
    variation(office, one, -5_000, date(2019, 4, 1))
    contract(office, "Helpline", 9_000, "Harbourlight CIC")
    found = package(office.read(published, day=DAY), made_at=MADE)
    assert wrong(found) == []
    assert [[party["name"] for party in release["parties"]] for release in found["releases"]] == [
        ["Police and Crime Commissioner, New office", "First Light"],
        ["Police and Crime Commissioner, New office", "Harbourlight CIC"],
    ]


def test_the_example_is_a_valid_package_that_names_no_officer(devon_cornwall: Office) -> None:
    told = devon_cornwall.read(published, day=DAY)
    found = package(told, made_at=MADE)
    assert wrong(found) == []
    values = {one["contracts"][0]["title"]: one["contracts"][0]["value"]["amount"] for one in found["releases"]}
    assert values["ISVA service"] == 1_245_000
    text = json.dumps(found, ensure_ascii=False)
    assert not [one.contract.owner for one in told.contracts if one.contract.owner and one.contract.owner in text]
