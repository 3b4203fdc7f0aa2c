"""Row 24: somebody may not write the file's folder, or the journal that another account left beside the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import CannotOpen, FileTrouble
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, digest, left_alone
from tests.faults.harness import Drive, judge
from tests.faults.sweeps import LATER


@pytest.fixture
def shared(open_folder: Path, path: Path) -> Path:
    """An office in a folder that anybody may write."""
    mine = path.rename(open_folder / "office.opcc")
    mine.chmod(0o666)
    open_folder.chmod(0o777)
    return mine


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def test_another_accounts_journal_that_may_not_be_written_is_said_and_does_no_harm(
    shared: Path, as_nobody: Callable[[], None], opened: Open
) -> None:
    add_organisation(opened(shared, SAM))
    journal_of(shared).chmod(0o644)
    as_nobody()
    jo = opened(shared, JO)
    with left_alone(shared), pytest.raises(FileTrouble) as caught:
        add_organisation(jo, "Second")
    assert caught.value.message == "You can look but not save: this file or its folder is read-only for you."


def test_a_save_of_another_account_that_was_cut_off_is_said_where_it_may_not_be_taken_back(
    drive: Drive, place: Path, shared: Path, as_nobody: Callable[[], None], opened: Open
) -> None:
    said = drive.run(place, *LATER, ("rules", "sync:4-4:kill"), ("save", "A"))
    for left in (place, journal_of(place)):
        left.replace(shared.with_name(left.name))
    shared.chmod(0o666)
    journal_of(shared).chmod(0o644)
    as_nobody()
    before = digest(shared)
    with pytest.raises(CannotOpen) as caught:
        opened(shared, JO)
    assert caught.value.message.startswith(f"A save into {shared} was cut off half way.")
    assert digest(shared) == before
    os.seteuid(os.getuid())
    assert judge(shared, said) == []


def test_a_folder_that_becomes_read_only_in_the_middle_of_saving_loses_nothing(drive: Drive, place: Path) -> None:
    closed = ("rules", "open+write+unlink:1-0:fail:13")
    said = drive.run(place, *LATER, closed, ("save", "A"), ("rules", ""), ("save", "B"))
    assert [one.error for one in said.refused] == ["NotSaved"]
    assert (said.acknowledged, judge(place, said)) == (["before", "B"], [])
