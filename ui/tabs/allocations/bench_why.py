"""Why one partnership's figure is what it is, step by step, with its page to print."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.allocations import planning
from app.allocations.formula import Outcome
from app.allocations.planning import BenchData
from app.allocations.why import Step, explain
from app.money import format_pence
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.words import plain
from ui.tabs.allocations.bench_picture import Worked

AFTER_MS = 80
"""The steps follow once the typing rests: at each key they would cost more than the figures they explain."""
STRONG = ("sum", "result")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figure in which scenario."""

    data: BenchData
    worked: Worked
    partnership_id: str


class Why(QWidget):
    """The steps of the chosen partnership, read down to its figure."""

    printing = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.title, self.within = plain("", "section", weight=600, wrap=True), plain("", tone="second", wrap=True)
        self.print_button = Button("Print this page", "printer")
        self.print_button.clicked.connect(self.printing)
        self.steps = Steps()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, now.gap(6), 0, 0)
        column.setSpacing(now.gap(6))
        for part in (head, self.within, self.steps):
            column.addLayout(part) if isinstance(part, QHBoxLayout) else column.addWidget(part)
        self._asked: Asked | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._show)
        self.hide()

    def explain(self, data: BenchData, worked: Worked, partnership_id: str) -> None:
        """Show the steps of this partnership in a scenario; at once for another one, else once the typing rests."""
        before, self._asked = self._asked, Asked(data, worked, partnership_id)
        if before is None or before.partnership_id != partnership_id:
            self._show()
        else:
            self._soon.start()

    def set_stale(self, stale: bool) -> None:
        """Grey out: these are the steps to a figure from before."""
        self._soon.stop()
        self.setEnabled(not stale)
        if not stale and self._asked is not None:
            self._soon.start()

    def _show(self) -> None:
        self._soon.stop()
        asked = self._asked
        outcome = _outcome(asked) if asked is not None else None
        self.setVisible(outcome is not None)
        if asked is None or outcome is None:
            return
        row = next(one for one in asked.worked.rows if one.id == asked.partnership_id)
        amount = format_pence(row.proposed or 0)
        self.title.setText(f"Why {row.name} has {amount} in {asked.data.said(asked.worked.plan.last_year)}")
        part = outcome.id != asked.partnership_id
        self.within.setText(f"It has its part of what {outcome.name} comes to as a whole." if part else "")
        self.within.setVisible(part)
        self.steps.show_steps(explain(outcome, planning.formula_plan(asked.data, asked.worked.plan)))


def _outcome(asked: Asked) -> Outcome | None:
    """The member whose steps lead to the figure: the partnership itself, or its county."""
    by_id = {one.id: one for one in asked.worked.made.outcomes}
    row = next((one for one in asked.worked.rows if one.id == asked.partnership_id), None)
    if row is None:
        return None
    return by_id.get(row.id) or by_id.get(row.county)


class Steps(QWidget):
    """One step a row: what it is, how it comes about, and its amount; a rule over what adds up the rows above it."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._ruled: list[int] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(now.gap(14))
        self._grid.setVerticalSpacing(now.gap(5))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 0 if now.large else 7)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these; rows that are there already are written anew, since typing changes only their words."""
        now = theme.current()
        while len(self._rows) < len(steps):
            self._add()
        self._ruled = [at for at, step in enumerate(steps) if step.kind in STRONG]
        for at, row in enumerate(self._rows):
            for label in row:
                label.setVisible(at < len(steps))
            if at < len(steps):
                step = steps[at]
                weight = 600 if step.kind in STRONG else 400
                for label, words in zip(row, (step.label, step.sentence, _amount(step)), strict=True):
                    label.setText(words)
                row[0].setFont(now.font("body", weight))
                row[2].setFont(now.font("body", weight))
        self.update()

    def words(self) -> list[tuple[str, str, str]]:
        """The rows on the screen."""
        return [(row[0].text(), row[1].text(), row[2].text()) for row in self._rows if not row[0].isHidden()]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        for at in self._ruled:
            top = self._rows[at][0].geometry().top() - now.gap(3)
            painter.fillRect(QRect(0, top, self.width(), 1), now.colour("edge"))

    def _add(self) -> None:
        at, large = len(self._rows), theme.current().large
        row = (plain("", wrap=True), plain("", "small", tone="second", wrap=True), plain(""))
        line = at * (2 if large else 1)
        self._grid.addWidget(row[0], line, 0, Qt.AlignmentFlag.AlignTop)
        if large:
            self._grid.addWidget(row[1], line + 1, 0, 1, 3)
        else:
            self._grid.addWidget(row[1], line, 1)
        self._grid.addWidget(row[2], line, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)


def _amount(step: Step) -> str:
    """Parts have their sign, so that it is seen what is added and what is taken off."""
    return format_pence(step.amount, sign=step.kind == "part")
