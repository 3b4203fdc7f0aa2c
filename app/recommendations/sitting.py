"""A panel day as it goes: who comes and leaves, when each bid is taken, what is said of it, and who is out for it.

Times are local wall-clock text HH:MM. A member with an interest in a bid leaves when it is taken, and stays out for the
next one they have an interest in as well: an absence has the times at which they left the room and came back to it,
also where that was for several bids. The rules are those of `meeting`; here what comes of them is written down.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants import bank_words
from app.recommendations import meeting, minutes, reading
from app.recommendations.meeting import NOT_A_MEMBER, NOT_BEGUN, NOT_SCORED, Meeting
from app.recommendations.parts import AbsenceRecord, DayRecord, ItemRecord
from app.recommendations.quorum import Quorum, conflicts_of, why_kept_out
from app.scoring import agreeing
from app.scoring import bids as scored_bids
from app.scoring import reading as scoring
from db.recommendations import PanelAbsence, PanelAttendance, PanelDay, PanelItem

__all__ = ["NOT_A_MEMBER", "NOT_BEGUN", "NOT_SCORED"]

TAKE_BACK = "A score that was agreed on is taken back in the record of the bid, with the reason."

# the meeting


def start(session: Session, day_id: str, *, at: str) -> None:
    """Begin the meeting. Raises Refused where it has begun already, and while nobody is there."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.start(m, at=at))


def end(session: Session, day_id: str, *, at: str) -> None:
    """End the meeting; whoever is out of the room does not come back to it. Raises Refused while a bid is taken."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.end(m, at=at))


# who is there


def come(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member comes, or comes back after they had gone. One with an interest in the bid that is talked about stays
    out until it has been dealt with. Raises Refused."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.come(m, member_id, at=at))


def all_come(session: Session, day_id: str, *, at: str) -> int:
    """Every member of the stage who has not come yet does; how many that were. Raises Refused where all have."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.all_come(m, at=at))
    return len(meeting.not_come(m))


def leave(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member goes home. Raises Refused."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.leave(m, member_id, at=at))


def step_out(session: Session, item_id: str, member_id: str, *, at: str, why: str = "") -> None:
    """A member leaves the room while a bid is talked about, for an interest they declare now or another reason.

    Without a reason it is the interest they have declared in it. Raises Refused.
    """
    m = _meeting_of(session, item_id)
    _write(session, m, meeting.step_out(m, item_id, member_id, at=at, why=why))


def step_in(session: Session, day_id: str, member_id: str, *, at: str) -> None:
    """A member comes back into the room. Raises Refused while a bid is talked about that they have an interest in."""
    m = _meeting(session, day_id)
    _write(session, m, meeting.step_in(m, member_id, at=at))


# each bid


def begin_item(session: Session, item_id: str, *, at: str) -> Quorum:
    """Take a bid: whoever has an interest in it leaves, or stays out; who takes part.

    Raises Refused before the meeting began and while another bid is taken, for one that is no longer scored, and where
    too few without an interest are there.
    """
    m = _meeting_of(session, item_id, scored=True)
    _write(session, m, meeting.begin_item(m, item_id, at=at))
    return m.quorum(item_id)


def end_item(session: Session, item_id: str, *, at: str, note: str = "") -> None:
    """A bid has been dealt with: whoever was out for it comes back, but for those whom the next one keeps out as well.

    A note takes the place of what its minutes say. Raises Refused.
    """
    m = _meeting_of(session, item_id)
    _write(session, m, meeting.end_item(m, item_id, at=at, note=note))


def take_again(session: Session, item_id: str, *, version: int | None, at: str, reason: str) -> Quorum:
    """Come back to a bid that has been dealt with; who takes part. When it was taken before, and who was out for it, is
    written into its minutes with the reason. Raises Refused, Stale."""
    records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    m = _meeting_of(session, item_id, scored=True)
    _write(session, m, meeting.take_again(m, item_id, at=at, reason=reason))
    return m.quorum(item_id)


def say(session: Session, item_id: str, *, version: int | None, note: str) -> None:
    """Write down what is said of a bid. Raises Refused, Stale."""
    row = records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    row.note = bank_words.refuse(note, "note")


def record(
    session: Session,
    item_id: str,
    *,
    agreed_version: int | None,
    was: str,
    score: int | None,
    reason: str,
    note: str,
    day: date,
) -> None:
    """Write down what came of a bid: the score agreed on in tenths of a percent, with its reason, and its minutes.

    Those present are who was in the room while it was talked about. `was` is what its minutes said when it was looked
    at, `agreed_version` that of the score agreed on then, None for none. Without a score and a reason, or with those
    there are, the minutes alone are written. Raises Refused, Stale.
    """
    row = records.in_use(session, PanelItem, item_id)
    if note != row.note:
        if row.note != was:
            raise records.stale(session, [row.id], row.version)
        row.note = bank_words.refuse(note, "note")
    m = _meeting(session, row.day_id)
    before = next((one for one in scoring.agreed(session, m.of.id) if one.application_id == row.application_id), None)
    if score is None and not reason.strip():
        if before is not None and agreed_version is not None:
            raise Refused(TAKE_BACK, "score")
        return
    if before is not None and (score, reason.strip()) == (before.score, before.reason):
        return
    present = meeting.took_part(m, m.item(item_id))
    if not present:
        raise Refused("Nobody was in the room for it. Take the bid first, with who is there.")
    agreeing.agree(
        session,
        m.of.id,
        row.application_id,
        version=agreed_version,
        score=score,
        reason=reason,
        present=present,
        day=day,
    )


# reading and writing


def _meeting_of(session: Session, item_id: str, *, scored: bool = False) -> Meeting:
    return _meeting(session, records.in_use(session, PanelItem, item_id).day_id, scored=scored)


def _meeting(session: Session, day_id: str, *, scored: bool = False) -> Meeting:
    """A panel day as the file has it now; which bids are still scored is read where that matters alone."""
    session.flush()
    day = reading.day_(session, day_id)
    of = scoring.stage(session, day.stage_id)
    declared = conflicts_of(scoring.declarations(session, of.round_id))
    known = minutes.bids_called(session, day, hidden=True)
    return Meeting(
        day,
        of,
        {pair: why_kept_out(one.kind) for pair, one in declared.items()},
        {key: one.reference for key, one in known.items()},
        frozenset(one.id for one in scored_bids.of_stage(session, of, named=False)) if scored else frozenset(),
    )


def _write(session: Session, before: Meeting, after: Meeting) -> None:
    """Write what a rule made of a day into its rows."""
    was, day = before.day, after.day
    row = records.fetch(session, PanelDay, day.id)
    row.started_at, row.ended_at, row.note = day.started_at, day.ended_at, day.note
    for mine in day.attendance:
        if not mine.id:
            given = {"member_id": mine.member_id, "came_at": mine.came_at, "left_at": mine.left_at}
            session.add(PanelAttendance(day_id=day.id, **given))
        elif mine not in was.attendance:
            records.fetch(session, PanelAttendance, mine.id).left_at = mine.left_at
    for item in day.items:
        if item not in was.items:
            _write_item(session, _item(was, item.id), item)
    session.flush()


def _item(day: DayRecord, item_id: str) -> ItemRecord:
    return next(one for one in day.items if one.id == item_id)


def _write_item(session: Session, was: ItemRecord, item: ItemRecord) -> None:
    row = records.fetch(session, PanelItem, item.id)
    row.started_at, row.ended_at, row.note = item.started_at, item.ended_at, item.note
    kept = {one.id for one in item.absences}
    for gone in (one for one in was.absences if one.id not in kept):
        records.fetch(session, PanelAbsence, gone.id).archived = True
    session.flush()
    for one in item.absences:
        _write_absence(session, item.id, one)


def _write_absence(session: Session, item_id: str, one: AbsenceRecord) -> None:
    if one.id:
        records.fetch(session, PanelAbsence, one.id).back_at = one.back_at
    else:
        given = {"member_id": one.member_id, "left_at": one.left_at, "back_at": one.back_at, "why": one.why}
        session.add(PanelAbsence(item_id=item_id, **given))
