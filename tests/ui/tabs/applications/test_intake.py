"""A folder of forms that came back: looked at, taken whole or not at all, and the originals kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.documents import documents
from app.door import Office
from app.exchange.form_layout import KEYS, VALUES
from app.exchange.form_write import write_form
from app.grants.reading import applications, area_names, priority_names, rounds
from tests.factories import JO
from tests.ui.helpers import OFFSCREEN, seen
from tests.ui.tabs.applications.applying import Applying
from ui.kit.controls import Button
from ui.tabs.applications.intake import IntakePanel

pytestmark = OFFSCREEN
Key = Qt.Key
BROOK: dict[str, str | int] = {
    "organisation": "Brookside Youth Club",
    "project": "Evening football",
    "requested": 4500,
    "summary": "Football on Fridays",
}


def fill_in(path: Path, values: Mapping[str, str | int]) -> Path:
    """Type these answers into a blank form, by their hidden keys."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            key = str(row[KEYS - 1].value) if len(row) >= VALUES else ""
            if key in values:
                sheet.cell(row[0].row or 1, VALUES).value = values[key]
    book.save(path)
    return path


@pytest.fixture
def returned(invited_file: Path, tmp_path: Path) -> Path:
    """A folder into which the forms of the round come back."""
    office = Office(invited_file, JO)
    r = office.read(rounds)[0]
    areas, priorities = office.read(area_names), office.read(priority_names)
    office.close()
    folder = tmp_path / "returned"
    folder.mkdir()
    write_form(r, tmp_path / "blank.xlsx", areas=list(areas.items()), priorities=list(priorities.items()))
    for name, values in (
        ("brookside.xlsx", BROOK),
        ("bad.xlsx", {**BROOK, "organisation": "Ash Lane", "requested": "a lot"}),
        ("like.xlsx", {**BROOK, "organisation": "The Harborlight Limited", "project": "Boat shed"}),
    ):
        (folder / name).write_bytes((tmp_path / "blank.xlsx").read_bytes())
        fill_in(folder / name, values)
    (folder / "letter.xlsx").write_bytes(b"not a workbook")
    return folder


def states(panel: IntakePanel) -> dict[str, str]:
    """The state of each file, by its name."""
    return {str(line.cells[0]): str(line.cells[4]) for line in panel.list.shown().lines}


def choose(desk: Applying, panel: IntakePanel, name: str) -> str:
    """Everything that is said of a file."""
    panel.list.choose(next(line.id for line in panel.list.shown().lines if line.cells[0] == name))
    desk.settle()
    return "\n".join(seen(panel.record))


def test_a_folder_is_looked_at_and_nothing_is_saved_before_it_is_taken(desk: Applying, returned: Path) -> None:
    """Pain 13 of the field: forms retyped by hand, and nobody knew which of them had gone wrong."""
    before = len(desk.names())
    panel = desk.folder(returned)
    assert states(panel) == {
        "bad.xlsx": "Cannot be taken",
        "brookside.xlsx": "New",
        "letter.xlsx": "Cannot be taken",
        "like.xlsx": "New",
    }
    said = choose(desk, panel, "bad.xlsx")
    assert "bad.xlsx, Application, " in said
    assert "a lot" in said
    desk.press(Key.Key_Escape)
    assert desk.tab.list.isVisible()
    assert len(desk.names()) == before


def test_the_good_ones_are_taken_each_as_a_step_and_the_originals_are_kept(desk: Applying, returned: Path) -> None:
    before = len(desk.names())
    panel = desk.folder(returned)
    panel.received.box("received_on").type_back("18 May 2026")
    panel.received.box("received_time").type_back("09:30")
    desk.wait(lambda: "18 May 2026, 09:30" in [str(line.cells[5]) for line in panel.list.shown().lines])
    desk.click("Take 2 forms", panel)
    desk.wait(lambda: states(panel)["like.xlsx"] == "Taken")
    desk.settle()
    assert states(panel)["bad.xlsx"] == "Cannot be taken"
    assert not panel.take_button.isEnabled()
    desk.click("Close", panel)
    assert len(desk.names()) == before + 2
    assert desk.bid("Evening football").cell_here("State") == "Received"
    assert "brookside.xlsx" in desk.record()
    desk.undo()
    assert len(desk.names()) == before + 1


def test_what_was_taken_already_and_what_has_changed_since_is_said(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    desk.click("Take 2 forms", panel)
    desk.wait(lambda: states(panel)["like.xlsx"] == "Taken")
    desk.settle().click("Read the folder again", panel)
    panel = desk.panel()
    desk.wait(lambda: states(panel)["brookside.xlsx"] == "Taken already")
    fill_in(returned / "brookside.xlsx", {"requested": 5000})
    desk.click("Read the folder again", panel)
    desk.wait(lambda: states(panel)["brookside.xlsx"] == "Changed")
    said = choose(desk, panel, "brookside.xlsx")
    assert "£4,500" in said
    assert "£5,000" in said


def test_one_that_came_late_is_taken_as_late(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    panel.received.box("received_on").type_back("8 June 2026")
    desk.wait(lambda: "Late" in [str(line.cells[6]) for line in panel.list.shown().lines])
    desk.click("Take 2 forms", panel)
    desk.wait(lambda: states(panel)["like.xlsx"] == "Taken")
    desk.settle().click("Close", panel)
    assert desk.bid("Evening football").cell_here("State") == "Late"


def test_whose_it_is_may_be_said_before_it_is_taken(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    choose(desk, panel, "like.xlsx")
    offered = [one for one in panel.record.findChildren(Button) if one.text().startswith("Same as Harbourlight")]
    assert offered
    desk.click(offered[0].text(), panel.record)
    desk.wait(lambda: any(line.cells[1] == "Harbourlight Ltd" for line in panel.list.shown().lines))


def test_a_time_without_a_day_is_said_and_the_keyboard_stays(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    panel.received.box("received_time").type_back("09:30")
    desk.wait(panel.trouble.isVisible)
    assert panel.trouble.words() == "Say on which day they came, too."


def test_an_empty_folder_says_so(desk: Applying, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    panel = desk.folder(tmp_path / "nothing")
    assert panel.list.shown().lines == ()
    assert not panel.take_button.isEnabled()


def test_the_original_lies_with_the_bid_by_its_digest(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    desk.click("Take 2 forms", panel)
    desk.wait(lambda: states(panel)["like.xlsx"] == "Taken")
    desk.settle()
    path = desk.desk.path
    assert path is not None
    office = Office(path, JO, read_only=True)
    taken = next(one for one in office.read(applications) if one.project == "Evening football")
    kept = office.read(documents, taken.id)
    office.close()
    assert [one.digest for one in kept] == [taken.form_digest]


def test_taking_is_stopped_at_the_next_form_and_what_is_in_stays(desk: Applying, returned: Path) -> None:
    panel = desk.folder(returned)
    panel.take_button.click()
    panel.busy.stop.click()
    desk.wait(lambda: panel.trouble.words().startswith("Stopped"))
    desk.settle()
    assert panel.trouble.words() == "Stopped: 1 form is in. 1 was not taken. What is in stays."
    assert panel.take_button.isEnabled()
    desk.click("Take 1 form", panel)
    desk.wait(lambda: list(states(panel).values()).count("Taken") == 2)
