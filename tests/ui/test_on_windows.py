"""The window on Windows' own platform: what is typed and saved, where a dialog's file lies, and what Excel is given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.factories import ask
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import Screen, screen_on, until
from ui.kit import state

pytestmark = [pytest.mark.windows, pytest.mark.skipif(sys.platform != "win32", reason="Windows alone has its platform")]


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Screen]:
    """Devon, Cornwall and the Isles of Scilly, 2019/20."""
    with screen_on(asker, devon_cornwall_file) as screen:
        yield screen


def test_the_window_is_drawn_by_windows_itself_in_a_typeface_that_is_there(devon: Screen) -> None:
    assert QGuiApplication.platformName() == "windows"
    assert devon.window.fontInfo().family()
    assert devon.headline().startswith("£5,830,690 budget, ")
    assert devon.window.grab().toImage().size().width() >= devon.window.width()


def test_what_is_typed_is_in_the_file_once_it_is_saved_and_the_window_lets_go_of_it(
    asker: AnsweringAsker, devon_cornwall_file: Path
) -> None:
    with screen_on(asker, devon_cornwall_file) as screen:
        screen.choose("Road safety").change("Change the amount…")
        screen.fill("New amount, £", "45,500").fill("Reason", "More & sooner").save()
        assert screen.cell("Road safety", "2019/20 £") == "45,500"
        assert not _can_be_renamed(devon_cornwall_file)
    assert ask(devon_cornwall_file, "SELECT reason FROM step ORDER BY seq DESC LIMIT 1") == [("More & sooner",)]
    until(lambda: _can_be_renamed(devon_cornwall_file))


def test_a_file_chosen_by_its_path_with_backslashes_is_opened_and_remembered(
    asker: AnsweringAsker, devon_cornwall_file: Path
) -> None:
    with screen_on(asker) as screen:
        asker.path = Path(str(devon_cornwall_file).replace("/", "\\"))
        screen.window.open(asker.path)
        screen.settle()
        assert screen.headline().startswith("£5,830,690 budget, ")
        assert Path(str(state.kept("file"))) == devon_cornwall_file
        assert "\\" in str(state.kept("file"))


def test_what_a_person_chose_is_kept_in_their_own_file_and_not_in_the_registry(tmp_path: Path) -> None:
    state.use_file(tmp_path / "Jörg & Co" / "desk.ini")
    state.keep("folder", r"\\northshire\teams\Büro")
    state.use_file(tmp_path / "Jörg & Co" / "desk.ini")
    assert state.kept("folder", "") == r"\\northshire\teams\Büro"
    native = QSettings(r"HKEY_CURRENT_USER\Software", QSettings.Format.NativeFormat)
    assert not [key for key in native.childGroups() if key in {"Commissioning Desk", "python"}]


def test_copied_lines_come_with_their_heads_by_lines_and_tabs_as_excel_takes_them(devon: Screen) -> None:
    devon.choose("Road safety").press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, *copied = QApplication.clipboard().text().splitlines()
    assert heads.split("\t")[:3] == ["Budget line", "2018/19 £", "2019/20 £"]
    assert [one.split("\t")[0] for one in copied][-1] == "Road safety"


def _can_be_renamed(path: Path) -> bool:
    """Whether nobody has it open any more; it has its old name again."""
    try:
        path.rename(path.with_name("renamed.opcc")).rename(path)
    except PermissionError:
        return False
    return True
