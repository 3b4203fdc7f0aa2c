"""The drive itself: each fault happens when it is told to, at that call and no other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.harness import Act, Drive, judge
from tests.faults.replay import entries

SAVE: tuple[Act, ...] = (("open", 0.1), ("save", "before"))
SLOW_SECONDS = 0.3


def counted(drive: Drive, path: Path, rule: str) -> dict[str, int]:
    return drive.run(path, *SAVE, ("rules", rule), ("save", "A"), ("counts",)).counts


def test_every_kind_of_call_of_a_save_is_counted(drive: Drive, place: Path) -> None:
    counts = counted(drive, place, "")
    assert {kind for kind, times in counts.items() if times} == {
        "open",
        "read",
        "write",
        "sync",
        "lock",
        "close",
        "look",
    }


def test_a_rule_that_never_comes_into_force_changes_nothing(drive: Drive, place: Path) -> None:
    said = drive.run(place, *SAVE, ("rules", "any:9999-0:fail:5"), ("save", "A"))
    assert (said.acknowledged, said.refused, said.ended) == (["before", "A"], [], 0)


@pytest.mark.parametrize("rule", ["write:1-0:fail:28", "write:1-0:lost:28", "write:1-0:half:28"])
def test_a_call_that_fails_answers_with_its_number(drive: Drive, place: Path, rule: str) -> None:
    said = drive.run(place, *SAVE, ("rules", rule), ("save", "A"))
    assert [(one.save, one.sentence[:25]) for one in said.refused] == [("A", "The shared drive is full.")]


@pytest.mark.parametrize(("when", "synced"), [("kill", 1), ("killed", 2)])
def test_a_process_is_ended_before_or_after_the_call(drive: Drive, place: Path, when: str, synced: int) -> None:
    log = place.with_name("log")
    outside = drive.work / log.parent.name
    said = drive.run(place, *SAVE, ("log", str(outside)), ("rules", f"sync:2-2:{when}"), ("save", "A"))
    assert (said.ended, said.acknowledged) == (-9, ["before"])
    assert [entry.what for entry in entries(outside)].count("s") == synced


def test_a_slow_call_takes_its_time(drive: Drive, place: Path) -> None:
    drive.run(place, ("open",))
    began = time.monotonic()
    said = drive.run(place, ("open",), ("rules", "sync:1-1:slow:300"), ("save", "A"))
    assert time.monotonic() - began > SLOW_SECONDS
    assert (said.acknowledged, judge(place, said)) == (["A"], [])


def test_what_is_beside_the_folder_is_left_alone(drive: Drive, place: Path) -> None:
    beside = Path(f"{drive.folder} beside")
    beside.mkdir(exist_ok=True)
    mine = place.rename(beside / "office.opcc")
    said = drive.run(mine, ("rules", "any:1-0:fail:5"), ("open",), ("save", "A"), ("counts",))
    assert (said.acknowledged, sum(said.counts.values())) == (["A"], 0)


def test_the_log_holds_every_byte_that_was_written(drive: Drive, place: Path) -> None:
    log = drive.work / f"log of {place.parent.name}"
    before = bytearray(place.read_bytes())
    drive.run(place, ("log", str(log)), ("open",), ("save", "A"))
    for entry in entries(log):
        if entry.what == "w" and entry.name.endswith("office.opcc"):
            before[entry.at : entry.at + len(entry.data)] = entry.data
    assert before == place.read_bytes()
    assert [entry.name for entry in entries(log) if entry.what == "n"] == ["A"]


def test_a_rule_that_cannot_be_read_is_a_fault_of_the_test(drive: Drive, place: Path) -> None:
    said = drive.run(place, ("rules", "wirte:1-1:fail"))
    assert "AssertionError" in said.faults[0]
    assert judge(place, said) != []
