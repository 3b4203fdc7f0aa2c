"""Details for IT: versions, settings, the kind of drive and what went wrong lately. No names of people, no contents."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
import sys
import traceback
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
from db.nameless import without_names

_ROOT = Path(__file__).resolve().parents[1]
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
    managed: Sequence[str] = (),
) -> str:
    """The details as plain text, a line for each. May block on the drive; raises nothing for one that is gone.

    `facts` is None when the file did not answer, `office_path` when none is open, `cloud` where no service copies it;
    `managed` are lines of what IT has set.
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
    lines += managed
    lines.append("What went wrong lately:" if troubles else "What went wrong lately: nothing")
    return "\n".join([*lines, *(f"  {trouble.at}  {trouble.words}" for trouble in troubles)]) + "\n"


def fault_text(error: BaseException) -> str:
    """What went wrong by our doing, for the log and for IT: where in the program, and nothing anybody typed.

    The words of an error may quote a name or a figure, and a folder is often called after a person: both are left out.
    """
    lines = []
    seen: BaseException | None = error
    told: set[int] = set()
    while seen is not None and id(seen) not in told:  # errors can name each other as their cause
        told.add(id(seen))
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}: {without_names(str(seen))}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {_in_program(Path(one.filename))}:{one.lineno} in {one.name}" for one in frames]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def _in_program(file: Path) -> str:
    """A file of the program by its place in it, of a library by its place there, of anything else by its name."""
    parts = file.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return file.relative_to(_ROOT).as_posix() if file.is_relative_to(_ROOT) else file.name


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
