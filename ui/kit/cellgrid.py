"""The grid itself: what its keys do, typing into a cell, copying and pasting as a spreadsheet does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHeaderView, QLineEdit, QMenu, QTableView, QWidget

from app.cells import CellValue, spreadsheet_text
from app.errors import Refused
from ui.kit import theme
from ui.kit.celllooks import CellBrush, ColumnHead, Corner, NameHead
from ui.kit.cells import CellsModel, Place
from ui.kit.header import SIDE

Key, Held = Qt.Key, Qt.KeyboardModifier
Flag = QItemSelectionModel.SelectionFlag
Keys = QKeySequence.StandardKey
Block = tuple[int, int, int, int]
"""The first and last row, the first and last column."""
ENTER = (Key.Key_Return, Key.Key_Enter)
LEFT_AS_THEY_ARE = "Cells that cannot be typed into were left as they are."


class CellEditor(QLineEdit):
    """What is typed into a cell. Started by typing, the arrows leave it; started with F2, they move in the text."""

    finished = Signal(int, int)
    """How many rows and columns to go on by."""
    cancelled = Signal()
    tabbed = Signal(bool)
    left = Signal(bool)
    pasting = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.replaces = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrame(False)
        self.hide()

    def dress(self, *, words: bool) -> None:
        """Take the colours in force; words begin at the left, figures end at the right."""
        now = theme.current()
        self.setAlignment(Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight)
        self.setFont(now.font())
        side = now.px(SIDE) - 4
        self.setStyleSheet(
            f"QLineEdit, QLineEdit:focus {{ border: 2px solid {now.palette.accent}; border-radius: 0; min-height: 0;"
            f" padding: 0 {side}px 0 {side if words else 0}px; background: {now.palette.paper}; }}"
        )

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt calls it so
        self.tabbed.emit(next)
        return True

    def event(self, arg__1: QEvent) -> bool:
        # what is typed is undone here, and never a save of before
        is_key = isinstance(arg__1, QKeyEvent) and arg__1.type() == QEvent.Type.ShortcutOverride
        if is_key and _takes_back(cast(QKeyEvent, arg__1)):
            arg__1.accept()
            return True
        return super().event(arg__1)

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        key, back = arg__1.key(), bool(arg__1.modifiers() & Held.ShiftModifier)
        across = {Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
        down = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0)}
        if key in ENTER:
            self.finished.emit(-1 if back else 1, 0)
        elif arg__1.matches(Keys.Paste):
            self.pasting.emit()
        elif key == Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Key.Key_Tab, Key.Key_Backtab):  # with Ctrl, else it would be `focusNextPrevChild`
            self.left.emit(key == Key.Key_Tab)
        elif key == Key.Key_F2:
            self.replaces = False
        elif key in down:
            self.finished.emit(*down[Key(key)])
        elif key in across and self.replaces and not arg__1.modifiers() & ~Held.KeypadModifier:
            self.finished.emit(*across[Key(key)])
        else:
            super().keyPressEvent(arg__1)
        arg__1.accept()  # what it has no use for would go on to the grid, which hands it back

    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        stays = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if arg__1.reason() not in stays and self.isVisible():
            self.finished.emit(0, 0)


class CellGrid(QTableView):
    """The cells. One is where the keyboard is; the block around it is what is copied, pasted over, filled, emptied."""

    moved = Signal()
    told = Signal(str)
    """Why nothing was done, in a sentence; empty once something was."""

    def __init__(self, name: str, model: CellsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = model
        self._block: Block = (0, 0, 0, 0)
        self._reach: Place = (0, 0)
        self._tab_from: int | None = None
        self._before: str | None = None
        self.setModel(model)
        self.setAccessibleName(name)
        self.names = NameHead(model, self)
        self.heads = ColumnHead(model, lambda: self.currentIndex().column() if self.has_keyboard() else -1, self)
        self.brush = CellBrush(model, self, self)
        self.editor = CellEditor(self.viewport())
        self._corner = Corner(self, ruled=True)
        self.menu = QMenu(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setVerticalHeader(self.names)
        self.setHorizontalHeader(self.heads)
        self.setItemDelegate(self.brush)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(Corner(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setSelectionMode(QTableView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _connect(self) -> None:
        self.editor.textEdited.connect(self._on_typed)
        self.editor.finished.connect(self._on_finished)
        self.editor.cancelled.connect(self.give_up)
        self.editor.tabbed.connect(self._on_tabbed)
        self.editor.left.connect(self.leave)
        self.editor.pasting.connect(self._on_pasting)
        self.names.taken = self._take_row
        self.heads.taken = self._take_column
        self.cells.modelReset.connect(self._on_reset)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._place_editor())

    # where the keyboard is

    def at(self) -> Place:
        """The cell the keyboard is in."""
        index = self.currentIndex()
        return max(0, index.row()), max(0, index.column())

    def reached(self) -> QModelIndex:
        """The cell the block reaches to, which is the one the keyboard is in while it is alone."""
        top, bottom, left, right = self._block
        row, column = self._reach if (top, left) != (bottom, right) else self.at()
        return self.cells.index(row, column)

    def block(self) -> Block:
        """The chosen cells."""
        return self._block

    def chosen(self) -> list[Place]:
        """The chosen cells one by one, without the rows that have none."""
        top, bottom, left, right = self._block
        rows = [
            row for row in range(top, bottom + 1) if row < len(self.cells.rows()) and not self.cells.is_heading(row)
        ]
        return [(row, column) for row in rows for column in range(left, right + 1)]

    def is_at(self, row: int, column: int) -> bool:
        """Whether this is the cell the keyboard is in."""
        return self.at() == (row, column)

    def is_in_block(self, row: int, column: int) -> bool:
        """Whether a cell is one of several chosen."""
        top, bottom, left, right = self._block
        return (top, left) != (bottom, right) and top <= row <= bottom and left <= column <= right

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the grid or in the cell that is typed into."""
        return self.hasFocus() or self.editor.hasFocus()

    def go(self, row: int, column: int, *, extend: bool = False) -> None:
        """Go to a cell, or let the block reach to it; it comes into sight."""
        if not self._known(row, column):
            return
        self.finish()
        at = self.at()
        self._reach = (row, column)
        self.scrollTo(self.cells.index(row, column))
        self._choose(
            (row, row, column, column) if not extend else _between(at, self._reach), None if extend else (row, column)
        )

    def choose_all(self) -> None:
        """Choose every cell; the keyboard stays where it is."""
        self.finish()
        self._choose((0, len(self.cells.rows()) - 1, 0, len(self.cells.columns()) - 1))

    def _choose(self, block: Block, at: Place | None = None) -> None:
        before, self._block = self._block, block
        top, bottom, left, right = block
        if at is not None:
            self.selectionModel().setCurrentIndex(self.cells.index(*at), Flag.NoUpdate)
        chosen = QItemSelection(self.cells.index(top, left), self.cells.index(bottom, right))
        self.selectionModel().select(chosen, Flag.ClearAndSelect)
        self._repaint(before)
        self._repaint(block)
        self.moved.emit()

    def _repaint(self, block: Block) -> None:
        """Paint these cells again and the heads over them, and no others."""
        top, bottom, left, right = block
        first, last = (self.visualRect(self.cells.index(*one)) for one in ((top, left), (bottom, right)))
        self.viewport().update(first.united(last))
        self.heads.viewport().update(first.left(), 0, last.right() + 1 - first.left(), self.heads.height())

    def _known(self, row: int, column: int) -> bool:
        rows = self.cells.rows()
        return 0 <= row < len(rows) and 0 <= column < len(self.cells.columns()) and not rows[row].heading

    def _take_row(self, row: int, extend: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._known(row, 0):
            self.finish()
            top, bottom = sorted((self.at()[0], row)) if extend else (row, row)
            self._choose((top, bottom, 0, len(self.cells.columns()) - 1), None if extend else (row, 0))

    def _take_column(self, column: int, extend: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        first = self._next_row(-1, 1)
        if first is not None:
            self.finish()
            left, right = sorted((self.at()[1], column)) if extend else (column, column)
            self._choose((first, len(self.cells.rows()) - 1, left, right), None if extend else (first, column))

    def _on_reset(self) -> None:
        """Other values, perhaps other rows: what is being typed into a cell belongs to the old ones."""
        self._before = None
        self._put_editor_away()
        row, column = (
            min(self._reach[0], len(self.cells.rows()) - 1),
            min(self._reach[1], len(self.cells.columns()) - 1),
        )
        if not self._known(row, column):
            found = self._next_row(-1, 1)
            if found is None or not self.cells.columns():
                self._block = (0, 0, 0, 0)
                return
            row, column = found, max(0, column)
        self._reach = (row, column)
        self._choose((row, row, column, column), (row, column))

    # moving

    def _next_row(self, row: int, step: int) -> int | None:
        """The next row that has cells, None where there is none."""
        at = row + step
        while 0 <= at < len(self.cells.rows()):
            if not self.cells.is_heading(at):
                return at
            at += step
        return None

    def _step(self, rows: int, columns: int, start: Place) -> Place:
        """The cell so many rows and columns on, or as far as there are any."""
        row, column = start
        for _ in range(abs(rows)):
            found = self._next_row(row, 1 if rows > 0 else -1)
            row = row if found is None else found
        return row, min(max(column + columns, 0), len(self.cells.columns()) - 1)

    def _edge(self, rows: int, columns: int, start: Place) -> Place:
        return self._step(rows * len(self.cells.rows()), columns * len(self.cells.columns()), start)

    def _page(self) -> int:
        return max(1, self.viewport().height() // max(1, self.names.defaultSectionSize()) - 1)

    def _next_open(self, step: int, start: Place) -> Place | None:
        """The next cell by rows that can be typed into, within the block where several are chosen; None at its end."""
        top, bottom, left, right = self._block
        several = (top, left) != (bottom, right)
        places = self.chosen() if several else self._every()
        order = [place for place in places if self.cells.is_open(*place)]
        after = [place for place in order if place > start] if step > 0 else [place for place in order if place < start]
        if after:
            return after[0 if step > 0 else -1]
        return order[0 if step > 0 else -1] if several and order else None

    def _every(self) -> list[Place]:
        rows = [row for row in range(len(self.cells.rows())) if not self.cells.is_heading(row)]
        return [(row, column) for row in rows for column in range(len(self.cells.columns()))]

    def _go_within(self, place: Place) -> None:
        """Go on to a cell of the block, which stays, or to any where one cell is chosen."""
        top, bottom, left, right = self._block
        if (top, left) == (bottom, right):
            self.go(*place)
        else:
            self.scrollTo(self.cells.index(*place))
            self._choose(self._block, place)

    def _tab(self, forward: bool) -> bool:
        """Go on to the next cell that can be typed into; False at the end, where the keyboard leaves the grid."""
        found = self._next_open(1 if forward else -1, self.at())
        if found is None:
            return False
        start = self._tab_from if self._tab_from is not None else self.at()[1]
        self._go_within(found)
        self._tab_from = start
        return True

    def _enter(self, step: int) -> None:
        """Go down, or back up: below the cell from which Tab went on, as in a spreadsheet."""
        top, bottom, left, right = self._block
        if (top, left) != (bottom, right):
            order = sorted(self.chosen(), key=lambda place: (place[1], place[0]))
            self._go_within(order[(order.index(self.at()) + step) % len(order)] if self.at() in order else order[0])
            return
        row, column = self.at()
        self.go(*self._step(step, 0, (row, self._tab_from if self._tab_from is not None else column)))
        self._tab_from = None

    def leave(self, forward: bool) -> None:
        """Put the keyboard on what comes after the grid, or before it."""
        self.finish()
        super().focusNextPrevChild(forward)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt calls it so
        if self.hasFocus() and self.cells.columns() and self._tab(next):
            return True
        return super().focusNextPrevChild(next)

    # typing into a cell

    def is_typing(self) -> bool:
        """Whether a cell is being typed into."""
        return self._before is not None

    def begin(self, text: str | None = None) -> None:
        """Type into the cell: over what is in it where `text` is given, which is the first of it."""
        self.finish()
        row, column = self.at()
        if not self._known(row, column):
            return
        if not self.cells.is_open(row, column):
            self.told.emit(f"{self.cells.label(row, column)} cannot be typed into.")
            return
        self.told.emit("")
        self.scrollTo(self.cells.index(row, column))
        self._before = self.cells.text(row, column)
        self.editor.replaces = text is not None
        self.editor.dress(words=self.cells.columns()[column].kind == "text")
        self.editor.setAccessibleName(self.cells.label(row, column))
        self.editor.setAccessibleDescription(self.cells.why_wrong(row, column))
        self.editor.setText(self._to_change(row, column) if text is None else text)
        self._place_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if text is None:
            self.editor.end(False)
        else:
            self._on_typed(text)

    def _to_change(self, row: int, column: int) -> str:
        """What is in a cell as it is easiest changed: a figure without its commas, which would soon stand wrong."""
        text = self.cells.text(row, column)
        return text if isinstance(self.cells.value(row, column), Refused | str) else text.replace(",", "")

    def finish(self) -> None:
        """What is typed into a cell stands in it."""
        if self._before is not None:
            before, self._before = self._before, None
            text = self.editor.text()
            self._put_editor_away()
            self.cells.type_into(*self.at(), text)
            self.cells.settle(*self.at(), before)

    def give_up(self) -> None:
        """The cell is as it was before it was typed into."""
        if self._before is not None:
            before, self._before = self._before, None
            self._put_editor_away()
            self.cells.type_into(*self.at(), before)
            self.cells.settle(*self.at(), before)

    def _put_editor_away(self) -> None:
        if self.editor.hasFocus():  # or hiding it would send the keyboard on to the next box
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.hide()

    def _on_typed(self, text: str) -> None:
        if self._before is not None:
            self.cells.type_into(*self.at(), text)
            self._place_editor()

    def _on_finished(self, rows: int, columns: int) -> None:
        self.finish()
        if columns:
            self._tab_from = None
            self.go(*self._step(rows, columns, self.at()))
        elif rows:
            self._enter(rows)

    def _on_tabbed(self, forward: bool) -> None:
        self.finish()
        if not self._tab(forward):
            self.leave(forward)

    def _on_pasting(self) -> None:
        """What a spreadsheet copied of one cell goes into the text, a block of cells into the cells from here on."""
        rows = _on_clipboard()
        if len(rows) > 1 or any(len(row) > 1 for row in rows):
            self.give_up()
            self.paste()
        elif rows:
            self.editor.insert(rows[0][0])
            self._on_typed(self.editor.text())

    def _place_editor(self) -> None:
        """Over its cell, and over its neighbour to the left where the text needs more room."""
        if self._before is None:
            return
        now, cell = theme.current(), self.visualRect(self.currentIndex())
        needed = self.editor.fontMetrics().horizontalAdvance(self.editor.text()) + 2 * now.px(SIDE) + 6
        width = min(max(cell.width(), needed), max(cell.width(), self.viewport().width()))
        self.editor.setGeometry(QRect(max(0, cell.right() + 1 - width), cell.top(), width, cell.height()))

    # many cells at once

    def copy(self) -> None:
        """Put the chosen cells on the clipboard as a spreadsheet takes them in."""
        # loaded when first used: the exchange package is not needed to show a grid
        from app.exchange.clipboard import join

        self.finish()
        top, bottom, left, right = self._block
        rows = [[self._copied(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]
        QGuiApplication.clipboard().setText(join(rows))

    def _copied(self, row: int, column: int) -> str:
        if self.cells.is_heading(row):
            return ""
        text, value = self.cells.text(row, column), self.cells.value(row, column)
        if isinstance(value, Refused | str):
            from app.exchange.clipboard import guarded

            return guarded(text)
        return spreadsheet_text(self.cells.columns()[column].kind, value)

    def cut(self) -> None:
        """Copy the chosen cells and empty them."""
        self.copy()
        self.empty()

    def empty(self) -> None:
        """Empty the chosen cells; those that cannot be typed into stay."""
        self._put_where_open(dict.fromkeys(self.chosen(), ""))

    def fill_down(self) -> None:
        """Put the first row of the block into those below; one cell takes what is above it."""
        top, bottom, _, _ = self._block
        first = self._next_row(top - 1, 1)
        source = self._next_row(top, -1) if top == bottom else first
        if source is not None:
            places = [place for place in self.chosen() if place[0] != source]
            self._put_where_open({(row, column): self.cells.text(source, column) for row, column in places})

    def _put_where_open(self, texts: dict[Place, str]) -> None:
        may = {place: text for place, text in texts.items() if self.cells.is_open(*place)}
        self.cells.put(may)
        left = [place for place in texts if place not in may and self.cells.text(*place) != texts[place]]
        self.told.emit(LEFT_AS_THEY_ARE if left else "")

    def paste(self) -> None:
        """Put what is on the clipboard into the cells from the first chosen one on: all of it, or nothing and why."""
        self.finish()
        rows = _on_clipboard()
        texts = {} if (reason := self._why_no_room(rows)) else self._aimed(rows)
        reason = reason or self._why_not(texts)
        self.told.emit(reason)
        if not reason:
            self.cells.put({place: text for place, text in texts.items() if self.cells.is_open(*place)})
            self._show_changed([place for place in texts if self._known(*place)])

    def _aimed(self, rows: Sequence[Sequence[str]]) -> dict[Place, str]:
        """Where each cell of a block would go: once, or as often as it fits into the chosen cells."""
        top, bottom, left, right = self._block
        high, wide = len(rows), max(map(len, rows))
        down, across = (bottom - top + 1) // high or 1, (right - left + 1) // wide or 1
        if (bottom - top + 1) % high or (right - left + 1) % wide:
            down = across = 1
        passed = {row for row in range(high * down) if high == 1 < down and self.cells.is_heading(top + row)}
        return {
            (top + row, left + column): rows[row % high][column % wide] if column % wide < len(rows[row % high]) else ""
            for row in range(high * down)
            for column in range(wide * across)
            if row not in passed  # a row that fills a block goes round headings
        }

    def _why_no_room(self, rows: Sequence[Sequence[str]]) -> str:
        """Why a block cannot be pasted whatever it would fall on, in a sentence; empty where it can."""
        if not any(cell for row in rows for cell in row):
            return "There is nothing on the clipboard to paste."
        high, wide = len(rows), max(map(len, rows))
        top, _, left, _ = self._block
        down, across = len(self.cells.rows()) - top, len(self.cells.columns()) - left
        if high <= down and wide <= across:
            return ""
        return (
            f"Nothing was pasted: the block has {_count(high, 'row')} and {_count(wide, 'column')}, and from here "
            f"there is room for {_count(down, 'row')} and {_count(across, 'column')}."
        )

    def _why_not(self, texts: Mapping[Place, str]) -> str:
        """Why these texts cannot go into their cells, in a sentence; empty where they can."""
        for (row, column), text in texts.items():
            if self.cells.is_heading(row):
                if text:
                    name = self.cells.rows()[row].label
                    return f"Nothing was pasted: “{text}” would fall on the heading “{name}”, which has no cells."
            elif not self.cells.is_open(row, column) and not self._is_same(row, column, text):
                return f"Nothing was pasted: {self.cells.label(row, column)} cannot be typed into."
        return ""

    def _is_same(self, row: int, column: int, text: str) -> bool:
        return text in (self.cells.text(row, column), self._copied(row, column))

    def undo(self) -> None:
        """Take back the last change to cells, and choose them."""
        self.told.emit("")
        self._show_changed(self.cells.undo())

    def redo(self) -> None:
        """Make again what was last taken back, and choose it."""
        self.told.emit("")
        self._show_changed(self.cells.redo())

    def _show_changed(self, places: Sequence[Place]) -> None:
        if places:
            self._reach = places[0]
            self.scrollTo(self.cells.index(*places[0]))
            self._choose(_around(places), places[0])

    # keys and mouse

    def event(self, e: QEvent) -> bool:
        if e.type() == QEvent.Type.ShortcutOverride and isinstance(e, QKeyEvent) and self._own_keys(e) is not None:
            e.accept()  # these are the grid's while the keyboard is in it, whatever the window would do with them
            return True
        return super().event(e)

    def _own_keys(self, e: QKeyEvent) -> Callable[[], None] | None:
        """What a key with Ctrl does here; None where the grid has nothing to do with it."""
        if e.matches(Keys.Undo):
            return self.undo if self.cells.can_undo() else None
        if e.matches(Keys.Redo) or _is_with_ctrl(e, Key.Key_Y):
            return self.redo if self.cells.can_redo() else None
        for keys, do in (
            (Keys.Copy, self.copy),
            (Keys.Cut, self.cut),
            (Keys.Paste, self.paste),
            (Keys.SelectAll, self.choose_all),
        ):
            if e.matches(keys):
                return do
        if _is_with_ctrl(e, Key.Key_D):
            return self.fill_down
        return self.empty if e.key() == Key.Key_Delete and not e.modifiers() & ~Held.KeypadModifier else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.cells.columns() or not self.cells.rows():
            super().keyPressEvent(event)
            return
        if self.is_typing():
            QApplication.sendEvent(self.editor, event)
            return
        own = self._own_keys(event)
        if own is not None:
            own()
        elif event.key() in (Key.Key_Tab, Key.Key_Backtab):  # with Ctrl, else it would be `focusNextPrevChild`
            self.leave(event.key() == Key.Key_Tab)
        elif event.key() in ENTER and not event.modifiers() & ~(Held.KeypadModifier | Held.ShiftModifier):
            self._enter(-1 if event.modifiers() & Held.ShiftModifier else 1)
        elif target := self._target(event):
            self._tab_from = None
            self.go(*target, extend=bool(event.modifiers() & Held.ShiftModifier))
        elif event.key() == Key.Key_F2:
            self.begin()
        elif event.key() == Key.Key_Backspace:
            self.begin("")
        elif (text := _typed(event)) and self._known(*self.at()):
            self.begin(text)
        else:
            event.ignore()  # Esc leaves the form, and what is the window's is for the window

    def _target(self, event: QKeyEvent) -> Place | None:
        """Where a key that moves would go."""
        held = event.modifiers() & ~Held.KeypadModifier
        start = self._reach if held & Held.ShiftModifier else self.at()
        far = bool(held & Held.ControlModifier)
        if held & ~(Held.ShiftModifier | Held.ControlModifier):
            return None
        ways = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
        if event.key() in ways:
            way = ways[Key(event.key())]
            return self._edge(*way, start) if far else self._step(*way, start)
        if event.key() in (Key.Key_PageUp, Key.Key_PageDown):
            return self._step(self._page() * (1 if event.key() == Key.Key_PageDown else -1), 0, start)
        if event.key() == Key.Key_Home:
            return self._edge(-1, -1, (self._next_row(-1, 1) or 0, 0)) if far else (start[0], 0)
        if event.key() == Key.Key_End:
            return self._edge(1 if far else 0, 1, start)
        return None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A letter that an input method puts together starts in the cell too."""
        if not self.is_typing() and (event.commitString() or event.preeditString()):
            self.begin("")
        if self.is_typing():
            QApplication.sendEvent(self.editor, event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.finish()
        if not index.isValid() or self.cells.is_heading(index.row()):
            return
        self._tab_from = None
        if event.button() == Qt.MouseButton.LeftButton:
            self.go(index.row(), index.column(), extend=bool(event.modifiers() & Held.ShiftModifier))
        elif not self.is_in_block(index.row(), index.column()):
            self.go(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not self.is_typing():
            room = self.viewport().rect()
            place = event.position().toPoint()
            within = QPoint(
                min(max(place.x(), room.left()), room.right()), min(max(place.y(), room.top()), room.bottom())
            )
            index = self.indexAt(within)
            if index.isValid() and (index.row(), index.column()) != self._reach:
                self.go(index.row(), index.column(), extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is left to do: the press chose the cell."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.go(index.row(), index.column())
            self.begin()

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        self.finish()
        by_key = arg__1.reason() == QContextMenuEvent.Reason.Keyboard
        corner = self.visualRect(self.currentIndex()).bottomLeft() if by_key else arg__1.pos()
        self._fill_menu()
        self.menu.popup(self.viewport().mapToGlobal(corner))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for words, keys, do, may in (
            ("Cut", "Ctrl+X", self.cut, True),
            ("Copy", "Ctrl+C", self.copy, True),
            ("Paste", "Ctrl+V", self.paste, True),
            ("Fill down", "Ctrl+D", self.fill_down, True),
            ("Empty", "Del", self.empty, True),
            ("", "", None, True),
            ("Undo", "Ctrl+Z", self.undo, self.cells.can_undo()),
            ("Redo", "Ctrl+Y", self.redo, self.cells.can_redo()),
        ):
            if do is None:
                self.menu.addSeparator()
                continue
            action = self.menu.addAction(f"{words}\t{keys}")
            action.setEnabled(may)
            action.triggered.connect(do)

    # looks

    # Qt's own way would paint every cell again, each time one is begun and left

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._on_keyboard()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._on_keyboard()

    def _on_keyboard(self) -> None:
        """The frame shows only while the keyboard is here."""
        self._repaint(self._block)
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_corner()
        self._place_editor()

    def place_corner(self) -> None:
        """Keep the place over the names covered."""
        self._corner.setGeometry(0, 0, self.names.width(), self.heads.height())
        self._corner.raise_()

    def cut_figures(self) -> list[str]:
        """Texts that are cut in their cells, and heads that are cut in their columns."""
        cut = [self.cells.label(*one) for one in self._every() if self.brush.is_cut(self, self.cells.index(*one))]
        heads = [one.label for at, one in enumerate(self.cells.columns()) if self.heads.is_cut(at)]
        return [f"{name} is cut" for name in [*cut, *heads]]


def values_in(grid: CellGrid) -> list[CellValue | Refused | None]:
    """What the chosen cells hold."""
    return [grid.cells.value(*place) for place in grid.chosen()]


def _on_clipboard() -> list[list[str]]:
    """The cells on the clipboard, each on one line."""
    from app.exchange.clipboard import from_tsv

    return [[" ".join(cell.split()) for cell in row] for row in from_tsv(QGuiApplication.clipboard().text())]


def _takes_back(event: QKeyEvent) -> bool:
    """Whether a key undoes or does again."""
    return bool(event.modifiers() & Held.ControlModifier) and event.key() in (Key.Key_Y, Key.Key_Z)


def _is_with_ctrl(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.modifiers() == Held.ControlModifier and event.key() == key


def _typed(event: QKeyEvent) -> str:
    """The text a key types; nothing for a shortcut. AltGr is Ctrl with Alt on Windows."""
    held = event.modifiers() & (Held.ControlModifier | Held.AltModifier | Held.MetaModifier)
    types = not held or held == Held.ControlModifier | Held.AltModifier
    return event.text() if types and event.text().isprintable() else ""


def _between(one: Place, other: Place) -> Block:
    (top, bottom), (left, right) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return top, bottom, left, right


def _around(places: Iterable[Place]) -> Block:
    rows, columns = zip(*places, strict=True)
    return min(rows), max(rows), min(columns), max(columns)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
