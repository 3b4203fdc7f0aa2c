"""The one list of the whole desk: found as you type, sorted by value, totalled, copied, and read aloud."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.listing import Listing
from ui.kit import theme
from ui.kit.columns import Columns
from ui.kit.delegate import Brush, Manner
from ui.kit.drawn import CellPainter
from ui.kit.grid import Grid
from ui.kit.header import Foot, Head
from ui.kit.listmenu import ListMenu
from ui.kit.model import ListModel
from ui.kit.rows import Prepared, narrowed
from ui.kit.strips import strip_painters
from ui.kit.words import plain

Flag = QItemSelectionModel.SelectionFlag
ROW = 24
MOST_TALL_GROUPS = 300


class ListView(QWidget):
    """A list with its head, its totals and its note. Lines are known by id, never by row."""

    chosen = Signal(str)
    opened = Signal(str)
    arranged = Signal()
    layout_changed = Signal()

    def __init__(
        self,
        name: str,
        *,
        empty: str = "Nothing here yet.",
        row: int = ROW,
        answer: str = "",
        quiet: Collection[str] = (),
        tones: Mapping[str, str] | None = None,
        painters: Mapping[str, CellPainter] | None = None,
        total: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._painters = painters or {}
        self.manner = Manner(answer, quiet, (), tones or {}, dict(painters or {}))
        self.model = ListModel(self)
        self.model.drawings = self.manner.painters
        self.grid = Grid(name, self.model, self)
        self.head = Head(self.model, self.grid)
        self.foot = Foot(self.head, self.model, self)
        self._brush = Brush(self.model, self.manner, self.grid)
        self._empty_words, self._total, self._row = empty, total, row
        self._filter, self._chosen, self._quiet = "", "", False
        self._sort_key = ""
        self._tall: list[int] = []
        self._build()
        self.columns = Columns(self.grid, self.head, self.model, self.manner)
        self.menu = ListMenu(self)
        self._connect()

    # what a page says to its list

    def show_listing(self, listing: Listing) -> None:
        """Show this list. The chosen line, the filter, the sort and the scroll stay as they were."""
        old_row = self.model.row_of(self._chosen)
        prepared = Prepared(listing)
        self.manner.painters = self.model.drawings = {**self._painters, **strip_painters(listing)}
        self._sort_prepared(prepared)
        self._load(prepared, keep_scroll=True)
        self.columns.measure()
        self._place()
        if self._chosen and self._chosen not in prepared.place_of:
            self._choose_near(old_row)

    def set_filter(self, text: str) -> None:
        """Show only the lines that hold every word of `text`."""
        if text != self._filter:
            self._filter = text
            self._load(self.model.prepared)
            self._place()

    def filter_text(self) -> str:
        """What the list is filtered by."""
        return self._filter

    def choose(self, line_id: str) -> None:
        """Choose a line and bring it into sight; announces it where it was not the chosen one."""
        row = self.model.row_of(line_id)
        if row < 0:
            self._announce(line_id if line_id in self.model.prepared.place_of else "")
            return
        index = self.model.index(row, 0)
        self.grid.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)
        self.grid.scrollTo(index)

    def choose_first(self) -> None:
        """Choose the first line shown."""
        if self.model.arranged.places:
            self.choose(self.shown_ids()[0])

    def chosen_id(self) -> str:
        """The chosen line's id, empty where there is none. It stays chosen while a filter hides it."""
        return self._chosen

    def chosen_ids(self) -> list[str]:
        """Every chosen line, in the order shown."""
        # by ranges: Qt's selectedRows takes over a second when twenty thousand lines are chosen
        chosen = self.grid.selectionModel().selection()
        ranges = [chosen.at(at) for at in range(chosen.size())]
        rows = sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
        return [one for row in rows if (one := self.model.id_at(row))]

    def shown_ids(self) -> list[str]:
        """The ids on the screen, in order."""
        ids = self.model.prepared.ids
        return [ids[place] for place in self.model.arranged.places]

    def shown(self) -> Listing:
        """What is on the screen: these lines in this order, the columns of text that are not put away.

        A column that is drawn has nothing to copy or to print, unless its cells are words.
        """
        painters = self.manner.painters
        keys = [key for key in self.columns.shown_keys() if key not in painters or painters[key].copied]
        return narrowed(self.model.prepared.listing, self.shown_ids(), keys)

    def sort_by(self, key: str, reverse: bool = False) -> None:
        """Order by a column within the groups; an empty key is the list's own order."""
        self._sort_key, self.model.reverse = key, reverse and bool(key)
        self._sort_prepared(self.model.prepared)
        self._load(self.model.prepared)
        self.head.viewport().update()
        self.layout_changed.emit()

    def sorted_by(self) -> tuple[str, bool]:
        """The column in force, and whether it runs downwards."""
        return self._sort_key, self.model.reverse

    def set_note(self, text: str) -> None:
        """A sentence under the totals, as “* Has a note.”"""
        self._note.setText(text)
        self._place()

    def set_answer(self, key: str) -> None:
        """Set this column in bold: the one that answers the question of the list."""
        self.manner.answer = key

    def set_empty(self, words: str) -> None:
        """What stands in the place of lines where there are none."""
        self._empty_words = words

    def set_strong(self, ids: Collection[str]) -> None:
        """Print these lines as totals."""
        self.manner.strong = frozenset(ids)
        self.grid.viewport().update()

    def set_faint(self, faint: bool) -> None:
        """Paint everything faintly, as what is no longer so."""
        self._brush.faint = self.foot.faint = faint
        self.grid.viewport().update()
        self.foot.update()

    def copy(self) -> None:
        """Put the chosen lines (or all shown, where none is chosen) on the clipboard, with heads, for Excel."""
        # loaded when first used: the exchange package is not needed to show a list
        from app.exchange.clipboard import to_tsv

        listing = self.shown()
        QGuiApplication.clipboard().setText(to_tsv(listing, self.chosen_ids() or self.shown_ids()))

    def natural_width(self) -> int:
        """The width at which nothing in the list is cut and its columns stand well apart."""
        return self.columns.natural_width() + theme.current().px(16 * self.model.columnCount())

    def save_layout(self) -> dict[str, Any]:
        """Widths, hidden columns and sort, for next time."""
        return {**self.columns.state(), "sort": self._sort_key, "reverse": self.model.reverse}

    def restore_layout(self, state: Mapping[str, Any]) -> None:
        """Take up what was kept."""
        self.columns.restore(dict(state))
        kept = str(state.get("sort", "")), bool(state.get("reverse"))
        if kept != self.sorted_by():
            self.sort_by(*kept)
        self.foot.refresh()
        self._place()  # with columns put away it may need no bar to scroll sideways

    # how it is put together

    def _build(self) -> None:
        self.grid.setHorizontalHeader(self.head)
        self.grid.setItemDelegate(self._brush)
        self.grid.verticalHeader().setDefaultSectionSize(theme.current().px(self._row))
        self._note = plain("", "small", tone="second", wrap=True)
        self._note.setParent(self)
        self._nothing = plain("", tone="second", wrap=True)
        self._nothing.setParent(self)
        self.setFocusProxy(self.grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _connect(self) -> None:
        self.head.sectionClicked.connect(self._on_head)
        self.head.customContextMenuRequested.connect(self._on_head_menu)
        self.grid.selectionModel().currentRowChanged.connect(self._on_current)
        self.grid.entered_line.connect(self._on_entered)
        self.grid.keyed.connect(self._on_keyed)
        self.grid.resized.connect(self.columns.fit)
        self.grid.copying.connect(self.copy)
        self.grid.menu_asked.connect(self.open_menu)
        self.grid.horizontalScrollBar().valueChanged.connect(self.foot.update)
        self.columns.changed.connect(self._on_layout)

    def _sort_prepared(self, prepared: Prepared) -> None:
        keys = [column.key for column in prepared.columns]
        at = keys.index(self._sort_key) if self._sort_key in keys else None
        prepared.sort(at, self.model.reverse)
        self.model.sorted_by = at

    def _load(self, prepared: Prepared, keep_scroll: bool = False) -> None:
        """Arrange and show again, with the same lines chosen."""
        several, scroll = self.chosen_ids(), self.grid.verticalScrollBar().value()
        self._quiet = True
        self._untall()
        self.model.load(prepared, prepared.arrange(self._filter))
        self._make_groups_tall()
        self._restore_choice(several)
        self._quiet = False
        self.grid.updateGeometries()
        if keep_scroll:
            self.grid.verticalScrollBar().setValue(scroll)
        else:
            self._scroll_to_chosen()
        self.foot.refresh()
        self.arranged.emit()

    def _untall(self) -> None:
        usual = theme.current().px(self._row)
        for row in self._tall:
            self.grid.verticalHeader().resizeSection(row, usual)
        self._tall = []

    def _make_groups_tall(self) -> None:
        rows = self.model.group_rows() if self.model.arranged.groups else []
        if len(rows) <= MOST_TALL_GROUPS:
            self._tall = rows
            for row in rows:
                self.grid.verticalHeader().resizeSection(row, theme.current().px(max(26, self._row)))

    def _restore_choice(self, several: Iterable[str]) -> None:
        row = self.model.row_of(self._chosen) if self._chosen else -1
        selection, last = QItemSelection(), self.model.columnCount() - 1
        for first, final in _ranges([self.model.row_of(one) for one in several]):
            selection.select(self.model.index(first, 0), self.model.index(final, last))
        if row >= 0:
            self.grid.selectionModel().setCurrentIndex(self.model.index(row, 0), Flag.ClearAndSelect | Flag.Rows)
        self.grid.selectionModel().select(selection, Flag.Select | Flag.Rows)

    def _scroll_to_chosen(self) -> None:
        row = self.model.row_of(self._chosen) if self._chosen else -1
        if row < 0:
            self.grid.scrollToTop()
        else:
            self.grid.scrollTo(self.model.index(row, 0))

    def _choose_near(self, row: int) -> None:
        """The chosen line has gone: the one that took its place is chosen."""
        self._chosen = ""
        near = self.model.nearest_line(row)
        if near >= 0:
            self.choose(self.model.id_at(near))
        else:
            self.chosen.emit("")

    def _announce(self, line_id: str) -> None:
        if line_id != self._chosen:
            self._chosen = line_id
            self.chosen.emit(line_id)

    def _on_current(self) -> None:
        row = self.grid.currentIndex().row()
        if not self._quiet and row >= 0 and (line_id := self.model.id_at(row)):
            self._announce(line_id)

    def _on_entered(self, row: int) -> None:
        if line_id := self.model.id_at(row):
            self._announce(line_id)
            self.opened.emit(line_id)

    def _on_keyed(self, keyboard: bool) -> None:
        if self._brush.by_keyboard != keyboard:
            self._brush.by_keyboard = keyboard
            self.grid.viewport().update()

    def _on_head(self, at: int) -> None:
        """First click sorts, the second reverses, the third gives the list's own order back."""
        key = self.model.prepared.columns[at].key
        if key in self.manner.painters:
            return  # what is drawn has no order
        if key != self._sort_key:
            self.sort_by(key)
        elif not self.model.reverse:
            self.sort_by(key, True)
        else:
            self.sort_by("")

    def _on_head_menu(self, place: QPoint) -> None:
        self.open_menu(self.head.viewport().mapToGlobal(place))

    def open_menu(self, place: QPoint) -> None:
        """Sort, columns and copy, from the mouse and from the menu key alike."""
        self.menu.fill()
        self.menu.popup(place)

    def _on_layout(self) -> None:
        self.foot.refresh()
        self._place()
        self.layout_changed.emit()

    # where things stand: the totals follow the last line, and stay at the bottom of a long list

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(400), self.content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(28 + 2 * self._row + 28))

    def content_height(self) -> int:
        """The height at which nothing needs scrolling."""
        foot = self.foot.height() if self._has_total() else 0
        return self._grid_height() + foot + self._note_height()

    def _grid_height(self) -> int:
        rows = self.grid.verticalHeader().length() if self.model.rowCount() else self._nothing_height()
        bar = self.grid.horizontalScrollBar()
        sideways = bar.sizeHint().height() if self.head.length() > self.width() > 0 else 0
        return self.head.sizeHint().height() + rows + sideways

    def _note_height(self) -> int:
        if not self._note.text():
            return 0
        return self._note.heightForWidth(max(1, self.width())) + theme.current().gap(10)

    def _nothing_height(self) -> int:
        return theme.current().px(64)

    def _has_total(self) -> bool:
        return self._total and self.model.rowCount() > 0

    def _place(self) -> None:
        width, note = self.width(), self._note_height()
        foot = self.foot.height() if self._has_total() else 0
        height = min(self._grid_height(), max(self.height() - foot - note, theme.current().px(60)))
        self.grid.setGeometry(0, 0, width, height)
        self.foot.setGeometry(0, height, width, foot)
        self.foot.setVisible(foot > 0)
        self._note.setGeometry(0, height + foot + theme.current().gap(8), width, max(0, note - theme.current().gap(8)))
        self._note.setVisible(note > 0)
        self._place_nothing()
        self.updateGeometry()

    def _place_nothing(self) -> None:
        self._nothing.setVisible(self.model.rowCount() == 0)
        looked_for = self._filter.strip() and self.model.prepared.ids
        self._nothing.setText(f"No line has “{self._filter.strip()}”." if looked_for else self._empty_words)
        top = self.head.sizeHint().height()
        self._nothing.setGeometry(0, top + theme.current().gap(10), self.width(), self._nothing_height())
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.raise_()


def _ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring rows, so that choosing twenty thousand lines is one step."""
    runs: list[tuple[int, int]] = []
    for row in sorted(row for row in rows if row >= 0):
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
