"""Who has sent which sheets, and who is waited for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.door import Office
from app.listing import heading
from app.scoring import chasing, progress
from db.scoring import Assignment, ScoringStage, Seat
from tests.app.scoring.panelled import DUE, Scored


@pytest.fixture
def scored(office: Office) -> Scored:
    """One sheet in, one draft, one abstention and one conflict among three members and three bids."""
    made = Scored(office)
    made.send(0, 0, need="5", value="1")
    made.put({f"{made.bids[1]}:{made.need}": "2"})
    made.abstain(1, 0)
    made.conflict(1, 1)
    return made


def test_the_matrix_has_a_letter_for_every_sheet_and_no_score(scored: Scored) -> None:
    found = scored.office.read(progress.matrix, scored.stage_id)
    assert [line.cells for line in found.lines] == [
        ("DEV-1 Group 1", "In", "A", "–", 1),
        ("DEV-2 Group 2", "Draft", "C", "–", 2),
        ("DEV-3 Group 3", "–", "–", "–", 3),
    ]
    assert [one.key for one in found.columns] == ["bid", *scored.members, "missing"]
    assert heading(found.columns, found.lines, found.groups[0]) == ("Sheets to come", "2", "1", "3", None)
    assert found.subtitle == "2 of 8 sheets are in"


def test_the_matrix_says_the_same_whatever_the_points_are(scored: Scored) -> None:
    before = scored.office.read(progress.matrix, scored.stage_id)
    scored.put({f"{scored.bids[1]}:{scored.need}": "5"})
    assert scored.office.read(progress.matrix, scored.stage_id) == before


def test_each_member_is_told_by_counts(scored: Scored) -> None:
    found = scored.office.read(progress.by_member, scored.stage_id)
    assert [line.cells[3:] for line in found.lines] == [(3, 1, 0, 1, 1, 0), (2, 0, 1, 0, 1, 1), (3, 0, 0, 0, 3, 0)]


def test_a_bid_that_is_shared_out_to_others_is_not_waited_for(scored: Scored) -> None:
    rows = [
        Assignment(stage_id=scored.stage_id, member_id=member, application_id=bid)
        for member, bid in ((scored.members[0], scored.bids[0]), (scored.members[2], scored.bids[1]))
    ]
    scored.office.write("Share out", lambda session: session.add_all(rows))
    found = scored.office.read(progress.matrix, scored.stage_id)
    assert [line.cells[1:] for line in found.lines] == [("In", "", "", 0), ("", "C", "–", 1), ("", "", "", 0)]


def test_the_chase_list_names_who_lacks_what_and_since_when_it_is_late(scored: Scored) -> None:
    scored.set(Seat, scored.seats[2], declared_on=None)
    text = scored.office.read(chasing.chase, scored.stage_id, DUE + timedelta(days=2))
    assert text == (
        "DEV-2018 Development fund: sheets still to come\n"
        "They were due on 1 July 2018 and are late since 2 July 2018: 2 days.\n\n"
        "Bea Ledger: 2 of 3 sheets to come\n- DEV-2 Group 2 (begun, not submitted)\n- DEV-3 Group 3\n\n"
        "Tom Inkwell: 1 of 2 sheets to come\n- DEV-3 Group 3\n\n"
        "Ann Blotter: 3 of 3 sheets to come\nInterests in the bids are not declared yet.\n"
        "- DEV-1 Group 1\n- DEV-2 Group 2\n- DEV-3 Group 3"
    )


@pytest.mark.parametrize(("day", "late"), [(DUE - timedelta(days=3), 0), (DUE, 0), (DUE + timedelta(days=1), 1)])
def test_sheets_are_late_from_the_day_after_they_were_due(scored: Scored, day: date, late: int) -> None:
    assert [one.days_late for one in scored.office.read(chasing.chased, scored.stage_id, day)] == [late] * 3


def test_nobody_is_chased_for_a_bid_their_conflict_keeps_from_them(scored: Scored) -> None:
    found = {one.member_id: one for one in scored.office.read(chasing.chased, scored.stage_id, DUE)}
    tom = found[scored.members[1]]
    assert [one.id for one in tom.missing] == [scored.bids[2]]
    assert "DEV-2" not in tom.text


def test_without_a_day_nothing_is_late_and_hidden_names_stay_hidden(scored: Scored) -> None:
    scored.set(ScoringStage, scored.stage_id, sheets_due_on=None, names_hidden=True)
    text = scored.office.read(chasing.chase, scored.stage_id, DUE + timedelta(days=90))
    assert "No day was set for them." in text
    assert "Group" not in text


def test_when_every_sheet_is_in_the_list_says_so(office: Office) -> None:
    scored = Scored(office, bids=1)
    for member in range(3):
        scored.send(member, 0)
    assert office.read(chasing.chase, scored.stage_id, DUE) == "DEV-2018 Development fund: every sheet is in."
    assert office.read(chasing.chased, scored.stage_id, DUE) == []
