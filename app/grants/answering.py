"""Answering the questions of a round as a form does it: a box for each question, where what is long can be read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.errors import Refused, Stale
from app.grants import bid_fields, costs


def answer(session: Session, application_id: str, *, was: Mapping[str, str], **answers: str | None) -> None:
    """Save the answers, as typed, by the ids of the questions; `was` are the cells as the person saw them.

    Raises Refused (at the box of the question), Stale.
    """
    try:
        costs.set_answers(session, application_id, answers=bid_fields.answers_typed(answers), was=was)
    except Stale:
        raise
    except Refused as refused:
        _, _, cell = (refused.field or "").partition(":")
        raise Refused(refused.message, cell.partition(":")[0] or refused.field) from refused
