"""Whose view of an application was asked for: who, when, and what they replied.

An endorsement that came with the application, unasked, has no day of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import organisations, records
from app.contracts.typed import chosen, known_day, refuse_far
from app.errors import Refused
from app.grants.check_fields import VIEWS
from app.grants.parts import ApplicationRecord, EndorsementRecord
from app.years import format_day
from db.grants import Application, Endorsement
from db.organisations import Organisation

Standing = Literal["Nobody asked", "Waiting", "Supported", "Neutral", "Against"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reply that is still to come, and for how many days it has been asked for."""

    application: ApplicationRecord
    endorsement: EndorsementRecord
    days: int


def standing(a: ApplicationRecord) -> Standing:
    """How an application stands with those who were asked: one against it comes first, then what is still to come."""
    views = {one.view for one in a.endorsements}
    if not views:
        return "Nobody asked"
    if "against" in views:
        return "Against"
    if "" in views:
        return "Waiting"
    return "Supported" if "support" in views else "Neutral"


def waiting(every: Sequence[ApplicationRecord], day: date) -> list[Waiting]:
    """The replies still to come on a day for applications that may still be scored, longest asked first."""
    found = [
        Waiting(a, one, (day - one.asked_on).days)
        for a in every
        if a.is_live
        for one in a.endorsements
        if not one.view and one.asked_on is not None and one.asked_on <= day
    ]
    return sorted(found, key=lambda each: (-each.days, each.application.reference))


def ask(
    session: Session, application_id: str, *, organisation: str, asked_on: date | None, day: date | None = None
) -> str:
    """Record whose view was asked for, and on which day; its id.

    The organisation is named by its id, its name or an alias; one of a new name is added. With `day` (today) a day
    after it is refused. Raises Refused.
    """
    known_day(asked_on, "The day they were asked", "asked_on")
    return add(session, application_id, organisation=organisation, asked_on=asked_on, day=day)


def add(
    session: Session,
    application_id: str,
    *,
    organisation: str,
    asked_on: date | None = None,
    replied_on: date | None = None,
    view: str | None = "",
    words: str = "",
    day: date | None = None,
) -> str:
    """Record a view together with its reply, as of a letter that came with the application; its id. Raises Refused."""
    row = records.in_use(session, Application, application_id)
    values = _checked(asked_on, replied_on, view, words, day)
    made = Endorsement(
        application_id=application_id, organisation_id=_organisation(session, row, organisation), **values
    )
    session.add(made)
    return made.id


def reply(
    session: Session,
    endorsement_id: str,
    *,
    version: int | None,
    replied_on: date | None,
    view: str | None,
    words: str = "",
    day: date | None = None,
) -> None:
    """Record what they replied, and when. Raises Refused, Stale."""
    row = records.in_use(session, Endorsement, endorsement_id)
    known_day(replied_on, "The day of their reply", "replied_on")
    if not view:
        raise Refused("Their view is needed.", "view")
    values = _checked(row.asked_on, replied_on, view, words, day)
    records.change(session, Endorsement, endorsement_id, version=version, **values)


def change(
    session: Session,
    endorsement_id: str,
    *,
    version: int | None,
    organisation: str,
    asked_on: date | None = None,
    replied_on: date | None = None,
    view: str | None = "",
    words: str = "",
    day: date | None = None,
) -> None:
    """Put right whose view it is, when they were asked and what they replied. Raises Refused, Stale."""
    row = records.in_use(session, Endorsement, endorsement_id)
    values = _checked(asked_on, replied_on, view, words, day)
    of = records.fetch(session, Application, row.application_id)
    body = _organisation(session, of, organisation, but=row.id)
    records.change(session, Endorsement, endorsement_id, version=version, organisation_id=body, **values)


def archive(session: Session, endorsement_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put one away that was recorded by mistake, or bring it back. Raises Refused, Stale."""
    row = records.at_version(session, Endorsement, endorsement_id, version)
    if back:
        _refuse_twice(session, row.application_id, row.organisation_id, but=row.id)
    row.archived = not back


def _organisation(session: Session, of: Application, given: str, but: str = "") -> str:
    plain = records.required(given, "Whose view it is", "organisation")
    known = session.get(Organisation, plain)
    body = known.id if known is not None else organisations.find(session, plain)
    if body == of.organisation_id:
        raise Refused("This is who applies. Name somebody else whose view is asked for.", "organisation")
    if body is None:
        return organisations.add(session, name=plain)
    _refuse_twice(session, of.id, body, but=but)
    return body


def _refuse_twice(session: Session, application_id: str, organisation_id: str, *, but: str) -> None:
    """Each is asked once: a second reply is put into the first."""
    twice = session.scalars(
        select(Endorsement.id).where(
            Endorsement.application_id == application_id,
            Endorsement.organisation_id == organisation_id,
            Endorsement.archived.is_(False),
            Endorsement.id != but,
        )
    ).first()
    if twice:
        raise Refused("Their view of this application is already recorded. Change that one.", "organisation")


def _checked(
    asked_on: date | None, replied_on: date | None, view: str | None, words: str, day: date | None
) -> dict[str, Any]:
    what = chosen(view, VIEWS, "Their view", "view")
    for one, field in ((asked_on, "asked_on"), (replied_on, "replied_on")):
        refuse_far(one, field)
        if one is not None and day is not None and one > day:
            raise Refused(f"{format_day(one)} is still to come.", field)
    if what and replied_on is None:
        raise Refused("Give the day of their reply.", "replied_on")
    if replied_on is not None and not what:
        raise Refused("Say what their view is.", "view")
    if not what and asked_on is None:
        raise Refused("Give the day they were asked, or what they said.", "asked_on")
    if replied_on is not None and asked_on is not None and replied_on < asked_on:
        raise Refused(f"They were asked on {format_day(asked_on)}, after that.", "replied_on")
    return {"asked_on": asked_on, "replied_on": replied_on, "view": what, "words": words.strip()}
