"""The person's own small database on their own laptop: drafts not yet saved, files last seen, and recent trouble.

Its journal is PERSIST and its syncs FULL, like the office file's: what `put` has returned from is on the disk. A
damaged file is put aside as `.damaged`, what can still be read in it is carried over, and work goes on in a new one.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Literal, TypeVar

from db.connection import connect
from db.identity import problem_of
from db.nameless import without_names

T = TypeVar("T")
State = Literal["typed", "sent", "kept"]

TROUBLES = 20
_FAR = 1_000  # rows looked for where a damaged file does not say how many it has
# later layouts only add, so that an older desk on the same laptop can go on using the columns it knows
_LAYOUTS = (
    (
        "CREATE TABLE IF NOT EXISTS draft (op_id TEXT PRIMARY KEY, dataset TEXT NOT NULL, key TEXT NOT NULL, "
        "name TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL, typed TEXT NOT NULL, base TEXT NOT NULL, "
        "call TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('typed', 'sent', 'kept')), "
        "why TEXT NOT NULL, sent TEXT NOT NULL) STRICT",
        "CREATE TABLE IF NOT EXISTS seen (dataset TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, "
        "at TEXT NOT NULL, schema INTEGER NOT NULL, path TEXT NOT NULL) STRICT",
        "CREATE TABLE IF NOT EXISTS trouble (at TEXT NOT NULL, words TEXT NOT NULL) STRICT",
    ),
)


# the last is what sqlite3 raises instead of its own error when it quotes damaged text in it
_FAILURES = (sqlite3.Error, OSError, UnicodeDecodeError)


class NotKept(Exception):
    """This laptop's own disk did not take it, or did not give it back; the cause is for IT."""


class _Damaged(sqlite3.DatabaseError):
    """It opens, but its pages or tables are not as they should be."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What somebody typed until the office file has it. `typed`, `base` and `call` are the caller's own JSON.

    `sent` is when its save was last begun, empty for never.
    """

    op_id: str
    dataset: str
    key: str
    name: str
    title: str
    place: str
    typed: str
    base: str
    call: str
    at: str
    state: State
    why: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """The newest state of an office's data this person has seen, and where its file lay."""

    dataset: str
    epoch: int
    seq: int
    at: str
    schema: int
    path: str


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """Something that went wrong, in words without any name, path or content."""

    at: str
    words: str


class Local:
    """The database at `path`, opened when first used. Two desks of one person may share it, and threads one `Local`.

    Every method but `note`, `troubles` and `close` raises NotKept when the laptop's own disk fails.
    `damaged` is where a damaged file was put aside in this sitting, None for never.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged: Path | None = None
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def put(self, draft: DraftRow) -> None:
        """Keep the draft, in the place of an earlier one with its op_id. On return it is on the disk."""
        self._do(lambda connection: _insert(connection, "draft", draft))

    def one(self, op_id: str) -> DraftRow | None:
        """The draft with this op_id."""
        return _first(self._drafts("op_id = ?", op_id))

    def by_key(self, dataset: str, key: str) -> DraftRow | None:
        """The draft of this record that was put last."""
        return _first(self._drafts("dataset = ? AND key = ?", dataset, key)[::-1])

    def all(self, dataset: str) -> list[DraftRow]:
        """Every draft for this office's data, the oldest first."""
        return self._drafts("dataset = ?", dataset)

    def drop(self, op_id: str) -> None:
        """Let the draft go: the office file has it, or the person threw it away."""
        self._do(lambda connection: connection.execute("DELETE FROM draft WHERE op_id = ?", (op_id,)))

    def set_state(self, op_id: str, state: State, why: str = "") -> None:
        """Say how far the draft is, and why it was kept."""
        change = "UPDATE draft SET state = ?, why = ? WHERE op_id = ?"
        self._do(lambda connection: connection.execute(change, (state, why, op_id)))

    def remember(self, seen: SeenRow) -> None:
        """Remember what was seen of an office's data, unless something newer of it is remembered already."""
        self._do(lambda connection: _remember(connection, seen))

    def known(self, dataset: str) -> SeenRow | None:
        """The newest state seen of this office's data."""
        return _first(self._seen("dataset = ?", dataset))

    def known_at(self, path: str) -> SeenRow | None:
        """What was last seen in the file at this path."""
        return _first(self._seen("path = ?", path)[::-1])

    def forget(self, dataset: str) -> None:
        """Begin anew: the person knows it is an older copy and goes on with it."""
        self._do(lambda connection: connection.execute("DELETE FROM seen WHERE dataset = ?", (dataset,)))

    def note(self, words: str) -> None:
        """Keep what went wrong among the newest twenty, without names, paths or contents. Raises nothing."""
        with suppress(NotKept):
            self._do(lambda connection: _note(connection, words))

    def troubles(self) -> list[TroubleRow]:
        """What went wrong lately, the newest first. Raises nothing."""
        try:
            rows = self._do(lambda connection: _select(connection, "trouble", TroubleRow))
        except NotKept:
            return []
        return [TroubleRow(*row) for row in reversed(rows)]

    def _drafts(self, where: str, *values: str) -> list[DraftRow]:
        return [DraftRow(*row) for row in self._do(lambda it: _select(it, "draft", DraftRow, where, *values))]

    def _seen(self, where: str, *values: str) -> list[SeenRow]:
        return [SeenRow(*row) for row in self._do(lambda it: _select(it, "seen", SeenRow, where, *values))]

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it as one transaction; again in a new file where this one is damaged, or was put aside meanwhile."""
        with self._lock:
            for _ in range(3):
                try:
                    answer = _whole(self._opened(), work)
                except sqlite3.IntegrityError:  # a fault of the desk, not of the disk
                    raise
                except _FAILURES as error:
                    self.close()
                    if not _is_damage(error):
                        raise NotKept(str(error)) from error
                    self._put_aside(error)
                else:
                    if _identity(self.path) == self._file:
                        return answer
            raise NotKept("damaged again and again")

    def _opened(self) -> sqlite3.Connection:
        now = _identity(self.path)
        if self._connection is None or now != self._file:
            self.close()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = now
            try:
                self._connection = connect(self.path, "rwc", writer=True)
                self._connection.text_factory = _text
                _lay_out(self._connection)
            except sqlite3.OperationalError as error:
                if (
                    getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR"
                ):  # its format or a table of it is not one of ours
                    raise _Damaged(str(error)) from error
                raise
            self._file = now or _identity(self.path)
        return self._connection

    def _put_aside(self, error: BaseException) -> None:
        if _identity(self.path) != self._file:
            return  # another desk of this person has done so already
        names = (self.path.with_name(f"{self.path.name}.damaged{n}") for n in itertools.chain([""], itertools.count(2)))
        aside = next(name for name in names if not name.exists())
        try:
            # its journal first, so that no new file is ever rolled back with it
            for tail in ("-journal", ""):
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + tail).rename(aside.with_name(aside.name + tail))
            connection = self._opened()
            _whole(connection, lambda connection: _carry_over(connection, aside))
        except _FAILURES as worse:  # Windows moves no file that another desk holds open
            self.close()
            raise NotKept(str(error)) from worse
        self.damaged = aside


def _whole(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        answer = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    return answer


def _lay_out(connection: sqlite3.Connection) -> None:
    """Make or extend the tables, and look at every page. Raises sqlite3.Error, of which _Damaged is one."""
    if connection.execute("PRAGMA user_version").fetchone()[0] < len(_LAYOUTS):
        _whole(connection, _bring_up_to_date)
    for table, kind in (("draft", DraftRow), ("seen", SeenRow), ("trouble", TroubleRow)):
        connection.execute(f"SELECT {_columns(kind)} FROM {table} LIMIT 0")
    # not quick_check, which passes an index that leaves rows out; the file is small
    if (found := connection.execute("PRAGMA integrity_check(1)").fetchall()) != [("ok",)]:
        raise _Damaged(found)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for layout in _LAYOUTS[version:]:
        for statement in layout:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={max(version, len(_LAYOUTS))}")


def _carry_over(connection: sqlite3.Connection, aside: Path) -> None:
    for table, kind in (("draft", DraftRow), ("seen", SeenRow)):
        for row in _readable(aside, table, kind):
            with suppress(sqlite3.IntegrityError, sqlite3.ProgrammingError):  # not a row that was ever put
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT OR REPLACE INTO {table} ({_columns(kind)}) VALUES ({marks})", row)
    _note(connection, "the local database was damaged and put aside")


def _readable(aside: Path, table: str, kind: type) -> Iterator[tuple[Any, ...]]:
    """What can still be read of the damaged file: each row on its own, as a bad page ends any longer reading."""
    try:
        connection = connect(aside, "rw", writer=False)
    except _FAILURES:
        return
    connection.text_factory = _text
    last = _FAR
    with suppress(*_FAILURES):
        last = min(connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0, 100 * _FAR)
    for rowid in range(1, last + 1):
        with suppress(*_FAILURES):
            yield from connection.execute(f"SELECT {_columns(kind)} FROM {table} WHERE rowid = {rowid}").fetchall()
    connection.close()


def _is_damage(error: BaseException) -> bool:
    return isinstance(error, (_Damaged, UnicodeDecodeError)) or problem_of(error) in {"damaged", "not_office"}


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def _columns(kind: type) -> str:
    return ", ".join(each.name for each in fields(kind))


def _select(
    connection: sqlite3.Connection, table: str, kind: type, where: str = "TRUE", *values: str
) -> list[tuple[Any, ...]]:
    return connection.execute(
        f"SELECT {_columns(kind)} FROM {table} WHERE {where} ORDER BY rowid", tuple(map(_sound, values))
    ).fetchall()


def _insert(connection: sqlite3.Connection, table: str, row: DraftRow | SeenRow | TroubleRow) -> None:
    values = [_sound(value) if isinstance(value, str) else value for value in astuple(row)]
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT OR REPLACE INTO {table} ({_columns(type(row))}) VALUES ({marks})", values)


def _remember(connection: sqlite3.Connection, seen: SeenRow) -> None:
    newer = "SELECT 1 FROM seen WHERE dataset = ? AND (epoch, seq) > (?, ?)"
    if connection.execute(newer, (_sound(seen.dataset), seen.epoch, seen.seq)).fetchone() is None:
        _insert(connection, "seen", seen)


def _note(connection: sqlite3.Connection, words: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    _insert(connection, "trouble", TroubleRow(now, without_names(words)))
    connection.execute(
        "DELETE FROM trouble WHERE rowid NOT IN (SELECT rowid FROM trouble ORDER BY rowid DESC LIMIT ?)", (TROUBLES,)
    )


def _first(rows: list[T]) -> T | None:
    return rows[0] if rows else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _sound(text: str) -> str:
    """Without halves of characters, which a pasted text may hold and no database takes."""
    return text.encode("utf-8", "replace").decode()
