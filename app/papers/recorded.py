"""Which step of the record of changes a paper was made after, and that step's hash: the last line of every paper.

The hash is over all that was ever saved before it, so that a printed copy bears witness to the record it came from.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.papers.paper import Recorded
from db.journal import Step

_PRINTED = 16


def newest_step(session: Session) -> Recorded | None:
    """The newest step of the record of changes; None where nothing was ever saved."""
    row = session.execute(select(Step.seq, Step.hash).order_by(Step.seq.desc()).limit(1)).first()
    return Recorded(row.seq, row.hash) if row else None


def is_held(session: Session, recorded: Recorded) -> bool:
    """Whether the record of changes has that step with that hash."""
    return session.scalar(select(Step.hash).where(Step.seq == recorded.seq)) == recorded.hash


def told(recorded: Recorded) -> str:
    """As it is printed: “Record of changes to step 1,234: 9f2c41d0a7e3b812”."""
    return f"Record of changes to step {recorded.seq:,}: {recorded.hash[:_PRINTED]}"
