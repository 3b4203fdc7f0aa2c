"""How the panes of a paper share the window: four beside each other, three, or two where there is little room."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QSplitterHandle, QWidget

from ui.kit import state, theme
from ui.kit.split import Hairline
from ui.kit.switch import Pane, Switch

Mode = Literal["four", "three", "two"]
FOUR, THREE = 1560, 1060
KEY, PANE_KEY = "papers/split", "papers/pane"
SHARES: dict[Mode, tuple[int, ...]] = {"four": (330, 0, 400, 352), "three": (290, 0, 340), "two": (46, 54)}
"""Widths of the panes; nought is the pages, which take what is left. Of two panes, how they share the whole."""


class Spread(QSplitter):
    """Sections, pages, the section that is written, and the guard; the last two share a place where they must."""

    def __init__(self, sections: Pane, pages: QWidget, section: Pane, guard: Pane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._panes, self._pages = {"sections": sections, "section": section, "guard": guard}, pages
        self._mode: Mode | None = None
        self._switches: list[Switch] = []
        self._chips: dict[str, tuple[str, str]] = {}
        self._dragged = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.splitterMoved.connect(self._on_moved)

    def show_pane(self, key: str) -> None:
        """Bring a pane into sight where it shares its place."""
        for switch in self._switches:
            switch.show_pane(key)

    def set_chip(self, key: str, words: str, tone: str = "bad") -> None:
        """A chip after a pane's words."""
        self._chips[key] = (words, tone)
        for switch in self._switches:
            switch.set_chip(key, words, tone)

    def createHandle(self) -> QSplitterHandle:
        return Hairline(self.orientation(), self)

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        wanted = self._wanted()
        if wanted != self._mode:
            self._arrange(wanted)
        self._share_out()

    def _wanted(self) -> Mode:
        if theme.current().large or self.width() < THREE:
            return "two"
        return "four" if self.width() >= FOUR else "three"

    def _arrange(self, mode: Mode) -> None:
        focused = QApplication.focusWidget()
        shown = [switch.shown() for switch in self._switches]
        for switch in self._switches:
            switch.let_go()
            switch.hide()
            switch.setParent(None)
            switch.deleteLater()
        self._mode, p = mode, self._panes
        parted: dict[Mode, list[list[Pane]]] = {
            "four": [[p["sections"]], [p["section"]], [p["guard"]]],
            "three": [[p["sections"]], [p["section"], p["guard"]]],
            "two": [[p["sections"], p["section"], p["guard"]]],
        }
        self._switches = [Switch(panes) for panes in parted[mode]]
        for at, widget in enumerate([self._switches[0], self._pages, *self._switches[1:]]):
            self.insertWidget(at, widget)
            widget.show()
        for switch in self._switches:
            switch.turned.connect(self._on_turned)
        for key, (words, tone) in self._chips.items():
            self.set_chip(key, words, tone)
        for key in shown or [str(state.kept(PANE_KEY, "section"))]:
            self.show_pane(key)
        if focused is not None and self.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        sizes = state.kept(f"{KEY}/{mode}")
        self._dragged = isinstance(sizes, list) and len(sizes) == self.count()
        if isinstance(sizes, list) and self._dragged:
            self.setSizes([int(size) for size in sizes])

    def _share_out(self) -> None:
        if self._dragged or self._mode is None:
            return
        if self._mode == "two":
            self.setSizes([self.width() * share // 100 for share in SHARES["two"]])
            return
        given = SHARES[self._mode]
        rest = max(0, self.width() - sum(given) - self.handleWidth() * (len(given) - 1))
        self.setSizes([share or rest for share in given])

    def _on_turned(self, key: str) -> None:
        state.keep(PANE_KEY, key)

    def _on_moved(self) -> None:
        self._dragged = True
        state.keep(f"{KEY}/{self._mode}", self.sizes())
