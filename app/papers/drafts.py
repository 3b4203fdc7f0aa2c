"""The one rule of changing a paper: only a draft can be changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from db.papers import Paper

ISSUED = "This paper has been issued; start its next version to change anything."


def draft(session: Session, paper_id: str, *, version: int | None = None) -> Paper:
    """The paper, provided it is a draft at this version. Raises Refused, Stale."""
    row = records.in_use(session, Paper, paper_id)
    if row.state != "draft":
        raise Refused(ISSUED)
    return records.at_version(session, Paper, paper_id, version)
