"""Scoring members are added, changed and put away, and are no users."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.door import Office
from app.errors import Stale
from app.scoring import conflict_register, members, reading
from tests.app.scoring.seated import Seated
from tests.factories import add_organisation, refusal


def add(office: Office, **given: Any) -> str:
    return office.write("Add member", members.add, **{"name": "Bea Ledger", **given})


def test_a_member_is_numbered_and_their_body_found_or_added(office: Office) -> None:
    trust = add_organisation(office, "Evening Club Trust")
    first = add(office, organisation="evening club trust", postcode="cm28gg", email=" bea@example.org ")
    add(office, name="Tom Inkwell", organisation="Anytown Bowls", reference="M7")
    last = add(office, name="Ann Foolscap", organisation=trust)
    known = office.read(reading.members)
    assert [one.reference for one in known] == ["M1", "M7", "M8"]
    assert (known[0].id, known[0].organisation_id, known[0].postcode) == (first, trust, "CM2 8GG")
    assert known[0].email == "bea@example.org"
    assert office.read(organisations.find, "Anytown Bowls") == known[1].organisation_id
    assert (known[2].id, known[2].organisation_id) == (last, trust)


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"name": " "}, "The name is needed.", "name"),
        ({"reference": "m1"}, "There is already a member with this reference.", "reference"),
        ({"postcode": "nowhere"}, "“nowhere” is not a postcode. Type it like CM2 8GG.", "postcode"),
        ({"email": "bea"}, "“bea” is not an e-mail address. Type it like name@example.org.", "email"),
        (
            {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 3, 1)},
            "The term ends before it starts.",
            "ends_on",
        ),
    ],
)
def test_what_no_member_can_be_is_refused_at_its_box(
    office: Office, given: dict[str, Any], message: str, field: str
) -> None:
    add(office, name="Tom Inkwell")
    assert refusal(office, members.add, **{"name": "Bea Ledger", **given}) == (message, field)


def test_a_change_keeps_the_reference_and_is_not_made_over_another(office: Office) -> None:
    key = add(office, organisation="Anytown Bowls")
    office.write("Change", members.change, key, version=1, name="Bea  Daybook", body="Treasurer")
    one = office.read(reading.member, key)
    assert (one.reference, one.name, one.body, one.organisation) == ("M1", "Bea Daybook", "Treasurer", "")
    with pytest.raises(Stale):
        office.write("Change", members.change, key, version=1, name="Bea Ledger")


def test_a_member_is_put_away_only_when_they_score_nothing_any_more(office: Office) -> None:
    round_ = Seated(office)
    message = "Bea Ledger scores CSDF-2026. Take them off it first, or agree its ranking."
    assert refusal(office, members.archive, round_.members[0]) == (message, None)
    round_.rank()
    office.write("Archive", members.archive, round_.members[0])
    assert [one.name for one in office.read(reading.members, archived=True)] == ["Bea Ledger"]
    office.write("Bring back", members.archive, round_.members[0], back=True)
    assert len(office.read(reading.members)) == 4


def test_the_list_of_members_has_what_they_score_and_no_contact(office: Office) -> None:
    round_ = Seated(office)
    add(office, name="Di Quill", email="di@example.org", telephone="01632 960001", address="1 Any Street")
    listing = office.read(conflict_register.member_list)
    assert [line.cells[1] for line in listing.lines] == [
        "Bea Ledger",
        "Tom Inkwell",
        "Ann Foolscap",
        "Cai Blotter",
        "Di Quill",
    ]
    assert listing.lines[0].id == round_.members[0]
    assert [line.cells[-1] for line in listing.lines] == ["CSDF-2026"] * 4 + [""]
    assert "example.org" not in str(listing)
    assert "01632" not in str(listing)
    assert "Any Street" not in str(listing)
