"""A page that lists something in views with the chosen record beside the list; forms open in the record's place.

Every tab of this kind is the same to use: what differs is what is read, how a record is shown and what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from app.listing import cell_text
from app.years import SLASH, format_year
from ui.desk import Desk
from ui.documents import Documents, Drop, Owner
from ui.edits import NOT_THERE, Again, Spec, editor
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import Form, RecordForm
from ui.kit.parts import FactRows, FilterBar, Head
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.viewed import Ask, Viewed
from ui.kit.words import plain
from ui.output import Output

V = TypeVar("V", bound=Viewed)
S = TypeVar("S")


class ListedPage(QWidget, Generic[V, S]):
    """Reads when it is shown, writes one step at a time, and keeps what is typed until it is saved or given up.

    `V` is a view as it was read, `S` the chosen record. `tab` is what its forms and its remembered widths are known by.
    """

    said = Signal(str)
    under = False
    """Whether the record stands under the list however wide the window is: for a list that needs all of it."""
    shares = (796, 482)
    """How list and record share the width where they stand beside each other."""

    def __init__(
        self, desk: Desk, asker: Asker, year: int, *, tab: str, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._year, self._tab = desk, asker, year, tab
        self._key, self._asked, self._answered = key, 0, 0
        self._compare: list[int] | None = None
        self._view: V | None = None
        self._shown: S | None = None
        self._form: RecordForm | None = None
        self._about = ""
        self._stale, self._arranging = False, False
        self._wanted = ""
        self._reopen: Mapping[str, Any] = {}

    # what a page of its own says

    def ask_view(self) -> Ask:
        """What reads the view in force."""
        raise NotImplementedError

    def ask_record(self, row_id: str) -> Ask | None:
        """What reads a row's record; None where its line in the list is all there is."""
        raise NotImplementedError

    def fill_record(self, one: S) -> None:
        """Show a record that was read."""
        raise NotImplementedError

    def owner(self) -> Owner | None:
        """What files that are dropped on the record would belong to; None for nothing."""
        return None

    def nothing_chosen(self) -> str:
        """The words for a view without a chosen row."""
        return "Choose a line to read it here."

    def put_away(self) -> Sequence[str]:
        """The columns that are hidden at first on a small screen."""
        return ()

    def permit(self) -> None:
        """Offer what can be done in the view in force."""

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        """Open the form that was left at this place; False where what it was about is gone."""
        raise NotImplementedError

    def new(self) -> None:
        """Open the form of something new."""

    def after_save(self, spec: Spec, answer: Any) -> None:
        """What else follows from a form that was saved."""

    def on_viewed(self, asked: int) -> None:
        """What else follows from a view that was read."""

    # what the window says to the page

    def set_year(self, year: int) -> None:
        """Show another financial year (a start year)."""
        if year != self._year:
            self._year = year
            self._compare = None
            self.close_form()
            self.refresh()

    def refresh(self) -> None:
        """Read the list again; the chosen record follows it."""
        if not self.isVisible() and self._view is not None:
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        asked, ask = self._asked, self.ask_view()
        self._desk.read(lambda answer: self._on_view(asked, answer), ask.use_case, *ask.args, **ask.kwargs)

    def show_view(self, key: str) -> None:
        """Show one of the views."""
        self.bar.choose_view(key)
        self._on_view_chosen(key)

    def other_side(self) -> None:
        """Take the keyboard from the list to the record, or back."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.record.isAncestorOf(focused)
        (self.list if inside else self.record).setFocus(Qt.FocusReason.TabFocusReason)
        if not inside:
            self.record.focusNextChild()

    def take_keyboard(self) -> None:
        """Put the keyboard where this page begins."""
        self.list.setFocus()

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving; asks where something would."""
        return self._form is None or self._form.may_leave()

    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._form is not None

    def reopen(self, place: Mapping[str, Any]) -> None:
        """Go to where a form was opened, and open it again: what was typed into it comes back by itself."""
        if not self.may_leave():
            return
        self.close_form()
        self._reopen = place
        self._key, self._wanted = str(place.get("view", self._key)), str(place.get("row", ""))
        self._year = int(place.get("year", self._year))
        self.bar.choose_view(self._key)
        self.bar.box.clear()
        self.refresh()

    # building

    def build(self, view: ListView, bar: FilterBar, new_words: str) -> None:
        """Put the page together round its list and its filter bar."""
        self.head, self.bar, self.list = Head(), bar, view
        self.record = Record("Chosen record", columned=self.under)
        self.years_button = Button("Years", "columns-3")
        self.more_button = Button("More", "chevron-down")
        self.print_button, self.excel_button = Button("Print", "printer"), Button("Excel", "table")
        busy = Busy()
        self.output = Output(self._desk, self._asker, busy, self.said.emit, self)
        self.documents = Documents(self._desk, self._asker, busy, self.said.emit, self)
        Drop(self.record.viewport(), self.owner, self.documents.attach, self.said.emit)
        self.head.add_button(busy)
        for button in (self.years_button, self.more_button, self.print_button, self.excel_button):
            self.head.add_button(button)
            # at large text the sentence needs the room, and More offers the same
            button.setVisible(button is self.more_button or not theme.current().large)
        self.new_button = Button(new_words, "plus")
        self.place_new()
        pane = ListPane(self.bar, self.list)
        self.split = ListAndRecord(pane, self.record, f"{self._tab}/split", shares=self.shares, under=self.under)
        self.listed = QWidget()
        inner, column = QVBoxLayout(self.listed), QVBoxLayout(self)
        for one in (inner, column):
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.middle(), 1)
        column.addWidget(self.whole())
        self.bar.choose_view(self._key)
        state.remember(self.bar, f"{self._tab}/bar")
        self._wanted = str(state.kept(f"{self._tab}/record", ""))
        self._connect()

    def place_new(self) -> None:
        """Put the button for something new where it belongs."""
        self.bar.add(self.new_button)

    def middle(self) -> QWidget:
        """What stands under the head."""
        return self.split

    def whole(self) -> QWidget:
        """The page with its head, or what it stands in where something can take its place."""
        return self.listed

    def shortcuts(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """The keys of the page."""
        return (("Ctrl+N", self.new), ("Ctrl+P", self.print_list), ("Ctrl+E", self.export_list))

    def more_menu(self) -> QMenu:
        """What the More button offers."""
        raise NotImplementedError

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.layout_changed.connect(self._keep_layout)
        self.bar.viewed.connect(self._on_view_chosen)
        self.new_button.clicked.connect(self.new)
        self.print_button.clicked.connect(self.print_list)
        self.excel_button.clicked.connect(self.export_list)
        self.years_button.clicked.connect(lambda: pop(self.years_button, self.years_menu()))
        self.more_button.clicked.connect(lambda: pop(self.more_button, self.more_menu()))
        for keys, do in self.shortcuts():
            QShortcut(QKeySequence(keys), self.listed, do)  # not while something stands in its place

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # reading

    def _on_view(self, asked: int, answer: V) -> None:
        if asked != self._asked:
            return
        self._answered = asked
        first = self._view is None or self._view.key != answer.key
        self._arranging = True
        self._view, self._key = answer, answer.key
        self.show_view_read(answer)
        if first:
            self._restore_layout()
        self.permit()
        self._choose()
        self._arranging = False
        if self._form is None:
            self._read_record()
        self.on_viewed(asked)
        if self._reopen and not self._reopen.get("row"):
            self._open_again()
        elif self._reopen and self._reopen.get("row") != self.list.chosen_id():
            self._cannot_reopen()

    def show_view_read(self, answer: V) -> None:
        """Put a view on the screen: its sentence and its list."""
        self.bar.choose_view(answer.key)
        self.head.say([(run.text, run.bold) for run in answer.headline.runs], answer.headline.below)
        self.list.show_listing(answer.listing)
        self.split.share_out()

    def layout_key(self) -> str:
        """What the widths of the view in force are kept as."""
        return f"{self._tab}/list/{self._key}"

    def _restore_layout(self) -> None:
        """Each view has its own widths, sort and hidden columns; they are kept as they are changed."""
        kept = state.kept(self.layout_key())
        # on a small screen names matter more than columns that the record shows as well
        narrow = {"hidden": list(self.put_away())} if self.width() < ROOMY else {}
        self.list.restore_layout(kept if isinstance(kept, dict) else narrow)

    def _keep_layout(self) -> None:
        # only what a person arranged: loading another list moves columns about too
        if self._view is not None and not self._arranging:
            state.keep(self.layout_key(), self.list.save_layout())

    def _choose(self) -> None:
        wanted, self._wanted = self._wanted, ""
        known = {one.id for one in self._view.listing.lines} if self._view else set()
        if wanted in known and self._form is None:  # a form that was opened meanwhile stays open
            self.list.choose(wanted)
        elif self.list.chosen_id() not in known:
            self.list.choose_first()

    def _on_chosen(self, row_id: str) -> None:
        if self._form is not None:
            if row_id == self._about:
                return
            if not self.may_leave():
                # once Qt is done with choosing the other line
                QTimer.singleShot(0, self, lambda: self.list.choose(self._about))
                return
            self.close_form()
        state.keep(f"{self._tab}/record", row_id)
        if not self._arranging:
            self._read_record()

    def _read_record(self) -> None:
        row_id = self.list.chosen_id()
        ask = self.ask_record(row_id) if row_id and self._view is not None else None
        if ask is None:
            self._shown = None
            self.show_entry(row_id) if row_id and self._view is not None else self._show_nothing()
            return
        key = self._key

        def then(answer: S) -> None:
            if self._form is None and row_id == self.list.chosen_id() and key == self._key:
                self._shown = answer
                self._show_record()
                if self._reopen.get("row") == row_id:
                    self._open_again()

        self._desk.read(then, ask.use_case, *ask.args, **ask.kwargs)

    def _show_record(self) -> None:
        if self._shown is None:
            self._show_nothing()
            return
        scroll = self.record.verticalScrollBar().value()
        self.fill_record(self._shown)
        self.record.verticalScrollBar().setValue(scroll)

    def show_entry(self, row_id: str) -> None:
        """A row that has no record of its own: what its line says, read down."""
        assert self._view is not None
        one = next(line for line in self._view.listing.lines if line.id == row_id)
        columns = self._view.listing.columns
        facts = [(column.label, cell_text(cell, column)) for column, cell in zip(columns, one.cells, strict=True)]
        self.record.begin(*self.entry_title(row_id))
        self.record.add(FactRows([fact for fact in facts if fact[1]], label_width=80))

    def entry_title(self, row_id: str) -> tuple[str, str]:
        """What a row without a record of its own is called, and the line under that."""
        return row_id, ""

    def _show_nothing(self) -> None:
        self.record.begin("Nothing chosen")
        self.record.add(plain(self.nothing_chosen(), tone="second", wrap=True))

    def _on_view_chosen(self, key: str) -> None:
        if not self.may_leave():
            self.bar.choose_view(self._key)
            return
        self.close_form()
        self._key = key
        self.refresh()

    # forms

    def edit(self, spec: Spec, again: Again | None = None) -> None:
        """Put a form in the record's place."""
        self._form = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda answer: self._on_form_saved(spec, answer),
            left=self._leave_form,
            stale=self.refresh,
            again=again,
            year_style=self.year_style,
            form=self.make_form(spec),
        )
        self.place_form(spec, self._form)
        self._form.form.focus_first()
        self._about = self.list.chosen_id()

    def make_form(self, spec: Spec) -> Form | None:
        """A form with a layout of its own; None for the usual one."""
        return None

    def place_form(self, spec: Spec, form: RecordForm) -> None:
        """Show a form that was made."""
        self.record.begin(spec.title, spec.about)
        self.record.add(form)

    def close_form(self) -> None:
        """Take the form off the page, whatever is typed in it."""
        self._form = None

    @property
    def year_style(self) -> str:
        """How the office prints a financial year."""
        return self._view.year_style if self._view else SLASH

    def year_text(self, year: int | None = None) -> str:
        """A financial year (the one in force for None) as the office prints it."""
        return format_year(self._year if year is None else year, self.year_style)

    def _open_again(self) -> None:
        place, self._reopen = self._reopen, {}
        if not self.open_kept(place):
            self._cannot_reopen()

    def _cannot_reopen(self) -> None:
        self._reopen = {}
        self._asker.inform("Kept on this laptop", NOT_THERE)

    def _on_form_saved(self, spec: Spec, answer: Any) -> None:
        self.close_form()
        self.after_save(spec, answer)
        if self._answered == self._asked:  # else the list is already on its way, because something was saved
            self.refresh()
        self.list.setFocus()

    def _leave_form(self) -> None:
        self.close_form()
        self._read_record()
        self.list.setFocus()

    # years, print, Excel

    def years_menu(self) -> QMenu:
        """Which years stand beside the one in force."""
        menu = QMenu(self)
        if self._view is None:
            return menu
        beside = self._beside()
        for year in self._view.years:
            if year == self._year:
                continue
            action = QAction(f"Beside {self.year_text(year)}", menu)
            action.setCheckable(True)
            action.setChecked(year in beside)
            action.triggered.connect(lambda on, year=year: self._set_beside(year, on))
            menu.addAction(action)
        if menu.isEmpty():
            menu.addAction("There is no other year yet").setEnabled(False)
        return menu

    def add_years(self, menu: QMenu) -> None:
        """Put the menu of years into another one, for where its own button has no room."""
        beside = self.years_menu()
        beside.setTitle("Years side by side")
        menu.addMenu(beside)

    def _beside(self) -> list[int]:
        if self._view is None:
            return []
        keys = {column.key for column in self._view.listing.columns}
        return [year for year in self._view.years if f"y{year}" in keys and year != self._year]

    def _set_beside(self, year: int, on: bool) -> None:
        self._compare = sorted({*self._beside(), year} if on else {*self._beside()} - {year})
        self.refresh()

    def print_list(self) -> None:
        """Show the list on screen as a paper, to print or to keep as PDF."""
        if self._view is not None:
            self.output.print_list(self.list.shown())

    def export_list(self) -> None:
        """Write the list on screen to an Excel workbook, its totals as formulas."""
        if self._view is not None:
            self.output.export(self.list.shown())


ROOMY = 1500
"""From this width of the page, in px, no column needs to be put away."""


def pop(button: Button, menu: QMenu) -> None:
    """Show a menu under its button."""
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
