"""The minutes of a panel day as they write themselves: each thing that happened, in its order, with its time.

They name members and say why somebody was out of the room, so whoever prints them marks them as sensitive. Of a bid of
which scores may not be seen there is nothing that comes from a score. Times are local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.recommendations import reading
from app.recommendations.day_fields import GROUPED
from app.recommendations.parts import AbsenceRecord, DayRecord, ItemRecord
from app.recommendations.quorum import DECLARED, too_few
from app.scoring.arithmetic import score_text
from app.scoring.ranking import Standing, Standings, standings
from app.years import format_day
from db.grants import Application
from db.organisations import Organisation
from db.scoring import ScoringMember


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """One thing that happened at a time (HH:MM, empty for what is of the whole day); `item_id` is the bid's, if any."""

    at: str
    item_id: str
    text: str


class Called(NamedTuple):
    """What a bid is called: its reference, and its organisation where the members may know who applies."""

    reference: str
    organisation: str

    @property
    def whole(self) -> str:
        """Both."""
        return f"{self.reference} {self.organisation}".rstrip()


NO_BID = Called("a bid", "")


def minutes(session: Session, day_id: str) -> tuple[MinuteLine, ...]:
    """The minutes of a panel day so far. Raises Refused when it is gone."""
    day = reading.day_(session, day_id)
    every = standings(session, day.stage_id, named=False)
    called = bids_called(session, day, hidden=every.stage.names_hidden)
    return told(day, every, member_names(session), called)


def draft_words(lines: Sequence[MinuteLine]) -> str:
    """The minutes as text to be copied: a line for each thing that happened, its time before it."""
    return "\n".join(f"{one.at}  {one.text}" if one.at else one.text for one in lines)


def told(
    day: DayRecord, every: Standings, members: Mapping[str, str], bids: Mapping[str, Called]
) -> tuple[MinuteLine, ...]:
    """The same of what has been read already: names of members and of bids by their ids."""
    taken = sorted(day.items, key=lambda item: item.started_at)
    timed = [*_people(day, members), *(line for item in taken for line in _item(day, item, every, members, bids))]
    ordered = sorted(timed, key=lambda one: one.at)
    begins = [one for one in ordered if day.started_at and one.at < day.started_at]
    rest = [one for one in ordered if one not in begins]
    ends = (MinuteLine(day.ended_at, "", "The meeting ended."),) if day.ended_at else ()
    other = tuple(MinuteLine("", "", line) for line in day.note.splitlines() if line.strip())
    return (*begins, *_opening(day, members), *rest, *ends, *other)


def absence_line(name: str, reference: str, one: AbsenceRecord) -> str:
    """What the minutes say of a member who was out of the room for a bid, when, and why."""
    back = f", came back at {one.back_at}" if one.back_at else ""
    if one.why.startswith(DECLARED):
        return f"{name} {one.why} in {reference}, left the room at {one.left_at}{back} and took no part."
    return f"{name} left the room at {one.left_at} while {reference} was talked about{back}: {one.why.rstrip('.')}."


def agreed_line(day: DayRecord, standing: Standing | None) -> str:
    """The score agreed on for a bid on that day, what it takes the place of, and why; empty where there is none."""
    agreed = standing.agreed if standing is not None and standing.seen else None
    if standing is None or agreed is None or agreed.agreed_on != day.held_on:
        return ""
    instead = f" in the place of the mean of {score_text(standing.mean)}" if standing.mean is not None else ""
    return f"{agreed.score // 10}.{agreed.score % 10} was agreed on as its score{instead}: {agreed.reason}"


def member_names(session: Session) -> dict[str, str]:
    """The name of every member by id, those put away too."""
    return {row.id: row.name for row in session.execute(select(ScoringMember.id, ScoringMember.name))}


def bids_called(session: Session, day: DayRecord, *, hidden: bool) -> dict[str, Called]:
    """What the bids of a day are called by id, whatever became of them since; `hidden` leaves out who applies."""
    query = (
        select(Application.id, Application.reference, Organisation.name)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_([one.application_id for one in day.items]))
    )
    return {key: Called(reference, "" if hidden else name) for key, reference, name in session.execute(query)}


def _opening(day: DayRecord, members: Mapping[str, str]) -> Iterable[MinuteLine]:
    """When the meeting began, who was there then, and how many have to be."""
    if not day.started_at:
        return
    here = [
        members.get(one.member_id, "")
        for one in day.attendance
        if one.came_at <= day.started_at and not (one.left_at and one.left_at < day.started_at)
    ]
    order = "Conflicts were taken together." if day.order_rule == GROUPED else "Bids were taken as they were ranked."
    where = f" at {day.place}" if day.place else ""
    chair = f" {day.chair} was in the chair." if day.chair else ""
    yield MinuteLine(
        day.started_at,
        "",
        f"The meeting of {format_day(day.held_on)}{where} began.{chair} Present: {_and(here)}. "
        f"The quorum is {day.quorum}. {order}",
    )


def _people(day: DayRecord, members: Mapping[str, str]) -> Iterable[MinuteLine]:
    """Who came after the meeting had begun, and who left."""
    for one in day.attendance:
        name = members.get(one.member_id, "")
        if not day.started_at or one.came_at > day.started_at:
            yield MinuteLine(one.came_at, "", f"{name} came.")
        if one.left_at:
            yield MinuteLine(one.left_at, "", f"{name} left.")


def _item(
    day: DayRecord, item: ItemRecord, every: Standings, members: Mapping[str, str], bids: Mapping[str, Called]
) -> Iterable[MinuteLine]:
    if not item.started_at:
        return
    called = bids.get(item.application_id, NO_BID)
    reference = called.reference
    yield MinuteLine(item.started_at, item.id, f"{called.whole} was taken.")
    for one in item.absences:
        line = absence_line(members.get(one.member_id, ""), reference, one)
        yield MinuteLine(max(item.started_at, one.left_at), item.id, line)
    ended = item.ended_at or item.started_at
    if short := too_few(day, item):
        at, count = short
        part = "nobody took part" if not count else f"only {count} {'member' if count == 1 else 'members'} took part"
        yield MinuteLine(at, item.id, f"{reference}: {part} from {at}, and the quorum is {day.quorum}.")
    if agreed := agreed_line(day, every.by_id.get(item.application_id)):
        yield MinuteLine(ended, item.id, f"{reference}: {agreed}")
    for line in item.note.splitlines():
        if line.strip():
            yield MinuteLine(ended, item.id, f"{reference}: {line.strip()}")
    if item.ended_at:
        yield MinuteLine(item.ended_at, item.id, f"{reference} had been dealt with.")


def _and(names: Sequence[str]) -> str:
    """“Bea Ledger, Tom Inkwell and Ann Blotter”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "nobody"
