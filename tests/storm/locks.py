"""SQLite's locks as it asks for them on Linux, taken at the server as it would take them on Windows.

Windows knows no lock that is made stronger or weaker: one is left and the other taken. The order is that of SQLite's
Windows layer (os_win.c): to read, the pending byte is held exclusively for a moment; to write, the shared range is left
and taken exclusively, and where that fails it is taken shared again.
"""

from __future__ import annotations

import errno
import time
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from tests.storm.fuse import READ, UNLOCK, Range

H_contra = TypeVar("H_contra", contravariant=True)
K = TypeVar("K")

PENDING, RESERVED, SHARED_RANGE = 0x40000000, 0x40000001, 0x40000002
LENGTHS = {PENDING: 1, RESERVED: 1, SHARED_RANGE: 510}
SHARED, EXCLUSIVE, UNLOCKED = 0x01, 0x02, 0x04
_TRIES, _BETWEEN_SECONDS = 3, 0.001


class Taker(Protocol[H_contra]):
    """Takes or leaves a range through an open file, at once; False when another holds it. Raises OSError."""

    def __call__(self, file: H_contra, start: int, length: int, kind: int, /) -> bool: ...


@dataclass(slots=True)
class _Held(Generic[K]):
    file: K
    kind: int


@dataclass(slots=True)
class Locks(Generic[K]):
    """What one process holds on one file, by the start of the range."""

    take: Taker[K]
    held: dict[int, _Held[K]] = field(default_factory=dict)

    def set(self, file: K, wanted: Range) -> None:
        """Take or leave what is wanted. Raises BlockingIOError when another holds it, OSError when the line is gone."""
        if wanted.kind == UNLOCK:
            self.leave(wanted.start, wanted.end)
            return
        if LENGTHS.get(wanted.start) != wanted.end - wanted.start + 1:
            raise OSError(errno.EINVAL, "not a range that SQLite locks")
        kind = SHARED if wanted.kind == READ and wanted.start != PENDING else EXCLUSIVE
        held = self.held.get(wanted.start)
        if held is None:
            self._take(file, wanted.start, kind)
        elif held.kind != kind:
            self._exchange(held, wanted.start, kind)

    def leave(self, start: int, end: int) -> None:
        """Leave every range held within these bytes. Raises OSError when that cannot be said to the server."""
        inside = [one for one in self.held if start <= one and one + LENGTHS[one] - 1 <= end]
        failed = None
        for one in inside:
            held = self.held.pop(one)
            try:
                self.take(held.file, one, LENGTHS[one], UNLOCKED)
            except OSError as error:
                failed = error
        if failed:
            raise failed

    def would_block(self, file: K, start: int) -> bool:
        """Whether another holds the range: it is taken for reading and left again, as on Windows."""
        if start in self.held:
            return False
        if not self.take(file, start, LENGTHS[start], SHARED):
            return True
        self.take(file, start, LENGTHS[start], UNLOCKED)
        return False

    def _take(self, file: K, start: int, kind: int) -> None:
        for left in range(_TRIES if start == PENDING else 1, 0, -1):
            if self.take(file, start, LENGTHS[start], kind):
                self.held[start] = _Held(file, kind)
                return
            if left > 1:
                time.sleep(_BETWEEN_SECONDS)
        raise BlockingIOError(errno.EAGAIN, "another holds it")

    def _exchange(self, held: _Held[K], start: int, kind: int) -> None:
        before = held.kind
        del self.held[start]
        self.take(held.file, start, LENGTHS[start], UNLOCKED)
        if self.take(held.file, start, LENGTHS[start], kind):
            self.held[start] = _Held(held.file, kind)
            return
        if self.take(held.file, start, LENGTHS[start], before):
            self.held[start] = _Held(held.file, before)
        raise BlockingIOError(errno.EAGAIN, "another holds it")
