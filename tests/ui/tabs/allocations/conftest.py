"""A window at the allocations of the example: one of the test's own, or one that the tests of a module only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import dress
from tests.ui.tabs.allocations.sharing import Sharing, sharing_on
from ui.kit import state

Made = Callable[[str], Path]
FUND = "Allocations, Community Safety Partnership Fund"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered; windows that are already so are not dressed again."""
    state.use_file(tmp_path / "person" / "desk.ini")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Sharing]:
    """The allocations of Devon, Cornwall and the Isles of Scilly, 2019/20."""
    with sharing_on(asker, devon_cornwall_file) as screen:
        yield screen


@pytest.fixture
def durham(asker: AnsweringAsker, durham_file: Path) -> Iterator[Sharing]:
    """The allocations of Durham, 2015-16."""
    with sharing_on(asker, durham_file) as screen:
        yield screen


@pytest.fixture
def empty(asker: AnsweringAsker, path: Path) -> Iterator[Sharing]:
    """An office without a partnership."""
    with sharing_on(asker, path) as screen:
        yield screen


@pytest.fixture(scope="module")
def _devon_shown(_made: Made, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Sharing]:
    folder = tmp_path_factory.mktemp("devon")
    state.use_file(folder / "desk.ini")
    dress(qapp)
    file = Path(shutil.copyfile(_made("devon-cornwall"), folder / "devon.opcc"))
    with sharing_on(AnsweringAsker(), file) as screen:
        yield screen


@pytest.fixture
def devon_shown(_devon_shown: Sharing) -> Iterator[Sharing]:
    """The same office in a window that tests share, put back as it was after each."""
    screen = _devon_shown
    screen.back_to_window()
    yield screen
    screen.asker.agree = True
    for dialog in screen.dialogs():
        dialog.close()
    if screen.tab.is_editing():
        screen.click("Cancel", screen.tab)
    screen.asker.asked.clear()
    screen.asker.told.clear()
    screen.tab.bar.box.clear()
    screen.tab.list.sort_by("")
    if screen.window.top.year.currentText() != "2019/20":
        screen.year("2019/20")
    if screen.tab.bar.view.currentText() != FUND:
        screen.view(FUND)
