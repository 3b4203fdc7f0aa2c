"""Over a paper: back to the list, what is to settle in a sentence, its PDF, its versions, and issuing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.papers.paper import PaperDetails
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.parts import Head
from ui.kit.words import tip
from ui.tabs.papers import said
from ui.tabs.papers.drawing import Drawn
from ui.tabs.papers.tools import READ_ONLY


class Top(Head):
    """The head of a draft. At large text the sentence needs the room, and More offers what has no button."""

    back = Signal()
    pdf = Signal()
    issuing = Signal()
    open_asked = Signal(str)

    def __init__(self, busy: QWidget) -> None:
        super().__init__()
        large = theme.current().large
        self.versions: tuple[PaperDetails, ...] = ()
        self.back_button = back_button()
        self.pdf_button, self.versions_button = Button("PDF", "file-down"), Button("Versions", "history")
        self.more_button = Button("More", "chevron-down")
        self.issue_button = Button("Issue…", "badge-check", "primary")
        self.set_back(self.back_button)
        for one in (busy, self.pdf_button, self.versions_button, self.more_button, self.issue_button):
            self.add_button(one)
        self.more_button.setVisible(large)
        self.pdf_button.setVisible(not large)
        self.versions_button.setVisible(not large)
        self.back_button.clicked.connect(self.back)
        self.pdf_button.clicked.connect(self.pdf)
        self.versions_button.clicked.connect(lambda: pop(self.versions_button, self._versions_menu()))
        self.more_button.clicked.connect(lambda: pop(self.more_button, self._more_menu()))
        self.issue_button.clicked.connect(self.issuing)
        self.issue_button.forbid("The paper is being read.")

    def show_paper(self, paper: PaperDetails, drawn: Drawn | None, year_style: str, *, read_only: bool) -> None:
        """Say how the paper stands, and whether it can be issued; if not, why."""
        self.say(*said.head(paper, drawn, year_style, short=theme.current().large))
        words, reason = "", ""
        if read_only:
            reason = READ_ONLY
        elif drawn is None:
            reason = "The pages are being drawn."
        elif drawn.guarded.to_settle:
            words = said.settle_first(drawn.guarded)
            reason = f"{words}. The figures guard lists them (F8)."
        elif paper.day is None:
            words, reason = "Give its date first", "The paper needs its date first: see Cover and details."
        if reason:
            self.issue_button.forbid(reason, words)
        else:
            self.issue_button.permit()
        self.issue_button.updateGeometry()

    def _versions_menu(self) -> QMenu:
        return versions_menu(self, self.versions, self.open_asked.emit)

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("PDF\tCtrl+P").triggered.connect(self.pdf)
        versions = self._versions_menu()
        versions.setTitle("Versions")
        menu.addMenu(versions)
        return menu


def back_button() -> Button:
    """The button that leads back to the list."""
    button = Button("" if theme.current().large else "Papers", "chevron-left", "quiet")
    button.setAccessibleName("Back to the list of papers")
    tip(button, "Back to the list of papers (Esc)")
    return button


def versions_menu(parent: QWidget, versions: tuple[PaperDetails, ...], go: Callable[[str], None]) -> QMenu:
    """The papers that a paper follows, to open them."""
    menu = QMenu(parent)
    for one in versions:
        menu.addAction(said.version_words(one)).triggered.connect(lambda _=False, one=one: go(one.id))
    if not versions:
        menu.addAction("This paper follows no issued one").setEnabled(False)
    return menu


def pop(button: Button, menu: QMenu) -> None:
    """Open a menu under its button."""
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
