"""Each look over a window finds the defect planted for it, and nothing in a window that is well made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.listing import Listing
from ui.kit import walk
from ui.kit.controls import Button, Combo, Line
from ui.kit.elided import Elided
from ui.kit.words import plain

PutUp = Callable[[QWidget], None]


def window(put_up: PutUp, *parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    for part in parts:
        column.addWidget(part)
    whole.resize(400, 300)
    put_up(whole)
    return whole


class Drawing(QWidget):
    """A picture that says nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawLine(0, 0, 5, 5)


def test_a_well_made_window_has_nothing_to_find(put_up: PutUp) -> None:
    choice = Combo("View")
    choice.addItems(["All lines", "Mine"])
    whole = window(
        put_up, plain("Some words that wrap " * 9, wrap=True), Line("Filter", "search"), choice, Button("Go")
    )
    looks = (walk.clipped_text, walk.unnamed_controls, walk.sideways_scroll, walk.unreachable_by_keyboard)
    assert [look(whole) for look in looks] == [[], [], [], []]


def test_a_label_cut_at_the_side_is_found(put_up: PutUp) -> None:
    label = plain("Too long for its place by far")
    label.setFixedWidth(60)
    assert walk.clipped_text(window(put_up, label)) == ["QLabel “Too long for its place by far”: is cut at the side"]


def test_a_wrapped_label_cut_below_is_found(put_up: PutUp) -> None:
    label = plain("Too long for its place by far, and then some more words", wrap=True)
    label.setFixedSize(90, 20)
    assert "is cut below" in walk.clipped_text(window(put_up, label))[0]


def test_a_rich_label_cut_below_is_found(put_up: PutUp) -> None:
    label = QLabel("<b>Too long</b> for its place by far, and then some more words")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setFixedSize(90, 20)
    assert "is cut below" in walk.clipped_text(window(put_up, label))[0]


def test_a_button_or_choice_too_narrow_for_its_words_is_found(put_up: PutUp) -> None:
    button, plain_button, choice = Button("Record income"), QPushButton("Record income"), Combo("View")
    choice.addItems(["All lines by priority"])
    for control in (button, plain_button, choice):
        control.setFixedWidth(50)
    assert len(walk.clipped_text(window(put_up, button, plain_button, choice))) == 3


def test_a_hint_that_is_cut_is_found(put_up: PutUp) -> None:
    box = Line("Search everything there is", "search")
    box.setFixedWidth(80)
    assert walk.clipped_text(window(put_up, box))[0].endswith("its hint is cut")


def test_a_line_that_ends_in_dots_must_have_its_tooltip(put_up: PutUp) -> None:
    line = Elided("A long state of the file that will not fit in here")
    line.setFixedWidth(60)
    whole = window(put_up, line)
    assert walk.clipped_text(whole) == []
    line.setToolTip("")
    assert walk.clipped_text(whole)[0].endswith("is cut without a tooltip")


def test_a_button_outside_its_place_is_found(put_up: PutUp) -> None:
    place = QWidget()
    button = Button("Outside")
    button.setParent(place)
    button.move(370, 0)
    assert "outside at the side" in walk.clipped_text(window(put_up, place))[0]


def test_a_figure_that_is_cut_is_found(listing: Listing, shown: Any) -> None:
    view = shown(listing)
    assert walk.clipped_text(view) == []
    view.head.resizeSection(2, 40)
    found = " ".join(walk.clipped_text(view))
    assert "the figure 1,715,249 in row 1 is cut" in found
    assert "4,247,789 is cut" in found
    assert "has a cut head" in found


def test_controls_and_pictures_without_a_name_are_found(put_up: PutUp) -> None:
    box, picture = QLineEdit(), Drawing()
    box.setPlaceholderText("A hint is not a name")
    picture.setMinimumHeight(20)
    Drawing.__module__ = "ui.test"  # only our own drawings are asked for a name
    found = walk.unnamed_controls(window(put_up, box, picture, Button("Named")))
    assert found == ["QLineEdit has no accessible name", "Drawing has no accessible name"]


def test_a_page_wider_than_its_place_is_found(put_up: PutUp) -> None:
    area, page = QScrollArea(), QWidget()
    page.setMinimumSize(900, 20)
    area.setWidget(page)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert "px too wide" in walk.sideways_scroll(window(put_up, area))[0]


def test_a_table_may_scroll_sideways(listing: Listing, shown: Any) -> None:
    assert walk.sideways_scroll(shown(listing, width=300)) == []


def test_a_button_that_tab_passes_by_is_found(put_up: PutUp) -> None:
    button = Button("Only for the mouse")
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    found = walk.unreachable_by_keyboard(window(put_up, Button("First"), button, Button("Last")))
    assert found == ["Button “Only for the mouse” cannot be reached with Tab"]


def test_what_lies_behind_a_box_that_swallows_tab_is_found(put_up: PutUp) -> None:
    trap = QPlainTextEdit()
    trap.setAccessibleName("Trap")
    found = walk.unreachable_by_keyboard(window(put_up, Button("First"), trap, Button("Behind")))
    assert found == ["Button “Behind” cannot be reached with Tab"]


def test_a_key_taken_twice_is_found(put_up: PutUp) -> None:
    whole = window(put_up, Button("Go"))
    for _ in range(2):
        QShortcut(QKeySequence("Ctrl+F"), whole)
    assert walk.doubled_shortcuts(whole) == ["Ctrl+F is taken 2 times"]
