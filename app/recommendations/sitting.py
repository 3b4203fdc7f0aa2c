"""A panel day as it goes: who comes and leaves, when each bid is taken, and who is out of the room for it.

Times are local wall-clock text HH:MM. One laptop's clock may be behind another's by a few minutes: nothing ends before
it began for that. A member with an interest in a bid leaves when it is taken, and stays out for the next one they have
an interest in as well: an absence has the times at which they left the room and came back to it, also where that was
for several bids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants import bank_words
from app.grants.clock import parse_time
from app.recommendations import reading
from app.recommendations.parts import DayRecord, ItemRecord
from app.recommendations.quorum import (
    Pair,
    Quorum,
    conflicts_of,
    out_now,
    quorum,
    stepped_out,
    taken_next,
    taken_now,
    there,
    why_kept_out,
)
from app.scoring import bids as scored_bids
from app.scoring import reading as scoring
from app.scoring.parts import BidRecord, DeclarationRecord, StageRecord
from db.grants import Application
from db.recommendations import PanelAbsence, PanelAttendance, PanelDay, PanelItem

SKEW = timedelta(minutes=5)
"""By so much one clock may be behind another."""
NOT_BEGUN = "The meeting has not begun yet. Begin it first."
NOT_A_MEMBER = "Only those who score this stage take part."
NOT_SCORED = "It is no longer scored at this stage. Take it off the list."


@dataclass(frozen=True, slots=True)
class _Now:
    """A panel day as the file has it now, with its stage and what its members declared, by (member, bid)."""

    day: DayRecord
    of: StageRecord
    declared: Mapping[Pair, DeclarationRecord]

    @property
    def conflicts(self) -> frozenset[Pair]:
        return frozenset(self.declared)

    def name(self, member_id: str) -> str:
        """A member's name."""
        return next((one.name for one in self.of.seats if one.member_id == member_id), "This member")

    def why(self, member_id: str, application_id: str) -> str:
        """Why a member with an interest is out of the room."""
        return why_kept_out(self.declared.get((member_id, application_id)))


# the meeting


def start(session: Session, day_id: str, *, at: str) -> None:
    """Begin the meeting. Raises Refused where it has begun already, and while nobody is there."""
    now = _now(session, day_id)
    if now.day.started_at:
        raise Refused(f"The meeting began at {now.day.started_at}.")
    if not there(now.day):
        raise Refused("Say first who is there.")
    records.fetch(session, PanelDay, day_id).started_at = parse_time(at, "at")


def end(session: Session, day_id: str, *, at: str) -> None:
    """End the meeting; whoever is out of the room does not come back to it. Raises Refused while a bid is taken."""
    now = _begun(session, day_id)
    if (item := taken_now(now.day)) is not None:
        raise Refused(f"{_called(session, item)} is still being talked about. End that first.")
    ended = max((one.ended_at for one in now.day.items), default="")
    row = records.fetch(session, PanelDay, day_id)
    row.ended_at = _later(at, max(row.started_at, ended), "The meeting ends before it began, or before its last bid.")


# who is there


def come(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member comes, or comes back after they had gone. One with an interest in the bid that is talked about stays
    out until it has been dealt with. Raises Refused."""
    _come(session, _open(session, day_id), member_id, parse_time(at, "at"))


def all_come(session: Session, day_id: str, *, at: str) -> int:
    """Every member of the stage who has not come yet does; how many that were. Raises Refused where all have."""
    now = _open(session, day_id)
    known = {one.member_id for one in now.day.attendance}
    waiting = [one.member_id for one in now.of.seats if one.member_id not in known]
    if not waiting:
        raise Refused("Every member has come already.")
    for member_id in waiting:
        _come(session, now, member_id, parse_time(at, "at"))
    return len(waiting)


def leave(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member goes home. Raises Refused."""
    now = _open(session, day_id)
    known = next((one for one in now.day.attendance if one.member_id == member_id and not one.left_at), None)
    if known is None:
        raise Refused(f"{now.name(member_id)} is not there.")
    row = records.fetch(session, PanelAttendance, known.id)
    row.left_at = _later(at, row.came_at, "They left before they came.")


def step_out(session: Session, item_id: str, member_id: str, *, at: str, why: str = "") -> None:
    """A member leaves the room while a bid is talked about, for an interest they declare now or another reason.

    Without a reason it is the interest they have declared in it. Raises Refused.
    """
    now, item = _taken(session, item_id)
    if member_id not in there(now.day):
        raise Refused(f"{now.name(member_id)} is not there.", "member_id")
    if member_id in out_now(now.day):
        raise Refused(f"{now.name(member_id)} is out of the room already.", "member_id")
    declared = (member_id, item.application_id) in now.conflicts
    reason = now.why(member_id, item.application_id) if declared else records.required(why, "The reason", "why")
    if any(one.member_id == member_id for one in item.absences):
        raise Refused(f"{now.name(member_id)} has been out for this bid already. Write that into its minutes.", "why")
    left = _later(at, item.started_at, "They left before the bid was taken.")
    _add_absence(session, item_id, member_id, left, bank_words.refuse(reason, "why"))


def step_in(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member comes back into the room. Raises Refused while a bid is talked about that they have an interest in."""
    now = _open(session, day_id)
    if member_id not in out_now(now.day):
        raise Refused(f"{now.name(member_id)} is not out of the room.")
    item = taken_now(now.day)
    if item is not None and (member_id, item.application_id) in now.conflicts:
        raise Refused(f"{now.name(member_id)} has an interest in {_called(session, item)} and stays out.")
    _back(session, now.day, member_id, parse_time(at, "at"))


# each bid


def begin_item(session: Session, item_id: str, *, at: str) -> Quorum:
    """Take a bid: whoever has an interest in it leaves, or stays out; who takes part.

    Raises Refused before the meeting began and while another bid is taken, for one that is no longer scored, and where
    too few without an interest are there.
    """
    item_row = records.in_use(session, PanelItem, item_id)
    now = _begun(session, item_row.day_id)
    item = _item(now.day, item_id)
    bid = _bid(session, now, item)
    if item.started_at:
        raise Refused(f"{bid.reference} was taken at {item.started_at}. Take it again instead.")
    found = _enough(session, now, item, bid)
    begins = _later(at, now.day.started_at, "It begins before the meeting did.")
    item_row.started_at = begins
    _empty_the_room(session, now, item, begins)
    return found


def end_item(session: Session, item_id: str, *, at: str, note: str = "") -> None:
    """A bid has been dealt with: whoever was out for it comes back, but for those whom the next one keeps out as well.

    A note takes the place of what its minutes say. Raises Refused.
    """
    now, item = _taken(session, item_id)
    row = records.fetch(session, PanelItem, item_id)
    row.ended_at = _later(at, item.started_at, "It ends before it began.")
    if note.strip():
        row.note = bank_words.refuse(note, "note")
    following = taken_next(now.day)
    for member_id in set(out_now(now.day)) - stepped_out(now.day, now.conflicts):
        if following is None or (member_id, following.application_id) not in now.conflicts:
            _back(session, now.day, member_id, row.ended_at)


def take_again(session: Session, item_id: str, *, version: int | None, at: str, reason: str) -> Quorum:
    """Come back to a bid that has been dealt with; who takes part. When it was taken before, and who was out for it, is
    written into its minutes with the reason. Raises Refused, Stale."""
    row = records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    now = _begun(session, row.day_id)
    item = _item(now.day, item_id)
    bid = _bid(session, now, item)
    if not item.ended_at:
        raise Refused(f"{bid.reference} has not been dealt with yet.")
    why = records.required(bank_words.refuse(reason, "reason"), "The reason", "reason")
    found = _enough(session, now, item, bid)
    row.note = "\n".join(filter(None, (row.note, _before(now, item), f"It was taken again: {why}")))
    row.started_at, row.ended_at = _later(at, item.ended_at, "It is taken again before it was dealt with."), ""
    for absence in item.absences:
        records.fetch(session, PanelAbsence, absence.id).archived = True
    session.flush()
    _empty_the_room(session, now, item, row.started_at)
    return found


def say(session: Session, item_id: str, *, version: int | None, note: str) -> None:
    """Write down what is said of a bid. Raises Refused, Stale."""
    row = records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    row.note = bank_words.refuse(note, "note")


# how it stands


def _now(session: Session, day_id: str) -> _Now:
    session.flush()
    day = reading.day_(session, day_id)
    of = scoring.stage(session, day.stage_id)
    return _Now(day, of, conflicts_of(scoring.declarations(session, of.round_id)))


def _open(session: Session, day_id: str) -> _Now:
    now = _now(session, day_id)
    if now.day.ended_at:
        raise Refused(f"The meeting ended at {now.day.ended_at}.")
    return now


def _begun(session: Session, day_id: str) -> _Now:
    now = _open(session, day_id)
    if not now.day.started_at:
        raise Refused(NOT_BEGUN)
    return now


def _item(day: DayRecord, item_id: str) -> ItemRecord:
    return next(one for one in day.items if one.id == item_id)


def _taken(session: Session, item_id: str) -> tuple[_Now, ItemRecord]:
    """The day and the bid of it that is talked about. Raises Refused for one that is not."""
    now = _begun(session, records.in_use(session, PanelItem, item_id).day_id)
    item = _item(now.day, item_id)
    if not item.started_at or item.ended_at:
        raise Refused(f"{_called(session, item)} is not being talked about.")
    return now, item


def _bid(session: Session, now: _Now, item: ItemRecord) -> BidRecord:
    """The bid of an item, if it is still scored at the stage and no other is talked about. Raises Refused."""
    if (other := taken_now(now.day)) is not None and other.id != item.id:
        raise Refused(f"{_called(session, other)} is still being talked about. End that first.")
    every = scored_bids.of_stage(session, now.of, named=False)
    bid = next((one for one in every if one.id == item.application_id), None)
    if bid is None:
        raise Refused(f"{_called(session, item)}: {NOT_SCORED}")
    return bid


def _called(session: Session, item: ItemRecord) -> str:
    """The reference of the bid of an item, whatever became of it."""
    return session.scalars(select(Application.reference).where(Application.id == item.application_id)).one()


def _enough(session: Session, now: _Now, item: ItemRecord, bid: BidRecord) -> Quorum:
    """Who takes part in a bid. Raises Refused where they are too few, naming whom it keeps out."""
    found = quorum(now.day, now.of, item.application_id, now.conflicts)
    if found.enough:
        return found
    here = len(found.present)
    said = f"Only {here} of the {found.needed}" if here else f"None of the {found.needed}"
    out = ", ".join(now.name(one) for one in found.kept_out)
    stepped = ", ".join(now.name(one) for one in found.stepped_out)
    raise Refused(
        f"{said} members who must be there for {bid.reference} can take part"
        f"{f'; it keeps out {out}' if out else ''}{f'; out of the room: {stepped}' if stepped else ''}. "
        "Take another first, or wait for them."
    )


# absences


def _empty_the_room(session: Session, now: _Now, item: ItemRecord, at: str) -> None:
    """When a bid is taken: who has an interest in it is out, who was out for one alone comes back, and who stepped out
    for another reason is still out."""
    out = out_now(now.day)
    elsewhere = stepped_out(now.day, now.conflicts)
    for member_id in there(now.day):
        left = out[member_id][1].left_at if member_id in out else at
        if (member_id, item.application_id) in now.conflicts:
            _add_absence(session, item.id, member_id, left, now.why(member_id, item.application_id))
        elif member_id in elsewhere:
            _add_absence(session, item.id, member_id, left, out[member_id][1].why)
        elif member_id in out:
            _back(session, now.day, member_id, at)


def _come(session: Session, now: _Now, member_id: str, at: str) -> None:
    if all(one.member_id != member_id for one in now.of.seats):
        raise Refused(NOT_A_MEMBER)
    known = next((one for one in now.day.attendance if one.member_id == member_id), None)
    if known is not None and not known.left_at:
        raise Refused(f"{now.name(member_id)} is there already.")
    if known is None:
        session.add(PanelAttendance(day_id=now.day.id, member_id=member_id, came_at=at, left_at=""))
    else:
        at = _later(at, known.left_at, "They came back before they left.")
        records.fetch(session, PanelAttendance, known.id).left_at = ""
        row = records.fetch(session, PanelDay, now.day.id)
        away = f"{now.name(member_id)} was away from {known.left_at} to {at}."
        row.note = f"{row.note}\n{away}".strip()
        _back(session, now.day, member_id, at)
    item = taken_now(now.day)
    if item is not None and (member_id, item.application_id) in now.conflicts:
        _stay_out(session, item, member_id, at, now.why(member_id, item.application_id))


def _stay_out(session: Session, item: ItemRecord, member_id: str, at: str, why: str) -> None:
    """A member who comes while a bid is talked about that they have an interest in: they wait outside."""
    known = next((one for one in item.absences if one.member_id == member_id), None)
    if known is None:
        _add_absence(session, item.id, member_id, at, why)
    else:
        records.fetch(session, PanelAbsence, known.id).back_at = ""


def _add_absence(session: Session, item_id: str, member_id: str, left_at: str, why: str) -> None:
    session.add(PanelAbsence(item_id=item_id, member_id=member_id, left_at=left_at, back_at="", why=why))


def _back(session: Session, day: DayRecord, member_id: str, at: str) -> None:
    """A member is back in the room: whatever they were out for ends now."""
    for item in day.items:
        for absence in item.absences:
            if absence.member_id == member_id and not absence.back_at:
                row = records.fetch(session, PanelAbsence, absence.id)
                row.back_at = _later(at, absence.left_at, "They came back before they left.")


def _before(now: _Now, item: ItemRecord) -> str:
    """When a bid was taken before, and who was out of the room for it."""
    out = " ".join(
        f"{now.name(one.member_id)} {one.why}, and was out of the room from {one.left_at}"
        f"{f' to {one.back_at}' if one.back_at else ''}."
        for one in item.absences
    )
    return f"First taken from {item.started_at} to {item.ended_at}. {out}".strip()


def _later(at: str, than: str, sentence: str) -> str:
    """A time that is not before another: that other where it is by no more than clocks differ. Raises Refused."""
    given = parse_time(at, "at")
    if not than or given >= than:
        return given
    if _moment(than) - _moment(given) > SKEW:
        raise Refused(sentence, "at")
    return than


def _moment(clock: str) -> datetime:
    return datetime.strptime(clock, "%H:%M")
