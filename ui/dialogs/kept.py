"""Kept on this laptop: what was typed and is not in the office file yet, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.drafts import Draft
from app.errors import Refused
from app.fields import Field
from app.kept import STATES, typed, untouched, why
from app.listing import Column, Line, Listing
from ui.kit.alert import Alert, Tone
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import EmptyPage, FactRows, FilterBar, Head, Section
from ui.kit.split import ListAndRecord, ListPane, Record, make_room
from ui.kit.table import ListView
from ui.kit.words import moment, plain

COLUMNS = (Column("what", "What"), Column("step", "Step"), Column("at", "Typed"), Column("state", "State", "chip"))
NONE = "Nothing is kept here: everything you typed is in the office file."
TONES = {STATES["kept"]: "bad", STATES["sent"]: "warn", STATES["typed"]: "mute"}
ALERT: dict[str, Tone] = {"kept": "bad", "sent": "warn", "typed": "mute"}


class KeptDialog(QDialog):
    """The drafts with what each holds. What becomes of one is for the window: each signal carries the draft."""

    opened = Signal(object)
    saving = Signal(object)
    discarded = Signal(object)

    def __init__(
        self,
        drafts: Sequence[Draft],
        asker: Asker,
        *,
        locked: str = "",
        fields_of: Callable[[Draft], Sequence[Field]] = lambda _: (),
        parent: QWidget | None = None,
    ) -> None:
        """`locked` is why nothing can be saved just now; `fields_of` gives a draft the fields of its form, if known."""
        super().__init__(parent)
        self._asker, self._locked, self._fields_of = asker, locked, fields_of
        self._drafts: dict[str, Draft] = {}
        self._shown, self._on_its_way = "", set[str]()
        self.head, self.bar = Head(), FilterBar("Filter")
        self.list = ListView("Kept on this laptop", total=False, tones=TONES)
        self.record = Record("Kept on this laptop: chosen")
        self.setWindowTitle("Kept on this laptop")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self._some = ListAndRecord(ListPane(self.bar, self.list), self.record, shares=(700, 520))
        self._none = EmptyPage("circle-check", NONE)
        column.addWidget(self._some, 1)
        column.addWidget(self._none, 1)
        make_room(self, 1240, 600)
        self.list.chosen.connect(self._show)
        self.show_drafts(drafts)
        self.list.setFocus()

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Show these, the newest first; the chosen one stays chosen, and one that has gone gives way to the next."""
        newest = sorted(drafts, key=lambda draft: draft.at, reverse=True)
        self._drafts = {draft.op_id: draft for draft in newest}
        self._on_its_way &= set(self._drafts)
        lines = tuple(
            Line(draft.op_id, (_called(draft), draft.name, moment(draft.at), STATES[draft.state]))
            for draft in self._drafts.values()
        )
        self.head.say([(_count(len(newest)), False)], _where(len(newest)))
        self.bar.setVisible(len(newest) > 1)
        for one, shown in ((self.head, bool(newest)), (self._some, bool(newest)), (self._none, not newest)):
            one.setVisible(shown)
        self.list.show_listing(Listing("Kept on this laptop", COLUMNS, lines))
        if not self.list.chosen_id():
            self.list.choose_first()
        self._show(self.list.chosen_id())

    def show_refusal(self, op_id: str, refused: Refused) -> None:
        """It was tried and not saved: say why, where it is the one being looked at."""
        self._on_its_way.discard(op_id)
        if op_id == self._shown:
            self._show(op_id)
            self.record.add(Alert("It was not saved.", refused.message, tone="bad"))

    def _show(self, op_id: str) -> None:
        self._shown = op_id
        draft = self._drafts.get(op_id)
        if draft is None:
            self.record.begin("Nothing chosen")
            self.record.add(plain("Choose one in the list.", tone="second", wrap=True))
            return
        self.record.begin(_called(draft), f"{draft.name}, typed {moment(draft.at)}")
        what, more = why(draft)
        self.record.add(Alert(what, more, tone=ALERT[draft.state]))
        self.record.add(self._buttons(draft))
        self.record.add(_told(draft, self._fields_of(draft)))

    def _buttons(self, draft: Draft) -> Flow:
        """Save it, or open its form where only that can; and throw it away."""
        save, opening = Button("Save now", look="primary"), Button("Open")
        discard = Button("Discard…", "trash-2")
        save.clicked.connect(lambda: self._save(save, draft))
        opening.clicked.connect(lambda: self.opened.emit(draft))
        discard.clicked.connect(lambda: self._discard(draft))
        if not draft.can_replay:
            opening.set_look("primary")
            return Flow(opening, discard)
        if draft.op_id in self._on_its_way:
            _say_saving(save)
        elif self._locked:
            save.forbid(self._locked)
        return Flow(save, opening, discard)

    def _save(self, button: Button, draft: Draft) -> None:
        self._on_its_way.add(draft.op_id)
        _say_saving(button)
        self.saving.emit(draft)

    def _discard(self, draft: Draft) -> None:
        text = (
            f"“{draft.name}: {_called(draft)}”, typed {moment(draft.at)}, is nowhere else. It cannot be brought back."
        )
        if draft.state == "sent":
            text += " If it did arrive in the office file, it stays there."
        if self._asker.confirm("Discard what you typed", text, "Discard it", "Keep it"):
            self.discarded.emit(draft)


def _say_saving(button: Button) -> None:
    button.forbid("Waiting for the office file.", "Saving…")


def _told(draft: Draft, fields: Sequence[Field]) -> Section:
    boxes, rest = typed(draft, fields), untouched(draft, fields)
    section = Section("What you typed")
    if boxes:
        facts = [(one.label, f"{one.words} (was {one.was})" if one.was else one.words) for one in boxes]
        section.add(FactRows(facts))
    if rest and draft.typed:
        words = "One other box was left as it was." if rest == 1 else f"{rest} other boxes were left as they were."
        section.add(plain(words, "small", tone="second", wrap=True))
    if not draft.typed:
        section.add(plain("This step has no boxes: it was one press of a button.", tone="second", wrap=True))
    return section


def _called(draft: Draft) -> str:
    return draft.title or draft.name


def _count(count: int) -> str:
    return f"{'One thing you typed is' if count == 1 else f'{count} things you typed are'} not in the office file"


def _where(count: int) -> str:
    return (
        "Only this laptop has them: save or discard each." if count > 1 else "Only this laptop has it." if count else ""
    )
