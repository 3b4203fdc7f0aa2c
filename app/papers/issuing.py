"""Issuing a paper: what the officer looked at is made, compared with the desk once more, and kept for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.papers import stored
from app.papers.blocks import Document
from app.papers.compose import compose_paper
from app.papers.drafts import ISSUED, draft
from app.papers.gathering import gather_paper
from app.papers.guard import guard
from app.papers.kept import data_of
from app.papers.paper import Guarded, PaperRecord, Recorded, takes_place_of
from app.papers.publisher import publish_pages
from app.papers.recorded import is_held
from app.papers.shelf import paper
from app.papers.stored import issued, issued_data, stray_files
from app.progress import Progress
from db.papers import Paper, PaperIssue

__all__ = ["Prepared", "issue", "issued", "issued_data", "prepare", "stray_files"]

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper as it would go out: its pages, what they were made from as JSON text, and the newest step at the time."""

    pdf: bytes
    pages: int
    data: str
    recorded: Recorded | None


def prepare(record: PaperRecord, *, progress: Progress | None = None) -> Prepared:
    """The paper as it would go out, without DRAFT on its pages. Raises Refused naming what is still to settle."""
    document, data = _ready(record)
    made = publish_pages(document, progress=progress)
    return Prepared(made.pdf, made.pages, data, record.recorded)


def issue(session: Session, paper_id: str, *, version: int | None, prepared: Prepared, today: date, by: str) -> None:
    """Issue what was prepared; what it `takes_place_of` is superseded, what is drafted behind it follows it now.

    `by` is who issues it. Raises Refused where it was issued meanwhile, where something is to settle, or where anything
    in it is no longer what was prepared; Stale. What others saved about something else meanwhile is in nobody's way.
    """
    row = draft(session, paper_id, version=version)
    if prepared.recorded is None or not is_held(session, prepared.recorded):
        raise Refused(
            "This paper was made from another copy of the office file: its record of changes is not the one in this "
            "file. Nothing was issued; look at the paper again."
        )
    # the step that is printed is the newest one when the person looked
    record = replace(gather_paper(session, paper_id, today=today), recorded=prepared.recorded)
    if _ready(record)[1] != prepared.data:
        raise Refused(
            "The figures or the words of this paper have changed since you looked at it. "
            "Nothing was issued; look at it again."
        )
    session.add(
        PaperIssue(
            paper_id=paper_id,
            issued_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            issued_by=by,
            pages=prepared.pages,
            pdf_digest=stored.keep(session, prepared.pdf, stored.PDF),
            data_digest=stored.keep(session, prepared.data.encode(), stored.JSON),
        )
    )
    row.state = "issued"
    if row.follows_id is not None and takes_place_of(record.paper, paper(session, row.follows_id)):
        records.fetch(session, Paper, row.follows_id).state = "superseded"
    for other in _drafts_behind(session, row):
        other.follows_id = paper_id


def _drafts_behind(session: Session, row: Paper) -> list[Paper]:
    """Drafts of the same kind for that year or a later one that would else be compared with an older paper."""
    drafts = select(Paper).where(Paper.kind == row.kind, Paper.state == "draft", Paper.archived.is_(False))
    older = drafts.where(Paper.year >= row.year, Paper.follows_id.is_not_distinct_from(row.follows_id))
    return [one for one in session.scalars(older) if one.id != row.id]


def _ready(record: PaperRecord) -> tuple[Document, str]:
    """The paper without DRAFT on it, and its data. Raises Refused where it cannot be issued as it is."""
    if record.paper.state != "draft":
        raise Refused(ISSUED)
    if record.paper.day is None:
        raise Refused("Give the paper its date before you issue it.", "day")
    document = compose_paper(replace(record, paper=replace(record.paper, state="issued")))
    guarded = guard(record, document)
    _refuse_unsettled(guarded)
    return document, data_of(record, document, guarded)


def _refuse_unsettled(guarded: Guarded) -> None:
    open_ = [one for one in guarded.findings if not one.settled and one.kind != "hint"]
    if not open_:
        return
    named = "; ".join(f"{one.title} ({one.place})" if one.place else one.title for one in open_[:_MOST_NAMED])
    more = f"; and {len(open_) - _MOST_NAMED:,} more" if len(open_) > _MOST_NAMED else ""
    raise Refused(f"This is still to settle before the paper can be issued: {named}{more}.")
