"""What every box of a form is: a field on the screen, read and written, typed into and put back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import Refused
from app.fields import Field, GridShape
from ui.kit import theme


class Box(QWidget):
    """A field on the screen. `control` is what takes the keyboard."""

    changed = Signal()

    def __init__(self, field: Field, control: QWidget) -> None:
        super().__init__()
        self.field, self.control = field, control
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.current().gap(4))
        self._row.addWidget(control)
        self.setFocusProxy(control)
        control.setAccessibleName(field.label)

    def read(self) -> Any:
        """The value, or Refused with the sentence for the person."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def write_over(self, value: Any) -> None:
        """Show a value as if it had been typed over what is there."""
        self.write(value)

    def raw(self) -> str:
        """What stands in the box now, read or not."""
        raise NotImplementedError

    def type_back(self, text: str) -> None:
        """Put back what `raw` or `as_left` told, as if it were typed."""
        raise NotImplementedError

    def as_left(self) -> str:
        """What will stand in the box once the keyboard has left it, which may tidy it."""
        return self.raw()

    def set_shape(self, shape: GridShape) -> None:
        """Take these rows and columns, with what was there before anybody typed. Only a grid has them."""

    def refuse_at(self, cell: str, message: str) -> str:
        """The save was refused because of this part of the box: mark it, and give the sentence to be said of it.

        Only a grid has parts, its cells.
        """
        return message

    def mark_saved(self) -> None:
        """What stands in the box is now what is kept."""

    def go_to(self) -> None:
        """Put the keyboard in the box, where what is wrong with it is."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def missing(self) -> Refused:
        """The refusal of an empty box that must not be."""
        verb = {"choice": "Choose one for", "several": "Choose at least one for"}.get(self.field.kind, "Fill in")
        return Refused(f"{verb} “{self.field.label}”.", self.field.key)

    def mark_wrong(self, wrong: bool) -> None:
        """Show that this is the box the sentence is about."""
        self.control.setProperty("wrong", wrong)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
