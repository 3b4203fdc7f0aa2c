"""One fault after another: the same save with a fault at its first call, at its second, and so on to its last."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from tests.faults.harness import Act, Drive, Run, judge

Fresh = Callable[[], Path]
TOGETHER = 12

FIRST: tuple[Act, ...] = (("open", 0.3),)
"""Up to the first save into a file, which makes the journal."""
LATER: tuple[Act, ...] = (("open", 0.3), ("save", "before"))
"""Up to a save that finds the journal there."""

CHANGING = "open+write+truncate+sync+unlink"
"""The calls between which a file looks different to whoever comes next."""


SAVE: Act = ("save", "A")
GROWING: Act = ("many", "A", 12)
"""A save after which the file is longer."""


def calls(drive: Drive, path: Path, kinds: str, *acts: Act, save: Act = SAVE) -> int:
    """How many calls of these kinds the save makes on a sound drive, after these acts."""
    counts = drive.run(path, *acts, ("rules", ""), save, ("counts",)).counts
    return sum(counts[kind] for kind in (counts if kinds == "any" else kinds.split("+")))


def sweep(
    drive: Drive, fresh: Fresh, kinds: str, fault: str, *acts: Act, save: Act = SAVE, every: int = 1
) -> dict[int, list[str]]:
    """What was wrong after this fault at call N of a save, for each N; nothing where all may be trusted.

    The save comes after these acts. `fault` is an action, or the number of calls it lasts for and an action. Once the
    drive is sound again the same desk has to be able to go on, or where the fault ended it another one.
    """
    lasts, _, action = fault.rpartition(" calls ")

    def begin(n: int) -> tuple[Path, Run]:
        path, rule = fresh(), f"{kinds}:{n}-{n + int(lasts or 1) - 1}:{action}"
        return path, drive.start(path, *acts, ("rules", rule), save, ("rules", ""), ("save", "then"))

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        told = [said] if not said.ended else [said, drive.run(path, ("open",), ("save", "then"))]
        found = judge(path, *told)
        if "then" not in told[-1].acknowledged:
            found.append(f"no save after it: {told[-1].refused}")
        return found

    return in_turn(range(1, calls(drive, fresh(), kinds, *acts, save=save) + 1, every), begin, end)


def in_turn(
    numbers: Iterable[int], begin: Callable[[int], tuple[Path, Run]], end: Callable[[Path, Run], list[str]]
) -> dict[int, list[str]]:
    """What `end` found wrong, by number. Some are begun together, since a desk that is refused waits a while."""
    wrong, left = {}, iter(numbers)
    while together := {n: begin(n) for n in islice(left, TOGETHER)}:
        for n, (path, run) in together.items():
            if found := end(path, run):
                wrong[n] = found
            shutil.rmtree(path.parent)
    return wrong
