"""The Scoring tab as the officer who runs a round meets it, and a small round that is ready to score."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget
from sqlalchemy.orm import Session

from app.door import Office
from app.funds import lines
from app.grants.reading import application
from app.scoring import members, reading
from db.grants import Application
from tests.ui.conftest import AnsweringAsker
from tests.ui.gridding import Gridding
from tests.ui.helpers import find, pick, until
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN, add_bid, add_round
from tests.ui.tabs.applications.applying import prepare as prepare_grants
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.listed import ListedPage
from ui.tabs.scoring.page import ScoringPage

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
TODAY = date(2026, 6, 20)
BEA, TOM, KIT = "Bea Ledger", "Tom Inkwell", "Kit Margin"


class Scoring(Gridding):
    """One window at its Scoring tab."""

    def go(self) -> Self:
        """Ctrl+5."""
        self.press(Key.Key_5, CTRL)
        until(lambda: self.window.scoring is not None and self.window.scoring.isVisible())
        return self.back_to_window()

    @property
    def tab(self) -> ScoringPage:
        assert self.window.scoring is not None
        return self.window.scoring

    @property
    def here(self) -> ListedPage[Any, Any]:
        return self.tab

    @property
    def form_place(self) -> QWidget:
        return self.tab.wide if self.tab.wide.isVisible() else self.tab.record

    def primary(self) -> str:
        """What the record's one button says."""
        return self._primary().text().replace("&&", "&")

    def _primary(self) -> Button:
        every = [one for one in self.tab.record.findChildren(Button) if one.isVisibleTo(self.tab.record)]
        return next(one for one in every if one.menu() is not None)

    def do(self, item: str) -> Self:
        """Choose something from the record's one button; submenus are parted by >."""
        return self.menu(self.primary(), item)

    def more(self, item: str) -> Self:
        """Choose something from More."""
        return self.menu("More", item)

    def bid(self, organisation: str) -> Self:
        """Choose the bid of an organisation."""
        line = next(one for one in self.tab.list.shown().lines if any(organisation in str(each) for each in one.cells))
        self.tab.list.choose(line.id)
        return self.settle()

    def column(self, head: str) -> list[str]:
        """What stands under a head, line by line."""
        listing = self.tab.list.shown()
        at = [one.label for one in listing.columns].index(head)
        return [str(line.cells[at]) for line in listing.lines]

    def choose_member(self, name: str) -> Self:
        """Look into the sheets of a member."""
        pick(self.tab.choices["member"], name)
        return self.back_to_window()

    def tick(self, words: str) -> Self:
        """Press Space on a box to tick."""
        box = find(self.form_place, QCheckBox, words)
        box.setFocus()
        return self.press(Key.Key_Space)

    def refusals(self) -> list[str]:
        """What the open form says is wrong."""
        every = self.form_place.findChildren(RecordForm)
        return [words for one in every for words in one.form.refusals().values()]

    def open_line(self) -> Self:
        """Enter on the chosen line."""
        self.tab.list.setFocus()
        return self.press(Key.Key_Return)

    def is_open(self) -> bool:
        """Whether a form has taken the place of list and record."""
        return self.tab.wide.isVisible()

    def clipboard(self) -> str:
        """What was copied."""
        return QApplication.clipboard().text()


@contextmanager
def scoring_on(asker: AnsweringAsker, path: Path) -> Iterator[Scoring]:
    """A window on an office file, at its scoring."""
    screen = Scoring(asker)
    screen.open(path)
    yield screen.go()
    screen.close()


def prepare(office: Office) -> str:
    """A round with two bids that are ready and three members; the round's id."""
    prepare_grants(office)
    made = add_round(office, office.read(lines.lines)[0].id)
    for organisation, project, pounds in ((LANTERN, "Night lights", 12_000), (HARBOUR, "Safe harbour", 18_000)):
        bid = add_bid(office, made, organisation, project, pounds)
        office.write("Make it ready", _ready, bid)
    for name in (BEA, TOM, KIT):
        office.write("Add a member", members.add, name=name)
    assert office.read(lambda session: [one.requested for one in reading.ready(session, made)]) == [
        12_000_00,
        18_000_00,
    ]
    return made


def _ready(session: Session, bid: str) -> None:
    """As a bid stands once everything was asked and checked, which is not what is tried here."""
    assert application(session, bid).state != "ready"
    row = session.get(Application, bid)
    assert row is not None
    row.state = "ready"
