"""Forms as wide as a page: boxes in columns, and a grid to be filled in with what is said of its cells beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.fields import Field
from app.years import SLASH
from ui.kit import theme
from ui.kit.form import Form
from ui.kit.words import plain

MOST_BESIDE = 5
"""With more columns than these, what is said of the cells stands under the grid and not beside it."""
TERMS, NAMES, COLUMN = 380, 390, 118
FEW = 7
"""So many boxes are read best one under the other."""
LINE = 620
"""A box is not set wider than this."""


class ColumnForm(Form):
    """The boxes in up to `most` columns, each from top to bottom; a few of them one under the other."""

    def __init__(self, fields: Sequence[Field], *, most: int = 2, year_style: str = SLASH) -> None:
        self._most, self._widest = most, 0
        super().__init__(fields, year_style=year_style)

    def lay_out(self, column: QVBoxLayout) -> None:
        count = 1 if theme.current().large or len(self.fields) <= FEW else self._most
        column.addLayout(self.columns(self.fields, count))
        self._widest = theme.current().px(LINE * count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if self._widest and layout is not None:
            # a widest width would have Qt ask for the height of words at the width of the page, and cut the form short
            layout.setContentsMargins(0, 0, max(0, self.width() - self._widest), 0)

    def columns(self, fields: Sequence[Field], count: int) -> QHBoxLayout:
        """The boxes in so many columns, each from top to bottom."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().gap(28))
        size = (len(fields) + count - 1) // count if count else 0
        for at in range(count if fields else 0):
            grid = QGridLayout()
            grid.setVerticalSpacing(theme.current().gap(3))
            for field in fields[at * size : (at + 1) * size]:
                self._add(grid, field)
            grid.setRowStretch(grid.rowCount(), 1)
            row.addLayout(grid, 1)
        return row


class GridForm(ColumnForm):
    """The grid as wide as the page allows; what comes before it over it, what is said of all its cells beside it."""

    _row: QHBoxLayout | None = None

    def lay_out(self, column: QVBoxLayout) -> None:
        grid = next(field for field in self.fields if field.kind == "grid")
        at = self.fields.index(grid)
        before, after = self.fields[:at], self.fields[at + 1 :]
        if before:
            over = self.columns(before, 1 if theme.current().large else len(before))
            if len(before) == 1 and not theme.current().large:
                over.addStretch(1)  # one box alone is not set as wide as the page
            column.addLayout(over)
        self.start = QVBoxLayout()
        column.addLayout(self.start)
        middle = QVBoxLayout()
        if grid.help:
            middle.addWidget(plain(grid.help, "small", tone="second", wrap=True))
        middle.addWidget(self.watch(grid.key))
        middle.addWidget(self.box(grid.key))
        middle.addStretch(1)
        count = len(grid.grid.columns) if grid.grid is not None else 0
        self._wanted = NAMES + count * COLUMN
        if not after or theme.current().large or count > MOST_BESIDE:
            column.addLayout(middle)
            column.addLayout(self.columns(after, 1 if theme.current().large else 2))
            return
        self._row, terms = QHBoxLayout(), QWidget()
        row = self._row
        row.setSpacing(theme.current().gap(28))
        terms.setFixedWidth(theme.current().px(TERMS))
        terms.setLayout(self.columns(after, 1))
        row.addLayout(middle, 1)
        row.addWidget(terms)
        column.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._row is not None:
            # what is said of the cells stands beside them, however wide the page
            now = theme.current()
            wanted = now.px(self._wanted + TERMS) + now.gap(28)
            self._row.setContentsMargins(0, 0, max(0, self.width() - wanted), 0)
