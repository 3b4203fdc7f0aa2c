"""What is known of who applies: numbers, details, contacts and stops, kept once and refused in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import organisations, people
from app.door import Office
from app.errors import Refused, Stale
from app.grants import applicants
from app.grants.applicants import ApplicantRecord, ContactRecord, ProfileRecord
from app.grants.organisation_fields import LABELS
from app.history import history
from app.roles import APPROVERS_ONLY
from tests.app.grants.applied import Applied
from tests.conftest import Open
from tests.factories import SAM, add_organisation, refusal

DAY = date(2026, 3, 2)


@pytest.fixture
def trust(office: Office) -> str:
    """A made-up charity; its id."""
    return add_organisation(office, "Quillfeather Trust", kind="Charity")


def of(office: Office, organisation_id: str) -> ApplicantRecord:
    return office.read(applicants.applicant, organisation_id)


def contacts(office: Office, organisation_id: str) -> list[ContactRecord]:
    return office.read(applicants.contacts, organisation_id)


# numbers


def test_a_number_is_kept_as_its_register_writes_it_and_by_its_look_under_the_right_one(
    office: Office, trust: str
) -> None:
    office.write("Number", applicants.set_identifier, trust, number="Charity no. 1164883")
    office.write("Number", applicants.set_identifier, trust, number="1234567", scheme="GB-COH")
    assert [one.text for one in of(office, trust).identifiers] == [
        "Charity, England and Wales 1164883",
        "Company 01234567",
    ]


def test_a_number_that_is_there_already_is_only_told_when_it_was_looked_up(office: Office, trust: str) -> None:
    first = office.write("Number", applicants.set_identifier, trust, number="1164883")
    again = office.write(
        "Number", applicants.set_identifier, trust, number="1164883", checked_on=DAY, checked_how="Jo, online"
    )
    assert again == first
    [kept] = of(office, trust).identifiers
    assert (kept.checked_on, kept.checked_how) == (DAY, "Jo, online")
    office.write("Number", applicants.set_identifier, trust, number="1164883")
    assert of(office, trust).identifiers == (kept,)


def test_a_number_is_changed_put_away_and_brought_back(office: Office, trust: str) -> None:
    key = office.write("Number", applicants.set_identifier, trust, number="1164883")
    office.write(
        "Change", applicants.set_identifier, trust, number="SC042386", identifier_id=key, version=1, checked_on=DAY
    )
    [kept] = of(office, trust).identifiers
    assert (kept.id, kept.text, kept.checked_on) == (key, "Charity, Scotland SC042386", DAY)
    office.write("Archive", applicants.archive_identifier, key, version=kept.version)
    assert of(office, trust).identifiers == ()
    office.write("Back", applicants.archive_identifier, key, back=True)
    assert [one.number for one in of(office, trust).identifiers] == ["SC042386"]


def test_a_number_of_another_organisation_is_refused_by_that_organisations_name(office: Office, trust: str) -> None:
    other = add_organisation(office, "Old Mill Project")
    office.write("Number", applicants.set_identifier, other, number="1164883")
    assert refusal(office, applicants.set_identifier, trust, number=" 1164883") == (
        "“Old Mill Project” has this number. If it is the same organisation, merge the two.",
        "number",
    )
    office.write("Archive", organisations.archive, other)
    assert refusal(office, applicants.set_identifier, trust, number="1164883") == (
        "“Old Mill Project”, which was put away, has this number. Bring it back and use it.",
        "number",
    )


def test_a_number_is_refused_at_the_box_that_is_wrong(office: Office, trust: str) -> None:
    assert refusal(office, applicants.set_identifier, trust, number=" ") == ("The number is needed.", "number")
    assert refusal(office, applicants.set_identifier, trust, number="RAX") == (
        "The desk cannot tell which register this number is of. Choose it.",
        "scheme",
    )
    assert refusal(office, applicants.set_identifier, trust, number="RAX", scheme="GB-CHC")[1] == "number"
    assert refusal(office, applicants.set_identifier, trust, number="RAX", scheme="GB-XYZ")[1] == "scheme"
    first = office.write("Number", applicants.set_identifier, trust, number="1164883")
    office.write("Number", applicants.set_identifier, trust, number="01234567")
    assert refusal(office, applicants.set_identifier, trust, number="01234567", identifier_id=first, version=1) == (
        "This organisation has that number already.",
        "number",
    )


def test_a_number_somebody_changed_meanwhile_is_not_overwritten(
    office: Office, trust: str, path: Path, opened: Open
) -> None:
    key = office.write("Number", applicants.set_identifier, trust, number="1164883")
    opened(path, SAM).write(
        "Change number", applicants.set_identifier, trust, number="1164884", identifier_id=key, version=1
    )
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Change", applicants.set_identifier, trust, number="1164885", identifier_id=key, version=1)
    assert [one.number for one in of(office, trust).identifiers] == ["1164884"]


# details


def test_details_are_entered_once_and_changed_after_that(office: Office, trust: str) -> None:
    assert of(office, trust).profile == ProfileRecord()
    first = office.write(
        "Details",
        applicants.set_profile,
        trust,
        version=0,
        address=" 1 Mill Lane ",
        postcode="co11aa",
        income=12_500_00,
    )
    seen = of(office, trust).profile
    assert (seen.address, seen.postcode, seen.income, seen.founded_on) == ("1 Mill Lane", "CO1 1AA", 12_500_00, None)
    again = office.write(
        "Details", applicants.set_profile, trust, version=seen.version, unregistered="A small group", founded_on=DAY
    )
    seen = of(office, trust).profile
    assert again == first
    assert (seen.address, seen.income, seen.unregistered, seen.founded_on) == ("", None, "A small group", DAY)
    with pytest.raises(Stale):
        office.write("Details", applicants.set_profile, trust, version=0, address="2 Mill Lane")


def test_details_of_the_wrong_shape_are_refused_at_their_box(office: Office, trust: str) -> None:
    assert refusal(office, applicants.set_profile, trust, postcode="CO1") == (
        "“CO1” is not a postcode. Type it like CM2 8GG.",
        "postcode",
    )
    assert refusal(office, applicants.set_profile, trust, income=-1) == ("An income cannot be below £0.", "income")


# contacts


def test_contacts_are_added_changed_and_put_away_and_never_stand_in_the_organisation_itself(
    office: Office, trust: str
) -> None:
    key = office.write(
        "Contact",
        applicants.add_contact,
        trust,
        person=" Pat Quill ",
        post="Secretary",
        email="pat@quill.example",
        telephone="01632 960000",
    )
    [one] = contacts(office, trust)
    assert (one.person, one.post, one.email, one.telephone) == (
        "Pat Quill",
        "Secretary",
        "pat@quill.example",
        "01632 960000",
    )
    office.write("Change", applicants.change_contact, key, version=1, person="Pat Feather")
    [one] = contacts(office, trust)
    assert (one.person, one.email) == ("Pat Feather", "")
    with pytest.raises(Stale):
        office.write("Change", applicants.change_contact, key, version=1, person="Pat")
    assert "Pat" not in repr(of(office, trust))
    office.write("Archive", applicants.archive_contact, key, version=one.version)
    assert contacts(office, trust) == []
    assert refusal(office, applicants.change_contact, key, version=None, person="Pat")[0].startswith("That record is")
    office.write("Back", applicants.archive_contact, key, back=True)
    assert len(contacts(office, trust)) == 1


def test_a_contact_may_be_of_one_application_of_its_own_organisation(office: Office, trust: str) -> None:
    applied = Applied(office)
    bid = applied.add(organisation="Quillfeather Trust")
    office.write("Contact", applicants.add_contact, trust, person="Pat Quill", application_id=bid)
    office.write("Contact", applicants.add_contact, trust, person="Lee Feather")
    assert [one.person for one in office.read(applicants.contacts, trust, application_id=bid)] == ["Pat Quill"]
    assert [one.person for one in contacts(office, trust)] == ["Lee Feather", "Pat Quill"]
    other = add_organisation(office, "Old Mill Project")
    assert refusal(office, applicants.add_contact, other, person="Sam", application_id=bid) == (
        "That application is another organisation's.",
        None,
    )


@pytest.mark.parametrize("typed", ["pat", "pat@", "@quill.example", "pat@quill", "pat quill@quill.example"])
def test_what_is_no_e_mail_address_is_refused(office: Office, trust: str, typed: str) -> None:
    assert refusal(office, applicants.add_contact, trust, person="Pat", email=typed) == (
        f"“{typed}” is not an e-mail address. Type it like name@example.org.",
        "email",
    )
    assert refusal(office, applicants.add_contact, trust, person=" ") == ("The name is needed.", "person")


# stops


def stop(office: Office, organisation_id: str, reason: str = "Accounts overdue", day: date = DAY) -> str:
    return office.write("Stop", applicants.set_hard_stop, organisation_id, reason=reason, set_by="A Kay", set_on=day)


def test_a_stop_holds_until_it_is_lifted_and_both_reasons_stay(office: Office, trust: str) -> None:
    first = stop(office, trust)
    second = stop(office, trust, "Report missing", date(2026, 4, 1))
    assert of(office, trust).stopped == "Report missing; Accounts overdue"
    for key in (first, second):
        office.write(
            "Lift",
            applicants.lift_hard_stop,
            key,
            version=1,
            lift_reason="They came",
            lifted_by="B Ell",
            lifted_on=date(2026, 4, 2),
        )
    assert of(office, trust).stopped == ""
    assert [(one.reason, one.lift_reason, one.holds) for one in of(office, trust).stops] == [
        ("Report missing", "They came", False),
        ("Accounts overdue", "They came", False),
    ]
    office.undo()
    assert of(office, trust).stopped == "Report missing"


def test_only_an_approver_stops_an_organisation_or_lifts_that(
    office: Office, trust: str, path: Path, opened: Open
) -> None:
    key = stop(office, trust)
    office.write("List", people.add, account="Jo", role="approver")
    officer = opened(path, SAM)
    terms: dict[str, Any] = {"reason": "No", "set_by": "Sam", "set_on": DAY}
    assert refusal(officer, applicants.set_hard_stop, trust, **terms) == (APPROVERS_ONLY, None)
    lifting: dict[str, Any] = {"version": 1, "lift_reason": "Yes", "lifted_by": "Sam", "lifted_on": DAY}
    assert refusal(officer, applicants.lift_hard_stop, key, **lifting) == (APPROVERS_ONLY, None)
    office.write("Lift", applicants.lift_hard_stop, key, **lifting)
    assert of(office, trust).stopped == ""


def test_a_stop_wants_its_reason_its_day_and_who_said_so(office: Office, trust: str) -> None:
    terms: dict[str, Any] = {"reason": "No", "set_by": "A Kay", "set_on": DAY}
    assert refusal(office, applicants.set_hard_stop, trust, **terms | {"reason": " "})[1] == "reason"
    assert refusal(office, applicants.set_hard_stop, trust, **terms | {"set_by": ""})[1] == "set_by"
    assert refusal(office, applicants.set_hard_stop, trust, **terms | {"set_on": None})[1] == "set_on"
    key = stop(office, trust)
    lifting: dict[str, Any] = {"version": 1, "lift_reason": "Yes", "lifted_by": "A Kay", "lifted_on": DAY}
    assert refusal(office, applicants.lift_hard_stop, key, **lifting | {"lift_reason": ""})[1] == "lift_reason"
    assert refusal(office, applicants.lift_hard_stop, key, **lifting | {"lifted_by": ""})[1] == "lifted_by"
    assert refusal(office, applicants.lift_hard_stop, key, **lifting | {"lifted_on": None})[1] == "lifted_on"
    assert refusal(office, applicants.lift_hard_stop, key, **lifting | {"lifted_on": date(2026, 3, 1)}) == (
        "The stop holds from 2 March 2026: it cannot be lifted before.",
        "lifted_on",
    )
    office.write("Lift", applicants.lift_hard_stop, key, **lifting)
    assert refusal(office, applicants.lift_hard_stop, key, **lifting | {"version": 2}) == (
        "This stop was lifted on 2 March 2026.",
        None,
    )
    with pytest.raises(Stale):
        office.write("Lift", applicants.lift_hard_stop, key, **lifting)


# all of them


def test_all_are_read_at_once_with_what_is_theirs_and_those_put_away_only_when_asked_for(
    office: Office, trust: str
) -> None:
    other = add_organisation(office, "Old Mill Project", aliases="OMP")
    office.write("Number", applicants.set_identifier, trust, number="1164883")
    office.write("Details", applicants.set_profile, other, postcode="CO1 1AA")
    stop(office, other)
    every = office.read(applicants.applicants)
    assert every == [of(office, other), of(office, trust)]
    assert (every[0].aliases, every[0].profile.postcode, every[0].stopped) == (("OMP",), "CO1 1AA", "Accounts overdue")
    office.write("Archive", organisations.archive, other)
    assert [one.name for one in office.read(applicants.applicants)] == ["Quillfeather Trust"]
    assert [one.archived for one in office.read(applicants.applicants, archived=True)] == [True, False]
    with pytest.raises(Refused, match="no longer in this office file"):
        office.read(applicants.applicant, "nobody")


def test_nothing_is_added_to_an_organisation_that_was_put_away(office: Office, trust: str) -> None:
    office.write("Archive", organisations.archive, trust)
    assert refusal(office, applicants.set_identifier, trust, number="1164883")[0].startswith("That record is")
    assert refusal(office, applicants.set_profile, trust, address="1 Mill Lane")[0].startswith("That record is")
    assert refusal(office, applicants.add_contact, trust, person="Pat")[0].startswith("That record is")
    stop_terms: dict[str, Any] = {"reason": "No", "set_by": "A Kay", "set_on": DAY}
    assert refusal(office, applicants.set_hard_stop, trust, **stop_terms)[0].startswith("That record is")


def test_the_history_tells_whose_number_and_whose_stop_it_was(office: Office, trust: str) -> None:
    office.write("Add number", applicants.set_identifier, trust, number="1164883")
    key = stop(office, trust)
    office.write(
        "Lift stop",
        applicants.lift_hard_stop,
        key,
        version=1,
        lift_reason="They came",
        lifted_by="B Ell",
        lifted_on=DAY,
    )
    lifted, stopped, number = office.read(history, labels=LABELS)[:3]
    assert number.text == "Add number: “Quillfeather Trust”."
    assert stopped.text == "Stop: “Quillfeather Trust”."
    assert "why the stop is lifted of “Quillfeather Trust” from nothing to “They came”" in lifted.text
