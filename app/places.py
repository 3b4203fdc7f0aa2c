"""Where an office file may lie: folders that a cloud service copies about, and the note left where a file was moved.

SQLite's locks do not reach a cloud service. It uploads one person's half of a save and hands the other a copy.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath, PureWindowsPath

from app.presence import one_line

UNNAMED = "a cloud service"  # its mark is there, but not its name

_CLOUD_FILES = 0x9000001A  # IO_REPARSE_TAG_CLOUD; the services' own tags differ in four bits of it
_OLD_ONEDRIVE = 0x80000021
# names that nobody gives a folder by chance; whole names only, so that “Box office” or “OneDrive guide” is none
_ANYWHERE = (
    (re.compile(r"onedrive( - .+)?"), "OneDrive"),
    (re.compile(r"dropbox \(.+\)"), "Dropbox"),
    (re.compile(r"google ?drive( \(.+\))?"), "Google Drive"),
    (re.compile(r"icloud ?drive"), "iCloud"),
    (re.compile(r"box sync"), "Box"),
)
# ordinary words, which count only where the service itself puts its folder
_AT_HOME = {"box": "Box", "my drive": "Google Drive", "sharepoint": "SharePoint"}
_PROVIDERS = {
    "onedrive-sharedlibraries": "SharePoint",
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "box": "Box",
}
_HOSTS = ((".sharepoint.com", "SharePoint"), ("d.docs.live.net", "OneDrive"))
_LARGEST = 8192  # bytes of a note
_WHEN = "%Y-%m-%d %H:%M %z"


def cloud_service(
    path: PurePath, environ: Mapping[str, str], reparse_tag: Callable[[PurePath], int] | None = None
) -> str | None:
    """The cloud service whose folder this absolute path lies in, None for none: "OneDrive", "Dropbox", and so on.

    `reparse_tag` tells the tag that Windows keeps for a file or folder, 0 for none; a tag may belong to a service whose
    name is not known, which is then `UNNAMED`.
    """
    plain = without_prefix(path)
    return _by_environment(plain, environ) or _by_name(plain, environ) or _by_tag(path, reparse_tag)


def reparse_tag_of(path: PurePath) -> int:
    """The tag that Windows keeps for this file or folder; 0 for none, elsewhere, and for what cannot be looked at."""
    try:
        return int(getattr(os.lstat(path), "st_reparse_tag", 0))
    except OSError:
        return 0


def without_prefix(path: PurePath) -> PurePath:
    """The path without the sign by which Windows is told to take a long one as it stands."""
    text = str(path)
    if not isinstance(path, PureWindowsPath) or not text.startswith("\\\\?\\"):
        return path
    return type(path)(re.sub(r"^\\\\\?\\(UNC\\)?", lambda found: "\\\\" if found[1] else "", text, flags=re.I))


def _by_environment(path: PurePath, environ: Mapping[str, str]) -> str | None:
    for root in _onedrive_roots(path, environ):
        if path.is_relative_to(root):
            return "OneDrive"
        tenant = root.name.partition(" - ")[2]
        if tenant and path.is_relative_to(root.with_name(tenant)):  # where its client puts SharePoint libraries
            return "SharePoint"
    return None


def _onedrive_roots(path: PurePath, environ: Mapping[str, str]) -> Iterator[PurePath]:
    for name, value in environ.items():
        root = type(path)(value)
        if name.lower().startswith("onedrive") and root.is_absolute() and root.name:
            yield root


def _by_name(path: PurePath, environ: Mapping[str, str]) -> str | None:
    share = path.drive.strip("\\").lower().split("\\") if path.drive.startswith("\\\\") else []
    folders = [part.lower() for part in path.parts[1:]]
    return (
        next((service for host, service in _HOSTS if share and f".{share[0].partition('@')[0]}".endswith(host)), None)
        or next((service for part in [*share[1:], *folders] if (service := _anywhere(part))), None)
        or ("Dropbox" if "dropbox" in folders and not share else None)  # a share is often called so for handing in
        or _at_drive(path, folders)
        or _at_home(path, environ)
        or _in_library(folders)
    )


def _anywhere(part: str) -> str | None:
    return next((service for pattern, service in _ANYWHERE if pattern.fullmatch(part)), None)


def _at_drive(path: PurePath, folders: list[str]) -> str | None:
    """Google Drive shows itself as a drive of its own, usually G:."""
    drive = path.drive.lower()
    if re.fullmatch("[a-z]:", drive) and folders[:1] in (["my drive"], ["shared drives"] if drive == "g:" else None):
        return "Google Drive"
    return None


def _at_home(path: PurePath, environ: Mapping[str, str]) -> str | None:
    homes = [type(path)(environ[name]) for name in ("USERPROFILE", "HOME") if environ.get(name)]
    if len(path.parts) > 3 and path.parts[1].lower() in {"users", "home"} and not path.drive.startswith("\\\\"):
        homes.append(type(path)(*path.parts[:3]))
    for home in homes:
        if home.name and path.is_relative_to(home):
            below = path.relative_to(home).parts
            service = _AT_HOME.get(below[0].lower()) if len(below) > 1 else None
            if service:
                return service
    return None


def _in_library(folders: list[str]) -> str | None:
    """What macOS keeps under ~/Library for the services and for iCloud."""
    for library, kind, provider in zip(folders, folders[1:], folders[2:], strict=False):
        if (library, kind) == ("library", "mobile documents"):
            return "iCloud"
        if (library, kind) == ("library", "cloudstorage"):
            return next((name for start, name in _PROVIDERS.items() if provider.startswith(start)), UNNAMED)
    return None


def _by_tag(path: PurePath, reparse_tag: Callable[[PurePath], int] | None) -> str | None:
    for each in (path, *path.parents) if reparse_tag else ():
        tag = reparse_tag(each) & 0xFFFFFFFF if reparse_tag else 0
        if tag == _OLD_ONEDRIVE:
            return "OneDrive"
        if tag & 0xFFFF0FFF == _CLOUD_FILES:
            return UNNAMED
    return None


@dataclass(frozen=True, slots=True)
class MovedNote:
    """What a note says of where the office file went, who moved it, and when."""

    to: Path
    who: str
    at: datetime


def moved_note(path: Path) -> Path:
    """Where the note lies that says this office file was moved."""
    return path.with_name(f"{path.name}.moved.txt")


def leave_moved_note(path: Path, to: Path, who: str, at: datetime) -> bool:
    """Leave a note in the old place, for people and for the desk; False when none can be left. `at` has its zone."""
    target = str(to.absolute())
    if not _shows_whole(target):  # a name with a line break in it would write lines of its own
        return False
    note = moved_note(path)
    half = note.with_name(f"{note.name}.{secrets.token_hex(4)}")
    words = (
        "The office file that was in this folder has been moved. Open it in its new place.\n\n"
        f"Moved to: {target}\nMoved by: {one_line(who, 60)}\nMoved on: {at.strftime(_WHEN)}\n\n"
        "Delete this note when everybody has found the file.\n"
    )
    try:
        with half.open("x", encoding="utf-8", newline="\r\n") as file:
            file.write(words)
        half.replace(note)
    except (OSError, UnicodeEncodeError):
        with suppress(OSError):
            half.unlink(missing_ok=True)
        return False
    return True


def moved_to(path: Path) -> MovedNote | None:
    """What the note says, None when there is none that can be read.

    Anybody who may write in the folder can have written it: show it and let the person decide; never open the place it
    names unasked.
    """
    note = moved_note(path)
    try:
        if not note.is_file():  # reading from a pipe would never end
            return None
        with note.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        lines = dict(line.split(": ", 1) for line in raw.decode("utf-8-sig").splitlines() if line.startswith("Moved "))
        to, who, at = Path(lines["Moved to"]), lines["Moved by"], datetime.strptime(lines["Moved on"], _WHEN)
    except (OSError, ValueError, KeyError):
        return None
    if len(raw) > _LARGEST or not to.is_absolute() or not _shows_whole(lines["Moved to"]):
        return None
    return MovedNote(to, one_line(who, 60) or "somebody", at)


def _shows_whole(text: str) -> bool:
    """Whether a person who reads it on one line sees all of it, and in its own order."""
    return len(text.splitlines()) == 1 and not any(unicodedata.category(letter)[0] == "C" for letter in text)
