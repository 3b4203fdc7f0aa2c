"""That a desk's locks are held at the server, by its own account and by what it refuses another client."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field

from tests.storm.laptop import Laptop
from tests.storm.locks import LENGTHS, PENDING, RESERVED, SHARED_RANGE
from tests.storm.server import Server

_NAMES = {PENDING: "pending", RESERVED: "reserved", SHARED_RANGE: "shared"}
_EVERY_SECONDS = 3.0


def of_locks(server: Server, first: Laptop, second: Laptop) -> tuple[list[str], list[str]]:
    """What was seen of a write lock taken on the first laptop, and what should have been seen and was not."""
    wanted = {(start, LENGTHS[start]) for start in (RESERVED, SHARED_RANGE)}
    missing = []
    with closing(sqlite3.connect(first.office, isolation_level=None, timeout=0)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        held = server.ranges_held()
        if held != wanted:
            missing.append(f"the server says that {sorted(held)} are locked, not {sorted(wanted)}")
        if _may_write(second):
            missing.append("a second laptop could write while the first held the lock")
        if _may_lock(second, RESERVED):
            missing.append("another client was given the reserved byte while the first laptop held it")
        writer.execute("ROLLBACK")
    if server.ranges_held() or not _may_lock(second, RESERVED) or not _may_write(second):
        missing.append("the lock was not let go at the server")
    seen = ", ".join(f"{start}+{length}" for start, length in sorted(held))
    return [f"smbstatus -B: {seen} held for a write lock, refused to a second laptop and to a bare client"], missing


def _may_write(laptop: Laptop) -> bool:
    with closing(sqlite3.connect(laptop.office, isolation_level=None, timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        other.execute("ROLLBACK")
        return True


def _may_lock(laptop: Laptop, start: int) -> bool:
    from tests.storm import smb  # what it needs is set up only where the storm is run

    share = smb.Share(smb.Address(laptop.host, laptop.port))
    try:
        return share.lock(share.open(laptop.office.name), start, LENGTHS[start], smb.EXCLUSIVE)
    finally:
        share.let_go()


@dataclass(slots=True)
class Watch:
    """Looks every few seconds at what the server says is locked."""

    server: Server
    seen: dict[str, int] = field(default_factory=dict)
    looks: int = 0
    _next: float = 0.0

    def look(self, _passed: float) -> None:
        """Look, if it is time again."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_SECONDS
        self.looks += 1
        for name in {_NAMES.get(start, str(start)) for start, _ in self.server.ranges_held()}:
            self.seen[name] = self.seen.get(name, 0) + 1

    def words(self) -> str:
        """What was seen, in one line."""
        seen = ", ".join(f"{name} {times}" for name, times in sorted(self.seen.items())) or "nothing"
        return f"locks seen at the server in {self.looks} looks: {seen}"
