"""A window on each of the two example offices: one of the test's own, or one that the tests of a module only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import Screen, dress, screen_on
from ui.kit import state


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered; windows that are already so are not dressed again."""
    state.use_file(tmp_path / "person" / "desk.ini")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Screen]:
    """Devon, Cornwall and the Isles of Scilly, 2019/20."""
    with screen_on(asker, devon_cornwall_file) as screen:
        yield screen


@pytest.fixture
def durham(asker: AnsweringAsker, durham_file: Path) -> Iterator[Screen]:
    """Durham, 2015-16."""
    with screen_on(asker, durham_file) as screen:
        yield screen


Made = Callable[[str], Path]


def _to_read(name: str, made: Made, folder: Path, qapp: QApplication) -> Iterator[Screen]:
    state.use_file(folder / "desk.ini")
    dress(qapp)
    with screen_on(AnsweringAsker(), Path(shutil.copyfile(made(name), folder / f"{name}.opcc"))) as screen:
        yield screen


@pytest.fixture(scope="module")
def _devon_shown(_made: Made, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Screen]:
    yield from _to_read("devon-cornwall", _made, tmp_path_factory.mktemp("devon"), qapp)


@pytest.fixture(scope="module")
def _durham_shown(_made: Made, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Screen]:
    yield from _to_read("durham", _made, tmp_path_factory.mktemp("durham"), qapp)


@pytest.fixture
def devon_shown(_devon_shown: Screen) -> Iterator[Screen]:
    """The same office in a window that tests share, put back as it was after each."""
    yield from _as_it_was(_devon_shown, "Lines by priority", "2019/20")


@pytest.fixture
def durham_shown(_durham_shown: Screen) -> Iterator[Screen]:
    """The same office in a window that tests share, put back as it was after each."""
    yield from _as_it_was(_durham_shown, "Lines by fund", "2015-16")


def _as_it_was(screen: Screen, view: str, year: str) -> Iterator[Screen]:
    screen.back_to_window()
    yield screen
    screen.asker.agree = True
    for dialog in screen.dialogs():
        dialog.close()
    if screen.page.is_editing():
        screen.click("Cancel", screen.page)
    screen.asker.asked.clear()
    screen.asker.told.clear()
    screen.page.bar.box.clear()
    screen.page.list.sort_by("")
    if screen.window.top.year.currentText() != year:
        screen.year(year)
    if screen.page.bar.view.currentText() != view:
        screen.view(view)
