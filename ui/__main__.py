"""Starts the desk: `python -m ui [FILE] [--example NAME]`."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.running import held

if TYPE_CHECKING:
    from app.policy import Managed
    from ui.window import Window

FAULT = (
    "Something went wrong that is not your doing. The office file is as it was after your last save. "
    "What happened was written down for IT in {log}."
)


class Given(NamedTuple):
    """What the desk was started with."""

    file: Path | None = None
    example: str = ""


@held()
def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window on a file, on an example, or on the file that was open last."""
    given = _given(sys.argv[1:] if arguments is None else arguments)
    _give_import_back()
    from app.policy import of_this_computer
    from ui.desk import Desk
    from ui.kit import theme
    from ui.window import Window

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Commissioning Desk")
    theme.apply(app)
    window = Window(Desk())
    sys.excepthook = _Hook(window)
    window.painted.connect(lambda: _begin(window, given, of_this_computer()))
    window.show()
    return app.exec()


def _give_import_back() -> None:
    """Undo PySide6's own import statement: it reads the source of whatever is imported, for features nobody uses here.

    Whatever is imported after this costs less: a tenth of the time until an office is shown.
    """
    vars(builtins)["__import__"] = vars(builtins).get("__orig_import__", __import__)


def _given(arguments: Sequence[str]) -> Given:
    if not arguments:
        return Given()
    import argparse

    from app.who import VERSION

    parser = argparse.ArgumentParser(prog="commissioning-desk", description="The desk of a commissioning team.")
    parser.add_argument("file", nargs="?", type=Path, help="an office file; the one open last if left out")
    parser.add_argument("--example", choices=("devon-cornwall", "durham", "essex"), help="open an example office")
    parser.add_argument("--version", action="version", version=VERSION)
    read = parser.parse_args(arguments)
    return Given(read.file, read.example or "")


def _begin(window: Window, given: Given, what: Managed) -> None:
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
    sys.exit(main())
