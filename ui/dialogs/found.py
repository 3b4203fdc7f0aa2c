"""What search everything has found, under its box: walk it with the arrows, Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.search import Hit
from app.years import format_year
from ui.kit import theme

Roles = Qt.ItemDataRole


class Found(QFrame):
    """A list of hits that leaves the keyboard in the search box."""

    chosen = Signal(object)

    def __init__(self, box: QLineEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._box, self._over = box, parent
        self._hits: Sequence[Hit] = ()
        self._list = QListWidget(self)
        self._list.setAccessibleName("Found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.itemClicked.connect(lambda _: self.go())
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._list)
        box.installEventFilter(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], year_style: str) -> None:
        """Show these under the box; none says so."""
        self._hits = hits
        self._list.clear()
        for hit in hits:
            year = f", {format_year(hit.year, year_style)}" if hit.year is not None else ""
            self._list.addItem(QListWidgetItem(f"{hit.kind}: {hit.text}{year}"))
        if not hits:
            item = QListWidgetItem("Nothing is called that, and nothing has that amount.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._place()

    def go(self) -> None:
        """Go to the chosen hit; that there is none stays to be read."""
        row = self._list.currentRow()
        if 0 <= row < len(self._hits):
            self.hide()
            self.chosen.emit(self._hits[row])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._box and event.type() == QEvent.Type.FocusOut:
            self.hide()
        if watched is self._box and self.isVisible() and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        now, over = theme.current(), self._over
        corner = self._box.mapTo(over, QPoint(0, self._box.height() + 2))
        width = min(max(self._box.width(), now.gap(560)), over.width() - corner.x() - now.gap(20))
        rows = min(12, self._list.count())
        height = rows * max(self._list.sizeHintForRow(0), now.px(24)) + 6
        self.setGeometry(corner.x(), corner.y(), width, min(height, over.height() - corner.y() - now.gap(20)))
        self.raise_()
        self.show()
