"""An issued paper: the very pages that went out, to be read, printed and kept again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.papers import shelf
from app.papers.opened import Looked, looked
from app.papers.paper import STATES
from ui.desk import Desk
from ui.kit import theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.parts import Head
from ui.kit.words import Run
from ui.output import Output
from ui.tabs.papers import said
from ui.tabs.papers.listed import issued_words
from ui.tabs.papers.pages import PagesPane
from ui.tabs.papers.top import back_button, pop, versions_menu


class Reader(QWidget):
    """Shows the stored bytes; nothing in it can be changed, only the next version started."""

    left = Signal()
    started = Signal(str)
    open_asked = Signal(str)

    def __init__(self, desk: Desk, asker: Asker, paper_id: str, said_to: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self.paper_id, self._pdf = desk, paper_id, b""
        self._looked: Looked | None = None
        self.head, self.pages = Head(), PagesPane(desk)
        busy = Busy()
        self.output = Output(desk, asker, busy, said_to, self)
        large = theme.current().large
        self.back_button = back_button()
        self.next_button = Button("Next version" if large else "Start next version", "plus", "primary")
        self.print_button, self.save_button = Button("Print…", "printer"), Button("Save PDF", "file-down")
        self.versions_button = Button("Versions", "history")
        self.save_button.setVisible(not large)  # Print… offers it too
        self.head.set_back(self.back_button)
        for one in (busy, self.print_button, self.save_button, self.versions_button, self.next_button):
            self.head.add_button(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        self.next_button.hide()
        self._connect()
        self.read()

    def read(self) -> None:
        """Read what is said of the paper, and its bytes once."""
        self._desk.read(self._on_read, _read, self.paper_id)

    def may_leave(self) -> bool:
        """Nothing can be typed here."""
        return True

    def other_side(self) -> None:
        """Take the keyboard to the pages."""
        self.pages.view.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.print_button.clicked.connect(self.print_out)
        self.save_button.clicked.connect(lambda: self.output.save_pdf(self._pdf, self._title()))
        self.next_button.clicked.connect(self.start_next)
        self.versions_button.clicked.connect(self._pop_versions)
        for keys, do in (("Alt+Left", self.left.emit), ("Ctrl+P", self.print_out)):
            QShortcut(QKeySequence(keys), self, do)

    def _on_read(self, answer: tuple[Looked, bytes]) -> None:
        self._looked, pdf = answer
        paper = self._looked.paper
        title, issued = said.title(paper, self._looked.year_style), issued_words(paper)
        runs: list[Run] = [(f"{title}: ", False), (STATES[paper.state].lower(), True)]
        if theme.current().large:
            runs, issued = [(STATES[paper.state], True)], title
        self.head.say(runs, issued)
        self.next_button.setVisible(paper.state == "issued" and not self._desk.read_only)
        if pdf != self._pdf:
            first = not self._pdf
            self._pdf = pdf
            self.pages.show_pdf(pdf, paper.title)
            if first:
                self.other_side()

    def _title(self) -> str:
        return self._looked.paper.title if self._looked is not None else "Paper"

    def print_out(self) -> None:
        """Show the pages to print them."""
        if self._pdf:
            self.output.show_pdf(self._pdf, self._title())

    def start_next(self) -> None:
        """Start the paper that will take the place of this one."""
        name = f"Start the next version of “{self._title()}”"
        self._desk.write(name, shelf.next_version, self.paper_id, then=self._on_started, today=date.today())

    def _on_started(self, paper_id: str) -> None:
        self.started.emit(paper_id)

    def _pop_versions(self) -> None:
        versions = self._looked.versions if self._looked is not None else ()
        pop(self.versions_button, versions_menu(self, versions, self.open_asked.emit))


def _read(session: object, paper_id: str) -> tuple[Looked, bytes]:
    from app.papers.stored import issued

    return looked(session, paper_id), issued(session, paper_id)  # type: ignore[arg-type]  # ui knows no Session
