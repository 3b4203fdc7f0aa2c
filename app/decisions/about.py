"""What a decision is about: its round, contract or budget line, and what a new one may be about."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions.parts import DecisionSheetRecord
from app.fields import Choice
from db.contracts import Contract
from db.funds import BudgetLine
from db.grants import Round


def about(session: Session, sheet: DecisionSheetRecord) -> tuple[str, str]:
    """What a decision is about, with the label of it; both empty where it is about nothing the desk has."""
    if sheet.round_id:
        row = session.execute(select(Round.reference, Round.name).where(Round.id == sheet.round_id)).one()
        return "Round", f"{row.reference} {row.name}"
    if sheet.contract_id:
        row = session.execute(select(Contract.reference, Contract.title).where(Contract.id == sheet.contract_id)).one()
        return "Contract", f"{row.reference} {row.title}"
    if sheet.line_id:
        return "Budget line", session.scalars(select(BudgetLine.name).where(BudgetLine.id == sheet.line_id)).one()
    return "", ""


def contracts(session: Session) -> tuple[Choice, ...]:
    """The contracts in use that a decision may be about, by their references."""
    columns = select(Contract.id, Contract.reference, Contract.title).where(Contract.archived.is_(False))
    rows = session.execute(columns.order_by(Contract.reference, Contract.title, Contract.id))
    return tuple(Choice(row.id, f"{row.reference} {row.title}".strip()) for row in rows)


def budget_lines(session: Session) -> tuple[Choice, ...]:
    """The budget lines in use that a decision may be about, in the office's order."""
    columns = select(BudgetLine.id, BudgetLine.name).where(BudgetLine.archived.is_(False))
    rows = session.execute(columns.order_by(BudgetLine.position, BudgetLine.id))
    return tuple(Choice(row.id, row.name) for row in rows)
