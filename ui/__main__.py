"""Starts the desk: `python -m ui [FILE] [--example NAME]`."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ui.desk import Desk
from ui.kit import icons, state, theme
from ui.kit.asking import Asker
from ui.window import Window

FAULT = (
    "Something went wrong that is not your doing. The office file is as it was after your last save. "
    "What happened was written down for IT in {log}."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window on a file, on an example, or on the file that was open last."""
    given = _parser().parse_args(arguments)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Commissioning Desk")
    app.setOrganizationName("Commissioning Desk")
    theme.apply(app)
    desk = Desk()
    window = Window(desk)
    app.setWindowIcon(QIcon(icons.pixmap("landmark", "accent", 64)))
    log = _log()
    sys.excepthook = _Hook(window.asker, log)
    window.show()
    QTimer.singleShot(0, window, lambda: _begin(window, given))
    return app.exec()


def _parser() -> argparse.ArgumentParser:
    from app.who import VERSION

    parser = argparse.ArgumentParser(prog="commissioning-desk", description="The desk of a commissioning team.")
    parser.add_argument("file", nargs="?", type=Path, help="an office file; the one open last if left out")
    parser.add_argument("--example", choices=("devon-cornwall", "durham"), help="open an example office")
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


def _begin(window: Window, given: argparse.Namespace) -> None:
    last = state.kept("file")
    if given.example:
        window.open_example(given.example)
    elif given.file:
        window.open(given.file)
    elif isinstance(last, str) and Path(last).exists():
        window.open(Path(last))


def _log() -> Path:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "desk.log"
    handler = logging.handlers.RotatingFileHandler(log, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return log


class _Hook:
    """What is our fault is written down, said in one sentence, and its details can be copied."""

    def __init__(self, asker: Asker, log: Path) -> None:
        self._asker, self._log, self._saying = asker, log, False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        logging.error("%s", details)
        sys.__stderr__.write(details) if sys.__stderr__ else None
        if self._saying:
            return
        self._saying = True
        try:
            if self._asker.confirm("Something went wrong", FAULT.format(log=self._log), "Copy details", "Close"):
                QApplication.clipboard().setText(details)
        finally:
            self._saying = False


if __name__ == "__main__":
    sys.exit(main())
