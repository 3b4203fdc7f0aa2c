"""A record as it is told, on the screen and on paper alike: facts read down, short tables, words, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.history import Entry
from app.listing import Listing

Tone = Literal["ok", "warn", "bad", "mute"]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: facts as (label, value), a table, or words; what it lacks is left out.

    `totalled` adds the table up; `opens` is what Enter on one of its rows does. One that is `wide` takes the whole
    width where sections stand in columns.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    table: Listing | None = None
    totalled: bool = False
    words: tuple[str, ...] = ()
    opens: str = ""
    wide: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.facts or self.words or (self.table is not None and self.table.lines))


@dataclass(frozen=True, slots=True)
class Notice:
    """What needs settling: a bold sentence, the rest, and the words of the one link, which does `action`."""

    what: str
    more: str = ""
    link: str = ""
    action: str = ""
    tone: Tone = "warn"


@dataclass(frozen=True, slots=True)
class Told:
    """A whole record, in the order it is read."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...] = ()
    history: tuple[Entry, ...] = ()


def facts(title: str, *pairs: tuple[str, str]) -> Part:
    """A section of facts, those without a value left out."""
    return Part(title, facts=tuple(pair for pair in pairs if pair[1]))


def without_empty(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The sections that have something to tell."""
    return tuple(part for part in parts if not part.is_empty)
