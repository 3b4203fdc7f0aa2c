"""Who applies: numbers, details, people, stops, and two organisations that are one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, button, seen
from tests.ui.tabs.applications.applying import CTRL, HARBOUR, LANTERN, Applying
from ui.tabs.applications.merging import MergePanel

pytestmark = OFFSCREEN
Key = Qt.Key


def told(desk: Applying) -> str:
    """What the record says, its history left out."""
    return "\n".join(seen(desk.tab.record)).split("History")[0]


def test_a_number_is_shape_checked_and_found_again(desk: Applying) -> None:
    desk.view("Organisations").choose(LANTERN).do("Add a number…").fill("Number", "12-x").save()
    assert desk.is_open()
    desk.fill("Number", "1164883").pick("Register", "Charity, England and Wales").save()
    assert "1164883" in told(desk)
    desk.press(Key.Key_K, CTRL).type("1164883")
    desk.wait(lambda: any(LANTERN in each for each in desk.found()))


def test_where_it_is_and_whom_to_speak_to(desk: Applying) -> None:
    desk.view("Organisations").choose(LANTERN).do("Where and what it is…").fill("Postcode", "XX").save()
    assert desk.is_open()
    desk.fill("Postcode", "cm2 6da").fill("Income a year, £", "45,000").save()
    assert "CM2 6DA" in told(desk)
    desk.do("Add a person to speak to…").fill("Name", "A. Person").fill("E-mail", "a.person@example.org").save()
    assert "A. Person" in told(desk)


def test_a_stop_is_set_and_lifted_with_both_reasons_kept(desk: Applying) -> None:
    desk.view("Organisations").choose(HARBOUR).do("Stop all money to it…")
    desk.fill("Why it may have no money", "Under investigation").fill("Stopped by", "The monitoring officer").save()
    assert "Under investigation" in told(desk)
    assert desk.cell_here("Stop") != ""
    desk.do("Lift the stop…").fill("Why the stop is lifted", "Cleared").fill("Lifted by", "The monitoring officer")
    desk.save()
    assert desk.cell_here("Stop") == ""
    assert "Cleared" in desk.record()


def test_two_organisations_are_merged_field_by_field_and_taken_apart_by_undo(desk: Applying) -> None:
    """Pain 13 of the field: the same body under three names, its history scattered over them."""
    desk.press(Key.Key_N, CTRL).type("Harbour Light")
    desk.fill("Project", "Boat shed").fill("Asked for, £", "5,000").fill("Received on", "13 May 2026").save()
    desk.press(Key.Key_Escape).view("Organisations").choose("Harbour Light").do("Merge with another…")
    panel = desk.tab.findChild(MergePanel)
    assert panel is not None
    desk.type("Harbourlight")
    desk.wait(lambda: button(panel, HARBOUR))
    desk.click(HARBOUR, panel)
    assert f"{HARBOUR} becomes Harbour Light" in "\n".join(seen(desk.tab.wide))
    desk.save()
    assert desk.is_open()
    assert "needed" in desk.beside("Organisation").lower() or "choose" in desk.beside("Organisation").lower()
    desk.pick("Organisation", f"{HARBOUR}, as in {HARBOUR}").pick("Kind", f"Charity, as in {HARBOUR}").save()
    assert "Harbour Light" not in desk.names()
    assert desk.chosen() == HARBOUR
    assert "Boat shed" in told(desk)
    assert "Safe harbour" in told(desk)
    desk.undo()
    assert {"Harbour Light", HARBOUR} <= set(desk.names())


def test_escape_leaves_a_merge_as_it_was(desk: Applying) -> None:
    desk.view("Organisations").choose(LANTERN).do("Merge with another…").press(Key.Key_Escape)
    assert desk.tab.list.isVisible()
    assert LANTERN in desk.names()


def test_a_bid_leads_to_everything_of_its_organisation(desk: Applying) -> None:
    desk.bid("Night lights").do("Organisation > Show everything of it")
    assert desk.tab.bar.view.currentText() == "Organisations"
    assert desk.chosen() == LANTERN
