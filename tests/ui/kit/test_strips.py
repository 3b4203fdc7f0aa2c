"""A column of strips: drawn on the screen, said and copied in words; chips one after the other; signs that are said."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.listing import Column, Line, Listing
from app.strips import Strip
from ui.kit import theme
from ui.kit.strips import levels, paint_strip
from ui.kit.table import ListView

COLUMNS = (
    Column("rank", "#", "count", added=False),
    Column("bid", "Bid"),
    Column("strip", "Members’ scores", "strip"),
    Column("discuss", "To discuss", "chips"),
    Column("tom", "Tom", "chip", signs=(("A", "abstained"), ("C", "conflict"))),
)
LINES = (
    Line("a", (1, "R2-01 Quayside", "74 78.5 80, mean 77.5", "", "A")),
    Line("b", (2, "R2-07 Harbour", "41 74 78 80, mean 68.3, far apart, agreed 74.0", "C, Spread 39", "C")),
    Line("c", (None, "R2-09 Tin Lane", "waits for 2 sheets", "", "in")),
)


@pytest.fixture
def view(qtbot: QtBot) -> ListView:
    found = ListView("Ranking", tones={"Spread": "warn"}, total=False)
    qtbot.addWidget(found)
    found.show_listing(Listing("Ranking", COLUMNS, LINES))
    found.resize(900, 200)
    found.show()
    return found


def test_a_strip_is_said_and_copied_in_words(view: ListView) -> None:
    assert view.model.said(1, 2) == "41 74 78 80, mean 68.3, far apart, agreed 74.0"
    view.copy()
    assert "41 74 78 80, mean 68.3, far apart, agreed 74.0" in QGuiApplication.clipboard().text()
    assert [column.key for column in view.shown().columns] == ["rank", "bid", "strip", "discuss", "tom"]


def test_the_scale_is_that_of_every_line_whatever_the_filter_shows(view: ListView) -> None:
    view.set_filter("Quayside")
    assert view.model.drawings["strip"].title("Members’ scores") == "Members’ scores, from 40 to 100"


def test_a_sign_is_said_by_what_it_means(view: ListView) -> None:
    assert [view.model.said(row, 4) for row in range(3)] == ["abstained", "conflict", "in"]


def test_dots_that_would_hide_one_another_stand_above_and_below() -> None:
    assert levels((10.0, 11.0, 12.0, 40.0), 7, 2) == (0, -1, 1, 0)
    assert levels((10.0, 10.0), 7, 0) == (0, 0)


def test_a_strip_paints_a_dot_where_its_score_stands(view: ListView) -> None:
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_strip(painter, QRect(0, 0, 200, 30), Strip((500,)), (0, 1000))
    painter.end()
    accent = theme.current().colour("accent").name()
    columns = {x for x in range(200) if image.pixelColor(x, 15).name() == accent}
    assert 100 in columns
    assert max(columns) - min(columns) < 10
