"""What the projector shows on a panel day: the list, the bid that is talked about, who takes part, and the cut line.

Of a bid of which scores may not be seen there is nothing that comes from a score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.recommendations import line, minutes, reading
from app.recommendations.cutline import CutLine
from app.recommendations.meeting import Meeting
from app.recommendations.minutes import NO_BID, Called, MinuteLine
from app.recommendations.parts import DayRecord, ItemRecord
from app.recommendations.quorum import Pair, Quorum, out_now, quorums, taken_next, taken_now, there, why_kept_out
from app.scoring import ranking
from app.scoring import reading as scoring
from app.scoring.parts import AgreedRecord, BidRecord
from app.scoring.ranking import Standing, Standings, standings
from db.grants import Application
from db.scoring import Declaration


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
    (by id, with the time they left it), and `minutes` what has happened so far. `declared` says why a member is kept
    out of a bid of the round, by (member, bid).
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
    declared: Mapping[Pair, str]

    @property
    def may_come(self) -> tuple[str, ...]:
        """The members of the stage who are not there, by id."""
        return tuple(one.member_id for one in self.every.stage.seats if one.member_id not in self.there)

    @property
    def meeting(self) -> Meeting:
        """The same as the rules of a meeting take it."""
        called = {one.item.application_id: one.called.reference for one in self.items}
        return Meeting(self.day, self.every.stage, self.declared, called, frozenset(one.id for one in self.every.bids))


def room(session: Session, day_id: str) -> Room:
    """A panel day as it stands, with everything its page shows. Raises Refused when it is gone."""
    day = reading.day_(session, day_id)
    every = standings(session, day.stage_id)
    r = round_(session, every.stage.round_id)
    return _read(session, day, r, every, line.drawn(session, every, r))


def renewed(session: Session, before: Room, application_ids: Collection[str]) -> Room:
    """The same after something happened on the day, and to the scores of some of its bids alone.

    The day is read again and the scores of these bids; members, amounts and the round are those of `before`. Raises
    Refused when the day is gone.
    """
    every = ranking.renewed(session, before.every, application_ids) if application_ids else before.every
    cut = line.moved(before.cut, every, before.round) if application_ids else before.cut
    return _read(session, reading.day_(session, before.day.id), before.round, every, cut)


def with_day(before: Room, day: DayRecord) -> Room:
    """The same on another state of its day, of the same bids; nothing is read."""
    called = {one.item.application_id: one.called for one in before.items}
    return _room(day, before.round, before.every, before.cut, before.declared, before.names, called)


def with_agreed(before: Room, agreed: AgreedRecord) -> Room:
    """The same with a score agreed on for one of its bids: places and cut line follow; nothing is read."""
    every = ranking.with_agreed(before.every, agreed)
    called = {one.item.application_id: one.called for one in before.items}
    cut = line.moved(before.cut, every, before.round)
    return _room(before.day, before.round, every, cut, before.declared, before.names, called)


def _read(session: Session, day: DayRecord, r: RoundRecord, every: Standings, cut: CutLine) -> Room:
    called = minutes.bids_called(session, day, hidden=every.stage.names_hidden)
    return _room(day, r, every, cut, _declared(session, r.id), minutes.member_names(session), called)


def _room(
    day: DayRecord,
    r: RoundRecord,
    every: Standings,
    cut: CutLine,
    declared: Mapping[Pair, str],
    names: Mapping[str, str],
    called: Mapping[str, Called],
) -> Room:
    bids = {one.id: one for one in every.bids}
    found = quorums(day, every.stage, (one.application_id for one in day.items), declared)
    items = {
        item.id: RoomItem(
            item,
            called.get(item.application_id, NO_BID),
            bids.get(item.application_id),
            every.by_id.get(item.application_id),
            found[item.application_id],
        )
        for item in day.items
    }
    now, following = taken_now(day), taken_next(day)
    return Room(
        day,
        r,
        every,
        cut,
        tuple(items.values()),
        items[now.id] if now is not None else None,
        items[following.id] if following is not None else None,
        names,
        there(day),
        {member_id: absence.left_at for member_id, (_, absence) in out_now(day).items()},
        minutes.told(day, every, names, called),
        declared,
    )


def _declared(session: Session, round_id: str) -> dict[Pair, str]:
    """Why members are kept out of bids of a round, by (member, bid): of thousands of bids most have no interest."""
    query = (
        select(Declaration.member_id, Declaration.application_id, Declaration.kind)
        .join(Application, Application.id == Declaration.application_id)
        .where(scoring.in_use(Declaration), Declaration.answer == "conflict", Application.round_id == round_id)
    )
    return {(member, bid): why_kept_out(kind) for member, bid, kind in session.execute(query)}
