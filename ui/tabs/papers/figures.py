"""The named figures to choose from, over the text: typed to find, with their amounts, Enter puts one in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.listing import Column, Group, Line, Listing
from app.papers.paper import NamedFigure
from ui.kit import controls, theme
from ui.kit.table import ListView

COLUMNS = (Column("name", "Figure"), Column("amount", "£", "pence", added=False))


class FigurePicker(QFrame):
    """A box to type in over a list of figures. It lies over the window, so that no page has to make room for it."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        now = theme.current()
        self._over = over
        self.box = controls.Line("Find a figure", "search")
        self.list = ListView("Figures", total=False, empty="The desk has no figure yet.")
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(8), now.gap(8), now.gap(8), now.gap(4))
        column.setSpacing(now.gap(4))
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        self.box.textChanged.connect(self._on_typed)
        self.list.opened.connect(self._take)
        self.list.grid.clicked.connect(lambda index: self._take(self.list.model.id_at(index.row())))
        self.box.installEventFilter(self)
        self.list.grid.installEventFilter(self)
        self.hide()

    def show_figures(self, figures: Mapping[str, NamedFigure], caret: QRect) -> None:
        """Open by the place in the text where the figure will go."""
        self.list.show_listing(figure_listing(figures))
        self.box.clear()
        self.list.set_filter("")
        self.list.choose_first()
        self._place(caret)
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        if event.type() == QEvent.Type.FocusOut:
            focused = self._over.focusWidget()
            if focused not in (self.box, self.list.grid):
                self.hide()
        return False

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        if watched is self.box and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.chosen_id())
            return True
        if watched is self.box and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False

    def _walk(self, step: int) -> None:
        """The arrows walk over the list while the keyboard stays in the box."""
        shown = self.list.shown_ids()
        if shown:
            now = shown.index(self.list.chosen_id()) if self.list.chosen_id() in shown else -step
            self.list.choose(shown[min(max(now + step, 0), len(shown) - 1)])

    def _on_typed(self, text: str) -> None:
        self.list.set_filter(text)
        self.list.choose_first()

    def _take(self, key: str) -> None:
        if key and key in self.list.shown_ids():
            self.hide()
            self.taken.emit(key)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _place(self, caret: QRect) -> None:
        now, over = theme.current(), self._over
        width = min(now.gap(520), over.width() - 2 * now.gap(20))
        height = min(now.gap(340), over.height() - 2 * now.gap(20))
        left = min(max(caret.left() - now.gap(20), now.gap(20)), over.width() - width - now.gap(20))
        below = caret.bottom() + now.gap(4)
        top = below if below + height <= over.height() - 4 else max(now.gap(20), caret.top() - height - now.gap(4))
        self.setGeometry(left, top, width, height)


def figure_listing(figures: Mapping[str, NamedFigure]) -> Listing:
    """The figures in their groups, each with its amount."""
    groups = tuple(Group(name, name) for name in dict.fromkeys(one.group for one in figures.values()))
    lines = tuple(Line(one.key, (one.name, one.amount), one.group) for one in figures.values())
    return Listing("Figures", COLUMNS, lines, groups)
