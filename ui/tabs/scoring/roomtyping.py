"""The forms of the room: what is said of the bid that is shown, and why a member leaves for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout

from app.coding import Call
from app.errors import NotSaved, Refused, Unknown
from app.recommendations import room as rooms
from app.recommendations.room import Room, RoomItem
from ui.desk import Desk
from ui.edits import Again, Spec, editor
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.form import RecordForm
from ui.tabs.scoring.roomform import RoomForm, said_spec, why_spec

if TYPE_CHECKING:
    from ui.tabs.scoring.days import Clock


class Typing(QObject):
    """Makes the forms in a place of the page and takes them away. What is typed is kept, and never typed over."""

    recorded = Signal(object)
    """What was said of a bid has been saved: the Call that did it."""
    moved = Signal()
    """A form was saved or given up: the page is to be shown again."""
    why_left = Signal()
    """Nobody is asked any more why a member leaves the room."""

    def __init__(
        self, desk: Desk, asker: Asker, into: QVBoxLayout, place: dict[str, Any], clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._into, self._place, self._clock = desk, asker, into, place, clock
        self.form: RecordForm | None = None
        """What was said of the bid that is shown."""
        self.why: RecordForm | None = None
        self._spec: Spec | None = None
        self._is_other = False
        """Whether it was said that the form is not the one that would be made now."""
        self._then: Callable[[], None] | None = None
        """What follows once what stands in the form is saved, or kept."""
        self._leaving: tuple[str, ...] = ()
        """Of which bid and of whom it is asked why they leave."""
        self._then_on: Callable[[], None] | None = None
        """What follows once the reason for leaving is saved, or kept."""

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; asks where something would."""
        return all(one is None or one.may_leave() for one in (self.why, self.form))

    def item_id(self) -> str:
        """The bid about which something is typed that is not saved and waits for no save; empty for none."""
        return str(self._spec.args[0]) if _is_to_save(self.form) and self._spec is not None else ""

    def go_to(self) -> None:
        """Put the keyboard in the form."""
        made = self.why or self.form
        if made is not None:
            made.form.focus_first()

    # what is said of a bid

    def show(self, room: Room, one: RoomItem | None, *, waiting: bool) -> None:
        """The form of a bid that has been taken; what is typed in it stays. `waiting` is whether anything is kept that
        is still to be saved."""
        spec = None
        if one is not None and one.item.started_at and one.bid is not None and not self._desk.read_only:
            spec = said_spec(room, one, self._clock.today(), self._place)
        made, before = self.form, self._spec
        if made is not None and before is not None:
            is_same = spec is not None and spec.args == before.args and len(spec.fields) == len(before.fields)
            typed = _is_to_save(made) or (waiting and made.form.is_changed())
            if is_same and (typed or not made.save_button.isEnabled() or spec == before):
                return
            if _is_to_save(made) or not made.save_button.isEnabled():
                self._say_other(made, before)
                return
        focused = QApplication.focusWidget()
        inside = made is not None and focused is not None and made.isAncestorOf(focused)
        self._drop()
        if spec is not None:
            self._make(room.day.id, spec, inside=inside)

    def _say_other(self, made: RecordForm, spec: Spec) -> None:
        """What the form was made for has changed under what is typed in it: it stays, and that is said once."""
        if not self._is_other:
            self._is_other = True
            words = f"{spec.title}: what you typed is still here. Record it, or cancel it to type into the new boxes."
            made.notice(Alert("What can be said of this bid has changed meanwhile.", words))

    def _make(self, day_id: str, spec: Spec, *, inside: bool) -> None:
        item_id = str(spec.args[0])

        def again(answer: Room) -> Spec | None:
            one = next((each for each in answer.items if each.item.id == item_id), None)
            return said_spec(answer, one, self._clock.today(), self._place) if one is not None else None

        form = RoomForm(spec.fields)
        self._spec = spec
        self.form = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda _: self._on_recorded(),
            left=self._on_left,
            again=Again(rooms.room, (day_id,), {}, again),
            form=form,
        )
        self.form.save_button.set_look("plain")  # the one primary step is what the meeting does next
        form.was_refused.connect(self._on_refused)
        form.changed.connect(lambda is_other: self._stay() if is_other else None)
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._into.addWidget(self.form)
        self.form.setHidden(self.why is not None)
        if inside:
            form.focus_first()

    def once_recorded(self, then: Callable[[], None]) -> None:
        """Do this once what stands in the form is saved, or kept where it cannot be.

        What was brought back is kept as it was typed and was never sent: it is saved too. Why a member left comes
        before what was said after that.
        """
        if self.why is not None and _is_to_save(self.why):
            self._then_on = lambda: self.once_recorded(then)
            self.why.save()
            return
        made = self.form
        if made is not None and _is_to_save(made):
            self._then = then
            made.save()
        else:
            then()

    def _stay(self) -> None:
        """Typing on after a step was asked for: nothing follows by itself."""
        if self.form is not None and self.form.save_button.isEnabled():
            self._then = None

    def _on_recorded(self) -> None:
        made, spec = self.form, self._spec
        values = made.sent or made.form.values() if made is not None else None
        self._drop()
        if spec is not None and values is not None:
            self.recorded.emit(Call(spec.use_case, spec.args, {**spec.fixed, **values}))
        self._go_on()
        self.moved.emit()

    def _on_refused(self, refusal: Refused) -> None:
        """A drive that does not answer keeps nobody from the next bid: what was typed is kept."""
        if isinstance(refusal, NotSaved | Unknown):
            self._go_on()
        else:
            self._then = None

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_left(self) -> None:
        self._drop()
        self.moved.emit()

    def _drop(self) -> None:
        self._take_away(self.form)
        self.form = self._spec = None
        self._is_other = False

    # why a member leaves the room

    def ask_why(self, room: Room, one: RoomItem, member_id: str) -> None:
        """Ask why a member leaves for a bid in which they have declared no interest.

        A reason that is being typed of somebody else is given up only where the person says so.
        """
        leaving = (one.item.id, member_id)
        if self.why is not None and (leaving == self._leaving or not self.why.may_leave()):
            self.why.form.focus_first()
            return
        self._drop_why()
        self._leaving = leaving
        spec = why_spec(room, one, member_id, self._clock.now(), self._place)
        form = RoomForm(spec.fields)
        self.why = editor(
            spec, self._desk, self._asker, saved=lambda _: self._on_why_saved(), left=self.leave_why, form=form
        )
        form.was_refused.connect(self._on_why_refused)
        form.changed.connect(lambda is_other: self._stay_for_why() if is_other else None)
        if self.form is not None:
            self.form.hide()  # one form at a time has the keys that save it
        self._into.insertWidget(0, self.why)
        form.focus_first()

    def leave_why(self) -> None:
        """Ask no more why."""
        self._drop_why()
        self.why_left.emit()

    def _stay_for_why(self) -> None:
        """Typing on after a step was asked for: nothing follows by itself."""
        if self.why is not None and self.why.save_button.isEnabled():
            self._then_on = None

    def _on_why_saved(self) -> None:
        then = self._then_on
        self.leave_why()
        if then is not None:
            then()

    def _on_why_refused(self, refusal: Refused) -> None:
        if isinstance(refusal, NotSaved | Unknown):  # it is kept, and shown as said
            self._on_why_saved()
        else:
            self._then_on = None

    def _drop_why(self) -> None:
        self._take_away(self.why)
        self.why = self._then_on = None
        self._leaving = ()
        if self.form is not None:
            self.form.show()

    def _take_away(self, made: RecordForm | None) -> None:
        if made is not None:
            self._into.removeWidget(made)
            made.hide()
            made.deleteLater()


def _is_to_save(made: RecordForm | None) -> bool:
    """Whether something stands in a form that nothing but the form will save."""
    return made is not None and made.form.is_changed() and not (made.is_kept and made.is_waiting)
