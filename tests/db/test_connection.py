"""The settings that keep every acknowledged save, as SQLite itself reports them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from db import connection
from db.identity import NotOpened
from tests.factories import behind_the_desk

EVERY = {
    "busy_timeout": 2000,
    "foreign_keys": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "cell_size_check": 1,
    "trusted_schema": 0,
    "locking_mode": "normal",
    "synchronous": 2,
}


def settings(engine: Engine, *names: str) -> dict[str, Any]:
    with engine.connect() as one:
        return {name: one.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}


def test_the_writer_keeps_its_journal_and_flushes_it_whole(path: Path) -> None:
    engine = connection.writer(path)
    expected = {**EVERY, "journal_mode": "persist", "journal_size_limit": 4_194_304}
    assert settings(engine, *expected) == expected
    engine.dispose()


@pytest.mark.parametrize("read_only", [True, False])
def test_the_reader_follows_references_and_waits_as_the_writer_does(path: Path, read_only: bool) -> None:
    engine = connection.reader(path, read_only=read_only)
    assert settings(engine, *EVERY) == EVERY
    engine.dispose()


def test_a_write_begins_by_taking_the_one_write_lock(path: Path) -> None:
    engine = connection.writer(path)
    with engine.connect() as one, closing(sqlite3.connect(path, timeout=0)) as other:
        one.exec_driver_sql("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")


def test_two_reads_of_one_transaction_agree_whoever_saves_between_them(path: Path) -> None:
    engine = connection.reader(path, read_only=False)
    with engine.connect() as one:
        before = one.exec_driver_sql("SELECT count(*) FROM theme").scalar()
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            save_without_waiting(path)
        assert one.exec_driver_sql("SELECT count(*) FROM theme").scalar() == before
    engine.dispose()


def save_without_waiting(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0)) as other:
        other.execute("INSERT INTO theme (id, version, name, position) VALUES (1, 1, 'Mental health', 1)")
        other.commit()


def test_the_writer_lets_go_of_the_file_after_each_save(path: Path) -> None:
    engine = connection.writer(path)
    with engine.begin() as one:
        one.exec_driver_sql("PRAGMA user_version=3")
    assert engine.pool.status() == "NullPool"
    behind_the_desk(path, "PRAGMA journal_mode=DELETE", "PRAGMA user_version=2")
    assert list(path.parent.iterdir()) == [path]


def test_no_connection_makes_a_file_by_accident(folder: Path) -> None:
    for mode in ("ro", "rw"):
        with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
            connection.connect(folder / "nothing.opcc", mode, writer=False)
    assert list(folder.iterdir()) == []


def test_the_writer_refuses_a_file_that_another_tool_has_put_into_wal_mode_and_leaves_it_so(path: Path) -> None:
    behind_the_desk(path, "PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    with pytest.raises(NotOpened) as caught:
        connection.connect(path, "rw", writer=True)
    assert caught.value.problem == "wal"
    assert path.read_bytes() == before


def test_the_writer_refuses_it_too_while_the_other_tool_is_in_it(path: Path) -> None:
    behind_the_desk(path, "PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT count(*) FROM step").fetchall()
        with pytest.raises(NotOpened):
            connection.connect(path, "rw", writer=True)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/shared/office.opcc", "file:/shared/office.opcc?mode=rw"),
        ("/shared drive/a#b?c%.opcc", "file:/shared%20drive/a%23b%3Fc%25.opcc?mode=rw"),
        ("//server/share/office.opcc", "file:////server/share/office.opcc?mode=rw"),
    ],
)
def test_the_address_of_a_file_says_its_whole_name_and_nothing_else(path: str, address: str) -> None:
    assert connection.uri_of(Path(path), "rw") == address
