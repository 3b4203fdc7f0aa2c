"""The threads that work for the window, each doing one piece after another, and the way answers come back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
Name = Literal["office-file", "laptop", "share", "backup", "aside"]
"""`office-file` alone owns the office; `laptop` keeps drafts; `share` does what may hang on the drive beside the file
(presence, looking whether it answers) and `backup` what takes long there; `aside` makes pages and workbooks."""


class Workers(QObject):
    """One thread for each name, made with its first piece of work. `arrived` calls come back in the window's thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Name, ThreadPoolExecutor] = {}
        self._pending: dict[Name, set[Future[Any]]] = {}
        self._given_up: set[Future[Any]] = set()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, name: Name, work: Callable[[], T], done: Callable[[Future[T]], None] | None = None) -> Future[T]:
        """Do `work` on the thread of this name; then `done` is called with its outcome in the window's thread."""
        if self._closed:  # what is taken off the screen as the window closes has nobody left to work for it
            ended: Future[T] = self._no_future()
            return ended
        future = self._pool(name).submit(work)
        pending = self._pending.setdefault(name, set())
        pending.add(future)
        future.add_done_callback(pending.discard)
        if done is not None:
            future.add_done_callback(lambda one: self._arrived.emit(lambda: done(one)))
        return future

    def call(self, do: Callable[[], None]) -> None:
        """Have the window's thread do this; may be asked for from any thread."""
        self._arrived.emit(do)

    def leave(self, name: Name, last: Callable[[], None]) -> None:
        """Give up a thread that hangs in the drive: whatever comes next gets another one.

        `last` is done there once it has come back after all, so that what it held is let go of.
        """
        pool = self._pools.pop(name, None)
        if pool is not None:
            given_up = self._pending.pop(name, set())
            self._given_up |= given_up
            for one in list(given_up):
                one.cancel()  # all but the one that hangs
            pool.submit(last)
            pool.shutdown(wait=False)

    def close(self, *, wait: bool) -> None:
        """End the threads; what has not begun is not done any more, and nobody is told of what comes back after this.

        Where they hang they are not waited for.
        """
        self._closed = True
        for pool in self._pools.values():
            pool.shutdown(wait=wait, cancel_futures=True)

    def hangs(self) -> bool:
        """Whether a thread was given up and has not come back."""
        return any(not one.done() for one in self._given_up)

    @staticmethod
    def _no_future() -> Future[Any]:
        from concurrent.futures import Future

        future: Future[Any] = Future()
        future.cancel()
        return future

    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()

    def _pool(self, name: Name) -> ThreadPoolExecutor:
        # imported with the first piece of work: the frame is painted without it
        from concurrent.futures import ThreadPoolExecutor

        if name not in self._pools:
            self._pools[name] = ThreadPoolExecutor(1, name)
        return self._pools[name]


def is_gone(callback: Callable[..., object]) -> bool:
    """Whether this belongs to something that was taken off the screen before its answer came."""
    inner = getattr(callback, "func", callback)
    names = getattr(getattr(inner, "__code__", None), "co_freevars", ())
    cells = dict(zip(names, getattr(inner, "__closure__", None) or (), strict=False))
    owner = cells["self"].cell_contents if "self" in cells else getattr(inner, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
