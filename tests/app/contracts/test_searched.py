"""What of the contracts is found when everything is searched."""

from __future__ import annotations

from datetime import date

import pytest

from app.door import Office
from app.search import Hit, search
from db.contracts import CoCommissioner, ContractCondition, ContractNotice, Contribution, SubContract
from tests.app.contracts.registered import body, contract, option, put, variation


@pytest.fixture
def isva(office: Office) -> str:
    one = contract(office, reference="C/12", purpose="Advisers", cpv="85000000", ocid="ocds-h6vhtk-1", note="Two rooms")
    option(office, one, date(2021, 10, 1), date(2022, 9, 30), 415_001, taken="DEC/7")
    variation(office, one, -5_000, date(2019, 4, 1), reason="Fewer referrals")
    put(office, CoCommissioner(contract_id=one, organisation_id=body(office, "Torbay Council")))
    nhs = body(office, "NHS England", "NHS")
    money = {"year": 2019, "status": "conditional", "amount_pence": 212_199_00, "until": None, "condition": "Its MoU"}
    put(office, Contribution(contract_id=one, organisation_id=nhs, **money))
    terms = {"words": "Positive evaluation", "due_on": None, "blocks_from": None, "met_on": None, "evidence": ""}
    put(office, ContractCondition(contract_id=one, **terms))
    part = {"kind": "onward grant", "purpose": "Art therapy", "amount_pence": 12_345_00, "match_pence": 0}
    within = {"contract_id": one, "organisation_id": body(office, "Small Charity"), "starts_on": None, "ends_on": None}
    put(office, SubContract(**part, **within))
    notice = {"code": "UK7", "about": "", "published_on": date(2025, 5, 1), "number": "012345-2025"}
    put(office, ContractNotice(contract_id=one, **notice))
    return one


def found(office: Office, words: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in office.read(search, words) if one.tab == "contracts"]


@pytest.mark.parametrize(
    "words",
    [
        "isva",
        "service first light",
        "c/12",
        "advisers",
        "torbay",
        "85000000",
        "h6vhtk",
        "two rooms",
        "dec/7",
        "012345-2025",
    ],
)
def test_a_contract_is_found_by_everything_it_is_known_by(office: Office, isva: str, words: str) -> None:
    assert found(office, words) == [("Contract", "ISVA service, First Light")]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("415,000", ("Contract", "ISVA service, £415,000 a year")),
        ("415,001", ("Option", "Option 1 of ISVA service, £415,001")),
        ("fewer referrals", ("Variation", "Variation 1 of ISVA service, −£5,000")),
        ("212,199", ("Contribution", "NHS England towards ISVA service, £212,199")),
        ("mou", ("Contribution", "NHS England towards ISVA service, £212,199")),
        ("evaluation", ("Condition", "Positive evaluation, of ISVA service")),
        ("art therapy", ("Onward grant", "Small Charity within ISVA service, £12,345")),
        ("1,655,001", ("Contract", "ISVA service, First Light")),
    ],
)
def test_what_belongs_to_a_contract_is_found_by_its_own_words_and_amount(
    office: Office, isva: str, words: str, hit: tuple[str, str]
) -> None:
    assert found(office, words) == [hit]


def test_a_hit_leads_to_the_contract_in_the_view_that_has_them_all(office: Office, isva: str) -> None:
    [hit] = [one for one in office.read(search, "212,199") if one.tab == "contracts"]
    assert hit == Hit(hit.kind, hit.text, None, 2019, view="all", row_id=isva, tab="contracts")


def test_a_contract_that_was_put_away_is_not_found(office: Office) -> None:
    contract(office, archived=True)
    assert found(office, "isva") == []
