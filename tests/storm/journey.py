"""What one desk was told of each of its saves, written down as it is told, in a file that outlives it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

Told = Literal["tried", "saved", "not saved", "unknown", "found", "absent", "refused", "fault"]

_OPEN = ("tried", "unknown")
"""After these nobody has said yet whether the save is in the file."""


@dataclass(slots=True)
class Save:
    """One save: its `op_id`, the key it wrote, the row it changed with the version and code seen (none for a new row).

    `told` is what was last said of it, `seconds` how long the desk took to say so, `why` its words where it failed.
    """

    op_id: str
    key: str
    row: str = ""
    version: int = 0
    code: str = ""
    told: Told = "tried"
    seconds: float = 0.0
    why: str = ""
    acknowledged: bool = False

    @property
    def open(self) -> bool:
        """Whether it still has to be looked up."""
        return self.told in _OPEN


class Log:
    """Writes down, each time in one write that is made or not made, what was said of a save."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def tried(self, save: Save) -> None:
        """It is about to be made."""
        self._write(op=save.op_id, told="tried", key=save.key, row=save.row, version=save.version, code=save.code)

    def told(self, save: Save, told: Told, seconds: float, why: str = "") -> None:
        """What was said of it."""
        save.told, save.seconds, save.why = told, seconds, why
        self._write(op=save.op_id, told=told, seconds=round(seconds, 3), why=why[:300])

    def _write(self, **line: object) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


def read(*paths: Path) -> list[Save]:
    """Every save in these logs, with what was last said of it; a line cut short is none."""
    saves: dict[str, Save] = {}
    for line in (line for path in paths for line in _lines(path)):
        if line["told"] == "tried":
            saves.setdefault(line["op"], Save(line["op"], line["key"], line["row"], line["version"], line["code"]))
        one = saves[line["op"]]
        one.told = line["told"]
        one.acknowledged = one.acknowledged or one.told == "saved"
        one.seconds, one.why = max(one.seconds, line.get("seconds", 0.0)), line.get("why", "")
    return list(saves.values())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_bytes().split(b"\n")[:-1]:
            yield json.loads(line)
