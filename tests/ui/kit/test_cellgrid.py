"""The grid, used as a spreadsheet is: arrows, typing, Enter and Tab, blocks, the clipboard, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from tests.ui.helpers import OFFSCREEN, action_called, until
from tests.ui.kit.grids import (
    AMOUNTS,
    FACTORS,
    FIGURES,
    LEFT,
    VALUES,
    Held,
    Key,
    at,
    chosen,
    click,
    clipboard,
    copy_out,
    ctrl,
    enter,
    focused,
    go,
    middle_of,
    press,
    shown,
    type_in,
    wrong_cells,
)
from ui.kit.gridbox import GridBox

pytestmark = OFFSCREEN
PutUp = Callable[[QWidget], None]
NOTHING = "Nothing was pasted: "


class Page(QWidget):
    """A grid between two boxes, on a window that has an undo of its own."""

    def __init__(self, box: GridBox) -> None:
        super().__init__()
        self.before, self.box, self.after = QLineEdit(), box, QLineEdit()
        column = QVBoxLayout(self)
        for one in (self.before, box, self.after):
            column.addWidget(one)
        self.undone: list[str] = []
        for keys in ("Ctrl+Z", "Ctrl+Y", "Ctrl+D"):
            QShortcut(QKeySequence(keys), self, lambda keys=keys: self.undone.append(keys))
        self.resize(900, 600)


@pytest.fixture
def page(put_up: PutUp) -> Page:
    """The grid of allocations with the keyboard in its first cell that can be typed into."""
    one = Page(GridBox(AMOUNTS))
    one.box.write(VALUES)
    put_up(one)
    go(one.box, "cornwall:2019")
    return one


@pytest.fixture
def box(page: Page) -> GridBox:
    return page.box


def test_qt_finds_nothing_wrong_with_the_model(box: GridBox) -> None:
    QAbstractItemModelTester(box.cells, QAbstractItemModelTester.FailureReportingMode.Fatal)
    box.write({})
    enter(box, "torbay:2019", "12 apples")
    box.type_back('{"gone:2019": "5"}')


# moving


def test_the_arrows_go_from_cell_to_cell_and_pass_over_headings(box: GridBox) -> None:
    press(Key.Key_Down, times=2)
    assert at(box) == "exeter:2019"
    press(Key.Key_Up)
    press(Key.Key_Right)
    assert at(box) == "devon:2020"
    press(Key.Key_Left, times=5)
    assert at(box) == "devon:2018"


@pytest.mark.parametrize(
    ("key", "held", "cell"),
    [
        (Key.Key_Home, Held.NoModifier, "exeter:2018"),
        (Key.Key_End, Held.NoModifier, "exeter:2021"),
        (Key.Key_Home, Held.ControlModifier, "cornwall:2018"),
        (Key.Key_End, Held.ControlModifier, "torbay:2021"),
        (Key.Key_Up, Held.ControlModifier, "cornwall:2019"),
        (Key.Key_Down, Held.ControlModifier, "torbay:2019"),
        (Key.Key_Left, Held.ControlModifier, "exeter:2018"),
        (Key.Key_Right, Held.ControlModifier, "exeter:2021"),
        (Key.Key_PageUp, Held.NoModifier, "cornwall:2019"),
        (Key.Key_PageDown, Held.NoModifier, "torbay:2019"),
    ],
)
def test_the_keys_go_to_the_ends(box: GridBox, key: Qt.Key, held: Qt.KeyboardModifier, cell: str) -> None:
    go(box, "exeter:2019")
    press(key, held)
    assert at(box) == cell


def test_the_cell_that_is_gone_to_comes_into_sight(put_up: PutUp) -> None:
    page = Page(GridBox(AMOUNTS))
    page.box.write(VALUES)
    page.resize(330, 300)
    put_up(page)
    go(page.box, "cornwall:2018")
    before = page.box.grid.horizontalScrollBar().value()
    press(Key.Key_End)
    bar = page.box.grid.horizontalScrollBar()
    assert (before, bar.value() > 0) == (0, True)
    assert page.box.grid.names.isVisible()
    assert page.box.grid.viewport().rect().contains(middle_of(page.box.grid, "cornwall:2021"))


# typing


def test_typing_replaces_what_is_in_a_cell_and_is_tidied(box: GridBox) -> None:
    type_in("70k")
    assert box.grid.is_typing()
    press(Key.Key_Return)
    assert shown(box, "cornwall:2019") == "70,000"
    assert at(box) == "devon:2019"


def test_f2_and_a_double_click_change_what_is_in_a_cell(box: GridBox) -> None:
    press(Key.Key_F2)
    press(Key.Key_Left, times=3)  # within the text, not to the next cell
    type_in("9")
    press(Key.Key_Return)
    assert shown(box, "cornwall:2019") == "4,489,636"
    QTest.mouseDClick(box.grid.viewport(), LEFT, pos=middle_of(box.grid, "exeter:2019"))
    assert box.grid.is_typing()
    type_in("0")
    press(Key.Key_Return)
    assert shown(box, "exeter:2019") == "250,000"


def test_the_arrows_end_what_was_begun_by_typing(box: GridBox) -> None:
    type_in("5")
    press(Key.Key_Right)
    assert (shown(box, "cornwall:2019"), at(box)) == ("5", "cornwall:2020")
    type_in("6")
    press(Key.Key_F2)
    press(Key.Key_Left)
    assert box.grid.is_typing()
    press(Key.Key_Down)
    assert (shown(box, "cornwall:2020"), at(box)) == ("6", "devon:2020")


def test_esc_gives_the_cell_back_as_it_was(box: GridBox) -> None:
    type_in("5")
    press(Key.Key_Escape)
    assert (shown(box, "cornwall:2019"), at(box), focused()) == ("448,636", "cornwall:2019", box.grid)
    assert not box.cells.can_undo()


def test_backspace_empties_a_cell_to_be_typed_into_and_delete_the_chosen_ones(box: GridBox) -> None:
    press(Key.Key_Backspace)
    type_in("5")
    press(Key.Key_Up)
    assert shown(box, "cornwall:2019") == "5"
    go(box, "cornwall:2019", "torbay:2020")
    press(Key.Key_Delete)
    assert box.read() == {cell: value for cell, value in VALUES.items() if cell.endswith(("2018", "2021"))}


def test_what_is_being_typed_is_kept_when_the_keyboard_goes_elsewhere(page: Page) -> None:
    type_in("5")
    QTest.mouseClick(page.after, LEFT)
    assert (shown(page.box, "cornwall:2019"), focused()) == ("5", page.after)


def test_a_locked_or_closed_cell_is_not_typed_into_and_says_so(box: GridBox) -> None:
    go(box, "cornwall:2018")
    type_in("5")
    press(Key.Key_F2)
    assert not box.grid.is_typing()
    assert box.said.text() == "Cornwall, 2018/19 cannot be typed into."
    go(box, "exeter:2021")
    type_in("5")
    assert box.said.text() == "Exeter, 2021/22 cannot be typed into."
    assert not box.cells.can_undo()


def test_a_key_pressed_while_a_cell_is_open_goes_into_it_wherever_it_was_sent(box: GridBox) -> None:
    QTest.keyClicks(box.grid, "123")
    press(Key.Key_Return)
    assert shown(box, "cornwall:2019") == "123"


# Enter and Tab


def test_enter_goes_down_and_with_shift_up(box: GridBox) -> None:
    press(Key.Key_Return, times=2)
    assert at(box) == "exeter:2019"
    press(Key.Key_Return, Held.ShiftModifier)
    assert at(box) == "devon:2019"
    press(Key.Key_Return, times=9)
    assert at(box) == "torbay:2019"


def test_tab_goes_right_over_what_is_shut_and_on_in_the_next_row(box: GridBox) -> None:
    order = []
    for _ in range(6):
        press(Key.Key_Tab)
        order.append(at(box))
    assert order == ["cornwall:2020", "cornwall:2021", "devon:2019", "devon:2020", "devon:2021", "exeter:2019"]
    go(box, "exeter:2020")
    press(Key.Key_Tab)
    assert at(box) == "torbay:2019"
    press(Key.Key_Backtab, Held.ShiftModifier)
    assert at(box) == "exeter:2020"


def test_a_row_typed_with_tab_goes_on_below_where_it_began(box: GridBox) -> None:
    for text in ("1", "2", "3"):
        type_in(text)
        press(Key.Key_Tab if text != "3" else Key.Key_Return)
    assert [shown(box, f"cornwall:{year}") for year in ("2019", "2020", "2021")] == ["1", "2", "3"]
    assert at(box) == "devon:2019"


def test_tab_leaves_the_grid_at_its_end_and_shift_tab_at_its_beginning(page: Page) -> None:
    go(page.box, "torbay:2021")
    type_in("5")
    press(Key.Key_Tab)
    assert (focused(), shown(page.box, "torbay:2021")) == (page.after, "5")
    press(Key.Key_Backtab, Held.ShiftModifier)
    assert (focused(), at(page.box)) == (page.box.grid, "torbay:2021")
    go(page.box, "cornwall:2019")
    press(Key.Key_Backtab, Held.ShiftModifier)
    assert focused() is page.before


@pytest.mark.parametrize("typing", [False, True])
def test_ctrl_tab_leaves_the_grid_from_anywhere(page: Page, typing: bool) -> None:
    if typing:
        type_in("5")
    ctrl(Key.Key_Tab)
    assert focused() is page.after
    page.box.grid.setFocus()
    press(Key.Key_Backtab, Held.ControlModifier | Held.ShiftModifier)
    assert focused() is page.before
    assert shown(page.box, "cornwall:2019") == ("5" if typing else "448,636")


def test_enter_and_tab_go_round_within_a_block(box: GridBox) -> None:
    go(box, "cornwall:2019", "devon:2020")
    order = []
    for _ in range(4):
        press(Key.Key_Return)
        order.append(at(box))
    assert order == ["devon:2019", "cornwall:2020", "devon:2020", "cornwall:2019"]
    press(Key.Key_Tab)
    assert at(box) == "cornwall:2020"
    assert len(chosen(box)) == 4


# blocks


def test_shift_chooses_a_block_from_the_cell_the_keyboard_is_in(box: GridBox) -> None:
    press(Key.Key_Down, Held.ShiftModifier, times=2)
    press(Key.Key_Right, Held.ShiftModifier)
    assert chosen(box) == [f"{row}:{year}" for row in ("cornwall", "devon", "exeter") for year in ("2019", "2020")]
    assert at(box) == "cornwall:2019"
    press(Key.Key_Left, Held.ShiftModifier)
    assert chosen(box) == ["cornwall:2019", "devon:2019", "exeter:2019"]
    press(Key.Key_Down)
    assert chosen(box) == ["devon:2019"]


def test_the_mouse_chooses_by_click_shift_and_dragging(box: GridBox) -> None:
    click(box, "devon:2019")
    assert at(box) == "devon:2019"
    click(box, "exeter:2020", Held.ShiftModifier)
    assert chosen(box) == ["devon:2019", "devon:2020", "exeter:2019", "exeter:2020"]
    viewport, start, end = box.grid.viewport(), middle_of(box.grid, "cornwall:2019"), middle_of(box.grid, "devon:2020")
    QTest.mousePress(viewport, LEFT, pos=start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, LEFT, pos=end)
    assert chosen(box) == ["cornwall:2019", "cornwall:2020", "devon:2019", "devon:2020"]
    assert at(box) == "cornwall:2019"


def test_a_click_on_a_head_takes_its_column_on_a_name_its_row_and_ctrl_a_everything(box: GridBox) -> None:
    heads = box.grid.heads
    QTest.mouseClick(heads.viewport(), LEFT, pos=QPoint(heads.sectionViewportPosition(1) + 5, 5))
    assert chosen(box) == ["cornwall:2019", "devon:2019", "exeter:2019", "torbay:2019"]
    QTest.mouseClick(box.grid.names.viewport(), LEFT, pos=QPoint(5, box.grid.rowViewportPosition(1) + 5))
    assert chosen(box) == [f"devon:{year}" for year in ("2018", "2019", "2020", "2021")]
    ctrl(Key.Key_A)
    assert len(chosen(box)) == 16
    assert at(box) == "devon:2018"


def test_the_chosen_cells_are_added_up(box: GridBox) -> None:
    assert box.sum.text() == ""
    go(box, "cornwall:2019", "exeter:2020")
    assert box.sum.text() == "6 cells chosen: 473,636, 1 not in it"
    go(box, "devon:2019", "devon:2020")
    assert box.sum.text() == "2 cells chosen"


def test_cells_of_different_kinds_are_counted_and_not_added(put_up: PutUp) -> None:
    box = GridBox(FACTORS)
    box.write(FIGURES)
    put_up(box)
    go(box, "a:people", "b:weight")
    assert box.sum.text() == "4 cells chosen"
    go(box, "a:people", "b:people")
    assert box.sum.text() == "2 cells chosen: 1,234.567891"


# copying and pasting


def test_cells_are_copied_as_plain_figures_that_a_spreadsheet_adds_up(box: GridBox) -> None:
    go(box, "cornwall:2019", "exeter:2021")
    ctrl(Key.Key_C)
    assert clipboard() == "448636\t\t=600+300\r\nTBD\t\t\r\n\t\t\r\n25000\t\t\r\n"


def test_what_was_copied_is_pasted_as_it_was(box: GridBox) -> None:
    go(box, "cornwall:2021")
    ctrl(Key.Key_C)
    go(box, "torbay:2021")
    ctrl(Key.Key_V)
    assert shown(box, "torbay:2021") == "600 + 300"


def test_figures_copied_from_one_grid_are_exact_in_another(put_up: PutUp) -> None:
    box = GridBox(FACTORS)
    box.write(FIGURES)
    put_up(box)
    go(box, "a:people", "a:cap")
    ctrl(Key.Key_C)
    assert clipboard() == "1234.567891\t40%\t8%\r\n"
    go(box, "b:people")
    ctrl(Key.Key_V)
    read = box.read()
    assert [read[f"b:{column}"] for column in ("people", "weight", "cap")] == list(FIGURES.values())[:3]


def test_a_block_from_excel_is_pasted_and_chosen(box: GridBox) -> None:
    copy_out("£1,000.00\t 2,000 ", "maintain\t(250)")
    ctrl(Key.Key_V)
    assert [shown(box, cell) for cell in chosen(box)] == ["1,000", "2,000", "maintain", "\N{MINUS SIGN}250"]
    assert at(box) == "cornwall:2019"


def test_text_in_a_money_cell_is_kept_as_typed_and_marked_wrong(box: GridBox) -> None:
    copy_out("12 apples", "=1+1", "", "#REF!")
    go(box, "cornwall:2020")
    ctrl(Key.Key_V)
    assert [shown(box, f"{row}:2020") for row in ("cornwall", "devon", "exeter")] == ["12 apples", "=1+1", "#REF!"]
    assert wrong_cells(box) == ["cornwall:2020", "devon:2020", "exeter:2020"]
    assert (
        box.said.text() == "Cornwall, 2020/21: “12 apples” is not an amount in pounds. Type it like 1,234 or 1,234.50."
    )
    go(box, "devon:2020")
    ctrl(Key.Key_C)
    assert clipboard() == "'=1+1\r\n"
    ctrl(Key.Key_V)
    assert shown(box, "devon:2020") == "=1+1"


@pytest.mark.parametrize(
    ("cell", "rows", "sentence"),
    [
        (
            "exeter:2020",
            ("1\t2\t3", "4\t5\t6"),
            "the block has 2 rows and 3 columns, and from here there is room for 2 rows and 2 columns.",
        ),
        (
            "exeter:2020",
            ("1", "2", "3"),
            "the block has 3 rows and 1 column, and from here there is room for 2 rows and 2 columns.",
        ),
        ("exeter:2020", ("1\t2",), "Exeter, 2021/22 cannot be typed into."),
        ("cornwall:2018", ("1\t2",), "Cornwall, 2018/19 cannot be typed into."),
        ("devon:2019", ("1", "2"), "“2” would fall on the heading “Districts”, which has no cells."),
    ],
)
def test_a_block_that_does_not_fit_is_refused_as_a_whole(
    box: GridBox, cell: str, rows: tuple[str, ...], sentence: str
) -> None:
    before = box.raw()
    copy_out(*rows)
    go(box, cell)
    ctrl(Key.Key_V)
    assert box.said.text() == NOTHING + sentence
    assert (box.raw(), box.cells.can_undo()) == (before, False)
    type_in("5")
    assert box.said.text() != NOTHING + sentence


def test_a_block_of_the_grids_own_passes_over_headings_and_locked_cells_as_they_stand(box: GridBox) -> None:
    go(box, "cornwall:2018", "torbay:2020")
    ctrl(Key.Key_C)
    before = box.raw()
    go(box, "cornwall:2018")
    ctrl(Key.Key_V)
    assert (box.said.text(), box.raw()) == ("", before)


def test_one_cell_or_a_row_of_them_fills_a_block(box: GridBox) -> None:
    copy_out("7")
    go(box, "cornwall:2019", "torbay:2020")
    ctrl(Key.Key_V)
    assert {shown(box, cell) for cell in chosen(box)} == {"7"}
    copy_out("1\t2")
    ctrl(Key.Key_V)
    assert [shown(box, cell) for cell in chosen(box)] == ["1", "2"] * 4


def test_pasted_into_an_open_cell_one_cell_goes_into_its_text_and_a_block_into_the_cells(box: GridBox) -> None:
    copy_out("25")
    type_in("1")
    ctrl(Key.Key_V)
    press(Key.Key_Return)
    assert shown(box, "cornwall:2019") == "125"
    go(box, "exeter:2019")
    copy_out("1\t2", "3\t4")
    type_in("9")
    ctrl(Key.Key_V)
    assert [shown(box, cell) for cell in chosen(box)] == ["1", "2", "3", "4"]
    ctrl(Key.Key_Z)
    assert shown(box, "exeter:2019") == "25,000"


def test_a_letter_put_together_by_an_input_method_starts_in_the_cell(box: GridBox) -> None:
    event = QInputMethodEvent()
    event.setCommitString("né")
    QApplication.sendEvent(box.grid, event)
    assert (box.grid.is_typing(), box.grid.editor.text()) == (True, "né")
    press(Key.Key_Return)
    assert shown(box, "cornwall:2019") == "né"


def test_an_empty_clipboard_says_so(box: GridBox) -> None:
    copy_out()
    ctrl(Key.Key_V)
    assert box.said.text() == "There is nothing on the clipboard to paste."


def test_cutting_copies_and_empties(box: GridBox) -> None:
    ctrl(Key.Key_X)
    assert (clipboard(), shown(box, "cornwall:2019")) == ("448636\r\n", "")


def test_ctrl_d_fills_down_and_leaves_what_is_shut(page: Page) -> None:
    box = page.box
    go(box, "cornwall:2019", "torbay:2019")
    ctrl(Key.Key_D)
    assert {shown(box, cell) for cell in chosen(box)} == {"448,636"}
    go(box, "cornwall:2021", "torbay:2021")
    ctrl(Key.Key_D)
    assert [shown(box, cell) for cell in chosen(box)] == ["600 + 300", "600 + 300", "", "600 + 300"]
    assert box.said.text() == "Cells that cannot be typed into were left as they are."
    go(box, "torbay:2020")
    ctrl(Key.Key_D)  # a cell alone takes what is above it
    assert shown(box, "torbay:2020") == ""
    assert page.undone == []


# the way back


def test_ctrl_z_takes_cells_back_one_change_at_a_time_and_ctrl_y_makes_them_again(page: Page) -> None:
    box, before = page.box, page.box.raw()
    enter(box, "cornwall:2019", "1")
    copy_out("5\t6", "7\t8")
    go(box, "exeter:2019")
    ctrl(Key.Key_V)
    after = box.raw()
    go(box, "cornwall:2018")
    ctrl(Key.Key_Z)
    assert (shown(box, "exeter:2019"), shown(box, "cornwall:2019")) == ("25,000", "1")
    assert len(chosen(box)) == 4
    ctrl(Key.Key_Z)
    assert box.raw() == before
    ctrl(Key.Key_Y)
    press(Key.Key_Z, Held.ControlModifier | Held.ShiftModifier)
    assert box.raw() == after
    assert page.undone == []


def test_the_windows_undo_is_reached_only_where_the_grid_has_nothing_to_undo(page: Page) -> None:
    enter(page.box, "cornwall:2019", "1")
    ctrl(Key.Key_Z)
    assert page.undone == []
    ctrl(Key.Key_Z)
    ctrl(Key.Key_Y)
    assert (page.undone, shown(page.box, "cornwall:2019")) == (["Ctrl+Z"], "1")
    ctrl(Key.Key_Y)
    assert page.undone == ["Ctrl+Z", "Ctrl+Y"]


def test_while_a_cell_is_typed_into_undo_is_that_of_the_typing(page: Page) -> None:
    type_in("12")
    ctrl(Key.Key_Z)
    ctrl(Key.Key_Z)
    ctrl(Key.Key_Y)
    assert page.undone == []
    assert page.box.grid.is_typing()


def test_a_new_change_forgets_what_was_taken_back(box: GridBox) -> None:
    enter(box, "cornwall:2019", "1")
    ctrl(Key.Key_Z)
    enter(box, "cornwall:2019", "2")
    assert not box.cells.can_redo()


def test_what_is_shown_anew_has_nothing_to_take_back(box: GridBox) -> None:
    enter(box, "cornwall:2019", "1")
    type_in("9")
    box.write(VALUES)
    assert not box.cells.can_undo()
    assert not box.grid.is_typing()
    assert shown(box, "devon:2019") == "TBD"


# the menu


def test_the_menu_offers_what_the_keys_do(box: GridBox) -> None:
    go(box, "cornwall:2019", "devon:2019")
    menu = menu_of(box)
    offered = [action.text() for action in menu.actions() if action.text()]
    assert offered[:3] == ["Cut\tCtrl+X", "Copy\tCtrl+C", "Paste\tCtrl+V"]
    assert not action_called(menu, "Undo").isEnabled()
    pick(menu, action_called(menu, "Fill down"))
    assert shown(box, "devon:2019") == "448,636"
    menu = menu_of(box)
    pick(menu, action_called(menu, "Undo"))
    assert shown(box, "devon:2019") == "TBD"


def menu_of(box: GridBox) -> QMenu:
    """The menu under the right button."""
    QTest.mouseClick(box.grid.viewport(), Qt.MouseButton.RightButton, pos=middle_of(box.grid, "devon:2019"))
    place = middle_of(box.grid, "devon:2019")
    reason = QContextMenuEvent.Reason.Mouse
    viewport = box.grid.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu: QMenu, action: QAction) -> None:
    """Click an entry."""
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
