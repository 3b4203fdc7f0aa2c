"""The fields of factors and of scenarios, declared once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.allocations import planning
from app.allocations.factors import FactorRecord, said_of
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData, ScenarioPlan
from app.fields import Field, GridColumn, GridRow, GridShape

FACTOR = (
    Field("name", "Factor", required=True, help="Such as population, recorded crime, deprivation."),
    Field("source", "Source", help="Where the figures are from, so that they can be found again."),
    Field("as_of", "Figures of", "day"),
    Field("is_population", "Counts heads", "yesno", help="£ a head is by this factor. Marking another moves the mark."),
    Field("allows_nought", "0 is a figure", "yesno", help="Leave it at no while 0 would be a gap in the column."),
)
ADOPT = (
    Field("reason", "Reason", "long", True, help="Kept with every allocation it writes, for whoever asks later."),
    Field("approver", "Overspending approved by", help="Only where this takes the line over its budget."),
)
SCENARIO = (
    Field("name", "Scenario", required=True),
    Field("weights", "Share by", "grid"),
    Field("years", "Bring in over, years", "count", True, help="In equal steps; the last year reaches it."),
    Field("totals", "Total to share", "grid", help="Empty for what is shared now."),
    Field("loss", "Nobody loses more than", "limit", help="£, or % of the present grant, over the whole term."),
    Field("gain", "Nobody gains more than", "limit", help="£, or % of the present grant, over the whole term."),
    Field("by_district", "Every partnership by itself", "yesno", help="Else a county is one, its districts held."),
    Field("limits", "Limits of their own", "grid"),
    Field("reserve_months", "Flag reserves above, months", "count", True, help="Months of the present grant."),
    Field(
        "reserve_rate_tenths",
        "Count the part above against the share",
        "percent",
        help="100 % takes all of it off, 0 % none; what is taken off is shared out again.",
    ),
    Field("note", "Note", "long"),
)
"""All that is set in a scenario; `scenario` gives its grids their rows and columns."""
WEIGHT = Field("weight", "Weight", "percent")
LIMITS = (
    Field("held", "Held at", "pence", help="Outside the formula, at this amount."),
    Field("floor", "Floor", "limit", help="£, or % of the present grant."),
    Field("cap", "Cap", "limit", help="£, or % of the present grant."),
)


def figures(rows: Sequence[PartnershipRecord], columns: Sequence[FactorRecord]) -> Field:
    """The grid of figures: a row for each partnership, a column for each factor."""
    shape = GridShape(
        tuple(GridRow(one.id, one.name, level=1 if one.parent_id else 0) for one in rows),
        tuple(GridColumn(one.id, one.name, "number", help=said_of(one)) for one in columns),
        totals=False,
    )
    return Field("figures", "Figures", "grid", grid=shape)


def scenario(data: BenchData, plan: ScenarioPlan) -> tuple[Field, ...]:
    """All that is set in a scenario. `plan` says for which years there are totals, and which limits a district has."""
    grids = {"weights": weights(data, plan), "totals": totals(data, plan), "limits": limits(data, plan)}
    return tuple(grids.get(field.key, field) for field in SCENARIO)


def weights(data: BenchData, plan: ScenarioPlan) -> Field:
    """A weight for each factor, also for one that was put away and still counts."""
    known = {one.id for one in data.factors}
    rows = [GridRow(one.id, one.name) for one in data.factors]
    rows += [GridRow(key, "A factor that was put away") for key in plan.weights if key not in known]
    column = GridColumn(WEIGHT.key, WEIGHT.label, "percent")
    return _with(GridShape(tuple(rows), (column,), totals=False), "weights")


def totals(data: BenchData, plan: ScenarioPlan) -> Field:
    """What there is to share in each year; empty for what there is now."""
    years = sorted({*range(plan.year + 1, plan.last_year + 1), *plan.totals})
    columns = tuple(GridColumn(str(year), f"{data.said(year)} £", "pence") for year in years)
    shape = GridShape((GridRow("total", "Total"),), columns, totals=False)
    return _with(shape, "totals")


def limits(data: BenchData, plan: ScenarioPlan) -> Field:
    """What each partnership is held at, its floor and its cap; a district within its county is only held."""
    rows: list[GridRow] = []
    closed: set[str] = set()
    known = {one.id: one for one in data.partnerships}
    for top, below in planning.families(data, by_district=False):
        rows.append(GridRow(top.id, planning.called(data, top, [] if plan.by_district else below)))
        for one in below:
            rows.append(GridRow(one.id, data.named(one.id), level=1))
            if not plan.by_district:
                closed |= {f"{one.id}:floor", f"{one.id}:cap"}
    rows += [GridRow(key, data.named(key)) for key in plan.limits if key not in known]
    columns = (
        GridColumn(one.key, one.label, "pence" if one.key == "held" else "limit", help=one.help) for one in LIMITS
    )
    return _with(GridShape(tuple(rows), tuple(columns), totals=False, closed=frozenset(closed)), "limits")


def _with(shape: GridShape, key: str) -> Field:
    return replace(next(field for field in SCENARIO if field.key == key), grid=shape)


def cell_of(where: str) -> str:
    """The box or cell that a problem of the formula is about, by the name it goes by in the form."""
    return where.replace("totals:", "totals:total:", 1) if where.startswith("totals:") else where


LABELS: dict[str, tuple[Field, ...]] = {
    "factor": FACTOR,
    "factor_figure": (Field("millionths", "Figure"),),
    "scenario": (
        *SCENARIO,
        Field("is_shared", "Shared"),
        Field("adopted_on", "Adopted on"),
        Field("adopted_by", "Adopted by"),
        Field("adopted_reason", "Reason"),
    ),
    "scenario_total": (Field("total", "Total"),),
    "scenario_weight": (WEIGHT,),
    "scenario_limit": LIMITS,
}
"""Which words the history uses for the columns of each table."""
