"""What of a decision is published, the list of decisions, and how they are numbered."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import people
from app.decisions import published, reading, ruling
from app.decisions.changed import is_altered
from app.decisions.content import digest
from app.decisions.decision_list import decision_list
from app.decisions.parts import ROLES, USUAL_LIMIT, DecisionSheetRecord
from app.decisions.ruling import reference
from app.door import Office
from app.errors import Refused, Stale
from app.grants import merging_bodies
from app.grants.reading import applications
from db.applicants import Contact
from db.grants import Application
from tests.app.decisions.deciding import PAM, SIGNATORIES, Committed, Sheets
from tests.app.recommendations.recommended import LATER
from tests.conftest import Open
from tests.factories import add_organisation, refusal

SECRET = "The price of the lease is £12,345."


def signed(desk: Committed, **boxes: Any) -> DecisionSheetRecord:
    """The sheet of everything with these boxes, signed."""
    key = desk.one()
    desk.sheets.fill(key)
    desk.sheets.change(key, None, **boxes)
    desk.sheets.put_forward(key)
    desk.sheets.record_all(key)
    desk.sheets.sign(key)
    return desk.sheets.sheet(key)


def test_the_published_part_has_who_is_funded_and_who_approved_and_no_word_that_is_withheld(office: Office) -> None:
    desk = Committed(office)
    for key, body in [(one.id, one.organisation_id) for one in office.read(applications)]:
        desk.add(
            Contact(
                organisation_id=body,
                application_id=key,
                person="Una Applicant",
                post="Chair",
                email="una@example.org",
                telephone="01632 960001",
            )
        )
    withheld = {"publication": "part", "exemption": "Paragraph 3", "review_on": date(2020, 4, 1), "withheld": SECRET}
    sheet = signed(desk, **withheld)
    found = published.published(sheet)
    assert (found.reference, found.title, found.given) == ("2018-001", sheet.title, 90_000_00)
    assert [one.payee for one in found.awards] == ["Group 1", "Group 2", "Group 3"]
    assert found.others == (("reserve", 1), ("decline", 1))
    assert [(one.role, one.name) for one in found.approvals] == [(role, SIGNATORIES[role][1]) for role in ROLES]
    assert (found.is_part, found.exemption) == (True, "Paragraph 3")
    whole = repr(asdict(found))
    for value in (
        *(SECRET, "Group 4", "Group 5", "Project 4", "Project 5", "Una Applicant", "una@example.org", "01632 960001"),
        *("Bea Ledger", "Tom Inkwell", "Ann Blotter", "a" * 64),
    ):
        assert value not in whole
    assert not {one.name for one in fields(found)} & {"prepared_by", "withheld", "snapshot", "account"}


@pytest.mark.parametrize(
    ("boxes", "why"),
    [
        ({"marking": "OFFICIAL-SENSITIVE"}, "It is marked OFFICIAL-SENSITIVE."),
        (
            {"publication": "none", "exemption": "Paragraph 3.", "review_on": date(2020, 4, 1)},
            "It is not published: Paragraph 3.",
        ),
    ],
)
def test_what_is_sensitive_or_exempt_is_not_published(office: Office, boxes: dict[str, Any], why: str) -> None:
    sheet = signed(Committed(office), **boxes)
    assert published.why_not(sheet) == (why,)
    with pytest.raises(Refused, match="2018-001 cannot be published"):
        published.published(sheet)
    assert refusal(office, published.record, sheet.id, version=None, published_on=LATER, day=LATER)[0] == why


def test_a_draft_is_not_published(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    with pytest.raises(Refused, match=r"A new lease cannot be published\. It has not been signed\."):
        published.published(desk.sheet(key))


def test_when_and_where_it_was_published_is_recorded_after_it_was_signed_and_taken_back(office: Office) -> None:
    sheet = signed(Committed(office))
    for on, told in (
        (LATER - timedelta(1), "It was signed on 20 August 2018"),
        (LATER + timedelta(2), "after today"),
        (None, "The day it was published is needed"),
    ):
        message, box = refusal(
            office, published.record, sheet.id, version=None, published_on=on, day=LATER + timedelta(1)
        )
        assert (told in message, box) == (True, "published_on")
    office.write(
        "Publish",
        published.record,
        sheet.id,
        version=sheet.version,
        published_on=LATER,
        link=" https://office.example/1 ",
        day=LATER,
    )
    after = office.read(reading.sheet, sheet.id)
    assert (after.published_on, after.link) == (LATER, "https://office.example/1")
    assert not is_altered(after)
    assert office.undo() == "Publish"
    assert office.read(reading.sheet, sheet.id).link == ""


def test_the_list_says_how_each_decision_stands(office: Office) -> None:
    desk = Committed(office)
    sheet = signed(desk)
    other = desk.sheets.other(title="A new lease")
    desk.set(Application, desk.bids[0], project="Another")
    found = office.read(decision_list, year=2018)
    assert [(line.id, line.cells[0]) for line in found.lines] == [(sheet.id, "2018-001"), (other, "No number yet")]
    by_key = dict(zip((one.key for one in found.columns), found.lines[0].cells, strict=True))
    assert (by_key["state"], by_key["given"], by_key["approvals"], by_key["note"]) == (
        "Signed",
        90_000_00,
        "3 of 3",
        "Changed since",
    )
    assert office.read(decision_list, year=2017).lines == ()
    assert len(office.read(decision_list).lines) == 2


def test_merging_two_organisations_leaves_what_was_approved_as_it_was_and_is_undone(office: Office) -> None:
    desk = Committed(office)
    sheet = signed(desk)
    body = sheet.awards[0].organisation_id
    other = add_organisation(office, "First Light")
    preview = office.read(merging_bodies.preview, other, body)
    office.write(
        "Merge",
        merging_bodies.merge,
        keep_id=other,
        other_id=body,
        keep_version=preview.keep.version,
        other_version=preview.other.version,
        chosen=dict.fromkeys(preview.open, "keep"),
    )
    after = office.read(reading.sheet, sheet.id)
    assert (after.awards[0].organisation_id, after.awards[0].payee) == (other, "Group 1")
    assert not is_altered(after)
    assert office.undo() == "Merge"
    assert office.read(reading.sheet, sheet.id).awards[0].organisation_id == body


# what is approved


def test_what_is_approved_is_the_same_whoever_prepared_it_and_wherever_it_is_published(office: Office) -> None:
    sheet = Committed(office).sheets
    one = sheet.sheet(sheet.other())
    for same in (
        replace(one, prepared_by="sam"),
        replace(one, year=2020),
        replace(one, published_on=LATER, link="x"),
        replace(one, version=9, state="for approval"),
    ):
        assert digest(same) == digest(one)
    for other in (
        replace(one, finance="x"),
        replace(one, limit=USUAL_LIMIT),
        replace(one, interests_confirmed=True),
        replace(one, review_on=LATER),
        replace(one, supersedes_id="x"),
        replace(one, implications=one.implications[:-1]),
    ):
        assert digest(other) != digest(one)


# how decisions are numbered


def test_the_office_sets_its_limit_its_numbers_and_who_decides(office: Office, opened: Open) -> None:
    rule = office.read(reading.rule)
    assert (rule.version, rule.limit, office.read(ruling.example, 2018)) == (None, USUAL_LIMIT, "2018-001")
    terms: dict[str, Any] = {"limit": 500_000, "pattern": "PFCC {number}/{years}", "maker_title": "PFCC"}
    office.write("Rule", ruling.set_rule, version=None, **terms)
    assert office.read(ruling.example, 2018) == "PFCC 1/2018-19"
    with pytest.raises(Stale):
        office.write("Rule", ruling.set_rule, version=None, **terms)
    office.write("Rule", ruling.set_rule, version=1, **{**terms, "limit": 0})
    assert office.read(reading.rule).limit == 0
    office.write("List", people.add, account="Jo", name="Jo", role="approver")
    with pytest.raises(Refused, match="Only an approver"):
        opened(office.path, PAM).write("Rule", ruling.set_rule, version=2, **terms)


@pytest.mark.parametrize(
    ("given", "told", "field"),
    [
        ({"pattern": "{year}"}, "{number} is missing", "pattern"),
        ({"pattern": "{number}"}, "{year} is missing", "pattern"),
        ({"pattern": "{year}-{number:x}{number}"}, "stands only around", "pattern"),
        ({"pattern": "{year.real}{year}{number}"}, "stands only around", "pattern"),
        ({"pattern": "{year}-{number}" + "x" * 40}, "longer than", "pattern"),
        ({"pattern": " "}, "How decisions are numbered is needed", "pattern"),
        ({"limit": -1}, "The limit is between £0", "limit"),
        ({"limit": None}, "The limit is needed", "limit"),
        ({"maker_title": ""}, "Who decides is needed", "maker_title"),
    ],
)
def test_a_rule_that_could_not_number_or_limit_is_refused(
    office: Office, given: dict[str, Any], told: str, field: str
) -> None:
    terms: dict[str, Any] = {"limit": 1, "pattern": "{year}-{number}", "maker_title": "PCC"} | given
    message, box = refusal(office, ruling.set_rule, version=None, **terms)
    assert (told in message, box) == (True, field)


@settings(max_examples=200)
@given(
    st.sampled_from(("{year}-{number:03d}", "{number}/{years}", "D{number:02}-{year}", "{years}-{number:04d}")),
    st.lists(st.tuples(st.integers(2000, 2050), st.integers(1, 20_000)), min_size=2, max_size=2, unique=True),
)
def test_no_two_decisions_are_called_the_same(pattern: str, two: list[tuple[int, int]]) -> None:
    assert len({reference(pattern, year, number) for year, number in two}) == 2
