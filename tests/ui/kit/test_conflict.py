"""Two people, one record: chosen field by field, with keys alone, and never in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.fields import Choice, Field
from tests.ui.helpers import OFFSCREEN, button, find, seen, until
from tests.ui.kit.grids import AMOUNTS, VALUES
from ui.kit import walk
from ui.kit.conflict import ConflictView
from ui.kit.split import Record
from ui.kit.versions import Option

pytestmark = OFFSCREEN
PutUp = Callable[[QWidget], None]
Key, Held, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
FIELDS = (
    Field("amount", "Amount", "amount"),
    Field("ends", "Ends on", "day"),
    Field("priority", "Priority", "choice", choices=(Choice("v", "Victims"), Choice("c", "Crime"))),
    Field("why", "Reason", "long"),
)
WAS: dict[str, Any] = {"amount": 100_000, "ends": date(2020, 3, 31), "priority": "v", "why": "Old"}
MINE = {**WAS, "amount": 120_000, "ends": date(2021, 3, 31), "why": "Mine <b>& mine</b>"}
THEIRS = {**WAS, "amount": "TBD", "priority": "c", "why": "Theirs " * 60}


Shown = Callable[..., ConflictView]


@pytest.fixture
def shown(put_up: PutUp) -> Iterator[Shown]:
    """Shows two versions of one record on a record's page; two fields both changed, one only each, unless told."""
    pages: list[Record] = []

    def show(mine: dict[str, Any] = MINE, theirs: dict[str, Any] = THEIRS, width: int = 900) -> ConflictView:
        view = ConflictView(FIELDS, mine, theirs, WAS, who="Sam", when="14:02", step="Change a budget")
        pages.append(Record("Budget"))
        pages[-1].begin("Budget")
        pages[-1].add(view)
        pages[-1].resize(width, 760)
        put_up(pages[-1])
        return view

    yield show
    pages.clear()


@pytest.fixture
def view(shown: Shown) -> ConflictView:
    """Two fields both changed, one only mine, one only theirs."""
    return shown()


def option(view: ConflictView, name: str) -> Option:
    return find(view, Option, name)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held)


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def test_it_says_who_saved_what_and_when_and_that_nothing_was_overwritten(view: ConflictView) -> None:
    words = " ".join(seen(view))
    assert "Sam saved this while you were typing (“Change a budget”, 14:02). Nothing was overwritten." in words
    assert "You both changed 2 fields: choose which to keep." in words
    assert "The other 2 were changed by one of you only and are ticked already." in words


def test_values_are_shown_as_people_read_them_and_said_with_what_choosing_them_does(view: ConflictView) -> None:
    names = [one.accessibleName() for one in view.findChildren(Option)]
    assert names[:6] == [
        "Amount: keep yours, £1,200",
        "Amount: take theirs, TBD",
        "Ends on: keep yours, 31 March 2021",
        "Ends on: take theirs, 31 March 2020",
        "Priority: keep yours, Victims",
        "Priority: take theirs, Crime",
    ]
    assert option(view, names[0]).accessibleDescription() == "You both changed this. It was: £1,000."
    assert "Mine <b>& mine</b>" in seen(view)


def test_what_only_one_side_changed_is_ticked_and_the_rest_is_not(view: ConflictView) -> None:
    assert view.choices() == {"ends": "mine", "priority": "theirs"}
    assert seen(view).count("Only Sam changed this.") == 1


def test_nothing_can_be_saved_until_every_field_is_decided(view: ConflictView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.chosen):
        QTest.mouseClick(button(view, "Choose for 2 more fields first"), LEFT)
        option(view, "Amount: keep yours, £1,200").setFocus()
        press(Key.Key_S, Held.ControlModifier)
    off = button(view, "Choose for 2 more fields first")
    assert off.toolTip() == "<p>You and Sam both changed “Amount”, “Reason”: choose which to keep.</p>"
    QTest.mouseClick(option(view, "Amount: take theirs, TBD"), LEFT)
    assert not button(view, "Choose for 1 more field first").isEnabled()
    QTest.mouseClick(view.rows["why"].mine, LEFT)
    with qtbot.waitSignal(view.chosen) as caught:
        QTest.mouseClick(button(view, "Save these"), LEFT)
    assert caught.args == [{**MINE, "amount": "TBD", "priority": "c"}]


def test_everything_is_done_with_tab_arrows_space_and_ctrl_s(view: ConflictView, qtbot: QtBot) -> None:
    view.focus_first()
    assert focused() == "Amount: keep yours, £1,200"
    press(Key.Key_Space)
    press(Key.Key_Right)
    assert view.choices()["amount"] == "theirs"
    press(Key.Key_Tab)
    assert focused() == "Ends on: keep yours, 31 March 2021"
    press(Key.Key_Tab)
    assert focused() == "Priority: take theirs, Crime"
    press(Key.Key_Left)
    press(Key.Key_Tab)
    press(Key.Key_Space)
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is view.save_button
    with qtbot.waitSignal(view.chosen) as caught:
        press(Key.Key_S, Held.ControlModifier)
    assert caught.args == [{**MINE, "amount": "TBD"}]


def test_all_of_theirs_is_ticked_to_be_looked_at_and_saved_only_then(view: ConflictView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.chosen):
        QTest.mouseClick(button(view, "Take all of theirs"), LEFT)
    assert set(view.choices().values()) == {"theirs"}
    with qtbot.waitSignal(view.chosen) as caught:
        press(Key.Key_Space)
    assert caught.args == [THEIRS]


@pytest.mark.parametrize("how", ["Esc", "button"])
def test_back_to_the_form_decides_nothing(view: ConflictView, qtbot: QtBot, how: str) -> None:
    view.focus_first()
    with qtbot.assertNotEmitted(view.chosen), qtbot.waitSignal(view.left):
        press(Key.Key_Escape) if how == "Esc" else QTest.mouseClick(button(view, "Back to the form"), LEFT)


def test_a_save_on_its_way_is_said_and_cannot_be_started_twice(view: ConflictView, qtbot: QtBot) -> None:
    view.take_theirs()
    view.set_saving(True)
    assert button(view, "Saving…").accessibleDescription() == "Waiting for the office file."
    with qtbot.assertNotEmitted(view.chosen):
        view.save()
    view.set_saving(False)
    assert button(view, "Save these").isEnabled()


def test_fields_that_only_one_changed_can_be_saved_at_once(shown: Shown) -> None:
    view = shown({**WAS, "amount": 1}, {**WAS, "why": "Theirs"})
    view.focus_first()
    assert QApplication.focusWidget() is button(view, "Save these")
    assert "Only one of you changed each of these, so they are ticked already." in seen(view)


def test_two_who_typed_the_same_have_nothing_to_choose(shown: Shown, qtbot: QtBot) -> None:
    view = shown(MINE, MINE)
    assert "You and Sam typed the same, so there is nothing to choose." in seen(view)
    with qtbot.waitSignal(view.chosen) as caught:
        QTest.mouseClick(button(view, "Save these"), LEFT)
    assert caught.args == [MINE]


@pytest.mark.parametrize(("width", "manner"), [(900, "wide"), (500, "columns"), (300, "stacked")])
def test_it_can_be_read_heard_and_reached_at_any_width(shown: Shown, width: int, manner: str) -> None:
    view = shown(width=width)
    until(lambda: view.columns.manner() == manner)
    assert looked_over(view) == []


def test_at_200_per_cent_the_columns_stand_under_each_other(shown: Shown, large: None) -> None:
    view = shown(width=1366)
    assert view.columns.manner() == "stacked"
    assert seen(view).count("Theirs (Sam)") == 4
    assert looked_over(view) == []


def test_a_grid_is_chosen_cell_by_cell_and_comes_out_whole(put_up: PutUp, qtbot: QtBot) -> None:
    mine, theirs = {**VALUES, "torbay:2019": 700, "devon:2020": 100}, {**VALUES, "torbay:2019": 800, "exeter:2019": 900}
    view = ConflictView(
        (AMOUNTS,), {"amounts": mine}, {"amounts": theirs}, {"amounts": VALUES}, who="Sam", when="14:02"
    )
    view.resize(900, 500)
    put_up(view)
    assert [row.about.label.text() for row in view.rows.values()] == [
        "Devon, 2020/21",
        "Exeter, 2019/20",
        "Torbay, 2019/20",
    ]
    assert option(view, "Devon, 2020/21: keep yours, £1").isChecked()
    assert option(view, "Exeter, 2019/20: take theirs, £9").isChecked()
    assert "both changed “Torbay, 2019/20”: choose which to keep." in view.save_button.toolTip()
    QTest.mouseClick(option(view, "Torbay, 2019/20: take theirs, £8"), LEFT)
    with qtbot.waitSignal(view.chosen) as caught:
        QTest.mouseClick(button(view, "Save these"), LEFT)
    assert caught.args == [{"amounts": {**VALUES, "torbay:2019": 800, "devon:2020": 100, "exeter:2019": 900}}]
    assert looked_over(view) == []


def test_a_very_long_word_does_not_run_out_of_its_column(shown: Shown) -> None:
    address = "https://example.org/letters/2019/" + "isva" * 12
    view = shown({**MINE, "why": address}, width=700)
    assert option(view, f"Reason: keep yours, {address}").isVisible()
    assert looked_over(view) == []


def looked_over(view: ConflictView) -> list[str]:
    """What cannot be read, heard or reached."""
    for _ in range(6):
        QApplication.processEvents()
    window = view.window()
    looks = (walk.clipped_text, walk.sideways_scroll, walk.unnamed_controls, walk.unreachable_by_keyboard)
    return [finding for look in looks for finding in look(window)]
