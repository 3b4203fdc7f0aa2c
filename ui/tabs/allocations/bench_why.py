"""Why one partnership's figure is what it is, step by step, with its page to print."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.allocations.formula import Plan
from app.allocations.planning import BenchData
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.words import plain
from ui.tabs.allocations.bench_picture import Worked


class Why(QWidget):
    """The steps of the chosen partnership, read down to its figure."""

    printing = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.title = plain("", "section", weight=600, wrap=True)
        self.print_button = Button("Print this page", "printer")
        self.print_button.clicked.connect(self.printing)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, now.gap(6), 0, 0)
        column.setSpacing(now.gap(6))
        column.addLayout(head)
        self._steps = QWidget()
        column.addWidget(self._steps)

    def explain(self, data: BenchData, given: Plan, one: Worked, partnership_id: str) -> None:
        """Show the steps of this partnership in a scenario."""
        self.title.setText(f"Why {data.named(partnership_id)}")

    def set_stale(self, stale: bool) -> None:
        """Grey out, since the figure above is from before."""
        self._steps.setEnabled(not stale)
