"""What stands in a grid: every cell as it was typed and as it is read, what was changed, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.cells import CellValue, Total, cell_text, label_of, place_of, read_cell, total, with_places
from app.errors import Refused
from app.fields import GridColumn, GridRow, GridShape

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Roles = Qt.ItemDataRole
Place = tuple[int, int]
"""Row and column on the screen, from 0."""
Step = dict[Place, tuple[str, str]]
"""What one change made of each cell: its text before and after."""
GONE = "this is no longer in the table. Empty the cell, or leave the form without saving."
SHUT = "It cannot be typed into."


class CellsModel(QAbstractTableModel):
    """The texts of a grid's cells. A text that can be read is tidied; one that cannot stays as typed and is wrong."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.readers: dict[str, Callable[[str], CellValue | None]] = {}
        """What reads the cells of a column in a way of its own, by the column's key."""
        self.shape = GridShape((), ())
        self._own = self.shape
        self._written: dict[str, Any] = {}
        self._refused: dict[str, str] = {}
        self._texts: list[list[str]] = []
        self._was: list[list[str]] = []
        self._values: list[list[CellValue | Refused | None]] = []
        self._totals: dict[int, Total] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []

    # the shape

    def set_shape(self, shape: GridShape) -> None:
        """Give it these rows and columns, empty."""
        self._own = shape
        self.write({})

    def rows(self) -> tuple[GridRow, ...]:
        """Its rows, headings among them."""
        return self.shape.rows

    def columns(self) -> tuple[GridColumn, ...]:
        """Its columns, without that of the names."""
        return self.shape.columns

    def cell(self, row: int, column: int) -> str:
        """What a cell goes by."""
        return f"{self.shape.rows[row].key}:{self.shape.columns[column].key}"

    def place(self, cell: str) -> Place | None:
        """Where a cell stands, None where it has no place."""
        row, column = place_of(cell)
        rows = [at for at, one in enumerate(self.shape.rows) if one.key == row and not one.heading]
        columns = [at for at, one in enumerate(self.shape.columns) if one.key == column]
        return (rows[0], columns[0]) if rows and columns else None

    def label(self, row: int, column: int) -> str:
        """Where a cell stands, in words: “Torbay, 2019/20”."""
        return label_of(self.shape, self.cell(row, column))

    def is_heading(self, row: int) -> bool:
        """Whether a row has no cells."""
        return self.shape.rows[row].heading

    def is_open(self, row: int, column: int) -> bool:
        """Whether a cell can be typed into."""
        shut = self.shape.columns[column].locked or self.cell(row, column) in self.shape.closed
        return not shut and not self.is_heading(row)

    # values in, values out

    def write(self, values: Mapping[str, Any]) -> None:
        """Show these values as what was there before; what was typed is forgotten."""
        self._written = {cell: value for cell, value in values.items() if cell_text("amount", value)}
        self._begin(self._own, {})

    def type_back(self, texts: Mapping[str, str]) -> None:
        """Put these texts into the cells as if they had been typed; the other cells are empty.

        A text whose row or column is not there any more gets one at the end: nothing typed is lost.
        """
        self._begin(with_places(self._own, (cell for cell, text in texts.items() if text)), texts, typed=True)
        self.changed.emit()

    def texts(self) -> dict[str, str]:
        """What stands in each cell that is not empty, read or not."""
        return {
            self.cell(row, column): text
            for row, texts in enumerate(self._texts)
            for column, text in enumerate(texts)
            if text
        }

    def values(self) -> dict[str, Any]:
        """What each cell holds that can be read; cells the grid has no place for hold what they held."""
        shown = {self.cell(row, column) for row in range(len(self._texts)) for column in range(len(self.shape.columns))}
        beyond = {cell: value for cell, value in self._written.items() if cell not in shown}
        read = {
            self.cell(row, column): value
            for row, values in enumerate(self._values)
            for column, value in enumerate(values)
            if value is not None and not isinstance(value, Refused)
        }
        return {**beyond, **read}

    def wrong(self) -> list[tuple[Place, str]]:
        """The cells that cannot be read, in order, each with why."""
        return [
            ((row, column), value.message)
            for row, values in enumerate(self._values)
            for column, value in enumerate(values)
            if isinstance(value, Refused)
        ]

    def mark_saved(self) -> None:
        """What stands in the cells is now what was there before."""
        self._written = self.values()
        self._was = [list(texts) for texts in self._texts]
        self._tell_all()

    # one cell

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self._texts[row][column]

    def value(self, row: int, column: int) -> CellValue | Refused | None:
        """What a cell holds, or why it cannot be read."""
        return self._values[row][column]

    def is_changed(self, row: int, column: int) -> bool:
        """Whether a cell differs from what was there before."""
        return self._texts[row][column] != self._was[row][column]

    def why_wrong(self, row: int, column: int) -> str:
        """What is wrong with a cell, empty where nothing is."""
        value = self._values[row][column]
        if isinstance(value, Refused):
            return value.message
        return self._refused.get(self.cell(row, column), "")

    def refuse(self, cell: str, message: str) -> None:
        """The save was refused because of this cell; said of it until it is typed into or the save is tried again."""
        self._refused[cell] = message
        self._tell_all()

    def clear_refused(self) -> None:
        """Take back what the save said of cells."""
        if self._refused:
            self._refused.clear()
            self._tell_all()

    # typing

    def type_into(self, row: int, column: int, text: str) -> None:
        """A cell is being typed into: its text is taken as it grows, and is tidied once `settle` is told."""
        if text != self._texts[row][column]:
            self._texts[row][column] = text
            value = self._read(row, column)
            # while half an amount stands there, the total stays with the last whole one
            if not isinstance(value, Refused):
                self._values[row][column] = value
            self._tell({(row, column)})

    def settle(self, row: int, column: int, before: str) -> None:
        """The cell that had the text `before` has been typed into."""
        text, self._texts[row][column] = self._texts[row][column], before
        self._values[row][column] = self._read(row, column)
        self.put({(row, column): text})

    def put(self, texts: Mapping[Place, str]) -> bool:
        """Type these texts into their cells, as one step; whether that changed anything."""
        step = {
            place: (self.text(*place), tidy)
            for place, text in texts.items()
            if (tidy := self._tidy(*place, text)) != self.text(*place)
        }
        if step:
            self._done.append(step)
            self._undone.clear()
            self._refused = {cell: why for cell, why in self._refused.items() if self.place(cell) not in step}
            self._take({place: after for place, (_, after) in step.items()})
        else:
            self._tell(set(texts))
        return bool(step)

    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def undo(self) -> list[Place]:
        """Take the last change back; the cells it was made in."""
        return self._go_back(self._done, self._undone, 0)

    def redo(self) -> list[Place]:
        """Make again what was last taken back; the cells it is made in."""
        return self._go_back(self._undone, self._done, 1)

    def _go_back(self, taken: list[Step], given: list[Step], which: int) -> list[Place]:
        if not taken:
            return []
        step = taken.pop()
        given.append(step)
        self._take({place: texts[which] for place, texts in step.items()})
        return sorted(step)

    # what the columns come to

    def total(self, column: int) -> Total:
        """What the cells of a column come to."""
        if column not in self._totals:
            cells = (values[column] for values in self._values)
            self._totals[column] = total(self.shape.columns[column].kind, cells)
        return self._totals[column]

    # what Qt asks

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.shape.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.shape.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        editable = self.is_open(index.row(), index.column())
        more = Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren | more

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Roles.DisplayRole, Roles.EditRole):
            return self.text(row, column)
        if self.is_heading(row):
            return None
        if role == Roles.AccessibleTextRole:
            return f"{self.label(row, column)}: {self.text(row, column) or 'empty'}"
        return self._described(row, column) if role == Roles.AccessibleDescriptionRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Roles.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        known = self.shape.columns if across else self.shape.rows
        if role not in (Roles.DisplayRole, Roles.AccessibleTextRole) or not 0 <= section < len(known):
            return None
        return known[section].label

    def _described(self, row: int, column: int) -> str:
        """What a screen reader says of a cell besides where it is and what is in it."""
        words = [self.why_wrong(row, column)]
        if self.is_changed(row, column):
            words.append(f"Changed; it was {self._was[row][column] or 'empty'}.")
        if not self.is_open(row, column):
            words.append(SHUT)
        return " ".join(word for word in words if word)

    # within

    def _begin(self, shape: GridShape, texts: Mapping[str, str], *, typed: bool = False) -> None:
        """Fill every cell anew: with these texts where they were `typed`, else as it was."""
        self.beginResetModel()
        self.shape = shape
        self._totals, self._refused, self._done, self._undone = {}, {}, [], []
        every = [[self.cell(row, column) for column in range(len(shape.columns))] for row in range(len(shape.rows))]
        self._was = [
            [cell_text(column.kind, self._written.get(cell)) for cell, column in zip(cells, shape.columns, strict=True)]
            for cells in every
        ]
        self._texts = [
            [texts.get(cell, "") if typed else was for cell, was in zip(cells, before, strict=True)]
            for cells, before in zip(every, self._was, strict=True)
        ]
        self._values = [
            [self._read(row, column) for column in range(len(shape.columns))] for row in range(len(shape.rows))
        ]
        self.endResetModel()

    def _read(self, row: int, column: int) -> CellValue | Refused | None:
        text, cell = self._texts[row][column], self.cell(row, column)
        if text == self._was[row][column]:
            value: CellValue | None = self._written.get(cell)  # exactly what it was, whatever its text can say of it
            return value
        if text.strip() and self._is_gone(row, column):
            return Refused(GONE)
        try:
            return self._read_text(column, text)
        except Refused as refused:
            return refused

    def _read_text(self, column: int, text: str) -> CellValue | None:
        one = self.shape.columns[column]
        return reader(text) if (reader := self.readers.get(one.key)) else read_cell(one.kind, text)

    def _is_gone(self, row: int, column: int) -> bool:
        return row >= len(self._own.rows) or column >= len(self._own.columns)

    def _tidy(self, row: int, column: int, text: str) -> str:
        """The text as the cell shows what it reads, or as typed where that cannot be read."""
        kind = self.shape.columns[column].kind
        if text.strip() == self._was[row][column]:
            return self._was[row][column]
        try:
            return cell_text(kind, self._read_text(column, text))
        except Refused:
            return text

    def _take(self, texts: Mapping[Place, str]) -> None:
        for (row, column), text in texts.items():
            self._texts[row][column] = text
            self._values[row][column] = self._read(row, column)
        self._tell(texts)

    def _tell(self, places: Iterable[Place]) -> None:
        """Say that these cells are to be painted again, as one rectangle."""
        rows, columns = [place[0] for place in places], [place[1] for place in places]
        if rows:
            for column in set(columns):
                self._totals.pop(column, None)
            first = self.index(min(rows), min(columns))
            self.dataChanged.emit(first, self.index(max(rows), max(columns)))
            self.changed.emit()

    def _tell_all(self) -> None:
        if self._texts and self.shape.columns:
            last = self.index(len(self._texts) - 1, len(self.shape.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
