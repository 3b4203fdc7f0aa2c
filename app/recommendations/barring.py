"""Why a bid may not be recommended for money at all, and what else is still to be settled before it has any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.grants import awarding
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.reading import application, applications
from db.applicants import Diligence, HardStop
from db.grants import Application, GateAnswer

BARS: frozenset[awarding.Kind] = frozenset(("stop", "archived", "state", "stage", "amount", "gate", "failed"))
"""What keeps a bid from being recommended. What a check lacks can be made good until the money goes, and is told."""
FEW = 20
"""Up to so many applications are read one by one, and more of them all at once."""


def bars(a: ApplicationRecord, r: RoundRecord) -> tuple[str, ...]:
    """What keeps a bid of this round from being recommended for money, in a sentence each."""
    # none of these depends on the day: a check that failed stands until it is made again
    return tuple(one.what for one in awarding.blocks(a, date.max, r) if one.kind in BARS)


def to_settle(a: ApplicationRecord, day: date, r: RoundRecord) -> tuple[str, ...]:
    """What does not keep it from being recommended and is to be settled before money goes, as of a day."""
    return tuple(one.what for one in awarding.blocks(a, day, r) if one.kind not in BARS)


def barred(session: Session, r: RoundRecord, only: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What keeps these bids of a round, by their ids, from having money; those that nothing keeps are not in it.

    Only bids of which something could be wrong are read whole: thousands take a second.
    """
    doubtful = [key for key in session.scalars(_doubtful(r)) if key in only]
    if len(doubtful) > FEW:
        every = [one for one in applications(session, round_id=r.id) if one.id in set(doubtful)]
    else:
        every = [application(session, key) for key in doubtful]
    return {one.id: found for one in every if (found := bars(one, r))}


def _doubtful(r: RoundRecord) -> Select[str]:
    """The bids of a round of which any of `BARS` could hold."""
    stopped = select(HardStop.organisation_id).where(HardStop.archived.is_(False), HardStop.lifted_on.is_(None))
    failed = select(Diligence.organisation_id).where(Diligence.archived.is_(False), Diligence.outcome == "fail")
    gates = select(GateAnswer.application_id).where(GateAnswer.archived.is_(False), GateAnswer.passes.is_(False))
    return select(Application.id).where(
        Application.round_id == r.id,
        or_(
            Application.archived.is_(True),
            Application.state != "ready",
            Application.stage != "full",
            Application.requested_pence.is_(None),
            Application.requested_pence <= 0,
            Application.organisation_id.in_(stopped),
            Application.organisation_id.in_(failed),
            Application.id.in_(gates),
        ),
    )
