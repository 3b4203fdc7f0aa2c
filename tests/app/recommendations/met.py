"""A made-up panel day that is acted step by step, for its list, its minutes and the room."""

from __future__ import annotations

from typing import Any

from app.door import Office
from app.recommendations import minutes, panel_days, reading, room, sitting
from app.recommendations.parts import DayRecord, ItemRecord
from app.recommendations.quorum import Quorum
from app.recommendations.room import Room
from db.base import Record
from db.scoring import Score, ScoreSheet
from tests.app.scoring.staged import DAY, Staged


class Met(Staged):
    """Three bids with every sheet in, and a panel day of all of them in the order of their places; quorum two.

    `items` are the ids of the bids on its list, by the bid.
    """

    def __init__(self, office: Office, *, conflicts: tuple[tuple[int, int], ...] = (), **terms: Any) -> None:
        super().__init__(office)
        for member, bid in conflicts:
            self.conflict(member, bid)
        pairs = [(member, bid) for bid in range(3) for member in range(3) if (member, bid) not in conflicts]
        rows = [row for pair in pairs for row in self._sheet(*pair)]
        office.write("Sheets", lambda session: session.add_all(rows))
        self.day_id = self.set_up(**terms)
        self.items = [self.item(bid).id for bid in range(3)] if self.day.items else []

    def _sheet(self, member: int, bid: int) -> list[Record]:
        """The sheet of a member for a bid: five points in both criteria for the first bid, four for the second."""
        sheet = ScoreSheet(
            stage_id=self.stage_id,
            member_id=self.members[member],
            application_id=self.bids[bid],
            state="submitted",
            reason="",
            recommends="",
            comment="",
            received_on=DAY,
        )
        given: dict[str, Any] = {"points": 5 - bid, "is_na": False, "comment": ""}
        return [sheet, *(Score(sheet_id=sheet.id, criterion_id=one, **given) for one in (self.need, self.value))]

    def set_up(self, **terms: Any) -> str:
        """A panel day; its id."""
        given: dict[str, Any] = {"held_on": DAY, "quorum": 2, "which": "all"} | terms
        return self.office.write("Set up day", panel_days.set_up, self.stage_id, **given)

    @property
    def day(self) -> DayRecord:
        """The day as the file has it."""
        return self.office.read(reading.day_, self.day_id)

    @property
    def room(self) -> Room:
        """What the projector shows."""
        return self.office.read(room.room, self.day_id)

    def taking_part(self) -> Quorum:
        """Who takes part in the bid that is talked about."""
        now = self.room.now
        assert now is not None
        return now.quorum

    def listed(self) -> list[int]:
        """Which bids are on the list, in its order, counted from 0."""
        return [self.bids.index(one.application_id) for one in self.day.items]

    def item(self, bid: int) -> ItemRecord:
        """A bid on the list."""
        return next(one for one in self.day.items if one.application_id == self.bids[bid])

    def come(self, *members: int, at: str = "09:55") -> None:
        """Members come."""
        for one in members:
            self.office.write("Come", sitting.come, self.day_id, self.members[one], at=at)

    def leave(self, member: int, at: str) -> None:
        """A member goes home."""
        self.office.write("Leave", sitting.leave, self.day_id, self.members[member], at=at)

    def start(self, at: str = "10:00") -> None:
        """The meeting begins."""
        self.office.write("Begin", sitting.start, self.day_id, at=at)

    def begin(self, bid: int, at: str) -> None:
        """A bid is taken."""
        self.office.write("Take", sitting.begin_item, self.item(bid).id, at=at)

    def end(self, bid: int, at: str, **given: Any) -> None:
        """A bid has been dealt with."""
        self.office.write("Done", sitting.end_item, self.item(bid).id, at=at, **given)

    def close(self, at: str) -> None:
        """The meeting ends."""
        self.office.write("End", sitting.end, self.day_id, at=at)

    def out(self, bid: int) -> list[tuple[int, str, str]]:
        """Who was out for a bid, from when to when."""
        return [(self.members.index(one.member_id), one.left_at, one.back_at) for one in self.item(bid).absences]

    def minutes(self) -> list[str]:
        """The minutes so far, a line each."""
        return minutes.draft_words(self.office.read(minutes.minutes, self.day_id)).splitlines()
