"""The scores of every member as dots on one scale, their mean as a line, the agreed score as a diamond."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.listing import Line, Listing
from app.strips import Strip, read_strip, strip_scale
from ui.kit import theme
from ui.kit.drawn import CellPainter
from ui.kit.header import SIDE

DOT, LEAST, INSET = 7, 150, 6
LEVELS = (0, -1, 1, -2, 2)
"""Where a dot goes that would lie on another, in dots above (-) or below the line."""


class StripPainter(CellPainter):
    """Draws one column of strips. All are on one scale, so that a list can be read down as well as across."""

    copied = True

    def __init__(self, label: str, at: int, scale: tuple[int, int]) -> None:
        self._label, self._at = label, at
        self.scale = scale
        """The tenths of a percent at the left end and at the right one."""

    def __call__(self, painter: QPainter, rect: QRect, line: Line) -> None:
        now, text = theme.current(), str(line.cells[self._at] or "")
        strip = read_strip(text)
        if strip is not None:
            paint_strip(painter, rect, strip, self.scale)
        elif text:
            place = rect.adjusted(now.px(SIDE), 0, -now.px(SIDE), -1)
            painter.setFont(now.font("small"))
            painter.setPen(now.colour("ink2"))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def head(self, painter: QPainter, rect: QRect) -> None:
        """Both ends of the scale over their places, and what the column is called between them."""
        now, axis = theme.current(), _axis(rect)
        painter.setFont(now.font("small", 600))
        painter.setPen(now.colour("ink2"))
        low, high = (f"{end // 10}" for end in self.scale)
        metrics = painter.fontMetrics()
        place = QRect(rect.left(), rect.bottom() - now.px(6) - now.px(17), rect.width(), now.px(17))
        middle = Qt.AlignmentFlag.AlignVCenter
        ends = place.adjusted(now.px(SIDE), 0, -now.px(SIDE), 0)
        painter.drawText(ends, int(middle | Qt.AlignmentFlag.AlignLeft), low)
        painter.drawText(ends, int(middle | Qt.AlignmentFlag.AlignRight), high)
        aside = max(map(metrics.horizontalAdvance, (low, high))) + now.px(6)
        room = QRect(axis.left() + aside, place.top(), max(0, axis.width() - 2 * aside), place.height())
        shown = metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignHCenter), shown)

    def words(self, line: Line) -> str:
        return str(line.cells[self._at] or "no score to be seen")

    def title(self, label: str) -> str:
        return f"{label}, from {self.scale[0] // 10} to {self.scale[1] // 10}"

    def least_width(self) -> int:
        now = theme.current()
        words = now.metrics("small", 600).horizontalAdvance(self._label)
        ends = now.metrics("small", 600).horizontalAdvance("100")
        return max(now.px(LEAST), words + 2 * (ends + now.px(SIDE + INSET) + now.px(6) + 1))


def strip_painters(listing: Listing) -> dict[str, StripPainter]:
    """What draws the columns of strips a list has, by the column's key, each on the scale of all its lines."""
    return {
        column.key: StripPainter(column.label, at, strip_scale(str(line.cells[at] or "") for line in listing.lines))
        for at, column in enumerate(listing.columns)
        if column.shape == "strip"
    }


def paint_strip(painter: QPainter, rect: QRect, strip: Strip, scale: tuple[int, int]) -> None:
    """A strip in the middle of `rect`'s height: the scale's line, from the lowest to the highest where members are
    far apart, dots, the mean, and the agreed score over all of them.
    """
    now, axis = theme.current(), _axis(rect)
    middle = rect.top() + rect.height() / 2
    painter.save()
    painter.fillRect(QRectF(axis.left(), middle - 0.5, axis.width(), 1), now.colour("rule"))
    places = [_x(one, axis, scale) for one in strip.scores]
    if strip.far_apart and places:
        painter.fillRect(QRectF(places[0], middle - 1, places[-1] - places[0], now.px(2)), now.colour("warn"))
    size = now.px(DOT)
    most = max(0, int((rect.height() - size) / 2 // (size * 0.8)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.colour("paper"), 1))
    painter.setBrush(now.colour("accent"))
    for x, level in zip(places, levels(tuple(places), size, most), strict=True):
        painter.drawEllipse(QPointF(x, middle + level * size * 0.8), size / 2 + 0.5, size / 2 + 0.5)
    if strip.mean is not None:
        thick, half = max(2, now.px(1.5)), min(now.px(12), rect.height() // 2 - 2)
        mean = QRectF(_x(strip.mean, axis, scale) - thick / 2, middle - half, thick, 2 * half)
        painter.fillRect(mean, now.colour("ink"))
    if strip.agreed is not None:
        _paint_diamond(painter, QPointF(_x(strip.agreed, axis, scale), middle))
    painter.restore()


def _paint_diamond(painter: QPainter, at: QPointF) -> None:
    now = theme.current()
    size = now.px(6.5)
    painter.setPen(QPen(now.colour("ink"), max(1.5, now.px(1.5))))
    painter.setBrush(now.colour("paper"))
    ways = ((0, -size), (size, 0), (0, size), (-size, 0))
    painter.drawPolygon(QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in ways]))


@lru_cache(maxsize=2048)
def levels(places: Sequence[float], size: int, most: int) -> tuple[int, ...]:
    """How many dots above (-) or below the line each dot stands, so that none hides another while there is room.

    `places` are in order from the left, `most` is how far a dot may go up or down. Beyond that dots lie on the line.
    """
    last: dict[int, float] = {}
    found = []
    for x in places:
        free = (one for one in LEVELS if abs(one) <= most and x - last.get(one, x - size) >= size)
        level = next(free, 0)
        last[level] = x
        found.append(level)
    return tuple(found)


def _axis(rect: QRect) -> QRect:
    now = theme.current()
    return rect.adjusted(now.px(SIDE + INSET), 0, -now.px(SIDE + INSET), 0)


def _x(tenths: int, axis: QRect, scale: tuple[int, int]) -> float:
    low, high = scale
    return axis.left() + axis.width() * (min(max(tenths, low), high) - low) / (high - low)
