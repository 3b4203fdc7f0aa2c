"""Two processes at one office file: Windows' own byte locks keep them apart, and whoever waits is told why."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import organisations
from app.backups import make
from app.door import Office
from app.errors import NotSaved
from app.filestate import Waiting
from db.connection import connect
from tests.conftest import Open
from tests.factories import SAM, ask
from tests.windows.system import ONLY, beside, byte_is_locked

pytestmark = ONLY

SAVING = """
import sys
from pathlib import Path
from db.connection import connect
connection = connect(Path(sys.argv[1]), "rw", writer=True)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE app_gate SET migrated_by = 'another process'")
print("ready", flush=True)
input()
connection.execute("COMMIT")
print("saved")
"""
LOOKING = """
import sys
from pathlib import Path
from app.door import Office
from app.organisations import organisations
from app.who import Who
office = Office(Path(sys.argv[1]), Who("Sam", "LAPTOP-2", "0"))
print("ready", flush=True)
input()
office.poll()
print(len(office.read(organisations)))
"""
NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
RESERVED = 0x40000001
"""The byte far beyond the end whose lock SQLite's processes take before they save."""


def test_a_save_waits_for_one_of_another_process_and_is_made_after_it(path: Path, opened: Open) -> None:
    office, told = opened(path), list[str]()
    with beside(SAVING, path) as go_on:

        def let_it_end(waiting: Waiting) -> None:
            if not told:
                go_on()
            told.append(waiting.why)

        office.on_waiting.append(let_it_end)
        office.write("Add organisation", organisations.add, name="First Light")
    assert told[0] == "busy"
    assert ask(path, "SELECT migrated_by, name FROM app_gate, organisation") == [("another process", "First Light")]


def test_a_save_that_waits_too_long_is_not_made_and_says_that_somebody_has_the_file(path: Path, opened: Open) -> None:
    office = opened(path)
    office.patience = 0.5
    with beside(SAVING, path), pytest.raises(NotSaved, match="Somebody else has held the office file since"):
        office.write("Add organisation", organisations.add, name="First Light")
    assert ask(path, "SELECT count(*) FROM organisation") == [(0,)]


def test_a_process_that_dies_while_it_saves_leaves_the_file_as_it_was_and_free(path: Path, opened: Open) -> None:
    office = opened(path)
    before = ask(path, "SELECT migrated_by FROM app_gate")
    with beside(SAVING, path):
        pass  # it is killed here
    office.write("Add organisation", organisations.add, name="First Light")
    assert ask(path, "SELECT migrated_by FROM app_gate") == before


def test_another_process_sees_a_save_while_it_has_the_file_open(path: Path, opened: Open) -> None:
    office = opened(path)
    with beside(LOOKING, path) as go_on:
        office.write("Add organisation", organisations.add, name="First Light")
        assert go_on() == "1"


def test_a_backup_is_made_while_another_process_is_in_the_middle_of_a_save(path: Path, tmp_path: Path) -> None:
    with beside(SAVING, path) as go_on:
        backup = make(path, who=SAM, at=NOW, kind="asked for", local=tmp_path / "local")
        assert go_on() == "saved"
    assert ask(backup.path, "SELECT migrated_by FROM app_gate") != [("another process",)]


def test_while_a_save_is_made_its_byte_is_locked_and_the_beginning_of_the_file_can_be_read(path: Path) -> None:
    writing = connect(path, "rw", writer=True)
    writing.execute("BEGIN IMMEDIATE")
    assert byte_is_locked(path, RESERVED)
    writing.execute("ROLLBACK")
    writing.execute("BEGIN EXCLUSIVE")
    with path.open("rb") as head:
        assert head.read(16) == b"SQLite format 3\0"
    writing.execute("ROLLBACK")
    assert not byte_is_locked(path, RESERVED)
    writing.close()


def test_whoever_only_looks_reads_on_while_another_process_saves(path: Path) -> None:
    with beside(SAVING, path):
        began = time.monotonic()
        office = Office(path, SAM, read_only=True)
        assert office.read(organisations.organisations) == []
        office.close()
    assert time.monotonic() - began < 5
