"""Papers as the officer who writes them meets them: the list, the sections, the text, the pages, the guard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import LEFT, Screen, action_called, button, click_line, screen_on, seen, until
from ui.tabs.papers.card import Card
from ui.tabs.papers.composer import Composer
from ui.tabs.papers.page import PapersPage
from ui.tabs.papers.prose import ProseBox
from ui.tabs.papers.reader import Reader
from ui.tabs.papers.sections import COVER

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = Held.ControlModifier, Held.AltModifier


class Writing:
    """The Papers tab of one window, with somebody writing in it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        screen.press(Key.Key_6, CTRL)
        self.settle()

    @property
    def page(self) -> PapersPage:
        return self.screen.papers

    @property
    def composer(self) -> Composer:
        assert isinstance(self.page.open_paper, Composer), "no draft is open"
        return self.page.open_paper

    @property
    def reader(self) -> Reader:
        assert isinstance(self.page.open_paper, Reader), "no issued paper is open"
        return self.page.open_paper

    @property
    def box(self) -> ProseBox:
        return self.composer.writing.text

    # what is to be seen

    def settle(self) -> Writing:
        """Wait until nothing is on its way and the pages are drawn as what is typed."""
        self.screen.settle()
        if isinstance(self.page.open_paper, Composer):
            until(lambda: not self.composer.drawing.is_drawing() and self.screen.desk.idle())
        self.screen.back_to_window()
        return self

    def headline(self) -> str:
        """The sentence over the list, or over the paper that is open."""
        return " ".join(seen(self._head()))

    def _head(self) -> QWidget:
        paper = self.page.open_paper
        return paper.top if isinstance(paper, Composer) else paper.head if paper is not None else self.page.head

    def sections(self) -> list[str]:
        """The sections as they are said: number, heading, what is to do."""
        return [one.said() for one in self.composer.list.sections.rows]

    def pages(self) -> str:
        """The words on the pages that are shown."""
        from app.papers.preview import text_of

        drawn = self.composer.drawn
        assert drawn is not None
        return " ".join(text_of(drawn.pdf).split())

    def cards(self) -> list[str]:
        """The titles of the findings in the guard that can be read, from above."""
        cards = [one for one in self.composer.guard.findChildren(Card) if one.isVisibleTo(self.composer.guard)]
        return [one.finding.title for one in sorted(cards, key=lambda one: one.y())]

    def card(self, start: str) -> Card:
        """The finding whose title starts so."""
        cards = self.composer.guard.findChildren(Card)
        return next(one for one in cards if one.finding.title.startswith(start))

    # what the person does

    def open(self, name: str = "") -> Writing:
        """Open the paper called `name`, or the chosen one, with Enter."""
        if name:
            click_line(self.page.list, name)
            self.settle()
        self.page.list.setFocus()
        self.screen.press(Key.Key_Return)
        if isinstance(self.page.open_paper, Composer):
            self.composer.drawing.set_pause(10)
        return self.settle()

    def choose(self, heading: str) -> Writing:
        """Click a section."""
        view = self.composer.list
        self.composer.spread.show_pane("sections")
        at = next(at for at, row in enumerate(view.sections.rows) if row.heading == heading)
        index = view.sections.index(at, 0)
        view.scrollTo(index)
        middle = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(middle.x(), middle.y()))
        return self.settle()

    def type(self, text: str, box: QWidget | None = None) -> Writing:
        """Type at the end of the text, a line break for each “|”, and wait for the pages."""
        control = box or self.box
        control.setFocus()
        if isinstance(control, ProseBox):
            control.moveCursor(control.textCursor().MoveOperation.End)
        for at, line in enumerate(text.split("|")):
            if at:
                QTest.keyClick(control, Key.Key_Return)
            QTest.keyClicks(control, line)
        return self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> Writing:
        """Press a key where the keyboard is."""
        self.screen.press(key, held)
        return self.settle()

    def click(self, words: str, root: QWidget | None = None) -> Writing:
        """Click the button that says `words`."""
        QTest.mouseClick(button(root or self.page, words), LEFT)
        return self.settle()

    def menu(self, words: str, item: str) -> Writing:
        """Open the menu of a button and click `item`; submenus are parted by >."""
        QTest.mouseClick(button(self.page, words), LEFT)
        before: QWidget | None = None
        for part in item.split(" > "):
            until(partial(_is_other_popup, before))
            menu = before = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action_called(menu, part)).center())
        return self.settle()


def _is_other_popup(before: QWidget | None) -> bool:
    return QApplication.activePopupWidget() not in (None, before)


def as_it_was(writing: Writing) -> Writing:
    """Every step of this sitting taken back, and nothing typed: the draft as the next test wants it."""
    writing.screen.asker.agree = True
    for dialog in writing.screen.dialogs():
        dialog.close()
    if not isinstance(writing.page.open_paper, Composer):
        writing.press(Key.Key_6, CTRL).open()
    composer = writing.composer
    composer.picker.hide()
    if composer.draft is not None:
        composer.keeping.give_up()
        composer.read()
    while "nothing of yours" not in writing.screen.state():
        writing.screen.window.undo()
        writing.screen.settle()
    writing.screen.window.top.set_state("As it was")
    writing.screen.asker.asked.clear()
    writing.screen.asker.told.clear()
    composer.spread.show_pane("section")
    composer.list.choose(COVER)
    composer.list.setFocus()
    return writing.settle()


@contextmanager
def writing_on(asker: AnsweringAsker, path: Path, *, size: tuple[int, int] = (1366, 768)) -> Iterator[Writing]:
    """A window on an office file, at its papers."""
    with screen_on(asker, path, size=size) as screen:
        yield Writing(screen)
