"""A table of allocations copied in Excel and pasted: looked at first, then taken whole or not at all, in one step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import OFFSCREEN, button, cell, fill, rows, seen
from tests.ui.tabs.allocations.sharing import Sharing
from ui.pasting import PasteDialog

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
YEAR = "2019/20 £"
GIVEN = {
    "Safer Devon": "439,470",
    "Exeter": "25,000",
    "South Devon and Dartmoor": "25,000",
    "Torridge and North Devon": "25,000",
    "East and Mid Devon": "25,000",
    "Cornwall": "448,636",
    "Plymouth": "400,568",
    "Torbay": "201,575",
    "Isles of Scilly": "25,000",
}


def table(**changed: str) -> str:
    """The table as Excel copies it, with these amounts in the place of those that are there."""
    every = {**GIVEN, **{name.replace("_", " "): amount for name, amount in changed.items()}}
    return "Partnership\t2019/20\n" + "".join(f"{name}\t{amount}\n" for name, amount in every.items() if amount)


def pasted(screen: Sharing, text: str) -> PasteDialog:
    """The dialog on what was copied in Excel."""
    QApplication.clipboard().setText(text)
    screen.press(Key.Key_V, Held.ControlModifier | Held.ShiftModifier)
    dialog = screen.dialogs()[-1]
    assert isinstance(dialog, PasteDialog)
    screen.back_to_window()
    return dialog


def test_a_good_table_is_taken_in_one_step_that_can_be_undone(devon: Sharing) -> None:
    dialog = pasted(devon, table(Plymouth="£400,000", Torbay="202,143"))
    assert cell(dialog.list, "Plymouth", "What it would do") == "1 changed"
    assert cell(dialog.list, "Exeter", "What it would do") == "Nothing to change"
    fill(dialog, "Reason", "The table of 3 June")
    devon.click("Take 9 rows", dialog)
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("400,000", "202,143")
    devon.choose("Plymouth")
    assert "Reason\nThe table of 3 June" in devon.record()
    devon.undo()
    assert devon.cell("Plymouth", YEAR) == "400,568"


def test_text_in_a_money_cell_and_a_missing_row_keep_the_whole_paste_from_being_taken(devon_shown: Sharing) -> None:
    dialog = pasted(devon_shown, table(Plymouth="£4,00", Torbay="as before", Exeter=""))
    said = " ".join(seen(dialog))
    assert "1 cell cannot be read. Row 7, 2019/20: “£4,00” is not an amount in pounds." in said
    assert cell(dialog.list, "Torbay", "What it would do") == (
        "2019/20: “as before” is not an amount. Type it like 1,234, or TBD."
    )
    missing = [row for row in rows(dialog.list) if row[0] == "Exeter Community Safety Partnership"]
    assert [row[3] for row in missing] == ["Missing"]
    assert not button(dialog, "Take these rows").isEnabled()
    devon_shown.press(Key.Key_Escape)
    assert devon_shown.cell("Plymouth", YEAR) == "400,568"


def test_the_list_copied_here_pastes_back_without_changing_anything(devon_shown: Sharing) -> None:
    devon_shown.tab.list.setFocus()
    devon_shown.press(Key.Key_A, Held.ControlModifier).press(Key.Key_C, Held.ControlModifier)
    dialog = pasted(devon_shown, QApplication.clipboard().text())
    told = {row[0]: row[-1] for row in rows(dialog.list)}
    assert set(told.values()) <= {"Nothing to change", "A heading, left out"}


def test_there_is_nothing_to_paste_into_where_no_line_is_shown(devon_shown: Sharing) -> None:
    devon_shown.view("Reserves")
    devon_shown.press(Key.Key_V, Held.ControlModifier | Held.ShiftModifier)
    assert devon_shown.dialogs() == []
