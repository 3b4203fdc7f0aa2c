"""The documents of a line: attached, opened as a copy, saved elsewhere, removed, and dropped where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.backups import documents_of
from tests.ui.helpers import OFFSCREEN, Screen, button, seen, until
from ui.kit.parts import Section

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
ROAD = "Road safety"
PDF = b"%PDF-1.7 the signed grant letter"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A signed letter on this laptop."""
    path = tmp_path / "Grant letter & terms.pdf"
    path.write_bytes(PDF)
    return path


def attach(screen: Screen, path: Path) -> Screen:
    """Choose the file from the record's menu."""
    screen.asker.path = path
    screen.choose(ROAD).change("Attach a document…")
    return screen


def section(screen: Screen) -> list[str]:
    """What can be read of the documents in the record."""
    found = [one for one in screen.page.record.findChildren(Section) if one.title.text() == "Documents"]
    return seen(found[0]) if found else []


def drop(screen: Screen, paths: Sequence[Path]) -> bool:
    """Drop files on the record; whether it would take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    about = (Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Held.NoModifier)
    target = screen.page.record.viewport()
    enters = QDragEnterEvent(QPointF(40, 40).toPoint(), *about)
    QApplication.sendEvent(target, enters)
    if enters.isAccepted():
        drops = QDropEvent(QPointF(40, 40), *about)
        QApplication.sendEvent(target, drops)
        assert drops.dropAction() == Qt.DropAction.CopyAction
    QApplication.processEvents()
    screen.settle()
    return enters.isAccepted()


def test_a_line_without_documents_has_no_section_for_them(devon_shown: Screen) -> None:
    assert section(devon_shown.choose(ROAD)) == []


def test_an_attached_document_stands_in_the_record_and_its_history(devon: Screen, letter: Path) -> None:
    attach(devon, letter)
    title, name, about, *actions = section(devon)
    assert (title, name, actions) == ("Documents", "Grant letter & terms.pdf", ["Open", "Save a copy…", "Remove"])
    assert about.startswith("32 bytes · today ")
    assert "Attach a document: “Grant letter & terms.pdf”." in devon.record()
    assert devon.state().startswith("Saved ")
    assert devon.asker.told == []
    assert button(devon.page.record, "Open").accessibleName() == "Open: Grant letter & terms.pdf"


def test_it_is_opened_as_a_verified_copy_that_cannot_be_written(devon: Screen, letter: Path) -> None:
    attach(devon, letter).click("Open", devon.page.record)
    [copy] = devon.asker.shown
    assert (copy.name, copy.read_bytes()) == ("Grant letter & terms.pdf", PDF)
    assert copy.stat().st_mode & 0o222 == 0
    assert documents_of(devon.desk.path or Path()) not in copy.parents
    devon.click("Open", devon.page.record)
    assert devon.asker.shown == [copy, copy]


def test_where_no_program_opens_it_that_is_said(devon: Screen, letter: Path) -> None:
    attach(devon, letter)
    devon.asker.agree = False
    devon.click("Open", devon.page.record)
    assert devon.asker.told == [
        "Open a document: No program on this computer opens “Grant letter & terms.pdf”. Save a copy of it instead."
    ]


def test_a_copy_is_saved_where_the_person_says(devon: Screen, letter: Path, tmp_path: Path) -> None:
    attach(devon, letter)
    devon.asker.path = tmp_path / "elsewhere.pdf"
    devon.click("Save a copy…", devon.page.record)
    assert (tmp_path / "elsewhere.pdf").read_bytes() == PDF
    assert devon.state() == "Saved a copy as elsewhere.pdf"


def test_what_is_removed_leaves_the_record_and_comes_back_with_ctrl_z(devon: Screen, letter: Path) -> None:
    attach(devon, letter).click("Remove", devon.page.record)
    assert section(devon) == []
    assert "Remove “Grant letter & terms.pdf”: archived." in devon.record()
    devon.press(Key.Key_Z, Held.ControlModifier)
    assert section(devon)[1] == "Grant letter & terms.pdf"


def test_an_altered_document_is_not_opened_and_the_person_is_told(devon: Screen, letter: Path) -> None:
    attach(devon, letter)
    [lies] = documents_of(devon.desk.path or Path()).iterdir()
    lies.write_bytes(PDF.replace(b"signed", b"forged"))
    devon.click("Open", devon.page.record)
    assert devon.asker.shown == []
    assert devon.asker.told == [
        "That was not done: The document “Grant letter & terms.pdf” is not what was attached: "
        "its bytes were changed outside the desk."
    ]


def test_a_program_is_refused_in_a_sentence_and_no_file_chosen_is_no_document(devon: Screen, tmp_path: Path) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ\0")
    attach(devon, program)
    assert devon.asker.told == [
        "That was not done: “setup.exe” can run a program, so it is not kept here. "
        "Kept are PDF, Word, Excel, text, pictures and e-mails."
    ]
    devon.asker.path = None
    devon.change("Attach a document…")
    assert section(devon) == []


def test_files_dropped_on_the_record_are_attached_and_one_that_is_refused_keeps_none_from_it(
    devon: Screen, letter: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Words", encoding="utf-8")
    devon.choose(ROAD)
    assert drop(devon, [letter, tmp_path, notes])
    until(lambda: len([one for one in section(devon) if one == "Remove"]) == 2)
    assert [one for one in section(devon) if one.endswith((".pdf", ".txt"))] == [
        "Grant letter & terms.pdf",
        "notes.txt",
    ]
    assert [one.endswith("is a folder. Attach the files in it one by one.") for one in devon.asker.told] == [True]
    assert letter.read_bytes() == PDF


def test_nothing_is_dropped_on_a_form_or_on_what_is_no_line(devon: Screen, letter: Path) -> None:
    devon.choose(ROAD).change("Change the amount…")
    assert not drop(devon, [letter])
    devon.click("Cancel", devon.page)
    assert not drop(devon, [])
    devon.view("Funds")
    assert not drop(devon, [letter])
    assert not documents_of(devon.desk.path or Path()).exists()
