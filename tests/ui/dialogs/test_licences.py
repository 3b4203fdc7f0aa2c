"""Licences: the notices that travel with the program are read inside it, and lead to the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import resources
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, button, find, seen
from tests.ui.test_every_page import findings
from ui.desk import Desk
from ui.dialogs.help import HelpDialog
from ui.dialogs.licences import NOTICES, LicencesDialog, chapters, notice
from ui.kit.split import Record

pytestmark = OFFSCREEN
LEFT = Qt.MouseButton.LeftButton

Shown = Callable[..., LicencesDialog]


@pytest.fixture
def shown(put_up: Callable[[QWidget], None], asker: AnsweringAsker) -> Iterator[Shown]:
    """Shows the dialog, of the program itself or of a folder."""
    every: list[LicencesDialog] = []

    def show(home: Path | None = None) -> LicencesDialog:
        one = LicencesDialog(asker, home=home)
        one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        every.append(one)
        put_up(one)
        return one

    yield show
    every.clear()


def words(root: QWidget) -> str:
    """All that can be read, without the places where a long word may be broken."""
    return "\n".join(seen(root)).replace("\N{ZERO WIDTH SPACE}", "")


def test_every_chapter_and_every_package_of_the_notices_can_be_read(shown: Shown) -> None:
    text = resources.path("..", NOTICES).read_text("utf-8")
    read = words(shown())
    assert len(chapters(text)) > 5
    for chapter in chapters(text):
        assert chapter.title in read
        for content in chapter.contents:
            for said in [content] if isinstance(content, str) else [part for row in content for part in row]:
                assert said in read
    assert "1.20.1 · MIT · LICENSE" in read


def test_what_may_be_replaced_is_named_for_each_system_with_its_stars(shown: Shown) -> None:
    assert "Windows: PySide6/Qt6*.dll\nLinux: PySide6/Qt/lib/libQt6*.so.6" in words(shown())


def test_no_sign_of_markdown_is_left(shown: Shown) -> None:
    read = words(shown())
    assert [sign for sign in ("**", "`", "|", "##", "<http") if sign in read] == []


def test_the_button_opens_the_folder_of_the_texts(shown: Shown, asker: AnsweringAsker) -> None:
    QTest.mouseClick(button(shown(), "Open the texts"), LEFT)
    (folder,) = asker.shown
    assert {"LGPL-3.0.txt", "GPL-3.0.txt"} <= {one.name for one in folder.iterdir()}
    assert asker.told == []


def test_where_no_program_shows_a_folder_its_place_is_said(shown: Shown, asker: AnsweringAsker) -> None:
    asker.agree = False
    QTest.mouseClick(button(shown(), "Open the texts"), LEFT)
    assert asker.told == [f"Licences: The licence texts are in the folder {resources.path('licences')}."]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfd"], ids=["gone", "damaged"])
def test_notices_that_cannot_be_read_are_missed(shown: Shown, tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / NOTICES).write_bytes(content)
    assert f"{NOTICES} cannot be read. It belongs to the program" in words(shown(tmp_path))


def test_page_down_reads_on_at_once(shown: Shown) -> None:
    record = find(shown(), Record, "Licences")
    QTest.keyClick(record.window().windowHandle(), Qt.Key.Key_PageDown)
    assert record.verticalScrollBar().value() > 0


@pytest.mark.parametrize("scale", ["usual", "large"])
def test_it_can_be_read_heard_and_reached(shown: Shown, scale: str, request: pytest.FixtureRequest) -> None:
    if scale == "large":
        request.getfixturevalue("large")
    dialog = shown()
    for _ in range(4):
        QApplication.processEvents()
    assert findings(dialog) == []


def test_help_says_at_its_head_under_what_terms_qt_is_used_and_leads_to_the_licences(
    put_up: Callable[[QWidget], None], asker: AnsweringAsker
) -> None:
    dialog = HelpDialog(Desk(), asker)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    put_up(dialog)
    assert f"It uses Qt {qVersion()} and PySide6 under the LGPL-3.0." in notice()
    assert notice() in " ".join(seen(dialog)[:3])
    QTest.mouseClick(button(dialog, "Licences"), LEFT)
    (licences,) = dialog.findChildren(LicencesDialog)
    assert licences.isVisible()
    licences.done(0)
