"""Decisions and letters on paper: the notice holds its published part alone, and a letter goes out once it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest

from app.decisions import ruling
from app.door import Office
from app.errors import Refused
from app.listing import Column, totals
from app.papers.adding import sums_of
from app.papers.blocks import Document, Table
from app.papers.decision_notice import compose_notice, compose_sheet
from app.papers.folders import apart, plain_name, put
from app.papers.gather_decisions import (
    LettersPaper,
    gather_letters,
    gather_notice,
    gather_sheet,
    sheet_named,
)
from app.papers.letter_paper import ALL, UNREADY, compose_letter, compose_letters, message, write_letters
from app.papers.preview import text_of
from app.papers.publisher import publish
from db.decision_sheets import DecisionSheet
from tests.app.decisions.deciding import Sheets
from tests.app.recommendations.recommended import LATER
from tests.papers.decided import APPROVERS, CONDITIONS, EMAIL, FEEDBACK, PERSON, TELEPHONE, Decided
from tests.papers.heard import faults, heard

WITHHELD = "Rates of pay of the coaches."
IN_PART: dict[str, Any] = {
    "publication": "part",
    "exemption": "Paragraph 3 of Schedule 12A",
    "review_on": date(2020, 8, 20),
    "withheld": WITHHELD,
}


@pytest.fixture
def made(office: Office) -> Decided:
    return Decided(office)


def notice(made: Decided) -> Document:
    return compose_notice(made.office.read(gather_notice, made.sheet_id, day=LATER))


def sheet(made: Decided) -> Document:
    return compose_sheet(made.office.read(gather_sheet, made.sheet_id, day=LATER))


def letters(made: Decided) -> LettersPaper:
    return made.office.read(gather_letters, made.sheet_id, day=LATER)


def words(document: Document) -> str:
    return " ".join(text_of(publish(document)).split())


def inside(pdf: bytes) -> Iterator[str]:
    """Every text, bookmark, description and alternative text of a file."""
    yield " ".join(text_of(pdf).split())
    yield from heard(pdf)
    yield pdf.decode("latin-1")
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield from (one.get_title() for one in document.get_toc())
        yield from document.get_metadata_dict().values()
    finally:
        document.close()


def table(document: Document, caption: str) -> Table:
    return next(one for one in document.blocks if isinstance(one, Table) and caption in one.caption)


def cells(one: Table, key: str) -> list[Any]:
    at = [column.key for column in one.listing.columns].index(key)
    return [line.cells[at] for line in one.listing.lines]


# the notice


def test_the_notice_holds_nothing_that_is_withheld_and_nobody_who_was_refused(made: Decided) -> None:
    made.sign(**IN_PART)
    barred = (
        WITHHELD,
        "coaches",
        "Group 3",
        "Group 4",
        "Group 5",
        "Project 4",
        PERSON,
        EMAIL,
        TELEPHONE,
        "jo@",
        "-account",
    )
    found = [(one, text[:80]) for text in inside(publish(notice(made))) for one in barred if one in text]
    assert found == []


def test_the_notice_says_what_was_decided_by_whom_under_which_conditions_and_what_is_kept_back(made: Decided) -> None:
    """Pain 7: what was given, to whom and why can be read by everybody."""
    reference = made.sign(**IN_PART)
    text = words(notice(made))
    said: tuple[str, ...] = (
        "£40,000 to Group 1 for Project 1",
        CONDITIONS.replace("\n", " "),
        f"Decision {reference}",
        "In part",
    )
    said += ("Part of this decision is not published: Paragraph 3 of Schedule 12A.", "on 20 August 2020")
    said += tuple(f"{name} {post}" for _, name, post in APPROVERS)
    said += ("One bid is on the reserve list, one bid was deferred and one bid was declined.",)
    assert [one for one in said if one not in text] == []


def test_a_decision_that_is_not_signed_or_not_published_has_no_notice(made: Decided) -> None:
    with pytest.raises(Refused, match="has not been signed"):
        notice(made)
    made.sign(publication="none", exemption="Paragraph 1", review_on=date(2020, 8, 20))
    with pytest.raises(Refused, match="It is not published: Paragraph 1"):
        notice(made)


def test_a_sensitive_decision_has_no_notice(made: Decided) -> None:
    made.sign(marking="OFFICIAL-SENSITIVE")
    with pytest.raises(Refused, match="It is marked OFFICIAL-SENSITIVE"):
        notice(made)


def test_what_another_tool_changed_in_a_signed_decision_is_not_printed(made: Decided, path: Path) -> None:
    import sqlite3

    made.sign()
    made.office.close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE decision_sheet SET recommendation = 'To give everything to us.'")
    file.close()
    from app.who import Who

    other = Office(path, Who("kim", "PC-2"), read_only=True)
    try:
        for gather in (gather_notice, gather_sheet):
            with pytest.raises(Refused, match="changed in the file by another tool"):
                other.read(gather, made.sheet_id, day=LATER)
    finally:
        other.close()


# the sheet


def test_the_whole_sheet_has_every_bid_with_its_outcome_and_what_is_withheld(made: Decided) -> None:
    made.sign(**IN_PART)
    document = sheet(made)
    assert document.marking == "OFFICIAL-SENSITIVE"
    assert WITHHELD in words(document)
    given = table(document, "Who has what")
    assert cells(given, "payee") == [f"DEV-{at} Group {at}" for at in range(1, 6)]
    assert cells(given, "given") == [40_000_00, 25_000_00, None, None, None]
    assert cells(given, "promised") == [None, None, 20_000_00, None, None]


def test_the_sum_of_what_is_given_is_what_the_decision_gives(made: Decided) -> None:
    """The figures guard adds the same table up again."""
    made.sign()
    for document in (notice(made), sheet(made)):
        one = table(document, "Who has what")
        columns = one.listing.columns
        total = totals(columns, one.listing.lines, "Total")[[each.key for each in columns].index("given")]
        assert total == made.sheet.given == 65_000_00
        assert all(each.ties for each in sums_of(one))
        assert isinstance(columns[0], Column)


def test_a_draft_says_so_and_one_for_approval_has_room_for_everybody_who_has_still_to_sign(made: Decided) -> None:
    assert sheet(made).draft
    assert "To approve" not in words(sheet(made))
    made.fill(state="for approval", limit_pence=200_000, prepared_on=LATER)
    text = words(sheet(made))
    assert not sheet(made).draft
    assert text.count("signature, name and date") == 3
    assert made.office.read(gather_sheet, made.sheet_id, day=LATER).digest in text
    made.office.write(
        "Limit", lambda session: setattr(session.get_one(DecisionSheet, made.sheet_id), "limit_pence", 10_000_000)
    )
    assert words(sheet(made)).count("signature, name and date") == 1


@pytest.mark.parametrize("state", ["draft", "for approval", "signed"])
def test_every_paper_of_a_decision_passes_as_accessible(state: str, made: Decided) -> None:
    if state == "for approval":
        made.fill(state=state, prepared_on=LATER)
    if state == "signed":
        made.sign(**IN_PART)
        assert faults(publish(notice(made))) == []
    found = letters(made)
    documents = (sheet(made), compose_letters(found, found.letters), compose_letter(found.imprint, found.letters[0]))
    assert [faults(publish(one)) for one in documents] == [[], [], []]


def test_a_decision_is_named_by_its_number_or_by_its_title_while_it_is_made(made: Decided) -> None:
    assert made.office.read(sheet_named, "") == made.sheet_id
    assert made.office.read(sheet_named, " grants of DEV-2018  Development fund ") == made.sheet_id
    made.sign()
    assert made.office.read(sheet_named, "2018-001") == made.sheet_id
    with pytest.raises(Refused, match=r"^There is no decision “2018-009”\. There are: 2018-001\.$"):
        made.office.read(sheet_named, "2018-009")


# letters


def test_letters_that_may_not_go_out_say_draft_and_are_in_no_folder(made: Decided, tmp_path: Path) -> None:
    made.read_letters(0, 1, 2, 3)
    assert all(compose_letter(letters(made).imprint, one).draft for one in letters(made).letters)
    made.sign()
    found = letters(made)
    assert [compose_letter(found.imprint, one).draft for one in found.letters] == [False] * 4 + [True]
    told = write_letters(found, tmp_path / "out")
    assert [(one.file, one.sentence) for one in told] == [
        *((f"DEV-{at} Group {at}.pdf", "") for at in range(1, 5)),
        ("", UNREADY),
    ]
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        ALL,
        *(f"DEV-{at} Group {at}.{ending}" for at in range(1, 5) for ending in ("pdf", "txt")),
    }
    everything = " ".join(text_of((tmp_path / "out" / ALL).read_bytes()).split())
    assert "Project 4" in everything
    assert "Project 5" not in everything


def test_a_letter_says_on_paper_what_its_e_mail_says(made: Decided, tmp_path: Path) -> None:
    made.read_letters()
    made.sign()
    found = letters(made)
    write_letters(found, tmp_path)
    for one in found.letters:
        name = f"{one.bid} {one.organisation}"
        paper = re.sub(r"\s", "", text_of((tmp_path / f"{name}.pdf").read_bytes()))
        mail = (tmp_path / f"{name}.txt").read_text(encoding="utf-8")
        assert mail == message(one)
        missing = [line for line in one.paragraphs if re.sub(r"\s", "", line) not in paper]
        assert (missing, one.subject in mail) == ([], True)
    assert re.sub(r"\s", "", FEEDBACK) in re.sub(r"\s", "", (tmp_path / "DEV-4 Group 4.txt").read_text())


def test_one_letter_whose_file_cannot_be_written_does_not_keep_back_the_others(made: Decided, tmp_path: Path) -> None:
    made.read_letters()
    made.sign()
    (tmp_path / "DEV-2 Group 2.pdf").mkdir()
    told = write_letters(letters(made), tmp_path)
    assert [bool(one.file) for one in told] == [True, False, True, True, True]
    assert told[1].sentence.startswith("DEV-2 Group 2.pdf could not be written to")
    assert [one for one in tmp_path.iterdir() if one.name.startswith(".unfinished")] == []


def test_a_decision_about_no_bid_has_no_letters(made: Decided) -> None:
    from app.decisions import drafting

    other = made.office.write("New", drafting.new, kind="other", title="A seal", year=2018)
    with pytest.raises(Refused, match="“A seal” has no letters"):
        made.office.read(gather_letters, other, day=LATER)


def test_the_same_letters_on_the_same_day_give_the_same_bytes(made: Decided) -> None:
    found = letters(made)
    assert publish(compose_letters(found, found.letters)) == publish(
        compose_letters(letters(made), letters(made).letters)
    )


# folders


def test_names_of_files_hold_nothing_a_drive_refuses_and_are_told_apart() -> None:
    assert plain_name('A/B: "C"? <d>|*') == "A-B- -C- -d"
    assert [plain_name(one) for one in ("con", " . ", "x" * 200)] == ["_con", "Unnamed", "x" * 90]
    assert plain_name("Aux. services, Exeter") == "_Aux. services, Exeter"
    assert apart(["One", "one", "ONE", "Two"]) == ["One", "one (2)", "ONE (3)", "Two"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="could not be written"):
        put(tmp_path / "file", "a.pdf", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_signed_decision_says_who_decided_then_whatever_title_the_office_has_since(made: Decided) -> None:
    made.sign()
    rule: dict[str, Any] = {"version": None, "limit": 200_000, "pattern": "{year}-{number:03d}"}
    made.office.write("Rule", ruling.set_rule, maker_title="Mayor", **rule)
    for text in (words(notice(made)), words(sheet(made))):
        assert "Decided by Police and Crime Commissioner" in text
        assert "Mayor" not in text


def test_a_sheet_for_approval_does_not_print_an_approval_of_what_it_was_before_a_change(office: Office) -> None:
    sheets = Sheets(office)
    key = sheets.other()
    sheets.forward(key)
    sheets.record(key, "commissioner")
    assert "Pam Docket" in words(compose_sheet(office.read(gather_sheet, key, day=LATER)))
    sheets.change(key, legal="Otherwise")
    text = words(compose_sheet(office.read(gather_sheet, key, day=LATER)))
    assert "Pam Docket" not in text
    assert text.count("signature, name and date") == 1
