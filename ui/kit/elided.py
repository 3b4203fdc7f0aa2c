"""One line of plain text that ends in … where there is no room, and then says the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.theme import Role
from ui.kit.words import tip


class Elided(QLabel):
    """A label that may be narrower than its words."""

    def __init__(
        self, text: str = "", role: Role = "body", weight: int = 400, token: str = "ink2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.current().font(role, weight))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._token = token
        self.set_text(text, token)

    def set_text(self, text: str, token: str = "") -> None:
        """Say something else, in the colour of `token`."""
        self._token = token or self._token
        self.setText(text)
        self._say_whole()
        self.updateGeometry()
        self.update()

    def is_elided(self) -> bool:
        """Whether some of it is cut."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.current().px(24)), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().colour(self._token))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)

    def _say_whole(self) -> None:
        tip(self, self.text() if self.is_elided() else "")
