"""What makes a file an office file, told from its first hundred bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.who import VERSION
from db import identity
from db.identity import NotOpened, can_write, examine, problem_of
from tests.factories import ask, behind_the_desk, left_alone

pytestmark = pytest.mark.windows


def test_a_new_file_says_what_it_is_and_which_schema_it_has(path: Path) -> None:
    header = [ask(path, f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version", "page_size")]
    assert header == [identity.APPLICATION_ID, identity.SCHEMA, identity.PAGE_SIZE]
    assert identity.APPLICATION_ID.to_bytes(4) == b"OPCC"


def test_a_new_file_lets_this_desk_read_and_write(path: Path) -> None:
    assert ask(path, "SELECT id, min_reader, min_writer, migrated_by FROM app_gate") == [
        (1, identity.SCHEMA, identity.SCHEMA, VERSION)
    ]


def test_every_new_file_is_a_set_of_data_of_its_own(path: Path, devon_cornwall_file: Path) -> None:
    one, other = (ask(each, "SELECT dataset_id, epoch FROM office_file") for each in (path, devon_cornwall_file))
    assert (len(one), len(other), one[0][0] != other[0][0], one[0][1]) == (1, 1, True, 0)


def test_an_office_file_passes(path: Path) -> None:
    with left_alone(path):
        examine(path)


@pytest.mark.parametrize(("version", "problem"), [(0, "older"), (identity.SCHEMA - 1, "older")])
def test_a_file_of_an_earlier_schema_is_older(path: Path, version: int, problem: str) -> None:
    behind_the_desk(path, f"PRAGMA user_version={version}")
    with pytest.raises(NotOpened) as caught:
        examine(path)
    assert caught.value.problem == problem


def test_looking_whether_a_file_can_be_written_leaves_nothing_behind(path: Path) -> None:
    with left_alone(path):
        assert can_write(path)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_CORRUPT_INDEX", "damaged"),
        ("SQLITE_NOTADB", "not_office"),
        ("SQLITE_PERM", "no_permission"),
        ("SQLITE_READONLY_ROLLBACK", "unfinished"),
        ("SQLITE_IOERR_READ", "trouble"),
        ("SQLITE_BUSY", "trouble"),
    ],
)
def test_each_error_of_sqlite_is_one_of_the_problems(name: str, problem: str) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorname = name
    assert problem_of(error) == problem
