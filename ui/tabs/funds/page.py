"""The Funds page: the question in figures, the list in its views, the chosen record, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.fields import Field
from app.funds import commitments, funds, income, lines, stated
from app.funds.lists import HISTORY_PAGE, history_list
from app.funds.record import Choices
from app.funds.record import choices as offered
from app.funds.views import OF_LINES, VIEWS, Shown, View, shown, view
from app.listing import Listing
from ui.desk import Desk
from ui.documents import ACTIONS, ATTACH, Owner
from ui.edits import Spec
from ui.kit import theme
from ui.kit.asking import Asker
from ui.kit.parts import FilterBar
from ui.kit.table import ListView
from ui.kit.viewed import Ask
from ui.listed import ListedPage
from ui.tabs.funds import forms, line, others, specs

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
PUT_AWAY = {
    "agreements": ["paid", "reference"],
    "funds": ["moved", "committed", "paid"],
    "stated": ["place", "reason"],
    "income": ["condition"],
}


class FundsPage(ListedPage[View, Shown]):
    """The budget's lines, its income, its agreements, its funds and its stated figures."""

    year_started = Signal(int)

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, asker, year, tab=forms.TAB, key="priority", parent=parent)
        view = ListView("Budget lines", answer="left", quiet=("committed", "paid"), tones=TONES)
        self.build(view, FilterBar("Filter lines", VIEWS), "New line")
        self._key = str(self.bar.view.currentData())
        self.refresh()

    # what the window says to the page

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

    # reading

    def ask_view(self) -> Ask:
        words = {"labels": history_labels()} if self._key == "history" else {}
        return Ask(view, (self._key,), {"year": self._year, "compare": self._compare, **words})

    def ask_record(self, row_id: str) -> Ask | None:
        return None if self._key == "history" else Ask(shown, (self._key, row_id), {"year": self._year})

    def put_away(self) -> Sequence[str]:
        return PUT_AWAY.get(self._key, ["committed", "paid"])

    def show_view_read(self, answer: View) -> None:
        super().show_view_read(answer)
        self.list.set_note(
            "* Has a note, shown in the record and printed under the table."
            if answer.listing.notes and not theme.current().large
            else ""
        )

    def on_viewed(self, asked: int) -> None:
        if self._key == "history" and self._view is not None:
            self._read_older(asked, self._view.listing)

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
            self._desk.read(then, history_list, before=int(held.lines[-1].id), labels=history_labels())

        read()

    def fill_record(self, one: Shown) -> None:
        style, can_save = one.year_style, not self._desk.read_only
        if one.line is not None:
            line.show_line(self.record, one.line, self._do, can_save=can_save)
        elif one.income is not None:
            others.show_income(self.record, one.income, self._do, style=style, can_save=can_save)
        elif one.commitment is not None:
            others.show_commitment(self.record, one.commitment, self._do, can_save=can_save)
        elif one.fund is not None and one.fund_figures is not None:
            year_text = self.year_text()
            others.show_fund(self.record, one.fund, one.fund_figures, self._do, year_text=year_text, can_save=can_save)
        elif one.stated is not None:
            others.show_stated(self.record, one.stated, self._do, style=style, can_save=can_save)

    def entry_title(self, row_id: str) -> tuple[str, str]:
        return f"Step {row_id}", "Every change to this office file, by whom and why"

    def nothing_chosen(self) -> str:
        words = {"archived": "Nothing is deleted for good: what is archived waits here."}
        return words.get(self._key, super().nothing_chosen())

    def permit(self) -> None:
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
            self.documents.do(action, self.owner() if action == ATTACH else subject)
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

    def owner(self) -> Owner | None:
        shown = self._shown.line if self._shown and self._form is None and not self._desk.read_only else None
        return Owner("budget_line", shown.line.id, shown.line.name) if shown is not None else None

    def new(self) -> None:
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

    def open_kept(self, place: Mapping[str, Any]) -> bool:
        action = str(place.get("action", ""))
        if action == "new":
            self.new()
        elif self._shown is not None and forms.has_form(action):
            subject = forms.subject_in(self._shown, action, str(place.get("subject", "")))
            if subject is None:
                return False
            self._do(action, subject)
        return True

    def after_save(self, spec: Spec, answer: Any) -> None:
        if spec.use_case is lines.add and isinstance(answer, str):
            self._wanted = answer
        if spec.use_case is lines.start_year:
            self.year_started.emit(self._year + 1)

    # years, paste, print

    def shortcuts(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (*super().shortcuts(), ("Ctrl+Shift+V", self.paste_lines))

    def more_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, run, writes in (
            ("Paste lines from Excel…\tCtrl+Shift+V", self.paste_lines, True),
            (f"Start {self.year_text(self._year + 1)} from this year…", self.start_next_year, True),
            ("Keep a stated total…", self.keep_total, True),
            ("Print the budget paper…", self.print_budget, False),
            ("Print this line…", self.print_line, False),
            ("Print this list…\tCtrl+P", self.print_list, False),
            ("This list to Excel…\tCtrl+E", self.export_list, False),
        ):
            action = menu.addAction(words)
            action.triggered.connect(run)
            action.setEnabled(not (writes and self._desk.read_only))
        self.add_years(menu)
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
            following = self._year + 1
            self.edit(specs.start_year(following, self.year_text(following), self.year_text()))

    def paste_lines(self) -> None:
        """Take a table copied in Excel, after a look at what it would do."""
        if self._desk.read_only:
            return
        from ui.pasting import PasteDialog
        from ui.tabs.funds.paste import lines_pasting

        dialog = PasteDialog(self._desk, lines_pasting(self._year), self.year_style, self)
        dialog.taken.connect(self._take)
        dialog.open()

    def _take(self, rows: list[Pasted], reason: str, _: object) -> None:
        from app.funds.importing import take

        self._desk.write(
            "Paste budget lines", take, rows, year=self._year, reason=reason, then=lambda _: self.refresh()
        )

    def print_line(self) -> None:
        """Show the chosen line as a paper."""
        if self._shown is not None and self._shown.line is not None:
            self.output.print_line(self._shown.line)
        else:
            self._asker.inform("Print a line", "Choose a budget line first.")

    def print_budget(self) -> None:
        """Show the budget paper of the year."""
        self.output.print_budget(self._year)


def history_labels() -> Mapping[str, Sequence[Field]]:
    """The words of every tab's history; loaded when it is first looked at, as nothing else here needs them."""
    from app.labels import LABELS

    return LABELS
