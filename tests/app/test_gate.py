"""What every save reads first: which file this is, and whether this desk may still write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import gate
from app.door import Office
from app.errors import NotSaved
from app.gate import Held
from db.identity import SCHEMA, NotOpened
from tests.factories import add_organisation, as_of_schema_2, behind_the_desk

KNOWN = Held("office 1", 1, 41, "", "")


def looked(office: Office) -> str:
    """Why the file would not be opened now."""
    with pytest.raises(NotOpened) as caught:
        office.read(gate.look)
    return caught.value.problem


def test_the_gate_says_which_data_it_is_and_how_far_it_has_come(office: Office) -> None:
    add_organisation(office)
    held = office.read(gate.look)
    assert (held.epoch, held.seq, held.may_write) == (0, 1, True)
    assert held.dataset
    assert held.at.endswith("Z")
    assert len(held.hash) == 64


def test_an_empty_office_stands_before_its_first_step(office: Office) -> None:
    held = office.read(gate.look)
    assert (held.seq, held.at, held.hash) == (0, "", "")


@pytest.mark.parametrize(
    ("epoch", "seq", "is_before"), [(1, 40, True), (1, 41, False), (1, 42, False), (0, 99, True), (2, 1, False)]
)
def test_a_copy_is_older_by_its_restoring_first_and_then_by_its_steps(epoch: int, seq: int, is_before: bool) -> None:
    assert Held("office 1", epoch, seq, "", "").is_before(KNOWN) == is_before


def test_a_save_of_ones_own_never_takes_the_count_back() -> None:
    assert [KNOWN.saved(seq).seq for seq in (42, 3)] == [42, 41]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (f"UPDATE app_gate SET min_reader = {SCHEMA + 1}, min_writer = {SCHEMA + 1}", "newer"),
        (f"PRAGMA user_version={SCHEMA - 1}", "older"),
        ("DROP TABLE app_gate", "not_office"),
        ("DELETE FROM app_gate", "damaged"),
        ("DELETE FROM office_file", "damaged"),
    ],
)
def test_a_file_that_is_not_to_be_read_says_why(office: Office, path: Path, statement: str, problem: str) -> None:
    behind_the_desk(path, statement)
    assert looked(office) == problem


@pytest.mark.parametrize(
    "statement", [f"UPDATE app_gate SET min_writer = {SCHEMA + 1}", f"PRAGMA user_version={SCHEMA + 1}"]
)
def test_a_file_that_a_newer_desk_has_changed_can_be_read_and_not_written(
    office: Office, path: Path, statement: str
) -> None:
    behind_the_desk(path, statement)
    assert not office.read(gate.look).may_write
    with pytest.raises(NotSaved, match=r"was saved by a newer desk\. Update this desk"):
        add_organisation(office)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE office_file SET dataset_id = 'another office'",
        "UPDATE office_file SET epoch = epoch + 1",
        "UPDATE office_file SET epoch = epoch - 1",
        "DELETE FROM step WHERE seq = 2",
    ],
    ids=["another office", "restored meanwhile", "before a restoring", "older"],
)
def test_no_save_goes_into_another_copy_that_lies_in_the_files_place(
    office: Office, path: Path, statement: str
) -> None:
    add_organisation(office, "First Light")
    add_organisation(office, "Second Light")
    behind_the_desk(path, "PRAGMA foreign_keys=OFF", statement)
    with pytest.raises(NotSaved) as caught:
        add_organisation(office, "Third Light")
    assert caught.value.message == (
        f"{path} is not the file you opened: another copy has been put in its place. Nothing was saved into it; "
        "what you typed is kept on this laptop. Open the file again to see which copy it is."
    )


def test_a_save_goes_on_after_the_steps_of_others(office: Office, path: Path) -> None:
    other = Office(path, office.who)
    add_organisation(other, "First Light")
    other.close()
    add_organisation(office, "Second Light")
    assert office.last_seq() == 2


def test_a_file_as_an_older_desk_left_it_is_not_saved_into(office: Office, path: Path) -> None:
    as_of_schema_2(path)
    with pytest.raises(NotSaved, match="was made by an older desk"):
        add_organisation(office)
