"""A table of shaded squares: as high as what is in it, gone about by the arrows, read aloud cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tests.ui.conftest import PutUp
from ui.kit import theme
from ui.kit.squares import MOST_LINES, Square, SquareRow, Squares, SquareView, head_lines

Key = Qt.Key


def squares(*rows: tuple[str, int, str]) -> Squares:
    """Rows of one shaded square and its edge."""
    return Squares(
        "Area",
        ("Preventing", "All £"),
        tuple(
            SquareRow(
                name, (Square(text, f"{name}, Preventing: {text} pounds", shade), Square(text, f"{name}: {text}"))
            )
            for name, shade, text in rows
        ),
    )


NORTH, SOUTH = ("North", 3, "13,000"), ("South", 0, "none")


@pytest.fixture
def view(put_up: PutUp) -> Iterator[SquareView]:
    """Two areas, with a button after them."""
    window = QWidget()
    column = QVBoxLayout(window)
    made = SquareView("Areas and priorities", squares(NORTH, SOUTH))
    column.addWidget(made)
    column.addWidget(QPushButton("Next"))
    window.resize(420, 300)
    put_up(window)
    yield made
    window.close()


def test_all_of_it_is_in_sight_without_scrolling(view: SquareView) -> None:
    assert view.height() >= view.heads.height() + view.verticalHeader().length()
    assert not view.horizontalScrollBar().isVisible()
    assert view.heads.length() <= view.viewport().width()


def test_a_screen_reader_hears_a_sentence_for_every_cell_and_the_names_of_columns(view: SquareView) -> None:
    model = view.squares
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 1), role) == "North, Preventing: 13,000 pounds"
    assert model.data(model.index(1, 0), role) == "South"
    heads = [model.headerData(at, Qt.Orientation.Horizontal, role) for at in range(3)]
    assert heads == ["Area", "Preventing", "All £"]


def test_the_arrows_go_from_cell_to_cell_and_tab_goes_on(view: SquareView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 1)
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Right)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 2)
    QTest.keyClick(view, Key.Key_Tab)
    assert not view.hasFocus()


def test_other_figures_leave_the_keyboard_where_it_is_and_other_rows_begin_anew(view: SquareView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Key.Key_Down)
    view.show_squares(squares(NORTH, ("South", 1, "4,800")))
    assert view.squares.text(1, 1) == "4,800"
    assert view.currentIndex().row() == 1
    view.show_squares(squares(NORTH))
    assert view.squares.rowCount() == 1


def test_the_more_there_is_the_darker_it_is_painted(view: SquareView) -> None:
    picture = view.viewport().grab().toImage()

    def ground(row: int) -> str:
        place = view.visualRect(view.squares.index(row, 1))
        return picture.pixelColor(place.left() + 4, place.top() + 4).name().upper()

    now = theme.current().palette
    assert (ground(0), ground(1)) == (now.g3, now.g0)


def test_a_long_word_is_parted_and_no_head_is_higher_than_three_lines() -> None:
    metrics = theme.current().metrics("tiny")
    room = metrics.horizontalAdvance("Prevent-")
    assert head_lines("Preventing", metrics, room) == ["Prevent-", "ing"]
    assert head_lines("At risk", metrics, room * 3) == ["At risk"]
    long = head_lines("Less harm from drugs and from all exploitation", metrics, room)
    assert len(long) == MOST_LINES
    assert long[-1].endswith("…")
