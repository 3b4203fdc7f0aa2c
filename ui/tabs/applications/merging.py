"""Two organisations that are one: the other is found by typing, then each thing they differ in is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from app.fields import Choice
from app.grants.applicants import ApplicantRecord
from ui.desk import Desk
from ui.kit.controls import Button, Line
from ui.kit.panel import Panel
from ui.kit.words import plain
from ui.tabs.applications.likes import LikePanel

LEAST = 2
MOST = 12
"""So many of the names that hold what is typed are offered besides those that are like it."""


class MergePanel(Panel):
    """Type the other organisation’s name, number or postcode, and choose it among those that are like it."""

    chosen = Signal(str)
    """The id of the other organisation."""

    def __init__(self, desk: Desk, mine: ApplicantRecord, every: Sequence[Choice]) -> None:
        super().__init__(
            f"Merge with {mine.name}",
            "The other organisation’s bids, agreements, contracts, checks and people go over to this one, and its name "
            "stays as another name. Nothing is done before you have chosen what stays.",
        )
        self._mine, self._every = mine, [one for one in every if one.value != mine.id]
        self.box = Line("The other organisation: type its name, number or postcode", "search")
        self.likes = LikePanel(desk, self.box, but=mine.id)
        self.names = plain("", "small", tone="second", wrap=True)
        self.column.addWidget(self.box)
        self.column.addWidget(self.likes)
        self.exact: list[Button] = []
        self.column.addWidget(self.names)
        self.column.addStretch(1)
        self.close_with()
        self.box.textChanged.connect(self._on_typed)
        self.likes.meant.connect(lambda other, _: self.chosen.emit(other))
        self._on_typed("")

    def take_keyboard(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, text: str) -> None:
        """Those like what is typed; before anything is, those like the organisation itself."""
        words = text.strip()
        number = next((one.number for one in self._mine.identifiers), "")
        if words:
            self.likes.ask(words, words if any(sign.isdigit() for sign in words) else "", words)
        else:
            self.likes.ask(self._mine.name, number, self._mine.profile.postcode)
        self._show_names(words)

    def _show_names(self, words: str) -> None:
        """Also any organisation whose name holds what is typed, whether it is like it or not."""
        for one in self.exact:
            self.column.removeWidget(one)
            one.hide()
            one.deleteLater()
        plain_words = words.casefold()
        found = [each for each in self._every if plain_words in each.label.casefold()] if len(words) >= LEAST else []
        self.exact = []
        at = self.column.indexOf(self.names)
        for each in found[:MOST]:
            button = Button(each.label.replace("&", "&&"), look="link")
            button.clicked.connect(lambda _=False, value=each.value: self.chosen.emit(value))
            self.column.insertWidget(at, button)
            self.exact.append(button)
            at += 1
        more = len(found) - MOST
        self.names.setText(f"And {more:,} more whose names hold it. Type on." if more > 0 else "")
