"""Search everything, by words or by an amount.

That is lines, funds, income, agreements, notes, stated figures, organisations, allocations, contracts, rounds and
applications, members of the scoring panel, decisions, and papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.allocations.searched import searched
from app.contracts import searched as contracts
from app.decisions import searched as decisions
from app.errors import Refused
from app.grants import searched as grants
from app.money import format_pence, parse_pence
from app.scoring import searched as scoring
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
from db.papers import Paper, PaperSection

MOST = 40
_NAMED_FIGURE = re.compile(r"\{[^{}]*\}")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind in a word, what to show, and what it leads to.

    That is a budget line and a year, a paper, or a row of a view of `tab`: allocations, contracts,
    applications, scoring.
    """

    kind: str
    text: str
    line_id: str | None = None
    year: int | None = None
    paper_id: str | None = None
    view: str = ""
    row_id: str = ""
    tab: str = "allocations"


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


Found = tuple[Hit, str, int | None]
"""A hit, the words it is found by in lower case, and its amount in pence."""


def _found(hit: Hit, *hay: str, pence: int | None = None) -> Found:
    return hit, " ".join([hit.text, *hay]).lower(), pence


def _everything(session: Session) -> list[Found]:
    names = {line.id: line.name for line in _active(session, BudgetLine)}
    budgets = {row.id: row for row in _active(session, Budget) if row.line_id in names}
    return [
        *(_found(Hit("Line", name, line_id)) for line_id, name in names.items()),
        *_of_budgets(session, names, budgets),
        *_of_funds(session),
        *_of_organisations(session),
        *_of_allocations(session),
        *_of_contracts(session),
        *_of_grants(session),
        *_of_scoring(session),
        *_of_papers(session),
    ]


def _of_budgets(session: Session, names: dict[str, str], budgets: dict[str, Budget]) -> list[Found]:
    found = []
    for budget in budgets.values():
        if budget.printed_name:
            text = f"{names.get(budget.line_id, '')} ({budget.printed_name})"
            found.append(_found(Hit("Line", text, budget.line_id, budget.year)))
    for revision in _active(session, BudgetRevision):
        mine = budgets.get(revision.budget_id)
        if mine and revision.amount_pence is not None and revision.number == mine.revision:
            text = f"{names.get(mine.line_id, '')}, {format_pence(revision.amount_pence)}"
            # found by its amount alone: its words are those of the line
            found.append((Hit("Budget", text, mine.line_id, mine.year), "", revision.amount_pence))
    found += [
        _found(Hit("Note", note.text, mine.line_id, mine.year), pence=note.amount_pence)
        for note in _active(session, BudgetNote)
        if (mine := budgets.get(note.budget_id))
    ]
    for one in _active(session, Commitment):
        if mine := budgets.get(one.budget_id):
            text = f"{one.title}, {format_pence(one.amount_pence)}"
            hit = Hit("Agreement", text, mine.line_id, mine.year)
            found.append(_found(hit, one.reference, pence=one.amount_pence))
    return found


def _of_funds(session: Session) -> list[Found]:
    sources = {row.id: row.name for row in _active(session, Organisation)}
    found = [_found(Hit("Fund", fund.name)) for fund in _active(session, Fund)]
    for row in _active(session, Income):
        text = f"{row.name} from {sources.get(row.source_id, '')}, {format_pence(row.expected_pence)}"
        found.append(_found(Hit("Income", text, row.line_id, row.year), row.condition, pence=row.expected_pence))
    for stated in _active(session, StatedFigure):
        text = f"{stated.name}, {format_pence(stated.amount_pence)}"
        hit = Hit("Stated figure", text, None, stated.year)
        found.append(_found(hit, stated.place, pence=stated.amount_pence))
    return found


def _of_organisations(session: Session) -> list[Found]:
    aliases: dict[str, list[str]] = {}
    for alias in _active(session, Alias):
        aliases.setdefault(alias.organisation_id, []).append(alias.name)
    return [_found(Hit("Organisation", row.name), *aliases.get(row.id, ())) for row in _active(session, Organisation)]


def _of_allocations(session: Session) -> list[Found]:
    found = []
    for one in searched(session):
        hit = Hit(one.kind, one.text, None, one.year, view=one.view, row_id=one.row_id)
        found.append((hit, one.hay.lower(), one.pence) if one.by_amount else _found(hit, one.hay, pence=one.pence))
    return found


def _of_contracts(session: Session) -> list[Found]:
    """Each by its own words and amount; what is shown of a part names its contract too, which finds it already."""
    return [
        (
            Hit(one.kind, one.text, None, one.year, view=contracts.VIEW, row_id=one.row_id, tab="contracts"),
            one.hay.lower(),
            one.pence,
        )
        for one in contracts.searched(session)
    ]


def _of_grants(session: Session) -> list[Found]:
    """Rounds and applications, each by its own words and amount."""
    return [
        (
            Hit(one.kind, one.text, None, one.year, view=one.view, row_id=one.row_id, tab="applications"),
            one.hay.lower(),
            one.pence,
        )
        for one in grants.searched(session)
    ]


def _of_scoring(session: Session) -> list[Found]:
    """The members of the scoring panel, and decisions, each by its own words and amount."""
    return [
        (
            Hit(one.kind, one.text, None, one.year, view=one.view, row_id=one.row_id, tab="scoring"),
            one.hay.lower(),
            one.pence,
        )
        for one in (*scoring.searched(session), *decisions.searched(session))
    ]


def _of_papers(session: Session) -> list[Found]:
    """Papers by title and reference; their sections by heading and words, without the keys of the figures in them."""
    papers = {row.id: row for row in _active(session, Paper)}
    called = {row.id: row.title if row.state == "issued" else f"{row.title} ({row.state})" for row in papers.values()}
    found = [
        _found(Hit("Paper", called[row.id], None, row.year, row.id), row.reference) for row in reversed(papers.values())
    ]
    for section in _active(session, PaperSection):
        if paper := papers.get(section.paper_id):
            hit = Hit("Paper", f"{section.heading}, in {called[paper.id]}", None, paper.year, paper.id)
            # not found by the paper's title, or every section of it would be
            found.append((hit, f"{section.heading} {_NAMED_FIGURE.sub('', section.text)}".lower(), None))
    return found


def _active(session: Session, model: type[R]) -> list[R]:
    return list(session.scalars(select(model).where(model.archived.is_(False)).order_by(model.id)))
