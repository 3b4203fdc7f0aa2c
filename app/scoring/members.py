"""Scoring members: added, changed and put away. They are people and no users, and need no account."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import identifiers, organisations, records
from app.contracts.typed import refuse_far
from app.errors import Refused
from app.grants import bank_words
from app.grants.applicants import parse_email
from db.areas import Area
from db.grants import Round
from db.organisations import Organisation
from db.scoring import ScoringMember, ScoringStage, Seat

PREFIX = "M"
"""Members are numbered by it: M1."""


def add(
    session: Session,
    *,
    name: str,
    reference: str = "",
    body: str = "",
    organisation: str = "",
    area_id: str | None = None,
    address: str = "",
    postcode: str = "",
    email: str = "",
    telephone: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> str:
    """Add a member; their id. Without a reference they have the next one.

    The organisation is named by its id, its name or an alias; one of a new name is added. Raises Refused.
    """
    values = _checked(name, body, address, postcode, email, telephone, starts_on, ends_on, note)
    row = ScoringMember(
        reference=_reference(session, reference) or next_reference(session),
        organisation_id=_organisation(session, organisation),
        area_id=_area(session, area_id),
        **values,
    )
    session.add(row)
    session.flush()
    return row.id


def change(
    session: Session,
    member_id: str,
    *,
    version: int | None,
    name: str,
    reference: str = "",
    body: str = "",
    organisation: str = "",
    area_id: str | None = None,
    address: str = "",
    postcode: str = "",
    email: str = "",
    telephone: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> None:
    """Change a member; an empty reference leaves theirs. Raises Refused, Stale."""
    row = records.at_version(session, ScoringMember, records.in_use(session, ScoringMember, member_id).id, version)
    values = _checked(name, body, address, postcode, email, telephone, starts_on, ends_on, note)
    values["reference"] = _reference(session, reference, but=row.id) or row.reference
    values["organisation_id"] = _organisation(session, organisation)
    values["area_id"] = _area(session, area_id, but=row.area_id)
    for column, value in values.items():
        setattr(row, column, value)


def archive(session: Session, member_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a member away, or bring them back; what they declared and scored stays.

    Raises Refused while they score a stage of which the ranking is not agreed, Stale.
    """
    row = records.at_version(session, ScoringMember, member_id, version)
    if back:
        _reference(session, row.reference, but=row.id)
    elif scores := _scores_now(session, member_id):
        raise Refused(f"{row.name} scores {scores}. Take them off it first, or agree its ranking.")
    row.archived = not back


def next_reference(session: Session) -> str:
    """The reference after the highest one that was ever given: M8 after M7."""
    given = session.scalars(select(ScoringMember.reference))
    numbers = [int(one[len(PREFIX) :]) for one in given if one[: len(PREFIX)] == PREFIX and _is_number(one)]
    return f"{PREFIX}{max(numbers, default=0) + 1}"


def _is_number(reference: str) -> bool:
    figures = reference[len(PREFIX) :]
    return figures.isascii() and figures.isdecimal()


def _reference(session: Session, given: str, but: str = "") -> str:
    """The reference as it is kept. Raises Refused where another has it, whatever the capitals."""
    plain = " ".join(given.split())
    used = select(ScoringMember.reference).where(ScoringMember.archived.is_(False), ScoringMember.id != but)
    if plain and plain.casefold() in {one.casefold() for one in session.scalars(used)}:
        raise Refused("There is already a member with this reference.", "reference")
    return plain


def _organisation(session: Session, given: str) -> str | None:
    plain = " ".join(given.split())
    if not plain:
        return None
    known = session.get(Organisation, plain)
    return (
        known.id if known is not None else organisations.find(session, plain) or organisations.add(session, name=plain)
    )


def _area(session: Session, area_id: str | None, but: str | None = None) -> str | None:
    """The area, which may have been put away since where it is the one they had."""
    if not area_id:
        return None
    row = records.fetch(session, Area, area_id)
    if row.archived and area_id != but:
        raise Refused("This area has been put away. Choose another.", "area_id")
    return row.id


def _checked(
    name: str,
    body: str,
    address: str,
    postcode: str,
    email: str,
    telephone: str,
    starts_on: date | None,
    ends_on: date | None,
    note: str,
) -> dict[str, Any]:
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
        refuse_far(day, field)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Refused("The term ends before it starts.", "ends_on")
    return {
        "name": " ".join(records.required(name, "The name", "name").split()),
        "body": " ".join(body.split()),
        "address": address.strip(),
        "postcode": identifiers.parse_postcode(postcode),
        "email": parse_email(email),
        "telephone": telephone.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "note": bank_words.refuse(note, "note"),
    }


def _scores_now(session: Session, member_id: str) -> str:
    """The rounds this member scores of which the ranking is still to be agreed, by reference; empty for none."""
    query = (
        select(Round.reference)
        .join(ScoringStage, ScoringStage.round_id == Round.id)
        .join(Seat, Seat.stage_id == ScoringStage.id)
        .where(
            Seat.member_id == member_id,
            Seat.archived.is_(False),
            ScoringStage.archived.is_(False),
            ScoringStage.ranked_on.is_(None),
            Round.archived.is_(False),
        )
        .order_by(Round.reference)
        .distinct()
    )
    return ", ".join(session.scalars(query))
