"""How wide the columns of a list are, which are shown, and how that is kept for next time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from ui.kit import theme
from ui.kit.delegate import INDENT, Manner, chip_width, chips_width
from ui.kit.header import SIDE, Head, head_width
from ui.kit.model import ListModel

LEAST_NAME, MOST_TEXT, MOST_NAME = 120, 220, 300
MOST_CHIPS = 124
"""Where a list is wider than its place, several chips have so much; the rest of them is in the tooltip."""
ROOMY_DRAWING = 480
"""A drawn column is left so much before columns of text are set apart, in px at the usual size of text."""
SLACK = 2
"""Measures are rounded down, and a text one third of a pixel too wide would be cut."""


class Columns(QObject):
    """Widths follow the content; the first column takes what is left; what a person drags stays as dragged.

    Where a column is drawn, that one takes what is left, and the first is as wide as its names.
    """

    changed = Signal()

    def __init__(self, view: QTableView, head: Head, model: ListModel, manner: Manner) -> None:
        super().__init__(view)
        self._view, self._head, self._model, self._manner = view, head, model, manner
        self._dragged: dict[str, float] = {}
        self._hidden: set[str] = set()
        self._fitting = False
        self._roomy: list[int] = []
        self._tight: list[int] = []
        head.sectionResized.connect(self._on_resized)
        head.sectionHandleDoubleClicked.connect(self.undo_drag)

    def measure(self) -> None:
        """Work out the natural widths again, after other lines or other columns were loaded."""
        every = range(self._model.columnCount())
        contents = [self._content_width(at) for at in every]
        self._roomy = [self._with_head(at, contents[at], one_line=True) for at in every]
        self._tight = [self._with_head(at, contents[at], one_line=False) for at in every]
        self._fitting = True  # a column that comes back is not one that somebody dragged
        for at, column in enumerate(self._model.prepared.columns):
            self._view.setColumnHidden(at, column.key in self._hidden and at > 0)
        self.fit()

    def fit(self) -> None:
        """Give the first column what the others leave, and never less than a name needs."""
        if len(self._roomy) != self._model.columnCount():
            return  # a list with other columns was loaded a moment ago and is about to be measured
        self._fitting = True
        drawn = self._drawn()
        widths = self._widths()
        spare = self._spare(widths)
        for at in range(1, len(widths)):
            if not self._view.isColumnHidden(at) and at != drawn:
                self._head.resizeSection(at, self._dragged_width(at) or widths[at] + spare)
        if drawn is not None:
            self._head.resizeSection(drawn, widths[drawn])
        if widths:
            self._head.resizeSection(0, self._first_width())
        if drawn is not None:
            self._head.resizeSection(drawn, self._drawn_width(drawn))
        self._fitting = False

    def natural_width(self) -> int:
        """The width at which nothing is cut and no head needs two lines."""
        return self._sum(self._roomy)

    def _widths(self) -> list[int]:
        """Heads take two lines only where one line would cost a name its words, and chips are cut only after that."""
        room = self._view.viewport().width()
        if self._sum(self._roomy) <= room:
            return self._roomy
        least = theme.current().px(LEAST_NAME) - self._tight[0] if self._tight else 0  # a name may be cut
        if self._sum(self._tight) + min(0, least) <= room:
            return self._tight
        most = theme.current().px(MOST_CHIPS + 2 * SIDE)
        columns = self._model.prepared.columns
        return [
            min(width, most) if columns[at].shape == "chips" and at else width for at, width in enumerate(self._tight)
        ]

    def _sum(self, widths: list[int]) -> int:
        return sum(width for at, width in enumerate(widths) if not self._view.isColumnHidden(at))

    def is_hidden(self, key: str) -> bool:
        """Whether a column was put away."""
        return key in self._hidden

    def set_hidden(self, key: str, hidden: bool) -> None:
        """Put a column away or bring it back. The first one always stays."""
        (self._hidden.add if hidden else self._hidden.discard)(key)
        self.measure()
        self.changed.emit()

    def shown_keys(self) -> list[str]:
        """The keys of the columns on the screen, in order."""
        columns = self._model.prepared.columns
        return [column.key for at, column in enumerate(columns) if not self._view.isColumnHidden(at)]

    def undo_drag(self, at: int) -> None:
        """Give a column back its natural width."""
        self._dragged.pop(self._model.prepared.columns[at].key, None)
        self.fit()
        self.changed.emit()

    def undo_all(self) -> None:
        """Every column as it was before anybody touched it."""
        self._dragged.clear()
        self._hidden.clear()
        self.measure()
        self.changed.emit()

    def state(self) -> dict[str, Any]:
        """What is kept for next time, free of the size of text."""
        return {"widths": dict(self._dragged), "hidden": sorted(self._hidden)}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what was kept."""
        self._dragged = {str(key): float(width) for key, width in dict(state.get("widths", {})).items()}
        self._hidden = set(state.get("hidden", ()))
        self.measure()

    def _spare(self, widths: list[int]) -> int:
        """What each column but the first may take of the room left over: half of it, and never much."""
        shown = [width for at, width in enumerate(widths) if not self._view.isColumnHidden(at)]
        room = self._view.viewport().width() - sum(shown)
        if (drawn := self._drawn()) is not None:
            room -= max(0, theme.current().gap(ROOMY_DRAWING) - widths[drawn])
        return max(0, min(room // (2 * max(1, len(shown) - 1)), theme.current().px(14)))

    def _dragged_width(self, at: int) -> int:
        return theme.current().px(self._dragged.get(self._model.prepared.columns[at].key, 0))

    def _first_width(self) -> int:
        others = sum(
            self._head.sectionSize(at) for at in range(1, len(self._tight)) if not self._view.isColumnHidden(at)
        )
        least = min(theme.current().px(LEAST_NAME), self._tight[0])
        left = max(least, self._view.viewport().width() - others)
        if self._drawn() is not None:
            # what the names leave goes to the picture, but not what the words of the total need
            least = max(least, self._foot_width())
            left = max(least, min(left, self._roomy[0], theme.current().px(MOST_NAME)))
        return self._dragged_width(0) or left

    def _foot_width(self) -> int:
        """How wide the first column has to be for the label of the totals to stand before the first of them."""
        texts, metrics = self._model.footer(), theme.current().metrics("body", 700)
        beside = 0
        for at in range(1, len(texts)):
            if self._view.isColumnHidden(at):
                continue
            beside += self._head.sectionSize(at)
            if texts[at]:
                needed = metrics.horizontalAdvance(texts[0]) + metrics.horizontalAdvance(texts[at])
                return needed + theme.current().px(2 * SIDE) + SLACK - beside
        return 0

    def _drawn(self) -> int | None:
        """Which of the columns in sight is drawn and takes what the others leave."""
        columns, painters = self._model.prepared.columns, self._manner.painters
        return next(
            (at for at, one in enumerate(columns) if one.key in painters and not self._view.isColumnHidden(at)), None
        )

    def _drawn_width(self, drawn: int) -> int:
        others = sum(
            self._head.sectionSize(at)
            for at in range(len(self._tight))
            if at != drawn and not self._view.isColumnHidden(at)
        )
        left = max(self._tight[drawn], self._view.viewport().width() - others)
        return self._dragged_width(drawn) or left

    def _on_resized(self, at: int, old: int, new: int) -> None:
        if self._fitting or not new or at >= self._model.columnCount():
            return
        self._dragged[self._model.prepared.columns[at].key] = new / theme.current().scale
        if at:
            self.fit()
        self.changed.emit()

    def _with_head(self, at: int, content: int, *, one_line: bool) -> int:
        if (drawing := self._manner.painters.get(self._model.prepared.columns[at].key)) is not None:
            return drawing.least_width()
        metrics, label = self._head.fontMetrics(), self._model.prepared.columns[at].label
        head = metrics.horizontalAdvance(label) if one_line else head_width(label, metrics)
        sides = theme.current().px(SIDE) * (1 if at == 0 else 2)
        return max(max(head, content) + sides + SLACK, self._head.minimumSectionSize())

    def _content_width(self, at: int) -> int:
        column, now = self._model.prepared.columns[at], theme.current()
        texts = _longest(self._model.prepared.texts[at])
        if column.key in self._manner.painters:
            return 0
        if column.shape == "chip":
            return max([0, *map(chip_width, texts)])
        if column.shape == "chips":
            return max([0, *map(chips_width, texts)])
        bold = column.key == self._manner.answer or self._manner.strong or self._model.arranged.groups
        weight = 600 if bold else 400
        widest = max([0, *map(now.metrics("body", weight).horizontalAdvance, texts)])
        if at == 0:
            levels = self._model.is_gathered() + self._model.prepared.deepest
            return widest + now.px(INDENT) * levels
        if not column.right:
            return min(widest, now.px(MOST_TEXT))
        return max(widest, now.metrics("body", 700).horizontalAdvance(self._model.footer()[at]))


def _longest(texts: list[str], some: int = 12) -> list[str]:
    """The few longest texts: with tabular figures the widest is among them."""
    return sorted(set(texts), key=len, reverse=True)[:some]
