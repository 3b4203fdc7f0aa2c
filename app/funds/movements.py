"""Money moved between budgets: virements within a year, roll-forwards into the next. Both sides are one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app import records
from app.errors import Refused
from app.funds import figures, funds, lines
from app.money import Pence, format_pence
from app.years import format_year
from db.funds import Budget, BudgetLine, Movement


@dataclass(frozen=True, slots=True)
class MovementRecord:
    """A movement with both its ends, in pence."""

    id: str
    kind: str
    pence: Pence
    from_line: str
    from_year: int
    to_line: str
    to_year: int
    from_budget_id: str
    to_budget_id: str
    reason: str
    approver: str
    moved_on: date


def move(
    session: Session,
    *,
    kind: str,
    from_budget_id: str,
    to_line_id: str,
    amount_pence: int,
    reason: str,
    approver: str,
    moved_on: date,
) -> str:
    """Move money out of a budget: to another line in the same year, or to a line's budget in the next; the id.

    Raises Refused without reason or approver, for more than is left, and for restricted money leaving its fund.
    """
    source = records.in_use(session, Budget, from_budget_id)
    why = records.required(reason, "A reason", "reason")
    who = records.required(approver, "Who approved it", "approver")
    year = source.year + (kind == "roll-forward")
    if amount_pence <= 0:
        raise Refused("The amount must be more than £0.", "amount_pence")
    _refuse_leaving_restriction(session, source, to_line_id)
    _refuse_more_than_left(session, from_budget_id, amount_pence)
    target = _target(session, source, to_line_id, year, kind)
    row = Movement(
        kind=kind,
        from_budget_id=from_budget_id,
        to_budget_id=target,
        amount_pence=amount_pence,
        reason=why,
        approver=who,
        moved_on=moved_on,
    )
    session.add(row)
    return row.id


def _target(session: Session, source: Budget, line_id: str, year: int, kind: str) -> str:
    """The budget money goes to. Rolling forward may be the first thing to happen in a year; a virement never is."""
    found = session.scalars(
        select(Budget).where(Budget.line_id == line_id, Budget.year == year, Budget.archived.is_(False))
    ).first()
    if found is not None:
        if not isinstance(figures.budget(session, [found.id])[found.id], int):
            raise Refused("That line has no amount yet. Give it one first, if only £0.", "to_line_id")
        return found.id
    if kind != "roll-forward":
        raise Refused(f"That line has no budget in {format_year(year)}.", "to_line_id")
    return lines.set_budget(
        session, line_id, year=year, amount=Pence(0), priority_id=source.priority_id, area_id=source.area_id
    )


def _refuse_leaving_restriction(session: Session, source: Budget, to_line_id: str) -> None:
    from_fund = records.fetch(session, BudgetLine, source.line_id).fund_id
    to_fund = records.fetch(session, BudgetLine, to_line_id).fund_id
    terms = funds.fund(session, from_fund, year=source.year)
    if terms.restricted and from_fund != to_fund:
        raise Refused(
            f"“{terms.name}” is restricted money ({terms.restriction_terms}) and cannot be moved to another fund.",
            "to_line_id",
        )


def _refuse_more_than_left(session: Session, budget_id: str, amount_pence: int) -> None:
    spare = figures.of_budgets(session, [budget_id])[budget_id].left
    if not isinstance(spare, int):
        raise Refused("That line has no amount to move money from.", "amount_pence")
    if amount_pence > spare:
        raise Refused(f"Only {format_pence(spare)} is left there.", "amount_pence")


def movements(session: Session, budget_id: str) -> list[MovementRecord]:
    """Every movement in or out of a budget, the oldest first."""
    return [one for one in _all(session) if budget_id in (one.from_budget_id, one.to_budget_id)]


def of_year(session: Session, year: int) -> list[MovementRecord]:
    """Every movement in or out of the budgets of `year` (a start year), the oldest first."""
    return [one for one in _all(session) if year in (one.from_year, one.to_year)]


def _all(session: Session) -> list[MovementRecord]:
    source, target = aliased(Budget), aliased(Budget)
    from_line, to_line = aliased(BudgetLine), aliased(BudgetLine)
    rows = session.execute(
        select(Movement, from_line.name, source.year, to_line.name, target.year)
        .join(source, source.id == Movement.from_budget_id)
        .join(from_line, from_line.id == source.line_id)
        .join(target, target.id == Movement.to_budget_id)
        .join(to_line, to_line.id == target.line_id)
        .where(Movement.archived.is_(False))
        .order_by(Movement.moved_on, Movement.id)
    )
    return [
        MovementRecord(
            row.id,
            row.kind,
            Pence(row.amount_pence),
            from_name,
            from_year,
            to_name,
            to_year,
            row.from_budget_id,
            row.to_budget_id,
            row.reason,
            row.approver,
            row.moved_on,
        )
        for row, from_name, from_year, to_name, to_year in rows
    ]
