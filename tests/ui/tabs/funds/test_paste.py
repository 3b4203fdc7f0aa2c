"""A budget copied in Excel and pasted: looked at first, then taken whole or not at all, in one step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import OFFSCREEN, Screen, button, cell, fill, rows, seen
from ui.pasting import PasteDialog

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier

GOOD = """Budget line\tFund\tPriority\t2018/19\t2019/20
Road safety\t\t\t\t£31,500
Rural crime\tReducing reoffending\tPreventing and deterring crime\t1,000\tTBD
CASS Plus\t\t\t\t14,000*
Total\t\t\t1,000\t45,500
"""
BAD = """Budget line\tFund\t2019/20
Road safety\t\t£3,0000
Rural crime\tNo such fund\t500
CASS Plus\t\t14,000
"""


def pasted(screen: Screen, table: str) -> PasteDialog:
    """The dialog on what was copied in Excel."""
    QApplication.clipboard().setText(table)
    screen.press(Key.Key_V, Held.ControlModifier | Held.ShiftModifier)
    dialog = screen.dialogs()[-1]
    assert isinstance(dialog, PasteDialog)
    screen.back_to_window()
    return dialog


def test_a_good_table_is_taken_in_one_step_that_can_be_undone(devon: Screen) -> None:
    dialog = pasted(devon, GOOD)
    assert [row[0] for row in rows(dialog.list)] == ["Road safety", "Rural crime", "CASS Plus"]
    assert cell(dialog.list, "Road safety", "What it would do") == "1 changed"
    assert cell(dialog.list, "Rural crime", "What it would do") == "New line with 2 years"
    assert cell(dialog.list, "Rural crime", "2019/20 £") == "TBD"
    fill(dialog, "Reason", "The table of 3 June")
    devon.click("Take 3 lines", dialog)
    assert devon.dialogs() == []
    assert devon.total("2019/20 £") == f"{5_830_690 + 1_500 + 14_000 - 32_600:,}"
    assert devon.total("2018/19 £") == "5,488,827"
    assert devon.cell("Rural crime", "2019/20 £") == "TBD"
    devon.choose("Road safety")
    assert devon.table("Revisions")[-1][0] == "Revision 1: The table of 3 June"
    devon.press(Key.Key_Z, Held.ControlModifier)
    assert devon.total("2019/20 £") == "5,830,690"
    assert "Rural crime" not in devon.names()


def test_nothing_can_be_taken_while_a_cell_is_wrong_and_every_one_is_named(devon_shown: Screen) -> None:
    dialog = pasted(devon_shown, BAD)
    said = " ".join(seen(dialog))
    assert "1 cell cannot be read. Row 2, 2019/20: “£3,0000” is not an amount in pounds." in said
    assert cell(dialog.list, "Road safety", "State") == "Cannot be taken"
    assert cell(dialog.list, "Rural crime", "What it would do") == "There is no fund called “No such fund”."
    assert cell(dialog.list, "CASS Plus", "State") == "Ready"
    take = button(dialog, "Take these lines")
    assert not take.isEnabled()
    assert "Mend the rows that cannot be taken in Excel, copy and paste again." in take.toolTip()
    devon_shown.press(Key.Key_Escape)
    assert devon_shown.total("2019/20 £") == "5,830,690"


def test_a_mended_table_can_be_pasted_over_a_bad_one(devon_shown: Screen) -> None:
    dialog = pasted(devon_shown, BAD)
    QApplication.clipboard().setText(GOOD)
    devon_shown.click("Paste here", dialog)
    assert button(dialog, "Take 3 lines").isEnabled()
    assert not any("cannot be read" in words for words in seen(dialog))


def test_a_list_copied_here_pastes_back_without_changing_anything(devon_shown: Screen) -> None:
    devon_shown.page.list.grid.setFocus()
    devon_shown.press(Key.Key_A, Held.ControlModifier).press(Key.Key_C, Held.ControlModifier)
    dialog = pasted(devon_shown, QApplication.clipboard().text())
    problems = [row for row in rows(dialog.list) if "Cannot be taken" in row]
    assert (problems, [words for words in seen(dialog) if "cannot be read" in words]) == ([], [])


def test_the_dialog_may_be_closed_while_it_is_still_reading(devon_shown: Screen) -> None:
    QApplication.clipboard().setText(GOOD * 40)
    devon_shown.page.paste_lines()
    devon_shown.dialogs()[-1].close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    devon_shown.settle()
    assert devon_shown.dialogs() == []
