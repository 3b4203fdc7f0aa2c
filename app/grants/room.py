"""What a round refers to and the money behind it: its line, areas and priorities, and what other rounds have invited.

Amounts are pence, years start years.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import plans, records
from app.funds import figures, funds
from app.grants.lacking import Lack
from app.grants.parts import RoundRecord
from app.money import Pence, format_pence
from app.office import details
from app.years import format_year
from db.areas import Area
from db.funds import Budget, BudgetLine
from db.grants import Round


def lacking_around(session: Session, r: RoundRecord) -> tuple[Lack, ...]:
    """What a round lacks to be opened that its own terms do not tell: money, and what it is for being in use."""
    return (*_outside(session, r), *money(session, r))


def _outside(session: Session, r: RoundRecord) -> list[Lack]:
    """A line or areas that were put away, and priorities that are not in force in its year."""
    found = []
    if records.fetch(session, BudgetLine, r.line_id).archived:
        found.append(Lack(f"The budget line “{r.line}” has been put away.", "line_id"))
    for key, name in r.areas:
        if records.fetch(session, Area, key).archived:
            found.append(Lack(f"The area “{name}” has been put away.", "area_ids"))
    in_force = {one.id for one in plans.priorities(session, year=r.year)}
    for key, name in r.priorities:
        if key not in in_force:
            found.append(Lack(f"The priority “{name}” is not in force in {_said(session, r.year)}.", "priority_ids"))
    return found


def money(session: Session, r: RoundRecord) -> list[Lack]:
    """Whether its line has the money in that year, after what is promised and what other open rounds have invited.

    What was approved above the pot may go above the line as well, but never with restricted money.
    """
    year = _said(session, r.year)
    budget_id = session.scalar(
        select(Budget.id).where(Budget.line_id == r.line_id, Budget.year == r.year, Budget.archived.is_(False))
    )
    if budget_id is None:
        return [Lack(f"“{r.line}” has no budget in {year}.", "line_id")]
    left = figures.of_budgets(session, [budget_id])[budget_id].left
    if not isinstance(left, int):
        return [Lack(f"“{r.line}” has no amount yet in {year} ({left or 'nothing entered'}).", "pot")]
    invited = invited_elsewhere(session, r)
    fund_id = records.fetch(session, BudgetLine, r.line_id).fund_id
    restricted = funds.fund(session, fund_id, year=r.year).restricted
    if r.pot <= left - invited + (0 if restricted else r.over):
        return []
    said = f"The pot is {format_pence(r.pot)}. “{r.line}” has {format_pence(left)} left in {year}"
    said += f", and {format_pence(invited)} of that is the pot of other open rounds" if invited else ""
    if restricted:
        more = "it is restricted money, so nothing can go above that"
    else:
        more = f"{format_pence(r.over) if r.over else 'nothing'} more is approved"
    return [Lack(f"{said}; {more}.", "pot")]


def invited_elsewhere(session: Session, r: RoundRecord) -> Pence:
    """The pots of the other rounds on the same budget line and year that are open, in pence."""
    query = select(func.sum(Round.pot_pence)).where(
        Round.line_id == r.line_id,
        Round.year == r.year,
        Round.id != r.id,
        Round.archived.is_(False),
        Round.opened_on.is_not(None),
        Round.closed_on.is_(None),
    )
    return Pence(session.scalar(query) or 0)


def _said(session: Session, year: int) -> str:
    return format_year(year, details(session).year_style)
