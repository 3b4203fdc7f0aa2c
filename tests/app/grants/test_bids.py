"""Applications: what they begin with, what is refused beside which box, and what a change leaves alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.door import Office
from app.errors import Stale
from app.grants import bids, register
from app.money import MOST_PENCE
from tests.app.grants.applied import CLOSES, WHOLE, Applied
from tests.factories import add_organisation, refusal


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def test_a_bid_is_kept_as_it_was_typed(desk: Applied) -> None:
    typed: dict[str, Any] = WHOLE | {
        "reference": " B1 ",
        "stage": "full",
        "meeting_id": "",
        "with_children": True,
        "with_adults": True,
        "has_safeguarding": True,
        "safeguarding_on": date(2026, 1, 1),
        "is_continuation": True,
        "past_delivery": "Forty beds",
        "arrived_by": "form",
        "form_digest": "0" * 64,
        "form_mark": 1,
        "note": "Kept",
        "received_time": "9.30",
    }
    one = desk.read(desk.add(**typed))
    assert bids.as_typed(one) == typed | {"reference": "B1", "received_time": "09:30"}
    assert (one.state, one.round, one.line_id) == ("draft", "Community Safety Fund", "")


def test_a_bid_needs_no_more_than_who_and_what(desk: Applied) -> None:
    given: dict[str, Any] = {
        "organisation": "Harbour Advice",
        "project": "Night shelter",
        "duplicates": None,
        "stage": None,
    }
    key = desk.office.write("Add bid", bids.add, round_id=desk.round_id, **given)
    one = desk.read(key)
    assert (one.requested, one.duplicates, one.stage, one.arrived_by) == (None, "", "full", "paper")


def test_bids_are_numbered_by_their_round_and_no_number_is_given_twice(desk: Applied) -> None:
    first = desk.add()
    desk.add(reference="CSF-2026-009")
    desk.office.write("Archive", bids.archive, first, version=1)
    assert desk.read(desk.add()).reference == "CSF-2026-010"
    said = refusal(desk.office, bids.add, round_id=desk.round_id, **WHOLE | {"reference": "CSF-2026-010"})
    assert said == ("There is already an application with this reference.", "reference")


def test_an_organisation_is_found_by_any_name_or_chosen_by_its_id_or_added(desk: Applied) -> None:
    known = add_organisation(desk.office, "Harbour Advice CIC", aliases="Harbour Advice")
    assert desk.read(desk.add(organisation="harbour  advice")).organisation_id == known
    assert desk.read(desk.add(organisation="", organisation_id=known)).organisation == "Harbour Advice CIC"
    desk.add(organisation="Élan Vital")
    desk.add(organisation="élan vital")
    names = [one.name for one in desk.office.read(organisations.organisations)]
    assert names.count("Élan Vital") == 1


@pytest.mark.parametrize(
    ("given", "sentence", "box"),
    [
        ({"project": " "}, "The project is needed.", "project"),
        ({"organisation": ""}, "The organisation is needed.", "organisation"),
        ({"requested": -1}, "A value cannot be below £0.", "requested"),
        ({"requested": MOST_PENCE + 1}, "That is more than the desk keeps", "requested"),
        ({"ends_on": date(2026, 8, 31)}, "It ends before it starts.", "ends_on"),
        ({"received_on": date(1066, 1, 1)}, "1 January 1066 is too far away.", "received_on"),
        ({"received_time": "25:00"}, "“25:00” is not a time.", "received_time"),
        ({"beneficiaries": -1}, "Type a number of people from 0", "beneficiaries"),
        ({"duplicates": "maybe"}, "“maybe” cannot be chosen here.", "duplicates"),
        ({"stage": "interest"}, "There are no expressions of interest here.", "stage"),
        ({"meeting_id": "none"}, "This meeting is not one of the round.", "meeting_id"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_box(
    desk: Applied, given: dict[str, Any], sentence: str, box: str
) -> None:
    said, where = refusal(desk.office, bids.add, round_id=desk.round_id, **WHOLE | given)
    assert said.startswith(sentence)
    assert where == box


def test_midnight_is_the_first_minute_of_the_day_a_bid_arrived(desk: Applied) -> None:
    assert desk.read(desk.add(received_time="0:00")).received_time == "00:00"


def test_nobody_applies_in_a_round_whose_terms_may_still_change(desk: Applied) -> None:
    draft = desk.add_round("CSF-2027", opened_on=None)
    assert refusal(desk.office, bids.add, round_id=draft, **WHOLE)[0].startswith("This round is still a draft")


def test_a_bid_in_a_rolling_round_goes_to_the_first_meeting_it_is_in_time_for(office: Office) -> None:
    desk = Applied(office, kind="rolling", closes_on=None)
    later = desk.add_meeting(date(2026, 9, 1))
    first = desk.add_meeting(CLOSES)
    met = [desk.read(desk.add(received_on=CLOSES, received_time=at)).meeting_id for at in ("17:00", "17:01")]
    assert met == [first, later]
    assert desk.read(desk.add(received_on=date(2026, 9, 2))).meeting_id == ""
    assert desk.read(desk.add(received_on=CLOSES, meeting_id=later)).meeting_id == later


def test_a_change_leaves_alone_what_it_does_not_name(desk: Applied) -> None:
    key = desk.add()
    before = bids.as_typed(desk.read(key))
    desk.change(key, project="Day shelter")
    assert bids.as_typed(desk.read(key)) == before | {"project": "Day shelter"}
    desk.change(key, organisation="Other Advice")
    assert desk.read(key).organisation == "Other Advice"
    desk.office.undo()
    assert desk.read(key).organisation == "Harbour Advice"


def test_a_bid_keeps_its_organisation_though_that_was_put_away(desk: Applied) -> None:
    key = desk.add()
    body = desk.read(key).organisation_id
    desk.office.write("Archive", organisations.archive, body)
    desk.change(key, note="Seen")
    assert desk.read(key).organisation_id == body


def test_nobody_saves_over_what_somebody_else_changed(desk: Applied) -> None:
    key = desk.add()
    desk.change(key, note="Mine")
    with pytest.raises(Stale):
        desk.office.write("Change", bids.change, key, version=1, note="Theirs")
    assert desk.read(key).note == "Mine"


def test_a_bid_that_has_a_state_keeps_the_day_it_arrived(desk: Applied) -> None:
    key = desk.add()
    desk.move(key, "received")
    version = desk.read(key).version
    said = refusal(desk.office, bids.change, key, version=version, received_on=None)
    assert said == ("Say on which day it arrived.", "received_on")


# a direct award


def test_a_direct_award_says_out_of_which_line_and_why_outside_a_round(desk: Applied) -> None:
    given: dict[str, Any] = {"line_id": desk.line, "direct_reason": " Only they can "}
    key = desk.office.write("Add award", bids.add_direct, **WHOLE | given)
    one = desk.read(key)
    assert (one.reference, one.direct_reason, one.round_id, one.arrived_by) == ("DA-001", "Only they can", "", "direct")
    assert [line.cells[0] for line in desk.office.read(register.direct_list).lines] == ["DA-001"]
    desk.change(key, direct_reason="Nobody else applied")
    assert (desk.read(key).direct_reason, desk.read(key).line_id) == ("Nobody else applied", desk.line)


@pytest.mark.parametrize(("line", "reason", "box"), [("", "Why", "line_id"), ("own", " ", "direct_reason")])
def test_a_direct_award_without_line_or_reason_is_refused(desk: Applied, line: str, reason: str, box: str) -> None:
    given = WHOLE | {"line_id": desk.line if line else "", "direct_reason": reason}
    assert refusal(desk.office, bids.add_direct, **given)[1] == box


def test_the_areas_and_priorities_to_choose_from_are_those_of_the_round(desk: Applied) -> None:
    office = desk.office
    assert [one.label for one in office.read(bids.area_choices, desk.round)] == ["East", "West"]
    assert [one.label for one in office.read(bids.priority_choices, desk.round)] == ["Safer roads", "Safer homes"]
    assert {one.value for one in office.read(bids.area_choices, None)} == {desk.east, desk.west}
    assert {one.value for one in office.read(bids.priority_choices, None)} == {desk.roads, desk.homes}
