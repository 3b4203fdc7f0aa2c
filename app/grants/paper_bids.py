"""Bids on paper, typed in one after the other: each is entered and taken to where its arrival puts it, in one step."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from sqlalchemy.orm import Session

from app.grants import bids, states
from app.grants.bids import Terms
from app.grants.reading import application, round_


def enter(session: Session, *, round_id: str, day: date, **terms: Unpack[Terms]) -> str:
    """Enter a bid that arrived on paper; its id. `day` is today.

    With a day of arrival it is received, or late with the reason where it came after the round had closed by the
    clock; without one it stays a draft. Raises Refused.
    """
    terms["arrived_by"] = "paper"
    made = bids.add(session, round_id=round_id, **terms)
    session.flush()
    a, r = application(session, made), round_(session, round_id)
    if a.received_on is not None:
        late = states.late_words(a, r)
        states.move(session, made, version=a.version, state="late" if late else "received", reason=late, day=day)
    return made
