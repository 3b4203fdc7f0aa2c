"""Bringing an older office file up to date, because a person asked for it, with a copy kept of what it was."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from app.door import Office
from app.errors import CannotOpen, Refused
from app.who import VERSION, here
from db.connection import connect
from db.identity import NotOpened, examine


def upgrade(path: Path, *, now: datetime) -> Path | None:
    """Where the old file was kept, None when it was up to date. Raises CannotOpen, Refused; then nothing is changed."""
    try:
        examine(path)
    except NotOpened as error:
        if error.problem != "older":
            Office(path, here(), read_only=True).close()  # says why in its own sentence
            raise CannotOpen(f"{path} cannot be opened.") from error
    else:
        Office(path, here(), read_only=True).close()
        return None
    copy = path.with_name(f"{path.stem} before upgrade {now:%Y-%m-%d %H%M%S}{path.suffix}")
    try:
        _copy(path, copy)
        from db.migrate import upgrade as migrate

        migrate(path, app=VERSION, at=now.isoformat())
    except (sqlite3.Error, ValueError) as error:
        raise Refused(f"{path} could not be brought up to date and was left as it was ({error}).") from error
    return copy


def _copy(path: Path, copy: Path) -> None:
    connection = connect(path, "rw", writer=False)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()
