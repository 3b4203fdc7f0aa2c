"""A choice of a few words side by side, one of them in force, as £ | % | £ a head."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import theme


class Segment(QAbstractButton):
    """One of the words; the one in force is filled."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFont(theme.current().font("body", 600))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + now.px(22), now.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, on = QPainter(self), theme.current(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("accent" if on else "edge"), 1))
        painter.setBrush(now.colour("accent" if on else "wash" if self.underMouse() else "paper"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(now.colour("onacc" if on else "ink"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self.hasFocus():
            painter.setPen(QPen(now.colour("onacc" if on else "accent"), 1.5))
            painter.setBrush(QColor(Qt.GlobalColor.transparent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)


class Segments(QWidget):
    """The words in their order. The arrows go from one to the next."""

    chosen = Signal(str)

    def __init__(self, name: str, words: Sequence[tuple[str, str, str]]) -> None:
        """`words` are (key, what is shown, what is said)."""
        super().__init__()
        self._group, self._buttons = QButtonGroup(self), {}
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons = {key: Segment(shown, f"{name}: {said}") for key, shown, said in words}
        for key, button in self._buttons.items():
            self._group.addButton(button)
            row.addWidget(button)
            button.toggled.connect(lambda on, key=key: self.chosen.emit(key) if on else None)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose(words[0][0])

    def choose(self, key: str) -> None:
        """Put one in force; announced where it was not."""
        self._buttons[key].setChecked(True)

    def choice(self) -> str:
        """The key of the one in force."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def offer(self, key: str, offered: bool) -> None:
        """Whether one of them is there to be chosen; the first takes its place where it was in force and goes."""
        button = self._buttons[key]
        if not offered and button.isChecked():
            self.choose(next(iter(self._buttons)))
        button.setVisible(offered)
