"""The parts a paper's page is made of: pages to scroll, panes to switch, rows that go on in the next line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.pages import WHOLE, Mark, PagesView
from ui.kit.switch import Pane, Switch, SwitchButton

Key = Qt.Key
PutUp = Callable[[QWidget], None]
A4 = (595.0, 842.0)


@pytest.fixture
def pages(put_up: PutUp) -> PagesView:
    """Four pages, none painted yet."""
    view = PagesView()
    view.resize(640, 500)
    put_up(view)
    view.show_pages([A4] * 4, {}, 1.0)
    return view


def blank() -> QImage:
    image = QImage(10, 14, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    return image


def test_pages_fit_the_width_and_the_first_is_in_sight(pages: PagesView) -> None:
    assert pages.in_sight() == [0]
    assert pages.count() == 4
    assert pages.scale() * A4[0] < pages.viewport().width()
    assert pages.accessibleName() == "Pages, page 1 of 4"


def test_what_is_in_sight_is_asked_for_first_and_then_what_is_beside_it(pages: PagesView) -> None:
    assert pages.next_to_paint() == 0
    pages.put(0, blank(), pages.scale())
    assert (pages.missing(), pages.next_to_paint()) == ([], 1)
    pages.put(1, blank(), pages.scale())
    assert pages.next_to_paint() is None


def test_page_down_home_and_end_turn_the_pages(pages: PagesView) -> None:
    turned: list[int] = []
    pages.turned.connect(turned.append)
    pages.setFocus()
    QTest.keyClick(pages, Key.Key_End)
    assert pages.page() == 3
    QTest.keyClick(pages, Key.Key_Home)
    QTest.keyClick(pages, Key.Key_PageDown)
    QTest.keyClick(pages, Key.Key_PageDown)
    assert turned == [3, 0, 1]


def test_the_eye_stays_where_it_is_when_the_pages_are_drawn_again(pages: PagesView) -> None:
    pages.go_to(2, 300.0)
    at = pages.verticalScrollBar().value()
    pages.show_pages([A4] * 5, {2: blank()}, pages.scale())
    assert pages.verticalScrollBar().value() == at
    assert pages.page() == 2


def test_another_size_is_painted_anew_and_the_page_stays_in_sight(pages: PagesView) -> None:
    pages.put(0, blank(), pages.scale())
    pages.go_to(1)
    pages.set_zoom(WHOLE)
    assert pages.scale() * A4[1] < pages.viewport().height()
    assert pages.is_resized()
    assert pages.page() == 1


def test_a_mark_is_drawn_over_the_page_it_is_on(pages: PagesView) -> None:
    pages.put(0, blank(), pages.scale())
    before = pages.grab().toImage()
    pages.set_marks([Mark(0, 100, 60, 80, 12, strong=True)])
    assert pages.grab().toImage() != before
    marked = pages.grab().toImage()
    pages.set_marks([Mark(3, 100, 60, 80, 12)])
    assert pages.grab().toImage() == before != marked


@pytest.fixture
def switch(put_up: PutUp) -> Switch:
    """Two panes, the first with tools."""
    made = Switch([Pane("one", "One", QLabel("first"), Button("Tool")), Pane("two", "Two", QLabel("second"))])
    made.resize(400, 300)
    put_up(made)
    return made


def visible(root: QWidget) -> list[str]:
    return [one.text() for one in root.findChildren(QLabel) if one.isVisible()]


def test_a_switch_shows_one_pane_with_its_tools(switch: Switch) -> None:
    (tool,) = switch.findChildren(Button)
    assert (visible(switch), switch.shown(), tool.isVisible()) == (["first"], "one", True)
    switch.show_pane("two")
    assert (visible(switch), switch.shown(), tool.isVisible()) == (["second"], "two", False)


def test_the_arrows_go_along_its_words(switch: Switch) -> None:
    first = switch.findChildren(SwitchButton)[0]
    first.setFocus()
    QTest.keyClick(first, Key.Key_Right)
    assert switch.shown() == "two"


def test_a_chip_is_said_whole_and_shown_as_its_number(switch: Switch) -> None:
    switch.set_chip("two", "3 to settle")
    names = [one.accessibleName() for one in switch.findChildren(SwitchButton)]
    assert names == ["One", "Two, 3 to settle"]


def test_panes_can_be_put_into_another_switch(switch: Switch, put_up: PutUp) -> None:
    label = QLabel("moved")
    switch.let_go()
    alone = Switch([Pane("only", "Only", label)])
    put_up(alone)
    assert "moved" in visible(alone)
    assert alone.findChildren(SwitchButton) == []


def test_a_flow_goes_on_in_the_next_line_where_there_is_no_room(put_up: PutUp) -> None:
    whole, flow = QWidget(), Flow(Button("One button"), Button("Another button"), Button("A third"))
    QVBoxLayout(whole).addWidget(flow)
    whole.resize(600, 200)
    put_up(whole)
    assert len({one.y() for one in flow.findChildren(Button)}) == 1
    whole.resize(160, 300)
    QApplication.processEvents()
    assert len({one.y() for one in flow.findChildren(Button)}) == 3
    assert flow.height() >= flow.heightForWidth(flow.width())
