"""Details for IT: versions, settings, the kind of drive and what went wrong lately. No names of people, no contents."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.places import without_prefix
from app.who import VERSION
from db.identity import Gate, OfficeFile
from db.journal import Step
from db.local import TroubleRow

_SYNCHRONOUS = {0: "off", 1: "normal", 2: "full", 3: "extra"}
# what GetDriveTypeW answers
_KINDS = {1: "not there", 2: "removable drive", 3: "local drive", 4: "network drive", 5: "disc", 6: "memory drive"}
_NETWORK = re.compile(r"cifs|smb.*|nfs.*|afs|ceph|9p|ncpfs|davfs|fuse\.(sshfs|rclone|smbnetfs|gvfsd-fuse|davfs.*)")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How the office file is kept. Journal mode and syncs are those of the connection that was asked; size in bytes."""

    journal_mode: str
    synchronous: str
    page_size: int
    size_bytes: int
    schema: int
    min_reader: int
    min_writer: int
    epoch: int
    last_seq: int


def file_facts(session: Session) -> FileFacts:
    """How the file is kept, as this session's connection has it: only a saving one says how saves are made."""
    gate = session.execute(select(Gate.min_reader, Gate.min_writer)).one()
    page_size = int(_pragma(session, "page_size"))
    synchronous = int(_pragma(session, "synchronous"))
    return FileFacts(
        journal_mode=_pragma(session, "journal_mode"),
        synchronous=_SYNCHRONOUS.get(synchronous, str(synchronous)),
        page_size=page_size,
        size_bytes=page_size * int(_pragma(session, "page_count")),
        schema=int(_pragma(session, "user_version")),
        min_reader=gate.min_reader,
        min_writer=gate.min_writer,
        epoch=session.scalars(select(OfficeFile.epoch)).one(),
        last_seq=session.scalar(select(func.max(Step.seq))) or 0,
    )


def details(
    office_path: Path | None,
    *,
    read_only: bool,
    qt: str,
    facts: FileFacts | None,
    troubles: Sequence[TroubleRow] = (),
    cloud: str | None = None,
) -> str:
    """The details as plain text, a line for each. May block on the drive; raises nothing for one that is gone.

    `facts` is None when the file did not answer, `office_path` when none is open, `cloud` where no service copies it.
    The path itself is left out, as folders are often called after people.
    """
    lines = [
        f"Commissioning Desk {VERSION}{' (built)' if getattr(sys, 'frozen', False) else ''}",
        f"System: {platform.platform()}",
        f"Python {platform.python_version()}, {platform.architecture()[0]}",
        f"SQLite {sqlite3.sqlite_version}",
        f"Qt {qt}",
    ]
    if office_path is None:
        lines.append("Office file: none is open")
    else:
        lines += [*_file(facts, read_only=read_only), *_drive(office_path), f"Cloud service: {cloud or 'none'}"]
    lines.append("What went wrong lately:" if troubles else "What went wrong lately: nothing")
    return "\n".join([*lines, *(f"  {trouble.at}  {trouble.words}" for trouble in troubles)]) + "\n"


def _file(facts: FileFacts | None, *, read_only: bool) -> list[str]:
    opened = f"Opened: {'to read only' if read_only else 'to read and save'}"
    if facts is None:
        return ["Office file: it does not answer", opened]
    return [
        f"Office file: {facts.size_bytes} bytes in pages of {facts.page_size}, schema {facts.schema} "
        f"(readable from {facts.min_reader}, writable from {facts.min_writer})",
        f"Last step: {facts.last_seq}, epoch {facts.epoch}",
        f"Journal mode: {facts.journal_mode}, synchronous: {facts.synchronous}",
        opened,
    ]


def _drive(path: Path) -> list[str]:
    try:
        free = f"{shutil.disk_usage(path.parent).free // 1_000_000} MB"
    except OSError:
        free = "not known, it does not answer"
    return [f"Drive: {drive_kind(path)}, path of {len(str(path))} letters", f"Free space: {free}"]


def drive_kind(path: PurePath, *, asked: Callable[[PurePath], str] | None = None) -> str:
    """What kind of drive this absolute path is on: a share by its name, a mapped or local drive, or a file system.

    `asked` answers in the place of this machine's own system.
    """
    plain = without_prefix(path)
    if plain.drive.startswith("\\\\"):
        return "network share by its own name"
    return (asked or _asked)(plain)


def file_system(path: PurePosixPath, mounts: str) -> str:
    """The file system that holds the path, by the text of /proc/mounts; a network one is called so."""
    best, kind = -1, "not known"
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = PurePosixPath(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:  # a later mount covers an earlier one
            best, kind = len(point.parts), parts[2]
    return f"network drive ({kind})" if _NETWORK.fullmatch(kind) else f"file system {kind}"


def _pragma(session: Session, name: str) -> str:
    return str(session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one())


if sys.platform == "win32":

    def _asked(path: PurePath) -> str:
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")
        return f"drive letter: {_KINDS.get(kind, 'not known')}"

else:

    def _asked(path: PurePath) -> str:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
            return file_system(PurePosixPath(Path(path).resolve()), mounts)
        except OSError:
            return "not known"
