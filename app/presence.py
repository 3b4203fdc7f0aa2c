"""Who else has the office file open, for showing and never for safety: nothing is locked or allowed by it.

Each running desk owns one small file in `<office file>.presence/` and writes only that one. Whoever reads it may be
looking at a leftover of a crash, at an old copy kept by the network, or at what somebody else put there: only the
locks and versions inside the office file decide what is saved. Everything here may block on the drive, and nothing
raises OSError.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any

from app.who import Who

BEAT_SECONDS = 45
AWAY_SECONDS = 180
DAY_SECONDS = 86_400

_LARGEST = 4096  # bytes of one file; what is longer was not written by a desk
_MOST = 200  # files looked at
_OWN = re.compile(r"([0-9a-f]{32})\.(json|tmp)")
_WIDTHS = {"user": 60, "machine": 60, "app": 30, "record_id": 80, "record": 120}
_NUMBERS = ("schema", "counter", "turn", "process")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another desk that has the file open.

    `since` is when this one was first seen saving, or at this record, by the looker's own clock; `away` when nothing
    was heard from it for three minutes; `mine` when it is the looker's own account. `record` is in words, or "".
    """

    id: str
    user: str
    machine: str
    app: str
    schema: int
    record_id: str
    record: str
    saving: bool
    since: datetime
    away: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class _Note:
    """What one presence file says, and when the server says it was written (seconds)."""

    id: str
    user: str
    machine: str
    app: str
    schema: int
    record_id: str
    record: str
    saving: bool
    counter: int
    turn: int
    process: int
    written: float

    @property
    def doing(self) -> tuple[object, ...]:
        """What `since` is counted for: this save, or else this record."""
        return ("saving", self.turn) if self.saving else ("at", self.record_id)


@dataclass(slots=True)
class _Heard:
    """What was last heard of a neighbour, by the looker's own clocks."""

    counter: int
    at: float
    doing: tuple[object, ...]
    since: datetime


def wall() -> datetime:
    """The time on this machine's clock, with its zone."""
    return datetime.now().astimezone()


class Presence:
    """This desk's own note beside the office file at `path`, and its view of the others'; made without a touch."""

    def __init__(
        self,
        path: Path,
        who: Who,
        *,
        schema: int,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = wall,
    ) -> None:
        self.id = secrets.token_hex(16)
        self._path = path
        self._folder = folder_of(path)
        self._who = who
        self._clock = clock
        self._now = now
        self._lock = RLock()
        self._says: dict[str, Any] = {
            "id": self.id,
            "user": one_line(who.name, _WIDTHS["user"]),
            "machine": one_line(who.machine, _WIDTHS["machine"]),
            "app": one_line(who.app, _WIDTHS["app"]),
            "schema": schema,
            "record_id": "",
            "record": "",
            "saving": False,
            "counter": 0,
            "turn": 0,
            "process": os.getpid(),
        }
        self._heard: dict[str, _Heard] = {}
        self._server_ahead: float | None = None  # the server's time less my own clock's, both in seconds
        self._left = False

    def beat(self) -> bool:
        """Say that this desk is still here; call it every `BEAT_SECONDS`. False when the folder cannot be written."""
        with self._lock:
            return self._write()

    def editing(self, record_id: str, words: str) -> bool:
        """Say which record is being edited, in plain words; both "" for none. False when it could not be said."""
        with self._lock:
            new = {"record_id": one_line(record_id, _WIDTHS["record_id"]), "record": one_line(words, _WIDTHS["record"])}
            return self._say(new)

    def saving(self, on: bool) -> bool:
        """Say that a save begins or has ended. False when it could not be said."""
        with self._lock:
            return self._say({"saving": on})

    def look(self) -> list[Neighbour]:
        """Everybody else, by name. Leftovers more than a day old by the server's clock are removed on the way."""
        with self._lock:
            notes = [note for note in self._others() if not self._leftover(note)]
            self._heard = {note.id: self._hear(note) for note in notes}
            return sorted(map(self._neighbour, notes), key=_by_name)

    def leave(self) -> None:
        """Take this desk's note away, and the folder when it was the last one. No beat after it writes again."""
        with self._lock:
            self._left = True
            for name in (f"{self.id}.json", f"{self.id}.tmp"):
                with suppress(OSError):
                    (self._folder / name).unlink(missing_ok=True)
            with suppress(OSError):  # somebody else is in
                self._folder.rmdir()

    def _say(self, new: dict[str, Any]) -> bool:
        if all(self._says[name] == value for name, value in new.items()):
            return not self._left
        if "saving" in new:
            self._says["turn"] += 1
        self._says.update(new)
        return self._write()

    def _write(self) -> bool:
        self._says["counter"] += 1
        if self._left:
            return False
        own, half = self._folder / f"{self.id}.json", self._folder / f"{self.id}.tmp"
        try:
            self._path.stat()  # a file that was moved away leaves no folder behind it
            _make(self._folder)
            half.write_text(json.dumps(self._says, ensure_ascii=False), encoding="utf-8")
            _replace(half, own)
            self._server_ahead = own.stat().st_mtime - self._clock()
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            return False
        return True

    def _others(self) -> Iterator[_Note]:
        for file, note in _read(self._folder):
            if file.path.stem == self.id:
                continue
            if self._server_ahead is not None and self._age(file.written) > DAY_SECONDS:
                with suppress(OSError):
                    file.path.unlink(missing_ok=True)
            elif note is not None:
                yield note

    def _leftover(self, note: _Note) -> bool:
        """Whether a crashed desk of this person on this machine left it, which is removed; a living one writes anew."""
        if (note.user, note.machine) != (self._says["user"], self._says["machine"]) or not _ended(note.process):
            return False
        with suppress(OSError):
            (self._folder / f"{note.id}.json").unlink(missing_ok=True)
        return True

    def _age(self, written: float) -> float:
        """Seconds since the file was written, both ends by the server's clock; 0 where that is not known."""
        return 0.0 if self._server_ahead is None else max(0.0, self._clock() + self._server_ahead - written)

    def _hear(self, note: _Note) -> _Heard:
        heard = self._heard.get(note.id)
        if heard is None:
            return _Heard(note.counter, self._clock() - self._age(note.written), note.doing, self._now())
        return _Heard(
            counter=note.counter,
            at=heard.at if note.counter == heard.counter else self._clock(),
            doing=note.doing,
            since=heard.since if note.doing == heard.doing else self._now(),
        )

    def _neighbour(self, note: _Note) -> Neighbour:
        heard = self._heard[note.id]
        away = self._clock() - heard.at >= AWAY_SECONDS
        return _shown(note, heard.since, away=away, account=str(self._says["user"]))


def folder_of(path: Path) -> Path:
    """Where the notes of those who have this office file open lie."""
    return path.with_name(f"{path.name}.presence")


def others(path: Path, *, own: str = "", account: str = "") -> list[Neighbour]:
    """Who has the file open, told by somebody who is not in; `own` is the id of a note to pass over.

    Without a history to go by, a note written within three minutes by the server's clock counts. Where that clock
    cannot be read, because nothing may be written there, every note of the last day by this machine's clock does.
    `account` says who is asking.
    """
    folder = folder_of(path)
    server = _server_time(folder)
    oldest = time.time() - DAY_SECONDS if server is None else server - AWAY_SECONDS
    notes = (note for _, note in _read(folder) if note is not None and note.id != own and note.written >= oldest)
    return sorted((_shown(note, wall(), away=False, account=account) for note in notes), key=_by_name)


def who_is_here(neighbours: Iterable[Neighbour]) -> str:
    """Who else is in, as one line; "" for nobody. One account is one person, and who is away is not named."""
    here = [each for each in neighbours if not each.away]
    people = list({each.user.casefold(): each.user for each in here if not each.mine}.values())
    machines = list(dict.fromkeys(each.machine for each in here if each.mine))
    lines = []
    if people:
        named = people if len(people) <= 3 else [*people[:2], f"{len(people) - 2} others"]
        lines.append(f"{_listed(named)} {'is' if len(people) == 1 else 'are'} here too.")
    if machines:
        lines.append(f"You are also in on {_listed(machines)}.")
    return " ".join(lines)


def holder(neighbours: Iterable[Neighbour]) -> Neighbour | None:
    """Who has been saving for longest, away or not, as a closed lid may hold the file; None when nobody is saving."""
    return min((each for each in neighbours if each.saving), key=lambda each: each.since, default=None)


def one_line(text: str, most: int) -> str:
    """The text on one line of at most this many letters, without control, direction or half characters."""
    line = " ".join(text[: 4 * most].split())
    return "".join(letter for letter in line if unicodedata.category(letter)[0] != "C")[:most].strip()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    written: float


def _read(folder: Path) -> list[tuple[_File, _Note | None]]:
    """Every file in the folder that has a desk's kind of name, with what it says if that can be believed."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _MOST):
                with suppress(OSError):  # it went while we were looking, or is not ours to read
                    if _OWN.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                        file = _File(folder / entry.name, entry.stat(follow_symlinks=False).st_mtime)
                        found.append((file, _note(file)))
    except OSError:
        return found
    return found


def _note(file: _File) -> _Note | None:
    """What the file says; None for one that is half-written, too long, or not a desk's. Nothing in it is trusted."""
    if file.path.suffix != ".json":
        return None
    try:
        with file.path.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
        said = json.loads(raw) if len(raw) <= _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("id") != file.path.stem or not isinstance(said.get("saving"), bool):
        return None
    texts = {name: said.get(name) for name in _WIDTHS}
    numbers = {name: said.get(name) for name in _NUMBERS}
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    if not all(type(number) is int and 0 <= number < 2**53 for number in numbers.values()):
        return None
    clean = {name: one_line(str(text), _WIDTHS[name]) for name, text in texts.items()}
    if not (clean["user"] and clean["machine"]):
        return None
    return _Note(id=file.path.stem, saving=said["saving"], written=file.written, **clean, **numbers)  # type: ignore[arg-type]


def _shown(note: _Note, since: datetime, *, away: bool, account: str) -> Neighbour:
    return Neighbour(
        id=note.id,
        user=note.user,
        machine=note.machine,
        app=note.app,
        schema=note.schema,
        record_id=note.record_id,
        record=note.record,
        saving=note.saving,
        since=since,
        away=away,
        mine=note.user.casefold() == account.casefold(),
    )


def _by_name(neighbour: Neighbour) -> tuple[str, str, str]:
    return neighbour.user.casefold(), neighbour.machine, neighbour.id


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _make(folder: Path) -> None:
    """Make the folder, open to everybody whom its parent lets in."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    with suppress(OSError):
        folder.chmod(folder.parent.stat().st_mode & 0o777)


def _replace(half: Path, own: Path) -> None:
    for _ in range(3):
        try:
            half.replace(own)
        except PermissionError:  # Windows, while a neighbour reads it
            time.sleep(0.03)
        else:
            return
    half.replace(own)


def _server_time(folder: Path) -> float | None:
    """The drive's own time in seconds, learnt from a file written there for a moment; None where none may be."""
    probe = folder / f"{secrets.token_hex(16)}.tmp"
    try:
        probe.write_bytes(b"")
        return probe.stat().st_mtime
    except OSError:
        return None
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _ended(process: int) -> bool:
    """Whether no process of this machine has this number; False where that is not certain."""
    return 0 < process < 2**31 and _has_ended(process)


if sys.platform == "win32":

    def _has_ended(process: int) -> bool:
        """Asked by a handle, as os.kill would end the process there; 87 is the system's word for no such process.

        One that has ended is still found as long as anybody holds a handle of it.
        """
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        synchronize, signalled = 0x00100000, 0
        handle = kernel.OpenProcess(synchronize, False, process)
        if not handle:
            return ctypes.get_last_error() == 87
        ended = kernel.WaitForSingleObject(handle, 0) == signalled
        kernel.CloseHandle(handle)
        return bool(ended)

else:

    def _has_ended(process: int) -> bool:
        try:
            os.kill(process, 0)
        except OSError as error:
            return isinstance(error, ProcessLookupError)
        return False
