"""How the page of the room is laid out, and how a day is put on it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.recommendations.parts import DayRecord
from app.recommendations.room import Room, RoomItem
from app.years import format_day
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.controls import Button, Combo
from ui.kit.panel import Panel
from ui.kit.words import plain
from ui.tabs.scoring import roomwords
from ui.tabs.scoring.roomparts import FAR, BigList, BigStrip, Lines, words

SHARES = (31, 62, 35)
"""How the list, the bid and what is read beside it share the width."""
LEAST, ROWS = 150, 96
"""The least height of a part at large text, and of the members at the usual size, in px."""
KEYS = "F4 bids · F7 members · F8 what is said · F9 next criterion · Ctrl+Enter the next step"
MEMBER = {"c": "Comes", "i": "Comes back in", "o": "Steps out…", "l": "Goes home"}
"""What can be said of a member, by the letter that says it in their list."""


class RoomPage(Panel):
    """Its list at the left, the bid with its members in the middle, what points mean and the minutes at the right, and
    the cut line under all of them."""

    def __init__(self, day: DayRecord) -> None:
        super().__init__(f"Panel day, {format_day(day.held_on)}")
        self.about.hide()
        self.order = BigList("Bids to take", below=True)
        self.people = BigList("Members")
        self.strip, self.anchors, self.minutes = BigStrip(), Lines("What points mean"), Lines("Minutes", 12.5)
        self.criterion = Combo("Criterion", prefix=False)
        self.place, self.bid, self.below = words(weight=600), words("", FAR, weight=600), words("", 12.5, tone="second")
        self.running = words("", 12.5, weight=600)
        self.there, self.line = words(weight=600), words("", FAR - 3, weight=600)
        self.state = words("", 11.5, tone="second", wrap=False)
        self.offer = words("", 11.5, wrap=False)
        self.trouble, self.kept = Alert("", tone="bad"), Alert("")
        self.step_button, self.done_button = Button("", look="primary"), Button("Done with it")
        self.end_button, self.all_button = Button("End the meeting"), Button("Everybody is here", "users")
        self.member_buttons = {letter: Button(said) for letter, said in MEMBER.items()}
        self.whole_button = Button("Whole screen", "presentation")
        self.forms = QVBoxLayout()
        self._lay_out()

    # laying out

    def _lay_out(self) -> None:
        now = theme.current()
        self._put_head()
        for one in (self.trouble, self.kept):
            one.hide()
            self.column.addWidget(one)
        body = QVBoxLayout() if now.large else QHBoxLayout()
        body.setSpacing(now.gap(20))
        parts = list(zip((self._left(), self._middle(), self._right()), SHARES, strict=True))
        if now.large:  # under one another what is talked about comes first
            parts[:2] = reversed(parts[:2])
        for part, share in parts:
            part.setSpacing(now.gap(6))
            body.addLayout(part, share)
        self.column.addLayout(body, 1)
        foot = QVBoxLayout() if now.large else QHBoxLayout()
        foot.setSpacing(now.gap(8))
        foot.addWidget(self.line, 1)
        for button in (self.end_button, self.done_button, self.step_button):
            foot.addWidget(button)
        self.column.addLayout(foot)

    def _put_head(self) -> None:
        now = theme.current()
        head = QHBoxLayout()
        head.setSpacing(now.gap(10))
        item = self.column.takeAt(0)
        title = item.widget() if item is not None else None
        if title is not None:
            head.addWidget(title, 1)
        keys = words(KEYS, 10.5, tone="second", wrap=False)
        for one in (keys, self.state, self.offer, self.whole_button, self.leave_button):
            head.addWidget(one)
        keys.setVisible(not now.large)
        self.state.hide()
        self.offer.hide()
        self.column.insertLayout(0, head)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.addWidget(_heading("Bids to take"))
        left.addWidget(self.order, 1)
        if theme.current().large:
            self.order.setMinimumHeight(2 * LEAST)
        return left

    def _middle(self) -> QVBoxLayout:
        now, middle, row = theme.current(), QVBoxLayout(), QHBoxLayout()
        for one in (self.place, self.bid, self.below, self.running, self.strip):
            middle.addWidget(one)
        middle.addWidget(self.people, 1)
        self.people.setMinimumHeight(LEAST if now.large else ROWS)
        row.setSpacing(now.gap(8))
        row.addWidget(self.there, 1)
        for button in (self.all_button, *self.member_buttons.values()):
            row.addWidget(button)
        middle.addLayout(row)
        middle.addLayout(self.forms)
        middle.addStretch(0)  # room that nobody needs stays under the forms
        return middle

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        self.meaning = QWidget()
        column = QVBoxLayout(self.meaning)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(6))
        column.addWidget(_heading("What points mean"))
        column.addWidget(self.criterion)
        column.addWidget(self.anchors, 1)
        self.criterion.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        right.addWidget(self.meaning, 5)
        right.addWidget(_heading("Minutes"))
        right.addWidget(self.minutes, 3)
        if theme.current().large:
            for one in (self.anchors, self.minutes):
                one.setMinimumHeight(2 * LEAST)
        return right

    # putting a day on it

    def show_day(self, room: Room, one: RoomItem | None) -> None:
        """Put a day on the page with the bid that is shown; nothing is offered yet."""
        self.people.show_rows(roomwords.members(room, one))
        self.people.setMaximumHeight(max(self.people.content_height(), theme.current().px(ROWS)))
        self._show_bid(room, one)
        taking, enough = roomwords.part(room, one)
        self.there.setText(taking)
        self.there.setProperty("tone", "" if enough else "bad")
        self.there.style().unpolish(self.there)
        self.there.style().polish(self.there)
        self.show_points(room)
        self.minutes.show_lines([(each.at, each.text) for each in room.minutes], at_end=True)
        self.line.setText(roomwords.money(room))

    def _show_bid(self, room: Room, one: RoomItem | None) -> None:
        self.place.setText(roomwords.place(room, one) if one is not None else "")
        self.bid.setText(roomwords.title(one) if one is not None else "No bid is on the list of this day")
        self.below.setText(roomwords.about(one) if one is not None else "Put bids on it in the record of the day.")
        said = roomwords.running(room, one)
        self.running.setText(said)
        self.running.setVisible(bool(said))
        self.strip.setVisible(one is not None)
        if one is not None:
            self.strip.show_strip(*roomwords.scores(room, one))

    def show_points(self, room: Room) -> None:
        """What the points of the criterion in force mean; nothing where nobody wrote it down."""
        scales = [one for one in room.every.scales if roomwords.points(one)]
        self.meaning.setVisible(bool(scales))
        if not scales:
            return
        if [self.criterion.itemData(at) for at in range(self.criterion.count())] != [one.id for one in scales]:
            self.criterion.clear()
            for one in scales:
                self.criterion.addItem(roomwords.called(one), one.id)
        self.anchors.show_lines(roomwords.points(scales[max(0, self.criterion.currentIndex())]))

    def next_criterion(self, room: Room) -> None:
        """What the points of the next criterion mean, after the last those of the first."""
        if self.criterion.count():
            self.criterion.setCurrentIndex((self.criterion.currentIndex() + 1) % self.criterion.count())
            self.show_points(room)


def _heading(said: str) -> QLabel:
    made = plain(said, "section", weight=600)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made
