"""The rows of the storm: what is done to the desks in each, and when it counts as shown."""

from __future__ import annotations

import contextlib
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.door import Office, make_office
from app.who import Who
from tests.storm import proof
from tests.storm.crowd import Crowd
from tests.storm.laptop import Laptop, laptops
from tests.storm.results import NotShown, Result
from tests.storm.server import Server
from tests.storm.verdict import Verdict, judge
from tests.storm.worker import add_records

DESKS = 8
RECORDS = 6
JO = Who("Jo", "LAPTOP-1")


def local(place: Path, seconds: float) -> Result:
    """Eight desks on a folder of this machine, killed at random."""
    path = place / "Office.opcc"
    crowd = Crowd([path] * DESKS, place / "logs", seconds, new_office(path), kill_every=(0.3, 2.5))
    crowd.run()
    result = Result(1, "8 desks, local folder", f"{crowd.kills} kill -9", judge(path, crowd.saves()))
    _expect_kills(result, crowd)
    return result


def shared(place: Path, seconds: float) -> Result:
    """The same through real SMB: eight laptops, one server."""
    with office_on_a_server(place) as (server, records):
        own = [Laptop(place / f"laptop-{number}", server.port) for number in range(DESKS)]
        with laptops(*own):
            notes, missing = proof.of_locks(server, own[0], own[1])
            watch = proof.Watch(server)
            crowd = Crowd(
                [one.office for one in own], place / "logs", seconds, records, (0.0, 0.3), kill_every=(0.5, 4.0)
            )
            crowd.run(watch.look)
        verdict = judge(server.share / "Office.opcc", crowd.saves())
    result = Result(2, "8 desks, real SMB", f"{crowd.kills} kill -9", verdict, [*notes, watch.words()], missing)
    _expect_kills(result, crowd)
    return result


def restarts(place: Path, seconds: float) -> Result:
    """The server killed and started again, three times, while everybody saves."""
    with office_on_a_server(place) as (server, records):
        own = [Laptop(place / f"laptop-{number}", server.port) for number in range(DESKS)]
        due = [seconds * share for share in (0.2, 0.45, 0.7)]
        killed = 0

        def meanwhile(passed: float) -> None:
            nonlocal killed
            if due and passed > due[0]:
                due.pop(0)
                server.kill()
                killed += 1
                time.sleep(random.uniform(0.2, 3.0))
                server.start()

        with laptops(*own):
            crowd = Crowd([one.office for one in own], place / "logs", seconds, records, (0.0, 0.2))
            crowd.run(meanwhile)
        verdict = judge(server.share / "Office.opcc", crowd.saves())
    result = Result(4, "Server killed under load", f"{killed} × smbd kill -9", verdict)
    result.missing += crowd.fell + ([] if killed == 3 else [f"the server was killed {killed} times"])
    _tell_ambiguous(result, crowd)
    return result


def without_locks(place: Path, seconds: float) -> Result:
    """The control: locks that do nothing. Something has to break, or the storm cannot be believed."""
    with office_on_a_server(place) as (server, records):
        own = [Laptop(place / f"laptop-{number}", server.port, locking=False) for number in range(DESKS)]
        with laptops(*own):
            paths = [one.office for one in own]
            crowd = Crowd(paths, place / "logs", seconds, records, (0.0, 0.05), patience=2.0, after=4.0)
            crowd.run()
        saves = crowd.saves()
        try:
            verdict = judge(server.share / "Office.opcc", saves)
        except Exception as error:  # noqa: BLE001 - a file so broken that even the judge stumbles
            acknowledged = sum(save.acknowledged for save in saves)
            verdict = Verdict(acknowledged, lost=acknowledged, damage=[f"{type(error).__name__}: {error}"])
    result = Result(7, "Control: no locks", "lock requests answered, not made", verdict, control=True)
    result.missing += [] if verdict.acknowledged else ["nothing was saved at all"]
    return result


def new_office(path: Path) -> tuple[str, ...]:
    """Make an office with records for everybody to change; their ids."""
    make_office(path, JO, listed=False)
    office = Office(path, JO)
    try:
        return add_records(office, RECORDS)
    finally:
        office.close()


@contextlib.contextmanager
def office_on_a_server(place: Path, server: Server | None = None) -> Iterator[tuple[Server, tuple[str, ...]]]:
    """A server that shares a new office, and the ids of its records. It is ended, whatever happens."""
    missing = [name for name in ("smbd", "smbpasswd", "smbstatus") if not shutil.which(name)]
    if missing:
        raise NotShown(f"{', '.join(missing)} is not installed here")
    if not Path("/dev/fuse").exists():
        raise NotShown("there is no /dev/fuse here")
    own = server or Server(place / "server")
    try:
        own.prepare()
        records = new_office(own.share / "Office.opcc")
        own.start()
        yield own, records
    finally:
        own.kill()


def _expect_kills(result: Result, crowd: Crowd) -> None:
    result.missing += crowd.fell + ([] if crowd.kills else ["no desk was killed"])
    _tell_ambiguous(result, crowd)


def _tell_ambiguous(result: Result, crowd: Crowd) -> None:
    saves = crowd.saves()
    found, absent = (sum(save.told == told for save in saves) for told in ("found", "absent"))
    result.notes.append(f"left open and looked up again: {found} found, {absent} not there")
    left = sum(save.open for save in saves)
    result.missing += [f"{left} saves were never looked up"] if left else []
    words = Counter(save.why for save in saves if save.told == "not saved")
    result.notes += [f"{times} × not saved, and said so: “{why}”" for why, times in words.most_common(4)]
