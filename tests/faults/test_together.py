"""Rows 1 and 15 and the control of the locks, row 13: several desks save into one file at the same time."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Open
from tests.factories import add_organisation, ask
from tests.faults.harness import Act, Drive, Run, Said, judge
from tests.faults.sweeps import Fresh, in_turn

DESKS = 8
COUNTED = "SELECT name FROM organisation"


def count_together(drive: Drive, path: Path, desks: int, times: int, *before: Act) -> list[Said]:
    """What desks are told that all count on in one record, beginning at the same moment."""
    go = path.parent / "go"
    counts = [("count", f"{desk}", times) for desk in range(desks)]
    runs = [drive.start(path, *before, ("open",), ("wait_for", str(go)), count) for count in counts]
    go.touch()
    return [run.wait() for run in runs]


def test_eight_desks_that_count_on_in_one_record_at_once_miss_no_number(
    drive: Drive, place: Path, opened: Open
) -> None:
    add_organisation(opened(place), "0")
    told = count_together(drive, place, DESKS, 4)
    assert [len(said.acknowledged) for said in told] == [4] * DESKS
    assert ask(place, COUNTED) == [(str(4 * DESKS),)]
    assert judge(place, *told) == []


def test_eight_desks_that_save_records_of_their_own_at_once_lose_none(drive: Drive, place: Path) -> None:
    acts = [[("save", f"{desk} {at}") for at in range(4)] for desk in range(DESKS)]
    told = [run.wait() for run in [drive.start(place, ("open",), *mine) for mine in acts]]
    assert sum(len(said.acknowledged) for said in told) == 4 * DESKS
    assert judge(place, *told) == []


def test_control_where_locks_do_nothing_desks_that_save_at_once_do_harm(
    drive: Drive, fresh: Fresh, opened: Open
) -> None:
    harm: list[str] = []
    for _ in range(5):
        place = fresh()
        add_organisation(opened(place), "0")
        told = count_together(drive, place, 6, 10, ("rules", "lock:1-0:nothing"))
        harm = [reason.split(":")[0] for reason in judge(place, *told)]
        if harm:
            break
    assert set(harm) & {"acknowledged and lost", "not opened", "integrity_check", "The file is damaged"}


def test_whatever_goes_wrong_meanwhile_a_record_that_somebody_else_saved_first_is_never_overwritten(
    drive: Drive, fresh: Fresh
) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path = fresh()
        rule = ("rules", f"any:{n}-{n}:fail:5")
        acts: list[Act] = [("open", 0.3), ("save", "One"), ("look",), ("as_sam", "Sam's"), rule, ("change", "Jo's")]
        return path, drive.start(path, *acts)

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        held, told = ask(path, COUNTED), [one.error for one in said.refused]
        as_should = held == [("Sam's",)] and told in (["Stale"], ["NotSaved"], ["Unknown"])
        return judge(path, said) + ([] if as_should else [f"{held}, {said}"])

    assert in_turn(range(1, 100, 3), begin, end) == {}
