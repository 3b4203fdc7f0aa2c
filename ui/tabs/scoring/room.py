"""The page of a panel day for the projector: its list, the bid that is talked about, who is there, and the cut line.

What is said is shown at once and saved behind it, also while the drive does not answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.errors import NotSaved, Refused, Unknown
from app.recommendations import room as rooms
from app.recommendations import sitting
from app.recommendations.parts import DayRecord
from app.recommendations.room import Room, RoomItem
from app.years import format_day
from ui.desk import Desk
from ui.edits import Again, Spec, editor
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.controls import Button, Combo
from ui.kit.form import RecordForm
from ui.kit.panel import Panel
from ui.kit.words import plain
from ui.tabs.scoring import roomwords
from ui.tabs.scoring.roomform import RoomForm, said_spec, why_spec
from ui.tabs.scoring.roomparts import FAR, BigList, BigStrip, Lines, words
from ui.tabs.scoring.saying import Saying

if TYPE_CHECKING:
    from ui.tabs.scoring.days import Clock

SHARES = (31, 62, 35)
"""How the list, the bid and what is read beside it share the width."""
LEAST = 150
"""The least height of a list at large text, in px."""
AWAY = "The shared drive does not answer."
KEYS = "F4 bids · F7 members · F8 what is said · F9 next criterion · Ctrl+Enter the next step"


class RoomPanel(Panel):
    """One page for everybody in the room. Nothing that was said or typed is lost by leaving it."""

    takes_all = True

    def __init__(self, desk: Desk, asker: Asker, day: DayRecord, place: dict[str, Any], clock: Clock) -> None:
        super().__init__(f"Panel day, {format_day(day.held_on)}")
        self._desk, self._asker, self._day_id, self._place, self._clock = desk, asker, day.id, place, clock
        self._form: RecordForm | None = None
        self._spec: Spec | None = None
        self._why: RecordForm | None = None
        self._then: Callable[[], None] | None = None
        """What follows once what stands in the form is saved, or kept."""
        self._is_whole = False
        self._build()
        self._bind()
        self.saying = Saying(desk, day.id, place, self)
        self.saying.moved.connect(self._show)
        self.saying.refused.connect(self._on_refused)
        desk.stated.connect(self._on_stated)
        desk.restate()

    # what the page says to it

    def take_keyboard(self) -> None:
        self.order.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        return self._form is None or self._form.may_leave()

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
        self.whole_asked.emit(self._is_whole)

    # building

    def _build(self) -> None:
        now = theme.current()
        self.about.hide()
        self.order = BigList("Bids to take", below=True)
        self.people = BigList("Members")
        self.strip, self.anchors, self.minutes = BigStrip(), Lines("What points mean"), Lines("Minutes", 12.5)
        self.criterion = Combo("Criterion", prefix=False)
        self.place, self.bid, self.below = words(weight=600), words("", FAR, weight=600), words("", 12.5, tone="second")
        self.there, self.line = words(weight=600), words("", FAR - 3, weight=600)
        self.state = words("", 11.5, tone="second", wrap=False)
        self.trouble, self.kept = Alert("", tone="bad"), Alert("")
        self.trouble.hide()
        self.kept.hide()
        self.step_button, self.done_button = Button("", look="primary"), Button("Done with it")
        self.end_button, self.all_button = Button("End the meeting"), Button("Everybody is here", "users")
        self.member_buttons = {key: Button(said) for key, said in MEMBER.items()}
        self.whole_button = Button("Whole screen", "presentation")
        self.keys = words(KEYS, 10.5, tone="second", wrap=False)
        self._put_head()
        for one in (self.trouble, self.kept):
            self.column.addWidget(one)
        body = QVBoxLayout() if now.large else QHBoxLayout()
        body.setSpacing(now.gap(20))
        for part, share in zip((self._left(), self._middle(), self._right()), SHARES, strict=True):
            body.addLayout(part, share)
        self.column.addLayout(body, 1)
        foot = QHBoxLayout()
        foot.setSpacing(now.gap(8))
        foot.addWidget(self.line, 1)
        for button in (self.end_button, self.done_button, self.step_button):
            foot.addWidget(button)
        self.column.addLayout(foot)

    def _put_head(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.current().gap(10))
        item = self.column.takeAt(0)
        title = item.widget() if item is not None else None
        if title is not None:
            head.addWidget(title, 1)
        for one in (self.keys, self.state, self.whole_button, self.leave_button):
            head.addWidget(one)
        self.keys.setVisible(not theme.current().large)
        self.column.insertLayout(0, head)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.addWidget(_heading("Bids to take"))
        left.addWidget(self.order, 1)
        if theme.current().large:
            self.order.setMinimumHeight(2 * LEAST)
        return left

    def _middle(self) -> QVBoxLayout:
        now, middle = theme.current(), QVBoxLayout()
        middle.setSpacing(now.gap(6))
        for one in (self.place, self.bid, self.below, self.strip):
            middle.addWidget(one)
        middle.addWidget(self.people, 1)
        self.people.setMinimumHeight(LEAST if now.large else now.px(96))
        row = QHBoxLayout()
        row.setSpacing(now.gap(8))
        row.addWidget(self.there, 1)
        for button in (self.all_button, *self.member_buttons.values()):
            row.addWidget(button)
        middle.addLayout(row)
        self._forms = QVBoxLayout()
        middle.addLayout(self._forms)
        return middle

    def _right(self) -> QVBoxLayout:
        right, now = QVBoxLayout(), theme.current()
        self.meaning = QWidget()
        column = QVBoxLayout(self.meaning)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_heading("What points mean"))
        column.addWidget(self.criterion)
        column.addWidget(self.anchors, 1)
        self.criterion.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        right.addWidget(self.meaning, 5)
        right.addWidget(_heading("Minutes"))
        right.addWidget(self.minutes, 3)
        if now.large:
            for one in (self.anchors, self.minutes):
                one.setMinimumHeight(2 * LEAST)
        return right

    def _bind(self) -> None:
        keys: tuple[tuple[str, Button | None, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.step_button, self.next_step),
            ("F3", self.done_button, self.finish),
            ("F11", self.whole_button, self.show_whole),
            ("F4", None, self.order.setFocus),
            ("F7", None, self.people.setFocus),
            ("F8", None, self._go_to_form),
            ("F9", None, self._next_criterion),
        )
        for key, button, do in keys:
            QShortcut(QKeySequence(key), self, do)
            if button is not None:
                button.clicked.connect(do)
                button.setToolTip(key.replace("Return", "Enter"))
        self.end_button.clicked.connect(self.end_meeting)
        self.all_button.clicked.connect(self.all_come)
        for letter, member_button in self.member_buttons.items():
            member_button.setToolTip(letter.upper())
            member_button.clicked.connect(
                lambda _=False, letter=letter: self._about_member(letter, self.people.chosen())
            )
        self.people.lettered.connect(self._about_member)
        self.people.asked.connect(self._on_member_asked)
        self.people.currentRowChanged.connect(lambda _: self._offer_member())
        self.order.asked.connect(lambda _: self._on_bid_asked())
        self.order.currentRowChanged.connect(lambda _: self._show())
        self.criterion.activated.connect(lambda _: self._show_points())
        self.kept.followed.connect(self._on_kept_followed)

    # showing

    @property
    def _room(self) -> Room | None:
        return self.saying.room if hasattr(self, "saying") else None

    def _item(self) -> RoomItem | None:
        """The bid that is shown: the one that is typed about or talked about, else the one chosen, else the next."""
        room = self._room
        if room is None:
            return None
        known = {one.item.id: one for one in room.items}
        typed = self._form is not None and self._form.form.is_changed() and not self._form.is_kept
        if typed and self._spec is not None and self._spec.args[0] in known:
            return known[self._spec.args[0]]
        return room.now or known.get(self.order.chosen()) or room.next or next(iter(room.items), None)

    def _show(self) -> None:
        room = self._room
        if room is None:
            return
        following = room.now or room.next
        self.order.show_rows(roomwords.listed(room), following.item.id if following is not None else "")
        one = self._item()
        self.people.show_rows(roomwords.members(room, one))
        self.people.setMaximumHeight(max(self.people.content_height(), theme.current().px(60)))
        self._show_bid(room, one)
        self._show_form(room, one)
        self._show_points()
        self.minutes.show_lines([(each.at, each.text) for each in room.minutes], at_end=True)
        self.line.setText(roomwords.money(room))
        self._show_kept()
        self._offer(room, one)

    def _show_bid(self, room: Room, one: RoomItem | None) -> None:
        self.place.setText(roomwords.place(room, one) if one is not None else "")
        self.bid.setText(roomwords.title(one) if one is not None else "No bid is on the list of this day")
        self.below.setText(roomwords.about(one) if one is not None else "Put bids on it in the record of the day.")
        self.strip.setVisible(one is not None)
        if one is not None:
            self.strip.show_strip(*roomwords.scores(room, one))
        taking, enough = roomwords.part(room, one)
        self.there.setText(taking)
        self.there.setProperty("tone", "" if enough else "bad")
        self.there.style().unpolish(self.there)
        self.there.style().polish(self.there)

    def _show_points(self) -> None:
        room = self._room
        scales = [one for one in room.every.scales if roomwords.points(one)] if room is not None else []
        self.meaning.setVisible(bool(scales))
        if not scales:
            return
        if [self.criterion.itemData(at) for at in range(self.criterion.count())] != [one.id for one in scales]:
            self.criterion.clear()
            for one in scales:
                self.criterion.addItem(roomwords.called(one), one.id)
        self.anchors.show_lines(roomwords.points(scales[max(0, self.criterion.currentIndex())]))

    def _next_criterion(self) -> None:
        if self.criterion.count():
            self.criterion.setCurrentIndex((self.criterion.currentIndex() + 1) % self.criterion.count())
            self._show_points()

    def _show_kept(self) -> None:
        """What is on this laptop alone, and what can be done about it."""
        count, stuck = len(self.saying.kept()), self.saying.stuck
        self.kept.setVisible(bool(count))
        if not count:
            return
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

    def _on_stated(self, said: str, icon: str, tone: str) -> None:
        self.state.setText(said)
        self.state.setVisible(self._is_whole)

    def _on_refused(self, refusal: Refused) -> None:
        self.trouble.say(refusal.message)
        self.trouble.show()

    # what is typed

    def _show_form(self, room: Room, one: RoomItem | None) -> None:
        """The form of the bid that is shown, once it has been taken; what is typed in it stays in it."""
        spec = None
        if one is not None and one.item.started_at and one.bid is not None and not self._desk.read_only:
            spec = said_spec(room, one, self._clock.today(), self._place)
        made, before = self._form, self._spec
        if made is not None and before is not None:
            is_same = spec is not None and spec.args == before.args and len(spec.fields) == len(before.fields)
            typed = made.form.is_changed() and not (made.is_kept and not self.saying.kept())
            if is_same and (typed or not made.save_button.isEnabled() or spec == before):
                return
        focused = QApplication.focusWidget()
        inside = made is not None and focused is not None and made.isAncestorOf(focused)
        self._drop_form()
        if spec is not None:
            self._make_form(spec, inside)

    def _make_form(self, spec: Spec, inside: bool) -> None:
        item_id = str(spec.args[0])

        def again(answer: Room) -> Spec | None:
            one = next((each for each in answer.items if each.item.id == item_id), None)
            return said_spec(answer, one, self._clock.today(), self._place) if one is not None else None

        form = RoomForm(spec.fields)
        self._spec = spec
        self._form = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda _: self._on_recorded(),
            left=self._leave_form,
            again=Again(rooms.room, (self._day_id,), {}, again),
            form=form,
        )
        self._form.save_button.set_look("plain")  # the one primary step is what the meeting does next
        form.was_refused.connect(self._on_form_refused)
        form.changed.connect(lambda is_other: self._stay() if is_other else None)
        self._forms.addWidget(self._form)
        self._form.setHidden(self._why is not None)
        if inside:
            form.focus_first()

    def _drop_form(self) -> None:
        self._take_away(self._form)
        self._form = self._spec = None

    def _leave_form(self) -> None:
        self._drop_form()
        self._show()
        self.order.setFocus()

    def _go_to_form(self) -> None:
        if self._why is not None:
            self._why.form.focus_first()
        elif self._form is not None:
            self._form.form.focus_first()

    def _stay(self) -> None:
        """Typing on after a step was asked for: nothing follows by itself."""
        if self._form is not None and self._form.save_button.isEnabled():
            self._then = None

    def _on_recorded(self) -> None:
        self._drop_form()
        self._go_on()
        self._show()

    def _on_form_refused(self, refusal: Refused) -> None:
        """A drive that does not answer keeps nobody from the next bid: what was typed is kept."""
        if isinstance(refusal, NotSaved | Unknown):
            self._go_on()
        else:
            self._then = None

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _once_recorded(self, then: Callable[[], None]) -> None:
        """Do this once what stands in the form is saved, or kept where it cannot be."""
        made = self._form
        if made is not None and made.form.is_changed() and not made.is_kept:
            self._then = then
            made.save()
        else:
            then()

    # the meeting

    def _say(self, name: str, title: str, use_case: Callable[..., Any], *args: str, **kwargs: Any) -> bool:
        if self._desk.read_only:
            return False
        self.trouble.hide()
        at = self._clock.now()
        return self.saying.say(name, f"{title}, {at}", use_case, *args, at=at, **kwargs)

    def next_step(self) -> None:
        """Begin the meeting, take the next bid (or the one chosen), be done with it and take the next, or end."""
        room = self._room
        if room is None or not self.step_button.isEnabled() or self.step_button.isHidden():
            return
        if not room.day.started_at:
            self._say("Begin a panel day", "The meeting begins", sitting.start, self._day_id)
        elif room.now is not None:
            self._once_recorded(self._finish_and_take)
        elif (one := self._to_take(room)) is not None:
            self._once_recorded(lambda: self._take(one))
        else:
            self.end_meeting()

    def _to_take(self, room: Room) -> RoomItem | None:
        """The bid that is taken next: the one chosen where it waits, else the first that does."""
        chosen = next((one for one in room.items if one.item.id == self.order.chosen()), None)
        return chosen if chosen is not None and not chosen.item.started_at else room.next

    def _take(self, one: RoomItem) -> None:
        if self._say("Take a bid", f"{one.called.reference} is taken", sitting.begin_item, one.item.id):
            self.order.choose(one.item.id)

    def _on_bid_asked(self) -> None:
        """Enter on a bid takes it; while another is talked about it leads to what is typed about that."""
        room = self._room
        if room is not None and room.day.started_at and room.now is None:
            self.next_step()
        else:
            self._go_to_form()

    def _finish_and_take(self) -> None:
        self._finish()
        room = self._room
        if room is not None and room.now is None and (one := self._to_take(room)) is not None:
            self._take(one)

    def finish(self) -> None:
        """The bid that is talked about has been dealt with; what stands in the form is saved first."""
        if self._room is not None and self._room.now is not None:
            self._once_recorded(self._finish)

    def _finish(self) -> None:
        one = self._room.now if self._room is not None else None
        if one is not None:
            self._say("Finish a bid", f"{one.called.reference} is dealt with", sitting.end_item, one.item.id)

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
        letters = self._letters(member_id)
        if letters:
            self._about_member(letters[0], member_id)

    def _letters(self, member_id: str) -> list[str]:
        """What can be said of a member now."""
        room = self._room
        if room is None or self._desk.read_only or room.day.ended_at:
            return []
        if member_id not in room.there:
            return ["c"]
        if member_id in room.out:
            item = room.now.item if room.now is not None else None
            stays = item is not None and (member_id, item.application_id) in room.declared
            return ["l"] if stays else ["i", "l"]
        return ["o", "l"] if room.now is not None else ["l"]

    def _about_member(self, letter: str, member_id: str) -> None:
        """C: they come; I: they come back in; O: they step out; L: they go home."""
        room = self._room
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
            step = "Leave the room for a bid"
            self._say(step, f"{name} leaves the room", sitting.step_out, one.item.id, member_id)
            return
        self._drop_why()
        spec = why_spec(room, one, member_id, self._clock.now(), self._place)
        form = RoomForm(spec.fields)
        self._why = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda _: self._leave_why(),
            left=self._leave_why,
            form=form,
        )
        form.was_refused.connect(self._on_why_refused)
        if self._form is not None:
            self._form.hide()  # one form at a time has the keys that save it
        self._forms.insertWidget(0, self._why)
        self._why.form.focus_first()

    def _on_why_refused(self, refusal: Refused) -> None:
        if isinstance(refusal, NotSaved | Unknown):  # it is kept, and shown as said
            self._leave_why()

    def _leave_why(self) -> None:
        self._drop_why()
        self.people.setFocus()

    def _drop_why(self) -> None:
        self._take_away(self._why)
        self._why = None
        if self._form is not None:
            self._form.show()

    def _take_away(self, made: RecordForm | None) -> None:
        if made is not None:
            self._forms.removeWidget(made)
            made.hide()
            made.deleteLater()

    # what can be done now

    def _offer(self, room: Room, one: RoomItem | None) -> None:
        now, day, may = room.now, room.day, not self._desk.read_only
        following = self._to_take(room)
        if not day.started_at:
            said = "Begin the meeting"
        elif now is not None:
            said = f"Done, take {following.called.reference}" if following is not None else "Done with it"
        else:
            said = f"Take {following.called.reference}" if following is not None else "End the meeting"
        self.step_button.setText(said)
        self.step_button.setVisible(may and not day.ended_at)
        self.done_button.setVisible(may and now is not None and room.next is not None)
        self.end_button.setVisible(
            may and now is None and bool(day.started_at) and following is not None and not day.ended_at
        )
        waiting = bool(room.may_come) and len(day.attendance) < len(room.every.stage.seats)
        self.all_button.setVisible(may and waiting and not day.ended_at)
        for button in (self.step_button, self.done_button, self.end_button):
            button.updateGeometry()
        self._offer_member()

    def _offer_member(self) -> None:
        letters = self._letters(self.people.chosen())
        for letter, button in self.member_buttons.items():
            button.setVisible(letter in letters)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._why is not None:
            self._leave_why()
        else:
            super().keyPressEvent(event)


def _heading(said: str) -> QLabel:
    made = plain(said, "section", weight=600)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made


MEMBER = {"c": "Comes", "i": "Comes back in", "o": "Steps out…", "l": "Goes home"}
"""What can be said of a member, by the letter that says it in their list."""
