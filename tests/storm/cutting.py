"""Row 3: the line cut at every request of a save, before the request goes out and after the server has answered it."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.storm.journey import Log, Save, read
from tests.storm.laptop import Laptop, laptops
from tests.storm.proxy import Cut, Line
from tests.storm.results import Result
from tests.storm.rows import office_on_a_server
from tests.storm.verdict import judge
from tests.storm.worker import Desk, sit_down

MOST_REQUESTS = 400
WHOLE_SECONDS = 25.0
"""A sweep that is given so long leaves no request out, however long it takes."""
DEAD_SECONDS = 0.7
OPENING_SECONDS = 30.0
LOOKING_SECONDS = 20.0


@dataclass(slots=True)
class _Tally:
    """What was cut, and how long the colleague had to wait for a save of their own right after it.

    Of the saves that were cut and not tried again (`given_up`), some had `arrived` all the same.
    """

    cuts: int = 0
    requests: list[int] = field(default_factory=list)
    colleague: float = 0.0
    given_up: int = 0
    arrived: int = 0
    disagreed: list[str] = field(default_factory=list)


def cuts(place: Path, seconds: float) -> Result:
    """Cut at each request in turn; a short run takes only some of them."""
    with office_on_a_server(place) as (server, _):
        logs = [place / name for name in ("cut.log", "colleague.log")]
        tally = _cut_all(place, server.port, logs, seconds)
        saves = read(*logs)
        verdict = judge(server.share / "Office.opcc", saves)
    told = Counter(save.told for save in saves)
    result = Result(3, "Line cut at each request", f"{tally.cuts} cuts, before and after the request", verdict)
    result.notes = [
        f"a save is {min(tally.requests)} to {max(tally.requests)} requests",
        f"the colleague waited {tally.colleague:.1f} s at most",
        f"of {tally.given_up} cut saves that were not tried again {tally.arrived} had arrived, and were known to",
        f"of all saves {told['saved']} were acknowledged (some tried again first), {told['not saved']} said not to be "
        f"saved, {told['found']} looked up and found, {told['absent']} looked up and not there",
    ]
    result.missing = [*tally.disagreed, *([] if tally.cuts else ["nothing was cut"])]
    return result


def _cut_all(place: Path, port: int, logs: list[Path], seconds: float) -> _Tally:
    """Every request, before and after, once with the errors of Linux and once as SQLite sees them on Windows."""
    with contextlib.closing(Line("127.0.0.1", port)) as line:
        cut = [Laptop(place / "plain", line.port), Laptop(place / "windows", line.port, windows=True)]
        colleague = Laptop(place / "colleague", port)
        tally = _Tally()
        with (
            laptops(*cut, colleague),
            Log(logs[0]) as log,
            Log(logs[1]) as other_log,
            _desk(colleague, other_log) as other,
        ):
            for laptop in cut:
                for after in (False, True):
                    with _desk(laptop, log) as desk:
                        _sweep(desk, other, line, tally, after=after, seconds=seconds / 4)
        return tally


@contextlib.contextmanager
def _desk(laptop: Laptop, log: Log) -> Iterator[Desk]:
    office = sit_down(laptop.office, laptop.folder.name, time.monotonic() + OPENING_SECONDS)
    try:
        yield Desk(office, log, f"{laptop.folder.name}-{time.monotonic_ns()}")
    finally:
        office.close()


def _sweep(desk: Desk, other: Desk, line: Line, tally: _Tally, *, after: bool, seconds: float) -> None:
    """Cut a save at its first request, the next at its second, and so on until one is over before its cut."""
    desk.add()
    line.arm(None)
    began = time.monotonic()
    desk.add()
    requests = line.requests
    tally.requests.append(requests)
    # a save with a cut takes about as long as two without, and the colleague saves too
    affordable = max(6, int(seconds / max(0.15, 4 * (time.monotonic() - began))))
    step = 1 if seconds >= WHOLE_SECONDS else max(1, -(-requests // affordable))
    for number in range(1, MOST_REQUESTS, step):
        before = line.cuts
        desk.office.patience = 30.0 if (number // step) % 2 else 0.0
        line.arm(Cut(number, after, DEAD_SECONDS if (number // step) % 8 > 6 else 0.0))
        save = desk.add()
        line.arm(None)
        _ask_colleague(other, save, tally)
        fired = line.cuts - before
        tally.cuts += fired
        if fired and desk.office.patience == 0:
            tally.given_up += 1
            tally.arrived += save.told in ("saved", "found")
        if save.told == "unknown" and not desk.look_up(save, time.monotonic() + LOOKING_SECONDS):
            tally.disagreed.append(
                f"{desk.name}: cut at request {number}, the line was back and the desk could not read for "
                f"{LOOKING_SECONDS:.0f} s"
            )
            return
        if not fired:
            return


def _ask_colleague(other: Desk, save: Save, tally: _Tally) -> None:
    """A colleague saves at once, and sees the save that was cut if and only if its own desk says that it is there."""
    tally.colleague = max(tally.colleague, other.add().seconds)
    arrived = other.office.arrived(save.op_id) is not None
    if (save.told == "saved" and not arrived) or (save.told == "not saved" and arrived):
        tally.disagreed.append(f"{save.key} was said to be “{save.told}” and a colleague found otherwise")
