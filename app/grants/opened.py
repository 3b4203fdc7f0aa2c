"""The chosen record of the Applications page: a round, an application or an organisation, with what its forms need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents import DocumentRecord, documents
from app.errors import Refused
from app.fields import Choice, Field
from app.funds import lines
from app.grants import (
    alarms,
    applicants,
    awarding,
    bid_fields,
    bids,
    check_fields,
    checks,
    history_of,
    organisation_fields,
    planner,
    reading,
    round_fields,
    rounds,
    subscription,
    telling,
    telling_organisation,
    telling_round,
    views,
)
from app.grants.missing import missing
from app.grants.parts import ApplicationRecord
from app.grants.shown import Shown
from app.history import Entry, history
from app.office import details
from app.organisations import organisations
from app.records import GONE
from app.told import Notice, Part, Told, without_empty
from db.applicants import Contact, Diligence, HardStop, Identifier, Profile
from db.base import Record
from db.documents import Document
from db.grants import (
    Answer,
    Application,
    ApplicationArea,
    ApplicationPriority,
    ApplicationStep,
    Cost,
    Criterion,
    Endorsement,
    Gate,
    GateAnswer,
    MatchFunding,
    Question,
    Round,
    RoundArea,
    RoundMeeting,
    RoundPriority,
)

LABELS: dict[str, tuple[Field, ...]] = {
    **round_fields.LABELS,
    **bid_fields.LABELS,
    **organisation_fields.LABELS,
    **check_fields.LABELS,
}
"""Which words the history uses for the columns of every table of rounds, applications and applicants."""
_OF_ROUND: tuple[type[Record], ...] = (RoundMeeting, Gate, Criterion, Question, RoundArea, RoundPriority)
_OF_APPLICATION: tuple[type[Record], ...] = (
    ApplicationStep,
    Answer,
    Cost,
    MatchFunding,
    ApplicationArea,
    ApplicationPriority,
    GateAnswer,
    Endorsement,
    Diligence,
    Contact,
)
_OF_ORGANISATION: tuple[type[Record], ...] = (Identifier, Profile, Contact, HardStop, Diligence)


def shown(session: Session, key: str, row_id: str, *, year: int, day: date, round_id: str = "") -> Shown:
    """The record behind a row of this view, or what the view's own forms need for none, where `day` is today.

    Raises Refused when it is gone.
    """
    known = reading.rounds(session)
    in_force = views.in_force(session, known, round_id)
    one = Shown(
        key,
        row_id,
        year,
        day,
        in_force.id if in_force is not None else "",
        details(session).year_style,
        round=in_force if not row_id else None,
        lines=tuple(Choice(each.id, each.name) for each in lines.lines(session)),
        areas=bids.area_choices(session, in_force if key in views.OF_A_ROUND else None),
        priorities=bids.priority_choices(session, in_force if key in views.OF_A_ROUND else None),
        organisations=tuple(Choice(each.id, each.name) for each in organisations(session)),
        rounds=tuple(Choice(each.id, f"{each.name} ({each.reference})") for each in known),
    )
    return _record(session, one, row_id.partition(":")[0]) if row_id else one


def _record(session: Session, one: Shown, row_id: str) -> Shown:
    """Whatever has this id: rows of every view begin with it."""
    for model, read in ((Application, _application), (Round, _round)):
        if session.get(model, row_id) is not None:
            return read(session, one, row_id)
    return _organisation(session, one, row_id)


def _round(session: Session, one: Shown, row_id: str) -> Shown:
    found = reading.round_(session, row_id)
    every = reading.applications(session, round_id=found.id)
    figures, plan = subscription.of_round(found, every), planner.plan(found)
    ids = _ids(session, _OF_ROUND, found.id, "round_id")
    lacks = () if found.is_frozen else rounds.before_opening(session, found.id, day=one.day)
    told = telling_round.round_parts(found, figures, plan, day=one.day, style=one.year_style, lacks=lacks)
    return _with(
        session,
        replace(one, round=found, subscription=figures, plan=plan),
        found.name,
        telling_round.subtitle(found, one.day),
        told,
        ids,
        ("round", found.id, found.name),
        alarms.of_round(found, lacks),
    )


def _application(session: Session, one: Shown, row_id: str) -> Shown:
    found = reading.application(session, row_id)
    r = reading.round_(session, found.round_id) if found.round_id else None
    lacks = tuple(missing(found, r))
    known = checks.standing(found, one.day, r)
    outcome = checks.outcome(found, one.day, r)
    told = telling.application_parts(found, r, day=one.day, style=one.year_style, missing=lacks, outcome=outcome)
    contacts = tuple(applicants.contacts(session, found.organisation_id, application_id=found.id))
    one = replace(
        one,
        application=found,
        round=r,
        missing=lacks,
        checks=known,
        outcome=outcome,
        blocks=awarding.blocks(found, one.day, r),
        contacts=contacts,
        areas=bids.area_choices(session, r),
        priorities=bids.priority_choices(session, r),
    )
    ids = _ids(session, _OF_APPLICATION, found.id, "application_id")
    title, under = found.project or found.reference, telling.subtitle(found)
    notices = alarms.of_application(found, r, one.blocks, _twins(session, found))
    return _with(session, one, title, under, told, ids, ("application", found.id, found.reference), notices)


def _twins(session: Session, a: ApplicationRecord) -> list[str]:
    """The references of the same organisation's other bids in the same round."""
    query = select(Application.reference).where(
        Application.round_id == (a.round_id or None),
        Application.organisation_id == a.organisation_id,
        Application.id != a.id,
        Application.archived.is_(False),
        Application.state != "withdrawn",
    )
    return list(session.scalars(query.order_by(Application.reference))) if a.round_id else []


def _organisation(session: Session, one: Shown, row_id: str) -> Shown:
    found = next((each for each in organisations(session, archived=True) if each.id == row_id), None)
    if found is None:
        raise Refused(GONE)
    who = applicants.applicant(session, row_id)
    contacts = tuple(applicants.contacts(session, row_id))
    made = tuple(checks.of_organisation(session, row_id))
    told = telling_organisation.organisation_parts(
        who,
        contacts,
        history_of.timeline(session, row_id),
        day=one.day,
        made=made,
    )
    one = replace(one, organisation=found, applicant=who, contacts=contacts, made=made)
    ids = _ids(session, _OF_ORGANISATION, row_id, "organisation_id")
    return _with(
        session, one, found.name, telling_organisation.subtitle(who), told, ids, ("organisation", found.id, found.name)
    )


def _with(
    session: Session,
    one: Shown,
    title: str,
    under: str,
    parts: Sequence[Part],
    ids: Sequence[str],
    owner: tuple[str, str, str],
    notices: tuple[Notice, ...] = (),
) -> Shown:
    """The record told, with its documents and its history."""
    kept: dict[str, tuple[DocumentRecord, ...]] = {
        each: tuple(documents(session, each)) for each in _with_documents(session, ids)
    }
    return replace(
        one,
        told=Told(title, under, without_empty(parts), notices, _history(session, one, ids)),
        documents=tuple(each for every in kept.values() for each in every),
        documents_of=kept,
        owner=owner,
    )


def _ids(session: Session, models: Sequence[type[Record]], row_id: str, column: str) -> list[str]:
    """The ids of a row and of everything that belongs or belonged to it."""
    ids = [row_id]
    for model in models:
        columns: Any = model
        ids += session.scalars(select(columns.id).where(getattr(columns, column) == row_id))
    return ids


def _with_documents(session: Session, ids: Sequence[str]) -> list[str]:
    found = set(
        session.scalars(select(Document.about_id).where(Document.about_id.in_(ids), Document.archived.is_(False)))
    )
    return [each for each in ids if each in found]


def _history(session: Session, one: Shown, ids: Sequence[str]) -> tuple[Entry, ...]:
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(ids)))
    return tuple(history(session, [*ids, *kept], labels=LABELS, year_style=one.year_style))
