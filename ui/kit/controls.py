"""Buttons, choices and boxes, drawn as the tokens say so that they look the same on every system."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.words import centred_baseline, draw_runs, tip

Look = Literal["plain", "primary", "quiet", "link"]
"""`quiet` has no frame; `link` is underlined words without the room of a button."""


class Button(QPushButton):
    """A button with an icon beside its words; one on a page may be `primary`."""

    def __init__(self, text: str, icon: str = "", look: Look = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon, self._look = icon, look
        self._words = text
        self.setFont(_font(look))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def forbid(self, reason: str, words: str = "") -> None:
        """Turn the button off and say why; `words` replaces its own words, as in “Issue: settle 3 first”."""
        self.setEnabled(False)
        self.setText(words or self._words)
        self.setAccessibleDescription(reason)
        tip(self, reason)

    def permit(self) -> None:
        """Turn the button on again with its own words."""
        self.setEnabled(True)
        self.setText(self._words)
        self.setAccessibleDescription("")
        tip(self, "")

    def set_look(self, look: Look) -> None:
        """Stand out more or less than before."""
        if look != self._look:
            self._look = look
            self.setFont(_font(look))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        if not self.text():
            return QSize(now.px(30), now.px(28))
        text = self._metrics().horizontalAdvance(self._shown()) + 2
        if self._look == "link":
            return QSize(text + now.px(4), now.px(24))
        return QSize(text + self._lead() + now.px(24), now.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_ground(painter)
        now, text = theme.current(), self._metrics().horizontalAdvance(self._shown())
        left = max(0, (self.width() - text - self._lead()) // 2)
        if self._icon:
            size = now.px(16)
            picture = icons.pixmap(self._icon, ink, size, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, picture)
        painter.setPen(now.colour(ink))
        font = QFont(_font(self._look))
        font.setUnderline(self._look == "link")
        painter.setFont(font)
        place = QRect(left + self._lead(), 0, text + 4, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
        painter.drawText(place, int(flags), self.text())

    def _metrics(self) -> QFontMetrics:
        # asked of the look, since a style sheet gives a widget that changes its parent the font it first had
        return QFontMetrics(_font(self._look))

    def _lead(self) -> int:
        return theme.current().px(23 if self.text() else 16) if self._icon else 0

    def _shown(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _paint_ground(self, painter: QPainter) -> str:
        """Paint the button's shape and say in which colour its words go."""
        now = theme.current()
        ground, edge, ink = {
            "plain": ("paper", "edge", "ink"),
            "primary": ("accent", "accent", "onacc"),
            "quiet": ("", "", "accent"),
            "link": ("", "", "accent"),
        }[self._look]
        if not self.isEnabled():
            ground, edge, ink = ("", "", "ink2") if self._look == "link" else ("mutebg", "rule", "ink2")
        elif self.isDown() or self.underMouse():
            ground = ground if self._look == "primary" else "wash"
        painter.setPen(QPen(now.colour(edge), 1) if edge else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(now.colour(ground) if ground else QColor(Qt.GlobalColor.transparent))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.hasFocus():
            inset = 2.5 if self._look == "primary" else 1
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("onacc" if self._look == "primary" else "accent"), 1.5 if inset > 2 else 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 2, 2)
        return ink


def _font(look: Look) -> QFont:
    return theme.current().font("small" if look == "link" else "body", 600 if look == "primary" else 400)


class Combo(QComboBox):
    """A choice that shows what it is for and what is chosen: View **All lines by priority**."""

    def __init__(self, label: str, *, prefix: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = f"{label} " if prefix else ""
        self.setAccessibleName(label)
        self.setFont(theme.current().font())
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(20)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        bold = now.metrics("body", 600)
        widest = max([bold.horizontalAdvance(self.itemText(at)) for at in range(self.count())] or [now.px(60)])
        return QSize(self._before() + widest + now.px(46), now.px(28))

    def needed_width(self) -> int:
        """The width in which what is chosen now can be read whole."""
        now = theme.current()
        value = now.metrics("body", 600 if self._prefix else 400).horizontalAdvance(self.currentText())
        return self._before() + value + self._around()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.needed_width()), theme.current().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, self)
        now = theme.current()
        size = now.px(14)
        arrow = icons.pixmap("chevron-down", "ink2", size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - now.px(8), (self.height() - size) // 2, arrow)
        painter.setFont(now.font())
        baseline = centred_baseline(painter, 0, self.height())
        weight = 600 if self._prefix else 400
        room = self.width() - self._before() - self._around() + 2
        value = now.metrics("body", weight).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        ink = "ink" if self.isEnabled() else "ink2"
        draw_runs(painter, now.px(10), baseline, [(self._prefix, ink, 400), (value, ink, weight)], "body")

    def _around(self) -> int:
        """The room beside the words: before them, and for the arrow after them."""
        return theme.current().px(38) + 2

    def _before(self) -> int:
        return theme.current().metrics().horizontalAdvance(self._prefix)


class Tick(QCheckBox):
    """A yes or no with its words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.setFont(theme.current().font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(words + now.px(16) + now.px(12), now.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, side = QPainter(self), theme.current(), theme.current().px(16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, on = QRectF(1, (self.height() - side) // 2, side, side), self.isChecked()
        painter.setPen(QPen(now.colour("accent" if on or self.hasFocus() else "edge"), 2 if self.hasFocus() else 1))
        painter.setBrush(now.colour("accent" if on else "paper"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            inner = side - now.px(4)
            picture = icons.pixmap("check", "onacc", inner, self.devicePixelRatioF())
            painter.drawPixmap(1 + now.px(2), int(box.top()) + now.px(2), picture)
        painter.setPen(now.colour("ink" if self.isEnabled() else "ink2"))
        words = self.rect().adjusted(side + now.px(9), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic), self.text())
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class Line(QLineEdit):
    """A box with an icon before and the keys that lead to it after what is typed."""

    def __init__(self, name: str, icon: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._keys = icon, keys
        self.call(name)
        self.setFont(theme.current().font())
        now = theme.current()
        self.setTextMargins(now.px(22) if icon else 0, 0, 0, 0)

    def call(self, name: str) -> None:
        """Say what the box is for, to be read in it while it is empty, and aloud."""
        self.setAccessibleName(name)
        self.setPlaceholderText(name)

    def sizeHint(self) -> QSize:
        now = theme.current()
        keys = now.metrics("tiny").horizontalAdvance(self._keys)
        return QSize(max(now.px(214), self.minimumSizeHint().width() + keys + now.px(12)), now.px(28))

    def minimumSizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        now = theme.current()
        return QSize(words + self.textMargins().left() + now.px(22), now.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, now = QPainter(self), theme.current()
        if self._icon:
            size = now.px(16)
            picture = icons.pixmap(self._icon, "ink2", size, self.devicePixelRatioF())
            painter.drawPixmap(now.px(8), (self.height() - size) // 2, picture)
        keys = now.metrics("tiny").horizontalAdvance(self._keys)
        # the keys are left out where they would run into the words
        if self._keys and not self.text() and self.width() >= self.minimumSizeHint().width() + keys:
            painter.setFont(now.font("tiny"))
            painter.setPen(now.colour("ink2"))
            place = self.rect().adjusted(0, 0, -now.px(9), 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._keys)


def paint_box(painter: QPainter, widget: QWidget, token: str = "paper") -> None:
    """The frame of a control: one thin edge, two pixels of accent when the keyboard is in it."""
    now = theme.current()
    focused = widget.hasFocus()
    painter.setPen(QPen(now.colour("accent" if focused else "edge"), 2 if focused else 1))
    painter.setBrush(now.colour(token if widget.isEnabled() else "mutebg"))
    inset = 1 if focused else 0.5
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)


def triangle(x: float, y: float, half: float, up: bool) -> list[QPointF]:
    """The three corners of a small arrow whose middle is at x, y."""
    rise = -half if up else half
    return [QPointF(x - half, y - rise / 2), QPointF(x + half, y - rise / 2), QPointF(x, y + rise / 2)]
