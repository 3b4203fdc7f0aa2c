"""What may only be done to the office file while nobody else is in it, and the giving up of its name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.door import cannot_open
from app.errors import Refused
from app.presence import others
from db.connection import connect
from db.identity import problem_of
from db.whole import settle

_UNREADABLE = ("damaged", "not_office")


def refuse_others(path: Path, doing: str, *, own: str = "") -> None:
    """Go on only where no other desk has the file open. Raises Refused, naming who is in.

    `doing` as in “moved”; `own` is the id of the presence note of whoever asks.
    """
    if people := others(path, own=own):
        names = ", ".join(dict.fromkeys(f"{one.user} ({one.machine})" for one in people))
        raise Refused(
            f"{path.name} can only be {doing} while nobody else has it open. In it now: {names}. Ask them to close it; "
            "nothing was changed."
        )


@contextmanager
def holding(path: Path, doing: str) -> Iterator[sqlite3.Connection | None]:
    """Hold the file so that nobody else can read or save, having taken back any save that was cut off.

    None where the file is too damaged to be opened at all. Raises Refused, CannotOpen; then nothing was changed.
    """
    connection = None
    try:
        connection = connect(path, "rw", writer=False)
        if connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]:
            raise cannot_open("wal", path)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        let_go(connection)
        connection = None
        if (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_BUSY"):
            raise Refused(
                f"{path.name} can only be {doing} while nobody else uses it, and somebody does just now. Nothing was "
                "changed; try again in a moment."
            ) from error
        if problem_of(error) not in _UNREADABLE:
            raise cannot_open(problem_of(error), path) from error
    try:
        yield connection
    finally:
        let_go(connection)


def let_go(connection: sqlite3.Connection | None) -> None:
    """End holding the file; what was begun and not committed is taken back. More than once does no harm."""
    if connection is not None:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        connection.close()


def give_way(*held: sqlite3.Connection | None) -> None:
    """Let go where a file cannot be renamed while it is open: on Windows, where nobody else's open file can either."""
    if os.name == "nt":
        for connection in held:
            let_go(connection)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the journal of a file."""
    return path.with_name(f"{path.name}-journal")


def rename_with_journal(path: Path, to: Path) -> None:
    """Give a file another name in its folder, and its journal with it. Raises OSError; then it has its old name.

    The file goes first: cut off between the two, nobody can open either, and no journal is played into another file.
    """
    refuse_taken(to)
    path.rename(to)
    try:
        if journal_of(path).exists():
            journal_of(path).rename(journal_of(to))
    except OSError:
        to.rename(path)
        raise
    settle(path.parent)


def refuse_taken(path: Path) -> None:
    """Never write over a file. Raises Refused."""
    if path.exists() or journal_of(path).exists():
        raise Refused(f"There is already a file at {path}. Choose another name; it was left as it is.")


def name_beside(path: Path, done: str, at: datetime) -> Path:
    """A name beside the file that is free: `Office restored 2026-11-25 1432.opcc`, by this laptop's clock."""
    stem = f"{path.stem} {done} {at.astimezone():%Y-%m-%d %H%M}"
    number, beside = 1, path.with_name(f"{stem}{path.suffix}")
    while beside.exists() or journal_of(beside).exists():
        number += 1
        beside = path.with_name(f"{stem} {number}{path.suffix}")
    return beside
