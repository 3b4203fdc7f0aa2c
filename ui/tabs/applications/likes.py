"""While an organisation is typed: which of those the office knows it may be. An offer, never a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.grants import duplicates
from app.grants.duplicates import Known, Like
from ui.desk import Desk
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.words import plain

REST_MS = 150
"""How long a person pauses before it is looked whom they may mean."""
MOST = 5
LEAST = 3
"""Fewer letters than these are nobody's name yet."""


class LikePanel(QWidget):
    """Asks, a moment after the last key, which organisations are like what stands in the boxes.

    `after` is the box it belongs to: Tab leads from there to what is offered. `but` is an organisation not to offer.
    """

    meant = Signal(str, str)
    """The id and the name of the organisation that the person says it is."""

    def __init__(self, desk: Desk, after: QWidget, *, but: str = "") -> None:
        super().__init__()
        now = theme.current()
        self._desk, self._after, self._but = desk, after, but
        self._known: Known | None = None
        self._asked: tuple[str, str, str] = ("", "", "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, now.gap(4))
        self._column.setSpacing(now.gap(1))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look)
        self.hide()
        desk.read(self._on_known, duplicates.read)

    def ask(self, name: str, number: str = "", postcode: str = "") -> None:
        """Look whom this may be, once the person pauses."""
        self._asked = (name.strip(), number.strip(), postcode.strip())
        self._rest.start()

    def names(self) -> list[str]:
        """What is offered, in words."""
        return [one.text().replace("&&", "&") for one in self.findChildren(Button) if one.isVisibleTo(self)]

    def _on_known(self, known: Known) -> None:
        if isValid(self):
            self._known = known
            self._look()

    def _look(self) -> None:
        known, asked = self._known, self._asked
        if known is None or self._rest.isActive():
            return
        name, number, postcode = asked
        if len(name) < LEAST and not number and not postcode:
            self._show(())
            return

        def work() -> Sequence[Like]:
            return duplicates.like(known, name=name, number=number, postcode=postcode)

        def then(found: Sequence[Like]) -> None:
            if isValid(self) and asked == self._asked:
                self._show([one for one in found if one.organisation_id != self._but][:MOST])

        self._desk.aside(work, then, words="")

    def _show(self, found: Sequence[Like]) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        typed = self._asked[0].casefold()
        if len(found) == 1 and found[0].name.casefold() == typed and not self._but:
            found = ()  # it is the one that is meant already
        if found:
            self._column.addWidget(plain("Known here already? Choose the same one, or type on.", "tiny", tone="second"))
        before = self._after
        for one in found:
            button = Button(f"Same as {one.name}: {one.why}".replace("&", "&&"), look="link")
            button.clicked.connect(self._meaning(one))
            self._column.addWidget(button)
            QWidget.setTabOrder(before, button)  # what was made last would be reached last
            before = button
        if found and not self.isVisible():
            words = f"{len(found)} like it known here: {', '.join(one.name for one in found)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.setVisible(bool(found))

    def _meaning(self, one: Like) -> Callable[[], None]:
        return lambda: self.meant.emit(one.organisation_id, one.name)
