"""The flat table model under every list: lines and group headings, read straight from prepared columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.listing import Cell, Group, Line, Listing, cell_text, count_label
from ui.kit.drawn import CellPainter
from ui.kit.rows import Arrangement, Prepared, Totals, spoken

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Roles = Qt.ItemDataRole


class ListModel(QAbstractTableModel):
    """Rows of one prepared listing as arranged by a filter and a sort. Reset as a whole at every change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.drawings: Mapping[str, CellPainter] = {}
        """The columns that are drawn, by key: a screen reader hears what they say of a line."""
        self.prepared = Prepared(Listing("", (), ()))
        self.arranged: Arrangement = self.prepared.arrange()
        self.sorted_by: int | None = None
        self.reverse = False
        self._row_of: dict[int, int] | None = None

    def load(self, prepared: Prepared, arranged: Arrangement) -> None:
        """Show this."""
        self.beginResetModel()
        self.prepared, self.arranged = prepared, arranged
        self._row_of = None
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.arranged.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.prepared.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        selectable = Qt.ItemFlag.ItemIsSelectable if self.line_at(index.row()) else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | selectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Roles.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Roles.AccessibleTextRole:
            return self.said(index.row(), index.column())
        if role == Roles.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self.prepared.columns[index.column()].right
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Roles.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.prepared.columns):
            return None
        column = self.prepared.columns[section]
        if role == Roles.DisplayRole:
            return column.label
        if role == Roles.AccessibleTextRole:
            if (drawing := self.drawings.get(column.key)) is not None:
                return drawing.title(column.label)
            way = "" if section != self.sorted_by else ", sorted downwards" if self.reverse else ", sorted upwards"
            return column.label.replace("£", "pounds") + way
        return None

    def line_at(self, row: int) -> Line | None:
        """The line of a row, or None for a group's heading."""
        place = self.arranged.rows[row]
        return self.prepared.listing.lines[place] if place >= 0 else None

    def id_at(self, row: int) -> str:
        """The id of a row's line; empty for a group's heading."""
        place = self.arranged.rows[row]
        return self.prepared.ids[place] if place >= 0 else ""

    def row_of(self, line_id: str) -> int:
        """The row a line is on, or -1 where it is not shown."""
        if self._row_of is None:
            self._row_of = {place: row for row, place in enumerate(self.arranged.rows)}
        return self._row_of.get(self.prepared.place_of.get(line_id, -1_000_000_000), -1)

    def nearest_line(self, row: int, step: int = 1) -> int:
        """The first line from `row` on, going by `step` and then the other way; -1 where there is none."""
        rows = self.arranged.rows
        if not rows:
            return -1
        start = min(max(row, 0), len(rows) - 1)
        ways = (range(start, len(rows), 1), range(start, -1, -1))
        for way in ways if step > 0 else ways[::-1]:
            for at in way:
                if rows[at] >= 0:
                    return at
        return -1

    def find_name(self, start_of_name: str, row: int) -> int:
        """The next row from `row` on, round the end, whose first cell starts so; -1 where there is none."""
        rows, names = self.arranged.rows, self.prepared.texts[0] if self.prepared.texts else []
        wanted = start_of_name.lower()
        for step in range(len(rows)):
            at = (max(row, 0) + step) % len(rows)
            if rows[at] >= 0 and names[rows[at]].lower().startswith(wanted):
                return at
        return -1

    def group_rows(self) -> list[int]:
        """The rows that are headings."""
        return [row for row, place in enumerate(self.arranged.rows) if place < 0]

    def group_at(self, row: int) -> Group | None:
        """The group whose heading a row is, None for a line."""
        place = self.arranged.rows[row]
        return self.prepared.listing.groups[-1 - place] if place < 0 else None

    def is_gathered(self) -> bool:
        """Whether lines stand under headings, and not only on both sides of one that parts them."""
        return self.prepared.gathers and bool(self.arranged.groups)

    def totals_at(self, row: int) -> Totals:
        """The totals of a group's heading."""
        return self.arranged.groups[-1 - self.arranged.rows[row]]

    def cell(self, row: int, column: int) -> Cell:
        """The value at a place, whether in a line or a heading."""
        place = self.arranged.rows[row]
        if place >= 0:
            return self.prepared.by_column[column][place]
        group = self.prepared.listing.groups[-1 - place]
        if column == 0 or group.parting:
            return group.label if column == 0 else None
        cell = self.totals_at(row).cells[column]
        return group.own_or(cell, self.prepared.columns[column]) if group.own else cell

    def text(self, row: int, column: int) -> str:
        """The words at a place, without the mark of a line."""
        place = self.arranged.rows[row]
        if place >= 0:
            return self.prepared.texts[column][place]
        if column and self.prepared.listing.groups[-1 - place].parting:
            return ""
        return self.total_text(self.cell(row, column), column)

    def said(self, row: int, column: int) -> str:
        """The same for a screen reader, with the word that says a line has a note."""
        group, line = self.group_at(row), self.line_at(row)
        if group is not None and group.parting:
            return group.label if column == 0 else ""
        words = spoken(self.cell(row, column), self.prepared.columns[column])
        if (drawing := self.drawings.get(self.prepared.columns[column].key)) is not None:
            return drawing.words(line) if line else ""
        if line is None:
            return f"{words}, group" if column == 0 else words
        return f"{words}, has a note" if column == 0 and line.mark else words

    def total_text(self, cell: Cell, column: int) -> str:
        """A total as it is printed: nothing, rather than a dash, under a column that cannot be added."""
        shape = self.prepared.columns[column]
        return "" if cell is None and not shape.summed else cell_text(cell, shape)

    def footer(self) -> list[str]:
        """The totals of everything shown, first the label."""
        total = self.arranged.total
        cells = [self.total_text(cell, at) for at, cell in enumerate(total.cells)]
        return [self.footer_label(), *cells[1:]]

    def footer_label(self) -> str:
        """“Total shown, 17 lines”: the words of `app.listing.total_label`, counted by column; a test holds both."""
        total = self.arranged.total
        added = any(column.summed for column in self.prepared.columns)
        return count_label(total.lines, total.words, added=added)
