"""What of scoring is found by words: the members of the scoring panel. Bids are found under Applications."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants.searched import Searched
from db.scoring import ScoringMember


def searched(session: Session) -> Iterator[Searched]:
    """Every member in use, by name, reference and body; never by where they live."""
    columns = select(ScoringMember.id, ScoringMember.reference, ScoringMember.name, ScoringMember.body)
    for row in session.execute(columns.where(ScoringMember.archived.is_(False)).order_by(ScoringMember.reference)):
        text = f"{row.name}, {row.body}" if row.body else row.name
        yield Searched("Member", text, "members", row.id, f"{row.reference} {row.name} {row.body}")
