"""What the pictures show of a newer version of the desk: the line at the foot of the window, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.policy import Way
from app.updates import WRITABLE, Release, Seen, Source, State

if TYPE_CHECKING:
    from ui.window import Window

Scene = tuple[str, Callable[["Window"], object]]

NOTES = (
    "Letters can be addressed to two people. The bench says at once what a lock would cost. A paper that was issued "
    "can be searched. Opening an office over a slow line takes half as long."
)
RELEASE = Release("0.10.0", date(2026, 12, 3), 9, NOTES, {})
FOLDER = Path("//northshire/teams/Commissioning/Desk/releases")


def scenes() -> list[Scene]:
    """The line for each way the desk may be installed, and the dialog behind it."""
    return [
        ("update-line", _line("person")),
        ("update-line-machine", _line("machine")),
        ("update-line-writable", _line("person", "writable")),
        ("update-dialog", _dialog("person")),
        ("update-dialog-machine", _dialog("machine")),
        ("update-dialog-writable", _dialog("person", "writable")),
        ("update-dialog-saved", _saved),
        ("update-help", _help),
    ]


def _line(way: Way, told: State = "offered") -> Callable[[Window], object]:
    def go(window: Window) -> None:
        updates = window.updates
        words = WRITABLE.format(version=RELEASE.version) if told == "writable" else "Version 0.10.0 of 3 December 2026."
        updates.at = Source(FOLDER, way)
        updates.seen = Seen(told, words, RELEASE, before_upgrade=True)
        updates._show()

    return go


def _dialog(way: Way, told: State = "offered") -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _line(way, told)(window)
        window.updates.open()

    return go


def _saved(window: Window) -> None:
    from concurrent.futures import Future

    from ui.dialogs.update import UpdateDialog

    _dialog("person")(window)
    front = next(one for one in QApplication.topLevelWidgets() if isinstance(one, UpdateDialog) and one.isVisible())
    done: Future[Path] = Future()
    done.set_result(Path("C:/Users/anna.berg/Downloads/commissioning-desk-0.10.0-setup.exe"))
    front._above.show()
    front._on_saved(done)


def _help(window: Window) -> None:
    _line("person")(window)
    window.show_help()
    from PySide6.QtWidgets import QScrollArea

    from ui.dialogs.help import HelpDialog

    front = next(one for one in QApplication.topLevelWidgets() if isinstance(one, HelpDialog) and one.isVisible())
    area = front.findChild(QScrollArea)
    assert area is not None
    QApplication.processEvents()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
