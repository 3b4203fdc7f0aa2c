"""A small table of shaded squares with its edges: the more stands in a square, the darker it is.

It is a table to a screen reader too: every cell has a sentence of its own, and the arrows go from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Roles = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ROW, LINE, LEAST, NAME, SIDE = 28, 15, 40, 60, 5
"""The height of a row and of a line of a head, the least widths of a square and of a name, and the room beside a text,
in px at the usual size of text."""
MOST_LINES = 3
GROUNDS = ("g0", "g1", "g2", "g3")


@dataclass(frozen=True, slots=True)
class Square:
    """What stands in a cell, and the same in a sentence. `shade` is 0 to 3, None for an edge that is not shaded."""

    text: str
    said: str
    shade: int | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class SquareRow:
    """A named row; a `strong` one is a total, with a rule over it."""

    name: str
    cells: tuple[Square, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Squares:
    """Heads and rows; `lead` is what the names are called."""

    lead: str
    heads: tuple[str, ...]
    rows: tuple[SquareRow, ...]


class SquaresModel(QAbstractTableModel):
    """The names in the first column, the squares in the others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.squares = Squares("", (), ())

    def load(self, squares: Squares) -> None:
        """Show these; where only what stands in them has changed, the cell the keyboard is in stays."""
        alike = _outline(squares) == _outline(self.squares)
        if alike:
            self.squares = squares
            if squares.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.squares = squares
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.squares.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.squares.heads) + 1

    def head(self, column: int) -> str:
        """What a column is called."""
        return self.squares.heads[column - 1] if column else self.squares.lead

    def square(self, row: int, column: int) -> Square | None:
        """A cell; None for a name."""
        return self.squares.rows[row].cells[column - 1] if column else None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        one = self.square(row, column)
        return self.squares.rows[row].name if one is None else one.text

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Roles.DisplayRole:
            return self.text(row, column)
        one = self.square(row, column)
        if role in (Roles.AccessibleTextRole, Roles.ToolTipRole):
            return self.text(row, column) if one is None else one.said
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Roles.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if not across or role not in (Roles.DisplayRole, Roles.AccessibleTextRole, Roles.ToolTipRole):
            return None
        return self.head(section)


class SquareBrush(QStyledItemDelegate):
    """Paints straight from the model."""

    def __init__(self, model: SquaresModel, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        row, column, now = index.row(), index.column(), theme.current()
        one, strong = self._model.square(row, column), self._model.squares.rows[row].strong
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        shade = one.shade if one is not None else None
        if shade is not None:
            box = rect.adjusted(1, 1, -1, -1)
            painter.fillRect(box, now.colour(GROUNDS[shade]))
            if now.bordered:
                painter.setPen(QPen(now.colour("edge"), shade + 1 if shade else 1))
                painter.drawRect(box.adjusted(shade // 2, shade // 2, -1 - shade // 2, -1 - shade // 2))
        if strong:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), max(1, now.px(1.5))), now.colour("ink"))
        quiet = one is not None and one.quiet
        ink = "ong3" if shade == 3 and not now.bordered else "ink2" if quiet else "ink"
        painter.setFont(now.font("body" if not column else "small", 600 if strong and not quiet else 400))
        painter.setPen(now.colour(ink))
        place = text_place(rect, column)
        shown = painter.fontMetrics().elidedText(
            self._model.text(row, column), Qt.TextElideMode.ElideRight, place.width() + 1
        )
        painter.drawText(place, int((RIGHT if column else LEFT) | Qt.TextFlag.TextSingleLine), shown)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class SquareHead(QHeaderView):
    """The heads at the right over their squares, in up to three lines; a long word is parted with a hyphen."""

    def __init__(self, model: SquaresModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._model = model
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        lines = max([len(self._lines(at)) for at in range(1, self.count())] or [1])
        return QSize(super().sizeHint().width(), lines * theme.current().px(LINE) + theme.current().px(8))

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(self.sectionSize(logicalIndex), self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        painter.setFont(now.font("tiny"))
        painter.setPen(now.colour("ink2"))
        lines = self._lines(logicalIndex) if logicalIndex else []
        top = rect.bottom() - now.px(4) - len(lines) * now.px(LINE)
        place = text_place(rect, logicalIndex)
        for at, line in enumerate(lines):
            where = QRect(place.left() - now.px(SIDE), top + at * now.px(LINE), place.width(), now.px(LINE))
            painter.drawText(where.adjusted(0, 0, now.px(SIDE), 0), int(RIGHT | Qt.TextFlag.TextSingleLine), line)
        painter.restore()

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        end = max(0, self.length() - self.offset())
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(end, 0, max(0, self.width() - end), self.height()), theme.current().colour("paper"))

    def _lines(self, at: int) -> list[str]:
        room = self.sectionSize(at) - theme.current().px(SIDE)
        return head_lines(self._model.head(at), theme.current().metrics("tiny"), room)


class SquareView(QTableView):
    """The table as high as what is in it. The arrows go about in it, Tab goes on to what comes after it."""

    def __init__(self, name: str, squares: Squares) -> None:
        super().__init__()
        self.squares = SquaresModel(self)
        self._digits: list[int] = []
        self.setModel(self.squares)
        self.setAccessibleName(name)
        self.setItemDelegate(SquareBrush(self.squares, self))
        self.heads = SquareHead(self.squares, self)
        self.setHorizontalHeader(self.heads)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_squares(squares)

    def show_squares(self, squares: Squares) -> None:
        """Show these; the columns stay as wide as they are until a figure has more digits, so that nothing jumps."""
        is_other = _outline(squares) != _outline(self.squares.squares)
        self.squares.load(squares)
        digits = [max(len(one.text) for one in column) for column in _columns(squares)]
        if is_other or any(now > before for now, before in zip(digits, self._digits, strict=True)):
            self._digits = digits
            self._fit()

    def least_width(self) -> int:
        """The width in which every figure can be read and every name is at least begun."""
        return sum(self._widths(theme.current().px(NAME)))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(300), self._needed_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), self._needed_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.squares.columnCount() > 1:
            self.setCurrentIndex(self.squares.index(0, 1))  # Qt would begin at the first name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self.viewport().update()  # the frame goes with the keyboard

    def _needed_height(self) -> int:
        bar = self.horizontalScrollBar().sizeHint().height() if self.heads.length() > self.width() > 0 else 0
        return self.heads.sizeHint().height() + self.verticalHeader().length() + bar

    def _widths(self, name: int) -> list[int]:
        now, rows = theme.current(), self.squares.squares.rows
        found = [name]
        for at in range(1, self.squares.columnCount()):
            texts = [(self.squares.text(row, at), 600 if one.strong else 400) for row, one in enumerate(rows)]
            widest = max([now.metrics("small", weight).horizontalAdvance(text) for text, weight in texts], default=0)
            found.append(max(now.px(LEAST), widest + 2 * now.px(SIDE) + 2))
        return found

    def _evened(self, widths: list[int], room: int) -> list[int]:
        """All shaded columns as wide as the widest of them, where there is room for that."""
        rows = self.squares.squares.rows
        shaded = [at for at in range(1, len(widths)) if any(one.cells[at - 1].shade is not None for one in rows)]
        even = max((widths[at] for at in shaded), default=0)
        found = [even if at in shaded else width for at, width in enumerate(widths)]
        return found if sum(found) <= room else widths

    def _natural_name(self) -> int:
        body, bold = theme.current().metrics("body"), theme.current().metrics("body", 600)
        rows = self.squares.squares.rows
        widths = [(bold if one.strong else body).horizontalAdvance(one.name) for one in rows]
        return max(widths, default=0) + theme.current().px(SIDE) + 2

    def _fit(self) -> None:
        """The squares share what the names leave; names are cut before figures are."""
        room, natural = self.viewport().width(), self._natural_name()
        widths = self._evened(self._widths(natural), room)
        over = sum(widths) - room
        if over > 0:
            widths[0] = max(min(natural, theme.current().px(NAME)), natural - over)
        elif len(widths) > 1:
            more = min(-over // (len(widths) - 1), theme.current().px(40))
            widths = [widths[0], *(one + more for one in widths[1:])]
        for at, width in enumerate(widths):
            self.heads.resizeSection(at, width)
        self.heads.updateGeometry()
        self.updateGeometries()
        self.updateGeometry()


def text_place(rect: QRect, column: int) -> QRect:
    """Where the text of a cell stands."""
    side = theme.current().px(SIDE)
    return rect.adjusted(side if column else 0, 0, -side, 0)


def head_lines(words: str, metrics: QFontMetrics, room: int) -> list[str]:
    """Words in up to three lines of this width; a word that is wider is parted with a hyphen, what is over is cut."""
    lines: list[str] = []
    for word in words.replace(" £", "\N{NO-BREAK SPACE}£").replace("£ ", "£\N{NO-BREAK SPACE}").split(" "):
        if lines and metrics.horizontalAdvance(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
            continue
        rest = word
        while metrics.horizontalAdvance(rest) > room and len(rest) > 4:
            fits = max([2, *(at for at in range(2, len(rest) - 2) if _fits(rest[:at], metrics, room))])
            lines.append(f"{rest[:fits]}-")
            rest = rest[fits:]
        lines.append(rest)
    if len(lines) > MOST_LINES:
        lines = [
            *lines[: MOST_LINES - 1],
            metrics.elidedText(f"{lines[MOST_LINES - 1]}…", Qt.TextElideMode.ElideRight, room),
        ]
    return lines


def _fits(start: str, metrics: QFontMetrics, room: int) -> bool:
    return metrics.horizontalAdvance(f"{start}-") <= room


def _columns(one: Squares) -> list[tuple[Square, ...]]:
    return list(zip(*(row.cells for row in one.rows), strict=True))


def _outline(one: Squares) -> tuple[Any, ...]:
    return one.lead, one.heads, tuple((row.name, row.strong) for row in one.rows)
