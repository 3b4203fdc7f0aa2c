"""The sections of a paper as a list: numbered, parts set in, with what is to settle; picked, moved, added, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.kit import icons, theme
from ui.kit.delegate import chip_width, paint_chip
from ui.kit.words import tip_text

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Roles = Qt.ItemDataRole
COVER = "cover"
"""The key of the top row, which is no section: the cover and the details of the paper."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number and heading as they print, how deep it stands, what is to do in it (a chip and its tone)."""

    key: str
    heading: str
    number: str = ""
    level: int = 1
    printed: bool = True
    chip: str = ""
    tone: str = "mute"

    def said(self) -> str:
        """The row as a screen reader says it."""
        words = f"{self.number} {self.heading}".strip()
        parts = [words, self.chip, "" if self.printed else "left out"]
        return ", ".join(part for part in parts if part)


class SectionModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def load(self, rows: Sequence[Row]) -> None:
        """Show these; where only words and chips differ, the view keeps what is chosen and where it is scrolled."""
        if [one.key for one in rows] == [one.key for one in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Roles.DisplayRole:
            return f"{row.number} {row.heading}".strip()
        if role == Roles.AccessibleTextRole:
            return row.said()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.rows[index.row()].key != COVER:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def at(self, key: str) -> int:
        """The row of a key, -1 where there is none."""
        return next((at for at, one in enumerate(self.rows) if one.key == key), -1)


class SectionPainter(QStyledItemDelegate):
    """Paints a row: the number, the heading, the chip, and an eye that leaves the section out or takes it in."""

    def __init__(self, model: SectionModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(80), theme.current().px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect, now = self._model.rows[index.row()], option.rect, theme.current()
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, now.colour("wash" if chosen else "paper"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("rule"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), now.colour("accent"))
        self._paint_eye(painter, row, rect, index.row() == self.hovered or chosen)
        if row.chip:
            paint_chip(painter, self._right(row, rect) + now.px(8), rect, row.chip, row.tone)
        self._paint_words(painter, row, rect)
        if chosen and self._view.hasFocus():
            painter.setPen(now.colour("accent"))
            painter.drawRect(rect.adjusted(3, 0, -1, -1))
        painter.restore()

    def eye(self, rect: QRect) -> QRect:
        """Where the eye stands in a row: before the words, so that nothing moves when it comes into sight."""
        return QRect(rect.left(), rect.top(), theme.current().px(23), rect.height())

    def is_elided(self, index: Index) -> bool:
        """Whether the heading is cut."""
        row, rect = self._model.rows[index.row()], self._view.visualRect(index)
        words = theme.current().metrics("body", 600 if row.level == 1 else 400).horizontalAdvance(_words(row))
        return words > self._right(row, rect) - self._left(row, rect)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        row = self._model.rows[index.row()]
        text = _words(row) if self.is_elided(index) else ""
        if row.key != COVER and self.eye(self._view.visualRect(index)).contains(event.pos()):
            text = "Leave this section out (Space)" if row.printed else "Print this section (Space)"
        QToolTip.showText(event.globalPos(), tip_text(text), view)
        return True

    def _paint_eye(self, painter: QPainter, row: Row, rect: QRect, shown: bool) -> None:
        now, place = theme.current(), self.eye(rect)
        if row.key != COVER and (shown or not row.printed):
            size, ratio = now.px(14), painter.device().devicePixelRatio()
            picture = icons.pixmap("eye" if row.printed else "eye-off", "ink2", size, ratio)
            painter.drawPixmap(place.left() + now.px(6), place.top() + (place.height() - size) // 2, picture)

    def _paint_words(self, painter: QPainter, row: Row, rect: QRect) -> None:
        now, left, right = theme.current(), self._left(row, rect), self._right(row, rect)
        font = now.font("body", 600 if row.level == 1 else 400)
        font.setStrikeOut(not row.printed)
        painter.setFont(font)
        painter.setPen(now.colour("ink" if row.printed else "ink2"))
        shown = painter.fontMetrics().elidedText(_words(row), Qt.TextElideMode.ElideRight, right - left)
        place = QRect(left, rect.top(), right - left, rect.height() - 1)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _left(self, row: Row, rect: QRect) -> int:
        now = theme.current()
        return rect.left() + now.px(24) + (now.gap(12) if row.level == 2 else 0)

    def _right(self, row: Row, rect: QRect) -> int:
        now = theme.current()
        return rect.right() - now.px(10) - (chip_width(row.chip) + now.px(8) if row.chip else 0)


class SectionList(QListView):
    """The list. Alt+Up and Alt+Down move a section, Space leaves it out or takes it in, Delete removes it."""

    chosen = Signal(str)
    entered = Signal(str)
    moved = Signal(str, int)
    placed = Signal(str, object)
    printed = Signal(str, bool)
    removing = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sections = SectionModel()
        self.sections.setParent(self)
        self._painter = SectionPainter(self.sections, self)
        self._key, self._quiet = "", False
        self.setModel(self.sections)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Sections")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.selectionModel().currentChanged.connect(lambda now, _: self._on_current(now))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; what was chosen stays chosen."""
        scroll = self.verticalScrollBar().value()
        self.sections.load(rows)
        if self._key and self.currentIndex().row() != self.sections.at(self._key):
            self._mark(self._key)
        self.verticalScrollBar().setValue(scroll)

    def key(self) -> str:
        """The chosen row's key."""
        return self._key

    def choose(self, key: str) -> None:
        """Choose a row; announces it where it was not the chosen one."""
        if self.sections.at(key) >= 0:
            self._mark(key)
            if key != self._key:
                self._key = key
                self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        section = self._key if self._key != COVER else ""
        if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if section:
                self.moved.emit(section, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space and not held:
            self._turn(self.sections.at(section))
        elif key == Qt.Key.Key_Delete and not held and section:
            self.removing.emit(section)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self._key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._painter.eye(self.visualRect(index)).contains(event.position().toPoint()):
            self._turn(index.row())
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.entered.emit(self.sections.rows[index.row()].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """A dragged section is placed by the office file, and comes back in its new place."""
        if event.source() is self and self._key != COVER:
            before = self._row_below(event.position().toPoint())
            following = [one.key for one in self.sections.rows[before:]]
            if following[:1] != [self._key]:
                self.placed.emit(self._key, following[0] if following else None)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def _row_below(self, place: QPoint) -> int:
        index = self.indexAt(place)
        if not index.isValid():
            return len(self.sections.rows)
        below = place.y() > self.visualRect(index).center().y()
        return max(1, index.row() + (1 if below else 0))

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()

    def _turn(self, row: int) -> None:
        if 0 <= row < len(self.sections.rows) and self.sections.rows[row].key != COVER:
            self.printed.emit(self.sections.rows[row].key, not self.sections.rows[row].printed)

    def _mark(self, key: str) -> None:
        index = self.sections.index(self.sections.at(key), 0)
        self._quiet = True
        self.setCurrentIndex(index)
        self._quiet = False
        self.scrollTo(index)

    def _on_current(self, now: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            key = self.sections.rows[now.row()].key
            if key != self._key:
                self._key = key
                self.chosen.emit(key)


def _words(row: Row) -> str:
    return f"{row.number}\N{EN SPACE}{row.heading}" if row.number else row.heading
