"""The two ways to the office file: a reader that stays open, and a writer opened and closed for each save.

One writer, rollback journal, PERSIST, FULL: the only settings that kept every acknowledged save on a network share.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, StaticPool

from db.identity import NotOpened

Mode = Literal["ro", "rw", "rwc"]

# busy_timeout comes first, because the settings after it may themselves have to wait for a lock
EVERY = (
    "PRAGMA busy_timeout=2000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
)
# asked before it is set: WAL would be left without a word where nobody else is in, and say “locked” where somebody is
WRITER = (
    "PRAGMA journal_mode",
    "PRAGMA journal_mode=PERSIST",
    "PRAGMA journal_size_limit=4194304",
    "PRAGMA synchronous=FULL",
)


def uri_of(path: Path, mode: Mode) -> str:
    """A SQLite address that never makes a file by accident, for drive letters and \\\\server\\share alike."""
    plain = path.absolute().as_posix()
    lead = "//" if plain.startswith("//") else "" if plain.startswith("/") else "/"
    return f"file:{lead}{quote(plain, safe='/:')}?mode={mode}"


def connect(path: Path, mode: Mode, *, writer: bool) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by us alone. Raises sqlite3.Error.

    NotOpened for a writer into a file that another tool has put into WAL mode; it is left so.
    """
    options: dict[str, Any] = {"isolation_level": None, "check_same_thread": False, "uri": True, "timeout": 2.0}
    if sys.version_info >= (3, 12):
        options["autocommit"] = sqlite3.LEGACY_TRANSACTION_CONTROL
    connection: sqlite3.Connection = sqlite3.connect(uri_of(path, mode), **options)
    try:
        for line in EVERY + (WRITER if writer else ()):
            if connection.execute(line).fetchall() == [("wal",)]:
                raise NotOpened("wal", "another tool has turned it on while the file was open")
    except BaseException:
        connection.close()
        raise
    return connection


def reader(path: Path, *, read_only: bool) -> Engine:
    """One long-lived connection; a read begins, fetches everything and ends at once."""
    return _engine(path, "ro" if read_only else "rw", StaticPool, "BEGIN", writer=False)


def writer(path: Path) -> Engine:
    """A connection per save, closed after it, so that no other tool or laptop finds its journal held."""
    return _engine(path, "rw", NullPool, "BEGIN IMMEDIATE", writer=True)


def _engine(path: Path, mode: Mode, pool: type[Pool], begin: str, *, writer: bool) -> Engine:
    # an error's words may end in a log, and what was typed must not
    creator = lambda: connect(path, mode, writer=writer)  # noqa: E731
    engine = create_engine("sqlite://", creator=creator, poolclass=pool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
