"""Writing a section: what is typed is on the pages at once, figures go in by their names, lists and strong words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from tests.ui.helpers import OFFSCREEN, find, pick, until
from tests.ui.tabs.papers.writing import CTRL, Writing
from ui.kit.controls import Combo, Tick

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def summary(plan: Writing) -> Writing:
    """The last section of the plan, open to be written."""
    return plan.choose("In summary")


def test_what_is_typed_is_on_the_pages_before_it_is_saved(summary: Writing) -> None:
    summary.type("|A sentence just typed.")
    assert "A sentence just typed." in summary.pages()
    assert summary.composer.writing.state.text() == "Not saved yet (Ctrl+S)"
    assert not summary.screen.state().startswith("Saved ")


def test_ctrl_s_saves_it_as_one_step_named_by_the_section(summary: Writing) -> None:
    summary.type("|More.").press(Key.Key_S, CTRL)
    assert summary.composer.writing.state.text() == "Saved"
    summary.composer.list.setFocus()
    summary.press(Key.Key_Z, CTRL)
    assert summary.screen.state() == "Undone: Write section “In summary”"
    assert not summary.box.toPlainText().endswith("More.")


def test_a_brace_asks_for_a_figure_and_enter_puts_it_in_by_its_name(summary: Writing) -> None:
    summary.type("| Road safety has {")
    assert summary.composer.picker.box.hasFocus()
    QTest.keyClicks(summary.composer.picker.box, "road safety")
    QTest.keyClick(summary.composer.picker.box, Key.Key_Return)
    assert summary.box.toPlainText().endswith("Road safety has {Road safety 2019/20}")
    assert summary.box.hasFocus()
    summary.settle()
    assert "Road safety has £30,000" in summary.pages()
    assert summary.composer.draft is not None
    assert "{line:" in summary.composer.draft.section(summary.composer.list.key()).text


def test_ctrl_i_asks_too_and_the_arrows_choose(summary: Writing) -> None:
    summary.type("|Now ").press(Key.Key_I, CTRL)
    QTest.keyClicks(summary.composer.picker.box, "commissioning budget")
    QTest.keyClick(summary.composer.picker.box, Key.Key_Down)
    QTest.keyClick(summary.composer.picker.box, Key.Key_Return)
    assert summary.box.toPlainText().endswith("Now {Commissioning budget 2018/19}")


def test_esc_leaves_the_figures_and_what_was_typed_stays(summary: Writing) -> None:
    summary.type("|A brace {")
    QTest.keyClick(summary.composer.picker.box, Key.Key_Escape)
    assert not summary.composer.picker.isVisible()
    assert summary.box.hasFocus()
    assert summary.box.toPlainText().endswith("A brace {")


def test_a_figure_goes_as_a_whole_and_says_what_it_comes_to(summary: Writing) -> None:
    summary.type("|In all {")
    QTest.keyClicks(summary.composer.picker.box, "road safety")
    QTest.keyClick(summary.composer.picker.box, Key.Key_Return)
    caret = summary.box.cursorRect().center() - QPoint(12, 0)
    view = summary.box.viewport()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, caret, view.mapToGlobal(caret)))
    until(QToolTip.isVisible)
    assert QToolTip.text() == "Road safety 2019/20: £30,000"
    QToolTip.hideText()
    QTest.keyClick(summary.box, Key.Key_Backspace)
    assert summary.box.toPlainText().endswith("In all ")


def test_a_name_that_is_no_figure_is_a_thing_to_settle(summary: Writing) -> None:
    summary.type("|In all {")
    QTest.keyClick(summary.composer.picker.box, Key.Key_Escape)
    summary.type("Something else}")
    assert "“{Something else}” is no figure of this office" in [
        one.title
        for one in summary.composer.drawn.guarded.findings  # type: ignore[union-attr]  # it is drawn
    ]


def test_ctrl_b_makes_the_chosen_words_stand_out_and_again_takes_it_back(summary: Writing) -> None:
    summary.type("|plainly")
    summary.box.moveCursor(QTextCursor.MoveOperation.PreviousWord, QTextCursor.MoveMode.KeepAnchor)
    QTest.keyClick(summary.box, Key.Key_B, CTRL)
    assert summary.box.toPlainText().endswith("\n**plainly**")
    QTest.keyClick(summary.box, Key.Key_B, CTRL)
    assert summary.box.toPlainText().endswith("\nplainly")


def test_enter_goes_on_with_a_list_and_an_empty_item_ends_it(summary: Writing) -> None:
    summary.type("|- one|two||after")
    assert summary.box.toPlainText().endswith("\n- one\n- two\nafter")
    assert "• one • two " in summary.pages()
    assert " after Record of changes" in summary.pages()
    assert "• after" not in summary.pages()


def test_the_heading_is_typed_and_stands_in_the_list_and_on_the_page(summary: Writing) -> None:
    summary.composer.writing.heading.selectAll()
    summary.type("To end with", summary.composer.writing.heading)
    assert summary.sections()[-1] == "9 To end with"
    assert "9 To end with" in summary.pages()


def test_what_a_section_shows_is_chosen_and_comes_onto_the_page(summary: Writing) -> None:
    pick(find(summary.composer.writing, Combo, "Shows"), "Income by source")
    summary.settle()
    assert summary.pages().count("Income by source") > 1
    assert summary.composer.writing.state.text() == "Saved"


def test_a_pooled_budget_asks_which_line_it_is_about(summary: Writing) -> None:
    pick(find(summary.composer.writing, Combo, "Shows"), "A pooled budget by area")
    summary.settle()
    pick(find(summary.composer.writing, Combo, "About"), "Youth Offending Service")
    summary.settle()
    assert summary.pages().count("Youth Offending Service by area") == 2


def test_a_section_left_out_is_not_on_the_pages_and_keeps_its_words(summary: Writing) -> None:
    summary.composer.writing.print_tick.click()
    summary.settle()
    assert summary.sections()[-1] == "In summary, left out"
    assert summary.box.toPlainText() != ""
    assert "9 In summary" not in summary.pages()


def test_details_are_typed_beside_the_cover_and_are_on_it_at_once(plan: Writing) -> None:
    plan.choose("Cover and details")
    assert plan.composer.details.form is not None
    title = plan.composer.details.form.box("title").control
    plan.type(" & more", title)
    assert "Commissioning Intentions Plan 2019/20 & more" in plan.pages()
    plan.choose("Introduction")
    assert plan.screen.state().startswith("Saved ")
    assert plan.headline().startswith("Commissioning Intentions Plan 2019/20 & more: 7 figures")


def test_a_date_that_cannot_be_read_says_so_and_keeps_one_at_the_cover(plan: Writing) -> None:
    plan.choose("Cover and details")
    assert plan.composer.details.form is not None
    day = plan.composer.details.form.box("day").control
    plan.type(" soon", day).choose("Introduction")
    assert plan.composer.list.key() == "cover"
    assert list(plan.composer.details.form.refusals()) == ["day"]


def test_answers_have_a_box_each_and_n_a_is_confirmed_beside_it(panel_paper: Writing) -> None:
    panel_paper.choose("Risks and implications")
    assert panel_paper.sections()[-2] == "Risks and implications, 8 to answer"
    find(panel_paper.composer.writing, Tick, "Confirm n/a: Staffing").click()
    panel_paper.settle()
    assert panel_paper.sections()[-2] == "Risks and implications, 7 to answer"
    boxes = panel_paper.composer.writing.answers
    environment = next(one for one in panel_paper.composer.draft.record.answers if one.heading == "Environment")  # type: ignore[union-attr]
    box = boxes.box(environment.id)
    box.text.selectAll()
    panel_paper.type("None of the services is run from a building of ours.", box.text)
    assert panel_paper.sections()[-2] == "Risks and implications, 6 to answer"
    assert not box.tick.isVisible()
    assert "None of the services is run from a building of ours." in panel_paper.pages()
