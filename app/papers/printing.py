"""Printing a paper without the window: the bytes that went out, the draft as it stands, or one from the sections of its
kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.door import Office
from app.errors import Refused
from app.funds.lines import years
from app.papers import shelf
from app.papers.compose import compose_paper
from app.papers.gathering import find, gather_new, gather_paper
from app.papers.paper import KINDS, Kind, PaperDetails, PaperRecord
from app.papers.publisher import publish
from app.papers.stored import issued
from app.years import format_day, year_of


def print_paper(
    office: Office, kind: Kind, *, year: int | None, reference: str, day: date | None, today: date
) -> tuple[bytes, str]:
    """The PDF, and what was printed in words: issued, a draft, or from the sections of its kind.

    `year` None is that of the newest paper, else of the newest budget. Raises Refused, also for another `day` than an
    issued paper bears.
    """
    if year is None:
        year = office.read(_newest_year, kind=kind, today=today)
    found = office.read(find, kind=kind, year=year, reference=reference)
    if found is not None and found.state != "draft":
        return _as_it_went_out(office, found, day)
    if found is not None:
        record = office.read(gather_paper, found.id, today=today)
        called = f"the draft “{found.title}”"
    else:
        office.read(_refuse_unknown, kind=kind, year=year, reference=reference)
        record = office.read(gather_new, kind=kind, year=year, today=today, reference=reference)
        called = f"“{record.paper.title}” from the template, as a draft"
    return publish(compose_paper(_dated(record, day))), called


def _as_it_went_out(office: Office, paper: PaperDetails, day: date | None) -> tuple[bytes, str]:
    if day is not None and day != paper.day:
        bears = format_day(paper.day) if paper.day else "no date"
        raise Refused(
            f"“{paper.title}” was issued with the date {bears} and is printed as it went out. Leave the date out."
        )
    return office.read(issued, paper.id), f"“{paper.title}” as it was issued"


def _dated(record: PaperRecord, day: date | None) -> PaperRecord:
    return record if day is None else replace(record, paper=replace(record.paper, day=day))


def _newest_year(session: Session, *, kind: Kind, today: date) -> int:
    known = [one.year for one in shelf.papers(session, kind=kind)] or years(session) or [year_of(today)]
    return max(known)


def _refuse_unknown(session: Session, *, kind: Kind, year: int, reference: str) -> None:
    """A reference that no paper has, where there are papers, was mistyped; where there are none it names a new one."""
    known = [one for one in shelf.papers(session, kind=kind) if one.year == year]
    if reference and known:
        named = ", ".join(one.reference for one in known if one.reference)
        there = f"There are: {named}." if named else "None of that year has a reference."
        label = next(one.label for one in KINDS if one.value == kind)
        raise Refused(f"There is no {label} with the reference “{reference}”. {there}")
