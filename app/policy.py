"""What IT has set for this computer, how this copy was installed, and which office file the desk begins with.

Windows keeps it in its registry, which anybody may have written anything into: what cannot be used is left out and told
in Help, and the desk starts all the same. Other systems have none of it. Only `find` touches the drive, which may hang.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

POLICY_KEY = r"Software\Policies\CommissioningDesk"
INSTALLED_KEY = r"Software\CommissioningDesk"
SHARE, UPDATES, NO_CHECK, FOLDER = "SharePath", "UpdatePath", "DisableUpdateCheck", "InstallFolder"
TEXT, EXPANDED, NUMBER = 1, 2, 4
"""REG_SZ, REG_EXPAND_SZ and REG_DWORD."""
SUFFIX = ".opcc"

Way = Literal["machine", "person", "portable", "source"]
_WAYS: dict[Way, str] = {
    "machine": "for everyone on this computer",
    "person": "for one person on this computer",
    "portable": "by nobody, it runs from a folder",
    "source": "by nobody, it runs from its source",
}
# what a move or a restored backup leaves beside the file is not the office's own
_SET_ASIDE = re.compile(r" (moved|replaced|restored) \d{4}-\d\d-\d\d \d{4}( \d+)?$")
_MOVED = ".moved.txt"


class Setter(Enum):
    """Who says where the office file is, by rank; the value is how it is told, after “set by”."""

    MACHINE_POLICY = "policy for this computer"
    PERSON_POLICY = "policy for this person"
    GIVEN = "whoever started the desk with it"
    MACHINE_INSTALL = "the installer, for this computer"
    PERSON_INSTALL = "the installer, for this person"
    LAST = "whoever opened it last"

    @property
    def is_policy(self) -> bool:
        """Whether nobody but IT may decide otherwise."""
        return self in (Setter.MACHINE_POLICY, Setter.PERSON_POLICY)


SOURCES: dict[Setter, tuple[Literal["HKLM", "HKCU"], str]] = {
    Setter.MACHINE_POLICY: ("HKLM", POLICY_KEY),
    Setter.PERSON_POLICY: ("HKCU", POLICY_KEY),
    Setter.MACHINE_INSTALL: ("HKLM", INSTALLED_KEY),
    Setter.PERSON_INSTALL: ("HKCU", INSTALLED_KEY),
}
"""Where in the registry each of them writes, the highest first."""


class Value(NamedTuple):
    """What the registry holds under a name, and the number of its type."""

    content: object
    kind: int


Registry = Mapping[Setter, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A whole path that was set, and by whom. Whether there is anything at it has not been looked at."""

    path: Path
    by: Setter


@dataclass(frozen=True, slots=True)
class Managed:
    """What was set for this copy of the desk. `share` has the highest first; `ignored` says what could not be used."""

    share: tuple[Setting, ...] = ()
    update_path: Setting | None = None
    no_update_check: bool = False
    way: Way = "source"
    ignored: tuple[str, ...] = ()

    @property
    def forced(self) -> Setting | None:
        """The place of the office file where policy sets it."""
        return next((one for one in self.share if one.by.is_policy), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The file to begin with and who set it; without a `path` the person is asked, in `folder` where one is named.

    `stray` is a file the desk was started with though policy sets another; `trouble` says why the place is no use.
    """

    path: Path | None = None
    by: Setter | None = None
    stray: Path | None = None
    folder: Path | None = None
    trouble: str = ""


# what was set


def of_this_computer() -> Managed:
    """What was set here for this copy of the desk; the registry is on this computer and answers at once."""
    return managed(registry(), os.environ, program_folder())


def program_folder() -> Path | None:
    """The folder of the built program; None where the desk runs from its source."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def managed(
    found: Registry, environ: Mapping[str, str], program: PurePath | None, flavour: type[PurePath] = Path
) -> Managed:
    """What of the registry can be used. `program` is the folder of the built program, `flavour` how paths are read."""
    ignored: list[str] = []
    shares = tuple(_settings(found, SHARE, environ, flavour, ignored))
    updates = tuple(_settings(found, UPDATES, environ, flavour, ignored))
    off = next(_switches(found, ignored), False)
    return Managed(shares, next(iter(updates), None), off, _way(found, program, flavour), tuple(ignored))


def _settings(
    found: Registry, name: str, environ: Mapping[str, str], flavour: type[PurePath], ignored: list[str]
) -> Iterator[Setting]:
    for by in SOURCES:
        value = found.get(by, {}).get(name)
        if value is None or (value.content == "" and not by.is_policy):  # an installer that was told nothing
            continue
        try:
            yield Setting(Path(_path(value, environ, flavour)), by)
        except ValueError as why:
            ignored.append(_not_taken(name, by, str(why)))


def _switches(found: Registry, ignored: list[str]) -> Iterator[bool]:
    for by in (Setter.MACHINE_POLICY, Setter.PERSON_POLICY):
        value = found.get(by, {}).get(NO_CHECK)
        if value is None:
            continue
        if value.kind == NUMBER and value.content in (0, 1):
            yield value.content == 1
        else:
            ignored.append(_not_taken(NO_CHECK, by, "it is not the number 0 or 1"))


def _not_taken(name: str, by: Setter, why: str) -> str:
    hive, key = SOURCES[by]
    return f"{name} in {hive}\\{key} is not taken: {why}."


def _path(value: Value, environ: Mapping[str, str], flavour: type[PurePath]) -> str:
    """The whole path in a value. Raises ValueError with what is wrong with it."""
    if value.kind not in (TEXT, EXPANDED) or not isinstance(value.content, str):
        raise ValueError("it is not text")
    text = value.content.strip()
    if not text:
        raise ValueError("it is empty")
    if '"' in text:
        raise ValueError("it has quotation marks in it, which no path may have")
    if not text.isprintable():
        raise ValueError("it has signs in it that no path may have")
    if value.kind == EXPANDED:
        text = _expanded(text, environ)
    if not flavour(text).is_absolute() or text.startswith(("\\\\.\\", "//./")):
        raise ValueError("it is not a whole path, from the drive or the server on")
    return text


def _expanded(text: str, environ: Mapping[str, str]) -> str:
    known = {name.upper(): value for name, value in environ.items()}

    def value_of(found: re.Match[str]) -> str:
        if found[1].upper() not in known:
            raise ValueError(f"this computer has no variable %{found[1]}%")
        return known[found[1].upper()]

    return re.sub(r"%([^%\\/]+)%", value_of, text)


def _way(found: Registry, program: PurePath | None, flavour: type[PurePath]) -> Way:
    if program is None:
        return "source"
    ways: dict[Setter, Way] = {Setter.MACHINE_INSTALL: "machine", Setter.PERSON_INSTALL: "person"}
    for by, way in ways.items():
        value = found.get(by, {}).get(FOLDER)
        if value and isinstance(value.content, str) and value.content and flavour(value.content) == program:
            return way
    return "portable"


# which file to begin with


def order(what: Managed, given: Path | None, last: Path | None) -> tuple[Setting, ...]:
    """Every place the office file may be by the rank of who says so; `given` is what the desk was started with."""
    above = [one for one in what.share if one.by.is_policy]
    below = [one for one in what.share if not one.by.is_policy]
    started = [Setting(given.absolute(), Setter.GIVEN)] if given is not None else []
    before = [Setting(last, Setter.LAST)] if last is not None else []
    return (*above, *started, *below, *before)


def find(places: Sequence[Setting]) -> Found:
    """Look which file the highest place means; a folder means the office file in it. May block on the drive.

    Where several lie there, a lower place that is one of them decides; where the file was moved away, one that it was
    moved to.
    """
    if not places:
        return Found()
    first, lower = places[0], [one.path for one in places[1:]]
    found = _moved(_in_place(first, lower), places[1:])
    given = next((one.path for one in places[1:] if one.by is Setter.GIVEN), None)
    if given is None or (found.path is not None and _is_same(given, found.path)):
        return found
    return Found(found.path, found.by, given, found.folder, found.trouble)


def _in_place(place: Setting, lower: Sequence[Path]) -> Found:
    path, by = place.path, place.by
    try:
        inside = _office_files(path)
    except NotADirectoryError:
        return Found(path, by)
    except OSError:
        # what stands in the way of a file is said as it is opened
        return Found(path, by) if path.suffix.lower() == SUFFIX else Found(by=by, trouble=_unreachable(place))
    if len(inside) > 1:
        known = next((one for at in lower for one in inside if _is_same(at, one)), None)
        return Found(known, by) if known is not None else Found(by=by, folder=path)
    return Found(inside[0], by) if inside else Found(by=by, trouble=_nothing_in(place))


def _moved(found: Found, lower: Sequence[Setting]) -> Found:
    """Where it was moved to, if the person has been there: the note alone, which anybody may write, leads nobody."""
    from app.places import moved_to

    if found.path is None or os.path.exists(found.path):  # noqa: PTH110  # Path.exists raises where one may not look
        return found
    note = moved_to(found.path)
    new = next((one for one in lower if note is not None and _is_same(one.path, note.to)), None)
    return Found(new.path, new.by) if new is not None else found


def _office_files(folder: Path) -> list[Path]:
    """The office files in a folder. One that was moved away goes by its old name, which leads to the note of it."""
    with os.scandir(folder) as every:
        names = sorted(one.name for one in every if one.is_file() and not one.name.startswith((".", "~")))
    own = [name for name in names if name.lower().endswith(SUFFIX)]
    usual = [name for name in own if not _SET_ASIDE.search(name[: -len(SUFFIX)])]
    moved = [name.removesuffix(_MOVED) for name in names if name.endswith(f"{SUFFIX}{_MOVED}")]
    return [folder / name for name in usual or moved or own]


def _unreachable(place: Setting) -> str:
    return (
        f"The office file is to be in {place.path}, set by {place.by.value}, but that folder does not answer or is not "
        "there. Is the drive connected? If so, ask IT."
    )


def _nothing_in(place: Setting) -> str:
    return (
        f"The office file is to be in {place.path}, set by {place.by.value}, but there is none in that folder. Ask IT "
        "before you open or make another."
    )


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one file, as a drive letter and a server's name may be."""
    if one == other:
        return True
    with suppress(OSError):
        return one.samefile(other)
    return False


# in words


def place_in_words(what: Managed, path: Path | None) -> str:
    """Who set the place of the office file, and whether the file that is open lies there; without any folder."""
    if not what.share:
        return "nobody, so the desk begins with the file that was open last"
    place = what.share[0]
    elsewhere = path is not None and place.path not in (path, path.parent)
    return f"{place.by.value}{', and another file is open' if elsewhere else ''}"


def in_words(what: Managed, path: Path | None) -> list[str]:
    """What was set, for IT to read, a line for each. No folder is named, as they are often called after people."""
    return [
        f"Place of the office file: set by {place_in_words(what, path)}",
        f"Installed: {_WAYS[what.way]}",
        f"Folder of updates: set by {what.update_path.by.value if what.update_path else 'nobody'}"
        f"{', and looking for updates is off' if what.no_update_check else ''}",
        *what.ignored,
    ]


def way_in_words(what: Managed) -> str:
    """How this copy was installed."""
    return _WAYS[what.way]


# the registry

if sys.platform == "win32":

    def registry() -> Registry:
        """What this computer's registry holds for the desk; what cannot be read there is not there."""
        import winreg

        hives = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
        found: dict[Setter, dict[str, Value]] = {}
        for by, (hive, key) in SOURCES.items():
            with (
                suppress(OSError),
                winreg.OpenKey(hives[hive], key, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened,
            ):
                found[by] = {}
                for name in (SHARE, UPDATES, NO_CHECK, FOLDER):
                    with suppress(OSError):
                        found[by][name] = Value(*winreg.QueryValueEx(opened, name))
        return found

else:

    def registry() -> Registry:
        """Nothing: only Windows has a registry."""
        return {}
