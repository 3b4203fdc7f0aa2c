"""Row 5: the lid closed with the lock held. The line goes down and nobody tells the server."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy.orm import Session

from app.filestate import Waiting
from tests.storm.journey import Log, read
from tests.storm.laptop import Laptop, laptops
from tests.storm.locks import PENDING, RESERVED
from tests.storm.network import SERVER_ADDRESS, Cable, cable
from tests.storm.results import Result
from tests.storm.rows import office_on_a_server
from tests.storm.server import Server
from tests.storm.verdict import judge
from tests.storm.worker import Desk, add, sit_down

LONG_SECONDS, SHORT_SECONDS = (25.0, 45.0), (12.0,)
IN_THE_WAY_SECONDS = 3.0
OPENING_SECONDS = 30.0
WAKING_SECONDS = 150.0
"""How long the sleeper may need, once the line is back, until it has been told what became of its save."""
_START = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class Lid:
    """The files by which the sleeper says that it holds the lock and is told to go on, and what is locked then.

    `writing`: it is closed with the save half written, when nobody may even read; else before that.
    """

    held: Path
    go: Path
    writing: bool

    @property
    def range(self) -> int:
        """The lock that is held at that moment."""
        return PENDING if self.writing else RESERVED


@dataclass(slots=True)
class Colleague:
    """Saves while the other's lid is closed, and keeps what it is told meanwhile."""

    desk: Desk
    told: set[str] = field(default_factory=set)

    def save_until_served(self, seconds: float) -> float | None:
        """How long it took until a save was acknowledged; None when none was in so many seconds."""
        began = time.monotonic()
        self.desk.office.on_waiting = [self._told]
        while time.monotonic() - began < seconds:
            if self.desk.add().told == "saved":
                return time.monotonic() - began
        return None

    def _told(self, waiting: Waiting) -> None:
        self.told.add(waiting.why)


@dataclass(slots=True)
class Night:
    """What one closed lid needs."""

    server: Server
    line: Cable
    sleeper: Laptop
    log: Path
    result: Result

    def pass_over(self, colleague: Colleague, lid: Lid, down: float) -> None:
        """Close the lid once its lock is seen at the server, have the colleague save, open it after `down` seconds."""
        with _asleep(self.sleeper.office, self.log, lid) as sleeper:
            _wait_for(lid.held)
            held = {start for start, _ in self.server.ranges_held()}
            self._want(lid.range in held, f"the lock was not held at the server, only {sorted(held)}")
            self.line.pull()
            began = time.monotonic()
            _go_on(lid)
            served = colleague.save_until_served(down + OPENING_SECONDS)
            self._want(served is not None, "the colleague was never let in again")
            self._want(served is None or served > IN_THE_WAY_SECONDS, "the sleeper's lock was in nobody's way")
            self._want("busy" in colleague.told, "the colleague was not told why it waited")
            self.result.notes.append(f"with the line down the colleague was served after {served or 0:.0f} s")
            time.sleep(max(0.0, down - (time.monotonic() - began)))
            self.line.plug()
            sleeper.join(WAKING_SECONDS)
            self._want(sleeper.exitcode == 0, f"the sleeper did not recover ({sleeper.exitcode})")

    def _want(self, so: bool, else_missing: str) -> None:
        self.result.missing += [] if so else [else_missing]


def lids(place: Path, seconds: float) -> Result:
    """Closed once while the save is prepared, readers still free, and once while it is written, nobody let in."""
    downs = LONG_SECONDS if seconds > 60 else SHORT_SECONDS
    injected = " and ".join(f"{one:.0f} s" for one in downs)
    result = Result(5, "Line down, lock held", f"line down for {injected}")
    hold, logs = place / "lid", [place / "sleeper.log", place / "awake.log"]
    with cable() as line, _server(place, line) as server:
        sleeper = Laptop(place / "sleeper", server.port, SERVER_ADDRESS, before=line.in_laptop, hold=hold)
        awake = Laptop(place / "awake", server.port, SERVER_ADDRESS, before=line.in_server)
        night = Night(server, line, sleeper, logs[0], result)
        with laptops(sleeper, awake), Log(logs[1]) as log:
            office = sit_down(awake.office, "awake", time.monotonic() + OPENING_SECONDS)
            with contextlib.closing(office):
                for number, down in enumerate(downs):
                    go = place / f"go-{number}"
                    lid = Lid(hold.with_suffix(".held"), hold, True) if number else Lid(place / "held", go, False)
                    night.pass_over(Colleague(Desk(office, log, f"awake-{number}")), lid, down)
        result.verdict = judge(server.share / "Office.opcc", read(*logs))
    slept = [save for save in read(logs[0]) if not save.open]
    result.notes += [
        f"the sleeper was told after {save.seconds:.0f} s: {save.told} {save.why}".strip() for save in slept
    ]
    result.missing += [] if len(slept) == len(downs) else ["the sleeper was not told what became of its save"]
    return result


@contextlib.contextmanager
def _server(place: Path, line: Cable) -> Iterator[Server]:
    server = Server(place / "server", f"{SERVER_ADDRESS}/24", line.in_server)
    with office_on_a_server(place, server):
        yield server


@contextlib.contextmanager
def _asleep(office: Path, log: Path, lid: Lid) -> Iterator[BaseProcess]:
    """The sleeper's own process; ended, whatever happens."""
    if lid.writing:
        lid.go.touch()  # its bridge takes this away once the file is held exclusively, and waits
    process = _START.Process(target=_sleep, args=(office, log, lid), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()


def _sleep(path: Path, log: Path, lid: Lid) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    late = time.monotonic() + WAKING_SECONDS + max(LONG_SECONDS)

    def hold(session: Session, *, key: str) -> str:
        made = add(session, key=key)
        if not lid.writing and not lid.held.exists():
            lid.held.touch()
            _wait_for(lid.go)
        return made

    office = sit_down(path, "sleeper", time.monotonic() + OPENING_SECONDS)
    with Log(log) as own, contextlib.closing(office):
        desk = Desk(office, own, f"sleeper-{lid.range}")
        save = desk.add(hold)
        if save.told == "unknown":
            desk.look_up(save, late)


def _go_on(lid: Lid) -> None:
    """The lid is closed: what the sleeper does from now on does not reach the server."""
    if lid.writing:
        lid.held.unlink()
    else:
        lid.go.touch()


def _wait_for(path: Path) -> None:
    until = time.monotonic() + OPENING_SECONDS
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{path.name} did not appear")
        time.sleep(0.02)
