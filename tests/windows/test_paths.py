"""Names that Windows treats in its own way: signs, accents, long ones, other capitals, and those of devices."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.attachable import clean_name
from app.backups import backups, documents_of, make
from app.documents import attach, documents, put, take_out, view_copy
from app.door import Office, make_office
from app.errors import CannotOpen, Refused
from app.exchange.workbook import write_listing
from app.listing import Column, Listing
from app.moving import move
from app.papers import folders
from app.presence import Presence
from db.connection import uri_of
from db.identity import SCHEMA
from tests.factories import JO, add_organisation, ask
from tests.windows.system import ONLY

pytestmark = ONLY
NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)


def lived_in(path: Path, tmp_path: Path) -> None:
    """Make an office there and do everything in it that writes a file."""
    make_office(path, JO, listed=False)
    office = Office(path, JO)
    assert not office.read_only
    row = add_organisation(office, "First Light")
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    office.write("Attach", attach, about_table="organisation", about_id=row, put=put(path, letter))
    [one] = office.read(documents, row)
    take_out(path, one, path.with_name("copy.pdf"))
    assert view_copy(path, one, path.parent).read_bytes() == letter.read_bytes()
    presence = Presence(path, JO, schema=SCHEMA)
    assert presence.beat()
    presence.leave()
    office.close()
    made = make(path, who=JO, at=NOW, kind="asked for", local=tmp_path / "local")
    assert backups(path) == [made]
    write_listing(Listing("Organisations", (Column("name", "Name"),), ()), path.with_name("list.xlsx"))
    assert ask(path, "SELECT name FROM organisation") == [("First Light",)]
    assert (documents_of(path) / one.digest).exists()


@pytest.mark.parametrize(
    "names",
    [("a b & c", "Büro #1 %20 é.opcc"), ("Jo's; [x] {y} !", "łódź=ż+@,~`^.opcc"), ("x" * 90, "y" * 90, "Office.opcc")],
    ids=["accents", "signs", "over 260"],
)
def test_an_office_may_lie_under_any_name_that_windows_has(names: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path.joinpath(*names)
    if len(names) > 2:
        path = path.with_name("z" * max(1, 262 - len(str(path.parent)))).joinpath("Office.opcc")
        assert len(str(path)) > 260
    try:
        path.parent.mkdir(parents=True)
    except OSError:
        pytest.skip("this laptop takes no path of more than 260 letters (LongPathsEnabled is off)")
    lived_in(path, tmp_path)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("C:\\Team drive\\a#b%.opcc", "file:/C:/Team%20drive/a%23b%25.opcc?mode=rw"),
        ("\\\\northshire\\teams\\Office.opcc", "file:////northshire/teams/Office.opcc?mode=rw"),
        ("//northshire/teams/Office.opcc", "file:////northshire/teams/Office.opcc?mode=rw"),
    ],
)
def test_the_address_of_a_file_says_its_drive_or_its_share(path: str, address: str) -> None:
    assert uri_of(Path(path), "rw") == address


def test_the_same_file_in_other_capitals_is_known_as_the_same(path: Path, tmp_path: Path) -> None:
    other = path.with_name(path.name.upper())
    with pytest.raises(CannotOpen, match="There is already a file"):
        make_office(other, JO)
    with pytest.raises(Refused, match="There is already a file"):
        move(path, other, who=JO, at=NOW, environ={})
    letter = tmp_path / "Grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 words")
    office = Office(path, JO)
    row = add_organisation(office)
    office.write("Attach", attach, about_table="organisation", about_id=row, put=put(path, letter))
    [one] = office.read(documents, row)
    office.close()
    with pytest.raises(Refused, match="cannot be kept in the place of the office file"):
        take_out(path, one, other)


@pytest.mark.parametrize("words", ["Aux. services, Exeter", "con", "nul .x", "PRN", "LPT1", "ends with a dot.", " a "])
def test_what_is_written_under_the_name_of_anything_is_found_again_under_it(words: str, tmp_path: Path) -> None:
    [name] = folders.apart([words])
    folders.put(tmp_path, f"{name}.pdf", b"words")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {f"{name}.pdf": b"words"}
    (tmp_path / f"{name}.pdf").unlink()
    cleaned = clean_name(f"{words}.txt")
    (tmp_path / cleaned).write_bytes(b"words")
    assert [each.name for each in tmp_path.iterdir()] == [cleaned]
