"""Long work tells how far it is and can be stopped, without knowing who watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event


class Stopped(Exception):
    """The person stopped the work; nothing of it is kept."""


@dataclass(slots=True)
class Progress:
    """Given to a long function: call `step` between pieces. `tell(done, of, words)` is called on the working thread."""

    tell: Callable[[int, int, str], None] = lambda done, of, words: None
    stop: Event = field(default_factory=Event)

    def step(self, done: int, of: int, words: str = "") -> None:
        """Report, and raise Stopped if the person asked to stop."""
        if self.stop.is_set():
            raise Stopped
        self.tell(done, of, words)
