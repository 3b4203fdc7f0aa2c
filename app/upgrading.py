"""Bringing an older office file up to date: because a person asked for it, alone, with a verified backup."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app import alone
from app.backups import make
from app.door import Office, cannot_open
from app.errors import CannotOpen, Refused
from app.manifest import Backup
from app.presence import Neighbour, others
from app.progress import Progress
from app.who import Who, here
from db import copies
from db.connection import connect
from db.identity import SCHEMA, NotOpened, examine, problem_of


@dataclass(frozen=True, slots=True)
class Older:
    """An office file of an older desk: its schema and ours, its size in bytes, and who has it open."""

    schema: int
    needed: int
    size: int
    people: tuple[Neighbour, ...]


def older(path: Path, *, own: str = "") -> Older | None:
    """What there is to bring up to date; None for a file that needs nothing. The file is not touched.

    Raises CannotOpen for one that cannot be opened for another reason.
    """
    try:
        examine(path)
    except NotOpened as error:
        if error.problem != "older":
            raise cannot_open(error.problem, path) from error
        schema = int(error.detail.removeprefix("schema "))
        return Older(schema, SCHEMA, path.stat().st_size, tuple(others(path, own=own)))
    return None


def upgrade(
    path: Path, *, now: datetime, who: Who | None = None, own: str = "", progress: Progress | None = None
) -> Path | None:
    """Where the old file was backed up, None when it was up to date.

    Raises Refused, naming who is in where somebody is, CannotOpen, Stopped; then the file is as it was.
    """
    if older(path, own=own) is None:
        Office(path, here(), read_only=True).close()  # says in its own sentence what else may be wrong
        return None
    alone.refuse_others(path, "brought up to date", own=own)
    who = who or here()
    kept = _backed_up(path, who, now, progress)
    from db.migrate import Occupied, Overtaken
    from db.migrate import upgrade as migrate

    try:
        migrate(path, app=who.app, at=now.isoformat(), since=kept.sums.last)
    except (Occupied, Overtaken) as error:
        raise Refused(
            f"{path.name} can only be brought up to date while nobody else uses it, and somebody does just now. It was "
            "left as it was; try again in a moment."
        ) from error
    except (sqlite3.Error, ValueError) as error:
        raise Refused(
            f"{path} could not be brought up to date and was left as it was. Tell IT; the backup made before is "
            f"{kept.path.name}."
        ) from error
    return kept.path


def leave_wal(path: Path, *, who: Who, now: datetime, own: str = "", progress: Progress | None = None) -> Path | None:
    """Bring a file that another tool left in WAL mode back to a rollback journal; where it was backed up before.

    None where it is not in that mode. Alone only. Raises Refused, CannotOpen, Stopped; then the file is as it was.
    """
    try:
        examine(path)
    except NotOpened as error:
        if error.problem == "older":
            return None
        if error.problem != "wal":
            raise cannot_open(error.problem, path) from error
    else:
        return None
    alone.refuse_others(path, "put right", own=own)
    kept = _backed_up(path, who, now, progress)
    try:
        _convert(path, kept)
    except sqlite3.Error as error:
        if (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_BUSY"):
            raise Refused(
                f"Another database tool still has {path.name} open. Close it and try again; the file was left as it is."
            ) from error
        raise cannot_open(problem_of(error), path) from error
    return kept.path


def _convert(path: Path, kept: Backup) -> None:
    connection = connect(path, "rw", writer=False)
    try:
        if copies.last_step(connection) != kept.sums.last:
            raise Refused(f"Somebody has just saved into {path.name}. It was left as it is; try again.")
        # SQLite itself refuses this while anybody else has the file open in that mode
        [(mode,)] = connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        connection.close()
    if mode == "wal":
        raise CannotOpen(f"{path.name} could not be put right and was left as it is. Ask IT.", problem="wal")


def _backed_up(path: Path, who: Who, now: datetime, progress: Progress | None) -> Backup:
    with TemporaryDirectory(prefix="upgrading-", ignore_cleanup_errors=True) as local:
        return make(path, who=who, at=now, kind="before upgrade", local=Path(local), progress=progress)
