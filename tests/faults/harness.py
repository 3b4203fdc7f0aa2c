"""A drive that goes wrong when told to, a desk that saves on it in a process of its own, and the judge of what is left.

    with Drive(build(folder), work) as drive:                       # work / "drive" is the folder that goes wrong
        path = shutil.copyfile(office, drive.new_folder() / "office.opcc")
        said = drive.run(path, ("open",), ("rules", "sync:2-2:fail:5"), ("save", "A"), ("rules", ""), ("save", "B"))
        assert judge(path, said) == []

The desk does one act after another (tests/faults/worker.py lists them) through the app's own code, and writes down what
it was told: each save acknowledged, each refused with its error and sentence. `run` waits for it, `start` does not.

A rule is KINDS:FROM-UNTIL:ACTION[:NUMBER]; several stand with ";" between them, and the first that fits a call counts.
KINDS is `any`, or some of `open read write truncate sync unlink rename lock close look` with "+" between them; FROM and
UNTIL count the calls of these kinds since the rules were given, from 1, and UNTIL 0 is for ever. ACTION is

    fail     do nothing and answer with the errno NUMBER (5 where there is none): 5 EIO, 11 EAGAIN, 13 EACCES, 28 ENOSPC
    lost     do it and then answer with the errno, as where the reply to the client is lost
    kill     end the process before the call, as kill -9 does          killed   after it
    stop     freeze the process before the call, as a closed lid does; SIGCONT wakes it
    nothing  answer that all went well and do nothing
    slow     wait NUMBER milliseconds first
    full     ENOSPC for a write that would make its file longer        half     write half of it, then the errno

So `sync:1-0:nothing` is a drive that lies about flushing, `lock:1-0:nothing` one without locks, and `any:9-40:fail:5`
one that goes away at the ninth call and is back at the 41st.

In a process of your own: LD_PRELOAD=(what `build` made) FAULT_FOLDER=/absolute/folder, then as you like FAULT_RULES and
FAULT_LOG, or through ctypes.CDLL(None): fault_rules(text), fault_count(kind), fault_log(path),
fault_note(text), fault_clock(seconds by which the clock is fast).
tests/faults/replay.py makes disks after a power cut out of such a log.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.checking import check
from app.door import Office
from app.errors import Refused
from app.who import Who
from db.journal import Step

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
Act = tuple[str | int | float, ...]


def build(folder: Path) -> Path:
    """The shim as a library, compiled into this folder. Raises CalledProcessError where gcc cannot."""
    library = folder / "shim.so"
    flags = ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra"]
    subprocess.run(["gcc", *flags, "-o", str(library), str(HERE / "shim.c"), "-ldl"], check=True)
    return library


@dataclass(frozen=True, slots=True)
class Refusal:
    """A save that was not acknowledged: the error's class, and the sentence the person reads."""

    save: str
    error: str
    sentence: str


@dataclass(slots=True)
class Said:
    """All that a desk was told, in order, and how its process ended: 0, or minus the signal that ended it."""

    acknowledged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)
    ended: int = 0


class Run:
    """A desk at work in its own process."""

    def __init__(self, drive: Drive, pid: int, told: Path) -> None:
        self._drive = drive
        self._told = told
        self.pid = pid

    def so_far(self) -> Said:
        """What it has been told up to now."""
        said = Said()
        for line in self._told.read_text("utf-8").splitlines() if self._told.exists() else ():
            _take(json.loads(line), said)
        return said

    def wait(self) -> Said:
        """All it was told, once it has ended."""
        ended = self._drive.ask({"do": "wait", "pid": self.pid})
        said = self.so_far()
        said.ended = ended
        return said

    def wait_until_frozen(self) -> None:
        """Come back once the process has been stopped. Raises TimeoutError after 20 seconds."""
        until = time.monotonic() + 20
        while Path(f"/proc/{self.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "T":
            if time.monotonic() > until:
                raise TimeoutError("The desk was not frozen.")
            time.sleep(0.01)

    def wake(self) -> None:
        """Let a frozen process go on."""
        os.kill(self.pid, signal.SIGCONT)


def _take(line: dict[str, Any], said: Said) -> None:
    match line["told"]:
        case "acknowledged":
            said.acknowledged.append(line["save"])
        case "refused":
            said.refused.append(Refusal(line["save"], line["error"], line["sentence"]))
        case "fault":
            said.faults.append(line["trace"])
        case "counts":
            said.counts = line["counts"]
        case "answer":
            said.answers.append(line["answer"])


class Drive:
    """A folder whose calls go wrong by rule, for the desks started here and for nobody else."""

    def __init__(self, library: Path, work: Path) -> None:
        self.work = work.resolve()
        self.folder = self.work / "drive"
        self.folder.mkdir(parents=True)
        self._cases = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", self.work / "scratch.opcc"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(library), "FAULT_FOLDER": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        shutil.rmtree(self.work, ignore_errors=True)

    def new_folder(self) -> Path:
        """An empty folder on the drive."""
        self._cases += 1
        made = self.folder / f"case {self._cases}"
        made.mkdir()
        return made

    def start(self, path: Path, *acts: Act) -> Run:
        """A desk that does these acts with this office file, beginning now."""
        self._cases += 1
        told = self.work / f"told {self._cases}"
        return Run(self, self.ask({"do": "start", "path": str(path), "told": str(told), "acts": acts}), told)

    def run(self, path: Path, *acts: Act) -> Said:
        """All that a desk was told that did these acts with this office file."""
        return self.start(path, *acts).wait()

    def ask(self, what: dict[str, Any]) -> int:
        """The number that the worker answers with."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps(what) + "\n")
        asked.flush()
        answer = answered.readline()
        if not answer:
            raise RuntimeError("The process that desks are copied from has ended; what it said is in stderr.")
        return int(answer)


def judge(path: Path, *told: Said) -> list[str]:
    """What is wrong with the file, given all that was said of it; empty when it may be trusted.

    Opened by a fresh desk on a sound drive, which takes back whatever was cut off half way.
    """
    wrong = [f"a raw error reached the person: {fault}" for said in told for fault in said.faults]
    wrong += [f"stood still for a minute: {said}" for said in told if said.ended == -signal.SIGALRM]
    try:
        office = Office(path, Who("Sam", "LAPTOP-2"))
        try:
            stored = Counter(office.read(_names))
        finally:
            office.close()
        wrong += [finding.text for finding in check(path)]
    except Refused as error:
        return [*wrong, f"not opened: {error.message}"]
    wrong += _plain_sqlite(path)
    saves = {save for said in told for save in (*said.acknowledged, *(refusal.save for refusal in said.refused))}
    wrong += [f"saved twice: {save}" for save in saves if stored[save] > 1]
    return wrong + _broken_promises(set(stored), told)


def _names(session: Session) -> list[str]:
    return list(session.scalars(select(Step.name)))


def _plain_sqlite(path: Path) -> list[str]:
    """What SQLite itself finds, asked past the app."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            pages = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            references = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [f"integrity_check: {error}"]
    return [f"integrity_check: {page}" for page in pages] + [f"foreign_key_check: {row}" for row in references]


def _broken_promises(stored: set[str], told: Iterable[Said]) -> list[str]:
    wrong = []
    for said in told:
        wrong += [f"acknowledged and lost: {name}" for name in said.acknowledged if name not in stored]
        wrong += [
            f"said not to be saved, and is: {refusal}"
            for refusal in said.refused
            if refusal.error != "Unknown" and refusal.save in stored
        ]
    return wrong
