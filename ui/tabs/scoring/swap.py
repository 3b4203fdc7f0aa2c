"""A swap at the cut line: one bid out, another in, what it costs in score, and what it closes of the gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout
from shiboken6 import isValid

from app.errors import Refused
from app.money import format_pence
from app.recommendations.cutline import Drawn
from app.recommendations.fair import Fair, fair, swapped
from app.recommendations.fairness import Swap
from app.recommendations.recommending import set_many
from app.scoring.arithmetic import shown
from ui.desk import Desk
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.controls import Button, Combo
from ui.kit.panel import Panel
from ui.kit.parts import FactRows, Section
from ui.kit.words import plain
from ui.tabs.scoring.fairgrid import FairView

ABOUT = (
    "Nothing is saved until you recommend it. Choose which bid above the line goes out and which under it comes in; "
    "what that costs and what it makes fairer is read below."
)
STEP = "Recommend a swap at the cut line"
LEAST = 160
"""The least width of a choice, in px at the usual size of text."""
TAKE = "Recommend this swap"
NO_PAIR = (
    "There is nothing to swap. It takes a bid above the line and one under it that could have money, of which neither "
    "is committed yet or goes on to a second stage."
)
CHOOSE = "Choose which bid goes out and which comes in."
GONE = "No longer to be chosen:"


class SwapPanel(Panel):
    """Two choices, the price of the swap, both spreads beside each other, and the sentence for the decision."""

    def __init__(self, desk: Desk, found: Fair, said: Callable[[str], None], *, chosen: str = "") -> None:
        """`chosen` is the bid that was chosen in the list: under the line it is the one that would come in."""
        super().__init__(f"A swap at the cut line of {found.round.name}", ABOUT)
        self._desk, self._fair, self._said = desk, found, said
        self._swap: Swap | None = None
        self.out, self.into = Combo("Goes out", prefix=False), Combo("Comes in", prefix=False)
        self.price, self.sentence = FactRows(label_width=150), plain("", wrap=True)
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.before, self.after = FairView(found.above()), FairView(found.above())
        self.copy_button = Button("Copy the sentence", "copy")
        self.take_button = Button(TAKE, "check", "primary")
        self._build()
        self._offer(chosen)
        for box in (self.out, self.into):
            box.currentIndexChanged.connect(lambda _: self._work_out())
        self._work_out()

    def _build(self) -> None:
        now = theme.current()
        choices = QGridLayout()
        choices.setHorizontalSpacing(now.gap(12))
        choices.setColumnStretch(1, 1)
        for at, (words, box) in enumerate((("Goes out", self.out), ("Comes in", self.into))):
            label = plain(words)
            label.setBuddy(box)
            box.setMinimumWidth(now.px(LEAST))  # long names are cut before the page is
            choices.addWidget(label, at, 0)
            choices.addWidget(box, at, 1, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(choices)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.price)
        self.column.addWidget(Section("For the decision sheet", self.sentence))
        both = QGridLayout()
        both.setHorizontalSpacing(now.gap(32))
        for at, (title, view) in enumerate((("Now, £", self.before), ("With the swap, £", self.after))):
            place = (at, 0) if now.large else (0, at)
            both.addWidget(Section(title, view), *place, Qt.AlignmentFlag.AlignTop)
            both.setColumnStretch(place[1], 1)
        self.column.addLayout(both)
        self.column.addStretch(1)
        self.close_with(self.take_button, self.copy_button)
        self.copy_button.clicked.connect(self.copy)
        self.take_button.clicked.connect(self.take)

    def take_keyboard(self) -> None:
        self.out.setFocus(Qt.FocusReason.OtherFocusReason)

    # choosing

    def _offer(self, chosen: str) -> None:
        """The last above the line and the first under it stand first: that is where a swap costs least."""
        goes, comes = self._fill()
        at = self.into.findData(chosen)
        self.into.setCurrentIndex(at if at >= 0 else self._first_that_fits(goes, comes))

    def _fill(self) -> tuple[Sequence[Drawn], Sequence[Drawn]]:
        """Put what may go out and what may come in into the two choices; both of them."""
        rows = [one for one in self._fair.cut.rows if one.entry.application_id not in self._fair.settled]
        goes, comes = [one for one in reversed(rows) if one.is_above], [one for one in rows if _may_come_in(one)]
        for box, every in ((self.out, goes), (self.into, comes)):
            box.clear()
            for one in every:
                box.addItem(self._words(one), one.entry.application_id)
        return goes, comes

    def _fill_again(self) -> str:
        """The choices as the file has them by now, with the same bids chosen; which of them is no longer there."""
        gone = []
        chosen = [(box, box.currentData(), box.currentText()) for box in (self.out, self.into)]
        with QSignalBlocker(self.out), QSignalBlocker(self.into):
            self._fill()
            for box, key, words in chosen:
                box.setCurrentIndex(box.findData(key))  # none rather than another, which nobody chose
                box.update()
                if key and box.currentIndex() < 0:
                    gone.append(words)
        return f"{GONE} {'; '.join(gone)}." if gone else ""

    def _first_that_fits(self, goes: Sequence[Drawn], comes: Sequence[Drawn]) -> int:
        """The first that could have what the last above the line frees with what is left."""
        free = self._fair.cut.left + (goes[0].entry.amount if goes else 0)
        return next((at for at, one in enumerate(comes) if one.entry.amount <= free), 0)

    def _words(self, one: Drawn) -> str:
        entry = one.entry
        score = "" if entry.score is None else f", score {_tenths(shown(entry.score))}"
        return f"{entry.rank} {self._fair.lens.called[entry.application_id]}{score}, {format_pence(entry.amount)}"

    def _work_out(self) -> str:
        """Show what the chosen swap comes to; why it cannot be made, empty where it can."""
        self._swap, wrong = None, ""
        self.trouble.hide()
        out, into = self.out.currentData(), self.into.currentData()
        try:
            if not out or not into:
                raise Refused(CHOOSE if self.out.count() and self.into.count() else NO_PAIR)
            self._swap = self._fair.lens.swap(self._fair.cut, out_id=str(out), in_id=str(into))
        except Refused as refusal:
            wrong = refusal.message
            self._tell(wrong)
        self._show()
        return wrong

    def _show(self) -> None:
        one = self._swap
        self.price.show_facts(_price(one) if one is not None else ())
        self.sentence.setText(one.sentence if one is not None else "There is nothing to say yet.")
        self.after.show_fairness(one.after if one is not None else self._fair.above())
        if one is None:
            self.copy_button.forbid("There is no sentence yet.")
            self.take_button.forbid("This swap cannot be made.")
            return
        self.copy_button.permit()
        if self._desk.read_only:
            self.take_button.forbid("This file is read-only for you.")
        elif self._fair.not_yet:
            self.take_button.forbid(self._fair.not_yet)
        else:
            self.take_button.permit()

    def _tell(self, words: str, more: str = "") -> None:
        self.trouble.say(words, more)
        self.trouble.show()

    # what comes of it

    def copy(self) -> None:
        """Put the sentence on the clipboard."""
        if self._swap is not None:
            QGuiApplication.clipboard().setText(self._swap.sentence)
            self._said("The sentence is on the clipboard")

    def take(self) -> None:
        """Recommend it: the one comes in, the other goes on the reserve list, with the sentence in both reasons."""
        if self._swap is None or not self.take_button.isEnabled():
            return
        self.take_button.forbid("It is being saved.")
        self._desk.write(
            STEP,
            set_many,
            self._fair.stage.id,
            then=self._on_taken,
            refused=self._on_refused,
            recommended=swapped(self._fair, self._swap),
            was=dict(self._fair.cells),
        )

    def _on_taken(self, _: object) -> None:
        if isValid(self):
            self._said("The swap is recommended, with its reason")
            self.left.emit()

    def _on_refused(self, refusal: Refused) -> None:
        """Say why, over what the file holds by now: somebody else may have recommended something."""
        if not isValid(self):
            return
        self._show()
        self._tell(refusal.message)
        self._desk.read(lambda found: self._on_read_again(found, refusal), fair, self._fair.stage.id)

    def _on_read_again(self, found: Fair, refusal: Refused) -> None:
        """All that is shown follows from what the file holds by now: what nobody has seen is not saved over."""
        if isValid(self) and not found.is_as(self._fair):
            self._fair = found
            self.before.show_fairness(found.above())
            gone, wrong = self._fill_again(), self._work_out()
            self._tell(refusal.message, " ".join(filter(None, (gone, wrong))))


def _may_come_in(one: Drawn) -> bool:
    return not one.is_above and not one.why and bool(one.entry.amount)


def _price(one: Swap) -> Sequence[tuple[str, str]]:
    points = shown(one.score_given_up)
    lost = f"{_tenths(abs(points))} of 100 {'given up' if points > 0 else 'gained'}" if points else "None"
    closed = one.closed
    gap = f"{_tenths(one.gap_before)} before, {_tenths(one.gap_after)} with the swap"
    way = f"{_tenths(abs(closed))} points {'closer' if closed > 0 else 'wider'}" if closed else "As before"
    over = f", {format_pence(abs(one.left))} {'left over' if one.left > 0 else 'more needed'}" if one.left else ""
    rows = [("Score", lost), ("Money moved", f"{format_pence(one.moved)}{over}")]
    return [*rows, ("Gap to the targets", f"{way}: {gap}")] if one.gap_before or one.gap_after else rows


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"
