"""A file that cannot be opened gets a sentence of its own, keeps its bytes, and nothing is left beside it."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.checking import check
from app.door import Office
from app.errors import CannotOpen, FileTrouble
from app.organisations import organisations
from db.identity import APPLICATION_ID, SCHEMA
from tests.conftest import Open
from tests.factories import JO, add_organisation, behind_the_desk, left_alone, make_older


def a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 5_000)


def a_short_note(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def another_database(path: Path) -> None:
    path.unlink()
    behind_the_desk(path, "PRAGMA application_id=7", "CREATE TABLE song (title)")


def a_database_that_only_says_it_is_an_office(path: Path) -> None:
    path.unlink()
    behind_the_desk(
        path, f"PRAGMA application_id={APPLICATION_ID}", f"PRAGMA user_version={SCHEMA}", "CREATE TABLE t (a)"
    )


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5_000)


def without_its_identity(path: Path) -> None:
    behind_the_desk(path, "DELETE FROM office_file")


def without_its_gate(path: Path) -> None:
    behind_the_desk(path, "DELETE FROM app_gate")


def by_a_newer_desk(path: Path) -> None:
    behind_the_desk(path, "PRAGMA user_version=99", "UPDATE app_gate SET min_reader = 99, min_writer = 99")


def by_an_older_desk(path: Path) -> None:
    path.unlink()
    make_older(path)


def left_in_wal(path: Path) -> None:
    behind_the_desk(path, "PRAGMA journal_mode=WAL")


def overwritten_in_the_schema(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 2_000)


NOT_OFFICE = "{path} is not an office file of this desk. It was left as it is."
DAMAGED = "{path} is damaged and was left as it is. Go back to its newest backup, or ask IT."
BAD: list[tuple[Callable[[Path], None], str]] = [
    (a_pdf, NOT_OFFICE),
    (a_short_note, NOT_OFFICE),
    (another_database, NOT_OFFICE),
    (a_database_that_only_says_it_is_an_office, NOT_OFFICE),
    (emptied, "{path} is empty, so it is not an office file. If it should hold your office, restore a backup."),
    (cut_short, DAMAGED),
    (without_its_identity, DAMAGED),
    (without_its_gate, DAMAGED),
    (overwritten_in_the_schema, DAMAGED),
    (
        by_a_newer_desk,
        "{path} was saved by a newer desk. Update this desk to open it; the file was left as it is.",
    ),
    (
        by_an_older_desk,
        "{path} was made by an older desk and has to be brought up to date before this one can open it. "
        "That is never done unasked; the file was left as it is.",
    ),
    (
        left_in_wal,
        "{path} was last used by another database tool that left it in a mode (WAL) that is not safe on a shared "
        "drive. Close that tool, or ask IT; the file was left as it is.",
    ),
]


def why_not(path: Path) -> str:
    with pytest.raises(CannotOpen) as caught:
        Office(path, JO)
    return caught.value.message


@pytest.mark.parametrize(("spoil", "sentence"), BAD, ids=lambda one: getattr(one, "__name__", ""))
def test_a_bad_file_is_named_for_what_it_is_and_left_alone(
    path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(path)
    with left_alone(path):
        assert why_not(path) == sentence.format(path=path)


@pytest.mark.parametrize("spoil", [by_a_newer_desk, overwritten_in_the_schema])
def test_no_connection_is_left_open_to_a_bad_file(path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(path)
    before = connections_open()
    with pytest.raises(CannotOpen) as caught:
        Office(path, JO)
    assert (connections_open(), caught.value.__traceback__ is None) == (before, False)


def connections_open() -> int:
    count = 0
    for one in gc.get_objects():
        with suppress(sqlite3.ProgrammingError, ReferenceError):
            if isinstance(one, sqlite3.Connection):
                one.execute("SELECT 1").fetchall()
                count += 1
    return count


def test_a_missing_file_is_missed_and_none_is_made(folder: Path) -> None:
    path = folder / "gone.opcc"
    assert why_not(path) == (
        f"There is no office file at {path}. Was it moved or renamed? Nothing was made in its place."
    )
    assert list(folder.iterdir()) == []


def test_a_folder_is_not_a_file(folder: Path) -> None:
    assert why_not(folder) == f"{folder} is a folder, not an office file. Choose the file inside it."


def test_a_file_somebody_may_not_read_says_so(path: Path, open_folder: Path, as_nobody: Callable[[], None]) -> None:
    mine = path.rename(open_folder / "office.opcc")
    mine.chmod(0o000)
    as_nobody()
    assert why_not(mine) == f"You have no permission to read {mine}. Ask IT to let you read and write it."
    assert list(open_folder.iterdir()) == [mine]


def looked_at_only(path: Path, opened: Open) -> str:
    """What is said to somebody who saves into a file that opened, but only to look."""
    office = opened(path)
    assert (office.read_only, office.read(organisations)) == (True, [])
    with left_alone(path), pytest.raises(FileTrouble) as caught:
        add_organisation(office)
    return caught.value.message


def test_a_read_only_file_can_be_looked_at_but_not_saved(
    path: Path, open_folder: Path, as_nobody: Callable[[], None], opened: Open
) -> None:
    mine = path.rename(open_folder / "office.opcc")
    mine.chmod(0o444)
    open_folder.chmod(0o777)
    as_nobody()
    assert looked_at_only(mine, opened) == ("You can look but not save: this file or its folder is read-only for you.")


def test_a_file_in_a_read_only_folder_can_be_looked_at_but_not_saved(
    path: Path, open_folder: Path, as_nobody: Callable[[], None], opened: Open
) -> None:
    mine = path.rename(open_folder / "office.opcc")
    mine.chmod(0o666)
    open_folder.chmod(0o555)
    as_nobody()
    assert looked_at_only(mine, opened) == ("You can look but not save: this file or its folder is read-only for you.")


def test_a_folder_made_read_only_while_the_file_is_open_refuses_the_save_in_a_sentence(
    path: Path, open_folder: Path, as_nobody: Callable[[], None], opened: Open
) -> None:
    mine = path.rename(open_folder / "office.opcc")
    mine.chmod(0o666)
    open_folder.chmod(0o777)
    as_nobody()
    office = opened(mine)
    take_away_the_folder(open_folder)
    with pytest.raises(FileTrouble) as caught:
        add_organisation(office)
    assert caught.value.message == "You can look but not save: this file or its folder is read-only for you."


def take_away_the_folder(folder: Path) -> None:
    nobody = os.geteuid()
    os.seteuid(os.getuid())
    folder.chmod(0o555)
    os.seteuid(nobody)


def test_a_page_overwritten_in_the_middle_is_found_by_a_check(devon_cornwall_file: Path) -> None:
    size = devon_cornwall_file.stat().st_size
    with devon_cornwall_file.open("r+b") as file:
        file.seek(size // 8192 * 4096)
        file.write(b"\xff" * 4096)
    with left_alone(devon_cornwall_file):
        found = check(devon_cornwall_file)
    assert [one.text.startswith("The file is damaged: ") for one in found[:1]] == [True]


def test_a_file_that_is_damaged_while_open_is_read_again_once_it_is_put_back(office: Office, path: Path) -> None:
    add_organisation(office, "First Light")
    good = path.read_bytes()
    path.write_bytes(b"\xff" * len(good))
    with pytest.raises(FileTrouble) as caught:
        office.read(organisations)
    path.write_bytes(good)
    assert caught.value.message.startswith(
        "The office file looks damaged. Nothing was changed and nothing was repaired"
    )
    assert [one.name for one in office.read(organisations)] == ["First Light"]


def test_a_reference_to_nothing_is_found_by_a_check(path: Path) -> None:
    behind_the_desk(path, "INSERT INTO organisation_alias (id, version, organisation_id, name) VALUES (1, 1, 'x', 'y')")
    assert check(path)[0].text == "A row of organisation_alias refers to a row of organisation that is not there."
