"""An organisation that asks for money, as it is read down: whether it may have any, its numbers, its checks, its past.

With `printable` no contact and no name of who decided or checked anything is among the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.grants import checks
from app.grants.applicants import ApplicantRecord, ContactRecord, StopRecord
from app.grants.parts import DiligenceRecord
from app.grants.telling import checked, contacts_part, how_checked, lines, pounds
from app.listing import Column, Line, Listing
from app.told import Part, facts
from app.years import format_day


def subtitle(o: ApplicantRecord) -> str:
    """“Charity · also called Evening Club”."""
    return " · ".join(filter(None, (o.kind, f"also called {', '.join(o.aliases)}" if o.aliases else "")))


def organisation_parts(
    o: ApplicantRecord,
    contacts: Sequence[ContactRecord] = (),
    history: Listing | None = None,
    *,
    day: date,
    made: Sequence[DiligenceRecord] = (),
    printable: bool = False,
) -> list[Part]:
    """What an officer reads of an organisation on a day; the parts with nothing in them are empty.

    `history` is everything this office has had to do with it, `made` the checks made of it (`checks.of_organisation`).
    """
    return [
        _stops(o.stops, printable=printable),
        _identifiers(o, printable=printable),
        _profile(o),
        _general(made, day, printable=printable),
        *([Part(history.title, table=history, wide=True)] if history is not None else []),
        *([] if printable else [contacts_part(contacts)]),
    ]


def _stops(stops: Sequence[StopRecord], *, printable: bool) -> Part:
    """Why it may have no money, and stops that were lifted."""
    columns = (Column("reason", "Why"), Column("set_on", "Since", "day"), Column("state", "State", "chip"))
    rows = tuple(Line(one.id, (one.reason, one.set_on, "Stopped" if one.holds else "Lifted")) for one in stops)
    told = tuple(
        f"Lifted on {format_day(one.lifted_on)}{'' if printable else f' by {one.lifted_by}'}: {one.lift_reason}"
        for one in stops
        if one.lifted_on is not None
    )
    return Part("Hard stop", table=Listing("Hard stop", columns, rows), words=told, opens="lift")


def _identifiers(o: ApplicantRecord, *, printable: bool) -> Part:
    """Its numbers in registers, and whether somebody has looked them up there."""
    columns = (
        Column("register", "Register"),
        Column("number", "Number"),
        Column("checked_on", "Looked up", "day"),
        *(() if printable else (Column("how", "How"),)),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.text.removesuffix(one.number).strip(),
                one.number,
                one.checked_on,
                *(() if printable else (one.checked_how,)),
            ),
        )
        for one in o.identifiers
    )
    why = f"It has no number: {o.profile.unregistered}" if o.profile.unregistered else ""
    return Part("Numbers", table=Listing("Numbers", columns, rows), words=lines(why), opens="identifier")


def _profile(o: ApplicantRecord) -> Part:
    one = o.profile
    return facts(
        "Organisation",
        ("Kind", o.kind),
        ("Also called", ", ".join(o.aliases)),
        ("Address", ", ".join(line.strip() for line in one.address.splitlines() if line.strip())),
        ("Postcode", one.postcode),
        ("Website", one.website),
        ("Income a year", pounds(one.income)),
        ("Founded", format_day(one.founded_on) if one.founded_on else ""),
    )


def _general(made: Sequence[DiligenceRecord], day: date, *, printable: bool) -> Part:
    """Every check made of it up to a day, the newest first; one for a single application says so."""
    known = sorted((one for one in made if one.checked_on <= day), key=lambda one: one.checked_on, reverse=True)
    said = tuple(
        f"{how_checked(one, printable=printable)}{' For one application only.' if one.application_id else ''}"
        for one in known
    )
    return Part(
        "Checks", table=checked("Checks", [(one, checks.state(one, day)) for one in known]), words=said, opens="check"
    )
