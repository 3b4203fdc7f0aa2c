"""Gathering a paper: everything it says and shows, read in one go, so that nothing is asked of the file afterwards."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import implications
from app.funds import lines
from app.funds.figures import Amount
from app.office import details
from app.papers import changes, shelf
from app.papers.live import live_blocks
from app.papers.named import named_figures
from app.papers.paper import NO_REASONS, Answer, Kind, PaperDetails, PaperRecord, Section
from app.papers.recorded import newest_step
from app.papers.templates import template


def gather_paper(session: Session, paper_id: str, *, today: date) -> PaperRecord:
    """One stored paper with everything it shows. Raises Refused when there is none."""
    return _gather(
        session,
        shelf.paper(session, paper_id),
        shelf.sections(session, paper_id),
        shelf.answers(session, paper_id),
        shelf.reasons(session, paper_id),
        today,
    )


def gather_new(session: Session, *, kind: Kind, year: int, today: date, reference: str = "") -> PaperRecord:
    """A paper as it would begin: from the sections of its kind, nothing saved; it follows the one issued last."""
    begun = template(session, kind, year)
    paper = PaperDetails(
        id="",
        version=0,
        kind=kind,
        state="draft",
        year=year,
        title=begun.title,
        reference=reference,
        panel=begun.panel,
        marking=details(session).marking,
        numbering=begun.numbering,
        follows_id=shelf.followed(shelf.papers(session, kind=kind), year),
    )
    names = implications.names(session)
    unanswered = tuple(Answer(f"new:{at}", 0, name, "", False) for at, name in enumerate(names, start=1))
    return _gather(session, paper, begun.sections, unanswered, dict(NO_REASONS), today)


def find(session: Session, *, kind: Kind, year: int, reference: str = "") -> PaperDetails | None:
    """The stored paper of this kind and year (with this reference if one is given): the newest draft, else what was
    issued last."""
    found = (one for one in shelf.papers(session, kind=kind) if one.year == year)
    return next((one for one in found if not reference or one.reference == reference), None)


def _gather(
    session: Session,
    paper: PaperDetails,
    sections: tuple[Section, ...],
    answers: tuple[Answer, ...],
    reasons: dict[tuple[str, str], str],
    today: date,
) -> PaperRecord:
    office, every = details(session), lines.lines(session)
    now: dict[str, tuple[str, Amount]] = {
        one.id: (one.name, one.budgets[paper.year].figures.budget) for one in every if paper.year in one.budgets
    }
    since = changes.since(session, paper, now, reasons)
    return PaperRecord(
        office=office,
        paper=paper,
        sections=sections,
        answers=answers,
        reasons=reasons,
        figures=named_figures(session, year=paper.year),
        live=live_blocks(
            session, paper, sections, office=office, lines=every, since=since, reasons=reasons, today=today
        ),
        since=since,
        today=today,
        lines=now,
        recorded=newest_step(session),
    )
