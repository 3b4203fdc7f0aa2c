"""What a new decision sheet and a new letter begin with. Amounts are pence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import implications
from app.grants.reading import grouped
from app.money import Pence
from app.recommendations.parts import Outcome
from db.applicants import Contact, Profile
from db.decision_sheets import DecisionImplication, DecisionOption, OutcomeLetter
from db.grants import Application
from db.organisations import Organisation

APART = (
    "finance",
    "financial",
    "legal",
    "equality",
    "equality and diversity",
    "data protection",
    "risk",
    "other risks",
    "consultation",
    "subsidy control",
    "conflicts of interest",
)
"""Headings of implications that a decision has a box of its own for, and does not ask twice."""


def blank(*, kind: str, title: str, year: int, marking: str) -> dict[str, Any]:
    """The columns of a new draft on which nothing has been written."""
    texts = (
        *("lead_officer", "lead_post", "exemption", "summary", "background", "recommendation", "power"),
        *("consultation", "finance", "legal", "equality", "data_protection", "risk", "subsidy", "conflicts"),
        *("background_papers", "withheld", "interests_note", "prepared_by", "snapshot", "digest", "link"),
    )
    nothing = (
        *("round_id", "contract_id", "line_id", "number", "decision_id", "supersedes_id", "review_on"),
        *("prepared_on", "signed_on", "published_on"),
    )
    return {
        **dict.fromkeys(texts, ""),
        **dict.fromkeys(nothing),
        "kind": kind,
        "title": title,
        "year": year,
        "state": "draft",
        "marking": marking,
        "publication": "full",
        "interests_confirmed": False,
        "limit_pence": 0,
    }


def headings(session: Session) -> tuple[str, ...]:
    """The headings of implications that a new sheet answers, without those it has a box of its own for."""
    return tuple(one for one in implications.names(session) if " ".join(one.casefold().split()) not in APART)


def unanswered(sheet_id: str, names: Iterable[str]) -> list[DecisionImplication]:
    """Rows for these headings, none answered yet."""
    return [
        DecisionImplication(sheet_id=sheet_id, position=at, heading=one, answer="") for at, one in enumerate(names, 1)
    ]


def options(sheet_id: str, given: Iterable[tuple[str, bool]]) -> list[DecisionOption]:
    """Rows for these options, none of which says why yet."""
    return [
        DecisionOption(sheet_id=sheet_id, position=at, text=text, why="", is_chosen=is_chosen)
        for at, (text, is_chosen) in enumerate(given, 1)
    ]


def addressees(session: Session, application_ids: Sequence[str]) -> dict[str, str]:
    """To whom a letter about each of these bids goes, line by line: its own contact, else one of the organisation."""
    rows = session.execute(
        select(Application.id, Application.organisation_id, Organisation.name)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(application_ids))
    ).all()
    bodies = {row.organisation_id for row in rows}
    people = grouped(
        (one.organisation_id, one)
        for one in session.scalars(
            select(Contact)
            .where(Contact.organisation_id.in_(bodies), Contact.archived.is_(False))
            .order_by(Contact.person, Contact.id)
        )
    )
    places = {
        one.organisation_id: one
        for one in session.scalars(
            select(Profile).where(Profile.organisation_id.in_(bodies), Profile.archived.is_(False))
        )
    }
    found = {}
    for row in rows:
        mine = people.get(row.organisation_id, ())
        own = [one for one in mine if one.application_id == row.id] or [one for one in mine if not one.application_id]
        place = places.get(row.organisation_id)
        where = (place.address, place.postcode) if place is not None else ()
        lines = (*(one.person for one in own[:1]), row.name, *where)
        found[row.id] = "\n".join(one.strip() for one in lines if one.strip())
    return found


def letter(
    sheet_id: str,
    application_id: str,
    *,
    outcome: Outcome,
    amount: Pence | None,
    addressee: str,
    words: str,
    feedback: str = "",
) -> OutcomeLetter:
    """A letter that nobody has read yet."""
    return OutcomeLetter(
        sheet_id=sheet_id,
        application_id=application_id,
        outcome=outcome,
        amount_pence=amount,
        addressee=addressee,
        words=words,
        feedback=feedback,
        read_by="",
        read_on=None,
        sent_on=None,
        digest="",
    )
