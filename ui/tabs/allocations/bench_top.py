"""Which scenario is on the bench, which stand beside it, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from app.allocations.bench import Bench
from app.allocations.comparing import MOST_COMPARED
from app.allocations.scenarios import ScenarioRecord
from ui.kit import theme
from ui.kit.controls import Button, Combo
from ui.kit.elided import Elided
from ui.kit.flow import Flow

READ_ONLY = "This file is read-only for you."
WIDE = 520
"""From this width everything stands in one row."""
COMPARE = "Compare with…"
SAVE_FIRST = "Save what you typed first (Ctrl+S)."


class Chooser(QWidget):
    """The scenario by name, what can be done with the whole of it, and who made it."""

    turned = Signal(str)
    compared = Signal(object)
    """The ids of the scenarios that stand beside this one, as a list."""
    sharing = Signal(bool)
    copying = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self._bench: Bench | None = None
        self._beside: list[str] = []
        self.scenario = Combo("Scenario")
        self.compare_button = Button(COMPARE, look="link")
        self.share_button, self.copy_button = Button("", look="link"), Button("Copy", look="link")
        self.copy_button.setAccessibleName("Copy this scenario")
        self.whose = Elided("", "small")
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, now.gap(12), now.gap(18), now.gap(8))
        self._box.setSpacing(now.gap(4))
        self._box.addWidget(self.scenario)
        self._box.addWidget(self.whose)
        self._box.addWidget(Flow(self.compare_button, self.share_button, self.copy_button), 1)
        self.scenario.activated.connect(lambda at: self.turned.emit(str(self.scenario.itemData(at))))
        self.compare_button.clicked.connect(self._offer)
        self.share_button.clicked.connect(self._share)
        self.copy_button.clicked.connect(self.copying)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.current().px(WIDE)
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(theme.current().gap(14 if wide else 4))

    def show_bench(self, bench: Bench, beside: Sequence[str]) -> None:
        """Show which scenario this is and those it can be compared with."""
        self._bench, self._beside = bench, list(beside)
        self.scenario.clear()
        for one in sorted((bench.scenario, *bench.others), key=lambda each: each.plan.name.casefold()):
            self.scenario.addItem(one.plan.name, one.id)
        self.scenario.setCurrentIndex(self.scenario.findData(bench.scenario.id))
        self.whose.set_text(_whose(bench.scenario))
        self.share_button.setText("Keep to myself" if bench.scenario.is_shared else "Share with the team")
        self.share_button.setVisible(bench.scenario.mine and bench.scenario.adopted_on is None)
        self.compare_button.setVisible(bool(bench.others))
        self._say_beside()

    def permit(self, *, read_only: bool, unsaved: bool) -> None:
        """Turn off what cannot be done now, and say why."""
        for button in (self.share_button, self.copy_button):
            if read_only:
                button.forbid(READ_ONLY, button.text())
            elif unsaved:
                button.forbid(SAVE_FIRST, button.text())
            elif not button.isEnabled():
                words = button.text()
                button.permit()
                button.setText(words)

    def _offer(self) -> None:
        """The other scenarios, each to be ticked; no more than three are compared."""
        menu = QMenu(self)
        if self._bench is None:
            return
        for one in self._bench.others:
            action = menu.addAction(one.plan.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(one.id in self._beside)
            action.setEnabled(one.id in self._beside or len(self._beside) < MOST_COMPARED - 1)
            action.triggered.connect(lambda on, one=one: self._set_beside(one.id, on))
        menu.popup(self.compare_button.mapToGlobal(QPoint(0, self.compare_button.height())))

    def _set_beside(self, scenario_id: str, on: bool) -> None:
        self._beside = [*self._beside, scenario_id] if on else [one for one in self._beside if one != scenario_id]
        self._say_beside()
        self.compared.emit(list(self._beside))

    def _say_beside(self) -> None:
        count = len(self._beside)
        self.compare_button.setText(
            "Beside another…" if count == 1 else f"Beside {count} others…" if count else COMPARE
        )
        self.compare_button.updateGeometry()

    def _share(self) -> None:
        if self._bench is not None:
            self.sharing.emit(not self._bench.scenario.is_shared)


def _whose(one: ScenarioRecord) -> str:
    if one.adopted_on is not None:
        return f"By {one.author}, adopted"
    if one.mine:
        return "Yours, shared with the team" if one.is_shared else "Yours alone until you share it"
    return f"By {one.author}, shared with you"
