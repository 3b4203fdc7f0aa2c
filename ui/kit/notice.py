"""One quiet line at the foot of the window: what it is about, how it goes on, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.controls import Button
from ui.kit.elided import Elided


class Notice(QFrame):
    """Words that give way to the buttons where there is no room. `asked` wants more of it, `dismissed` no more."""

    asked = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._icon = "info"
        self._lead, self._rest = Elided("", "small", 600, "ink"), Elided("", "small")
        policy = self._rest.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # the rest is what is cut first
        self._rest.setSizePolicy(policy)
        self.more, self.dismiss = Button("Read more"), Button("Dismiss", "x")
        self.more.clicked.connect(self.asked)
        self.dismiss.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.gap(16) + now.px(24), 1 + now.gap(3), now.gap(20), now.gap(3))
        row.setSpacing(now.gap(8))
        row.addWidget(self._lead)
        row.addWidget(self._rest, 1)
        row.addWidget(self.more)
        row.addWidget(self.dismiss)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, lead: str, rest: str, icon: str = "info") -> None:
        """Say this: `lead` stands out and is cut last."""
        self._icon = icon
        self._lead.set_text(lead)
        self._rest.set_text(rest)
        self.setAccessibleName(self.words())
        self.update()

    def words(self) -> str:
        """Everything it says."""
        return " ".join(part for part in (self._lead.text(), self._rest.text()) if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("ground"))
        painter.fillRect(QRect(0, 0, self.width(), 1), now.colour("rule"))
        side = now.px(16)
        picture = icons.pixmap(self._icon, "ink2", side, self.devicePixelRatioF())
        painter.drawPixmap(now.gap(16), (self.height() - side) // 2, picture)
