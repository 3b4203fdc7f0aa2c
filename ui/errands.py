"""What is on its way: each piece of work with how its outcome is delivered, and what is said while it is waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.workers import Name

if TYPE_CHECKING:
    from app.drafts import Draft
    from app.errors import Refused
    from app.filestate import Stated


@dataclass(eq=False)
class Errand:
    """Work on its way: how its outcome is delivered, what is said meanwhile, and the draft it saves if it is a save.

    What a `quiet` one runs into is said in the file line alone.
    """

    then: Callable[[Any], None]
    refused: Callable[[Refused], None] | None
    stated: Stated | None = None
    draft: Draft | None = None
    thread: Name = "office-file"
    quiet: bool = False
    given_up: bool = False


class Errands:
    """Those on their way, and those given up that hang in the drive and may yet come back."""

    def __init__(self) -> None:
        self._waiting: list[Errand] = []
        self._hanging: list[Errand] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, errand: Errand) -> None:
        """It is on its way."""
        self._waiting.append(errand)

    def end(self, errand: Errand) -> None:
        """It has come back, whether it was given up or not."""
        (self._hanging if errand.given_up else self._waiting).remove(errand)

    def give_up(self) -> list[Errand]:
        """Give up what is with the file: it hangs there; the others go on."""
        hanging = self.at_file()
        for one in hanging:
            one.given_up = True
        self._hanging += hanging
        self._waiting = [one for one in self._waiting if not one.given_up]
        return hanging

    def at_file(self) -> list[Errand]:
        """What waits for the office file, or is being done with it."""
        return [one for one in self._waiting if one.thread == "office-file"]

    def told(self) -> list[Stated]:
        """What is said of those that somebody waits for, the newest last."""
        return [one.stated for one in self._waiting if one.stated is not None]

    def file_is_waited_for(self) -> bool:
        """Whether somebody waits for the file's own thread."""
        return any(one.stated is not None for one in self.at_file())

    def is_saving(self) -> bool:
        """Whether a save is on its way, or hangs in the drive and may hold the file till it has come back."""
        return any(one.draft for one in self._every())

    def _every(self) -> Iterator[Errand]:
        yield from self._waiting
        yield from self._hanging
