"""Re-balancing in exact arithmetic: entitlement by weights, reserves, locks, floors and caps, and the years between.

Amounts are whole pence, weights and rates tenths of a percent, factor figures and shares exact fractions. Where the
office works in whole pounds, amounts are whole pounds: grants are agreed in them, and pennies that only the arithmetic
brought in would have to be taken out again by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from app import years
from app.allocations.settling import Claim, Settled, settle, whole_pence
from app.money import Limit, Pence, format_limit, format_pence

Bound = Literal["", "held", "floor", "cap"]
Setter = Literal["", "held", "own", "other", "all", "districts", "nought"]
"""What sets a bound: a lock, an own floor or cap, the own one on the other side, the limit for all, districts, £0."""

Unit = Literal[1, 100]
"""What amounts are multiples of, in pence: whole pence or whole pounds."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a factor counts for, in tenths of a percent."""

    factor_id: str
    name: str
    tenths: int
    allows_nought: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """A district partnership whose county is taken as one: held at an amount, what is left is the county's own."""

    id: str
    name: str
    present: Pence
    held: Pence


@dataclass(frozen=True, slots=True)
class Member:
    """Who takes part, in the office's order: a partnership, or a county with its districts as one.

    `present` is the present grant, with the districts' where a county is one. `figures` has a factor's figure by its
    id, None for a blank. `reserve` is the last declared, None where none was. `held` is a lock: with it `floor` and
    `cap`, in pence or of the present grant, mean nothing.
    """

    id: str
    name: str
    present: Pence
    figures: Mapping[str, Fraction | None]
    reserve: Pence | None = None
    held: Pence | None = None
    floor: Limit | None = None
    cap: Limit | None = None
    districts: tuple[District, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be shared, among whom and how. `totals` has each year after the present one with its total in pence.

    `loss` and `gain` limit what anybody who is not held loses or gains by the last year, against the present grant; a
    member's own floor or cap goes before them. Above `reserve_months` of present grant `reserve_rate_tenths` of a
    reserve come off. `year_style` is how the office writes a year.

    `unit` is what every amount that comes out is a multiple of, and so must be each that goes in, but for limits and
    reserves. It is a pound where the office works in whole pounds, else a penny.
    """

    members: tuple[Member, ...]
    weights: tuple[Weight, ...]
    totals: tuple[tuple[int, Pence], ...]
    loss: Limit | None = None
    gain: Limit | None = None
    reserve_months: int = 0
    reserve_rate_tenths: int = 0
    year_style: str = years.SLASH
    unit: Unit = 1

    @property
    def last(self) -> tuple[int, Pence]:
        """The year in which all is reached, and its total in pence."""
        return self.totals[-1]

    @property
    def units(self) -> str:
        """What amounts are whole numbers of, in words."""
        return "pence" if self.unit == 1 else "pounds"

    def said(self, year: int) -> str:
        """A financial year as the office writes it."""
        return years.format_year(year, self.year_style)


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be met, in a sentence; `where` is the box or cell it is about.

    `where` is `weights`, `totals:<year>`, `figures:<member>:<factor>` (`figures::<factor>` for a whole column),
    `limits:<member>:held|floor|cap`, `loss`, `gain` or empty for the whole.
    """

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one member comes to, each step on the way to it kept, so that it can be told why.

    `shares` is its share of each factor that counts by factor id, `share` the weighted one. `entitlement` is the last
    year's total by that share; `months` the reserve in months of present grant (None without either), `taken` what the
    reserve takes off, `given` what it gets of what all reserves released; `before_limits` is entitlement - taken +
    given. `bound` says which limit holds it and `re_shared` what it gained (or lost) from the limits of others, or from
    its own: before_limits + re_shared is exact, and rounded it is `target`, the last year's amount. `by_year` has each
    year's; `districts` the amounts of its districts by id and year, `own` those of the county partnership itself.
    """

    id: str
    name: str
    present: Pence
    shares: Mapping[str, Fraction]
    share: Fraction
    entitlement: Fraction
    months: Fraction | None
    taken: Fraction
    given: Fraction
    before_limits: Fraction
    bound: Bound
    re_shared: Fraction
    target: Pence
    by_year: Mapping[int, Pence]
    own: Mapping[int, Pence]
    districts: Mapping[str, Mapping[int, Pence]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """The outcome for every member in the office's order; none where `problems` says what cannot be met."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what a member may come to in the last year, in whole units, and what sets that; None is no upper one."""

    low: Pence
    low_by: Setter
    high: Pence | None
    high_by: Setter


# --- From a plan to its outcome ---


def rebalance(plan: Plan) -> Rebalanced:
    """Share the last year's total by the weights, within all limits, with the years on the way there; to the unit.

    A reserve takes off what it takes off even where that is more than the entitlement: what falls below £0 is held
    there like at any other floor. What cannot be met is told, with no outcome.
    """
    if problems := (*_plan_problems(plan), *_figure_problems(plan), *_limit_problems(plan), *_unit_problems(plan)):
        return Rebalanced((), problems)
    weighed = _weigh(plan)
    taken = [_taken(plan, member) for member in plan.members]
    within = [bounds(plan, member) for member in plan.members]
    last = _last_year(plan, weighed, taken, within)
    if problem := _unmet(plan, plan.last[0], last):
        return Rebalanced((), (problem,))
    target = whole_pence(plan.last[1], last.amounts, last.per, plan.unit)
    by_year, problems = _years(plan, weighed, within, target)
    if problems:
        return Rebalanced((), problems)
    return Rebalanced(_outcomes(plan, weighed, taken, within, last, by_year), ())


def bounds(plan: Plan, member: Member) -> Bounds:
    """Between what `member` may come to in the last year. Limits are brought to whole units inwards.

    Its own floor or cap goes before what all may lose or gain, also where these two cross; a percentage of no present
    grant limits nobody, or a newcomer could never gain.
    """
    if member.held is not None:
        return Bounds(member.held, "held", member.held, "held")
    found = _own_or_general(plan, member)
    together = _held_within(member)
    return replace(found, low=together, low_by="districts") if together > found.low else found


def _own_or_general(plan: Plan, member: Member) -> Bounds:
    low, low_by = _low(plan, member)
    high, high_by = _high(plan, member)
    if high is not None and low > high:
        if high_by == "all":
            high, high_by = low, "other"
        elif low_by == "all":
            low, low_by = high, "other"
    return Bounds(low, low_by, high, high_by)


def released(plan: Plan) -> Fraction:
    """What all reserves take off together, in pence: what is shared out again."""
    return Fraction(sum(_taken(plan, member) for member in plan.members), _TAKEN_PER)


def _low(plan: Plan, member: Member) -> tuple[Pence, Setter]:
    floor: int = 0
    setter: Setter = "nought"
    if member.floor is not None:
        floor, setter = _thousandths(member.floor, member.present), "own"
    elif plan.loss is not None:
        floor, setter = member.present * 1000 - _thousandths(plan.loss, member.present), "all"
    return (_up(floor, plan.unit), setter) if floor > 0 else (Pence(0), "nought")


def _high(plan: Plan, member: Member) -> tuple[Pence | None, Setter]:
    if member.cap is not None:
        return _down(_thousandths(member.cap, member.present), plan.unit), "own"
    if plan.gain is None or (plan.gain.pence is None and not member.present):
        return None, ""
    return _down(member.present * 1000 + _thousandths(plan.gain, member.present), plan.unit), "all"


def _thousandths(limit: Limit, present: int) -> int:
    """A limit in thousandths of a penny, in which tenths of a percent are whole."""
    return limit.pence * 1000 if limit.pence is not None else present * (limit.tenths or 0)


def _up(thousandths: int, unit: Unit) -> Pence:
    """The first amount of whole units that is not less than so many thousandths of a penny."""
    return Pence(-(-thousandths // (1000 * unit)) * unit)


def _down(thousandths: int, unit: Unit) -> Pence:
    """The last amount of whole units that is not more than so many thousandths of a penny."""
    return Pence(thousandths // (1000 * unit) * unit)


def _held_within(member: Member) -> Pence:
    """What the districts of a county are held at together."""
    return Pence(sum(one.held for one in member.districts))


# --- What cannot be computed ---


def _plan_problems(plan: Plan) -> Iterator[Problem]:
    if not plan.members:
        yield Problem("There is no partnership to share anything among.")
    if not plan.totals:
        yield Problem("There is no year to share anything for.")
    for year, total in plan.totals:
        if total < 0:
            yield Problem(f"The total of {plan.said(year)} cannot be below £0.", f"totals:{year}")
    for one in plan.weights:
        if one.tenths < 0:
            yield Problem(f"The weight of {one.name} cannot be below 0 %.", "weights")
    if not any(one.tenths for one in plan.weights):
        yield Problem("No factor has a weight above 0 %. Give one, so that there is something to share by.", "weights")


def _figure_problems(plan: Plan) -> Iterator[Problem]:
    for weight in plan.weights:
        if weight.tenths and plan.members:
            if not any(member.figures.get(weight.factor_id) for member in plan.members):
                text = f"Nobody has a figure above 0 for {weight.name}, so nothing can be shared by it."
                yield Problem(text, f"figures::{weight.factor_id}")
            for member in plan.members:
                if text := _fault(member, weight):
                    yield Problem(text, f"figures:{member.id}:{weight.factor_id}")


def _fault(member: Member, weight: Weight) -> str:
    """What is wrong with a member's figure; nothing where it can be used."""
    figure = member.figures.get(weight.factor_id)
    if figure is not None and figure < 0:
        return f"{member.name} has a figure below 0 for {weight.name}. Give one that is not."
    if figure or member.held is not None:
        return ""
    if figure is None:
        return f"{member.name} has no figure for {weight.name}. Give one, or hold {member.name} at an amount."
    if weight.allows_nought:
        return ""
    return f"{member.name} has 0 for {weight.name}. Give its figure, or say of {weight.name} that 0 is a figure."


def _limit_problems(plan: Plan) -> Iterator[Problem]:
    for member in plan.members:
        if below := list(_below_nought(member)):
            yield from below
        elif member.held is not None:
            yield from _lock_problems(member)
        else:
            yield from _own_limit_problems(plan, member)
            yield from _district_problems(plan, member)


def _below_nought(member: Member) -> Iterator[Problem]:
    amounts = [(member.id, member.name, "held", member.held)]
    amounts += [(one.id, one.name, "held", one.held) for one in member.districts]
    amounts += [(member.id, member.name, "cap", member.cap.pence)] if member.cap else []
    for key, name, which, amount in amounts:
        if amount is not None and amount < 0:
            verb = "held" if which == "held" else "capped"
            yield Problem(f"{name} cannot be {verb} below £0.", f"limits:{key}:{which}")


def _lock_problems(member: Member) -> Iterator[Problem]:
    assert member.held is not None
    if (together := _held_within(member)) > member.held:
        text = f"{member.name} is held at {format_pence(member.held)}, {_too_little(together, member.held)}"
        yield Problem(text, f"limits:{member.id}:held")


def _own_limit_problems(plan: Plan, member: Member) -> Iterator[Problem]:
    limits = {"floor": member.floor, "cap": member.cap}
    of_nothing = [(which, one) for which, one in limits.items() if one and one.pence is None and not member.present]
    for which, one in of_nothing:
        text = (
            f"{member.name} has no present grant, so a {which} of {format_limit(one)} says nothing. Give it in pounds."
        )
        yield Problem(text, f"limits:{member.id}:{which}")
    if of_nothing or member.floor is None or member.cap is None:
        return
    floor, cap = (_thousandths(one, member.present) for one in (member.floor, member.cap))
    said = f"floor of {format_limit(member.floor)} and its cap of {format_limit(member.cap)}"
    if floor > cap:
        text = f"{member.name} has a floor above its cap: a {said}."
        yield Problem(text, f"limits:{member.id}:floor")
    elif _up(floor, plan.unit) > _down(cap, plan.unit):
        unit = "penny" if plan.unit == 1 else "pound"
        text = f"Between {member.name}’s {said} lies no whole {unit}. Give one of them in pounds."
        yield Problem(text, f"limits:{member.id}:floor")


def _district_problems(plan: Plan, member: Member) -> Iterator[Problem]:
    """A cap below what a county's districts are held at would leave the county partnership less than nothing."""
    within = _own_or_general(plan, member)
    together = _held_within(member)
    if within.high is None or together <= within.high:
        return
    own = within.high_by == "own"
    what = "has a cap of" if own else "may gain to no more than"
    text = f"{member.name} {what} {format_pence(within.high)}, {_too_little(together, within.high)}"
    yield Problem(text, f"limits:{member.id}:cap" if own else "gain")


def _too_little(together: Pence, amount: Pence) -> str:
    short = format_pence(together - amount)
    return f"{short} less than what its districts are held at together ({format_pence(together)})."


def _unit_problems(plan: Plan) -> Iterator[Problem]:
    """What is odd where amounts are whole units: nothing could be rounded to it."""
    amounts = [(f"totals:{year}", f"the total of {plan.said(year)} is", total) for year, total in plan.totals]
    for one in plan.members:
        amounts.append(("", f"the present grant of {one.name} is", one.present))
        amounts += [("", f"the present grant of {each.name} is", each.present) for each in one.districts]
        amounts += [] if one.held is None else [(f"limits:{one.id}:held", f"{one.name} is held at", one.held)]
        amounts += [(f"limits:{each.id}:held", f"{each.name} is held at", each.held) for each in one.districts]
    for where, what, amount in amounts:
        if amount % plan.unit:
            yield Problem(f"Amounts are whole {plan.units}, but {what} {format_pence(amount)}.", where)


def _unmet(plan: Plan, year: int, settled: Settled) -> Problem | None:
    """What of a year's total cannot be met; less than a unit is a matter of rounding."""
    if abs(settled.left) < settled.per * plan.unit:
        return None
    total = dict(plan.totals)[year]
    amount = format_pence(-(-abs(settled.left) // settled.per))
    of_total = f"the total of {plan.said(year)}, {format_pence(total)}"
    if year == plan.last[0] and settled.left < 0:
        come_to = format_pence(total + -(-abs(settled.left) // settled.per))
        text = f"Locks and floors come to {come_to}, {amount} more than {of_total}."
    elif year == plan.last[0]:
        text = f"{amount} of {of_total}, is left that nobody may take: all who have a share are held or at a cap."
    elif settled.left < 0:
        text = (
            f"Locks and floors on the way to {plan.said(plan.last[0])} come to {amount} more than {of_total}: nobody "
            "may fall below both the present grant and the floor."
        )
    else:
        text = (
            f"{amount} of {of_total}, is left that nobody may take on the way to {plan.said(plan.last[0])}: nobody may "
            "rise above both the present grant and the cap."
        )
    return Problem(text, f"totals:{year}")


# --- What can be computed: whole numbers over one denominator ---


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Each member's weighted share, `parts[i]` / `whole`, and of each factor, `columns[factor_id][i]` / its sum."""

    columns: Mapping[str, Sequence[int]]
    parts: Sequence[int]
    whole: int


_TAKEN_PER = 12_000
"""A month is a twelfth, a rate is in thousandths: what reserves take is whole in these parts of a penny."""


def _weigh(plan: Plan) -> _Weighed:
    weights = [one for one in plan.weights if one.tenths]
    columns = {one.factor_id: _whole_numbers(plan.members, one.factor_id) for one in weights}
    sums = [sum(columns[one.factor_id]) for one in weights]
    common = math.lcm(*sums)
    times = [one.tenths * (common // all_) for one, all_ in zip(weights, sums, strict=True)]
    parts = [
        sum(figure * each for figure, each in zip(row, times, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
    return _Weighed(columns, parts, common * sum(one.tenths for one in weights))


def _whole_numbers(members: Sequence[Member], factor_id: str) -> list[int]:
    """A column of figures, a blank as 0, made whole: only what they are to each other counts."""
    figures = [member.figures.get(factor_id) or Fraction(0) for member in members]
    per = math.lcm(*(one.denominator for one in figures))
    return [one.numerator * (per // one.denominator) for one in figures]


def _taken(plan: Plan, member: Member) -> int:
    """What the reserve takes off, in 12,000ths of a penny: the rate times what is above so many months of grant."""
    excess = 12 * (member.reserve or 0) - plan.reserve_months * member.present
    return plan.reserve_rate_tenths * max(0, excess)


def _last_year(plan: Plan, weighed: _Weighed, taken: Sequence[int], within: Sequence[Bounds]) -> Settled:
    _, total = plan.last
    shared = _TAKEN_PER * total + sum(taken)
    per = _TAKEN_PER * weighed.whole
    claims = [
        Claim(one.low * per, part, one.low, one.high, fixed=True)
        if member.held is not None
        else Claim(shared * part - weighed.whole * off, part, one.low, one.high)
        for member, part, off, one in zip(plan.members, weighed.parts, taken, within, strict=True)
    ]
    return settle(total, claims, per)


def _years(
    plan: Plan, weighed: _Weighed, within: Sequence[Bounds], target: Sequence[Pence]
) -> tuple[dict[int, list[Pence]], tuple[Problem, ...]]:
    """Everybody's whole units in each year, straight from the present grant to the target; what cannot be met.

    Where a year's total is not what the straight steps come to, the difference is shared by the weights among those
    who are not held, nobody going below both present grant and lower bound or above both present grant and upper.
    """
    count = len(plan.totals)
    found: dict[int, list[Pence]] = {}
    problems = []
    for step, (year, total) in enumerate(plan.totals[:-1], start=1):
        claims = [
            _step(plan, member, part, one, end, step)
            for member, part, one, end in zip(plan.members, weighed.parts, within, target, strict=True)
        ]
        settled = settle(total, claims, count)
        if problem := _unmet(plan, year, settled):
            problems.append(problem)
        else:
            found[year] = whole_pence(total, settled.amounts, settled.per, plan.unit)
    found[plan.last[0]] = list(target)
    return found, tuple(problems)


def _step(plan: Plan, member: Member, part: int, within: Bounds, target: int, step: int) -> Claim:
    count = len(plan.totals)
    # a county never has less than its districts, whose way is straight as well, rounded down
    ways = sum(one.present * (count - step) + one.held * step for one in member.districts)
    least = ways // (count * plan.unit) * plan.unit
    return Claim(
        base=member.present * (count - step) + target * step,
        part=part,
        low=max(min(member.present, within.low), least),
        high=None if within.high is None else max(member.present, within.high),
        fixed=member.held is not None,
    )


def _outcomes(
    plan: Plan,
    weighed: _Weighed,
    taken: Sequence[int],
    within: Sequence[Bounds],
    last: Settled,
    by_year: Mapping[int, Sequence[Pence]],
) -> tuple[Outcome, ...]:
    total = plan.last[1]
    released = Fraction(sum(taken), _TAKEN_PER)
    sums = {key: sum(column) for key, column in weighed.columns.items()}
    found = []
    for at, member in enumerate(plan.members):
        share = Fraction(weighed.parts[at], weighed.whole)
        entitlement, off, given = share * total, Fraction(taken[at], _TAKEN_PER), share * released
        before = entitlement - off + given
        mine = {year: amounts[at] for year, amounts in by_year.items()}
        districts = _districts(member, mine, plan.unit)
        found.append(
            Outcome(
                id=member.id,
                name=member.name,
                present=member.present,
                shares={key: Fraction(column[at], sums[key]) for key, column in weighed.columns.items()},
                share=share,
                entitlement=entitlement,
                months=Fraction(12 * member.reserve, member.present)
                if member.reserve is not None and member.present
                else None,
                taken=off,
                given=given,
                before_limits=before,
                bound=_bound(within[at], last, at),
                re_shared=Fraction(last.amounts[at], last.per) - before,
                target=mine[plan.last[0]],
                by_year=mine,
                own={year: Pence(mine[year] - sum(one[year] for one in districts.values())) for year in mine},
                districts=districts,
            )
        )
    return tuple(found)


def _bound(within: Bounds, last: Settled, at: int) -> Bound:
    """Which limit holds a member; an own floor that goes before the cap of all is a floor from both sides."""
    match last.at[at]:
        case "fixed":
            return "held"
        case "low":
            return "cap" if within.low_by == "other" else "floor"
        case "high":
            return "floor" if within.high_by == "other" else "cap"
        case _:
            return ""


def _districts(member: Member, by_year: Mapping[int, Pence], unit: Unit) -> dict[str, dict[int, Pence]]:
    """What a county's districts have each year: straight from the present grant to what they are held at.

    Rounded by largest remainder within the county's amount, of which the rest is the county partnership's own. That is
    never below £0: the county's amount is at least what the straight steps of its districts come to, rounded down.
    """
    if not member.districts:
        return {}
    count = len(by_year)
    found: dict[str, dict[int, Pence]] = {one.id: {} for one in member.districts}
    for step, (year, amount) in enumerate(by_year.items(), start=1):
        ways = [one.present * (count - step) + one.held * step for one in member.districts]
        own = max(0, amount * count - sum(ways))
        _, *parts = whole_pence(amount, [own, *ways], count, unit)
        for one, part in zip(member.districts, parts, strict=True):
            found[one.id][year] = part
    return found
