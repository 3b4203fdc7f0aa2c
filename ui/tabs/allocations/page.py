"""The Allocations page: who gets what and why, what they hold, spend and report, and the re-balancing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.allocations.factors import factor_list
from app.allocations.opened import shown
from app.allocations.shown import Shown
from app.allocations.views import View, kind_of, line_of, view
from ui.desk import Desk
from ui.documents import ACTIONS as OF_DOCUMENTS
from ui.documents import ATTACH, Owner
from ui.edits import Spec
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.form import Form, RecordForm
from ui.kit.gridbox import GridBox
from ui.kit.gridform import GridForm
from ui.kit.parts import EmptyPage, FilterBar
from ui.kit.split import Record
from ui.kit.table import ListView
from ui.kit.viewed import Ask
from ui.listed import ListedPage, pop
from ui.tabs.allocations import forms, offers, records
from ui.tabs.allocations.grids import WIDE
from ui.tabs.allocations.offers import TAB
from ui.tabs.allocations.printing import papers
from ui.tabs.allocations.starting import start_bar

if TYPE_CHECKING:
    from app.allocations.importing import Pasted, Plan
    from ui.tabs.allocations.bench_page import BenchPage


class AllocationsPage(ListedPage[View, Shown]):
    """Lists and records; a grid to be filled in takes their place, and so does the bench of a scenario."""

    example_asked = Signal()

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        kept = state.kept(f"{TAB}/bar")
        key = str(kept.get("view") or "") if isinstance(kept, dict) else ""
        super().__init__(desk, asker, year, tab=TAB, key=key, parent=parent)
        self._material: Shown | None = None
        self.bench: BenchPage | None = None
        self.build(ListView("Allocations", tones=records.TONES), FilterBar("Filter lines"), "New")
        self.refresh()

    # what the window says to the page

    def refresh(self) -> None:
        if self.bench is not None:
            self.bench.refresh()
        super().refresh()

    def may_leave(self) -> bool:
        return (self.bench is None or self.bench.may_leave()) and super().may_leave()

    def is_editing(self) -> bool:
        return super().is_editing() or (self.bench is not None and self.bench.is_editing())

    def other_side(self) -> None:
        self.bench.other_side() if self.bench is not None else super().other_side()

    def take_keyboard(self) -> None:
        if self.bench is not None:
            self.bench.take_keyboard()
        elif self.stack.currentWidget() is self.empty:
            self.first_button.setFocus()
        else:
            super().take_keyboard()

    def go_to(self, key: str, row_id: str, year: int | None) -> None:
        """Show this row of this view, whatever is filtered."""
        self.close_bench()
        self.close_form()
        self._key, self._wanted = key, row_id
        if year is not None:
            self._year = year
        self.bar.box.clear()
        self.refresh()

    def reopen(self, place: Mapping[str, Any]) -> None:
        if self.may_leave():
            self.close_bench()
            super().reopen(place)

    # building

    def whole(self) -> QWidget:
        self.outer = QStackedWidget()
        self.outer.addWidget(self.listed)
        return self.outer

    def middle(self) -> QWidget:
        self.wide = Record("Figures to enter", wide=True)
        self.first_button = Button("New partnership…", "plus", "primary")
        self.give_button = Button("Give allocations…", "scale")
        example = Button("Open an example office", "landmark")
        self.first_button.clicked.connect(lambda: self.start("new partnership"))
        self.give_button.clicked.connect(lambda: pop(self.give_button, self.lines_menu("line")))
        example.clicked.connect(self.example_asked)
        self.empty = EmptyPage("scale", offers.NOTHING, (self.first_button, self.give_button, example))
        self.stack = QStackedWidget()
        for one in (self.split, self.wide, self.empty):
            self.stack.addWidget(one)
        return self.stack

    def shortcuts(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (*super().shortcuts(), ("Ctrl+Shift+V", self.paste))

    def build(self, view: ListView, bar: FilterBar, new_words: str) -> None:
        super().build(view, bar, new_words)
        self.list.opened.connect(self._on_opened)

    # reading

    def ask_view(self) -> Ask:
        return Ask(view, (self._key,), {"year": self._year, "compare": self._compare})

    def ask_record(self, row_id: str) -> Ask | None:
        return Ask(shown, (self._key, row_id), {"year": self._year})

    def layout_key(self) -> str:
        # every budget line's allocations are looked at alike
        return f"{self._tab}/list/{kind_of(self._key)}"

    def put_away(self) -> Sequence[str]:
        known = offers.PUT_AWAY_LARGE if theme.current().large else offers.PUT_AWAY
        return known.get(kind_of(self._key), ())

    def show_view_read(self, answer: View) -> None:
        self.bar.set_views(answer.views)
        kind = kind_of(answer.key)
        self.list.set_answer(offers.answer_column(kind, self._year))
        self.list.set_empty(offers.EMPTY.get(kind, "Nothing here yet."))
        super().show_view_read(answer)
        marked = any(line.mark for line in answer.listing.lines) and not theme.current().large
        self.list.set_note("* Has a note, told in its record and printed under the table." if marked else "")
        if self._form is None:
            self._show_wide(False)

    def fill_record(self, one: Shown) -> None:
        records.show(self.record, one, self._do, can_save=not self._desk.read_only)

    def nothing_chosen(self) -> str:
        if self._view is not None and not self._view.listing.lines and kind_of(self._key) != "archived":
            return "What stands in the list is read here."
        return offers.NOTHING_CHOSEN.get(kind_of(self._key), super().nothing_chosen())

    def permit(self) -> None:
        words, _ = offers.NEW.get(kind_of(self._key), ("", ""))
        self.new_button.setVisible(bool(words))
        self.new_button.setText(words or "New")
        self.new_button.updateGeometry()
        if self._desk.read_only:
            for button in (self.new_button, self.first_button, self.give_button):
                button.forbid("This file is read-only for you.", words if button is self.new_button else "")

    def _on_opened(self, row_id: str) -> None:
        """Enter on a scenario opens its bench; elsewhere the record is on the screen already."""
        if kind_of(self._key) == "scenarios":
            self.open_bench(row_id)
        else:
            self.other_side()

    # doing

    def _do(self, action: str, subject: Any) -> None:
        """What the person asked of the record: to open a form, to take a step, to open a document or the bench."""
        one = self._shown
        if one is None:
            return
        if action in OF_DOCUMENTS:
            self.documents.do(action, self.owner() if action == ATTACH else subject)
        elif action == "open":
            self.open_bench(one.row_id)
        elif action in offers.OF_PAGE:
            self.start(action)
        elif (step := forms.step_of(action, one)) is not None:
            self._desk.write(step.name, step.use_case, *step.args, **step.kwargs)
        else:
            self._edit(action, str(subject), one)

    def start(self, action: str, *, day: date | None = None) -> None:
        """Open a form that belongs to the view and not to one of its records; `day` is that of a grid of reserves."""
        if self._desk.read_only or self._view is None or not self.may_leave():
            return
        self.close_form()

        def then(answer: Shown) -> None:
            self._edit(action, answer.day.isoformat() if answer.day is not None else "", answer)

        self._desk.read(then, shown, self._key, "", year=self._year, day=day)

    def new(self) -> None:
        _, action = offers.NEW.get(kind_of(self._key), ("", ""))
        if action:
            self.start(action)

    def begin(self, key: str) -> None:
        """Go to the view of a line that nothing was given out of yet, and open its grid."""
        if self._desk.read_only or not self.may_leave():
            return
        self.close_form()
        self._key, self._wanted = key, ""
        self.refresh()
        self.start("enter" if kind_of(key) == "line" else "enter shares")

    def _edit(self, action: str, subject: str, one: Shown) -> bool:
        """Open the form of an action, made of what was read; False where what it is about is gone."""
        spec = forms.spec_of(action, one, subject)
        if spec is None:
            return False
        self._material = one
        self.edit(forms.placed(spec, one, action, subject), forms.again(one, action, subject))
        return True

    def make_form(self, spec: Spec) -> Form | None:
        return GridForm(spec.fields, year_style=self.year_style) if spec.place.get("action") in WIDE else None

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        action, subject = str(place.get("action", "")), str(place.get("subject", ""))
        if action == "bench":
            self.open_bench(str(place.get("row", "")))
            return True
        if not place.get("row"):
            self.start(action, day=date.fromisoformat(subject) if subject else None)
            return True
        return self._shown is not None and self._edit(action, subject, self._shown)

    def after_save(self, spec: Spec, answer: Any) -> None:
        action = spec.place.get("action")
        if isinstance(answer, str) and action in offers.CHOOSES_NEW:
            self._wanted = answer
        if isinstance(answer, str) and action in offers.OPENS_NEW:
            self.open_bench(answer)

    def place_form(self, spec: Spec, form: RecordForm) -> None:
        if spec.place.get("action") not in WIDE or self._material is None:
            self.stack.setCurrentWidget(self.split)
            super().place_form(spec, form)
            return
        self.wide.begin(spec.title, spec.about)
        key = next(field.key for field in spec.fields if field.kind == "grid")
        start = start_bar(self._material, form.form, key, self._show_day)
        if start is not None and isinstance(form.form, GridForm):
            form.form.start.addWidget(start)
        self.wide.add(form)
        box = form.form.box(key)
        if isinstance(box, GridBox):
            years = [column.key for column in box.cells.columns()]
            box.grid.go(0, years.index(str(self._year)) if str(self._year) in years else 0)
        self._show_wide(True)

    def _show_wide(self, on: bool) -> None:
        """A grid takes the place of list and record; what is of the list leaves with it."""
        bare = self._view is not None and self._view.is_bare
        self.stack.setCurrentWidget(self.wide if on else self.empty if bare else self.split)
        listed = not on and not bare
        for button in (self.print_button, self.excel_button):
            button.setVisible(listed and not theme.current().large)
        has_years = kind_of(self._key) in offers.WITH_YEARS
        self.years_button.setVisible(listed and has_years and not theme.current().large)
        self.more_button.setVisible(listed)

    def _show_day(self, day: date) -> None:
        """Read the grid of reserves again for another day."""
        self.start("enter reserves", day=day)

    def close_form(self) -> None:
        super().close_form()
        self._show_wide(False)

    def owner(self) -> Owner | None:
        one = self._shown
        if one is None or one.owner is None or self._form is not None or self._desk.read_only:
            return None
        return Owner(*one.owner)

    # the bench

    def open_bench(self, scenario_id: str) -> None:
        """Put the bench of a scenario in the place of list and record."""
        from ui.tabs.allocations.bench_page import BenchPage

        if not self.may_leave():
            return
        self.close_form()
        self.close_bench()
        self.bench = BenchPage(self._desk, self._asker, scenario_id, self)
        self.bench.left.connect(self._leave_bench)
        self.bench.said.connect(self.said)
        self.outer.addWidget(self.bench)
        self.outer.setCurrentWidget(self.bench)
        self.bench.take_keyboard()

    def _leave_bench(self) -> None:
        self.close_bench()
        self.refresh()
        self.list.setFocus()

    def close_bench(self) -> None:
        """Take the bench off the page, whatever is typed on it."""
        if self.bench is not None:
            self.outer.setCurrentWidget(self.listed)
            self.outer.removeWidget(self.bench)
            self.bench.deleteLater()
            self.bench = None

    # menus, paste, print

    def more_menu(self) -> QMenu:
        menu, kind = QMenu(self), kind_of(self._key)
        may_write = not self._desk.read_only
        for words, action in offers.MORE.get(kind, ()):
            menu.addAction(words, partial(self.start, action)).setEnabled(may_write)
        if kind == "line":
            menu.addAction("Paste allocations from Excel…\tCtrl+Shift+V", self.paste).setEnabled(may_write)
        if kind == "factors":
            menu.addAction("The figures to Excel…", self.export_figures)
        for words, into in (("Give allocations out of", "line"), ("Share by area", "pooled")):
            lines = self.lines_menu(into)
            lines.setTitle(words)
            lines.setEnabled(may_write)
            menu.addMenu(lines)
        menu.addSeparator()
        for words, run in papers(self.output, self._key, self._year, self._shown):
            menu.addAction(words, run)
        menu.addAction("Print this record…", self.print_record)
        menu.addAction("Print this list…\tCtrl+P", self.print_list)
        menu.addAction("This list to Excel…\tCtrl+E", self.export_list)
        if kind in offers.WITH_YEARS:
            self.add_years(menu)
        return menu

    def lines_menu(self, into: str) -> QMenu:
        """The budget lines of the year that may be given out of (`line`) or shared by area (`pooled`)."""
        menu = QMenu(self)
        known = dict(self._view.views) if self._view is not None else {}
        for line_id, name in self._view.lines if self._view is not None else ():
            key = f"{into}:{line_id}"
            if key not in known:
                menu.addAction(name.replace("&", "&&"), partial(self.begin, key))
        if menu.isEmpty():
            menu.addAction("No other line has a budget in this year").setEnabled(False)
        return menu

    def paste(self) -> None:
        """Take a table of allocations copied in Excel, after a look at what it would do."""
        if self._desk.read_only or kind_of(self._key) != "line" or self._form is not None:
            return
        from ui.pasting import PasteDialog
        from ui.tabs.allocations.paste import allocations_pasting

        dialog = PasteDialog(self._desk, allocations_pasting(line_of(self._key)), self.year_style, self)
        dialog.taken.connect(partial(self._take, line_of(self._key)))
        dialog.open()

    def _take(self, line_id: str, rows: list[Pasted], reason: str, plan: Plan) -> None:
        from app.allocations.importing import take

        self._desk.write("Paste allocations", take, line_id, rows, was=plan.was, reason=reason)

    def print_record(self) -> None:
        """Show the chosen record as a paper."""
        told = self._shown.told if self._shown is not None else None
        if told is not None:
            self.output.print_told(told)
        else:
            self._asker.inform("Print a record", "Choose a line first.")

    def export_figures(self) -> None:
        """Write the figures of every factor to an Excel workbook, a column each."""
        self._desk.read(self.output.export, factor_list)
