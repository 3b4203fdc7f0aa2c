"""One finding of the figures guard: what is printed, what it comes to, the difference, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.money import format_pence
from app.papers.paper import Finding
from ui.kit import theme
from ui.kit.controls import Button, Look
from ui.kit.flow import Flow
from ui.kit.words import plain
from ui.tabs.papers.reason import CHANGED, KEPT, ReasonBox

MOST_PARTS = 10


@dataclass(frozen=True, slots=True)
class About:
    """What a card knows besides its finding: its page from 1 (0: none), whether its reason is this paper's `own`, and
    whether it is an answer that can be `confirmable` as meaning nothing.
    """

    own: bool
    can_write: bool
    page: int
    confirmable: bool = False


class Card(QFrame):
    """A finding. `asked` tells what the person wants: correct, reason, show, section, confirm or answer."""

    asked = Signal(str, object)
    reasoned = Signal(object, str)
    entered = Signal(str)
    grown = Signal(QWidget)

    def __init__(self, finding: Finding, about: About) -> None:
        super().__init__()
        now = theme.current()
        self.finding, self._about, self._current = finding, about, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(now.gap(18), now.gap(9), now.gap(18), now.gap(11))
        self._column.setSpacing(now.gap(5))
        self._parts: list[QWidget] = []
        self._reason: ReasonBox | None = None
        self._buttons: list[tuple[Button, Look]] = []
        self._fill()

    def show_finding(self, finding: Finding, about: About) -> None:
        """Say how it stands now; a reason being typed stays until the paper has it."""
        if self._reason is not None and self._reason.words().strip() == finding.reason != "":
            self._close_reason()
        if (finding, about) != (self.finding, self._about):
            self.finding, self._about = finding, about
            self._fill()

    def set_current(self, current: bool) -> None:
        """Whether this is the one spoken of: its ground and its buttons stand out."""
        if current != self._current:
            self._current = current
            for button, look in self._buttons:
                button.set_look(look if current else "link")
            self.update()

    def is_current(self) -> bool:
        """Whether this is the one spoken of."""
        return self._current

    def ask_reason(self) -> None:
        """Open the box for a reason."""
        if self._reason is None:
            why = CHANGED if self.finding.kind == "change" else KEPT
            self._reason = ReasonBox(self.finding.reason, f"Reason: {self.finding.title}", why)
            self._reason.given.connect(self._on_reason)
            self._reason.left.connect(self._close_reason)
            self._column.addWidget(self._reason)
        self._reason.begin()
        self.grown.emit(self._reason)

    def has_reason_open(self) -> bool:
        """Whether a reason is being typed that is not given yet."""
        return self._reason is not None and self._reason.is_changed()

    # events

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self.finding.key)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._buttons:
            self._buttons[0][0].click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("band" if self._current else "paper"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), now.colour("rule"))
        if self._current:
            painter.fillRect(QRect(0, 0, 3, self.height()), now.colour("accent"))
        if self.hasFocus():
            painter.setPen(now.colour("accent"))
            painter.drawRect(self.rect().adjusted(3, 0, -1, -2))

    # what it says

    def _fill(self) -> None:
        one = self.finding
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._buttons = [], []
        quiet = one.settled or one.kind == "hint"
        self._put(plain(one.title, "body", weight=400 if quiet else 600, tone="second" if quiet else "", wrap=True))
        page = f"Page {self._about.page}" if self._about.page else ""
        place = ", ".join(part for part in (page, one.place) if part)
        about = " ".join(part for part in (_sentence(place), _sentence(one.explanation)) if part)
        if about:
            self._put(plain(about, "small", tone="second" if quiet else "", wrap=True))
        if one.kind == "figure" and not one.settled:
            self._put(Sums(one))
        if one.reason:
            self._put(plain(f"Reason: {one.reason}", "small", tone="second", wrap=True))
        self._put_buttons()
        words = [one.title, about, _said(one), f"Reason: {one.reason}" if one.reason else ""]
        self.setAccessibleName(_state(one))
        self.setAccessibleDescription(" ".join(word for word in words if word))

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(len(self._parts), widget)
        self._parts.append(widget)

    def _put_buttons(self) -> None:
        made = []
        for words, action, look in offers(self.finding, self._about):
            button = Button(words, look=look if self._current else "link")
            button.setAccessibleDescription(self.finding.title)
            button.clicked.connect(lambda _=False, action=action: self._on_action(action))
            self._buttons.append((button, look))
            made.append(button)
        if made:
            self._put(Flow(*made))

    def _on_action(self, action: str) -> None:
        self.entered.emit(self.finding.key)
        if action == "reason":
            self.ask_reason()
        elif action == "take back":
            self.reasoned.emit(self.finding, "")
        else:
            self.asked.emit(action, self.finding)

    def _on_reason(self, text: str) -> None:
        if text == self.finding.reason:
            self._close_reason()
        else:
            self.reasoned.emit(self.finding, text)

    def _close_reason(self) -> None:
        if self._reason is not None:
            self._column.removeWidget(self._reason)
            self._reason.hide()
            self._reason.deleteLater()
            self._reason = None
            self.setFocus(Qt.FocusReason.OtherFocusReason)


class Sums(QWidget):
    """What was added, what is printed, and the difference under a rule."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        now = theme.current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, now.gap(2), 0, now.gap(2))
        self._grid.setHorizontalSpacing(now.gap(8))
        self._grid.setVerticalSpacing(now.gap(2))
        self._grid.setColumnStretch(0, 1)
        rows = [("Printed", finding.printed), *_parts(finding.parts)]
        if len(finding.parts) != 1:
            rows.append(("Together", finding.computed))
        for label, figure in rows:
            self._row(label, figure, 400)
        self._row("Difference", finding.difference, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        last = self._grid.itemAtPosition(self._grid.rowCount() - 1, 0)
        if last is not None:
            QPainter(self).fillRect(QRect(0, last.geometry().top() - 2, self.width(), 1), now.colour("ink"))

    def _row(self, label: str, figure: str, weight: int) -> None:
        at = self._grid.rowCount()
        words = plain(label, "small", weight=weight, wrap=True)
        amount = plain(figure, "small", weight=weight)
        words.setBuddy(amount)
        self._grid.addWidget(words, at, 0)
        self._grid.addWidget(amount, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)


def offers(one: Finding, known: About) -> list[tuple[str, str, Look]]:
    """What can be done about a finding: the words, the action, the look it has while it is the one spoken of."""
    found: list[tuple[str, str, Look]] = []
    place: list[tuple[str, str, Look]] = [("Go to section", "section", "link")] if one.section_id else []
    if not known.can_write:
        return place
    if one.kind == "figure" and not one.settled:
        if one.stated_id and one.pence is not None:
            found.append((f"Print {format_pence(one.pence)}", "correct", "primary"))
        found.append(("Keep, give a reason", "reason", "plain" if found else "primary"))
        found.append(("Show in page", "show", "link"))
    elif one.kind == "answer" and not one.settled:
        confirm: list[tuple[str, str, Look]] = [("Confirm n/a", "confirm", "primary")] if known.confirmable else []
        return [*confirm, ("Answer", "answer", "plain" if confirm else "primary")]
    elif one.kind == "change" and not one.settled:
        found.append(("Give the reason", "reason", "primary"))
    elif one.settled and one.kind in ("figure", "change"):
        # a reason kept with the stated figure itself is changed there
        if known.own or one.kind == "change":
            found.append(("Change the reason", "reason", "link"))
        if known.own:
            found.append(("Take back", "take back", "link"))
    elif one.settled and one.kind == "answer":
        found.append(("Take back", "unconfirm", "link"))
    return found + place


def _parts(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    shown = list(parts[:MOST_PARTS])
    if len(parts) > MOST_PARTS:
        shown.append((f"and {len(parts) - MOST_PARTS:,} more", ""))
    return shown


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


def _state(one: Finding) -> str:
    kinds = {"figure": "Figure", "reference": "Figure", "answer": "Answer", "change": "Change", "hint": "Hint"}
    state = "" if one.kind == "hint" else ", settled" if one.settled else ", to settle"
    return f"{kinds[one.kind]}{state}"


def _said(one: Finding) -> str:
    if one.kind != "figure" or not one.printed:
        return ""
    return f"Printed {one.printed}, together {one.computed}, difference {one.difference}."
