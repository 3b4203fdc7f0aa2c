"""Scores agreed on when the members met: with the reason and who was in the room. What each of them gave stays.

A score is tenths of a percent of what was possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day, needed
from app.errors import Refused
from app.scoring import bids, reading, seeing
from app.scoring.parts import BidRecord, StageRecord
from app.scoring.stages import unranked
from db.scoring import AgreedPresent, AgreedScore

MOST = 1000
CLOSED = (
    "Scores for this bid are still to come in. Open the scores for moderation first, with a reason, or wait for them."
)


def agree(
    session: Session,
    stage_id: str,
    application_id: str,
    *,
    version: int | None,
    score: int | None,
    reason: str,
    present: Sequence[str] | None,
    day: date | None,
) -> str:
    """Record the score agreed on for a bid, in the place of its mean; its id.

    `version` is that of the score agreed on before, which is kept in the history, and None for the first. Only members
    of the stage without a conflict with this bid can have been present. Raises Refused, Stale.
    """
    unranked(session, stage_id)
    session.flush()
    of = reading.stage(session, stage_id)
    bid = _opened(session, of, application_id)
    tenths = needed(score, "The agreed score", "score")
    if not 0 <= tenths <= MOST:
        raise Refused("A score is between 0 and 100.", "score")
    why = records.required(reason, "The reason", "reason")
    agreed_on = known_day(day, "The day", "day")
    members = _in_the_room(session, of, bid, tuple(present or ()))
    _put_away(session, stage_id, application_id, version)
    row = AgreedScore(
        stage_id=stage_id, application_id=application_id, score_tenths=tenths, reason=why, agreed_on=agreed_on
    )
    session.add(row)
    session.flush()
    session.add_all(AgreedPresent(agreed_id=row.id, member_id=one) for one in members)
    return row.id


def withdraw(session: Session, stage_id: str, application_id: str, *, version: int | None, reason: str) -> None:
    """Take the agreed score of a bid back, with the reason, so that the mean of its scores counts again.

    Raises Refused, Stale.
    """
    unranked(session, stage_id)
    row = _now(session, stage_id, application_id)
    if row is None:
        raise Refused("No score has been agreed on for this bid.")
    records.at_version(session, AgreedScore, row.id, version)
    records.required(reason, "The reason", "reason")
    row.archived = True


def may_be_present(session: Session, stage_id: str, application_id: str) -> tuple[str, ...]:
    """The members of a stage, by id, who may be in the room for a bid: those without a conflict. Raises Refused."""
    of = reading.stage(session, stage_id)
    conflicts = reading.conflicts(reading.declarations(session, of.round_id))
    return tuple(one.member_id for one in of.seats if (one.member_id, application_id) not in conflicts)


def _opened(session: Session, of: StageRecord, application_id: str) -> BidRecord:
    """The bid, of this stage, of which scores may be seen. Raises Refused."""
    bid = next((one for one in bids.of_stage(session, of, named=False) if one.id == application_id), None)
    if bid is None:
        raise Refused("This bid is not scored at this stage.")
    conflicts = reading.conflicts(reading.declarations(session, of.round_id))
    states = {
        (one.member_id, one.application_id): one.state
        for one in reading.sheets(session, of.id, application_id=application_id)
    }
    if application_id not in seeing.opened(of, [bid], conflicts, states):
        raise Refused(CLOSED)
    return bid


def _in_the_room(session: Session, of: StageRecord, bid: BidRecord, present: tuple[str, ...]) -> tuple[str, ...]:
    if not present:
        raise Refused("Say who was present.", "present")
    names = {one.member_id: one.name for one in of.seats}
    may = may_be_present(session, of.id, bid.id)
    for key in present:
        if key not in names:
            raise Refused("Only those who score this stage agree on a score.", "present")
        if key not in may:
            raise Refused(f"{names[key]} has a conflict of interest in {bid.reference} and leaves the room.", "present")
    return tuple(dict.fromkeys(present))


def _put_away(session: Session, stage_id: str, application_id: str, version: int | None) -> None:
    """Put the score agreed on before away, provided it is the one the person saw. Raises Stale."""
    row = _now(session, stage_id, application_id)
    if row is None:
        if version is not None:
            raise Refused("The score agreed on before was withdrawn meanwhile. Look again, and save again.", "score")
        return
    if version is None or row.version != version:
        raise records.stale(session, [row.id], row.version)
    row.archived = True
    session.flush()


def _now(session: Session, stage_id: str, application_id: str) -> AgreedScore | None:
    query = select(AgreedScore).where(
        AgreedScore.stage_id == stage_id,
        AgreedScore.application_id == application_id,
        AgreedScore.archived.is_(False),
    )
    return session.scalars(query).first()
