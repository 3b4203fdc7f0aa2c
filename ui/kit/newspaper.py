"""Sections in columns like a newspaper's: read down, then across; one column where there is no room for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.kit import theme

MOST_COLUMNS = 3
LEAST_WIDTH, MOST_WIDTH = 380, 720
"""Of a column, in px at the usual size of text. Longer lines are hard to read."""


class ColumnedSections(QWidget):
    """Holds sections in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = Newspaper(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, content: QWidget) -> None:
        """Put a section at the end."""
        self._columns.addWidget(content)

    def columns(self) -> list[list[QWidget]]:
        """The sections as they stand, by column."""
        return self._columns.arranged(self.width())


class Newspaper(QLayout):
    """Sections stay in their order; they are parted so that the longest column is as short as can be.

    Where they stand depends on the width alone, never on the height they are given: so nothing can go to and fro.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._known: dict[int, list[int]] = {}
        now = theme.current()
        self.setContentsMargins(0, 0, 0, 0)
        self._between, self._gap = now.gap(26), now.gap(14)

    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        taken = self._items.pop(index)
        self.invalidate()
        return taken

    def invalidate(self) -> None:
        super().invalidate()
        self._known.clear()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        return max((place.bottom() + 1 for _, place in self._places(QRect(0, 0, arg__1, 0))), default=0)

    def minimumHeightForWidth(self, arg__1: int) -> int:
        return self.heightForWidth(arg__1)

    def sizeHint(self) -> QSize:
        width = theme.current().px(LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        for item, place in self._places(arg__1):
            item.setGeometry(place)

    def arranged(self, width: int) -> list[list[QWidget]]:
        """The sections of each column at a width."""
        columns: dict[int, list[QWidget]] = {}
        for item, place in self._places(QRect(0, 0, width, 0)):
            if (widget := item.widget()) is not None:
                columns.setdefault(place.left(), []).append(widget)
        return list(columns.values())

    def _places(self, rect: QRect) -> list[tuple[QLayoutItem, QRect]]:
        shown = [item for item in self._items if not item.isEmpty()]
        if not shown:
            return []
        count = column_count(rect.width(), len(shown), self._between)
        width = min((rect.width() - (count - 1) * self._between) // count, theme.current().px(MOST_WIDTH))
        heights = self._heights(shown, width)
        places, at = [], 0
        for column, length in enumerate(parted(heights, count, self._gap)):
            left, top = rect.left() + column * (width + self._between), rect.top()
            for item, high in zip(shown[at : at + length], heights[at : at + length], strict=True):
                places.append((item, QRect(left, top, width, high)))
                top += high + self._gap
            at += length
        return places

    def _heights(self, shown: Sequence[QLayoutItem], width: int) -> list[int]:
        if width not in self._known:
            self._known[width] = [_height(item, width) for item in shown]
        return self._known[width]


def _height(item: QLayoutItem, width: int) -> int:
    asked = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
    return max(asked, item.minimumSize().height() if not item.hasHeightForWidth() else 0)


def column_count(width: int, sections: int, between: int) -> int:
    """How many columns there are in a width, in px: no more than there are sections."""
    fitting = (width + between) // (theme.current().px(LEAST_WIDTH) + between)
    return max(1, min(MOST_COLUMNS, sections, fitting))


def parted(heights: Sequence[int], columns: int, gap: int) -> list[int]:
    """How many sections each column takes, in order, so that the longest column is as short as can be.

    Of several such ways it is the one that fills the first columns most.
    """
    limits = sorted(
        {sum(heights[at:to]) + gap * (to - at - 1) for at in range(len(heights)) for to in _ends(heights, at)}
    )
    return next(lengths for limit in limits if len(lengths := _filled(heights, limit, gap)) <= columns)


def _ends(heights: Sequence[int], at: int) -> range:
    return range(at + 1, len(heights) + 1)


def _filled(heights: Sequence[int], limit: int, gap: int) -> list[int]:
    """As many columns as are needed where none may be longer than `limit`; a single section may."""
    lengths, used = [0], 0
    for high in heights:
        needed = high if not lengths[-1] else used + gap + high
        if lengths[-1] and needed > limit:
            lengths.append(0)
            needed = high
        lengths[-1] += 1
        used = needed
    return lengths
