"""Starts the desk: `python -m ui [FILE] [--example NAME]`.

Qt is imported where it is used: where it cannot be, that too is said and written down.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from app import console
from app.running import held

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from app.policy import Managed
    from ui.window import Window

BROKEN = 4
"""How the program ends where it could not be started, by a fault of its own or of the machine."""
NOT_STARTED = "Commissioning Desk could not be started. {log}What is wrong: {what}"

FAULT = (
    "Something went wrong that is not your doing. The office file is as it was after your last save. "
    "What happened was written down for IT in {log}."
)


class Given(NamedTuple):
    """What the desk was started with."""

    file: Path | None = None
    example: str = ""
    selftest: Path | None = None
    timed: bool = False


def start() -> int:
    """`main`, as a program of its own; its exit code. What keeps the window from opening is said and written down.

    0 done, or the self-test passed; 1 not understood, or the self-test did not pass; 4 could not be started.
    """
    console.ready()
    try:
        return main()
    except Exception as error:  # noqa: BLE001 - the last that may be done about it
        return _not_started(f"{type(error).__name__}: {error}", error)


@held()
def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window on a file, on an example, or on the file that was open last."""
    given = _given(sys.argv[1:] if arguments is None else arguments)
    if given.selftest is not None:
        from ui.selftest import selftest

        return selftest(given.selftest)
    from PySide6.QtCore import qInstallMessageHandler

    if arguments is None:
        qInstallMessageHandler(_on_message)
    _give_import_back()
    from ui.desk import Desk
    from ui.kit import theme
    from ui.window import Window

    app = theme.application(sys.argv[:1])
    app.setApplicationName("Commissioning Desk")
    theme.apply(app)
    window = Window(Desk())
    sys.excepthook = _Hook(window)
    window.painted.connect(lambda: _begin(window, given, _managed()))
    if given.timed:
        from ui.timing import time_start

        time_start(window)
    else:
        console.let_go()
    window.show()
    return app.exec()


def _managed() -> Managed:
    """What IT has set; read once the frame is painted."""
    from app.policy import of_this_computer

    return of_this_computer()


def _give_import_back() -> None:
    """Undo PySide6's own import statement: it reads the source of whatever is imported, for features nobody uses here.

    Whatever is imported after this costs less: a tenth of the time until an office is shown.
    """
    vars(builtins)["__import__"] = vars(builtins).get("__orig_import__", __import__)


def _given(arguments: Sequence[str]) -> Given:
    if not arguments:
        return Given()
    from app.arguments import Parser

    parser = Parser(prog=console.program("ui"), description="The desk of a commissioning team.")
    parser.add_common()
    parser.add_argument("file", nargs="?", type=Path, help="an office file; the one open last if left out")
    parser.add_argument("--example", choices=("devon-cornwall", "durham", "essex"), help="open an example office")
    parser.add_argument(
        "--time-start", action="store_true", help="say what it took until the office was on the screen, and end"
    )
    read = parser.parse_args(arguments)
    if read.selftest is None:
        return Given(read.file, read.example or "", timed=read.time_start)
    if not read.selftest or read.file or read.example or read.time_start:
        parser.error("argument --selftest: takes a folder, and nothing beside it")
    return Given(selftest=Path(read.selftest))


def _not_started(what: str, error: Exception | None = None) -> int:
    """Say and write down why the window did not open; the exit code."""
    log = console.write_down(what if error is None else _details(error))
    console.say(NOT_STARTED.format(log=f"Details for IT are in {log}. " if log else "", what=what), error=True)
    return BROKEN


def _details(error: Exception) -> str:
    """Where in the program it was, without names and folders if that can still be had."""
    try:
        from app.details import fault_text
    except ImportError:  # what is missing may be missing there, too
        import traceback

        return "".join(traceback.format_exception(error)).rstrip()
    return fault_text(error).rstrip()


def _on_message(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    """What Qt has to say goes where it always does; what it ends the program for is written down first."""
    import os

    from PySide6.QtCore import QtMsgType

    console.say(words, error=True)
    if kind == QtMsgType.QtFatalMsg:
        os._exit(_not_started(words))


def _begin(window: Window, given: Given, what: Managed) -> None:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from ui.kit import icons, state
    from ui.placing import begin

    QApplication.setWindowIcon(QIcon(icons.pixmap("landmark", "accent", 64)))
    _log()
    window.desk.managed = what
    last = state.kept("file")
    if given.example:
        window.open_example(given.example)
    else:
        begin(window, given.file, Path(last) if isinstance(last, str) else None)


@cache
def _log() -> Path:
    """Where faults are written down, in the person's own folder; from now on they are."""
    import logging
    import logging.handlers

    from PySide6.QtCore import QStandardPaths

    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "desk.log"
    handler = logging.handlers.RotatingFileHandler(log, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return log


class _Hook:
    """What is our fault is written down, said in one sentence, and its details can be copied."""

    def __init__(self, window: Window) -> None:
        self._window, self._saying = window, False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import logging
        import traceback

        from PySide6.QtWidgets import QApplication

        from app.details import fault_text

        log = _log()
        # a log outlives the sitting and goes to IT: what anybody typed does not belong in it
        details = fault_text(error)
        logging.error("%s", details)
        if sys.__stderr__:
            sys.__stderr__.write("".join(traceback.format_exception(kind, error, trace)))
        if self._saying:
            return
        self._saying = True
        try:
            if self._window.asker.confirm("Something went wrong", FAULT.format(log=log), "Copy details", "Close"):
                QApplication.clipboard().setText(details)
        finally:
            self._saying = False


if __name__ == "__main__":
    sys.exit(start())
