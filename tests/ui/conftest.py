"""A dressed application, a person's settings in a folder of the test's own, and somebody who answers questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import state, theme
from ui.kit.asking import Asker


@dataclass
class AnsweringAsker(Asker):
    """Answers at once with what the test laid out, and keeps what was asked."""

    agree: bool = True
    path: Path | None = None
    printer: QPrinter | None = None
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    shown: list[Path] = field(default_factory=list)

    def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
        self.asked.append(f"{title}: {text} [{yes}] [{no}]")
        return self.agree

    def inform(self, title: str, text: str) -> None:
        self.told.append(f"{title}: {text}")

    def choose_open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.path

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.path

    def choose_save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        self.asked.append(title)
        return self.path

    def open_file(self, path: Path) -> bool:
        self.shown.append(path)
        return self.agree

    def choose_printer(self, title: str, pages: int) -> QPrinter | None:
        self.asked.append(f"{title}, {pages} pages")
        return self.printer


@pytest.fixture
def asker() -> AnsweringAsker:
    """Agrees with everything and chooses no file, until told otherwise."""
    return AnsweringAsker()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered."""
    state.use_file(tmp_path / "person" / "desk.ini")
    theme.apply(qapp, "light", 1.0)
    yield
    state.use_file(None)


PutUp = Callable[[QWidget], None]


@pytest.fixture
def put_up(qtbot: QtBot) -> PutUp:
    """Shows a window and waits until the keyboard is in it."""

    def show(window: QWidget) -> None:
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    return show


@pytest.fixture
def large(qapp: QApplication, dressed: None) -> None:
    """200 % text."""
    theme.apply(qapp, "light", 2.0)
