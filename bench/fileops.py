"""How many file operations opening, looking for changes and saving cost, beside bare sqlite3 doing the same statements.

Reads, writes, syncs and locks on the drive are counted by the shim of tests/faults. The statements of the desk are
written down as SQLite meets them, and done again by bare sqlite3 on a copy of the same file over the same connections.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Row
from db import connection

KINDS = ("read", "write", "sync", "lock")
MOST = 1.1
SAVES = 5
PHASES = {
    "open": "open an office file",
    "poll": "look for changes, none",
    "news": "look for changes, one",
    "save": "save",
}
Counts = dict[str, int]


def measure() -> list[Row]:
    """A line for each phase; its figures are operations, not milliseconds."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        return [Row("file operations", None, 0, notes=("not counted: that needs Linux and gcc",))]
    from tests.faults.harness import build

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        drive = folder / "drive"
        drive.mkdir()
        environment = {**os.environ, "LD_PRELOAD": str(build(folder)), "FAULT_FOLDER": str(drive)}
        done = subprocess.run(
            [sys.executable, "-m", "bench.fileops", str(drive)],
            env=environment,
            capture_output=True,
            check=True,
            text=True,
        )
    return [_row(PHASES[phase], ours, bare) for phase, (ours, bare) in json.loads(done.stdout).items()]


def _row(what: str, ours: Counts, bare: Counts) -> Row:
    mine, least = sum(ours.values()), sum(bare.values())
    told = ", ".join(f"{ours[kind]} {kind}s ({bare[kind]})" for kind in KINDS)
    return Row(
        f"{what}: file operations, not ms",
        mine,
        1,
        "the same statements by bare sqlite3",
        least,
        f"ratio <= {MOST}",
        mine <= MOST * least,
        (f"ours (bare): {told}",),
    )


class _Shim:
    """The counting library this process was started with."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)

    def count(self, work: Callable[[], object]) -> Counts:
        """What doing it costs, by kind."""
        self._library.fault_rules(b"")
        work()
        return {kind: int(self._library.fault_count(kind.encode())) for kind in KINDS}


Said = tuple[str, str]
"""Which connection, reader or writer and its number, and what was said on it; it says `open` and `close` too."""


class _Noted(sqlite3.Connection):
    """A connection that writes down what it is told, under its name."""

    said: list[Said]
    name: str

    def close(self) -> None:
        self.said.append((self.name, "close"))
        super().close()


@contextmanager
def _noting(said: list[Said]) -> Iterator[None]:
    """Every connection of the desk writes its statements into `said`, expanded, as SQLite meets them."""
    plain, numbers = connection.connect, iter(range(1_000_000))

    def connect(path: Path, mode: connection.Mode, *, writer: bool) -> sqlite3.Connection:
        name = f"{'writer' if writer else 'reader'} {next(numbers)}"
        opened = sqlite3.connect(
            connection.uri_of(path, mode),
            isolation_level=None,
            check_same_thread=False,
            uri=True,
            timeout=2.0,
            factory=_Noted,
        )
        opened.said, opened.name = said, name
        said.append((name, "open"))
        opened.set_trace_callback(lambda sql: None if sql.startswith("--") else said.append((name, sql)))
        for line in connection.EVERY + (connection.WRITER if writer else ()):
            opened.execute(line).fetchall()
        return opened

    connection.connect = connect
    try:
        yield
    finally:
        connection.connect = plain


class _Bare:
    """Bare sqlite3, doing what was said on connections of the same names."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: dict[str, sqlite3.Connection] = {}

    def do(self, said: list[Said]) -> None:
        """Say the same again."""
        for name, sql in said:
            if sql == "open":
                uri = connection.uri_of(self._path, "rw")
                self._open[name] = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=2.0)
            elif sql == "close":
                self._open.pop(name).close()
            else:
                self._open[name].execute(sql).fetchall()


def _counted(drive: Path) -> dict[str, tuple[Counts, Counts]]:
    from app.door import Office
    from app.examples import make_example
    from app.funds import lines
    from app.money import Pence
    from app.who import Who

    ours, bare = drive / "ours.opcc", drive / "bare.opcc"
    make_example(ours, "devon-cornwall")
    sam = Office(ours, Who("Sam", "LAPTOP-2"))
    budget_id = next(one.id for line in sam.read(lines.lines) for year, one in line.budgets.items() if year == 2019)
    revised = iter(range(1, 1_000))

    def revise(office: Office) -> Callable[[], object]:
        amount = Pence(10_000_000_00 + next(revised))
        return lambda: office.write("Change a budget", lines.revise, budget_id, amount=amount, reason="Measured")

    revise(sam)()  # the journal that stays is there from now on
    shutil.copyfile(ours, bare)
    shutil.copyfile(ours.with_name(f"{ours.name}-journal"), bare.with_name(f"{bare.name}-journal"))
    shim, said, other = _Shim(), list[Said](), _Bare(bare)
    found: dict[str, tuple[Counts, Counts]] = {}
    held: list[Office] = []

    def beside(phase: str, work: Callable[[], object]) -> None:
        said.clear()
        mine = shim.count(work)
        told = list(said)
        found[phase] = mine, shim.count(lambda: other.do(told))

    def unmeasured(work: Callable[[], object]) -> None:
        said.clear()
        work()
        other.do(list(said))

    with _noting(said):
        beside("open", lambda: held.append(Office(ours, Who("Jo", "DESK-1"))))
        [jo] = held
        unmeasured(jo.poll)
        beside("poll", jo.poll)
        for _ in range(SAVES):
            unmeasured(revise(jo))
        beside("save", revise(jo))
        unmeasured(jo.poll)
        sam.close()
        someone = Office(ours, Who("Sam", "LAPTOP-2"))
        unmeasured(lambda: None)
        said.clear()
        revise(someone)()
        other.do([one for one in said if one[0].startswith("writer")])
        beside("news", jo.poll)
    return {phase: found[phase] for phase in PHASES}


def main(arguments: list[str]) -> None:
    """Count in this process, and say it as JSON."""
    print(json.dumps(_counted(Path(arguments[0]))))


if __name__ == "__main__":
    main(sys.argv[1:])
