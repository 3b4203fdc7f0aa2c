"""What a paper answers under each heading of implications, and the reasons given in it for figures and for changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused, Stale
from app.papers.drafts import draft
from app.papers.paper import Answer
from db.papers import PaperAnswer, PaperReason

ABOUT = ("figure", "change")


def answers(session: Session, paper_id: str) -> tuple[Answer, ...]:
    """The answers of a paper, in the order its headings had when it was started."""
    return tuple(
        Answer(row.id, row.version, row.heading, row.text, row.confirmed)
        for row in session.scalars(
            select(PaperAnswer)
            .where(PaperAnswer.paper_id == paper_id, PaperAnswer.archived.is_(False))
            .order_by(PaperAnswer.position, PaperAnswer.id)
        )
    )


def enter(session: Session, paper_id: str, headings: Iterable[str], texts: Mapping[str, str]) -> None:
    """Give a new paper an answer for each heading, begun with these texts by heading; none is confirmed yet."""
    session.add_all(
        PaperAnswer(paper_id=paper_id, position=at, heading=one, text=texts.get(one, ""), confirmed=False)
        for at, one in enumerate(headings, 1)
    )


def answer(session: Session, answer_id: str, *, version: int | None, text: str, confirmed: bool) -> None:
    """Answer a heading; `confirmed` when little or nothing is meant. Raises Refused, Stale."""
    draft(session, records.in_use(session, PaperAnswer, answer_id).paper_id)
    records.change(session, PaperAnswer, answer_id, version=version, text=text, confirmed=confirmed)


def reasons(session: Session, paper_id: str) -> dict[tuple[str, str], str]:
    """The reasons given in a paper, by what they are about (`figure` or `change`) and its key."""
    return {(row.about, row.key): row.text for row in _rows(session, paper_id)}


def give_reason(session: Session, paper_id: str, *, about: str, key: str, text: str, before: str | None = None) -> None:
    """Say why a figure does not tie, or why something changed; an empty text takes it back. Raises Refused.

    `before` is the reason that was seen when this one was typed: Stale where the paper has another by now.
    """
    draft(session, paper_id)
    if about not in ABOUT:
        raise Refused("A reason is about a figure or about a change.", "about")
    plain = text.strip()
    now = next((row for row in _rows(session, paper_id) if (row.about, row.key) == (about, key)), None)
    held = now.text if now is not None else ""
    if before is not None and held not in (before, plain):
        words = f"given another reason meanwhile: “{held}”" if held else "taken the reason back meanwhile"
        raise Stale(f"Somebody has {words}. Nothing was overwritten; look at it and save again.")
    if now is None and plain:
        session.add(PaperReason(paper_id=paper_id, about=about, key=key, text=plain))
    elif now is not None and plain:
        now.text = plain
    elif now is not None:
        now.archived = True


def _rows(session: Session, paper_id: str) -> list[PaperReason]:
    mine = select(PaperReason).where(PaperReason.paper_id == paper_id, PaperReason.archived.is_(False))
    return list(session.scalars(mine.order_by(PaperReason.id)))
