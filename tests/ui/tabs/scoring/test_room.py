"""The room on a panel day, typed and clicked as whoever keeps its minutes does it, also while the drive is gone.

Pains 7 and 14 of the features: reasons are written down as they are said, and two people take nothing from each other.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from app.door import Office
from app.recommendations import minutes, room, sitting
from app.scoring import reading
from db.recommendations import PanelDay
from db.scoring import Anchor, ScoreSheet, ScoringStage
from tests.factories import JO, SAM
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, fill, find, seen, until
from tests.ui.tabs.scoring import meeting
from tests.ui.tabs.scoring.meeting import HARBOURS, LANTERNS
from tests.ui.tabs.scoring.scoring import BEA, CTRL, KIT, TODAY, TOM, Scoring
from tests.ui.tabs.scoring.test_walk import looked_over
from ui.kit import theme
from ui.kit.alert import Alert, LinkLabel
from ui.kit.conflict import ConflictView
from ui.tabs.scoring.page import ScoringPage
from ui.tabs.scoring.room import RoomPanel

pytestmark = OFFSCREEN
Key = Qt.Key
TRUSTEE = "declared an interest (trustee, director or committee member)"
Made = Callable[[str], Path]


class Room(Scoring):
    """A window at its Scoring tab, with the room open."""

    clock = "10:00"

    @property
    def room(self) -> RoomPanel:
        panel = self.tab._panel
        assert isinstance(panel, RoomPanel)
        return panel

    def enter(self) -> Room:
        """Open the room from the record of the only day."""
        self.view("Panel days")
        self.do("Open the room")
        return self

    def meets(self, *, take: bool = True) -> Room:
        """Everybody has come and the meeting has begun; the first bid is being talked about."""
        self.at("09:55").click("Everybody is here", self.room)
        self.at("10:00").step()
        return self.at("10:02").step() if take else self

    def at(self, clock: str) -> Room:
        """It is this time now."""
        self.clock = clock
        return self

    def step(self) -> Room:
        """Ctrl+Enter, wherever the keyboard is."""
        self.press(Key.Key_Return, CTRL)
        return self

    def member(self, name: str, letter: Qt.Key) -> Room:
        """F7, down to a member, and a letter."""
        self.press(Key.Key_F7)
        people = self.room.people
        while people.rows()[people.currentRow()].words != name:
            self.press(Key.Key_Down if people.currentRow() < people.count() - 1 else Key.Key_Home)
        self.press(letter)
        return self

    def where(self, name: str) -> str:
        """Where a member is said to be."""
        return next(row.said for row in self.room.people.rows() if row.words == name)

    def write(self, label: str, text: str) -> Room:
        """Type into a box of the room."""
        fill(self.room, label, text)
        return self

    def told(self) -> list[str]:
        """The minutes on the page."""
        return [f"{at}  {words}" if at else words for at, words in self.room.minutes.lines()]

    def box_in_room(self, label: str) -> str:
        """What stands in a box of the room."""
        return str(find(self.room, QWidget, label).property("plainText"))

    def words(self) -> str:
        """Everything that can be read in the room."""
        return "\n".join(seen(self.room))


@pytest.fixture(scope="session")
def _scored(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("room") / "scored.opcc"))
    office = Office(path, JO)
    meeting.set_up(office, meeting.scored(office))
    office.close()
    return path


@pytest.fixture
def scored_file(_scored: Path, folder: Path) -> Path:
    """An office file with a round whose every sheet is in, and a panel day of its two bids."""
    return Path(shutil.copyfile(_scored, folder / "scored.opcc"))


@pytest.fixture
def sam(scored_file: Path) -> Iterator[Office]:
    """Sam's desk, on another laptop."""
    made = Office(scored_file, SAM)
    yield made
    made.close()


@contextmanager
def room_on(asker: AnsweringAsker, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The room of the only day, with a clock of its own."""
    screen = Room(asker)
    monkeypatch.setattr(ScoringPage, "now", staticmethod(lambda: screen.clock))
    screen.open(path)
    yield screen.go().enter()
    screen.close()


@pytest.fixture
def desk(asker: AnsweringAsker, scored_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The room of that day, before anybody has come."""
    with room_on(asker, scored_file, monkeypatch) as screen:
        yield screen


def day_id(office: Office) -> str:
    """The only panel day."""
    return office.read(lambda session: session.scalars(select(PanelDay.id)).one())


def in_file(office: Office) -> list[str]:
    """The minutes as the office file has them."""
    return minutes.draft_words(office.read(minutes.minutes, day_id(office))).splitlines()


def look(desk: Room) -> None:
    """The desk looks whether somebody else has saved."""
    desk.settle().desk.poll()
    desk.settle()


def agreed_with(office: Office, reference: str) -> set[str]:
    """The names of those with whom the score of a bid was agreed on, as the file has it."""
    now = office.read(room.room, day_id(office))
    one = next(each for each in now.items if each.called.reference == reference)
    assert one.standing is not None
    assert one.standing.agreed is not None
    return {now.names[key] for key in one.standing.agreed.present}


def alerts(desk: Room) -> str:
    """What is said over the page and over its forms."""
    return " ".join(one.words() for one in desk.room.findChildren(Alert) if one.isVisibleTo(desk.room))


def follow(desk: Room, link: str) -> None:
    """Follow the link of what is said over the page, from the keyboard."""
    (alert,) = (one for one in desk.room.findChildren(Alert) if one.isVisible() and one.words().endswith(link))
    QTest.keyClick(alert.findChildren(LinkLabel)[0], Key.Key_Return)
    desk.settle()


def kept(desk: Room) -> list[str]:
    """What is kept on this laptop alone."""
    desk.settle().desk.outbox.read()
    desk.settle()
    return [one.title for one in desk.desk.outbox.kept]


@contextmanager
def drive_gone(desk: Room, *, back: bool = True) -> Iterator[None]:
    """The drive stops answering in the middle of a call, which is left hanging; it answers again at the end."""
    go_on = threading.Event()
    desk.desk.read(lambda _: None, lambda session: go_on.wait(20))
    desk.desk._give_up()
    desk.desk._return.stop()  # or the desk finds out by itself, on a slow machine before the test is through
    assert desk.desk.is_away
    yield
    desk.settle()
    go_on.set()
    if back:
        come_back(desk)


def come_back(desk: Room) -> None:
    """The drive answers again."""
    desk.desk.look_whether_it_answers()
    until(lambda: not desk.desk.is_away)
    desk.settle()


def hurry(desk: Room, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key without waiting for what comes of it."""
    QTest.keyClick(QApplication.focusWidget() or desk.window, key, held)


def test_a_panel_day_is_held_from_the_first_who_comes_to_its_end_by_keyboard(desk: Room, sam: Office) -> None:
    desk.step()
    assert "Say first who is there." in desk.words()
    desk.at("09:55").member(BEA, Key.Key_C)
    assert desk.where(BEA) == "Here"
    assert "Say first who is there." not in desk.words()
    desk.click("Everybody is here", desk.room)
    assert [desk.where(name) for name in (TOM, KIT)] == ["Here", f"Leaves for this bid: {TRUSTEE}"]
    desk.at("10:00").step()
    assert "2 of 3 here take part, quorum 2" in desk.words()
    desk.at("10:02").step()
    assert desk.where(KIT) == f"Out of the room since 10:02: {TRUSTEE}"
    desk.press(Key.Key_F8)
    desk.type("74").press(Key.Key_Tab)
    desk.type("A lead is named at annex 3.").press(Key.Key_Tab)
    desk.type("Start in May.")
    desk.at("10:12").step()
    assert f"{HARBOURS} · asks for £18,000" in desk.words()
    assert desk.where(KIT) == "Here"
    desk.at("10:20").press(Key.Key_F3)
    assert desk.room.step_button.text() == "End the meeting"
    desk.at("10:21").step()
    assert desk.asker.asked[-1].startswith("End the meeting")
    assert desk.room.step_button.isHidden()
    assert (
        desk.told()
        == in_file(sam)
        == [
            "10:00  The meeting of 20 June 2026 began. Present: Bea Ledger, Tom Inkwell and Kit Margin. The quorum is "
            "2. Conflicts were taken together.",
            "10:02  CSF-26-001 Lantern Trust was taken.",
            f"10:02  Kit Margin {TRUSTEE} in CSF-26-001, left the room at 10:02, came back at 10:12 and took no part.",
            "10:12  CSF-26-001: 74.0 was agreed on as its score in the place of the mean of 90.0: A lead is named at "
            "annex 3.",
            "10:12  CSF-26-001: Start in May.",
            "10:12  CSF-26-001 had been dealt with.",
            "10:12  CSF-26-002 Harbourlight Ltd was taken.",
            "10:20  CSF-26-002 had been dealt with.",
            "10:21  The meeting ended.",
        ]
    )
    assert agreed_with(sam, LANTERNS) == {BEA, TOM}


def test_pain_7_a_score_is_agreed_with_its_reason_while_it_is_said_and_the_line_moves(desk: Room, sam: Office) -> None:
    desk.meets()
    assert "£30,000 of £100,000 above the line, £70,000 left" in desk.words()
    assert "Number 1, above the line: £12,000 with all before it" in desk.words()
    desk.write("Agreed score", "35").save()
    assert "The reason is needed." in desk.words()
    desk.write("Reason, printed in the record", "Costs are not in the bid.").save()
    assert "Number 2, above the line: £30,000 with all before it" in desk.words()
    assert "agreed 35.0" in desk.room.strip.words()
    assert [row.trail for row in desk.room.order.rows()] == ["35.0", "66.7"]
    assert desk.room.order.rows()[0].said == f"{LANTERNS} · since 10:02 · agreed"
    assert in_file(sam)[-1].endswith(
        "35.0 was agreed on as its score in the place of the mean of 90.0: Costs are not in the bid."
    )


def test_who_steps_out_says_why_and_comes_back_in(desk: Room, sam: Office) -> None:
    desk.meets()
    desk.member(KIT, Key.Key_I)
    assert desk.where(KIT).startswith("Out of the room"), "an interest keeps them out"
    desk.at("10:05").member(TOM, Key.Key_O)
    desk.save()
    assert "Fill in “Why”." in desk.words()
    desk.type("took a call").save()
    assert desk.where(TOM) == "Out of the room since 10:05: took a call"
    assert "1 of 3 here takes part, quorum 2" in desk.words()
    desk.at("10:09").member(TOM, Key.Key_I)
    desk.at("10:11").member(BEA, Key.Key_L)
    assert (desk.where(TOM), desk.where(BEA)) == ("Here", "Went home at 10:11")
    told = [line for line in in_file(sam) if "quorum" not in line]
    assert "10:05  CSF-26-001: only 1 member took part from 10:05, and the quorum is 2." in in_file(sam)
    assert told[-2:] == [
        "10:05  Tom Inkwell left the room at 10:05 while CSF-26-001 was talked about, came back at 10:09: took a call.",
        "10:11  Bea Ledger left.",
    ]


def test_another_bid_is_taken_first_where_it_is_chosen_in_the_list(desk: Room) -> None:
    desk.meets(take=False)
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Down)
    assert desk.room.step_button.text() == f"Take {HARBOURS}"
    assert "66.7" in desk.room.order.rows()[1].trail
    desk.press(Key.Key_Return)
    assert desk.room.step_button.text() == f"Done, take {LANTERNS}"
    desk.press(Key.Key_Return)
    assert find(desk.room, QWidget, "Agreed score").hasFocus(), (
        "Enter on a bid is never the end of the one talked about"
    )


def test_a_bid_that_was_dealt_with_can_still_be_put_right(desk: Room, sam: Office) -> None:
    desk.meets()
    desk.at("10:10").press(Key.Key_F3)
    desk.room.order.choose(desk.room.order.rows()[0].key)
    desk.write("For the minutes", "Two sites.").save()
    assert "10:10  CSF-26-001: Two sites." in in_file(sam)


def test_what_points_mean_is_read_beside_it_criterion_by_criterion(desk: Room, sam: Office) -> None:
    assert desk.room.meaning.isHidden(), "nobody wrote down what points mean"
    stage_id = sam.read(lambda session: session.scalars(select(ScoringStage.id)).one())
    scales = sam.read(lambda session: reading.scales(session, reading.stage(session, stage_id)))

    def describe(session: Any) -> None:
        session.add_all(Anchor(criterion_id=one.id, points=5, text=f"{one.name} is plain") for one in scales)

    sam.write("Describe", describe)
    look(desk)
    assert list(desk.room.anchors.lines()) == [("5", f"{scales[0].name} is plain")]
    desk.press(Key.Key_F9)
    assert list(desk.room.anchors.lines()) == [("5", f"{scales[1].name} is plain")]


def test_no_applicant_is_named_in_the_room_where_members_are_not_to_know_them(desk: Room, sam: Office) -> None:
    desk.meets()
    assert "Lantern Trust" in desk.words()
    sam.write("Hide", lambda session: setattr(session.scalars(select(ScoringStage)).one(), "names_hidden", True))
    look(desk)
    everything = [desk.words(), *desk.told(), *(row.spoken for row in desk.room.order.rows())]
    assert not any("Lantern" in said or "Harbour" in said for said in everything)
    assert desk.room.order.rows()[0].words == LANTERNS


def test_nothing_of_a_bid_whose_sheets_are_still_to_come_is_shown(desk: Room, sam: Office) -> None:
    desk.meets()

    def reopen(session: Any) -> None:
        for one in session.scalars(select(ScoreSheet).where(ScoreSheet.state == "submitted")):
            one.state = "draft"

    sam.write("Open again", reopen)
    look(desk)
    assert desk.room.strip.words() == "Its scores stay closed until every sheet is in."
    assert [row.trail for row in desk.room.order.rows()] == ["", ""]
    assert {row.trail for row in desk.room.people.rows()} == {""}
    assert "the line is drawn once every score may be seen" in desk.words()
    assert "Agreed score" not in desk.words()


def test_the_room_takes_the_whole_screen_and_gives_it_back(desk: Room) -> None:
    desk.press(Key.Key_F11)
    assert desk.window.isFullScreen()
    assert desk.window.rail.isHidden()
    assert desk.window.top.isHidden()
    assert desk.room.state.isVisible(), "how the file stands is still said"
    desk.press(Key.Key_Escape)
    assert not desk.window.isFullScreen()
    assert desk.window.rail.isVisible()
    assert desk.room.isVisible()
    desk.press(Key.Key_F11)
    desk.click("Close", desk.room)
    desk.press(Key.Key_Escape)
    assert desk.tab._panel is None
    assert desk.window.top.isVisible()
    assert "Panel day, 20 June 2026" in desk.record()


# two at once


def test_pain_14_what_somebody_else_says_is_shown_and_what_is_typed_stays(desk: Room, sam: Office) -> None:
    desk.meets()
    desk.write("Reason, printed in the record", "The lead is ")
    item = sam.read(room.room, day_id(sam)).items[0].item
    given: dict[str, Any] = {"agreed_version": None, "was": "", "day": TODAY, "note": ""}
    sam.write("Record what came of a bid", sitting.record, item.id, score=700, reason="Sam heard so.", **given)
    sam.write("Finish a bid", sitting.end_item, item.id, at="10:09")
    look(desk)
    assert "Sam changed this" in alerts(desk)
    assert desk.box_in_room("Reason, printed in the record") == "The lead is "
    assert "10:09  CSF-26-001 had been dealt with." in desk.told()
    desk.write("Agreed score", "65").save()
    assert desk.room.findChildren(ConflictView), "both are shown, and the person chooses"
    assert sam.read(room.room, day_id(sam)).items[0].standing.agreed.score == 700  # type: ignore[union-attr]


def test_two_who_take_a_bid_at_once_are_told(desk: Room, sam: Office) -> None:
    desk.meets(take=False)
    second = sam.read(room.room, day_id(sam)).items[1].item
    sam.write("Take a bid", sitting.begin_item, second.id, at="10:01")
    desk.step()
    assert f"{HARBOURS} is still being talked about. End that first." in desk.words()
    assert desk.room.step_button.text() == f"Done, take {LANTERNS}"


# the drive is gone


def test_the_meeting_goes_on_while_the_drive_is_gone_and_all_that_was_said_is_saved_in_its_order_once_it_is_back(
    desk: Room, sam: Office
) -> None:
    desk.meets()
    before = in_file(sam)
    with drive_gone(desk):
        desk.at("10:05").member(TOM, Key.Key_O)
        desk.type("took a call").save()
        desk.at("10:07").member(TOM, Key.Key_I)
        desk.write("Agreed score", "74").write("Reason, printed in the record", "A lead is named.")
        desk.at("10:12").step()
        assert f"{HARBOURS} · asks" in desk.words()
        assert "kept on this laptop" in alerts(desk)
        desk.at("10:20").press(Key.Key_F3)
        desk.at("10:21").step()
        said = desk.told()
        assert said[-1] == "10:21  The meeting ended."
        assert any("74.0 was agreed on" in line for line in said)
        assert in_file(sam) == before
    assert in_file(sam) == said == desk.told()
    assert kept(desk) == []
    assert "kept on this laptop" not in alerts(desk)
    assert agreed_with(sam, LANTERNS) == {BEA}, "who was out of the room for a while did not agree on it"


def test_the_drive_hangs_and_what_is_said_meanwhile_waits_behind_it(desk: Room, sam: Office) -> None:
    desk.meets(take=False)
    go_on = threading.Event()
    desk.desk.read(lambda _: None, lambda session: go_on.wait(20))
    hurry(desk, Key.Key_Return, CTRL)
    desk.clock = "10:30"
    hurry(desk, Key.Key_F3)
    assert desk.told()[-1] == f"10:30  {LANTERNS} had been dealt with.", "it is shown before the drive answers"
    go_on.set()
    desk.settle()
    assert in_file(sam)[-1] == f"10:30  {LANTERNS} had been dealt with."
    assert kept(desk) == []


def test_what_was_said_outlives_the_desk_and_is_there_when_the_room_is_opened_again(
    sam: Office, asker: AnsweringAsker, scored_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room_on(asker, scored_file, monkeypatch) as first:
        first.meets()
        with drive_gone(first, back=False):
            first.write("Agreed score", "74").write("Reason, printed in the record", "A lead is named.")
            first.at("10:12").step()
            count = len(kept(first))
    assert count == 3, "what came of the bid, its end, and the next one"
    assert in_file(sam)[-1].endswith("took no part.")
    with room_on(asker, scored_file, monkeypatch) as second:
        goes_on_from_there(second, sam)


def goes_on_from_there(second: Room, sam: Office) -> None:
    """What was kept is shown as said, and saved when it is asked for."""
    assert f"10:12  {HARBOURS} Harbourlight Ltd was taken." in second.told()
    follow(second, "Save now")
    assert in_file(sam) == second.told()
    assert kept(second) == []


def test_what_a_rule_refuses_when_the_drive_is_back_is_told_and_stays_until_it_is_left_out(
    desk: Room, sam: Office
) -> None:
    desk.meets()
    with drive_gone(desk, back=False):
        desk.at("10:12").press(Key.Key_F3)
        desk.at("10:13").step()
    item = sam.read(room.room, day_id(sam)).items[0].item
    sam.write("Finish a bid", sitting.end_item, item.id, at="10:10")
    come_back(desk)
    assert "cannot be saved: CSF-26-001 is not being talked about." in alerts(desk)
    assert len(kept(desk)) == 2
    follow(desk, "Leave it out")
    assert in_file(sam)[-1] == f"10:13  {HARBOURS} Harbourlight Ltd was taken."
    assert kept(desk) == []


def test_a_file_that_is_read_only_shows_the_room_and_offers_nothing(desk: Room) -> None:
    desk.meets()
    desk.click("Close", desk.room)
    desk.desk.read_only = True
    desk.tab.refresh()
    desk.settle()
    desk.more("Open the room")
    assert "Lantern Trust" in desk.words()
    assert desk.room.step_button.isHidden()
    assert desk.room.typing.form is None
    desk.member(BEA, Key.Key_L)
    assert desk.where(BEA) == "Here"


# looked over


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
def test_the_room_can_be_read_and_heard_and_reached_with_the_keyboard(
    scale: float, qapp: QApplication, asker: AnsweringAsker, scored_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, "light", scale)
    with room_on(asker, scored_file, monkeypatch) as desk:
        found = looked_over(desk, "nobody there")
        desk.meets()
        found += looked_over(desk, "a bid")
        desk.member(TOM, Key.Key_O)
        found += looked_over(desk, "why")
        desk.press(Key.Key_Escape)
        with drive_gone(desk):
            desk.press(Key.Key_F3)
            found += looked_over(desk, "the drive gone")
        desk.click("Close", desk.room)
        for action in ("day new", "day change", "day put on", "day take off", "day move"):
            desk.tab._do(action, "")
            desk.settle()
            found += looked_over(desk, action) if desk.is_open() else []
            desk.tab.close_form()
    assert found == [], "\n".join(found)
