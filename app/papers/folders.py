"""Several papers written into one folder: names that every drive takes, and each file whole or not at all."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from app.errors import Refused
from app.filenames import is_device

MOST = 90
"""A name is at most so long, so that the folder may lie deep in a shared drive."""
_BARRED = re.compile(r"[^\w .,()&’'-]+")


def plain_name(words: str) -> str:
    """Words as the name of a file, without its ending: nothing in it that a drive refuses."""
    plain = " ".join(_BARRED.sub("-", words).split()).strip(" .-")[:MOST].strip(" .-")
    return f"_{plain}" if is_device(plain) else plain or "Unnamed"


def apart(names: Iterable[str]) -> list[str]:
    """The same as names of files, each different from the others whatever its capitals."""
    seen: Counter[str] = Counter()
    found = []
    for one in map(plain_name, names):
        at = seen[one.casefold()]
        seen[one.casefold()] += 1
        name = f"{one} ({at + 1})" if at else one
        if at:
            seen[name.casefold()] += 1
        found.append(name)
    return found


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder, which is made where it is missing, over one of that name; where it is now.

    Raises Refused when the drive will not have it; then the file of that name is as it was.
    """
    path, unfinished = folder / name, folder / f".unfinished-{os.getpid()}-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "the drive did not say why").lower()
        raise Refused(
            f"{name} could not be written to {folder}: {reason}. Try again, or choose another place."
        ) from error
    return path
