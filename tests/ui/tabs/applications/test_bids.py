"""Bids as they are typed in, completed, checked and taken to a state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, seen
from tests.ui.tabs.applications.applying import (
    CTRL,
    HARBOUR,
    LANTERN,
    NORTH,
    ROADS,
    SOUTH,
    YOUTH,
    Applying,
)
from ui.kit.controls import Button

pytestmark = OFFSCREEN
Key = Qt.Key
LIGHTS, SAFE = "Night lights", "Safe harbour"


# typing them in


def test_paper_bids_are_typed_one_after_the_other_with_the_keyboard_alone(desk: Applying) -> None:
    before = len(desk.names())
    desk.press(Key.Key_N, CTRL)
    desk.type("Brookside Youth Club").press(Key.Key_Tab).type("Evening football").press(Key.Key_Tab).type("4,500")
    desk.fill("Received on", "13 May 2026").fill("Received at", "11:20").save()
    assert desk.is_open()
    assert "1 bid is in." in "\n".join(seen(desk.tab.wide))
    assert (desk.box("Organisation"), desk.box("Project")) == ("", "")
    assert (desk.box("Received on"), desk.box("Received at")) == ("13 May 2026", "11:20")
    desk.type("Ash Lane Residents").press(Key.Key_Tab).type("Alley gates").press(Key.Key_Tab).type("900").save()
    desk.press(Key.Key_Escape)
    assert not desk.is_open()
    assert len(desk.names()) == before + 2
    assert {"Evening football", "Alley gates"} <= set(desk.column("Project"))
    assert desk.bid("Evening football").cell_here("State") == "Received"


def test_a_paper_bid_that_came_after_the_close_is_late_and_says_why(desk: Applying) -> None:
    desk.press(Key.Key_N, CTRL).type("Brookside Youth Club")
    desk.fill("Project", "Evening football").fill("Asked for, £", "4,500")
    desk.fill("Received on", "5 June 2026").fill("Received at", "17:01").save().press(Key.Key_Escape)
    assert desk.bid("Evening football").cell_here("State") == "Late"
    assert "5 June 2026 at 17:01" in desk.record()


def test_what_is_wrong_in_a_paper_bid_is_said_beside_its_box_and_nothing_typed_is_lost(desk: Applying) -> None:
    desk.press(Key.Key_N, CTRL).type("Brookside Youth Club")
    desk.fill("Project", "Evening football").fill("Asked for, £", "4,500").fill("Received at", "25:10").save()
    assert desk.beside("Received at").startswith("“25:10”")
    assert desk.box("Project") == "Evening football"
    desk.fill("Received at", "10:25").save()
    assert desk.box("Project") == ""


def test_an_organisation_the_office_knows_is_offered_while_it_is_typed_and_never_forced(desk: Applying) -> None:
    """Pain 13 of the field: the same body under three names, its history scattered over them."""
    desk.press(Key.Key_N, CTRL).type("The Harborlight Limited")
    assert any(HARBOUR in each for each in desk.same_as())
    desk.press(Key.Key_Tab)
    assert desk.window.focusWidget() in desk.likes.findChildren(Button)
    desk.press(Key.Key_Space)
    assert desk.box("Organisation") == HARBOUR
    desk.fill("Organisation", "Harbourlight Trading")
    assert any(HARBOUR in each for each in desk.same_as())
    desk.fill("Project", "Shop").fill("Asked for, £", "1,000").save().press(Key.Key_Escape)
    assert "Harbourlight Trading" in desk.column("Organisation")


def test_a_bid_is_typed_in_full_and_is_the_chosen_one(desk: Applying) -> None:
    desk.more("Enter one bid in full…")
    desk.fill("Organisation", LANTERN).fill("Project", "Street lights").fill("Asked for, £", "2,000")
    desk.fill("Received on", "14 May 2026").fill("Starts on", "1 September 2026").fill(
        "Ends on", "1 August 2026"
    ).save()
    assert "before" in desk.beside("Ends on")
    desk.fill("Ends on", "31 March 2027").save()
    assert desk.cell_here("Project") == "Street lights"
    desk.undo()
    assert "Street lights" not in desk.column("Project")


# completing them


def test_the_costs_are_filled_in_as_a_table_that_foots_to_the_request(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Costs…")
    desk.put("1", "Item", "Lamps").put("1", "Costs £", "9,000").put("1", "Asked for £", "9,000")
    assert "3,000" in desk.foots("Asked for £")
    desk.put("2", "Item", "Electrician").put("2", "Costs £", "5,000").put("2", "Asked for £", "3,000").save()
    assert not desk.is_open()
    assert "Electrician" in desk.record()
    desk.undo()
    assert "Electrician" not in "\n".join(seen(desk.tab.record)).split("History")[0]


def test_a_cost_without_an_item_is_refused_at_its_cell(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Costs…").put("1", "Costs £", "9,000").save()
    assert desk.is_open()
    assert desk.stands("1", "Costs £") == "9,000"
    assert "Item" in "\n".join(seen(desk.tab.wide))


def test_match_funding_is_in_cash_and_in_kind(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Match funding…")
    desk.put("1", "From", "Anytown Council").put("1", "Cash £", "2,000").put("1", "Certain", "yes")
    desk.put("2", "From", "Volunteers").put("2", "In kind £", "1,500").save()
    assert not desk.is_open()
    assert "Volunteers" in desk.record()


def test_areas_and_priorities_come_to_a_hundred_percent_or_the_save_says_so(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Areas…").put(NORTH, "Share %", "60").save()
    assert desk.is_open() or "60 %" in desk.record()
    if not desk.is_open():
        desk.do("Areas…")
    desk.put(NORTH, "Share %", "60").put(SOUTH, "Share %", "40").save()
    assert not desk.is_open()
    desk.do("Priorities…").put(ROADS, "Share %", "25").put(YOUTH, "Share %", "75").save()
    assert SOUTH in desk.record()
    assert YOUTH in desk.record()


def test_the_gate_and_the_questions_are_answered(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Eligibility gate…").put("Is it a not-for-profit body?", "Passes", "no").save()
    assert desk.is_open()
    desk.put("Is it a not-for-profit body?", "Why not", "It pays a dividend").save()
    assert not desk.is_open()
    assert "It pays a dividend" in desk.record()
    desk.do("Answers…").fill("What will be different?", "Fewer dark corners").save()
    assert "Fewer dark corners" in desk.record()


def test_a_bid_that_is_whole_is_ready_to_score_and_not_before(desk: Applying) -> None:
    desk.bid(LIGHTS)
    assert desk.primary() == "Complete it…"
    whole(desk)
    assert desk.primary() == "Ready to score…"
    desk.do("Ready to score…").save()
    assert desk.cell_here("State").startswith("Ready")


def whole(desk: Applying) -> None:
    """Fill in everything the chosen bid lacks, form after form."""
    desk.do("Change the bid…").fill("What it is for", "Lamps in alleys").fill("People it reaches", "400")
    desk.fill("Who they are", "Residents").fill("Starts on", "1 September 2026").fill("Ends on", "31 March 2027")
    desk.fill("Local support", "The ward forum").fill("What happens once the grant has ended", "The council keeps them")
    desk.pick("Duplicates a statutory or funded service", "No").fill("Evidence on duplication", "Asked the council")
    desk.pick("Takes the place of statutory funding", "No").fill("Evidence on substitution", "Asked the council").save()
    assert not desk.is_open()
    desk.do("Costs…").put("1", "Item", "Lamps").put("1", "Costs £", "12,000").put("1", "Asked for £", "12,000").save()
    desk.do("Areas…").put(NORTH, "Share %", "100").save()
    desk.do("Priorities…").put(ROADS, "Share %", "100").save()
    desk.do("Answers…").fill("What will be different?", "Fewer dark corners").save()
    desk.do("Eligibility gate…").put("Is it a not-for-profit body?", "Passes", "yes").save()


# states


def test_a_bid_is_withdrawn_only_with_a_reason_and_stays(desk: Applying) -> None:
    desk.bid(LIGHTS).do("State > It was withdrawn…").save()
    assert desk.is_open()
    assert "reason" in desk.beside("Reason").lower()
    desk.fill("Reason", "They found other money").save()
    assert desk.cell_here("State") == "Withdrawn"
    assert "They found other money" in desk.record()
    desk.undo()
    assert desk.bid(LIGHTS).cell_here("State") == "Received"


def test_a_bid_entered_by_mistake_is_archived_and_brought_back(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Archive this bid")
    assert LIGHTS not in desk.column("Project")
    desk.view("Archived")
    line = next(one for one in desk.tab.list.shown().lines if any(LIGHTS in str(cell) for cell in one.cells))
    desk.tab.list.choose(line.id)
    desk.settle().click("Bring back from the archive", desk.tab.record)
    desk.view("Bids of the round")
    assert LIGHTS in desk.column("Project")


# whom to chase


def test_the_chase_list_is_copied_by_organisation(desk: Applying) -> None:
    """Pain 8 of the field: an afternoon spent working out what is missing from whom."""
    desk.view("What is missing").press(Key.Key_N, CTRL)
    text = desk.clipboard()
    assert HARBOUR in text
    assert "It works with children, and there is no safeguarding policy." in text
    assert text.index(HARBOUR) < text.index("safeguarding policy")
    assert desk.state() == "The chase list is on the clipboard"


# direct awards


def test_a_direct_award_needs_its_reason_and_has_the_same_checks(desk: Applying) -> None:
    desk.view("Direct awards").press(Key.Key_N, CTRL)
    desk.fill("Organisation", LANTERN).fill("Project", "Winter shelter").fill("Asked for, £", "3,000")
    desk.pick("Budget line", "Community safety").save()
    assert desk.is_open()
    assert "outside a round" in desk.beside("Why outside a round").lower() or "needed" in desk.beside(
        "Why outside a round"
    )
    desk.fill("Why outside a round", "The only shelter in the county").save()
    assert "The only shelter in the county" in desk.record()
    desk.do("Checks > Identity and governing document…")
    assert desk.box("What was checked") == "Identity and governing document"


# checks


def test_a_check_is_recorded_and_bank_details_need_a_second_person(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Checks > Bank details called back…")
    desk.pick("Outcome", "Clear").fill("Checked by", "Jo").save()
    assert not desk.is_open()
    desk.do("Checks > Confirm: Bank details called back…").fill("Confirmed by", "Jo").save()
    assert desk.is_open()
    assert "second person" in desk.beside("Confirmed by")
    desk.fill("Confirmed by", "Sam").save()
    assert not desk.is_open()
    assert "Sam" in desk.record()


def test_an_account_number_in_a_check_is_refused(desk: Applying) -> None:
    """Pain 13 of the field, where it concerns imports: nobody's bank details are kept here, typed or read."""
    desk.bid(LIGHTS).do("Checks > Bank details called back…").pick("Outcome", "Clear").fill("Checked by", "Jo")
    desk.fill("What was looked at", "Sort code 12-34-56, account 12345678").save()
    assert desk.is_open()
    assert "never" in desk.beside("What was looked at") or "kept" in desk.beside("What was looked at")


def test_conditions_of_a_check_are_told_with_the_bid(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Checks > Accounts and cash…").pick("Outcome", "Clear with conditions")
    desk.fill("Checked by", "Jo").save()
    assert "conditions" in desk.beside("Conditions").lower()
    desk.fill("Conditions", "Accounts within a month").save()
    assert "Accounts within a month" in desk.record()


# views


def test_a_view_is_asked_for_and_its_reply_recorded(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Views asked for > Ask for a view…").fill("Whose view", "Safer Anytown Partnership").save()
    assert "Safer Anytown Partnership" in desk.record()
    desk.do("Views asked for > Reply of Safer Anytown Partnership…").pick("Their view", "Support")
    desk.fill("What they said", "The alleys are where it happens").save()
    assert "The alleys are where it happens" in desk.record()


def test_a_letter_is_attached_to_the_bid(desk: Applying, tmp_path: Path) -> None:
    letter = tmp_path / "Letter of support.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    desk.asker.path = letter
    desk.bid(LIGHTS).do("Attach a document…")
    assert letter.name in desk.record()


# what they find


def test_search_everything_leads_to_a_bid_in_its_round(desk: Applying) -> None:
    desk.press(Key.Key_1, CTRL).press(Key.Key_K, CTRL).type("safe harbour")
    desk.wait(lambda: any("Safe harbour" in each for each in desk.found()))
    desk.press(Key.Key_Return)
    desk.wait(desk.tab.isVisible)
    desk.settle()
    assert desk.cell_here("Project") == SAFE


def test_the_filter_keeps_up_with_what_is_typed(desk: Applying) -> None:
    desk.press(Key.Key_F, CTRL).type("harb")
    assert desk.column("Project") == [SAFE]
    desk.press(Key.Key_Escape)
    assert len(desk.names()) == 2
