"""A percentage that can be dragged or typed: a slider in steps of one percent with its box beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout

from app.errors import Refused
from app.fields import Field
from app.money import format_percent, parse_percent
from ui.kit import theme
from ui.kit.boxes import LineBox
from ui.kit.words import plain

STEP, PAGE, MOST = 10, 50, 1_000
"""One, five and a hundred percent, in tenths."""


class Slider(QSlider):
    """From 0 to 100 %, in tenths. The arrows go by 1 %, PageUp and PageDown by 5 %, a drag to whole percents."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, MOST)
        self.setSingleStep(STEP)
        self.setPageStep(PAGE)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def place(self, value: int) -> float:
        """Where the handle's middle stands for a value in tenths of a percent."""
        inset = self._radius() + 2
        return inset + value / MOST * (self.width() - 2 * inset)

    def value_at(self, x: float) -> int:
        """The whole percent nearest to a place, in tenths."""
        inset = self._radius() + 2
        share = (x - inset) / max(1, self.width() - 2 * inset)
        return round(min(1.0, max(0.0, share)) * MOST / STEP) * STEP

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(60), theme.current().px(20))

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self.setValue(self.value_at(ev.position().x()))

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        if ev.buttons() & Qt.MouseButton.LeftButton:
            self.setValue(self.value_at(ev.position().x()))

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        ev.accept()

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()  # it scrolls what the slider stands in, and changes nothing by the way

    def paintEvent(self, ev: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, x, thick = self.height() / 2, self.place(self.value()), max(4, now.px(4))
        groove = QRectF(0, middle - thick / 2, self.width(), thick)
        painter.setPen(QPen(now.colour("edge"), 1) if now.bordered else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(now.colour("rule" if not now.bordered else "paper"))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent" if self.isEnabled() else "edge"))
        painter.drawRoundedRect(QRectF(0, middle - thick / 2, x, thick), thick / 2, thick / 2)
        painter.setPen(QPen(now.colour("accent" if self.isEnabled() else "edge"), 2))
        painter.setBrush(now.colour("accent" if self.hasFocus() else "paper"))
        painter.drawEllipse(QPointF(x, middle), self._radius(), self._radius())
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _radius(self) -> float:
        return 6.5 * theme.current().scale


class SliderBox(LineBox):
    """A percentage in tenths: its name over the slider, the box at the right. Empty is no percentage."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            field,
            lambda text: parse_percent(text, field.key) if text else None,
            lambda tenths: f"{format_percent(tenths, sign=False).removesuffix('.0')} %",
        )
        now = theme.current()
        self.slider = Slider(f"{field.label}, slider")
        self.line.setFixedWidth(now.px(84))
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.label = plain(field.label, wrap=True)
        self.label.setBuddy(self.line)
        left = QVBoxLayout()
        left.setSpacing(now.gap(2))
        left.addWidget(self.label)
        left.addWidget(self.slider)
        self._row.removeWidget(self.line)
        while self._row.count():
            self._row.takeAt(0)
        row = QHBoxLayout()
        row.setSpacing(now.gap(11))
        row.addLayout(left, 1)
        row.addWidget(self.line, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(row)
        self.slider.valueChanged.connect(self._on_slid)
        self.line.textChanged.connect(self._on_typed)

    def write(self, value: Any) -> None:
        super().write(value)
        self._on_typed()

    def _on_slid(self, tenths: int) -> None:
        self.line.setText(self._show(tenths))

    def _on_typed(self) -> None:
        """Bring the handle to what is typed; what cannot be read leaves it where it was."""
        try:
            tenths = self._parse(self.line.text().strip())
        except Refused:
            return
        self.slider.blockSignals(True)
        self.slider.setValue(tenths or 0)
        self.slider.blockSignals(False)
        self.slider.update()
