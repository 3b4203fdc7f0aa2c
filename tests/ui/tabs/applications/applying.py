"""The Applications tab as the officer who runs a round meets it, and a small office with an open round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy.orm import Session

from app import areas, organisations, plans
from app.door import Office
from app.grants import paper_bids, rounds, terms
from app.grants.reading import round_
from tests.factories import add_line
from tests.ui.conftest import AnsweringAsker
from tests.ui.gridding import Gridding
from tests.ui.helpers import button, until
from ui.kit.alert import Alert, LinkLabel
from ui.kit.controls import Button
from ui.listed import ListedPage
from ui.tabs.applications.bidform import BidForm
from ui.tabs.applications.intake import IntakePanel
from ui.tabs.applications.likes import LikePanel
from ui.tabs.applications.page import ApplicationsPage

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
YEAR, TODAY = 2026, date(2026, 5, 20)
ROUND, REFERENCE = "Community safety fund", "CSF-26"
BROOK, LANTERN, HARBOUR = "Brookside Youth Club", "Lantern Trust", "Harbourlight Ltd"
NORTH, SOUTH, ROADS, YOUTH = "North Anyshire", "South Anyshire", "Safer roads", "Young people"


class Applying(Gridding):
    """One window at its Applications tab."""

    def go(self) -> Self:
        """Ctrl+4."""
        self.press(Key.Key_4, CTRL)
        until(lambda: self.window.applications is not None and self.window.applications.isVisible())
        return self.back_to_window()

    @property
    def tab(self) -> ApplicationsPage:
        assert self.window.applications is not None
        return self.window.applications

    @property
    def here(self) -> ListedPage[Any, Any]:
        return self.tab

    @property
    def form_place(self) -> QWidget:
        return self.tab.wide if self.tab.wide.isVisible() else self.tab.record

    def column(self, head: str) -> list[str]:
        """What stands under a head, line by line."""
        listing = self.tab.list.shown()
        at = [one.label for one in listing.columns].index(head)
        return [str(line.cells[at]) for line in listing.lines]

    def bid(self, project: str) -> Self:
        """Choose the bid for a project."""
        line = next(one for one in self.tab.list.shown().lines if project in one.cells)
        self.tab.list.choose(line.id)
        return self.settle()

    def cell_here(self, head: str) -> str:
        """What stands in the chosen line under a head."""
        listing, row_id = self.tab.list.shown(), self.tab.list.chosen_id()
        at = [one.label for one in listing.columns].index(head)
        return next(str(line.cells[at]) for line in listing.lines if line.id == row_id)

    def wait(self, fact: Callable[[], object]) -> Self:
        """Wait for something that can be seen."""
        until(fact)
        return self

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

    def undo(self) -> Self:
        """Ctrl+Z, with the keyboard in the list."""
        self.tab.list.setFocus()
        return self.press(Key.Key_Z, CTRL)

    def follow(self, link: str) -> Self:
        """Follow the link of a warning in the record."""
        every = self.tab.record.findChildren(Alert)
        notice = next(one for one in every if one.words().endswith(link))
        label = notice.findChild(LinkLabel)
        assert label is not None
        QTest.keyClick(label, Key.Key_Return)
        return self.back_to_window()

    def is_open(self) -> bool:
        """Whether a form has taken the place of list and record."""
        return self.tab.wide.isVisible()

    @property
    def likes(self) -> LikePanel:
        """“Same as …?” under the box that names the organisation."""
        form = self.form_place.findChild(BidForm)
        assert form is not None
        return form.likes

    def same_as(self) -> list[str]:
        """Whom the desk thinks the typed organisation may be, once it has had time to look."""
        until(self.likes.isVisible)
        self.settle()
        return self.likes.names()

    def folder(self, path: Path) -> IntakePanel:
        """Choose a folder of returned forms to read, and wait until it has been looked at."""
        self.asker.path = path
        self.more("Read a folder of forms…")
        return self.panel()

    def panel(self) -> IntakePanel:
        """The folder that is being looked at, once it has been read."""
        self.settle()
        found = self.tab.findChild(IntakePanel)
        assert found is not None
        until(lambda: not found.busy.isVisible())
        self.settle()
        return found

    def clipboard(self) -> str:
        """What was copied."""
        return QApplication.clipboard().text()

    def can(self, words: str) -> bool:
        """Whether the button that says `words` can be pressed."""
        return button(self.window, words).isEnabled()


@contextmanager
def applying_on(asker: AnsweringAsker, path: Path) -> Iterator[Applying]:
    """A window on an office file, at its applications."""
    screen = Applying(asker)
    screen.open(path)
    yield screen.go()
    screen.close()


def prepare(office: Office) -> None:
    """A line to pay from, two areas, two priorities, and two organisations the office knows."""
    add_line(office, "Community safety", 500_000, year=YEAR)
    office.write("Prepare", _prepare)


def _prepare(session: Session) -> None:
    for name in (NORTH, SOUTH):
        areas.add_area(session, name=name, kind="unitary", from_day=date(2020, 4, 1))
    plan = plans.add_plan(session, name="Plan", starts_on=date(2024, 4, 1), ends_on=None)
    for name in (ROADS, YOUTH):
        plans.add_priority(session, plan_id=plan, name=name)
    for name in (LANTERN, HARBOUR):
        organisations.add(session, name=name, kind="Charity")


def add_round(office: Office, line_id: str, *, opened: bool = True, **given: Any) -> str:
    """A round with a gate, a question and two criteria, open since 1 May 2026 and until 5 June; its id."""
    return office.write("Add a round", _add_round, line_id=line_id, opened=opened, given=given)


def _add_round(session: Session, *, line_id: str, opened: bool, given: dict[str, Any]) -> str:
    terms_of: dict[str, Any] = {
        "reference": REFERENCE,
        "name": ROUND,
        "line_id": line_id,
        "year": YEAR,
        "pot": 100_000_00,
        "minimum": 1_000_00,
        "maximum": 20_000_00,
        "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 6, 5),
        "closes_time": "17:00",
        "expected_bids": 40,
        "reading_minutes": 30,
        "applicant_hours": 12,
    }
    made = rounds.add(session, **{**terms_of, **given})
    terms.add_gate(session, made, text="Is it a not-for-profit body?")
    terms.add_question(session, made, text="What will be different?", kind="long", is_required=True, most_words=200)
    terms.add_criterion(session, made, name="Need", weight=600, maximum=5)
    terms.add_criterion(session, made, name="Delivery", weight=400, maximum=5)
    session.flush()
    if opened:
        rounds.open_(session, made, version=round_(session, made).version, day=date(2026, 5, 1))
    return made


def add_bid(office: Office, round_id: str, organisation: str, project: str, pounds: int, **given: Any) -> str:
    """A bid that was received in time; its id."""
    terms_of: dict[str, Any] = {"received_on": date(2026, 5, 12), "received_time": "10:00", **given}
    return office.write(
        "Add a bid",
        paper_bids.enter,
        round_id=round_id,
        day=TODAY,
        organisation=organisation,
        project=project,
        requested=pounds * 100,
        **terms_of,
    )
