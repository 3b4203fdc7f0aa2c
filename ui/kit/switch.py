"""Several panes in one place, one of them in sight, chosen by the words over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.kit import theme
from ui.kit.delegate import chip_width, paint_chip


class SwitchButton(QAbstractButton):
    """The words over a pane, underlined while it is in sight, with a count where there is one."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._chip, self._tone = "", "bad"
        self.setText(words)
        self.setCheckable(True)
        self.setFont(theme.current().font("body" if theme.current().large else "section", 600))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_chip(self, words: str, tone: str) -> None:
        """Show the number of “3 to settle” after the words, and say the whole."""
        self._chip, self._tone = words.split(" ", maxsplit=1)[0], tone
        self.setAccessibleName(f"{self.text()}, {words}" if words else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        chip = chip_width(self._chip) + now.px(8) if self._chip else 0
        return QSize(self._words_width() + chip + now.px(4), now.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, on = QPainter(self), theme.current(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.colour("ink" if on or self.underMouse() else "ink2"))
        words = QRect(now.px(1), 0, self._words_width(), self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), self.text())
        if self._chip:
            paint_chip(painter, words.right() + now.px(8), self.rect(), self._chip, self._tone)
        if on:
            painter.fillRect(QRect(0, self.height() - 3, self.width(), 3), now.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.setBrush(QColor(Qt.GlobalColor.transparent))
            painter.drawRoundedRect(self.rect().adjusted(1, 6, -1, -6), 3, 3)

    def _words_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) + 1


class Title(QLabel):
    """The words over a pane that stands alone, with a chip after them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._chip, self._tone = "", "bad"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.current().font("section", 600))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_chip(self, words: str, tone: str) -> None:
        """Show “3 to settle” after the words."""
        self._chip, self._tone = words, tone
        self.setAccessibleName(f"{self.text()}, {words}" if words else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now, size = theme.current(), super().sizeHint()
        chip = chip_width(self._chip) + now.px(8) if self._chip else 0
        return QSize(size.width() + chip + 2, max(size.height(), now.px(22)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        super().paintEvent(arg__1)
        if self._chip:
            left = self.fontMetrics().horizontalAdvance(self.text()) + theme.current().px(8)
            paint_chip(QPainter(self), left, self.rect(), self._chip, self._tone)


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane: its key, its words, itself, and the tools that stand beside the words while it is in sight."""

    key: str
    words: str
    content: QWidget
    tools: QWidget | None = None


class Switch(QWidget):
    """A strip of words over a stack of panes. The arrows go along the strip; one pane alone has them as its title."""

    turned = Signal(str)

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__()
        now = theme.current()
        self._panes = list(panes)
        self._group, self._stack = QButtonGroup(self), QStackedWidget()
        self._heads: list[SwitchButton | Title] = []
        self.strip = QWidget()
        self.strip.setFixedHeight(now.px(44))
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(now.gap(18), 0, now.gap(14), 0)
        row.setSpacing(now.gap(16))
        for at, pane in enumerate(panes):
            head = SwitchButton(pane.words) if len(panes) > 1 else Title(pane.words)
            if isinstance(head, SwitchButton):
                self._group.addButton(head, at)
            self._heads.append(head)
            row.addWidget(head)
            self._stack.addWidget(pane.content)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        self._tools: list[QWidget | None] = []
        for pane in panes:
            # beside one title there is room for tools, beside several there is not
            place = pane.tools if pane.tools is None or len(panes) == 1 else _under(pane.tools)
            self._tools.append(place)
            if place is not None:
                row.addWidget(place) if len(panes) == 1 else column.addWidget(place)
        column.addWidget(self._stack, 1)
        self._group.idToggled.connect(self._on_toggled)
        self.show_pane(panes[0].key)

    def show_pane(self, key: str) -> None:
        """Bring a pane into sight."""
        at = self._at(key)
        if at >= 0 and isinstance(head := self._heads[at], SwitchButton):
            head.setChecked(True)

    def shown(self) -> str:
        """The key of the pane in sight."""
        return self._panes[self._stack.currentIndex()].key

    def set_chip(self, key: str, words: str, tone: str = "bad") -> None:
        """A chip after the words of a pane; only its number where several panes share the strip."""
        if (at := self._at(key)) >= 0:
            self._heads[at].set_chip(words, tone)

    def let_go(self) -> None:
        """Let the panes be put somewhere else."""
        for one in self._panes:
            self._stack.removeWidget(one.content)
            one.content.setParent(None)
            if one.tools is not None:
                one.tools.setParent(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        rule = QRect(0, self.strip.height() - 1, self.width(), 1)
        QPainter(self).fillRect(rule, theme.current().colour("rule"))

    def _at(self, key: str) -> int:
        return next((at for at, one in enumerate(self._panes) if one.key == key), -1)

    def _on_toggled(self, at: int, on: bool) -> None:
        if not on:
            return
        self._stack.setCurrentIndex(at)
        for place, tools in enumerate(self._tools):
            if tools is not None:
                tools.setVisible(place == at)
        self.turned.emit(self._panes[at].key)


def _under(tools: QWidget) -> QWidget:
    """Tools in a row of their own, at the right."""
    whole, now = QWidget(), theme.current()
    row = QHBoxLayout(whole)
    row.setContentsMargins(now.gap(18), now.gap(6), now.gap(14), now.gap(6))
    row.addStretch(1)
    row.addWidget(tools)
    return whole
