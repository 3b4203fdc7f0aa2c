"""Row 9: the drive is full at any write of a save."""

from __future__ import annotations

from pathlib import Path

from tests.faults.harness import Drive, Run, judge
from tests.faults.sweeps import LATER, Fresh, calls, in_turn, sweep

FULL = (
    "The shared drive is full. Nothing was changed; what you typed is kept on this laptop. Ask IT to make room on it."
)


def test_a_full_drive_is_named_and_nothing_is_changed(drive: Drive, fresh: Fresh) -> None:
    path = fresh()
    said = drive.run(path, *LATER, ("rules", "write:1-0:full"), ("many", "A", 300), ("rules", ""), ("save", "B"))
    assert [one.sentence for one in said.refused] == [FULL]
    assert (said.acknowledged, judge(path, said)) == (["before", "B"], [])


def test_whatever_write_finds_the_drive_full_the_save_is_taken_back_and_said_to_be(drive: Drive, fresh: Fresh) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path = fresh()
        full = ("rules", f"write:{n}-{n}:fail:28")
        return path, drive.start(path, *LATER, full, ("save", "A"), ("rules", ""), ("save", "B"))

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        wrong = judge(path, said) + [one.sentence for one in said.refused if one.sentence != FULL]
        return wrong if said.acknowledged == ["before", "B"] else [*wrong, f"acknowledged: {said.acknowledged}"]

    assert in_turn(range(1, calls(drive, fresh(), "write", *LATER) + 1), begin, end) == {}


def test_a_write_done_by_half_before_the_drive_is_full_is_taken_back(drive: Drive, fresh: Fresh) -> None:
    assert sweep(drive, fresh, "write", "half:28", *LATER) == {}


def test_a_drive_that_stays_full_from_any_write_on_loses_nothing(drive: Drive, fresh: Fresh) -> None:
    assert sweep(drive, fresh, "write", "999 calls fail:28", *LATER, every=3) == {}
