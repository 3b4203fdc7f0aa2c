"""Checking a file from end to end. What is found in the journal is told in tests/db/test_journal.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.checking import check
from app.progress import Progress, Stopped
from tests.factories import left_alone


def test_a_check_tells_how_far_it_is(path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    assert check(path, progress=Progress(lambda *words: told.append(words))) == []
    assert told == [
        (0, 4, "Reading every page"),
        (1, 4, "Following every reference"),
        (2, 4, "Re-hashing the journal"),
        (3, 4, "Comparing every value with the journal"),
    ]


def test_a_check_that_is_stopped_leaves_the_file_alone(path: Path) -> None:
    progress = Progress()
    progress.stop.set()
    with left_alone(path), pytest.raises(Stopped):
        check(path, progress=progress)
