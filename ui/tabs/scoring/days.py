"""What the Scoring page does with a panel day beside its forms: the room, and the minutes copied or printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.decisions.shown import Decided
from app.recommendations.minutes import MinuteLine, draft_words, minutes
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.panel import Panel
from ui.output import Output
from ui.tabs.scoring.day_specs import COPY, PRINT, ROOM

NONE = "There are no minutes yet: the meeting has not begun."


class Clock(Protocol):
    """What counts as today, and the clock as HH:MM."""

    today: Callable[[], date]
    now: Callable[[], str]


class Days(QObject):
    """The work with panel days that is no form. `show` puts a panel in the place of list and record."""

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        output: Output,
        said: Callable[[str], None],
        show: Callable[[Panel], None],
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._output, self._said = desk, asker, output, said
        self._show, self._clock = show, clock

    def panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What each action does."""
        return {ROOM: self.open_room, COPY: self.copy_minutes, PRINT: self.print_minutes}

    def open_room(self, one: Decided) -> None:
        """One page for everybody in the room, on the projector."""
        from ui.tabs.scoring.room import RoomPanel

        if one.panel_day is not None and one.stage is not None and one.round is not None:
            place = {"tab": "scoring", "view": one.key, "row": one.row_id, "year": one.year, "action": ROOM}
            place |= {"round": one.round.id, "stage": one.stage.id, "subject": ""}
            self._show(RoomPanel(self._desk, self._asker, one.panel_day, place, self._clock))

    def copy_minutes(self, one: Decided) -> None:
        """The minutes as text, to be pasted where they are needed."""
        if one.panel_day is None:
            return

        def then(lines: tuple[MinuteLine, ...]) -> None:
            if not lines:
                self._asker.inform("Minutes", NONE)
                return
            QGuiApplication.clipboard().setText(draft_words(lines))
            self._said("The minutes are on the clipboard")

        self._desk.read(then, minutes, one.panel_day.id)

    def print_minutes(self, one: Decided) -> None:
        """The minutes as a paper."""
        if one.panel_day is not None:
            self._output.print_minutes(one.panel_day.id, self._clock.today())
