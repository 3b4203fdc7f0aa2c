"""What makes a file an office file, and what says whether this desk may read or write it."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, uuid7
from db.handles import held_elsewhere

APPLICATION_ID = 0x4F504343  # "OPCC"
SCHEMA = 8
PAGE_SIZE = 4096
_JOURNAL = bytes.fromhex("d9d505f920a163d7")  # how a rollback journal begins: sqlite.org/fileformat2.html section 3

Problem = Literal[
    "missing",
    "folder",
    "empty",
    "not_office",
    "damaged",
    "no_permission",
    "held",
    "newer",
    "older",
    "wal",
    "unfinished",
    "trouble",
    "copy",
]


class NotOpened(Exception):
    """The file was left as it was; `problem` says why, `detail` is for the log and for IT."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


class OfficeFile(Base):
    """The one row that names this set of data wherever its file goes; `epoch` rises when a backup is restored."""

    __tablename__ = "office_file"

    dataset_id: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    made_at: Mapped[str]


class Gate(Base):
    """The one row every save reads first: the oldest desk (by schema) that may still read and write this file."""

    __tablename__ = "app_gate"

    id: Mapped[int] = mapped_column(primary_key=True)
    min_reader: Mapped[int]
    min_writer: Mapped[int]
    migrated_by: Mapped[str]
    at: Mapped[str]


def examine(path: Path) -> None:
    """Look at the file's first hundred bytes without opening it as a database. Raises NotOpened."""
    head, size = _head(path)
    if size == 0:
        raise NotOpened("empty")
    if head[:16] != b"SQLite format 3\0" or len(head) < 100:
        raise NotOpened("not_office", "no SQLite header")
    if int.from_bytes(head[68:72]) != APPLICATION_ID:
        raise NotOpened("not_office", "other application_id")
    if 2 in head[18:20]:
        raise NotOpened("wal")
    page = int.from_bytes(head[16:18]) or 65536
    page = 65536 if page == 1 else page
    # a save that was cut off may have written the new count before the new pages: SQLite takes it back by its journal
    if size < int.from_bytes(head[28:32]) * page and not _has_hot_journal(path):
        raise NotOpened("damaged", "shorter than its own page count")
    schema = int.from_bytes(head[60:64])
    if schema < SCHEMA:
        raise NotOpened("older", f"schema {schema}")


def _has_hot_journal(path: Path) -> bool:
    """Whether a rollback journal with something in it lies beside the file (its header is zeroed by a commit)."""
    try:
        with path.with_name(f"{path.name}-journal").open("rb") as journal:
            return journal.read(8) == _JOURNAL
    except OSError:
        return False


def _head(path: Path) -> tuple[bytes, int]:
    try:
        if path.is_dir():
            raise NotOpened("folder")
        with path.open("rb") as file:
            return file.read(100), file.seek(0, 2)
    except FileNotFoundError as error:
        raise NotOpened("missing", str(error)) from error
    except PermissionError as error:
        raise NotOpened("held" if held_elsewhere(path) else "no_permission", str(error)) from error
    except OSError as error:
        raise NotOpened("trouble", str(error)) from error


def can_write(path: Path) -> bool:
    """Whether this person may write the file, its journal and its folder (SQLite opens read-only without a word).

    Raises NotOpened while another program holds one of the two, which says nothing of what this person may do.
    """
    try:
        with path.open("r+b"):
            pass
        with suppress(FileNotFoundError), path.with_name(f"{path.name}-journal").open("r+b"):
            pass  # one that another account left: it stays there between saves
        # a name of its own: somebody else may be looking at the same moment, and Windows would refuse one of the two
        probe = path.with_name(f".{path.name}.{uuid7()[-12:]}.writable")
        probe.touch(exist_ok=False)
    except OSError as error:
        if held_elsewhere(path):
            raise NotOpened("held", str(error)) from error
        return False
    with suppress(OSError):  # a virus scanner may be looking into it
        probe.unlink()
    return True


def problem_of(error: sqlite3.Error | BaseException) -> Problem:
    """Which of the problems a SQLite error means."""
    if isinstance(error, UnicodeDecodeError):  # the message quotes text of the file that is no text
        return "damaged"
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_FORMAT")):
        return "damaged"
    if code.startswith("SQLITE_NOTADB"):
        return "not_office"
    if code.startswith("SQLITE_READONLY"):  # a save was cut off, and taking it back needs the right to write
        return "unfinished"
    if code.startswith(("SQLITE_PERM", "SQLITE_AUTH")):
        return "no_permission"
    return "trouble"
