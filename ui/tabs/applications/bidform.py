"""The form of a bid or an organisation: while its name, number or postcode is typed, who that may be is offered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from app.fields import Field
from app.years import SLASH
from ui.desk import Desk
from ui.kit.gridform import ColumnForm
from ui.tabs.applications.likes import LikePanel

NAME, NUMBER, POSTCODE = "organisation", "number", "postcode"
"""The boxes by which an organisation is known."""


class BidForm(ColumnForm):
    """The boxes in columns, with “Same as …?” under the one that names the organisation."""

    def __init__(self, fields: Sequence[Field], desk: Desk, *, most: int, year_style: str = SLASH) -> None:
        self._desk = desk
        super().__init__(fields, most=most, year_style=year_style)
        for key in (NAME, NUMBER, POSTCODE):
            if key in self._boxes:
                self._boxes[key].changed.connect(self._look)
        self.likes.meant.connect(lambda _, name: self._take(name))

    def lay_out(self, column: QVBoxLayout) -> None:
        self.likes = LikePanel(self._desk, self._boxes[NAME].control)
        super().lay_out(column)

    def _add(self, grid: QGridLayout, field: Field) -> None:
        super()._add(grid, field)
        if field.key == NAME:
            grid.addWidget(self.likes, grid.rowCount(), 0)

    def _look(self) -> None:
        if self._boxes[NAME].raw() == str(self.original_values().get(NAME) or ""):
            return  # as it was before anybody typed
        self.likes.ask(*(self._boxes[key].raw() if key in self._boxes else "" for key in (NAME, NUMBER, POSTCODE)))

    def _take(self, name: str) -> None:
        """The person says that it is this one: its name stands in the box, and they go on from there."""
        box = self._boxes[NAME]
        box.type_back(name)
        self.likes.ask(name)
        box.control.setFocus(Qt.FocusReason.OtherFocusReason)
