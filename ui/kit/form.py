"""Forms made from a feature's own list of fields: labels, boxes, help, and refusals beside the box they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from app.cells import laid_over
from app.errors import Refused
from app.fields import Choice, Field
from app.filestate import parted
from app.years import SLASH
from ui.kit import theme
from ui.kit.asking import Asker
from ui.kit.boxes import Box, ChoiceBox, make_box
from ui.kit.controls import Button
from ui.kit.parts import Alert
from ui.kit.words import plain


class Form(QWidget):
    """The fields in their order. `changed` says whether anything differs from what was last set."""

    changed = Signal(bool)

    def __init__(self, fields: Sequence[Field], *, beside: bool = False, year_style: str = SLASH) -> None:
        super().__init__()
        now = theme.current()
        self.fields = tuple(fields)
        self._boxes = {field.key: self.make_box(field, year_style) for field in fields}
        self._wrongs: dict[str, QLabel] = {}
        self._original: dict[str, Any] = {}
        self._original_raw = self._raw()
        self._beside = beside and not now.large
        self._trouble = Alert("", tone="bad")
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.gap(10))
        column.addWidget(self._trouble)
        self.lay_out(column)
        self._original_raw = self._raw()

    def make_box(self, field: Field, year_style: str) -> Box:
        """The box of a field; a form with boxes of its own makes them here."""
        return make_box(field, year_style)

    def lay_out(self, column: QVBoxLayout) -> None:
        """Put the boxes under one another; a form with a layout of its own puts each with `watch` where it belongs."""
        now = theme.current()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(now.gap(12))
        grid.setVerticalSpacing(now.gap(3))
        grid.setColumnStretch(1 if self._beside else 0, 1)
        column.addLayout(grid)
        for field in self.fields:
            self._add(grid, field)

    def watch(self, key: str) -> QLabel:
        """Follow what is typed into a box; the label, out of sight, that will say what is wrong with it."""
        wrong = plain("", "small", tone="bad", wrap=True)
        wrong.hide()
        self._wrongs[key] = wrong
        self._describe(key)
        self._boxes[key].changed.connect(self._on_changed)
        return wrong

    def box(self, key: str) -> Box:
        """The box of a field."""
        return self._boxes[key]

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these and remember them as what was there before; keys that are no field are passed over."""
        self._original = {key: values.get(key) for key in self._boxes}
        for key, box in self._boxes.items():
            box.write(self._original[key])
        self._original_raw = self._raw()
        self.clear_refusals()
        self.changed.emit(False)

    def original_values(self) -> dict[str, Any]:
        """What was there before anything was typed."""
        return dict(self._original)

    def set_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer other choices in one box."""
        box = self._boxes[key]
        if isinstance(box, ChoiceBox):
            box.set_choices(choices)

    def values(self) -> dict[str, Any] | None:
        """Everything as read, in pence and days. None where a box cannot be read: it says so and takes the keyboard."""
        self.clear_refusals()
        read: dict[str, Any] = {}
        first: Refused | None = None
        for key, box in self._boxes.items():
            try:
                read[key] = box.read()
            except Refused as refused:
                self._write_beside(key, refused.message)
                first = first or refused
        if first:
            self._go_to(first.field or "")
            return None
        return read

    def is_changed(self) -> bool:
        """Whether anything was typed since the values were set."""
        return self._raw() != self._original_raw

    def typed(self) -> dict[str, str]:
        """What stands in each box, whether it can be read or not."""
        return self._raw()

    def type_back(self, typed: Mapping[str, str], was: Mapping[str, Any]) -> bool:
        """Put back what was typed over the values `was`, where it was changed then; whether those values still stand.

        What was not touched then is as it is now, so that nobody's later change is typed over; of a grid, which cells.
        """
        now, self_now = self.original_values(), self._original_raw
        self.set_values(was)
        before = self._raw()
        self.set_values(now)
        for key, text in typed.items():
            if key in self._boxes and text != before.get(key):
                is_grid = self._boxes[key].field.kind == "grid"
                laid = laid_over(text, before.get(key, ""), self_now.get(key, "")) if is_grid else text
                self._boxes[key].type_back(laid)
        self.changed.emit(self.is_changed())
        return before == self_now

    def mark_saved(self) -> None:
        """What is in the boxes is now what is kept."""
        self._original_raw = self._raw()
        for box in self._boxes.values():
            box.mark_saved()
        self.changed.emit(False)

    def take_over(self, fields: Sequence[Field], was: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Somebody else's save, `was`, is from now on what was there before, and `values` are what is typed over it.

        `fields` are the form's own, made again: a grid among them may have other rows by now.
        """
        for field in fields:
            box = self._boxes.get(field.key)
            if box is not None and field.grid is not None:
                box.set_shape(field.grid)
        self.set_values(was)
        for key, value in values.items():
            if key in self._boxes:
                self._boxes[key].write_over(value)
        self.changed.emit(self.is_changed())

    def show_refusal(self, refused: Refused) -> None:
        """Put a refusal beside the box it names, or over the form; what was typed stays.

        A refusal may name a cell of a grid, as `field:row:column`: the cell is marked and gets the keyboard.
        """
        self.clear_refusals()
        key, _, cell = (refused.field or "").partition(":")
        if key in self._boxes:
            message = self._boxes[key].refuse_at(cell, refused.message) if cell else refused.message
            self._write_beside(key, message)
            self._go_to(key)
        else:
            self._trouble.say(*parted(refused.message))
            self._trouble.show()

    def clear_refusals(self) -> None:
        """Take every refusal away."""
        self._trouble.hide()
        for key, label in self._wrongs.items():
            if label.isVisibleTo(self):
                label.hide()
                self._boxes[key].mark_wrong(False)
                self._describe(key)

    def refusals(self) -> dict[str, str]:
        """The sentences on the screen, by field; the form's own under an empty key."""
        shown = {key: label.text() for key, label in self._wrongs.items() if label.isVisibleTo(self)}
        return shown | ({"": self._trouble.words()} if self._trouble.isVisibleTo(self) else {})

    def focus_first(self) -> None:
        """Put the keyboard in the first box."""
        if self.fields:
            self._boxes[self.fields[0].key].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, grid: QGridLayout, field: Field) -> None:
        box, at = self._boxes[field.key], grid.rowCount()
        wide = field.kind == "grid"
        column, span = (1, 1) if self._beside and not wide else (0, 2 if self._beside else 1)
        if field.kind != "yesno":
            label = plain(f"{field.label} (required)" if field.required else field.label, "small", weight=600)
            label.setWordWrap(self._beside)
            label.setBuddy(box.control)
            tall = field.kind in ("long", "several")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
            at += 1 if wide or not self._beside else 0
        help_, wrong = plain(field.help, "tiny", tone="second", wrap=True), self.watch(field.key)
        # what is said of a grid stands over it: under its totals it would be out of sight
        for line, one in enumerate((help_, wrong, box) if wide else (box, help_, wrong)):
            if one is not help_ or field.help:
                grid.addWidget(one, at + line, column, 1, span)
        grid.setRowMinimumHeight(at + 3, theme.current().gap(5))

    def _describe(self, key: str, wrong: str = "") -> None:
        field = self._boxes[key].field
        words = [wrong, "Required." if field.required else "", field.help]
        self._boxes[key].control.setAccessibleDescription(" ".join(one for one in words if one))

    def _write_beside(self, key: str, message: str) -> None:
        self._wrongs[key].setText(message)
        self._wrongs[key].show()
        self._boxes[key].mark_wrong(True)
        self._describe(key, message)

    def _go_to(self, key: str) -> None:
        if key in self._boxes:
            self._boxes[key].go_to()

    def _raw(self) -> dict[str, str]:
        # as each is left, or one that is tidied while its save is on its way would look typed on
        return {key: box.as_left() for key, box in self._boxes.items()}

    def _on_changed(self) -> None:
        self.changed.emit(self.is_changed())


class RecordForm(QWidget):
    """A form edited in place: Save is Ctrl+S, Esc leaves it and asks first where something was typed."""

    saving = Signal(dict)
    cancelled = Signal()
    given_up = Signal()
    """What was typed is to be forgotten."""

    def __init__(self, form: Form, asker: Asker, verb: str = "Save") -> None:
        super().__init__()
        now = theme.current()
        self.is_kept = False
        """Whether what was typed is kept on this laptop though the form is left."""
        self.is_waiting = False
        """Whether what is kept was sent to be saved and is saved without the form; it was only typed otherwise."""
        self.sent: dict[str, Any] = {}
        """What was last sent to be saved; the person may have typed on since."""
        self._notices, self._instead = QVBoxLayout(), QVBoxLayout()
        self.form, self._asker, self._verb = form, asker, verb
        self.save_button, self.cancel_button = Button(verb, look="primary"), Button("Cancel")
        self.save_button.setToolTip("Ctrl+S")
        self.cancel_button.setToolTip("Esc")
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(now.gap(8))
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        self._body = QWidget()
        QShortcut(QKeySequence("Ctrl+S"), self._body, self.save)  # not the form's while something stands in its place
        inner = QVBoxLayout(self._body)
        column = QVBoxLayout(self)
        for one in (inner, column):
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(now.gap(8))
        inner.addWidget(form)
        inner.addLayout(buttons)
        column.addLayout(self._notices)
        column.addWidget(self._body)
        column.addLayout(self._instead)

    def notice(self, notice: QWidget) -> None:
        """Say something over the form, in the place of what was said before."""
        self.say_nothing()
        self._notices.addWidget(notice)

    def say_nothing(self) -> None:
        """Take away what is said over the form."""
        _empty(self._notices)

    def notices(self) -> list[QWidget]:
        """What is said over the form."""
        return _held(self._notices)

    def show_instead(self, widget: QWidget) -> None:
        """Put something in the form's place; what was typed stays in the form."""
        _empty(self._instead)
        self._body.hide()
        self.say_nothing()
        self._instead.addWidget(widget)

    def show_form(self) -> None:
        """Bring the form back to its place, with the keyboard in it."""
        _empty(self._instead)
        self._body.show()
        self.form.focus_first()

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving the form; asks where something would."""
        if not self.form.is_changed() or self.is_kept:
            return True
        if not leave_unsaved(self._asker):
            return False
        self.given_up.emit()
        return True

    def save(self) -> None:
        """Read the boxes and hand the values on; nothing happens while an earlier save is on its way."""
        if not self.save_button.isEnabled():
            return
        values = self.form.values()
        if values is not None:
            self.saving.emit(values)

    def set_saving(self, saving: bool) -> None:
        """Say on the button that a save is on its way."""
        if saving:
            self.save_button.forbid("Waiting for the office file.", "Saving…")
        else:
            self.save_button.permit()

    def show_refusal(self, refused: Refused) -> None:
        """The save did not happen: say why, keep what was typed."""
        self.set_saving(False)
        self.form.show_refusal(refused)

    def saved(self) -> None:
        """The save happened."""
        self.set_saving(False)
        self.form.mark_saved()

    def cancel(self) -> None:
        """Leave without saving, asking first where something would be lost."""
        if self.may_leave():
            self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)


class FormDialog(QDialog):
    """A form in front of the window, only where money or a deletion is at stake; open until the save is done."""

    saving = Signal(dict)

    def __init__(
        self, title: str, form: Form, verb: str, asker: Asker, *, says: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.record_form = RecordForm(form, asker, verb)
        self.record_form.saving.connect(self.saving)
        self.record_form.cancelled.connect(lambda: super(FormDialog, self).reject())
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # or wrapped words make it far too high
        column.setContentsMargins(now.gap(20), now.gap(16), now.gap(20), now.gap(18))
        column.setSpacing(now.gap(10))
        column.addWidget(plain(title, "title", weight=600, wrap=True))
        if says:
            column.addWidget(plain(says, wrap=True))
        column.addWidget(self.record_form)
        column.addStretch(1)
        form.focus_first()

    def set_saving(self, saving: bool) -> None:
        """Say on the button that a save is on its way."""
        self.record_form.set_saving(saving)

    def show_refusal(self, refused: Refused) -> None:
        """The save did not happen: say why, keep what was typed, stay open."""
        self.record_form.show_refusal(refused)

    def saved(self) -> None:
        """The save happened: close."""
        self.record_form.saved()
        self.accept()

    def reject(self) -> None:
        self.record_form.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        width = max(theme.current().gap(480), self.record_form.sizeHint().width())
        layout = self.layout()
        self.resize(width, layout.totalHeightForWidth(width) if layout else self.height())
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.record_form.cancel()


def _held(layout: QVBoxLayout) -> list[QWidget]:
    items = (layout.itemAt(at) for at in range(layout.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def _empty(layout: QVBoxLayout) -> None:
    for widget in _held(layout):
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def leave_unsaved(asker: Asker) -> bool:
    """Ask whether what was typed may be lost."""
    return asker.confirm("Not saved", "What you typed has not been saved.", "Leave without saving", "Go back")
