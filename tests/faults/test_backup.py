"""Row 23: a backup is made while others save, and while the drive it is made on goes wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.backups import backups, folder_of, make, verify
from app.errors import Refused
from tests.factories import JO
from tests.faults.harness import Act, Drive, Run, Said, judge
from tests.faults.sweeps import CHANGING, LATER, Fresh, calls, in_turn

BACKUP: Act = ("backup", "asked for")
WHERE_IT_CHANGES = f"{CHANGING}+rename"


def of(path: Path) -> list[str]:
    """What is wrong with the backups that are offered of this office; each of them has to hold the first save."""
    wrong = []
    for backup in backups(path):
        try:
            verify(backup)
        except Refused as error:
            wrong.append(error.message)
        wrong += judge(backup.path, Said(["before"]))
    return wrong


def test_a_backup_made_while_three_desks_save_holds_all_that_was_acknowledged_before_it(
    drive: Drive, place: Path, tmp_path: Path
) -> None:
    go = place.parent / "go"
    saves: list[list[Act]] = [[("save", f"{desk} {at}") for at in range(25)] for desk in range(3)]
    runs = [drive.start(place, ("open",), ("wait_for", str(go)), *mine) for mine in saves]
    go.touch()
    made = []
    for _ in range(3):
        acknowledged = [save for run in runs for save in run.so_far().acknowledged]
        backup = make(place, who=JO, at=datetime.now(UTC), kind="asked for", local=tmp_path)
        assert judge(backup.path, Said(acknowledged)) == []
        made.append(backup.path)
        shutil.copyfile(place, folder_of(place) / f"plain copy {len(made)}.opcc")
    assert {backup.path for backup in backups(place)} == {*made}
    told = [run.wait() for run in runs]
    assert [len(said.acknowledged) for said in told] == [25] * 3
    assert judge(place, *told) == []


@pytest.mark.parametrize("fault", ["kill", "fail:5", "fail:28"], ids=["cut off", "drive fails", "drive full"])
def test_wherever_the_making_of_a_backup_goes_wrong_none_is_offered_that_does_not_hold_everything(
    drive: Drive, fresh: Fresh, tmp_path: Path, fault: str
) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path, rule = fresh(), ("rules", f"{WHERE_IT_CHANGES}:{n}-{n}:{fault}")
        return path, drive.start(path, *LATER, rule, BACKUP, ("rules", ""), BACKUP)

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        least = 0 if said.ended else 1
        short = [] if len(backups(path)) >= least else [f"no backup when the drive was sound again: {said}"]
        return judge(path, said) + of(path) + short

    assert in_turn(range(1, calls(drive, fresh(), WHERE_IT_CHANGES, *LATER, save=BACKUP) + 1), begin, end) == {}
