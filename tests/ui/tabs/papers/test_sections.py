"""The sections of a paper: walked, moved, left out, removed, added; and the pages that follow them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.helpers import LEFT, OFFSCREEN
from tests.ui.tabs.papers.writing import ALT, CTRL, Writing

pytestmark = OFFSCREEN
Key = Qt.Key


def names(writing: Writing) -> list[str]:
    """The headings without their numbers."""
    return [one.heading for one in writing.composer.list.sections.rows]


def test_they_are_numbered_as_they_print_and_say_what_is_to_settle(plan: Writing) -> None:
    assert plan.sections()[:6] == [
        "Cover and details",
        "1 Introduction",
        "2 This year’s budget, 1 to settle",
        "2.1 Income by source",
        "3 Budget intentions for 2019/20",
        "4 Whole Police and Crime Plan",
    ]
    assert plan.sections()[-2:] == ["8 What changed since the last plan, 6 to explain", "9 In summary"]


def test_choosing_one_brings_its_page_into_sight(plan: Writing) -> None:
    plan.choose("Reducing reoffending")
    assert plan.composer.pages.view.page() == 7
    assert plan.composer.pages.page.currentText() == "8 of 11"
    plan.choose("Cover and details")
    assert plan.composer.pages.view.page() == 0


def test_the_arrows_walk_through_the_sections_and_enter_goes_to_the_text(plan: Writing) -> None:
    plan.choose("Cover and details").press(Key.Key_Down).press(Key.Key_Down)
    assert plan.composer.writing.heading.text() == "This year’s budget"
    plan.press(Key.Key_Return)
    assert plan.box.hasFocus()


def test_page_down_and_up_turn_the_pages(plan: Writing) -> None:
    plan.choose("Cover and details")
    plan.composer.pages.view.setFocus()
    for _ in range(3):
        plan.press(Key.Key_PageDown)
    assert plan.composer.pages.view.page() > 0
    assert f"page {plan.composer.pages.view.page() + 1} of 11" in plan.composer.pages.view.accessibleName()
    plan.press(Key.Key_Home)
    assert plan.composer.pages.view.page() == 0


def test_f6_goes_from_sections_to_text_to_pages_and_back(plan: Writing) -> None:
    plan.composer.spread.show_pane("section")
    plan.choose("Introduction")
    places = []
    for _ in range(3):
        plan.press(Key.Key_F6)
        places.append([plan.box.hasFocus(), plan.composer.pages.view.hasFocus(), plan.composer.list.hasFocus()])
    assert places == [[True, False, False], [False, True, False], [False, False, True]]


def test_alt_down_moves_a_section_with_its_parts_and_stays_on_it(plan: Writing) -> None:
    plan.choose("Introduction").press(Key.Key_Down, ALT)
    assert names(plan)[1:4] == ["This year’s budget", "Income by source", "Introduction"]
    assert plan.composer.list.key() == plan.composer.list.sections.rows[3].key
    assert plan.sections()[3] == "2 Introduction"
    plan.press(Key.Key_Z, CTRL)
    assert names(plan)[1] == "Introduction"
    assert plan.screen.state() == "Undone: Move a section"


def test_the_buttons_move_it_as_well(plan: Writing) -> None:
    plan.choose("This year’s budget")
    QTest.mouseClick(plan.composer.tools.up, LEFT)
    plan.settle()
    assert names(plan)[1:3] == ["This year’s budget", "Income by source"]


def test_space_leaves_a_section_out_and_takes_it_in_again(plan: Writing) -> None:
    plan.choose("Introduction").press(Key.Key_Space)
    assert plan.sections()[1:3] == ["Introduction, left out", "1 This year’s budget, 1 to settle"]
    plan.press(Key.Key_Space)
    assert plan.sections()[1] == "1 Introduction"


def test_a_click_on_the_eye_does_the_same_and_chooses_nothing(plan: Writing) -> None:
    view = plan.composer.list
    rect = view.visualRect(view.sections.index(1, 0))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() + 10, rect.center().y()))
    plan.settle()
    assert plan.sections()[1] == "Introduction, left out"
    assert view.key() == "cover"


def test_delete_removes_a_section_and_ctrl_z_brings_it_back(plan: Writing) -> None:
    plan.choose("Introduction").press(Key.Key_Delete)
    assert names(plan)[1] == "This year’s budget"
    assert plan.composer.list.key() == plan.composer.list.sections.rows[1].key
    plan.press(Key.Key_Z, CTRL)
    assert names(plan)[1] == "Introduction"


def test_a_section_is_added_after_the_chosen_one_with_its_heading_to_type(plan: Writing) -> None:
    plan.choose("Introduction").menu("Add", "Words only")
    assert names(plan)[2] == "New section"
    assert plan.composer.writing.heading.hasFocus()
    plan.composer.writing.heading.selectAll()
    plan.type("How we decided", plan.composer.writing.heading)
    assert plan.sections()[2] == "2 How we decided"


def test_a_section_about_one_thing_is_added_with_it(plan: Writing) -> None:
    plan.choose("Introduction").menu("Add", "A pooled budget by area > Youth Offending Service")
    assert names(plan)[2] == "Youth Offending Service"
    assert plan.composer.writing.subject.currentText() == "Youth Offending Service"


def test_what_changed_is_told_under_the_sections_and_read_in_full(plan: Writing) -> None:
    since = plan.composer.since
    assert since.title.text() == "Since the last plan"
    assert since.words.accessibleName() == "8 lines are new, 2 have ended and 4 figures changed. Read the changes"
    since.words.setFocus()
    plan.press(Key.Key_Return)
    dialog = plan.screen.dialogs()[-1]
    assert dialog.windowTitle() == "What changed"
    dialog.close()


def test_the_cover_stays_where_it_is_and_the_buttons_say_so(plan: Writing) -> None:
    plan.choose("Cover and details")
    assert not plan.composer.tools.up.isEnabled()
    assert plan.composer.tools.remove.toolTip() == "The cover stays where it is."
