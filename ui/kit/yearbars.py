"""A bar for each year: what one has itself, and behind it what those below it have. Drawn from the table's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.money import format_pence
from ui.kit import theme
from ui.kit.bar import hatching
from ui.kit.words import centred_baseline, draw_runs

Run = tuple[str, str, int]
ROW = 24


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year in words, with pence of one's own and of those below; `words` stands in the place of a figure."""

    label: str
    own: int = 0
    below: int = 0
    words: str = ""
    change: int | None = None
    is_now: bool = False

    @property
    def whole(self) -> int:
        """Both together."""
        return self.own + self.below

    @property
    def sentence(self) -> str:
        """The year in words."""
        if self.words:
            return f"{self.label}: {self.words}."
        below = f", of which {format_pence(self.below)} below it" if self.below else ""
        change = f", {format_pence(self.change, sign=True)}" if self.change else ""
        return f"{self.label}: {format_pence(self.whole)}{below}{change}."


class YearBars(QWidget):
    """The bars one under another, each with its year before it and its figure behind it."""

    def __init__(self, name: str, bars: Sequence[YearBar], below: str = "") -> None:
        super().__init__()
        self.bars, self._below = tuple(bars), below if any(bar.below for bar in bars) else ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(bar.sentence for bar in self.bars))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(300), self._row() * len(self.bars) + self._key_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), self.sizeHint().height())

    def places(self, width: int) -> list[tuple[YearBar, QRect, QRect]]:
        """Each year with the places of its two stretches; a figure that is not nought is never out of sight."""
        left, right = self._room(width)
        most = max((bar.whole for bar in self.bars), default=0)
        found = []
        for at, bar in enumerate(self.bars):
            high = theme.current().px(12)
            top = at * self._row() + (self._row() - high) // 2
            whole = bar.whole * (right - left) // most if most else 0
            own = bar.own * whole // bar.whole if bar.whole else 0
            mine = QRect(left, top, max(1 if bar.own else 0, own), high)
            found.append((bar, mine, QRect(left + mine.width(), top, max(0, whole - mine.width()), high)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        for at, (bar, own, below) in enumerate(self.places(self.width())):
            baseline = centred_baseline(painter, at * self._row(), self._row())
            weight = 600 if bar.is_now else 400
            painter.setFont(now.font("small"))
            draw_runs(painter, 0, baseline, [(bar.label, "ink" if bar.is_now else "ink2", weight)], "small")
            runs = self._figure(bar)
            draw_runs(painter, self.width() - _width(runs), baseline, runs, "small")
            painter.fillRect(own, now.colour("accent" if bar.is_now else "edge"))
            if below.width():
                self._hatch(painter, below)
        if self._below:
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        now, metrics = theme.current(), theme.current().metrics("tiny")
        top, side = self._row() * len(self.bars) + now.gap(2), now.px(10)
        left, _ = self._room(self.width())
        self._hatch(painter, QRect(left, top + (metrics.height() - side) // 2, side, side))
        draw_runs(painter, left + side + now.px(5), top + metrics.ascent(), [(self._below, "ink2", 400)], "tiny")

    def _hatch(self, painter: QPainter, box: QRect) -> None:
        now = theme.current()
        painter.fillRect(box, now.colour("wash"))
        painter.fillRect(box, hatching(now.colour("accent"), self.devicePixelRatioF()))
        painter.setPen(QPen(now.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _figure(self, bar: YearBar) -> list[Run]:
        if bar.words:
            return [(bar.words, "ink2", 400)]
        change = f"  {format_pence(bar.change, sign=True)}" if bar.change else ""
        return [(format_pence(bar.whole), "ink", 600 if bar.is_now else 400), (change, "ink2", 400)]

    def _room(self, width: int) -> tuple[int, int]:
        """Where the bars begin and end."""
        metrics, gap = theme.current().metrics("small", 600), theme.current().px(12)
        left = max((metrics.horizontalAdvance(bar.label) for bar in self.bars), default=0) + gap
        right = width - max((_width(self._figure(bar)) for bar in self.bars), default=0) - gap
        return left, max(left + theme.current().px(20), right)

    def _row(self) -> int:
        return theme.current().px(ROW)

    def _key_height(self) -> int:
        return theme.current().metrics("tiny").height() + theme.current().gap(4) if self._below else 0


def _width(runs: Sequence[Run]) -> int:
    return sum(theme.current().metrics("small", weight).horizontalAdvance(text) for text, _, weight in runs)
