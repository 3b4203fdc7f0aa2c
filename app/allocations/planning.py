"""What a person sets in a scenario and what it is computed from, as plain values; and how the formula takes them.

Nothing here reads the file, so that the bench can ask it again at each keystroke.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from app.allocations import formula
from app.allocations.factors import FactorRecord
from app.allocations.formula import District, Member, Plan, Problem, Rebalanced, Weight
from app.allocations.partnerships import PartnershipRecord
from app.money import Limit, Pence, format_limit, format_percent
from app.years import format_year


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
        names = (one.short for one in self.partnerships if one.id == partnership_id)
        return next(names, "A partnership that was put away")

    def said(self, year: int) -> str:
        """A financial year as this office writes it."""
        return format_year(year, self.year_style)


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
    return Rebalanced((), found) if found else formula.rebalance(formula_plan(data, plan))


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
    """The plan as the formula takes it: members with their figures, each year with its total.

    Where the office works in whole pounds, so that no grant, total, lock or limit has pennies, what is proposed is
    whole pounds too. A reserve or a factor's figure with decimals says nothing about that.
    """
    weighed = [one for one in data.factors if plan.weights.get(one.id)]
    members = [
        _member(data, plan, weighed, one, below)
        for one, below in families(data, by_district=plan.by_district)
        if any(takes_part(data, plan, each) for each in (one, *below))
    ]
    present = sum(one.present for one in members)
    found = Plan(
        members=tuple(members),
        weights=tuple(Weight(one.id, one.name, plan.weights[one.id], one.allows_nought) for one in weighed),
        totals=tuple(
            (year, plan.totals.get(year, Pence(present))) for year in range(plan.year + 1, plan.last_year + 1)
        ),
        loss=plan.loss,
        gain=plan.gain,
        reserve_months=plan.reserve_months,
        reserve_rate_tenths=plan.reserve_rate_tenths,
        year_style=data.year_style,
    )
    return replace(found, unit=100) if _has_no_pennies(found) else found


def _has_no_pennies(plan: Plan) -> bool:
    """Whether every amount that is given, held, shared or a limit is whole pounds."""
    amounts: list[int | None] = [total for _, total in plan.totals]
    limits = [plan.loss, plan.gain]
    for one in plan.members:
        amounts += [one.present, one.held]
        amounts += [amount for each in one.districts for amount in (each.present, each.held)]
        limits += [one.floor, one.cap]
    amounts += [limit.pence for limit in limits if limit]
    return not any((amount or 0) % 100 for amount in amounts)


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
    districts = [each for each in below if is_given(data, plan, each)]
    return Member(
        id=one.id,
        name=called(data, one, districts),
        present=Pence(sum(data.present.get(each.id, 0) for each in (one, *below))),
        figures={factor.id: figure_of(factor, one, below) for factor in weighed},
        reserve=reserve_of(data, one, below),
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


def reserve_of(data: BenchData, one: PartnershipRecord, below: Sequence[PartnershipRecord]) -> Pence | None:
    """What a partnership and those below it last declared, together; None where nobody has."""
    declared = [data.reserves[each.id][0] for each in (one, *below) if each.id in data.reserves]
    return Pence(sum(declared)) if declared else None


def _district(data: BenchData, plan: ScenarioPlan, one: PartnershipRecord) -> District:
    present = data.present.get(one.id, Pence(0))
    held = plan.limits.get(one.id, OwnLimits()).held
    return District(one.id, data.named(one.id), present, present if held is None else held)


# --- In words ---


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
