"""The bytes of issued papers as they are kept, under their SHA-256: returned only while they are what went out."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.papers.paper import Recorded
from app.papers.recorded import is_held
from app.years import format_day
from db.papers import Paper, PaperIssue, StoredFile

PDF, JSON = "application/pdf", "application/json"
Part = Literal["pages", "data"]
_CALLED = {"pages": "The pages", "data": "The data"}


def digest_of(content: bytes) -> str:
    """The SHA-256 of these bytes, as text."""
    return hashlib.sha256(content).hexdigest()


def keep(session: Session, content: bytes, media: str) -> str:
    """Keep these bytes; their digest. The same bytes are kept once, and put right where they had been altered."""
    digest = digest_of(content)
    session.merge(StoredFile(digest=digest, media=media, content=content))
    return digest


def issued(session: Session, paper_id: str) -> bytes:
    """The PDF of an issued paper: the very bytes that went out. Raises Refused where there are none, or others."""
    return _read(session, _issue(session, paper_id), "pages")


def issued_data(session: Session, paper_id: str) -> dict[str, Any]:
    """What an issued paper was made from, as `kept` wrote it. Raises Refused as `issued` does."""
    data: dict[str, Any] = json.loads(_read(session, _issue(session, paper_id), "data"))
    return data


def stray_files(session: Session) -> list[str]:
    """A sentence for each file of an issued paper that is missing or no longer what went out, and for each that prints
    a step which the record of changes does not have.
    """
    issues = session.scalars(select(PaperIssue).where(PaperIssue.archived.is_(False)).order_by(PaperIssue.id)).all()
    parts: tuple[Part, ...] = ("pages", "data")
    stray = [trouble for one in issues for part in parts if (trouble := _look(session, one, part)[1])]
    return stray + [trouble for one in issues if (trouble := _unrecorded(session, one))]


def _issue(session: Session, paper_id: str) -> PaperIssue:
    title = records.in_use(session, Paper, paper_id).title
    mine = select(PaperIssue).where(PaperIssue.paper_id == paper_id, PaperIssue.archived.is_(False))
    issue = session.scalars(mine).first()
    if issue is None:
        raise Refused(f"“{title}” has not been issued.")
    return issue


def _read(session: Session, issue: PaperIssue, part: Part) -> bytes:
    content, trouble = _look(session, issue, part)
    if trouble:
        raise Refused(f"{trouble} Ask IT for a backup of this file from before that.")
    return content


def _unrecorded(session: Session, issue: PaperIssue) -> str:
    """What is wrong with the step that the paper prints; empty where nothing is, or where it prints none."""
    content, trouble = _look(session, issue, "data")
    printed = None if trouble else json.loads(content).get("recorded")
    if printed is None or is_held(session, Recorded(printed["step"], printed["hash"])):
        return ""
    return (
        f"The record of changes is not the one that {_called(session, issue)}, was made from: at step "
        f"{printed['step']:,} it prints {printed['hash'][:16]}, and this file has something else there. "
        "It was changed outside the desk."
    )


def _called(session: Session, issue: PaperIssue) -> str:
    """“Plan 2019/20”, issued on 1 February 2019."""
    day = format_day(datetime.fromisoformat(issue.issued_at).date())
    return f"“{records.fetch(session, Paper, issue.paper_id).title}”, issued on {day}"


def _look(session: Session, issue: PaperIssue, part: Part) -> tuple[bytes, str]:
    """The bytes, and what is wrong with them in a sentence; empty where nothing is."""
    digest = issue.pdf_digest if part == "pages" else issue.data_digest
    content = session.scalar(select(StoredFile.content).where(StoredFile.digest == digest))
    if content is not None and digest_of(content) == digest:
        return content, ""
    happened = "are missing" if content is None else "are not what went out: they were changed outside the desk"
    return b"", f"{_CALLED[part]} of {_called(session, issue)}, {happened}."
