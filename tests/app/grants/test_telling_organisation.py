"""What an officer reads of an organisation: whether it may have money first; no person of it is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.door import Office
from app.grants import applicants, checks, telling_organisation
from app.listing import Column, Line, Listing
from tests.app.grants.checked import DAY, bid, check
from tests.app.grants.told import everything, read, rows
from tests.factories import add_organisation


def test_an_organisation_is_read_with_its_numbers_its_stop_and_its_checks(office: Office) -> None:
    body = add_organisation(office, "Evening Club Trust", kind="Charity", aliases="Evening Club")
    application_id = bid(office, 500)
    office.write("Add number", applicants.set_identifier, body, number="1164883", scheme="GB-CHC")
    office.write(
        "Stop",
        applicants.set_hard_stop,
        body,
        reason="Overdue reports",
        set_by="Named Officer",
        set_on=date(2026, 2, 1),
    )
    check(office, application_id, "finance", holds_for="organisation", checked_on=date(2026, 2, 3))
    check(office, application_id, "identity", checked_on=date(2026, 2, 12))
    o = office.read(applicants.applicant, body)
    made = office.read(checks.of_organisation, body)
    past = Listing("Its history with this office", (Column("what", "What"),), (Line("1", ("A bid of 2024",)),))
    parts = read(telling_organisation.organisation_parts(o, (), past, day=DAY, made=made))
    assert list(parts) == ["Hard stop", "Numbers", "Organisation", "Checks", "Its history with this office"]
    assert rows(parts["Hard stop"]) == [("Overdue reports", date(2026, 2, 1), "Stopped")]
    assert [cells[1] for cells in rows(parts["Numbers"])] == ["1164883"]
    assert [cells[0] for cells in rows(parts["Checks"])] == ["Identity and governing document", "Accounts and cash"]
    assert parts["Checks"].words == (
        "Identity and governing document: 12 February 2026, A Person. For one application only.",
        "Accounts and cash: 3 February 2026, A Person.",
    )
    assert dict(parts["Organisation"].facts) == {"Kind": "Charity", "Also called": "Evening Club"}
    assert telling_organisation.subtitle(o) == "Charity · also called Evening Club"
    before = read(telling_organisation.organisation_parts(o, day=date(2026, 2, 5), made=made))
    assert len(rows(before["Checks"])) == 1


def test_of_an_organisation_too_no_person_is_printed(office: Office) -> None:
    body = add_organisation(office)
    office.write("Add contact", applicants.add_contact, body, person="Named Person", post="Chair")
    number: dict[str, Any] = {"number": "1164883", "scheme": "GB-CHC", "checked_how": "Named Officer looked"}
    office.write("Add number", applicants.set_identifier, body, checked_on=DAY, **number)
    stop = office.write("Stop", applicants.set_hard_stop, body, reason="Late", set_by="A Person", set_on=DAY)
    lift: dict[str, Any] = {"lift_reason": "It came", "lifted_by": "Named Approver", "lifted_on": DAY}
    office.write("Lift", applicants.lift_hard_stop, stop, version=1, **lift)
    o, people = office.read(applicants.applicant, body), office.read(applicants.contacts, body)
    screen = everything(read(telling_organisation.organisation_parts(o, people, day=DAY)))
    printed = everything(read(telling_organisation.organisation_parts(o, people, day=DAY, printable=True)))
    for words in ("Named Person", "Named Officer", "Named Approver"):
        assert words in screen
        assert words not in printed
    assert "Lifted on 2 March 2026: It came" in printed
