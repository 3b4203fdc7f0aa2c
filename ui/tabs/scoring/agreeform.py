"""The score that members agree on, typed beside its reason in the record, with who was in the room under them."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from ui.kit import theme
from ui.kit.form import Form

SCORE = 96
"""How wide the score stands, in px at the usual size of text."""


class AgreeForm(Form):
    """The score at the left of its reason; under one another at large text."""

    def lay_out(self, column: QVBoxLayout) -> None:
        now = theme.current()
        if now.large:
            super().lay_out(column)
            return
        top, under = QGridLayout(), QGridLayout()
        top.setHorizontalSpacing(now.gap(12))
        top.setColumnStretch(1, 1)
        score, reason, *others = self.fields
        for at, field in enumerate((score, reason)):
            cell = QGridLayout()
            cell.setVerticalSpacing(now.gap(3))
            self._add(cell, field)
            cell.setRowStretch(cell.rowCount(), 1)
            top.addLayout(cell, 0, at)
        self.box(score.key).control.setFixedWidth(now.px(SCORE))
        self.box(reason.key).control.setFixedHeight(now.px(SCORE))
        under.setVerticalSpacing(now.gap(3))
        for field in others:
            self._add(under, field)
        column.addLayout(top)
        column.addLayout(under)
