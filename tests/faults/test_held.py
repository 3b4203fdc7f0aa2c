"""Rows 16 and 21: somebody holds the file and does not let go, a reader that never ends or a desk that is frozen."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import organisations
from app.door import Office
from app.errors import FileTrouble, NotSaved
from tests.conftest import Open
from tests.factories import SAM, add_organisation
from tests.faults.harness import Drive, Refusal, Said, judge

HELD = "has held the office file since"


@contextmanager
def a_reader_that_never_ends(path: Path) -> Iterator[None]:
    """Another tool in the middle of reading, which holds everybody's commit up."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        cursor = other.execute("SELECT id FROM organisation")
        cursor.fetchone()
        yield
        cursor.close()


def named(office: Office) -> list[str]:
    return [one.name for one in office.read(organisations.organisations)]


def read_half(session: Session) -> str:
    """Two rows are there; one is fetched and the other forgotten."""
    return str(next(iter(session.execute(text("SELECT name FROM organisation ORDER BY name"))))[0])


def fail_in_the_middle(session: Session) -> None:
    read_half(session)
    raise ZeroDivisionError


def test_a_reader_of_another_tool_that_never_ends_is_said_and_nothing_is_lost(office: Office, path: Path) -> None:
    for name in ("First", "Second", "Third"):
        add_organisation(office, name)
    office.patience = 0.1
    with a_reader_that_never_ends(path):
        with pytest.raises(NotSaved, match=HELD):
            office.write("Refused", organisations.add, name="Fourth")
        assert named(office) == ["First", "Second", "Third"]
    office.write("Saved", organisations.add, name="Fifth")
    assert named(office) == ["Fifth", "First", "Second", "Third"]
    assert judge(path, Said(["Saved"], [Refusal("Refused", "NotSaved", "")])) == []


def test_a_read_that_is_left_in_the_middle_holds_nobody_up(office: Office, path: Path) -> None:
    for name in ("First", "Second"):
        add_organisation(office, name)
    assert office.read(read_half) == "First"
    with pytest.raises(ZeroDivisionError):
        office.read(fail_in_the_middle)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        assert other.execute("BEGIN EXCLUSIVE").fetchall() == []


def test_while_a_desk_that_was_saving_is_frozen_others_read_at_once_and_are_told_why_they_cannot_save(
    drive: Drive, place: Path, opened: Open
) -> None:
    frozen = drive.start(place, ("open",), ("save", "A"), ("freeze", "B"), ("save", "C"))
    frozen.wait_until_frozen()
    sam = opened(place, SAM)
    sam.patience = 0.1
    began = time.monotonic()
    assert named(sam) == ["A"]
    assert time.monotonic() - began < 1
    with pytest.raises(NotSaved, match=HELD):
        add_organisation(sam, "D")
    frozen.wake()
    said = frozen.wait()
    assert (said.acknowledged, judge(place, said)) == (["A", "B", "C"], [])


def test_a_desk_frozen_in_the_middle_of_its_commit_is_said_to_those_who_read_and_loses_nothing(
    drive: Drive, place: Path, opened: Open
) -> None:
    sam = opened(place, SAM)
    sam.patience = 0.1
    frozen = drive.start(place, ("open",), ("save", "A"), ("rules", "sync:3-3:stop"), ("save", "B"), ("save", "C"))
    frozen.wait_until_frozen()
    with pytest.raises(FileTrouble, match=r"^The office file does not answer. Nothing was changed;"):
        sam.read(organisations.organisations)
    with pytest.raises(NotSaved, match=HELD):
        add_organisation(sam, "D")
    frozen.wake()
    said = frozen.wait()
    assert (said.acknowledged, judge(place, said)) == (["A", "B", "C"], [])
