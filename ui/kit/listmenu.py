"""The menu of a list: sort by a column, put columns away, copy. Reached by the menu key as well as the mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:  # the list opens this menu, so it cannot be imported back
    from ui.kit.table import ListView


class ListMenu(QMenu):
    """Made once for a list and filled afresh each time, so that it says what is so now."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self._view, self._group = view, QActionGroup(self)
        self.sort, self.columns = QMenu("Sort by", self), QMenu("Columns", self)
        self.addMenu(self.sort)
        self.addMenu(self.columns)
        self.addAction("Columns as they were", view.columns.undo_all)
        self.addSeparator()
        keys = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        self.addAction(f"Copy for Excel\t{keys}", view.copy)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer the columns there are now."""
        self._fill_sort()
        self._fill_columns()

    def _fill_sort(self) -> None:
        view, (sorted_by, reverse) = self._view, self._view.sorted_by()
        self.sort.clear()
        first = self._tick(self.sort, "The list’s own order", not sorted_by)
        first.triggered.connect(partial(view.sort_by, "", False))
        for column in view.model.prepared.columns:
            if column.key in view.manner.painters:
                continue  # what is drawn has no order
            mine = column.key == sorted_by
            way = "" if not mine else " (downwards)" if reverse else " (upwards)"
            action = self._tick(self.sort, f"{_literal(column.label)}{way}", mine)
            action.triggered.connect(partial(view.sort_by, column.key, mine and not reverse))

    def _fill_columns(self) -> None:
        hidden = self._view.columns
        self.columns.clear()
        for column in self._view.model.prepared.columns[1:]:
            action = self._tick(self.columns, _literal(column.label), not hidden.is_hidden(column.key), alone=False)
            action.triggered.connect(partial(self._turn, column.key))

    def _turn(self, key: str) -> None:
        self._view.columns.set_hidden(key, not self._view.columns.is_hidden(key))

    def _tick(self, menu: QMenu, text: str, on: bool, *, alone: bool = True) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        if alone:
            self._group.addAction(action)
        return action


def _literal(label: str) -> str:
    """A label whose & is an and, not a shortcut."""
    return label.replace("&", "&&")
