"""The figures guard beside the paper: what does not tie, what is not answered, what changed without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from app.papers.paper import Finding, Guarded
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.words import plain
from ui.tabs.papers.card import About, Card
from ui.tabs.papers.scroll import ScrollPane

OPEN, HINTS, SETTLED = "open", "hints", "settled"


class GuardPane(ScrollPane):
    """A card for each finding: first what is to settle, then what is settled, then hints that may be shown."""

    asked = Signal(str, object)
    reasoned = Signal(object, str)
    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__("Figures guard")
        self._cards: dict[str, Card] = {}
        self._current = ""
        self._hints_shown, self._has_gone = False, False
        self._grown: QWidget | None = None
        self._build()
        self.verticalScrollBar().rangeChanged.connect(lambda low, high: self._follow_grown())

    def show_guarded(self, guarded: Guarded, abouts: Mapping[str, About]) -> None:
        """Show these findings, each with what is known about it; the card spoken of stays, and a reason being typed."""
        order = arranged(guarded.findings)
        keys = {one.key for every in order.values() for one in every}
        for key in [key for key, card in self._cards.items() if key not in keys and not card.has_reason_open()]:
            card = self._cards.pop(key)
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for one in (one for every in order.values() for one in every):
            self._card(one, abouts[one.key])
        self._place(order)
        self._say(order, guarded)
        if self._current not in self._cards:
            self._enter(order[OPEN][0].key if order[OPEN] else "")

    def current(self) -> str:
        """The key of the finding spoken of."""
        return self._current

    def go_to(self, key: str) -> None:
        """Speak of this one."""
        if key in self._cards:
            self._has_gone = True
            card = self._cards[key]
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(card, 0, theme.current().gap(8))
            if card.height() > self.viewport().height():
                self.verticalScrollBar().setValue(card.y())

    def next_open(self) -> str:
        """The finding after the one spoken of that is still to settle, round the end; empty where there is none."""
        open_ones = [key for key, card in self._cards.items() if _is_open(card.finding)]
        if not open_ones:
            return ""
        at = open_ones.index(self._current) + self._has_gone if self._current in open_ones else 0
        return open_ones[at % len(open_ones)]

    def is_typing(self) -> bool:
        """Whether a reason is typed that is not kept yet."""
        return any(card.has_reason_open() for card in self._cards.values())

    def card(self, key: str) -> Card:
        """The card of a finding."""
        return self._cards[key]

    def _build(self) -> None:
        now = theme.current()
        self.column.setSpacing(0)
        self.column.setContentsMargins(0, 0, 0, now.gap(14))
        self._nothing = _padded("Everything ties and everything is answered.")
        self._settled = _padded("", weight=600)
        self._hints_button = Button("", "chevron-down", "quiet")
        self._hints_button.clicked.connect(self._turn_hints)
        self._foot = _padded("", tone="second")
        self.column.addStretch(1)

    def _card(self, one: Finding, about: About) -> None:
        if one.key in self._cards:
            self._cards[one.key].show_finding(one, about)
            return
        card = self._cards[one.key] = Card(one, about)
        card.asked.connect(self.asked)
        card.reasoned.connect(self.reasoned)
        card.entered.connect(self._enter)
        card.grown.connect(self._bring)

    def _bring(self, grown: QWidget) -> None:
        """What has opened comes into sight, once the column has grown for it."""
        self._grown = grown
        QTimer.singleShot(0, grown, self._follow_grown)

    def _follow_grown(self) -> None:
        if self._grown is not None and isValid(self._grown):
            self.ensureWidgetVisible(self._grown, 0, theme.current().gap(14))

    def _place(self, order: dict[str, list[Finding]]) -> None:
        """Everything in its order; the stretch stays last."""
        wanted: list[QWidget] = [self._nothing]
        wanted += [self._cards[one.key] for one in order[OPEN]]
        wanted += [self._settled, *(self._cards[one.key] for one in order[SETTLED])]
        wanted += [self._foot, self._hints_button, *(self._cards[one.key] for one in order[HINTS])]
        self._cards = {one.finding.key: one for one in wanted if isinstance(one, Card)} | self._cards
        for at, widget in enumerate(wanted):
            if self.column.indexOf(widget) != at:
                self.column.insertWidget(at, widget)
        for one in order[HINTS]:
            self._cards[one.key].setVisible(self._hints_shown)

    def _say(self, order: dict[str, list[Finding]], guarded: Guarded) -> None:
        self._nothing.setVisible(not order[OPEN])
        self._settled.setVisible(bool(order[SETTLED]))
        self._settled.setText("Settled")
        self._foot.setText(foot_words(guarded))
        count = len(order[HINTS])
        self._hints_button.setVisible(bool(count))
        words = f"{count:,} {'amount' if count == 1 else 'amounts'} typed by hand"
        self._hints_button.setText(words if not self._hints_shown else f"Hide {words}")

    def _turn_hints(self) -> None:
        self._hints_shown = not self._hints_shown
        hints = [card for card in self._cards.values() if card.finding.kind == "hint"]
        for card in hints:
            card.setVisible(self._hints_shown)
        words = self._hints_button.text().removeprefix("Hide ")
        self._hints_button.setText(f"Hide {words}" if self._hints_shown else words)

    def _enter(self, key: str) -> None:
        self._grown = None
        if key != self._current or (key and not self._cards[key].is_current()):
            self._current = key
            for one, card in self._cards.items():
                card.set_current(one == key)
            self.turned.emit(key)


def arranged(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings to settle, then those settled, then hints; each in the paper's own order."""
    order: dict[str, list[Finding]] = {OPEN: [], SETTLED: [], HINTS: []}
    for one in findings:
        order[HINTS if one.kind == "hint" else SETTLED if one.settled else OPEN].append(one)
    return order


def foot_words(guarded: Guarded) -> str:
    """“11 tables re-added: 10 tie. 46 figures in text compared: 44 tie.”"""
    tables = "1 table" if guarded.tables == 1 else f"{guarded.tables:,} tables"
    figures = "1 figure" if guarded.figures == 1 else f"{guarded.figures:,} figures"
    return (
        f"{tables} re-added: {_tie(guarded.tables_tie, guarded.tables)}. "
        f"{figures} in text compared: {_tie(guarded.figures_tie, guarded.figures)}."
    )


def _tie(count: int, of: int) -> str:
    if count == of:
        return "all tie" if of > 1 else "it ties" if of else "none to add"
    return f"{count:,} {'ties' if count == 1 else 'tie'}"


def _is_open(one: Finding) -> bool:
    return not one.settled and one.kind != "hint"


def _padded(words: str, *, weight: int = 400, tone: str = "") -> QLabel:
    now = theme.current()
    label = plain(words, "small", weight=weight, tone=tone, wrap=True)
    label.setContentsMargins(now.gap(18), now.gap(12), now.gap(18), now.gap(6))
    return label
