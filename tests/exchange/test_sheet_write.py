"""A member's score sheet holds what they may see and nothing else, and can be typed into nowhere but in its boxes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.__main__ import DONE, main
from app.arguments import REFUSED
from app.door import Office
from app.errors import Refused
from app.exchange.sheet_layout import MARKS, SCORES
from app.exchange.sheet_read import read_sheet
from db.scoring import ScoringMember, ScoringStage
from tests.app.scoring.panelled import Scored
from tests.app.scoring.returned import Returned, whole


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Scored(office), tmp_path / "inbox")


def parts(path: Path) -> str:
    """Every part of the workbook as text, names and all."""
    with zipfile.ZipFile(path) as packed:
        return "\n".join(f"{name}\n{packed.read(name).decode('utf-8')}" for name in packed.namelist())


def test_pain_6_no_part_of_a_sheet_tells_of_a_conflicted_bid_another_member_or_a_contact(returned: Returned) -> None:
    scored = returned.scored
    scored.conflict(0, 1)
    scored.put({f"{scored.bids[0]}:{scored.need}+comment": "Secret of Tom", **scored.full(0, "1", "1")}, member=1)
    scored.put({f"{scored.bids[0]}:comment": "Own earlier words"})
    secrets = {"address": "1 Hidden Row", "postcode": "ZZ1 1ZZ", "email": "bea@hidden.example", "telephone": "0000 111"}
    scored.set(ScoringMember, scored.members[0], **secrets)
    path = returned.folder / "bea.xlsx"
    returned.write(path)
    found = parts(path).replace("DEV-2018", "the round")
    assert "DEV-1" in found
    assert "Group 3" in found
    for one in ("DEV-2", "Group 2", "Project 2", scored.bids[1], "Tom Inkwell", "Ann Blotter", "M2"):
        assert one not in found
    for one in ("Secret of Tom", "Own earlier words", scored.members[1], *secrets.values(), str(scored.office.path)):
        assert one not in found


def test_names_are_in_no_part_where_the_stage_hides_them(returned: Returned) -> None:
    scored = returned.scored
    scored.set(ScoringStage, scored.stage_id, names_hidden=True)
    path = returned.folder / "bea.xlsx"
    returned.write(path)
    assert "Group 1" not in parts(path)
    assert "Project 1" in parts(path)


def test_everything_is_locked_but_the_boxes_and_the_marks_cannot_be_seen(returned: Returned) -> None:
    path = returned.folder / "bea.xlsx"
    returned.write(path)
    book = load_workbook(path)
    assert all(sheet.protection.sheet for sheet in book)
    assert book[MARKS].sheet_state == "veryHidden"
    boxes = {one.coordinate[0] for line in book[SCORES].iter_rows() for one in line if not one.protection.locked}
    assert boxes == {"E", "F"}
    checked = [one.formula1 for one in book[SCORES].data_validations.dataValidation]
    assert '"0,1,2,3,4,5,n/a"' in checked
    assert not read_sheet(path).problems


def test_who_has_no_bid_gets_no_sheet(returned: Returned) -> None:
    for bid in range(3):
        returned.scored.conflict(0, bid)
    with pytest.raises(Refused, match="has no bid to score"):
        returned.write(returned.folder / "bea.xlsx")


def test_a_folder_is_previewed_and_taken_from_the_command_line(
    returned: Returned, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.add(whole(0))
    office = returned.scored.office
    before = office.last_seq()
    given = ["scores", str(office.path), str(returned.folder), "--round", "dev-2018"]
    assert main([*given, "--preview"]) == DONE
    assert capsys.readouterr().out.splitlines()[0] == "bea.xlsx: New. M1 Bea Ledger. 2 boxes, 1 sheet complete."
    assert office.last_seq() == before
    assert main(given) == DONE
    assert capsys.readouterr().out.endswith("1 taken of 1.\n")
    assert returned.scored.cells() == returned.scored.full(0)


def test_a_bad_cell_is_told_by_the_command_line_and_nothing_is_taken(
    returned: Returned, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.add(whole(0, need=4.5))
    office = returned.scored.office
    assert main(["scores", str(office.path), str(returned.folder), "--round", "dev-2018"]) == REFUSED
    assert "“4.5” is not a whole number." in capsys.readouterr().out
    assert returned.scored.cells() == {}
