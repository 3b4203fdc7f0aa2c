"""Rows 3 and 4: a call on the drive fails, or is done and its reply lost, at every point of opening and saving."""

from __future__ import annotations

import pytest

from tests.faults.harness import Act, Drive, judge
from tests.faults.sweeps import FIRST, LATER, Fresh, calls, sweep

FAULTS = pytest.mark.parametrize("fault", ["fail:5", "lost:5"], ids=["operation fails", "reply is lost"])
SAVES = pytest.mark.parametrize("acts", [FIRST, LATER], ids=["first save", "later save"])


@FAULTS
@SAVES
def test_whatever_operation_of_a_save_goes_wrong_it_is_taken_back_or_found_and_the_person_told_which(
    drive: Drive, fresh: Fresh, fault: str, acts: tuple[Act, ...]
) -> None:
    assert sweep(drive, fresh, "any", fault, *acts) == {}


@FAULTS
def test_whatever_operation_of_opening_goes_wrong_nothing_is_lost_and_it_can_be_opened_again(
    drive: Drive, fresh: Fresh, fault: str
) -> None:
    wrong = {}
    for n in range(1, calls(drive, fresh(), "any", save=("open",)) + 1):
        path = fresh()
        tried = drive.run(path, ("open",), ("save", "A"), ("rules", f"any:{n}-{n}:{fault}"), ("open",))
        again = drive.run(path, ("open",), ("save", "B"))
        found = judge(path, tried, again)
        if found or again.acknowledged != ["B"]:
            wrong[n] = (found, tried, again)
    assert wrong == {}


@pytest.mark.parametrize("away", [1, 4, 16, 64], ids=lambda calls: f"for {calls} calls")
def test_a_drive_that_goes_away_in_a_save_and_comes_back_loses_nothing(drive: Drive, fresh: Fresh, away: int) -> None:
    wrong = {}
    for n in range(1, calls(drive, fresh(), "any", *LATER) + 1, 4):
        path = fresh()
        gone = ("rules", f"any:{n}-{n + away - 1}:fail:5")
        said = drive.run(path, *LATER, gone, ("save", "A"), ("save", "B"), ("rules", ""), ("save", "C"))
        found = judge(path, said)
        if found or "C" not in said.acknowledged:
            wrong[n] = (found, said)
    assert wrong == {}
