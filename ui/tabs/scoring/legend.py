"""What the signs of a strip of scores stand for, over the list that has them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.strips import Strip
from ui.kit import theme
from ui.kit.strips import paint_strip

SIGNS = ((Strip((500,)), "one member"), (Strip(mean=500), "mean"), (Strip(agreed=500), "agreed"))
SIGN, GAP = 34, 10
"""How wide a sign is drawn and how far what follows it stands from it, in px at the usual size of text."""


class Legend(QWidget):
    """Each sign as it is drawn in the list, with its words."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("A dot is one member’s score, a line the mean, a diamond the score agreed on")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        metrics = now.metrics("small")
        words = sum(metrics.horizontalAdvance(each) for _, each in SIGNS)
        return QSize(words + len(SIGNS) * now.px(SIGN + GAP), now.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, x = theme.current(), QPainter(self), 0
        painter.setFont(now.font("small"))
        for strip, words in SIGNS:
            paint_strip(painter, QRect(x, 0, now.px(SIGN), self.height()), strip, (0, 1000))
            x += now.px(SIGN)
            wide = now.metrics("small").horizontalAdvance(words)
            painter.setPen(now.colour("ink2"))
            painter.drawText(QRect(x, 0, wide + 1, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
            x += wide + now.px(GAP)
