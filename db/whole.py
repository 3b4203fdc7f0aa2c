"""Files that appear under their name whole or not at all, on a drive that may be cut off at any moment."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from db.base import uuid7

CHUNK = 1 << 20
PART = ".part"
"""How the name of a file that is still being written ends."""


class Altered(Exception):
    """What was read is not what it should be: the bytes have another SHA-256 than the one expected."""


def part_of(path: Path) -> Path:
    """A name beside `path` that nobody else writes to, for the file while it is not whole yet."""
    return path.with_name(f"{path.name}.{uuid7()[-12:]}{PART}")


def digest_of(path: Path, tell: Callable[[int], None] = lambda done: None) -> str:
    """The SHA-256 of a file's bytes. `tell` hears how many bytes are read so far. Raises OSError."""
    known, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            known.update(piece)
            done += len(piece)
            tell(done)
    return known.hexdigest()


def copy(source: Path, path: Path, *, digest: str, tell: Callable[[int], None] = lambda done: None) -> None:
    """Copy to `path`, where no file may be yet. Raises Altered where the bytes are others, FileExistsError, OSError."""
    part = part_of(path)
    try:
        fill(source, part, digest=digest, tell=tell)
        put(part, path)
    finally:
        part.unlink(missing_ok=True)


def fill(source: Path, part: Path, *, digest: str, tell: Callable[[int], None] = lambda done: None) -> None:
    """Copy the bytes and have them on the disk before going on. Raises Altered where they are others, OSError."""
    known, done = hashlib.sha256(), 0
    with source.open("rb") as read, part.open("xb") as written:
        while piece := read.read(CHUNK):
            known.update(piece)
            written.write(piece)
            done += len(piece)
            tell(done)
        written.flush()
        os.fsync(written.fileno())
    if known.hexdigest() != digest:
        raise Altered(str(source))


def write(path: Path, content: bytes) -> None:
    """Write a small file in place of what has that name. Raises OSError."""
    part = part_of(path)
    try:
        with part.open("xb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        part.replace(path)
        settle(path.parent)
    finally:
        part.unlink(missing_ok=True)


def put(part: Path, path: Path) -> None:
    """Give the finished file its name without ever taking that name from another file. Raises FileExistsError."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a share without hard links; a rename there refuses or, at worst, races within this line
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    else:
        part.unlink()
    settle(path.parent)


def open_like(path: Path, other: Path) -> None:
    """Let in whom `other` lets in, where the system keeps that beside the name and allows it: files are shared here."""
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(other.stat().st_mode))


def settle(folder: Path) -> None:
    """Have the names in this folder on the disk, where the system can be asked for that; Windows does it unasked."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
