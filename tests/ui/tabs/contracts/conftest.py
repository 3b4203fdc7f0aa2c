"""A window at the contracts of a small office: one of the test's own, or one that the tests of a module only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.door import Office
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import dress
from tests.ui.tabs.contracts.contracting import TODAY, Contracting, add_contracts, contracting_on
from ui.kit import state
from ui.tabs.contracts.page import ContractsPage

Made = Callable[[str], Path]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered, on 14 November 2019."""
    state.use_file(tmp_path / "person" / "desk.ini")
    monkeypatch.setattr(ContractsPage, "today", staticmethod(lambda: TODAY))
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture(scope="session")
def _register(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("register") / "register.opcc"))
    office = Office(path, JO)
    add_contracts(office)
    office.close()
    return path


@pytest.fixture
def register_file(_register: Path, folder: Path) -> Path:
    """An office file with three contracts."""
    return Path(shutil.copyfile(_register, folder / "register.opcc"))


@pytest.fixture
def desk(asker: AnsweringAsker, register_file: Path) -> Iterator[Contracting]:
    """Three contracts, seen on 14 November 2019."""
    with contracting_on(asker, register_file) as screen:
        yield screen


@pytest.fixture
def bare(asker: AnsweringAsker, path: Path) -> Iterator[Contracting]:
    """An office without a contract."""
    with contracting_on(asker, path) as screen:
        yield screen
