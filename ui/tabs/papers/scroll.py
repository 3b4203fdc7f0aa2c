"""A pane that scrolls down and never sideways, filled from the top."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.words import plain


class Column(QWidget):
    """What scrolls: always as wide as the place it is seen through, and as high as that width asks for."""

    def minimumSizeHint(self) -> QSize:
        # Qt would measure wrapped words at their narrowest and leave the column far too high
        return QSize(0, 0)


class ScrollPane(QScrollArea):
    """Widgets one under the other, with the page's margins; what is given `stretch` takes the room that is left."""

    def __init__(self, name: str) -> None:
        super().__init__()
        now = theme.current()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = Column()
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(now.gap(18), now.gap(10), now.gap(18), now.gap(14))
        self.column.setSpacing(now.gap(10))
        self.setWidget(self.page)

    def add(self, content: QWidget, stretch: int = 0) -> None:
        """Put this at the end."""
        self.column.addWidget(content, stretch)


class Labelled(QWidget):
    """A box under its label."""

    def __init__(self, words: str, control: QWidget, about: str = "") -> None:
        super().__init__()
        self.label: QLabel = plain(words, "small", weight=600, wrap=True)
        self.label.setBuddy(control)
        control.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(3))
        column.addWidget(self.label)
        column.addWidget(control)
        if about:
            column.addWidget(plain(about, "tiny", tone="second", wrap=True))
