"""What a page is made of besides its list: its head, filter bar, sections, alerts, facts and history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.listing import Listing
from ui.kit import icons, theme
from ui.kit.alert import Alert, Tone
from ui.kit.controls import Button, Combo, Line
from ui.kit.delegate import chip_width, paint_chip
from ui.kit.table import ListView
from ui.kit.words import Run, breakable, joined, markup, plain, wrapping

__all__ = [
    "Alert",
    "Chip",
    "EmptyPage",
    "FactRows",
    "FilterBar",
    "Head",
    "HistoryRows",
    "Section",
    "SmallTable",
    "Tone",
    "plain",
]


class Head(QFrame):
    """The question a page answers, in figures; a line under it; what can be done with the page at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._sentence, self._sub = QLabel(), plain("", "small", tone="second", wrap=True)
        self._sentence.setFont(now.font("section" if now.large else "head"))
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        wrapping(self._sentence)
        words = QVBoxLayout()
        words.setSpacing(now.gap(1))
        words.addStretch(1)
        words.addWidget(self._sentence)
        words.addWidget(self._sub)
        words.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(now.gap(8))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(now.gap(20), now.gap(8), now.gap(20), now.gap(9))
        row.setSpacing(now.gap(20))
        row.addLayout(words, 1)
        row.addLayout(self._buttons)
        self.setMinimumHeight(now.px(70))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def say(self, runs: Sequence[Run], sub: str = "") -> None:
        """The sentence as (words, bold) runs, and the line under it."""
        self._sentence.setText(markup(runs))
        self._sentence.setAccessibleName(joined(runs))
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right."""
        self._buttons.addWidget(button)

    def set_back(self, button: QWidget) -> None:
        """Put a button that leads back before the sentence."""
        self._row.insertWidget(0, button)

    def minimumSizeHint(self) -> QSize:
        # the height that wrapped words ask for comes from heightForWidth; Qt would measure them at their narrowest
        return QSize(super().minimumSizeHint().width(), theme.current().px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        rule = QRect(0, self.height() - 1, self.width(), 1)
        QPainter(self).fillRect(rule, theme.current().colour("rule"))


class FilterBar(QWidget):
    """Filter as you type, a choice of views, and one button at the right."""

    typed = Signal(str)
    viewed = Signal(str)
    layout_changed = Signal()

    def __init__(self, hint: str = "Filter lines", views: Sequence[tuple[str, str]] = (), label: str = "View") -> None:
        super().__init__()
        now = theme.current()
        self.box, self.view = Line(hint, "list-filter", "Ctrl+F"), Combo(label)
        self.box.setClearButtonEnabled(True)
        self.box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row, self._under = QHBoxLayout(), QHBoxLayout()
        self._is_under = False
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, now.gap(8), 0, 0)
        lines.setSpacing(0)
        lines.addLayout(self._row)
        lines.addLayout(self._under)
        self._row.setSpacing(now.gap(8))
        self._row.addWidget(self.box)
        self._row.addWidget(self.view)
        self._row.addStretch(1)
        self._followers: list[ListView] = []
        self.set_views(views)
        self.box.textChanged.connect(self._on_typed)
        self.view.activated.connect(self._on_viewed)
        self.box.installEventFilter(self)
        QShortcut(QKeySequence("Ctrl+F"), self, self._go_to_box)

    def set_views(self, views: Sequence[tuple[str, str]]) -> None:
        """The saved views as (key, label); none hides the choice."""
        self.view.clear()
        for key, label in views:
            self.view.addItem(label, key)
        self.view.setVisible(bool(views))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has other words
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """The choice of views goes under the filter where its words would be cut beside it."""
        items = [self._row.itemAt(at) for at in range(self._row.count())]
        others = [one for item in items if item is not None and (one := item.widget()) is not None]
        shown = [one for one in others if one is not self.view and not one.isHidden()]
        gap = theme.current().gap(8)
        needed = sum(one.minimumSizeHint().width() + gap for one in shown) + self.view.needed_width()
        under = needed > self.width() and not self.view.isHidden()
        if under != self._is_under:
            self._is_under = under
            (self._row if under else self._under).removeWidget(self.view)
            if under:
                self._under.addWidget(self.view)
                self._under.setContentsMargins(0, gap, 0, 0)
            else:
                self._row.insertWidget(1, self.view)
                self._under.setContentsMargins(0, 0, 0, 0)

    def choose_view(self, key: str) -> None:
        """Show which view is in force, without announcing it."""
        at = self.view.findData(key)
        if at >= 0:
            self.view.setCurrentIndex(at)
            self._arrange()

    def add(self, widget: QWidget) -> None:
        """Put a button or a legend at the right."""
        self._row.addWidget(widget)

    def filters(self, view: ListView) -> None:
        """Let this bar filter a list; the down key and Enter go on to it."""
        self._followers.append(view)
        self.typed.connect(view.set_filter)

    def save_layout(self) -> dict[str, Any]:
        """What is typed and which view is chosen."""
        return {"text": self.box.text(), "view": self.view.currentData()}

    def restore_layout(self, state: Mapping[str, Any]) -> None:
        """Take up what was kept."""
        self.choose_view(str(state.get("view", "")))
        self.box.setText(str(state.get("text", "")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._followers:
                self._followers[0].grid.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def _go_to_box(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _on_typed(self, text: str) -> None:
        self.typed.emit(text)
        self.layout_changed.emit()

    def _on_viewed(self, at: int) -> None:
        self.viewed.emit(str(self.view.itemData(at)))
        self.layout_changed.emit()


class Section(QWidget):
    """A heading and what belongs under it, parted from the next by space."""

    def __init__(self, title: str, *contents: QWidget | QLayout) -> None:
        super().__init__()
        now = theme.current()
        self.title = plain(title, "section", weight=600)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(now.gap(4))
        self._column.addWidget(self.title)
        for one in contents:
            self.add(one)

    def add(self, content: QWidget | QLayout) -> None:
        """Put more under the heading."""
        if isinstance(content, QLayout):
            self._column.addLayout(content)
        else:
            self._column.addWidget(content)


class Chip(QLabel):
    """A state in a word."""

    def __init__(self, text: str, tone: Tone = "mute") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text()) + 1, theme.current().px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), 0, self.rect(), self.text(), self._tone)


class FactRows(QWidget):
    """Labels with their values, read down."""

    def __init__(self, facts: Sequence[tuple[str, str]] = (), label_width: int = 130) -> None:
        super().__init__()
        self._rows, self._label_width = _grid(self), label_width
        self.show_facts(facts)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these (label, value) pairs."""
        now = theme.current()
        _empty(self._rows)
        for at, (label, value) in enumerate(facts):
            _two_columns(self._rows, at, plain(label, tone="second", wrap=True), plain(breakable(value), wrap=True))
        self._rows.setColumnMinimumWidth(0, now.gap(self._label_width) if not now.large else now.px(110))


class HistoryRows(QWidget):
    """What happened, each with its time."""

    def __init__(self, entries: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._rows = _grid(self)
        self._rows.setVerticalSpacing(theme.current().gap(6))
        self.show_entries(entries)

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these (time, sentence) pairs."""
        _empty(self._rows)
        for at, (time, words) in enumerate(entries):
            _two_columns(
                self._rows, at, plain(time, "small", tone="second"), plain(breakable(words), "small", wrap=True)
            )
        self._rows.setColumnMinimumWidth(0, theme.current().px(84))


class SmallTable(ListView):
    """A short table inside a record, as high as its content."""

    def __init__(
        self,
        name: str,
        listing: Listing | None = None,
        *,
        total: bool = False,
        strong: Collection[str] = (),
        **manner: Any,
    ) -> None:
        super().__init__(name, row=25, total=total, **manner)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_strong(strong)
        if listing:
            self.show_listing(listing)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(280), self.content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self.content_height())


class EmptyPage(QWidget):
    """What belongs here, and the first step towards it."""

    def __init__(self, icon: str, sentence: str, buttons: Sequence[Button] = ()) -> None:
        super().__init__()
        now = theme.current()
        self._picture, self._icon = QLabel(), icon
        words = plain(sentence, "section", tone="second", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(now.px(520))
        steps = QHBoxLayout()
        steps.setSpacing(now.gap(8))
        steps.addStretch(1)
        for button in buttons:
            steps.addWidget(button)
        steps.addStretch(1)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(words, 10)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(20), now.gap(20), now.gap(20), now.gap(20))
        column.setSpacing(now.gap(14))
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(across)
        column.addLayout(steps)
        column.addStretch(3)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, "accent", theme.current().px(40), 2.0))


def _grid(parent: QWidget) -> QGridLayout:
    rows, now = QGridLayout(parent), theme.current()
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setHorizontalSpacing(now.gap(8))
    rows.setVerticalSpacing(now.gap(4))
    rows.setColumnStretch(1, 1)
    return rows


def _two_columns(rows: QGridLayout, at: int, left: QLabel, right: QLabel) -> None:
    left.setBuddy(right)
    right.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)  # beside the first line of a long label
    rows.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
    rows.addWidget(right, at, 1)


def _empty(layout: QGridLayout) -> None:
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget:
            widget.hide()
            widget.deleteLater()
