"""What an applicant will read, beside the sentences that members wrote about the bid: each is put in by its button."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.fields import Field
from app.recommendations.feedback import Offered
from app.years import SLASH
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.form import Form
from ui.kit.parts import Section
from ui.kit.words import plain

TEXT, LEAST = "text", 240
"""The field that is written, and the least height of its box in px at the usual size of text."""
NONE_WRITTEN = "The members wrote nothing about it. Say in your own words what would help the applicant."


class FeedbackForm(Form):
    """The sentences at the left by criterion, and what is made of them at the right; under one another at large text.

    A sentence is put at the end of the text, once. It is offered again as soon as it no longer stands in there.
    """

    def __init__(self, fields: Sequence[Field], offered: Sequence[Offered], *, year_style: str = SLASH) -> None:
        self._offered = tuple(offered)
        self.adders: list[tuple[Button, str]] = []
        """The button of each sentence that is offered."""
        super().__init__(fields, year_style=year_style)
        self.box(TEXT).changed.connect(self._permit)
        self._permit()

    def lay_out(self, column: QVBoxLayout) -> None:
        now = theme.current()
        written = QGridLayout()
        written.setVerticalSpacing(now.gap(3))
        for field in self.fields:
            self._add(written, field)
        self.box(TEXT).control.setFixedHeight(now.gap(LEAST))
        written.setRowStretch(written.rowCount(), 1)
        if now.large:
            column.addWidget(self._sentences())
            column.addLayout(written)
            return
        row = QHBoxLayout()
        row.setSpacing(now.gap(28))
        row.addWidget(self._sentences(), 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(written, 1)
        column.addLayout(row)

    def _sentences(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(12))
        for criterion in dict.fromkeys(one.criterion for one in self._offered):
            section = Section(criterion)
            for one in self._offered:
                if one.criterion == criterion:
                    section.add(self._sentence(one))
            column.addWidget(section)
        if not self._offered:
            column.addWidget(plain(NONE_WRITTEN, tone="second", wrap=True))
        return whole

    def _sentence(self, one: Offered) -> QWidget:
        """A sentence after the button that puts it into the text."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().gap(10))
        button = Button("Add", look="link")
        button.setAccessibleName(f"Add: {one.text}")
        button.clicked.connect(partial(self.add, one.text))
        self.adders.append((button, one.text))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain(one.text, wrap=True))
        if one.names:
            words.addWidget(plain(f"Names {', '.join(one.names)}: say it without the name.", "small", tone="warn"))
        row.addLayout(words, 1)
        return line

    def add(self, sentence: str) -> None:
        """Put a sentence at the end of the text."""
        box = self.box(TEXT)
        before = box.raw().rstrip()
        box.type_back(f"{before} {sentence}".strip())
        box.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _permit(self) -> None:
        """Offer what does not stand in the text yet."""
        text = " ".join(self.box(TEXT).raw().split())
        for button, sentence in self.adders:
            if sentence in text:
                button.forbid("It stands in the text already.", "Added")
            else:
                button.permit()
