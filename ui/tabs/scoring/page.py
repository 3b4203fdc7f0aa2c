"""The Scoring page: who scores a round, their declarations and sheets, and the ranked list with its agreed scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.decisions.opened import shown
from app.decisions.shown import Decided
from app.decisions.views import view
from app.fields import Choice
from app.scoring.chasing import chase
from app.scoring.views import View
from ui.desk import Desk
from ui.documents import ACTIONS as OF_DOCUMENTS
from ui.documents import ATTACH
from ui.edits import Spec
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button, Combo
from ui.kit.form import Form, RecordForm
from ui.kit.gridbox import GridBox
from ui.kit.panel import Panel
from ui.kit.parts import FilterBar
from ui.kit.table import ListView
from ui.kit.viewed import Ask
from ui.listed import ROOMY
from ui.tabs.scoring import (
    decision_specs,
    forms,
    letter_specs,
    offers,
    outcome_specs,
    printing,
    records,
    score_specs,
)
from ui.tabs.scoring.committing import Committing
from ui.tabs.scoring.days import Days
from ui.tabs.scoring.deciding import Deciding
from ui.tabs.scoring.fairing import Fairing
from ui.tabs.scoring.layouts import IN_PLACE, form_of
from ui.tabs.scoring.legend import Legend
from ui.tabs.scoring.letters import Letters
from ui.tabs.scoring.offers import TAB
from ui.widepage import WidePage


class ScoringPage(WidePage[View, Decided]):
    """The list at the left with its record beside it; a form or a folder to be read takes the place of both."""

    rounds_asked = Signal()
    decision_asked = Signal(str, int)
    """To show the decision of this id, in its own year, which may not be the window's."""
    shares = (857, 421)
    news = offers.NEW
    today: Callable[[], date] = staticmethod(date.today)
    """What counts as today: everything shown is as of that day."""
    now: Callable[[], str] = staticmethod(lambda: f"{datetime.now():%H:%M}")
    """The clock in the room, as HH:MM."""

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        kept = state.kept(f"{TAB}/bar")
        key = str(kept.get("view") or "") if isinstance(kept, dict) else ""
        super().__init__(desk, asker, year, tab=TAB, key=key, parent=parent)
        self._in_force = {one: str(state.kept(f"{TAB}/{one}", "") or "") for one in ("round", "stage", "member")}
        """The ids of the round, the stage and the member that are looked into."""
        self._about_shown: Decided | None = None
        """What the form that is being made was made of."""
        self.build(ListView("Scoring", tones=records.TONES), FilterBar("Filter bids"), "New")
        self._deciding, self._fairing = Deciding(self, desk, asker), Fairing(self, desk, asker)
        self.refresh()

    def is_bare(self) -> bool:
        return self._view is not None and self._view.is_bare and self._key == offers.ROUNDS

    # what the window says to the page

    def go_to(self, key: str, row_id: str, year: int | None) -> None:
        """Show this row of this view, whatever is filtered."""
        self.close_form()
        if year is not None:
            self._year = year
        self.bar.box.clear()
        self._key, self._wanted = key, row_id
        self.refresh()

    def reopen(self, place: Mapping[str, Any]) -> None:
        for one in self._in_force:
            self._in_force[one] = str(place.get(one) or self._in_force[one])
        super().reopen(place)

    # building

    def middle(self) -> QWidget:
        first = Button("Go to the rounds", "inbox", "primary")
        first.clicked.connect(self.rounds_asked)
        decisions = Button("Decisions")  # of contracts and more, which need no round
        decisions.clicked.connect(lambda: self.show_view(offers.DECISIONS))
        return self.in_turn("list-ordered", offers.NOTHING, first, decisions)

    def build(self, view: ListView, bar: FilterBar, new_words: str) -> None:
        super().build(view, bar, new_words)
        self.years_button.hide()  # no view has other years beside its own
        self.choices = {"round": Combo("Round"), "stage": Combo("Stage"), "member": Combo("Member")}
        for key, box in self.choices.items():
            box.activated.connect(lambda _, key=key: self._on_choice(key))
            bar.add(box)
            box.hide()
        self.legend = Legend()
        bar.add(self.legend)
        self.legend.hide()
        self.list.opened.connect(self._on_opened)
        self.days = Days(self._desk, self._asker, self.output, self.said.emit, self._instead, self, self)

    # reading

    def ask_view(self) -> Ask:
        return Ask(view, (self._key,), self._seen())

    def ask_record(self, row_id: str) -> Ask | None:
        return Ask(shown, (self._key, row_id), self._seen())

    def _seen(self) -> dict[str, Any]:
        ids = {f"{key}_id": value for key, value in self._in_force.items()}
        return {"year": self._year, "day": self.today(), **ids}

    def put_away(self) -> Sequence[str]:
        known = offers.PUT_AWAY_LARGE if theme.current().large else offers.PUT_AWAY
        return known.get(self._key, ())

    def show_view_read(self, answer: View) -> None:
        self.bar.set_views(answer.views)
        self._in_force = {"round": answer.round_id, "stage": answer.stage_id, "member": answer.member_id}
        self._show_choices(answer)
        self.bar.box.call(offers.FILTER.get(answer.key, "Filter bids"))
        self.list.set_empty(offers.EMPTY.get(answer.key, "Nothing here yet."))
        first = offers.FIRST.get(answer.key, "")
        super().show_view_read(replace(answer, listing=answer.listing.led_by(first)))
        self._fairing.read(answer)
        marked = "; ".join(f"{mark} {words}" for mark, words in answer.listing.notes if mark)
        said = " ".join([words for mark, words in answer.listing.notes if not mark] + [marked]).strip()
        # at large text the lines need the room; the record of the round has the rule too
        self.list.set_note("" if theme.current().large else said)
        if not self.is_editing():
            self.show_wide(False)

    def _show_choices(self, answer: View) -> None:
        """Offer the rounds, stages and members to choose from, where there are several and the view is of one."""
        # beside a choice of rounds there is no room for it on a small screen
        crowded = len(answer.rounds) > 1 and self.width() < ROOMY
        self.legend.setVisible(answer.key == offers.RANKING and not theme.current().large and not crowded)
        of_stage = answer.key in offers.OF_STAGE
        offered: dict[str, tuple[tuple[Choice, ...], bool]] = {
            "round": (answer.rounds, of_stage and len(answer.rounds) > 1),
            "stage": (answer.stages, of_stage and len(answer.stages) > 1),
            "member": (answer.members, answer.key == offers.MEMBER and bool(answer.members)),
        }
        for key, (choices, is_shown) in offered.items():
            box = self.choices[key]
            box.clear()
            for choice in choices:
                box.addItem(choice.label, choice.value)
            box.setCurrentIndex(max(0, box.findData(self._in_force[key])))
            box.setVisible(is_shown)
            box.updateGeometry()

    def fill_record(self, one: Decided) -> None:
        more = self._fairing.parts(one)
        records.show(self.record, one, self._do, can_save=not self._desk.read_only, more=more)

    def show_fairness(self) -> None:
        """The fairness of the stage has been read: it stands under the record."""
        if not self.is_editing() and self._shown is not None:
            self._show_record()

    def nothing_chosen(self) -> str:
        if self._view is not None and not self._view.listing.lines:
            return "What stands in the list is read here."
        return offers.NOTHING_CHOSEN.get(self._key, super().nothing_chosen())

    def permit(self) -> None:
        words, action = self._new_offer()
        self.new_button.setText(words or "New")
        self.new_button.updateGeometry()
        if self._desk.read_only and action not in (*offers.WITHOUT_SAVING, *offers.LEADS_TO):
            self.new_button.forbid("This file is read-only for you.", words)
        elif action in offers.NEEDS_STAGE and not self._in_force["stage"]:
            self.new_button.forbid("Scoring has not been set up yet.", words)
        else:
            self.new_button.permit()
            self.new_button.setText(words or "New")

    def _new_offer(self) -> tuple[str, str]:
        return offers.new_of(self._key, is_ranked=self._view is not None and self._view.is_ranked)

    def _on_choice(self, key: str) -> None:
        """Look into another round, stage or member."""
        box = self.choices[key]
        if not self.may_leave():
            box.setCurrentIndex(max(0, box.findData(self._in_force[key])))
            return
        self.close_form()
        self._look_into(key, str(box.currentData() or ""))
        self.refresh()

    def _look_into(self, key: str, value: str) -> None:
        self._in_force[key] = value
        if key == "round":
            self._in_force["stage"] = ""
        state.keep(f"{TAB}/{key}", value)

    def _on_opened(self, row_id: str) -> None:
        """Enter on a round goes to its ranked list, on a bid to its agreed score; elsewhere to the record."""
        one = self._shown
        if self._key == offers.ROUNDS and row_id and self.may_leave() and one is not None and one.stage is not None:
            self._lead_to(offers.RANKING, one)
        elif self._key == offers.MEMBER and row_id:
            self._do("type", "")
        elif one is not None and one.row_id == row_id and (first := self._first_of(one)) and not self._desk.read_only:
            self._do(first, "")
        else:
            self.other_side()

    def _first_of(self, one: Decided) -> str:
        """What Enter on a bid does: to agree on its score, then to recommend something for it; empty for neither."""
        if self._key == offers.OUTCOMES:
            return outcome_specs.RECOMMEND if forms.spec_of(outcome_specs.RECOMMEND, one, "") is not None else ""
        return IN_PLACE if score_specs.may_agree(one) else ""

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
        self._begin(key, about, one)

    def _begin(self, key: str, about: str, one: Decided) -> None:
        if self._desk.read_only and key not in (*offers.WITHOUT_SAVING, *offers.LEADS_TO):
            return
        if key in offers.LEADS_TO:
            self._lead_to(key, one)
        elif key in (panels := self._panels()):
            panels[key](one)
        elif (step := forms.step_of(key, one, about)) is not None:
            self._desk.write(step.name, step.use_case, *step.args, **step.kwargs)
        elif not self._edit(key, about, one) and key in forms.NOT_NOW:
            self._asker.inform("Scoring", forms.NOT_NOW[key])

    def _panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What is no form: files to write, words to copy, a folder to read."""
        return {
            "packs": self._write_packs,
            "chase": self._copy_chase,
            "folder": self._read_folder,
            **Committing(self, self._desk, self._asker).panels(),
            **self.days.panels(),
            **self._deciding.panels(),
            **self._fairing.panels(),
            **self._letters().panels(),
        }

    def _instead(self, panel: Panel) -> None:
        """Put a panel in the place of list and record, and of whatever stood there."""
        self.close_form()
        self.show_panel(panel)

    def _letters(self) -> Letters:
        """What is done with letters."""
        return Letters(self, self._desk, self._choose_folder, self._begin)

    def _lead_to(self, key: str, one: Decided) -> None:
        """Show another view of what the record is about."""
        if not self.may_leave():
            return
        for what, value in forms.in_force(one).items():
            if value:
                self._in_force[what] = value
        if key == "sheets":
            key = offers.MEMBER
            if one.member is not None:
                self._look_into("member", one.member.id)
        self.show_view(key)

    def start(self, action: str) -> None:
        """Begin what belongs to the view, or to the stage in force, and not to one of its records."""
        if self._view is None or not self.may_leave():
            return
        self.close_form()
        name, about = forms.parted(action)
        row_id = self.list.chosen_id() if self._key == offers.ROUNDS else ""
        if name in offers.OF_ROW and self._key != offers.ROUNDS:
            self._do(action, "")
            return
        self._desk.read(lambda one: self._begin(name, about, one), shown, self._key, row_id, **self._seen())

    def new(self) -> None:
        _, action = self._new_offer()
        if action and self.new_button.isEnabled():
            self.start(action)

    def _edit(self, action: str, subject: str, one: Decided) -> bool:
        """Open the form of an action, made of what was read; False where what it is about is not there."""
        spec = forms.spec_of(action, one, subject)
        if spec is None:
            return False
        self._about_shown = one
        again = None if action in decision_specs.READ_ANEW else forms.again(one, action, subject)
        self.edit(forms.placed(spec, one, action, subject), again)
        return True

    def make_form(self, spec: Spec) -> Form | None:
        return form_of(spec, self._about_shown, self.width(), self.year_style)

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        action, subject = str(place.get("action", "")), str(place.get("subject", ""))
        if not place.get("row"):
            self.start(action if not subject else f"{action} {subject}")
            return True
        if action in self._panels():
            self._do(action, subject)
            return True
        return self._shown is not None and self._edit(action, subject, self._shown)

    def after_save(self, spec: Spec, answer: Any) -> None:
        action = str(spec.place.get("action", ""))
        if action == letter_specs.SENT_ALL:
            self._letters().given_out(answer)
        if isinstance(answer, str) and (key := offers.CHOOSES_NEW.get(action)):
            self._wanted, self._key = answer, key
        elif isinstance(answer, str) and action in offers.NEW_STAGES:
            self._look_into("stage", answer)
            self.refresh()  # what is on its way was asked for the stage before

    # what is no form

    def _choose_folder(self, words: str) -> Path | None:
        """The folder that packs are written to and sheets read from, remembered from one time to the next."""
        kept = state.kept(f"{TAB}/folder")
        folder = self._asker.choose_folder(words, Path(kept) if isinstance(kept, str) else None)
        if folder is not None:
            state.keep(f"{TAB}/folder", str(folder))
        return folder

    def _write_packs(self, one: Decided) -> None:
        """For each member the pack to read and the sheet to fill in, of what that member may see."""
        if one.round is None or one.stage is None:
            return
        folder = self._choose_folder("Write packs and score sheets into a folder")
        if folder is not None:
            printing.write_packs(self.output, one.stage, folder, self.today())

    def _copy_chase(self, one: Decided) -> None:
        """What is still to come from whom, to be pasted into messages."""
        if one.stage is None:
            return

        def then(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self.said.emit("The chase list is on the clipboard")

        self._desk.read(then, chase, one.stage.id, self.today())

    def _read_folder(self, one: Decided) -> None:
        """Read the sheets that came back, and look at them before anything is taken."""
        from ui.tabs.scoring.intake import SheetPanel

        if one.round is None or one.stage is None or self._desk.path is None:
            return
        folder = self._choose_folder("Read a folder of score sheets")
        if folder is not None:
            self.close_form()
            self.show_panel(SheetPanel(self._desk, one.round, one.stage, folder, self.today(), self.said.emit))

    def place_form(self, spec: Spec, form: RecordForm) -> None:
        one = self._about_shown
        if spec.place.get("action") == IN_PLACE and one is not None:
            records.show_agreeing(self.record, one, form)
        else:
            super().place_form(spec, form)

    def row_to_begin(self, box: GridBox) -> int:
        """The row that the chosen bid is in."""
        one = self._about_shown
        keys = [row.key for row in box.cells.rows()]
        return keys.index(one.bid.id) if one is not None and one.bid is not None and one.bid.id in keys else 0

    # menus and print

    def more_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, action in offers.MORE.get(self._key, ()):
            may = action in (*offers.WITHOUT_SAVING, *offers.LEADS_TO) or not self._desk.read_only
            needs = action in offers.NEEDS_STAGE and not (self._in_force["stage"] or self._key == offers.ROUNDS)
            menu.addAction(words, partial(self.start, action)).setEnabled(may and not needs)
        menu.addSeparator()
        for words, run in self._deciding.papers(self._shown):
            menu.addAction(words, run)
        panel_day = self.list.chosen_id() if self._key == offers.DAYS else ""
        for words, run in printing.papers(self.output, self._in_force, self.today(), panel_day):
            menu.addAction(words, run)
        menu.addAction("Print this record…", self.print_record)
        menu.addAction("Print this list…\tCtrl+P", self.print_list)
        menu.addSeparator()
        menu.addAction("This list to Excel…\tCtrl+E", self.export_list)
        return menu
