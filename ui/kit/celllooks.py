"""How a grid is painted: cells between thin rules, names that stay in sight, heads that wrap, and the totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.cells import Footing, footing
from app.errors import Refused
from app.fields import GridColumn
from app.money import format_figure
from ui.kit import icons, theme
from ui.kit.cells import CellsModel, Index
from ui.kit.delegate import INDENT
from ui.kit.header import BOUND_POUND, SIDE
from ui.kit.words import tip_text

ROW = 27
LEAST_COLUMN, MOST_NAME, LEAST_NAME = 76, 260, 110
LINE, SMALL_LINE = 17, 15
SLACK = 2
MOST_HELP = 3
"""Lines of help under a head; the rest is in its tooltip."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TOTAL, EXPECTED, DIFFERENCE = "Total", "Must come to", "Difference"
TO_GIVE, LEFT_TO_GIVE = "There is to give", "Left to give"
"""What stands in the place of the last two where a column may come to less."""


class Chosen(Protocol):
    """What the painters ask of the grid they paint."""

    def is_at(self, row: int, column: int) -> bool: ...
    def is_in_block(self, row: int, column: int) -> bool: ...
    def has_keyboard(self) -> bool: ...


class CellBrush(QStyledItemDelegate):
    """Paints straight from the model; asks for no roles."""

    def __init__(self, model: CellsModel, chosen: Chosen, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._chosen = model, chosen
        self.painted = 0
        """How many cells were painted so far."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(LEAST_COLUMN), theme.current().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted += 1
        rect: QRect = option.rect
        row, column, now = index.row(), index.column(), theme.current()
        painter.save()
        painter.setClipRect(rect)
        if self._model.is_heading(row):
            painter.fillRect(rect, now.colour("paper"))
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("edge"))
        else:
            self._paint_ground(painter, rect, row, column)
            self._paint_text(painter, rect, row, column)
            self._paint_marks(painter, rect, row, column)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        now, shut = theme.current(), not self._model.is_open(row, column)
        in_block = self._chosen.is_in_block(row, column) and self._chosen.has_keyboard()
        painter.fillRect(rect, now.colour("wash" if in_block else "band" if shut else "paper"))
        rule = now.colour("rule")
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), rule)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), rule)
        if in_block and now.bordered:
            painter.setPen(QPen(now.colour("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_text(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        text = self._model.text(row, column)
        if not text:
            return
        now, value = theme.current(), self._model.value(row, column)
        is_words = self._model.columns()[column].kind == "text"
        quiet = (isinstance(value, str) and not is_words) or value == 0 or not self._model.is_open(row, column)
        ink = "bad" if isinstance(value, Refused) else "ink2" if quiet else "ink"
        painter.setFont(now.font("body", 600 if self._model.is_changed(row, column) else 400))
        painter.setPen(now.colour(ink))
        # words begin beside the sign of a cell that is wrong
        beside = now.px(8) if is_words and self._model.why_wrong(row, column) else 0
        place = text_place(rect).adjusted(beside, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width() + SLACK)
        painter.drawText(place, int((LEFT if is_words else RIGHT) | Qt.TextFlag.TextSingleLine), shown)

    def _paint_marks(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """A corner for a changed cell, an outline with ! for a wrong one, a frame round the one the keyboard is in."""
        now, wrong = theme.current(), bool(self._model.why_wrong(row, column))
        if self._model.is_changed(row, column) and not wrong:
            _corner(painter, rect)
        at = self._chosen.is_at(row, column) and self._chosen.has_keyboard()
        if wrong:
            _frame(painter, rect.adjusted(2, 2, -3, -3) if at else rect.adjusted(0, 0, -1, -1), now.colour("bad"), 1)
            painter.setFont(now.font("small", 700))
            painter.setPen(now.colour("bad"))
            painter.drawText(rect.adjusted(now.px(5), 0, 0, -1), int(LEFT), "!")
        if at:
            _frame(painter, rect.adjusted(0, 0, -1, -1), now.colour("accent"), 2)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        row, column = index.row(), index.column()
        words = [self._model.text(row, column) if self.is_cut(view, index) else "", self._model.why_wrong(row, column)]
        QToolTip.showText(event.globalPos(), tip_text(" ".join(one for one in words if one)), view)
        return True

    def is_cut(self, view: QAbstractItemView, index: Index) -> bool:
        """Whether a cell's text does not fit into it."""
        weight = 600 if self._model.is_changed(index.row(), index.column()) else 400
        width = theme.current().metrics("body", weight).horizontalAdvance(self._model.text(index.row(), index.column()))
        return width > text_place(view.visualRect(index)).width() + SLACK


class NameHead(QHeaderView):
    """The names of the rows, set in by their level; a heading stands out. It stays while the cells scroll sideways."""

    def __init__(self, model: CellsModel, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._model = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setDefaultSectionSize(theme.current().px(ROW))
        self.setSectionsClickable(False)
        self.taken: Callable[[int, bool], None] = lambda at, extend: None

    def natural_width(self) -> int:
        """The width in which every name can be read whole."""
        now = theme.current()
        widths = [
            now.metrics("body", 600 if one.heading else 400).horizontalAdvance(one.label) + now.px(INDENT) * one.level
            for one in self._model.rows()
        ]
        return max([*widths, now.metrics("body").horizontalAdvance(EXPECTED)]) + 2 * now.px(SIDE) + SLACK

    def is_cut(self, row: int) -> bool:
        """Whether a name does not fit."""
        one, now = self._model.rows()[row], theme.current()
        width = now.metrics("body", 600 if one.heading else 400).horizontalAdvance(one.label)
        return width > self.width() - 2 * now.px(SIDE) - now.px(INDENT) * one.level + SLACK

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now, one = theme.current(), self._model.rows()[logicalIndex]
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("edge" if one.heading else "rule")
        )
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), now.colour("rule"))
        painter.setFont(now.font("body", 600 if one.heading else 400))
        painter.setPen(now.colour("ink2" if one.level and not one.heading else "ink"))
        place = rect.adjusted(now.px(INDENT) * one.level, 0, -2 * now.px(SIDE), -1)
        shown = painter.fontMetrics().elidedText(one.label, Qt.TextElideMode.ElideRight, place.width() + SLACK)
        painter.drawText(place, int(LEFT | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        end = max(0, self.length() - self.offset())
        QPainter(self.viewport()).fillRect(
            QRect(0, end, self.width(), max(0, self.height() - end)), theme.current().colour("paper")
        )

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.logicalIndexAt(event.pos())
            words = self._model.rows()[at].label if at >= 0 and self.is_cut(at) else ""
            QToolTip.showText(event.globalPos(), tip_text(words), self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, e: QMouseEvent) -> None:
        at = self.logicalIndexAt(e.position().toPoint())
        if at >= 0 and e.button() == Qt.MouseButton.LeftButton:
            self.taken(at, bool(e.modifiers() & Qt.KeyboardModifier.ShiftModifier))


class ColumnHead(QHeaderView):
    """The heads of the columns, right over their figures, in as many lines as they need, with their help under them."""

    def __init__(self, model: CellsModel, chosen: Callable[[], int], view: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._model, self._current = model, chosen
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setFont(theme.current().font("small", 600))
        self.taken: Callable[[int, bool], None] = lambda at, extend: None

    def sizeHint(self) -> QSize:
        now, columns = theme.current(), self._model.columns()
        heights = [
            len(self._lines(at)) * now.px(LINE) + len(self._help_lines(at)) * now.px(SMALL_LINE)
            for at in range(min(self.count(), len(columns)))
        ]
        return QSize(super().sizeHint().width(), max(heights, default=now.px(LINE)) + now.px(11))

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(self.sectionSize(logicalIndex), self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        names, help_ = self._lines(logicalIndex), self._help_lines(logicalIndex)
        place = rect.adjusted(now.px(SIDE), 0, -now.px(SIDE), 0)
        top = rect.bottom() - now.px(6) - len(names) * now.px(LINE) - len(help_) * now.px(SMALL_LINE)
        current = self._current() == logicalIndex
        side = LEFT if self._model.columns()[logicalIndex].kind == "text" else RIGHT
        for lines, height, font, ink in (
            (names, now.px(LINE), now.font("small", 600), "ink" if current else "ink2"),
            (help_, now.px(SMALL_LINE), now.font("tiny"), "ink2"),
        ):
            painter.setFont(font)
            painter.setPen(now.colour(ink))
            for line in lines:
                shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, place.width() + SLACK)
                painter.drawText(QRect(place.left(), top, place.width(), height), int(side), shown)
                top += height
        painter.restore()
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("ink"))

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        painter, now = QPainter(self.viewport()), theme.current()
        end = max(0, self.length() - self.offset())
        painter.fillRect(QRect(end, 0, max(0, self.viewport().width() - end), self.height()), now.colour("paper"))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.logicalIndexAt(event.pos())
            QToolTip.showText(event.globalPos(), tip_text(self._tip(at)) if at >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, e: QMouseEvent) -> None:
        at = self.logicalIndexAt(e.position().toPoint())
        if at >= 0 and e.button() == Qt.MouseButton.LeftButton:
            self.taken(at, bool(e.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def is_cut(self, at: int) -> bool:
        """Whether a label is wider than its column even in lines of one word."""
        metrics = theme.current().metrics("small", 600)
        return any(metrics.horizontalAdvance(line) > self._room(at) + SLACK for line in self._lines(at))

    def _tip(self, at: int) -> str:
        column = self._model.columns()[at]
        tiny, room = theme.current().metrics("tiny"), self._room(at) + SLACK
        whole = not self.is_cut(at) and all(tiny.horizontalAdvance(line) <= room for line in self._help_lines(at))
        return "" if whole else " ".join(part for part in (column.label, column.help) if part)

    def _room(self, at: int) -> int:
        return self.sectionSize(at) - 2 * theme.current().px(SIDE)

    def _lines(self, at: int) -> list[str]:
        return wrapped(self._model.columns()[at].label, theme.current().metrics("small", 600), self._room(at))

    def _help_lines(self, at: int) -> list[str]:
        help_ = self._model.columns()[at].help
        if not help_:
            return []
        lines = wrapped(help_, theme.current().metrics("tiny"), self._room(at))
        return [*lines[: MOST_HELP - 1], " ".join(lines[MOST_HELP - 1 :])] if len(lines) > MOST_HELP else lines


class Corner(QWidget):
    """A place where nothing stands: over the names, with the line under the heads, or between two scroll bars."""

    def __init__(self, view: QWidget, *, ruled: bool = False) -> None:
        super().__init__(view)
        self._ruled = ruled
        self.setProperty("decoration", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("paper"))
        if self._ruled:
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), now.colour("ink"))


FootRow = Literal["total", "expected", "difference"]


class CellsFoot(QWidget):
    """What the columns come to, what they must come to, and how far they are from it, under the columns."""

    def __init__(self, model: CellsModel, names: NameHead, heads: ColumnHead, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._names, self._heads = model, names, heads
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Totals")

    def refresh(self, columns: Sequence[int] | None = None) -> None:
        """Say the totals again; only these columns are painted again where they are given."""
        self.setAccessibleDescription(self.sentence())
        if columns is None:
            self.update()
        for at in columns or ():
            self.update(QRect(self._left(at), 0, self._heads.sectionSize(at) + theme.current().px(SIDE), self.height()))

    def rows(self) -> list[FootRow]:
        """The rows there are: only the total where no column must come to anything."""
        every: list[FootRow] = ["total"]
        if any(one.expected is not None for one in self._model.columns()):
            every += ["expected", "difference"]
        return every

    def needed_height(self) -> int:
        """The height of its rows."""
        return sum(self._row_height(row) for row in self.rows()) + theme.current().px(3)

    def text(self, at: int) -> str:
        """A column's total as it is printed, with * where something is left out of it."""
        found = self._model.total(at)
        return found.text() + ("*" if found.left_out and found.text() else "")

    def footing(self, at: int) -> Footing | None:
        """How far a column is from what it must come to."""
        expected = self._model.columns()[at].expected
        at_most = self._model.shape.at_most
        return None if expected is None else footing(self._model.total(at), expected, at_most=at_most)

    def left_out(self) -> str:
        """What is in no total, in a sentence; empty where everything is in one."""
        found = [self._model.total(at) for at in range(len(self._model.columns()))]
        words = sum(one.words for one in found if one.left_out)
        wrong = sum(one.wrong for one in found)
        parts = [
            f"{_count(words, 'word')}" if words else "",
            f"{_count(wrong, 'cell')} that cannot be read" if wrong else "",
        ]
        told = " and ".join(part for part in parts if part)
        return f"* Not in the totals: {told}." if told else ""

    def sentence(self) -> str:
        """Every column's total after its label, and how far it is from what it must come to."""
        return "; ".join(
            ", ".join(
                part for part in (f"{column.label}: {self.text(at) or 'nothing'}", self._footing_words(at)) if part
            )
            for at, column in enumerate(self._model.columns())
            if column.kind not in ("limit", "text")
        )

    def needed_width(self, at: int, column: GridColumn) -> int:
        """The width in which everything about a column can be read."""
        now, bold, tiny = theme.current(), theme.current().metrics("body", 700), theme.current().metrics("tiny", 600)
        found = self.footing(at)
        texts = [self._model.total(at).text(), found.amount if found else ""]
        expected = _expected_text(column)
        widths = [*map(bold.horizontalAdvance, texts), now.metrics("body").horizontalAdvance(expected)]
        return max(
            *widths, tiny.horizontalAdvance(found.words) + (now.px(20) if not found.amount else 0) if found else 0
        )

    def cut_totals(self) -> list[str]:
        """The totals that are wider than their columns."""
        return [
            f"{self.text(at)} is cut"
            for at, column in enumerate(self._model.columns())
            if self.needed_width(at, column) > self._room(at) + SLACK
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("paper"))
        sight = self._names.width() + self._heads.viewport().width()
        width = min(sight, self._names.width() + self._heads.length())
        painter.fillRect(QRect(0, 0, width, max(1, now.px(1.5))), now.colour("ink"))
        top = now.px(2)
        for row in self.rows():
            height = self._row_height(row)
            self._paint_label(painter, row, QRect(0, top, self._names.width(), height))
            painter.setClipRect(QRect(self._names.width(), 0, sight - self._names.width(), self.height()))
            for at, column in enumerate(self._model.columns()):
                place = QRect(self._left(at) + now.px(SIDE), top, self._room(at), height)
                self._paint_cell(painter, row, at, column, place)
            painter.setClipping(False)
            top += height

    def _paint_label(self, painter: QPainter, row: FootRow, place: QRect) -> None:
        now = theme.current()
        at_most = self._model.shape.at_most
        words, weight, ink = {
            "total": (TOTAL, 700, "ink"),
            "expected": (TO_GIVE if at_most else EXPECTED, 400, "ink2"),
            "difference": (LEFT_TO_GIVE if at_most else DIFFERENCE, 400, "ink2"),
        }[row]
        painter.setFont(now.font("body", weight))
        painter.setPen(now.colour(ink))
        line = now.px(ROW - 4) if row == "difference" else place.height()
        painter.drawText(QRect(place.left(), place.top(), place.width(), line), int(LEFT), words)

    def _paint_cell(self, painter: QPainter, row: FootRow, at: int, column: GridColumn, place: QRect) -> None:
        now = theme.current()
        if row == "total":
            found = self._model.total(at)
            quiet = found.figure is None or found.figure == 0
            painter.setFont(now.font("body", 600 if quiet else 700))
            painter.setPen(now.colour("ink2" if quiet else "ink"))
            painter.drawText(place, int(RIGHT), found.text())
            if self.text(at).endswith("*"):  # it hangs beside the figure, which stays under the others
                painter.drawText(QRect(place.right() + 1, place.top(), now.px(SIDE), place.height()), int(LEFT), "*")
        elif row == "expected":
            painter.setFont(now.font("body"))
            painter.setPen(now.colour("ink2"))
            painter.drawText(place, int(RIGHT), _expected_text(column))
        elif found_footing := self.footing(at):
            self._paint_footing(painter, found_footing, place)

    def _paint_footing(self, painter: QPainter, found: Footing, place: QRect) -> None:
        now = theme.current()
        painter.setPen(now.colour(found.tone))
        first = QRect(place.left(), place.top(), place.width(), now.px(ROW - 4))
        if not found.amount:
            painter.setFont(now.font("body", 600))
            painter.drawText(first, int(RIGHT), found.words)
            size = now.px(14)
            left = first.right() - painter.fontMetrics().horizontalAdvance(found.words) - size - now.px(4)
            picture = icons.pixmap("check", found.tone, size, self.devicePixelRatioF())
            painter.drawPixmap(left, first.top() + (first.height() - size) // 2, picture)
            return
        painter.setFont(now.font("body", 700))
        painter.drawText(first, int(RIGHT), found.amount)
        painter.setFont(now.font("tiny", 600))
        painter.drawText(first.translated(0, now.px(SMALL_LINE)), int(RIGHT), found.words)

    def _footing_words(self, at: int) -> str:
        found = self.footing(at)
        if found is None:
            return ""
        must = "there is" if self._model.shape.at_most else "must come to"
        return f"{must} {_expected_text(self._model.columns()[at])}, {found}"

    def _row_height(self, row: FootRow) -> int:
        return theme.current().px({"total": ROW, "expected": ROW - 5, "difference": ROW + SMALL_LINE - 3}[row])

    def _left(self, at: int) -> int:
        return self._names.width() + self._heads.sectionViewportPosition(at)

    def _room(self, at: int) -> int:
        return self._heads.sectionSize(at) - 2 * theme.current().px(SIDE)


def _expected_text(column: GridColumn) -> str:
    return "" if column.expected is None else format_figure(column.expected)


def text_place(rect: QRect) -> QRect:
    """Where the text of a cell stands."""
    side = theme.current().px(SIDE)
    return rect.adjusted(side, 0, -side, -1)


def wrapped(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Words in lines no wider than `width`, unless a single word is, and as even as they can be in as many lines."""
    lines = _broken(words, metrics, width)
    while len(lines) > 1:
        narrower = max(map(metrics.horizontalAdvance, lines)) - 1
        tried = _broken(words, metrics, narrower)
        if len(tried) > len(lines) or max(map(metrics.horizontalAdvance, tried)) > narrower:
            break
        lines = tried
    return lines


def _broken(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.replace(" £", BOUND_POUND).split(" "):
        if lines and metrics.horizontalAdvance(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _corner(painter: QPainter, rect: QRect) -> None:
    side, left, top = theme.current().px(6), rect.left(), rect.top()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().colour("accent"))
    painter.drawPolygon([QPointF(left, top), QPointF(left + side, top), QPointF(left, top + side)])
    painter.restore()


def _frame(painter: QPainter, rect: QRect, colour: QColor, thick: int) -> None:
    """An outline that lies wholly inside `rect`."""
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thick), colour)
    painter.fillRect(QRect(rect.left(), rect.bottom() - thick + 1, rect.width(), thick), colour)
    painter.fillRect(QRect(rect.left(), rect.top(), thick, rect.height()), colour)
    painter.fillRect(QRect(rect.right() - thick + 1, rect.top(), thick, rect.height()), colour)
