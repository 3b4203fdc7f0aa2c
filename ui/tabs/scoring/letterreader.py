"""Letters of a decision to be read one after the other, as they will be printed, before any of them goes out.

Only those that were on the screen can be marked as read, and only as they stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from shiboken6 import isValid

from app.decisions import letters
from app.decisions.letter_words import FAREWELL, OUTCOMES, LetterText
from app.decisions.letters import READ, SENT, TO_READ, LetterResult
from app.decisions.parts import DecisionSheetRecord
from app.errors import Refused
from app.listing import Column, Line, Listing
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.alert import Alert
from ui.kit.controls import Button
from ui.kit.controls import Line as TextLine
from ui.kit.panel import Panel
from ui.kit.split import Record
from ui.kit.table import ListView
from ui.kit.words import plain

ABOUT = (
    "Read each as its applicant will; the arrow keys go from one to the next. Those you have looked at are marked as "
    "read together, as they stand on the screen."
)
COLUMNS = (
    Column("bid", "Letter"),
    Column("outcome", "Outcome"),
    Column("state", "State", "chip"),
)
LOOKED_AT, NOT_YET, IS_READ = "Looked at", "Not yet looked at", "Read"
TONES = {LOOKED_AT: "warn", NOT_YET: "mute", IS_READ: "ok", SENT: "ok"}
KEPT = "scoring/read_by"
LEAST, LEAST_LARGE = 180, 115
"""The least height of the list and of the letter, in px at the usual size of text; and at large text."""


class LetterReader(Panel):
    """A list of the letters of a decision, the chosen one in full beside it, and who has read those looked at."""

    change_asked = Signal(str)
    """The id of the letter that is to be changed."""

    def __init__(
        self, desk: Desk, sheet: DecisionSheetRecord, letter_id: str, day: date, said: Callable[[str], None]
    ) -> None:
        super().__init__(f"Letters: {sheet.title}", ABOUT)
        self._desk, self._sheet, self._day, self._said = desk, sheet, day, said
        self._first = letter_id
        self._texts: dict[str, LetterText] = {}
        self._looked_at: dict[str, int] = {}
        """The versions that were on the screen, by letter."""
        self._build()
        desk.others_saved.connect(self._on_others_saved)
        self._read()

    # building

    def _build(self) -> None:
        now = theme.current()
        # at large text the letter has to be seen beside the list, without scrolling the page
        self._columns = tuple(one for one in COLUMNS if one.key != "outcome" or not now.large)
        self.about.setVisible(not now.large)
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.summary = plain("", weight=600, wrap=True)
        self.list = ListView("Letters", total=False, tones=TONES)
        self._show_lines()
        self.letter = Record("Letter")
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.gap(16))
        for part, share in ((self.list, 2), (self.letter, 3)):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(LEAST_LARGE if now.large else LEAST))
            row.addWidget(part, share)
        self.read_by = TextLine("Read by")
        self.read_by.setText(str(state.kept(KEPT, "") or ""))
        self.read_button = Button("Mark as read", "check", "primary")
        self.read_button.setToolTip("Ctrl+S")
        self.change_button = Button("Change this letter…", "pencil")
        for one in (self.trouble, self.summary):
            self.column.addWidget(one)
        self.column.addWidget(both, 1)
        self.close_with(plain("Read by"), self.read_by, self.read_button, self.change_button)
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.read_button.clicked.connect(self.mark)
        self.change_button.clicked.connect(self._change)
        QShortcut(QKeySequence("Ctrl+S"), self, self.mark)

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # reading

    def _read(self, then: Callable[[], None] | None = None) -> None:
        """Read the letters as they are now."""

        def done(texts: tuple[LetterText, ...]) -> None:
            if isValid(self):
                self._on_read(texts)
                if then is not None:
                    then()

        self._desk.read(done, letters.texts, self._sheet.id, day=self._day)

    def _on_read(self, texts: Sequence[LetterText]) -> None:
        now = {one.letter.id: one for one in texts}
        changed = [
            one for key, one in now.items() if key in self._looked_at and self._looked_at[key] != one.letter.version
        ]
        kept = set(now) - {one.letter.id for one in changed}
        self._looked_at = {key: at for key, at in self._looked_at.items() if key in kept}
        unread = [one for one in changed if not one.letter.read_by]
        self._texts = now
        if unread:
            self.tell(f"{_called(unread)} changed meanwhile.", "Look at it again." if len(unread) == 1 else "")
        self._show()

    def _on_others_saved(self, steps: Iterable[Any]) -> None:
        if any(one.rows & set(self._texts) for one in steps):
            self._read()

    # showing

    def _show(self) -> None:
        chosen = self.list.chosen_id() or self._begin_with()
        self._show_lines()
        self.list.choose(chosen)
        if not self.list.chosen_id():
            self.list.choose_first()
        self._show_chosen()

    def _begin_with(self) -> str:
        """The letter it was opened for where that is to be read, else the first that is."""
        unread = [key for key, one in self._texts.items() if self._state(one) == NOT_YET]
        return self._first if self._first in unread or not unread else unread[0]

    def _show_lines(self) -> None:
        lines = tuple(self._line(one) for one in self._texts.values())
        self.list.show_listing(Listing("Letters", self._columns, lines))

    def _line(self, one: LetterText) -> Line:
        cells = {
            "bid": f"{one.bid} {one.organisation}",
            "outcome": OUTCOMES[one.letter.outcome],
            "state": self._state(one),
        }
        return Line(one.letter.id, tuple(cells[column.key] for column in self._columns))

    def _state(self, one: LetterText) -> str:
        if one.letter.sent_on is not None:
            return SENT
        if one.letter.read_by:
            return IS_READ
        return LOOKED_AT if one.letter.id in self._looked_at else NOT_YET

    def _show_chosen(self) -> None:
        """The chosen letter as it is, which is looked at by that."""
        one = self._texts.get(self.list.chosen_id())
        if one is None:
            self.letter.begin("No letter chosen")
        else:
            key = one.letter.id
            self.letter.begin(f"{one.bid} {one.organisation}", _under(one))
            for label in _set_letter(one):
                self.letter.add(label)
            if not one.letter.read_by and key not in self._looked_at:
                self._looked_at[key] = one.letter.version
                self._show_lines()
                self.list.choose(key)
        self._say()

    def _say(self) -> None:
        """How many are to be read, and how many of these have been looked at."""
        open_ones = [one for one in self._texts.values() if not one.letter.read_by and one.letter.sent_on is None]
        seen = len(self._seen())
        count = len(open_ones)
        if count:
            self.summary.setText(f"{count:,} of {len(self._texts):,} to read, {seen:,} looked at.")
        else:
            self.summary.setText("All of them have been read.")
        if seen:
            self.read_button.permit()
            self.read_button.setText(f"Mark {seen:,} as read")
        else:
            self.read_button.forbid("Look at one that is to be read first.", "Nothing to mark")
        self.read_button.updateGeometry()
        one = self._texts.get(self.list.chosen_id())
        if one is None or one.letter.sent_on is not None:
            self.change_button.forbid("It has been given out, and stays as it is." if one else "Choose a letter first.")
        else:
            self.change_button.permit()

    def _seen(self) -> dict[str, int]:
        """The letters that are to be read and were looked at, with the version that was on the screen."""
        return {key: at for key, at in self._looked_at.items() if not self._texts[key].letter.read_by}

    def tell(self, words: str, more: str = "") -> None:
        """Say what went wrong, over the list."""
        self.trouble.say(words, more)
        self.trouble.show()

    # doing

    def mark(self) -> None:
        """Mark those that were looked at as read by whoever is named."""
        seen = self._seen()
        if not seen or not self.read_button.isEnabled():
            return
        self.trouble.hide()
        self.read_button.forbid("They are being marked.", "Marking…")
        self._desk.write(
            "Read letters",
            letters.read_all,
            self._sheet.id,
            then=lambda found: self._on_marked(found, seen),
            refused=self._on_refused,
            seen=seen,
            read_by=self.read_by.text(),
            day=self._day,
        )

    def _on_refused(self, refusal: Refused) -> None:
        if not isValid(self):
            return
        self.tell(refusal.message)
        self._say()
        if refusal.field == READ[0].key:
            self.read_by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_marked(self, found: Sequence[LetterResult], seen: dict[str, int]) -> None:
        if not isValid(self):
            return
        state.keep(KEPT, self.read_by.text())
        mine = [one for one in found if one.letter_id in seen]
        done = sum(one.done for one in mine)
        failed = [one for one in mine if not one.done]
        self._said(f"{done:,} {'letter is' if done == 1 else 'letters are'} read")

        def then() -> None:
            if failed:
                self.tell(f"{len(failed):,} not read.", " ".join(f"{one.called}: {one.sentence}" for one in failed))
            self._go_on()

        self._read(then)

    def _go_on(self) -> None:
        """Choose the next letter that is to be read."""
        waiting = [key for key, one in self._texts.items() if self._state(one) == NOT_YET]
        if waiting:
            self.list.choose(waiting[0])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self) -> None:
        if self.list.chosen_id():
            self.change_asked.emit(self.list.chosen_id())


def _set_letter(one: LetterText) -> list[QLabel]:
    """The letter as the paper has it, from its subject to who signs it."""
    told = " · ".join(f"{label} {words}" for label, words in one.facts)
    parts = [
        label
        for heading, words in one.parts
        for label in (plain(heading, weight=600, wrap=True), *(plain(each, wrap=True) for each in words))
    ]
    return [
        plain(one.subject, weight=600, wrap=True),
        plain(told, "small", tone="second", wrap=True),
        plain("\n".join(one.lines), wrap=True),
        plain(f"{one.greeting},", wrap=True),
        *(plain(each, wrap=True) for each in one.paragraphs),
        *parts,
        plain("\n".join((f"{FAREWELL},", *one.signed)), wrap=True),
    ]


def _under(one: LetterText) -> str:
    if one.letter.sent_on is not None:
        return SENT
    return f"Read by {one.letter.read_by}" if one.letter.read_by else TO_READ


def _called(found: Sequence[LetterText]) -> str:
    """“R2-07 was”, “R2-07 and 2 more were”."""
    more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
    return f"{found[0].bid}{more} {'were' if more else 'was'}"
