"""The Contracts tab as the officer who looks after contracts meets it, and a small office with some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app.contracts import contracts, contributions
from app.door import Office
from tests.factories import add_line
from tests.ui.conftest import AnsweringAsker
from tests.ui.gridding import Gridding
from tests.ui.helpers import until
from ui.kit.alert import Alert, LinkLabel
from ui.kit.controls import Button
from ui.listed import ListedPage
from ui.tabs.contracts.page import ContractsPage

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
TODAY = date(2019, 11, 14)
HELPLINE, COURT, TRIAGE = "Victim helpline", "Court support", "Street triage"


class Contracting(Gridding):
    """One window at its Contracts tab."""

    def go(self) -> Self:
        """Ctrl+3."""
        self.press(Key.Key_3, CTRL)
        until(lambda: self.window.contracts is not None and self.window.contracts.isVisible())
        return self.back_to_window()

    @property
    def tab(self) -> ContractsPage:
        assert self.window.contracts is not None
        return self.window.contracts

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


@contextmanager
def contracting_on(asker: AnsweringAsker, path: Path, year: str = "") -> Iterator[Contracting]:
    """A window on an office file, at its contracts."""
    screen = Contracting(asker)
    screen.open(path)
    if year:
        screen.year(year)
    yield screen.go()
    screen.close()


def add_contracts(office: Office) -> None:
    """Two lines, three contracts: one with options and a partner, one whose notice is due soon, one that has ended."""
    for name, pounds in (("Victims", 700_000), ("Courts", 300_000)):
        add_line(office, name, pounds, year=2019)
    office.write("Add contracts", _add)


def _add(session: Session) -> None:
    terms: dict[str, Any] = {"regime": "regulations-2015", "kind": "services"}
    helpline = contracts.add(
        session,
        reference="VH-18",
        title=HELPLINE,
        organisation="Harbourlight",
        starts_on=date(2018, 10, 1),
        ends_on=date(2021, 9, 30),
        value=100_000_00,
        value_per="year",
        review_every="quarter",
        signed_on=date(2018, 9, 3),
        options="12 + 12",
        notice_before=6,
        **terms,
    )
    amounts = {f"{year}:agreed": 30_000_00 for year in (2018, 2019, 2020, 2021)}
    contributions.set_partner(session, helpline, organisation="Anytown Council", amounts=amounts, was={})
    contracts.add(
        session,
        reference="CS-19",
        title=COURT,
        organisation="Lanehouse Trust",
        starts_on=date(2019, 4, 1),
        ends_on=date(2020, 3, 31),
        value=30_000_00,
        value_per="term",
        review_every="none",
        options="12",
        notice_before=3,
        **terms,
    )
    contracts.add(
        session,
        reference="ST-17",
        title=TRIAGE,
        organisation="Anytown Health",
        starts_on=date(2017, 4, 1),
        ends_on=date(2018, 3, 31),
        value=9_000_00,
        value_per="term",
        review_every="none",
        **terms,
    )
