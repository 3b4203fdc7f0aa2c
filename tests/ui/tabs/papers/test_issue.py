"""Issuing a paper, opening it again, and the version after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.door import Office
from app.papers import shelf
from app.papers.preview import text_of
from app.papers.stored import issued
from tests.factories import JO
from tests.papers import shelves
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, cell
from tests.ui.tabs.papers.writing import Writing, writing_on

pytestmark = OFFSCREEN
Key = Qt.Key
TITLE = "Commissioning Intentions Plan 2018/19"


@pytest.fixture
def ready(asker: AnsweringAsker, path: Path) -> Iterator[Writing]:
    """A plan with nothing left to settle, open to be issued."""
    office = Office(path, JO)
    paper_id = shelves.start(office)
    shelves.change(office, paper_id, day=date(2018, 4, 1))
    office.close()
    with writing_on(asker, path) as writing:
        yield writing.open()


def test_issuing_asks_says_what_it_does_and_then_the_paper_can_only_be_read(ready: Writing) -> None:
    assert ready.headline().startswith(f"{TITLE}: everything ties; it can be issued")
    ready.click("Issue…")
    assert ready.screen.asker.asked == [
        "Issue this paper: Its pages and the figures they were made from are kept as they are now. An issued paper can "
        "be printed again, the same to the byte, but never changed and never undone. [Issue the paper] [Cancel]"
    ]
    assert ready.headline().startswith(f"{TITLE}: issued ")
    assert ready.reader._pdf
    assert "DRAFT" not in text_of(ready.reader._pdf)


def test_who_does_not_agree_goes_on_writing(ready: Writing) -> None:
    ready.screen.asker.agree = False
    ready.click("Issue…")
    assert ready.composer.top.issue_button.isEnabled()


def test_what_is_typed_is_saved_before_it_is_issued(ready: Writing) -> None:
    ready.choose("In summary").type("The last word.").click("Issue…")
    assert "The last word." in text_of(ready.reader._pdf)


def test_a_paper_without_a_date_says_what_it_needs(asker: AnsweringAsker, path: Path) -> None:
    office = Office(path, JO)
    shelves.start(office)
    office.close()
    with writing_on(asker, path) as writing:
        writing.open()
        assert writing.headline().startswith(f"{TITLE}: everything ties; it needs its date")
        assert writing.composer.top.issue_button.text() == "Give its date first"


def test_the_next_version_follows_it_and_takes_its_place_when_it_is_issued(ready: Writing) -> None:
    ready.click("Issue…").click("Start next version")
    assert ready.composer.draft is not None
    assert ready.composer.since.words.accessibleName() == "Nothing has changed."
    ready.menu("Versions", f"{TITLE}, 1 April 2018 (issued)")
    assert ready.headline().startswith(f"{TITLE}: issued")
    ready.press(Key.Key_Escape)
    assert ready.headline().startswith("2 papers: 1 draft with nothing left to settle, 1 issued")


def test_an_issued_paper_prints_its_stored_bytes(devon: Writing, tmp_path: Path, devon_cornwall_file: Path) -> None:
    devon.open(TITLE)
    office = Office(devon_cornwall_file, JO)
    issued_id = next(one.id for one in office.read(shelf.papers) if one.state == "issued")
    kept = office.read(issued, issued_id)
    office.close()
    devon.screen.asker.path = tmp_path / "again.pdf"
    devon.click("Save PDF", devon.reader)
    assert (tmp_path / "again.pdf").read_bytes() == kept
    devon.click("Print…", devon.reader)
    assert [one.windowTitle() for one in devon.screen.dialogs()] == [TITLE]


def test_superseded_papers_stay_in_the_list(ready: Writing) -> None:
    ready.click("Issue…").click("Start next version")
    ready.choose("Cover and details")
    assert ready.composer.details.form is not None
    box = ready.composer.details.form.box("day").control
    ready.type("1 May 2018", box)
    ready.click("Issue…")
    assert "It takes the place of" in ready.screen.asker.asked[-1]
    ready.press(Key.Key_Escape)
    states = {str(line.cells[4]) for line in ready.page.list.model.prepared.listing.lines}
    assert states == {"Issued", "Superseded"}
    assert ready.headline().startswith("2 papers: 1 issued, 1 superseded")
    assert cell(ready.page.list, TITLE, "State") in states
