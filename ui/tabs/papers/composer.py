"""A draft as it is written: its sections, the pages as they will print, the section in hand, and the figures guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Refused
from app.papers import shelf
from app.papers.opened import Opened, opened
from app.papers.paper import Finding, Section
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import leave_unsaved
from ui.kit.pages import Mark
from ui.kit.parts import Head
from ui.kit.switch import Pane
from ui.kit.words import tip
from ui.output import Output
from ui.tabs.papers import said
from ui.tabs.papers.adding import add_menu
from ui.tabs.papers.answers import says_nothing
from ui.tabs.papers.changes import ChangesDialog
from ui.tabs.papers.details import DetailsPane
from ui.tabs.papers.draft import Draft, Row
from ui.tabs.papers.drawing import Drawing, Drawn
from ui.tabs.papers.figures import FigurePicker
from ui.tabs.papers.guard import GuardPane
from ui.tabs.papers.issue import Issue
from ui.tabs.papers.pages import PagesPane
from ui.tabs.papers.prose import ProseBox
from ui.tabs.papers.reader import versions_menu
from ui.tabs.papers.sections import COVER, SectionList
from ui.tabs.papers.since import SinceWords
from ui.tabs.papers.spread import Spread
from ui.tabs.papers.writing import Subjects, WritingPane

REST_MS = 20_000
LAST_SAVE_MS = 2_000
SECTION_KEY = "papers/section"
READ_ONLY = "This file is read-only for you."


class Composer(QWidget):
    """Reads the paper, lays over it what is typed, saves it when the person pauses or goes on, and never in between."""

    left = Signal()
    issued = Signal(str)
    open_asked = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, paper_id: str, said_to: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self._asker, self.paper_id, self._say = desk, asker, paper_id, said_to
        self.draft: Draft | None = None
        self.drawn: Drawn | None = None
        self._read: Opened | None = None
        self._asked, self._key = 0, _kept_section(paper_id)
        self._stale, self._show_added = False, ""
        self._follow = False  # what is typed is brought into sight on the pages
        self._changes: ChangesDialog | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._build()
        self._connect()
        self.read()

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
        """Save what is typed; where that cannot be, ask whether it may be lost."""
        if (not self.details.can_be_read() or self.guard.is_typing()) and not leave_unsaved(self._asker):
            return False
        self._save_all()
        if self.draft is None or not self.draft.is_changed():
            return True
        agreed = leave_unsaved(self._asker)
        if agreed:
            self.draft.forget()
        return agreed

    def save(self, *, again: bool = False) -> None:
        """Save what is typed. What was refused is tried `again` only when the person asks."""
        self._rest.stop()
        if self.draft is None or self._desk.read_only:
            return
        for step in self.draft.steps(again=again):
            self.draft.sent(step.row)
            then, refused = partial(self._on_saved, step.row), partial(self._on_refused, step.row)
            self._desk.write(step.name, step.use_case, *step.args, then=then, refused=refused, **step.given)
        self._say_state()

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
        large = theme.current().large
        self.head, self.back_button = Head(), Button("" if large else "Papers", "chevron-left", "quiet")
        self.back_button.setAccessibleName("Back to the list of papers")
        tip(self.back_button, "Back to the list of papers (Esc)")
        self.pdf_button, self.versions_button = Button("PDF", "file-down"), Button("Versions", "history")
        self.issue_button = Button("Issue…", "badge-check", "primary")
        busy = Busy()
        self.output = Output(self._desk, self._asker, busy, self._say, self)
        self.issue = Issue(self._desk, self._asker, busy)
        self.head.set_back(self.back_button)
        self.more_button = Button("More", "chevron-down")
        for one in (busy, self.pdf_button, self.versions_button, self.more_button, self.issue_button):
            self.head.add_button(one)
        # at large text the sentence needs the room, and More offers the same
        self.more_button.setVisible(large)
        self.pdf_button.setVisible(not large)
        self.versions_button.setVisible(not large)
        self.list, self.since = SectionList(), SinceWords()
        self.writing, self.details, self.guard = WritingPane(), DetailsPane(), GuardPane()
        self.pages, self.drawing = PagesPane(self._desk), Drawing(self._desk, self)
        self.panel = QStackedWidget()
        self.panel.addWidget(self.writing)
        self.panel.addWidget(self.details)
        self.spread = self._spread()
        self.picker = FigurePicker(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.spread, 1)
        self.issue_button.forbid("The paper is being read.")

    def _spread(self) -> Spread:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.since)
        return Spread(
            Pane("sections", "Sections", left, self._tools()),
            self.pages,
            Pane("section", "Section", self.panel),
            Pane("guard", "Figures guard", self.guard),
        )

    def _tools(self) -> QWidget:
        tools, now = QWidget(), theme.current()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.gap(4))
        self.up_button, self.down_button = Button("", "arrow-up", "quiet"), Button("", "arrow-down", "quiet")
        self.remove_button, self.add_button = Button("", "trash-2", "quiet"), Button("Add", "plus")
        for button, name, keys in (
            (self.up_button, "Move the section up", "Alt+Up"),
            (self.down_button, "Move the section down", "Alt+Down"),
            (self.remove_button, "Remove the section", "Delete"),
        ):
            button.setAccessibleName(name)
            tip(button, f"{name} ({keys})")
            row.addWidget(button)
        self.add_button.setAccessibleName("Add a section")
        row.addWidget(self.add_button)
        return tools

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.pdf_button.clicked.connect(self.show_pdf)
        self.versions_button.clicked.connect(lambda: self._pop(self.versions_button, self._versions_menu()))
        self.more_button.clicked.connect(lambda: self._pop(self.more_button, self._more_menu()))
        self.issue_button.clicked.connect(self.issue_paper)
        self.issue.issued.connect(self.issued)
        self.issue.refused.connect(self._on_issue_refused)
        self.list.chosen.connect(self._on_chosen)
        self.list.entered.connect(lambda _: self.write_chosen())
        self.list.moved.connect(self._move)
        self.list.placed.connect(self._place)
        self.list.printed.connect(self._print)
        self.list.removing.connect(self._remove)
        self.up_button.clicked.connect(lambda: self._move(self._key, -1))
        self.down_button.clicked.connect(lambda: self._move(self._key, 1))
        self.remove_button.clicked.connect(lambda: self._remove(self._key))
        self.add_button.clicked.connect(lambda: self._pop(self.add_button, self._add_menu()))
        self.since.followed.connect(self.read_changes)
        self.writing.typed.connect(self._on_typed)
        self.writing.turned.connect(self._on_turned)
        self.writing.printed.connect(self._print)
        self.writing.theirs_taken.connect(self._take_theirs)
        self.writing.figure_asked.connect(self._ask_figure)
        self.details.typed.connect(self._on_typed)
        self.picker.taken.connect(self.writing.put_figure)
        self.picker.left.connect(self.writing.give_back_keyboard)
        self.guard.asked.connect(self._on_guard)
        self.guard.reasoned.connect(self._on_reason)
        self.guard.turned.connect(lambda _: self._mark())
        self.drawing.drawn.connect(self._on_drawn)
        self.drawing.slow.connect(self.pages.say_drawing)
        self.drawing.refused.connect(lambda refusal: self.pages.say_trouble(refusal.message))
        self._rest.timeout.connect(self.save)
        for keys, do in (
            ("Alt+Left", self.back),
            ("Ctrl+S", lambda: self.save(again=True)),
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
        self.save()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    # reading and drawing

    def _on_read(self, asked: int, answer: Opened) -> None:
        if asked != self._asked:
            return
        self._read = answer
        if answer.record.paper.state != "draft":
            self.issued.emit(self.paper_id)  # issued meanwhile, by somebody else or just now
            return
        first = self.draft is None
        if self.draft is None:
            self.draft = Draft(answer.record)
        else:
            self.draft.take(answer.record)
        if self._show_added and self.draft.has_section(self._show_added):
            self._key, added = self._show_added, True
            self._show_added = ""
        else:
            added = False
        if self._key != COVER and not self.draft.has_section(self._key):
            self._key = COVER
        self._show()
        if self._changes is not None:
            self._changes.show_since(answer.record.since, answer.year_text)
        self.drawing.ask(self.draft.typed(), self.pages.sight())
        if first:
            self.list.setFocus()
        if added:
            self.spread.show_pane("section")
            self.writing.focus_heading()

    def _show(self) -> None:
        """Everything that does not wait for the pages."""
        assert self.draft is not None
        self._show_rows()
        self.list.choose(self._key)
        self._show_writing()
        self.since.say(self.draft.record.since, self.draft.record.paper.kind)
        self._say_head()
        self._permit()

    def _show_rows(self) -> None:
        assert self.draft is not None
        self.list.show_rows(said.rows(self.draft, self.drawn))

    def _show_writing(self) -> None:
        assert self.draft is not None
        assert self._read is not None
        record = self.draft.record
        if self._key == COVER:
            self.panel.setCurrentWidget(self.details)
            self.details.show_paper(self.draft.paper(), record.office.year_style)
        else:
            self.panel.setCurrentWidget(self.writing)
            subjects = Subjects(self._read.lines, self._read.funds)
            answers = tuple(self.draft.answer(one.id) for one in record.answers)
            self.writing.show_section(self.draft.section(self._key), record.figures, subjects, answers)
        self._say_state()

    def _on_drawn(self, drawn: Drawn) -> None:
        if self.draft is None:
            return
        first = self.drawn is None
        self.drawn = drawn
        self.pages.view.set_name(drawn.record.paper.title)
        self.pages.show_drawn(drawn)
        own = {key for _, key in drawn.record.reasons}
        nothing = {f"answer:{one.id}" for one in drawn.record.answers if one.text.strip() and says_nothing(one.text)}
        pages, can_write = said.pages_of(drawn), not self._desk.read_only
        self.guard.show_guarded(drawn.guarded, own, pages, nothing, can_write=can_write)
        to_settle = drawn.guarded.to_settle
        self.spread.set_chip("guard", f"{to_settle:,} to settle" if to_settle else "")
        self._show_rows()
        self._say_head()
        self._permit()
        self._mark()
        away = self._follow and not said.in_sight(drawn, self._key, self.pages.view.in_sight())
        if away or (first and self._key != COVER):
            self._scroll_to(self._key)
        self._follow = False

    def _say_head(self) -> None:
        assert self.draft is not None
        style, short = self.draft.record.office.year_style, theme.current().large
        self.head.say(*said.head(self.draft.paper(), self.drawn, style, short=short))

    def _permit(self) -> None:
        """Which buttons can be pressed, and why others cannot."""
        on_cover = self._key == COVER
        for button in (self.up_button, self.down_button, self.remove_button):
            if self._desk.read_only or on_cover:
                button.forbid(READ_ONLY if self._desk.read_only else "The cover stays where it is.")
            else:
                button.permit()
                tip(button, button.accessibleName())
        if self._desk.read_only:
            self.add_button.forbid(READ_ONLY)
            self.issue_button.forbid(READ_ONLY)
        elif self.drawn is None:
            self.issue_button.forbid("The pages are being drawn.")
        elif self.drawn.guarded.to_settle:
            words = said.settle_first(self.drawn.guarded)
            self.issue_button.forbid(f"{words}. The figures guard lists them (F8).", words)
        elif self.draft is not None and self.draft.paper().day is None:
            self.issue_button.forbid("The paper needs its date first: see Cover and details.", "Give its date first")
        else:
            self.issue_button.permit()
        self.issue_button.updateGeometry()

    def _mark(self) -> None:
        """Boxes over the page where a figure does not tie."""
        if self.drawn is None:
            return
        open_ones = {one.key for one in self.drawn.guarded.findings if not one.settled}
        current = self.guard.current()
        self.pages.mark(
            [
                Mark(place.page, place.left, place.top, place.width, place.height, key == current)
                for key, place in self.drawn.places.items()
                if key in open_ones
            ]
        )

    # typing and saving

    def _on_typed(self, row: Row) -> None:
        if self.draft is None:
            return
        self.draft.put(row)
        if isinstance(row, Section):
            self._show_rows()
        self._rest.start()
        self._say_state()
        self._follow = True
        self.drawing.ask(self.draft.typed(), self.pages.sight(), typing=True)

    def _on_turned(self, row: Row) -> None:
        """Something was chosen, not typed: it is saved at once."""
        if self.draft is not None:
            self.draft.put(row)
            self.save(again=True)

    def _on_saved(self, row: Row, _: object) -> None:
        if self.draft is not None:
            self.draft.saved(row)
            self._say_state()

    def _on_refused(self, row: Row, refusal: Refused) -> None:
        if self.draft is None:
            return
        self.draft.refused(row, refusal)
        self._show_rows()
        self._say_state()
        self.read()  # to show what somebody else saved first

    def _say_state(self) -> None:
        if self.draft is None:
            return
        key = self.paper_id if self._key == COVER else self._key
        keys = [key]
        if self._key != COVER and self.draft.section(self._key).shows == "implications":
            keys += [one.id for one in self.draft.record.answers]
        refusal = next((self.draft.refusals[one] for one in keys if one in self.draft.refusals), None)
        words = said.state_words(self.draft, keys, read_only=self._desk.read_only)
        can_write = not self._desk.read_only
        if self._key == COVER:
            self.details.say_state(words, refusal, can_write=can_write)
        else:
            self.writing.say_state(words, refusal, said.theirs(self.draft, self._key), can_write=can_write)

    def _take_theirs(self, section_id: str) -> None:
        """Give up what was typed for what somebody else has saved."""
        if self.draft is not None:
            self.draft.drop(section_id)
            self.read()

    def _save_all(self, *, again: bool = False) -> None:
        """Save what is typed and wait for it; what was typed while an earlier save was on its way comes after that."""
        for _ in range(2):
            self.save(again=again)
            self._wait_for_saves()

    def _wait_for_saves(self) -> None:
        """Give what is on its way a moment to arrive, with nothing else done meanwhile."""
        if self.draft is None or not self.draft.is_saving():
            return
        loop, limit = QEventLoop(), QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(LAST_SAVE_MS)
        while self.draft.is_saving() and limit.isActive():
            loop.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )
        limit.stop()

    # sections

    def _on_chosen(self, key: str) -> None:
        if key == self._key or self.draft is None:
            return
        if self._key == COVER and not self.details.can_be_read():
            QTimer.singleShot(0, self, lambda: self.list.choose(COVER))
            return
        self.save()
        self._key = key
        state.keep(SECTION_KEY, [self.paper_id, key])
        self._show_writing()
        self._permit()
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

    def _scroll_to(self, key: str) -> None:
        if self.drawn is None:
            return
        where = said.where(self.drawn, key)
        if where is not None:
            self.pages.go_to(*where)

    def _change(self, name: str, use_case: Callable[..., Any], *args: Any, **given: Any) -> None:
        """One step on the sections; what is typed is saved before it."""
        self.save()
        self._desk.write(name, use_case, *args, **given)

    def _move(self, section_id: str, by: int) -> None:
        if self._may_change(section_id):
            self._change("Move a section", shelf.move_section, section_id, by=by)

    def _place(self, section_id: str, before: str | None) -> None:
        if self._may_change(section_id):
            self._change("Move a section", shelf.place_section, section_id, before=before)

    def _print(self, section_id: str, printed: bool) -> None:
        if self._may_change(section_id):
            name = "Print a section" if printed else "Leave a section out"
            self._change(name, shelf.print_section, section_id, printed=printed)

    def _remove(self, section_id: str) -> None:
        if self.draft is None or not self._may_change(section_id):
            return
        section = self.draft.section(section_id)
        self.draft.drop(section_id)
        ids = [one.id for one in self.draft.record.sections]
        at = ids.index(section_id)
        self._change(f"Remove section “{section.heading}”", shelf.remove_section, section_id)
        self._say(f"Removed “{section.heading}”. Ctrl+Z brings it back.")
        self.list.choose(ids[at + 1] if at + 1 < len(ids) else ids[at - 1] if at else COVER)

    def _may_change(self, section_id: str) -> bool:
        return self.draft is not None and not self._desk.read_only and self.draft.has_section(section_id)

    def _add_menu(self) -> QMenu:
        assert self._read is not None
        return add_menu(self, Subjects(self._read.lines, self._read.funds), self._add)

    def _add(self, heading: str, shows: str, subject_id: str | None) -> None:
        if self.draft is None:
            return
        after = self._key if self._key != COVER else None
        level = self.draft.section(self._key).level if after else 1

        def then(section_id: str) -> None:
            self._show_added = section_id
            self.read()

        self.save()
        self._desk.write(
            "Add a section",
            shelf.add_section,
            self.paper_id,
            then=then,
            after=after,
            heading=heading,
            shows=shows,
            level=level,
            subject_id=subject_id,
        )

    def _ask_figure(self, box: ProseBox) -> None:
        if self.draft is not None and not self._desk.read_only:
            caret = box.cursorRect()
            caret.moveTopLeft(box.viewport().mapTo(self, caret.topLeft()))
            self.picker.show_figures(self.draft.record.figures, caret)

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
            from app.papers.guard import correct

            name = f"Correct a stated figure to {finding.computed}"
            self._desk.write(name, correct, finding.stated_id, pence=finding.pence)
        elif action == "show":
            self._show_in_page(finding)
        elif action == "section":
            self._go_to_section(finding)
        elif action in ("confirm", "unconfirm") and self.draft is not None:
            self._on_turned(replace(self.draft.answer(answer_id), confirmed=action == "confirm"))
        elif action == "answer":
            self._go_to_section(finding)
            self.writing.answers.go_to(answer_id)

    def _go_to_section(self, finding: Finding) -> None:
        if finding.section_id and self.draft is not None and self.draft.has_section(finding.section_id):
            self.list.choose(finding.section_id)
            self.write_chosen()

    def _show_in_page(self, finding: Finding) -> None:
        if self.drawn is None:
            return
        place = self.drawn.places.get(finding.key)
        if place is not None:
            self.pages.go_to(place.page, place.top)
        elif finding.section_id:
            self._scroll_to(finding.section_id)
        self._mark()

    def _on_reason(self, finding: Finding, text: str) -> None:
        about = "change" if finding.kind == "change" else "figure"
        self._give_reason(about, finding.key, text)

    def _give_reason(self, about: str, key: str, text: str) -> None:
        name = "Give a reason" if text else "Take a reason back"
        self._desk.write(name, shelf.give_reason, self.paper_id, about=about, key=key, text=text)

    def read_changes(self) -> None:
        """Show what changed since the last issued paper, line by line."""
        if self.draft is None or self._read is None:
            return
        self._changes = ChangesDialog(
            self.draft.record.since, self._read.year_text, self.output, can_write=not self._desk.read_only, parent=self
        )
        self._changes.reasoned.connect(lambda key, text: self._give_reason("change", key, text))
        self._changes.destroyed.connect(self._forget_changes)
        self._changes.open()

    def _forget_changes(self) -> None:
        self._changes = None

    # PDF, versions, issuing

    def show_pdf(self) -> None:
        """Show the pages to print them or to keep them as PDF."""
        if self.drawn is not None:
            self.output.show_pdf(self.drawn.pdf, self.drawn.record.paper.title)

    def _versions_menu(self) -> QMenu:
        return versions_menu(self, self._read.versions if self._read is not None else (), self.open_asked.emit)

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("PDF\tCtrl+P").triggered.connect(self.show_pdf)
        versions = self._versions_menu()
        versions.setTitle("Versions")
        menu.addMenu(versions)
        return menu

    def issue_paper(self) -> None:
        """Issue the paper, once everything typed is saved and the person has agreed."""
        if self.draft is None or not self.issue_button.isEnabled():
            return
        self._save_all(again=True)
        if self.draft.is_changed():
            self._asker.inform("Not issued", "What you typed could not be saved, so the paper was not issued.")
            return
        self.issue.begin(self.paper_id, self._read.versions if self._read is not None else ())

    def _on_issue_refused(self, refusal: Refused) -> None:
        if refusal.field == "day":
            self.list.choose(COVER)
            self.write_chosen()
            if self.details.form is not None:
                self.details.form.show_refusal(refusal)
        else:
            self._asker.inform("Not issued", refusal.message)

    def _pop(self, button: Button, menu: QMenu) -> None:
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _kept_section(paper_id: str) -> str:
    """The section this person was in, where it was this paper's."""
    kept = state.kept(SECTION_KEY)
    return str(kept[1]) if isinstance(kept, list) and len(kept) == 2 and kept[0] == paper_id else COVER
