"""Rows 3 and 4: a call on the drive fails, or is done and its reply lost, at every point of opening and saving."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.harness import Act, Drive, Run, judge
from tests.faults.sweeps import CHANGING, FIRST, LATER, Fresh, calls, in_turn, sweep

FAULTS = pytest.mark.parametrize("fault", ["fail:5", "lost:5"], ids=["call fails", "reply is lost"])


@FAULTS
@pytest.mark.parametrize(
    ("kinds", "acts"), [(CHANGING, FIRST), ("any", LATER)], ids=["first save, changes only", "later save, every call"]
)
def test_whatever_call_of_a_save_goes_wrong_it_is_found_or_made_again_or_the_person_told(
    drive: Drive, fresh: Fresh, fault: str, kinds: str, acts: tuple[Act, ...]
) -> None:
    assert sweep(drive, fresh, kinds, fault, *acts) == {}


@FAULTS
def test_whatever_call_of_opening_goes_wrong_nothing_is_lost_and_it_can_be_opened_again(
    drive: Drive, fresh: Fresh, fault: str
) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path = fresh()
        return path, drive.start(path, ("open",), ("save", "A"), ("rules", f"any:{n}-{n}:{fault}"), ("open",))

    def end(path: Path, run: Run) -> list[str]:
        tried, again = run.wait(), drive.run(path, ("open",), ("save", "B"))
        return judge(path, tried, again) + [str(refusal) for refusal in again.refused]

    assert in_turn(range(1, calls(drive, fresh(), "any", save=("open",)) + 1), begin, end) == {}


@pytest.mark.parametrize(("away", "every"), [(4, 3), (16, 5), (150, 13)])
def test_a_drive_that_goes_away_in_a_save_and_comes_back_loses_nothing_and_the_desk_goes_on(
    drive: Drive, fresh: Fresh, away: int, every: int
) -> None:
    assert sweep(drive, fresh, "any", f"{away} calls fail:5", *LATER, every=every) == {}
