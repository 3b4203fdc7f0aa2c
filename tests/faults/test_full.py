"""Row 9: the drive is full at any write of a save."""

from __future__ import annotations

from tests.faults.harness import Drive, judge
from tests.faults.sweeps import LATER, Fresh, calls, sweep


def test_a_full_drive_is_named_and_nothing_is_changed(drive: Drive, fresh: Fresh) -> None:
    path = fresh()
    said = drive.run(path, *LATER, ("rules", "write:1-0:full"), ("many", "A", 300), ("rules", ""), ("save", "B"))
    assert said.refused[0].sentence.startswith("The shared drive is full")
    assert (said.acknowledged, judge(path, said)) == (["before", "B"], [])


def test_whatever_write_finds_the_drive_full_the_save_is_taken_back_and_said_to_be(drive: Drive, fresh: Fresh) -> None:
    wrong = {}
    for n in range(1, calls(drive, fresh(), "write", *LATER) + 1):
        path = fresh()
        full = ("rules", f"write:{n}-{n}:fail:28")
        said = drive.run(path, *LATER, full, ("save", "A"), ("rules", ""), ("save", "B"))
        sentences = [refusal.sentence for refusal in said.refused]
        found = judge(path, said)
        full_said = all(sentence.startswith("The shared drive is full") for sentence in sentences)
        if found or not full_said or "B" not in said.acknowledged:
            wrong[n] = (found, said)
    assert wrong == {}


def test_a_write_done_by_half_before_the_drive_is_full_is_taken_back(drive: Drive, fresh: Fresh) -> None:
    assert sweep(drive, fresh, "write", "half:28", *LATER) == {}


def test_a_drive_that_stays_full_from_any_write_on_loses_nothing(drive: Drive, fresh: Fresh) -> None:
    wrong = {}
    for n in range(1, calls(drive, fresh(), "write", *LATER) + 1, 3):
        path = fresh()
        said = drive.run(path, *LATER, ("rules", f"write:{n}-0:fail:28"), ("save", "A"), ("rules", ""), ("save", "B"))
        found = judge(path, said)
        if found or "B" not in said.acknowledged:
            wrong[n] = (found, said)
    assert wrong == {}
