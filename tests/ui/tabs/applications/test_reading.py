"""What is read on the Applications tab, printed and written out, and what a file that may only be looked at offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.door import Office
from app.funds import lines
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, pick, until
from tests.ui.tabs.applications.applying import (
    CTRL,
    HARBOUR,
    LANTERN,
    Applying,
    add_bid,
    add_round,
    applying_on,
)

pytestmark = OFFSCREEN
Key = Qt.Key
LIGHTS, SAFE = "Night lights", "Safe harbour"


@pytest.fixture
def two_rounds(invited_file: Path) -> Path:
    """A second round of the same office, with a bid of its own."""
    office = Office(invited_file, JO)
    made = add_round(office, office.read(lines.lines)[0].id, reference="YF-26", name="Youth fund")
    add_bid(office, made, LANTERN, "Boxing", 3_000)
    office.close()
    return invited_file


def test_the_tab_opens_on_the_bids_of_the_round_with_its_subscription(desk: Applying) -> None:
    assert desk.tab.bar.view.currentText() == "Bids of the round"
    assert "2 bids for £30,000" in desk.headline()
    assert desk.column("Project") == [LIGHTS, SAFE]
    assert desk.total("Asked for £") == "30,000"


def test_the_bids_of_another_round_are_chosen_beside_the_view(asker: AnsweringAsker, two_rounds: Path) -> None:
    with applying_on(asker, two_rounds) as desk:
        pick(desk.tab.round, "Youth fund (YF-26)")
        desk.back_to_window()
        assert desk.column("Project") == ["Boxing"]
        desk.view("Bids by state")
        assert desk.column("Project") == ["Boxing"]
        desk.view("Rounds")
        assert not desk.tab.round.isVisible()


def test_a_bid_that_is_searched_for_is_shown_in_its_own_round(asker: AnsweringAsker, two_rounds: Path) -> None:
    with applying_on(asker, two_rounds) as desk:
        for project in ("Boxing", LIGHTS):
            find_bid(desk, project)
            assert desk.cell_here("Project") == project


def find_bid(desk: Applying, project: str) -> None:
    """Search everything for a project and go to what is found."""
    desk.press(Key.Key_K, CTRL).type(project)
    desk.wait(lambda: any(project in each for each in desk.found()))
    desk.press(Key.Key_Return).settle()
    desk.wait(lambda: project in desk.column("Project"))


def test_the_bids_stand_by_state_each_with_its_reason(desk: Applying) -> None:
    desk.bid(LIGHTS).do("State > It is incomplete…").fill("Reason", "No costs").save().view("Bids by state")
    assert "Incomplete" in desk.groups("Asked for £")
    assert desk.groups("Asked for £")["Incomplete"] == "12,000"
    assert desk.bid(LIGHTS).cell_here("Reason") == "No costs"


@pytest.mark.parametrize(
    "words",
    ["Print the summary of the round…", "Print the long list…", "Print the page of CSF-26-001…", "Print this record…"],
)
def test_each_paper_is_shown_before_it_is_printed(desk: Applying, words: str) -> None:
    desk.bid(LIGHTS).more(words)
    until(lambda: len(desk.dialogs()) == 1)


def test_the_list_is_written_to_excel_as_it_is_seen_and_nothing_in_it_is_a_formula(
    desk: Applying, tmp_path: Path
) -> None:
    desk.press(Key.Key_N, CTRL).type("=HYPERLINK(1)").fill("Project", "+1 for all").save().press(Key.Key_Escape)
    desk.asker.path = tmp_path / "bids.xlsx"
    desk.press(Key.Key_E, CTRL)
    desk.wait(lambda: desk.state() == "Wrote bids.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "bids.xlsx").worksheets[0].iter_rows() for cell in row]
    typed = [
        cell for cell in cells if str(cell.value) in ("=HYPERLINK(1)", "+1 for all", "'=HYPERLINK(1)", "'+1 for all")
    ]
    assert len(typed) == 2
    assert {cell.data_type for cell in typed} == {"s"}


def test_a_read_only_file_is_looked_at_copied_from_and_not_changed(
    asker: AnsweringAsker, invited_file: Path, tmp_path: Path
) -> None:
    with applying_on(asker, invited_file) as desk:
        desk.desk.read_only = True
        desk.tab.refresh()
        desk.settle()
        assert not desk.tab.new_button.isEnabled()
        desk.press(Key.Key_N, CTRL)
        assert not desk.is_open()
        desk.view("What is missing").press(Key.Key_N, CTRL)
        assert HARBOUR in desk.clipboard()
        asker.path = tmp_path / "form.xlsx"
        desk.more("Write the blank form…")
        desk.wait((tmp_path / "form.xlsx").exists)
