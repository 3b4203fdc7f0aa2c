"""The decisions of the Scoring tab as those meet them who write, approve and sign, each at a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from app.decisions import decision_fields as fields
from app.decisions import reading
from app.decisions.parts import DecisionSheetRecord
from app.door import Office
from app.who import Who
from tests.app.decisions.deciding import Sheets
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import find, seen, until
from tests.ui.tabs.scoring.scoring import Scoring
from ui.kit.alert import Alert, LinkLabel
from ui.kit.preview import PrintPreview

GRANTS, LEASE = "Grants of DEV-2018 Development fund", "A lease for the new hub"
Key = Qt.Key
Seat = Callable[..., "Deciding"]


class Deciding(Scoring):
    """One window at the decisions of its Scoring tab."""

    def go(self) -> Self:
        super().go()
        return self.view("Decisions")

    def at(self) -> Self:
        """Sit down at this window, where there are several."""
        self.window.activateWindow()
        until(self.window.isActiveWindow)
        return self.settle()

    def fresh(self) -> Self:
        """See what others have saved meanwhile."""
        self.at().press(Key.Key_F5)
        return self.settle()

    def decision(self, title: str) -> Self:
        """Choose the decision of this title."""
        line = next(one for one in self.tab.list.shown().lines if title in one.cells)
        self.tab.list.choose(line.id)
        return self.settle()

    def notices(self) -> list[str]:
        """What the record says is to be done or known, in order."""
        found = self.tab.record.findChildren(Alert)
        return [one.words() for one in found if one.isVisibleTo(self.tab.record)]

    def follow(self, beginning: str) -> Self:
        """Follow the link of the notice that begins so, with Enter."""
        every = self.tab.record.findChildren(Alert)
        notice = next(one for one in every if one.words().startswith(beginning))
        label = notice.findChild(LinkLabel)
        assert label is not None
        label.setFocus()
        QTest.keyClick(label, Key.Key_Return)
        return self.back_to_window()

    def fill_all(self, boxes: Mapping[str, str]) -> Self:
        """Type into every box of the form that is open."""
        for label, text in boxes.items():
            self.fill(label, text)
        return self

    def is_ticked(self, words: str) -> bool:
        """Whether a box of the form is ticked."""
        return find(self.form_place, QCheckBox, words).isChecked()

    def said(self) -> str:
        """All that the form or the panel in front says."""
        front = self.tab.stack.currentWidget()
        return "\n".join(seen(front)) if front is not None else ""

    def paper(self, path: Path) -> bytes:
        """The pages in the preview, kept as PDF."""
        preview = self.dialogs()[-1]
        assert isinstance(preview, PrintPreview)
        self.asker.path = path
        self.click("Save PDF", preview)
        preview.close()
        self.settle()
        return path.read_bytes()


def answers(sheet: DecisionSheetRecord) -> dict[str, str]:
    """“n/a” for every heading of a sheet."""
    return {one.heading: "n/a" for one in sheet.implications}


ADVICE = {one.label: "n/a" for one in fields.ADVICE}


@contextmanager
def deciding_on(asker: AnsweringAsker, path: Path) -> Iterator[Deciding]:
    """A window on an office file, at its decisions."""
    screen = Deciding(asker)
    screen.open(path)
    yield screen.go()
    screen.close()


@contextmanager
def elsewhere(path: Path, who: Who = JO) -> Iterator[Sheets]:
    """Another machine, at the same file."""
    office = Office(path, who)
    yield Sheets(office)
    office.close()


def sheet_called(path: Path, title: str) -> DecisionSheetRecord:
    """The decision of this title, as the file has it."""
    with elsewhere(path) as sheets:
        return next(one for one in sheets.office.read(reading.sheets) if one.title == title)


def sit_down(monkeypatch: pytest.MonkeyPatch, account: str) -> None:
    """Whoever opens a window next signs in with this account."""
    monkeypatch.setenv("LOGNAME", account)
