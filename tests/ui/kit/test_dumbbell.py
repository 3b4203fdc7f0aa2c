"""Before and after as one picture: where the marks stand, what is said, and what a slider does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.fields import Field
from tests.ui.conftest import PutUp
from ui.kit import theme
from ui.kit.dumbbell import Dumbbell, Mark, Pair, Picture, axis_of, tell_pence, tell_percent, tell_pounds
from ui.kit.slider import SliderBox

DEVON = Pair(
    "devon", "Devon", 53_947_000, (Mark(56_644_300, 66_090_700, "+£26,973", "+5.0 %"),), said="Devon gains £26,973."
)
SCILLY = Pair("scilly", "Isles of Scilly", 2_500_000, (Mark(2_500_000, None, "", "no change"),))
SAFER = Pair("safer", "Safer Devon", 43_947_000, (Mark(46_644_300, None, "+£26,973", "+6.1 %"),), level=1)
PICTURE = Picture((DEVON, SAFER, SCILLY), tell_pounds, "Devon gains £26,973.")

amounts = st.one_of(st.none(), st.floats(-1e9, 1e9))


@given(st.lists(st.floats(-1e12, 1e12), max_size=40), st.integers(2, 12))
@example([5e-324], 2)
@example([-5e-324], 2)
def test_an_axis_holds_every_value_and_nought_and_names_a_few(values: list[float], most: int) -> None:
    axis = axis_of(values, most)
    slack = 1e-6 * max(1.0, *(abs(value) for value in values), 1.0)
    assert all(axis.low - slack <= value <= axis.high + slack for value in (0.0, *values))
    assert any(abs(tick) < 1e-6 for tick in axis.ticks())
    assert 1 <= len(axis.ticks()) <= most + 3
    assert all(abs(later - sooner - axis.step) < slack for sooner, later in pairwise(axis.ticks()))


@pytest.mark.parametrize(
    ("tell", "value", "words"),
    [
        (tell_pounds, 0, "0"),
        (tell_pounds, 10_000_000, "£100k"),
        (tell_pounds, 150_000_000, "£1.5m"),
        (tell_pounds, -2_500_000, "−£25k"),
        (tell_pounds, 12_500, "£125"),
        (tell_pence, 120, "£1.20"),
        (tell_percent, 50, "+5 %"),
        (tell_percent, -25, "−2.5 %"),
    ],
)
def test_values_on_the_axis_are_short(tell: object, value: float, words: str) -> None:
    assert callable(tell)
    assert tell(value) == words


@given(st.lists(st.tuples(amounts, st.lists(st.tuples(amounts, amounts), min_size=1, max_size=3)), max_size=9))
def test_every_mark_stands_in_its_own_row_between_the_ends(
    lines: list[tuple[float | None, list[tuple[float | None, float | None]]]],
) -> None:
    pairs = tuple(
        Pair(str(at), f"Partnership {at}", now, tuple(Mark(after, alone) for after, alone in marks))
        for at, (now, marks) in enumerate(lines)
    )
    picture = Dumbbell("Picture")
    picture.show_picture(Picture(pairs, tell_pounds))
    for width in (360, 900):
        left, right = picture.plot(width)
        places = picture.places(width)
        assert [place.pair.id for place in places] == [pair.id for pair in pairs]
        assert all(sooner.row.bottom() < later.row.top() for sooner, later in pairwise(places))
        assert sum(place.row.height() for place in places) < picture.heightForWidth(width)
        for place in places:
            every = [(y, x) for y, after, alone in place.marks for x in (place.now, after, alone)]
            assert all(place.plot.top() <= y <= place.plot.bottom() + 1 for y, _ in every)
            assert all(left - 1 <= x <= right + 1 for _, x in every if x is not None)


def test_what_gains_stands_to_the_right_of_where_it_was_and_what_is_held_on_it(qtbot: QtBot) -> None:
    picture = _picture(qtbot)
    devon, _, scilly = picture.places(900)
    [(_, after, alone)] = devon.marks
    assert devon.now is not None
    assert after is not None
    assert alone is not None
    assert devon.now < after < alone
    assert scilly.now == scilly.marks[0][1]


def test_words_do_not_stand_on_the_plot_nor_on_each_other(qtbot: QtBot) -> None:
    picture = _picture(qtbot)
    for width in (420, 900):
        _, right = picture.plot(width)
        for place in picture.places(width):
            assert all(words.left() >= right for words in place.words)
            assert not any(place.label.intersects(words) for words in place.words)


def test_the_picture_says_who_gains_and_that_it_is_old(qtbot: QtBot) -> None:
    picture = _picture(qtbot)
    assert picture.accessibleName() == "Now and proposed"
    assert picture.accessibleDescription() == "Devon gains £26,973."
    picture.set_stale(True)
    assert picture.accessibleDescription() == "Not up to date. Devon gains £26,973."


def test_an_old_picture_is_fainter_and_still_there(qtbot: QtBot) -> None:
    picture = _picture(qtbot)
    picture.resize(900, picture.heightForWidth(900))
    darkest = _darkest(picture)
    picture.set_stale(True)
    assert darkest + 40 < _darkest(picture) < 220


def test_a_click_on_a_line_chooses_it(qtbot: QtBot, put_up: PutUp) -> None:
    picture = _picture(qtbot)
    picture.resize(900, picture.heightForWidth(900))
    put_up(picture)
    place = picture.places(picture.width())[2]
    with qtbot.waitSignal(picture.chosen) as caught:
        QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(300, place.row.center().y()))
    assert caught.args == ["scilly"]


def test_many_lines_are_set_closer() -> None:
    few, many = Dumbbell("Few"), Dumbbell("Many")
    few.show_picture(Picture((DEVON,), tell_pounds))
    many.show_picture(Picture(tuple(Pair(str(at), f"P{at}", at, (Mark(at),)) for at in range(30)), tell_pounds))
    assert many.places(900)[0].row.height() < few.places(900)[0].row.height()


# the slider

WEIGHT = Field("weight", "Population", "percent")


@pytest.fixture
def box(qtbot: QtBot, put_up: PutUp) -> SliderBox:
    """A weight of 40 %."""
    made = SliderBox(WEIGHT)
    made.resize(272, 50)
    made.write(400)
    put_up(made)
    return made


def test_keys_move_a_slider_by_one_and_by_five_percent(box: SliderBox) -> None:
    QTest.keyClick(box.slider, Qt.Key.Key_Right)
    assert (box.raw(), box.read()) == ("41 %", 410)
    QTest.keyClick(box.slider, Qt.Key.Key_PageUp)
    assert box.read() == 460
    QTest.keyClick(box.slider, Qt.Key.Key_PageDown)
    QTest.keyClick(box.slider, Qt.Key.Key_Left)
    QTest.keyClick(box.slider, Qt.Key.Key_Left)
    assert box.read() == 390
    QTest.keyClick(box.slider, Qt.Key.Key_End)
    assert box.read() == 1_000


def test_typing_moves_the_slider_and_a_tenth_is_kept(box: SliderBox) -> None:
    box.line.setFocus()
    box.line.selectAll()
    QTest.keyClicks(box.line, "12.5")
    assert box.slider.value() == 125
    assert box.read() == 125


def test_what_cannot_be_read_stays_in_the_box_and_leaves_the_slider(box: SliderBox) -> None:
    box.line.setText("forty")
    assert box.slider.value() == 400
    with pytest.raises(Refused, match="“forty” is not a percentage"):
        box.read()
    box.line.setText("140")
    with pytest.raises(Refused, match="more than 100 %"):
        box.read()


def test_a_drag_goes_by_whole_percents(box: SliderBox) -> None:
    slider = box.slider
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.place(300)), 8))
    assert box.read() == 300
    QTest.mouseMove(slider, QPoint(slider.width() + 50, 8))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(5, 8))
    assert box.read() is not None
    assert box.read() % 10 == 0


def test_the_wheel_leaves_a_slider_alone(box: SliderBox) -> None:
    middle = QPointF(box.slider.rect().center())
    turn = QWheelEvent(
        middle,
        box.slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box.slider, turn)
    assert box.read() == 400


@given(st.integers(0, 100))
def test_a_place_on_the_slider_gives_back_its_percent(percent: int) -> None:
    made = SliderBox(WEIGHT).slider
    made.resize(220, 20)
    assert made.value_at(made.place(percent * 10)) == percent * 10


def _picture(qtbot: QtBot) -> Dumbbell:
    picture = Dumbbell("Now and proposed")
    qtbot.addWidget(picture)
    picture.show_picture(PICTURE)
    return picture


def _darkest(widget: QWidget) -> int:
    image = widget.grab().toImage()
    paper = theme.current().colour("paper")
    assert image.pixelColor(1, 1) == paper
    every = (QColor(image.pixel(x, y)).lightness() for x in range(image.width()) for y in range(0, image.height(), 2))
    return min(every)
