"""The Scoring tab where it is about fairness: four ranked bids spread over two areas and two priorities."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.areas import areas as known_areas
from app.door import Office
from app.plans import priorities as known_priorities
from app.scoring import reading
from app.scoring.parts import StageRecord
from db.grants import Application, ApplicationArea, ApplicationPriority
from db.scoring import ScoringStage
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import find, pick, until
from tests.ui.tabs.applications.applying import NORTH, ROADS, SOUTH, YOUTH
from tests.ui.tabs.scoring import outcomes
from tests.ui.tabs.scoring.scoring import Scoring
from ui.kit.panel import Panel
from ui.kit.squares import SquareView
from ui.tabs.scoring.fairgrid import NAME, FairPart
from ui.tabs.scoring.swap import SwapPanel
from ui.tabs.scoring.whatif import WhatIfPanel

PLACES = ((NORTH, ROADS), (NORTH, YOUTH), (SOUTH, YOUTH), (SOUTH, YOUTH))
"""Where each bid is for, in the order of the references; nobody bids for roads in the south."""
P = TypeVar("P", bound=Panel)


class Fairly(Scoring):
    """One window at its ranked list."""

    @property
    def form_place(self) -> QWidget:
        here = self.tab.stack.currentWidget()
        return here if isinstance(here, Panel) else super().form_place

    def has_part(self) -> bool:
        """Whether the record has a part about fairness."""
        return bool(self.tab.record.findChildren(FairPart))

    @property
    def part(self) -> FairPart:
        """That part."""
        return self.tab.record.findChildren(FairPart)[0]

    def squares(self, root: QWidget | None = None) -> list[list[str]]:
        """The grid row by row, its names first."""
        view = find(root or self.tab.record, SquareView, NAME)
        model = view.squares
        return [[model.text(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]

    def panel(self, kind: type[P]) -> P:
        """The panel in the place of list and record."""
        found = self.tab.stack.currentWidget()
        assert isinstance(found, kind)
        return found

    @property
    def swap(self) -> SwapPanel:
        return self.panel(SwapPanel)

    @property
    def trial(self) -> WhatIfPanel:
        return self.panel(WhatIfPanel)

    def has_panel(self) -> bool:
        """Whether a panel is open."""
        return isinstance(self.tab.stack.currentWidget(), Panel)

    def take(self, label: str, start: str) -> Self:
        """Choose what begins so in the box labelled `label`."""
        combo = find(self.form_place, QComboBox, label)
        every = [combo.itemText(at) for at in range(combo.count())]
        pick(combo, next(words for words in every if start in words))
        return self.back_to_window()

    def give(self, organisation: str, text: str) -> Self:
        """Type what a bid would have over what stands in the list of a trial, and Enter."""
        grid = self.trial.grid
        rows = [one.label for one in grid.cells.rows()]
        grid.go(next(at for at, words in enumerate(rows) if organisation in words), 3)
        grid.setFocus(Qt.FocusReason.TabFocusReason)
        self.type(text)
        return self.press(Qt.Key.Key_Return)

    def listed(self) -> list[str]:
        """The bids of a trial in their places, with the line among them, each with what it would have."""
        cells = self.trial.grid.trial
        return [
            " ".join(filter(None, (one.label.split(" ", 1)[1], cells.text(row, 3), cells.flip(row))))
            for row, one in enumerate(cells.rows())
        ]


def sit_down_at(screen: Fairly) -> Fairly:
    """The keyboard is in this window now."""
    screen.window.activateWindow()
    until(screen.window.isActiveWindow)
    screen.settle()
    return screen


def prepare(path: Path) -> None:
    """The round of `outcomes.prepare`, with where each bid is for."""
    office = Office(path, JO)
    outcomes.prepare(office)
    office.write("Where they are for", _spread)
    office.close()


def _spread(session: Session) -> None:
    areas = {one.name: one.id for one in known_areas(session)}
    priorities = {one.name: one.id for one in known_priorities(session)}
    bids = session.scalars(select(Application).order_by(Application.reference)).all()
    for bid, (area, priority) in zip(bids, PLACES, strict=True):
        session.add(ApplicationArea(application_id=bid.id, area_id=areas[area], share_tenths=1000))
        session.add(ApplicationPriority(application_id=bid.id, priority_id=priorities[priority], share_tenths=1000))


def stage_of(office: Office) -> StageRecord:
    """The stage of its round."""
    return office.read(lambda session: reading.stage(session, session.scalars(select(ScoringStage.id)).one()))


@contextmanager
def fairly_on(path: Path, asker: AnsweringAsker) -> Iterator[Fairly]:
    """A window on this file, at its ranked list."""
    screen = Fairly(asker)
    screen.open(path)
    yield screen.go().view("Ranked list")
    screen.close()
