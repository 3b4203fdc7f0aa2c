"""A timeline as the last column of a list, so that its rows line up with the figures; and the key to its shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.contracts.timeline import Bar, BarKind, Timeline, TimelineRow
from app.listing import Line
from app.years import SLASH, format_day, format_year
from ui.kit import theme
from ui.kit.drawn import CellPainter
from ui.kit.timebars import (
    BAR,
    Span,
    paint_bars,
    paint_flag,
    paint_gap,
    paint_lines,
    paint_mark,
    paint_money,
    paint_today,
    paint_years,
)
from ui.kit.timepicture import TimelinePicture
from ui.kit.words import centred_baseline, draw_runs, tip

__all__ = ["LEGEND", "Legend", "TimelinePainter", "TimelinePicture"]

LEAST = 320
SIDE = 8
MARK = 10
LEGEND = (("term", "term"), ("option", "option to extend"), ("notice", "notice date"), ("agreed", "partner pays"))
"""What the register shows, each with its words."""


class TimelinePainter(CellPainter):
    """Draws the row of a timeline whose id is the line's; its head has the years, its foot the flag of today."""

    head_rows = 2

    def __init__(self) -> None:
        self._timeline: Timeline | None = None
        self._rows: dict[str, TimelineRow] = {}
        self._style = SLASH
        self._span: Span | None = None

    def show(self, timeline: Timeline, style: str = SLASH) -> None:
        """Draw these rows from now on, years printed in the office's own style."""
        self._timeline, self._style, self._span = timeline, style, None
        self._rows = {row.id: row for row in timeline.rows}

    def __call__(self, painter: QPainter, rect: QRect, line: Line) -> None:
        row, span = self._rows.get(line.id), self.span(rect)
        if span is None:
            return
        paint_lines(painter, span, rect.top(), rect.height())
        if row is not None:
            high, side = theme.current().px(BAR), theme.current().px(MARK)
            top = rect.top() + (rect.height() - high) // 2
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            paint_bars(painter, span, row.bars, top, high)
            paint_today(painter, span, rect.top(), rect.height())
            for mark in row.marks:
                if span.holds(mark.day):
                    above = rect.top() + 2 if mark.kind == "notice" else top + (high - side) // 2
                    paint_mark(painter, mark.kind, span.x(mark.day), above, side)
        else:
            paint_today(painter, span, rect.top(), rect.height())

    def between(self, painter: QPainter, rect: QRect) -> None:
        if (span := self.span(rect)) is not None:
            paint_lines(painter, span, rect.top(), rect.height())
            paint_today(painter, span, rect.top(), rect.height())

    def head(self, painter: QPainter, rect: QRect) -> None:
        if (span := self.span(rect)) is not None:
            now = theme.current()
            high = min(rect.height(), 2 * now.px(17) + now.px(6))
            paint_years(painter, span, rect.bottom() - high, high, self._style)

    def foot(self, painter: QPainter, rect: QRect) -> None:
        if (span := self.span(rect)) is not None:
            high = theme.current().px(20)
            paint_today(painter, span, rect.top(), rect.height() // 2)
            paint_flag(painter, span, rect.top() + (rect.height() - high) // 2, high)

    def words(self, line: Line) -> str:
        row = self._rows.get(line.id)
        return row.words if row is not None else ""

    def title(self, label: str) -> str:
        if self._timeline is None:
            return label
        first, last = (format_year(year, self._style) for year in (self._timeline.first_year, self._timeline.last_year))
        return f"{label}, {first} to {last}, today {format_day(self._timeline.today)}"

    def least_width(self) -> int:
        return theme.current().gap(LEAST)

    def span(self, rect: QRect) -> Span | None:
        """Where the days stand in a cell; None while nothing is shown."""
        if self._timeline is None:
            return None
        side = theme.current().px(SIDE)
        left, width = rect.left() + side, max(1, rect.width() - side - 1)
        if self._span is None or (self._span.left, self._span.width) != (left, width):
            self._span = Span(self._timeline, left, width)
        return self._span


class Legend(QWidget):
    """The shapes of a timeline with their words, in a row; what has no room is left out whole and said in its tip."""

    def __init__(self, items: Sequence[tuple[str, str]] = LEGEND, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = tuple(items)
        words = "; ".join(f"{_SHAPES[kind]}: {label}" for kind, label in self._items)
        self.setAccessibleName(f"Key to the timeline. {words}.")
        tip(self, words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(sum(map(self._item_width, self._items)), theme.current().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.current().px(20))

    def shown(self, width: int) -> list[tuple[str, str, int]]:
        """What is drawn in this width: the kind, its words and where it begins, set to the right."""
        fitting, room = [], width
        for kind, label in self._items:
            if self._item_width((kind, label)) > room:
                break
            room -= self._item_width((kind, label))
            fitting.append((kind, label))
        places, left = [], room
        for item in fitting:
            places.append((*item, left))
            left += self._item_width(item)
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        for kind, label, left in self.shown(self.width()):
            lead = left + now.px(18)
            self._paint_swatch(painter, kind, QRect(lead, 0, self._swatch(kind), self.height()))
            painter.setFont(now.font("small"))
            baseline = centred_baseline(painter, 0, self.height())
            draw_runs(painter, lead + self._swatch(kind) + now.px(6), baseline, [(label, "ink2", 400)], "small")

    def _paint_swatch(self, painter: QPainter, kind: str, place: QRect) -> None:
        high = theme.current().px(11)
        box = QRect(place.left(), (self.height() - high) // 2, place.width(), high)
        span = Span(_SWATCH, box.left(), box.width())
        if kind in ("notice", "break", "condition"):
            paint_mark(painter, kind, box.center().x(), box.top(), theme.current().px(MARK))
        elif kind in ("agreed", "conditional"):
            paint_money(painter, kind == "agreed", box)
        elif kind == "gap":
            paint_gap(painter, box)
        else:
            shape: BarKind = "option" if kind == "option" else "term"
            paint_bars(painter, span, [Bar(shape, _SWATCH.starts_on, _SWATCH.ends_on)], box.top(), high)

    def _swatch(self, kind: str) -> int:
        return theme.current().px(MARK + 2 if kind in ("notice", "break", "condition") else 22)

    def _item_width(self, item: tuple[str, str]) -> int:
        now = theme.current()
        return now.px(18) + self._swatch(item[0]) + now.px(6) + now.metrics("small").horizontalAdvance(item[1]) + 1


_SWATCH = Timeline((), 2000, 2000, date(1999, 4, 1))
"""A year whose today is out of sight, to draw a single shape in."""
_SHAPES = {
    "term": "solid bar",
    "option": "hatched bar",
    "notice": "triangle",
    "break": "cross",
    "condition": "lozenge",
    "agreed": "grey band",
    "conditional": "dashed band",
    "gap": "red line",
}
