"""What became of each of several letters: done, or not and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from ui.kit import theme
from ui.kit.panel import Panel
from ui.kit.parts import Section
from ui.kit.split import Record
from ui.kit.words import plain

DONE, NOT_DONE = "Done", "Not done"
LEAST = 130
"""The least height of them all, in px at the usual size of text."""


class Result(NamedTuple):
    """One of several: what it is called, whether it was done, and why not."""

    called: str
    done: bool
    why: str = ""

    @property
    def said(self) -> str:
        """“R2-07 Harbour Lights Boxing: nobody has read it yet.”"""
        return f"{self.called}: {self.why}" if self.why else self.called


class ResultsPanel(Panel):
    """Every result read down, those that were not done first."""

    def __init__(self, title: str, about: str, results: Sequence[Result]) -> None:
        super().__init__(title, about)
        now = theme.current()
        self.every = Record(title)
        self.every.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.every.setMinimumHeight(now.gap(LEAST))
        self.every.begin(summed(results))
        for heading, done in ((NOT_DONE, False), (DONE, True)):
            mine = [one for one in results if one.done is done]
            if mine:
                labels = (plain(one.said, wrap=True) for one in mine)
                self.every.add(Section(f"{heading} ({len(mine):,})", *labels))
        self.column.addWidget(self.every, 1)
        self.close_with()

    def take_keyboard(self) -> None:
        self.every.setFocus(Qt.FocusReason.OtherFocusReason)


def summed(results: Sequence[Result]) -> str:
    """“4 of 5 letters are done.”"""
    done = sum(one.done for one in results)
    if done == len(results):
        return "The letter is done." if done == 1 else f"All {done:,} letters are done."
    return f"{done:,} of {len(results):,} letters {'is' if done == 1 else 'are'} done."
