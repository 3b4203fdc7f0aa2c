"""The Funds page: the question in figures, the list in its views, the chosen record, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from app.funds import commitments, funds, income, lines, stated
from app.funds.lists import HISTORY_PAGE, history_list
from app.funds.record import Choices
from app.funds.record import choices as offered
from app.funds.views import OF_LINES, VIEWS, Shown, View, shown, view
from app.listing import Listing, cell_text
from app.years import format_year
from ui.desk import Desk
from ui.edits import NOT_THERE, Again, Spec, editor
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.parts import FactRows, FilterBar, Head
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.words import plain
from ui.output import Output
from ui.tabs.funds import forms, line, others, specs
from ui.tabs.funds.documents import ACTIONS, Documents, Drop

if TYPE_CHECKING:
    from app.funds.importing import Pasted

TONES = {
    **line.TONES,
    "Restricted": "warn",
    "Unrestricted": "mute",
    "Differs": "bad",
    "Agrees": "ok",
    "Cannot be compared": "mute",
}


ROOMY = 1500
PUT_AWAY = {
    "agreements": ["paid", "reference"],
    "funds": ["moved", "committed", "paid"],
    "stated": ["place", "reason"],
    "income": ["condition"],
}


class FundsPage(QWidget):
    """Reads when it is shown, writes one step at a time, and keeps what is typed until it is saved or given up."""

    year_started = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._year = desk, asker, year
        self._key, self._asked, self._answered = "priority", 0, 0
        self._compare: list[int] | None = None
        self._view: View | None = None
        self._shown: Shown | None = None
        self._form: RecordForm | None = None
        self._about = ""
        self._stale, self._arranging = False, False
        self._wanted = ""
        self._reopen: Mapping[str, Any] = {}
        self._build()
        self._connect()
        self.refresh()

    # what the window says to the page

    def set_year(self, year: int) -> None:
        """Show another financial year (a start year)."""
        if year != self._year:
            self._year = year
            self._compare = None
            self._form = None
            self.refresh()

    def refresh(self) -> None:
        """Read the list again; the chosen record follows it."""
        if not self.isVisible() and self._view is not None:
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        asked = self._asked
        self._desk.read(
            lambda answer: self._on_view(asked, answer), view, self._key, year=self._year, compare=self._compare
        )

    def go_to(self, line_id: str, year: int | None) -> None:
        """Show this line, whatever is filtered."""
        self._wanted, self._form = line_id, None
        if year is not None:
            self._year = year
        if self._key not in OF_LINES or self._key == "archived":
            self._key = "priority"
            self.bar.choose_view(self._key)
        self.bar.box.clear()
        self.refresh()

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

    # building

    def _build(self) -> None:
        self.head, self.bar = Head(), FilterBar("Filter lines", VIEWS)
        self.list = ListView("Budget lines", answer="left", quiet=("committed", "paid"), tones=TONES)
        self.record = Record("Chosen record")
        self.years_button = Button("Years", "columns-3")
        self.more_button = Button("More", "chevron-down")
        self.print_button, self.excel_button = Button("Print", "printer"), Button("Excel", "table")
        busy = Busy()
        self.output = Output(self._desk, self._asker, busy, self.said.emit, self)
        self.documents = Documents(self._desk, self._asker, busy, self.said.emit, self)
        Drop(self.record.viewport(), self._line_to_drop_on, self.documents.attach, self.said.emit)
        self.head.add_button(busy)
        for button in (self.years_button, self.more_button, self.print_button, self.excel_button):
            self.head.add_button(button)
            # at large text the sentence needs the room, and More offers the same
            button.setVisible(button is self.more_button or not theme.current().large)
        self.new_button = Button("New line", "plus")
        self.bar.add(self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.split = ListAndRecord(ListPane(self.bar, self.list), self.record, "funds/split")
        column.addWidget(self.split, 1)
        self.bar.choose_view(self._key)
        state.remember(self.bar, "funds/bar")
        self._key = str(self.bar.view.currentData())
        self._wanted = str(state.kept("funds/record", ""))

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.layout_changed.connect(self._keep_layout)
        self.bar.viewed.connect(self._on_view_chosen)
        self.new_button.clicked.connect(self._new)
        self.print_button.clicked.connect(self.print_list)
        self.excel_button.clicked.connect(self.export_list)
        self.years_button.clicked.connect(lambda: self._pop(self.years_button, self._years_menu()))
        self.more_button.clicked.connect(lambda: self._pop(self.more_button, self._more_menu()))
        QShortcut(QKeySequence("Ctrl+N"), self, self._new)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_list)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export_list)
        QShortcut(QKeySequence("Ctrl+Shift+V"), self, self.paste_lines)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # reading

    def _on_view(self, asked: int, answer: View) -> None:
        if asked != self._asked:
            return
        self._answered = asked
        first = self._view is None or self._view.key != answer.key
        self._arranging = True
        self._view, self._key = answer, answer.key
        self.bar.choose_view(answer.key)
        self.head.say([(run.text, run.bold) for run in answer.headline.runs], answer.headline.below)
        self.list.show_listing(answer.listing)
        self.split.share_out()
        self.list.set_note(
            "* Has a note, shown in the record and printed under the table."
            if answer.listing.notes and not theme.current().large
            else ""
        )
        if first:
            self._restore_layout()
        self._permit()
        self._choose()
        self._arranging = False
        if self._form is None:
            self._read_record()
        if answer.key == "history":
            self._read_older(asked, answer.listing)
        if self._reopen.get("action") == "new":
            self._open_again()
        elif self._reopen and self._reopen.get("row") != self.list.chosen_id():
            self._cannot_reopen()

    def _read_older(self, asked: int, held: Listing) -> None:
        """Go on reading the history behind what is shown; it is shown again whenever it has doubled, and at its end."""
        if len(held.lines) < HISTORY_PAGE:
            return

        def then(older: Listing) -> None:
            nonlocal held
            if asked != self._asked or self._view is None:
                return
            held = replace(held, lines=(*held.lines, *older.lines))
            ended = len(older.lines) < HISTORY_PAGE
            if ended or len(held.lines) >= 2 * len(self._view.listing.lines):
                self._view = replace(self._view, listing=held)
                self.list.show_listing(held)
            if not ended:
                read()

        def read() -> None:
            self._desk.read(then, history_list, before=int(held.lines[-1].id))

        read()

    def _restore_layout(self) -> None:
        """Each view has its own widths, sort and hidden columns; they are kept as they are changed."""
        kept = state.kept(f"funds/list/{self._key}")
        # on a small screen names matter more than two columns that the record's bar shows as well
        narrow = {"hidden": PUT_AWAY.get(self._key, ["committed", "paid"])} if self.width() < ROOMY else {}
        self.list.restore_layout(kept if isinstance(kept, dict) else narrow)

    def _keep_layout(self) -> None:
        # only what a person arranged: loading another list moves columns about too
        if self._view is not None and not self._arranging:
            state.keep(f"funds/list/{self._key}", self.list.save_layout())

    def _choose(self) -> None:
        wanted, self._wanted = self._wanted, ""
        known = {one.id for one in self._view.listing.lines} if self._view else set()
        if wanted in known:
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
            self._form = None
        state.keep("funds/record", row_id)
        if not self._arranging:
            self._read_record()

    def _read_record(self) -> None:
        row_id = self.list.chosen_id()
        if not row_id or self._view is None or self._key == "history":
            self._shown = None
            self._show_entry(row_id) if row_id and self._view is not None else self._show_nothing()
            return
        key = self._key

        def then(answer: Shown) -> None:
            if self._form is None and row_id == self.list.chosen_id() and key == self._key:
                self._shown = answer
                self._show_record()
                if self._reopen.get("row") == row_id:
                    self._open_again()

        self._desk.read(then, shown, key, row_id, year=self._year)

    def _show_record(self) -> None:
        if self._shown is None:
            self._show_nothing()
            return
        one, style, can_save = self._shown, self._shown.year_style, not self._desk.read_only
        scroll = self.record.verticalScrollBar().value()
        if one.line is not None:
            line.show_line(self.record, one.line, self._do, can_save=can_save)
        elif one.income is not None:
            others.show_income(self.record, one.income, self._do, style=style, can_save=can_save)
        elif one.commitment is not None:
            others.show_commitment(self.record, one.commitment, self._do, can_save=can_save)
        elif one.fund is not None and one.fund_figures is not None:
            year_text = format_year(self._year, style)
            others.show_fund(self.record, one.fund, one.fund_figures, self._do, year_text=year_text, can_save=can_save)
        elif one.stated is not None:
            others.show_stated(self.record, one.stated, self._do, style=style, can_save=can_save)
        self.record.verticalScrollBar().setValue(scroll)

    def _show_entry(self, row_id: str) -> None:
        assert self._view is not None
        one = next(line for line in self._view.listing.lines if line.id == row_id)
        columns = self._view.listing.columns
        facts = [(column.label, cell_text(cell, column)) for column, cell in zip(columns, one.cells, strict=True)]
        self.record.begin(f"Step {row_id}", "Every change to this office file, by whom and why")
        self.record.add(FactRows([fact for fact in facts if fact[1]], label_width=80))

    def _show_nothing(self) -> None:
        words = {"archived": "Nothing is deleted for good: what is archived waits here."}
        self.record.begin("Nothing chosen")
        self.record.add(plain(words.get(self._key, "Choose a line to read it here."), tone="second", wrap=True))

    def _on_view_chosen(self, key: str) -> None:
        if not self.may_leave():
            self.bar.choose_view(self._key)
            return
        self._form = None
        self._key = key
        self.refresh()

    def _permit(self) -> None:
        words = {"income": "New income", "funds": "New fund"}.get(self._key, "New line")
        self.new_button.setText(words)
        self.new_button.updateGeometry()
        self.new_button.setVisible(self._key in (*OF_LINES, "income", "funds") and self._key != "archived")
        if self._desk.read_only:
            self.new_button.forbid("This file is read-only for you.", words)

    # doing

    def _do(self, action: str, subject: Any) -> None:
        """Open the form an action needs, or take the step it is."""
        if self._shown is None:
            return
        if action in ACTIONS:
            self.documents.do(action, subject)
            return
        if not forms.has_form(action):
            self._archive(action, subject)
            return
        where = (self._key, self.list.chosen_id(), self._year, action, subject)
        spec = forms.spec_of(action, subject, self._shown, self._year)
        self.edit(forms.placed(spec, *where), forms.again(*where))

    def _archive(self, action: str, subject: Any) -> None:
        if action == "archive":
            back = subject.line.archived
            name = "Bring back a budget line" if back else "Archive a budget line"
            self._desk.write(name, lines.archive, subject.line.id, version=subject.line.version, back=back)
        elif action == "archive fund":
            name = "Bring back a fund" if subject.archived else "Archive a fund"
            self._desk.write(name, funds.archive, subject.id, back=subject.archived)
        elif action == "withdraw":
            self._desk.write("Withdraw an agreement", commitments.withdraw, subject.id, version=subject.version)
        elif action == "archive income":
            self._desk.write("Archive an income", income.archive, subject.id, version=subject.version)
        elif action == "archive stated":
            self._desk.write("Archive a stated figure", stated.archive, subject.id, version=subject.version)

    def _line_to_drop_on(self) -> tuple[str, str]:
        """The line whose record is shown, where something may be attached to it now."""
        shown = self._shown.line if self._shown and self._form is None and not self._desk.read_only else None
        return (shown.line.id, shown.line.name) if shown is not None else ("", "")

    def _new(self) -> None:
        if self._desk.read_only or self._view is None or not self.may_leave():
            return
        self._form = None

        def then(choices: Choices) -> None:
            if self._key == "funds":
                spec = specs.new_fund(choices, self._year)
            elif self._key == "income":
                spec = specs.new_income(None, choices, self._year)
            else:
                spec = specs.new_line(choices, self._year)
            where = {"tab": forms.TAB, "view": self._key, "row": "", "year": self._year, "action": "new"}
            self.edit(replace(spec, place=where))

        self._desk.read(then, offered, year=self._year)

    def reopen(self, place: Mapping[str, Any]) -> None:
        """Go to where a form was opened, and open it again: what was typed into it comes back by itself."""
        if not self.may_leave():
            return
        self._form, self._reopen = None, place
        self._key, self._wanted = str(place.get("view", self._key)), str(place.get("row", ""))
        self._year = int(place.get("year", self._year))
        self.bar.choose_view(self._key)
        self.bar.box.clear()
        self.refresh()

    def _open_again(self) -> None:
        place, self._reopen = self._reopen, {}
        action = str(place.get("action", ""))
        if action == "new":
            self._new()
        elif self._shown is not None and forms.has_form(action):
            subject = forms.subject_in(self._shown, action, str(place.get("subject", "")))
            if subject is not None:
                self._do(action, subject)
            else:
                self._cannot_reopen()

    def _cannot_reopen(self) -> None:
        self._reopen = {}
        self._asker.inform("Kept on this laptop", NOT_THERE)

    def edit(self, spec: Spec, again: Again | None = None) -> None:
        """Put a form in the record's place."""
        style = self._view.year_style if self._view else "2018/19"
        self._form = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda answer: self._on_form_saved(spec, answer),
            left=self._leave_form,
            stale=self.refresh,
            again=again,
            year_style=style,
        )
        self.record.begin(spec.title, spec.about)
        self.record.add(self._form)
        self._form.form.focus_first()
        self._about = self.list.chosen_id()

    def _on_form_saved(self, spec: Spec, answer: Any) -> None:
        self._form = None
        if spec.use_case is lines.add and isinstance(answer, str):
            self._wanted = answer
        if spec.use_case is lines.start_year:
            self.year_started.emit(self._year + 1)
        if self._answered == self._asked:  # else the list is already on its way, because something was saved
            self.refresh()
        self.list.setFocus()

    def _leave_form(self) -> None:
        self._form = None
        self._read_record()
        self.list.setFocus()

    # years, paste, print, Excel

    def _pop(self, button: Button, menu: QMenu) -> None:
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _years_menu(self) -> QMenu:
        menu = QMenu(self)
        if self._view is None:
            return menu
        beside = self._beside()
        for year in self._view.years:
            if year == self._year:
                continue
            action = QAction(f"Beside {format_year(year, self._view.year_style)}", menu)
            action.setCheckable(True)
            action.setChecked(year in beside)
            action.triggered.connect(lambda on, year=year: self._set_beside(year, on))
            menu.addAction(action)
        if menu.isEmpty():
            menu.addAction("There is no other year yet").setEnabled(False)
        return menu

    def _beside(self) -> list[int]:
        if self._view is None:
            return []
        keys = {column.key for column in self._view.listing.columns}
        return [year for year in self._view.years if f"y{year}" in keys and year != self._year]

    def _set_beside(self, year: int, on: bool) -> None:
        self._compare = sorted({*self._beside(), year} if on else {*self._beside()} - {year})
        self.refresh()

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        following = format_year(self._year + 1, self._view.year_style if self._view else "2018/19")
        for words, run, writes in (
            ("Paste lines from Excel…\tCtrl+Shift+V", self.paste_lines, True),
            (f"Start {following} from this year…", self.start_next_year, True),
            ("Keep a stated total…", self.keep_total, True),
            ("Print the budget paper…", self.print_budget, False),
            ("Print this line…", self.print_line, False),
            ("Print this list…\tCtrl+P", self.print_list, False),
            ("This list to Excel…\tCtrl+E", self.export_list, False),
        ):
            action = menu.addAction(words)
            action.triggered.connect(run)
            action.setEnabled(not (writes and self._desk.read_only))
        beside = self._years_menu()
        beside.setTitle("Years side by side")
        menu.addMenu(beside)
        return menu

    def keep_total(self) -> None:
        """Keep a total somebody has stated for the lines shown."""
        if self._view is None or self._key not in OF_LINES:
            self._asker.inform(
                "Stated total", "Choose a view of budget lines first; the total is kept for the lines shown."
            )
            return
        if self.may_leave():
            self._desk.read(self._on_total, stated.total_parts, tuple(self.list.shown_ids()), year=self._year)

    def _on_total(self, answer: tuple[list[tuple[str, str]], int]) -> None:
        parts, pence = answer
        if parts:
            self.edit(specs.state_total(self._year, parts, pence))

    def start_next_year(self) -> None:
        """Begin the next financial year with the lines of this one."""
        if self.may_leave():
            style = self._view.year_style if self._view else "2018/19"
            following = format_year(self._year + 1, style)
            self.edit(specs.start_year(self._year + 1, following, format_year(self._year, style)))

    def paste_lines(self) -> None:
        """Take a table copied in Excel, after a look at what it would do."""
        if self._desk.read_only:
            return
        from ui.tabs.funds.paste import PasteDialog

        style = self._view.year_style if self._view else "2018/19"
        dialog = PasteDialog(self._desk, self._year, style, self)
        dialog.taken.connect(self._take)
        dialog.open()

    def _take(self, rows: list[Pasted], reason: str) -> None:
        from app.funds.importing import take

        self._desk.write(
            "Paste budget lines", take, rows, year=self._year, reason=reason, then=lambda _: self.refresh()
        )

    def print_list(self) -> None:
        """Show the list on screen as a paper, to print or to keep as PDF."""
        if self._view is not None:
            self.output.print_list(self.list.shown())

    def print_line(self) -> None:
        """Show the chosen line as a paper."""
        if self._shown is not None and self._shown.line is not None:
            self.output.print_line(self._shown.line)
        else:
            self._asker.inform("Print a line", "Choose a budget line first.")

    def print_budget(self) -> None:
        """Show the budget paper of the year."""
        self.output.print_budget(self._year)

    def export_list(self) -> None:
        """Write the list on screen to an Excel workbook, its totals as formulas."""
        if self._view is not None:
            self.output.export(self.list.shown())
