"""Several desks at once, each in a process of its own, killed and replaced while they save."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.storm.journey import Save, read
from tests.storm.worker import AFTER_SECONDS, Orders, work

_START = multiprocessing.get_context("forkserver")
_START.set_forkserver_preload(["tests.storm.worker"])
_LOOK_SECONDS = 0.05


@dataclass(slots=True)
class Crowd:
    """Desks at these offices (one file, seen from as many laptops), for so many seconds."""

    offices: Sequence[Path]
    logs: Path
    seconds: float
    records: tuple[str, ...]
    think: tuple[float, float] = (0.0, 0.03)
    patience: float = 30.0
    after: float = AFTER_SECONDS
    kill_every: tuple[float, float] | None = None
    """How many seconds lie between two kills, at least and at most; None for no kills."""
    kills: int = field(default=0, init=False)
    fell: list[str] = field(default_factory=list, init=False)
    _lives: int = field(default=0, init=False)
    _desks: list[BaseProcess] = field(default_factory=list, init=False)
    _until: float = field(default=0.0, init=False)

    def run(self, meanwhile: Callable[[float], None] = lambda passed: None) -> None:
        """Have them save until the time is up; `meanwhile` is called about twenty times a second."""
        self.logs.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        self._until = began + self.seconds
        try:
            self._desks = [self._start(number) for number in range(len(self.offices))]
            next_kill = self._next_kill()
            while time.monotonic() < self._until:
                meanwhile(time.monotonic() - began)
                if time.monotonic() > next_kill:
                    self._kill(random.randrange(len(self._desks)))
                    next_kill = self._next_kill()
                self._replace_fallen()
                time.sleep(_LOOK_SECONDS)
            self._wait()
        finally:
            for desk in self._desks:
                desk.kill()
            for desk in self._desks:
                desk.join(20)

    def saves(self) -> list[Save]:
        """Every save of all of them, and what was said of it."""
        return read(*(self._log(number) for number in range(len(self.offices))))

    def _log(self, number: int) -> Path:
        return self.logs / f"desk-{number}"

    def _start(self, number: int) -> BaseProcess:
        self._lives += 1
        orders = Orders(
            number,
            self._lives,
            self.offices[number],
            self._log(number),
            self._until,
            self.records,
            self.think,
            patience=self.patience,
            after=self.after,
        )
        desk = _START.Process(target=work, args=(orders,), daemon=True)
        desk.start()
        return desk

    def _next_kill(self) -> float:
        if self.kill_every is None:
            return self._until + 1
        return time.monotonic() + random.uniform(*self.kill_every)

    def _kill(self, number: int) -> None:
        desk = self._desks[number]
        desk.kill()
        desk.join(20)
        self.kills += 1
        self._desks[number] = self._start(number)

    def _replace_fallen(self) -> None:
        for number, desk in enumerate(self._desks):
            if desk.exitcode is not None and time.monotonic() < self._until:
                if desk.exitcode:
                    self.fell.append(f"desk {number} ended by itself ({desk.exitcode})")
                self._desks[number] = self._start(number)

    def _wait(self) -> None:
        """Let each finish; one killed at the last moment leaves its save open, and one more desk looks it up."""
        until = time.monotonic() + self.after
        for desk in self._desks:
            desk.join(max(0.1, until - time.monotonic()))
        for number, desk in enumerate(self._desks):
            if desk.exitcode != 0 or any(save.open for save in read(self._log(number))):
                self.fell += [] if desk.exitcode == 0 else [f"desk {number} did not finish ({desk.exitcode})"]
                desk.kill()
                desk.join(20)
                self._desks[number] = self._start(number)
        for desk in self._desks:
            desk.join(max(0.1, until + self.after / 2 - time.monotonic()))
