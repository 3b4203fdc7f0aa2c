"""Marking a copy of a backup as restored, so that every desk that knew the file notices: written past the session.

Plain SQL, because a backup may be of an older schema than the tables this desk knows; a step is the same in all.
"""

from __future__ import annotations

from pathlib import Path

from db.connection import connect
from db.copies import Differs, identity, last_step, unsound
from db.journal import Writing, hash_of

JUMP = 1_000_000
"""How far the numbers of steps jump, so that none given in the lost time is given twice."""


def mark_restored(path: Path, writing: Writing, *, epoch: int, seq: int) -> None:
    """Raise the epoch to `epoch`, have the steps go on `JUMP` after `seq`, and write the restoring down as one.

    One transaction, in a file nobody else has open. Raises Differs where it does not check, sqlite3.Error.
    """
    connection = connect(path, "rw", writer=True)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        previous = last_step(connection)
        step = {
            name: getattr(writing, name)
            for name in ("op_id", "at", "user", "machine", "app", "name", "reason", "undoes")
        }
        values = {
            "seq": max(seq, previous.seq) + JUMP,
            **step,
            "hash": hash_of(previous.hash, step, []),
            "previous_hash": previous.hash,
        }
        # naming the number moves the table's own count of steps along with it
        connection.execute(
            f"INSERT INTO step ({', '.join(values)}) VALUES ({', '.join('?' for _ in values)})", tuple(values.values())
        )
        connection.execute("UPDATE office_file SET epoch = ?", (epoch,))
        if identity(connection)[2] != epoch:
            raise Differs("no row says whose data it is")
        if found := unsound(connection):
            raise Differs(found)
        connection.execute("COMMIT")
        # no journal may stay behind under a name that this file is about to leave
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        connection.close()
