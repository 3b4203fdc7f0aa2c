"""What may be on a disk after a power cut: made from the log of every write and every flush that the shim kept.

A flush of a file makes its bytes certain, a flush of its folder the names in it. Whatever else was written before the
cut may have arrived or not, each write by itself, and by whole sectors of 512 bytes.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

SECTOR = 512
TIMES = 3
"""How often the dice are thrown for each place where a disk is cut."""
_HEAD = struct.Struct("=8sqqq")

Choose = Callable[[int], int]
"""Of so many sectors, or of the one whole that a change of a name or a length is, those that arrived, as bits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: `what` is c(reated), e(mptied), w(ritten), t(runcated), u(nlinked), s(ynced), n(ote)."""

    what: str
    name: str
    at: int
    data: bytes


def entries(log: Path) -> list[Entry]:
    """All of a log, in order. Names are from the folder that goes wrong."""
    raw, at, found = log.read_bytes(), 0, []
    while at < len(raw):
        what, name_size, offset, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name, data = raw[at : at + name_size].decode(), raw[at + name_size : at + name_size + size]
        at += name_size + size
        found.append(Entry(what[:1].decode(), name, offset, data))
    return found


@dataclass(frozen=True, slots=True)
class _Change:
    """Something not yet certain: a file's bytes (`w`, `t`) or a name in its folder (`c`, `u`)."""

    what: str
    file: int
    name: str
    at: int = 0
    data: bytes = b""

    @property
    def parts(self) -> int:
        """How many sectors it touches; each of them may arrive without the others."""
        return 1 if self.what != "w" else (self.at % SECTOR + len(self.data) + SECTOR - 1) // SECTOR


@dataclass(slots=True)
class Disk:
    """A disk: what is certain, and what is on its way to it. A file is a number, so that a name can be given again."""

    certain: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    pending: list[_Change] = field(default_factory=list)

    @classmethod
    def holding(cls, folder: Path, root: Path) -> Disk:
        """A disk on which all that lies in this folder is certain; names are from `root`."""
        disk = cls()
        for path in folder.iterdir():
            name = path.relative_to(root).as_posix()
            disk.names[name] = disk.seen[name] = len(disk.certain)
            disk.certain[len(disk.certain)] = path.read_bytes()
        return disk

    def take(self, entry: Entry) -> None:
        """What one line of the log does to the disk."""
        if entry.what == "s":
            self._flush(entry.name)
        elif entry.what in "ce" and entry.name not in self.seen:
            self.seen[entry.name] = number = len(self.certain)
            self.certain[number] = b""
            self.pending.append(_Change("c", number, entry.name))
        elif entry.what == "u" and entry.name in self.seen:
            self.pending.append(_Change("u", self.seen.pop(entry.name), entry.name))
        elif entry.what in "ewt" and entry.name in self.seen:
            what = "w" if entry.what == "w" else "t"
            self.pending.append(_Change(what, self.seen[entry.name], entry.name, entry.at, entry.data))

    def _flush(self, name: str) -> None:
        number = self.seen.get(name)
        for change in [*self.pending]:
            in_folder = change.what in "cu" and PurePosixPath(change.name).parent == PurePosixPath(name)
            if in_folder or (change.what in "wt" and change.file == number):
                _arrive(change, self.certain, self.names, -1)
                self.pending.remove(change)

    def after_a_cut(self, choose: Choose) -> dict[str, bytes]:
        """What is on the disk when the power is back: the bytes of each file by name."""
        certain, names = dict(self.certain), dict(self.names)
        for change in self.pending:
            _arrive(change, certain, names, choose(change.parts))
        return {name: certain[number] for name, number in names.items()}


def _arrive(change: _Change, files: dict[int, bytes], names: dict[str, int], sectors: int) -> None:
    """Do a change, as far as its sectors have arrived (as bits; all of them are -1)."""
    if not sectors:
        return
    match change.what:
        case "c":
            names[change.name] = change.file
        case "u":
            if names.get(change.name) == change.file:
                del names[change.name]
        case "t":
            files[change.file] = files[change.file][: change.at].ljust(change.at, b"\0")
        case "w":
            files[change.file] = _written(files[change.file], change, sectors)


def _written(old: bytes, change: _Change, sectors: int) -> bytes:
    new = bytearray(old.ljust(change.at, b"\0"))
    end = change.at + len(change.data)
    first = change.at // SECTOR
    for part in range(change.parts):
        if sectors >> part & 1:
            start, stop = max(change.at, (first + part) * SECTOR), min(end, (first + part + 1) * SECTOR)
            new.extend(bytes(max(0, start - len(new))))
            new[start:stop] = change.data[start - change.at : stop - change.at]
    return bytes(new)


def lost(_: int) -> int:
    """Nothing arrived that was not certain."""
    return 0


def arrived(_: int) -> int:
    """All arrived."""
    return -1


def reordered(dice: random.Random) -> Choose:
    """Some of it arrived, whatever was written first."""
    return lambda _: dice.choice((0, -1))


def torn(dice: random.Random) -> Choose:
    """Some sectors of it arrived."""
    return dice.getrandbits


@dataclass(frozen=True, slots=True)
class Image:
    """A disk after a cut: where in the log and how it was cut, its files, and what had been acknowledged by then."""

    cut: str
    files: dict[str, bytes]
    acknowledged: tuple[str, ...]


def images(disk: Disk, log: list[Entry], *, between: int, dice: random.Random) -> Iterator[Image]:
    """Disks cut before and after every flush and every note, and in one of `between` places besides."""
    acknowledged: tuple[str, ...] = ()
    for at, entry in enumerate(log):
        boundary = entry.what in "sn" or (at and log[at - 1].what in "sn")
        if boundary or dice.randrange(between) == 0:
            yield from _cut(disk, at, acknowledged, dice)
        disk.take(entry)
        if entry.what == "n":
            acknowledged += (entry.name,)
    yield from _cut(disk, len(log), acknowledged, dice)


def _cut(disk: Disk, at: int, acknowledged: tuple[str, ...], dice: random.Random) -> Iterator[Image]:
    ways: list[tuple[str, Choose]] = [("lost", lost), ("arrived", arrived)]
    ways += [("reordered", reordered(dice)), ("torn", torn(dice))] * TIMES
    seen: list[dict[str, bytes]] = []
    for way, choose in ways:
        files = disk.after_a_cut(choose)
        if files not in seen:
            seen.append(files)
            yield Image(f"{way}, at {at}, {len(seen)}", files, acknowledged)
