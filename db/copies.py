"""A copy of a live office file, taken without holding anybody up, and what shows that it is the same as the file."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.connection import connect
from db.journal import START

PAGES_A_STEP = 64
"""Pages read before the lock is let go: a quarter of a megabyte, which a slow line brings within two seconds."""
TIMES_IN_STEPS = 5
MOST_HELD_SECONDS = 5.0
"""For no longer than this, as far as can be told, is everybody kept from saving while the file is read in one go."""
PATIENCE_SECONDS = 30.0
MOST_KEPT_KIB = 256 * 1024

_HELD = "somebody has held it all the time"

Tell = Callable[[int, int], None]


class Busy(Exception):
    """The file was saved into so often, over so slow a line, or held so long, that no copy could be made."""


class Differs(Exception):
    """The copy is not what the file holds; the message says in what, for IT."""


@dataclass(frozen=True, slots=True)
class LastStep:
    """The newest step of a file: its number and hash, what it is called, who made it and when (as it was written)."""

    seq: int = 0
    hash: str = START
    name: str = ""
    user: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a file comes to: whose data it is, its last step, the rows of every table and the total of every sum.

    `money` is in pence, by `table.column`.
    """

    schema: int
    dataset: str
    epoch: int
    last: LastStep
    rows: Mapping[str, int]
    money: Mapping[str, int]


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for reading, which takes a cut-off save back where it may. Raises sqlite3.Error."""
    connection = connect(path, "rw", writer=False)
    try:
        yield connection
    finally:
        connection.close()


def last_step(connection: sqlite3.Connection) -> LastStep:
    """The newest step; number 0 where there is none."""
    if not _has(connection, "step"):
        return LastStep()
    row = connection.execute("SELECT seq, hash, name, user, at FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    return LastStep(*row) if row else LastStep()


def identity(connection: sqlite3.Connection) -> tuple[int, str, int]:
    """The schema, the dataset and the epoch of a file; no dataset where it is older than datasets."""
    [(schema,)] = connection.execute("PRAGMA user_version").fetchall()
    row = None
    if _has(connection, "office_file"):
        row = connection.execute("SELECT dataset_id, epoch FROM office_file").fetchone()
    return schema, *(row or ("", 0))


def sums(connection: sqlite3.Connection) -> Sums:
    """Read every row once. The caller holds a transaction where others may be writing."""
    schema, dataset, epoch = identity(connection)
    rows: dict[str, int] = {}
    money: dict[str, int] = {}
    for table in _tables(connection):
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()]
        pence = [name for name in columns if name.endswith("_pence")]
        asked = ", ".join(["count(*)", *(f"coalesce(sum({_quoted(name)}), 0)" for name in pence)])
        [(rows[table], *totals)] = connection.execute(f"SELECT {asked} FROM {_quoted(table)}").fetchall()
        money |= {f"{table}.{name}": total for name, total in zip(pence, totals, strict=True)}
    return Sums(schema, dataset, epoch, last_step(connection), rows, money)


def unsound(connection: sqlite3.Connection) -> str:
    """What the check of every page and every reference finds, for IT; empty for nothing."""
    pages = connection.execute("PRAGMA integrity_check(3)").fetchall()
    if pages != [("ok",)]:
        return f"integrity_check: {pages[0][0]}"
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return f"foreign_key_check: {len(broken)} references are broken" if broken else ""


def take(source: Path, copy: Path, tell: Tell = lambda done, of: None) -> Sums:
    """Copy the live file to `copy` on this machine's own disk and check it there against the file; what it holds.

    In steps, so that others can save meanwhile; after some tries in one go. `tell` hears pages done and pages in all,
    and may raise to stop. Raises Busy, Differs, sqlite3.Error.
    """
    try:
        with looking(source) as live:
            live.execute(f"PRAGMA busy_timeout={int(PATIENCE_SECONDS * 1000)}")
            # what was read once stays in memory, so that the sums of the file need not come over the line again
            size = source.stat().st_size // 1024 + 1024
            live.execute(f"PRAGMA cache_size=-{min(size, MOST_KEPT_KIB)}")
            return _copied(live, copy, _Pace(tell))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise Busy(_HELD) from error
        raise


def _copied(live: sqlite3.Connection, copy: Path, pace: _Pace) -> Sums:
    for _ in range(TIMES_IN_STEPS):
        if _in_steps(live, copy, pace) and (held := _same(live, copy)):
            return held
    if pace.whole_seconds() > MOST_HELD_SECONDS:
        raise Busy("others saved again and again, and the line is too slow to copy it all in one go")
    return _in_one_go(live, copy, pace)


class _Interrupted(Exception):
    """Somebody saved meanwhile, so the copying began again from the first page."""


class _Pace:
    """Hears how the copying goes on: passes it on, notices that it began again, and keeps the pace of the last try."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._pages, self._left, self._steps = 0, -1, 0
        self._began = time.monotonic()
        self._seconds_a_page = 0.0

    def start(self) -> None:
        self._left, self._steps, self._began = -1, 0, time.monotonic()

    def hear(self, status: int, left: int, pages: int) -> None:
        now = time.monotonic()
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Busy(_HELD)
        self._pages, self._steps = pages, self._steps + 1
        self._seconds_a_page = (now - self._began) / (self._steps * PAGES_A_STEP)
        if -1 < self._left <= left and left:
            raise _Interrupted
        self._left = left
        self._tell(pages - left, pages)

    def whole_seconds(self) -> float:
        return self._seconds_a_page * self._pages


def _in_steps(live: sqlite3.Connection, copy: Path, pace: _Pace) -> bool:
    """Whether the copy was done before somebody saved."""
    pace.start()
    try:
        _copy(live, copy, PAGES_A_STEP, pace)
    except _Interrupted:
        return False
    return True


def _copy(live: sqlite3.Connection, copy: Path, pages: int, pace: _Pace) -> None:
    copy.unlink(missing_ok=True)
    target = connect(copy, "rwc", writer=False)
    try:
        live.backup(target, pages=pages, progress=pace.hear, sleep=0.1)
        # a copy of a file in WAL mode says that it is in that mode as well
        target.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        target.close()


def _same(live: sqlite3.Connection, copy: Path) -> Sums | None:
    """What file and copy both come to; None when the file has moved on since. Raises Differs."""
    copied = _checked(copy)
    live.execute("BEGIN")
    try:
        # an answer to this alone is cheap: where somebody has saved, nothing that was read can be used again
        if last_step(live) != copied.last:
            return None
        return copied if sums(live) == copied else None
    finally:
        live.execute("COMMIT")


def _in_one_go(live: sqlite3.Connection, copy: Path, pace: _Pace) -> Sums:
    """The copy and the sums it is held against, out of one transaction: nobody can save between them."""
    pace.start()
    live.execute("BEGIN")
    try:
        held = sums(live)
        _copy(live, copy, -1, pace)
    finally:
        live.execute("COMMIT")
    copied = _checked(copy)
    if copied != held:
        parts = ("schema", "dataset", "epoch", "last", "rows", "money")
        raise Differs(", ".join(part for part in parts if getattr(copied, part) != getattr(held, part)))
    return copied


def _checked(copy: Path) -> Sums:
    with looking(copy) as connection:
        if found := unsound(connection):
            raise Differs(found)
        return sums(connection)


def _tables(connection: sqlite3.Connection) -> list[str]:
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return [name for (name,) in connection.execute(f"{asked} ORDER BY name")]


def _has(connection: sqlite3.Connection, table: str) -> bool:
    asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(asked, (table,)).fetchone() is not None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
