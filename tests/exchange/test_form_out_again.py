"""What applicants typed into a form goes out again as the words it was, never as a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.door import Office
from app.exchange.csvs import write_csv
from app.exchange.workbook import write_listing
from app.grants.register import bid_list
from tests.app.grants.applied import Applied

ODD = ("=HYPERLINK(1)", "+44 1245", "-5 degrees", "@SUM(A1)", "\tTab", "\rReturn")


@pytest.fixture
def applied(office: Office) -> Applied:
    made = Applied(office)
    for at, words in enumerate(ODD):
        made.add(project=words, organisation=f"{words.strip()} {at}")
    return made


def test_pain_13_odd_words_of_applications_stay_words_in_excel(applied: Applied, tmp_path: Path) -> None:
    path = tmp_path / "bids.xlsx"
    write_listing(applied.office.read(bid_list, applied.round_id), path)
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    for words in ODD:
        found = [cell for cell in cells if cell.value == words.strip()]
        assert found, words
        assert all(cell.data_type == "s" for cell in found)
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert all(text.startswith("=SUM(") for text in formulas)


def test_pain_13_odd_words_of_applications_stay_words_in_csv(applied: Applied, tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    write_csv(applied.office.read(bid_list, applied.round_id), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert not any(cell.startswith("-") and not cell[1:2].isdigit() for cell in cells)
