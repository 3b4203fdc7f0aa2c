"""What is typed is not lost: leaving a form, somebody else saving meanwhile, and a save that takes its time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.door import Office
from app.funds import lines
from app.money import Pence
from tests.factories import SAM, budget_id
from tests.ui.helpers import OFFSCREEN, Screen, click_line, until

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
ROAD, CASS = "Road safety", "CASS Plus"


@pytest.fixture
def typing(devon: Screen) -> Screen:
    """A new amount is typed and not saved."""
    devon.choose(ROAD).change("Change the amount…").fill("New amount, £", "45,500").fill("Reason", "Signs")
    return devon


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


def test_esc_leaves_an_untouched_form_without_asking(devon: Screen) -> None:
    devon.choose(ROAD).change("Change the amount…").press(Key.Key_Escape)
    assert devon.asker.asked == []
    assert devon.page.list.grid.hasFocus()
    assert "Budget £30,000." in devon.record()


def test_choosing_another_line_asks_and_going_back_keeps_line_and_form_together(typing: Screen) -> None:
    typing.asker.agree = False
    typing.choose(CASS)
    assert len(typing.asker.asked) == 1
    assert typing.box("New amount, £") == "£45,500"
    assert typing.chosen() == ROAD
    assert typing.page.list.chosen_ids() == [typing.page.list.chosen_id()]
    typing.fill("Reason", "Signs after all").save()
    assert typing.cell(ROAD, "2019/20 £") == "45,500"
    assert typing.record().startswith("Road safety\n")


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


def test_closing_the_window_asks_first(typing: Screen) -> None:
    typing.asker.agree = False
    typing.window.close()
    assert typing.window.isVisible()
    assert len(typing.asker.asked) == 1


def change_elsewhere(path: Path, name: str, pounds: int) -> None:
    """Sam changes the amount of a line on another machine."""
    office = Office(path, SAM)
    line = next(one for one in office.read(lines.lines) if one.name == name)
    budget = budget_id(office, line.id, year=2019)
    office.write("Change a budget", lines.revise, budget, amount=Pence(pounds * 100), reason="Sam knows more")
    office.close()


def test_somebody_who_saved_meanwhile_is_named_and_nothing_is_overwritten(typing: Screen) -> None:
    assert typing.desk.path is not None
    change_elsewhere(typing.desk.path, ROAD, 36_000)
    typing.save()
    assert (
        "Sam saved this while you were typing (“Change a budget”). Nothing was overwritten; look at their change and "
        "save again." in typing.record()
    )
    assert (typing.box("New amount, £"), typing.box("Reason")) == ("£45,500", "Signs")
    typing.press(Key.Key_F5)
    assert typing.cell(ROAD, "2019/20 £") == "36,000"
    assert typing.box("New amount, £") == "£45,500"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else is writing to the file for as long as this lasts."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_save_that_waits_says_so_on_its_button_and_is_done_once(typing: Screen) -> None:
    assert typing.desk.path is not None
    with held(typing.desk.path):
        for _ in range(2):
            QTest.keyClick(typing.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        assert "Saving…" in typing.record()
        until(lambda: typing.state() == "Saving…")
    typing.settle()
    assert len(typing.table("Revisions")) == 2
    assert typing.cell(ROAD, "2019/20 £") == "45,500"


def test_another_form_may_be_opened_while_the_save_of_one_still_waits(typing: Screen) -> None:
    assert typing.desk.path is not None
    with held(typing.desk.path):
        QTest.keyClick(typing.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        typing.page.start_next_year()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    typing.settle()
    assert typing.cell(ROAD, "2019/20 £") == "45,500"
    assert typing.record().startswith("Start 2020/21\n")
    typing.pick("Each line begins with", "TBD, until its amount is decided").save()
    assert typing.window.top.year.currentText() == "2020/21"


def test_a_line_may_be_left_while_its_save_still_waits(typing: Screen) -> None:
    assert typing.desk.path is not None
    with held(typing.desk.path):
        QTest.keyClick(typing.window.focusWidget(), Key.Key_S, Held.ControlModifier)
        click_line(typing.page.list, CASS)
    typing.settle()
    assert typing.cell(ROAD, "2019/20 £") == "45,500"
    assert typing.record().startswith("CASS Plus\n")
