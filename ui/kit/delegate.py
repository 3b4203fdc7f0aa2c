"""How a cell of a list is painted: thin rules, figures on the right, chips, and the chosen row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from app.listing import Line
from app.money import NO_FIGURE
from ui.kit import theme
from ui.kit.drawn import CellPainter
from ui.kit.header import FAINT, SIDE
from ui.kit.model import Index, ListModel
from ui.kit.words import tip_text

INDENT, FRAME_GAP = 14, 4


@dataclass(slots=True)
class Manner:
    """How one list is set: which column answers its question, which are quiet, what colour a state's word has."""

    answer: str = ""
    quiet: Collection[str] = ()
    strong: Collection[str] = ()
    tones: Mapping[str, str] = field(default_factory=dict)
    painters: Mapping[str, CellPainter] = field(default_factory=dict)


class Brush(QStyledItemDelegate):
    """Paints straight from the model's prepared text; asks for no roles."""

    def __init__(self, model: ListModel, manner: Manner, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._manner, self._view = model, manner, view
        self.by_keyboard, self.faint = False, False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(60), theme.current().px(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row, column = index.row(), index.column()
        now, line = theme.current(), self._model.line_at(row)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        if line is None and (group := self._model.group_at(row)) is not None and group.parting:
            self._paint_parting(painter, rect, group.label)
            painter.restore()
            return
        painter.fillRect(rect, now.colour("wash" if chosen else "paper"))
        rule = "edge" if line is None else "rule"
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour(rule))
        painter.setOpacity(FAINT if self.faint else 1.0)
        framed = chosen and (now.bordered or (self.by_keyboard and self._view.hasFocus()))
        # the frame's left side would stand on a narrow first letter
        inner = rect.adjusted(now.px(FRAME_GAP), 0, 0, 0) if framed and column == 0 else rect
        self._paint_inside(painter, inner, row, column, line)
        if framed:
            self._paint_frame(painter, rect, column)
        painter.restore()

    def _paint_inside(self, painter: QPainter, rect: QRect, row: int, column: int, line: Line | None) -> None:
        shape = self._model.prepared.columns[column]
        if (drawing := self._manner.painters.get(shape.key)) is not None:
            if line is None:
                drawing.between(painter, rect)
            else:
                drawing(painter, rect, line)
        elif shape.shape in ("chip", "chips") and not (line and line.id in self._manner.strong):  # a total is no state
            self._paint_chips(painter, rect, row, column)
        else:
            self._paint_text(painter, rect, row, column, line)

    def _paint_parting(self, painter: QPainter, rect: QRect, words: str) -> None:
        """Words that run across the whole row, the first of them on a dark ground: each cell paints its own part."""
        now = theme.current()
        tag, place = self._parting_places(rect, words)
        painter.fillRect(rect, now.colour("band"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), now.colour("ink"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("ink"))
        painter.fillRect(tag, now.colour("ink"))
        first, _, rest = words.partition(": ")
        painter.setFont(now.font("small", 600))
        painter.setPen(now.colour("paper"))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), first)
        painter.setFont(now.font("small"))
        painter.setPen(now.colour("ink"))
        shown = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _parting_places(self, rect: QRect, words: str) -> tuple[QRect, QRect]:
        """Where the first words of a row that parts a list stand, and the rest as far as they are seen."""
        now = theme.current()
        head = self._view.horizontalHeader() if isinstance(self._view, QTableView) else None
        left, length = (-head.offset(), head.length()) if head is not None else (rect.left(), rect.width())
        wide = now.metrics("small", 600).horizontalAdvance(words.partition(": ")[0]) + 2 * now.px(8)
        tag = QRect(left + now.px(SIDE), rect.top() + now.px(4), wide, rect.height() - now.px(7))
        begins = left + wide + now.px(SIDE + 10)
        ends = min(left + length, self._view.viewport().width()) - now.px(SIDE)
        return tag, QRect(begins, rect.top() + 1, max(0, ends - begins), rect.height() - 1)

    def _paint_chips(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """A state, or several one after the other as far as there is room."""
        now, text = theme.current(), self._model.text(row, column)
        several = self._model.prepared.columns[column].shape == "chips"
        left = rect.left() + (0 if column == 0 else now.px(SIDE))
        for one in text.split(", ") if several else [text]:
            if one and left < rect.right() - now.px(20):
                tones = self._manner.tones
                # “Spread 39” has the colour of “Spread”
                tone = tones.get(one) or tones.get(one.partition(" ")[0], "mute") if several else tones.get(one, "mute")
                left = paint_chip(painter, left, rect, one, tone) + now.px(FRAME_GAP)

    def _paint_text(self, painter: QPainter, rect: QRect, row: int, column: int, line: Line | None) -> None:
        now, shape = theme.current(), self._model.prepared.columns[column]
        text = self._model.text(row, column)
        token, weight = self._tone(text, row, column, line)
        painter.setFont(now.font("body", weight))
        painter.setPen(now.colour(token))
        place = self.text_place(rect, row, column)
        mark = line.mark if line and column == 0 else ""
        room = place.width() - painter.fontMetrics().horizontalAdvance(mark)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room) + mark
        side = Qt.AlignmentFlag.AlignRight if shape.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _tone(self, text: str, row: int, column: int, line: Line | None) -> tuple[str, int]:
        """The colour and weight of a text: nought, no figure and words that stand for one are quiet."""
        shape = self._model.prepared.columns[column]
        cell = self._model.cell(row, column)
        if shape.right and (cell == 0 or text == NO_FIGURE or isinstance(cell, str)):
            return "ink2", 400
        if line is None or line.id in self._manner.strong:
            return "ink", 600
        quiet = line.level > 0 or shape.key in self._manner.quiet or line.group in self._model.prepared.under
        return ("ink2" if quiet else "ink"), (600 if shape.key == self._manner.answer else 400)

    def text_place(self, rect: QRect, row: int, column: int) -> QRect:
        """Where the text of a cell stands."""
        now, side = theme.current(), theme.current().px(SIDE)
        if column:
            return rect.adjusted(side, 0, -side, -1)
        line = self._model.line_at(row)
        levels = 0 if line is None else line.level + bool(line.group and self._model.is_gathered())
        return rect.adjusted(now.px(INDENT) * levels, 0, -side, -1)

    def is_elided(self, index: Index) -> bool:
        """Whether a cell's text is cut."""
        rect = self._view.visualRect(index)
        row, column = index.row(), index.column()
        if (group := self._model.group_at(row)) is not None and group.parting:
            _, place = self._parting_places(rect, group.label)
            rest = theme.current().metrics("small").horizontalAdvance(group.label.partition(": ")[2])
            return column == 0 and rest > place.width()
        line = self._model.line_at(row)
        text = self._model.text(row, column) + (line.mark if line and column == 0 else "")
        if self._model.prepared.columns[column].key in self._manner.painters:
            return False
        if self._model.prepared.columns[column].shape in ("chip", "chips"):
            return chips_width(text) > rect.width() - theme.current().px(SIDE)
        weight = self._tone(text, row, column, line)[1]
        width = theme.current().metrics("body", weight).horizontalAdvance(text)
        return width > self.text_place(rect, row, column).width()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        text = self._tip(index)
        QToolTip.showText(event.globalPos(), tip_text(text), view)
        return True

    def _tip(self, index: Index) -> str:
        """What a cell that is cut says whole, and a drawn one in words."""
        line = self._model.line_at(index.row())
        drawing = self._manner.painters.get(self._model.prepared.columns[index.column()].key)
        if drawing is not None:
            return drawing.words(line) if line else ""
        column = self._model.prepared.columns[index.column()]
        if meant := dict(column.signs).get(text := self._model.text(index.row(), index.column())):
            return meant[:1].upper() + meant[1:]
        return text if self.is_elided(index) else ""

    def _paint_frame(self, painter: QPainter, rect: QRect, column: int) -> None:
        """The focus frame goes round the whole row, so each cell paints its own part of it."""
        now = theme.current()
        shown = [at for at in range(self._model.columnCount()) if not self._hidden(at)]
        colour, thick = now.colour("accent"), 2
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thick), colour)
        painter.fillRect(QRect(rect.left(), rect.bottom() - thick + 1, rect.width(), thick), colour)
        if column == shown[0]:
            painter.fillRect(QRect(rect.left(), rect.top(), thick, rect.height()), colour)
        if column == shown[-1]:
            painter.fillRect(QRect(rect.right() - thick + 1, rect.top(), thick, rect.height()), colour)

    def _hidden(self, column: int) -> bool:
        hidden = getattr(self._view, "isColumnHidden", None)
        return bool(hidden and hidden(column))


def paint_chip(painter: QPainter, left: int, rect: QRect, text: str, tone: str) -> int:
    """A state in a word on its tint, in the middle of `rect`'s height; returns where it ends."""
    now = theme.current()
    painter.save()
    painter.setFont(now.font("tiny", 600))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * now.px(6)
    width = min(width, max(now.px(20), rect.right() - left))
    height = now.px(18)
    box = QRectF(left, rect.top() + (rect.height() - height) // 2, width, height)
    ink = "ink2" if tone == "mute" else tone
    painter.setPen(QPen(now.colour(ink), 1) if now.bordered else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(now.colour(f"{tone}bg"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(now.colour(ink))
    room = width - 2 * now.px(6) + 1
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.restore()
    return round(left + width)


def chips_width(text: str) -> int:
    """How wide several chips are, divided by commas, one after the other."""
    parts = [part for part in text.split(", ") if part]
    return sum(map(chip_width, parts)) + theme.current().px(FRAME_GAP) * max(0, len(parts) - 1)


def chip_width(text: str) -> int:
    """How wide a chip is."""
    now = theme.current()
    return now.metrics("tiny", 600).horizontalAdvance(text) + 2 * now.px(6)
