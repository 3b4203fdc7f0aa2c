"""What one part of an application has to do with another: its organisation, its state, its numbers, its forms."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.drafts import form_key
from app.exchange import form_bank
from app.exchange.form_read import read_form
from app.grants import applicants, awarding, bids, checks, clock, headlines, paper_bids
from app.grants.bank_words import KEPT_OUT
from tests.app.grants.applied import Applied
from tests.factories import refusal

DAY = date(2026, 5, 20)


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def check(desk: Applied, key: str) -> None:
    given: Any = {"topic": "identity", "outcome": "clear", "evidence": "Seen", "checked_by": "Jo", "checked_on": DAY}
    desk.office.write("Check", checks.add, application_id=key, **given)


def test_checks_of_the_organisation_a_bid_was_thought_to_be_by_do_not_count_for_another(desk: Applied) -> None:
    key = desk.add(organisation="Good Trust")
    check(desk, key)
    assert [one.topic for one in desk.read(key).diligence] == ["identity"]
    desk.change(key, organisation="Another Trust")
    assert desk.read(key).diligence == ()
    desk.change(key, organisation="Good Trust")
    assert [one.topic for one in desk.read(key).diligence] == ["identity"]


def test_a_bid_that_was_ready_and_was_changed_since_is_held_to_what_it_lacks(desk: Applied) -> None:
    one = replace(desk.read(desk.add()), state="ready")
    kinds = {each.kind for each in awarding.blocks(one, DAY, desk.round)}
    assert "lacks" in kinds
    assert not awarding.may_be_awarded(one, DAY, desk.round)


def test_a_whole_bid_that_is_ready_lacks_nothing(desk: Applied) -> None:
    one = replace(desk.read(desk.add_whole()), state="ready")
    assert "lacks" not in {each.kind for each in awarding.blocks(one, DAY, desk.round)}


def test_what_is_typed_for_one_round_or_bid_does_not_come_back_in_anothers_form() -> None:
    assert form_key(paper_bids.enter, (), {"round_id": "A"}) != form_key(paper_bids.enter, (), {"round_id": "B"})
    assert form_key(checks.add, (), {"application_id": "A"}) != form_key(checks.add, (), {"application_id": "B"})
    assert form_key(checks.add, (), {"application_id": "A"}) == form_key(checks.add, (), {"application_id": "A"})


@pytest.mark.parametrize("field", ["note", "summary", "local_support"])
def test_bank_details_are_refused_wherever_they_are_typed_into_a_bid(desk: Applied, field: str) -> None:
    said: dict[str, Any] = {field: "Sort code 20-11-45, account number 12345678"}
    given: dict[str, Any] = {"round_id": desk.round.id, "organisation": "Brook", "project": "Boats", **said}
    assert refusal(desk.office, bids.add, **given) == (KEPT_OUT, field)


def test_bank_details_are_refused_in_what_is_known_of_an_organisation(desk: Applied) -> None:
    body = desk.read(desk.add()).organisation_id
    words = "GB33BUKB20201555555555"
    assert refusal(desk.office, applicants.set_profile, body, unregistered=words) == (KEPT_OUT, "unregistered")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sort code", True),
        ("Account number", True),
        ("Bank account", True),
        ("Bank account fees", False),
        ("Portable a/c units", False),
        ("BACS software", False),
    ],
)
def test_what_asks_for_bank_details_is_told_from_what_only_names_a_bank(words: str, expected: bool) -> None:
    assert form_bank.is_about(words) is expected


def test_after_a_round_was_closed_by_hand_everything_is_late(desk: Applied) -> None:
    closed = replace(desk.round, closed_on=DAY)
    assert clock.is_late(closed, DAY + timedelta(1))
    assert clock.is_late(closed, DAY + timedelta(1), stage="interest")
    assert clock.is_late(closed, DAY) is clock.is_late(desk.round, DAY)


def test_bids_are_numbered_by_their_own_round_where_another_reference_begins_alike(desk: Applied) -> None:
    desk.add_round("CSF")
    desk.add()
    assert desk.office.read(bids.next_reference, "CSF") == "CSF-001"


def test_a_draft_is_told_as_not_handed_in_and_not_as_out(desk: Applied) -> None:
    told = headlines.bids_headline(desk.round, {"received": (1, 5_00), "draft": (1, 0), "withdrawn": (1, 0)}, DAY)
    assert told.below.endswith("0 ready to score, 1 out, 1 not handed in.")


def test_a_file_of_a_hundred_thousand_unclosed_tags_is_refused_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "harm.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<sheet " * 100_000)
        packed.writestr("xl/worksheets/sheet1.xml", "<c " * 100_000 + "<row " * 100_000 + "<f " * 100_000)
    assert read_form(path).problems != ()
