"""The Contracts page: what runs until when, who pays for it, and the dates that bite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.contracts.opened import shown
from app.contracts.register import TIMELINE
from app.contracts.shown import Shown
from app.contracts.views import View, view
from ui.desk import Desk
from ui.documents import ACTIONS as OF_DOCUMENTS
from ui.documents import ATTACH
from ui.edits import Spec
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.form import Form
from ui.kit.gridform import ColumnForm, GridForm
from ui.kit.parts import FilterBar
from ui.kit.table import ListView
from ui.kit.timeline import Legend, TimelinePainter
from ui.kit.viewed import Ask
from ui.tabs.contracts import forms, offers, printing, records
from ui.tabs.contracts.offers import TAB
from ui.widepage import WidePage

COLUMN = 400
"""A column of boxes in a form is about this wide, in px at the usual size of text."""


class ContractsPage(WidePage[View, Shown]):
    """Lists over their record; a form takes the place of both, since it wants the height."""

    under = True
    news = offers.NEW
    today: Callable[[], date] = staticmethod(date.today)
    """What counts as today: everything shown is as of that day."""

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        kept = state.kept(f"{TAB}/bar")
        key = str(kept.get("view") or "") if isinstance(kept, dict) else ""
        super().__init__(desk, asker, year, tab=TAB, key=key, parent=parent)
        self._added = ""
        self._picture, self.legend = TimelinePainter(), Legend()
        drawn = {TIMELINE: self._picture}
        view = ListView("Contracts", tones=records.TONES, painters=drawn)
        self.build(view, FilterBar("Filter contracts"), "New contract…")
        self.refresh()

    def is_bare(self) -> bool:
        return self._view is not None and self._view.is_bare

    # what the window says to the page

    def go_to(self, key: str, row_id: str, year: int | None) -> None:
        """Show this row of this view, whatever is filtered."""
        self.close_form()
        self._key, self._wanted = key, row_id
        if year is not None:
            self._year = year
        self.bar.box.clear()
        self.refresh()

    # building

    def middle(self) -> QWidget:
        first = Button("New contract…", "plus", "primary")
        first.clicked.connect(lambda: self.start("new"))
        return self.in_turn("calendar-days", offers.NOTHING, first)

    def build(self, view: ListView, bar: FilterBar, new_words: str) -> None:
        super().build(view, bar, new_words)
        self.years_button.hide()  # every view has its years in the picture or is of one alone
        bar.add(self.legend)
        self.list.opened.connect(lambda _: self.other_side())

    # reading

    def ask_view(self) -> Ask:
        return Ask(view, (self._key,), {"year": self._year, "day": self.today()})

    def ask_record(self, row_id: str) -> Ask | None:
        return Ask(shown, (self._key, row_id), {"year": self._year, "day": self.today()})

    def put_away(self) -> Sequence[str]:
        known = offers.PUT_AWAY_LARGE if theme.current().large else offers.PUT_AWAY
        return known.get(self._key, ())

    def show_view_read(self, answer: View) -> None:
        self.bar.set_views(answer.views)
        self.list.set_answer(offers.answer_column(answer.key))
        self.list.set_empty(offers.EMPTY.get(answer.key, "Nothing here yet."))
        if answer.timeline is not None:
            self._picture.show(answer.timeline, answer.year_style)
        self.legend.setVisible(answer.timeline is not None)
        super().show_view_read(answer)
        if self._form is None:
            self.show_wide(False)

    def on_viewed(self, asked: int) -> None:
        """What was added just now and does not run in the year in sight is shown among all contracts."""
        added, self._added = self._added, ""
        if added and self._key == "running" and self.list.chosen_id() != added:
            self.go_to("all", added, None)

    def fill_record(self, one: Shown) -> None:
        records.show(self.record, one, self._do, can_save=not self._desk.read_only)

    def nothing_chosen(self) -> str:
        if self._view is not None and not self._view.listing.lines and self._key != "archived":
            return "What stands in the list is read here."
        return offers.NOTHING_CHOSEN.get(self._key, super().nothing_chosen())

    def permit(self) -> None:
        words, _ = offers.NEW.get(self._key, ("", ""))
        self.new_button.setText(words or "New")
        self.new_button.updateGeometry()
        if self._desk.read_only:
            for button in (self.new_button, self.first_button):
                button.forbid("This file is read-only for you.", words if button is self.new_button else "")

    # doing

    def _do(self, action: str, subject: Any) -> None:
        """What the person asked of the record: to open a form, to take a step, to open a document."""
        one = self._shown
        if one is None or (self._desk.read_only and action not in OF_DOCUMENTS):
            return
        if action in OF_DOCUMENTS:
            self.documents.do(action, self.owner() if action == ATTACH else subject)
            return
        key, about = forms.parted(action, str(subject))
        if key in records.DECIDES:
            self._decide(key, about, one)
        elif (step := forms.step_of(key, one, about)) is not None:
            self._desk.write(step.name, step.use_case, *step.args, **step.kwargs)
        else:
            self._edit(key, about, one)

    def start(self, action: str) -> None:
        """Open a form that belongs to the view and not to one of its records."""
        if self._desk.read_only or self._view is None or not self.may_leave():
            return
        self.close_form()

        def then(answer: Shown) -> None:
            self._edit(action, "", answer)

        self._desk.read(then, shown, self._key, "", year=self._year, day=self.today())

    def new(self) -> None:
        _, action = offers.NEW.get(self._key, ("", ""))
        if action:
            self.start(action)

    def _decide(self, action: str, subject: str, one: Shown) -> None:
        """Nothing is decided without the signed decision: where none is kept with it yet, it is asked for first."""
        about, known = records.decided_on(action, one, subject), one.kept_with(subject)
        if about is None:
            return
        if known:
            self._edit_decision(action, subject, one, known[0].id)
            return

        def attached(document_id: str) -> None:
            if not document_id:
                self._edit_decision(action, subject, one, "")
                return
            then = partial(self._edit_decision_read, action, subject, document_id)
            self._desk.read(then, shown, one.key, one.row_id, year=one.year, day=one.day)

        self.documents.choose(about, attached, title="Attach the signed decision")

    def _edit_decision_read(self, action: str, subject: str, document_id: str, one: Shown) -> None:
        if self._form is None and self.list.chosen_id() == one.row_id:
            self._edit_decision(action, subject, one, document_id)

    def _edit_decision(self, action: str, subject: str, one: Shown, document_id: str) -> None:
        spec = forms.spec_of(action, one, subject)
        if spec is not None:
            self._open(replace(spec, values={**spec.values, "document_id": document_id}), action, subject, one)

    def _edit(self, action: str, subject: str, one: Shown) -> bool:
        """Open the form of an action, made of what was read; False where what it is about is gone."""
        spec = forms.spec_of(action, one, subject)
        if spec is None:
            return False
        self._open(spec, action, subject, one)
        return True

    def _open(self, spec: Spec, action: str, subject: str, one: Shown) -> None:
        self.edit(forms.placed(spec, one, action, subject), forms.again(one, action, subject))

    def make_form(self, spec: Spec) -> Form | None:
        if any(field.kind == "grid" for field in spec.fields):
            return GridForm(spec.fields, year_style=self.year_style)
        most = max(1, min(3, self.width() // theme.current().gap(COLUMN)))
        return ColumnForm(spec.fields, most=most, year_style=self.year_style)

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        action, subject = str(place.get("action", "")), str(place.get("subject", ""))
        if not place.get("row"):
            self.start(action)
            return True
        return self._shown is not None and self._edit(action, subject, self._shown)

    def after_save(self, spec: Spec, answer: Any) -> None:
        if isinstance(answer, str) and spec.place.get("action") in offers.CHOOSES_NEW:
            self._wanted = self._added = answer

    # menus and print

    def more_menu(self) -> QMenu:
        menu = QMenu(self)
        may_write = not self._desk.read_only
        for words, action in offers.MORE.get(self._key, ()):
            menu.addAction(words, partial(self.start, action)).setEnabled(may_write)
        menu.addSeparator()
        for words, run in printing.papers(self.output, self._shown, self.today()):
            menu.addAction(words, run)
        menu.addAction("Print this record…", self.print_record)
        menu.addAction("Print this list…\tCtrl+P", self.print_list)
        menu.addSeparator()
        menu.addAction("This list to Excel…\tCtrl+E", self.export_list)
        for words, run in printing.exports(self.output, self.today()):
            menu.addAction(words, run)
        return menu
