"""What is done with a budget line: its amount, its place, its agreements, its income, its notes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, Screen, find
from ui.kit.alert import LinkLabel
from ui.kit.parts import SmallTable

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
ISVA, ROAD, VICTIMS = "ISVA and SARC services", "Road safety", "Victim care services"


def test_a_new_amount_is_shown_everywhere_and_the_line_stays_chosen(devon: Screen) -> None:
    devon.choose(ROAD).change("Change the amount…")
    devon.fill("New amount, £", "45,500").fill("Reason", "Signs for <two> more roads").save()
    assert devon.chosen() == ROAD
    assert devon.page.list.grid.hasFocus()
    assert devon.cell(ROAD, "2019/20 £") == "45,500"
    assert devon.groups("2019/20 £")["Whole Police and Crime Plan"] == "2,235,749"
    assert devon.total("2019/20 £") == "5,846,190"
    assert devon.headline().startswith("£5,846,190 budget, ")
    assert devon.state().startswith("Saved ")
    assert [row[0::2] for row in devon.table("Revisions")] == [
        ["Original", "30,000"],
        ["Revision 1: Signs for <two> more roads", "45,500"],
    ]
    assert "Change a budget: £45,500. “Signs for <two> more roads”" in devon.record()
    assert "Budget £45,500." in devon.record()


def test_without_a_reason_the_sentence_stands_beside_its_box_and_what_was_typed_stays(devon_shown: Screen) -> None:
    devon_shown.choose(ROAD).change("Change the amount…").fill("New amount, £", "45,500").save()
    assert "Fill in “Reason”." in devon_shown.record()
    assert devon_shown.beside("Reason").startswith("Fill in “Reason”.")
    assert devon_shown.box("New amount, £") == "£45,500"
    assert devon_shown.cell(ROAD, "2019/20 £") == "30,000"


def test_an_amount_that_cannot_be_read_is_named_beside_its_box(devon_shown: Screen) -> None:
    devon_shown.choose(ROAD).change("Change the amount…").fill("New amount, £", "45,50").fill("Reason", "More").save()
    assert devon_shown.beside("New amount, £").startswith("“45,50” is not an amount in pounds.")
    assert devon_shown.box("Reason") == "More"


def test_the_amount_it_already_has_is_refused_by_the_office_beside_its_box(devon_shown: Screen) -> None:
    devon_shown.choose(ROAD).change("Change the amount…").fill("New amount, £", "30,000").fill("Reason", "More").save()
    assert devon_shown.beside("New amount, £").startswith("That is the amount it already has.")
    assert devon_shown.asker.told == []


def test_a_word_stands_in_place_of_an_amount_and_leaves_every_total(devon: Screen) -> None:
    devon.choose(ROAD).change("Change the amount…").fill("New amount, £", "TBD").fill("Reason", "Waits").save()
    assert devon.cell(ROAD, "2019/20 £") == "TBD"
    assert devon.total("2019/20 £") == "5,800,690"
    assert devon.headline().startswith("£5,800,690 budget, ")
    assert "“Road Safety” has no amount yet and is in no total." in devon.headline()


def test_ctrl_n_adds_a_line_which_is_then_chosen(devon: Screen) -> None:
    devon.press(Key.Key_N, Held.ControlModifier)
    devon.fill("Budget line", "Rural crime team").pick("Fund", "Reducing reoffending")
    devon.pick("Priority", "Protecting people at risk").fill("Amount, £", "12.5k").save()
    assert devon.chosen() == "Rural crime team"
    assert devon.cell("Rural crime team", "2019/20 £") == "12,500"
    assert devon.groups("2019/20 £")["Protecting people at risk"] == "262,500"
    assert devon.record().startswith("Rural crime team\nProtecting people at risk · Reducing reoffending\n")


def test_an_archived_line_leaves_the_budget_and_can_be_brought_back(devon: Screen) -> None:
    devon.choose(ROAD).change("Archive this line")
    assert ROAD not in devon.names()
    assert devon.headline().startswith("£5,800,690 budget, ")
    devon.view("Archived lines")
    assert devon.names() == [ROAD]
    devon.change("Bring back from the archive")
    assert devon.names() == []
    devon.view("Lines by priority")
    assert devon.total("2019/20 £") == "5,830,690"


def test_a_virement_is_seen_on_both_sides(devon: Screen) -> None:
    devon.choose("CCTV connectivity").change("Move money out…")
    devon.pick("To line", ROAD).fill("Amount, £", "2,500")
    devon.fill("Reason", "One road more").fill("Approved by", "head of commissioning").save()
    assert devon.chosen() == "CCTV connectivity"
    assert devon.table("Money moved")[0][0] == "Virement to Road safety, 2019/20"
    assert devon.table("Money moved")[0][-1] == "−2,500"
    assert "Approved by the head of commissioning." in devon.record()
    assert devon.cell("CCTV connectivity", "Moved £") == "−2,500"
    assert devon.cell(ROAD, "Moved £") == "+2,500"
    assert devon.total("2019/20 £") == "5,830,690"
    devon.choose(ROAD)
    assert devon.table("Money moved")[0][0] == "Virement from CCTV connectivity, 2019/20"
    assert "Budget £32,500." in devon.record()


def test_restricted_money_cannot_be_moved_to_another_fund(devon_shown: Screen) -> None:
    devon_shown.choose(VICTIMS).change("Move money out…").pick("To line", ROAD).fill("Amount, £", "100")
    devon_shown.fill("Reason", "More").fill("Approved by", "head of commissioning").save()
    assert devon_shown.beside("To line").startswith("“Victim Services Grant” is restricted money")
    assert devon_shown.box("Amount, £") == "£100"


def test_restricted_money_cannot_be_promised_beyond_what_the_fund_holds(devon: Screen) -> None:
    devon.choose(VICTIMS).change("Record an agreement…")
    devon.fill("What is agreed", "Everything and more").fill("Amount, £", "2,020,341.01").save()
    assert devon.beside("Amount, £") == (
        "“Victim Services Grant” is restricted money (ring-fenced by the Ministry of Justice for support to victims of "
        "crime). It has £2,020,341 left, so £2,020,341.01 cannot be promised from it. Required."
    )
    devon.fill("Amount, £", "2,020,341").save()
    assert "Committed £2,020,341, of which £0 paid" in devon.record()


def test_overspending_needs_an_approver_and_then_goes_through(devon: Screen) -> None:
    devon.view("Funds").choose("Sexual violence services").change("Change…")
    devon.fill("May be overspent by, £", "1,000").save()
    devon.view("Lines by priority").choose(ISVA).change("Record an agreement…")
    devon.fill("What is agreed", "Helpline").fill("Amount, £", "98,000").save()
    assert devon.beside("Overspending approved by").startswith(
        "This is £801 more than “ISVA and SARC services” has left (£97,199). To go over, name who approved it."
    )
    devon.fill("Overspending approved by", "Jo, chief finance officer").save()
    assert "Over by £801." in devon.record()
    assert "Approved by Jo, chief finance officer." in devon.record()
    assert devon.cell(ISVA, "Left £") == "−801"


def test_an_agreement_and_its_payment_are_in_the_figures_of_the_bar(devon: Screen) -> None:
    devon.choose(ROAD).change("Record an agreement…")
    devon.fill("What is agreed", "Speed signs").pick("With", "First Light").fill("Amount, £", "20,000").save()
    assert "Committed £20,000, of which £0 paid and £20,000 agreed, not yet paid. £10,000 left" in devon.record()
    devon.change("Record a payment…").fill("Paid, £", "5000").save()
    assert "Committed £20,000, of which £5,000 paid and £15,000 agreed, not yet paid." in devon.record()
    assert devon.table("Agreements") == [["Speed signs", "20,000", "5,000", "Part paid"]]
    assert devon.cell(ROAD, "Paid £") == "5,000"
    devon.change("Record a payment…").fill("Paid, £", "15,001").save()
    assert devon.beside("Paid, £").startswith("Only £15,000 of “Speed signs” is still to be paid.")
    devon.press(Key.Key_Escape).view("Agreements")
    assert devon.cell("Speed signs", "With") == "First Light"


def test_income_received_in_part_says_so_in_its_chip(devon: Screen) -> None:
    devon.choose(ROAD).change("Add income…").pick("From", "NHS England").fill("What it is", "Safer roads grant")
    devon.fill("Expected, £", "1,200").save()
    assert devon.table("Income") == [["NHS England", "2019/20", "1,200", "0", "Agreed"]]
    devon.change("Record money received…").fill("Received, £", "500").save()
    assert devon.table("Income") == [["NHS England", "2019/20", "1,200", "500", "Part received"]]
    devon.view("Income by source").choose("Safer roads grant").change("Record money received…").save()
    assert devon.cell("Safer roads grant", "State") == "Received"
    assert devon.cell("Safer roads grant", "To come £") == "0"


def test_a_note_names_a_part_of_its_line_and_adds_nothing(devon: Screen) -> None:
    devon.choose(ROAD).change("Add a note…").fill("Note", "For schools").fill("Of which, £", "4,000").save()
    assert "For schools (£4,000 of this line, never added to it)" in devon.record()
    assert devon.total("2019/20 £") == "5,830,690"
    devon.click("Change note").fill("Of which, £", "30,000.01").save()
    assert devon.beside("Of which, £").startswith("A part of the line cannot be more than the line.")


def test_why_a_stated_figure_differs_can_be_said_from_the_line_by_keyboard(durham: Screen) -> None:
    durham.choose("Safe Durham Partnership")
    link = next(one for one in durham.page.record.findChildren(LinkLabel) if "Say why" in one.text())
    link.setFocus()
    durham.press(Key.Key_Return).fill("Why it differs", "The heading was not brought up to date").save()
    assert "£473,395. The heading was not brought up to date" in durham.record()
    assert "Say why" not in durham.record()
    durham.view("Stated figures").choose("Allocation to Durham")
    assert "The heading was not brought up to date" in durham.record()


def test_enter_on_a_row_of_a_table_in_the_record_opens_its_form(devon: Screen) -> None:
    devon.choose(ISVA)
    find(devon.page.record, SmallTable, "Agreements").grid.setFocus(Qt.FocusReason.TabFocusReason)
    devon.press(Key.Key_Return)
    assert devon.box("What is agreed") == "ISVA contract (3+1+1 years)"
    devon.fill("Amount, £", "416,000").save()
    assert devon.table("Agreements")[0][1] == "416,000"
    assert devon.chosen() == ISVA


def test_the_next_year_starts_from_this_one_and_is_then_on_the_screen(devon: Screen) -> None:
    devon.menu("More", "Start 2020/21 from this year…").pick("Each line begins with", "the amount it has now").save()
    assert devon.window.top.year.currentText() == "2020/21"
    assert devon.headline().startswith("£5,830,690 budget, ")
    assert "The same as 2019/20." in devon.headline()
    assert devon.total("2020/21 £") == devon.total("2019/20 £") == "5,830,690"


def test_a_stated_total_is_kept_for_the_lines_shown(devon: Screen) -> None:
    devon.press(Key.Key_F, Held.ControlModifier).type("victims").menu("More", "Keep a stated total…")
    assert devon.box("Stated figure, £") == "£2,762,540"
    devon.fill("What is stated", "For victims").fill("Where it stands", "Talk of 3 June").save()
    devon.view("Stated figures")
    devon.page.bar.box.clear()
    assert devon.cell("For victims", "Rows come to £") == "2,762,540"
    assert devon.cell("For victims", "State") == "Agrees"
