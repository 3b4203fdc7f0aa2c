"""The notice of a decision made fit to be published: it ties, and holds nothing personal but what is meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.decisions import reading
from app.decisions.parts import DecisionSheetRecord
from app.errors import Refused
from app.papers.blocks import Document
from app.papers.decision_notice import compose_notice
from app.papers.gather_decisions import gather_notice
from app.papers.personal import PersonalValue, held, personal_values, words_in
from app.papers.tying import refuse_untied
from app.recommendations.parts import GIVEN


def open_notice(
    session: Session, sheet_id: str, *, day: date, values: Sequence[PersonalValue] | None = None
) -> Document:
    """The notice of a decision. `values` are the personal ones of the office, where they have been read already.

    Raises Refused where it may not be published, does not tie, or holds anything personal, naming that.
    """
    document = compose_notice(gather_notice(session, sheet_id, day=day))
    refuse_untied(document)
    known = personal_values(session) if values is None else values
    sheet = reading.sheet(session, sheet_id)
    if found := held(words_in(document), known, named(sheet)):
        raise Refused(f"{sheet.reference} cannot be published. {' '.join(found)}")
    return document


def named(sheet: DecisionSheetRecord) -> tuple[str, ...]:
    """Who is named in a decision on purpose: who led, who approved it, and who has the money."""
    payees = (one.payee for one in sheet.awards if one.outcome in GIVEN)
    return (sheet.lead_officer, *(one.name for one in sheet.approvals), *payees)
