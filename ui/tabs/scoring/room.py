"""The page of a panel day for the projector: its list, the bid that is talked about, who is there, and the cut line.

What is said is shown at once and saved behind it, also while the drive does not answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from app.errors import Refused
from app.recommendations import sitting
from app.recommendations.parts import DayRecord
from app.recommendations.room import Room, RoomItem
from ui.desk import Desk
from ui.file_line import KEEP
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.tabs.scoring import roomwords
from ui.tabs.scoring.roompage import RoomPage
from ui.tabs.scoring.roomtyping import Typing
from ui.tabs.scoring.saying import Saying

if TYPE_CHECKING:
    from ui.tabs.scoring.days import Clock

AWAY = "The shared drive does not answer."


class RoomPanel(RoomPage):
    """One page for everybody in the room. Nothing that was said or typed is lost by leaving it."""

    takes_all = True

    def __init__(self, desk: Desk, asker: Asker, day: DayRecord, place: dict[str, Any], clock: Clock) -> None:
        super().__init__(day)
        self._desk, self._asker, self._day_id, self._clock = desk, asker, day.id, clock
        self._is_whole, self._offered = False, ""
        self.typing = Typing(desk, asker, self.forms, place, clock, self)
        self.saying = Saying(desk, day.id, place, self)
        self._bind()
        self.typing.moved.connect(self._show)
        self.typing.recorded.connect(self.saying.assume)
        self.typing.why_left.connect(self.people.setFocus)
        self.saying.moved.connect(self._show)
        self.saying.refused.connect(self._on_refused)
        desk.stated.connect(self._on_stated)
        desk.offered.connect(self._on_offered)
        desk.restate()

    # what the page says to it

    def take_keyboard(self) -> None:
        self.order.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        return self.typing.may_leave()

    def leave(self) -> None:
        """Give the screen back first where it has all of it."""
        if self._is_whole:
            self.show_whole()
        else:
            super().leave()

    def show_whole(self) -> None:
        """Take the whole screen, or give it back."""
        self._is_whole = not self._is_whole
        self.whole_button.setText("Leave the whole screen" if self._is_whole else "Whole screen")
        self.whole_button.updateGeometry()
        self.state.setVisible(self._is_whole)
        self._show_offer()
        self.whole_asked.emit(self._is_whole)

    def _bind(self) -> None:
        keys: tuple[tuple[str, Button | None, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.step_button, self.next_step),
            ("F3", self.done_button, self.finish),
            ("F11", self.whole_button, self.show_whole),
            ("F4", None, self.order.setFocus),
            ("F7", None, self.people.setFocus),
            ("F8", None, self.typing.go_to),
            ("F9", None, self._next_criterion),
        )
        for key, button, do in keys:
            QShortcut(QKeySequence(key), self, do)
            if button is not None:
                button.clicked.connect(do)
                button.setToolTip(key.replace("Return", "Enter"))
        self.end_button.clicked.connect(self.end_meeting)
        self.all_button.clicked.connect(self.all_come)
        for letter, said in self.member_buttons.items():
            said.setToolTip(letter.upper())
            said.clicked.connect(lambda _=False, letter=letter: self._about_member(letter, self.people.chosen()))
        self.people.lettered.connect(self._about_member)
        self.people.asked.connect(self._on_member_asked)
        self.people.currentRowChanged.connect(lambda _: self._offer_member())
        self.order.asked.connect(lambda _: self._on_bid_asked())
        self.order.currentRowChanged.connect(lambda _: self._show())
        self.criterion.activated.connect(lambda _: self._show())
        self.kept.followed.connect(self._on_kept_followed)

    # showing

    def _item(self, room: Room) -> RoomItem | None:
        """The bid that is shown: the one that is typed about or talked about, else the one chosen, else the next."""
        known = {one.item.id: one for one in room.items}
        typed = known.get(self.typing.item_id())
        return typed or room.now or known.get(self.order.chosen()) or room.next or next(iter(room.items), None)

    def _show(self) -> None:
        room = self.saying.room
        if room is None:
            return
        following = room.now or room.next
        self.order.show_rows(roomwords.listed(room), following.item.id if following is not None else "")
        one = self._item(room)
        self.show_day(room, one)
        self.typing.show(room, one, waiting=bool(self.saying.kept()))
        self._show_kept()
        self._offer(room)

    def _next_criterion(self) -> None:
        if self.saying.room is not None:
            self.next_criterion(self.saying.room)

    def _show_kept(self) -> None:
        """What is on this laptop alone, and what can be done about it."""
        count, stuck = len(self.saying.kept()), self.saying.stuck
        self.kept.setVisible(bool(count))
        many = "1 thing that was said is" if count == 1 else f"{count:,} things that were said are"
        if stuck is not None:
            self.kept.say(
                f"“{stuck.title}” cannot be saved: {stuck.why}", f"{many} kept on this laptop.", "Leave it out"
            )
        elif self._desk.is_away:
            self.kept.say(AWAY, f"Go on: {many} kept on this laptop, and saved as soon as it answers.")
        else:
            self.kept.say(f"{many} kept on this laptop,", "and shown here as if saved.", "Save now")

    def _on_kept_followed(self) -> None:
        if self.saying.stuck is not None:
            self.saying.leave_out()
        else:
            self.saying.save_kept()

    def _on_stated(self, said: str, _icon: str, _tone: str) -> None:
        self.state.setText(said)

    def _on_offered(self, what: str, said: str) -> None:
        """The window's bar offers to stop waiting for the drive; it is hidden while this has the whole screen."""
        self._offered = f"Ctrl+L: {said}" if what == KEEP else ""
        self._show_offer()

    def _show_offer(self) -> None:
        self.offer.setText(self._offered)
        self.offer.setVisible(self._is_whole and bool(self._offered))

    def _on_refused(self, refusal: Refused) -> None:
        self.trouble.say(refusal.message)
        self.trouble.show()

    # the meeting

    def _say(self, name: str, title: str, use_case: Callable[..., Any], *args: str) -> bool:
        """Save what is said at this moment; whether the rules have nothing against it."""
        if self._desk.read_only:
            return False
        self.trouble.hide()
        at = self._clock.now()
        return self.saying.say(name, f"{title}, {at}", use_case, *args, at=at)

    def next_step(self) -> None:
        """Begin the meeting, take the next bid (or the one chosen), be done with it and take the next, or end."""
        room = self.saying.room
        if room is None or self.step_button.isHidden():
            return
        if not room.day.started_at:
            self._say("Begin a panel day", "The meeting begins", sitting.start, self._day_id)
        elif room.now is not None:
            self.typing.once_recorded(self._finish_and_take)
        elif (one := self._to_take(room)) is not None:
            self.typing.once_recorded(lambda: self._take(one))
        else:
            self.typing.once_recorded(self.end_meeting)

    def _to_take(self, room: Room) -> RoomItem | None:
        """The bid that is taken next: the one chosen where it waits, else the first that does."""
        chosen = next((one for one in room.items if one.item.id == self.order.chosen()), None)
        return chosen if chosen is not None and not chosen.item.started_at else room.next

    def _take(self, one: RoomItem) -> None:
        if self._say("Take a bid", f"{one.called.reference} is taken", sitting.begin_item, one.item.id):
            self.order.choose(one.item.id)

    def _on_bid_asked(self) -> None:
        """Enter on a bid takes it; while another is talked about it leads to what is typed about that."""
        room = self.saying.room
        if room is not None and room.day.started_at and room.now is None and not self._was_taken(room):
            self.next_step()
        else:
            self.typing.go_to()

    def _was_taken(self, room: Room) -> bool:
        return any(one.item.id == self.order.chosen() and one.item.started_at for one in room.items)

    def finish(self) -> None:
        """The bid that is talked about has been dealt with; what stands in the form is saved first."""
        if self.saying.room is not None and self.saying.room.now is not None:
            self.typing.once_recorded(self._finish)

    def _finish(self) -> None:
        one = self.saying.room.now if self.saying.room is not None else None
        if one is not None:
            self._say("Finish a bid", f"{one.called.reference} is dealt with", sitting.end_item, one.item.id)

    def _finish_and_take(self) -> None:
        self._finish()
        room = self.saying.room
        if room is not None and room.now is None and (one := self._to_take(room)) is not None:
            self._take(one)

    def end_meeting(self) -> None:
        """The meeting ends; nothing of it can be changed after that but its minutes."""
        sentence = "Nobody comes and no bid is taken after that. Its minutes can still be written."
        if self._asker.confirm("End the meeting", sentence, "End the meeting", "Go on"):
            self._say("End a panel day", "The meeting ends", sitting.end, self._day_id)

    # who is there

    def all_come(self) -> None:
        """Everybody who has not come yet is here."""
        self._say("Say who is there", "Everybody is here", sitting.all_come, self._day_id)

    def _on_member_asked(self, member_id: str) -> None:
        """Enter on a member does what comes first for them."""
        if letters := self._letters(member_id):
            self._about_member(letters[0], member_id)

    def _letters(self, member_id: str) -> list[str]:
        """What can be said of a member now."""
        room = self.saying.room
        if room is None or not member_id or self._desk.read_only or room.day.ended_at:
            return []
        if member_id not in room.there:
            return ["c"]
        item = room.now.item if room.now is not None else None
        if member_id in room.out:
            stays = item is not None and (member_id, item.application_id) in room.declared
            return ["l"] if stays else ["i", "l"]
        return ["o", "l"] if item is not None else ["l"]

    def _about_member(self, letter: str, member_id: str) -> None:
        """C: they come; I: they come back in; O: they step out; L: they go home."""
        room = self.saying.room
        if room is None or letter not in self._letters(member_id):
            return
        name = room.names.get(member_id, "")
        if letter == "c":
            self._say("Say who is there", f"{name} comes", sitting.come, self._day_id, member_id)
        elif letter == "i":
            self._say("Come back into the room", f"{name} comes back", sitting.step_in, self._day_id, member_id)
        elif letter == "l":
            self._say("Say who goes home", f"{name} goes home", sitting.leave, self._day_id, member_id)
        elif room.now is not None:
            self._step_out(room, room.now, member_id, name)

    def _step_out(self, room: Room, one: RoomItem, member_id: str, name: str) -> None:
        """Out at once for an interest that was declared, else for what is typed as the reason."""
        if (member_id, one.item.application_id) in room.declared:
            words = f"{name} leaves the room"
            self._say("Leave the room for a bid", words, sitting.step_out, one.item.id, member_id)
        else:
            self.typing.ask_why(room, one, member_id)

    # what can be done now

    def _offer(self, room: Room) -> None:
        now, day, may = room.now, room.day, not self._desk.read_only
        following, goes_on = self._to_take(room), not room.day.ended_at
        if not day.started_at:
            said = "Begin the meeting"
        elif now is not None:
            said = f"Done, take {following.called.reference}" if following is not None else "Done with it"
        else:
            said = f"Take {following.called.reference}" if following is not None else "End the meeting"
        self.step_button.setText(said)
        self.step_button.setVisible(may and goes_on)
        self.done_button.setVisible(may and now is not None and following is not None)
        between = now is None and bool(day.started_at) and following is not None
        self.end_button.setVisible(may and goes_on and between)
        waiting = len(day.attendance) < len(room.every.stage.seats)
        self.all_button.setVisible(may and goes_on and waiting)
        self.step_button.updateGeometry()
        self._offer_member()

    def _offer_member(self) -> None:
        letters = self._letters(self.people.chosen())
        for letter, button in self.member_buttons.items():
            button.setVisible(letter in letters)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.typing.why is not None:
            self.typing.why.cancel()
        else:
            super().keyPressEvent(event)
