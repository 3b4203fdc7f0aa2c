"""The details of a paper as they are typed: what its cover or masthead says, its numbering and its marking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from app.errors import Refused
from app.papers.paper import DETAILS, PaperDetails
from app.years import SLASH
from ui.kit.alert import Alert
from ui.kit.form import Form
from ui.kit.words import plain
from ui.tabs.papers.said import Trouble
from ui.tabs.papers.scroll import ScrollPane


class DetailsPane(ScrollPane):
    """A form that is saved like a section is: when it is left, and with Ctrl+S. `typed` tells what can be read."""

    typed = Signal(object)
    both_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Cover and details")
        self._paper: PaperDetails | None = None
        self._loading = False
        self.form: Form | None = None
        self.state = plain("", "small", tone="second", wrap=True)
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.trouble.followed.connect(self.both_asked)
        self.add(self.trouble)

    def show_paper(self, paper: PaperDetails, year_style: str = SLASH) -> None:
        """Show the details; while a box holds what cannot be read yet, a day half typed, they stay as they are."""
        if self.form is None:
            self.form = Form(DETAILS, year_style=year_style)
            self.form.changed.connect(lambda _: self._on_typed())
            self.add(self.form)
            self.add(self.state)
            self.column.addStretch(1)
        values = self._values()
        if values is None and self._paper is not None and self._paper.id == paper.id:
            return
        self._loading = True
        if self._paper is None or values != values_of(paper):
            self.form.set_values(values_of(paper))
        self._paper = paper
        self._loading = False

    def say_state(self, words: str, trouble: Trouble | None, refusal: Refused | None, *, can_write: bool) -> None:
        """How what is typed stands, and what stands in its way: over the form, or beside the box a refusal names."""
        self.state.setText(words)
        self.trouble.setVisible(trouble is not None)
        if trouble is not None:
            self.trouble.say(*trouble)
        if self.form is not None:
            self.form.setEnabled(can_write)
            if refusal is not None:
                self.form.show_refusal(refusal)

    def can_be_read(self) -> bool:
        """Whether every box can be read; one that cannot says so and takes the keyboard."""
        return self.form is None or self.form.values() is not None

    def _on_typed(self) -> None:
        values = self._values()
        if not self._loading and values is not None and self._paper is not None:
            self.typed.emit(replace(self._paper, **values))

    def _values(self) -> dict[str, Any] | None:
        """What stands in the boxes, or None while one of them cannot be read; nothing is said about it yet."""
        assert self.form is not None
        try:
            return {one.key: self.form.box(one.key).read() for one in DETAILS}
        except Refused:
            return None


def values_of(paper: PaperDetails) -> dict[str, Any]:
    """The details by their fields."""
    return {one.key: getattr(paper, one.key) for one in DETAILS}
