"""What is wrong with a record, and the one link that says what to do about it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from ui.kit import theme
from ui.kit.words import Run, markup, wrapping

Tone = Literal["ok", "warn", "bad", "mute"]


class LinkLabel(QLabel):
    """Words with one link. Tab comes to it once, Enter follows it; Qt's own label wants Tab twice."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if ev.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.linkActivated.emit("do")
        else:
            super().keyPressEvent(ev)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(theme.current().colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class Alert(QFrame):
    """What is wrong, in bold, then the rest, then one link that says what to do."""

    followed = Signal()

    def __init__(self, what: str, more: str = "", link: str = "", tone: Tone = "warn") -> None:
        super().__init__()
        now = theme.current()
        self._words, self._link, self._tone = (what, more), link, tone
        self._label = LinkLabel()
        self._label.setFont(now.font("small"))
        self._label.linkActivated.connect(lambda _: self.followed.emit())
        wrapping(self._label)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.gap(15), now.gap(7), now.gap(12), now.gap(8))
        row.addWidget(self._label)
        self._write()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def say(self, what: str, more: str = "", link: str = "") -> None:
        """Say something else."""
        self._words, self._link = (what, more), link
        self._write()

    def words(self) -> str:
        """Everything it says, as one sentence."""
        return " ".join(part for part in (*self._words, self._link) if part)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()  # a link takes its colour when it is written

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour(f"{self._tone}bg"))
        painter.fillRect(QRect(0, 0, 3, self.height()), now.colour("ink2" if self._tone == "mute" else self._tone))

    def _write(self) -> None:
        runs: list[Run] = [(self._words[0], True), (f" {self._words[1]}" if self._words[1] else "", False)]
        accent = theme.current().palette.accent
        link = f' <a href="do" style="color:{accent}">{markup([(self._link, False)])}</a>' if self._link else ""
        self._label.setText(markup(runs) + link)
        self._label.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._link else Qt.FocusPolicy.NoFocus)
        self._label.setAccessibleName(self.words())
