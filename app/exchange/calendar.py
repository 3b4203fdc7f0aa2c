"""Dates as a calendar file (.ics) that any calendar program opens: whole days, each with a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.contracts.dates import KINDS, Date
from app.contracts.term import DAY
from app.exchange.files import replacing

if TYPE_CHECKING:
    from icalendar import Alarm, Event

REMINDER = timedelta(days=14)
"""So long before its day each event reminds of itself."""
_DOMAIN = "commissioning-desk.invalid"
"""What makes an event's id one of this program's; .invalid is nobody's (RFC 2606)."""


def write_calendar(dates: Sequence[Date], path: Path, *, office: str, made_at: datetime) -> None:
    """Write these dates as events of a whole day. `made_at` is when, in local time or any other.

    An event goes by its contract, its kind and what it is about, so that a file imported again moves an event whose day
    has changed instead of adding a second one. Raises Refused when the file cannot be written.
    """
    with replacing(path) as unfinished:
        unfinished.write_bytes(calendar(dates, office=office, made_at=made_at))


def calendar(dates: Sequence[Date], *, office: str, made_at: datetime) -> bytes:
    """The bytes of such a file."""
    from icalendar import Calendar, vText

    whole = Calendar()
    whole.add("prodid", "-//Commissioning Desk//Dates of contracts//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    # said to be text, since a comma in what the standard does not know is otherwise read as the end of a value
    whole.add("x-wr-calname", vText(f"Contracts, {office}" if office else "Contracts"))
    for one in dates:
        whole.add_component(_event(one, made_at.astimezone(UTC)))
    return bytes(whole.to_ical())


def _event(one: Date, made_at: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(one))
    event.add("dtstamp", made_at)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + DAY)
    event.add("summary", one.words)
    event.add("description", f"{KINDS[one.kind]}. {one.contract}, {one.reference}.")
    event.add("categories", [KINDS[one.kind]])
    event.add("transp", "TRANSPARENT")
    event.add_component(_reminder(one))
    return event


def _reminder(one: Date) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.words)
    alarm.add("trigger", -REMINDER)
    return alarm


def uid(one: Date) -> str:
    """What an event goes by in every file it is ever written to."""
    return f"{one.key.replace(':', '-').replace(' ', '-')}@{_DOMAIN}"
