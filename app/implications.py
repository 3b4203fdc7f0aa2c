"""The office's own list of headings of risks and implications, every one of which each paper answers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Field
from db.papers import ImplicationHeading

USUAL = (
    "Finance",
    "Staffing",
    "Equality and diversity",
    "Accommodation",
    "Crime and disorder",
    "Children's Act 2004",
    "Stakeholder and community engagement",
    "Environment",
    "Collaboration and partnerships",
    "Value for money and productivity",
    "Impact on Police and Crime Plan priorities",
    "Commissioning",
    "Other risks",
)
"""What an office begins with: the headings that Durham's papers to its Police and Crime Panel answer."""

FIELDS = (
    Field("name", "Heading", required=True),
    Field("place", "Place in the list", "count", help="1 is the first. Leave empty for the last."),
)


@dataclass(frozen=True, slots=True)
class HeadingRecord:
    """One heading; `place` counts from 1."""

    id: str
    version: int
    name: str
    place: int


def headings(session: Session) -> list[HeadingRecord]:
    """The office's headings in its order; none before the first paper was started or the first heading added."""
    return [HeadingRecord(row.id, row.version, row.name, at) for at, row in enumerate(_rows(session), 1)]


def names(session: Session) -> tuple[str, ...]:
    """The headings that a new paper answers: the office's own, or the usual ones while it has none."""
    return tuple(row.name for row in _rows(session)) or USUAL


def enter_usual(session: Session) -> None:
    """Give an office that has no headings yet the usual ones."""
    if not _rows(session):
        session.add_all(ImplicationHeading(name=name, position=at) for at, name in enumerate(USUAL, 1))


def add(session: Session, *, name: str, place: int | None = None) -> str:
    """Add a heading; its id. Raises Refused."""
    plain = _free(session, name, "")
    row = ImplicationHeading(name=plain, position=records.next_position(session, ImplicationHeading))
    session.add(row)
    session.flush()
    _put(session, row, place)
    return row.id


def change(session: Session, heading_id: str, *, version: int | None, name: str, place: int | None = None) -> None:
    """Change a heading or its place; papers already started keep theirs. Raises Refused, Stale."""
    plain = _free(session, name, heading_id)
    _put(session, records.change(session, ImplicationHeading, heading_id, version=version, name=plain), place)


def archive(session: Session, heading_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a heading away; papers that answer it keep it. Raises Refused, Stale."""
    records.archive(session, ImplicationHeading, heading_id, version=version, back=back)


def _rows(session: Session) -> list[ImplicationHeading]:
    active = select(ImplicationHeading).where(ImplicationHeading.archived.is_(False))
    return list(session.scalars(active.order_by(ImplicationHeading.position, ImplicationHeading.id)))


def _free(session: Session, name: str, heading_id: str) -> str:
    """The name, provided no other heading has it: answers are carried from paper to paper by it."""
    plain = records.required(name, "The heading", "name")
    if any(row.name.lower() == plain.lower() and row.id != heading_id for row in _rows(session)):
        raise Refused("There is already a heading with this name.", "name")
    return plain


def _put(session: Session, row: ImplicationHeading, place: int | None) -> None:
    others = [one for one in _rows(session) if one.id != row.id]
    at = len(others) if place is None else max(0, min(len(others), place - 1))
    for position, one in enumerate([*others[:at], row, *others[at:]], 1):
        if one.position != position:
            one.position = position
