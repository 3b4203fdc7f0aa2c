r"""The office on a share by its \\server\share name, and on one that may only be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import organisations
from app.backups import backups, documents_of, make
from app.documents import attach, documents, put, take_out
from app.door import Office, make_office
from app.errors import NotSaved, Refused
from app.exchange.csvs import write_csv
from app.listing import Column, Listing
from app.moving import move
from app.places import cloud_service, moved_to
from app.presence import Presence, folder_of
from app.restoring import restore, take_over
from app.upgrading import older
from db.identity import SCHEMA
from tests.factories import JO, SAM, add_organisation, ask
from tests.windows.system import ONLY, beside
from tests.windows.test_locks import LOOKING

pytestmark = ONLY
NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)


@pytest.fixture
def there(share: Path) -> Path:
    """An empty office file on the share."""
    path = share / "Büro # 1.opcc"
    make_office(path, JO, listed=False)
    return path


def test_an_office_is_made_saved_into_and_seen_by_another_process(there: Path) -> None:
    office = Office(there, JO)
    with beside(LOOKING, there) as go_on:
        add_organisation(office, "First Light")
        assert go_on() == "1"
    office.close()
    assert not office.read_only
    assert str(there).startswith("\\\\")
    assert ask(there, "SELECT name FROM organisation") == [("First Light",)]


def test_a_name_with_slashes_is_the_same_file(there: Path) -> None:
    office = Office(Path(there.as_posix()), JO)
    add_organisation(office, "First Light")
    office.close()
    assert ask(there, "SELECT name FROM organisation") == [("First Light",)]


def test_two_desks_know_of_each_other_and_leave_nothing_behind(there: Path) -> None:
    jo, sam = Presence(there, JO, schema=SCHEMA), Presence(there, SAM, schema=SCHEMA)
    assert jo.beat()
    assert sam.beat()
    assert [each.user for each in jo.look()] == ["Sam"]
    jo.leave()
    sam.leave()
    assert not folder_of(there).exists()


def test_a_document_is_kept_beside_it_and_given_out_verified(there: Path, tmp_path: Path) -> None:
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    office = Office(there, JO)
    row = add_organisation(office)
    made = put(there, letter)
    office.write("Attach", attach, about_table="organisation", about_id=row, put=made)
    [one] = office.read(documents, row)
    office.close()
    take_out(there, one, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == letter.read_bytes()
    assert [each.name for each in documents_of(there).iterdir()] == [made.digest]
    with pytest.raises(Refused, match="cannot be kept in the place of the office file"):
        take_out(there, one, there.with_name(there.name.upper()))


def test_a_backup_is_made_brought_back_and_takes_over(there: Path, tmp_path: Path) -> None:
    office = Office(there, JO)
    add_organisation(office, "First Light")
    backup = make(there, who=JO, at=NOW, kind="asked for", local=tmp_path)
    add_organisation(office, "Second Light")
    office.close()
    take_over(there, restore(there, backup, who=JO, at=NOW), who=JO, at=NOW)
    assert ask(there, "SELECT name FROM organisation") == [("First Light",)]
    assert len(backups(there)) == 2


def test_the_office_is_moved_onto_the_share_and_the_note_says_where_it_is(path: Path, share: Path) -> None:
    target = move(path, share, who=JO, at=NOW, environ={})
    assert target == share / path.name
    office = Office(target, JO)
    add_organisation(office, "First Light")
    office.close()
    note = moved_to(path)
    assert note is not None
    assert note.to == target


def test_a_share_is_no_cloud_folder_and_an_up_to_date_file_is_not_older(there: Path) -> None:
    assert cloud_service(there, {}) is None
    assert older(there) is None


def test_a_file_that_may_only_be_read_is_opened_to_look_and_left_as_it_is(read_only_share: Path) -> None:
    before = sorted(each.name for each in read_only_share.parent.iterdir())
    office = Office(read_only_share, JO)
    assert office.read_only
    office.read(organisations.organisations)
    with pytest.raises(NotSaved, match="this file or its folder is read-only for you"):
        add_organisation(office)
    assert not Presence(read_only_share, JO, schema=SCHEMA).beat()
    office.close()
    assert sorted(each.name for each in read_only_share.parent.iterdir()) == before


def test_nothing_is_attached_backed_up_or_written_where_it_may_only_be_read(
    read_only_share: Path, tmp_path: Path
) -> None:
    before = sorted(each.name for each in read_only_share.parent.iterdir())
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    with pytest.raises(Refused, match=r"Ask IT whether it is read-only for you"):
        put(read_only_share, letter)
    with pytest.raises(Refused, match=r"Is the drive full, or the folder read-only for you"):
        make(read_only_share, who=JO, at=NOW, kind="asked for", local=tmp_path / "local")
    with pytest.raises(Refused, match=r"could not be written: the folder .* is read-only"):
        write_csv(Listing("Organisations", (Column("name", "Name"),), ()), read_only_share.with_name("list.csv"))
    assert sorted(each.name for each in read_only_share.parent.iterdir()) == before
