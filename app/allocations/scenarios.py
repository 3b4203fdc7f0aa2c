"""Scenarios of re-balancing: kept with their author, out of others' lists until shared, computed as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, records
from app.allocations import allocations, factors, reserves
from app.allocations.partnerships import partnerships
from app.allocations.planning import (
    BenchData,
    OwnLimits,
    ScenarioPlan,
    formula_plan,
    limits_said,
    plan_of,
    rebalanced,
    values_of,
    weights_said,
)
from app.allocations.refusing import refuse
from app.coding import NotKeepable, from_text
from app.errors import Refused
from app.funds import lines
from app.listing import Column, Line, Listing
from app.money import Limit, Pence
from app.office import details
from app.roles import plain_account
from app.who import Who
from app.years import first_day, format_day, format_year
from db.allocations import Partnership
from db.funds import BudgetLine
from db.rebalancing import Factor, Scenario, ScenarioLimit, ScenarioTotal, ScenarioWeight

__all__ = ["BenchData", "OwnLimits", "ScenarioPlan", "formula_plan", "plan_of", "rebalanced", "values_of"]
"""What a screen needs of a plan is found here, beside what it needs of a kept scenario."""

C = TypeVar("C", ScenarioTotal, ScenarioWeight, ScenarioLimit)


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """A kept scenario; `mine` is whether the person asking is its author."""

    id: str
    version: int
    plan: ScenarioPlan
    author: str
    mine: bool
    is_shared: bool
    adopted_on: date | None
    adopted_by: str
    adopted_reason: str
    archived: bool = False


# --- Reading ---


def bench_data(session: Session, line_id: str, *, year: int) -> BenchData:
    """What there is to re-balance the line of `year` from. Raises Refused for a line that is not there."""
    line = lines.line(session, line_id)
    known = partnerships(session)
    budget = line.budgets.get(year)
    given = allocations.allocations(session, budget_id=budget.id) if budget else []
    amounts = {one.partnership_id: one.amount for one in given}
    mine = {one.id: amounts[one.id] for one in known if one.id in amounts}
    places = {one.id: one.name for one in areas.areas(session, on=first_day(year), archived=True)}
    return BenchData(
        line_id=line_id,
        line=line.called(year),
        year=year,
        year_style=details(session).year_style,
        partnerships=tuple(known),
        present={key: amount for key, amount in mine.items() if isinstance(amount, int)},
        words={key: amount for key, amount in mine.items() if isinstance(amount, str)},
        reserves=reserves.last_declared(session),
        factors=tuple(factors.factors(session)),
        areas={one.id: places[one.area_id] for one in known if one.area_id in places},
    )


def data_of(session: Session, scenario_id: str) -> BenchData:
    """What a scenario is computed from: the figures as they are, or, once adopted, as they were kept then.

    So an auditor sees years later what was decided on. What a much later desk could no longer read is read anew. Raises
    Refused where there is no such scenario.
    """
    row = records.fetch(session, Scenario, scenario_id)
    if row.adopted_on is not None:
        with suppress(NotKeepable):
            kept = from_text(row.adopted_data)
            if isinstance(kept, BenchData):
                return kept
    return bench_data(session, row.line_id, year=row.year)


def scenarios(
    session: Session, *, line_id: str | None = None, year: int | None = None, archived: bool = False
) -> list[ScenarioRecord]:
    """One's own scenarios and those that are shared or adopted, in the order they were made.

    Others' are left out until they share them: a courtesy, since whoever may read the file could read them.
    """
    query = select(Scenario).where(Scenario.archived.is_(archived)).order_by(Scenario.id)
    if line_id is not None:
        query = query.where(Scenario.line_id == line_id)
    if year is not None:
        query = query.where(Scenario.year == year)
    found = [_record(session, row) for row in session.scalars(query)]
    return [one for one in found if one.mine or one.is_shared or one.adopted_on is not None]


def scenario(session: Session, scenario_id: str) -> ScenarioRecord:
    """One scenario. Raises Refused where there is none."""
    return _record(session, records.fetch(session, Scenario, scenario_id))


def _record(session: Session, row: Scenario) -> ScenarioRecord:
    author = asking(session)
    return ScenarioRecord(
        id=row.id,
        version=row.version,
        plan=ScenarioPlan(
            name=row.name,
            line_id=row.line_id,
            year=row.year,
            years=row.years,
            by_district=row.by_district,
            weights={one.factor_id: one.weight_tenths for one in _children(session, ScenarioWeight, row.id)},
            totals={one.year: Pence(one.total_pence) for one in _children(session, ScenarioTotal, row.id)},
            loss=_limit(row.loss_pence, row.loss_tenths),
            gain=_limit(row.gain_pence, row.gain_tenths),
            reserve_months=row.reserve_months,
            reserve_rate_tenths=row.reserve_rate_tenths,
            limits={one.partnership_id: _own_limits(one) for one in _children(session, ScenarioLimit, row.id)},
            note=row.note,
        ),
        author=row.author,
        mine=bool(author) and plain_account(row.author) == plain_account(author),
        is_shared=row.is_shared,
        adopted_on=row.adopted_on,
        adopted_by=row.adopted_by,
        adopted_reason=row.adopted_reason,
        archived=row.archived,
    )


def asking(session: Session) -> str:
    """The account this session is for; empty for a command that acts for nobody."""
    who = session.info.get("who")
    return who.name if isinstance(who, Who) else ""


def _children(session: Session, model: type[C], scenario_id: str, *, archived: bool = False) -> Sequence[C]:
    query = select(model).where(model.scenario_id == scenario_id).order_by(model.id)
    return session.scalars(query if archived else query.where(model.archived.is_(False))).all()


def _limit(pence: int | None, tenths: int | None) -> Limit | None:
    if pence is None and tenths is None:
        return None
    return Limit(None if pence is None else Pence(pence), tenths)


def _own_limits(row: ScenarioLimit) -> OwnLimits:
    return OwnLimits(
        None if row.held_pence is None else Pence(row.held_pence),
        _limit(row.floor_pence, row.floor_tenths),
        _limit(row.cap_pence, row.cap_tenths),
    )


# --- Keeping ---


def add(
    session: Session,
    *,
    line_id: str,
    year: int,
    name: str,
    weights: Mapping[str, int],
    totals: Mapping[str, int] | None = None,
    years: int = 1,
    by_district: bool = False,
    loss: Limit | None = None,
    gain: Limit | None = None,
    reserve_months: int = 6,
    reserve_rate_tenths: int = 0,
    limits: Mapping[str, int | Limit] | None = None,
    note: str = "",
) -> str:
    """Keep a scenario, for its author alone until it is shared; its id. Raises Refused at the box or cell."""
    records.in_use(session, BudgetLine, line_id)
    typed = {
        "name": name,
        "weights": weights,
        "totals": totals,
        "years": years,
        "by_district": by_district,
        "loss": loss,
        "gain": gain,
        "reserve_months": reserve_months,
        "reserve_rate_tenths": reserve_rate_tenths,
        "limits": limits,
        "note": note,
    }
    return _keep(session, plan_of(line_id, year, typed))


def _keep(session: Session, plan: ScenarioPlan) -> str:
    _check(session, plan)
    row = Scenario(
        author=asking(session),
        is_shared=False,
        line_id=plan.line_id,
        year=plan.year,
        adopted_on=None,
        adopted_by="",
        adopted_reason="",
        adopted_data="",
        **_columns(plan),
    )
    session.add(row)
    session.flush()
    _set_children(session, row, plan)
    return row.id


def change(
    session: Session,
    scenario_id: str,
    *,
    version: int | None,
    name: str,
    weights: Mapping[str, int],
    totals: Mapping[str, int],
    years: int,
    by_district: bool,
    loss: Limit | None,
    gain: Limit | None,
    reserve_months: int,
    reserve_rate_tenths: int,
    limits: Mapping[str, int | Limit],
    note: str,
) -> None:
    """Change a scenario that was not adopted; whoever sees a shared one may. Raises Refused at its box, Stale."""
    row = not_adopted(session, scenario_id, version)
    typed = {
        "name": name,
        "weights": weights,
        "totals": totals,
        "years": years,
        "by_district": by_district,
        "loss": loss,
        "gain": gain,
        "reserve_months": reserve_months,
        "reserve_rate_tenths": reserve_rate_tenths,
        "limits": limits,
        "note": note,
    }
    plan = plan_of(row.line_id, row.year, typed)
    _check(session, plan)
    for key, value in _columns(plan).items():
        setattr(row, key, value)
    if _set_children(session, row, plan):
        records.touch(row)


def _check(session: Session, plan: ScenarioPlan) -> None:
    for factor_id in plan.weights:
        records.fetch(session, Factor, factor_id)
    for partnership_id in plan.limits:
        records.fetch(session, Partnership, partnership_id)
    refuse(plan, {one.id for one in partnerships(session) if one.parent_id})


def not_adopted(session: Session, scenario_id: str, version: int | None) -> Scenario:
    """The scenario at this version, where it may still be changed. Raises Refused, Stale."""
    row = records.at_version(session, Scenario, scenario_id, version, parts=parts_of(session, scenario_id))
    if row.adopted_on is not None:
        raise Refused(
            f"This scenario was adopted on {format_day(row.adopted_on)} and stays as it was. Copy it to go on from it."
        )
    return row


def parts_of(session: Session, scenario_id: str) -> list[str]:
    """The ids of the rows that belong to a scenario: its weights, totals and limits."""
    every = (
        *_children(session, ScenarioWeight, scenario_id, archived=True),
        *_children(session, ScenarioTotal, scenario_id, archived=True),
        *_children(session, ScenarioLimit, scenario_id, archived=True),
    )
    return [one.id for one in every]


def share(session: Session, scenario_id: str, *, version: int | None = None, shared: bool = True) -> None:
    """Put a scenario into everybody's list, or back into its author's alone, which only they may. Raises Refused."""
    row = not_adopted(session, scenario_id, version)
    who = asking(session)
    if who and plain_account(who) != plain_account(row.author):
        raise Refused(f"{row.author} made this scenario, so only they can share it or take it back. Copy it instead.")
    row.is_shared = shared


def archive(session: Session, scenario_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a scenario away, or bring it back; an adopted one stays. Raises Refused, Stale."""
    not_adopted(session, scenario_id, version).archived = not back


def copy(session: Session, scenario_id: str, *, name: str) -> str:
    """A scenario like this one under another name, for the person asking alone; its id. Raises Refused."""
    return _keep(session, replace(scenario(session, scenario_id).plan, name=name.strip()))


def _columns(plan: ScenarioPlan) -> dict[str, Any]:
    loss, gain = plan.loss or Limit(), plan.gain or Limit()
    return {
        "name": plan.name,
        "years": plan.years,
        "by_district": plan.by_district,
        "loss_pence": loss.pence,
        "loss_tenths": loss.tenths,
        "gain_pence": gain.pence,
        "gain_tenths": gain.tenths,
        "reserve_months": plan.reserve_months,
        "reserve_rate_tenths": plan.reserve_rate_tenths,
        "note": plan.note,
    }


def _set_children(session: Session, row: Scenario, plan: ScenarioPlan) -> bool:
    """Bring the scenario's weights, totals and limits to those of the plan; whether anything changed."""
    weights = {key: {"weight_tenths": tenths} for key, tenths in plan.weights.items()}
    totals = {year: {"total_pence": pence} for year, pence in plan.totals.items()}
    limits = {key: _limit_columns(own) for key, own in plan.limits.items()}
    return any(
        [
            _set_rows(session, ScenarioWeight, row.id, "factor_id", weights),
            _set_rows(session, ScenarioTotal, row.id, "year", totals),
            _set_rows(session, ScenarioLimit, row.id, "partnership_id", limits),
        ]
    )


def _limit_columns(own: OwnLimits) -> dict[str, Any]:
    floor, cap = own.floor or Limit(), own.cap or Limit()
    return {
        "held_pence": own.held,
        "floor_pence": floor.pence,
        "floor_tenths": floor.tenths,
        "cap_pence": cap.pence,
        "cap_tenths": cap.tenths,
    }


def _set_rows(
    session: Session, model: type[C], scenario_id: str, key: str, wanted: Mapping[Any, Mapping[str, Any]]
) -> bool:
    """Change, add, bring back and put away rows so that those in use are the wanted ones; whether any differs now."""
    found = {getattr(one, key): one for one in _children(session, model, scenario_id, archived=True)}
    for value, columns in wanted.items():
        one = found.get(value)
        if one is None:
            session.add(model(scenario_id=scenario_id, **{key: value}, **columns))
            continue
        one.archived = False
        for name, cell in columns.items():
            setattr(one, name, cell)
    for value, one in found.items():
        if value not in wanted:
            one.archived = True
    changed = any(session.is_modified(one) for one in found.values()) or not found.keys() >= wanted.keys()
    session.flush()
    return changed


# --- Showing ---


def scenario_list(session: Session, *, year: int) -> Listing:
    """The scenarios that start from `year`: one's own, and those that are shared or adopted."""
    style = details(session).year_style
    names = {one.id: one.name for one in factors.factors(session)}
    called_lines = {one.id: one.called(year) for one in lines.lines(session)}
    return Listing(
        title=f"Scenarios from {format_year(year, style)}",
        columns=(
            Column("name", "Scenario"),
            Column("line", "Budget line"),
            Column("weights", "Shared by"),
            Column("limits", "Limits"),
            Column("reached", "Reached in"),
            Column("author", "Author"),
            Column("state", "State", "chip"),
        ),
        lines=tuple(
            Line(
                one.id,
                (
                    one.plan.name,
                    called_lines.get(one.plan.line_id, ""),
                    weights_said(one.plan, names),
                    limits_said(one.plan),
                    format_year(one.plan.last_year, style),
                    one.author,
                    state_said(one),
                ),
            )
            for one in scenarios(session, year=year)
        ),
    )


def state_said(one: ScenarioRecord) -> str:
    """How far a scenario has come: only its author's, shared, adopted."""
    if one.adopted_on is not None:
        return f"Adopted {format_day(one.adopted_on)}"
    return "Shared" if one.is_shared else "Own"
