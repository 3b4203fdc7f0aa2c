"""What is typed in the room is never lost unasked: not by a colleague, by another key, or by a desk that ends."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from PySide6.QtCore import Qt
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.door import Office
from db.scoring import ScoreSheet, ScoringStage
from tests.ui.helpers import OFFSCREEN, until
from tests.ui.tabs.scoring.meeting import HARBOURS, LANTERNS
from tests.ui.tabs.scoring.scoring import BEA, CTRL, TODAY, TOM
from tests.ui.tabs.scoring.test_room import (
    Room,
    _scored,
    alerts,
    come_back,
    desk,
    hurry,
    in_file,
    kept,
    look,
    sam,
    scored_file,
)

__all__ = ["_scored", "desk", "sam", "scored_file"]

pytestmark = OFFSCREEN
Key = Qt.Key


def why_in_room(desk: Room) -> str:
    """What stands in the box that asks why a member leaves."""
    assert desk.room.typing.why is not None
    return desk.room.typing.why.form.typed()["why"]


def test_what_is_typed_on_while_a_save_is_on_its_way_is_saved_by_the_step_to_the_next_bid(
    desk: Room, sam: Office
) -> None:
    desk.meets().write("For the minutes", "Two sites.")
    go_on = threading.Event()
    desk.desk.read(lambda _: None, lambda session: go_on.wait(20))
    hurry(desk, Key.Key_S, CTRL)
    desk.write("For the minutes", "Two sites, one of them new.")
    go_on.set()
    desk.settle()
    assert desk.box_in_room("For the minutes") == "Two sites, one of them new."
    assert "it is not saved" in alerts(desk)
    desk.at("10:12").step()
    assert f"10:12  {LANTERNS}: Two sites, one of them new." in in_file(sam)
    assert f"{HARBOURS} · asks" in desk.words()
    assert kept(desk) == []


def test_a_reason_for_leaving_is_saved_before_the_next_bid_is_taken(desk: Room, sam: Office) -> None:
    desk.meets().at("10:05").member(TOM, Key.Key_O)
    desk.type("her sister works there").at("10:12").step()
    assert f"{HARBOURS} · asks" in desk.words()
    told = next(line for line in in_file(sam) if TOM in line and "left" in line)
    assert told.startswith(f"10:05  {TOM} left the room at 10:05 while {LANTERNS} was talked about")
    assert told.endswith(": her sister works there.")


def test_a_reason_half_typed_is_given_up_only_where_the_person_says_so(desk: Room, sam: Office) -> None:
    desk.meets().at("10:05").member(TOM, Key.Key_O)
    desk.type("her sister").asker.agree = False
    desk.member(BEA, Key.Key_O)
    assert why_in_room(desk) == "her sister"
    desk.press(Key.Key_F7)
    desk.press(Key.Key_Escape)
    assert [one.split(":")[0] for one in desk.asker.asked] == ["Not saved", "Not saved"]
    assert why_in_room(desk) == "her sister"
    desk.asker.agree = True
    desk.press(Key.Key_Escape)
    assert desk.room.typing.why is None
    assert desk.where(TOM) == "Here"


def test_another_file_opened_from_the_whole_screen_has_its_tabs(desk: Room, scored_file: Path) -> None:
    other = Path(shutil.copyfile(scored_file, scored_file.with_name("other.opcc")))
    desk.press(Key.Key_F11)
    assert desk.window.rail.isHidden()
    desk.asker.path = other
    desk.press(Key.Key_O, CTRL)
    desk.settle()
    assert desk.desk.path == other
    assert not desk.window.isFullScreen()
    assert desk.window.rail.isVisible()
    assert desk.window.top.isVisible()
    desk.go()
    assert desk.tab.isVisible()


def test_the_whole_screen_says_how_to_stop_waiting_for_the_drive_and_the_key_does_it(desk: Room) -> None:
    desk.meets(take=False).press(Key.Key_F11)
    desk.desk._stuck.setInterval(50)
    go_on = threading.Event()
    desk.desk.read(lambda _: None, lambda session: go_on.wait(20))
    desk.desk._offer_to_keep()  # as its clock does after some seconds
    assert "Ctrl+L: Stop waiting" in desk.words()
    hurry(desk, Key.Key_L, CTRL)
    until(lambda: desk.desk.is_away)
    assert "Ctrl+L" not in desk.words()
    go_on.set()
    come_back(desk)


def test_what_is_typed_stays_where_a_colleague_brings_in_the_last_sheet(desk: Room, sam: Office) -> None:
    desk.meets()
    sam.write("Open again", lambda session: sheets_are(session, "submitted", "draft"))
    look(desk)
    assert "Agreed score" not in desk.words()
    desk.write("For the minutes", "The panel heard that ")
    sam.write("The last sheet", lambda session: sheets_are(session, "draft", "submitted"))
    look(desk)
    assert desk.box_in_room("For the minutes") == "The panel heard that "
    assert "has changed meanwhile" in alerts(desk)
    desk.write("For the minutes", "The panel heard that it is new.").save()
    assert "10:02  CSF-26-001: The panel heard that it is new." in in_file(sam)
    assert "Agreed score" in desk.words()
    assert "has changed meanwhile" not in alerts(desk)


def test_what_is_typed_stays_where_the_ranking_is_agreed_meanwhile(desk: Room, sam: Office) -> None:
    desk.meets().write("Reason, printed in the record", "The lead is ")
    sam.write("Agree", lambda session: setattr(session.scalars(select(ScoringStage)).one(), "ranked_on", TODAY))
    look(desk)
    assert desk.box_in_room("Reason, printed in the record") == "The lead is "
    assert "has changed meanwhile" in alerts(desk)
    desk.click("Cancel", desk.room)
    assert desk.asker.asked[-1].startswith("Not saved")
    assert "Agreed score" not in desk.words()


def sheets_are(session: Session, before: str, now: str) -> None:
    """Every sheet in one state is in another."""
    for one in session.scalars(select(ScoreSheet).where(ScoreSheet.state == before)):
        one.state = now
