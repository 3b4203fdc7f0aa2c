"""What is typed is not lost: leaving a form, somebody else saving meanwhile, and a save that takes its time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.door import Office
from app.funds import lines
from app.money import Pence
from tests.factories import SAM, budget_id
from tests.ui.helpers import OFFSCREEN, Screen, button, click_line, until
from ui.kit.conflict import ConflictView

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
ROAD, CASS = "Road safety", "CASS Plus"


@pytest.fixture
def typing(devon_shown: Screen) -> Screen:
    """A new amount is typed, and never saved."""
    return _typed(devon_shown)


@pytest.fixture
def saving(devon: Screen) -> Screen:
    """A new amount is typed, in an office of the test's own."""
    return _typed(devon)


def _typed(screen: Screen) -> Screen:
    screen.choose(ROAD).change("Change the amount…").fill("New amount, £", "45,500").fill("Reason", "Signs")
    return screen


def test_esc_asks_where_something_was_typed_and_can_be_taken_back(typing: Screen) -> None:
    typing.asker.agree = False
    typing.press(Key.Key_Escape)
    assert typing.asker.asked == [
        "Not saved: What you typed has not been saved. [Leave without saving] [Go back]",
    ]
    assert typing.box("New amount, £") == "£45,500"
    typing.asker.agree = True
    typing.press(Key.Key_Escape)
    assert typing.record().startswith("Road safety\nWhole Police and Crime Plan")
    assert typing.cell(ROAD, "2019/20 £") == "30,000"


def test_esc_leaves_an_untouched_form_without_asking(devon_shown: Screen) -> None:
    devon_shown.choose(ROAD).change("Change the amount…").press(Key.Key_Escape)
    assert devon_shown.asker.asked == []
    assert devon_shown.page.list.grid.hasFocus()
    assert "Budget £30,000." in devon_shown.record()


def test_choosing_another_line_asks_and_going_back_keeps_line_and_form_together(saving: Screen) -> None:
    saving.asker.agree = False
    saving.choose(CASS)
    assert len(saving.asker.asked) == 1
    assert saving.box("New amount, £") == "£45,500"
    assert saving.chosen() == ROAD
    assert saving.page.list.chosen_ids() == [saving.page.list.chosen_id()]
    saving.fill("Reason", "Signs after all").save()
    assert saving.cell(ROAD, "2019/20 £") == "45,500"
    assert saving.record().startswith("Road safety\n")


def test_choosing_another_line_shows_it_where_the_person_leaves(typing: Screen) -> None:
    typing.choose(CASS)
    assert typing.chosen() == CASS
    assert typing.record().startswith("CASS Plus\n")
    assert len(typing.asker.asked) == 1


def test_another_view_asks_and_going_back_keeps_the_view(typing: Screen) -> None:
    typing.asker.agree = False
    typing.view("Funds")
    assert typing.page.bar.view.currentText() == "Lines by priority"
    assert typing.box("New amount, £") == "£45,500"


def test_another_year_asks_and_leaves_no_form_of_the_old_one_behind(typing: Screen) -> None:
    typing.asker.agree = False
    typing.year("2018/19")
    assert typing.window.top.year.currentText() == "2019/20"
    assert typing.box("New amount, £") == "£45,500"
    typing.asker.agree = True
    typing.year("2018/19")
    assert len(typing.asker.asked) == 2
    assert typing.headline().startswith("£5,487,827")
    assert typing.record().startswith(f"{typing.chosen()}\n")


def test_a_search_asks_once_and_leaves_the_form_behind(typing: Screen) -> None:
    typing.press(Key.Key_K, Held.ControlModifier).type("circles south")
    until(lambda: typing.found()[:1] == ["Line: Circles South West"])
    typing.press(Key.Key_Return)
    assert len(typing.asker.asked) == 1
    assert typing.record().startswith("Circles South West\n")


def test_a_stated_total_does_not_push_a_typed_form_aside_unasked(typing: Screen) -> None:
    typing.asker.agree = False
    typing.menu("More", "Keep a stated total…")
    assert len(typing.asker.asked) == 1
    assert typing.box("New amount, £") == "£45,500"


def test_a_new_line_does_not_push_a_typed_form_aside_unasked(typing: Screen) -> None:
    typing.asker.agree = False
    typing.press(Key.Key_N, Held.ControlModifier)
    assert len(typing.asker.asked) == 1
    assert typing.box("New amount, £") == "£45,500"


def test_closing_the_window_asks_first(saving: Screen) -> None:
    saving.asker.agree = False
    saving.window.close()
    assert saving.window.isVisible()
    assert len(saving.asker.asked) == 1


def change_elsewhere(path: Path, name: str, pounds: int) -> None:
    """Sam changes the amount of a line on another machine."""
    office = Office(path, SAM)
    line = next(one for one in office.read(lines.lines) if one.name == name)
    budget = budget_id(office, line.id, year=2019)
    office.write("Change a budget", lines.revise, budget, amount=Pence(pounds * 100), reason="Sam knows more")
    office.close()


def test_somebody_who_saved_meanwhile_is_named_and_nothing_is_overwritten(saving: Screen) -> None:
    assert saving.desk.path is not None
    change_elsewhere(saving.desk.path, ROAD, 36_000)
    saving.save()
    assert "Sam saved this while you were typing (“Change a budget”, " in saving.record()
    assert "Nothing was overwritten." in saving.record()
    assert saving.cell(ROAD, "2019/20 £") == "36,000"


def test_what_both_changed_is_for_the_person_to_choose_and_what_one_changed_is_chosen_already(saving: Screen) -> None:
    assert saving.desk.path is not None
    change_elsewhere(saving.desk.path, ROAD, 36_000)
    saving.save()
    assert both(saving).choices() == {"reason": "mine"}
    assert button(saving.page.record, "Choose for 1 more field first").isEnabled() is False
    choose(saving, "New amount, £", "mine")
    saving.click("Save these")
    assert saving.cell(ROAD, "2019/20 £") == "45,500"
    assert [row[-1] for row in saving.table("Revisions")] == ["30,000", "36,000", "45,500"]


def test_what_somebody_saves_while_the_person_chooses_is_laid_beside_it_again(saving: Screen) -> None:
    assert saving.desk.path is not None
    change_elsewhere(saving.desk.path, ROAD, 36_000)
    saving.save()
    change_elsewhere(saving.desk.path, ROAD, 37_000)
    choose(saving, "New amount, £", "mine")
    saving.click("Save these")
    assert saving.cell(ROAD, "2019/20 £") == "37,000"
    choose(saving, "New amount, £", "mine")
    saving.click("Save these")
    assert [row[-1] for row in saving.table("Revisions")] == ["30,000", "36,000", "37,000", "45,500"]


def test_going_back_from_the_two_versions_finds_what_was_typed(saving: Screen) -> None:
    assert saving.desk.path is not None
    change_elsewhere(saving.desk.path, ROAD, 36_000)
    saving.save()
    saving.click("Back to the form")
    assert (saving.box("New amount, £"), saving.box("Reason")) == ("£45,500", "Signs")


def both(screen: Screen) -> ConflictView:
    """Yours, theirs and what it was."""
    [view] = [one for one in screen.page.record.findChildren(ConflictView) if one.isVisible()]
    return view


def choose(screen: Screen, label: str, side: Literal["mine", "theirs"]) -> None:
    """Tick one side of a field in the two versions."""
    key = next(one.field.key for one in both(screen).found if one.field.label == label)
    row = both(screen).rows[key]
    getattr(row, side).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(getattr(row, side), Key.Key_Space)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else is writing to the file for as long as this lasts."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_save_that_waits_says_so_on_its_button_and_is_done_once(saving: Screen) -> None:
    assert saving.desk.path is not None
    with held(saving.desk.path):
        for _ in range(2):
            QTest.keyClick(saving.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        assert "Saving…" in saving.record()
        until(lambda: saving.state() == "Saving…")
    saving.settle()
    assert len(saving.table("Revisions")) == 2
    assert saving.cell(ROAD, "2019/20 £") == "45,500"


def test_another_form_may_be_opened_while_the_save_of_one_still_waits(saving: Screen) -> None:
    assert saving.desk.path is not None
    with held(saving.desk.path):
        QTest.keyClick(saving.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        saving.page.start_next_year()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    saving.settle()
    assert saving.cell(ROAD, "2019/20 £") == "45,500"
    assert saving.record().startswith("Start 2020/21\n")
    saving.pick("Each line begins with", "TBD, until its amount is decided").save()
    assert saving.window.top.year.currentText() == "2020/21"


def test_a_line_may_be_left_while_its_save_still_waits(saving: Screen) -> None:
    assert saving.desk.path is not None
    with held(saving.desk.path):
        QTest.keyClick(saving.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        click_line(saving.page.list, CASS)
    saving.settle()
    assert saving.cell(ROAD, "2019/20 £") == "45,500"
    assert saving.record().startswith("CASS Plus\n")
