"""What the projector shows on a panel day: the list, the bid that is talked about, who takes part, and the cut line.

Of a bid of which scores may not be seen there is nothing that comes from a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.recommendations import line, minutes, reading
from app.recommendations.cutline import CutLine
from app.recommendations.minutes import NO_BID, Called, MinuteLine
from app.recommendations.parts import DayRecord, ItemRecord
from app.recommendations.quorum import Quorum, conflicts_of, out_now, quorum, taken_next, taken_now, there
from app.scoring import reading as scoring
from app.scoring.parts import BidRecord
from app.scoring.ranking import Standing, Standings, standings


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A bid on the list of the day: `called` has no organisation where the members are not to know it, and `quorum`
    is who takes part or would.

    `bid` and `standing` are None for one that is no longer scored.
    """

    item: ItemRecord
    called: Called
    bid: BidRecord | None
    standing: Standing | None
    quorum: Quorum


@dataclass(frozen=True, slots=True)
class Room:
    """A panel day as it stands. `now` is the bid that is talked about and `next` the one after, None for none.

    `names` are those of the members by id; `there` who has come and not gone home, `out` who of them is out of the room
    (by id, with the time they left it), and `minutes` what has happened so far.
    """

    day: DayRecord
    round: RoundRecord
    every: Standings
    cut: CutLine
    items: tuple[RoomItem, ...]
    now: RoomItem | None
    next: RoomItem | None
    names: Mapping[str, str]
    there: frozenset[str]
    out: Mapping[str, str]
    minutes: tuple[MinuteLine, ...]

    @property
    def may_come(self) -> tuple[str, ...]:
        """The members of the stage who are not there, by id."""
        return tuple(one.member_id for one in self.every.stage.seats if one.member_id not in self.there)


def room(session: Session, day_id: str) -> Room:
    """A panel day as it stands, with everything its page shows. Raises Refused when it is gone."""
    day = reading.day_(session, day_id)
    every = standings(session, day.stage_id)
    r = round_(session, every.stage.round_id)
    conflicts = frozenset(conflicts_of(scoring.declarations(session, r.id)))
    called = minutes.bids_called(session, day, hidden=every.stage.names_hidden)
    names = minutes.member_names(session)
    bids = {one.id: one for one in every.bids}

    def stands(item: ItemRecord | None) -> RoomItem | None:
        if item is None:
            return None
        key = item.application_id
        found = quorum(day, every.stage, key, conflicts)
        return RoomItem(item, called.get(key, NO_BID), bids.get(key), every.by_id.get(key), found)

    return Room(
        day,
        r,
        every,
        line.drawn(session, every, r),
        tuple(found for item in day.items if (found := stands(item)) is not None),
        stands(taken_now(day)),
        stands(taken_next(day)),
        names,
        there(day),
        {member_id: absence.left_at for member_id, (_, absence) in out_now(day).items()},
        minutes.told(day, every, names, called),
    )
