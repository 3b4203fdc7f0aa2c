"""The grids that are filled in across the page: allocations, shares, spend by theme, reserves, figures of factors."""

from __future__ import annotations

from collections.abc import Callable

from app.allocations import (
    entering,
    factors,
    fields,
    reserves,
    scenarios,
    shares,
    spending_fields,
    themes,
)
from app.allocations.shown import Shown
from app.fields import Field, GridColumn, GridRow, GridShape
from app.years import format_day
from ui.edits import Spec


def enter_allocations(one: Shown, _: str) -> Spec | None:
    """What every partnership has out of the line in its years."""
    if one.grid is None:
        return None
    return Spec(
        f"Allocations, {_line_name(one)}",
        "Save allocations",
        "Enter allocations",
        fields.entry(one.grid.shape),
        entering.enter,
        {"amounts": one.grid.cells, "basis_kind": ""},
        (one.line_id,),
        {"was": one.grid.cells},
        "Type pounds or a word such as TBD, or paste cells copied in Excel. What is said below is kept with every "
        "amount that is changed.",
        rows=one.grid.rows,
    )


def enter_shares(one: Shown, _: str) -> Spec | None:
    """What every area has of a pooled budget in its years."""
    if one.grid is None:
        return None
    return Spec(
        f"{_line_name(one)} by area",
        "Save shares",
        "Enter shares",
        fields.entry(one.grid.shape),
        shares.enter,
        {"amounts": one.grid.cells, "basis_kind": ""},
        (one.line_id,),
        {"was": one.grid.cells},
        "Type pounds or a word such as Maintain. What is said below is kept with every share that is changed.",
        rows=one.grid.rows,
    )


def _line_name(one: Shown) -> str:
    return next((choice.label for choice in one.choices.lines if choice.value == one.line_id), "this line")


def enter_spend(one: Shown, _: str) -> Spec | None:
    """What every partnership plans to spend by theme in the year."""
    if one.grid is None:
        return None
    return Spec(
        f"Spend by theme, {one.year_text}",
        "Save spend",
        "Enter spend by theme",
        spending_fields.spend_plan(one.grid.shape),
        themes.enter_spend,
        {"amounts": one.grid.cells},
        (),
        {"year": one.year, "was": one.grid.cells},
        "Each column is to come to what the partnership is allocated. Several amounts of a cell have + between them.",
        rows=one.grid.rows,
    )


def enter_reserves(one: Shown, _: str) -> Spec | None:
    """What every partnership declares of one day."""
    if one.grid is None or one.day is None:
        return None
    known = {field.key: field for field in spending_fields.declarations(one.grid.shape)}
    return Spec(
        f"Reserves as of {format_day(one.day)}",
        "Save reserves",
        "Enter reserves",
        tuple(known[key] for key in ("cells", "evidence")),
        reserves.declare_all,
        {"cells": one.grid.cells},
        (),
        {"declared_on": one.day, "was": one.grid.cells},
        "As each partnership declares it, also where its own figures come to another. What was declared of that day "
        "already stands in the cells.",
        rows=one.grid.rows,
    )


def enter_figures(one: Shown, _: str) -> Spec | None:
    """The figures of every factor."""
    if one.grid is None:
        return None
    return Spec(
        "Factor figures",
        "Save figures",
        "Enter figures of factors",
        (Field("figures", "Figures", "grid", grid=one.grid.shape),),
        factors.enter,
        {"figures": one.grid.cells},
        (),
        {"was": one.grid.cells},
        "A county's figure is that of the whole county; leave its districts empty, or enter theirs and leave it empty.",
        rows=one.grid.rows,
    )


def new_scenario(one: Shown, _: str) -> Spec:
    """A way to share a line by weighted factors, opened on the bench once it is kept."""
    rows = tuple(GridRow(choice.value, choice.label) for choice in one.choices.factors)
    shape = GridShape(rows, (GridColumn("weight", "Weight, %", "percent"),), totals=True)
    count = len(rows)
    equal = {row.key: 1_000 // count + (1 if at < 1_000 % count else 0) for at, row in enumerate(rows)}
    return Spec(
        "New scenario",
        "Start scenario",
        "Start a scenario",
        (
            Field("name", "Scenario", required=True, help="As A: by population, or B: crime and people."),
            Field("line_id", "Budget line", "choice", True, one.choices.lines),
            Field("years", "Bring in over, years", "count", True, help="In equal steps; the last year reaches it."),
            Field("weights", "Share by", "grid", grid=shape),
        ),
        scenarios.add,
        {
            "years": 1,
            "line_id": _shared_line(one),
            "weights": {f"{key}:weight": tenths for key, tenths in equal.items()},
        },
        (),
        {"year": one.year},
        f"It starts from what partnerships have in {one.year_text}, and changes nothing until it is adopted."
        if rows
        else "There is no factor yet. Add one under Factors first: a column of figures to share by.",
    )


def _shared_line(one: Shown) -> str:
    """The first line that partnerships are given something out of, where there is one."""
    known = {choice.value for choice in one.choices.lines}
    return next((line_id for line_id in one.shared_lines if line_id in known), "")


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "enter": enter_allocations,
    "enter shares": enter_shares,
    "enter spend": enter_spend,
    "enter reserves": enter_reserves,
    "figures": enter_figures,
    "new scenario": new_scenario,
}
WIDE = frozenset(FORMS) - {"new scenario"}
"""What takes the whole page."""
