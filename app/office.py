"""The office's own details: name, title of the office holder, address, marking, and how it writes years."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Choice, Field
from app.years import SLASH, STYLES
from db.office import OfficeDetails

# OFFICIAL is the default; NOT PROTECTIVELY MARKED was retired in April 2014 and only reprints a paper that bore it
# (Government Security Classifications Policy, 5 August 2024).
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE", "NOT PROTECTIVELY MARKED")

FIELDS = (
    Field("name", "Office", required=True, help="As it is printed at the head of a paper."),
    Field(
        "holder_title",
        "Title of the office holder",
        required=True,
        help="Police and Crime Commissioner, or PFCC, PCVC, mayor.",
    ),
    Field("address", "Address", "long"),
    Field("marking", "Marking of ordinary papers", "choice", True, tuple(Choice(one, one) for one in MARKINGS)),
    Field("year_style", "Financial years are written", "choice", True, tuple(Choice(one, one) for one in STYLES)),
)


@dataclass(frozen=True, slots=True)
class Details:
    """The office as it is shown and printed."""

    id: str
    version: int
    name: str
    holder_title: str
    address: str
    marking: str
    year_style: str


UNNAMED = Details("", 0, "New office", "Police and Crime Commissioner", "", MARKINGS[0], SLASH)


def details(session: Session) -> Details:
    """The office's details, or `UNNAMED` while nobody has entered them."""
    row = session.scalars(select(OfficeDetails).where(OfficeDetails.archived.is_(False))).first()
    if row is None:
        return UNNAMED
    return Details(row.id, row.version, row.name, row.holder_title, row.address, row.marking, row.year_style)


def set_details(
    session: Session, *, version: int | None, name: str, holder_title: str, address: str, marking: str, year_style: str
) -> str:
    """Enter or change the office's details; their id. Raises Refused, Stale."""
    if marking not in MARKINGS:
        raise Refused("Choose one of the markings.", "marking")
    if year_style not in STYLES:
        raise Refused("Choose how years are written.", "year_style")
    values = {
        "name": records.required(name, "The office's name", "name"),
        "holder_title": records.required(holder_title, "The title of the office holder", "holder_title"),
        "address": address.strip(),
        "marking": marking,
        "year_style": year_style,
    }
    now = details(session)
    if now.id:
        return records.change(session, OfficeDetails, now.id, version=version, **values).id
    row = OfficeDetails(**values)
    session.add(row)
    return row.id
