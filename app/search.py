"""Search everything: lines, funds, income, agreements, notes, organisations, stated figures, by words or by amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.money import format_pence, parse_pence
from db.base import Record
from db.funds import (
    Budget,
    BudgetLine,
    BudgetNote,
    BudgetRevision,
    Commitment,
    Fund,
    Income,
    StatedFigure,
)
from db.organisations import Alias, Organisation

MOST = 40
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind in a word, what to show, and the budget line and year it leads to, if any."""

    kind: str
    text: str
    line_id: str | None = None
    year: int | None = None


def search(session: Session, words: str) -> list[Hit]:
    """Everything that holds all these words (capitals do not matter), or this amount; at most `MOST`."""
    wanted = words.lower().split()
    if not wanted:
        return []
    pence = _pence(words)
    found = [
        hit
        for hit, hay, amount in _everything(session)
        if all(word in hay for word in wanted) or (pence is not None and amount == pence)
    ]
    return found[:MOST]


def _pence(words: str) -> int | None:
    try:
        return parse_pence(words)
    except Refused:
        return None


def _everything(session: Session) -> list[tuple[Hit, str, int | None]]:
    found: list[tuple[Hit, str, int | None]] = []

    def put(hit: Hit, *hay: str, pence: int | None = None) -> None:
        found.append((hit, " ".join([hit.text, *hay]).lower(), pence))

    names: dict[str, str] = {}
    for line in _active(session, BudgetLine):
        names[line.id] = line.name
        put(Hit("Line", line.name, line.id))
    budgets = {row.id: row for row in _active(session, Budget)}
    for budget in budgets.values():
        if budget.printed_name:
            put(Hit("Line", f"{names.get(budget.line_id, '')} ({budget.printed_name})", budget.line_id, budget.year))
    for revision in _active(session, BudgetRevision):
        line_of = budgets.get(revision.budget_id)
        if line_of and revision.amount_pence is not None and revision.number == line_of.revision:
            text = f"{names.get(line_of.line_id, '')}, {format_pence(revision.amount_pence)}"
            found.append((Hit("Budget", text, line_of.line_id, line_of.year), "", revision.amount_pence))
    for note in _active(session, BudgetNote):
        if under := budgets.get(note.budget_id):
            put(Hit("Note", note.text, under.line_id, under.year), pence=note.amount_pence)
    for one in _active(session, Commitment):
        if under := budgets.get(one.budget_id):
            text = f"{one.title}, {format_pence(one.amount_pence)}"
            put(Hit("Agreement", text, under.line_id, under.year), one.reference, pence=one.amount_pence)
    sources = {row.id: row.name for row in _active(session, Organisation)}
    for row in _active(session, Income):
        text = f"{row.name} from {sources.get(row.source_id, '')}, {format_pence(row.expected_pence)}"
        put(Hit("Income", text, row.line_id, row.year), row.condition, pence=row.expected_pence)
    for fund in _active(session, Fund):
        put(Hit("Fund", fund.name))
    for stated in _active(session, StatedFigure):
        put(
            Hit("Stated figure", f"{stated.name}, {format_pence(stated.amount_pence)}", None, stated.year),
            stated.place,
            pence=stated.amount_pence,
        )
    aliases: dict[str, list[str]] = {}
    for alias in _active(session, Alias):
        aliases.setdefault(alias.organisation_id, []).append(alias.name)
    for row_id, name in sources.items():
        put(Hit("Organisation", name), *aliases.get(row_id, ()))
    return found


def _active(session: Session, model: type[R]) -> list[R]:
    return list(session.scalars(select(model).where(model.archived.is_(False)).order_by(model.id)))
