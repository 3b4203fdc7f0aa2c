"""The Papers page: every paper in a list with one looked at, and in their place the paper that is written or read."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Refused
from app.fields import Field
from app.papers import shelf
from app.papers.opened import Looked, Shelf, looked, shelved
from app.papers.paper import KINDS, Guarded, PaperRecord
from ui.desk import Desk
from ui.edits import Spec, editor
from ui.kit import state
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.parts import EmptyPage, FilterBar, Head
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.words import plain
from ui.output import Output
from ui.tabs.papers.composer import Composer
from ui.tabs.papers.listed import TONES, headline, show_paper
from ui.tabs.papers.reader import Reader

NOTHING = (
    "A paper says in words what the desk knows in figures: a Commissioning Intentions Plan, or a paper to the Police "
    "and Crime Panel. Start the first one here; it comes with its sections, and with tables from Funds."
)
ROOMY = 1500
PUT_AWAY = ["edition", "issued_by"]
READ_ONLY = "This file is read-only for you."


class PapersPage(QWidget):
    """The list reads when it is shown; a paper that is open takes its place until it is left."""

    said = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._year = desk, asker, year
        self._shelf: Shelf | None = None
        self._looked: Looked | None = None
        self._guarded: dict[str, Guarded] = {}
        self._form: RecordForm | None = None
        self.open_paper: Composer | Reader | None = None
        self._asked, self._stale, self._about = 0, False, ""
        self._arranging = False
        self._wanted = str(state.kept("papers/record", ""))
        self._reopen = str(state.kept("papers/open", ""))
        self._build()
        self._connect()
        self.refresh()

    # what the window says to the page

    def set_year(self, year: int) -> None:
        """The financial year (a start year) that a new paper is for unless another is given."""
        self._year = year

    def refresh(self) -> None:
        """Read what is on the screen again: the list, or the paper that has its place."""
        if self.open_paper is not None:
            self._stale = True
            self.open_paper.read()
        elif not self.isVisible() and self._shelf is not None:
            self._stale = True
        else:
            self._read_list()

    def _read_list(self) -> None:
        self._stale = False
        self._asked += 1
        asked = self._asked
        self._desk.read(lambda answer: self._on_read(asked, answer), shelved, today=date.today())

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving; saves what can be saved, asks where something cannot."""
        if self.open_paper is not None and not self.open_paper.may_leave():
            return False
        return self._form is None or self._form.may_leave()

    def go_to(self, paper_id: str) -> None:
        """Open this paper."""
        if self.open_paper is not None and self.open_paper.paper_id == paper_id:
            return
        if self._shelf is None or paper_id not in self._shelf.papers:
            self._reopen = paper_id
            self._read_list()
        else:
            self._open(paper_id)

    def other_side(self) -> None:
        """Take the keyboard from one side to the other."""
        if self.open_paper is not None:
            self.open_paper.other_side()
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and self.record.isAncestorOf(focused)
        (self.list if inside else self.record).setFocus(Qt.FocusReason.TabFocusReason)
        if not inside:
            self.record.focusNextChild()

    def take_keyboard(self) -> None:
        """Put the keyboard where this page begins."""
        if isinstance(self.open_paper, Composer):
            self.open_paper.list.setFocus()
        elif self.open_paper is not None:
            self.open_paper.other_side()
        elif self.stack.currentWidget() is self.empty:
            self.first_button.setFocus()
        else:
            self.list.setFocus()

    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._form is not None

    # building

    def _build(self) -> None:
        self.head, self.bar = Head(), FilterBar("Filter papers")
        self.list = ListView("Papers", answer="title", tones=TONES, total=False)
        self.record = Record("Chosen paper")
        self.print_button, self.excel_button = Button("Print", "printer"), Button("Excel", "table")
        self.new_button = Button("New paper…", "plus")
        busy = Busy()
        self.output = Output(self._desk, self._asker, busy, self.said.emit, self)
        for one in (busy, self.print_button, self.excel_button):
            self.head.add_button(one)
        self.bar.add(self.new_button)
        self.split = ListAndRecord(ListPane(self.bar, self.list), self.record, "papers/list-split")
        self.first_button = Button("New paper…", "plus", "primary")
        self.empty = EmptyPage("file-text", NOTHING, (self.first_button,))
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        self.listed, self.stack = listed, QStackedWidget()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        state.remember(self.bar, "papers/bar")

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.layout_changed.connect(self._keep_layout)
        self.list.opened.connect(lambda _: self._do("open"))
        for button in (self.new_button, self.first_button):
            button.clicked.connect(self.new_paper)
        self.print_button.clicked.connect(self.print_list)
        self.excel_button.clicked.connect(self.export_list)
        for keys, do in (("Ctrl+N", self.new_paper), ("Ctrl+P", self.print_list), ("Ctrl+E", self.export_list)):
            QShortcut(QKeySequence(keys), self.listed, do)
        QShortcut(QKeySequence("Ctrl+N"), self.empty, self.new_paper)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale and self.open_paper is None:
            self._read_list()

    # reading

    def _on_read(self, asked: int, answer: Shelf) -> None:
        if asked != self._asked:
            return
        first, self._shelf = self._shelf is None, answer
        drafts = {one.paper.id for one in answer.records}
        self._guarded = {key: one for key, one in self._guarded.items() if key in drafts}
        self.head.say(*headline(answer, self._guarded))
        self._arranging = True
        self.list.show_listing(answer.listing)
        if first:
            kept = state.kept("papers/list")
            # on a small screen the title matters more than what the record says as well
            narrow = {"hidden": PUT_AWAY} if self.width() < ROOMY else {}
            self.list.restore_layout(kept if isinstance(kept, dict) else narrow)
        self._arranging = False
        self.split.share_out()
        self._permit()
        if self._form is None and self.open_paper is None:
            self.stack.setCurrentWidget(self.listed if answer.papers else self.empty)
        wanted, self._wanted = self._wanted, ""
        if wanted in answer.papers:
            self.list.choose(wanted)
        elif self.list.chosen_id() not in answer.papers:
            self.list.choose_first()
        reopen, self._reopen = self._reopen, ""
        if reopen in answer.papers:
            self._open(reopen)
        if self._form is None:
            self._read_record()
        for record in answer.records:
            self._guard(asked, record)

    def _keep_layout(self) -> None:
        # only what a person arranged: loading another list moves columns about too
        if self._shelf is not None and not self._arranging:
            state.keep("papers/list", self.list.save_layout())

    def _guard(self, asked: int, record: PaperRecord) -> None:
        """What is still to settle in a draft is counted aside; the list does not wait for it."""

        def work() -> Guarded:
            from app.papers.compose import compose_paper
            from app.papers.guard import guard

            return guard(record, compose_paper(record))

        def then(guarded: Guarded) -> None:
            if asked == self._asked and self._shelf is not None:
                self._guarded[record.paper.id] = guarded
                self.head.say(*headline(self._shelf, self._guarded))
                if record.paper.id == self.list.chosen_id() and self._form is None:
                    self._show_record()

        def refused(_: Refused) -> None:
            """It is said when the paper is opened."""

        self._desk.aside(work, then, refused, words="")

    def _on_chosen(self, paper_id: str) -> None:
        if self._form is not None:
            if paper_id == self._about:
                return
            if not self.may_leave():
                # once Qt is done with choosing the other line
                QTimer.singleShot(0, self, lambda: self.list.choose(self._about))
                return
            self._form = None
        state.keep("papers/record", paper_id)
        self._read_record()

    def _read_record(self) -> None:
        paper_id = self.list.chosen_id()
        if self._shelf is None or paper_id not in self._shelf.papers:
            self._looked = None
            self._show_record()
            return

        def then(answer: Looked) -> None:
            if self._form is None and paper_id == self.list.chosen_id():
                self._looked = answer
                self._show_record()

        self._desk.read(then, looked, paper_id)

    def _show_record(self) -> None:
        if self._looked is None or self._shelf is None:
            self.record.begin("Nothing chosen")
            self.record.add(plain("Choose a paper to look at it here.", tone="second", wrap=True))
            return
        scroll, paper = self.record.verticalScrollBar().value(), self._looked.paper
        followed_by = next((one.title for one in self._shelf.papers.values() if one.follows_id == paper.id), "")
        show_paper(
            self.record,
            self._looked,
            self._guarded.get(paper.id),
            self._do,
            can_save=not self._desk.read_only,
            followed_by=followed_by,
        )
        self.record.verticalScrollBar().setValue(scroll)

    def _permit(self) -> None:
        for button in (self.new_button, self.first_button):
            if self._desk.read_only:
                button.forbid(READ_ONLY)
            else:
                button.permit()

    # doing

    def _do(self, action: str) -> None:
        if self._looked is None or self._looked.paper.id != self.list.chosen_id():
            if action == "open" and self.list.chosen_id():
                self._open(self.list.chosen_id())
            return
        paper = self._looked.paper
        if action == "open":
            self._open(paper.id)
        elif action in ("print", "save"):
            show = self.output.show_pdf if action == "print" else self.output.save_pdf
            self.output.paper(paper, lambda pdf: show(pdf, paper.title))
        elif action == "next":
            name = f"Start the next version of “{paper.title}”"
            self._desk.write(name, shelf.next_version, paper.id, then=self._on_started, today=date.today())
        elif action == "discard":
            words = f"Discarded “{paper.title}”. Ctrl+Z brings it back."
            self._desk.write(
                f"Discard the draft “{paper.title}”",
                shelf.discard,
                paper.id,
                then=lambda _: self.said.emit(words),
                version=paper.version,
            )

    def new_paper(self) -> None:
        """Start a paper: what kind, and for which year."""
        if self._desk.read_only or self._shelf is None or not self.may_leave():
            return
        newest = max(self._shelf.papers.values(), key=lambda one: one.id, default=None)
        spec = Spec(
            "New paper",
            "Start paper",
            "Start a paper",
            (
                Field("kind", "What kind of paper", "choice", True, KINDS),
                Field("year", "For the financial year", "year", True),
            ),
            shelf.start,
            {"kind": newest.kind if newest else KINDS[0].value, "year": self._year},
            (),
            {"today": date.today()},
            "It begins with the sections and words of the last one of its kind, where there is one.",
            place={"tab": "papers"},
        )
        style = self._shelf.year_style
        self._form = editor(
            spec, self._desk, self._asker, saved=self._on_started, left=self._leave_form, year_style=style
        )
        self.stack.setCurrentWidget(self.listed)
        self.record.begin(spec.title, spec.about)
        self.record.add(self._form)
        self._about = self.list.chosen_id()
        self._form.form.focus_first()

    def _on_started(self, paper_id: str) -> None:
        self._form = None
        self._wanted = self._reopen = paper_id
        self._read_list()

    def _leave_form(self) -> None:
        self._form = None
        if self._shelf is not None and not self._shelf.papers:
            self.stack.setCurrentWidget(self.empty)
            self.first_button.setFocus()
            return
        self._read_record()
        self.list.setFocus()

    def _open(self, paper_id: str) -> None:
        """Put a paper in the list's place: a draft to be written, an issued one to be read."""
        if self._shelf is None or paper_id not in self._shelf.papers:
            return
        if self.open_paper is not None and not self.open_paper.may_leave():
            return
        self._close()
        self.list.choose(paper_id)
        made: Composer | Reader
        if self._shelf.papers[paper_id].state == "draft":
            made = Composer(self._desk, self._asker, paper_id, self.said.emit)
            made.issued.connect(self._on_issued)
        else:
            made = Reader(self._desk, self._asker, paper_id, self.said.emit)
            made.started.connect(self._on_next_started)
        made.left.connect(self._on_left)
        made.open_asked.connect(self.go_to)
        self.open_paper = made
        state.keep("papers/open", paper_id)
        self.stack.addWidget(made)
        self.stack.setCurrentWidget(made)
        made.setFocus()

    def _on_issued(self, paper_id: str) -> None:
        """A draft has become an issued paper: it is read from now on."""
        self._close()
        self._wanted = self._reopen = paper_id
        self._read_list()

    def _on_next_started(self, paper_id: str) -> None:
        self._close()
        self._on_started(paper_id)

    def _on_left(self) -> None:
        state.keep("papers/open", "")
        self._close()
        self._read_list()
        self.list.setFocus()

    def _close(self) -> None:
        if self.open_paper is not None:
            self.stack.setCurrentWidget(self.listed)
            self.stack.removeWidget(self.open_paper)
            self.open_paper.deleteLater()
            self.open_paper = None

    # print, Excel

    def print_list(self) -> None:
        """Show the list as a paper, to print or to keep as PDF."""
        if self._shelf is not None:
            self.output.print_list(self.list.shown())

    def export_list(self) -> None:
        """Write the list to an Excel workbook."""
        if self._shelf is not None:
            self.output.export(self.list.shown())
