"""A fresh interpreter that paints a window once, says what that cost, and ends: `python -m bench.painted WHICH [FILE]`.

`bare` is a main window with a table in it, `desk` the desk's frame, `figures` the desk with an office's figures in it.
What is printed is this process's own CPU time in milliseconds, the interpreter's start among it.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

if TYPE_CHECKING:
    from ui.window import Window


def done() -> None:
    """Say what it cost and end at once: what leaving costs is no part of it."""
    cpu = time.process_time() * 1000
    sys.stdout.write(f"{cpu}\n")
    sys.stdout.flush()
    os._exit(0)


class FirstPaint(QObject):
    """Ends the process when a window and all that it holds have been painted, before anything it does then."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, done)
        return False


class Painted(QApplication):
    """An application that ends with the first paint of its window."""

    def exec(self) -> int:  # type: ignore[override]  # static in Qt
        self.first = FirstPaint()
        _window(self).installEventFilter(self.first)
        return super().exec()


class Filled(QApplication):
    """An application that ends when the desk's budget lines have been painted."""

    def exec(self) -> int:  # type: ignore[override]  # static in Qt
        self.looking = QTimer()
        self.looking.timeout.connect(self._look)
        self.looking.start(5)
        return super().exec()

    def _look(self) -> None:
        window: Window = _window(self)
        if window.funds is not None and window.funds.list.model.rowCount():
            window.repaint()
            done()


def _window(app: QApplication) -> Any:
    return next(one for one in app.topLevelWidgets() if isinstance(one, QMainWindow))


def bare() -> None:
    """The least that a window with a table is."""
    from PySide6.QtWidgets import QTableView

    app = Painted(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1366, 768)
    window.show()
    app.exec()


def desk(application: type[QApplication], *arguments: str) -> None:
    """What a person starts, as they start it."""
    from PySide6 import QtWidgets

    from ui import __main__ as start

    vars(QtWidgets)["QApplication"] = application
    start.main(arguments)


if __name__ == "__main__":
    which, *files = sys.argv[1:]
    if which == "bare":
        bare()
    else:
        desk({"desk": Painted, "figures": Filled}[which], *files)
