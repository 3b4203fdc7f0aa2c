"""Papers to test with: started, dated and issued in an office, each in one call."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.door import Office
from app.papers import issuing, shelf
from app.papers.gathering import gather_paper
from app.papers.issuing import Prepared
from app.papers.paper import Answer, Kind, PaperDetails, Section
from tests.factories import YEAR

TODAY = date(2018, 6, 1)


def start(office: Office, kind: Kind = "intentions", *, year: int = YEAR, today: date = TODAY) -> str:
    """A new draft; its id."""
    return office.write("Start a paper", shelf.start, kind=kind, year=year, today=today)


def seen(office: Office, paper_id: str) -> PaperDetails:
    """The paper as it is now."""
    return office.read(shelf.paper, paper_id)


def headings(office: Office, paper_id: str) -> list[str]:
    """The headings of its sections, in their order."""
    return [one.heading for one in office.read(shelf.sections, paper_id)]


def section(office: Office, paper_id: str, heading: str) -> Section:
    """The section with this heading."""
    return next(one for one in office.read(shelf.sections, paper_id) if one.heading == heading)


def answer(office: Office, paper_id: str, heading: str) -> Answer:
    """What is answered under this heading."""
    return next(one for one in office.read(shelf.answers, paper_id) if one.heading == heading)


def change(office: Office, paper_id: str, *, version: Any = None, **given: Any) -> None:
    """Change some of the details and keep the others."""
    names = ("title", "year", "day", "panel", "report_of", "reference", "edition", "review_on", "numbering", "marking")
    now = seen(office, paper_id)
    typed = {name: getattr(now, name) for name in (*names, "author", "post", "telephone", "email")}
    office.write("Change the details", shelf.change_details, paper_id, version=version, **{**typed, **given})


def write(office: Office, one: Section, text: str, *, version: int | None = None) -> None:
    """Write the text of a section and keep the rest of it."""
    kept = {name: getattr(one, name) for name in ("heading", "level", "shows", "subject_id")}
    office.write("Write a section", shelf.change_section, one.id, version=version, text=text, **kept)


def prepared(office: Office, paper_id: str, *, today: date = TODAY) -> Prepared:
    """The paper as it would go out."""
    return issuing.prepare(office.read(gather_paper, paper_id, today=today))


def issue(office: Office, paper_id: str, *, day: date = TODAY, today: date = TODAY) -> bytes:
    """Date the paper and issue it; its PDF."""
    change(office, paper_id, day=day)
    made = prepared(office, paper_id, today=today)
    send(office, paper_id, made, today=today)
    return made.pdf


def send(office: Office, paper_id: str, made: Prepared, *, version: int | None = None, today: date = TODAY) -> None:
    """Issue what was prepared."""
    office.write("Issue a paper", issuing.issue, paper_id, version=version, prepared=made, today=today, by="Jo")
