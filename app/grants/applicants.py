"""Organisations that ask for money: their numbers, where they are, whom to speak to, and whether they may have any.

Amounts are pence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import identifiers, organisations, records
from app.errors import Refused
from app.grants import bank_words
from app.grants.reading import grouped, pence
from app.identifiers import label_of
from app.money import Pence
from app.roles import needs_approver
from app.years import format_day
from db.applicants import Contact, HardStop, Identifier, Profile
from db.grants import Application
from db.organisations import Alias, Organisation


@dataclass(frozen=True, slots=True)
class IdentifierRecord:
    """A number in a register, and when and how somebody looked it up there."""

    id: str
    version: int
    scheme: str
    number: str
    checked_on: date | None
    checked_how: str

    @property
    def text(self) -> str:
        """The register and the number, as they are read."""
        return f"{label_of(self.scheme)} {self.number}"


@dataclass(frozen=True, slots=True)
class ProfileRecord:
    """Where an organisation is and what it is; `unregistered` is why it has no number. Version 0 where nothing is."""

    id: str = ""
    version: int = 0
    address: str = ""
    postcode: str = ""
    website: str = ""
    unregistered: str = ""
    income: Pence | None = None
    founded_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A person to speak to: personal. `application_id` is empty for one who is so in general."""

    id: str
    version: int
    application_id: str
    person: str
    post: str
    email: str
    telephone: str
    archived: bool


@dataclass(frozen=True, slots=True)
class StopRecord:
    """Why an organisation may have no money, and how that was lifted; it holds while `lifted_on` is None."""

    id: str
    version: int
    reason: str
    set_by: str
    set_on: date
    lifted_by: str
    lifted_on: date | None
    lift_reason: str

    @property
    def holds(self) -> bool:
        """Whether nothing may be paid for now."""
        return self.lifted_on is None


@dataclass(frozen=True, slots=True)
class ApplicantRecord:
    """An organisation with its other names, numbers, details and stops, the newest stop first; never its contacts."""

    id: str
    version: int
    archived: bool
    name: str
    kind: str
    aliases: tuple[str, ...]
    identifiers: tuple[IdentifierRecord, ...] = ()
    profile: ProfileRecord = ProfileRecord()
    stops: tuple[StopRecord, ...] = ()

    @property
    def stopped(self) -> str:
        """Why it may have no money for now; empty where it may."""
        return "; ".join(one.reason for one in self.stops if one.holds)


# as they are read


def applicants(session: Session, *, archived: bool = False) -> list[ApplicantRecord]:
    """Every organisation with what is known of it, by name; those put away too where `archived`."""
    return _applicants(session, organisations.organisations(session, archived=archived), None)


def applicant(session: Session, organisation_id: str) -> ApplicantRecord:
    """One organisation, in use or put away. Raises Refused when it is gone."""
    row = records.fetch(session, Organisation, organisation_id)
    aliases = select(Alias.name).where(Alias.organisation_id == organisation_id, Alias.archived.is_(False))
    names = tuple(session.scalars(aliases.order_by(Alias.name)))
    found = organisations.OrganisationRecord(row.id, row.version, row.name, row.kind, names, row.archived)
    return _applicants(session, [found], organisation_id)[0]


def _applicants(
    session: Session, known: list[organisations.OrganisationRecord], only: str | None
) -> list[ApplicantRecord]:
    numbers = select(*Identifier.__table__.columns).where(Identifier.archived.is_(False)).order_by(Identifier.scheme)
    details = select(*Profile.__table__.columns).where(Profile.archived.is_(False))
    stops = select(*HardStop.__table__.columns).where(HardStop.archived.is_(False)).order_by(HardStop.set_on.desc())
    if only is not None:
        numbers = numbers.where(Identifier.organisation_id == only)
        details = details.where(Profile.organisation_id == only)
        stops = stops.where(HardStop.organisation_id == only)
    by_number = grouped(
        (
            row.organisation_id,
            IdentifierRecord(row.id, row.version, row.scheme, row.number, row.checked_on, row.checked_how),
        )
        for row in session.execute(numbers)
    )
    profiles = {
        row.organisation_id: ProfileRecord(
            row.id,
            row.version,
            row.address,
            row.postcode,
            row.website,
            row.unregistered,
            pence(row.income_pence),
            row.founded_on,
        )
        for row in session.execute(details)
    }
    by_stop = grouped(
        (
            row.organisation_id,
            StopRecord(
                row.id,
                row.version,
                row.reason,
                row.set_by,
                row.set_on,
                row.lifted_by,
                row.lifted_on,
                row.lift_reason,
            ),
        )
        for row in session.execute(stops)
    )
    return [
        ApplicantRecord(
            one.id,
            one.version,
            one.archived,
            one.name,
            one.kind,
            one.aliases,
            by_number.get(one.id, ()),
            profiles.get(one.id, ProfileRecord()),
            by_stop.get(one.id, ()),
        )
        for one in known
    ]


def contacts(session: Session, organisation_id: str, *, application_id: str = "") -> list[ContactRecord]:
    """The people to speak to at an organisation, by name: of one application where it is named, else all of them."""
    query = select(Contact).where(Contact.organisation_id == organisation_id, Contact.archived.is_(False))
    if application_id:
        query = query.where(Contact.application_id == application_id)
    return [
        ContactRecord(
            row.id, row.version, row.application_id or "", row.person, row.post, row.email, row.telephone, row.archived
        )
        for row in session.scalars(query.order_by(Contact.person, Contact.id))
    ]


# its numbers


def set_identifier(
    session: Session,
    organisation_id: str,
    *,
    number: str,
    scheme: str = "",
    checked_on: date | None = None,
    checked_how: str = "",
    identifier_id: str = "",
    version: int | None = None,
) -> str:
    """Enter a number of an organisation, or change the one that is named; its id.

    Without a `scheme` it is taken by its look. A number that it has already is only told when and how it was looked up.
    Raises Refused at `scheme`, or at `number` where it has not the shape or another organisation has it; Stale.
    """
    records.in_use(session, Organisation, organisation_id)
    code = scheme or identifiers.guess(number)
    if number.strip() and not code:
        raise Refused("The desk cannot tell which register this number is of. Choose it.", "scheme")
    plain = identifiers.parse(code, number) if code else records.required(number, "The number", "number")
    holder = _holder(session, code, plain)
    if holder is not None and holder.organisation_id != organisation_id:
        other = records.fetch(session, Organisation, holder.organisation_id)
        if other.archived:
            raise Refused(f"“{other.name}”, which was put away, has this number. Bring it back and use it.", "number")
        raise Refused(f"“{other.name}” has this number. If it is the same organisation, merge the two.", "number")
    values: dict[str, Any] = {
        "scheme": code,
        "number": plain,
        "checked_on": checked_on,
        "checked_how": checked_how.strip(),
    }
    if identifier_id:
        if holder is not None and holder.id != identifier_id:
            raise Refused("This organisation has that number already.", "number")
        mine = records.in_use(session, Identifier, identifier_id)
        if mine.organisation_id != organisation_id:
            raise Refused(records.GONE)
        return records.change(session, Identifier, identifier_id, version=version, **values).id
    if holder is not None:
        if checked_on is not None or checked_how.strip():
            holder.checked_on, holder.checked_how = checked_on, checked_how.strip()
        return holder.id
    row = Identifier(organisation_id=organisation_id, **values)
    session.add(row)
    session.flush()
    return row.id


def _holder(session: Session, scheme: str, number: str) -> Identifier | None:
    query = select(Identifier).where(
        Identifier.scheme == scheme, Identifier.number == number, Identifier.archived.is_(False)
    )
    return session.scalars(query).first()


def archive_identifier(session: Session, identifier_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a number away, or bring it back. Raises Refused, Stale."""
    records.archive(session, Identifier, identifier_id, version=version, back=back)


# where it is


def set_profile(
    session: Session,
    organisation_id: str,
    *,
    version: int | None = None,
    address: str = "",
    postcode: str = "",
    website: str = "",
    unregistered: str = "",
    income: int | None = None,
    founded_on: date | None = None,
) -> str:
    """Enter or change where an organisation is and what it is, with its income in pence; the id of these details.

    `version` is that of the details as they were seen, 0 where there were none. Raises Refused at `postcode` or
    `income`, Stale.
    """
    records.in_use(session, Organisation, organisation_id)
    if income is not None and income < 0:
        raise Refused("An income cannot be below £0.", "income")
    values: dict[str, Any] = {
        "address": address.strip(),
        "postcode": identifiers.parse_postcode(postcode),
        "website": website.strip(),
        "unregistered": bank_words.refuse(unregistered, "unregistered"),
        "income_pence": income,
        "founded_on": founded_on,
    }
    query = select(Profile).where(Profile.organisation_id == organisation_id, Profile.archived.is_(False))
    row = session.scalars(query).first()
    if row is not None:
        return records.change(session, Profile, row.id, version=version, **values).id
    row = Profile(organisation_id=organisation_id, **values)
    session.add(row)
    session.flush()
    return row.id


# whom to speak to


def add_contact(
    session: Session,
    organisation_id: str,
    *,
    person: str,
    post: str = "",
    email: str = "",
    telephone: str = "",
    application_id: str | None = None,
) -> str:
    """Add a person to speak to, about one application where it is named; its id. Raises Refused."""
    records.in_use(session, Organisation, organisation_id)
    if application_id and records.in_use(session, Application, application_id).organisation_id != organisation_id:
        raise Refused("That application is another organisation's.")
    row = Contact(
        organisation_id=organisation_id,
        application_id=application_id or None,
        **_person(person, post, email, telephone),
    )
    session.add(row)
    session.flush()
    return row.id


def change_contact(
    session: Session,
    contact_id: str,
    *,
    version: int | None,
    person: str,
    post: str = "",
    email: str = "",
    telephone: str = "",
) -> None:
    """Change a person to speak to. Raises Refused, Stale."""
    records.in_use(session, Contact, contact_id)
    records.change(session, Contact, contact_id, version=version, **_person(person, post, email, telephone))


def _person(person: str, post: str, email: str, telephone: str) -> dict[str, str]:
    address = parse_email(email)
    return {
        "person": records.required(person, "The name", "person"),
        "post": bank_words.refuse(post, "post"),
        "email": address,
        "telephone": telephone.strip(),
    }


def parse_email(text: str, field: str = "email") -> str:
    """An e-mail address without space around it; an empty one stays empty. Raises Refused at `field`."""
    plain = text.strip()
    name, at, host = plain.rpartition("@")
    if plain and (not at or not name or "." not in host.strip(".") or len(plain.split()) > 1):
        raise Refused(f"“{plain}” is not an e-mail address. Type it like name@example.org.", field)
    return plain


def archive_contact(session: Session, contact_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a person to speak to away, or bring it back. Raises Refused, Stale."""
    records.archive(session, Contact, contact_id, version=version, back=back)


# whether it may have money


def set_hard_stop(session: Session, organisation_id: str, *, reason: str, set_by: str, set_on: date | None) -> str:
    """Say that an organisation may have no money from a day on; the id of the stop.

    Only an approver may. A further stop with another reason stands beside the first. Raises Refused.
    """
    needs_approver(session)
    records.in_use(session, Organisation, organisation_id)
    if set_on is None:
        raise Refused("The day of the stop is needed.", "set_on")
    row = HardStop(
        organisation_id=organisation_id,
        reason=records.required(reason, "The reason", "reason"),
        set_by=records.required(set_by, "Who stops it", "set_by"),
        set_on=set_on,
        lifted_by="",
        lifted_on=None,
        lift_reason="",
    )
    session.add(row)
    session.flush()
    return row.id


def lift_hard_stop(
    session: Session, stop_id: str, *, version: int | None, lift_reason: str, lifted_by: str, lifted_on: date | None
) -> None:
    """Lift a stop, which stays to be seen with both reasons. Only an approver may. Raises Refused, Stale."""
    needs_approver(session)
    row = records.in_use(session, HardStop, stop_id)
    if row.lifted_on is not None and row.version == version:
        raise Refused(f"This stop was lifted on {format_day(row.lifted_on)}.")
    if lifted_on is None:
        raise Refused("The day it is lifted is needed.", "lifted_on")
    if lifted_on < row.set_on:
        raise Refused(f"The stop holds from {format_day(row.set_on)}: it cannot be lifted before.", "lifted_on")
    records.change(
        session,
        HardStop,
        stop_id,
        version=version,
        lift_reason=records.required(lift_reason, "The reason", "lift_reason"),
        lifted_by=records.required(lifted_by, "Who lifts it", "lifted_by"),
        lifted_on=lifted_on,
    )
