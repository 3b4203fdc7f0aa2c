"""What the Scoring page does with letters that is no form: to read, print, copy and write them, and to tell of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from app.decisions.letter_views import mail
from app.decisions.letters import LetterResult
from app.decisions.opened import shown
from app.decisions.shown import Decided
from ui.desk import Desk
from ui.tabs.scoring import letter_specs
from ui.tabs.scoring.offers import DECISIONS, LETTERS
from ui.tabs.scoring.results import Result, ResultsPanel

if TYPE_CHECKING:
    from app.papers.letter_paper import LetterFile
    from ui.tabs.scoring.page import ScoringPage

Begin = Callable[[str, str, Decided], None]
"""Begins an action about something of what was read."""


class Letters:
    """The letters of the decision that the chosen letter belongs to, for the page they are chosen on."""

    def __init__(
        self, page: ScoringPage, desk: Desk, choose_folder: Callable[[str], Path | None], begin: Begin
    ) -> None:
        self._page, self._desk, self._choose_folder, self._begin = page, desk, choose_folder, begin

    def panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What is done by the name of its action."""
        return {
            letter_specs.READ: lambda one: self.read(one, one.letter.id if one.letter is not None else ""),
            letter_specs.READ_ALL: self.read,
            letter_specs.PRINT: self.print_one,
            letter_specs.PRINT_ALL: self.print_all,
            letter_specs.COPY: self.copy,
            letter_specs.WRITE: self.write,
            letter_specs.GO: self.go,
        }

    def read(self, one: Decided, first: str = "") -> None:
        """Go through the letters and mark them as read, from this one on, else from the first that is to be read."""
        from ui.tabs.scoring.letterreader import LetterReader

        if one.decision is None or one.letter is None or not self._page.may_leave():
            return
        self._page.close_form()
        reader = LetterReader(self._desk, one.decision, first, self._page.today(), self._page.said.emit)

        def change(letter_id: str) -> None:
            reader.leave()
            self._page.list.choose(letter_id)
            asked = {"year": one.year, "day": self._page.today()}
            self._desk.read(lambda now: self._begin("letter change", "", now), shown, LETTERS, letter_id, **asked)

        reader.change_asked.connect(change)
        self._page.show_panel(reader)

    def print_one(self, one: Decided) -> None:
        """Show the letter as it will be printed."""
        if one.letter is not None:
            self._page.output.print_letters(one.letter.sheet_id, self._page.today(), one.letter.id)

    def print_all(self, one: Decided) -> None:
        """Show all letters of the decision after a list of them."""
        if one.letter is not None:
            self._page.output.print_letters(one.letter.sheet_id, self._page.today())

    def copy(self, one: Decided) -> None:
        """Put the text of a letter that may go out on the clipboard."""

        def then(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self._page.said.emit("The letter is on the clipboard")

        if one.letter is not None:
            self._desk.read(then, mail, one.letter.id, day=self._page.today())

    def write(self, one: Decided) -> None:
        """Write every letter that may go out into a folder, and tell what became of each."""
        letter = one.letter
        folder = self._choose_folder("Write letters into a folder") if letter is not None else None
        if letter is None or folder is None:
            return

        def then(found: Sequence[LetterFile]) -> None:
            results = [Result(f"{each.bid} {each.organisation}", bool(each.file), each.sentence) for each in found]
            self._tell(
                "Letters written",
                f"Into {folder}: each as a PDF and as text for an e-mail, and one file with all.",
                results,
            )

        self._page.output.write_letters(letter.sheet_id, folder, self._page.today(), then)

    def go(self, one: Decided) -> None:
        """Show the decision that a letter tells of."""
        if one.decision is not None and self._page.may_leave():
            self._page.go_to(DECISIONS, one.decision.id, one.decision.year)

    def given_out(self, found: Any) -> None:
        """Tell of which letters it was not recorded that they were given out."""
        results = [
            Result(each.called, each.done, each.sentence) for each in found or () if isinstance(each, LetterResult)
        ]
        done = sum(each.done for each in results)
        self._page.said.emit(f"{done:,} {'letter was' if done == 1 else 'letters were'} given out")
        if done < len(results):
            # once the page is done with its form
            QTimer.singleShot(0, self._page, lambda: self._tell("Letters given out", "", results))

    def _tell(self, title: str, about: str, results: Sequence[Result]) -> None:
        """Show what became of each, unless something else has been begun meanwhile."""
        if self._page.is_editing():
            done = sum(each.done for each in results)
            self._page.said.emit(f"{title}: {done:,} of {len(results):,}")
        else:
            self._page.show_panel(ResultsPanel(title, about, results))
