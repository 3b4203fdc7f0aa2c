"""Heads, filter bars, alerts, facts: what is typed is shown as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.listing import Listing
from ui.kit import state, theme, walk
from ui.kit.controls import Button
from ui.kit.parts import Alert, EmptyPage, FactRows, FilterBar, Head, HistoryRows, SmallTable
from ui.kit.words import markup, plain, tip_text

pytestmark = pytest.mark.windows

PutUp = Callable[[QWidget], None]
NASTY = '<img src="file:///etc/passwd"><b>Tom & Co</b>'


def test_a_label_shows_markup_as_it_was_typed(qtbot: QtBot) -> None:
    label = plain(NASTY)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == NASTY


def test_markup_in_a_sentence_or_a_tooltip_is_escaped() -> None:
    assert "<img" not in markup([(NASTY, True)])
    assert "<img" not in tip_text(NASTY)


def test_a_head_says_its_sentence_to_a_screen_reader(qtbot: QtBot) -> None:
    head = Head()
    qtbot.addWidget(head)
    head.say([("£5,830,690", True), (" budget", False)], "More than 2018/19.")
    assert next(one.accessibleName() for one in head.findChildren(QLabel)) == "£5,830,690 budget"


def test_a_long_head_wraps_and_is_not_cut(qtbot: QtBot) -> None:
    head = Head()
    qtbot.addWidget(head)
    head.say([("£5,830,690 budget, ", True)] * 6, "And a long line under it, " * 8)
    head.add_button(Button("Print", "printer"))
    head.resize(700, head.heightForWidth(700))
    head.show()
    assert walk.clipped_text(head) == []


def test_ctrl_f_goes_to_the_filter_and_down_goes_on_to_the_list(
    listing: Listing, shown: Any, put_up: PutUp, qtbot: QtBot
) -> None:
    view, bar = shown(listing), FilterBar("Filter lines", [("all", "All lines"), ("mine", "Mine")])
    bar.filters(view)
    put_up(bar)
    QTest.keyClick(bar, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(bar.box.hasFocus)
    QTest.keyClicks(bar.box, "care")
    assert view.shown_ids() == ["care"]
    QTest.keyClick(bar.box, Qt.Key.Key_Escape)
    assert len(view.shown_ids()) == 6
    view.activateWindow()
    QTest.keyClick(bar.box, Qt.Key.Key_Down)
    qtbot.waitUntil(view.grid.hasFocus)


def test_the_view_and_the_filter_are_remembered(qtbot: QtBot) -> None:
    views = [("all", "All lines"), ("mine", "Mine")]
    first, second = FilterBar("Filter", views), FilterBar("Filter", views)
    for bar in (first, second):
        qtbot.addWidget(bar)
    state.remember(first, "funds/filter")
    QTest.keyClicks(first.box, "road")
    QTest.keyClick(first.view, Qt.Key.Key_Down)
    state.remember(second, "funds/filter")
    assert (second.box.text(), second.view.currentData()) == ("road", "mine")


def test_the_link_of_an_alert_is_followed_from_the_keyboard(put_up: PutUp, qtbot: QtBot) -> None:
    alert = Alert("£97,199 is not explained.", "The budget is <£512,199>.", "Say what the rest is for")
    put_up(alert)
    label = alert.findChildren(QLabel)[0]
    label.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(alert.followed):
        QTest.keyClick(label, Qt.Key.Key_Return)
    assert alert.words() == "£97,199 is not explained. The budget is <£512,199>. Say what the rest is for"


def test_an_alert_takes_the_colours_of_a_new_scheme(qtbot: QtBot, qapp: Any) -> None:
    alert = Alert("Gap.", link="Mend it")
    qtbot.addWidget(alert)
    theme.apply(qapp, "dark")
    assert theme.DARK.accent in alert.findChildren(QLabel)[0].text()


def test_a_small_table_is_as_high_as_its_lines(listing: Listing, qtbot: QtBot) -> None:
    table = SmallTable("Income", listing, total=True)
    qtbot.addWidget(table)
    table.resize(600, table.sizeHint().height())
    table.show()
    assert table.grid.verticalScrollBar().maximum() == 0
    assert table.foot.isVisible()


def test_a_forbidden_button_says_why_in_its_words_and_its_tooltip(qtbot: QtBot) -> None:
    button = Button("Issue")
    qtbot.addWidget(button)
    button.forbid("Three figures do not tie.", "Issue: settle 3 first")
    assert (button.text(), button.toolTip(), button.isEnabled()) == (
        "Issue: settle 3 first",
        "Three figures do not tie.",
        False,
    )
    button.permit()
    assert (button.text(), button.toolTip()) == ("Issue", "")


def test_rows_and_empty_pages_are_not_cut_at_200_percent(large: None, qtbot: QtBot) -> None:
    facts = FactRows([("Provider", "First Light " * 6), ("Term", "3 + 1 + 1 years from 1 October 2018")])
    history = HistoryRows([("14 Nov 10:42", "Jo Penhallow marked £106,100 received from NHS England.")])
    empty = EmptyPage("inbox", "Applications to a round stand here.", [Button("New round", "plus")])
    for part in (facts, history, empty):
        qtbot.addWidget(part)
        part.resize(700, max(500, part.heightForWidth(700)))
        part.show()
        assert walk.clipped_text(part) == []


def test_a_long_view_goes_under_the_filter_where_it_would_be_cut_and_comes_back(put_up: PutUp, qtbot: QtBot) -> None:
    bar = FilterBar("Filter lines", [("long", "Allocations, Community Safety Partnership Fund"), ("short", "Funds")])
    bar.add(Button("Enter allocations…", "plus"))
    page = QWidget()
    bar.setParent(page)
    bar.setGeometry(0, 0, 500, 80)
    put_up(page)
    qtbot.waitUntil(lambda: bar.view.y() > bar.box.y())
    assert walk.clipped_text(bar) == []
    bar.setGeometry(0, 0, 1000, 80)
    qtbot.waitUntil(lambda: bar.view.x() > bar.box.x())
    assert bar.view.width() >= bar.view.needed_width()
