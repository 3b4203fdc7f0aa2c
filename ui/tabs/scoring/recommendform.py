"""What a bid is to have at the left, and why at the right; under one another at large text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.kit import theme
from ui.kit.gridform import ColumnForm

WHY = 2
"""So many of the last fields say why."""


class RecommendForm(ColumnForm):
    """The outcome and its terms beside the reasons, which are tall."""

    def lay_out(self, column: QVBoxLayout) -> None:
        if theme.current().large:
            super().lay_out(column)
            return
        row = QHBoxLayout()
        row.setSpacing(theme.current().gap(28))
        for some in (self.fields[:-WHY], self.fields[-WHY:]):
            row.addLayout(self.columns(some, 1), 1)
        column.addLayout(row)
