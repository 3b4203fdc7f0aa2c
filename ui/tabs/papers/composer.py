"""A draft as it is written: its sections, the pages as they will print, the section in hand, and the figures guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Refused, Stale
from app.papers.opened import Opened, opened
from app.papers.paper import Finding, Section
from ui.desk import Desk
from ui.kit import state
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.form import leave_unsaved
from ui.kit.switch import Pane
from ui.output import Output
from ui.tabs.papers import said
from ui.tabs.papers.adding import add_menu
from ui.tabs.papers.both import BothDialog, read_both
from ui.tabs.papers.changes import ChangesDialog
from ui.tabs.papers.details import DetailsPane
from ui.tabs.papers.draft import Draft, Row
from ui.tabs.papers.drawing import Drawing, Drawn
from ui.tabs.papers.fields import Subjects
from ui.tabs.papers.figures import FigurePicker
from ui.tabs.papers.guard import GuardPane
from ui.tabs.papers.issue import Issue
from ui.tabs.papers.keeping import Keeping
from ui.tabs.papers.others import OthersBar, SectionNotes, place_of
from ui.tabs.papers.pages import PagesPane
from ui.tabs.papers.prose import ProseBox
from ui.tabs.papers.sections import COVER, SectionList
from ui.tabs.papers.since import SinceWords
from ui.tabs.papers.spread import Spread
from ui.tabs.papers.steps import Steps
from ui.tabs.papers.tools import SectionTools
from ui.tabs.papers.top import Top, pop
from ui.tabs.papers.writing import WritingPane

if TYPE_CHECKING:
    from app.records import LastSave

SECTION_KEY = "papers/section"


class Composer(QWidget):
    """Reads the paper, lays what is typed over it and draws the pages again; the file has what was typed soon after."""

    left = Signal()
    issued = Signal(str)
    open_asked = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, paper_id: str, said_to: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self._asker, self.paper_id, self._say = desk, asker, paper_id, said_to
        self.drawn: Drawn | None = None
        self._read: Opened | None = None
        self._asked, self._key = 0, _kept_section(paper_id)
        self._stale, self._added = False, ""
        self._follow = False  # what is typed is brought into sight on the pages
        self._insists = False  # whoever pressed Ctrl+S is shown what stands in the way
        self._changes: ChangesDialog | None = None
        self._both: BothDialog | None = None
        self._build()
        self._connect()
        self.read()

    @property
    def draft(self) -> Draft | None:
        """The record with what is typed over it; None until it was read."""
        return self.keeping.draft

    # what the page says to it

    def read(self) -> None:
        """Read the paper again; what is typed stays."""
        if not self.isVisible() and self.draft is not None:
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        asked = self._asked
        self._desk.read(lambda answer: self._on_read(asked, answer), opened, self.paper_id, today=date.today())

    def may_leave(self) -> bool:
        """Save what is typed. What waits for the drive is safe on this laptop; what cannot be saved is asked about."""
        if (not self.details.can_be_read() or self.guard.is_typing()) and not leave_unsaved(self._asker):
            return False
        if self.keeping.save_all() or self.draft is None or self.keeping.is_kept():
            return True
        agreed = leave_unsaved(self._asker)
        if agreed:
            self.keeping.give_up()
        return agreed

    def other_side(self) -> None:
        """Take the keyboard on: from the sections to what is written, to the pages, to the guard, and round."""
        places: list[QWidget] = [self.list, self._written(), self.pages.view, self.guard]
        focused = QApplication.focusWidget()
        inside = [focused is not None and (focused is one or one.isAncestorOf(focused)) for one in places]
        at = inside.index(True) if True in inside else -1
        for step in range(1, len(places) + 1):
            one = places[(at + step) % len(places)]
            if one.isVisible():
                self._take_keyboard(one)
                return

    def back(self) -> None:
        """Go back to the list of papers."""
        if self.may_leave():
            self.drawing.stop()
            self.left.emit()

    # building

    def _build(self) -> None:
        busy = Busy()
        self.top = Top(busy)
        self.output = Output(self._desk, self._asker, busy, self._say, self)
        self.issue = Issue(self._desk, self._asker, busy)
        self.keeping = Keeping(self._desk, self.paper_id, self)
        self.others, self.notes = OthersBar(self._desk), SectionNotes(self._desk)
        self.steps = Steps(self._desk, self.keeping, self.paper_id, self._say, self.read)
        self.list, self.tools, self.since = SectionList(), SectionTools(), SinceWords()
        self.writing, self.details, self.guard = WritingPane(), DetailsPane(), GuardPane()
        self.pages, self.drawing = PagesPane(self._desk), Drawing(self._desk, self)
        self.panel = QStackedWidget()
        self.panel.addWidget(self.writing)
        self.panel.addWidget(self.details)
        listed = QWidget()
        under = _column(listed)
        under.addWidget(self.list, 1)
        under.addWidget(self.since)
        written = QWidget()
        over = _column(written)
        over.addWidget(self.notes)
        over.addWidget(self.panel, 1)
        self.spread = Spread(
            Pane("sections", "Sections", listed, self.tools),
            self.pages,
            Pane("section", "Section", written),
            Pane("guard", "Figures guard", self.guard),
        )
        self.picker = FigurePicker(self)
        whole = _column(self)
        whole.addWidget(self.top)
        whole.addWidget(self.others)
        whole.addWidget(self.spread, 1)

    def _connect(self) -> None:
        self.top.back.connect(self.back)
        self.top.pdf.connect(self.show_pdf)
        self.top.issuing.connect(self.issue_paper)
        self.top.open_asked.connect(self.open_asked)
        self.issue.issued.connect(self.issued)
        self.issue.refused.connect(self._on_issue_refused)
        self.list.chosen.connect(self._on_chosen)
        self.list.entered.connect(lambda _: self.write_chosen())
        self.list.moved.connect(self.steps.move)
        self.list.placed.connect(self.steps.place)
        self.list.printed.connect(self.steps.print_section)
        self.list.removing.connect(self._remove)
        self.tools.moved.connect(lambda by: self.steps.move(self._key, by))
        self.tools.removing.connect(lambda: self._remove(self._key))
        self.tools.adding.connect(self._offer_sections)
        self.since.followed.connect(self.read_changes)
        self.writing.typed.connect(self._on_typed)
        self.writing.turned.connect(self.keeping.turn)
        self.writing.printed.connect(self.steps.print_section)
        self.writing.both_asked.connect(self.see_both)
        self.details.both_asked.connect(self.see_both)
        self.others.both_asked.connect(self._read_both)
        self.others.gone_to.connect(self._go_to)
        self.notes.thrown_away.connect(self._throw_away)
        self.writing.figure_asked.connect(self._ask_figure)
        self.details.typed.connect(self._on_typed)
        self.picker.taken.connect(self.writing.put_figure)
        self.picker.left.connect(self.writing.give_back_keyboard)
        self.guard.asked.connect(self._on_guard)
        self.guard.reasoned.connect(self._on_reason)
        self.guard.turned.connect(lambda _: self._mark())
        self.keeping.told.connect(self._say_state)
        self.keeping.refused.connect(self._on_refused)
        self.keeping.returned.connect(self._on_returned)
        self.drawing.drawn.connect(self._on_drawn)
        self.drawing.slow.connect(self.pages.say_drawing)
        self.drawing.refused.connect(lambda refusal: self.pages.say_trouble(refusal.message))
        for keys, do in (
            ("Alt+Left", self.back),
            ("Ctrl+S", self.save),
            ("Ctrl+P", self.show_pdf),
            ("F8", self.next_to_settle),
        ):
            QShortcut(QKeySequence(keys), self, do)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeping.save()
        self.notes.leave()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._say_state()
        if self._stale:
            self.read()

    # reading and drawing

    def _on_read(self, asked: int, answer: Opened) -> None:
        if asked != self._asked:
            return
        if answer.record.paper.state != "draft":
            self.keeping.keep()
            self.issued.emit(self.paper_id)  # issued meanwhile, by somebody else or just now
            return
        first = self.draft is None
        draft = self._take(answer)
        added, self._added = self._added, ""
        if draft.has_section(added):
            self._key = added
        elif self._key != COVER and not draft.has_section(self._key):
            self._key = COVER
        self._show(draft, answer)
        if self._changes is not None:
            self._changes.show_since(answer.record.since, answer.year_text)
        self.drawing.ask(draft.typed(), self.pages.sight())
        if first:
            self.list.setFocus()
        if added:
            self.spread.show_pane("section")
            self.writing.focus_heading()

    def _take(self, answer: Opened) -> Draft:
        """Lay what is typed over the paper as it was read, and say what others have changed in it."""
        before = self.draft.record if self.draft is not None else answer.record
        self._read = answer
        draft = self.keeping.take(answer.record)
        self.others.tell(before, draft, self._key)
        return draft

    def _show(self, draft: Draft, answer: Opened) -> None:
        """Everything that does not wait for the pages."""
        self.list.show_rows(said.rows(draft, self.drawn))
        self.list.choose(self._key)
        self._show_written(draft, answer)
        self.since.say(draft.record.since, draft.record.paper.kind)
        self.top.versions = answer.versions
        self._say_top()

    def _show_written(self, draft: Draft, answer: Opened) -> None:
        record = draft.record
        if self._key == COVER:
            self.panel.setCurrentWidget(self.details)
            self.details.show_paper(draft.paper(), record.office.year_style)
        else:
            self.panel.setCurrentWidget(self.writing)
            answers = tuple(draft.answer(one.id) for one in record.answers)
            self.writing.show_section(draft.section(self._key), record.figures, _subjects(answer), answers)
        self.tools.permit(on_cover=self._key == COVER, read_only=self._desk.read_only)
        self._say_state()

    def _on_drawn(self, drawn: Drawn) -> None:
        first, self.drawn = self.drawn is None, drawn
        if self.draft is None:
            return
        self.pages.view.set_name(drawn.record.paper.title)
        self.pages.show_drawn(drawn)
        self.guard.show_guarded(drawn.guarded, said.abouts(drawn, can_write=not self._desk.read_only))
        to_settle = drawn.guarded.to_settle
        self.spread.set_chip("guard", f"{to_settle:,} to settle" if to_settle else "")
        self.list.show_rows(said.rows(self.draft, drawn))
        self._say_top()
        self._mark()
        away = self._follow and not said.in_sight(drawn, self._key, self.pages.view.in_sight())
        if away or (first and self._key != COVER):
            self._scroll_to(self._key)
        self._follow = False

    def _say_top(self) -> None:
        if self.draft is not None:
            style = self.draft.record.office.year_style
            self.top.show_paper(self.draft.paper(), self.drawn, style, read_only=self._desk.read_only)

    def _mark(self) -> None:
        """Boxes over the pages where a figure does not tie."""
        if self.drawn is not None:
            self.pages.mark(said.marks(self.drawn, self.guard.current()))

    def _scroll_to(self, key: str) -> None:
        where = said.where(self.drawn, key) if self.drawn is not None else None
        if where is not None:
            self.pages.go_to(*where)

    # typing

    def _on_typed(self, row: Row) -> None:
        if self.draft is None:
            return
        self._insists = False
        self.keeping.type(row)
        if isinstance(row, Section):
            self.list.show_rows(said.rows(self.draft, self.drawn))
        self._follow = True
        self.drawing.ask(self.draft.typed(), self.pages.sight(), typing=True)

    def _say_state(self) -> None:
        """How what is typed stands, beside it and in the list."""
        draft, desk = self.draft, self._desk
        if draft is None:
            return
        keys = said.rows_of(draft, self._key)
        words = said.state_words(draft, keys, read_only=desk.read_only, away=desk.is_away)
        trouble = said.trouble(draft, keys)
        if self._key == COVER:
            wrong = said.wrong_box(draft, keys[0])
            self.details.say_state(words, None if wrong else trouble, wrong, can_write=not desk.read_only)
        else:
            self.writing.say_state(words, trouble, can_write=not desk.read_only)
        if self.isVisible():
            self.notes.enter(draft, self._key, self.keeping.since)
        if draft.refusals:
            self.list.show_rows(said.rows(draft, self.drawn))

    def save(self) -> None:
        """Save what is typed, what was refused too; where somebody else saved first, show both."""
        self._insists = True
        self.keeping.save(again=True)
        self.see_both()

    def see_both(self) -> None:
        """Show what two people have made of a row: of the one in hand where there is one."""
        draft = self.draft
        if draft is None:
            return
        stale = draft.stale()
        keys = [one for one in said.rows_of(draft, self._key) if one in stale or draft.dispute(one)]
        keys += [one for one in draft.typed_rows() if one in stale]
        if keys and not draft.is_saving(keys[0]):
            self._read_both(keys[0])

    def _read_both(self, row_id: str) -> None:
        today = date.today()
        self._desk.read(lambda answer: self._show_both(row_id, *answer), read_both, self.paper_id, row_id, today=today)

    def _show_both(self, row_id: str, answer: Opened, by: LastSave | None) -> None:
        if answer.record.paper.state != "draft":
            self.read()
            return
        draft = self._take(answer)
        self._show(draft, answer)
        dispute = draft.dispute(row_id)
        if dispute is None or self._both is not None or self._desk.read_only:
            return
        self._both = BothDialog(dispute, draft.record, _subjects(answer), by, self)
        self._both.chosen.connect(lambda row: self._decide(row, dispute.theirs))
        self._both.rejected.connect(self.write_chosen)
        self._both.destroyed.connect(self._forget_both)
        self._both.open()

    def _decide(self, chosen: Row, over: Row) -> None:
        self._both, self._insists = None, True
        self.keeping.decide(chosen, over)
        self.others.hide()
        self._show_again()
        self.write_chosen()

    def _forget_both(self) -> None:
        self._both = None

    def _on_refused(self, row_id: str, refusal: Refused) -> None:
        """Somebody else saved first: what they made of it is read, and shown to whoever asked for the save."""
        if isinstance(refusal, Stale) and self._insists and self.isVisible():
            self._insists = False
            self._read_both(row_id)
        else:
            self.read()

    def _on_returned(self) -> None:
        """What was typed in an earlier sitting is back: show it where it was typed."""
        draft = self.draft
        if draft is None:
            return
        there = [place_of(draft, one) for one in self.keeping.since]
        if self._key not in there and there[0]:
            self._key = there[0]
        self._show_again()
        self._scroll_to(self._key)

    def _throw_away(self) -> None:
        """Give up what came back in the section in hand."""
        if self.draft is not None:
            for one in said.rows_of(self.draft, self._key):
                if one in self.keeping.since:
                    self.keeping.drop(one)
            self.read()

    def _show_again(self) -> None:
        """Show what is typed, after it was not typed here."""
        if self.draft is not None and self._read is not None:
            self._show(self.draft, self._read)
            self.drawing.ask(self.draft.typed(), self.pages.sight())

    def _ask_figure(self, box: ProseBox) -> None:
        if self.draft is not None and not self._desk.read_only:
            self.picker.show_figures(self.draft.record.figures, box.caret_in(self))

    # sections

    def _on_chosen(self, key: str) -> None:
        if key == self._key or self.draft is None or self._read is None:
            return
        if self._key == COVER and not self.details.can_be_read():
            QTimer.singleShot(0, self, lambda: self.list.choose(COVER))
            return
        self.keeping.save()
        self.others.hide()
        self._key = key
        state.keep(SECTION_KEY, [self.paper_id, key])
        self._show_written(self.draft, self._read)
        self._scroll_to(key)

    def write_chosen(self) -> None:
        """Take the keyboard to the text of the chosen section."""
        self.spread.show_pane("section")
        self._take_keyboard(self._written())

    def _written(self) -> QWidget:
        return self.details if self._key == COVER else self.writing

    def _take_keyboard(self, place: QWidget) -> None:
        if place is self.writing:
            self.writing.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place is self.details and self.details.form is not None:
            self.details.form.focus_first()
        elif place is self.guard:
            self.guard.go_to(self.guard.current())
        else:
            place.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, section_id: str) -> None:
        if self.draft is None or self._desk.read_only or not self.draft.has_section(section_id):
            return
        ids = [one.id for one in self.draft.record.sections]
        at = ids.index(section_id)
        self.steps.remove(section_id, self.draft.section(section_id).heading)
        self.list.choose(ids[at + 1] if at + 1 < len(ids) else ids[at - 1] if at else COVER)

    def _offer_sections(self) -> None:
        if self._read is not None:
            pop(self.tools.add, add_menu(self, _subjects(self._read), self._add))

    def _add(self, heading: str, shows: str, subject_id: str | None) -> None:
        if self.draft is None:
            return
        after = self._key if self._key != COVER else None
        level = self.draft.section(self._key).level if after else 1
        self.steps.add(self._on_added, after=after, heading=heading, shows=shows, level=level, subject_id=subject_id)

    def _on_added(self, section_id: str) -> None:
        self._added = section_id
        self.read()

    # the guard

    def next_to_settle(self) -> None:
        """Go to the next finding that is still to settle, and show it in the page."""
        key = self.guard.next_open()
        if not key:
            self._say("Nothing is left to settle")
            return
        self.spread.show_pane("guard")
        self.guard.go_to(key)
        self._show_in_page(self.guard.card(key).finding)

    def _on_guard(self, action: str, finding: Finding) -> None:
        answer_id = finding.key.removeprefix("answer:")
        if action == "correct":
            self.steps.correct(finding)
        elif action == "show":
            self._show_in_page(finding)
        elif action == "section":
            self._go_to(finding.section_id)
        elif action in ("confirm", "unconfirm") and self.draft is not None:
            self.keeping.turn(replace(self.draft.answer(answer_id), confirmed=action == "confirm"))
        elif action == "answer":
            self._go_to(finding.section_id)
            self.writing.answers.go_to(answer_id)

    def _go_to(self, key: str | None) -> None:
        if key and self.draft is not None and (key == COVER or self.draft.has_section(key)):
            self.list.choose(key)
            self.write_chosen()

    def _show_in_page(self, finding: Finding) -> None:
        place = self.drawn.places.get(finding.key) if self.drawn is not None else None
        if place is not None:
            self.pages.go_to(place.page, place.top)
        elif finding.section_id:
            self._scroll_to(finding.section_id)
        self._mark()

    def _on_reason(self, finding: Finding, text: str) -> None:
        self.steps.give_reason("change" if finding.kind == "change" else "figure", finding.key, text)

    def read_changes(self) -> None:
        """Show what changed since the last issued paper, line by line."""
        if self.draft is None or self._read is None:
            return
        since, can_write = self.draft.record.since, not self._desk.read_only
        self._changes = ChangesDialog(since, self._read.year_text, self.output, can_write=can_write, parent=self)
        self._changes.reasoned.connect(lambda key, text: self.steps.give_reason("change", key, text))
        self._changes.destroyed.connect(self._forget_changes)
        self._changes.open()

    def _forget_changes(self) -> None:
        self._changes = None

    # PDF and issuing

    def show_pdf(self) -> None:
        """Show the pages to print them or to keep them as PDF."""
        if self.drawn is not None:
            self.output.show_pdf(self.drawn.pdf, self.drawn.record.paper.title)

    def issue_paper(self) -> None:
        """Issue the paper, once everything typed is saved and the person has agreed."""
        if not self.top.issue_button.isEnabled() or self.drawn is None:
            return
        if self.keeping.save_all(again=True):
            self.issue.begin(self.drawn.record.paper, self.top.versions)
        else:
            self._asker.inform("Not issued", "What you typed could not be saved, so the paper was not issued.")

    def _on_issue_refused(self, refusal: Refused) -> None:
        if refusal.field == "day" and self.details.form is not None:
            self.list.choose(COVER)
            self.write_chosen()
            self.details.form.show_refusal(refusal)
        else:
            self._asker.inform("Not issued", refusal.message)


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _subjects(answer: Opened) -> Subjects:
    return Subjects(answer.lines, answer.funds)


def _kept_section(paper_id: str) -> str:
    """The section this person was in, where it was this paper's."""
    kept = state.kept(SECTION_KEY)
    return str(kept[1]) if isinstance(kept, list) and len(kept) == 2 and kept[0] == paper_id else COVER
