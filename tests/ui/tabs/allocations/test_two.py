"""What is typed on the Allocations tab is not lost: two people at one grid, what is kept on the laptop, leaving."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.allocations import allocations, entering, table
from app.door import Office
from app.money import Pence
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, button, seen, until
from tests.ui.tabs.allocations.conftest import FUND
from tests.ui.tabs.allocations.sharing import CTRL, Sharing
from ui.kit.conflict import ConflictView

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
PLYMOUTH, TORBAY = "Plymouth Community Safety Partnership", "Torbay Community Safety Partnership"
YEAR = "2019/20 £"


def change_elsewhere(path: Path, name: str, pounds: int) -> None:
    """Sam changes what a partnership has in 2019/20 on another machine, in the grid."""
    office = Office(path, SAM)
    line_id = office.read(table.lines_with)[0][0][0]
    was = office.read(entering.entered, line_id, years=[2019])
    given = office.read(allocations.allocations, year=2019)
    cell = next(f"{one.partnership_id}:2019" for one in given if one.partnership == name)
    amounts = {**was, cell: Pence(pounds * 100)}
    office.write("Enter allocations", entering.enter, line_id, amounts=amounts, was=was, overspend_approver="Sam")
    office.close()


def path_of(screen: Sharing) -> Path:
    assert screen.desk.path is not None
    return screen.desk.path


def both(screen: Sharing) -> ConflictView:
    """Yours, theirs and what it was."""
    [view] = [one for one in screen.tab.wide.findChildren(ConflictView) if one.isVisible()]
    return view


def choose(screen: Sharing, label: str, side: Literal["mine", "theirs"]) -> None:
    """Tick one side of a cell in the two versions."""
    key = next(one.field.key for one in both(screen).found if one.field.label == label)
    row = both(screen).rows[key]
    getattr(row, side).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(getattr(row, side), Key.Key_Space)


def pause(screen: Sharing) -> None:
    """The person pauses for long enough that what they typed is kept."""
    form = screen.tab._form
    assert form is not None
    timers = [one for one in form.findChildren(QTimer) if one.isSingleShot() and one.isActive()]
    for one in timers:
        one.setInterval(0)
    until(lambda: not any(one.isActive() for one in timers))
    screen.settle()


def test_somebody_else_s_cells_are_left_as_they_saved_them(devon: Sharing) -> None:
    devon.press(Key.Key_N, CTRL).settle()
    devon.put(PLYMOUTH, YEAR, "390,000")
    change_elsewhere(path_of(devon), TORBAY, 200_000)
    devon.save()
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("390,000", "200,000")


def test_a_cell_that_both_changed_is_laid_side_by_side_and_the_person_chooses(devon: Sharing) -> None:
    devon.press(Key.Key_N, CTRL).settle()
    devon.put(PLYMOUTH, YEAR, "390,000").put(TORBAY, YEAR, "210,000")
    change_elsewhere(path_of(devon), PLYMOUTH, 395_000)
    devon.save()
    assert "Sam saved this while you were typing" in "\n".join(seen(devon.tab.wide))
    assert [one.field.label for one in both(devon).found] == [f"{PLYMOUTH}, 2019/20", f"{TORBAY}, 2019/20"]
    choose(devon, f"{PLYMOUTH}, 2019/20", "mine")
    devon.click("Save these")
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("390,000", "210,000")


def test_a_form_over_somebody_else_s_change_shows_both_versions(devon: Sharing) -> None:
    devon.choose("Plymouth").change("Change this allocation…").fill("Amount, £", "390,000")
    change_elsewhere(path_of(devon), PLYMOUTH, 395_000)
    devon.save()
    assert "Sam saved this while you were typing" in devon.record()
    assert devon.cell("Plymouth", YEAR) == "395,000"


def test_what_was_typed_into_a_grid_comes_back_when_it_is_opened_again(devon: Sharing) -> None:
    devon.press(Key.Key_N, CTRL).settle()
    devon.put(PLYMOUTH, YEAR, "390,000").put(TORBAY, YEAR, "2,00,000")
    pause(devon)
    devon.tab._leave_form()
    devon.settle()
    devon.press(Key.Key_N, CTRL).settle()
    assert (devon.stands(PLYMOUTH, YEAR), devon.stands(TORBAY, YEAR)) == ("390,000", "2,00,000")
    assert "and it is not saved." in "\n".join(seen(devon.tab.wide))


def test_what_is_kept_on_the_laptop_is_opened_in_its_own_view_and_year(devon: Sharing) -> None:
    devon.view("Spend by theme").year("2018/19").press(Key.Key_N, CTRL).settle()
    devon.put("Mental health", "Devon", "1+2")
    pause(devon)
    place = {"tab": "allocations", "view": "themes", "row": "", "year": 2018, "action": "enter spend", "subject": ""}
    devon.tab._leave_form()
    devon.view(FUND).year("2019/20")
    devon.press(Key.Key_1, CTRL)
    devon.window.reopen(place)
    devon.back_to_window()
    assert devon.window.rail.selected() == "allocations"
    assert devon.tab.bar.view.currentText() == "Spend by theme"
    assert devon.stands("Mental health", "Devon") == "1 + 2"


def test_a_form_of_a_record_is_reopened_on_its_row(devon: Sharing) -> None:
    devon.choose("Torbay").change("Change this allocation…").fill("Amount, £", "1")
    pause(devon)
    place = {
        "tab": "allocations",
        "view": devon.tab._key,
        "row": devon.tab.list.chosen_id(),
        "year": 2019,
        "action": "allocation",
        "subject": "",
    }
    devon.tab._leave_form()
    devon.choose("Plymouth")
    devon.window.reopen(place)
    devon.back_to_window()
    assert devon.chosen() == "Torbay"
    assert devon.box("Amount, £") == "£1"


def test_what_was_put_away_meanwhile_cannot_be_opened_again_and_that_is_said(devon: Sharing) -> None:
    devon.window.reopen({"tab": "allocations", "view": "reserves", "row": "gone", "year": 2019, "action": "reserve"})
    devon.back_to_window()
    assert [one.split(":")[0] for one in devon.asker.told] == ["Kept on this laptop"]


def test_another_view_year_or_tab_asks_before_a_typed_grid_is_left(devon_shown: Sharing) -> None:
    devon_shown.press(Key.Key_N, CTRL).settle()
    devon_shown.put(PLYMOUTH, YEAR, "1")
    devon_shown.asker.agree = False
    devon_shown.year("2018/19")
    assert len(devon_shown.asker.asked) == 1
    assert devon_shown.stands(PLYMOUTH, YEAR) == "1"
    devon_shown.asker.agree = True


def test_what_others_save_appears_under_the_hands_and_an_open_grid_stays(devon: Sharing) -> None:
    change_elsewhere(path_of(devon), PLYMOUTH, 395_000)
    devon.desk.poll()
    devon.settle()
    assert devon.cell("Plymouth", YEAR) == "395,000"
    assert devon.state().startswith("Sam saved “Enter allocations”")


def test_the_bench_asks_before_it_is_left_with_something_typed(devon: Sharing) -> None:
    devon.view("Re-balancing scenarios").choose("B: crime and people").click("Open on the bench")
    bench = devon.tab.bench
    assert bench is not None
    assert bench.form is not None
    box = bench.form.weights.control
    box.setFocus()
    QTest.keyClicks(QApplication.focusWidget() or box, "1")
    devon.settle()
    devon.asker.agree = False
    assert devon.tab.is_editing()
    assert not devon.window.may_leave()
    devon.asker.agree = True


def test_undo_over_the_bench_and_the_tab_is_the_window_s_own(devon: Sharing) -> None:
    devon.choose("Plymouth").change("Change this allocation…").fill("Amount, £", "390,000").save()
    devon.undo()
    assert devon.cell("Plymouth", YEAR) == "400,568"
    devon.press(Key.Key_Y, CTRL)
    assert devon.cell("Plymouth", YEAR) == "390,000"
    assert button(devon.tab, "Enter allocations…").isEnabled()


def test_whoever_may_only_look_is_offered_nothing_that_saves(devon: Sharing) -> None:
    devon.desk.read_only = True
    devon.window.refresh()
    devon.settle()
    assert not devon.tab.new_button.isEnabled()
    assert devon.tab.new_button.accessibleDescription() == "This file is read-only for you."
    devon.choose("Plymouth")
    assert "Change…" not in devon.record()
    devon.press(Key.Key_N, CTRL)
    assert not devon.tab.is_editing()


def test_reserves_typed_for_one_day_come_back_on_that_day_alone(devon: Sharing) -> None:
    devon.view("Reserves").press(Key.Key_N, CTRL).settle()
    devon.fill("As of", "31 March 2020").press(Key.Key_Return)
    devon.put(PLYMOUTH, "Closing", "123")
    pause(devon)
    devon.tab._leave_form()
    devon.press(Key.Key_N, CTRL).settle()
    assert devon.stands(PLYMOUTH, "Closing") == "238,400"
    devon.tab._leave_form()
    place = {"tab": "allocations", "view": "reserves", "row": "", "year": 2019, "action": "enter reserves"}
    devon.window.reopen({**place, "subject": "2020-03-31"})
    devon.back_to_window()
    assert devon.stands(PLYMOUTH, "Closing") == "123"
