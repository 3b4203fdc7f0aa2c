"""A file that somebody has open can neither be renamed, replaced nor removed on Windows: what the desk then says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import organisations
from app.alone import journal_of
from app.backups import backups, make, rotate
from app.documents import attach, documents, put, take_out
from app.door import Office
from app.errors import CannotOpen, NotSaved, Refused
from app.exchange.workbook import write_listing
from app.listing import Column, Listing
from app.moving import move
from app.papers import folders
from app.presence import Presence, folder_of
from app.restoring import restore, take_over
from db import whole
from db.identity import SCHEMA
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, ask
from tests.windows.system import DELETE, ONLY, READ, WRITE, beside, held

pytestmark = ONLY
NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
OPEN = """
import sys
from pathlib import Path
from db.connection import connect
connection = connect(Path(sys.argv[1]), "rw", writer=False)
connection.execute("SELECT count(*) FROM step").fetchall()
print("ready", flush=True)
input()
"""
"""An old desk, or another program, that has the file open and says so nowhere."""


def listing() -> Listing:
    return Listing("Organisations", (Column("name", "Name"),), ())


# the office file itself


@pytest.mark.parametrize("others_may", [0, READ])
def test_a_file_that_another_program_holds_is_not_opened_and_that_is_said(path: Path, others_may: int) -> None:
    with held(path, others_may=others_may), pytest.raises(CannotOpen) as refused:
        Office(path, JO)
    assert refused.value.message == (
        f"Another program holds {path} open, perhaps a backup or a virus scanner. Nothing was changed; try again in a "
        "moment."
    )


def test_a_file_that_a_backup_program_reads_and_leaves_to_others_can_be_saved_into(path: Path) -> None:
    with held(path, others_may=READ | WRITE):
        office = Office(path, JO)
        add_organisation(office)
        office.close()
    assert not office.read_only


def test_a_save_whose_journal_is_held_is_not_made_and_the_next_one_is(path: Path, opened: Open) -> None:
    office = opened(path)
    add_organisation(office, "First Light")
    office.patience = 1.0
    with held(journal_of(path), others_may=READ), pytest.raises(NotSaved, match="has held the office file since"):
        add_organisation(office, "Second Light")
    add_organisation(office, "Third Light")
    assert [each.name for each in office.read(organisations.organisations)] == ["First Light", "Third Light"]


def test_a_held_journal_is_no_reason_to_open_a_file_only_for_reading(path: Path, opened: Open) -> None:
    add_organisation(opened(path))
    with held(journal_of(path), others_may=READ), pytest.raises(CannotOpen, match="Another program holds"):
        Office(path, JO)


def test_an_open_file_is_not_moved_and_everything_stays_where_it_is(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "new drive"
    target.mkdir()
    with beside(OPEN, path), pytest.raises(Refused) as refused:
        move(path, target, who=JO, at=NOW, environ={})
    assert "does somebody still have the file open? It is still in its old place." in refused.value.message
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert not (target / path.name).exists()
    assert not list(target.rglob("*.part"))


def test_once_it_is_closed_the_same_move_is_made(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "new drive"
    target.mkdir()
    with beside(OPEN, path) as go_on:
        go_on()
    assert move(path, target, who=JO, at=NOW, environ={}) == target / path.name
    assert not path.exists()


def test_a_backup_does_not_take_over_an_open_file(path: Path, tmp_path: Path, opened: Open) -> None:
    office = opened(path)
    add_organisation(office, "First Light")
    backup = make(path, who=JO, at=NOW, kind="asked for", local=tmp_path / "local")
    add_organisation(office, "Second Light")
    office.close()
    restored = restore(path, backup, who=JO, at=NOW)
    with beside(OPEN, path), pytest.raises(Refused) as refused:
        take_over(path, restored, who=JO, at=NOW)
    assert "somebody may still have it open" in refused.value.message
    assert ask(path, "SELECT count(*) FROM organisation") == [(2,)]


# what lies beside it


def test_a_backup_that_somebody_reads_outlives_its_time_and_goes_later(path: Path, tmp_path: Path) -> None:
    times = [NOW.replace(year=year) for year in (2023, 2024, 2025)]
    old, _, _ = [make(path, who=JO, at=at, kind="before move", local=tmp_path / "local") for at in times]
    with held(old.path, others_may=READ):
        assert old.path not in rotate(path, NOW)
    assert old.path in {each.path for each in backups(path)}
    assert old.path in rotate(path, NOW)


def test_a_note_of_presence_that_a_scanner_holds_is_left_and_written_later(path: Path) -> None:
    jo = Presence(path, JO, schema=SCHEMA)
    assert jo.beat()
    with held(folder_of(path) / f"{jo.id}.json", others_may=READ | WRITE):
        assert not jo.beat()
    assert jo.beat()
    assert [each.user for each in Presence(path, SAM, schema=SCHEMA).look()] == ["Jo"]
    jo.leave()
    assert not folder_of(path).exists()


def test_a_document_that_its_program_holds_is_not_attached_and_that_is_said(path: Path, tmp_path: Path) -> None:
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    with held(letter), pytest.raises(Refused, match=r"cannot be read\. Is it open in another program"):
        put(path, letter)
    with held(letter, others_may=READ):  # Word lets others read
        assert put(path, letter).name == letter.name


def test_a_copy_is_not_written_over_a_file_that_is_open(path: Path, opened: Open, tmp_path: Path) -> None:
    office = opened(path)
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    made = put(path, letter)
    row = add_organisation(office)
    office.write("Attach", attach, about_table="organisation", about_id=row, put=made)
    [one] = office.read(documents, row)
    target = tmp_path / "copy.pdf"
    target.write_bytes(b"old")
    with held(target, others_may=READ | WRITE), pytest.raises(Refused, match=r"copy\.pdf” cannot be written to"):
        take_out(path, one, target)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["copy.pdf", "Grant letter.pdf"]
    assert target.read_bytes() == b"old"


# what leaves the desk


def test_a_workbook_that_is_open_in_excel_is_left_as_it_is(tmp_path: Path) -> None:
    book = tmp_path / "Organisations.xlsx"
    book.write_bytes(b"old")
    with held(book, others_may=READ), pytest.raises(Refused, match=r"could not be replaced\. Is it open in Excel"):
        write_listing(listing(), book)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(book.name, b"old")]


def test_a_workbook_into_a_read_only_folder_is_refused_at_once(unwritable: Path) -> None:
    with pytest.raises(Refused, match=r"is read-only\. Choose another place"):
        write_listing(listing(), unwritable / "Organisations.xlsx")


def test_a_paper_that_is_open_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Letter.pdf").write_bytes(b"old")
    with held(tmp_path / "Letter.pdf", others_may=READ), pytest.raises(Refused, match="could not be written"):
        folders.put(tmp_path, "Letter.pdf", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("Letter.pdf", b"old")]


def test_a_small_file_is_replaced_while_a_reader_lets_it_go(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    note.write_bytes(b"old")
    with held(note, others_may=READ | WRITE | DELETE):
        assert note.read_bytes() == b"old"
    whole.write(note, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("note.json", b"new")]
