"""A window at the applications of a small office of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.door import Office
from app.funds import lines
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import dress
from tests.ui.tabs.applications.applying import (
    HARBOUR,
    LANTERN,
    TODAY,
    Applying,
    add_bid,
    add_round,
    applying_on,
    prepare,
)
from ui.kit import state
from ui.tabs.applications.page import ApplicationsPage

Made = Callable[[str], Path]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered, on 20 May 2026."""
    state.use_file(tmp_path / "person" / "desk.ini")
    monkeypatch.setattr(ApplicationsPage, "today", staticmethod(lambda: TODAY))
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture(scope="session")
def _prepared(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("applications") / "prepared.opcc"))
    office = Office(path, JO)
    prepare(office)
    office.close()
    return path


@pytest.fixture(scope="session")
def _invited(_prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_prepared, tmp_path_factory.mktemp("invited") / "invited.opcc"))
    office = Office(path, JO)
    made = add_round(office, office.read(lines.lines)[0].id)
    add_bid(office, made, LANTERN, "Night lights", 12_000)
    add_bid(office, made, HARBOUR, "Safe harbour", 18_000, with_children=True)
    office.close()
    return path


@pytest.fixture
def prepared_file(_prepared: Path, folder: Path) -> Path:
    """An office file with a budget line, areas, priorities and two organisations, and no round."""
    return Path(shutil.copyfile(_prepared, folder / "prepared.opcc"))


@pytest.fixture
def invited_file(_invited: Path, folder: Path) -> Path:
    """The same with an open round and two bids in it."""
    return Path(shutil.copyfile(_invited, folder / "invited.opcc"))


@pytest.fixture
def bare(asker: AnsweringAsker, prepared_file: Path) -> Iterator[Applying]:
    """An office that has not invited anybody yet, seen on 20 May 2026."""
    with applying_on(asker, prepared_file) as screen:
        yield screen


@pytest.fixture
def desk(asker: AnsweringAsker, invited_file: Path) -> Iterator[Applying]:
    """An open round with two bids, seen on 20 May 2026."""
    with applying_on(asker, invited_file) as screen:
        yield screen
