"""The rail and the top bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme, walk
from ui.kit.frame import Rail, Tab, TopBar

TABS = [
    Tab("home", "Home", "house"),
    Tab("funds", "Funds", "landmark"),
    Tab("allocations", "Allocations", "scale"),
    Tab("contracts", "Contracts", "calendar-days"),
    Tab("applications", "Applications", "inbox"),
    Tab("scoring", "Scoring", "list-ordered"),
    Tab("awards", "Awards", "badge-check"),
    Tab("papers", "Papers", "file-text"),
]
PutUp = Callable[[QWidget], None]
CTRL = Qt.KeyboardModifier.ControlModifier


def window(put_up: PutUp) -> tuple[QWidget, Rail, TopBar]:
    whole, rail, bar = QWidget(), Rail(TABS), TopBar()
    bar.set_office("The Office of the Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly")
    bar.set_years([(2018, "2018/19"), (2019, "2019/20")], 2019)
    bar.set_state("The drive is not answering; what you type is kept.", "cloud-off", "bad")
    rail.select("funds")
    below = QHBoxLayout()
    below.addWidget(rail)
    below.addStretch(1)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(bar)
    column.addLayout(below, 1)
    whole.resize(1366, 768)
    put_up(whole)
    return whole, rail, bar


def test_ctrl_and_a_number_choose_a_tab(put_up: PutUp) -> None:
    whole, rail, _ = window(put_up)
    heard: list[str] = []
    rail.chosen.connect(heard.append)
    QTest.keyClick(whole, Qt.Key.Key_4, CTRL)
    assert heard == ["contracts"]
    assert rail.selected() == "contracts"


def test_f1_asks_for_help(put_up: PutUp, qtbot: QtBot) -> None:
    whole, rail, _ = window(put_up)
    with qtbot.waitSignal(rail.help_asked):
        QTest.keyClick(whole, Qt.Key.Key_F1)


def test_a_badge_is_said_in_words(put_up: PutUp) -> None:
    _whole, rail, _ = window(put_up)
    rail.set_badge("home", 4, "4 overdue")
    names = [one.accessibleName() for one in rail.findChildren(QWidget)]
    assert "Home, 4 overdue" in names
    rail.set_badge("home", 0)
    assert "Home" in [one.accessibleName() for one in rail.findChildren(QWidget)]


def test_ctrl_k_goes_to_the_search(put_up: PutUp, qtbot: QtBot) -> None:
    whole, _, bar = window(put_up)
    heard: list[str] = []
    bar.searched.connect(heard.append)
    QTest.keyClick(whole, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(bar.search.hasFocus)
    QTest.keyClicks(bar.search, "is")
    assert heard == ["i", "is"]


def test_choosing_a_year_announces_its_start(put_up: PutUp, qtbot: QtBot) -> None:
    _whole, _, bar = window(put_up)
    with qtbot.waitSignal(bar.year_chosen) as heard:
        QTest.keyClick(bar.year, Qt.Key.Key_Up)
    assert heard.args == [2018]


def test_a_warning_that_does_not_fit_beside_the_rest_stands_whole_in_a_row_of_its_own(
    large: None, put_up: PutUp
) -> None:
    _whole, _, bar = window(put_up)
    assert not bar.state.is_elided()
    assert bar.state.y() > bar.search.geometry().bottom()
    bar.set_state("Saved 14:32.")
    QApplication.processEvents()
    assert bar.state.y() < bar.search.geometry().bottom()


def test_the_name_of_the_office_gives_way_to_what_the_file_has_to_say(put_up: PutUp) -> None:
    _whole, _, bar = window(put_up)
    bar.set_state("The shared drive does not answer. Your changes are kept on this laptop.", "history", "bad")
    bar.set_offer("Keep my changes here")
    QApplication.processEvents()
    assert not bar.state.is_elided()
    assert bar.height() == theme.current().px(44)


def test_a_quiet_state_that_does_not_fit_is_said_whole_in_its_tooltip(large: None, put_up: PutUp) -> None:
    _whole, _, bar = window(put_up)
    bar.set_state("Saved 14:32. Jo Penhallow, Sam Otterly and Anna Berg are here too. You are also in on LAPTOP-12.")
    QApplication.processEvents()
    assert bar.state.is_elided()
    assert bar.state.text() in bar.state.toolTip()


def test_the_frame_is_whole_at_1366_by_768(put_up: PutUp) -> None:
    whole, _, _ = window(put_up)
    assert walk.clipped_text(whole) + walk.unnamed_controls(whole) + walk.unreachable_by_keyboard(whole) == []


def test_the_frame_is_whole_at_200_percent(large: None, put_up: PutUp) -> None:
    whole, _, _ = window(put_up)
    assert (whole.width(), whole.height()) == (1366, 768)
    assert walk.clipped_text(whole) == []
