"""Somebody in front of the window who fills in a grid, cell by cell."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.helpers import Screen
from ui.kit.gridbox import GridBox

Key = Qt.Key


class Gridding(Screen):
    """One window at a tab whose forms have grids."""

    @property
    def grid(self) -> GridBox:
        """The grid that is being filled in."""
        found = [one for one in self.form_place.findChildren(GridBox) if one.isVisible()]
        assert found, "no grid is open"
        return found[0]

    def put(self, row: str, column: str, text: str) -> Self:
        """Go to the cell of this row and column, type over it, and go down with Enter."""
        cells = self.grid.cells
        rows = [one.label for one in cells.rows()]
        columns = [one.label for one in cells.columns()]
        self.grid.grid.go(rows.index(row), columns.index(column))
        self.grid.control.setFocus(Qt.FocusReason.TabFocusReason)
        self._key(Key.Key_Delete)
        for letter in text:
            QTest.keyClicks(self._focused(), letter)
        self._key(Key.Key_Return)
        self.settle()
        return self

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self._focused(), key)

    def _focused(self) -> QWidget:
        """Where the keyboard is: the grid, or the box of the cell that is being typed into."""
        return QApplication.focusWidget() or self.grid.control

    def stands(self, row: str, column: str) -> str:
        """What stands in a cell of the grid."""
        cells = self.grid.cells
        rows = [one.label for one in cells.rows()]
        columns = [one.label for one in cells.columns()]
        return cells.text(rows.index(row), columns.index(column))

    def foots(self, column: str) -> str:
        """What is said under a column of the grid."""
        at = [one.label for one in self.grid.cells.columns()].index(column)
        return str(self.grid.foot.footing(at) or "")
