"""What is said over a paper of other people and of earlier: who changed what, who is in a section too, what is back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.papers.paper import PaperRecord
from app.years import format_day
from ui.desk import Desk
from ui.kit.alert import Alert
from ui.tabs.papers.draft import Draft
from ui.tabs.papers.said import rows_of
from ui.tabs.papers.sections import COVER

if TYPE_CHECKING:
    from app.door import Saved
    from app.presence import Neighbour

SETTLED_MS = 400
"""How long somebody is in a section before others are told: who walks through them with the arrows is in none."""


class OthersBar(Alert):
    """Who changed what in this paper. `gone_to` with the row of the list, `both_asked` with the row's own id."""

    gone_to = Signal(str)
    both_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("", tone="mute")
        self._steps: list[Saved] = []
        self._link, self._target = "", ""
        desk.others_saved.connect(self._on_others_saved)
        self.followed.connect(self._follow)
        self.hide()

    def tell(self, before: PaperRecord, draft: Draft, key: str) -> None:
        """The paper was read again: say what of it somebody else has changed since; `key` is the section in hand."""
        names = {**names_of(before), **names_of(draft.record)}
        steps = [one for one in self._steps if one.rows & names.keys()]
        self._steps.clear()
        if not steps:
            return
        touched = [one for one in names if any(one in step.rows for step in steps)]
        disputed = next((one for one in touched if draft.dispute(one)), "")
        elsewhere = next((one for one in touched if (at := place_of(draft, one)) and at != key), "")
        self._target = disputed or (place_of(draft, elsewhere) if elsewhere else "")
        self._link = "See both" if disputed else "Go there" if elsewhere else "Hide"
        more = "Nothing you typed is lost." if disputed else ""
        self.say(changed_words(steps, names), more, self._link)
        self.show()

    def _on_others_saved(self, steps: list[Saved]) -> None:
        """It is said once the paper was read again, which the window sees to."""
        self._steps += steps

    def _follow(self) -> None:
        self.hide()
        if self._link == "See both":
            self.both_asked.emit(self._target)
        elif self._link == "Go there":
            self.gone_to.emit(self._target)


class SectionNotes(QWidget):
    """Over a section: that what was typed in it earlier is back, and who is writing in it too."""

    thrown_away = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._neighbours: Sequence[Neighbour] = ()
        self._ids: list[str] = []
        self._words, self._key = "", COVER
        self.back, self.there = Alert(""), Alert("", tone="mute")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for one in (self.back, self.there):
            one.hide()
            column.addWidget(one)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._tell_others)
        self.back.followed.connect(self.thrown_away)
        desk.seen.connect(self._on_seen)

    def enter(self, draft: Draft, key: str, since: Mapping[str, datetime]) -> None:
        """This section is in hand; `since` are the rows in which something of an earlier sitting is back."""
        ids = rows_of(draft, key)
        if ids != self._ids:
            self._settled.start()
        self._ids, self._key = ids, key
        self._words = f"{names_of(draft.record)[ids[0]]} in “{draft.record.paper.title}”"
        ages = [since[one] for one in ids if one in since]
        self.back.setVisible(bool(ages))
        if ages:
            self.back.say(back_words(max(ages)), "", "Throw it away")
        self._say_who()

    def leave(self) -> None:
        """The paper is out of sight."""
        self._settled.stop()
        self._ids = []
        self._desk.edited.emit("", "")

    def _tell_others(self) -> None:
        if self._ids and not self._desk.read_only:
            self._desk.edited.emit(self._ids[0], self._words)

    def _on_seen(self, neighbours: list[Neighbour]) -> None:
        self._neighbours = neighbours
        self._say_who()

    def _say_who(self) -> None:
        here = [one for one in self._neighbours if one.record_id in self._ids and not one.away and not one.mine]
        names = list(dict.fromkeys(one.user for one in here))
        self.there.setVisible(bool(names))
        if names:
            self.there.say(too_words(names, "the cover and details" if self._key == COVER else "this section"))


def names_of(record: PaperRecord) -> dict[str, str]:
    """What each row of a paper is called, by its id."""
    headed = [(one.id, one.heading) for one in record.sections] + [(one.id, one.heading) for one in record.answers]
    return {record.paper.id: "the cover and details", **{key: f"“{heading}”" for key, heading in headed}}


def place_of(draft: Draft, row_id: str) -> str:
    """The row of the list in which something is written; empty where it is gone."""
    if row_id == draft.record.paper.id:
        return COVER
    return next((one.id for one in draft.record.sections if row_id in rows_of(draft, one.id)), "")


def changed_words(steps: Sequence[Saved], names: Mapping[str, str]) -> str:
    """“Sam changed “Purpose” at 14:02.”"""
    said = []
    for user in dict.fromkeys(one.user for one in steps):
        theirs = [one for one in steps if one.user == user]
        what = [words for key, words in names.items() if any(key in one.rows for one in theirs)]
        at = datetime.fromisoformat(theirs[-1].at).astimezone()
        said.append(f"{user or 'Somebody'} changed {_listed(what)} at {at:%H:%M}.")
    return " ".join(said)


def too_words(names: Sequence[str], where: str) -> str:
    """“Sam is writing in this section too.”"""
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} writing in {where} too."


def back_words(at: datetime) -> str:
    """“Typed on 25 November, 14:32 and not saved yet: it is back.”"""
    day = format_day(at.date()).rsplit(" ", 1)[0]
    return f"Typed on {day}, {at:%H:%M} and not saved yet: it is back."


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
