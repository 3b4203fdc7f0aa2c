"""Re-balancing the slow and obvious way, in exact fractions, for the desk's own to be compared with.

It shares no code with the desk. The measure everybody is moved by is not sought round by round: the sum of what all
would have is a line that bends where somebody meets a limit, so it is looked up between the two bends it lies between.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from app.allocations.formula import Member, Plan
from app.money import Limit

LONG = 10**40


@dataclass(frozen=True)
class Slow:
    """What each member comes to: before limits, exact with them, and whole units by year; None where it cannot be."""

    before_limits: dict[str, Fraction]
    exact: dict[str, Fraction] | None
    by_year: dict[int, dict[str, int]] | None


def work_out(plan: Plan) -> Slow:
    """The plan by the book; every figure in it must be usable."""
    year, total = plan.totals[-1]
    before = before_limits(plan)
    shares = weighted_shares(plan)
    low = {one.id: Fraction(lowest(plan, one)) for one in plan.members}
    high = {one.id: Fraction(highest(plan, one)) for one in plan.members}
    exact = moved_until_it_fits(before, shares, low, high, Fraction(total), plan.unit)
    if exact is None:
        return Slow(before, None, None)
    by_year = {year: rounded(exact, total, plan.unit)}
    for step, (other, amount) in enumerate(plan.totals[:-1], start=1):
        on_the_way = one_year(plan, by_year[year], step, amount)
        if on_the_way is None:
            return Slow(before, exact, None)
        by_year[other] = rounded(on_the_way, amount, plan.unit)
    return Slow(before, exact, by_year)


def weighted_shares(plan: Plan) -> dict[str, Fraction]:
    together = sum(one.tenths for one in plan.weights)
    found = {}
    for member in plan.members:
        share = Fraction(0)
        for weight in plan.weights:
            if weight.tenths:
                column = [one.figures.get(weight.factor_id) or Fraction(0) for one in plan.members]
                mine = member.figures.get(weight.factor_id) or Fraction(0)
                share += Fraction(weight.tenths, together) * mine / sum(column)
        found[member.id] = share
    return found


def before_limits(plan: Plan) -> dict[str, Fraction]:
    shares, total = weighted_shares(plan), plan.totals[-1][1]
    off = {}
    for one in plan.members:
        months = Fraction(plan.reserve_months, 12) * one.present
        off[one.id] = Fraction(plan.reserve_rate_tenths, 1000) * max(Fraction(0), Fraction(one.reserve or 0) - months)
    released = sum(off.values())
    return {key: total * share - off[key] + released * share for key, share in shares.items()}


def in_pence(limit: Limit, present: int) -> Fraction:
    return Fraction(limit.pence) if limit.pence is not None else Fraction(present * (limit.tenths or 0), 1000)


def up(amount: Fraction, unit: int) -> int:
    """Brought up to whole units."""
    return ceil(amount / unit) * unit


def down(amount: Fraction, unit: int) -> int:
    """Brought down to whole units."""
    return floor(amount / unit) * unit


def lowest(plan: Plan, one: Member) -> int:
    if one.held is not None:
        return one.held
    if one.floor is not None:
        low = in_pence(one.floor, one.present)
    elif plan.loss is not None:
        low = one.present - in_pence(plan.loss, one.present)
        if one.cap is not None:
            low = min(low, Fraction(down(in_pence(one.cap, one.present), plan.unit)))
    else:
        low = Fraction(0)
    return max(0, up(low, plan.unit), sum(each.held for each in one.districts))


def highest(plan: Plan, one: Member) -> int:
    if one.held is not None:
        return one.held
    if one.cap is not None:
        return down(in_pence(one.cap, one.present), plan.unit)
    if plan.gain is None or (plan.gain.pence is None and one.present == 0):
        return LONG
    high = down(one.present + in_pence(plan.gain, one.present), plan.unit)
    return high if one.floor is None else max(high, up(in_pence(one.floor, one.present), plan.unit))


def moved_until_it_fits(
    start: dict[str, Fraction],
    shares: dict[str, Fraction],
    low: dict[str, Fraction],
    high: dict[str, Fraction],
    total: Fraction,
    unit: int,
) -> dict[str, Fraction] | None:
    """Everybody's start moved by one measure times their share, within limits; None where none fits to the unit."""

    def at(measure: Fraction) -> dict[str, Fraction]:
        return {key: min(max(start[key] + measure * shares[key], low[key]), high[key]) for key in start}

    def sum_at(measure: Fraction) -> Fraction:
        return sum(at(measure).values(), Fraction(0))

    bends = sorted({(end[key] - start[key]) / shares[key] for end in (low, high) for key in start if shares[key]})
    if not bends:
        return at(Fraction(0)) if abs(sum_at(Fraction(0)) - total) < unit else None
    if not sum_at(bends[0]) <= total <= sum_at(bends[-1]):
        ends = [bends[0], bends[-1]]
        return next((at(end) for end in ends if abs(sum_at(end) - total) < unit), None)
    for left, right in pairwise(bends):
        if sum_at(left) <= total <= sum_at(right):
            if sum_at(left) == sum_at(right):
                return at(left)
            return at(left + (right - left) * (total - sum_at(left)) / (sum_at(right) - sum_at(left)))
    return at(bends[0])


def one_year(plan: Plan, target: dict[str, int], step: int, total: int) -> dict[str, Fraction] | None:
    """A year on the way, exact: the straight steps, moved by the shares of who is not held until they fit."""
    count = len(plan.totals)
    steps, low, high = {}, {}, {}
    shares = weighted_shares(plan)
    for one in plan.members:
        steps[one.id] = one.present + Fraction(target[one.id] - one.present) * step / count
        if one.held is not None:
            low[one.id] = high[one.id] = steps[one.id]
            shares[one.id] = Fraction(0)
            continue
        districts = sum(
            (each.present + Fraction(each.held - each.present) * step / count for each in one.districts), Fraction(0)
        )
        low[one.id] = Fraction(max(min(one.present, lowest(plan, one)), down(districts, plan.unit)))
        high[one.id] = Fraction(max(one.present, highest(plan, one)))
    return moved_until_it_fits(steps, shares, low, high, Fraction(total), plan.unit)


def rounded(exact: dict[str, Fraction], total: int, unit: int) -> dict[str, int]:
    """Whole units: all rounded down, then unit by unit to whoever lost the most by it, the earliest of them."""
    found = {key: down(amount, unit) for key, amount in exact.items()}
    while sum(found.values()) < total:
        most = max(exact[key] - found[key] for key in exact)
        found[next(key for key in exact if exact[key] - found[key] == most)] += unit
    return found
