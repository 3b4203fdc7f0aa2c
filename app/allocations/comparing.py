"""What scenarios come to beside each other: now, proposed and each year between, in £, % and £ a head; who gains.

Everything here is pure: the bench asks it again at each keystroke.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from app.allocations import planning
from app.allocations.formula import Bound, Outcome, Rebalanced
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData, ScenarioPlan
from app.errors import Refused
from app.funds.table import Headline, Run
from app.listing import Cell, Column, Group, Line, Listing, percent_change
from app.money import Pence, format_pence, tenths_of_percent
from app.years import format_day

Measure = Literal["£", "%", "head"]
MOST_COMPARED = 3
MONTHS = 12
MILLION = 1_000_000
LIMITS: dict[Bound, str] = {"": "", "held": "Held", "floor": "At floor", "cap": "At cap"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What one partnership, or a county with its districts (`is_whole`), has now and would have each year, in pence.

    Where a county is one, it stands before its own partnership and its districts (`level` 1), which are parts of it and
    are never added to it. `is_member` is whether the formula gives to it. `formula` is what the formula alone comes to,
    before locks, floors and caps; None where it is held. `by_year` is empty while something cannot be met.
    """

    id: str
    name: str
    level: int
    is_whole: bool
    is_member: bool
    county: str
    present: Pence
    formula: Fraction | None
    by_year: Mapping[int, Pence]
    reserve: Pence | None
    heads: Fraction | None
    bound: Bound

    @property
    def proposed(self) -> Pence | None:
        """What it has in the last year."""
        return self.by_year[max(self.by_year)] if self.by_year else None

    @property
    def change(self) -> Pence | None:
        """Proposed less present."""
        return None if self.proposed is None else Pence(self.proposed - self.present)

    @property
    def percent(self) -> Cell:
        """The change in tenths of a percent; `new` where there is nothing now."""
        return percent_change(self.present, self.proposed) if self.by_year else None

    @property
    def is_one(self) -> bool:
        """Whether its reserve is held against its own grant, not against a county's of which it is a part."""
        return self.is_member or self.is_whole

    @property
    def months_now(self) -> Fraction | None:
        """The reserve in months of the present grant."""
        return _months(self.reserve, self.present)

    @property
    def months_then(self) -> Fraction | None:
        """The reserve in months of the proposed grant."""
        return _months(self.reserve, self.proposed)

    def measured(self, pence: int | Fraction | None, measure: Measure) -> int | None:
        """An amount of this line as it is measured: pence, tenths of a percent more than now, or pence a head."""
        if pence is None:
            return None
        if measure == "%":
            return tenths_of_percent(round_half_up(Fraction(pence)) - self.present, self.present)
        if measure == "head":
            return round_half_up(Fraction(pence) / self.heads) if self.heads else None
        return round_half_up(Fraction(pence))


def _months(reserve: Pence | None, grant: Pence | None) -> Fraction | None:
    return Fraction(reserve * MONTHS, grant) if reserve is not None and grant else None


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, a half away from nought."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


# --- Who has what ---


def standings(data: BenchData, plan: ScenarioPlan, rebalanced: Rebalanced) -> tuple[Standing, ...]:
    """Everybody who takes part, in the office's order: a county as a whole, then its own partnership and districts."""
    found: list[Standing] = []
    outcomes = {one.id: one for one in rebalanced.outcomes}
    for top, below in planning.families(data, by_district=False):
        if not any(planning.takes_part(data, plan, one) for one in (top, *below)):
            continue
        parts = [one for one in below if _stands(data, plan, one)]
        if not parts:
            found.append(_alone(data, outcomes.get(top.id), top, [] if plan.by_district else below))
            continue
        if not plan.by_district or _stands(data, plan, top):
            parts = [top, *parts]
        if plan.by_district:
            rows = [replace(_alone(data, outcomes.get(one.id), one, []), level=1, county=top.id) for one in parts]
        else:
            rows = [_part(data, outcomes.get(top.id), top, one) for one in parts]
        found += [_whole(data, plan, outcomes.get(top.id), top, below, rows), *rows]
    return tuple(found)


def _stands(data: BenchData, plan: ScenarioPlan, one: PartnershipRecord) -> bool:
    """Whether a partnership of a county has a line of its own: by district by what it has, else where it is held."""
    return planning.takes_part(data, plan, one) if plan.by_district else planning.is_given(data, plan, one)


def _alone(
    data: BenchData,
    mine: Outcome | None,
    one: PartnershipRecord,
    below: Sequence[PartnershipRecord],
) -> Standing:
    """A partnership that the formula gives to and that has no parts of its own; nothing stands `below` it."""
    return Standing(
        id=one.id,
        name=data.named(one.id),
        level=0,
        is_whole=False,
        is_member=True,
        county="",
        present=data.present.get(one.id, Pence(0)),
        formula=_formula(mine),
        by_year=mine.by_year if mine is not None else {},
        reserve=planning.reserve_of(data, one, below),
        heads=planning.figure_of(data.heads, one, below) if data.heads else None,
        bound=mine.bound if mine is not None else "",
    )


def _part(data: BenchData, mine: Outcome | None, top: PartnershipRecord, one: PartnershipRecord) -> Standing:
    """A county's own partnership or a district of it, where the county is one."""
    is_own = one is top
    by_year: Mapping[int, Pence] = {}
    if mine is not None:
        by_year = mine.own if is_own else mine.districts.get(one.id, {})
    return Standing(
        id=one.id,
        name=data.named(one.id),
        level=1,
        is_whole=False,
        is_member=False,
        county=top.id,
        present=data.present.get(one.id, Pence(0)),
        formula=_own_formula(mine) if is_own else None,
        by_year=by_year,
        reserve=planning.reserve_of(data, one, []),
        heads=data.heads.figures.get(one.id) if data.heads and not is_own else None,
        bound="" if is_own else "held",
    )


def _whole(
    data: BenchData,
    plan: ScenarioPlan,
    mine: Outcome | None,
    top: PartnershipRecord,
    below: Sequence[PartnershipRecord],
    parts: Sequence[Standing],
) -> Standing:
    """A county with its districts: the sums of its parts, and the limits that hold it as one."""
    years = parts[0].by_year
    as_one = mine if not plan.by_district else None
    return Standing(
        id=top.id,
        name=planning.called(data, top, below),
        level=0,
        is_whole=True,
        is_member=not plan.by_district,
        county=top.id,
        present=Pence(sum(one.present for one in parts)),
        formula=_formula(as_one),
        by_year={year: Pence(sum(one.by_year.get(year, 0) for one in parts)) for year in years},
        reserve=planning.reserve_of(data, top, below),
        heads=planning.figure_of(data.heads, top, below) if data.heads else None,
        bound=as_one.bound if as_one is not None else "",
    )


def _formula(mine: Outcome | None) -> Fraction | None:
    return None if mine is None or mine.bound == "held" else mine.before_limits


def _own_formula(mine: Outcome | None) -> Fraction | None:
    """What the formula alone leaves a county's own partnership once its districts have theirs."""
    whole = _formula(mine)
    if mine is None or whole is None:
        return None
    return whole - sum(amounts[max(amounts)] for amounts in mine.districts.values())


def gainers(rows: Iterable[Standing]) -> list[Standing]:
    """The members that gain, the most first."""
    return sorted((one for one in rows if one.is_member and (one.change or 0) > 0), key=lambda one: -(one.change or 0))


def losers(rows: Iterable[Standing]) -> list[Standing]:
    """The members that lose, the most first."""
    return sorted((one for one in rows if one.is_member and (one.change or 0) < 0), key=lambda one: one.change or 0)


# --- In a sentence ---


def headline(data: BenchData, plan: ScenarioPlan, rebalanced: Rebalanced) -> Headline:
    """How much moves, who gains and who loses; or what keeps it from being computed."""
    if rebalanced.problems:
        more = len(rebalanced.problems) - 1
        others = f" {more} more {'problem' if more == 1 else 'problems'} below." if more else ""
        return Headline((Run("This cannot be met yet"),), f"{rebalanced.problems[0].text}{others}")
    rows = standings(data, plan, rebalanced)
    up, down = gainers(rows), losers(rows)
    total = Pence(sum(one.present for one in rows if one.is_member))
    if not up and not down:
        return Headline((Run("Nothing moves: everybody keeps what they have"),), _below(data, plan))
    return Headline((*_moved(up, down, total), *_who(up, down)), _below(data, plan))


def _said(pence: int) -> str:
    """An amount in a headline: in whole pounds, unless it is less than one."""
    return format_pence(_in_pounds(Fraction(pence)) or pence)


def _moved(up: Sequence[Standing], down: Sequence[Standing], total: Pence) -> tuple[Run, ...]:
    gained, lost = sum(one.change or 0 for one in up), -sum(one.change or 0 for one in down)
    if gained == lost:
        return Run(_said(gained), True), Run(" of "), Run(_said(total), True), Run(" moves: ")
    more = gained - lost
    return (
        Run(_said(abs(more)), True),
        Run(f" {'more' if more > 0 else 'less'} than "),
        Run(_said(total), True),
        Run(": "),
    )


def _who(up: Sequence[Standing], down: Sequence[Standing]) -> tuple[Run, ...]:
    said = [
        f"{_names(some)} {word if len(some) == 1 else word.removesuffix('s')}"
        for some, word in ((up, "gains"), (down, "loses"))
        if some
    ]
    return (Run(", ".join(said)),)


def _names(some: Sequence[Standing]) -> str:
    names = [one.name for one in some]
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} others"]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _below(data: BenchData, plan: ScenarioPlan) -> str:
    years = f"in all {plan.years} years" if plan.years > 1 else f"in {data.said(plan.last_year)}"
    if plan.totals:
        held = f"Each year of {data.line} sums to its total to the penny"
    else:
        held = f"{data.line} is held to the penny {years}"
    return f"{held}. A scenario only: nothing changes until it is adopted."


# --- As a list ---


def bench_listing(data: BenchData, plan: ScenarioPlan, rebalanced: Rebalanced, measure: Measure = "£") -> Listing:
    """Now, the formula alone, proposed, the change, each year between, the reserve and what holds it.

    A county's partnership and districts stand under it, so that its sums are theirs and nothing is counted twice; what
    the county has as one, such as a limit, stands with its name.
    """
    rows = standings(data, plan, rebalanced)
    steps = list(range(plan.year + 1, plan.last_year))
    columns = _bench_columns(data, plan, steps, measure)
    flagged = [one for one in rows if one.is_member and _is_flagged(plan, one)]
    marked = {one.id for one in flagged}
    return Listing(
        title=plan.name or "Scenario",
        subtitle=f"{data.line}, from {data.said(plan.year)} to {data.said(plan.last_year)}",
        columns=columns,
        lines=tuple(
            Line(
                one.id,
                _bench_cells(one, steps, measure),
                group=one.county,
                mark="*" if one.id in marked else "",
                level=_level(one),
            )
            for one in rows
            if not one.is_whole
        ),
        groups=tuple(_group(one, columns, _bench_cells(one, steps, measure)) for one in rows if one.is_whole),
        notes=(("*", _flag(data, plan, flagged)),) if flagged else (),
    )


def _level(one: Standing) -> int:
    return 1 if one.county and one.id != one.county else 0


def _group(one: Standing, columns: Sequence[Column], cells: Sequence[Cell]) -> Group:
    """A county as a heading, with what it has as one where nothing is added up."""
    pairs = zip(columns[1:], cells[1:], strict=True)
    return Group(one.id, one.name, tuple((column.key, cell) for column, cell in pairs if not column.summed))


def _bench_columns(data: BenchData, plan: ScenarioPlan, steps: Sequence[int], measure: Measure) -> tuple[Column, ...]:
    now, then = data.said(plan.year), data.said(plan.last_year)
    head = " a head" if measure == "head" else ""
    unit = "%" if measure == "%" else f"£{head}"
    shape: Literal["percent", "pence"] = "percent" if measure == "%" else "pence"
    summed = measure == "£"
    now_unit = "£" if measure == "%" else unit
    return (
        Column("partnership", "Partnership"),
        Column("now", f"Now {now} {now_unit}", "pence", added=measure != "head"),
        Column("formula", f"Formula alone {unit}", shape, added=False, help="Before locks, floors and caps."),
        Column("proposed", f"Proposed {then} {unit}", shape, added=summed),
        *(
            ()
            if measure == "%"
            else (
                Column("change", f"Change {unit}", "change", added=summed),
                Column("percent", "%", "percent", of=("now", "proposed") if summed else None),
            )
        ),
        *(
            Column(f"y{year}", f"Step {at} {data.said(year)} {unit}", shape, added=summed)
            for at, year in enumerate(steps, 1)
        ),
        Column("reserve", "Reserve held £", "pence"),
        Column("months", "Months of grant", "figure", added=False, places=1, help="Of the present grant."),
        Column("months_then", "Months then", "figure", added=False, places=1, help="Of the proposed grant."),
        Column("limit", "Limit", "chip"),
    )


def _bench_cells(one: Standing, steps: Sequence[int], measure: Measure) -> tuple[Cell, ...]:
    return (
        one.name,
        one.measured(one.present, measure) if measure == "head" else one.present,
        _in_pounds(one.formula) if measure == "£" else one.measured(one.formula, measure),
        one.measured(one.proposed, measure),
        *(() if measure == "%" else (one.measured(one.change, measure), one.percent)),
        *(one.measured(one.by_year.get(year), measure) for year in steps),
        one.reserve,
        months_cell(one.months_now) if one.is_one else None,
        months_cell(one.months_then) if one.is_one else None,
        LIMITS[one.bound],
    )


def _in_pounds(pence: Fraction | None) -> int | None:
    """To the nearest pound, in pence: for what is never paid, such as what the formula alone comes to."""
    return None if pence is None else round_half_up(pence / 100) * 100


def months_cell(months: Fraction | None) -> int | None:
    """Months to a tenth, as a `figure` column holds them."""
    return None if months is None else round_half_up(months * 10) * (MILLION // 10)


def _is_flagged(plan: ScenarioPlan, one: Standing) -> bool:
    return one.months_now is not None and one.months_now > plan.reserve_months


def _flag(data: BenchData, plan: ScenarioPlan, flagged: Sequence[Standing]) -> str:
    """“The reserve is more than 6 months of grant. Declared 30 September 2019.”"""
    days = sorted({data.reserves[one.id][1] for one in flagged if one.id in data.reserves})
    declared = f" Declared {' and '.join(format_day(day) for day in days)}." if 0 < len(days) <= 2 else ""
    return f"The reserve is more than {_months_said(plan.reserve_months)} of grant.{declared}"


def _months_said(months: int) -> str:
    return f"{months} {'month' if months == 1 else 'months'}"


Compared = tuple[str, ScenarioPlan, Rebalanced]


def compare_listing(data: BenchData, compared: Sequence[Compared]) -> Listing:
    """Up to three scenarios, by name, beside what each partnership has now: every year, the change, a head, months.

    Raises Refused for more than three.
    """
    if len(compared) > MOST_COMPARED:
        raise Refused(f"Compare up to {MOST_COMPARED} scenarios at a time.")
    every = [{(one.id, one.is_whole): one for one in standings(data, plan, done)} for _, plan, done in compared]
    columns = (
        Column("partnership", "Partnership"),
        Column("now", f"Now {data.said(data.year)} £", "pence"),
        *(column for at, (name, plan, _) in enumerate(compared) for column in _compared_columns(data, plan, name, at)),
    )

    def cells(one: Standing) -> tuple[Cell, ...]:
        beside = (
            cell
            for rows, (_, plan, _) in zip(every, compared, strict=True)
            for cell in _compared_cells(data, plan, rows.get((one.id, one.is_whole)))
        )
        return (one.name, one.present, *beside)

    found = _in_order(data, every)
    return Listing(
        title=" / ".join(name for name, _, _ in compared),
        subtitle=f"{data.line}, from {data.said(data.year)}",
        columns=columns,
        lines=tuple(Line(one.id, cells(one), group=one.county, level=_level(one)) for one in found if not one.is_whole),
        groups=tuple(_group(one, columns, cells(one)) for one in found if one.is_whole),
    )


def _in_order(data: BenchData, every: Sequence[Mapping[tuple[str, bool], Standing]]) -> list[Standing]:
    """Everybody who takes part in any of them, once, in the office's order."""
    found: dict[tuple[str, bool], Standing] = {}
    for rows in every:
        for key, one in rows.items():
            if not found.get(key) or one.county:  # a county in one of them gathers its parts in all
                found[key] = one
    keys = ((one.id, is_whole) for one in data.partnerships for is_whole in (True, False))
    return [found[key] for key in keys if key in found]


def _compared_columns(data: BenchData, plan: ScenarioPlan, name: str, at: int) -> list[Column]:
    last = f"s{at}y{plan.last_year}"
    return [
        *(
            Column(f"s{at}y{year}", f"{name}: {data.said(year)} £", "pence")
            for year in range(plan.year + 1, plan.last_year + 1)
        ),
        Column(f"s{at}change", f"{name}: change £", "change"),
        Column(f"s{at}percent", f"{name}: %", "percent", of=("now", last)),
        *([Column(f"s{at}head", f"{name}: £ a head", "pence", added=False)] if data.heads else []),
        Column(
            f"s{at}months", f"{name}: months", "figure", added=False, places=1, help="The reserve, in months of it."
        ),
    ]


def _compared_cells(data: BenchData, plan: ScenarioPlan, one: Standing | None) -> list[Cell]:
    years = range(plan.year + 1, plan.last_year + 1)
    if one is None:
        return [None] * (len(years) + (4 if data.heads else 3))
    return [
        *(one.by_year.get(year) for year in years),
        one.change,
        one.percent,
        *([one.measured(one.proposed, "head")] if data.heads else []),
        months_cell(one.months_then) if one.is_one else None,
    ]
