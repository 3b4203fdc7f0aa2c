"""The words of a program to whoever started it: to their console, where there is one, and to the log, for IT."""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal, TextIO

FOLDER, LOG = "Commissioning Desk", "desk.log"
_NAMES = {"ui": "commissioning-desk", "app": "commissioning-desk-cli"}


class _Own:
    """The console that a windowed program was started from, as long as it speaks there."""

    stream: TextIO | None = None


def is_frozen() -> bool:
    """Whether this is a program that was built, and not Python with the source beside it."""
    return bool(getattr(sys, "frozen", False))


def program(which: Literal["ui", "app"]) -> str:
    """What a person types to start the window (ui) or the command line (app)."""
    return _NAMES[which] if is_frozen() else f"python -m {which}"


def ready() -> None:
    """Have words reach the console the program was started from, whatever letters it lacks.

    A windowed program has no console of its own on Windows, but is often typed into one. What goes into a file or to
    another program is UTF-8 there, too: Windows' own page of characters has no “−” and no “Ł”.
    """
    if sys.platform == "win32" and sys.stdout is None and sys.stderr is None:
        _attach()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            to_file = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(encoding="utf-8" if to_file else None, errors="backslashreplace")


def _attach() -> None:
    if sys.platform == "win32":
        import ctypes

        # that of the program which started this one; where there is none, there is no CONOUT$ either
        ctypes.windll.kernel32.AttachConsole(-1)
        with suppress(OSError):
            _Own.stream = sys.stdout = sys.stderr = open("CONOUT$", "w", encoding="utf-8", buffering=1)  # noqa: PTH123, SIM115 - a device, open till it is let go of
            sys.stdout.write("\n")  # the console's prompt is back already


def let_go() -> None:
    """Leave the console that `ready` found: Windows ends a program with it, whatever is being typed in its window."""
    if sys.platform == "win32" and _Own.stream is not None:
        import ctypes

        sys.stdout = sys.stderr = None
        _Own.stream.close()
        _Own.stream = None
        ctypes.windll.kernel32.FreeConsole()


def say(words: str, *, error: bool = False) -> None:
    """Say a line to whoever started the program; nobody may be there to hear it."""
    stream = sys.stderr if error else sys.stdout
    if stream is not None:
        with suppress(OSError, ValueError):  # a pipe that was closed
            stream.write(f"{words}\n")
            stream.flush()


def log_file() -> Path:
    """Where the desk writes down what goes wrong, in the person's own folder: the window's log, found without Qt."""
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        place = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(place) / FOLDER / LOG


def write_down(words: str) -> Path | None:
    """Add this to the log; where that is, None when it cannot be written."""
    try:
        log = log_file()
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} ERROR {words}\n")
    except (OSError, RuntimeError):  # a person without a folder of their own
        return None
    return log
