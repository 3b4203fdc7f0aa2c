"""Conflicts to be asked about come from employer and address, and leave once anything is declared."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.grants import applicants
from app.scoring import members, suggesting
from app.scoring.parts import BidRecord, MemberRecord
from app.scoring.suggesting import Place, suggested
from tests.app.scoring.seated import Seated

BIDS = (
    BidRecord("b1", "R-1", "o1", "Harwick Youth Club", "Evenings", None),
    BidRecord("b2", "R-2", "o2", "Saint Anselm's Night Shelter Ltd", "Beds", None),
)


def member(**given: Any) -> MemberRecord:
    texts = ("body", "organisation_id", "organisation", "area_id", "area", "address", "postcode", "email", "telephone")
    plain: dict[str, Any] = dict.fromkeys((*texts, "note"), "")
    terms = {"starts_on": None, "ends_on": None, **plain, **given}
    return MemberRecord("m", 1, archived=False, reference="M1", name="Bea Ledger", **terms)


@pytest.mark.parametrize(
    ("given", "bid", "why"),
    [
        ({"organisation_id": "o1"}, "b1", "Works for or acts for Harwick Youth Club"),
        ({"body": "Trustee of Harwick youth club"}, "b1", "Same name: “Harwick youth club” and “Harwick Youth Club”"),
        ({"body": "Cook, St Anselms Nightshelter"}, "b2", "Same name"),
        ({"organisation": "The Anselm Beds"}, "b2", "which it is also known as"),
        ({"postcode": "CM2 8GG"}, "b2", "Same postcode: CM2 8GG"),
        ({"address": "Flat B\n12, high street"}, "b2", "Same line of the address: 12 High Street"),
    ],
)
def test_the_same_employer_or_address_is_suggested(given: dict[str, str], bid: str, why: str) -> None:
    places = {"o2": Place("12 High Street\nAnytown", "CM2 8GG", ("The Anselm Beds",))}
    (one,) = suggested([member(**given)], BIDS, places)
    assert (one.member_id, one.application_id) == ("m", bid)
    assert why in one.why


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"body": "Head teacher"},
        {"address": "3 Low Road\nAnytown"},
        {"address": "12 High Street", "postcode": "EX1 1AA"},
    ],
)
def test_neither_a_town_nor_a_street_elsewhere_nor_nothing_is_suggested(given: dict[str, str]) -> None:
    assert not suggested([member(**given)], BIDS, {"o2": Place("12 High Street\nAnytown", "CM2 8GG")})


def test_a_suggestion_leaves_once_anything_is_declared(office: Office) -> None:
    round_ = Seated(office)
    bea, first = round_.members[0], round_.bids[0]
    body = round_.ready[0].organisation_id
    office.write("Profile", applicants.set_profile, body, postcode="CM2 8GG")
    office.write("Change", members.change, bea, version=1, name="Bea Ledger", postcode="CM2 8GG")
    (one,) = office.read(suggesting.read, round_.stage_id)
    assert (one.member_id, one.application_id, one.why) == (bea, first, "Same postcode: CM2 8GG")
    assert not round_.declared
    round_.declare(bea, {f"{first}:kind": "none"})
    assert not office.read(suggesting.read, round_.stage_id)
