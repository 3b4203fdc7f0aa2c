"""The registers behind the office's name, as lists with the records their forms need, each read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import areas, implications, organisations, people, plans
from app.areas import AreaRecord
from app.fields import Choice
from app.implications import HeadingRecord
from app.listing import Column, Group, Line, Listing
from app.organisations import OrganisationRecord
from app.people import PersonRecord
from app.plans import PlanRecord, PriorityRecord
from app.roles import EVERYBODY, ROLES, may_approve
from app.who import Who
from app.years import format_day


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans with their priorities under them."""

    listing: Listing
    plans: dict[str, PlanRecord]
    priorities: dict[str, PriorityRecord]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Areas:
    """The tree of areas."""

    listing: Listing
    areas: dict[str, AreaRecord]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Organisations:
    """Organisations by name."""

    listing: Listing
    organisations: dict[str, OrganisationRecord]


@dataclass(frozen=True, slots=True)
class Implications:
    """The headings of risks and implications, in the office's order."""

    listing: Listing
    headings: dict[str, HeadingRecord]


@dataclass(frozen=True, slots=True)
class People:
    """Accounts with their roles, by the id of their line; whether this person may change them; who this person is."""

    listing: Listing
    people: dict[str, PersonRecord]
    may_change: bool
    me: str


def plan_register(session: Session) -> Plans:
    """Every plan, itself a line that can be chosen, above its priorities."""
    found, mine = plans.plans(session), plans.priorities(session)
    columns = (Column("name", "Priority"), Column("starts", "From", "day"), Column("ends", "Until", "day"))
    lines = []
    for plan in found:
        lines.append(Line(plan.id, (f"The plan: {plan.name}", plan.starts_on, plan.ends_on), plan.id))
        lines += [
            Line(one.id, (one.name, one.starts_on, one.ends_on), plan.id) for one in mine if one.plan_id == plan.id
        ]
    groups = tuple(
        Group(plan.id, f"{format_day(plan.starts_on)} to {format_day(plan.ends_on) if plan.ends_on else 'now'}")
        for plan in found
    )
    return Plans(
        Listing("Plans and priorities", columns, tuple(lines), groups),
        {plan.id: plan for plan in found},
        {one.id: one for one in mine},
        tuple(Choice(plan.id, plan.name) for plan in found),
    )


def area_register(session: Session) -> Areas:
    """Every area, parents before their children."""
    found = areas.areas(session)
    columns = (
        Column("name", "Area"),
        Column("kind", "Kind"),
        Column("code", "Code"),
        Column("names", "Earlier names"),
    )
    lines = tuple(
        Line(
            one.id,
            (
                one.name,
                one.kind,
                one.code,
                ", ".join(name for _, name in one.names[:-1]),
            ),
            level=one.level,
        )
        for one in found
    )
    choices = tuple(Choice(one.id, "\N{EM SPACE}" * one.level + one.name) for one in found)
    return Areas(Listing("Areas", columns, lines), {one.id: one for one in found}, choices)


def organisation_register(session: Session) -> Organisations:
    """Every organisation with its other names."""
    found = organisations.organisations(session)
    columns = (Column("name", "Organisation"), Column("kind", "Kind"), Column("aliases", "Also known as"))
    lines = tuple(Line(one.id, (one.name, one.kind, ", ".join(one.aliases))) for one in found)
    return Organisations(Listing("Organisations", columns, lines), {one.id: one for one in found})


def implication_register(session: Session) -> Implications:
    """Every heading that a paper answers, in the order it answers them."""
    found = implications.headings(session)
    columns = (Column("name", "Heading"), Column("place", "Place", "count"))
    lines = tuple(Line(one.id, (one.name, one.place)) for one in found)
    return Implications(Listing("Risks and implications", columns, lines), {one.id: one for one in found})


def people_register(session: Session) -> People:
    """Everybody listed, and everybody else in a line of their own."""
    who = session.info.get("who")
    me = who.name if isinstance(who, Who) else ""
    return people_listing(people.people(session), may_change=may_approve(session), me=me)


def people_listing(found: Sequence[PersonRecord], *, may_change: bool, me: str) -> People:
    """These people as a register; everybody else has no row of their own until a role was set."""
    columns = (Column("name", "Name"), Column("account", "Account"), Column("role", "Role"))
    roles: dict[str, str] = dict(ROLES.items())
    by_id = {EVERYBODY if one.account == EVERYBODY else one.id: one for one in found}
    lines = tuple(
        Line(key, (one.called, "" if one.account == EVERYBODY else one.account, roles[one.role]))
        for key, one in by_id.items()
    )
    return People(Listing("People and roles", columns, lines), by_id, may_change, me)
