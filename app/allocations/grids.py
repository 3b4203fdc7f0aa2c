"""What the forms of a whole view need: grids with what stands in their cells, the rule in force, lines to share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.allocations import bench_fields, entering, factors, partnerships, reserves, shares, table, themes
from app.allocations.rules import rule_for
from app.allocations.shown import Grid, Shown
from app.funds import lines
from app.years import first_day, format_year, last_day
from db.allocations import Allocation, PooledShare, Reserve, Spend
from db.funds import Budget
from db.rebalancing import FactorFigure

MOST_PAST = 4
"""So many years, the one in force among them, stand in a grid of a line's years."""
Material = dict[str, Any]
"""What is added to a Shown, by its attributes."""


def _line_grid(session: Session, one: Shown) -> Material:
    years = _grid_years(session, one)
    cells = entering.entered(session, one.line_id, years=years)
    budget = lines.line(session, one.line_id).budgets.get(one.year)
    known = tuple(partnerships.partnerships(session))
    every = tuple(factors.factors(session))
    rows = select(Allocation.id).join(Budget, Budget.id == Allocation.budget_id).where(Budget.line_id == one.line_id)
    grid = Grid(entering.shape(session, one.line_id, years=years), cells, known, every, rows=_ids(session, rows))
    return {"grid": grid, "budget_id": budget.id if budget is not None else None}


def _pooled_grid(session: Session, one: Shown) -> Material:
    years = _grid_years(session, one)
    shape = shares.shape(session, one.line_id, years=years)
    cells = shares.entered(session, one.line_id, years=years)
    rows = select(PooledShare.id).join(Budget, Budget.id == PooledShare.budget_id).where(Budget.line_id == one.line_id)
    return {"grid": Grid(shape, cells, rows=_ids(session, rows))}


def _grid_years(session: Session, one: Shown) -> list[int]:
    """The last years of the line up to the one in force, and those after it that have a budget already."""
    known = sorted({*lines.line(session, one.line_id).budgets, one.year})
    at = known.index(one.year)
    return known[max(0, at + 1 - MOST_PAST) :]


def _theme_grid(session: Session, one: Shown) -> Material:
    before = themes.spend_cells(session, year=one.year - 1)
    starts = ((f"The plan of {format_year(one.year - 1, one.year_style)}", before),) if before else ()
    shape = themes.grid_shape(session, year=one.year)
    rows = _ids(session, select(Spend.id).where(Spend.year == one.year))
    return {"grid": Grid(shape, themes.spend_cells(session, year=one.year), starts=starts, rows=rows)}


def _reserve_grid(session: Session, one: Shown) -> Material:
    end = last_day(one.year)
    day = one.day or max(
        (each.declared_on for each in reserves.last(session, end).values() if each.declared_on >= first_day(one.year)),
        default=min(end, date.today()),
    )
    cells = reserves.day_cells(session, declared_on=day)
    last = reserves.last(session, day - timedelta(days=1))
    opening = {f"{key}:opening": each.closing for key, each in last.items()}
    starts = (("Opening as last declared", opening),) if opening else ()
    rows = _ids(session, select(Reserve.id).where(Reserve.declared_on == day))
    shape = reserves.day_shape(session, declared_on=day)
    return {"grid": Grid(shape, cells, starts=starts, rows=rows), "day": day}


def _factor_grid(session: Session, one: Shown) -> Material:
    known, every = partnerships.partnerships(session), factors.factors(session)
    shape = bench_fields.figures(known, every).grid
    if shape is None:
        return {}
    starts = tuple(_history_starts(session, one))
    rows = _ids(session, select(FactorFigure.id))
    return {"grid": Grid(shape, factors.figures_of(every), tuple(known), starts=starts, rows=rows)}


def _ids(session: Session, query: Select[Any]) -> tuple[str, ...]:
    return tuple(session.scalars(query))


def _history_starts(session: Session, one: Shown) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What each partnership has out of a line, as figures of a factor, for each line and each factor without any."""
    known = partnerships.partnerships(session)
    empty = [each for each in factors.factors(session) if not each.figures]
    for line_id, name in table.lines_with(session)[0]:
        cells = entering.entered(session, line_id, years=[one.year])
        present = {cell.rpartition(":")[0]: amount for cell, amount in cells.items() if isinstance(amount, int)}
        figures = factors.history_figures(present, known)
        for factor in empty:
            words = f"{factor.name}: what each has of {name}, {one.year_text}"
            yield words, {f"{key}:{factor.id}": millionths for key, millionths in figures.items()}


def _lines(session: Session, one: Shown) -> Material:
    return {"shared_lines": tuple(line_id for line_id, _ in table.lines_with(session)[0])}


def _rule(session: Session, one: Shown) -> Material:
    return {"rule": rule_for(session, one.year)}


OF_VIEW: dict[str, Callable[[Session, Shown], Material]] = {
    "line": _line_grid,
    "pooled": _pooled_grid,
    "themes": _theme_grid,
    "reserves": _reserve_grid,
    "factors": _factor_grid,
    "scenarios": _lines,
    "reviews": _rule,
    "underspends": _rule,
}
"""What reads it, by kind of view."""
