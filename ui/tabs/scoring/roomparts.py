"""What the page of the room is made of: large words, lists and scores that can be read across a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.strips import Strip
from ui.kit import theme
from ui.kit.cells import Index
from ui.kit.strips import paint_strip
from ui.kit.words import plain

FAR, NEAR = 20.0, 14.5
"""The type of a room in points: what is talked about can be read from five metres, what is beside it from the table."""
ROW = Qt.ItemDataRole.UserRole


def font(points: float, weight: int = 400) -> QFont:
    """Type of at least this size, however small the text of the desk is."""
    made = QFont(theme.current().font("body", weight))
    made.setPointSizeF(max(points, theme.POINTS["body"] * theme.current().scale))
    return made


def words(text: str = "", points: float = NEAR, *, weight: int = 400, tone: str = "", wrap: bool = True) -> QLabel:
    """A label of the room."""
    label = plain(text, weight=weight, tone=tone, wrap=wrap)
    label.setFont(font(points, weight))
    return label


@dataclass(frozen=True, slots=True)
class BigRow:
    """A line of a list of the room: what leads it, its words, what is said under or beside them, what ends it.

    `tone` is that of what is said: empty, `warn` or `mute`; a `quiet` line stands back, a `strong` one stands out.
    """

    key: str
    lead: str
    words: str
    said: str = ""
    trail: str = ""
    tone: str = ""
    quiet: bool = False
    strong: bool = False

    @property
    def spoken(self) -> str:
        """The whole line, as a screen reader says it."""
        return ", ".join(part for part in (self.lead, self.words, self.trail, self.said) if part)


class BigBrush(QStyledItemDelegate):
    """Paints a line of a list of the room; with `below` what is said stands under its words."""

    def __init__(self, parent: QWidget, *, below: bool) -> None:
        super().__init__(parent)
        self._below = below

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: BigRow = index.data(ROW)
        line = QFontMetrics(font(NEAR, 600)).height()
        under = theme.current().metrics("small").height() if self._below and row.said else 0
        return QSize(theme.current().gap(120), line + under + theme.current().gap(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, row, rect = theme.current(), index.data(ROW), QRect(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.fillRect(rect, now.colour("wash" if row.strong else "paper"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("rule"))
        if row.strong:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), now.colour("accent"))
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(now.colour("accent" if state & QStyle.StateFlag.State_HasFocus else "edge"))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -1.5, -1.5))
        self._paint_words(painter, rect.adjusted(now.gap(8), 0, -now.gap(8), -1), row)
        painter.restore()

    def _paint_words(self, painter: QPainter, place: QRect, row: BigRow) -> None:
        now = theme.current()
        ink = now.colour("ink2" if row.quiet else "ink")
        big, middle = QFontMetrics(font(NEAR, 600)), Qt.AlignmentFlag.AlignVCenter
        line = QRect(place.left(), place.top() + now.gap(2), place.width(), big.height())
        if not self._below:
            line = place
        painter.setFont(font(NEAR, 600 if row.strong else 400))
        painter.setPen(now.colour("ink2"))
        lead = big.horizontalAdvance("00") + now.gap(6) if row.lead else 0
        painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignLeft), row.lead)
        painter.setFont(font(NEAR, 600))
        painter.setPen(ink)
        painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignRight), row.trail)
        trail = big.horizontalAdvance(row.trail) + now.gap(10) if row.trail else 0
        room = line.adjusted(lead, 0, -trail, 0)
        painter.setFont(font(NEAR, 600 if row.strong else 400))
        shown = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), shown)
        if row.said:
            at = painter.fontMetrics().horizontalAdvance(shown) + now.gap(12)
            under = QRect(room.left(), line.bottom(), place.right() - room.left(), place.bottom() - line.bottom())
            self._paint_said(painter, under if self._below else room.adjusted(at, 0, 0, 0), row)

    def _paint_said(self, painter: QPainter, place: QRect, row: BigRow) -> None:
        now = theme.current()
        painter.setFont(now.font("small") if self._below else font(11.5))
        painter.setPen(now.colour("warn" if row.tone == "warn" else "ink2"))
        said = painter.fontMetrics().elidedText(row.said, Qt.TextElideMode.ElideRight, place.width())
        flags = Qt.AlignmentFlag.AlignLeft | (
            Qt.AlignmentFlag.AlignTop if self._below else Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(place, int(flags), said)


class BigList(QListWidget):
    """A list of the room: arrows go through it, Enter asks for what a line leads to, a letter is given on."""

    asked = Signal(str)
    """The key of the line on which Enter was pressed, or which was clicked twice."""
    lettered = Signal(str, str)
    """A letter that was typed on a line, and the line's key."""

    def __init__(self, name: str, *, below: bool = False) -> None:
        super().__init__()
        self._in_sight = ""
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(BigBrush(self, below=below))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.itemDoubleClicked.connect(lambda item: self.asked.emit(item.data(ROW).key))

    def show_rows(self, rows: Sequence[BigRow], keep_in_sight: str = "") -> None:
        """Show these; the line that was chosen stays so, and the one of this key is brought in sight."""
        before = self.rows()
        if [row.key for row in before] != [row.key for row in rows]:
            self._list_anew(rows, self.chosen() or keep_in_sight)
        else:
            for at, row in enumerate(rows):
                if row != before[at]:
                    self.item(at).setText(row.spoken)
                    self.item(at).setData(ROW, row)
        if keep_in_sight != self._in_sight:
            self._in_sight = keep_in_sight
            for at, row in enumerate(rows):
                if row.key == keep_in_sight:
                    self.scrollToItem(self.item(at), QListWidget.ScrollHint.PositionAtCenter)

    def _list_anew(self, rows: Sequence[BigRow], chosen: str) -> None:
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.spoken)
            item.setData(ROW, row)
            self.addItem(item)
        self.choose(chosen)
        self.blockSignals(False)

    def rows(self) -> list[BigRow]:
        """What it shows."""
        return [self.item(at).data(ROW) for at in range(self.count())]

    def chosen(self) -> str:
        """The key of the chosen line, empty for none."""
        return str(self.currentItem().data(ROW).key) if self.currentRow() >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose the line of this key; the first where there is none."""
        keys = [row.key for row in self.rows()]
        if keys:
            self.setCurrentRow(keys.index(key) if key in keys else 0)

    def content_height(self) -> int:
        """How high it is with every line in sight."""
        return sum(self.sizeHintForRow(at) for at in range(self.count())) + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().lower()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.chosen():
            self.asked.emit(self.chosen())
        elif len(typed) == 1 and typed.isalpha() and not event.modifiers() and self.chosen():
            self.lettered.emit(typed, self.chosen())
        else:
            super().keyPressEvent(event)


class BigStrip(QWidget):
    """Everyone's scores of one bid on one scale, as the ranked list paints them, larger."""

    TIMES = 1.7
    HIGH = 34

    def __init__(self) -> None:
        super().__init__()
        self._strip, self._scale, self._words = Strip(), (0, 1000), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_strip(self, strip: Strip, scale: tuple[int, int], said: str) -> None:
        """Show these scores between the tenths of a percent at both ends of the scale; `said` is the same in words,
        or why there are none."""
        self._strip, self._scale, self._words = strip, scale, said
        self.setAccessibleName(f"Members’ scores: {said}")
        self.update()

    def words(self) -> str:
        """What it shows, in words."""
        return self._words

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(300), round(now.px(self.HIGH) * self.TIMES) if not now.large else now.px(self.HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        times = self.TIMES if not now.large else 1.0
        if not self._strip.scores and self._strip.agreed is None:
            painter.setFont(font(NEAR))
            painter.setPen(now.colour("ink2"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), self._words)
            return
        painter.setFont(font(NEAR))
        painter.setPen(now.colour("ink2"))
        wide = painter.fontMetrics().horizontalAdvance("100") + now.gap(4)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
        low, high = (f"{end // 10}" for end in self._scale)
        painter.drawText(QRect(0, 0, wide, self.height()), middle, low)
        painter.drawText(QRect(self.width() - wide, 0, wide, self.height()), middle, high)
        painter.translate(wide, 0)
        painter.scale(times, times)
        place = QRect(0, 0, round((self.width() - 2 * wide) / times), round(self.height() / times))
        paint_strip(painter, place, self._strip, self._scale)


class Sheet(QWidget):
    """What scrolls: as high as its words are at its width."""

    def minimumSizeHint(self) -> QSize:
        # Qt would measure wrapped words at their narrowest and leave the sheet far too high
        return QSize(0, 0)


class Lines(QScrollArea):
    """Words under one another, each with what leads it: what points mean, or what has happened."""

    def __init__(self, name: str, points: float = NEAR) -> None:
        super().__init__()
        self._points, self._shown = points, None  # type: tuple[float, Sequence[tuple[str, str]] | None]
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self._on_grown(most))
        self._at_end = False

    def show_lines(self, lines: Sequence[tuple[str, str]], *, at_end: bool = False) -> None:
        """Show these (lead, words); `at_end` brings the last one in sight."""
        self._at_end = at_end
        if self._shown == lines:
            return
        self._shown = lines
        page = Sheet()
        rows = QGridLayout(page)
        rows.setContentsMargins(0, 0, theme.current().gap(4), 0)
        rows.setHorizontalSpacing(theme.current().gap(10))
        rows.setVerticalSpacing(theme.current().gap(4))
        rows.setColumnStretch(1, 1)
        for at, (lead, said) in enumerate(lines):
            rows.addWidget(words(lead, self._points, tone="second", wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(words(said, self._points), at, 1)
        rows.setRowStretch(len(lines), 1)
        self.setWidget(page)

    def lines(self) -> Sequence[tuple[str, str]]:
        """What it shows."""
        return self._shown or ()

    def _on_grown(self, most: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(most)
