"""Taking a folder of returned files, whatever they are: how many stand how, and each in its turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from app.grants.form import BadCell, Change
from app.progress import Progress


class Planned(Protocol):
    """What taking one file would do."""

    @property
    def name(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def late(self) -> str: ...
    @property
    def can_take(self) -> bool: ...
    @property
    def problems(self) -> tuple[BadCell, ...]: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    @property
    def notices(self) -> tuple[str, ...]: ...


P = TypeVar("P", bound=Planned)
K = TypeVar("K", bound=str)
T = TypeVar("T")


def told(one: Planned) -> tuple[str, ...]:
    """What is wrong with a file, what it would change, and what is to be known of it: a sentence for each."""
    changed = (f"{each.label}: {each.was or 'nothing'} becomes {each.becomes or 'nothing'}." for each in one.changes)
    return (*(each.sentence(one.name) for each in one.problems), *changed, *one.notices)


def counted(files: Sequence[Planned], outcomes: Mapping[K, str]) -> str:
    """How many files of each outcome there are, by its words, and how many of those to be taken are late: in a line."""
    many = {key: sum(one.outcome == key for one in files) for key in outcomes}
    said = [f"{count:,} {outcomes[key].lower()}" for key, count in many.items() if count]
    late = sum(bool(one.late) for one in files if one.can_take)
    return ", ".join([*said, *([f"{late:,} of them late"] if late else [])])


def take_each(files: Sequence[P], take: Callable[[P], T], progress: Progress | None = None) -> tuple[T, ...]:
    """Take every file that can be, one after the other; what became of each.

    Raises Stopped between two files: those before it stay.
    """
    tell, found = progress or Progress(), []
    waiting = [one for one in files if one.can_take]
    for at, one in enumerate(waiting):
        tell.step(at, len(waiting), f"Taking {one.name}")
        found.append(take(one))
    tell.step(len(waiting), len(waiting), "Taken")
    return tuple(found)
