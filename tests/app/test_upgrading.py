"""The gate before an upgrade: who is in, a verified backup, alone, one transaction; and a file left in WAL mode."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import backups
from app.backups import folder_of
from app.checking import check
from app.errors import CannotOpen, Refused
from app.presence import Presence
from app.upgrading import Older, leave_wal, older, upgrade
from db.connection import connect
from db.identity import SCHEMA
from db.migrate import Overtaken
from db.migrate import upgrade as migrate
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, ask, behind_the_desk, digest, left_alone, make_older

NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)


@pytest.fixture
def old(folder: Path) -> Path:
    """An office file from before the first schema."""
    return make_older(folder / "office.opcc")


def test_what_there_is_to_upgrade_is_told_without_touching_the_file(old: Path) -> None:
    with left_alone(old):
        assert older(old) == Older(0, SCHEMA, old.stat().st_size, ())


def test_an_up_to_date_file_needs_nothing(path: Path) -> None:
    with left_alone(path):
        assert older(path) is None
        assert upgrade(path, who=JO, now=NOW) is None


@pytest.mark.parametrize(("statement", "words"), [("user_version=99", "newer desk"), ("application_id=1", "not an")])
def test_what_cannot_be_opened_otherwise_is_refused_in_its_own_words(path: Path, statement: str, words: str) -> None:
    behind_the_desk(path, f"PRAGMA {statement}", "UPDATE app_gate SET min_reader = 99")
    with left_alone(path), pytest.raises(CannotOpen, match=words):
        upgrade(path, who=JO, now=NOW)


def test_the_old_file_is_among_the_backups_with_its_note(old: Path) -> None:
    kept = upgrade(old, who=JO, now=NOW)
    [backup] = backups.backups(old)
    assert (backup.path, backup.kind, backup.sums.schema, backup.who.name) == (kept, "before upgrade", 0, "Jo")
    assert ask(old, "PRAGMA user_version") == [(SCHEMA,)]


def test_those_who_are_in_are_named_and_the_file_left_alone(old: Path) -> None:
    anna = Presence(old, SAM, schema=0)
    anna.beat()
    found = older(old)
    assert found
    assert [one.user for one in found.people] == ["Sam"]
    before = digest(old)
    with pytest.raises(Refused, match=r"only be brought up to date while nobody else has it open.*Sam \(LAPTOP-2\)"):
        upgrade(old, who=JO, now=NOW)
    assert digest(old) == before
    assert not folder_of(old).exists()
    assert upgrade(old, who=JO, now=NOW, own=anna.id)


def test_somebody_saving_is_waited_out_or_refused(old: Path) -> None:
    holder = connect(old, "rw", writer=False)
    holder.execute("BEGIN IMMEDIATE")
    before = digest(old)
    try:
        with pytest.raises(Refused, match="somebody does just now"):
            upgrade(old, who=JO, now=NOW)
    finally:
        holder.close()
    assert digest(old) == before


def test_a_save_that_arrives_after_the_backup_stops_the_upgrade(path: Path, opened: Open, tmp_path: Path) -> None:
    office = opened(path)
    kept = backups.make(path, who=JO, at=NOW, kind="before upgrade", local=tmp_path)
    add_organisation(office)
    before = digest(path)
    with pytest.raises(Overtaken):
        migrate(path, app="1", at="now", since=kept.sums.last)
    assert digest(path) == before


# --- a file left in WAL mode ---


@pytest.fixture
def in_wal(path: Path, opened: Open) -> Path:
    """An office file that another tool has left in WAL mode."""
    office = opened(path)
    add_organisation(office, "Kept")
    office.close()
    behind_the_desk(path, "PRAGMA journal_mode=WAL")
    return path


@pytest.fixture
def other_tool(in_wal: Path) -> Iterator[sqlite3.Connection]:
    """Another database tool that still has the file open, and has saved something that is only in its log."""
    connection = sqlite3.connect(in_wal, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("UPDATE organisation SET name = 'In the log'").fetchall()
    yield connection
    connection.close()


def test_a_file_left_in_wal_is_put_right_after_a_backup(in_wal: Path, opened: Open) -> None:
    with pytest.raises(CannotOpen, match="WAL"):
        opened(in_wal)
    kept = leave_wal(in_wal, who=JO, now=NOW)
    assert [one.path for one in backups.backups(in_wal)] == [kept]
    assert not in_wal.with_name("office.opcc-wal").exists()
    add_organisation(opened(in_wal), "New")
    assert check(in_wal) == []


def test_the_backup_of_a_file_in_wal_is_not_in_wal_and_holds_what_is_only_in_the_log(
    in_wal: Path, other_tool: sqlite3.Connection, tmp_path: Path
) -> None:
    made = backups.make(in_wal, who=JO, at=NOW, kind="asked for", local=tmp_path)
    assert made.path.read_bytes()[18:20] == b"\1\1"
    assert ask(made.path, "SELECT name FROM organisation") == [("In the log",)]


def test_a_file_that_the_other_tool_still_has_open_is_left_as_it_is(
    in_wal: Path, other_tool: sqlite3.Connection
) -> None:
    with pytest.raises(Refused, match="Another database tool still has office"):
        leave_wal(in_wal, who=JO, now=NOW)
    assert in_wal.read_bytes()[18:20] == b"\2\2"
    other_tool.close()
    assert leave_wal(in_wal, who=JO, now=NOW)
    assert ask(in_wal, "SELECT name FROM organisation") == [("In the log",)]


def test_a_file_that_is_not_in_wal_is_left_alone(path: Path, old_one: Path) -> None:
    for one in (path, old_one):
        before = digest(one)
        assert leave_wal(one, who=JO, now=NOW) is None
        assert digest(one) == before


@pytest.fixture
def old_one(tmp_path: Path) -> Path:
    """Another file, of an older desk."""
    return make_older(tmp_path / "old.opcc")


def test_nobody_is_put_out_of_a_file_in_wal(in_wal: Path) -> None:
    Presence(in_wal, SAM, schema=SCHEMA).beat()
    with pytest.raises(Refused, match="In it now: Sam"):
        leave_wal(in_wal, who=JO, now=NOW)
    assert in_wal.read_bytes()[18:20] == b"\2\2"


def test_a_file_in_another_state_is_told_as_it_is(folder: Path) -> None:
    with pytest.raises(CannotOpen, match="There is no office file"):
        leave_wal(folder / "none.opcc", who=JO, now=NOW)
