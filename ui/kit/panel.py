"""What takes the place of list and record and is no form: it can be left, and says whether anything would be lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.split import Page
from ui.kit.words import plain


class Panel(QScrollArea):
    """A title, what is said under it, what the panel is for, and its buttons at the foot; Esc leaves it.

    It takes all of the page, and scrolls where its parts need more height than that.
    """

    left = Signal()
    whole_asked = Signal(bool)
    """It asks for the whole screen, or gives it back."""
    takes_all = False
    """Whether it takes the place of the page's head too, and reads again by itself what is saved."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        now = theme.current()
        self.setAccessibleName(title)
        self.about = plain(about, "small", tone="second", wrap=True)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # at large text the parts need more height than there is; at the usual size they share the page
        page = QWidget() if now.large else Page(wide=True)
        self.setWidget(page)
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(now.gap(18), now.gap(12), now.gap(18), now.gap(14))
        self.column.setSpacing(now.gap(10))
        self.column.addWidget(plain(title, "title", weight=600, wrap=True))
        self.column.addWidget(self.about)
        self.leave_button = Button("Close")
        self.leave_button.setToolTip("Esc")
        self.leave_button.clicked.connect(self.leave)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(now.gap(8))

    def close_with(self, *buttons: QWidget) -> None:
        """Put these buttons at the foot, before the one that leaves."""
        for one in (*buttons, self.leave_button):
            self.buttons.addWidget(one)
        self.buttons.addStretch(1)
        self.column.addLayout(self.buttons)

    def take_keyboard(self) -> None:
        """Put the keyboard where this panel begins."""
        self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """Whether nothing would be lost by leaving; asks where something would."""
        return True

    def leave(self) -> None:
        """Go back to the list, asking first where something would be lost."""
        if self.may_leave():
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
