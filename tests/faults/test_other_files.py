"""Rows 12 and 17 to 20: what other tools, other versions and people do to the file and to what lies beside it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.door import Office, make_office
from app.errors import NotSaved, Refused
from app.opening import open_office, remember
from db.local import Local
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, ask, behind_the_desk, digest
from tests.faults.harness import Drive, Run, Said, judge
from tests.faults.sweeps import CHANGING, GROWING, LATER, Fresh, calls, in_turn

STEPS = "SELECT name FROM step ORDER BY seq"


# --- Row 12: the drive does not shorten files ---


def test_on_a_drive_that_does_not_shorten_files_nothing_is_lost(drive: Drive, place: Path) -> None:
    place.with_name(f"{place.name}-journal").write_bytes(bytes(5_000_000))
    said = drive.run(place, ("open",), ("rules", "truncate:1-0:nothing"), ("save", "A"), ("save", "B"), ("counts",))
    assert said.counts["truncate"] == 2
    assert (said.acknowledged, judge(place, said)) == (["A", "B"], [])


def test_a_save_is_taken_back_on_a_drive_that_does_not_shorten_files(drive: Drive, place: Path) -> None:
    killed = drive.run(place, *LATER, ("rules", "sync:4-4:kill"), ("many", "A", 40))
    assert (killed.acknowledged, killed.ended) == (["before"], -9)
    said = drive.run(place, ("rules", "truncate:1-0:nothing"), ("open",), ("counts",), ("save", "B"), ("many", "C", 40))
    assert said.counts["truncate"] > 0
    assert (said.acknowledged, judge(place, killed, said)) == (["B", "C"], [])


# --- Row 17: the file goes away, or another lies in its place ---


def moved_away(path: Path) -> None:
    path.rename(path.with_name("moved.opcc"))


def folder_moved_away(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


def deleted(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("go_away", [moved_away, folder_moved_away, deleted])
def test_a_file_that_goes_away_while_it_is_open_is_missed_in_words_and_none_is_made(
    office: Office, path: Path, go_away: Callable[[Path], None]
) -> None:
    add_organisation(office, "First")
    office.patience = 0.1
    go_away(path)
    left = sorted(path.parent.parent.rglob("*"))
    with pytest.raises(NotSaved) as caught:
        add_organisation(office, "Second")
    assert caught.value.message.startswith((f"The file is no longer at {path}.", "The shared drive does not answer."))
    assert sorted(path.parent.parent.rglob("*")) == left


def test_a_file_that_is_put_back_can_be_saved_into_again(office: Office, path: Path) -> None:
    moved_away(path)
    with pytest.raises(NotSaved):
        add_organisation(office, "First")
    path.with_name("moved.opcc").rename(path)
    add_organisation(office, "Second")
    assert judge(path, Said(["Add organisation"])) == []


def older_copy(path: Path, office: Office) -> Path:
    copy = Path(shutil.copyfile(path, path.with_name("older")))
    add_organisation(office, "Since then")
    return copy


def other_office(path: Path, office: Office) -> Path:
    other = path.with_name("other")
    make_office(other, SAM, listed=False)
    return other


@pytest.mark.parametrize("another", [older_copy, other_office])
def test_a_save_into_another_copy_that_lies_in_the_files_place_is_refused_and_leaves_it_alone(
    office: Office, path: Path, another: Callable[[Path, Office], Path]
) -> None:
    add_organisation(office, "First")
    copy = another(path, office)
    before = digest(copy)
    copy.replace(path)
    with pytest.raises(NotSaved, match="is not the file you opened: another copy has been put in its place"):
        add_organisation(office, "Second")
    assert digest(path) == before
    with pytest.raises(NotSaved, match="is not the file you opened"):
        office.poll()


def test_a_save_into_an_equal_copy_that_lies_in_the_files_place_is_there_if_it_is_said_to_be(
    drive: Drive, place: Path
) -> None:
    said = drive.run(place, ("open", 1.0), ("save", "A"), ("replace_by_copy",), ("save", "B"), ("save", "C"))
    assert judge(place, said) == []
    assert said.acknowledged == ["A", "B", "C"]


def test_an_older_copy_that_was_put_in_the_files_place_meanwhile_is_named_when_it_is_opened(
    path: Path, tmp_path: Path
) -> None:
    local = Local(tmp_path / "own.db")
    first = open_office(path, JO, local, {}).office
    copy = older_copy(path, first)
    remember_and_close(first, local)
    copy.replace(path)
    found = open_office(path, JO, local, {})
    assert (found.warning, found.office.read_only) == ("older", True)
    assert found.words.startswith("office.opcc is an older or different copy: its last change is of")
    found.office.close()
    local.close()


def remember_and_close(office: Office, local: Local) -> None:
    office.poll()
    remember(office, local)
    office.close()


# --- Row 18: the file is copied without the journal that a save left beside it ---


def test_a_file_copied_in_the_middle_of_a_save_without_its_journal_is_whole_or_noticed(
    drive: Drive, fresh: Fresh, tmp_path: Path
) -> None:
    def begin(n: int) -> tuple[Path, Run]:
        path = fresh()
        return path, drive.start(path, *LATER, ("rules", f"{CHANGING}:{n}-{n}:kill"), GROWING)

    def end(path: Path, run: Run) -> list[str]:
        said = run.wait()
        copy = Path(shutil.copyfile(path, tmp_path / path.name))
        if found := judge(copy):
            noticed.extend(found)
            return []
        return [] if set(ask(copy, STEPS)) <= {("before",), ("A",)} else [f"neither old nor new: {said}"]

    noticed: list[str] = []
    assert in_turn(range(1, calls(drive, fresh(), CHANGING, *LATER, save=GROWING) + 1), begin, end) == {}
    assert noticed != []


# --- Row 19: a newer desk brings the file up to date under us ---


@pytest.mark.parametrize("newer", ["PRAGMA user_version=99", "UPDATE app_gate SET min_writer=99, min_reader=99"])
def test_a_file_that_a_newer_desk_has_changed_under_an_open_one_is_not_saved_into(
    office: Office, path: Path, newer: str
) -> None:
    add_organisation(office, "First")
    behind_the_desk(path, newer)
    before = digest(path)
    with pytest.raises(Refused, match=r"was saved by a newer desk\. Update this desk to open it"):
        add_organisation(office, "Second")
    assert digest(path) == before


def test_a_desk_that_is_already_saving_is_let_finish_before_the_file_is_brought_up_to_date(
    drive: Drive, place: Path
) -> None:
    frozen = drive.start(place, ("open",), ("freeze", "A"), ("save", "B"))
    frozen.wait_until_frozen()
    with closing(sqlite3.connect(place, isolation_level=None, timeout=0)) as newer:
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            newer.execute("BEGIN EXCLUSIVE")
        frozen.wake()
        newer.execute("PRAGMA busy_timeout=20000")
        newer.execute("BEGIN EXCLUSIVE")
        newer.execute("UPDATE app_gate SET min_writer=99")
        newer.execute("COMMIT")
    said = frozen.wait()
    assert judge(place, said) == []
    assert "A" in said.acknowledged


# --- Row 20: a tool beside us that deletes its journal ---


def test_a_tool_that_deletes_the_journal_and_the_desk_do_each_other_no_harm(path: Path, opened: Open) -> None:
    office = opened(path, JO)
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("PRAGMA journal_mode=DELETE")
        tool.execute("CREATE TABLE notes (words TEXT)")
        for at in range(5):
            add_organisation(office, f"Ours {at}")
            tool.execute("INSERT INTO notes VALUES (?)", (f"theirs {at}",))
            assert not path.with_name(f"{path.name}-journal").exists()
        add_organisation(office, "Ours at last")
    assert ask(path, "SELECT count(*) FROM notes") == [(5,)]
    assert ask(path, "SELECT count(*) FROM organisation") == [(6,)]
    assert judge(path) == []


def test_a_tool_that_deletes_journals_takes_back_a_save_that_was_cut_off(drive: Drive, place: Path) -> None:
    said = drive.run(place, *LATER, ("rules", "sync:4-4:kill"), GROWING)
    with closing(sqlite3.connect(place, isolation_level=None)) as tool:
        tool.execute("PRAGMA journal_mode=DELETE")
        tool.execute("CREATE TABLE notes (words TEXT)")
    again = drive.run(place, ("open",), ("save", "B"))
    assert (again.acknowledged, judge(place, said, again)) == (["B"], [])


def test_a_tool_in_the_middle_of_its_own_change_is_waited_for_and_then_said(office: Office, path: Path) -> None:
    office.patience = 0.1
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("PRAGMA journal_mode=DELETE")
        tool.execute("BEGIN IMMEDIATE")
        tool.execute("CREATE TABLE notes (words TEXT)")
        with pytest.raises(NotSaved, match="has held the office file since"):
            add_organisation(office, "First")
        tool.execute("COMMIT")
    add_organisation(office, "Second")
    assert ask(path, "SELECT name FROM organisation") == [("Second",)]
    assert judge(path, Said(["Add organisation"])) == []
