"""What is said in the room, saved one thing after the other, and shown at once as the file will have it.

A drive that hangs or is gone does not stop the meeting: what is said goes on to be kept on this laptop in its order,
and is saved in that order as soon as the drive answers. What a rule refuses then stays kept, with why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.coding import Call
from app.door import Saved
from app.drafts import Draft, new_op_id
from app.errors import FileTrouble, NotSaved, Refused, Unknown
from app.recommendations import ahead, room
from app.recommendations.room import Room
from ui.desk import Desk

PANEL = frozenset(("panel_day", "panel_attendance", "panel_item", "panel_absence"))
"""The tables of a panel day."""
SCORED = PANEL | {"agreed_score", "agreed_present"}
"""Those in which what came of a bid is written too."""
NOTHING, DAY, SCORES, EVERYTHING = range(4)
"""How much is read again: the day, the scores of the bids taken too, or all of it."""
BEHIND = "Something that was said before it is still to be saved."


class Saying(QObject):
    """The day as it stands with everything that was said, and the saving of it. `moved` follows whatever changes it."""

    moved = Signal()
    refused = Signal(object)
    """What was said just now was refused by a rule, and is not kept: a Refused."""

    def __init__(self, desk: Desk, day_id: str, place: Mapping[str, Any], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._day_id, self._place = desk, day_id, place
        self.room: Room | None = None
        """The room as it is shown; None until it has been read."""
        self.stuck: Draft | None = None
        """What was kept and is refused by a rule, so that nothing behind it is saved either."""
        self._read: Room | None = None
        self._flying: Draft | None = None
        self._saved: list[Draft] = []
        """In the file, and not in what was read of it yet."""
        self._put: dict[str, Draft] = {}
        """Kept by now, and perhaps not yet in the list of what is kept, by op_id."""
        self._gone: set[str] = set()
        """Saved or left out by now, and perhaps still in that list."""
        self._goes_on = False
        self._places: dict[str, int] = {}
        """In which order things were said, by op_id: the laptop knows no more than the second of it."""
        self._asking, self._wanted = False, EVERYTHING
        desk.changed.connect(self._on_changed)
        desk.others_saved.connect(self._on_others_saved)
        desk.returned.connect(self._on_returned)
        desk.outbox.changed.connect(self._on_kept)
        desk.outbox.read()
        self._ask()

    # reading

    def _renew(self, wanted: int) -> None:
        """Read again so much, as soon as what is being read has come: one reading goes on from the other."""
        self._wanted = max(self._wanted, wanted)
        self._ask()

    def _ask(self) -> None:
        if self._asking or not self._wanted:
            return
        before, wanted = self._read, self._wanted
        self._asking, self._wanted = True, NOTHING
        if before is None or wanted == EVERYTHING:
            self._desk.with_office(lambda office: office.read(room.room, self._day_id), self._on_read, self._on_unread)
            return
        some = self._begun(before) if wanted == SCORES else ()
        self._desk.with_office(lambda office: office.read(room.renewed, before, some), self._on_read, self._on_unread)

    def _begun(self, before: Room) -> tuple[str, ...]:
        """The bids that have been taken: what is said in the room is said of them."""
        every = self.room or before
        return tuple(one.item.application_id for one in every.items if one.item.started_at)

    def _on_read(self, answer: Room) -> None:
        self._asking = False
        self._read, self._saved = answer, []
        self._show()
        self._ask()

    def _on_unread(self, refusal: Refused) -> None:
        """What could not be read is read once the drive is back; of a day that is gone it is said."""
        self._asking = False
        if not isinstance(refusal, FileTrouble):
            self.refused.emit(refusal)

    def _show(self) -> None:
        if self._read is not None:
            self.room = ahead.played(self._read, [one.call for one in self._line() if one.call is not None])
            self.moved.emit()

    # what is on its way, and what is kept

    def kept(self) -> list[Draft]:
        """What was said on this day and is on this laptop alone, in its order."""
        read = self._read
        if read is None:
            return []
        found = {**self._put, **{one.op_id: one for one in self._desk.outbox.kept}}
        mine = [
            one
            for key, one in found.items()
            if one.call is not None and key not in self._gone and ahead.is_about(one.call, read)
        ]
        return self._in_order([one for one in mine if not self._is_flying(one)])

    def _in_order(self, some: Sequence[Draft]) -> list[Draft]:
        for one in sorted(some, key=lambda one: (one.at, one.op_id)):
            self._places.setdefault(one.op_id, len(self._places))
        return sorted(some, key=lambda one: self._places[one.op_id])

    def _is_flying(self, one: Draft) -> bool:
        return self._flying is not None and self._flying.op_id == one.op_id

    def _line(self) -> Sequence[Draft]:
        on_its_way = [self._flying] if self._flying is not None else []
        return self._in_order([*self._saved, *on_its_way, *self.kept()])

    # saying

    def say(self, name: str, title: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Save that this was said; whether the rules have nothing against it as the day stands.

        `name` is what the step is called, `title` says of what or whom where it is kept on this laptop.
        """
        call = Call(use_case, args, kwargs)
        if self.room is None:
            return False
        told = ahead.refusal(self.room, call)
        if told is not None:
            self.refused.emit(told)
            return False
        at = datetime.now().astimezone()
        draft = Draft(new_op_id(), f"room {self._day_id}", name, title, self._place, call=call, at=at)
        if self._flying is not None or self.kept():
            self._keep(draft)
        else:
            self._send(draft)
        self._show()
        return True

    def assume(self, call: Call) -> None:
        """Show as said what a form has saved, till it is read."""
        self._saved.append(Draft(new_op_id(), "", "", call=call, at=datetime.now().astimezone()))
        self._show()

    def _send(self, draft: Draft) -> None:
        call = draft.call
        assert call is not None
        self._flying = draft
        self._desk.write(
            draft.name,
            call.use_case,
            *call.args,
            then=partial(self._on_saved, draft),
            refused=partial(self._on_refused, draft),
            draft=draft,
            **call.kwargs,
        )

    def _keep(self, draft: Draft) -> None:
        """Keep it in the line behind what was said before it."""
        self._goes_on = True
        self._lay_by(replace(draft, state="kept", why=BEHIND))

    def _lay_by(self, draft: Draft) -> None:
        """Put it on the laptop's disk, to be saved later."""
        self._put[draft.op_id] = draft
        self._desk.outbox.type(draft)
        self._desk.outbox.leave_form([draft.op_id])

    def save_kept(self) -> None:
        """Save what is kept, the first thing first."""
        self.stuck = None
        self._next()

    def leave_out(self) -> None:
        """Throw away what a rule refused, and go on with what is behind it."""
        if self.stuck is not None:
            op_id, self.stuck = self.stuck.op_id, None
            self._gone.add(op_id)
            self._desk.outbox.drop(op_id)
            self._show()
            self._next()

    def _next(self) -> None:
        waiting = self.kept()
        if self._flying is not None or self.stuck is not None or self._desk.is_away or not waiting:
            return
        listed = {one.op_id for one in self._desk.outbox.kept}
        if waiting[0].op_id not in listed:  # what the laptop's disk has not got yet would be lost by a refusal
            self._goes_on = True
            return
        draft = self._flying = waiting[0]
        self._desk.replay(draft, partial(self._on_saved, draft, None), partial(self._on_refused_again, draft))

    def _on_saved(self, draft: Draft, _: Any) -> None:
        self._flying = None
        self._gone.add(draft.op_id)
        self._saved.append(draft)
        self._renew(DAY)
        self._next()

    def _on_refused(self, draft: Draft, refusal: Refused) -> None:
        self._flying = None
        if isinstance(refusal, NotSaved | Unknown):
            self._put[draft.op_id] = replace(draft, why=refusal.message)
            self._show()
            return
        self.refused.emit(refusal)
        self._renew(EVERYTHING)

    def _on_refused_again(self, draft: Draft, refusal: Refused) -> None:
        """What was kept could not be saved: by a rule it stays kept, with why, and so does all that is behind it."""
        if isinstance(refusal, NotSaved | Unknown):
            self._on_refused(draft, refusal)
            return
        self._flying = None
        self.stuck = replace(draft, state="kept", why=refusal.message)
        self._lay_by(self.stuck)
        self._renew(EVERYTHING)

    # what the desk says

    def _on_changed(self, saved: Saved) -> None:
        if saved.tables:
            self._renew(DAY if saved.tables <= PANEL else SCORES if saved.tables <= SCORED else EVERYTHING)

    def _on_others_saved(self, steps: Sequence[Saved]) -> None:
        tables = frozenset().union(*(one.tables for one in steps))
        self._renew(DAY if tables <= PANEL else EVERYTHING)

    def _on_returned(self) -> None:
        self._asking = False
        self._renew(EVERYTHING)
        self.save_kept()

    def _on_kept(self) -> None:
        """The list of what is kept was read again."""
        listed = {one.op_id for one in self._desk.outbox.kept}
        self._put = {key: one for key, one in self._put.items() if key not in listed}
        if self.stuck is not None and self.stuck.op_id not in listed | self._put.keys():
            self.stuck = None
        self._show()
        if self._goes_on:
            self._goes_on = False
            self._next()
