"""What the Contracts tab shows: its views, its picture, what is offered, and what leaves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, until
from tests.ui.tabs.contracts.contracting import COURT, CTRL, HELPLINE, TRIAGE, Contracting
from ui.kit.timeline import TimelinePicture

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier


def test_ctrl_3_goes_to_what_runs_with_the_keyboard_in_the_list(desk: Contracting) -> None:
    assert desk.window.rail.selected() == "contracts"
    assert desk.tab.list.grid.hasFocus()
    assert desk.names() == [COURT, HELPLINE]
    assert desk.headline().startswith("2 running, £130,000 a year; 1 ends by 31 March 2020, worth £30,000 a year")


def test_the_picture_is_told_to_those_who_cannot_see_it(desk: Contracting) -> None:
    desk.choose(HELPLINE)
    [picture] = desk.tab.record.findChildren(TimelinePicture)
    assert picture.accessibleName() == f"Timeline of {HELPLINE}"
    assert "Option 1 to 30 September 2022, open, notice by 31 March 2021." in picture.accessibleDescription()
    assert desk.tab.legend.isVisible()


@pytest.mark.parametrize(
    "words",
    [
        "Dates that bite",
        "Ending, by band",
        "Reviews",
        "Notices under the Act",
        "All contracts",
        "Procurement thresholds",
        "Archived",
    ],
)
def test_every_view_has_its_own_sentence_and_hides_the_key_to_the_picture(desk: Contracting, words: str) -> None:
    before = desk.headline()
    desk.view(words)
    assert desk.tab.bar.view.currentText() == words
    assert desk.headline() != before
    assert not desk.tab.legend.isVisible()


def test_all_contracts_holds_those_that_have_ended(desk: Contracting) -> None:
    desk.view("All contracts")
    assert TRIAGE in desk.names()


def test_the_filter_keeps_up_with_typing_and_f6_goes_to_the_record_and_back(desk: Contracting) -> None:
    desk.press(Key.Key_F, CTRL).type("helpl")
    assert desk.names() == [HELPLINE]
    desk.press(Key.Key_Down).press(Key.Key_F6)
    assert desk.tab.record.isAncestorOf(desk.window.focusWidget())
    desk.press(Key.Key_F6)
    assert desk.tab.list.grid.hasFocus()


def test_an_empty_office_says_what_belongs_here_and_offers_the_first_step(bare: Contracting) -> None:
    assert bare.tab.empty.isVisible()
    assert bare.tab.first_button.hasFocus()
    bare.press(Key.Key_Space)
    assert bare.is_open()
    bare.fill("Reference", "A-1").fill("Title", "Advice").fill("Provider", "Harbourlight")
    bare.fill("Starts on", "1 April 2019").fill("Initial term ends on", "31 March 2020")
    bare.fill("Value without VAT, £", "1,000").pick("Kind", "Services").save()
    assert bare.chosen() == "Advice"


def test_a_contract_is_found_from_anywhere(desk: Contracting) -> None:
    desk.press(Key.Key_1, CTRL).press(Key.Key_K, CTRL).type("street triage")
    until(lambda: any(TRIAGE in one for one in desk.found()))
    desk.press(Key.Key_Return)
    assert desk.window.rail.selected() == "contracts"
    assert desk.chosen() == TRIAGE


def test_leaving_a_form_asks_only_where_something_was_typed(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Change the contract…").press(Key.Key_Escape)
    assert not desk.is_open()
    assert desk.asker.asked == []
    desk.do("Change the contract…").fill("Note", "x")
    desk.asker.agree = False
    desk.press(Key.Key_Escape)
    assert desk.is_open()
    assert desk.asker.asked[0].startswith("Not saved: ")


# what leaves it


def test_the_list_goes_to_excel_without_its_picture(desk: Contracting, tmp_path: Path) -> None:
    desk.asker.path = tmp_path / "list.xlsx"
    desk.press(Key.Key_E, CTRL)
    sheet = load_workbook(desk.asker.path).active
    assert sheet is not None
    heads = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Contract or agreement" in heads
    assert "Timeline" not in heads


def test_the_register_goes_to_excel_in_the_order_s_two_lists(desk: Contracting, tmp_path: Path) -> None:
    desk.asker.path = tmp_path / "register.xlsx"
    desk.more("Register to Excel…")
    assert load_workbook(desk.asker.path).sheetnames == ["Contracts over £10,000", "Contracts of £10,000 or less"]
    assert desk.state() == "Wrote register.xlsx"


def test_the_register_goes_to_csv_open_data_and_a_calendar(desk: Contracting, tmp_path: Path) -> None:
    desk.asker.path = tmp_path / "register.csv"
    desk.more("Register to CSV…")
    assert "VH-18" in desk.asker.path.read_text("utf-8-sig")
    desk.asker.path = tmp_path / "register.json"
    desk.more("Open Contracting data…")
    assert len(json.loads(desk.asker.path.read_text("utf-8"))["releases"]) == 3
    desk.asker.path = tmp_path / "dates.ics"
    desk.more("Dates to calendar…")
    assert "SUMMARY" in desk.asker.path.read_text("utf-8")


@pytest.mark.parametrize(
    "words", ["Print the register…", "Print the expiry report…", f"Print the page of {COURT}…", "Print this record…"]
)
def test_each_paper_is_shown_before_it_is_printed(desk: Contracting, words: str) -> None:
    desk.choose(COURT).more(words)
    until(lambda: len(desk.dialogs()) == 1)
