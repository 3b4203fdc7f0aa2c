"""The timeline of a list: where its bars stand, what it says instead, and how it keeps out of the way of figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.contracts.timeline import Bar, Timeline, timeline
from app.years import HYPHEN, SLASH, WORDS
from tests.ui.conftest import PutUp
from tests.ui.kit.contracts import CONTRACTS, TODAY, listing
from ui.kit import theme
from ui.kit.table import ListView
from ui.kit.timebars import Span, paint_years, year_labels
from ui.kit.timeline import Legend, TimelinePainter

DRAWN = 5
DAY = timedelta(days=1)


def drawn(put_up: PutUp, width: int = 1238, *, grouped: bool = False) -> tuple[ListView, TimelinePainter]:
    painter = TimelinePainter()
    painter.show(timeline(CONTRACTS, today=TODAY))
    view = ListView("Contracts", painters={"timeline": painter})
    view.resize(width, 400)
    view.show_listing(listing(grouped=grouped))
    put_up(view)
    return view, painter


def cell(view: ListView, line_id: str) -> QRect:
    return view.grid.visualRect(view.model.index(view.model.row_of(line_id), DRAWN))


def picture(view: ListView) -> QImage:
    return view.grid.viewport().grab().toImage()


def colour_on(view: ListView, painter: TimelinePainter, line_id: str, day: date) -> QColor:
    """The colour in the middle of a line's bar on a day."""
    rect = cell(view, line_id)
    span = painter.span(rect)
    assert span is not None
    return picture(view).pixelColor(span.x(day), rect.center().y())


def token(name: str) -> QColor:
    return theme.current().colour(name)


def test_a_term_is_solid_up_to_its_last_day_and_not_beyond(put_up: PutUp) -> None:
    view, painter = drawn(put_up)
    assert colour_on(view, painter, "triage", date(2019, 4, 3)) == token("accent")
    assert colour_on(view, painter, "long", date(2020, 9, 25)) == token("accent")
    assert colour_on(view, painter, "long", date(2020, 10, 6)) == token("paper")
    assert colour_on(view, painter, "triage", date(2019, 3, 27)) == token("paper")


def test_an_open_option_is_hatched_and_what_was_cut_off_is_an_empty_outline(put_up: PutUp) -> None:
    view, painter = drawn(put_up)
    found = {}
    for line_id, first, last in (
        ("advocacy", date(2021, 10, 10), date(2022, 3, 1)),
        ("ended", date(2021, 5, 1), date(2021, 6, 20)),
    ):
        days = range(0, (last - first).days, 3)
        found[line_id] = {colour_on(view, painter, line_id, first + at * DAY).name() for at in days}
    assert len(found["advocacy"]) > 3
    assert found["ended"] == {token("paper").name()}


def test_todays_line_runs_through_every_row_even_a_heading(put_up: PutUp) -> None:
    view, painter = drawn(put_up, grouped=True)
    image, span = picture(view), painter.span(cell(view, "triage"))
    assert span is not None
    bottom = view.grid.visualRect(view.model.index(view.model.rowCount() - 1, DRAWN)).bottom()
    column = [image.pixelColor(span.today, y) for y in range(bottom + 1)]
    assert [y for y, colour in enumerate(column) if colour != token("ink")] == []


def test_today_is_flagged_in_the_totals_row(put_up: PutUp) -> None:
    view, painter = drawn(put_up)
    span = painter.span(cell(view, "triage"))
    assert span is not None
    foot = view.foot.grab().toImage()
    assert foot.pixelColor(span.today, foot.height() // 2 - 8) == token("ink")
    assert foot.pixelColor(span.today + 120, foot.height() // 2) == token("paper")


def test_a_bar_is_notched_where_it_began_before_the_years_shown(put_up: PutUp) -> None:
    view, painter = drawn(put_up)
    rect, image = cell(view, "long"), picture(view)
    span = painter.span(rect)
    assert span is not None
    assert span.timeline.first_year > 2009
    assert image.pixelColor(span.left + 1, rect.center().y()) != token("accent")
    assert image.pixelColor(span.left + 12, rect.center().y()) == token("accent")


def test_notice_a_break_and_a_condition_have_their_marks(put_up: PutUp) -> None:
    view, painter = drawn(put_up)
    rect, image = cell(view, "triage"), picture(view)
    span = painter.span(rect)
    assert span is not None
    notice = span.x(date(2019, 9, 30))
    assert image.pixelColor(notice, rect.top() + 4) == token("warnbg")
    assert colour_on(view, painter, "triage", date(2020, 3, 1)) == token("warnbg")
    assert image.pixelColor(span.x(date(2019, 12, 31)), rect.center().y()) == token("ink")


def test_a_screen_reader_hears_the_row_in_words_and_the_head_its_years(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    interface = QAccessible.queryAccessibleInterface(view.grid)
    width = view.model.columnCount() + 1
    said = interface.child((view.model.row_of("triage") + 1) * width + 1 + DRAWN).text(QAccessible.Text.Name)
    assert said.startswith("Street triage: 1 April 2019 to 31 March 2020.")
    assert "Health partners agree their share 1 March 2020." in said
    head = view.model.headerData(DRAWN, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert head == "Timeline, 2016/17 to 2023/24, today 14 November 2019"


def test_it_is_neither_printed_nor_copied(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    assert [column.key for column in view.shown().columns] == ["contract", "provider", "a_year", "ends", "state"]
    view.copy()
    assert QGuiApplication.clipboard().text().splitlines()[0].split("\t")[-1] == "Status"


def test_it_cannot_be_sorted_by(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    middle = view.head.sectionViewportPosition(DRAWN) + view.head.sectionSize(DRAWN) // 2
    QTest.mouseClick(view.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 10))
    assert view.sorted_by() == ("", False)
    view.menu.fill()
    assert "Timeline" not in [action.text() for action in view.menu.sort.actions()]
    assert "Timeline" in [action.text() for action in view.menu.columns.actions()]


@pytest.mark.parametrize("width", [900, 1238, 1790])
def test_it_takes_what_the_columns_of_text_leave(put_up: PutUp, width: int) -> None:
    view, _ = drawn(put_up, width)
    assert view.head.length() == view.grid.viewport().width()
    assert view.head.sectionSize(DRAWN) >= 320
    names = [view.model.index(row, 0) for row in range(view.model.rowCount())]
    brush = view.grid.itemDelegate()
    if width > 900:
        assert not any(brush.is_elided(name) for name in names)  # type: ignore[attr-defined]


def test_in_a_narrow_window_it_keeps_its_least_width_and_the_list_scrolls(put_up: PutUp) -> None:
    view, _ = drawn(put_up, 600)
    assert view.head.sectionSize(DRAWN) == 320
    assert view.head.sectionSize(0) >= 80
    assert view.head.length() > view.grid.viewport().width()


def test_put_away_it_leaves_its_room_to_the_names(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    named = view.head.sectionSize(0)
    view.columns.set_hidden("timeline", True)
    assert view.head.sectionSize(0) > named
    assert view.head.length() == view.grid.viewport().width()


def test_a_drag_of_another_column_is_kept_and_the_drawing_gives_way(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    before = view.head.sectionSize(DRAWN)
    view.head.resizeSection(1, view.head.sectionSize(1) + 60)
    assert view.head.sectionSize(DRAWN) == before - 60
    assert view.head.length() == view.grid.viewport().width()


def test_its_head_has_room_for_years_and_quarters(put_up: PutUp) -> None:
    view, _ = drawn(put_up)
    with_it = view.head.sizeHint().height()
    view.columns.set_hidden("timeline", True)
    assert with_it > view.head.sizeHint().height()


@pytest.mark.parametrize("style", [HYPHEN, WORDS])
@pytest.mark.parametrize("width", [160, 320, 640, 1400])
def test_the_names_of_years_never_run_into_each_other(style: str, width: int) -> None:
    span = Span(timeline(CONTRACTS, today=TODAY), 0, width)
    label, step = year_labels(span, style)
    metrics = theme.current().metrics("small", 600)
    room = step * width // len(span.timeline.years)
    assert all(metrics.horizontalAdvance(label(year)) <= room for year in span.timeline.years)


def test_every_day_stands_in_its_order_and_the_last_day_of_a_bar_counts() -> None:
    span = Span(Timeline((), 2019, 2020, TODAY), 10, 731)
    days = [date(2019, 4, 1) + at * DAY for at in range(731)]
    assert [span.x(day) for day in days] == list(range(10, 741))
    assert span.box(Bar("term", date(2019, 4, 1), date(2021, 3, 31)), 0, 5) == QRect(10, 0, 731, 5)
    assert span.box(Bar("term", date(2018, 4, 1), date(2019, 3, 31)), 0, 5).isEmpty()
    assert span.box(Bar("term", date(2018, 4, 1), date(2019, 4, 1)), 0, 5).width() == 2


def test_before_anything_is_shown_it_draws_nothing_and_says_nothing(put_up: PutUp) -> None:
    view = ListView("Contracts", painters={"timeline": TimelinePainter()})
    view.resize(1238, 300)
    view.show_listing(listing())
    put_up(view)
    assert view.model.said(0, DRAWN) == ""
    rect = cell(view, "triage")
    assert picture(view).pixelColor(rect.center().x(), rect.center().y()) == token("paper")


@pytest.mark.parametrize(("scheme", "scale"), [("dark", 1.0), ("contrast", 1.0), ("light", 2.0)])
def test_it_is_drawn_in_every_dress(qapp: QApplication, put_up: PutUp, scheme: theme.Scheme, scale: float) -> None:
    theme.apply(qapp, scheme, scale)
    view, painter = drawn(put_up, 2400)
    assert colour_on(view, painter, "triage", date(2019, 4, 9)) == token("accent")
    inside = {colour_on(view, painter, "advocacy", date(2021, 11, 1) + at * DAY).name() for at in range(0, 90, 3)}
    assert len(inside) > 1


def test_the_key_names_its_shapes_and_leaves_out_whole_what_has_no_room(put_up: PutUp) -> None:
    legend = Legend()
    put_up(legend)
    assert legend.accessibleName() == (
        "Key to the timeline. solid bar: term; hatched bar: option to extend; triangle: notice date; "
        "grey band: partner pays."
    )
    wide = legend.shown(legend.sizeHint().width())
    assert [label for _, label, _ in wide] == ["term", "option to extend", "notice date", "partner pays"]
    assert [label for _, label, _ in legend.shown(legend.sizeHint().width() - 1)] == [
        "term",
        "option to extend",
        "notice date",
    ]
    assert legend.shown(20) == []


@pytest.mark.parametrize("width", [150, 230, 640])
def test_no_line_runs_through_the_name_of_a_year_and_no_name_is_cut(width: int) -> None:
    span = Span(timeline(CONTRACTS, today=TODAY), 0, width)
    image = QImage(width + 40, 40, QImage.Format.Format_ARGB32)
    image.fill(token("paper"))
    painter = QPainter(image)
    paint_years(painter, span, 0, 40)
    painter.end()
    _, step = year_labels(span, SLASH)
    ruled = [x for x in range(width) if all(image.pixelColor(x, y) == token("rule") for y in range(2, 38))]
    years = [span.x(date(year, 4, 1)) for year in span.timeline.years]
    assert ruled == years[::step]
    assert all(image.pixelColor(x, y) == token("paper") for x in range(width, width + 40) for y in range(40))
