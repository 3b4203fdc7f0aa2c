"""Before and after, one line for each: a ring where it stands, a filled mark where it is to go, a tick where it would.

The places are worked out apart from the painting, from the same values as the table beside the picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.money import MINUS
from ui.kit import theme
from ui.kit.header import FAINT
from ui.kit.words import centred_baseline, draw_runs, tip_text

Tell = Callable[[float], str]
MOST_TICKS = 8
MANY, VERY_MANY = 9, 16
RADIUS, SMALL = 5.5, 4.5
LEAST_PLOT = 200
"""A plot narrower than this has its labels over it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one proposal leads. `alone` is where it would lead with no limit; the words stand at the right."""

    after: float | None
    alone: float | None = None
    figure: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One line: what it is now, and a mark for each proposal. `said` is the line in words."""

    id: str
    label: str
    now: float | None
    marks: tuple[Mark, ...]
    level: int = 0
    said: str = ""

    def values(self) -> list[float]:
        """Every value on the line."""
        ends = [value for mark in self.marks for value in (mark.after, mark.alone)]
        return [value for value in (self.now, *ends) if value is not None]


@dataclass(frozen=True, slots=True)
class Picture:
    """All lines, how a value on the axis is told, and the whole in a sentence."""

    pairs: tuple[Pair, ...] = ()
    tell: Tell = field(default=str)
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` in steps that people count in."""

    low: float
    high: float
    step: float

    def ticks(self) -> list[float]:
        """The values named on the axis; nought is always one of them."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [at * self.step for at in range(first, last + 1)]

    def place(self, value: float, left: float, right: float) -> float:
        """Where a value stands between two ends."""
        return left + (value - self.low) / (self.high - self.low) * (right - left)


LEAST_SPAN = 1e-9
"""Values closer together than this are one: nothing that is drawn is so small, and it could not be divided any more."""


def axis_of(values: Sequence[float], most_ticks: int = MOST_TICKS) -> Axis:
    """The axis that holds all these values and nought, with at most so many steps of 1, 2 or 5 times a power of ten."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high - low < LEAST_SPAN:
        high = low + 1.0
    step = _nice((high - low) / max(1, most_ticks))
    return Axis(math.floor(low / step - 1e-9) * step if low < 0 else 0.0, max(high, step), step)


def _nice(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= least * (1 - 1e-9))


def tell_pounds(pence: float) -> str:
    """A value of an axis in whole pounds, short: £250, £100k, £1.5m; nought is 0."""
    pounds = round(pence / 100, 2)
    size, unit = abs(pounds), ""
    for scale, letter in ((1_000_000, "m"), (1_000, "k")):
        if size >= scale:
            size, unit = size / scale, letter
            break
    return f"{MINUS if pounds < 0 else ''}£{size:.10g}{unit}" if pounds else "0"


def tell_pence(pence: float) -> str:
    """A value of an axis in pounds and pence: £1.20; nought is 0."""
    return f"{MINUS if pence < 0 else ''}£{abs(pence) / 100:,.2f}" if pence else "0"


def tell_percent(tenths: float) -> str:
    """A value of an axis in percent, given in tenths, with its sign; nought is 0."""
    return f"{MINUS if tenths < 0 else '+'}{abs(tenths) / 10:.10g} %" if tenths else "0"


@dataclass(frozen=True, slots=True)
class Places:
    """Where one line is painted: its row, the part of it that the axis runs through, its words, its marks."""

    pair: Pair
    row: QRect
    plot: QRect
    label: QRect
    words: tuple[QRect, ...]
    now: float | None
    marks: tuple[tuple[float, float | None, float | None], ...]
    """For each mark: y, x of `after`, x of `alone`."""


class Dumbbell(QWidget):
    """The picture. A click on a line chooses it; the table beside it does the same from the keyboard."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture, self._chosen, self._is_stale = Picture(), "", False
        self._values: list[float] = []
        self._widths: tuple[int, int, int] | None = None
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, picture: Picture) -> None:
        """Draw this; it is up to date."""
        taller = self._heights(picture) != self._heights(self.picture)
        self.picture = picture
        self._values = [value for pair in picture.pairs for value in pair.values()]
        self._widths = None
        self.set_stale(False)
        if taller:
            self.updateGeometry()
        self.update()

    def set_stale(self, stale: bool) -> None:
        """Draw it faintly, because what is set now cannot be worked out; what was is still to be seen."""
        self._is_stale = stale
        before = "Not up to date. " if stale else ""
        self.setAccessibleDescription(before + self.picture.sentence)
        self.update()

    def choose(self, row_id: str) -> None:
        """Show which line is chosen, without announcing it."""
        if row_id != self._chosen:
            self._chosen = row_id
            self.update()

    def sizeHint(self) -> QSize:
        width = self.width() or theme.current().px(600)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(240), self.heightForWidth(max(self.width(), theme.current().px(240))))

    def heightForWidth(self, width: int) -> int:
        stacked = self._is_stacked(width)
        return self._axis_height() + sum(self._row_height(pair, stacked) for pair in self.picture.pairs)

    def axis(self, width: int) -> Axis:
        """The axis at this width, with no more steps than have room for their words."""
        left, right = self.plot(width)
        widest = max((self.picture.tell(value) for value in self._values), key=len, default="")
        room = theme.current().metrics("tiny").horizontalAdvance(widest) + theme.current().px(20)
        return axis_of(self._values, max(2, min(MOST_TICKS, (right - left) // room)))

    def plot(self, width: int) -> tuple[int, int]:
        """The left and the right end of the axis."""
        inset = theme.current().px(8)
        start = 0 if self._is_stacked(width) else self._label_width()
        return start + inset, width - self._words_width() - inset

    def places(self, width: int) -> list[Places]:
        """Where every line stands; a line has a row for itself, whatever its values."""
        stacked, top, found = self._is_stacked(width), self._axis_height(), []
        left, right = self.plot(width)
        axis = self.axis(width)

        def x(value: float | None) -> float | None:
            return None if value is None else axis.place(value, left, right)

        for pair in self.picture.pairs:
            row = QRect(0, top, width, self._row_height(pair, stacked))
            found.append(self._place(pair, row, x, stacked=stacked))
            top += row.height()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_stale:
            painter.setOpacity(FAINT)
        places = self.places(self.width())
        self._paint_rows(painter, places)
        self._paint_axis(painter, places)
        for place in places:
            self._paint_words(painter, place)
            self._paint_marks(painter, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(event.position().y())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(found.id)
            self.chosen.emit(found.id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._widths = None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), tip_text(found.said) if found else "", self)
            return True
        return super().event(event)

    # where things stand

    def _place(self, pair: Pair, row: QRect, x: Callable[[float | None], float | None], *, stacked: bool) -> Places:
        indent, line = theme.current().px(14) * pair.level, theme.current().metrics().height()
        plot = row.adjusted(0, line, 0, 0) if stacked else row
        step = plot.height() / max(1, len(pair.marks))
        heights = [plot.top() + step * (at + 0.5) for at in range(len(pair.marks))]
        width = self._words_width()
        words = tuple(QRect(row.right() + 1 - width, round(y - line / 2), width, line) for y in heights)
        label = QRect(indent, row.top(), self._label_width() - indent, row.height())
        if stacked:
            label = QRect(indent, row.top() + theme.current().px(3), max(0, row.width() - indent), line)
        marks = tuple((y, x(mark.after), x(mark.alone)) for y, mark in zip(heights, pair.marks, strict=True))
        return Places(pair, row, plot, label, words, x(pair.now), marks)

    def _row_at(self, y: float) -> Pair | None:
        return next((one.pair for one in self.places(self.width()) if one.row.top() <= y <= one.row.bottom()), None)

    def _heights(self, picture: Picture) -> list[int]:
        return [len(pair.marks) for pair in picture.pairs]

    def _axis_height(self) -> int:
        return theme.current().metrics("tiny").height() + theme.current().px(8)

    def _row_height(self, pair: Pair, stacked: bool) -> int:
        now, count = theme.current(), len(self.picture.pairs)
        lines = max(1, len(pair.marks))
        usual = 34 if count < MANY else 28 if count < VERY_MANY else 24
        height = now.px(usual) if lines == 1 else now.px(10) + lines * now.metrics().height()
        return max(height, lines * now.metrics().height()) + (now.metrics().height() if stacked else 0)

    def _is_stacked(self, width: int) -> bool:
        rest = width - self._label_width() - self._words_width()
        return rest < theme.current().gap(LEAST_PLOT)

    def _label_width(self) -> int:
        return self._measured()[0]

    def _words_width(self) -> int:
        _, figures, asides = self._measured()
        return figures + (asides + theme.current().px(14) if asides else 0) + theme.current().px(8)

    def _measured(self) -> tuple[int, int, int]:
        """The widths of the labels and of the two columns of words, worked out once for each picture."""
        if self._widths is None:
            self._widths = self._measure()
        return self._widths

    def _measure(self) -> tuple[int, int, int]:
        now = theme.current()
        bold, usual = now.metrics("body", 600), now.metrics()
        labels = [
            now.px(14) * pair.level + (usual if pair.level else bold).horizontalAdvance(pair.label)
            for pair in self.picture.pairs
        ]
        marks = [mark for pair in self.picture.pairs for mark in pair.marks]
        both = [mark for mark in marks if mark.figure]
        figures = max([0, *(bold.horizontalAdvance(mark.figure) for mark in both)])
        asides = max([0, *(usual.horizontalAdvance(mark.aside) for mark in both)])
        alone = max([0, *(usual.horizontalAdvance(mark.aside) for mark in marks if not mark.figure)])
        return max([now.px(60), *labels]) + now.px(12), max(figures, alone - asides - now.px(14)), asides

    # painting

    def _paint_rows(self, painter: QPainter, places: list[Places]) -> None:
        now = theme.current()
        for at, place in enumerate(places):
            if place.pair.id == self._chosen:
                painter.fillRect(place.row, now.colour("wash"))
                if now.bordered:
                    painter.setPen(QPen(now.colour("accent"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(place.row.adjusted(1, 1, -1, -1))
            if at and not place.pair.level:
                painter.fillRect(QRect(0, place.row.top(), self.width(), 1), now.colour("rule"))

    def _paint_axis(self, painter: QPainter, places: list[Places]) -> None:
        now = theme.current()
        left, right = self.plot(self.width())
        axis, metrics, free_from = self.axis(self.width()), now.metrics("tiny"), -1.0
        for value in axis.ticks():
            x, words = axis.place(value, left, right), self.picture.tell(value)
            for place in places:
                line = QRect(round(x), place.plot.top(), 1, place.plot.height())
                painter.fillRect(line, now.colour("edge" if not value else "rule"))
            width = metrics.horizontalAdvance(words)
            start = min(max(0.0, x - width / 2), self.width() - width)
            if start > free_from:
                draw_runs(painter, round(start), metrics.ascent(), [(words, "ink2", 400)], "tiny")
                free_from = start + width + now.px(6)

    def _paint_words(self, painter: QPainter, place: Places) -> None:
        now, pair = theme.current(), place.pair
        weight, token = (400, "ink2") if pair.level else (600, "ink")
        painter.setFont(now.font("body", weight))
        shown = painter.fontMetrics().elidedText(pair.label, Qt.TextElideMode.ElideRight, place.label.width())
        painter.setPen(now.colour(token))
        painter.drawText(place.label, int(Qt.AlignmentFlag.AlignVCenter), shown)
        asides = self._measured()[2]
        for mark, rect in zip(pair.marks, place.words, strict=True):
            painter.setFont(now.font("body", 400))
            aside = painter.fontMetrics().horizontalAdvance(mark.aside)
            baseline = centred_baseline(painter, rect.top(), rect.height())
            draw_runs(painter, rect.right() + 1 - aside, baseline, [(mark.aside, "ink2", 400)], "body")
            figure = now.metrics("body", 600).horizontalAdvance(mark.figure)
            end = rect.right() + 1 - (asides + now.px(14) if asides else 0)
            draw_runs(painter, end - figure, baseline, [(mark.figure, "ink", 600)], "body")

    def _paint_marks(self, painter: QPainter, place: Places) -> None:
        radius = (SMALL if place.pair.level else RADIUS) * theme.current().scale
        for at, (y, after, alone) in enumerate(place.marks):
            if alone is not None and after is not None and abs(alone - after) >= 1:
                self._paint_alone(painter, y, after, alone)
            if place.now is not None and after is not None:
                self._paint_way(painter, y, place.now, after)
            unmoved = after is not None and place.now is not None and abs(after - place.now) < 0.5
            if place.now is not None:
                paint_ring(painter, QPointF(place.now, y), radius, dot=unmoved)
            if after is not None and not unmoved:
                paint_mark(painter, QPointF(after, y), radius, at)

    def _paint_alone(self, painter: QPainter, y: float, after: float, alone: float) -> None:
        now = theme.current()
        lead = QPen(now.colour("edge"), 1.5 * now.scale)
        lead.setDashPattern([1, 2])
        painter.setPen(lead)
        painter.drawLine(QPointF(after, y), QPointF(alone, y))
        paint_tick(painter, QPointF(alone, y))

    def _paint_way(self, painter: QPainter, y: float, start: float, end: float) -> None:
        pen = QPen(theme.current().colour("accent"), theme.current().px(3))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(start, y), QPointF(end, y))


def paint_mark(painter: QPainter, middle: QPointF, radius: float, shape: int = 0) -> None:
    """A filled mark: a circle, a square or a diamond, so that colour alone never tells them apart."""
    now, x, y = theme.current(), middle.x(), middle.y()
    painter.setPen(QPen(now.colour("paper"), 1))  # so that it stands off from a ring it lies over
    painter.setBrush(now.colour("accent"))
    if shape == 0:
        painter.drawEllipse(middle, radius + 0.75, radius + 0.75)
    elif shape == 1:
        painter.drawRect(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    else:
        reach = radius * 1.3
        corners = [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
        painter.drawPolygon(QPolygonF(corners))


def paint_ring(painter: QPainter, middle: QPointF, radius: float, *, dot: bool = False) -> None:
    """A hollow ring, with a dot in it where nothing changes."""
    now = theme.current()
    painter.setPen(QPen(now.colour("ink"), 1.5 * now.scale))
    painter.setBrush(now.colour("paper"))
    painter.drawEllipse(middle, radius, radius)
    if dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent"))
        painter.drawEllipse(middle, radius / 2, radius / 2)


def paint_tick(painter: QPainter, middle: QPointF) -> None:
    """The upright line of a value that no limit holds."""
    now = theme.current()
    half = now.px(7)
    painter.setPen(QPen(now.colour("ink2"), 1.5 * now.scale))
    painter.drawLine(QPointF(middle.x(), middle.y() - half), QPointF(middle.x(), middle.y() + half))


class Key(QWidget):
    """One entry of the picture's key: `ring`, `tick`, or the number of a proposal's shape, and its words."""

    def __init__(self, sign: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self.words = sign, words
        self.setProperty("decoration", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(18) + now.metrics("small").horizontalAdvance(self.words) + 2, now.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(now.px(7), self.height() / 2)
        if self._sign == "ring":
            paint_ring(painter, middle, now.px(4.5))
        elif self._sign == "tick":
            paint_tick(painter, middle)
        else:
            paint_mark(painter, middle, now.px(5), int(self._sign))
        painter.setFont(now.font("small"))
        baseline = centred_baseline(painter, 0, self.height())
        draw_runs(painter, now.px(18), baseline, [(self.words, "ink2", 400)], "small")
