"""One fault after another: the same save with a fault at its first call, at its second, and so on to its last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.faults.harness import Act, Drive, judge

Fresh = Callable[[], Path]

FIRST: tuple[Act, ...] = (("open",),)
"""Up to the first save into a file, which makes the journal."""
LATER: tuple[Act, ...] = (("open",), ("save", "before"))
"""Up to a save that finds the journal there."""

CHANGING = "open+write+truncate+sync+unlink"
"""The calls between which a file looks different to whoever comes next."""


def calls(drive: Drive, path: Path, kinds: str, *acts: Act, save: Act = ("save", "A")) -> int:
    """How many calls of these kinds the save makes on a sound drive, after these acts."""
    counts = drive.run(path, *acts, ("rules", ""), save, ("counts",)).counts
    return sum(counts[kind] for kind in (counts if kinds == "any" else kinds.split("+")))


def sweep(drive: Drive, fresh: Fresh, kinds: str, fault: str, *acts: Act) -> dict[int, list[str]]:
    """What was wrong after this fault at call N of a save, for each N; nothing where all may be trusted.

    The save is the desk's own `A`, after these acts. Once the drive is sound again the same desk has to be able to go
    on, or where the fault ended it another one.
    """
    wrong = {}
    for n in range(1, calls(drive, fresh(), kinds, *acts) + 1):
        path = fresh()
        said = drive.run(
            path, *acts, ("rules", f"{kinds}:{n}-{n}:{fault}"), ("save", "A"), ("rules", ""), ("save", "B")
        )
        told = [said] if not said.ended else [said, drive.run(path, ("open",), ("save", "B"))]
        found = judge(path, *told)
        if "B" not in told[-1].acknowledged:
            found.append(f"no save after it: {told[-1].refused}")
        if found:
            wrong[n] = found
    return wrong
