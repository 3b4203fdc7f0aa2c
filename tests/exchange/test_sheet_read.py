"""A returned score sheet is read wherever its cells have moved to, and what cannot be read is told with its place."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.door import Office
from app.exchange.sheet_layout import MARKS, SCORES
from app.exchange.sheet_read import read_folder, read_sheet
from app.scoring.sheet_file import SheetFile
from db.grants import Criterion
from tests.app.scoring.panelled import Scored
from tests.app.scoring.returned import COMMENT, POINTS, REFERENCE, WHAT, Returned, whole

HEAD, FIRST = 3, 5
"""The row of the heads, and that of the first criterion of the first bid."""
STRAY = 40
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Scored(office), tmp_path / "inbox")


def told(file: SheetFile) -> list[str]:
    return [one.sentence(file.name) for one in file.problems]


def content(file: SheetFile) -> list[tuple[str, str, str | None, str | None]]:
    """What a sheet says, wherever it stands."""
    return [(one.reference, one.what, one.points, one.comment) for one in file.lines]


def test_an_empty_sheet_names_every_bid_and_criterion_and_lacks_nothing(returned: Returned) -> None:
    file = read_sheet(returned.add({}))
    assert told(file) == []
    assert (file.stage_id, file.member_id, file.member) == (
        returned.scored.stage_id,
        returned.scored.members[0],
        "M1",
    )
    assert len(file.lines) == 3 * 4
    assert {(one.points, one.comment) for one in file.lines} == {("", "")}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("=1+1", "there is a formula. Type what it comes to instead."),
        ("#REF!", "“#REF!” is an error in the spreadsheet. Type what it should be."),
        (date(2018, 4, 5), "“5 April 2018” is not points. Type a whole number from 0 to 5, or n/a."),
        ("4,5", "“4,5” is not a whole number. Type a whole number from 0 to 5, or n/a."),
        ("pasted\nfrom elsewhere " * 9, "“pasted from elsewhere pasted from elsew…” is not points."),
    ],
)
def test_what_is_no_points_is_told_with_its_reason(returned: Returned, typed: Any, words: str) -> None:
    returned.add(whole(0, need=typed))
    (problem,) = returned.plan().problems
    assert problem.reason.startswith(words)


@pytest.mark.parametrize("head", [None, "Comment"])
def test_a_column_that_is_gone_is_named(returned: Returned, head: str | None) -> None:
    def lose(book: Any) -> None:
        book[SCORES].cell(HEAD, POINTS).value = head

    assert told(read_sheet(returned.add(whole(0), touch=lose))) == [
        "bea.xlsx: Scores, row 3: there is no column “Points” any more. Ask them to fill in the sheet they were sent."
    ]


def test_two_columns_of_the_same_head_are_asked_about(returned: Returned) -> None:
    def twice(book: Any) -> None:
        book[SCORES].cell(HEAD, 9).value = " points "

    assert told(read_sheet(returned.add(whole(0), touch=twice))) == [
        "bea.xlsx: Scores, row 3: there are two columns “Points”. Ask them which one counts."
    ]


def test_points_beside_no_bid_are_told_and_never_dropped(returned: Returned) -> None:
    def stray(book: Any) -> None:
        book[SCORES].cell(STRAY, POINTS).value = 5

    (sentence,) = told(read_sheet(returned.add(whole(0), touch=stray)))
    assert sentence.startswith("bea.xlsx, Scores, E40: this is beside no bid and criterion")


def test_a_row_that_is_there_twice_with_other_points_is_asked_about(returned: Returned) -> None:
    def twice(book: Any) -> None:
        sheet = book[SCORES]
        for column in range(REFERENCE, COMMENT + 1):
            sheet.cell(STRAY, column).value = sheet.cell(FIRST, column).value
        sheet.cell(FIRST, POINTS).value, sheet.cell(STRAY, POINTS).value = 4, 1

    returned.add({}, touch=twice)
    (problem,) = returned.plan().problems
    assert problem.reason == "this is also at E5, and says something else there. Ask them which one counts."


@pytest.mark.parametrize("name", ["Bid's worth", "=1+1", "Gwerth am arian ŵ", "'quoted'", "_x0041_", "A & <b>", "n/a"])
def test_odd_names_of_criteria_come_back_as_the_same_criterion(returned: Returned, name: str) -> None:
    returned.scored.set(Criterion, returned.scored.need, name=name)

    def give(book: Any) -> None:
        for row in (one for one in book[SCORES].iter_rows(min_row=FIRST) if str(one[WHAT - 1].value).startswith("1. ")):
            row[POINTS - 1].value = 5

    returned.add({}, touch=give)
    plan = returned.plan()
    assert plan.problems == ()
    assert plan.cells == {f"{bid}:{returned.scored.need}": "5" for bid in returned.scored.bids}


def test_a_curly_apostrophe_instead_of_a_straight_one_is_the_same_criterion(returned: Returned) -> None:
    returned.scored.set(Criterion, returned.scored.need, name="Bid's worth")

    def curl(book: Any) -> None:
        for row in book[SCORES].iter_rows(min_row=FIRST):
            row[WHAT - 1].value = str(row[WHAT - 1].value or "").replace("'", "’") or None

    returned.add({("DEV-1", "Bid's worth"): (5, None)}, touch=curl)
    plan = returned.plan()
    assert plan.cells == {f"{returned.scored.bids[0]}:{returned.scored.need}": "5"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("It's “good”", "It's “good”"),
        ("'=1+1", "'=1+1"),
        ("-5", "-5"),
        ("n/a", "n/a"),
        ("two\nlines", "two\nlines"),
        ("one_x000D_\ntwo", "one\ntwo"),  # how Excel writes a line that ends the old way
        ("a _x005F_x000D_ b", "a _x000D_ b"),  # and how it writes that sign, where somebody typed it
    ],
)
def test_comments_come_back_as_they_were_typed(returned: Returned, typed: str, kept: str) -> None:
    returned.add({("DEV-1", "Need"): (4, typed)})
    assert returned.plan().cells[f"{returned.scored.bids[0]}:{returned.scored.need}+comment"] == kept


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("is", "another", "this is not one of the office's score sheets."),
        ("format", 99, "this sheet was written by another version of the desk, and cannot be read by this one."),
        ("member_id", None, "the sheet has lost what says of which round and member it is."),
    ],
)
def test_a_sheet_that_lost_its_marks_is_refused(returned: Returned, key: str, value: Any, words: str) -> None:
    def change(book: Any) -> None:
        for row in book[MARKS].iter_rows():
            if row[0].value == key:
                row[1].value = value

    (sentence,) = told(read_sheet(returned.add(whole(0), touch=change)))
    assert words in sentence


def test_a_workbook_that_is_no_score_sheet_is_refused(returned: Returned) -> None:
    path = returned.folder / "budget.xlsx"
    openpyxl.Workbook().save(path)
    assert told(read_sheet(path)) == [
        "budget.xlsx: this is not one of the office's score sheets. Ask them to fill in the sheet they were sent."
    ]


def test_a_folder_is_read_by_name_without_what_shows_that_one_is_open(returned: Returned) -> None:
    for name in ("b.xlsx", "A.xlsx"):
        returned.add(whole(0), name=name)
    (returned.folder / "~$b.xlsx").write_bytes(b"x")
    assert [one.name for one in read_folder(returned.folder)] == ["A.xlsx", "b.xlsx"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here, so nothing is saved with it")
def test_a_sheet_saved_again_by_libreoffice_reads_the_same(returned: Returned, tmp_path: Path) -> None:
    path = returned.add({**whole(0), **whole(1, need="n/a"), ("DEV-3", "Need"): (2, "It's thin")})
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = read_sheet(tmp_path / "out" / path.name)
    assert told(again) == []
    assert content(again) == content(read_sheet(path))
