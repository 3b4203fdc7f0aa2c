"""The figures guard beside the paper: found, shown in the page, corrected, kept with a reason, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.ui.helpers import OFFSCREEN, button, seen
from tests.ui.tabs.papers.writing import CTRL, Writing

pytestmark = OFFSCREEN
Key = Qt.Key
BOX = "Printed £87,200; its lines add to £97,200"


@pytest.fixture(autouse=True)
def in_sight(request: pytest.FixtureRequest) -> None:
    """The guard is in sight."""
    name = "panel_paper" if "panel_paper" in request.fixturenames else "plan"
    writing: Writing = request.getfixturevalue(name)
    writing.composer.spread.show_pane("guard")
    writing.settle()


def test_a_card_says_where_what_was_added_and_the_difference(plan: Writing) -> None:
    words = seen(plan.card(BOX))
    assert words[:2][0] == BOX
    assert words[1].startswith("Page 8, 5.2 Reducing reoffending, box. ")
    assert words[2:] == [
        *("Printed", "£87,200"),
        *("identified by the Local Criminal Justice Board", "£20,000"),
        *("the work of CASS Plus", "£32,600"),
        *("the work of Circles South West", "£44,600"),
        *("Together", "£97,200"),
        *("Difference", "+£10,000"),
        *("Print £97,200", "Keep, give a reason", "Show in page", "Go to section"),
    ]


def test_the_guard_says_how_much_it_added_and_compared(plan: Writing) -> None:
    guard = plan.composer.guard
    assert guard._foot.text().startswith("6 tables re-added: 4 tie.")


def test_issuing_waits_and_says_for_how_many(plan: Writing) -> None:
    issue = plan.composer.top.issue_button
    assert not issue.isEnabled()
    assert issue.text() == "Settle 13 things first"
    assert issue.toolTip() == "Settle 13 things first. The figures guard lists them (F8)."


def test_f8_goes_to_the_next_to_settle_and_shows_it_in_the_page(plan: Writing) -> None:
    for _ in range(4):
        plan.press(Key.Key_F8)
    assert plan.composer.guard.current() == plan.card(BOX).finding.key or plan.card(BOX).isVisible()
    current = plan.composer.guard.card(plan.composer.guard.current())
    assert current.hasFocus()
    assert plan.composer.drawn is not None
    place = plan.composer.drawn.places[current.finding.key]
    assert place.page in plan.composer.pages.view.in_sight()
    strong = [one for one in plan.composer.pages.view._marks if one.strong]
    assert [(one.page, one.top) for one in strong] == [(place.page, place.top)]


def test_go_to_section_takes_the_keyboard_to_its_text(plan: Writing) -> None:
    plan.composer.spread.show_pane("guard")
    plan.settle()
    plan.click("Go to section", plan.card(BOX))
    assert plan.box.hasFocus()
    assert plan.composer.writing.shows.currentText() == "“Intends to” box"


def test_a_stated_figure_is_corrected_to_what_its_rows_come_to(plan: Writing) -> None:
    plan.click("Print £97,200", plan.card(BOX))
    assert BOX not in plan.cards()
    assert "£97,200" in plan.pages()
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20: 6 figures and 6 changes to settle")
    plan.composer.list.setFocus()
    plan.press(Key.Key_Z, CTRL)
    assert plan.screen.state() == "Undone: Correct a stated figure to £97,200"
    assert BOX in plan.cards()


def test_a_figure_kept_with_a_reason_is_settled_and_the_reason_prints(plan: Writing) -> None:
    card = plan.card(BOX)
    plan.click("Keep, give a reason", card)
    assert not button(card, "Keep this reason").isEnabled()
    QTest.keyClicks(plan.screen.window.focusWidget(), "Rounded in the first edition")
    plan.press(Key.Key_Return, CTRL)
    assert "Rounded in the first edition" in plan.pages()
    words = seen(plan.card(BOX))
    assert words[-4:] == [
        "Reason: Rounded in the first edition",
        "Change the reason",
        "Take back",
        "Go to section",
    ]
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20: 6 figures")
    plan.click("Take back", plan.card(BOX))
    assert "Rounded in the first edition" not in plan.pages()
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20: 7 figures")


def test_esc_leaves_a_reason_and_not_the_paper(plan: Writing) -> None:
    plan.click("Keep, give a reason", plan.card(BOX))
    plan.press(Key.Key_Escape)
    assert plan.page.open_paper is plan.composer
    assert plan.card(BOX).findChildren(QPlainTextEdit) == []


def test_a_reason_being_typed_stays_while_the_pages_are_drawn_again(plan: Writing) -> None:
    plan.click("Keep, give a reason", plan.card(BOX))
    typing = plan.screen.window.focusWidget()
    QTest.keyClicks(typing, "Because")
    plan.press(Key.Key_F5)
    assert plan.card(BOX).has_reason_open()
    assert plan.screen.window.focusWidget() is typing


def test_a_change_is_given_its_reason_in_the_guard(plan: Writing) -> None:
    card = plan.card("“Community Speedwatch” is new")
    plan.click("Give the reason", card)
    QTest.keyClicks(plan.screen.window.focusWidget(), "Villages asked for it")
    plan.click("Keep this reason", card)
    assert "Villages asked for it" in plan.pages()
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20: 7 figures and 5 changes to settle")


def test_amounts_typed_by_hand_are_hints_that_can_be_looked_at(plan: Writing) -> None:
    plan.choose("In summary").type("|It costs £1,234 a day.")
    plan.composer.spread.show_pane("guard")
    plan.settle()
    hidden = plan.cards()
    hints = plan.composer.guard._hints_button
    hints.click()
    plan.settle()
    more = [one for one in plan.cards() if one not in hidden]
    assert any("£1,234" in one for one in more)
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20: 7 figures and 6 changes to settle")


def test_n_a_is_questioned_and_confirmed_or_answered(panel_paper: Writing) -> None:
    panel_paper.click("Confirm n/a", panel_paper.card("Is there truly nothing to say under Staffing?"))
    assert panel_paper.headline().startswith(
        "Update on commissioning activity 2015-16: 1 figure and 7 answers to settle"
    )
    panel_paper.click("Answer", panel_paper.card("Is there truly nothing to say under Environment?"))
    assert panel_paper.screen.window.focusWidget().accessibleName() == "Environment"
