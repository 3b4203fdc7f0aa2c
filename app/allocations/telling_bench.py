"""Factors and scenarios as records that are read down, before the bench is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.allocations.comparing import standings
from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import (
    BenchData,
    ScenarioPlan,
    limits_said,
    percent_said,
    rebalanced,
    weights_said,
)
from app.allocations.scenarios import ScenarioRecord, state_said
from app.history import Entry
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.told import Notice, Part, Told, facts, without_empty
from app.years import format_day, format_year

MILLION = 1_000_000


def factor_told(one: FactorRecord, known: Sequence[PartnershipRecord], history: Sequence[Entry]) -> Told:
    """A factor: where its figures are from, and the figure of each partnership."""
    rows = tuple(
        Line(
            each.id,
            (each.name, int(one.figures[each.id] * MILLION) if each.id in one.figures else None),
            level=1 if each.parent_id else 0,
        )
        for each in known
    )
    notices: tuple[Notice, ...] = ()
    if blanks := _gaps(one, known):
        said = f"{len(blanks)} of {len(known)} partnerships have no figure."
        more = (
            f"{', '.join(blanks[:4])}{' and others' if len(blanks) > 4 else ''}: a gap keeps a scenario from being met."
        )
        notices = (Notice(said, more, "Enter figures", "figures"),)
    columns = (Column("partnership", "Partnership"), Column("figure", "Figure", "figure", added=False))
    return Told(
        one.name,
        "Factor that money may be shared by",
        without_empty(
            (
                facts(
                    "About",
                    ("Source", one.source),
                    ("Figures of", format_day(one.as_of) if one.as_of else ""),
                    ("Counts heads", "Yes: £ a head is by this factor" if one.is_population else ""),
                    ("A figure of 0", "Is a figure" if one.allows_nought else "Would be a gap"),
                ),
                Part("Figures", table=Listing("Figures", columns, rows)),
            )
        ),
        notices,
        tuple(history),
    )


def _gaps(one: FactorRecord, known: Sequence[PartnershipRecord]) -> list[str]:
    """Who has no figure, neither itself nor by its county's or its districts'."""
    above = {each.parent_id for each in known if each.id in one.figures}
    return [
        each.short
        for each in known
        if each.id not in one.figures and each.parent_id not in one.figures and each.id not in above
    ]


def scenario_told(one: ScenarioRecord, data: BenchData, names: Mapping[str, str], history: Sequence[Entry]) -> Told:
    """A scenario and what it comes to; `names` are those of the factors by id."""
    plan = one.plan
    done = rebalanced(data, plan)
    notices = tuple(Notice(problem.text, "", "Open it", "open", "bad") for problem in done.problems)
    if one.adopted_on is not None:
        adopted = f"Adopted {format_day(one.adopted_on)} by {one.adopted_by}."
        notices = (Notice(adopted, one.adopted_reason, tone="ok"), *notices)
    start, end = data.said(plan.year), data.said(plan.last_year)
    columns = (
        Column("partnership", "Partnership"),
        Column("now", f"Now {start} £", "pence"),
        Column("then", f"Proposed {end} £", "pence"),
        Column("change", "Change £", "change"),
    )
    rows = tuple(
        Line(each.id, (each.name, each.present, each.proposed, each.change))
        for each in standings(data, plan, done)
        if each.is_member and each.by_year
    )
    return Told(
        plan.name,
        f"{data.line}, {start} to {end}",
        without_empty(
            (
                facts(
                    "Plan",
                    ("Author", one.author),
                    ("State", state_said(one)),
                    ("Shared by", weights_said(plan, names)),
                    ("Limits", limits_said(plan)),
                    ("Reserves", _reserves(plan)),
                    ("Districts", "Every partnership by its own figures" if plan.by_district else ""),
                    ("Totals", _totals(plan, data)),
                    ("Note", plan.note),
                ),
                Part("What it comes to", table=Listing("What it comes to", columns, rows), totalled=True),
            )
        ),
        notices,
        tuple(history),
    )


def _reserves(plan: ScenarioPlan) -> str:
    if not plan.reserve_rate_tenths:
        return ""
    months = f"{plan.reserve_months} {'month' if plan.reserve_months == 1 else 'months'}"
    return f"{percent_said(plan.reserve_rate_tenths)} of what is above {months} of grant counts against the share"


def _totals(plan: ScenarioPlan, data: BenchData) -> str:
    return ", ".join(
        f"{format_year(year, data.year_style)} {format_pence(pence)}" for year, pence in sorted(plan.totals.items())
    )
