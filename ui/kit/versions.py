"""Versions of one record side by side: a ring before each that may be kept, in columns as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.merging import Side
from ui.kit import theme
from ui.kit.parts import Chip
from ui.kit.words import plain

Manner = Literal["wide", "columns", "stacked"]
"""Names beside the three columns; names over them; or, where there is no room, everything under each other."""

WIDE, LABELS = 640, 150


class Option(QRadioButton):
    """One value that may be kept: a ring, the value, and room to click all over it."""

    def __init__(self, caption: str, words: str) -> None:
        super().__init__()
        now = theme.current()
        self.caption, self.words = plain(caption, "small", tone="second", wrap=True), plain(words, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.px(28), now.gap(4), now.gap(6), now.gap(5))
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.words)
        for label in (self.caption, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.toggled.connect(lambda on: self.words.setFont(theme.current().font("body", 600 if on else 400)))

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else QSize()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalMinimumSize() if layout else QSize()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, on = QPainter(self), theme.current(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            painter.setBrush(now.colour("wash" if on else "band"))
            painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        self._paint_ring(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)

    def _paint_ring(self, painter: QPainter) -> None:
        now, side = theme.current(), theme.current().px(15)
        line = now.metrics().lineSpacing()
        ring = QRectF(now.px(7), self.words.y() + (line - side) / 2, side, side)
        painter.setPen(QPen(now.colour("accent" if self.isChecked() else "edge"), 1.5))
        painter.setBrush(now.colour("paper"))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent"))
            inset = side * 0.26
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))


class About(QWidget):
    """A field's name and who changed it, with a chip for while nothing is chosen."""

    def __init__(self, label: str, note: str) -> None:
        super().__init__()
        now = theme.current()
        self.label, self.note = plain(label, weight=600, wrap=True), plain(note, "small", tone="second", wrap=True)
        self.chip = Chip("Choose one", "warn")
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, now.gap(4), 0, 0)
        for one in (self.label, self.note, self.chip):
            self._line.addWidget(one)

    def turn(self, *, beside: bool) -> None:
        """Stand in one line, or under each other where the values stand beside."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(across if beside else down)
        self._line.setSpacing(theme.current().gap(8 if beside else 1))
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Row:
    """The widgets of one field, and which of the two is chosen."""

    about: About
    mine: Option
    theirs: Option
    was: QWidget
    caption: QWidget
    group: QButtonGroup
    long: bool

    def chosen(self) -> Side | None:
        """The side that is ticked."""
        return "mine" if self.mine.isChecked() else "theirs" if self.theirs.isChecked() else None

    def set_tab_stop(self) -> None:
        """Let Tab come to the row once: to what is ticked. Qt does so only after the keyboard has been there."""
        stop, other = (self.theirs, self.mine) if self.theirs.isChecked() else (self.mine, self.theirs)
        stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class Columns(QWidget):
    """The rows with thin rules between them, laid out to the room there is."""

    def __init__(self, heads: Sequence[str], rows: Sequence[Row], longest: int) -> None:
        super().__init__()
        self._rows, self._longest = tuple(rows), longest
        self._heads = [plain(words, "small", weight=600, wrap=True) for words in heads]
        self._manner: Manner | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange("stacked" if theme.current().large else "wide")

    def manner(self) -> Manner:
        """How it is laid out now."""
        return self._manner or "wide"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._manner_at(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        half = self._grid.verticalSpacing() // 2
        if self._manner != "stacked":
            under = max(head.geometry().bottom() for head in self._heads if head.isVisibleTo(self)) + half
            painter.fillRect(QRectF(0, under, self.width(), 1.5), now.colour("ink"))
        for row in self._rows:
            under = max(one.geometry().bottom() for one in (row.about, row.mine, row.theirs, row.was)) + half
            painter.fillRect(QRect(0, under, self.width(), 1), now.colour("rule"))

    def _manner_at(self, width: int) -> Manner:
        now = theme.current()
        if now.large:
            return "stacked"
        if width >= now.px(WIDE):
            return "wide"
        room = (width - 2 * now.gap(8)) // 3 - now.px(28) - now.gap(6)
        return "columns" if room >= self._longest else "stacked"

    def _arrange(self, manner: Manner) -> None:
        if manner == self._manner:
            return
        self._manner, now = manner, theme.current()
        while self._grid.takeAt(0):
            pass
        beside, columns = manner == "wide", manner != "stacked"
        self._grid.setHorizontalSpacing(now.gap(8))
        self._grid.setVerticalSpacing(now.gap(9 if columns else 5))
        self._grid.setColumnMinimumWidth(0, now.px(LABELS) if beside else 0)
        stretches = {"wide": (0, 1, 1, 1), "columns": (1, 1, 1, 0), "stacked": (1, 0, 0, 0)}[manner]
        for at, stretch in enumerate(stretches):
            self._grid.setColumnStretch(at, stretch)
        for at, head in enumerate(self._heads):
            head.setVisible(columns)
            head.setContentsMargins(0 if at == 2 else now.px(28), 0, 0, 0)
            if columns:
                self._grid.addWidget(head, 0, at + beside, Qt.AlignmentFlag.AlignBottom)
        line = 1
        for row in self._rows:
            line = self._add(row, line)
        self.updateGeometry()

    def _add(self, row: Row, line: int) -> int:
        """Put a field's widgets from this line of the grid on; the line after them."""
        wide, top = self._manner == "wide", Qt.AlignmentFlag.AlignTop
        under = row.long or self._manner == "stacked"
        for caption in (row.mine.caption, row.theirs.caption, row.caption):
            caption.setVisible(under)
        row.was.setContentsMargins(theme.current().px(28) if under else 0, 0, 0, 0)
        row.about.turn(beside=not wide)
        self._grid.addWidget(row.about, line, 0, 3 if under and wide else 1, 1 if wide else 3, top)
        line, first = (line, 1) if wide else (line + 1, 0)
        for at, cell in enumerate((row.mine, row.theirs, row.was)):
            if under:
                self._grid.addWidget(cell, line + at, first, 1, 3)
            else:
                self._grid.addWidget(cell, line, first + at, top)
        return line + (3 if under else 1)


def before(words: str) -> tuple[QWidget, QWidget]:
    """What a field was, and the caption over it."""
    now, whole = theme.current(), QWidget()
    caption = plain("What it was", "small", tone="second", wrap=True)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, now.gap(4), 0, now.gap(5))
    column.setSpacing(0)
    column.addWidget(caption)
    column.addWidget(plain(words, tone="second", wrap=True))
    whole.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return whole, caption
