"""Contracts as open contracting data: valid by the standard as it is kept here, and only what is known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.parts import (
    BreakRecord,
    ContractRecord,
    ContributionRecord,
    NoticeRecord,
    ReviewRecord,
    ShareRecord,
    VariationRecord,
)
from app.contracts.published import DocumentFacts, PaymentRecord, Published, PublishedContract
from app.errors import Refused
from app.exchange.ocds import package, write_package
from app.money import Pence
from tests.exchange.contract_records import (
    ANY_PUBLISHED,
    ISVA,
    MADE,
    MAKER,
    OWNER,
    decision,
    option,
    published,
)
from tests.exchange.ocds_standard import merged, wrong

OPTION = option(1, date(2021, 10, 1), date(2022, 9, 30), 415_000_00)


def packed(*contracts: ContractRecord | PublishedContract, **given: Any) -> Any:
    """A valid package of these."""
    found = package(published(*contracts, **given), made_at=MADE)
    assert wrong(found) == []
    return found


def release(one: ContractRecord | PublishedContract = ISVA, **given: Any) -> Any:
    return packed(one, **given)["releases"][0]


def contract(one: ContractRecord | PublishedContract = ISVA, **given: Any) -> Any:
    return release(one, **given)["contracts"][0]


def variation(**given: Any) -> VariationRecord:
    terms = {
        "id": "v1", "version": 1, "number": 1, "kind": "value", "change": Pence(5_000_00), "gross_change": None,
        "effective_on": date(2019, 4, 1), "signed_on": date(2019, 3, 20), "reason": "More referrals",
    }  # fmt: skip
    return VariationRecord(**{**terms, **given})


# --- the standard ---


@given(ANY_PUBLISHED)
def test_whatever_an_office_has_entered_is_valid_and_names_nobody(told: Published) -> None:
    found = package(told, made_at=MADE)
    assert wrong(found) == []
    text = json.dumps(found, ensure_ascii=False)
    assert MAKER not in text
    assert OWNER not in text
    for one in found["releases"]:
        named = {party["id"] for party in one["parties"]}
        for each in (one["buyer"], one["tender"]["procuringEntity"], *one["awards"][0]["suppliers"]):
            assert each["id"] in named


def test_two_hundred_contracts_are_one_valid_package_with_an_id_each() -> None:
    many = [replace(ISVA, id=f"c{at}", title=f"Contract {at}", value=Pence(at)) for at in range(200)]
    found = packed(*(replace(one, gross=None) for one in many))
    assert len({one["id"] for one in found["releases"]}) == len({one["ocid"] for one in found["releases"]}) == 200


@pytest.mark.parametrize(
    "break_it",
    [
        lambda whole: whole.pop("publisher"),
        lambda whole: whole.update(publishedDate="14 November 2019"),
        lambda whole: whole["releases"][0].pop("ocid"),
        lambda whole: whole["releases"][0].update(tag=["signed"]),
        lambda whole: whole["releases"][0]["contracts"][0].pop("awardID"),
        lambda whole: whole["releases"][0]["contracts"][0]["value"].update(amountGross="£1"),
        lambda whole: whole["releases"][0]["contracts"][0].update(aboveThreshold="yes"),
        lambda whole: whole["releases"][0]["parties"][0]["roles"].append("commissioner"),
    ],
)
def test_the_standard_that_is_held_against_it_finds_what_is_wrong(break_it: Any) -> None:
    found = packed(ISVA)
    break_it(found)
    assert len(wrong(found)) >= 1


def test_a_merge_patch_puts_in_takes_out_and_leaves() -> None:
    # the example of RFC 7396
    before = {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"}, "tags": ["example"]}
    patch = {"title": "Hello!", "phoneNumber": "1", "author": {"familyName": None}, "tags": ["sample"]}
    assert merged(before, patch) == {
        "title": "Hello!",
        "author": {"givenName": "John"},
        "tags": ["sample"],
        "phoneNumber": "1",
    }


# --- what is said ---


def test_the_isva_contract_is_told_whole() -> None:
    one = replace(
        ISVA,
        cpv="85000000-9",
        is_vcse=True,
        scale="sme",
        options=(OPTION,),
        contributions=(ContributionRecord("k", 1, "nhs", "NHS England", 2018, "agreed", Pence(1), None, ""),),
        shares=(
            ShareRecord("s1", 1, "l1", "Victims", "Victims grant", 2018, 600),
            ShareRecord("s2", 1, "l2", "Own", "", 2018, 400),
        ),
    )
    found = release(one)
    assert found["parties"] == [
        {
            "id": "office",
            "name": "Police and Crime Commissioner, Anyshire",
            "roles": ["buyer", "procuringEntity"],
        },
        {
            "id": "first-light",
            "name": "First Light",
            "roles": ["supplier"],
            "details": {"vcse": True, "scale": "sme"},
        },
        {"id": "nhs", "name": "NHS England", "roles": ["funder"]},
    ]
    assert found["planning"] == {"budget": {"description": "Victims grant 60.0 %, Own 40.0 %"}}
    assert found["tender"] == {
        "id": ISVA.id,
        "title": "ISVA service",
        "description": "Independent advisers for victims",
        "status": "complete",
        "procuringEntity": {"id": "office", "name": "Police and Crime Commissioner, Anyshire"},
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": "85000000"}}],
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
        "mainProcurementCategory": "services",
    }
    value = {"amount": 1_245_000, "amountGross": 1_494_000, "currency": "GBP"}
    period = {
        "startDate": "2018-10-01T00:00:00+01:00",
        "endDate": "2021-09-30T23:59:59+01:00",
        "maxExtentDate": "2022-09-30T23:59:59+01:00",
    }
    [award] = found["awards"]
    assert (award["status"], award["value"], award["contractPeriod"]) == ("active", value, period)
    assert found["contracts"] == [
        {
            "id": ISVA.id,
            "awardID": award["id"],
            "title": "ISVA service",
            "description": "Reference C-12. Independent advisers for victims",
            "status": "active",
            "period": period,
            "value": value,
            "dateSigned": "2018-09-03T00:00:00+01:00",
        }
    ]


def test_what_nobody_has_entered_is_not_there() -> None:
    found = release(replace(ISVA, gross=None, signed_on=None, purpose="", route="", scale="", is_vcse=False))
    assert found["awards"][0]["value"] == {"amount": 1_245_000, "currency": "GBP"}
    assert "planning" not in found
    for key in ("status", "description", "items", "procurementMethod", "procurementMethodDetails", "documents"):
        assert key not in found["tender"]
    for key in ("status", "dateSigned", "documents", "amendments", "proposedAmendments", "implementation"):
        assert key not in found["contracts"][0]
    assert "details" not in found["parties"][1]


@pytest.mark.parametrize(
    ("route", "method"),
    [("open", "open"), ("flexible", "selective"), ("direct", "direct"), ("quotes", "limited"),
     ("framework", None), ("waiver", None), ("provider-selection", None), ("", None)],
)  # fmt: skip
def test_how_suppliers_were_found_is_said_where_the_route_alone_tells(route: str, method: str | None) -> None:
    assert release(replace(ISVA, route=route))["tender"].get("procurementMethod") == method


@pytest.mark.parametrize(
    ("day", "signed", "status"),
    [
        (date(2018, 9, 30), True, "pending"),
        (date(2018, 9, 30), False, "pending"),
        (date(2018, 10, 1), True, "active"),
        (date(2021, 9, 30), True, "active"),
        (date(2021, 10, 1), True, "terminated"),
        (date(2019, 11, 14), False, None),
        (date(2021, 10, 1), False, None),
    ],
)
def test_a_contract_has_the_status_its_days_give_it(day: date, signed: bool, status: str | None) -> None:
    one = ISVA if signed else replace(ISVA, signed_on=None)
    found = release(one, day=day)
    assert found["contracts"][0].get("status") == status
    assert ("contractTermination" in found["tag"]) == (day > ISVA.ends_on)


def test_an_option_that_was_taken_is_in_the_period_the_value_and_the_amendments() -> None:
    found = contract(
        replace(ISVA, options=(replace(OPTION, status="taken", decision=decision(), gross=Pence(498_000_00)),))
    )
    assert found["value"] == {"amount": 1_660_000, "amountGross": 1_992_000, "currency": "GBP"}
    assert found["period"] == {"startDate": "2018-10-01T00:00:00+01:00", "endDate": "2022-09-30T23:59:59+01:00"}
    assert found["amendments"] == [
        {
            "id": "option-option-1",
            "date": "2021-03-01T00:00:00+00:00",
            "description": "Option 1 taken: 1 October 2021 to 30 September 2022. "
            "+£415,000 without VAT, +£498,000 with it.",
            "rationale": "Decision D/1",
            "period": {"startDate": "2018-10-01T00:00:00+01:00", "endDate": "2022-09-30T23:59:59+01:00"},
        }
    ]


def test_an_open_option_changes_nothing_but_how_far_it_may_go() -> None:
    plain, with_option = contract(ISVA), contract(replace(ISVA, options=(OPTION,)))
    with_option["period"].pop("maxExtentDate")
    assert with_option == plain


def test_a_signed_variation_is_an_amendment_and_an_unsigned_one_is_proposed() -> None:
    other = variation(id="v2", number=2, kind="scope", change=Pence(0), signed_on=None, reason="")
    found = contract(replace(ISVA, variations=(variation(), other)))
    assert found["amendments"] == [
        {
            "id": "variation-1",
            "date": "2019-03-20T00:00:00+00:00",
            "description": "Variation 1: Value, from 1 April 2019. +£5,000 without VAT.",
            "rationale": "More referrals",
        }
    ]
    assert found["proposedAmendments"] == [
        {"id": "variation-2", "description": "Variation 2: Scope of the service, from 1 April 2019."}
    ]


def test_a_contract_that_was_ended_early_ends_by_its_decision() -> None:
    early = date(2020, 3, 31)
    ended = BreakRecord("b1", 1, early, None, "office", "taken", "", decision("D/9", date(2019, 12, 1)))
    found = contract(replace(ISVA, breaks=(ended,)), day=date(2020, 4, 1))
    assert (found["status"], found["period"]["endDate"]) == ("terminated", "2020-03-31T23:59:59+01:00")
    assert found["value"] == {"amount": 622_500, "currency": "GBP"}
    assert found["amendments"][0]["description"] == "Ended early, on 31 March 2020."


def test_who_leads_and_who_commissions_together_have_their_parts_and_the_office_stands_there_once() -> None:
    one = replace(
        ISVA, lead_id="council", lead="Devon County Council", co_commissioners=(("own", "Us"), ("nhs", "NHS"))
    )
    told = replace(published(one), own=frozenset(["own"]))
    found = package(told, made_at=MADE)
    assert wrong(found) == []
    roles = {party["name"]: party["roles"] for party in found["releases"][0]["parties"]}
    assert roles == {
        "Police and Crime Commissioner, Anyshire": ["buyer"],
        "Devon County Council": ["procuringEntity"],
        "NHS": ["buyer"],
        "First Light": ["supplier"],
    }


def test_payments_and_reviews_are_its_implementation_and_what_a_review_found_is_not_told() -> None:
    held = ReviewRecord("r1", 1, 2018, 3, date(2019, 1, 20), "Inadequate", f"{OWNER} was late")
    not_held = replace(held, id="r2", quarter=4, held_on=None)
    paid = PaymentRecord("p1", date(2019, 1, 31), Pence(103_750_50))
    found = release(PublishedContract(replace(ISVA, reviews=(held, not_held)), (paid,)))
    assert found["contracts"][0]["implementation"] == {
        "transactions": [
            {
                "id": "p1",
                "date": "2019-01-31T00:00:00+00:00",
                "value": {"amount": 103_750.5, "currency": "GBP"},
                "payer": {"id": "office", "name": "Police and Crime Commissioner, Anyshire"},
                "payee": {"id": "first-light", "name": "First Light"},
            }
        ],
        "milestones": [
            {
                "id": "r1",
                "title": "Contract review, quarter 3 of 2018/19",
                "dateMet": "2019-01-20T00:00:00+00:00",
                "status": "met",
            }
        ],
    }
    assert found["tag"] == ["award", "contract", "implementation"]
    assert [party["roles"] for party in found["parties"]] == [
        ["buyer", "procuringEntity", "payer"],
        ["supplier", "payee"],
    ]


def test_a_document_is_its_hash_and_a_published_copy_is_the_signed_contract() -> None:
    one = PublishedContract(
        replace(ISVA, published_on=date(2018, 11, 1)), (), (DocumentFacts("ab" * 32, "application/pdf", 9),)
    )
    assert contract(one)["documents"] == [
        {
            "id": f"{ISVA.id}-copy",
            "documentType": "contractSigned",
            "datePublished": "2018-11-01T00:00:00+00:00",
        },
        {
            "id": f"sha256-{'ab' * 32}",
            "description": f"Kept by the office and not published here: 9 bytes with the SHA-256 {'ab' * 32}.",
            "format": "application/pdf",
        },
    ]


def test_each_notice_stands_where_it_belongs() -> None:
    notices = tuple(NoticeRecord(f"n{at}", 1, f"UK{at}", "", date(2025, 5, 1), "") for at in range(1, 13))
    found = release(replace(ISVA, notices=notices))
    of = found["contracts"][0]
    places = {
        "planning": found["planning"],
        "tender": found["tender"],
        "award": found["awards"][0],
        "contract": of,
        "implementation": of["implementation"],
    }
    assert {key: [one["noticeType"] for one in place["documents"]] for key, place in places.items()} == {
        "planning": ["UK1", "UK2", "UK3"],
        "tender": ["UK4", "UK5", "UK12"],
        "award": ["UK6"],
        "contract": ["UK7", "UK10"],
        "implementation": ["UK8", "UK9", "UK11"],
    }


# --- figures and ids ---


@given(st.integers(0, 99_999_999_999_99))
def test_pounds_are_these_pence_to_the_last_one(pence: int) -> None:
    [one] = package(published(replace(ISVA, value=Pence(pence), gross=None)), made_at=MADE)["releases"]
    text = json.dumps(one["contracts"][0]["value"])
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)["amount"] * 100 == pence


def test_the_same_contracts_give_the_same_ids_and_a_change_another_release() -> None:
    later = datetime(2020, 1, 1, tzinfo=UTC)
    first, second = (package(published(ISVA), made_at=at)["releases"][0] for at in (MADE, later))
    assert (first["id"], first["ocid"]) == (second["id"], second["ocid"])
    changed = release(replace(ISVA, title="ISVA services"))
    assert changed["ocid"] == first["ocid"]
    assert changed["id"] != first["id"]


def test_the_ocid_is_the_one_the_platform_gave_or_the_contracts_own_without_a_prefix_nobody_gave() -> None:
    assert release(replace(ISVA, ocid=" ocds-h6vhtk-0004d2 "))["ocid"] == "ocds-h6vhtk-0004d2"
    assert release()["ocid"] == f"urn:uuid:{ISVA.id}"


# --- the file ---


def test_the_file_is_readable_json_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "contracts.json"
    told = published(replace(ISVA, title='Cymorth i ddioddefwyr – "£5" Ŵ\x00'))
    assert write_package(told, path, made_at=MADE) == 1
    found = json.loads(path.read_bytes().decode("utf-8"))
    assert wrong(found) == []
    assert found["releases"][0]["tender"]["title"] == 'Cymorth i ddioddefwyr – "£5" Ŵ\N{WHITE SQUARE}'
    assert "Cymorth i ddioddefwyr – " in path.read_text(encoding="utf-8")


def test_without_a_contract_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no contract to publish"):
        write_package(published(), tmp_path / "contracts.json", made_at=MADE)
    assert list(tmp_path.iterdir()) == []
