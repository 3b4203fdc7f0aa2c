"""A window at the papers of each example office: one of the test's own, or one that the tests of a module only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import dress
from tests.ui.tabs.papers.writing import Writing, as_it_was, writing_on
from ui.kit import state

Made = Callable[[str], Path]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered; windows that are already so are not dressed again."""
    state.use_file(tmp_path / "person" / "desk.ini")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Writing]:
    """The papers of Devon, Cornwall and the Isles of Scilly: a draft plan that follows an issued one."""
    with writing_on(asker, devon_cornwall_file) as writing:
        yield writing


@pytest.fixture
def durham(asker: AnsweringAsker, durham_file: Path) -> Iterator[Writing]:
    """The papers of Durham: a draft for its Police and Crime Panel."""
    with writing_on(asker, durham_file) as writing:
        yield writing


@pytest.fixture
def empty(asker: AnsweringAsker, path: Path) -> Iterator[Writing]:
    """An office without a paper."""
    with writing_on(asker, path) as writing:
        yield writing


def _to_read(name: str, made: Made, folder: Path, qapp: QApplication) -> Iterator[Writing]:
    state.use_file(folder / "desk.ini")
    dress(qapp)
    with writing_on(AnsweringAsker(), Path(shutil.copyfile(made(name), folder / f"{name}.opcc"))) as writing:
        yield writing.open()


@pytest.fixture(scope="module")
def _devon_open(_made: Made, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Writing]:
    yield from _to_read("devon-cornwall", _made, tmp_path_factory.mktemp("devon"), qapp)


@pytest.fixture(scope="module")
def _durham_open(_made: Made, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Writing]:
    yield from _to_read("durham", _made, tmp_path_factory.mktemp("durham"), qapp)


@pytest.fixture
def plan(_devon_open: Writing) -> Iterator[Writing]:
    """The draft plan, open in a window that tests share; what a test does is taken back after it."""
    yield _devon_open.settle()
    as_it_was(_devon_open)


@pytest.fixture
def panel_paper(_durham_open: Writing) -> Iterator[Writing]:
    """The draft for the Police and Crime Panel, shared in the same way."""
    yield _durham_open.settle()
    as_it_was(_durham_open)
