"""What is done with one record of the Allocations tab: each action once, by key or click, and taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.years import format_day
from tests.ui.helpers import OFFSCREEN, seen
from tests.ui.tabs.allocations.conftest import FUND
from tests.ui.tabs.allocations.sharing import CTRL, Sharing
from ui.kit.parts import Section

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
PLYMOUTH, TORBAY = "Plymouth Community Safety Partnership", "Torbay Community Safety Partnership"
YEAR, TODAY = "2019/20 £", format_day(date.today())
TOWNS = "Safer Towns: Safer Devon, Plymouth and Torbay"


# a partnership in the view of a line


def test_an_allocation_is_changed_with_its_basis_and_its_terms(devon: Sharing) -> None:
    devon.choose("Plymouth").change("Change this allocation…")
    devon.fill("Amount, £", "399,000").pick("How it came about", "Decided one by one").fill(
        "Basis", "Cut to pay for CCTV"
    )
    devon.fill("Purpose", "Night-time economy").fill("Conditions", "Quarterly reports").fill("Reason", "Fewer assaults")
    devon.pick("Status", "Indicative, not yet decided").save()
    assert devon.chosen() == "Plymouth"
    assert devon.cell("Plymouth", YEAR) == "399,000"
    assert devon.cell("Plymouth", "Status") == "Indicative"
    record = devon.record()
    for said in ("Cut to pay for CCTV", "Night-time economy", "Quarterly reports", "Fewer assaults"):
        assert said in record
    assert "Change an allocation: " in record
    devon.undo()
    assert devon.cell("Plymouth", YEAR) == "400,568"


def test_an_amount_that_cannot_be_read_stays_beside_its_sentence(devon_shown: Sharing) -> None:
    devon_shown.choose("Plymouth").change("Change this allocation…").fill("Amount, £", "4,00").fill(
        "Basis", "New"
    ).save()
    assert devon_shown.beside("Amount, £").startswith("“4,00” is not an amount in pounds.")
    assert (devon_shown.box("Amount, £"), devon_shown.box("Basis")) == ("4,00", "New")
    assert devon_shown.cell("Plymouth", YEAR) == "400,568"


def test_a_grant_document_is_sent_and_then_signed_never_before(devon: Sharing) -> None:
    devon.choose("Torbay").change("Grant document sent or signed…").fill("Grant document sent on", "3 May 2019").save()
    assert devon.cell("Torbay", "Grant document") == "Sent"
    assert "Sent 3 May 2019, not signed yet" in devon.record()
    devon.change("Grant document sent or signed…").fill("Signed on", "1 May 2019").save()
    assert devon.beside("Signed on").startswith("A grant document cannot be signed before it was sent.")
    devon.fill("Signed on", "20 May 2019").save()
    assert devon.cell("Torbay", "Grant document") == "Signed"


def test_a_document_is_attached_to_the_allocation(devon: Sharing, tmp_path: Path) -> None:
    letter = tmp_path / "Signed grant letter.pdf"
    letter.write_bytes(b"%PDF-1.7 signed")
    devon.asker.path = letter
    devon.choose("Torbay").change("Attach a document…")
    [section] = [one for one in devon.tab.record.findChildren(Section) if one.title.text() == "Documents"]
    assert seen(section)[1] == "Signed grant letter.pdf"
    assert devon.asker.told == []
    devon.click("Remove", devon.tab.record)
    assert "Signed grant letter.pdf" not in seen(devon.tab.record)[:12]


def test_a_reserve_is_declared_from_the_record_of_a_partnership(devon: Sharing) -> None:
    devon.choose("Exeter").change("Declare a reserve…").fill("As of", "31 March 2020").fill(
        "Closing, £", "10,000"
    ).save()
    assert "In months of grant\n4.8 months" in devon.record()
    devon.view("Reserves")
    assert devon.cell("Exeter Community Safety Partnership", "Closing £") == "10,000"


def test_a_return_is_recorded_where_it_is_said_to_be_late(devon: Sharing) -> None:
    devon.ask_for_returns().choose("Torbay").follow("Record the first")
    assert devon.record().startswith("Half-year return of Torbay Community Safety Partnership\n")
    devon.fill("Returned on", "1 November 2019").fill("Forecast for the year, £", "190,000").save()
    assert "Year-end return of 2019/20: " in devon.record()
    assert devon.table("Returns")[0][2:] == ["Returned late", "Amber"]


def test_an_allocation_is_archived_and_the_partnership_can_be_given_another(devon: Sharing) -> None:
    devon.choose("Torbay").change("Archive this allocation")
    assert devon.cell("Torbay", YEAR) == "–"
    assert "Nothing is allocated to it itself in 2019/20." in devon.record()
    devon.change("Give it an allocation…").fill("Amount, £", "200,000").save()
    assert devon.cell("Torbay", YEAR) == "200,000"
    devon.undo().undo()
    assert devon.cell("Torbay", YEAR) == "201,575"


# additions


def test_an_addition_is_added_changed_and_archived(devon: Sharing) -> None:
    devon.more("New addition shared by several…")
    devon.fill("What it is called", "Winter fund").fill("Amount, £", "TBD").save()
    assert devon.beside("Shared by").startswith("Choose")
    tick(devon, "Plymouth Community Safety Partnership")
    devon.save()
    assert devon.beside("Shared by").startswith("An addition is shared by at least two partnerships.")
    tick(devon, "Torbay Community Safety Partnership")
    devon.save()
    assert devon.chosen() == "Winter fund: Plymouth and Torbay"
    devon.change("Change this addition, or who shares it…").fill("Basis", "Agreed in December").save()
    assert devon.cell("Winter fund: Plymouth and Torbay", "Basis") == "Agreed in December"
    devon.change("Archive this addition")
    assert "Winter fund: Plymouth and Torbay" not in devon.names()


def tick(screen: Sharing, words: str) -> None:
    """Tick one of several."""
    from ui.kit.several import SeveralBox

    box = next(one for one in screen.form_place.findChildren(SeveralBox) if one.isVisible())
    at = [choice.label.strip() for choice in box.field.choices].index(words)
    box.list.setFocus()
    screen.press(Key.Key_Home)
    for _ in range(at):
        screen.press(Key.Key_Down)
    screen.press(Key.Key_Space)


def test_an_addition_says_when_its_document_was_sent(devon: Sharing) -> None:
    devon.choose(TOWNS).change("Grant document sent or signed…").fill("Grant document sent on", "3 May 2019").save()
    assert devon.cell(TOWNS, "Grant document") == "Sent"


# pooled budgets


def test_the_share_of_an_area_is_changed_and_archived(devon: Sharing) -> None:
    devon.view("Youth Offending Service by area").choose("Devon").change("Change this share…")
    devon.fill("Amount, £", "190,000").fill("Basis", "Agreed with the four councils").save()
    assert devon.cell("Devon", YEAR) == "190,000"
    devon.change("Archive this share")
    assert devon.cell("Devon", YEAR) == "–"
    devon.click("Give it a share…").fill("Amount, £", "1").save()
    assert devon.cell("Devon", YEAR) == "1"


# themes


def test_a_theme_is_added_renamed_moved_archived_and_brought_back(devon: Sharing) -> None:
    devon.view("Spend by theme").more("New theme…")
    devon.fill("Theme", "mental health").save()
    assert devon.beside("Theme").startswith("There is already a theme with this name.")
    devon.fill("Theme", "Serious violence").save()
    assert (devon.chosen(), devon.names()[-1]) == ("Serious violence", "Serious violence")
    devon.change("Move up")
    assert devon.names()[-2] == "Serious violence"
    devon.change("Change its name or place…").fill("Theme", "Serious violence duty").save()
    devon.change("Archive this theme")
    assert "Serious violence duty" not in devon.names()
    devon.view("Archived").choose("Serious violence duty").click("Bring back from the archive")
    devon.view("Spend by theme")
    assert "Serious violence duty" in devon.names()


# reserves


def test_a_declaration_is_corrected_and_its_evidence_attached(devon: Sharing, tmp_path: Path) -> None:
    devon.view("Reserves").choose(PLYMOUTH).change("Correct this declaration…")
    devon.fill("Opening, £", "230,000").fill("Added, £", "8,400").fill("Used, £", "-1").save()
    assert devon.beside("Used, £").startswith("An amount cannot be below £0.")
    devon.fill("Used, £", "0").save()
    assert devon.cell(PLYMOUTH, "State") == "Declared"
    proof = tmp_path / "Accounts.pdf"
    proof.write_bytes(b"%PDF-1.7 accounts")
    devon.asker.path = proof
    devon.change("Attach evidence…")
    assert "Accounts.pdf" in devon.record()
    devon.change("Archive this declaration")
    assert devon.cell(PLYMOUTH, "State") == "Not declared"
    devon.choose(PLYMOUTH).click("Declare a reserve…").fill("As of", "1 March 2020").fill("Closing, £", "5").save()
    assert devon.cell(PLYMOUTH, "Closing £") == "5"


def test_a_reserve_of_somebody_is_declared_from_more(devon: Sharing) -> None:
    devon.view("Reserves").more("Declare a reserve…")
    devon.pick("Partnership", "Exeter Community Safety Partnership").fill("As of", "30 September 2019")
    devon.fill("Closing, £", "1,000").save()
    assert devon.chosen() == "Exeter Community Safety Partnership"


# returns, underspends and their rule


def test_a_return_is_rated_by_rule_and_overridden_only_with_a_reason(devon: Sharing) -> None:
    devon.ask_for_returns().view("Spending reviews").tab.list.choose_first()
    devon.settle().click("Record this return…")
    devon.fill("Returned on", "30 October 2019").fill("Forecast for the year, £", "300,000").save()
    assert "State\nReturned\n" in devon.record()
    assert "Stands at\nRed\n" in devon.record()
    devon.change("Change this return or its rating…").pick("Another rating", "Amber").save()
    assert devon.beside("Why another rating").startswith("Say why the rating differs from the rule.")
    devon.fill("Why another rating", "The contract starts in January").save()
    assert "Amber, by decision: The contract starts in January" in devon.record()
    devon.change("Archive this return")
    assert "Late" in devon.record()


def test_a_return_of_somebody_is_recorded_with_ctrl_n(devon: Sharing) -> None:
    devon.view("Spending reviews").press(Key.Key_N, CTRL)
    devon.pick("Partnership", TORBAY).pick("Return", "Year-end")
    devon.fill("Returned on", "31 May 2020").fill("Spent by then, £", "201,575").save()
    assert devon.headline().startswith("1 of 18 returns made, 17 late")


def test_an_underspend_is_settled_and_what_was_decided_is_changed(devon: Sharing) -> None:
    devon.view("Spending reviews").press(Key.Key_N, CTRL)
    devon.pick("Partnership", PLYMOUTH).pick("Return", "Year-end")
    devon.fill("Returned on", "31 May 2020").fill("Spent by then, £", "370,568").save()
    devon.view("Underspends")
    assert devon.headline().startswith("£30,000 not spent in 2019/20, £30,000 to settle To settle: Plymouth.")
    devon.choose(PLYMOUTH).click("Settle this underspend…")
    assert devon.box("Amount, £") == "£30,000"
    devon.pick("What becomes of it", "Redirected to something else").fill("Amount, £", "20,000")
    devon.fill("Reason", "Knife bins").fill("Approved by", "head of commissioning").save()
    assert devon.beside("Redirected to").startswith("Say where the money goes.")
    devon.fill("Redirected to", "Knife bins").save()
    assert devon.table("Decided")[0][0] == "Redirected to Knife bins"
    devon.menu("Settle…", "Change what was decided…").fill("Amount, £", "30,000").save()
    assert devon.cell(PLYMOUTH, "State") == "Settled"
    devon.undo()
    assert devon.cell(PLYMOUTH, "State") == "To settle"


def test_the_rule_of_returns_is_the_office_s_own_from_a_year_on(devon: Sharing) -> None:
    devon.view("Spending reviews").more("The rule of returns…")
    assert devon.box("From the year") == "2019/20"
    devon.fill("Red beyond, %", "2").save()
    assert devon.beside("Red beyond, %").startswith("Red must begin at or above amber")
    devon.fill("Red beyond, %", "20").fill("Half-year returns due by", "15 November").save()
    assert devon.cell("Safer Devon", "Due") == "15 November 2019"


# factors, scenarios, partnerships


def test_a_factor_is_added_changed_archived_and_brought_back(devon: Sharing) -> None:
    devon.view("Factors").press(Key.Key_N, CTRL)
    devon.fill("Factor", "Deprivation").fill("Source", "Indices of deprivation").save()
    assert devon.chosen() == "Deprivation"
    devon.change("Change name, source or date…").fill("Figures of", "26 September 2019").save()
    assert devon.cell("Deprivation", "Figures of") == "26 September 2019"
    devon.change("Archive this factor")
    assert "Deprivation" not in devon.names()
    devon.view("Archived").choose("Deprivation").click("Bring back from the archive")
    devon.view("Factors")
    assert "Deprivation" in devon.names()


def test_a_scenario_is_opened_copied_shared_and_archived(devon: Sharing) -> None:
    devon.view("Re-balancing scenarios").choose("B: crime and people")
    devon.click("Copy…").fill("Name of the copy", "C: a copy").save()
    assert (devon.chosen(), devon.cell("C: a copy", "State")) == ("C: a copy", "Own")
    devon.click("Share with the office")
    assert devon.cell("C: a copy", "State") == "Shared"
    devon.tab.list.setFocus()
    devon.press(Key.Key_Return)
    assert devon.on_bench()
    devon.press(Key.Key_Escape)
    devon.click("Archive", devon.tab.record)
    assert devon.names() == ["B: crime and people"]


def test_a_partnership_is_added_changed_moved_and_put_away(devon: Sharing) -> None:
    devon.view("Partnerships").press(Key.Key_N, CTRL)
    devon.fill("Partnership", "Northern Isles Community Safety Partnership").save()
    name = "Northern Isles Community Safety Partnership"
    assert devon.chosen() == name
    devon.change("Move up")
    assert devon.names()[-2] == name
    devon.change("Move down")
    devon.change("Change name, area or place…").pick("Lies under", "Safer Devon").save()
    assert devon.cell(name, "Lies under") == "Safer Devon"
    devon.change("Archive this partnership")
    devon.view("Archived").choose(name).click("Bring back from the archive")
    devon.view("Partnerships")
    assert name in devon.names()


def test_a_county_with_districts_is_not_put_away(devon: Sharing) -> None:
    devon.view("Partnerships").choose("Safer Devon").change("Archive this partnership")
    assert devon.asker.told == [
        "That was not done: “Exeter Community Safety Partnership” lies under this partnership. "
        "Archive or move it first."
    ]
    assert "Safer Devon" in devon.names()


@pytest.mark.parametrize("view", [FUND, "Reserves", "Re-balancing scenarios"])
def test_the_list_and_the_record_are_printed(devon_shown: Sharing, view: str) -> None:
    devon_shown.view(view)
    devon_shown.press(Key.Key_P, CTRL)
    assert [dialog.windowTitle() for dialog in devon_shown.dialogs()] != []
    devon_shown.dialogs()[-1].close()
    devon_shown.back_to_window().more("Print this record…")
    assert len(devon_shown.dialogs()) == 1


@pytest.mark.parametrize(
    ("view", "item"),
    [
        (FUND, "Print the allocation statement…"),
        (FUND, "Print the page of Cornwall…"),
        ("Spend by theme", "Print the paper of spend by theme…"),
        ("Partnerships", "Print a page for each partnership…"),
        ("Re-balancing scenarios", "Print the executive summary…"),
        ("Re-balancing scenarios", "Print why each figure is what it is…"),
    ],
)
def test_the_papers_of_a_view_are_shown_to_be_printed(devon_shown: Sharing, view: str, item: str) -> None:
    devon_shown.view(view)
    if view == FUND:
        devon_shown.choose("Cornwall")
    devon_shown.more(item)
    assert len(devon_shown.dialogs()) == 1
    assert devon_shown.asker.told == []


def test_the_list_goes_to_excel(devon_shown: Sharing, tmp_path: Path) -> None:
    devon_shown.asker.path = tmp_path / "allocations.xlsx"
    devon_shown.press(Key.Key_E, CTRL)
    assert devon_shown.asker.path.exists()
    devon_shown.view("Factors")
    devon_shown.asker.path = tmp_path / "factors.xlsx"
    devon_shown.more("The figures to Excel…")
    assert devon_shown.asker.path.exists()
