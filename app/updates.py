"""A newer desk in the releases folder on the share: whether there is one and it is whole, and a checked copy of it.

    RELEASES/current.json            which version is the newest, and what its files are
    RELEASES/0.9.0/commissioning-desk-0.9.0-setup.exe

What lies there is believed only as far as it was checked, and nothing of it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.errors import Refused
from app.policy import Managed, Way
from app.progress import Progress
from app.rights import may_change, may_swap
from app.years import format_day

State = Literal["off", "away", "unclear", "same", "older", "missing", "writable", "broken", "offered"]

CURRENT = "current.json"
ENDINGS: dict[Way, str] = {"machine": "machine.msi", "person": "setup.exe", "portable": "portable.zip"}

_LARGEST = 64 * 1024  # bytes of current.json
_LARGEST_FILE = 2 * 1024**3
_MOST_FILES, _LONGEST_NOTES = 50, 1500
_VERSION = re.compile(r"(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,120}[A-Za-z0-9])?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PIECE = 1024 * 1024

AGAIN = "Ask IT to put the release there again."
AWAY = "The releases folder does not answer."
WRITABLE = (
    "Version {version} lies in the releases folder, but you may write there or put another folder in its place, so "
    "anybody could have put it there. It is not offered until IT has made the folder read-only for everybody who uses "
    "the desk."
)
EVERYONE = "Everyone must have it before the office file is upgraded."


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release: its SHA-256 as 64 small hexadecimal digits, and its size in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Release:
    """What current.json says: version, day, the schema of its office files, a short paragraph, files by their names."""

    version: str
    released: date
    schema: int
    notes: str
    files: Mapping[str, ReleaseFile]


@dataclass(frozen=True, slots=True)
class Source:
    """Where releases are looked for and how this copy is installed; without a folder `why_not` says why in words."""

    folder: Path | None
    installed: Way
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """This desk: its version, and the schema of the office files it reads and writes."""

    version: str
    schema: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found, and the sentence that says it; `before_upgrade` is whether its office files are newer ones."""

    state: State
    words: str
    release: Release | None = None
    before_upgrade: bool = False


def source(what: Managed) -> Source:
    """Where to look, by what IT has set for this copy of the desk."""
    if what.way == "source":
        return Source(None, what.way, "Not looked for: this desk runs from its source.")
    if what.no_update_check:
        return Source(None, what.way, "Not looked for: IT has switched it off.")
    if what.update_path is None:
        return Source(None, what.way, "Not looked for: no releases folder is set.")
    return Source(what.update_path.path, what.way)


def here() -> Here:
    """This desk."""
    # the builder of releases imports this module, and needs neither
    from app.who import VERSION
    from db.identity import SCHEMA

    return Here(VERSION, SCHEMA)


def order(version: str) -> tuple[int, int, int]:
    """What versions are put in order by: 0.10.0 comes after 0.9.0. Raises Refused where it is not three numbers."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise Refused(f"“{version[:40]}” is not a version. It is three numbers, like 0.9.0.", "version")
    return int(found[1]), int(found[2]), int(found[3])


def file_name(version: str, installed: Way) -> str:
    """The file of a release that a copy installed in this way is brought up to date from."""
    return f"commissioning-desk-{version}-{ENDINGS[installed]}"


# current.json


def to_json(release: Release) -> str:
    """The text of current.json, the same for the same release. Raises Refused for what a desk would not believe."""
    files = {name: {"sha256": one.sha256, "bytes": one.bytes} for name, one in sorted(release.files.items())}
    told = {
        "version": release.version,
        "released": release.released.isoformat(),
        "schema": release.schema,
        "notes": release.notes,
        "files": files,
    }
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if from_json(text.encode()) != release:
        raise Refused(
            "The notes of a release are one paragraph without control signs, of 1,500 letters at most.", "notes"
        )
    return text


def from_json(data: bytes) -> Release:
    """What current.json says. Raises Refused, with what is wrong in it, for anything but a whole description."""
    if len(data) > _LARGEST:
        raise _wrong("it is too large")
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _wrong("it is not JSON") from error
    if not isinstance(told, dict):
        raise _wrong("it is not a list of names and values")
    version, notes = told.get("version"), told.get("notes")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise _wrong("its version is not three numbers like 0.9.0")
    if not isinstance(notes, str):
        raise _wrong("its notes are missing")
    schema = _number(told.get("schema"), 9_999, "its schema is not a number")
    return Release(version, _day(told.get("released")), schema, _paragraph(notes), _files(told.get("files")))


def _wrong(what: str) -> Refused:
    return Refused(f"{CURRENT} in the releases folder cannot be believed: {what}. {AGAIN}")


def _number(value: Any, most: int, wrong: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise _wrong(wrong)
    return value


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong("its day is not one like 2026-11-26")


def _paragraph(text: str) -> str:
    """The notes as one paragraph in which a reader sees every letter, and in its own order."""
    line = " ".join(text.split())
    return "".join(letter for letter in line if unicodedata.category(letter)[0] != "C")[:_LONGEST_NOTES].strip()


def _files(value: Any) -> dict[str, ReleaseFile]:
    if not isinstance(value, dict) or not 0 < len(value) <= _MOST_FILES:
        raise _wrong("it names no files, or too many")
    files = {}
    for name, one in value.items():
        if not _NAME.fullmatch(name):  # so it holds no folder, drive or stream
            raise _wrong("a file's name is not a plain one")
        sha256 = one.get("sha256") if isinstance(one, dict) else None
        if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
            raise _wrong(f"{name} has no SHA-256")
        files[name] = ReleaseFile(sha256, _number(one.get("bytes"), _LARGEST_FILE, f"{name} has no size"))
    return files


# looking


def look(at: Source, desk: Here, *, known: str = "", progress: Progress | None = None) -> Seen:
    """What the releases folder holds for this desk. May block for as long as the drive does; raises Stopped.

    `known` is the SHA-256 of a file that was read whole at an earlier look: of that one only the size is asked again.
    """
    if at.folder is None:
        return Seen("off", at.why_not)
    try:
        release = _read(at.folder)
        return _beside(desk, at.folder, at.installed, release, known, progress or Progress())
    except Refused as refusal:
        return Seen("unclear", refusal.message)
    except OSError:
        return Seen("away", AWAY)


def _read(folder: Path) -> Release:
    place = folder / CURRENT
    if not place.is_file():  # reading from a pipe would never end
        folder.stat()
        raise Refused(f"There is no {CURRENT} in the releases folder. {AGAIN}")
    with place.open("rb") as file:
        return from_json(file.read(_LARGEST + 1))


def _beside(desk: Here, folder: Path, installed: Way, release: Release, known: str, progress: Progress) -> Seen:
    """A release held against this desk, and then against what lies in its folder."""
    called = f"Version {release.version} of {format_day(release.released)}"
    mine, theirs = order(desk.version), order(release.version)
    if theirs == mine:
        return Seen("same", f"{called}: this is the newest.", release)
    if theirs < mine:
        return Seen("older", f"{called}, which is older than this one.", release)
    upgrades = release.schema > desk.schema
    name = file_name(release.version, installed)
    wanted, place = release.files.get(name), folder / release.version / name
    if wanted is None:
        return Seen("missing", f"{called}, but without {name}, which this desk would need. {AGAIN}", release, upgrades)
    if (wrong := _not_whole(place, wanted)) is None:
        # what anybody may write there is not even read
        if _is_open_to_all(folder, place):
            return Seen("writable", WRITABLE.format(version=release.version), release, upgrades)
        if known != wanted.sha256 and _sha256(place, wanted.bytes, progress) != wanted.sha256:
            wrong = f"is not what {CURRENT} says"
    if wrong is not None:
        return Seen("broken", f"{called} is not whole yet: {name} {wrong}. {AGAIN}", release, upgrades)
    return Seen("offered", f"{called}.", release, upgrades)


def _not_whole(place: Path, wanted: ReleaseFile) -> str | None:
    if not place.is_file():
        return "is missing"
    size = place.stat().st_size
    if size < wanted.bytes:
        return "is only half copied"
    return None if size == wanted.bytes else f"is larger than {CURRENT} says"


def _is_open_to_all(folder: Path, place: Path) -> bool:
    """Whether somebody with this person's rights could have put the release there, or could put another one there."""
    return may_swap(folder) or any(may_change(one) for one in (folder, folder / CURRENT, place.parent, place))


def _sha256(place: Path, size: int, progress: Progress) -> str:
    found = hashlib.sha256()
    with place.open("rb") as file:
        for piece in _pieces(file, size, progress):
            found.update(piece)
    return found.hexdigest()


def _pieces(file: Any, size: int, progress: Progress) -> Iterator[bytes]:
    """What is in a file, piece by piece, but never much more than it is said to hold."""
    done = 0
    while done <= size and (piece := file.read(_PIECE)):
        done += len(piece)
        progress.step(min(done, size), size)
        yield piece


# a copy for the person


def save(at: Source, release: Release, to: Path, progress: Progress) -> Path:
    """Copy the file this desk is brought up to date from into the folder `to`, check the copy, and say where it lies.

    Nothing that is there is written over, and a copy that is there already is not made again. One that is not what
    current.json says is removed. Raises Refused then, and where one cannot be read or written, and Stopped; may block
    for as long as the drive does.
    """
    if at.folder is None:
        raise Refused(at.why_not)
    name = file_name(release.version, at.installed)
    wanted = release.files.get(name)
    if wanted is None:
        raise Refused(f"Version {release.version} has no {name}. {AGAIN}")
    half = to / f"{name}.part"
    try:
        to.mkdir(parents=True, exist_ok=True)
        if _not_whole(to / name, wanted) is None and _sha256(to / name, wanted.bytes, progress) == wanted.sha256:
            return to / name
        try:
            _copy(at.folder / release.version / name, half, wanted.bytes, progress)
            if _sha256(half, wanted.bytes, Progress(stop=progress.stop)) != wanted.sha256:
                raise Refused(
                    f"{name} is not what {CURRENT} says, or changed while it was copied. The copy was removed. {AGAIN}"
                )
            return _named(half, to / name)
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(
            f"{name} could not be written into {to}. Is this laptop’s disk full? Nothing was kept."
        ) from error


def _copy(place: Path, half: Path, size: int, progress: Progress) -> None:
    with half.open("wb") as copy:
        try:
            with place.open("rb") as file:
                pieces = _pieces(file, size, progress)
                while piece := next(pieces, b""):
                    _write(copy, piece)
        except _NotWritten as error:
            raise OSError from error
        except OSError as error:
            raise Refused(f"{place.name} cannot be read from the releases folder. Nothing was saved.") from error


class _NotWritten(Exception):
    """The copy, rather than what is copied, makes trouble."""


def _write(copy: Any, piece: bytes) -> None:
    try:
        copy.write(piece)
    except OSError as error:
        raise _NotWritten from error


def _named(half: Path, place: Path) -> Path:
    """Give the copy its name, or the next one that nothing has, and say which."""
    free, number = place, 2
    while free.exists():
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
        number += 1
    return half.rename(free)
