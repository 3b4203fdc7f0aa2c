"""The head of a list, in one or two lines over its figures, and the totals locked under its columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from ui.kit import theme
from ui.kit.controls import triangle
from ui.kit.drawn import CellPainter
from ui.kit.model import ListModel
from ui.kit.words import tip_text

BOUND_POUND = "\N{NO-BREAK SPACE}£"
FAINT = 0.4
"""How strongly figures are painted that are no longer so."""
MOST_BROKEN = 500
SIDE = 6
"""Room after every column; the sort arrow stands in it, so that it never covers a word."""


def head_lines(label: str, metrics: QFontMetrics, width: int) -> list[str]:
    """A column's label in one line where it fits, otherwise broken at the space that leaves the two most even."""
    if metrics.horizontalAdvance(label) <= width:
        return [label]
    words = label.replace(" £", BOUND_POUND).split(" ")
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return [label] if not breaks else list(min(breaks, key=lambda pair: max(map(metrics.horizontalAdvance, pair))))


def head_width(label: str, metrics: QFontMetrics) -> int:
    """The least width in which a label is read whole, in two lines."""
    return max(map(metrics.horizontalAdvance, head_lines(label, metrics, 0)))


class Head(QHeaderView):
    """Bottom aligned, right aligned over figures, two lines where one does not fit."""

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._broken: dict[tuple[str, int], list[str]] = {}
        """The labels in lines by their room: a list that is loaded at every key asks for them many times."""
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(theme.current().px(36))
        self.setFont(theme.current().font("small", 600))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def sizeHint(self) -> QSize:
        now = theme.current()
        lines = max([self._rows(at) for at in range(self.count()) if not self.isSectionHidden(at)] or [1])
        return QSize(super().sizeHint().width(), lines * now.px(17) + now.px(11))

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(self.sectionSize(logicalIndex), self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.colour("paper"))
        if (drawing := self._drawing(logicalIndex)) is not None:
            painter.setClipRect(rect)
            drawing.head(painter, rect)
            painter.restore()
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("ink"))
            return
        right = self._model.prepared.columns[logicalIndex].right
        sorted_here = self._model.sorted_by == logicalIndex
        painter.setFont(self.font())
        painter.setPen(now.colour("ink" if sorted_here else "ink2"))
        left = rect.left() + (0 if logicalIndex == 0 else now.px(SIDE))
        width = rect.right() + 1 - now.px(SIDE) - left
        lines = self._lines(logicalIndex)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        top = rect.bottom() - now.px(6) - len(lines) * now.px(17)
        for at, line in enumerate(lines):
            shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRect(left, top + at * now.px(17), width, now.px(17)), int(side | Qt.AlignmentFlag.AlignVCenter), shown
            )
        if sorted_here:
            self._paint_arrow(painter, rect, left + self.fontMetrics().horizontalAdvance(lines[-1]), right)
        painter.restore()
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("ink"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, now = QPainter(self.viewport()), theme.current()
        end = max(0, self.length() - self.offset())
        rest = QRect(end, 0, max(0, self.viewport().width() - end), self.height())
        painter.fillRect(rest, now.colour("paper"))
        painter.fillRect(QRect(rest.left(), self.height() - 1, rest.width(), 1), now.colour("ink"))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.logicalIndexAt(event.pos())
            QToolTip.showText(event.globalPos(), tip_text(self._tip(at)) if at >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    def is_elided(self, at: int) -> bool:
        """Whether a label is cut even in two lines."""
        if self._drawing(at) is not None:
            return False
        width = self._room(at)
        return any(self.fontMetrics().horizontalAdvance(line) > width for line in self._lines(at))

    def _tip(self, at: int) -> str:
        column = self._model.prepared.columns[at]
        return " ".join(part for part in (column.label if self.is_elided(at) else "", column.help) if part)

    def _drawing(self, at: int) -> CellPainter | None:
        columns = self._model.prepared.columns
        return self._model.drawings.get(columns[at].key) if at < len(columns) else None

    def _rows(self, at: int) -> int:
        drawing = self._drawing(at)
        return len(self._lines(at)) if drawing is None else drawing.head_rows

    def _room(self, at: int) -> int:
        side = theme.current().px(SIDE)
        return self.sectionSize(at) - side - (0 if at == 0 else side)

    def _lines(self, at: int) -> list[str]:
        columns = self._model.prepared.columns
        if at >= len(columns):
            return [""]
        key = (columns[at].label, self._room(at))
        if key not in self._broken:
            if len(self._broken) > MOST_BROKEN:
                self._broken.clear()
            self._broken[key] = head_lines(key[0], self.fontMetrics(), key[1])
        return self._broken[key]

    def changeEvent(self, arg__1: QEvent) -> None:
        super().changeEvent(arg__1)
        self._broken.clear()

    def _paint_arrow(self, painter: QPainter, rect: QRect, text_end: int, right: bool) -> None:
        now = theme.current()
        half = now.px(3)
        x = rect.right() + 1 - now.px(SIDE) / 2 if right else min(text_end + half + 2, rect.right() - half)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent"))
        painter.drawPolygon(triangle(x, rect.bottom() - now.px(14), half, not self._model.reverse))


class Foot(QWidget):
    """The totals of what is shown, each under its own column however the list is scrolled or its columns are moved."""

    def __init__(self, head: Head, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head, self._model, self.faint = head, model, False
        self.setFixedHeight(theme.current().px(28))
        head.sectionResized.connect(self.update)
        head.sectionCountChanged.connect(self.update)

    def refresh(self) -> None:
        """Say the totals again, to the eye and to a screen reader."""
        self.setAccessibleName(self._model.footer_label())
        self.setAccessibleDescription(self.sentence())
        self.update()

    def sentence(self) -> str:
        """Every total after its column's label."""
        shown = [
            f"{self._model.headerData(at, Qt.Orientation.Horizontal)} {text}"
            for at, text in enumerate(self._model.footer())
            if at and text and not self._head.isSectionHidden(at)
        ]
        return "; ".join(shown)

    def cut_totals(self) -> list[str]:
        """The totals that are wider than their columns, of those in sight."""
        texts, metrics = self._model.footer(), theme.current().metrics("body", 700)
        return [
            f"{text} is cut"
            for at, text in enumerate(texts)
            if text and not self._head.isSectionHidden(at) and metrics.horizontalAdvance(text) > self._room(at, texts)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("paper"))
        painter.fillRect(QRect(0, 0, self.width(), max(1, now.px(1.5))), now.colour("ink"))
        painter.setOpacity(FAINT if self.faint else 1.0)
        texts = self._model.footer()
        for at, text in enumerate(texts):
            if text and not self._head.isSectionHidden(at):
                self._paint_total(painter, at, text, texts)
        for at, column in enumerate(self._model.prepared.columns):
            drawing = self._model.drawings.get(column.key)
            if drawing is not None and not self._head.isSectionHidden(at):
                place = QRect(self._head.sectionViewportPosition(at), 0, self._head.sectionSize(at), self.height())
                painter.setClipRect(place)
                drawing.foot(painter, place)

    def _paint_total(self, painter: QPainter, at: int, text: str, texts: list[str]) -> None:
        now = theme.current()
        left = self._left(at)
        right = left + self._room(at, texts)
        painter.setFont(now.font("body", 700))
        painter.setPen(now.colour("ink"))
        if at and text == "0":
            painter.setFont(now.font("body", 600))
            painter.setPen(now.colour("ink2"))
        to_right = self._model.prepared.columns[at].right and at > 0
        align = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, right - left))
        painter.drawText(QRect(left, 0, right - left, self.height()), int(align | Qt.AlignmentFlag.AlignVCenter), shown)

    def _left(self, at: int) -> int:
        return self._head.sectionViewportPosition(at) + (theme.current().px(SIDE) if at else 0)

    def _room(self, at: int, texts: list[str]) -> int:
        if at == 0:
            return self._free_until(texts) - self._left(0)
        return self._head.sectionSize(at) - 2 * theme.current().px(SIDE)

    def _free_until(self, texts: list[str]) -> int:
        """Where the label must stop: the first column after it that has a total, or the edge."""
        for at in range(1, len(texts)):
            if texts[at] and not self._head.isSectionHidden(at):
                metrics = theme.current().metrics("body", 700)
                end = self._head.sectionViewportPosition(at) + self._head.sectionSize(at)
                return end - theme.current().px(2 * SIDE) - metrics.horizontalAdvance(texts[at])
        return self.width()
