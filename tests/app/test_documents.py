"""Documents kept with a record: whole, once, never without their bytes, and never given out altered."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import attachable, documents
from app.__main__ import DAMAGED, main
from app.backups import documents_of
from app.checking import check, strays
from app.coding import Call, call_of, call_text
from app.documents import DocumentRecord, Put, format_size, put, take_out, view_copy
from app.door import Office
from app.errors import Refused, Stale
from app.funds.record import line_page
from app.progress import Progress, Stopped
from db import whole
from tests.conftest import Open
from tests.factories import JO, SAM, YEAR, add_line, ask, behind_the_desk, digest
from tests.killed import killed_at

PDF = b"%PDF-1.7 the signed grant letter"
NAME = hashlib.sha256(PDF).hexdigest()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 something older"
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a file on this laptop."""

    def write(name: str = "Grant letter.pdf", content: bytes = PDF) -> Path:
        own = tmp_path / "laptop"
        own.mkdir(exist_ok=True)
        (own / name).write_bytes(content)
        return own / name

    return write


@pytest.fixture
def line(office: Office) -> str:
    """A budget line."""
    return add_line(office)


def attached(office: Office, line: str, source: Path) -> DocumentRecord:
    """The file, attached to the line."""
    made = put(office.path, source)
    key = office.write("Attach a document", documents.attach, about_table="budget_line", about_id=line, put=made)
    return next(one for one in office.read(documents.documents, line) if one.id == key)


def packed(*names: str) -> bytes:
    """A packed file with these names in it, as Word and Excel write them."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "words")
    return content.getvalue()


def lying(office_path: Path) -> list[str]:
    """The names of what lies in the documents folder."""
    return sorted(one.name for one in documents_of(office_path).iterdir())


# attaching


def test_a_document_is_kept_under_its_sha_256_with_its_name_its_size_when_and_by_whom(
    office: Office, line: str, written: Written
) -> None:
    one = attached(office, line, written())
    assert (one.name, one.media, one.size, one.digest) == ("Grant letter.pdf", "application/pdf", len(PDF), NAME)
    assert one.user == "Jo"
    assert one.at.tzinfo is not None
    assert lying(office.path) == [NAME]
    assert (documents_of(office.path) / NAME).read_bytes() == PDF


def test_the_history_of_the_line_names_it_in_plain_words(office: Office, line: str, written: Written) -> None:
    one = attached(office, line, written())
    office.write(f"Remove “{one.name}”", documents.detach, one.id, version=one.version)
    told = [entry.text for entry in office.read(line_page, line, year=YEAR).history]
    assert told[:2] == ["Remove “Grant letter.pdf”: archived.", "Attach a document: “Grant letter.pdf”."]


def test_the_same_bytes_lie_there_once_whatever_they_are_called(office: Office, line: str, written: Written) -> None:
    other = add_line(office, "Other line")
    attached(office, line, written())
    attached(office, other, written("Copy of it.pdf"))
    assert lying(office.path) == [NAME]
    with pytest.raises(Refused, match=r"attached here already, as “Grant letter\.pdf”"):
        attached(office, line, written("Once more.pdf"))
    assert len(office.read(documents.documents, line)) == 1


def test_what_was_removed_is_gone_from_the_record_and_comes_back_by_undo(
    office: Office, line: str, written: Written
) -> None:
    one = attached(office, line, written())
    with pytest.raises(Stale):
        office.write("Remove", documents.detach, one.id, version=7)
    office.write("Remove", documents.detach, one.id, version=one.version)
    assert office.read(documents.documents, line) == []
    assert lying(office.path) == [NAME]
    office.undo()
    assert [known.name for known in office.read(documents.documents, line)] == ["Grant letter.pdf"]


def test_bytes_that_were_altered_are_put_right_by_attaching_them_again(
    office: Office, line: str, written: Written
) -> None:
    one = attached(office, line, written())
    (documents_of(office.path) / NAME).write_bytes(b"something else")
    attached(office, add_line(office, "Other line"), written())
    assert (documents_of(office.path) / one.digest).read_bytes() == PDF
    assert lying(office.path) == [NAME]


def test_attaching_tells_how_far_it_is_and_can_be_stopped(office: Office, written: Written) -> None:
    told: list[str] = []
    put(office.path, written(), Progress(lambda done, of, words: told.append(f"{words} {done}/{of}")))
    assert told[0] == f"Reading “Grant letter.pdf” {len(PDF)}/{len(PDF)}"
    assert told[-1] == f"Copying “Grant letter.pdf” {len(PDF)}/{len(PDF)}"
    stopped = Progress()
    stopped.stop.set()
    with pytest.raises(Stopped):
        put(office.path, written("Other.pdf", PDF + b"2"), stopped)
    assert lying(office.path) == [NAME]


def test_a_document_belongs_to_a_row_that_is_there(office: Office, written: Written) -> None:
    made = put(office.path, written())
    with pytest.raises(Refused, match="no longer in this office file"):
        office.write("Attach", documents.attach, about_table="budget_line", about_id="none", put=made)


def test_what_was_put_can_be_saved_later_from_what_this_laptop_kept(
    office: Office, line: str, written: Written
) -> None:
    given = {"about_table": "budget_line", "about_id": line, "put": put(office.path, written())}
    kept = call_of(call_text(Call(documents.attach, (), given)))
    office.write("Attach a document", kept.use_case, **kept.kwargs)
    assert [one.digest for one in office.read(documents.documents, line)] == [NAME]


# what is taken


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.PDF", PDF),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("under a password.docx", OLE),
        ("a.doc", OLE),
        ("a.xls", OLE),
        ("a.msg", OLE),
        ("a.rtf", b"{\\rtf1 words}"),
        ("a.odt", packed("mimetype", "content.xml")),
        ("a.csv", "Line,£\nRoad safety,1000\n".encode()),
        ("a.txt", "Café".encode("utf-16")),
        ("a.txt", b"MZ is how this note begins"),
        ("a.eml", b"From: anna@example.org\n\nWords"),
        ("a.png", b"\x89PNG\r\n\x1a\n picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0 picture"),
        ("a.tif", b"II*\0 picture"),
        ("a.webp", b"RIFF\0\0\0\0WEBP picture"),
        ("a.heic", b"\0\0\0\x18ftypheic picture"),
    ],
)
def test_what_an_office_works_with_is_taken(office: Office, written: Written, name: str, content: bytes) -> None:
    made = put(office.path, written(name, content))
    assert made == Put(hashlib.sha256(content).hexdigest(), len(content), attachable.media_of(name), name)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("setup.exe", b"MZ\0", "“setup.exe” can run a program, so it is not kept here. Kept are PDF, Word"),
        ("Letter.pdf.exe", b"MZ\0", "can run a program"),
        ("macros.xlsm", packed("xl/workbook.xml"), "can run a program"),
        ("page.html", b"<script>", "can run a program"),
        ("all.zip", packed("a"), "is of a kind that is not kept here"),
        ("no ending", PDF, "is of a kind that is not kept here"),
        ("Letter.pdf", b"MZ\x90\0\x03", "“Letter.pdf” is a program under another name"),
        ("notes.txt", b"#!/bin/sh\nrm", "is a program under another name"),
        ("notes.csv", b"\x7fELF\x02", "is a program under another name"),
        ("Letter.pdf", b"only words", "is not what its name says it is, or it is damaged"),
        ("notes.txt", b"a\0b", "is not what its name says it is"),
        ("Letter.docx", packed("a program.jar"), "is not what its name says it is"),
        ("Letter.docx", b"PK\x03\x04 cut off", "is not what its name says it is"),
        ("Letter.docx", packed("word/document.xml", "word/vbaProject.bin"), "holds macros"),
        ("Letter.pdf", b"", "“Letter.pdf” is empty. Nothing was attached."),
    ],
)
def test_programs_scripts_and_what_is_disguised_is_refused_in_a_sentence(
    office: Office, written: Written, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        put(office.path, written(name, content))
    assert said in caught.value.message
    assert not documents_of(office.path).exists()


def test_a_folder_and_a_file_that_is_gone_are_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "Letters.pdf").mkdir()
    with pytest.raises(Refused, match="is a folder"):
        put(office.path, tmp_path / "Letters.pdf")
    with pytest.raises(Refused, match=r"There is no file “gone\.pdf”"):
        put(office.path, tmp_path / "gone.pdf")


def test_the_office_file_is_not_opened_by_whatever_name_it_is_offered(office: Office) -> None:
    disguised = office.path.with_name("Letter.pdf")
    os.link(office.path, disguised)
    with pytest.raises(Refused, match="is not a document"):
        put(office.path, disguised)


def test_more_than_fifty_megabytes_are_refused_and_fifty_are_taken(office: Office, written: Written) -> None:
    large = written("scan.pdf")
    os.truncate(large, attachable.MOST_BYTES + 1)
    with pytest.raises(Refused, match=r"too large: it has 50 MB, and a document may have up to 50 MB"):
        put(office.path, large)
    os.truncate(large, attachable.MOST_BYTES)
    assert put(office.path, large).size == 50 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Grant\u202efdp.exe.pdf", "Grantfdp.exe.pdf"),
        ("a\x00b\nc\ud800.pdf", "abc.pdf"),
        ("..\\..\\secret:stream.pdf", "-..-secret-stream.pdf"),
        ("../../etc/a.pdf", "-..-etc-a.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.old.pdf", "_LPT1.old.pdf"),
        ("nul .old.pdf", "_nul .old.pdf"),
        ("COM².pdf", "_COM².pdf"),
        (" . .pdf", "Document.pdf"),
        ("Letter.pdf . .", "Letter.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_misleads_readers_or_file_systems(name: str, cleaned: str) -> None:
    assert attachable.clean_name(name) == cleaned
    assert attachable.clean_name(cleaned) == cleaned


# a drive with its faults


def test_a_full_drive_and_a_folder_that_cannot_be_written_are_said_and_leave_nothing(
    office: Office, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fault, said in ((errno.ENOSPC, "The shared drive is full"), (errno.EACCES, "cannot be written. Ask IT")):

        def failing(source: Path, part: Path, *, fault: int = fault, **_: object) -> None:
            part.write_bytes(b"half")
            raise OSError(fault, "no")

        monkeypatch.setattr(whole, "fill", failing)
        with pytest.raises(Refused, match=said):
            put(office.path, written())
        assert lying(office.path) == []


def test_a_drive_that_went_away_is_said(office: Office, line: str, written: Written, tmp_path: Path) -> None:
    one = attached(office, line, written())
    office.path.parent.rename(tmp_path / "away")
    with pytest.raises(Refused, match="The shared drive does not answer"):
        put(office.path, written())
    with pytest.raises(Refused, match="The shared drive does not answer"):
        take_out(office.path, one, tmp_path / "out.pdf")


def test_others_of_the_office_may_write_what_was_attached(office: Office, written: Written) -> None:
    office.path.chmod(0o664)
    office.path.parent.chmod(0o775)
    put(office.path, written())
    assert (documents_of(office.path) / NAME).stat().st_mode & 0o777 == 0o664
    assert documents_of(office.path).stat().st_mode & 0o777 == 0o775


PUT_AND_SAVE = """
from app import documents
from app.door import Office
path, source, line = map(Path, sys.argv[1:])
put = documents.put(path, source)
office = Office(path, Who("Sam", "LAPTOP-2"))
if what == "save":
    os._exit(9)
office.write("Attach a document", documents.attach, about_table="budget_line", about_id=line.name, put=put)
office.close()
"""


@pytest.mark.parametrize(
    ("before", "lies", "refers"),
    [(f"link {NAME}", 1, 0), ("save", 1, 0), ("the end", 1, 1)],
)
def test_a_desk_killed_between_bytes_and_save_leaves_a_file_nobody_refers_to_and_never_the_other_way_round(
    office: Office, line: str, path: Path, written: Written, before: str, lies: int, refers: int
) -> None:
    office.close()
    killed_at(before, PUT_AND_SAVE, path, written(), Path(line))
    assert len(lying(path)) == lies
    assert ask(path, "SELECT count(*) FROM document") == [(refers,)]
    assert check(path) == []
    assert len(strays(path)) == lies - refers
    if not refers:  # and the next one who tries is not kept from it
        again = Office(path, SAM)
        attached(again, line, written())
        again.close()
        assert check(path) == []


def test_what_somebody_began_to_copy_a_day_ago_is_swept_by_the_next_copy(office: Office, written: Written) -> None:
    put(office.path, written())
    old = documents_of(office.path) / f"{'0' * 64}.123{whole.PART}"
    old.write_bytes(b"half")
    os.utime(old, (1, 1))
    put(office.path, written("Other.pdf", PDF + b"2"))
    assert not old.exists()


# giving out


def test_a_copy_is_taken_out_whole_and_over_what_lay_there(
    office: Office, line: str, written: Written, tmp_path: Path
) -> None:
    one = attached(office, line, written())
    for _ in range(2):
        take_out(office.path, one, tmp_path / "Saved.pdf")
        assert (tmp_path / "Saved.pdf").read_bytes() == PDF
    assert not list(tmp_path.glob("*.part"))


def test_an_altered_byte_is_found_by_check_and_given_to_nobody(
    office: Office, line: str, written: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = attached(office, line, written())
    lies = documents_of(office.path) / NAME
    lies.write_bytes(PDF.replace(b"signed", b"forged"))
    said = "The document “Grant letter.pdf” is not what was attached: its bytes were changed outside the desk."
    with pytest.raises(Refused) as caught:
        take_out(office.path, one, tmp_path / "Saved.pdf")
    assert caught.value.message == said
    with pytest.raises(Refused, match="changed outside the desk"):
        view_copy(office.path, one, tmp_path / "looked at")
    assert not [
        one for one in tmp_path.rglob("*") if one.suffix in (".pdf", whole.PART) and one.parent.name != "laptop"
    ]
    assert [finding.text for finding in check(office.path)] == [said]
    assert main(["check", str(office.path)]) == DAMAGED
    assert said in capsys.readouterr().err


def test_a_missing_document_is_named_also_after_it_was_removed(
    office: Office, line: str, written: Written, tmp_path: Path
) -> None:
    one = attached(office, line, written())
    (documents_of(office.path) / NAME).unlink()
    said = "The document “Grant letter.pdf” is missing from the folder office.opcc.files."
    with pytest.raises(Refused, match=f"^{said} Ask IT for a backup"):
        take_out(office.path, one, tmp_path / "Saved.pdf")
    office.write("Remove", documents.detach, one.id, version=one.version)
    assert [finding.text for finding in check(office.path)] == [said]


def test_a_file_nobody_refers_to_is_told_and_is_no_failure(
    office: Office, line: str, written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    attached(office, line, written())
    (documents_of(office.path) / "notes.txt").write_bytes(b"mine")
    assert (check(office.path), strays(office.path)) == ([], ["notes.txt"])
    assert main(["check", str(office.path)]) == 0
    assert capsys.readouterr().err == "notes.txt in office.opcc.files belongs to no document. It does no harm.\n"


def test_a_copy_to_look_at_cannot_be_written_and_never_goes_over_another(
    office: Office, line: str, written: Written, tmp_path: Path
) -> None:
    one = attached(office, line, written())
    looked_at = view_copy(office.path, one, tmp_path)
    assert (looked_at.name, looked_at.read_bytes()) == ("Grant letter.pdf", PDF)
    assert looked_at.stat().st_mode & 0o222 == 0
    assert view_copy(office.path, one, tmp_path) == looked_at
    looked_at.chmod(0o600)
    looked_at.write_bytes(b"typed over it")
    again = view_copy(office.path, one, tmp_path)
    assert (again.read_bytes(), looked_at.read_bytes()) == (PDF, b"typed over it")


def test_what_another_tool_made_of_a_row_neither_leaves_the_folder_nor_runs(
    office: Office, line: str, written: Written, tmp_path: Path
) -> None:
    one = attached(office, line, written())
    for named in ("../office.opcc", str(office.path), "x" * 64):
        with pytest.raises(Refused, match="is missing from"):
            take_out(office.path, replace(one, digest=named), tmp_path / "Saved.pdf")
    program = b"MZ\x90\0 a program"
    run = hashlib.sha256(program).hexdigest()
    (documents_of(office.path) / run).write_bytes(program)
    for name, said in (("../run.exe", "can run a program"), ("Letter.pdf", "is a program under another name")):
        for _ in range(2):
            with pytest.raises(Refused, match=said):
                view_copy(office.path, replace(one, digest=run, name=name), tmp_path / "looked at")
    behind_the_desk(office.path, "UPDATE document SET digest = '../office.opcc'")
    assert any("is missing from the folder" in finding.text for finding in check(office.path))


def test_a_copy_never_takes_the_place_of_the_office(office: Office, line: str, written: Written) -> None:
    one = attached(office, line, written())
    before = digest(office.path)
    inside = documents_of(office.path)
    for to in (office.path, inside / "a.pdf", inside / NAME, inside):
        with pytest.raises(Refused, match="in the place of the office file or in its folders"):
            take_out(office.path, one, to)
    assert (digest(office.path), lying(office.path)) == (before, [NAME])


def test_a_viewer_of_a_read_only_copy_can_take_documents_out(
    office: Office, line: str, written: Written, opened: Open, tmp_path: Path
) -> None:
    attached(office, line, written())
    [one] = opened(office.path, JO, read_only=True).read(documents.documents, line)
    take_out(office.path, one, tmp_path / "Saved.pdf")
    assert (tmp_path / "Saved.pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 byte"), (812, "812 bytes"), (1024, "1 KB"), (12_289, "13 KB"), (1_468_006, "1.4 MB"), (50 << 20, "50 MB")],
)
def test_sizes_read_as_people_say_them(size: int, said: str) -> None:
    assert format_size(size) == said
