"""Panel days of a stage: set up, put in order, changed, and their minutes read, written, copied and printed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app.door import Office
from app.recommendations import panel_days, reading, sitting
from db.recommendations import PanelDay
from tests.factories import JO, SAM
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, find, rows
from tests.ui.tabs.scoring import meeting
from tests.ui.tabs.scoring.scoring import CTRL, Scoring, scoring_on
from ui.kit.conflict import ConflictView
from ui.kit.parts import SmallTable
from ui.kit.preview import PrintPreview

pytestmark = OFFSCREEN
Key = Qt.Key
Made = Callable[[str], Path]
LANTERNS, HARBOURS = "CSF-26-001 Lantern Trust", "CSF-26-002 Harbourlight Ltd"


@pytest.fixture(scope="session")
def _staged(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("days") / "staged.opcc"))
    office = Office(path, JO)
    meeting.scored(office)
    office.close()
    return path


@pytest.fixture
def staged_file(_staged: Path, folder: Path) -> Path:
    """An office file with a round whose every sheet is in, and no panel day."""
    return Path(shutil.copyfile(_staged, folder / "staged.opcc"))


@pytest.fixture
def sam(staged_file: Path) -> Iterator[Office]:
    """Sam's desk, on another laptop."""
    made = Office(staged_file, SAM)
    yield made
    made.close()


@pytest.fixture
def desk(asker: AnsweringAsker, staged_file: Path) -> Iterator[Scoring]:
    """The panel days of the stage, of which there are none."""
    with scoring_on(asker, staged_file) as screen:
        yield screen.view("Panel days")


def new_day(desk: Scoring, which: str = "Every bid of the stage", **given: str) -> Scoring:
    """Ctrl+N, and a day of these bids."""
    desk.tab.list.setFocus()
    desk.press(Key.Key_N, CTRL)
    for label, text in given.items():
        desk.fill(label.capitalize(), text)
    desk.pick("Bids to take", which)
    return desk.save()


def listed(desk: Scoring) -> list[str]:
    """The bids of the day's record, in their order."""
    every = [one for one in desk.tab.record.findChildren(SmallTable) if one.grid.accessibleName() == "Bids to take"]
    return [row[0].split(". ")[1] for one in every for row in rows(one)]


def only_day(office: Office) -> Any:
    """The only panel day, as the file has it."""
    key = office.read(lambda session: session.scalars(select(PanelDay.id)).one())
    return office.read(reading.day_, key)


def test_a_panel_day_is_set_up_and_is_the_chosen_record(desk: Scoring) -> None:
    assert "No panel day yet" in desk.headline()
    new_day(desk, place="Room 2", chair="Una Quill")
    assert "1 panel day" in desk.headline()
    assert desk.primary() == "Open the room"
    assert listed(desk) == [LANTERNS, HARBOURS]
    assert "Room 2" in desk.record()
    assert desk.column("State") == ["Set up"]


def test_only_what_is_to_be_discussed_is_put_on_it_where_that_is_chosen(desk: Scoring) -> None:
    new_day(desk, "Those to discuss, whose scores are far apart")
    assert listed(desk) == [HARBOURS]
    desk.do("Put bids on the list…")
    tick(desk, "Bids")
    desk.save()
    assert listed(desk) == [HARBOURS, LANTERNS]
    desk.do("Put bids on the list…")
    assert desk.asker.told[-1] == "Scoring: Every bid of the stage is on the list."


def tick(desk: Scoring, label: str) -> None:
    """Tick the first of several."""
    find(desk.form_place, QWidget, label).setFocus()
    desk.press(Key.Key_Space)


def test_bids_are_moved_and_taken_off_from_the_record(desk: Scoring) -> None:
    new_day(desk)
    desk.do("Take a bid earlier or later…")
    desk.pick("Bid", HARBOURS).fill("Place", "3").save()
    assert desk.refusals() == ["Type a place from 1 to 2."]
    desk.fill("Place", "1").save()
    assert listed(desk) == [HARBOURS, LANTERNS]
    desk.do("Put the list in order")
    assert listed(desk) == [LANTERNS, HARBOURS]
    desk.do("Take bids off the list…")
    tick(desk, "Bids")
    desk.save()
    assert listed(desk) == [HARBOURS]
    desk.press(Key.Key_Z, CTRL)
    assert listed(desk) == [LANTERNS, HARBOURS]


def test_enter_on_a_bid_of_the_record_leads_to_its_place(desk: Scoring) -> None:
    new_day(desk)
    (table,) = (one for one in desk.tab.record.findChildren(SmallTable) if one.grid.accessibleName() == "Bids to take")
    table.grid.setFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert (desk.box("Bid"), desk.box("Place")) in ((LANTERNS, "1"), (HARBOURS, "2"))


def test_the_day_is_changed_and_one_that_has_not_begun_is_put_away(desk: Scoring) -> None:
    new_day(desk)
    desk.do("Change the day…")
    desk.fill("Quorum", "4").save()
    assert desk.refusals() == ["Only 3 score this stage, so that so many could never be there."]
    desk.fill("Quorum", "3").fill("Other matters", "The next round opens in May.").save()
    assert desk.column("Quorum") == ["3"]
    assert "The next round opens in May." in desk.record()
    desk.do("Put the day away")
    assert "No panel day yet" in desk.headline()


def test_a_second_day_on_the_same_date_is_refused_in_its_form(desk: Scoring) -> None:
    new_day(desk)
    new_day(desk)
    assert desk.is_open()
    assert any("The panel already meets on that day." in words for words in desk.refusals())


def test_pain_14_two_officers_change_one_day_and_neither_loses_what_they_typed(desk: Scoring, sam: Office) -> None:
    new_day(desk)
    desk.do("Change the day…").fill("Place", "Room 2")
    day = only_day(sam)
    given: dict[str, Any] = {"held_on": day.held_on, "chair": "", "quorum": 2, "order_rule": day.order_rule, "note": ""}
    sam.write("Change a panel day", panel_days.change, day.id, version=day.version, place="The hall", **given)
    desk.save()
    assert desk.form_place.findChildren(ConflictView)
    assert only_day(sam).place == "The hall"


def test_the_minutes_are_read_written_copied_and_printed(desk: Scoring, sam: Office) -> None:
    new_day(desk)
    desk.more("Copy the minutes")
    assert desk.asker.told[-1] == "Minutes: There are no minutes yet: the meeting has not begun."
    day = only_day(sam)
    sam.write("All", sitting.all_come, day.id, at="09:55")
    sam.write("Begin", sitting.start, day.id, at="10:00")
    for at, item in enumerate(day.items):
        sam.write("Take", sitting.begin_item, item.id, at=f"10:{at + 1}2")
        sam.write("Done", sitting.end_item, item.id, at=f"10:{at + 1}9")
    sam.write("End", sitting.end, day.id, at="10:30")
    desk.settle().desk.poll()
    desk.settle()
    assert desk.column("State") == ["Ended"]
    assert f"10:22 {HARBOURS} was taken." in desk.record()
    assert desk.primary() == "Print the minutes…"
    table = next(one for one in desk.tab.record.findChildren(SmallTable) if one.grid.accessibleName() == "Bids to take")
    table.opened.emit(day.items[0].id)
    desk.settle().fill("Minutes of this bid", "Two sites.").save()
    assert "10:19 CSF-26-001: Two sites." in desk.record()
    desk.do("Copy the minutes")
    assert desk.clipboard().splitlines()[-1] == "10:30  The meeting ended."
    desk.do("Print the minutes…")
    assert isinstance(desk.dialogs()[-1], PrintPreview)
