"""Two people, one record: yours, theirs and what it was, field by field, until the person has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from app.fields import Field, value_text
from app.merging import Difference, Side, differences, merged, ticked, undecided
from app.years import SLASH
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import Alert
from ui.kit.versions import About, Columns, Option, Row, before
from ui.kit.words import NO_WIDTH, breakable, plain

LONG_TEXT = 120
"""A text of more letters than this is read in lines, not in a column."""
LONGEST_WORD = 20


class ConflictView(QWidget):
    """What two people made of one record. `chosen` has the whole record once the person has decided each field."""

    chosen = Signal(dict)
    left = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        was: Mapping[str, Any],
        *,
        who: str,
        when: str,
        step: str = "",
        year_style: str = SLASH,
    ) -> None:
        """`when` is the time of their save as it is read, 14:02; `step` the name of what they did."""
        super().__init__()
        now = theme.current()
        self._mine, self._theirs, self._who, self._year_style = mine, theirs, who, year_style
        self.found = differences(fields, mine, theirs, was)
        self.rows = {one.field.key: self._row(one) for one in self.found}
        self.save_button = Button("Save these", look="primary")
        self.theirs_button, self.back_button = Button("Take all of theirs"), Button("Back to the form")
        step_words = f"“{step}”, " if step else ""
        self._says = plain("", "small", tone="second", wrap=True)
        self.columns = Columns(
            ("Yours", f"Theirs ({who}, {when})", "What it was"), tuple(self.rows.values()), self._longest_word()
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.gap(10))
        column.addWidget(
            Alert(f"{who} saved this while you were typing", f"({step_words}{when}). Nothing was overwritten.")
        )
        column.addWidget(self._says)
        column.addWidget(self.columns)
        column.addSpacing(now.gap(4))
        column.addWidget(Flow(self.save_button, self.theirs_button, self.back_button))
        for key, side in ticked(self.found).items():
            (self.rows[key].mine if side == "mine" else self.rows[key].theirs).setChecked(True)
        for row in self.rows.values():
            row.group.buttonToggled.connect(self._say)
        self.columns.setVisible(bool(self.rows))
        self._connect()
        self._say()

    def choices(self) -> dict[str, Side]:
        """What is chosen so far, by field."""
        return {key: side for key, row in self.rows.items() if (side := row.chosen())}

    def focus_first(self) -> None:
        """Put the keyboard on the first field that waits for a choice, or on the button where none does."""
        waiting = undecided(self.found, self.choices())
        target = self.rows[waiting[0].key].mine if waiting else self.save_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Hand on the record as chosen; nothing happens while a field waits for a choice."""
        if self.save_button.isEnabled():
            self.chosen.emit(merged(self.found, self.choices(), self._mine, self._theirs))

    def set_saving(self, saving: bool) -> None:
        """Say on the button that the save is on its way."""
        if saving:
            self.save_button.forbid("Waiting for the office file.", "Saving…")
        else:
            self._say()

    def take_theirs(self) -> None:
        """Tick theirs in every row; nothing is saved yet, so that the person can look at it first."""
        for row in self.rows.values():
            row.theirs.setChecked(True)
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.columns.update()

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.theirs_button.clicked.connect(self.take_theirs)
        self.back_button.clicked.connect(self.left)
        self.back_button.setToolTip("Esc")
        keys = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # a form behind it may have the same keys

    def _say(self) -> None:
        """Say what is still to be chosen, and turn the button on once nothing is."""
        waiting, choices = undecided(self.found, self.choices()), self.choices()
        for key, row in self.rows.items():
            row.about.chip.setVisible(key not in choices)
            row.set_tab_stop()
        self._says.setText(self._sentence())
        self.theirs_button.setVisible(bool(self.rows))
        if waiting:
            fields = "field" if len(waiting) == 1 else "fields"
            names = ", ".join(f"“{field.label}”" for field in waiting)
            self.save_button.forbid(
                f"You and {self._who} both changed {names}: choose which to keep.",
                f"Choose for {len(waiting)} more {fields} first",
            )
        else:
            self.save_button.permit()
            self.save_button.setToolTip("Ctrl+S")

    def _sentence(self) -> str:
        if not self.found:
            return f"You and {self._who} typed the same, so there is nothing to choose."
        both = sum(one.side == "both" for one in self.found)
        alone = len(self.found) - both
        if not both:
            return "Only one of you changed each of these, so they are ticked already."
        decide = f"You both changed {'one field' if both == 1 else f'{both} fields'}: choose which to keep."
        rest = "The other was changed" if alone == 1 else f"The other {alone} were changed"
        return (
            f"{decide} {rest} by one of you only and {'is' if alone == 1 else 'are'} ticked already."
            if alone
            else decide
        )

    def _row(self, one: Difference) -> Row:
        label, key = one.field.label, one.field
        mine, theirs, was = (value_text(key, value, self._year_style) for value in (one.mine, one.theirs, one.was))
        yours = Option("Yours", breakable(mine, LONGEST_WORD))
        other = Option(f"Theirs ({self._who})", breakable(theirs, LONGEST_WORD))
        note = {
            "mine": "Only you changed this.",
            "theirs": f"Only {self._who} changed this.",
            "both": "You both changed this.",
        }
        yours.setAccessibleName(f"{label}: keep yours, {mine}")
        other.setAccessibleName(f"{label}: take theirs, {theirs}")
        for option in (yours, other):
            option.setAccessibleDescription(f"{note[one.side]} It was: {was}.")
        group = QButtonGroup(self)
        group.addButton(yours)
        group.addButton(other)
        was_cell, caption = before(breakable(was, LONGEST_WORD))
        long = max(map(len, (mine, theirs, was))) > LONG_TEXT
        return Row(About(label, note[one.side]), yours, other, was_cell, caption, group, long)

    def _longest_word(self) -> int:
        """How wide the widest word of a value is, in px."""
        labels = [one.words for row in self.rows.values() for one in (row.mine, row.theirs) if not row.long]
        metrics = theme.current().metrics("body", 600)
        words = [word for label in labels for word in label.text().replace(NO_WIDTH, " ").split()]
        return max(map(metrics.horizontalAdvance, words), default=0) + 2
