"""What if the pot, the cap, the weights or the awards were others: who flips at once, and nothing saved till kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout
from shiboken6 import isValid

from app.errors import Refused
from app.fields import Field
from app.money import format_percent
from app.recommendations.fair import Fair, to_try
from app.recommendations.recommending import set_many
from app.recommendations.what_if import WEIGHTS, Base, Result, Trial, kept, worked
from ui.desk import Desk
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.form import Form
from ui.kit.panel import Panel
from ui.kit.parts import Section
from ui.kit.split import Record
from ui.kit.words import plain
from ui.tabs.scoring.fairgrid import FairView
from ui.tabs.scoring.trialgrid import TrialGrid

ABOUT = "Change anything here: who comes in and who goes out is seen at once. Nothing is saved until it is kept."
KEYS = (
    "Type over what a bid would have. Enter goes down, Ctrl+D fills down, Ctrl+Z takes back, Ctrl+Tab leaves the list."
)
CLOSED = "Other weights can be tried once every score may be seen."
KEEP, STEP = "Keep as recommended", "Keep what was tried"
AS_IT_IS = "Nothing is tried yet."
SIDE, LABEL, LIST = 408, 190, 300
"""How wide the boxes stand beside the list and their words before them, and the least height of the list, in px at the
usual size of text."""


class TrialForm(Form):
    """The boxes under one another, each with its words before it in one line."""

    def lay_out(self, column: QVBoxLayout) -> None:
        super().lay_out(column)
        last = column.itemAt(column.count() - 1)
        rows = last.layout() if last is not None else None
        if isinstance(rows, QGridLayout) and not theme.current().large:
            rows.setColumnMinimumWidth(0, theme.current().px(LABEL))


class WhatIfPanel(Panel):
    """What is tried at the left with the fairness of what comes of it, and the list with its line beside it."""

    def __init__(self, desk: Desk, asker: Asker, base: Base, found: Fair, said: Callable[[str], None]) -> None:
        super().__init__(f"What if: {found.round.name}", ABOUT)
        self._desk, self._asker, self._said = desk, asker, said
        self._base, self._fair = base, found
        self.trial, self.result = Trial(), worked(base, Trial())
        self.form = TrialForm(_fields(base), beside=True)
        self.form.set_values(_values(base))
        self.fair = FairView(found.above())
        self.grid = TrialGrid(base)
        self.sentence = plain("", weight=600, wrap=True)
        # as high as two lines, so that nothing moves while a figure is typed
        self.sentence.setMinimumHeight(2 * theme.current().metrics("body", 600).lineSpacing())
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.weighed = plain("", "small", tone="second", wrap=True)
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.keep_button, self.back_button = Button(KEEP, "check", "primary"), Button("Set all back", "undo-2")
        self._build()
        self.form.changed.connect(lambda _: self.work_out())
        self.grid.trial.changed.connect(self.work_out)
        self.grid.told.connect(self._on_told)
        self.work_out()

    def _build(self) -> None:
        now = theme.current()
        side, right = Record("What is tried", wide=True), QVBoxLayout()
        side.add(self.form)
        side.add(self.weighed)
        side.add(Section("Is it fair? What is above the line, £", self.fair))
        right.setSpacing(now.gap(4))
        right.addWidget(self.grid, 1)
        right.addWidget(plain(KEYS, "tiny", tone="second", wrap=True))
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.trouble)
        for part in (side, self.grid):
            # both share the page and scroll in themselves, however much is in them
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(LIST))
        if now.large:
            self.column.addWidget(side, 1)
            self.column.addLayout(right, 1)
        else:
            side.setFixedWidth(now.px(SIDE))
            both = QHBoxLayout()
            both.setSpacing(now.gap(18))
            both.addWidget(side)
            both.addLayout(right, 1)
            self.column.addLayout(both, 1)
        self.close_with(self.keep_button, self.back_button)
        self.keep_button.clicked.connect(self.keep)
        self.back_button.clicked.connect(self.set_back)

    def take_keyboard(self) -> None:
        self.form.focus_first()

    def may_leave(self) -> bool:
        return not self._is_tried() or self._asker.confirm(
            "Discard what was tried", "None of it was kept, and the file is as it was.", "Discard it", "Go on trying"
        )

    # trying

    def work_out(self) -> None:
        """Read what stands in the boxes and the list, and show what comes of it."""
        self.trouble.hide()
        self.form.clear_refusals()
        try:
            self.trial = self._read()
            self.result = worked(self._base, self.trial)
        except Refused as refusal:
            self._refuse(refusal)
        self._show()

    def _read(self) -> Trial:
        """What is tried. Raises Refused, at the box that cannot be read."""
        typed = {field.key: self.form.box(field.key).read() for field in self.form.fields}
        weights = {
            key: typed[_weight(key)] or 0
            for key, weight in self._base.weights.items()
            if _weight(key) in typed and typed[_weight(key)] != weight
        }
        return Trial(
            _other(typed["pot"], self._base.pot),
            _other(typed["over"] or 0, self._base.over),
            typed["cap"],
            self.grid.trial.parts(),
            weights,
        )

    def _refuse(self, refusal: Refused) -> None:
        """Said at its box or its bid; what was tried before it stays on the screen."""
        key, _, bid = (refusal.field or "").partition(":")
        if key == "parts" and bid:
            self.grid.trial.refuse_bid(bid, refusal.message)
        elif refusal.field in {field.key for field in self.form.fields}:
            focus = self.focusWidget()
            self.form.show_refusal(refusal)
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)  # it is still being typed
        else:
            self.trouble.say(refusal.message)
            self.trouble.show()

    def _show(self) -> None:
        self.grid.take(self.result)
        self.fair.show_fairness(self._fair.lens.above(self.result.cut))
        wrong = self.grid.trial.wrong_words()
        if wrong:
            self.trouble.say(wrong)
            self.trouble.show()
        tried = self._is_tried()
        self.sentence.setText(self.result.sentence if tried else _as_it_is(self.result))
        self.weighed.setText(self._weighed())
        self.weighed.setVisible(bool(self.weighed.text()))
        self._permit(wrong or next(iter(self.form.refusals().values()), ""), tried)

    def _permit(self, wrong: str, tried: bool) -> None:
        if self._desk.read_only:
            self.keep_button.forbid("This file is read-only for you.")
        elif self._fair.not_yet:
            self.keep_button.forbid(self._fair.not_yet)
        elif wrong or not tried:
            self.keep_button.forbid(wrong or "Nothing is tried yet.")
        elif self.trial.weights:
            self.keep_button.forbid(WEIGHTS)
        else:
            self.keep_button.permit()
        self.back_button.permit() if tried else self.back_button.forbid("Nothing is tried yet.")

    def _weighed(self) -> str:
        """What the weights come to where others are tried, and why they cannot be kept."""
        if self._base.marking is None:
            return CLOSED
        if not self.trial.weights:
            return ""
        whole = sum({**self._base.weights, **self.trial.weights}.values())
        words = f"The weights come to {format_percent(whole, sign=False)} %; each counts for its share of that."
        return f"{words} {WEIGHTS}"

    def _is_tried(self) -> bool:
        return self.form.is_changed() or self.grid.trial.is_typed()

    def _on_told(self, words: str) -> None:
        if words:
            self.trouble.say(words)
            self.trouble.show()
        elif not self.grid.trial.wrong_words():
            self.trouble.hide()

    def set_back(self) -> None:
        """Everything as it stands in the file."""
        self.form.set_values(_values(self._base))
        self.grid.trial.forget()
        self.work_out()
        self.take_keyboard()

    # keeping

    def keep(self) -> None:
        """Recommend what is above the line of the trial."""
        if not self.keep_button.isEnabled():
            return
        try:
            cells = kept(self._base, self.trial, self.result, self._fair.cells)
        except Refused as refusal:
            self._refuse(refusal)
            return
        self.keep_button.forbid("It is being saved.")
        self._desk.write(
            STEP,
            set_many,
            self._fair.stage.id,
            then=self._on_kept,
            refused=self._on_refused,
            recommended=cells,
            was=dict(self._fair.cells),
        )

    def _on_kept(self, _: object) -> None:
        if isValid(self):
            self._said("What was tried is recommended")
            self.left.emit()

    def _on_refused(self, refusal: Refused) -> None:
        """Say why, over what the file holds by now; what is tried stays."""
        if not isValid(self):
            return

        def then(read: tuple[Base, Fair]) -> None:
            if isValid(self):
                self._begin_again(*read)
                self.trouble.say(refusal.message)
                self.trouble.show()

        self._desk.read(then, to_try, self._fair.stage.id)

    def _begin_again(self, base: Base, found: Fair) -> None:
        typed, was = self.form.typed(), _values(self._base)
        self._base, self._fair = base, found
        self.form.set_values(_values(base))
        self.form.type_back(typed, was)
        self.grid.take_base(base)
        self.work_out()


def _fields(base: Base) -> Sequence[Field]:
    """The boxes: the money of the round, the most for each bid, and a weight for each criterion."""
    weights = [Field(_weight(one.id), f"{one.name}, weight", "percent") for one in base.scales]
    return (
        Field("pot", "Pot", "pence", required=True),
        Field("over", "May be gone over by", "pence"),
        Field("cap", "Most for each bid", "pence"),
        *(weights if base.marking is not None else ()),
    )


def _values(base: Base) -> Mapping[str, Any]:
    return {"pot": base.pot, "over": base.over, **{_weight(key): weight for key, weight in base.weights.items()}}


def _weight(key: str) -> str:
    return f"weight {key}"


def _as_it_is(result: Result) -> str:
    """What the line gives, of which nobody could come in or go out."""
    return f"{AS_IT_IS} {result.sentence.partition('. ')[2]}"


def _other(amount: Any, known: Any) -> Any:
    """An amount that is tried; None where it is as it was."""
    return None if amount == known else amount
