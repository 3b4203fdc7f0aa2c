"""One budget line as its page shows it: everything about it in one year, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, organisations, plans
from app.documents import DocumentRecord, documents
from app.fields import Choice
from app.funds import commitments, fields, funds, income, lines, movements, stated
from app.funds.allotted import Allotted, allotted
from app.funds.commitments import CommitmentRecord
from app.funds.funds import FundRecord
from app.funds.income import IncomeRecord
from app.funds.lines import BudgetRecord, LineRecord, NoteRecord, RevisionRecord
from app.funds.movements import MovementRecord
from app.funds.stated import StatedRecord
from app.history import Entry, history
from app.office import details
from app.years import first_day
from db.allocations import Allocation, AllocationSharer, PooledShare
from db.documents import Document
from db.funds import BudgetNote, BudgetRevision, Commitment, Income, Movement, Payment, Receipt


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line in `year`; `budget` is None where it has none then. Everything below it is of that budget."""

    line: LineRecord
    year: int
    year_style: str
    budget: BudgetRecord | None
    fund: FundRecord
    priority: str
    area: str
    income: tuple[IncomeRecord, ...]
    notes: tuple[NoteRecord, ...]
    revisions: tuple[RevisionRecord, ...]
    movements: tuple[MovementRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    allotted: tuple[Allotted, ...]
    stated: tuple[StatedRecord, ...]
    documents: tuple[DocumentRecord, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the forms of the Funds page let a person choose from."""

    funds: tuple[Choice, ...]
    priorities: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    lines: tuple[Choice, ...]


def choices(session: Session, *, year: int) -> Choices:
    """Funds, priorities in force, areas by their names then, organisations and lines."""
    tree = areas.areas(session, on=first_day(year))
    return Choices(
        tuple(Choice(one.id, one.name) for one in funds.funds(session, year=year)),
        tuple(Choice(one.id, one.name) for one in plans.priorities(session, year=year)),
        tuple(Choice(one.id, "\N{EM SPACE}" * one.level + one.name) for one in tree),
        tuple(Choice(one.id, one.name) for one in organisations.organisations(session)),
        tuple(Choice(one.id, one.name) for one in lines.lines(session)),
    )


def line_page(session: Session, line_id: str, *, year: int) -> LinePage:
    """Everything the page of one line shows in `year`. Raises Refused."""
    line = lines.line(session, line_id)
    budget = line.budgets.get(year)
    placed = line.placed(year)
    own = [budget.id] if budget else []
    style = details(session).year_style
    every = [one.id for one in line.budgets.values()]
    incomes = income.incomes(session, line_id=line_id)
    return LinePage(
        line=line,
        year=year,
        year_style=style,
        budget=budget,
        fund=funds.fund(session, line.fund_id, year=year),
        priority=_named(
            {one.id: one.name for one in plans.priorities(session, archived=True)},
            placed.priority_id if placed else None,
        ),
        area=_named(
            {one.id: one.name for one in areas.areas(session, on=first_day(year), archived=True)},
            placed.area_id if placed else None,
        ),
        income=tuple(one for one in incomes if one.year >= year),
        notes=tuple(lines.notes(session, own).get(own[0], ())) if own else (),
        revisions=tuple(lines.revisions(session, own[0])) if own else (),
        movements=tuple(movements.movements(session, own[0])) if own else (),
        commitments=tuple(commitments.commitments(session, own[0])) if own else (),
        allotted=tuple(allotted(session, own[0], on=first_day(year))) if own else (),
        stated=tuple(stated.stated(session, rows=[line_id, *own, *(one.id for one in incomes)])),
        documents=tuple(documents(session, line_id)),
        history=tuple(history(session, _related(session, line_id, every), labels=fields.LABELS, year_style=style)),
    )


def _named(names: dict[str, str], key: str | None) -> str:
    return names.get(key, "") if key else ""


def _related(session: Session, line_id: str, budget_ids: list[str]) -> list[str]:
    """Every row whose changes belong to the line's history."""
    ids = [line_id, *budget_ids, *session.scalars(select(Document.id).where(Document.about_id == line_id))]
    for model in (BudgetRevision, BudgetNote, Commitment, Allocation, PooledShare):
        ids += session.scalars(select(model.id).where(model.budget_id.in_(budget_ids)))
    ids += session.scalars(
        select(AllocationSharer.id)
        .join(Allocation, Allocation.id == AllocationSharer.allocation_id)
        .where(Allocation.budget_id.in_(budget_ids))
    )
    moved = Movement.from_budget_id.in_(budget_ids) | Movement.to_budget_id.in_(budget_ids)
    ids += session.scalars(select(Movement.id).where(moved))
    incomes = session.scalars(select(Income.id).where(Income.line_id == line_id)).all()
    ids += [*incomes, *session.scalars(select(Receipt.id).where(Receipt.income_id.in_(incomes)))]
    agreed = select(Commitment.id).where(Commitment.budget_id.in_(budget_ids))
    ids += session.scalars(select(Payment.id).where(Payment.commitment_id.in_(agreed)))
    return ids
