"""Work that nobody waits for: a share that hangs keeps neither the window nor the end of the program waiting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from app.progress import Progress

T = TypeVar("T")
LOOK_MS = 100


class Apart(QObject):
    """One piece of work at a time on a thread of its own, which dies with the program wherever it hangs.

    The thread touches nothing of the window's: whether it is done is looked up from here.
    """

    def __init__(self, within_ms: int = 0, parent: QObject | None = None) -> None:
        """`within_ms` is how long work is waited for that gets no further; for ever where it is 0."""
        super().__init__(parent)
        self._future: Future[Any] | None = None
        self._then: Callable[[Future[Any] | None], None] | None = None
        self._progress = Progress()
        self._far, self._seen = _Far(), 0
        self._soon = QTimer(self)
        self._soon.setInterval(LOOK_MS)
        self._soon.timeout.connect(self._look)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(within_ms)
        self._late.timeout.connect(self.give_up)
        self._within_ms = within_ms

    def is_busy(self) -> bool:
        """Whether the last piece of work is not done, perhaps because it hangs; nothing else is begun meanwhile."""
        return self._future is not None and not self._future.done()

    def do(
        self, work: Callable[[Progress], T], then: Callable[[Future[T] | None], None], progress: Progress | None = None
    ) -> None:
        """Do `work`; `then` gets its outcome in the window's thread, None where it took too long or was given up."""
        if self.is_busy():
            return
        future: Future[T] = Future()
        self._future, self._then, self._progress = future, then, progress or Progress()
        self._far, self._seen = _Far(), 0
        self._progress.tell = _noted(self._far, self._progress.tell)
        Thread(target=_work, args=(future, work, self._progress), daemon=True).start()
        self._soon.start()
        if self._within_ms:
            self._late.start()

    def give_up(self) -> None:
        """Wait no longer: the work ends at its next safe place, and `then` is told that there is no answer."""
        self._progress.stop.set()
        self._tell(None)

    def _look(self) -> None:
        if self._future is not None and self._future.done():
            self._tell(self._future)
        elif self._within_ms and self._far.done != self._seen:
            self._seen = self._far.done
            self._late.start()

    def _tell(self, outcome: Future[Any] | None) -> None:
        self._soon.stop()
        self._late.stop()
        then, self._then = self._then, None
        if then is not None:
            then(outcome)


@dataclass(slots=True)
class _Far:
    """How far a piece of work is, as it tells itself."""

    done: int = 0


def _noted(far: _Far, tell: Callable[[int, int, str], None]) -> Callable[[int, int, str], None]:
    def both(done: int, of: int, words: str) -> None:
        far.done = done
        tell(done, of, words)

    return both


def _work(future: Future[T], work: Callable[[Progress], T], progress: Progress) -> None:
    try:
        future.set_result(work(progress))
    except BaseException as error:  # noqa: BLE001  # whoever waits for it is told
        future.set_exception(error)
