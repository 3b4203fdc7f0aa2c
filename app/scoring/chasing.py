"""Whose sheets are still to come, as text to copy into a message. Late is from the day after the sheets were due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.grants.reading import round_
from app.scoring.parts import BidRecord, SeatRecord, StageRecord
from app.scoring.progress import Standing, standing
from app.scoring.sheet_fields import DRAFT, called
from app.years import format_day


@dataclass(frozen=True, slots=True)
class Chased:
    """A member who is waited for: the bids whose sheet is missing out of so many, and the text that tells them.

    `days_late` counts from the day the sheets were due, 0 where they are not late. A conflict is in none of it.
    """

    member_id: str
    name: str
    missing: tuple[BidRecord, ...]
    expected: int
    days_late: int
    text: str


def chase(session: Session, stage_id: str, day: date) -> str:
    """What is still to come on a day (today), by member in the order of their seats. Raises Refused."""
    now = standing(session, stage_id)
    of = round_(session, now.stage.round_id)
    waited = _chased(now, day)
    head = f"{of.reference} {of.name}"
    if now.stage.number == 2:
        head = f"{head}, second stage"
    if not waited:
        return f"{head}: every sheet is in."
    return "\n\n".join((f"{head}: sheets still to come\n{due(now.stage, day)}", *(one.text for one in waited)))


def chased(session: Session, stage_id: str, day: date) -> list[Chased]:
    """The members who are waited for on a day (today), in the order of their seats. Raises Refused."""
    return _chased(standing(session, stage_id), day)


def days_late(of: StageRecord, day: date) -> int:
    """For how many days the sheets have been late, 0 up to and on the day they were due or without one."""
    return max(0, (day - of.sheets_due_on).days) if of.sheets_due_on is not None else 0


def due(of: StageRecord, day: date) -> str:
    """When the sheets were or are due, in a sentence."""
    if of.sheets_due_on is None:
        return "No day was set for them."
    late = days_late(of, day)
    if not late:
        return f"They are due on {format_day(of.sheets_due_on)}."
    since = format_day(of.sheets_due_on + timedelta(days=1))
    days = "1 day" if late == 1 else f"{late:,} days"
    return f"They were due on {format_day(of.sheets_due_on)} and are late since {since}: {days}."


def _chased(now: Standing, day: date) -> list[Chased]:
    late = days_late(now.stage, day)
    found = []
    for one in now.stage.seats:
        missing = now.missing(one.member_id)
        if missing:
            expected = len(now.expected(one.member_id))
            text = _text(now, one, missing, expected)
            found.append(Chased(one.member_id, one.name, missing, expected, late, text))
    return found


def _text(now: Standing, of: SeatRecord, missing: tuple[BidRecord, ...], expected: int) -> str:
    lines = [f"{of.name}: {len(missing):,} of {expected:,} {'sheet' if expected == 1 else 'sheets'} to come"]
    if of.declared_on is None:
        lines.append("Interests in the bids are not declared yet.")
    for bid in missing:
        begun = " (begun, not submitted)" if now.said(of.member_id, bid.id) == DRAFT else ""
        lines.append(f"- {called(bid, named=not now.stage.names_hidden)}{begun}")
    return "\n".join(lines)
