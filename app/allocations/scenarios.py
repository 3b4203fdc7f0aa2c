"""Scenarios of re-balancing: kept with their author, out of others' lists until shared, computed as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, records
from app.allocations import allocations, factors, formula
from app.allocations.factors import FactorRecord
from app.allocations.formula import District, Member, Plan, Problem, Rebalanced, Weight
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.errors import Refused
from app.funds import lines
from app.listing import Column, Line, Listing
from app.money import MOST_PENCE, Limit, Pence, format_limit, format_pence, format_percent
from app.office import details
from app.roles import plain_account
from app.who import Who
from app.years import first_day, format_day, format_year
from db.allocations import Partnership, Reserve
from db.funds import BudgetLine
from db.rebalancing import Factor, Scenario, ScenarioLimit, ScenarioTotal, ScenarioWeight

MOST_YEARS, MOST_MONTHS, WHOLE_TENTHS, MOST_CAP_TENTHS = 10, 120, 1_000, 2_000
COMMON_NAME = " Community Safety Partnership"
C = TypeVar("C", ScenarioTotal, ScenarioWeight, ScenarioLimit)


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """What one partnership is held at, or its own floor and cap."""

    held: Pence | None = None
    floor: Limit | None = None
    cap: Limit | None = None


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """All that a person sets. `weights` by factor id in tenths of a percent, `limits` by partnership id.

    `totals` has a year's total in pence where it is not the present one. A county's districts are held at their present
    grant unless `limits` has another amount; with `by_district` every partnership stands by its own figures.
    """

    name: str
    line_id: str
    year: int
    years: int = 1
    by_district: bool = False
    weights: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[int, Pence] = field(default_factory=dict)
    loss: Limit | None = None
    gain: Limit | None = None
    reserve_months: int = 6
    reserve_rate_tenths: int = 0
    limits: Mapping[str, OwnLimits] = field(default_factory=dict)
    note: str = ""

    @property
    def last_year(self) -> int:
        """The year in which it is reached, as its start year."""
        return self.year + self.years


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


@dataclass(frozen=True, slots=True)
class BenchData:
    """All that the bench computes from, read once: no keystroke goes back to the file.

    `present` is each partnership's own allocation of the line in `year`, in pence, and `words` the word that stands in
    place of one; `reserves` the last declared closing reserve with its day; `areas` the name of each partnership's
    area; `heads` the population, where a factor counts heads.
    """

    line_id: str
    line: str
    year: int
    year_style: str
    partnerships: tuple[PartnershipRecord, ...]
    present: Mapping[str, Pence]
    words: Mapping[str, str]
    reserves: Mapping[str, tuple[Pence, date]]
    factors: tuple[FactorRecord, ...]
    areas: Mapping[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> FactorRecord | None:
        """The factor that counts heads."""
        return next((one for one in self.factors if one.is_population), None)

    @property
    def total(self) -> Pence:
        """What the partnerships are given together in `year`."""
        return Pence(sum(self.present.values()))

    def named(self, partnership_id: str) -> str:
        """What a partnership is called in a list of partnerships, or that it is not there any more."""
        name = next((one.name for one in self.partnerships if one.id == partnership_id), "")
        return name.removesuffix(COMMON_NAME) or "A partnership that was put away"

    def said(self, year: int) -> str:
        """A financial year as this office writes it."""
        return format_year(year, self.year_style)


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
        reserves=_reserves(session),
        factors=tuple(factors.factors(session)),
        areas={one.id: places[one.area_id] for one in known if one.area_id in places},
    )


def _reserves(session: Session) -> dict[str, tuple[Pence, date]]:
    rows = session.scalars(select(Reserve).where(Reserve.archived.is_(False)).order_by(Reserve.declared_on))
    return {row.partnership_id: (Pence(row.closing_pence), row.declared_on) for row in rows}


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
    author = _asking(session)
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


def _asking(session: Session) -> str:
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


# --- What is typed ---


def plan_of(line_id: str, year: int, values: Mapping[str, Any]) -> ScenarioPlan:
    """The plan that a form's values make: `weights`, `totals` and `limits` are grids, an empty cell is not in them."""
    usual = ScenarioPlan("", line_id, year)
    own: dict[str, dict[str, Any]] = {}
    for (partnership_id, which), value in _cells(values.get("limits")):
        own.setdefault(partnership_id, {})[which] = value

    def number(key: str, otherwise: int) -> int:
        value = values.get(key)
        return otherwise if value is None else int(value)

    return ScenarioPlan(
        name=str(values.get("name") or "").strip(),
        line_id=line_id,
        year=year,
        years=number("years", usual.years),
        by_district=bool(values.get("by_district")),
        weights={factor_id: tenths for (factor_id, _), tenths in _cells(values.get("weights"))},
        totals={int(which): Pence(pence) for (_, which), pence in _cells(values.get("totals"))},
        loss=values.get("loss"),
        gain=values.get("gain"),
        reserve_months=number("reserve_months", usual.reserve_months),
        reserve_rate_tenths=number("reserve_rate_tenths", 0),
        limits={key: OwnLimits(**limits) for key, limits in own.items()},
        note=str(values.get("note") or "").strip(),
    )


def _cells(grid: Mapping[str, Any] | None) -> Iterable[tuple[tuple[str, str], Any]]:
    for cell, value in (grid or {}).items():
        if value is not None:
            row, _, column = cell.rpartition(":")
            yield (row, column), value


def values_of(plan: ScenarioPlan) -> dict[str, Any]:
    """The values a form shows of a plan: what `plan_of` takes."""
    return {
        "name": plan.name,
        "years": plan.years,
        "by_district": plan.by_district,
        "weights": {f"{factor_id}:weight": tenths for factor_id, tenths in plan.weights.items()},
        "totals": {f"total:{year}": pence for year, pence in plan.totals.items()},
        "loss": plan.loss,
        "gain": plan.gain,
        "reserve_months": plan.reserve_months,
        "reserve_rate_tenths": plan.reserve_rate_tenths,
        "limits": {
            f"{partnership_id}:{which}": value
            for partnership_id, own in plan.limits.items()
            for which, value in (("held", own.held), ("floor", own.floor), ("cap", own.cap))
            if value is not None
        },
        "note": plan.note,
    }


# --- From what is typed to the formula ---


def rebalanced(data: BenchData, plan: ScenarioPlan) -> Rebalanced:
    """What the plan comes to; where something cannot be met, what, and no outcome."""
    found = problems(data, plan)
    return Rebalanced((), found) if found else formula.rebalance(formula_plan(data, plan))  # type: ignore[attr-defined]


def problems(data: BenchData, plan: ScenarioPlan) -> tuple[Problem, ...]:
    """What keeps the plan from being computed before the formula is asked."""
    return (*_words(data), *_put_away(data, plan), *_kept_in_a_county(data, plan))


def _words(data: BenchData) -> Iterable[Problem]:
    for partnership_id, word in data.words.items():
        yield Problem(
            f"{data.named(partnership_id)} has {word} in {data.said(data.year)}, so there is nothing to start from."
        )


def _put_away(data: BenchData, plan: ScenarioPlan) -> Iterable[Problem]:
    known = {one.id for one in data.factors}
    for factor_id, tenths in plan.weights.items():
        if tenths and factor_id not in known:
            yield Problem(
                "A factor that counts here has been put away. Take its weight out, or bring it back.", "weights"
            )


def _kept_in_a_county(data: BenchData, plan: ScenarioPlan) -> Iterable[Problem]:
    if plan.by_district:
        return
    counties = {one.parent_id for one in data.partnerships if one.parent_id}
    by_id = {one.id: one for one in data.partnerships}
    for partnership_id, own in plan.limits.items():
        district = by_id.get(partnership_id)
        if district is None or district.parent_id not in counties:
            continue
        for which in ("floor", "cap"):
            if getattr(own, which) is not None:
                yield Problem(
                    f"{data.named(partnership_id)} is held within its county, so it has no {which} of its own. Give "
                    "the amount it is held at, or take every partnership by itself.",
                    f"limits:{partnership_id}:{which}",
                )


def formula_plan(data: BenchData, plan: ScenarioPlan) -> Plan:
    """The plan as the formula takes it: members with their figures, each year with its total."""
    weighed = [one for one in data.factors if plan.weights.get(one.id)]
    members = [
        _member(data, plan, weighed, one, below)
        for one, below in families(data, by_district=plan.by_district)
        if any(takes_part(data, plan, each) for each in (one, *below))
    ]
    present = sum(one.present for one in members)
    return Plan(
        members=tuple(members),
        weights=tuple(Weight(one.id, one.name, plan.weights[one.id], one.allows_nought) for one in weighed),
        totals=tuple(
            (year, plan.totals.get(year, Pence(present))) for year in range(plan.year + 1, plan.last_year + 1)
        ),
        loss=plan.loss,
        gain=plan.gain,
        reserve_months=plan.reserve_months,
        reserve_rate_tenths=plan.reserve_rate_tenths,
    )


Family = tuple[PartnershipRecord, list[PartnershipRecord]]


def families(data: BenchData, *, by_district: bool) -> list[Family]:
    """Each partnership that stands for itself with those below it; by district nobody stands below anybody."""
    if by_district:
        return [(one, []) for one in data.partnerships]
    by_id = {one.id: one for one in data.partnerships}
    below: dict[str, list[PartnershipRecord]] = {}
    for one in data.partnerships:
        top = one
        for _ in data.partnerships:  # never more steps up than there are partnerships
            top = by_id.get(top.parent_id or "", top)
        if top is not one:
            below.setdefault(top.id, []).append(one)
    return [(one, below.get(one.id, [])) for one in data.partnerships if one.parent_id not in by_id]


def takes_part(data: BenchData, plan: ScenarioPlan, one: PartnershipRecord) -> bool:
    """Whether a partnership has a present grant, limits or a figure to be given something by."""
    return is_given(data, plan, one) or any(one.id in factor.figures for factor in data.factors)


def is_given(data: BenchData, plan: ScenarioPlan, one: PartnershipRecord) -> bool:
    """Whether a partnership has a present grant or limits, without which a district has no part in its county's."""
    return one.id in data.present or one.id in plan.limits


def _member(
    data: BenchData,
    plan: ScenarioPlan,
    weighed: Sequence[FactorRecord],
    one: PartnershipRecord,
    below: Sequence[PartnershipRecord],
) -> Member:
    own = plan.limits.get(one.id, OwnLimits())
    declared = [data.reserves[each.id][0] for each in (one, *below) if each.id in data.reserves]
    districts = [each for each in below if is_given(data, plan, each)]
    return Member(
        id=one.id,
        name=called(data, one, districts),
        present=Pence(sum(data.present.get(each.id, 0) for each in (one, *below))),
        figures={factor.id: figure_of(factor, one, below) for factor in weighed},
        reserve=Pence(sum(declared)) if declared else None,
        held=own.held,
        floor=own.floor,
        cap=own.cap,
        districts=tuple(_district(data, plan, each) for each in districts),
    )


def called(data: BenchData, one: PartnershipRecord, districts: Sequence[PartnershipRecord]) -> str:
    """What a member is called: a county with its districts by its area, anybody else by the partnership's name."""
    if not districts:
        return data.named(one.id)
    return data.areas.get(one.id) or f"{data.named(one.id)} with its districts"


def figure_of(factor: FactorRecord, one: PartnershipRecord, below: Sequence[PartnershipRecord]) -> Fraction | None:
    """A county's own figure, else the sum of its districts' where each has one; None for a blank."""
    if one.id in factor.figures or not below:
        return factor.figures.get(one.id)
    figures = [factor.figures[each.id] for each in below if each.id in factor.figures]
    return sum(figures, Fraction(0)) if len(figures) == len(below) else None


def _district(data: BenchData, plan: ScenarioPlan, one: PartnershipRecord) -> District:
    present = data.present.get(one.id, Pence(0))
    held = plan.limits.get(one.id, OwnLimits()).held
    return District(one.id, data.named(one.id), present, present if held is None else held)


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
    _refuse(session, plan)
    row = Scenario(
        author=_asking(session),
        is_shared=False,
        line_id=plan.line_id,
        year=plan.year,
        adopted_on=None,
        adopted_by="",
        adopted_reason="",
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
    row = _not_adopted(session, scenario_id, version)
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
    _refuse(session, plan)
    for key, value in _columns(plan).items():
        setattr(row, key, value)
    if _set_children(session, row, plan):
        records.touch(row)


def _not_adopted(session: Session, scenario_id: str, version: int | None) -> Scenario:
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
    row = _not_adopted(session, scenario_id, version)
    asking = _asking(session)
    if asking and plain_account(asking) != plain_account(row.author):
        raise Refused(f"{row.author} made this scenario, so only they can share it or take it back. Copy it instead.")
    row.is_shared = shared


def archive(session: Session, scenario_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a scenario away, or bring it back; an adopted one stays. Raises Refused, Stale."""
    _not_adopted(session, scenario_id, version).archived = not back


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


# --- What is refused ---


def _refuse(session: Session, plan: ScenarioPlan) -> None:
    records.required(plan.name, "The scenario's name", "name")
    _refuse_numbers(plan)
    _refuse_weights(session, plan)
    for year, pence in plan.totals.items():
        _refuse_total(plan, year, pence)
    for field_name, limit in (("loss", plan.loss), ("gain", plan.gain)):
        _refuse_limit(limit, field_name, WHOLE_TENTHS)
    known = {one.id: one for one in partnerships(session)}
    for partnership_id, own in plan.limits.items():
        records.fetch(session, Partnership, partnership_id)
        district = partnership_id in known and known[partnership_id].parent_id in known and not plan.by_district
        _refuse_own_limits(own, f"limits:{partnership_id}", is_held=district)


def _refuse_numbers(plan: ScenarioPlan) -> None:
    if not 1 <= plan.years <= MOST_YEARS:
        raise Refused(f"It can be brought in over 1 to {MOST_YEARS} years.", "years")
    if not 0 <= plan.reserve_months <= MOST_MONTHS:
        raise Refused(f"Give from 0 to {MOST_MONTHS} months of grant.", "reserve_months")
    if not 0 <= plan.reserve_rate_tenths <= WHOLE_TENTHS:
        raise Refused("The rate lies between 0 % and 100 %.", "reserve_rate_tenths")


def _refuse_weights(session: Session, plan: ScenarioPlan) -> None:
    for factor_id, tenths in plan.weights.items():
        records.fetch(session, Factor, factor_id)
        if not 0 <= tenths <= WHOLE_TENTHS:
            raise Refused("A weight lies between 0 % and 100 %.", f"weights:{factor_id}:weight")
    if not any(plan.weights.values()):
        raise Refused("Give at least one factor a weight.", "weights")


def _refuse_total(plan: ScenarioPlan, year: int, pence: int) -> None:
    box = f"totals:total:{year}"
    if not plan.year < year <= plan.last_year:
        raise Refused(
            "There is a total for a year in which nothing is brought in. Take it out, or add years.", "totals"
        )
    if pence < 0:
        raise Refused("A total cannot be below £0.", box)
    if pence > MOST_PENCE:
        raise Refused(f"A total cannot be more than {format_pence(MOST_PENCE)}.", box)


def _refuse_limit(limit: Limit | None, box: str, most_tenths: int) -> None:
    if limit is None:
        return
    if limit.tenths is not None and not 0 <= limit.tenths <= most_tenths:
        raise Refused(f"The percentage lies between 0 % and {most_tenths // 10} %.", box)
    if limit.pence is not None:
        _refuse_amount(limit.pence, box)


def _refuse_amount(pence: int, box: str) -> None:
    if pence < 0:
        raise Refused("An amount cannot be below £0.", box)
    if pence > MOST_PENCE:
        raise Refused(f"An amount cannot be more than {format_pence(MOST_PENCE)}.", box)


def _refuse_own_limits(own: OwnLimits, row: str, *, is_held: bool) -> None:
    if own.held is not None:
        _refuse_amount(own.held, f"{row}:held")
    _refuse_limit(own.floor, f"{row}:floor", WHOLE_TENTHS)
    _refuse_limit(own.cap, f"{row}:cap", MOST_CAP_TENTHS)
    for which, limit in (("floor", own.floor), ("cap", own.cap)):
        if limit is not None and own.held is not None:
            raise Refused(
                f"It is held at {format_pence(own.held)}, so it has no {which}. Take one of them out.", f"{row}:{which}"
            )
        if limit is not None and is_held:
            raise Refused(
                f"A district is held within its county, so it has no {which} of its own. Give the amount it is held "
                "at, or take every partnership by itself.",
                f"{row}:{which}",
            )
    if _is_above(own.floor, own.cap):
        raise Refused("The floor is above the cap.", f"{row}:floor")


def _is_above(floor: Limit | None, cap: Limit | None) -> bool:
    """Whether a floor is above a cap of the same kind; pounds and percentages are compared when it is computed."""
    if floor is None or cap is None:
        return False
    if floor.pence is not None and cap.pence is not None:
        return floor.pence > cap.pence
    return floor.tenths is not None and cap.tenths is not None and floor.tenths > cap.tenths


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


def weights_said(plan: ScenarioPlan, names: Mapping[str, str]) -> str:
    """“population 40 %, recorded crime 30 %”: the factors that count, the heaviest first; `names` by factor id."""
    heaviest = sorted((item for item in plan.weights.items() if item[1]), key=lambda item: -item[1])
    return ", ".join(
        f"{_within_a_sentence(names.get(key, 'a factor that was put away'))} {percent_said(tenths)}"
        for key, tenths in heaviest
    )


def _within_a_sentence(name: str) -> str:
    """A factor's name without its capital, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def percent_said(tenths: int) -> str:
    """40 % or 12.5 %."""
    return f"{format_percent(tenths, sign=False).removesuffix('.0')} %"


def limits_said(plan: ScenarioPlan) -> str:
    """“nobody loses more than 8 %, nobody gains more than 5 %, over 3 years”; empty where nothing is limited."""
    return ", ".join(
        filter(
            None,
            (
                f"nobody loses more than {format_limit(plan.loss)}" if plan.loss else "",
                f"nobody gains more than {format_limit(plan.gain)}" if plan.gain else "",
                f"over {plan.years} years" if plan.years > 1 else "",
            ),
        )
    )
