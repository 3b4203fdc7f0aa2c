"""The shapes of a timeline: where a day stands, bars, marks, years and today, in the list and in the record alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygon

from app.contracts.timeline import Bar, Timeline
from app.years import SLASH, first_day, format_year
from ui.kit import theme
from ui.kit.bar import hatching

BAR = 13
QUARTERS = ((4, "A"), (7, "J"), (10, "O"), (1, "J"))
DAY = timedelta(days=1)
DASH = (3.0, 2.0)


class Span:
    """Where days stand between a left edge and a right one, in px; days beyond the span stand at its edges.

    What every row of a list asks for is reckoned once.
    """

    def __init__(self, timeline: Timeline, left: int, width: int) -> None:
        self.timeline, self.left, self.width = timeline, left, width
        self.right = left + width
        """The first px behind the span."""
        self._first, self._last = timeline.starts_on, timeline.ends_on
        self.quarters = tuple(
            (self.x(date(year + (month < 4), month, 1)), letter, month == 4)
            for year in timeline.years
            for month, letter in QUARTERS
        )
        """Each quarter: where it begins, its month's letter, and whether a financial year begins with it."""
        now = timeline.today
        self.today = (self.x(now) + self.x(now + DAY)) // 2
        """Where today's line stands: in the middle of the day."""

    def x(self, day: date) -> int:
        """Where a day begins."""
        return self.left + round(self.timeline.place(day) * self.width)

    def box(self, bar: Bar, top: int, high: int) -> QRect:
        """The stretch of a bar, its last day counted, and never nothing; empty where it is out of sight."""
        if bar.ends_on < self._first or bar.starts_on > self._last:
            return QRect()
        left = self.x(bar.starts_on)
        right = max(self.x(bar.ends_on + DAY), left + 2)
        return QRect(left, top, right - left, high)

    def holds(self, day: date) -> bool:
        """Whether a day is in sight."""
        return self._first <= day <= self._last

    def is_cut(self, bar: Bar) -> tuple[bool, bool]:
        """Whether a bar begins before the span, and whether it goes on after it."""
        return bar.starts_on < self._first, bar.ends_on > self._last


def line_width() -> int:
    """How thick today's line is, in px."""
    return max(2, theme.current().px(1.5))


def paint_lines(painter: QPainter, span: Span, top: int, high: int) -> None:
    """The lines of the years and, more quietly, of the quarters."""
    now = theme.current()
    year, quarter = now.colour("rule"), now.colour("mutebg")
    for x, _, begins_year in span.quarters:
        if begins_year:
            painter.fillRect(QRect(x, top, 1, high), year)
        elif not now.bordered:  # without tints a quarter would be as strong as a year
            painter.fillRect(QRect(x, top, 1, high), quarter)


def paint_today(painter: QPainter, span: Span, top: int, high: int) -> None:
    """Today's line over whatever is there."""
    thick = line_width()
    painter.fillRect(QRect(span.today - thick // 2, top, thick, high), theme.current().colour("ink"))


def paint_flag(painter: QPainter, span: Span, top: int, high: int) -> None:
    """The words at the foot of today's line."""
    now = theme.current()
    text = span.timeline.flag
    width = now.metrics("tiny", 600).horizontalAdvance(text) + 2 * now.px(8)
    left = min(max(span.today - width // 2, span.left), max(span.left, span.right - width))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.colour("ink"))
    box = QRectF(left, top, width, high)
    painter.drawRoundedRect(box, 3, 3)
    painter.setFont(now.font("tiny", 600))
    painter.setPen(now.colour("paper"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def paint_years(painter: QPainter, span: Span, top: int, high: int, style: str = SLASH) -> None:
    """Every year over its quarters; names are shortened, then left out, before they would run into each other."""
    now = theme.current()
    rows, inset = head_rows(span), now.px(5)
    half = high // rows
    label, step = year_labels(span, style)
    painter.setFont(now.font("small", 600))
    painter.setPen(now.colour("ink2"))
    middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    for at, year in enumerate(span.timeline.years):
        x, named = span.x(first_day(year)), at % step == 0
        tick = high if named else now.px(4)  # a line through the name of the year before could not be read
        painter.fillRect(QRect(x, top + high - tick, 1, tick), now.colour("rule"))
        if named and x + inset + painter.fontMetrics().horizontalAdvance(label(year)) <= span.right:
            painter.drawText(QRect(x + inset, top, span.right - x - inset, half), middle, label(year))
    painter.setFont(now.font("tiny"))
    if rows == 1:
        return
    for x, letter, _ in span.quarters:
        painter.drawText(QRect(x + inset, top + half, now.px(20), high - half), middle, letter)


def year_labels(span: Span, style: str) -> tuple[YearWords, int]:
    """How the years are written in the room there is, and every how many of them are."""
    metrics, pad = theme.current().metrics("small", 600), theme.current().px(5) + 2
    room = span.width // max(1, len(span.timeline.years))
    for short in (False, True):
        words = YearWords(style, short)
        widest = max(metrics.horizontalAdvance(words(year)) for year in span.timeline.years) + pad
        if widest <= room:
            return words, 1
    return words, -(-widest // max(1, room))


@dataclass(frozen=True, slots=True)
class YearWords:
    """A financial year in the office's form, or as 18/19 where that is too long."""

    style: str
    short: bool

    def __call__(self, year: int) -> str:
        """The year that starts on 1 April of `year`."""
        return f"{year % 100:02d}/{(year + 1) % 100:02d}" if self.short else format_year(year, self.style)


def head_rows(span: Span) -> int:
    """How many lines the head of a picture takes: one where its quarters have no room for their letters."""
    room = span.width // max(1, 4 * len(span.timeline.years))
    needed = theme.current().metrics("tiny").horizontalAdvance("O") + theme.current().px(5) + 1
    return 2 if room >= needed else 1


def paint_bars(painter: QPainter, span: Span, bars: Sequence[Bar], top: int, high: int) -> None:
    """The bars of a contract: its term solid, options that are open hatched, what was cut off an empty outline.

    Today's line is set off from a bar it crosses.
    """
    now = theme.current()
    for bar in bars:
        box = span.box(bar, top, high)
        if not box.isEmpty():
            _paint_bar(painter, span, bar, box)
            if bar.starts_on <= span.timeline.today <= bar.ends_on:
                thick = line_width()
                halo = QRect(span.today - thick // 2 - 1, top, thick + 2, high)
                painter.fillRect(halo, now.colour("paper"))


def _paint_bar(painter: QPainter, span: Span, bar: Bar, box: QRect) -> None:
    now = theme.current()
    shape = _shape(span, bar, box)
    painter.setPen(Qt.PenStyle.NoPen)
    if bar.kind in ("term", "taken"):
        painter.setBrush(now.colour("accent"))
        painter.drawPolygon(shape)
        if bar.kind == "taken":  # the seam to what it extends
            painter.fillRect(QRect(box.left(), box.top(), 1, box.height()), now.colour("paper"))
        return
    painter.setBrush(now.colour("paper"))
    painter.drawPolygon(shape)
    outline = QPen(now.colour("accent" if bar.kind == "option" else "edge"), 1)
    if bar.kind == "option":
        painter.setBrush(hatch(now.palette.accent, _ratio(painter)))
    else:
        outline.setDashPattern(DASH)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(outline)
    painter.drawPolygon(_shape(span, bar, box.adjusted(1, 0, -1, -1)))


def _shape(span: Span, bar: Bar, box: QRect) -> QPolygon:
    """A box, notched at the left where the bar began before the span, pointed at the right where it goes on after."""
    left, right = box.left(), box.left() + box.width()
    top, bottom, middle = box.top(), box.top() + box.height(), box.top() + box.height() // 2
    depth = box.height() // 3
    before, after = span.is_cut(bar)
    if not before and not after:
        return QPolygon(QRect(left, top, right - left, bottom - top))
    points = [QPoint(left, top)]
    if after:
        points += [QPoint(right - depth, top), QPoint(right, middle), QPoint(right - depth, bottom)]
    else:
        points += [QPoint(right, top), QPoint(right, bottom)]
    points.append(QPoint(left, bottom))
    if before:
        points.append(QPoint(left + depth, middle))
    return QPolygon(points)


def paint_mark(painter: QPainter, kind: str, x: int, top: int, side: int) -> None:
    """A day that matters, `side` px wide: notice a triangle, a break point a cross, a condition a lozenge."""
    now = theme.current()
    half = side // 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.colour("warn"), max(1.0, now.px(1.4))))
    painter.setBrush(now.colour("warnbg"))
    if kind == "notice":
        painter.drawPolygon(QPolygon([QPoint(x - half, top), QPoint(x + half, top), QPoint(x, top + half + half // 2)]))
    elif kind == "break":
        painter.setPen(QPen(now.colour("paper"), now.px(5)))
        _paint_cross(painter, x, top + half, half - 1)
        painter.setPen(QPen(now.colour("ink"), now.px(2)))
        _paint_cross(painter, x, top + half, half - 1)
    else:
        points = [QPoint(x, top), QPoint(x + half, top + half), QPoint(x, top + side), QPoint(x - half, top + half)]
        painter.drawPolygon(QPolygon(points))
    painter.restore()


def _paint_cross(painter: QPainter, x: int, y: int, half: int) -> None:
    painter.drawLine(x - half, y - half, x + half, y + half)
    painter.drawLine(x - half, y + half, x + half, y - half)


def paint_money(painter: QPainter, agreed: bool, box: QRect) -> None:
    """A partner's money in a year: what is agreed grey in an outline, what hangs on a condition dashed and empty."""
    now = theme.current()
    painter.fillRect(box, now.colour("mutebg" if agreed else "paper"))
    pen = QPen(now.colour("edge"), 1)
    if not agreed:
        pen.setDashPattern(DASH)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def paint_gap(painter: QPainter, box: QRect) -> None:
    """Where money is missing: a line between two stops."""
    colour, thick = theme.current().colour("bad"), line_width()
    middle = box.top() + box.height() // 2 - thick // 2
    painter.fillRect(QRect(box.left(), middle, box.width(), thick), colour)
    for x in (box.left(), box.right() - thick + 1):
        painter.fillRect(QRect(x, box.top(), thick, box.height()), colour)


@lru_cache(maxsize=16)
def hatch(colour: str, ratio: float) -> QBrush:
    """The hatching of a colour, kept: a list asks for it in every row."""
    return hatching(QColor(colour), ratio)


def _ratio(painter: QPainter) -> float:
    return float(painter.device().devicePixelRatioF())
