"""Between the window and the office file: work goes to a thread of its own, answers come back in the window's thread.

The window's thread never touches the file. `file` work is done one piece after another by the one worker that owns the
office; `aside` work (making a PDF, reading a pasted table, writing a workbook) has its own.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from app.errors import NeedsApproval, Refused

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from app.door import Office, Saved

T = TypeVar("T")
SLOW_MS = 300
LAST_BREATH_SECONDS = 2.0
FAULT = "That was not done: something went wrong that is not your doing. What you typed is still here."


class Desk(QObject):
    """The open office and its workers. Every answer and every signal arrives in the window's thread."""

    opened = Signal()
    changed = Signal(object)
    stated = Signal(str, str, str)
    refused = Signal(object)

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.read_only = False
        self._office: Office | None = None
        self._waiting, self._told = 0, 0
        self._words = ""
        self._at_rest = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say_waiting)
        self._arrived.connect(lambda deliver: deliver(), Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _file(self) -> ThreadPoolExecutor:
        return _worker("office-file")

    @cached_property
    def _aside(self) -> ThreadPoolExecutor:
        return _worker("aside")

    @property
    def is_open(self) -> bool:
        """Whether there is an office to read from."""
        return self._office is not None

    def open(self, path: Path, make: Callable[[Path], None] | None = None) -> None:
        """Open an office file (made first by `make` where it does not exist yet); `opened` or `refused` follows."""

        def work() -> Office:
            # imported on the worker: the window has been painted before SQLAlchemy is read from the disk
            from app.door import Office
            from app.who import here

            if make is not None and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                make(path)
            office = Office(path, here())
            if self._office is not None:
                self._office.close()
            office.on_saved.append(lambda saved: self._arrived.emit(lambda: self._announce(saved)))
            self._office = office
            return office

        def then(office: Office) -> None:
            self.path, self.read_only = path, office.read_only
            self._rest(
                "You can look but not save: this file is read-only for you."
                if office.read_only
                else f"Opened {time.strftime('%H:%M')}"
            )
            self.opened.emit()

        self._submit(self._file, work, then, None, "Opening the office file…")

    def read(self, then: Callable[[T], None], use_case: Callable[..., T], /, *args: Any, **kwargs: Any) -> None:
        """Ask the file; `then` gets the answer."""

        def work() -> T:
            if self._office is None:
                raise Refused("No office file is open.")
            return self._office.read(use_case, *args, **kwargs)

        self._submit(self._file, work, then, None, "Waiting for the shared drive…")

    def write(
        self,
        name: str,
        use_case: Callable[..., T],
        /,
        *args: Any,
        then: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        **kwargs: Any,
    ) -> None:
        """Save one step called `name`; `then` gets what the use case answered, `refused` what stood in the way."""

        def work() -> T:
            if self._office is None:
                raise Refused("No office file is open.")
            return self._office.write(name, use_case, *args, **kwargs)

        self._submit(self._file, work, then or _nothing, refused, "Saving…")

    def undo(self, then: Callable[[str | None], None], *, redo: bool = False) -> None:
        """Take back (or do again) this sitting's own last step; `then` gets its name, None when there was none."""

        def work() -> str | None:
            if self._office is None:
                return None
            return self._office.redo() if redo else self._office.undo()

        self._submit(self._file, work, then, None, "Saving…")

    def aside(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
        words: str = "Working…",
    ) -> None:
        """Do something that does not touch the office file. Without `words` the state of the file stays as it is."""
        self._submit(self._aside, work, then, refused, words)

    def close(self) -> None:
        """Let go of the file. A drive that does not answer is not waited for longer than two seconds."""
        done = threading.Event()

        def work() -> None:
            if self._office is not None:
                self._office.close()
            done.set()

        self._file.submit(work)
        answered = done.wait(LAST_BREATH_SECONDS)
        self._office = None
        self._file.shutdown(wait=answered, cancel_futures=True)
        self._aside.shutdown(wait=answered, cancel_futures=True)
        if not answered and not os.environ.get("PYTEST_CURRENT_TEST"):
            os._exit(0)

    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return self._waiting == 0

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None,
        words: str,
    ) -> None:
        self._waiting += 1
        if words:
            self._told += 1
            self._words = words
            if not self._slow.isActive():
                self._slow.start()

        def deliver(future: Future[T]) -> None:
            self._arrived.emit(lambda: self._deliver(future, then, refused, told=bool(words)))

        pool.submit(work).add_done_callback(deliver)

    def _deliver(
        self,
        future: Future[T],
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None,
        *,
        told: bool,
    ) -> None:
        self._waiting -= 1
        self._told -= told
        if told and self._told == 0:
            self._slow.stop()
            self._rest()
        try:
            answer = future.result()
        except Refused as refusal:
            (self.refused.emit if refused is None or _is_gone(refused) else refused)(refusal)
            return
        except Exception:
            if refused is not None and not _is_gone(refused):
                refused(Refused(FAULT))  # or a button would say “Saving…” for ever
            raise
        if not _is_gone(then):
            then(answer)

    def _announce(self, saved: Saved) -> None:
        self._rest(f"Saved {time.strftime('%H:%M')}")
        self.changed.emit(saved)

    def _say_waiting(self) -> None:
        if self._told:
            self.stated.emit(self._words, "history", "warn")

    def restate(self) -> None:
        """Say again how the file stands, after something else was said in its place."""
        if self.is_open and not self._told:
            self._rest()

    def _rest(self, words: str = "") -> None:
        """Say how the file stands when nothing is on its way."""
        self._at_rest = words or self._at_rest
        if self.read_only:
            self.stated.emit("You can look but not save: this file is read-only for you.", "lock", "warn")
        else:
            self.stated.emit(self._at_rest, "check", "")


def _worker(name: str) -> ThreadPoolExecutor:
    # imported with the first piece of work: the frame is painted without it
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1, name)


def _is_gone(callback: Callable[..., object]) -> bool:
    """Whether this belongs to something that was taken off the screen before its answer came."""
    inner = getattr(callback, "func", callback)
    names = getattr(getattr(inner, "__code__", None), "co_freevars", ())
    cells = dict(zip(names, getattr(inner, "__closure__", None) or (), strict=False))
    owner = cells["self"].cell_contents if "self" in cells else getattr(inner, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


def _nothing(_: object) -> None:
    """Where nobody waits for the answer."""


__all__ = ["Desk", "NeedsApproval"]
