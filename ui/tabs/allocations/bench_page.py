"""The re-balancing bench: what is set at the left, what it comes to at the right, worked out at every keystroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from app.allocations import bench_fields, comparing, planning, scenarios
from app.allocations.bench import Bench, bench
from app.allocations.formula import Problem
from app.allocations.scenarios import ScenarioRecord
from app.fields import Field
from app.years import format_day
from ui.desk import Desk
from ui.edits import Again, Spec, editor
from ui.kit import theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.parts import Alert, Head
from ui.kit.split import ListAndRecord
from ui.output import Output
from ui.tabs.allocations.bench_adopt import Adopting, place_of
from ui.tabs.allocations.bench_form import MOST_YEARS, NOT_FIGURES, BenchForm, Narrow, Sheet
from ui.tabs.allocations.bench_picture import Worked, worked
from ui.tabs.allocations.bench_read import Settings
from ui.tabs.allocations.bench_results import Results
from ui.tabs.allocations.bench_top import READ_ONLY, SAVE_FIRST, Chooser

SAY_AFTER_MS = 500
"""How long somebody pauses in the middle of a figure before they are told that it cannot be read."""


class BenchPage(QWidget):
    """A scenario on the bench. It reads once, computes as it is typed, and is saved as one step."""

    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, scenario_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._asker, self.scenario_id = desk, asker, scenario_id
        self._asked = 0
        self._bench: Bench | None = None
        self._made: RecordForm | None = None
        self.form: BenchForm | None = None
        self._computed: Worked | None = None
        """What was set when it could last be worked out, and what it came to."""
        self._beside: list[str] = []
        self._stale, self._wants_keyboard = False, False
        self._blamed = ""
        """The limit that was typed into when a year's total could no longer be met, as a box of the form."""
        self._say_soon = QTimer(self)
        self._say_soon.setSingleShot(True)
        self._say_soon.setInterval(SAY_AFTER_MS)
        self._build()
        self._connect()
        self.refresh()

    # what the tab says to the page

    def refresh(self) -> None:
        """Read everything again; what is typed stays."""
        if not self.isVisible() and self._bench is not None:
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        asked = self._asked
        self._desk.read(lambda answer: self._on_bench(asked, answer), bench, self.scenario_id)

    def set_year(self, year: int) -> None:
        """A scenario has a year of its own: whichever the window shows, it stays on the bench."""

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving; asks where something would."""
        forms = (self._made, self.adopting.made)
        return all(one is None or one.may_leave() for one in forms)

    def is_editing(self) -> bool:
        """Whether something is typed that is not saved, or the form of adopting is open."""
        return self._is_changed() or self.adopting.made is not None

    def take_keyboard(self) -> None:
        """Put the keyboard where this page begins."""
        if self._bench is None:
            self._wants_keyboard = True
        elif self.form is not None:
            self.form.weights.control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.results.table.setFocus()

    def other_side(self) -> None:
        """Take the keyboard from the controls to the table, or back."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.results.isAncestorOf(focused)
        (self.take_keyboard if inside else self.results.table.setFocus)()

    def open_scenario(self, scenario_id: str) -> None:
        """Take another scenario onto the bench, unless something typed would be lost."""
        if scenario_id == self.scenario_id:
            return
        if not self.may_leave():
            if self._bench is not None:
                self.chooser.show_bench(self._bench, self._beside)
            return
        self._put_away_form()
        self.scenario_id, self._computed = scenario_id, None
        self._beside = [one for one in self._beside if one != scenario_id]
        self.refresh()

    # building

    def _build(self) -> None:
        now = theme.current()
        self.head, self.chooser, self.results = Head(), Chooser(), Results()
        self.back_button = Button("", "chevron-left")
        self.back_button.setAccessibleName("Back to the list")
        self.back_button.setToolTip("Back to the list (Esc)")
        self.head.set_back(self.back_button)
        self.more_button = Button("More", "chevron-down")
        self.print_button, self.excel_button = Button("Print", "printer"), Button("Excel", "table")
        self.adopt_button = Button("Adopt…", "badge-check", "primary")
        busy = Busy()
        self.output = Output(self._desk, self._asker, busy, self.said.emit, self)
        self.head.add_button(busy)
        for button in (self.more_button, self.print_button, self.excel_button, self.adopt_button):
            self.head.add_button(button)
        self.more_button.setVisible(now.large)
        for button in (self.print_button, self.excel_button):
            button.setVisible(not now.large)  # at large text the sentence needs the room, and More offers the same
        self.adopting = Adopting(self._desk, self._asker)
        self.adopting.hide()
        self.holder = Holder()
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(now.gap(20), 0, 0, 0)
        column.setSpacing(0)
        if now.large:
            self.holder.over(self.chooser)
        else:
            column.addWidget(self.chooser)
        column.addWidget(self.holder, 1)
        self.right = QWidget()
        right = QVBoxLayout(self.right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.results)
        right.addWidget(self.adopting)
        self.split = Split(self.side, self.right, "allocations/bench", shares=(312, 966))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self._leave)
        self.print_button.clicked.connect(self.print_review)
        self.excel_button.clicked.connect(self.export)
        self.more_button.clicked.connect(self._more)
        self.adopt_button.clicked.connect(self.adopt)
        self.chooser.turned.connect(self.open_scenario)
        self.chooser.compared.connect(self.compare)
        self.chooser.sharing.connect(self._share)
        self.chooser.copying.connect(self.copy)
        self.results.chosen.connect(self._explain)
        self.results.printing.connect(self.print_why)
        self.adopting.left.connect(self._back_from_adopting)
        self.adopting.adopted.connect(self._on_adopted)
        self._say_soon.timeout.connect(self.say_unread)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_review)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # reading

    def _on_bench(self, asked: int, answer: Bench) -> None:
        if asked == self._asked:
            self.show_bench(answer)

    def show_bench(self, answer: Bench) -> None:
        """Put what was read on the screen; what is typed stays."""
        if answer.scenario.archived and not self._is_changed():
            self.said.emit(f"“{answer.scenario.plan.name}” was put away")
            self.left.emit()
            return
        self._bench = answer
        self._beside = [one for one in self._beside if any(one == other.id for other in answer.others)]
        self.chooser.show_bench(answer, self._beside)
        if answer.scenario.adopted_on is not None or self._desk.read_only:
            self._show_settings(answer)
        elif not self._is_changed():
            self._open_form(answer)
        elif self.form is not None and self._made is not None and not self.form.fits(answer.data):
            self._made.notice(Alert("The factors or partnerships have changed.", "Save this to set them here."))
        self._compute()
        self._permit()
        if self._wants_keyboard:
            self._wants_keyboard = False
            self.take_keyboard()

    def _open_form(self, answer: Bench) -> None:
        focused, scroll = self._focused(), self.form.pane.verticalScrollBar().value() if self.form else 0
        self._put_away_form()
        spec = self._spec(answer)
        self.form = BenchForm(spec.fields, answer.data)
        again = Again(bench, (self.scenario_id,), {}, self._spec_again)
        self._made = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda _: self.refresh(),
            left=self.left.emit,
            stale=self.refresh,
            again=again,
            year_style=answer.data.year_style,
            form=self.form,
        )
        self._made.cancel_button.setText("Close")
        self.form.changed.connect(lambda _: self._on_typed())
        self.holder.hold(self._made)
        self.form.pane.verticalScrollBar().setValue(scroll)
        self._focus(focused)

    def _show_settings(self, answer: Bench) -> None:
        """What is set, to be read only."""
        self._put_away_form()
        self.holder.hold(Settings(answer.data, answer.scenario.plan, _adopted(answer.scenario)))

    def _spec_again(self, answer: Bench) -> Spec | None:
        """The form of the scenario as it is by then; none once it was put away or adopted."""
        gone = answer.scenario.archived or answer.scenario.adopted_on is not None
        return None if gone else self._spec(answer)

    def _spec(self, answer: Bench) -> Spec:
        one = answer.scenario
        return Spec(
            f"Scenario {one.plan.name}",
            "Save",
            "Change a scenario",
            _fields(answer),
            scenarios.change,
            planning.values_of(one.plan),
            args=(one.id,),
            fixed={"version": one.version},
            place=place_of(one),
        )

    # computing

    def _on_typed(self) -> None:
        self._compute()
        self._permit()

    def _compute(self) -> None:
        """Work out what is set now. Where it cannot be, say why at its box and leave what was, greyed."""
        if self._bench is None:
            return
        data, plan, wrong = self._bench.data, self._bench.scenario.plan, dict[str, str]()
        if self.form is not None:
            values, wrong = self.form.look()
            wrong = {key: sentence for key, sentence in wrong.items() if key not in NOT_FIGURES}
            plan = planning.plan_of(plan.line_id, plan.year, {"name": plan.name, **values})
        if wrong:
            self.results.set_stale(True)
            self._say_soon.start()
            return
        self._say_soon.stop()
        made = planning.rebalanced(data, plan)
        if self.form is not None:
            self.form.show_problems(self._at_boxes(self.form, made.problems))
        headline = comparing.headline(data, plan, made)
        self.head.say([(run.text, run.bold) for run in headline.runs], self._below(headline.below))
        if made.problems:
            if self._computed is None:  # then at least what everybody has now is to be seen
                self.results.show_worked(data, [worked(data, plan, made)])
            self.results.set_stale(True)
            return
        self._computed = worked(data, plan, made)
        self.results.show_worked(data, [self._computed, *self._others()])

    def _at_boxes(self, form: BenchForm, problems: Sequence[Problem]) -> dict[str, str]:
        """The problems by their boxes. One of a year's total is also told at the limit that brought it about."""
        found = {bench_fields.cell_of(one.where): one.text for one in problems if one.where}
        of_total = next((text for where, text in found.items() if where.startswith("totals:")), "")
        self._blamed = (self._blamed or form.limit_typed_into()) if of_total else ""
        return {**found, self._blamed: of_total} if self._blamed else found

    def _others(self) -> list[Worked]:
        """The scenarios beside this one, worked out as they are kept; one that cannot be met is left out."""
        assert self._bench is not None
        found = []
        for scenario_id in self._beside:
            other = self._bench.named(scenario_id)
            if other is not None:
                made = planning.rebalanced(self._bench.data, other.plan)
                if not made.problems:
                    found.append(worked(self._bench.data, other.plan, made))
        return found

    def say_unread(self) -> None:
        """Somebody has paused: say which figure cannot be read, at its box and in the head."""
        if self.form is None:
            return
        _, wrong = self.form.look()
        wrong = {key: sentence for key, sentence in wrong.items() if key not in NOT_FIGURES}
        if wrong:
            self.form.show_problems(wrong)
            self.head.say([("This cannot be read yet", False)], next(iter(wrong.values())))

    def _below(self, words: str) -> str:
        one = self._bench.scenario if self._bench is not None else None
        if one is None or one.adopted_on is None:
            return words
        return " ".join(filter(None, _adopted(one)))

    def _explain(self, partnership_id: str) -> None:
        if self._computed is not None and self._bench is not None:
            self.results.why.explain(self._bench.data, self._computed, partnership_id)

    # saving, and what else can be done

    def save(self) -> None:
        """Save what is set as one step."""
        if self._made is not None:
            self._made.save()

    def _is_changed(self) -> bool:
        return self._made is not None and self.form is not None and self.form.is_changed()

    def _permit(self) -> None:
        if self._bench is None:
            return
        one, changed = self._bench.scenario, self._is_changed()
        self.chooser.permit(read_only=self._desk.read_only, unsaved=changed)
        self.adopt_button.setVisible(one.adopted_on is None)
        if self._desk.read_only:
            self.adopt_button.forbid(READ_ONLY)
        elif changed:
            self.adopt_button.forbid(SAVE_FIRST, "Adopt: save first")
        else:
            self.adopt_button.permit()
        self.adopt_button.updateGeometry()
        if self._made is not None and self._made.save_button.text() == "Save":
            if changed:
                self._made.save_button.permit()
            else:
                self._made.save_button.forbid("Nothing was typed since it was saved.")

    def others(self) -> tuple[ScenarioRecord, ...]:
        """The scenarios that may stand beside this one."""
        return () if self._bench is None else self._bench.others

    def compare(self, ids: Sequence[str]) -> None:
        """Put up to two other scenarios beside this one."""
        self._beside = list(ids)
        self._compute()

    def _share(self, shared: bool) -> None:
        if self._bench is not None:
            name = "Share a scenario" if shared else "Keep a scenario to oneself"
            version = self._bench.scenario.version
            self._desk.write(name, scenarios.share, self.scenario_id, version=version, shared=shared)

    def copy(self, name: str = "") -> None:
        """Go on from a copy of the scenario as it is kept, under this name or one made of its own."""
        if self._bench is not None:
            name = name or f"{self._bench.scenario.plan.name}, copy"
            self._desk.write("Copy a scenario", scenarios.copy, self.scenario_id, name=name, then=self.open_scenario)

    def adopt(self) -> None:
        """Ask why, beside what would be written."""
        if self._bench is None or not self.adopt_button.isEnabled():
            return
        self.adopting.ask(self._bench.scenario)
        self._show_adopting(True)

    def _show_adopting(self, on: bool) -> None:
        self.results.setVisible(not on)
        self.adopting.setVisible(on)
        self.chooser.setEnabled(not on)
        self.holder.setEnabled(not on)
        for keys in self._made.findChildren(QShortcut) if self._made is not None else ():
            keys.setEnabled(not on)  # they are those of the form of adopting
        self.adopt_button.setVisible(not on)
        self.side.setVisible(not on or not self.split.is_stacked())  # where they share the height, it is all needed

    def _back_from_adopting(self) -> None:
        self._show_adopting(False)
        self._permit()
        self.results.table.setFocus()

    def _on_adopted(self, words: str) -> None:
        self._show_adopting(False)
        self._put_away_form()
        self.refresh()
        self.said.emit(words)
        self.results.table.setFocus()

    def _leave(self) -> None:
        if self.may_leave():
            self.left.emit()

    # out of the page

    def _more(self) -> None:
        menu = QMenu(self)
        menu.addAction("Print the review…\tCtrl+P").triggered.connect(self.print_review)
        menu.addAction("This table to Excel…\tCtrl+E").triggered.connect(self.export)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def print_review(self) -> None:
        """Show the executive summary of the scenario as it is set now; of several, the table that compares them."""
        if self._computed is not None and self.results.is_comparing():
            self.output.print_list(self.results.shown())
        elif self._computed is not None:
            self.output.print_review(self.scenario_id, self._computed.plan)

    def print_why(self, partnership_id: str) -> None:
        """Show the page that says why a partnership's figure is what it is."""
        if self._computed is not None:
            self.output.print_reasons(self.scenario_id, partnership_id, self._computed.plan)

    def export(self) -> None:
        """Write the table on the screen to a workbook."""
        if self._computed is not None:
            self.output.export(self.results.shown())

    # the keyboard

    def _focused(self) -> str:
        """The name of the box the keyboard is in."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self._made is not None and self._made.isAncestorOf(focused)
        return focused.accessibleName() if focused is not None and inside else ""

    def _focus(self, name: str) -> None:
        if name and self._made is not None:
            for one in self._made.findChildren(QWidget):
                if one.accessibleName() == name and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    one.setFocus(Qt.FocusReason.OtherFocusReason)
                    return

    def _put_away_form(self) -> None:
        self._made = self.form = None
        self.holder.hold(None)


class Holder(Narrow):
    """Where the form or the read-only settings are; what does not fit, as both versions of a record, scrolls."""

    def __init__(self) -> None:
        super().__init__("Scenario")
        page = Sheet()
        self._whole, self._column = QVBoxLayout(page), QVBoxLayout()
        self._whole.setContentsMargins(0, 0, theme.current().gap(6), theme.current().gap(8))
        self._whole.addLayout(self._column)
        self.setWidget(page)

    def over(self, content: QWidget) -> None:
        """Put this over whatever is held, and let it scroll with it."""
        self._whole.insertWidget(0, content)

    def hold(self, content: QWidget | None) -> None:
        """Put this in the place of what was there."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if content is not None:
            self._column.addWidget(content)


class Split(ListAndRecord):
    """Controls beside what they come to; over it, with less than half of the height, where the window is narrow."""

    def share_out(self) -> None:
        whole = self.height()
        if self.is_stacked() and not self._dragged and whole > 0:
            self.setSizes([whole * 9 // 20, whole - whole * 9 // 20])
        else:
            super().share_out()


def _fields(answer: Bench) -> tuple[Field, ...]:
    """What there is to set; with a total for every year that there may be, since years are added as it is typed."""
    plan = answer.scenario.plan
    longest = bench_fields.totals(answer.data, replace(plan, years=MOST_YEARS))
    return tuple(longest if one.key == "totals" else one for one in bench_fields.scenario(answer.data, plan))


def _adopted(one: ScenarioRecord) -> tuple[str, str]:
    """When, by whom and why it was adopted; two empty ones where it was not."""
    if one.adopted_on is None:
        return "", ""
    by = f" by {one.adopted_by}" if one.adopted_by else ""
    return f"Adopted on {format_day(one.adopted_on)}{by}.", one.adopted_reason
