"""Checking an office from end to end, without writing to it: pages, references, the journal's chain, and documents."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import documents
from app.door import Office
from app.errors import FileTrouble
from app.progress import Progress
from app.who import here
from db.journal import strayed, verify


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, in a sentence."""

    text: str


def check(path: Path, *, progress: Progress | None = None) -> list[Finding]:
    """Everything found wrong with the file or its documents; empty when all is sound. Raises CannotOpen."""
    tell = progress or Progress()
    office = Office(path, here(), read_only=True)
    found: list[Finding] = []
    try:
        for at, (words, look) in enumerate(_LOOKS):
            tell.step(at, len(_LOOKS), words)
            found += office.read(look)
            if found and look is _pages:  # whatever is read from such pages means nothing
                return found
        referred = office.read(documents.referred)
    except FileTrouble as error:
        return [*found, Finding(f"The file is damaged: {error.__cause__}.")]
    finally:
        office.close()
    # the file is not held while they are read
    return found + [Finding(text) for text in documents.lost(path, referred, tell).values()]


def strays(path: Path) -> list[str]:
    """The names of the files beside the office file that none of its documents refers to. Raises CannotOpen."""
    office = Office(path, here(), read_only=True)
    try:
        return documents.strays(path, office.read(documents.referred))
    finally:
        office.close()


def _pages(session: Session) -> list[Finding]:
    try:
        rows = session.connection().exec_driver_sql("PRAGMA integrity_check").fetchall()
    except (sqlite3.DatabaseError, DBAPIError) as error:
        return [Finding(f"The file is damaged: {error}.")]
    return [Finding(f"The file is damaged: {row[0]}.") for row in rows if row[0] != "ok"][:5]


def _references(session: Session) -> list[Finding]:
    rows = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return [Finding(f"A row of {row[0]} refers to a row of {row[2]} that is not there.") for row in rows][:5]


def _chain(session: Session) -> list[Finding]:
    broken = verify(session)
    return [Finding(f"The journal does not hold at step {broken.seq}: {broken.why}.")] if broken else []


def _values(session: Session) -> list[Finding]:
    stray = strayed(session)
    if stray is None:
        return []
    table, row_id, column = stray
    return [
        Finding(
            f"{table}.{column} of row {row_id} is not what the journal last recorded: it was changed outside the desk."
        )
    ]


_LOOKS = (
    ("Reading every page", _pages),
    ("Following every reference", _references),
    ("Re-hashing the journal", _chain),
    ("Comparing every value with the journal", _values),
)
