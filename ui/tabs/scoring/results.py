"""What became of each of several letters: done, or not and why, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from app.listing import Column, Line, Listing
from ui.kit.panel import Panel
from ui.kit.parts import plain
from ui.kit.table import ListView

DONE, NOT_DONE = "Done", "Not done"
TONES = {DONE: "ok", NOT_DONE: "bad"}
COLUMNS = (Column("letter", "Letter"), Column("result", "Result", "chip"), Column("why", "What became of it"))


class Result(NamedTuple):
    """One of several: what it is called, whether it was done, and what became of it in a sentence or a file's name."""

    called: str
    done: bool
    words: str


class ResultsPanel(Panel):
    """A list of results, those that were not done first."""

    def __init__(self, title: str, about: str, results: Sequence[Result]) -> None:
        super().__init__(title, about)
        self.list = ListView(title, total=False, tones=TONES)
        self.column.addWidget(plain(summed(results), weight=600, wrap=True))
        self.column.addWidget(self.list, 1)
        ordered = sorted(results, key=lambda one: one.done)
        lines = tuple(
            Line(str(at), (one.called, DONE if one.done else NOT_DONE, one.words)) for at, one in enumerate(ordered)
        )
        self.list.show_listing(Listing(title, COLUMNS, lines))
        self.list.choose_first()
        self.close_with()

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def summed(results: Sequence[Result]) -> str:
    """“4 of 5 letters are done.”"""
    done = sum(one.done for one in results)
    if done == len(results):
        return "The letter is done." if done == 1 else f"All {done:,} letters are done."
    return f"{done:,} of {len(results):,} letters {'is' if done == 1 else 'are'} done; why the others are not is below."
