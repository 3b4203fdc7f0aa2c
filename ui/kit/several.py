"""Several of many, ticked in a short list: one stop for Tab, arrows to go, Space to tick, letters to find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.fields import Choice, Field
from ui.kit import icons, theme
from ui.kit.box import Box
from ui.kit.cells import Index
from ui.kit.controls import Line
from ui.kit.words import plain

ROW, MOST_ROWS, EDGE = 26, 8, 3
LEAST_WIDTH, MOST_WIDTH = 240, 460
MANY = 12
"""Above so many there is a filter over the list."""
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TickBrush(QStyledItemDelegate):
    """A tick box and its words, as every tick of the desk is drawn."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        words = theme.current().metrics().horizontalAdvance(str(index.data()))
        return QSize(words + theme.current().px(40), theme.current().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, side, rect = theme.current(), theme.current().px(16), QRect(option.rect)
        state: QStyle.StateFlag = option.state
        on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == ON
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect.left() + now.px(7), rect.top() + (rect.height() - side) // 2, side, side)
        painter.setPen(QPen(now.colour("accent" if on else "edge"), 1))
        painter.setBrush(now.colour("accent" if on else "paper"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            inner = side - now.px(4)
            picture = icons.pixmap("check", "onacc", inner, painter.device().devicePixelRatioF())
            painter.drawPixmap(int(box.left()) + now.px(2), int(box.top()) + now.px(2), picture)
        painter.setFont(now.font("body", 600 if on else 400))
        painter.setPen(now.colour("ink"))
        words = rect.adjusted(side + now.px(16), 0, -now.px(6), 0)
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 3, 3)
        painter.restore()


class TickList(QListWidget):
    """The choices. A click anywhere on one ticks it, as Space does; the letters find, as in every list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(theme.current().font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(TickBrush(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def tick(self, item: QListWidgetItem) -> None:
        """Tick a choice, or take its tick away."""
        item.setCheckState(OFF if item.checkState() == ON else ON)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.tick(item)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentItem(item)
            self.tick(item)

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        """A press ticks one choice, however the mouse moves after it."""

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        """The press has ticked it."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)


class SeveralBox(Box):
    """Some of the choices. Values that are no longer offered are kept as they were."""

    def __init__(self, field: Field) -> None:
        self.list = TickList(field.label)
        super().__init__(field, self.list)
        self._gone: tuple[str, ...] = ()
        self.filter = Line(f"Filter {field.label.lower()}", "list-filter")
        self.filter.setClearButtonEnabled(True)
        self.count = plain("", "small", tone="second")
        self._frame = _Frame(self.list)
        self._row.removeWidget(self.list)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(4))
        for one in (self.filter, self._frame, self.count):
            column.addWidget(one)
        self._row.addWidget(whole, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_choices(field.choices)
        self.list.itemChanged.connect(lambda _: self._on_ticked())
        self.filter.textChanged.connect(self._filter)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what was ticked stays ticked, and is kept where it is not offered any more."""
        chosen, now = self.read_any(), theme.current()
        self.list.blockSignals(True)
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.label)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(OFF)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.filter.setVisible(len(choices) > MANY)
        rows = min(max(1, len(choices)), MOST_ROWS)
        self._frame.setFixedHeight(rows * now.px(ROW) + 2 * EDGE)
        bold = now.metrics("body", 600)
        widest = max([bold.horizontalAdvance(choice.label) for choice in choices], default=0) + now.px(60)
        self._frame.wanted = min(max(widest, now.px(LEAST_WIDTH)), now.px(MOST_WIDTH))
        self._frame.updateGeometry()
        self.write(chosen)

    def read_any(self) -> tuple[str, ...]:
        """What is ticked, whether that may be nothing or not."""
        items = (self.list.item(at) for at in range(self.list.count()))
        ticked = [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == ON]
        return (*ticked, *self._gone)

    def read(self) -> tuple[str, ...]:
        chosen = self.read_any()
        if not chosen and self.field.required:
            raise self.missing()
        return chosen

    def write(self, value: Any) -> None:
        wanted = tuple(value or ())
        offered = set()
        self.list.blockSignals(True)
        for at in range(self.list.count()):
            item = self.list.item(at)
            one = str(item.data(Qt.ItemDataRole.UserRole))
            offered.add(one)
            item.setCheckState(ON if one in wanted else OFF)
        self.list.blockSignals(False)
        self._gone = tuple(one for one in wanted if one not in offered)
        self._on_ticked()

    def raw(self) -> str:
        return "\n".join(self.read_any())

    def type_back(self, text: str) -> None:
        self.write(tuple(text.split("\n")) if text else ())

    def mark_wrong(self, wrong: bool) -> None:
        self._frame.wrong = wrong
        self._frame.update()

    def _on_ticked(self) -> None:
        self.count.setText(f"{len(self.read_any())} of {self.list.count() + len(self._gone)} ticked")
        self.list.viewport().update()
        self.changed.emit()

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(not all(word in item.text().lower() for word in words))


class _Frame(QWidget):
    """The edge round the list, two pixels of accent when the keyboard is in it."""

    def __init__(self, inner: TickList) -> None:
        super().__init__()
        self.wrong, self.wanted, self._inner = False, 0, inner
        self.setProperty("decoration", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.addWidget(inner)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(self.wanted, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self.height())

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: Any) -> None:
        painter, now, focused = QPainter(self), theme.current(), self._inner.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "bad" if self.wrong else "accent" if focused else "edge"
        painter.setPen(QPen(now.colour(token), 2 if focused else 1))
        painter.setBrush(now.colour("paper"))
        inset = 1 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
