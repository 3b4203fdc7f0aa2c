"""What is done with a contract: each action once, by key or click, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, find, seen
from tests.ui.tabs.contracts.contracting import COURT, CTRL, HELPLINE, Contracting
from ui.kit.parts import SmallTable

pytestmark = OFFSCREEN
Key = Qt.Key


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A signed decision on this laptop."""
    path = tmp_path / "Decision 12 signed.pdf"
    path.write_bytes(b"%PDF-1.7 signed")
    return path


# a contract


def test_a_contract_is_added_with_its_options_and_is_the_chosen_one(desk: Contracting) -> None:
    desk.press(Key.Key_N, CTRL)
    desk.fill("Reference", "MD-19").fill("Title", "Mediation").fill("Provider", "Harbourlight")
    desk.fill("Starts on", "1 April 2019").fill("Initial term ends on", "31 March 2021")
    desk.fill("Value without VAT, £", "24,000").pick("Kind", "Services")
    desk.pick("Regime", "Grant agreement").fill("Options to extend, months", "6 + 6").save()
    assert desk.chosen() == "Mediation"
    assert desk.cell("Mediation", "£ a year") == "12,000"
    assert [row[0] for row in desk.table("Options to extend")] == ["1", "2"]
    assert desk.tab.list.grid.hasFocus()
    desk.undo()
    assert "Mediation" not in desk.names()


def test_a_contract_that_runs_in_another_year_is_shown_among_all_once_it_is_added(desk: Contracting) -> None:
    desk.press(Key.Key_N, CTRL)
    desk.fill("Reference", "MD-25").fill("Title", "Mediation").fill("Provider", "Harbourlight")
    desk.fill("Starts on", "1 April 2025").fill("Initial term ends on", "31 March 2026")
    desk.fill("Value without VAT, £", "24,000").pick("Kind", "Services").save()
    assert desk.tab.bar.view.currentText() == "All contracts"
    assert desk.chosen() == "Mediation"


def test_dates_out_of_order_are_refused_beside_their_box_and_what_was_typed_stays(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Change the contract…").fill("Initial term ends on", "30 September 2017")
    desk.fill("Note", "As amended").save()
    assert desk.is_open()
    assert desk.beside("Initial term ends on").startswith("It ends before it starts.")
    assert desk.box("Note") == "As amended"
    desk.fill("Initial term ends on", "30 September 2021").save()
    assert "As amended" in desk.record()


def test_a_value_without_vat_above_that_with_it_is_refused(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Change the contract…").fill("Value with VAT, £", "90,000").save()
    assert "VAT" in desk.beside("Value with VAT, £")
    assert desk.box("Value with VAT, £") == "90,000"


def test_a_contract_is_published_archived_and_brought_back(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Copy published…").fill("Copy published on", "1 November 2018").save()
    assert "Copy published\n1 November 2018" in desk.record()
    desk.do("Archive this contract")
    assert HELPLINE not in desk.names()
    desk.view("Archived").choose(HELPLINE).click("Bring back from the archive")
    assert desk.names() == []
    desk.view("Running, by end date")
    assert HELPLINE in desk.names()


def test_a_document_is_attached_to_the_contract(desk: Contracting, signed: Path) -> None:
    desk.asker.path = signed
    desk.choose(HELPLINE).do("Attach a document…")
    assert signed.name in desk.record()
    desk.click("Remove", desk.tab.record)
    assert signed.name not in "\n".join(seen(desk.tab.record)[:40])


# options


def test_an_option_is_taken_with_its_decision_and_moves_the_one_current_end(desk: Contracting, signed: Path) -> None:
    desk.asker.path = signed
    assert (desk.chosen(), desk.primary()) == (COURT, "Decide on option 1…")
    desk.do("Take option 1…")
    assert desk.asker.asked == ["Attach the signed decision"]
    assert desk.box("Signed document") == signed.name
    desk.fill("Decision reference", "D12/2019").fill("Decision", "Extend by a year")
    desk.fill("Decided on", "12 November 2019").fill("Decided by", "the Commissioner").save()
    assert desk.cell(COURT, "Ends") == "31 March 2021"
    assert "D12/2019, 12 November 2019, the Commissioner" in desk.record()
    desk.undo()
    assert desk.cell(COURT, "Ends") == "31 March 2020"


def test_an_option_is_not_taken_without_its_signed_document(desk: Contracting) -> None:
    desk.asker.path = None
    desk.choose(COURT).do("Take option 1…")
    assert desk.box("Signed document") == "Choose one"
    desk.fill("Decision reference", "D12/2019").fill("Decision", "Extend by a year")
    desk.fill("Decided on", "12 November 2019").fill("Decided by", "the Commissioner").save()
    assert desk.is_open()
    assert "Signed document" in desk.beside("Signed document")
    assert desk.box("Decision reference") == "D12/2019"
    desk.click("Cancel")
    assert desk.cell(COURT, "Ends") == "31 March 2020"


def test_the_document_that_is_kept_with_the_option_already_is_not_asked_for_again(
    desk: Contracting, signed: Path
) -> None:
    desk.asker.path = signed
    desk.choose(COURT).do("Take option 1…").click("Cancel")
    desk.do("Take option 1…")
    assert desk.asker.asked.count("Attach the signed decision") == 1
    assert desk.box("Signed document") == signed.name


def test_an_option_is_declined_and_opened_again(desk: Contracting) -> None:
    desk.choose(COURT).do("Decline option 1…").fill("Decision reference", "D9/2019").fill("Decision", "Let it end")
    desk.fill("Decided on", "1 November 2019").fill("Decided by", "the Commissioner").save()
    assert desk.table("Options to extend")[0][4] == "Declined"
    desk.do("Options > Open option 1 again")
    assert desk.table("Options to extend")[0][4] == "Open"


def test_an_option_is_added_changed_and_archived(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Options > Add an option…").fill("Ends on", "30 September 2022")
    desk.fill("Value without VAT, £", "50,000").save()
    assert desk.beside("Ends on")
    desk.fill("Ends on", "31 March 2024").save()
    assert [row[1] for row in desk.table("Options to extend")][-1] == "31 March 2024"
    desk.do("Options > Change option 3…").fill("Value without VAT, £", "55,000").save()
    assert desk.table("Options to extend")[-1][3] == "55,000"
    desk.do("Options > Archive option 3")
    assert len(desk.table("Options to extend")) == 2


def test_a_row_of_the_options_is_changed_with_enter(desk: Contracting) -> None:
    desk.choose(HELPLINE)
    table = find(desk.tab.record, SmallTable, "Options to extend")
    table.grid.setFocus()
    desk.press(Key.Key_Home).press(Key.Key_Return)
    assert desk.is_open()
    assert desk.box("Ends on") == "30 September 2022"


# breaks and variations


def test_a_break_is_added_changed_and_taken(desk: Contracting, signed: Path) -> None:
    desk.choose(HELPLINE).do("Breaks > Add a break point…").fill("May end on", "30 September 2020").save()
    desk.do("Breaks > Change the break of 30 September 2020…").fill("Notice by", "30 June 2020").save()
    assert desk.table("Break points")[0][:2] == ["30 September 2020", "30 June 2020"]
    desk.asker.path = signed
    desk.do("Breaks > End it early on 30 September 2020…")
    desk.fill("Decision reference", "D20/2019").fill("Decision", "End it").fill("Decided on", "4 November 2019")
    desk.fill("Decided by", "the Commissioner").save()
    assert desk.cell(HELPLINE, "Ends") == "30 September 2020"
    desk.undo()
    desk.do("Breaks > Archive the break of 30 September 2020")
    assert "Break points" not in desk.record()


def test_a_variation_sums_to_the_current_value_and_is_not_dated_before_signing(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Variations > Add a variation…").fill("Change without VAT, £", "10,000")
    desk.fill("Holds from", "1 April 2020").fill("Signed on", "1 September 2018").fill("Reason", "More calls").save()
    assert desk.beside("Signed on").startswith("The contract was only signed on 3 September 2018.")
    desk.fill("Signed on", "2 March 2020").save()
    assert desk.table("Current value, without VAT")[-1][-1] == "310,000"
    desk.do("Variations > Change variation 1…").fill("Change without VAT, £", "20,000").save()
    assert desk.table("Current value, without VAT")[-1][-1] == "320,000"
    desk.do("Variations > Archive variation 1")
    assert desk.table("Current value, without VAT")[-1][-1] == "300,000"


# who pays


def test_a_split_that_does_not_foot_is_refused_and_then_saved(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Money > Who pays…")
    desk.put("Victims", "From 2018/19 %", "70").put("Courts", "From 2018/19 %", "20").save()
    assert "the shares come to 90 %. Make them 100 %." in desk.beside("Who pays")
    assert desk.stands("Victims", "From 2018/19 %") == "70"
    desk.put("Courts", "From 2018/19 %", "30").save()
    assert [row[0] for row in desk.table("Paid from")][:2] == ["Victims", "Courts"]


def test_a_year_is_agreed_in_funds_out_of_the_lines_that_pay(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Money > Who pays…").put("Victims", "From 2018/19 %", "100").save()
    desk.do("Money > Agree 2019/20 in Funds…").fill("Agreed on", "1 May 2019").save()
    assert [row[-2] for row in desk.table("Year by year") if row[0] == "2019/20"] == ["100,000"]
    desk.press(Key.Key_1, CTRL)
    desk.page.show_view("agreements")
    desk.settle()
    assert HELPLINE in [str(line.cells[0]) for line in desk.page.list.shown().lines]


def test_money_is_moved_between_years_with_a_reason(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Money > Move money between years…").put("2019/20", "In the year £", "90,000")
    desk.put("2020/21", "In the year £", "120,000").fill("Reason", "A late start").save()
    assert desk.beside("By year").startswith("The years come to £310,000; the contract is worth £300,000.")
    desk.put("2020/21", "In the year £", "110,000").save()
    assert [row[1] for row in desk.table("Year by year")][1:3] == ["90,000", "110,000"]
    assert "A late start" in desk.record()


def test_a_partner_s_money_is_added_changed_and_taken_out(desk: Contracting) -> None:
    desk.choose(COURT).do("Partners > Add a partner's money…").fill("Partner", "Anytown Council")
    desk.put("2019/20", "Agreed £", "5,000").put("2020/21", "On a condition £", "4,000")
    desk.fill("Condition", "The option is taken").save()
    assert desk.table("Year by year, with option 1")[1][:3] == ["2020/21", "30,000", "4,000"]
    desk.do("Partners > Change what Anytown Council pays…")
    assert desk.stands("2019/20", "Agreed £") == "5,000"
    desk.put("2019/20", "Agreed £", "6,000").save()
    assert desk.table("Year by year")[0][2] == "6,000"
    desk.do("Partners > Take Anytown Council out")
    assert len(desk.table("Year by year")[0]) == 2


def test_the_warning_that_a_partner_s_money_ends_first_leads_to_its_form(desk: Contracting) -> None:
    desk.choose(HELPLINE).follow("Partner money")
    assert desk.is_open()
    assert desk.box("Partner") == "Anytown Council"


def test_a_condition_blocks_until_it_is_met(desk: Contracting) -> None:
    desk.choose(COURT).do("Subject to > Add a condition…").fill("Subject to", "The grant is confirmed")
    desk.fill("Blocks from", "1 April 2020").save()
    assert desk.cell(COURT, "Status") in ("Notice due", "On condition")
    desk.do("Subject to > Change: The grant is confirmed…").fill("To be met by", "1 March 2020").save()
    desk.do("Subject to > Met: The grant is confirmed…").fill("Met on", "12 November 2019")
    desk.fill("Evidence", "Letter of 11 November").save()
    assert desk.table("Subject to")[0][3] == "Met"
    desk.do("Subject to > Not met after all: The grant is confirmed")
    assert desk.table("Subject to")[0][3] == "Not met"
    desk.do("Subject to > Archive: The grant is confirmed")
    assert "The grant is confirmed" not in "\n".join(seen(desk.tab.record)[:20])


def test_what_is_passed_on_is_inside_the_contract_and_never_above_it(desk: Contracting) -> None:
    desk.choose(COURT).do("Passed on > Add a sub-contract or onward grant…").fill("Organisation", "Anytown Health")
    desk.pick("Kind", "Sub-contract: does part of the work").fill("Amount, £", "40,000").save()
    assert desk.beside("Amount, £")
    assert desk.is_open()
    desk.fill("Amount, £", "4,000").fill("Match funding, £", "1,000").save()
    assert desk.table("Passed on")[0][3:] == ["4,000", "1,000"]
    desk.do("Passed on > Change Anytown Health…").fill("Amount, £", "5,000").save()
    assert desk.table("Passed on")[0][3] == "5,000"
    desk.do("Passed on > Archive Anytown Health")
    assert "Passed on" not in seen(desk.tab.record)


# reviews


def test_a_review_is_recorded_with_its_indicators_and_changed(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Indicators > Add an indicator…").fill("Indicator", "Seen within five days")
    desk.fill("Unit", "%").fill("Target", "90").save()
    assert desk.primary() == "Record the quarter 4 review of 2018/19…"
    desk.do("Record the quarter 4 review of 2018/19…").fill("Held on", "20 April 2019").pick("Rating", "Good")
    desk.fill("Performance note", "Steady").put("Seen within five days, %", "Actual", "93").save()
    assert [row[1:] for row in desk.table("Reviews") if row[0] == "Quarter 4, 2018/19"] == [["20 April 2019", "Good"]]
    assert "93 % against 90 %: met" in desk.record()
    desk.do("Reviews > Change the quarter 4 review of 2018/19…")
    assert desk.stands("Seen within five days, %", "Actual") == "93"
    desk.put("Seen within five days, %", "Actual", "80").save()
    assert "80 % against 90 %: not met" in desk.record()
    desk.do("Indicators > Change Seen within five days…").fill("Unit", "per cent").save()
    desk.do("Reviews > Archive the quarter 4 review of 2018/19")
    assert [row[2] for row in desk.table("Reviews") if row[0] == "Quarter 4, 2018/19"] == ["Late"]
    desk.do("Indicators > Archive Seen within five days")
    assert "Seen within five days" not in seen(desk.tab.record)


def test_people_are_counted_and_small_counts_are_hidden_in_the_record(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Record the quarter 4 review of 2018/19…").fill("Held on", "20 April 2019").save()
    desk.do("Reviews > Count people for the quarter 4 review of 2018/19…")
    desk.put("Female", "People", "40").put("Male", "People", "3").save()
    record = desk.record()
    assert "People served 2018/19" in record
    assert "fewer than 5" in record
    desk.do("Reviews > Count people for the quarter 4 review of 2018/19…")
    assert desk.stands("Male", "People") == "3"


def test_an_action_is_carried_forward_until_it_is_done(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Actions > Add an action…").fill("What is to be done", "Train two more volunteers")
    desk.fill("Due on", "1 October 2019").save()
    assert "1 October 2019\nTrain two more volunteers (late)" in desk.record()
    desk.do("Actions > Change: Train two more volunteers…").fill("Owner", "Harbourlight").save()
    assert "Train two more volunteers (Harbourlight, late)" in desk.record()
    desk.do("Actions > Done: Train two more volunteers…").fill("Done on", "12 November 2019").save()
    assert "Open actions" not in seen(desk.tab.record)
    desk.undo()
    desk.do("Actions > Archive: Train two more volunteers")
    assert "Open actions" not in seen(desk.tab.record)


# dates, notices, bands and thresholds


def test_a_notice_the_desk_did_not_ask_for_is_recorded_and_taken_back(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Notices > Published: another notice…")
    desk.pick("Notice", "Contract award (UK6)").fill("Published on", "1 October 2018").save()
    assert "UK6" in desk.record()
    desk.do("Notices > Take back UK6")
    assert "UK6" not in "\n".join(seen(desk.tab.record)[:40])


def test_the_bands_are_the_office_s_own_and_change_the_states(desk: Contracting) -> None:
    assert desk.cell(HELPLINE, "Status") == "Running"
    desk.more("Expiry bands and handover…")
    desk.fill("In sight, months before the end", "4").save()
    assert desk.beside("In sight, months before the end").startswith("This is to be more than the 6 months")
    desk.fill("In sight, months before the end", "24").save()
    assert desk.cell(HELPLINE, "Status") == "In sight"


def test_a_threshold_of_the_office_s_own_is_added_changed_and_archived(desk: Contracting) -> None:
    desk.view("Procurement thresholds").press(Key.Key_N, CTRL)
    desk.pick("Threshold", "Light touch services").fill("From", "1 January 2030")
    desk.fill("Amount with VAT, £", "700,000").fill("Source", "A letter").save()
    assert "This office’s own" in desk.record()
    desk.do("Change this threshold…").fill("Amount with VAT, £", "710,000").save()
    assert "£710,000" in desk.record()
    desk.do("Archive this threshold")
    assert "A letter" not in [str(line.cells[-1]) for line in desk.tab.list.shown().lines]


def test_the_row_of_a_date_offers_what_settles_it(desk: Contracting) -> None:
    desk.view("Dates that bite")
    row = next(line for line in desk.tab.list.shown().lines if ":option:" in line.id)
    desk.tab.list.choose(row.id)
    desk.settle()
    assert desk.primary() == "Decide on option 1…"


def test_the_row_of_a_review_offers_to_record_it(desk: Contracting) -> None:
    desk.view("Reviews").tab.list.choose_first()
    desk.settle()
    assert desk.primary() == "Record the quarter 1 review of 2019/20…"
    desk.do("Record the quarter 1 review of 2019/20…").fill("Held on", "1 August 2019").save()
    shown = desk.tab.list.shown()
    at = [column.key for column in shown.columns].index("state")
    assert [line.cells[at] for line in shown.lines].count("Held") == 1
