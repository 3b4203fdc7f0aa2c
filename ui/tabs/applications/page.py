"""The Applications page: rounds and their terms, the bids as they arrive, and the checks of who applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from app.grants import merging_bodies
from app.grants.missing import chase
from app.grants.opened import shown
from app.grants.reading import application
from app.grants.shown import Shown
from app.grants.views import View, view
from ui.desk import Desk
from ui.documents import ACTIONS as OF_DOCUMENTS
from ui.documents import ATTACH
from ui.edits import Spec
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button, Combo
from ui.kit.form import Form, RecordForm
from ui.kit.gridform import ColumnForm, GridForm
from ui.kit.parts import FilterBar
from ui.kit.table import ListView
from ui.kit.viewed import Ask
from ui.tabs.applications import forms, offers, organisation_specs, printing, records
from ui.tabs.applications.bidform import BidForm
from ui.tabs.applications.offers import TAB
from ui.tabs.applications.planner import PlannerForm
from ui.widepage import WidePage

if TYPE_CHECKING:
    from app.grants.merging_bodies import Preview
    from app.grants.parts import ApplicationRecord, RoundRecord

COLUMN = 400
"""A column of boxes in a form is about this wide, in px at the usual size of text."""


class ApplicationsPage(WidePage[View, Shown]):
    """Lists over their record; a form, a folder to be read or a merge takes the place of both."""

    under = True
    news = offers.NEW
    today: Callable[[], date] = staticmethod(date.today)
    """What counts as today: everything shown is as of that day."""

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        kept = state.kept(f"{TAB}/bar")
        key = str(kept.get("view") or "") if isinstance(kept, dict) else ""
        super().__init__(desk, asker, year, tab=TAB, key=key, parent=parent)
        self._round = str(state.kept(f"{TAB}/round", "") or "")
        self._last: RecordForm | None = None
        self._about_round: RoundRecord | None = None
        self._next: Mapping[str, Any] | None = None
        """What the next paper bid starts from, once the one before it is saved."""
        self._entered = 0
        self.build(ListView("Applications", tones=records.TONES), FilterBar("Filter applications"), "New round…")
        self.refresh()

    def is_bare(self) -> bool:
        return self._view is not None and self._view.is_bare

    # what the window says to the page

    def go_to(self, key: str, row_id: str, year: int | None) -> None:
        """Show this row of this view, whatever is filtered; a bid is shown in its own round."""
        self.close_form()
        if year is not None:
            self._year = year
        self.bar.box.clear()
        if key != offers.BIDS:
            self._show_row(key, row_id)
            return

        def then(found: ApplicationRecord) -> None:
            self._round = found.round_id or self._round
            self._show_row(offers.BIDS if found.round_id else offers.DIRECT, row_id)

        self._desk.read(then, application, row_id)

    def _show_row(self, key: str, row_id: str) -> None:
        self._key, self._wanted = key, row_id
        self.refresh()

    def reopen(self, place: Mapping[str, Any]) -> None:
        self._round = str(place.get("round", self._round))
        super().reopen(place)

    # building

    def middle(self) -> QWidget:
        first = Button("New round…", "plus", "primary")
        first.clicked.connect(lambda: self.start("round new"))
        return self.in_turn("inbox", offers.NOTHING, first)

    def build(self, view: ListView, bar: FilterBar, new_words: str) -> None:
        super().build(view, bar, new_words)
        self.years_button.hide()  # no view has other years beside its own
        self.round = Combo("Round")
        self.round.activated.connect(self._on_round)
        bar.add(self.round)
        self.round.hide()
        self.list.opened.connect(self._on_opened)

    # reading

    def ask_view(self) -> Ask:
        return Ask(view, (self._key,), self._seen())

    def ask_record(self, row_id: str) -> Ask | None:
        return Ask(shown, (self._key, row_id), self._seen())

    def _seen(self) -> dict[str, Any]:
        return {"year": self._year, "day": self.today(), "round_id": self._round}

    def put_away(self) -> Sequence[str]:
        known = offers.PUT_AWAY_LARGE if theme.current().large else offers.PUT_AWAY
        return known.get(self._key, ())

    def show_view_read(self, answer: View) -> None:
        self.bar.set_views(answer.views)
        self._round = answer.round_id
        self._show_rounds(answer)
        self.list.set_empty(offers.EMPTY.get(answer.key, "Nothing here yet."))
        super().show_view_read(replace(answer, listing=answer.listing.led_by(offers.FIRST.get(answer.key, ""))))
        if not self.is_editing():
            self.show_wide(False)

    def _show_rounds(self, answer: View) -> None:
        """Offer the rounds to choose from where the view is of one of them."""
        self.round.clear()
        for choice in answer.rounds:
            self.round.addItem(choice.label, choice.value)
        self.round.setCurrentIndex(max(0, self.round.findData(answer.round_id)))
        self.round.setVisible(answer.key in offers.OF_ROUND and bool(answer.rounds))
        self.round.updateGeometry()

    def on_viewed(self, asked: int) -> None:
        """Once a paper bid stands in the list the next one is typed."""
        if self._next is not None:
            self.start("quick")

    def fill_record(self, one: Shown) -> None:
        records.show(self.record, one, self._do, can_save=not self._desk.read_only)

    def nothing_chosen(self) -> str:
        if self._view is not None and not self._view.listing.lines and self._key != offers.ARCHIVED:
            return "What stands in the list is read here."
        return offers.NOTHING_CHOSEN.get(self._key, super().nothing_chosen())

    def permit(self) -> None:
        words, action = offers.NEW.get(self._key, ("", ""))
        self.new_button.setText(words or "New")
        self.new_button.updateGeometry()
        if self._desk.read_only and action not in offers.WITHOUT_SAVING:
            self.new_button.forbid("This file is read-only for you.", words)
        elif action in offers.NEEDS_ROUND and not self._round:
            self.new_button.forbid("There is no round yet.", words)
        else:
            self.new_button.permit()
            self.new_button.setText(words or "New")
        if self._desk.read_only:
            self.first_button.forbid("This file is read-only for you.")

    def _on_round(self, _: int) -> None:
        """Show the bids of another round."""
        if not self.may_leave():
            self.round.setCurrentIndex(max(0, self.round.findData(self._round)))
            return
        self.close_form()
        self._round = str(self.round.currentData() or "")
        state.keep(f"{TAB}/round", self._round)
        self.refresh()

    def _on_opened(self, row_id: str) -> None:
        """Enter on a round goes to its bids; elsewhere to the record."""
        if self._key == offers.ROUNDS and row_id and self.may_leave():
            self._round = row_id
            state.keep(f"{TAB}/round", row_id)
            self.show_view(offers.BIDS)
        else:
            self.other_side()

    # doing

    def _do(self, action: str, subject: Any) -> None:
        """What the person asked of the record: to open a form, to take a step, to open a document."""
        one = self._shown
        if one is None:
            return
        if action in OF_DOCUMENTS:
            self.documents.do(action, self.owner() if action == ATTACH else subject)
            return
        key, about = forms.parted(action, str(subject))
        if self._desk.read_only and key not in (*offers.WITHOUT_SAVING, "bids", "body"):
            return
        if key in self._panels():
            self._panels()[key](one, about)
        elif (step := forms.step_of(key, one, about)) is not None:
            self._desk.write(step.name, step.use_case, *step.args, **step.kwargs)
        else:
            self._edit(key, about, one)

    def _panels(self) -> Mapping[str, Callable[[Shown, str], None]]:
        """What is no form: a file to write, words to copy, a folder to read, two organisations to merge."""
        return {
            "blank": self._write_blank,
            "chase": self._copy_chase,
            "folder": self._read_folder,
            "merge": self._merge,
            "merge with": lambda one, other: self._merge_with(one.row_id, other),
            "bids": self._show_bids,
            "body": self._show_body,
        }

    def start(self, action: str) -> None:
        """Begin what belongs to the view, or to the round in force, and not to one of its records."""
        if self._view is None or not self.may_leave():
            return
        if self._desk.read_only and forms.parted(action)[0] not in offers.WITHOUT_SAVING:
            return
        self.close_form()

        def then(answer: Shown) -> None:
            if name in self._panels():
                self._panels()[name](answer, about)
            else:
                self._edit(name, about, answer)

        name, about = forms.parted(action)
        key, row_id = self._key, ""
        if name in offers.NEEDS_ROUND:
            key, row_id = offers.ROUNDS, self._round_meant()
            if not row_id:
                self._asker.inform("Applications", "There is no round yet. Make one first.")
                return
        seen = {**self._seen(), "round_id": row_id or self._round}
        self._desk.read(then, shown, key, row_id, **seen)

    def _round_meant(self) -> str:
        """The round that is chosen in the list of rounds, else the one in force."""
        chosen = self.list.chosen_id() if self._key == offers.ROUNDS else ""
        return chosen or self._round

    def new(self) -> None:
        _, action = offers.NEW.get(self._key, ("", ""))
        if action and self.new_button.isEnabled():
            self.begin(action)

    def _edit(self, action: str, subject: str, one: Shown) -> bool:
        """Open the form of an action, made of what was read; False where what it is about is gone."""
        spec = forms.spec_of(action, one, subject)
        if spec is None:
            return False
        if action == "quick":
            spec = forms.next_paper(spec, self._next, self._entered)
        self._next = None
        self._about_round = one.round
        self.edit(forms.placed(spec, one, action, subject, self._key), forms.again(one, action, subject))
        return True

    def make_form(self, spec: Spec) -> Form | None:
        if spec.place.get("action") == "planner" and self._about_round is not None:
            return PlannerForm(self._about_round, year_style=self.year_style)
        if any(field.kind == "grid" for field in spec.fields):
            return GridForm(spec.fields, year_style=self.year_style)
        most = max(1, min(3, self.width() // theme.current().gap(COLUMN)))
        if any(field.key == "organisation" for field in spec.fields):
            return BidForm(spec.fields, self._desk, most=most, year_style=self.year_style)
        return ColumnForm(spec.fields, most=most, year_style=self.year_style)

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        action, subject = str(place.get("action", "")), str(place.get("subject", ""))
        if not place.get("row") or action in offers.NEEDS_ROUND:
            self.start(action)
            return True
        if self._shown is None:
            return False
        if action in self._panels():
            self._panels()[action](self._shown, subject)
            return True
        return self._edit(action, subject, self._shown)

    def after_save(self, spec: Spec, answer: Any) -> None:
        action = str(spec.place.get("action", ""))
        if action == "quick":
            self._entered += 1
            self._next = forms.carried(
                self._last.form.values() if self._last is not None and isValid(self._last) else None
            )
        if isinstance(answer, str) and (key := offers.CHOOSES_NEW.get(action)):
            self._wanted = answer
            if key != self._key:
                self._key = key
                self.refresh()

    # what is no form

    def _write_blank(self, one: Shown, subject: str) -> None:
        """The form to hand out: of the whole bid, or of the expression of interest before it."""
        if one.round is None:
            return
        self.output.save_form(
            one.round,
            "interest" if subject == "interest" else "full",
            areas=[(each.value, each.label) for each in one.areas],
            priorities=[(each.value, each.label) for each in one.priorities],
        )

    def _copy_chase(self, one: Shown, _: str) -> None:
        """What is missing from whom, to be pasted into a message."""

        def then(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self.said.emit("The chase list is on the clipboard")

        self._desk.read(then, chase, one.round.id if one.round is not None else self._round)

    def _show_bids(self, one: Shown, _: str) -> None:
        if one.round is not None:
            self._on_opened(one.round.id)

    def _show_body(self, one: Shown, subject: str) -> None:
        """The organisation with everything this office has had to do with it."""
        body = subject or (one.application.organisation_id if one.application is not None else "")
        if body and self.may_leave():
            self.go_to(offers.BODIES, body, None)

    def _read_folder(self, one: Shown, _: str) -> None:
        """Read the forms that came back, and look at them before anything is taken."""
        from ui.tabs.applications.intake import IntakePanel

        if one.round is None or self._desk.path is None:
            return
        kept = state.kept(f"{TAB}/folder")
        folder = self._asker.choose_folder("Read a folder of forms", Path(kept) if isinstance(kept, str) else None)
        if folder is not None:
            state.keep(f"{TAB}/folder", str(folder))
            self.close_form()
            self.show_panel(IntakePanel(self._desk, one.round, folder, self.today(), self.said.emit))

    def _merge(self, one: Shown, _: str) -> None:
        """Find the other of two organisations, then choose field by field what stays."""
        from ui.tabs.applications.merging import MergePanel

        if one.applicant is None:
            return
        keep_id = one.applicant.id
        self.close_form()
        panel = MergePanel(self._desk, one.applicant, one.organisations)
        panel.chosen.connect(lambda other: self._merge_with(keep_id, other))
        self.show_panel(panel)

    def _merge_with(self, keep_id: str, other_id: str) -> None:
        def then(both: Preview) -> None:
            self.close_form()
            if both.blocked:
                self._asker.inform("They cannot be merged", " ".join(both.blocked))
                return
            place = {"tab": TAB, "view": self._key, "row": keep_id, "year": self._year, "round": self._round}
            spec = replace(
                organisation_specs.merging(both), place={**place, "action": "merge with", "subject": other_id}
            )
            self.edit(spec, organisation_specs.again_merging(both))

        self._desk.read(then, merging_bodies.preview, keep_id, other_id)

    def place_form(self, spec: Spec, form: RecordForm) -> None:
        self._last = form
        super().place_form(spec, form)

    # menus and print

    def more_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, action in offers.MORE.get(self._key, ()):
            name, _ = forms.parted(action)
            may = name in offers.WITHOUT_SAVING or not self._desk.read_only
            needs = name in offers.NEEDS_ROUND and not self._round_meant()
            menu.addAction(words, partial(self.begin, action)).setEnabled(may and not needs)
        menu.addSeparator()
        for words, run in printing.papers(self.output, self._shown, self._round_meant(), self.today()):
            menu.addAction(words, run)
        menu.addAction("Print this record…", self.print_record)
        menu.addAction("Print this list…\tCtrl+P", self.print_list)
        menu.addSeparator()
        menu.addAction("This list to Excel…\tCtrl+E", self.export_list)
        return menu

    def begin(self, action: str) -> None:
        """Start an action afresh, as a person does who chose it."""
        self._entered = 0
        self.start(action)
