"""The note beside every backup: what it holds, who made it, and the hash of its bytes. Without it none is offered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from app.money import format_pence
from app.who import Who
from app.years import format_day
from db import whole
from db.copies import LastStep, Sums

Kind = Literal["hourly", "before upgrade", "before restore", "before move", "asked for"]
KINDS: tuple[Kind, ...] = get_args(Kind)

BACKUP, NOTE = ".opcc", ".json"
LARGEST_NOTE = 1 << 20
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it lies, why it was made, when, by whom, and what it comes to.

    `size` is in bytes, `digest` the SHA-256 of its bytes, `documents` the digests of the documents it refers to and
    `missing` how many of those could not be carried along.
    """

    path: Path
    kind: Kind
    at: datetime
    who: Who
    digest: str
    size: int
    sums: Sums
    issued: int
    documents: tuple[str, ...]
    missing: int

    @property
    def seq(self) -> int:
        """The number of its last step."""
        return self.sums.last.seq

    @property
    def order(self) -> tuple[int, int, datetime]:
        """What sorts backups of one file; a clock that was wrong does not matter unless all else is equal."""
        return self.sums.epoch, self.seq, self.at


@dataclass(frozen=True, slots=True)
class Holds:
    """What a backup holds, in words; `money` is the total of every kind of sum, in pence, by its name."""

    made: str
    last: str
    rows: int
    money: Mapping[str, int]
    issued: int
    documents: str

    @property
    def told(self) -> str:
        """The whole of it in one or two lines."""
        sums = ", ".join(f"{name} {format_pence(total)}" for name, total in self.money.items())
        papers = "1 issued paper" if self.issued == 1 else f"{self.issued:,} issued papers"
        return f"{self.rows:,} rows, {papers}, {self.documents}{f'; every entry added up: {sums}' if sums else ''}."


def contents(backup: Backup) -> Holds:
    """What it holds, in words, from its note alone."""
    sums, last = backup.sums, backup.sums.last
    count = len(backup.documents)
    documents = "no documents" if not count else "1 document" if count == 1 else f"{count:,} documents"
    if backup.missing:
        documents += f" ({backup.missing:,} of them missing)"
    return Holds(
        made=f"{moment(backup.at)} by {backup.who.name} on {backup.who.machine} ({backup.kind})",
        last=f"“{last.name}” by {last.user}, {moment(_time(last.at))}" if last.seq else "nothing was saved in it yet",
        rows=sum(sums.rows.values()),
        money={_plain(name): total for name, total in sums.money.items() if total},
        issued=backup.issued,
        documents=documents,
    )


def moment(at: datetime) -> str:
    """A time as people here read it."""
    local = at.astimezone()
    return f"{format_day(local.date())} {local:%H:%M}"


def note_of(path: Path) -> Path:
    """Where the note of the backup at `path` lies."""
    return path.with_name(path.name.removesuffix(BACKUP) + NOTE)


def write_note(backup: Backup) -> None:
    """Write the note beside the backup, whole or not at all. Raises OSError."""
    sums, last = backup.sums, backup.sums.last
    note = {
        "kind": backup.kind,
        "at": backup.at.isoformat(),
        "who": _clean(backup.who.name),
        "machine": _clean(backup.who.machine),
        "app": _clean(backup.who.app),
        "sha256": backup.digest,
        "size": backup.size,
        "schema": sums.schema,
        "dataset": sums.dataset,
        "epoch": sums.epoch,
        "seq": last.seq,
        "hash": last.hash,
        "last": {"name": _clean(last.name), "user": _clean(last.user), "at": last.at},
        "rows": dict(sums.rows),
        "money": dict(sums.money),
        "issued": backup.issued,
        "documents": list(backup.documents),
        "missing": backup.missing,
    }
    content = json.dumps(note, ensure_ascii=False, indent=1).encode()
    whole.write(note_of(backup.path), content)


def read_note(note: Path) -> Backup | None:
    """The backup this note is of; None where the note is none, or no such file of that size lies beside it.

    A note may have been written by anybody who can write the folder: it names no path, and its words go to a screen.
    """
    path = note.with_name(note.name.removesuffix(NOTE) + BACKUP)
    try:
        if note.is_symlink() or path.is_symlink() or not path.is_file() or note.stat().st_size > LARGEST_NOTE:
            return None
        backup = _backup(path, json.loads(note.read_bytes()))
        return backup if path.stat().st_size == backup.size else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _backup(path: Path, note: Any) -> Backup:
    last = note["last"]
    at = datetime.fromisoformat(_text(note["at"]))
    return Backup(
        path=path,
        kind=KINDS[KINDS.index(note["kind"])],
        at=at if at.utcoffset() == timedelta() else _refuse("at"),
        who=Who(_text(note["who"]), _text(note["machine"]), _text(note["app"])),
        digest=_hex(note["sha256"]),
        size=_count(note["size"]),
        sums=Sums(
            _count(note["schema"]),
            _text(note["dataset"]),
            _count(note["epoch"]),
            LastStep(
                _count(note["seq"]),
                _hex(note["hash"]),
                _text(last["name"]),
                _text(last["user"]),
                _moment(last["at"]) if note["seq"] else "",
            ),
            {_text(table): _count(rows) for table, rows in note["rows"].items()},
            {_text(column): _whole(total) for column, total in note["money"].items()},
        ),
        issued=_count(note["issued"]),
        documents=tuple(_hex(digest) for digest in note["documents"]),
        missing=_count(note["missing"]),
    )


def _refuse(what: str) -> Any:
    raise ValueError(what)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError("text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 1 << 63:
        raise ValueError("number")
    return value


def _count(value: Any) -> int:
    return _whole(value) if value >= 0 else _refuse("count")


def _hex(value: Any) -> str:
    if len(_text(value)) != 64 or set(value) - set("0123456789abcdef"):
        raise ValueError("hash")
    return str(value)


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else _refuse("time")


def _moment(value: Any) -> str:
    _time(_text(value))
    return str(value)


def _clean(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST_TEXT]


def _plain(column: str) -> str:
    """What a sum is of: `payment.amount_pence` is payment, `income.expected_pence` is income (expected)."""
    table, _, name = column.partition(".")
    kind = name.removesuffix("_pence").replace("_", " ")
    return table.replace("_", " ") + ("" if kind == "amount" else f" ({kind})")
