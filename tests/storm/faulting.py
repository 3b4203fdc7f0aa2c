"""Row 6: two thousand faults of the drive itself, each at a random call of a save by the desk's own code."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.harness import Act, Drive, Said, build, judge
from tests.storm.results import NotShown, Result
from tests.storm.rows import new_office
from tests.storm.verdict import Verdict

FULL, MOST_SECONDS = 2000, 1200.0
SIDE_BY_SIDE = 2
_ANY = "any"
_CHANGING = "open+write+truncate+sync+unlink"
_EIO, _EAGAIN, _ENOSPC, _EHOSTDOWN = 5, 11, 28, 112
PATIENCE_SECONDS = 2.0

# what is done to which calls: a drive that says it has written what it has not is beyond any promise, so only a flush
# or a cut to size is left out without a word
FAULTS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("fail", _ANY, (_EIO, _EHOSTDOWN)),
    ("fail", "lock", (_EAGAIN,)),
    ("fail", "write+truncate", (_ENOSPC,)),
    ("lost", _CHANGING, (_EIO, _EHOSTDOWN)),
    ("half", "write", (_EIO, _ENOSPC)),
    ("kill", _CHANGING, (0,)),
    ("killed", _CHANGING, (0,)),
    ("slow", _ANY, (60,)),
    ("nothing", "sync+truncate", (0,)),
)


@dataclass(slots=True)
class _Tally:
    """What came of all the cases so far."""

    verdict: Verdict = field(default_factory=Verdict)
    actions: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)
    stop: bool = False


def faults(place: Path, seconds: float) -> Result:
    """As many faults as there is time for, two thousand in a full run."""
    try:
        library = build(place)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotShown(f"gcc does not build the shim here ({error})") from error
    office = place / "new.opcc"
    new_office(office)
    whole = seconds > 60
    until = time.monotonic() + (MOST_SECONDS if whole else seconds)
    tally = _Tally()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as both:
        share = FULL // SIDE_BY_SIDE
        drives = [place / f"drive-{number}" for number in range(SIDE_BY_SIDE)]
        running = [both.submit(_many, library, drive, office, share, until, tally) for drive in drives]
        try:
            for one in running:
                one.result()
        finally:
            tally.stop = True
    done = sum(tally.actions.values())
    result = Result(6, "Faults of the drive", f"{done} faults", tally.verdict)
    result.notes = [", ".join(f"{times} × {action}" for action, times in sorted(tally.actions.items()))]
    result.notes += tally.wrong[:5]
    result.missing = (
        [f"only {done} of {FULL} faults"] if whole and done < FULL else [] if done else ["no fault was made"]
    )
    return result


def _many(library: Path, work: Path, office: Path, number: int, until: float, tally: _Tally) -> None:
    with Drive(library, work) as drive:
        path = _fresh(drive, office)
        counts = drive.run(path, ("open",), ("rules", ""), ("save", "A"), ("counts",)).counts
        for _ in range(number):
            if tally.stop or time.monotonic() > until:
                return
            action, rule = _fault(counts)
            path = _fresh(drive, office)
            began = time.monotonic()
            acts: tuple[Act, ...] = (("rules", rule), ("save", "A"), ("rules", ""), ("save", "B"))
            told = [drive.run(path, ("open", PATIENCE_SECONDS), *acts)]
            if told[0].ended:
                told.append(drive.run(path, ("open",), ("save", "C")))
            tally.verdict.longest = max(tally.verdict.longest, time.monotonic() - began)
            _weigh(tally, path, rule, action, told)
            shutil.rmtree(path.parent, ignore_errors=True)


def _fresh(drive: Drive, office: Path) -> Path:
    return shutil.copyfile(office, drive.new_folder() / "Office.opcc")


def _fault(counts: dict[str, int]) -> tuple[str, str]:
    """A fault by chance, at one call or for as long as a drive is away."""
    action, kinds, numbers = random.choice(FAULTS)
    calls = sum(counts[kind] for kind in (counts if kinds == _ANY else kinds.split("+")))
    first = random.randint(1, max(1, calls))
    last = first if action in ("kill", "killed") or random.random() < 0.6 else first + random.randint(1, 40)
    return action, f"{kinds}:{first}-{last}:{action}:{random.choice(numbers)}"


def _weigh(tally: _Tally, path: Path, rule: str, action: str, told: list[Said]) -> None:
    found = judge(path, *told)
    with closing(sqlite3.connect(path)) as connection:
        stored = connection.execute("SELECT count(*) FROM step WHERE name IN ('A', 'B', 'C')").fetchone()[0]
    with tally.guard:
        verdict = tally.verdict
        tally.actions[action] += 1
        verdict.acknowledged += sum(len(said.acknowledged) for said in told)
        verdict.stored += stored
        for what in found:
            tally.wrong.append(f"{rule}: {what}")
            if what.startswith("acknowledged and lost"):
                verdict.lost += 1
            elif what.startswith(("said ", "saved twice")):
                verdict.doubtful += 1
            elif what.startswith("a raw error"):
                verdict.faults.append(what)
            else:
                verdict.damage.append(what)
