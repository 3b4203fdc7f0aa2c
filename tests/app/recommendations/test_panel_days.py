"""Panel days before they begin: set up, changed, their list of bids and its order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.errors import Stale
from app.history import history
from app.labels import LABELS
from app.recommendations import day_fields, panel_days, reading
from app.scoring import agreeing
from db.base import Record
from db.recommendations import FairnessTarget, PanelAbsence, PanelAttendance, PanelDay, PanelItem
from tests.app.recommendations.met import Met
from tests.app.scoring.staged import DAY, Staged
from tests.conftest import Open
from tests.factories import SAM, refusal


def test_a_day_has_its_place_its_chair_and_every_bid_in_the_order_of_its_places(office: Office) -> None:
    m = Met(office, place=" The hall ", chair="Una  Quill")
    day = m.day
    assert (day.held_on, day.place, day.chair, day.quorum, day.order_rule) == (
        DAY,
        "The hall",
        "Una Quill",
        2,
        "grouped",
    )
    assert m.listed() == [0, 1, 2]
    assert [one.position for one in day.items] == [1, 2, 3]
    assert [one.id for one in office.read(reading.days, m.stage_id)] == [m.day_id]
    office.undo()
    assert office.read(reading.days, m.stage_id) == []


def test_only_bids_whose_scores_are_far_apart_are_put_on_the_list_where_it_is_the_agenda(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 5, 5)
    s.send_all(1, 5, 1, 5)
    s.send(0, 2, 5, 5)
    given: dict[str, Any] = {"held_on": DAY, "quorum": 1}
    key = office.write("Set up day", panel_days.set_up, s.stage_id, **given)
    assert [one.application_id for one in office.read(reading.day_, key).items] == [s.bids[1]]
    later = office.write("Set up day", panel_days.set_up, s.stage_id, held_on=date(2018, 7, 2), quorum=1, which="none")
    assert office.read(reading.day_, later).items == ()


def test_bids_that_keep_the_same_member_out_follow_each_other(office: Office) -> None:
    conflicts = ((1, 0), (1, 2))
    assert Met(office, conflicts=conflicts).listed() == [0, 2, 1]


def test_as_they_are_ranked_they_do_not_until_the_order_is_changed(office: Office) -> None:
    m = Met(office, conflicts=((1, 0), (1, 2)), order_rule="ranked")
    assert m.listed() == [0, 1, 2]
    change(m, order_rule="grouped")
    assert m.listed() == [0, 2, 1]


def change(m: Met, office: Office | None = None, version: int | None = None, **given: Any) -> None:
    whole = {**day_fields.values(m.day), **given}
    seen = m.day.version if version is None else version
    (office or m.office).write("Change day", panel_days.change, m.day_id, version=seen, **whole)


def test_a_member_who_has_not_come_moves_nothing_once_the_list_is_arranged_again(office: Office) -> None:
    m = Met(office, conflicts=((1, 0), (1, 2)))
    m.come(0, 2)
    office.write("Arrange", panel_days.arrange, m.day_id)
    assert m.listed() == [0, 1, 2]
    m.come(1)
    office.write("Arrange", panel_days.arrange, m.day_id)
    assert m.listed() == [0, 2, 1]


def test_the_list_follows_a_score_that_was_agreed_on_and_leaves_what_was_taken(office: Office) -> None:
    m = Met(office)
    m.come(0, 1, 2)
    m.start()
    m.begin(0, "10:05")
    m.end(0, "10:10")
    given: dict[str, Any] = {"version": None, "reason": "It is good", "present": m.members, "day": DAY}
    office.write("Agree", agreeing.agree, m.stage_id, m.bids[2], score=1000, **given)
    office.write("Arrange", panel_days.arrange, m.day_id)
    assert m.listed() == [0, 2, 1]


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"held_on": None}, "The day is needed.", "held_on"),
        ({"held_on": date(2200, 1, 1)}, "1 January 2200 is too far away. Type a day from 1990 to 2099.", "held_on"),
        ({"quorum": None}, "The quorum is needed.", "quorum"),
        ({"quorum": 0}, "Between 1 and 50 members must be there.", "quorum"),
        ({"quorum": 4}, "Only 3 score this stage, so that so many could never be there.", "quorum"),
        ({"order_rule": "by name"}, "“by name” cannot be chosen here.", "order_rule"),
        ({"which": None}, "A choice of bids is needed.", "which"),
        ({}, "The panel already meets on that day.", "held_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    m = Met(office)
    whole: dict[str, Any] = {"held_on": DAY, "quorum": 2} | given
    assert refusal(office, panel_days.set_up, m.stage_id, **whole) == (message, field)


def test_nobody_is_overwritten(office: Office, path: Path, opened: Open) -> None:
    m = Met(office)
    seen = m.day.version
    change(m, opened(path, SAM), place="The library")
    with pytest.raises(Stale, match="Sam saved this"):
        change(m, version=seen, place="The hall")
    assert m.day.place == "The library"


def test_a_bid_is_put_on_the_list_moved_and_taken_off_it(office: Office) -> None:
    m = Met(office, which="none")
    office.write("Put on", panel_days.put_on, m.day_id, application_ids=[m.bids[2], m.bids[0], m.bids[2]])
    office.write("Put on", panel_days.put_on, m.day_id, application_ids=[m.bids[0], m.bids[1]])
    assert m.listed() == [2, 0, 1]
    office.write("Move", panel_days.move, m.item(1).id, version=m.item(1).version, place=1)
    assert m.listed() == [1, 2, 0]
    refused = refusal(office, panel_days.move, m.item(1).id, version=m.item(1).version, place=4)
    assert refused == ("Type a place from 1 to 3.", "place")
    office.write("Take off", panel_days.take_off, m.item(2).id, version=m.item(2).version)
    assert m.listed() == [1, 0]
    office.write("Put on", panel_days.put_on, m.day_id, application_ids=[m.bids[2]])
    assert m.listed() == [1, 0, 2]
    assert refusal(office, panel_days.put_on, m.day_id, application_ids=["nothing"])[1] == "application_ids"


def test_what_has_been_taken_stays_in_its_place_and_in_the_file(office: Office) -> None:
    m = Met(office)
    m.come(0, 1)
    m.start()
    m.begin(1, "10:05")
    item = m.item(1)
    assert refusal(office, panel_days.take_off, item.id, version=item.version)[0] == panel_days.BEGUN
    assert refusal(office, panel_days.move, item.id, version=item.version, place=1)[0] == panel_days.BEGUN
    assert "Its minutes stay" in refusal(office, panel_days.archive, m.day_id, version=m.day.version)[0]
    office.write("Move", panel_days.move, m.item(2).id, version=m.item(2).version, place=1)
    assert m.listed() == [1, 2, 0]


def test_bids_that_are_chosen_from_the_list_are_moved_and_taken_off_as_they_were_looked_at(office: Office) -> None:
    m = Met(office)
    seen = {one.id: one.version for one in m.day.items}
    office.write("Move", panel_days.move_one, m.day_id, versions=seen, item_id=m.items[2], place=1)
    assert m.listed() == [2, 0, 1]
    moved = refusal(office, panel_days.take_off_some, m.day_id, versions=seen, item_ids=[m.items[2]])[0]
    assert moved.startswith("Jo saved this")
    seen = {one.id: one.version for one in m.day.items}
    office.write("Take off", panel_days.take_off_some, m.day_id, versions=seen, item_ids=[m.items[2], m.items[0]])
    assert m.listed() == [1]
    none = refusal(office, panel_days.take_off_some, m.day_id, versions=seen, item_ids=())
    assert none == ("Choose at least one bid.", "item_ids")
    strange = refusal(office, panel_days.move_one, m.day_id, versions={}, item_id=m.items[1], place=1)
    assert strange == ("Choose a bid from the list.", "item_id")


def test_a_day_that_has_not_begun_is_put_away_and_brought_back(office: Office) -> None:
    m = Met(office)
    office.write("Put away", panel_days.archive, m.day_id, version=m.day.version)
    assert office.read(reading.days, m.stage_id) == []
    again = m.set_up(which="none")
    assert refusal(office, panel_days.archive, m.day_id, back=True)[0] == "The panel already meets on that day."
    office.write("Put away", panel_days.archive, again)
    office.write("Bring back", panel_days.archive, m.day_id, back=True)
    assert m.listed() == [0, 1, 2]


def test_before_every_sheet_is_in_the_list_tells_nothing_of_scores(office: Office) -> None:
    s = Staged(office)
    s.send_all(2, 5, 5, 5)
    s.send(0, 0, 1, 1)
    key = office.write("Set up day", panel_days.set_up, s.stage_id, held_on=DAY, quorum=1, which="all")
    assert [one.application_id for one in office.read(reading.day_, key).items] == s.bids


def test_a_stage_nobody_scores_has_no_panel_day(office: Office) -> None:
    s = Staged(office, member_ids=())
    refused = refusal(office, panel_days.set_up, s.stage_id, held_on=DAY, quorum=1)
    assert refused == ("Nobody scores this stage, so that so many could never be there.", "quorum")


def test_the_history_tells_of_a_day_in_its_own_words(office: Office) -> None:
    m = Met(office)
    change(m, quorum=3, place="The hall")
    told = office.read(history, [m.day_id], labels=LABELS)[0].text
    assert "quorum" in told.casefold()
    assert "The hall" in told


@pytest.mark.parametrize("model", [PanelDay, PanelAttendance, PanelItem, PanelAbsence, FairnessTarget])
def test_the_history_has_words_for_every_column(model: type[Record]) -> None:
    known = {one.key for one in LABELS[model.__tablename__]}
    assert {one.name for one in model.__table__.columns} - {"id", "version", "archived"} <= known
