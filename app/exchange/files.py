"""A file written whole or not at all, with a plain sentence when it cannot be."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Refused


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end; nothing is left behind on the way.

    Raises Refused when the drive, the folder or a program that holds `path` will not have it.
    """
    unfinished: Path | None = None
    try:
        # not by tempfile, which on Windows tries two thousand million names where the folder is read-only
        beside = path.with_name(f".unfinished-{secrets.token_hex(8)}{path.suffix}")
        beside.open("xb").close()
        unfinished = beside
        yield unfinished
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise Refused(_why_not(path, error)) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _why_not(path: Path, error: OSError) -> str:
    """Why the file could not be written, for the person who asked for it."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}. Choose another place for {path.name}."
    if path.is_dir():
        return f"{path.name} is the name of a folder. Choose another name."
    if isinstance(error, PermissionError) and path.exists():
        return f"{path.name} could not be replaced. Is it open in Excel? Close it there, or choose another name."
    if isinstance(error, PermissionError):
        return f"{path.name} could not be written: the folder {path.parent} is read-only. Choose another place."
    reason = (error.strerror or "the drive did not say why").lower()
    return f"{path.name} could not be written to {path.parent}: {reason}. Try again, or choose another place."
