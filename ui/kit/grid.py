"""The scrolling part of a list and what its keys do."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.kit import theme
from ui.kit.model import ListModel

Action = QAbstractItemView.CursorAction
SAME_WORD_MS = 800


class Grid(QTableView):
    """Rows of fixed height; the keys move from line to line and pass over headings."""

    entered_line = Signal(int)
    keyed = Signal(bool)
    resized = Signal()
    copying = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, name: str, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._typed, self._since = model, "", QElapsedTimer()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        # so that scrolling moves what is painted and paints only the rows that come into sight
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def list_model(self) -> ListModel:
        """The model under it, by its own type."""
        return self._lines

    def paintEvent(self, e: QPaintEvent) -> None:
        """Every cell paints its own ground; what lies beyond the cells is painted here."""
        painter, view = QPainter(self.viewport()), self.viewport().rect()
        right = self.horizontalHeader().length() - self.horizontalHeader().offset()
        below = self.verticalHeader().length() - self.verticalHeader().offset()
        paper = theme.current().colour("paper")
        painter.fillRect(view.adjusted(max(0, right), 0, 0, 0), paper)
        painter.fillRect(view.adjusted(0, max(0, below), 0, 0), paper)
        painter.end()
        super().paintEvent(e)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keyed.emit(True)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copying.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.entered_line.emit(self.currentIndex().row()) if self.currentIndex().isValid() else None
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the next line whose name starts with them."""
        fresh = not self._since.isValid() or self._since.elapsed() > SAME_WORD_MS
        self._typed = search if fresh or search == self._typed else self._typed + search
        self._since.start()
        start = self.currentIndex().row() + (1 if len(self._typed) == 1 else 0)
        row = self._lines.find_name(self._typed, start)
        if row >= 0:
            self.setCurrentIndex(self._lines.index(row, max(0, self.currentIndex().column())))

    def moveCursor(self, cursorAction: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last, row = self._lines.rowCount() - 1, self.currentIndex().row()
        page = max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) - 1)
        targets = {
            Action.MoveHome: (0, 1),
            Action.MoveEnd: (last, -1),
            Action.MoveUp: (row - 1, -1),
            Action.MovePrevious: (row - 1, -1),
            Action.MoveDown: (row + 1, 1),
            Action.MoveNext: (row + 1, 1),
            Action.MovePageUp: (max(0, row - page), 1),
            Action.MovePageDown: (min(last, row + page), -1),
        }
        if cursorAction not in targets or last < 0:
            return super().moveCursor(cursorAction, modifiers)
        target, step = targets[cursorAction]
        found = self._lines.nearest_line(target, step)
        if found == self._lines.nearest_line(0, 1):
            self.scrollToTop()  # so that the heading over the first line is seen too
        return self._lines.index(found, max(0, self.currentIndex().column())) if found >= 0 else self.currentIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.keyed.emit(False)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._lines.id_at(index.row()):
            return  # a heading is not chosen, and what is chosen stays
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.entered_line.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        corner = self.visualRect(self.currentIndex()).bottomLeft() if by_key else event.pos()
        self.menu_asked.emit(self.viewport().mapToGlobal(corner))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        self.keyed.emit(by_key)
        if not self.currentIndex().isValid() and by_key:
            row = self._lines.nearest_line(0, 1)
            if row >= 0:
                self.setCurrentIndex(self._lines.index(row, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
