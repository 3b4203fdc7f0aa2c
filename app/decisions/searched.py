"""What of decisions is found by words or by an amount."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.decisions import reading
from app.decisions.decision_fields import state_words
from app.decisions.views import DECISIONS
from app.grants.searched import Searched
from app.money import format_pence


def searched(session: Session) -> Iterator[Searched]:
    """Every decision, by its number, its title, who has its money, and what it gives in pence."""
    for one in reading.sheets(session):
        called = f"{one.reference} {one.title}" if one.reference else f"{one.title} ({state_words(one.state).lower()})"
        text = f"{called}, {format_pence(one.given)}" if one.given else called
        hay = " ".join((one.reference, one.title, *(each.payee for each in one.awards)))
        yield Searched("Decision", text, DECISIONS, one.id, hay, one.given or None, one.year)
