"""Bringing an older file up to date is cut off at every point: it is the older file still, or the newer one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import as_of_schema_2
from tests.faults.harness import Act, Drive, Run, judge
from tests.faults.sweeps import CHANGING, Fresh, calls, in_turn

UPGRADE: Act = ("upgrade",)
MOST_POINTS = 40
OLDER = "was made by an older desk and has to be brought up to date"


@pytest.fixture
def old(fresh: Fresh) -> Fresh:
    """Puts another office of schema 2, from before people had roles, into a folder of its own on that drive."""

    def made() -> Path:
        return as_of_schema_2(fresh())

    return made


def test_wherever_bringing_a_file_up_to_date_is_cut_off_it_is_known_for_what_it_is_and_can_be_done_again(
    drive: Drive, old: Fresh
) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path = old()
        return path, drive.start(path, ("rules", f"{CHANGING}:{n}-{n}:kill"), UPGRADE)

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        then = drive.run(path, ("open", 0.3), ("save", "A"), UPGRADE, ("open",), ("save", "B"))
        refused = [one.sentence for one in then.refused if OLDER not in one.sentence]
        as_should = (then.acknowledged, refused) in ((["A", "B"], []), (["B"], ["The office is not open."]))
        return judge(path, said, then) + ([] if as_should else [f"{then.acknowledged}, {refused}"])

    points = calls(drive, old(), CHANGING, save=UPGRADE)
    # each schema adds tables and with them points: as many are tried, spread over all of them
    assert in_turn(range(1, points + 1, max(3, points // MOST_POINTS)), begin, end) == {}
