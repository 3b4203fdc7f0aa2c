"""The window's frame: tabs down the left edge; along the top the office, the year, the search, the file's state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons, theme
from ui.kit.controls import Button, Combo, Line, triangle
from ui.kit.elided import Elided
from ui.kit.words import tip


@dataclass(frozen=True, slots=True)
class Tab:
    """One place in the window."""

    key: str
    word: str
    icon: str


class TabButton(QAbstractButton):
    """An icon over its word; the chosen one joins the page."""

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab, self._badge = tab, 0
        self.setText(tab.word)
        self.setAccessibleName(tab.word)
        self.setFont(theme.current().font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(theme.current().px(62))

    def set_badge(self, count: int, words: str) -> None:
        """Show a count over the icon and say it: “4 overdue”."""
        self._badge = count
        self.setAccessibleName(f"{self.tab.word}, {words}" if count else self.tab.word)
        tip(self, words if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(rail_width([self.tab.word]), theme.current().px(62))

    def minimumSizeHint(self) -> QSize:
        return QSize(rail_width([self.tab.word]), theme.current().metrics("small").height() + 20 + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, chosen = QPainter(self), theme.current(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), now.colour("paper" if chosen else "ground"))
        if chosen:
            painter.fillRect(QRect(0, 0, 3, self.height()), now.colour("accent"))
        else:
            painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), now.colour("rule"))
        token = "accent" if chosen else "ink" if self.underMouse() else "ink2"
        word = painter.fontMetrics().height()
        size = max(20, min(now.px(20), self.height() - word - now.gap(8)))
        top = max(2, (self.height() - size - word - now.gap(2)) // 2)
        left = (self.width() - size) // 2
        painter.drawPixmap(left, top, icons.pixmap(self.tab.icon, token, size, self.devicePixelRatioF()))
        painter.setFont(now.font("small", 600 if chosen else 400))
        painter.setPen(now.colour(token))
        place = QRect(0, top + size + now.gap(2), self.width(), word)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter), self.tab.word)
        if self._badge:
            self._paint_badge(painter, left + size // 2 + now.px(5), top - now.px(4))
        if self.hasFocus():
            painter.setPen(now.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5.5, 2.5, -3.5, -2.5), 3, 3)

    def _paint_badge(self, painter: QPainter, left: int, top: int) -> None:
        now = theme.current()
        painter.setFont(now.font("tiny", 600))
        text = str(self._badge)
        height = painter.fontMetrics().height() - now.px(1)
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + now.px(8))
        box = QRectF(min(left, self.width() - width - 2), max(1, top), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("bad"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(now.colour("paper"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QFrame):
    """The tabs, reached with Ctrl+1 and on, and help with F1."""

    chosen = Signal(str)
    help_asked = Signal()

    def __init__(self, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tabs")
        self._group = QButtonGroup(self)
        self._buttons = {tab.key: TabButton(tab, self) for tab in tabs}
        help_tab = TabButton(Tab("help", "Help F1", "circle-question-mark"), self)
        help_tab.clicked.connect(self.help_asked)
        QShortcut(QKeySequence("F1"), self, self.help_asked.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().gap(6), 0, theme.current().gap(6))
        column.setSpacing(0)
        for number, (key, button) in enumerate(self._buttons.items(), start=1):
            self._add(button, key, number)
            column.addWidget(button, 1000)
        column.addStretch(1)
        column.addWidget(help_tab, 1000)
        width = rail_width([*(tab.word for tab in tabs), "Help F1"])
        for one in (*self._buttons.values(), help_tab):
            one.setFixedWidth(width)
        self.setFixedWidth(width)

    def select(self, key: str) -> None:
        """Show which tab is chosen, without announcing it."""
        self._buttons[key].setChecked(True)

    def selected(self) -> str:
        """The chosen tab."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_badge(self, key: str, count: int, words: str = "") -> None:
        """A count on a tab, such as 4 and “4 overdue”; nought takes it away."""
        self._buttons[key].set_badge(count, words or str(count))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("ground"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), now.colour("rule"))

    def _add(self, button: TabButton, key: str, number: int) -> None:
        button.setCheckable(True)
        self._group.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(key))
        tip(button, f"{button.tab.word} (Ctrl+{number})")
        QShortcut(QKeySequence(f"Ctrl+{number}"), self, button.click)


class OfficeButton(Button):
    """The office's name, elided rather than cut, with what opens from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setFont(theme.current().font("section", 600))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """The office in force."""
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(f"{name}, office menu")
        tip(self, name)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(self.fontMetrics().horizontalAdvance(self._shown()) + now.px(22), now.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.current().px(90)), theme.current().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.colour("accent" if self.underMouse() else "ink"))
        room = self.width() - now.px(20)
        name = self.fontMetrics().elidedText(self._shown(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(now.px(2), 0, room, self.height()), int(Qt.AlignmentFlag.AlignVCenter), name)
        end = now.px(2) + self.fontMetrics().horizontalAdvance(name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("ink2"))
        painter.drawPolygon(triangle(end + now.px(10), self.height() / 2 + 1, now.px(3.5), False))
        if self.hasFocus():
            painter.setPen(now.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class TopBar(QFrame):
    """The office, the one financial year of the window, search everything, and the state of the file in words.

    The words go before the office's name and the search. A warning that still finds no room beside them, at 200 %
    text or in a narrow window, goes into a row of its own.
    """

    year_chosen = Signal(int)
    searched = Signal(str)
    search_entered = Signal()
    taken = Signal()
    """What is offered beside the state of the file was taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = Button("")
        self.offer.hide()
        self.offer.clicked.connect(self.taken)
        self.office, self.year = OfficeButton(), Combo("Year")
        self.search = Line("Search everything", "search", "Ctrl+K")
        self.state, self._tone = Elided("", "small"), ""
        self._icon = StateIcon()
        self._build()
        self.year.activated.connect(lambda at: self.year_chosen.emit(int(self.year.itemData(at))))
        self.search.textEdited.connect(self.searched)
        self.search.returnPressed.connect(self.search_entered)
        QShortcut(QKeySequence("Ctrl+K"), self, self._go_to_search)

    def set_office(self, name: str, menu: QMenu | None = None) -> None:
        """The office's name, and what opens from it."""
        self.office.set_name(name)
        if menu:
            self.office.setMenu(menu)
        self._give_room()

    def set_years(self, years: Sequence[tuple[int, str]], current: int) -> None:
        """The years to choose from, as (start, printed), and the one in force."""
        self.year.clear()
        for start, printed in years:
            self.year.addItem(printed, start)
        self.year.setCurrentIndex(self.year.findData(current))
        self.year.updateGeometry()
        self._give_room()

    def set_state(self, text: str, icon: str = "check", tone: str = "") -> None:
        """The state of the file in words; `tone` is empty, `warn` or `bad`."""
        self._tone = tone
        self.state.set_text(text, tone or "ink2")
        self._icon.show_icon(icon, tone or "ink2")
        self._give_room()

    def set_offer(self, words: str) -> None:
        """What the person may do about the state of the file, as a button beside it; empty for nothing."""
        self.offer.setText(words)
        tip(self.offer, "Ctrl+L" if words else "")
        self.offer.updateGeometry()
        self.offer.setVisible(bool(words))
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("ground"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), now.colour("rule"))

    def _build(self) -> None:
        now = theme.current()
        self.setFixedHeight(now.px(44))
        self.search.setMaximumWidth(now.px(330))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        self._row.setContentsMargins(now.gap(16), 0, now.gap(20), 1)
        for row in (self._row, self._below):
            row.setSpacing(now.gap(12))
        self._row.addWidget(self.office)
        self._row.addWidget(self.year)
        self._row.addSpacing(now.gap(6))
        self._row.addWidget(self.search, 3)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row, 1)
        column.addLayout(self._below)
        self._put_state(self._row)

    def _give_room(self) -> None:
        """Let the words of the state be read: beside the rest where they fit, a warning otherwise below it."""
        if not self.state.text() and self.offer.isHidden():  # nothing is said before an office is open
            return
        now, told, icon = theme.current(), self.state.sizeHint().width(), self._icon.width()
        offered = 0 if self.offer.isHidden() else self.offer.sizeHint().width() + now.gap(12)
        rest = sum(one.minimumSizeHint().width() for one in (self.office, self.year, self.search) if not one.isHidden())
        room = self.width() - now.gap(16 + 20 + 6 + 5 * 12) - rest - icon - offered
        below = told > room and bool(self._tone or offered)
        self._put_state(self._below if below else self._row)
        self.state.setMinimumWidth(min(told, max(now.px(24), room)) if not below else 0)
        self.setFixedHeight(now.px(74 if below else 44))

    def _put_state(self, row: QHBoxLayout) -> None:
        if row.indexOf(self.state) >= 0:
            return
        for one in (self._icon, self.state, self.offer):
            row.addWidget(one)
        now, below = theme.current(), row is self._below
        self._below.setContentsMargins(*((now.gap(16), 0, now.gap(20), now.gap(4)) if below else (0, 0, 0, 0)))
        row.setStretchFactor(self.state, int(below))  # there the words stand at the left, under the office's name

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


class StateIcon(QWidget):
    """The small sign before the state's words; the words say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = "check", "ink2"
        self.setFixedSize(theme.current().px(16), theme.current().px(16))
        self.setProperty("decoration", True)

    def show_icon(self, icon: str, tone: str) -> None:
        """Draw another one."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = icons.pixmap(self._icon, self._tone, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)


def rail_width(words: Sequence[str]) -> int:
    """Wide enough for the longest word in bold."""
    metrics = theme.current().metrics("small", 600)
    return max(88, max(map(metrics.horizontalAdvance, words)) + theme.current().gap(14))
