"""What can be done with the chosen section, over the list of sections: moved, removed, another added."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.words import tip

READ_ONLY = "This file is read-only for you."
ON_COVER = "The cover stays where it is."


class SectionTools(QWidget):
    """Small buttons that say their keys."""

    moved = Signal(int)
    removing = Signal()
    adding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.up, self.down = Button("", "arrow-up", "quiet"), Button("", "arrow-down", "quiet")
        self.remove, self.add = Button("", "trash-2", "quiet"), Button("Add", "plus")
        self._tips = {
            self.up: ("Move the section up", "Alt+Up"),
            self.down: ("Move the section down", "Alt+Down"),
            self.remove: ("Remove the section", "Delete"),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().gap(4))
        for button, (name, _) in self._tips.items():
            button.setAccessibleName(name)
            row.addWidget(button)
        self.add.setAccessibleName("Add a section")
        row.addWidget(self.add)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removing)
        self.add.clicked.connect(self.adding)

    def permit(self, *, on_cover: bool, read_only: bool) -> None:
        """Which of them can be pressed, and why others cannot."""
        for button, (name, keys) in self._tips.items():
            if read_only or on_cover:
                button.forbid(READ_ONLY if read_only else ON_COVER)
            else:
                button.permit()
                tip(button, f"{name} ({keys})")
        if read_only:
            self.add.forbid(READ_ONLY)
