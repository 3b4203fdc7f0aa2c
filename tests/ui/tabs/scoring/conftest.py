"""A window at the scoring of a small round of the test's own."""

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
from tests.ui.tabs.scoring import fairly
from tests.ui.tabs.scoring.scoring import TODAY, Scoring, prepare, scoring_on
from ui.kit import state
from ui.tabs.scoring.page import ScoringPage

Made = Callable[[str], Path]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered, on 20 June 2026."""
    state.use_file(tmp_path / "person" / "desk.ini")
    monkeypatch.setattr(ScoringPage, "today", staticmethod(lambda: TODAY))
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture(scope="session")
def _ready(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("scoring") / "ready.opcc"))
    office = Office(path, JO)
    prepare(office)
    office.close()
    return path


@pytest.fixture
def ready_file(_ready: Path, folder: Path) -> Path:
    """An office file with a round of two bids that are ready, three members, and no stage."""
    return Path(shutil.copyfile(_ready, folder / "ready.opcc"))


@pytest.fixture
def desk(asker: AnsweringAsker, ready_file: Path) -> Iterator[Scoring]:
    """The same on the screen, seen on 20 June 2026."""
    with scoring_on(asker, ready_file) as screen:
        yield screen


@pytest.fixture(scope="session")
def _spread(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("fairly") / "spread.opcc"))
    fairly.prepare(path)
    return path


@pytest.fixture
def spread_file(_spread: Path, folder: Path) -> Path:
    """An office file with four ranked bids spread over two areas and two priorities, nothing recommended."""
    return Path(shutil.copyfile(_spread, folder / "spread.opcc"))


@pytest.fixture
def fair(asker: AnsweringAsker, spread_file: Path) -> Iterator[fairly.Fairly]:
    """Its ranked list on the screen."""
    with fairly.fairly_on(spread_file, asker) as screen:
        yield screen


@pytest.fixture
def sam(spread_file: Path) -> Iterator[Office]:
    """The same file as somebody else has it open."""
    office = Office(spread_file, JO)
    yield office
    office.close()
