"""When a round closes, to the minute of the local clock, and for which meeting of a rolling one a bid is in time."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from app.errors import Refused
from app.grants.parts import MeetingRecord, RoundRecord, RoundState

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})|(\d{2})(\d{2})", re.ASCII)
_HALVES = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?", re.ASCII)


def parse_time(text: str, field: str | None = None) -> str:
    """HH:MM of a time as people type it: 17:00, 17.00, 1700, 5pm, 5.30 pm, noon. Raises Refused naming the text.

    Midnight is refused, since it is read as either end of a day.
    """
    plain = " ".join(text.lower().split())
    if plain in ("noon", "12 noon"):
        return "12:00"
    hour, minute = _read(plain)
    if hour == 24 or plain.endswith("midnight") or (hour, minute) == (0, 0):
        raise Refused("Midnight may be read as either end of the day. Type 23:59 for its last minute.", field)
    if hour < 0 or hour > 23 or minute > 59:
        raise Refused(f"“{text.strip()}” is not a time. Type it like 17:00.", field)
    return f"{hour:02d}:{minute:02d}"


def _read(plain: str) -> tuple[int, int]:
    """The hour and minute as typed; an hour below nought for what is no time at all."""
    if found := _HALVES.fullmatch(plain):
        hour = int(found[1])
        if not 1 <= hour <= 12:
            return -1, 0
        return hour % 12 + (12 if found[3] == "p" else 0), int(found[2] or 0)
    if found := _CLOCK.fullmatch(plain):
        return int(found[1] or found[3]), int(found[2] or found[4])
    return -1, 0


def at(day: date, clock: str) -> datetime:
    """A day and a time HH:MM as one moment, local and without a zone; the day's last minute for an empty time."""
    return datetime.combine(day, time.fromisoformat(clock or "23:59"))


def closes_at(r: RoundRecord) -> datetime | None:
    """The moment a round closes; None for a rolling one without a last day, or while no day is set."""
    return None if r.closes_on is None else at(r.closes_on, r.closes_time)


def state_at(r: RoundRecord, moment: datetime) -> RoundState:
    """How a round stands at a moment of the local clock: what arrives in its closing minute is still in time."""
    state = r.state(moment.date())
    closes = closes_at(r)
    if state == "Open" and closes is not None and moment.replace(second=0, microsecond=0) > closes:
        return "Closed"
    return state


def closed_by_hand(r: RoundRecord, received_on: date) -> bool:
    """Whether somebody had closed the round before this day, whatever its last day was to be."""
    return r.closed_on is not None and received_on > r.closed_on


def is_late(r: RoundRecord, received_on: date, received_time: str = "", *, stage: str = "full") -> bool:
    """Whether what arrived then came after the round had closed, for expressions of interest or for whole bids.

    Without a time it counts as arrived while it was still in time, if that was the closing day. In a rolling round with
    meetings it is late when it is in time for none of them.
    """
    if closed_by_hand(r, received_on):
        return True
    if stage == "interest":
        closes_on = r.interest_closes_on
    elif r.kind == "rolling" and r.meetings:
        closes_on = max(one.closes_on for one in r.meetings)
    else:
        closes_on = r.closes_on
    return closes_on is not None and _after(r, received_on, received_time, closes_on)


def meeting_for(r: RoundRecord, received_on: date, received_time: str = "") -> MeetingRecord | None:
    """The first meeting of a rolling round that what arrived then is in time for; None where there is none yet."""
    in_time = [one for one in r.meetings if not _after(r, received_on, received_time, one.closes_on)]
    return min(in_time, key=lambda one: (one.closes_on, one.meets_on), default=None)


def _after(r: RoundRecord, received_on: date, received_time: str, closes_on: date) -> bool:
    if not received_time:
        return received_on > closes_on
    return at(received_on, received_time) > at(closes_on, r.closes_time)
