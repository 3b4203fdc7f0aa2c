"""Runs the rows of the storm and prints their table: python -m tests.storm [ROW ...] [--quick] [--minutes M]."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.storm import cutting, faulting, rows, sleeping
from tests.storm.results import NotShown, Result, table, words

Row = Callable[[Path, float], Result]

# each row, and the part of --minutes it takes; a row that has a given number of things to do may take longer
ROWS: dict[int, tuple[str, Row, float]] = {
    1: ("8 desks, local folder", rows.local, 1.0),
    2: ("8 desks, real SMB", rows.shared, 0.4),
    3: ("Line cut at each request", cutting.cuts, 0.5),
    4: ("Server killed under load", rows.restarts, 0.15),
    5: ("Line down, lock held", sleeping.lids, 0.15),
    6: ("Faults of the drive", faulting.faults, 0.15),
    7: ("Control: no locks", rows.without_locks, 0.04),
}
FULL_MINUTES, QUICK_MINUTES = 10.0, 0.25
SHORTEST_SECONDS = 12.0


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 0 when every row was shown."""
    parser = argparse.ArgumentParser(prog="dev.py storm", description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, metavar="ROW", help="all, unless some are named by number")
    parser.add_argument("--quick", action="store_true", help="a minute or two in all, to see that it runs")
    parser.add_argument("--minutes", type=float, help=f"how long row 1 takes; the others follow it ({FULL_MINUTES:g})")
    given = parser.parse_args(arguments)
    if not ROWS.keys() >= set(given.rows):
        parser.error(f"the rows are {', '.join(map(str, ROWS))}")
    minutes = given.minutes or (QUICK_MINUTES if given.quick else FULL_MINUTES)
    for ending in (signal.SIGINT, signal.SIGTERM):  # ended from outside, it clears up as after Ctrl+C
        signal.signal(ending, signal.default_int_handler)
    results: list[Result] = []
    try:
        results.extend(_run(number, minutes) for number in given.rows or ROWS)
    except KeyboardInterrupt:
        print("Stopped; everything that was started has been taken down.")
        return 130
    print("\n" + table(results))
    return 0 if all(one.shown for one in results) else 1


def _run(number: int, minutes: float) -> Result:
    name, row, part = ROWS[number]
    seconds = max(SHORTEST_SECONDS, minutes * 60 * part)
    print(f"--- {number}. {name}", flush=True)
    began = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="storm-"))
    try:
        result = row(place, seconds)
    except NotShown as why:
        result = Result(number, name, "–", missing=[str(why)])
    except Exception as error:  # noqa: BLE001 - one row that fails is said, and the next is run
        traceback.print_exc()
        result = Result(number, name, "–", missing=[f"the row failed: {type(error).__name__}: {error}"])
    finally:
        _clear(place)
    print(f"    {'shown' if result.shown else 'NOT SHOWN'} after {time.monotonic() - began:.0f} s", flush=True)
    print(f"    {words(result)}", flush=True)
    return result


def _clear(place: Path) -> None:
    """Remove the row's folder, unless something is still mounted in it: then its files are not ours alone."""
    mounted = Path("/proc/mounts").read_text("utf-8") if Path("/proc/mounts").exists() else ""
    if os.fspath(place) not in mounted:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
