"""A list with the chosen record beside it, or under it where the window is narrow or the text large."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QVBoxLayout,
    QWidget,
)

from ui.kit import state, theme
from ui.kit.controls import Button
from ui.kit.newspaper import ColumnedSections
from ui.kit.parts import FilterBar
from ui.kit.table import ListView
from ui.kit.words import plain

NARROW = 1200
RAIL = 88
MOST_LINE = 720
"""A record is not set wider than this: longer lines are hard to read."""


class Record(QScrollArea):
    """The chosen record as a page: its title, one primary action, then sections. It never scrolls sideways.

    A `wide` one is set as wide as it is: for a table to be filled in rather than lines to be read. A `columned` one
    sets its sections in up to three columns, read down and then across, where it is wide enough.
    """

    def __init__(
        self, name: str = "Record", parent: QWidget | None = None, *, wide: bool = False, columned: bool = False
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._columned = columned
        self._page = Page(wide=wide or columned)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(now.gap(14))
        self._column.addStretch(1)
        self.setWidget(self._page)

    def begin(self, title: str, sub: str = "", button: Button | None = None) -> None:
        """Empty the page and give it this title, line under the title and primary action."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.hide()
                widget.deleteLater()
        self._column.insertWidget(0, _titled(title, sub, button))
        self.verticalScrollBar().setValue(0)

    def add(self, content: QWidget, *, across: bool = False) -> None:
        """Put a section (or an alert, or a bar) at the end; `across` sets it over all columns."""
        if self._columned and not across:
            self._columns().add(content)
        else:
            self._column.insertWidget(self._column.count() - 1, content)

    def _columns(self) -> ColumnedSections:
        """The columns at the end of the page, begun where there are none."""
        item = self._column.itemAt(self._column.count() - 2)
        last = item.widget() if item else None
        if not isinstance(last, ColumnedSections):
            last = ColumnedSections()
            self._column.insertWidget(self._column.count() - 1, last)
        return last


class Page(QWidget):
    """What scrolls: always as wide as the place it is seen through, and as high as that width asks for."""

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self._wide = wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now, layout = theme.current(), self.layout()
        if layout:
            spare = 0 if self._wide else self.width() - now.px(MOST_LINE) - 2 * now.gap(18)
            layout.setContentsMargins(now.gap(18), now.gap(12), now.gap(18) + max(0, spare), now.gap(14))

    def minimumSizeHint(self) -> QSize:
        # Qt would measure wrapped words at their narrowest and leave the page far too high
        return QSize(0, 0)


def _titled(title: str, sub: str, button: Button | None) -> QWidget:
    now, whole = theme.current(), QWidget()
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(plain(title, "title", weight=600, wrap=True))
    if sub:
        words.addWidget(plain(sub, "small", tone="second", wrap=True))
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(now.gap(12))
    row.addLayout(words, 1)
    if button:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return whole


def make_room(dialog: QDialog, width: int, height: int) -> None:
    """Make a dialog this large, in px at the usual size of text, but no larger than the window it stands over."""
    now, parent = theme.current(), dialog.parentWidget()
    room = parent.window().size() if parent else dialog.screen().availableSize()
    dialog.resize(QSize(now.gap(width), now.gap(height)).boundedTo(room))


class Hairline(QSplitterHandle):
    """The handle between list and record: a thin rule that can be dragged."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("paper"))
        upright = self.orientation() == Qt.Orientation.Horizontal
        middle = self.rect().center()
        line = QRect(middle.x(), 0, 1, self.height()) if upright else QRect(0, middle.y(), self.width(), 1)
        painter.fillRect(line, now.colour("rule"))


@runtime_checkable
class Wide(Protocol):
    """What knows at which width nothing in it is cut."""

    def natural_width(self) -> int: ...


@runtime_checkable
class High(Protocol):
    """What knows at which height all of it is seen."""

    def natural_height(self) -> int: ...


class ListPane(QWidget):
    """A list under its filter bar, with the page's margins."""

    def __init__(self, bar: FilterBar, view: ListView) -> None:
        super().__init__()
        self._bar, self._view, now = bar, view, theme.current()
        bar.filters(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(20), 0, now.gap(20), now.gap(8))
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(view, 1)

    def natural_width(self) -> int:
        """The list's natural width and the margins."""
        return self._view.natural_width() + 2 * theme.current().gap(20)

    def natural_height(self) -> int:
        """The height at which the whole list is seen."""
        return self._bar.sizeHint().height() + self._view.content_height() + theme.current().gap(8)


class ListAndRecord(QSplitter):
    """List left and record right; the record goes under the list below 1200 px or at large text.

    With `under` it always stands there: for a list that needs the whole width.
    """

    turned = Signal(bool)

    def __init__(
        self,
        left: QWidget,
        record: QWidget,
        key: str = "",
        *,
        shares: tuple[int, int] = (796, 482),
        under: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if under else Qt.Orientation.Horizontal)
        self._key, self._shares, self._list, self._under = key, shares, left, under
        self._dragged = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.addWidget(left)
        self.addWidget(record)
        left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        record.setMinimumHeight(theme.current().gap(100))
        self.splitterMoved.connect(self._on_moved)
        self._kept()

    def createHandle(self) -> QSplitterHandle:
        return Hairline(self.orientation(), self)

    def is_stacked(self) -> bool:
        """Whether the record stands under the list."""
        return self.orientation() == Qt.Orientation.Vertical

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stack = self._under or self.window().width() < NARROW or self.width() < NARROW - RAIL or theme.current().large
        if stack != self.is_stacked():
            self.setOrientation(Qt.Orientation.Vertical if stack else Qt.Orientation.Horizontal)
            self._kept()
            self.turned.emit(stack)
        self.share_out()

    def share_out(self) -> None:
        """The list takes the extra width up to its natural columns, then the record does; a drag is kept as dragged."""
        whole = (self.height() if self.is_stacked() else self.width()) - self.handleWidth()
        if self._dragged or whole <= 0:
            return
        if self.is_stacked():
            upper = whole * 13 // 20
            if self._under and isinstance(self._list, High):
                upper = min(upper, self._list.natural_height())
            self.setSizes([upper, whole - upper])
            return
        first, second = self._shares
        usual = whole * first // (first + second)
        if isinstance(self._list, Wide):
            usual = max(min(usual, first), min(whole - second, self._list.natural_width()))
        self.setSizes([usual, whole - usual])

    def _kept(self) -> None:
        sizes = state.kept(self._place_key()) if self._key else None
        self._dragged = isinstance(sizes, list) and len(sizes) == 2
        if isinstance(sizes, list) and self._dragged:
            self.setSizes([int(size) for size in sizes])

    def _on_moved(self) -> None:
        self._dragged = True
        if self._key:
            state.keep(self._place_key(), self.sizes())

    def _place_key(self) -> str:
        return f"{self._key}/{'under' if self.is_stacked() else 'beside'}"
