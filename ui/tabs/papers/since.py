"""Under the sections: what changed since the last issued paper, in a sentence with a link to all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.papers.paper import Since
from ui.kit import theme
from ui.kit.alert import LinkLabel
from ui.kit.words import markup, plain, wrapping
from ui.tabs.papers.changes import counts

TITLES = {"intentions": "Since the last plan", "panel-paper": "Since the last paper"}


class SinceWords(QWidget):
    """A title, the sentence, and “Read the changes” where there are any."""

    followed = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self._said = ("", "")
        self.title = plain("", "body", weight=600, wrap=True)
        self.words = LinkLabel()
        self.words.setFont(now.font("small"))
        self.words.linkActivated.connect(lambda _: self.followed.emit())
        wrapping(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(20), now.gap(12), now.gap(20), now.gap(14))
        column.setSpacing(now.gap(3))
        column.addWidget(self.title)
        column.addWidget(self.words)

    def say(self, since: Since, kind: str) -> None:
        """Say what changed; without an issued paper there is nothing to say."""
        self.setVisible(bool(since.title))
        said = counts(since)
        self.title.setText(TITLES.get(kind, "Since the last paper"))
        self._said = (f"{said[:1].upper()}{said[1:]}.", "Read the changes" if since.changes else "")
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()  # a link takes its colour when it is written

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        QPainter(self).fillRect(QRect(now.gap(20), 0, self.width() - 2 * now.gap(20), 1), now.colour("rule"))

    def _write(self) -> None:
        words, link = self._said
        accent = theme.current().palette.accent
        more = f' <a href="do" style="color:{accent}">{markup([(link, False)])}</a>' if link else ""
        self.words.setText(markup([(words, False)]) + more)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus if link else Qt.FocusPolicy.NoFocus)
        self.words.setAccessibleName(f"{words} {link}".strip())
