"""The shelf of papers: what is drafted, issued and superseded; starting one, from the last of its kind or from none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app import implications, records
from app.errors import Refused
from app.office import MARKINGS, details
from app.papers.answers import answer, answers, give_reason, reasons
from app.papers.answers import enter as enter_answers
from app.papers.drafts import draft
from app.papers.paper import KINDS, NUMBERINGS, Kind, Numbering, PaperDetails, Section, State
from app.papers.sections import (
    add_section,
    change_section,
    move_section,
    moved_on,
    place_section,
    print_section,
    remove_section,
    retitled,
    sections,
)
from app.papers.sections import enter as enter_sections
from app.papers.templates import template
from db.papers import Paper, PaperIssue, PaperReason

__all__ = [
    "add_section",
    "answer",
    "answers",
    "change_details",
    "change_section",
    "discard",
    "followed",
    "give_reason",
    "move_section",
    "next_version",
    "paper",
    "papers",
    "place_section",
    "print_section",
    "reasons",
    "remove_section",
    "sections",
    "start",
]

_CARRIED = ("kind", "panel", "report_of", "author", "post", "telephone", "email", "numbering")


def papers(session: Session, *, kind: Kind | None = None) -> list[PaperDetails]:
    """Every paper, or those of one kind: drafts first, those started last at the top, then what was issued last."""
    found = [one for one in _details(session) if kind in (None, one.kind)]
    return sorted(found, key=lambda one: (one.state == "draft", one.issued_at, one.id), reverse=True)


def paper(session: Session, paper_id: str) -> PaperDetails:
    """One paper. Raises Refused when there is none or it was discarded."""
    records.in_use(session, Paper, paper_id)
    return next(one for one in _details(session) if one.id == paper_id)


def followed(known: Sequence[PaperDetails], year: int) -> str | None:
    """The id of the paper that one for `year` is compared with, of papers of its kind as `papers` orders them.

    A later year's is none of them: an earlier year changes nothing since, and would not take its place.
    """
    return next((one.id for one in known if one.state == "issued" and one.year <= year), None)


def start(session: Session, *, kind: Kind, year: int, today: date) -> str:
    """Start a paper for `year` (a start year); the id of its draft. Raises Refused.

    It begins with the words of the newest paper of its kind, figures moved on to its own year, and follows what was
    issued last for that year or an earlier one; the very first begins with the sections of its kind.
    """
    if kind not in [one.value for one in KINDS]:
        raise Refused("Choose what kind of paper it is.", "kind")
    known = papers(session, kind=kind)
    if known:
        return _carry_on(session, max(known, key=lambda one: one.id), year, followed(known, year), today)
    begun = template(session, kind, year)
    row = Paper(
        kind=kind,
        state="draft",
        year=year,
        title=begun.title,
        panel=begun.panel,
        numbering=begun.numbering,
        marking=details(session).marking,
        **dict.fromkeys(("reference", "edition", "report_of", "author", "post", "telephone", "email"), ""),
    )
    return _keep(session, row, begun.sections, {})


def next_version(session: Session, paper_id: str, *, today: date) -> str:
    """Start the next version of an issued paper, which will supersede it; the id of its draft. Raises Refused.

    The reasons given for figures are carried along; what changed is told anew.
    """
    before = paper(session, paper_id)
    if before.state == "draft":
        raise Refused("This paper is still a draft; change it as it is.")
    if before.state == "superseded":
        raise Refused("A later paper has taken the place of this one; start the next version from that.")
    begun = [
        one for one in papers(session) if (one.state, one.follows_id, one.year) == ("draft", paper_id, before.year)
    ]
    if begun:
        raise Refused(f"Its next version has been started already: the draft “{begun[0].title}”.")
    new = _carry_on(session, before, before.year, paper_id, today)
    ids = {one.id: at for at, one in enumerate(sections(session, paper_id))}
    now = [one.id for one in sections(session, new)]
    for (about, key), text in reasons(session, paper_id).items():
        if about == "figure":
            # a key that names a section names its copy
            carried = ":".join(now[ids[part]] if part in ids else part for part in key.split(":"))
            session.add(PaperReason(paper_id=new, about=about, key=carried, text=text))
    return new


def change_details(
    session: Session,
    paper_id: str,
    *,
    version: int | None,
    title: str,
    year: int,
    day: date | None,
    panel: str,
    report_of: str,
    reference: str,
    edition: str,
    review_on: date | None,
    numbering: str,
    marking: str,
    author: str,
    post: str,
    telephone: str,
    email: str,
) -> None:
    """Change what a draft says of itself; of another year it follows what was issued last for that. Raises Refused,
    Stale.
    """
    row = draft(session, paper_id)
    if numbering not in [one.value for one in NUMBERINGS]:
        raise Refused("Choose how the paper is numbered.", "numbering")
    if marking not in MARKINGS:
        raise Refused("Choose one of the markings.", "marking")
    known = papers(session, kind=cast(Kind, row.kind))
    records.change(
        session,
        Paper,
        paper_id,
        version=version,
        follows_id=row.follows_id if year == row.year else followed(known, year),
        title=records.required(title, "The title", "title"),
        year=year,
        day=day,
        panel=panel.strip(),
        report_of=report_of.strip(),
        reference=reference.strip(),
        edition=edition.strip(),
        review_on=review_on,
        numbering=numbering,
        marking=marking,
        author=author.strip(),
        post=post.strip(),
        telephone=telephone.strip(),
        email=email.strip(),
    )


def discard(session: Session, paper_id: str, *, version: int | None = None) -> None:
    """Put a draft away. Raises Refused, Stale."""
    draft(session, paper_id, version=version).archived = True


def _carry_on(session: Session, old: PaperDetails, year: int, follows: str | None, today: date) -> str:
    """A draft for `year` with what the old paper says. Days gone by are not carried along."""
    row = Paper(
        state="draft",
        year=year,
        title=retitled(old.title, old=old.year, new=year),
        reference=old.reference if year == old.year else "",
        edition="",
        day=old.day if old.day and old.day >= today else None,
        review_on=old.review_on if old.review_on and old.review_on >= today else None,
        # the retired marking only reprints a paper that bore it
        marking=old.marking if old.marking != MARKINGS[-1] else details(session).marking,
        follows_id=follows,
        **{key: getattr(old, key) for key in _CARRIED},
    )
    copies = [
        replace(
            one, heading=retitled(one.heading, old=old.year, new=year), text=moved_on(one.text, years=year - old.year)
        )
        for one in sections(session, old.id)
    ]
    said = {one.heading: moved_on(one.text, years=year - old.year) for one in answers(session, old.id)}
    return _keep(session, row, copies, said)


def _keep(session: Session, row: Paper, its: Sequence[Section], known: dict[str, str]) -> str:
    """Keep a new paper with its sections, and an answer to find for each of the office's headings; its id."""
    session.add(row)
    session.flush()
    enter_sections(session, row.id, its)
    implications.enter_usual(session)
    session.flush()
    enter_answers(session, row.id, implications.names(session), known)
    return row.id


def _details(session: Session) -> list[PaperDetails]:
    issue = and_(PaperIssue.paper_id == Paper.id, PaperIssue.archived.is_(False))
    query = select(Paper, PaperIssue).outerjoin(PaperIssue, issue).where(Paper.archived.is_(False))
    return [_record(row, issued) for row, issued in session.execute(query)]


def _record(row: Paper, issue: PaperIssue | None) -> PaperDetails:
    return PaperDetails(
        id=row.id,
        version=row.version,
        kind=cast(Kind, row.kind),
        state=cast(State, row.state),
        year=row.year,
        title=row.title,
        reference=row.reference,
        edition=row.edition,
        day=row.day,
        panel=row.panel,
        report_of=row.report_of,
        author=row.author,
        post=row.post,
        telephone=row.telephone,
        email=row.email,
        marking=row.marking,
        numbering=cast(Numbering, row.numbering),
        review_on=row.review_on,
        follows_id=row.follows_id,
        issued_at=issue.issued_at if issue else "",
        issued_by=issue.issued_by if issue else "",
        pages=issue.pages if issue else 0,
    )
