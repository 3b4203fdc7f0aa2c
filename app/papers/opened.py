"""Papers as their pages on the screen show them: one being written, one looked at, all of them in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.fields import Choice, Field
from app.funds import funds, lines
from app.history import Entry, history
from app.listing import Column, Line, Listing
from app.office import details
from app.papers import shelf
from app.papers.gathering import gather_paper
from app.papers.paper import DETAILS, KINDS, STATES, PaperDetails, PaperRecord, Section
from app.years import format_year
from db.papers import PaperAnswer, PaperIssue, PaperReason, PaperSection

COLUMNS = (
    Column("title", "Paper"),
    Column("kind", "Kind"),
    Column("year", "Year"),
    Column("edition", "Version"),
    Column("state", "State", "chip"),
    Column("day", "Date", "day"),
    Column("issued_by", "Issued by"),
)

SHORT = {"intentions": "Plan", "panel-paper": "Panel paper"}
"""What a kind of paper is called in the list."""

LABELS = {
    "paper": DETAILS,
    "paper_section": (Field("heading", "Heading"), Field("text", "Text"), Field("printed", "Printed", "yesno")),
    "paper_answer": (Field("text", "Answer"), Field("confirmed", "Confirmed", "yesno")),
    "paper_reason": (Field("text", "Reason"),),
}
"""Which words the history uses for the columns of each table."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper to be written: all it says and shows, what its sections can be about, and the papers it follows."""

    record: PaperRecord
    year_text: str
    lines: tuple[Choice, ...]
    funds: tuple[Choice, ...]
    versions: tuple[PaperDetails, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every paper, as a list and by its id; `records` are the drafts with all they say and show."""

    listing: Listing
    papers: dict[str, PaperDetails]
    records: tuple[PaperRecord, ...]
    year_style: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One paper looked at: its details, its sections, the papers it follows, and what happened to it."""

    paper: PaperDetails
    sections: tuple[Section, ...]
    versions: tuple[PaperDetails, ...]
    history: tuple[Entry, ...]
    year_style: str


def opened(session: Session, paper_id: str, *, today: date) -> Opened:
    """A paper to be written or read. Raises Refused when there is none."""
    record = gather_paper(session, paper_id, today=today)
    year = record.paper.year
    return Opened(
        record,
        format_year(year, record.office.year_style),
        tuple(Choice(one.id, one.name) for one in lines.lines(session)),
        tuple(Choice(one.id, one.name) for one in funds.funds(session, year=year)),
        versions(session, record.paper),
    )


def shelved(session: Session, *, today: date) -> Shelf:
    """Every paper; the drafts gathered, so that what is still to settle in them can be counted.

    One that cannot be, because the paper it follows was altered outside the desk, says so when it is opened.
    """
    found = shelf.papers(session)
    style = details(session).year_style
    return Shelf(
        Listing("Papers", COLUMNS, tuple(_line(one, style) for one in found)),
        {one.id: one for one in found},
        tuple(record for one in found if one.state == "draft" and (record := _gathered(session, one.id, today))),
        style,
    )


def _gathered(session: Session, paper_id: str, today: date) -> PaperRecord | None:
    try:
        return gather_paper(session, paper_id, today=today)
    except Refused:
        return None


def looked(session: Session, paper_id: str) -> Looked:
    """One paper. Raises Refused when there is none."""
    paper, style = shelf.paper(session, paper_id), details(session).year_style
    entries = history(session, _rows_of(session, paper_id), labels=LABELS, year_style=style)
    return Looked(paper, shelf.sections(session, paper_id), versions(session, paper), tuple(entries), style)


def versions(session: Session, paper: PaperDetails) -> tuple[PaperDetails, ...]:
    """The papers that this one follows, the newest first."""
    known = {one.id: one for one in shelf.papers(session)}
    found: list[PaperDetails] = []
    at = paper.follows_id
    while at in known and known[at] not in found:
        found.append(known[at])
        at = known[at].follows_id
    return tuple(found)


def kind_name(kind: str) -> str:
    """What a kind of paper is called."""
    return next(one.label for one in KINDS if one.value == kind)


def _line(one: PaperDetails, style: str) -> Line:
    cells = (
        one.title,
        SHORT[one.kind],
        format_year(one.year, style),
        one.edition,
        STATES[one.state],
        one.day,
        one.issued_by,
    )
    return Line(one.id, cells)


def _rows_of(session: Session, paper_id: str) -> list[str]:
    """Every row whose changes belong to the history of a paper."""
    ids = [paper_id]
    for model in (PaperSection, PaperAnswer, PaperReason, PaperIssue):
        ids += session.scalars(select(model.id).where(model.paper_id == paper_id))
    return ids
