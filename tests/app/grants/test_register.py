"""Rounds and bids as they are listed: every bid whatever became of it, and no part read that is not shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.door import Office
from app.grants import register
from app.listing import Cell, Listing
from tests.app.grants.applied import CLOSES, DAY, Applied


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def cells(listing: Listing, *keys: str) -> list[tuple[Cell, ...]]:
    """These columns of every line."""
    at = [next(place for place, one in enumerate(listing.columns) if one.key == key) for key in keys]
    assert all(len(line.cells) == len(listing.columns) for line in listing.lines)
    return [tuple(line.cells[place] for place in at) for line in listing.lines]


def test_every_bid_is_listed_whatever_became_of_it_and_late_ones_say_so(desk: Applied) -> None:
    desk.add_whole(organisation="Ark")
    late = desk.add(received_on=CLOSES, received_time="17:01")
    accepted = desk.add(received_on=CLOSES, received_time="16:59")
    desk.move(late, "withdrawn", "Gone")
    desk.move(accepted, "late", "The office’s own clock")
    desk.move(accepted, "received", "Accepted")
    found = desk.office.read(register.bid_list, desk.round_id)
    assert cells(found, "reference", "organisation", "requested", "areas", "priorities", "late", "state") == [
        ("CSF-2026-001", "Ark", 6_000_00, "East, West", "Safer roads", "", "Draft"),
        ("CSF-2026-002", "Harbour Advice", 6_000_00, "", "", "Late", "Withdrawn"),
        ("CSF-2026-003", "Harbour Advice", 6_000_00, "", "", "Late", "Received"),
    ]
    assert [line.id for line in found.lines][1:] == [late, accepted]
    assert found.subtitle == "CSF-2026, closes on 1 June 2026 at 17:00"


def test_a_round_with_two_stages_lists_the_stage(office: Office) -> None:
    desk = Applied(office, interest_first=True, interest_closes_on=date(2026, 5, 1))
    desk.add(stage="interest")
    found = office.read(register.bid_list, desk.round_id)
    assert cells(found, "stage", "late") == [("Expression of interest", "Late")]


def test_bids_by_state_tell_since_when_and_why(desk: Applied) -> None:
    keys = [desk.add() for _ in range(3)]
    desk.move(keys[0], "incomplete", "No costs")
    desk.move(keys[2], "incomplete", "No gate")
    found = desk.office.read(register.by_state, desk.round_id)
    assert [(one.key, one.label) for one in found.groups] == [("draft", "Draft"), ("incomplete", "Incomplete")]
    assert [line.group for line in found.lines] == ["incomplete", "draft", "incomplete"]
    assert cells(found, "since", "reason") == [(DAY, "No costs"), (None, ""), (DAY, "No gate")]


def test_the_long_list_has_those_that_may_be_scored_with_how_much_is_missing(desk: Applied) -> None:
    whole, lacking, gone, _ = desk.add_whole(), desk.add(), desk.add(), desk.add()
    desk.move(whole, "received")
    desk.move(lacking, "incomplete", "No costs")
    desk.move(gone, "ineligible", "In Kent")
    found = desk.office.read(register.long_list, desk.round_id)
    assert cells(found, "reference", "cost", "match", "missing", "state") == [
        ("CSF-2026-001", 8_000_00, 2_000_00, 0, "Received"),
        ("CSF-2026-002", 0, 0, 6, "Incomplete"),
    ]
    assert found.subtitle == "2 of 4 bids may be scored; they ask for £12,000"


def test_the_chase_list_has_a_line_for_each_thing_by_who_is_to_give_it(desk: Applied) -> None:
    key = desk.add_whole(exit_plan="")
    found = desk.office.read(register.chase_list, desk.round_id)
    assert [one.label for one in found.groups] == ["Harbour Advice", "This office"]
    assert cells(found, "what", "needed") == [
        ("It does not say what happens once the grant has ended.", "Yes"),
        ("No partnership has been asked for its view.", "No"),
    ]
    assert [line.id for line in found.lines] == [f"{key}:0", f"{key}:1"]


def test_a_round_is_listed_with_how_often_its_pot_would_be_taken_up(desk: Applied) -> None:
    desk.add_round("CSF-2027", year=2027, opened_on=None)
    for state in ("received", "late", "withdrawn"):
        desk.move(desk.add(requested=130_000_00), state, "Why")
    desk.add()
    found = desk.office.read(register.rounds_list, day=DAY)
    assert cells(found, "reference", "state", "pot", "bids", "requested", "times") == [
        ("CSF-2027", "Draft", 50_000_00, 0, 0, 0),
        ("CSF-2026", "Closed", 50_000_00, 2, 260_000_00, 5_200_000),
    ]


def test_a_list_of_bids_reads_no_costs_answers_nor_long_texts(desk: Applied) -> None:
    desk.add_whole()
    asked: list[str] = []

    def listed(session: Session) -> Listing:
        engine = session.get_bind()

        def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            return register.bid_list(session, desk.round_id)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    desk.office.read(listed)
    read = " ".join(asked)
    assert "application_area" in read
    for part in ("cost", "answer", "match_funding", "gate_answer", "diligence"):
        assert f"FROM {part}\n" not in read
        assert f"FROM {part} " not in read
    assert "exit_plan" not in read
