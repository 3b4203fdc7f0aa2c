"""A grid as a box of a form: filled in like a spreadsheet, its totals live, each wrong cell marked and named."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.cells import MONEY, as_raw, cell_text, kind_of, of_raw, total
from app.errors import Refused
from app.fields import Field, GridShape
from ui.kit import theme
from ui.kit.box import Box
from ui.kit.cellgrid import CellGrid, values_in
from ui.kit.celllooks import LEAST_COLUMN, LEAST_NAME, MOST_HELP, MOST_NAME, ROW, SLACK, CellsFoot, wrapped
from ui.kit.cells import CellsModel, Place
from ui.kit.header import SIDE
from ui.kit.words import plain

KEYS = (
    "Type over a cell, or change it with F2. Enter goes down, Tab right; Ctrl+Tab leaves the table. Ctrl+V pastes from "
    "Excel, Ctrl+D fills down, Ctrl+Z takes back."
)
MOST_HELPED, LEAST_WORDS = 140, 560
LEAST_ROWS = 5
"""However low the window, so many rows are in sight."""


class GridBox(Box):
    """A table of cells. `read` gives what they hold by `row:column`; `raw` every cell as it was typed.

    A use case that refuses one cell names it in its refusal as `field:row:column`, the field's own key first: the cell
    is marked, comes into sight and gets the keyboard, and the sentence stands by the grid with the cell's name.
    """

    def __init__(self, field: Field) -> None:
        self.cells = CellsModel()
        self.grid = CellGrid(field.label, self.cells)
        super().__init__(field, self.grid)
        self.cells.setParent(self)
        self.foot = CellsFoot(self.cells, self.grid.names, self.grid.heads, self)
        self.note, self.hint = (
            plain("", "small", tone="second", wrap=True),
            plain(KEYS, "tiny", tone="second", wrap=True),
        )
        self.said = plain("", "small", tone="bad", wrap=True)
        self.sum = plain("", "small", weight=600)
        self._told = ""
        self._said_over: Place | None = None
        """The cell of which the form says over the grid what is wrong with it, so that it is not said twice."""
        self._watched: QScrollArea | None = None
        self._totals = bool(field.grid and field.grid.totals)
        self._build()
        self.set_shape(field.grid or GridShape((), ()))
        self._connect()

    # what the form says to its box

    def set_shape(self, shape: GridShape) -> None:
        """Give the grid these rows and columns, with what it held before anybody typed."""
        self._totals = shape.totals
        self.cells.set_shape(shape)

    def read(self) -> dict[str, Any]:
        self.grid.finish()
        wrong = self.cells.wrong()
        if wrong:
            (place, why), more = wrong[0], len(wrong) - 1
            self._go_to_wrong(place)
            rest = f" And {more} more {'cell is' if more == 1 else 'cells are'} marked." if more else ""
            raise Refused(f"{self.cells.label(*place)}: {why}{rest}", self.field.key)
        values = self.cells.values()
        if not values and self.field.required:
            raise self.missing()
        return values

    def write(self, value: Any) -> None:
        self.grid.give_up()
        self.cells.write(value or {})
        self.changed.emit()

    def write_over(self, value: Any) -> None:
        self.grid.give_up()
        shape = self.cells.shape
        self.cells.type_back({cell: cell_text(kind_of(shape, cell), one) for cell, one in (value or {}).items()})

    def raw(self) -> str:
        return as_raw(self.cells.texts())

    def type_back(self, text: str) -> None:
        self.grid.give_up()
        self.cells.type_back(of_raw(text))

    def mark_saved(self) -> None:
        self.cells.mark_saved()

    def mark_wrong(self, wrong: bool) -> None:
        """The cells mark themselves; what the save said of them is taken back."""
        if not wrong:
            self._said_over = None
            self.cells.clear_refused()

    def refuse_at(self, cell: str, message: str) -> str:
        place = self.cells.place(cell)
        if place is None:
            return message
        self.cells.refuse(cell, message)
        self._go_to_wrong(place)
        label = self.cells.label(*place)
        return message if message.startswith(label) else f"{label}: {message}"

    def go_to(self) -> None:
        super().go_to()
        area = _area_of(self)
        if area is not None:
            area.ensureWidgetVisible(self, 0, theme.current().px(3 * ROW))

    def _go_to_wrong(self, place: Place) -> None:
        self._said_over = place
        self.grid.go(*place)

    # building

    def _build(self) -> None:
        now = theme.current()
        self._row.removeWidget(self.grid)
        self.grid.setParent(self)
        whole = QVBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.grid)
        whole.addWidget(self.foot)
        words = QVBoxLayout()
        words.setSpacing(now.gap(1))
        for label in (self.note, self.said, self.hint):
            words.addWidget(label)
        self._words = QHBoxLayout()
        self._words.setContentsMargins(0, now.gap(5), 0, 0)
        self._words.setSpacing(now.gap(16))
        self._words.addLayout(words, 1)
        self._words.addWidget(self.sum, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._words)
        self._row.addLayout(whole)
        self.sum.setAccessibleName("Chosen cells")
        self.grid.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        self.cells.dataChanged.connect(self._on_cells)
        self.cells.changed.connect(self.changed)
        self.cells.modelReset.connect(self._lay_out)
        self.grid.moved.connect(self._on_moved)
        self.grid.told.connect(self._tell)
        self.grid.horizontalScrollBar().valueChanged.connect(lambda _: self.foot.update())
        self._lay_out()

    # what is said

    def _on_cells(self, first: Any, last: Any) -> None:
        columns = range(first.column(), last.column() + 1)
        self._widen(columns)
        self.foot.refresh(columns)
        self._say()

    def _on_moved(self) -> None:
        self._say()
        area, page = _area_of(self), _page_of(self)
        if area is not None and page is not None and self.grid.has_keyboard():
            # the grid has brought the cell into its own sight; the page it stands on follows
            cell = self.grid.visualRect(self.grid.reached())
            for corner in (cell.bottomLeft(), cell.topLeft()):
                place = self.grid.viewport().mapTo(page, corner)
                area.ensureVisible(max(0, place.x()), place.y(), 0, 2)

    def _tell(self, words: str) -> None:
        self._told = words
        self._say()
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.grid, words))

    def _say(self) -> None:
        """What is wrong or was not done, what the totals leave out, and what the chosen cells come to."""
        at = self.grid.at()
        in_grid = at < (len(self.cells.rows()), len(self.cells.columns())) and at[1] < len(self.cells.columns())
        asked = in_grid and self.grid.has_keyboard() and at != self._said_over
        why = self.cells.why_wrong(*at) if asked else ""
        said = self._told or (f"{self.cells.label(*at)}: {why}" if why else "")
        note = self.foot.left_out() if self._totals else ""
        for label, words in ((self.said, said), (self.note, note), (self.sum, self._sum_words())):
            if label.text() != words:
                label.setText(words)
                label.setVisible(bool(words))
        self.hint.setVisible(not said)

    def _sum_words(self) -> str:
        """“6 cells chosen: 1,234,567”; only their number where they cannot be added."""
        chosen = self.grid.chosen()
        if len(chosen) < 2:
            return ""
        kinds = {self.cells.columns()[column].kind for _, column in chosen}
        alike = len(kinds) == 1 or kinds <= set(MONEY)
        found = total("pence" if len(kinds) > 1 else kinds.pop(), values_in(self.grid)) if alike else None
        words = f"{len(chosen)} cells chosen"
        if found is None or found.figure is None:
            return words
        left_out = found.words + found.wrong
        return f"{words}: {cell_text(found.kind, found.figure)}{f', {left_out} not in it' if left_out else ''}"

    # where things stand

    def _lay_out(self) -> None:
        self.foot.setVisible(self._totals)
        self._fit()
        self.foot.refresh()
        self._say()

    def _fit(self) -> None:
        """Give the names and columns their widths, and the grid its height."""
        every = range(len(self.cells.columns()))
        self._needed = [self._column_width(at) for at in every]
        self._roomy = [max(self._needed[at], self._help_width(at)) for at in every]
        now, natural = theme.current(), self.grid.names.natural_width()
        least = max(now.px(LEAST_NAME), min(now.px(MOST_NAME), self.width() * 2 // 5))
        spare = self.width() - sum(self._roomy)
        self.grid.names.setFixedWidth(min(natural, max(least, spare)))
        self._share_out()

    def _share_out(self) -> None:
        """All columns alike where that fits, else each as wide as it needs, with a little of what is left."""
        widths = self._roomy if sum(self._roomy) <= self._room() else self._needed
        even = max(widths, default=0)
        if even * len(widths) <= self._room():
            widths = [even] * len(widths)
        more = max(0, min((self._room() - sum(widths)) // max(1, len(widths)), theme.current().px(24)))
        for at, width in enumerate(widths):
            self.grid.heads.resizeSection(at, width + more)
        whole = self.grid.names.width() + self.grid.heads.length()
        # room at the right, not a most width: that is not asked when the height for a width is worked out
        spare = max(0, self.width() - max(whole, theme.current().px(LEAST_WORDS)))
        self._words.setContentsMargins(0, theme.current().gap(5), spare, 0)
        self.grid.heads.updateGeometry()
        self._set_height()

    def _widen(self, columns: range) -> None:
        """A figure that was typed never is cut: its column grows where it must."""
        before = list(self._needed)
        for at in columns:
            self._needed[at] = max(self._needed[at], self._column_width(at))
            self._roomy[at] = max(self._roomy[at], self._needed[at])
        if before != self._needed:
            self._share_out()
            self.foot.update()

    def _column_width(self, at: int) -> int:
        now, column = theme.current(), self.cells.columns()[at]
        texts = sorted({self.cells.text(row, at) for row in range(len(self.cells.rows()))}, key=len)[-8:]
        body, head, help_ = now.metrics("body", 600), now.metrics("small", 600), now.metrics("tiny")
        widths = [
            *map(body.horizontalAdvance, texts),
            *map(head.horizontalAdvance, wrapped(column.label, head, 0)),
            *map(help_.horizontalAdvance, wrapped(column.help, help_, 0)),
            self.foot.needed_width(at, column) if self._totals else 0,
        ]
        return max(now.px(LEAST_COLUMN), max(widths) + 2 * now.px(SIDE) + SLACK)

    def _help_width(self, at: int) -> int:
        """The width in which a column's help can be read whole, up to a limit."""
        now, words = theme.current(), self.cells.columns()[at].help
        tiny, widths = now.metrics("tiny"), range(now.px(LEAST_COLUMN), now.px(MOST_HELPED), now.px(8))
        found = next((width for width in widths if len(wrapped(words, tiny, width)) <= MOST_HELP), widths[-1])
        return found + 2 * now.px(SIDE)

    def _room(self) -> int:
        bar = self.grid.verticalScrollBar().sizeHint().width() if self._scrolls() else 0
        return self.width() - self.grid.names.width() - bar

    def _scrolls(self) -> bool:
        return self._wanted() > self._most()

    def _wanted(self) -> int:
        """The height in which every row is in sight."""
        rows = max(1, len(self.cells.rows())) * self.grid.names.defaultSectionSize()
        bar = self.grid.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        return self.grid.heads.sizeHint().height() + rows + bar

    def _is_wide(self) -> bool:
        return self.grid.heads.length() + self.grid.names.width() > self.width()

    def _most(self) -> int:
        """The most height the cells may have: all of them where they and their totals fit on the page the grid is on.

        Else they scroll, with room left for what stands over and under them.
        """
        area = _area_of(self)
        room = area.viewport().height() if area else self.screen().availableSize().height() * 2 // 3
        room -= self.foot.needed_height() if self._totals else 0
        if self._wanted() <= room:
            return room
        least = self.grid.heads.sizeHint().height() + LEAST_ROWS * self.grid.names.defaultSectionSize()
        return max(least, room - theme.current().px(4 * ROW))

    def _set_height(self) -> None:
        self.grid.setFixedHeight(min(self._wanted(), self._most()))
        self.foot.setFixedHeight(self.foot.needed_height())
        self.grid.place_corner()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        area = _area_of(self)
        if area is not None and area is not self._watched:
            self._watched = area
            area.viewport().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._set_height()
        return super().eventFilter(watched, event)


def _page_of(widget: QWidget) -> QWidget | None:
    """What scrolls in it."""
    area = _area_of(widget)
    return None if area is None else area.widget()


def _area_of(widget: QWidget) -> QScrollArea | None:
    """The page that a widget scrolls with."""
    up = widget.parentWidget()
    while up is not None and not isinstance(up, QScrollArea):
        up = up.parentWidget()
    return up
