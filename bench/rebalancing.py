"""What working a re-balancing out costs, as at each keystroke on the bench, beside its least: shares in floats."""

from __future__ import annotations

import random
from fractions import Fraction

from app.allocations.formula import District, Member, Plan, Weight, rebalance
from app.allocations.why import explain
from app.money import Limit, Pence
from bench.measure import Row, cpu_ms, in_turn, median, number

PARTNERSHIPS = 30
FACTORS = 10
YEARS = 5
MOST_MS = 16.0


def measure() -> list[Row]:
    """The whole plan, in turn with shares and straight steps alone, in floats that were ready before."""
    plan = big_plan()
    table = [[float(one.figures[each.factor_id] or 0) for each in plan.weights] for one in plan.members]
    done = rebalance(plan)
    assert not done.problems, done.problems
    held = sum(bool(one.bound) for one in done.outcomes)
    ours, bare, runs = in_turn(lambda: cpu_ms(lambda: rebalance(plan)), lambda: cpu_ms(lambda: _floating(plan, table)))
    why = median([cpu_ms(lambda: [explain(one, plan) for one in done.outcomes]) for _ in range(runs)])
    return [
        Row(
            f"re-balance {PARTNERSHIPS} partnerships x {FACTORS} factors x {YEARS} years",
            ours,
            runs,
            "shares and steps alone, in floats",
            bare,
            f"< {MOST_MS:.0f} ms",
            ours < MOST_MS,
            (f"{held} at limits or locks; why, for all {PARTNERSHIPS}: {number(why)} ms",),
        )
    ]


def big_plan() -> Plan:
    """Thirty partnerships, two of them counties with districts, with reserves, limits, locks and totals that change."""
    chance = random.Random(PARTNERSHIPS)
    factors = [f"factor {at}" for at in range(FACTORS)]
    members = tuple(_member(chance, at, factors) for at in range(PARTNERSHIPS))
    present = sum(one.present for one in members)
    return Plan(
        members=members,
        weights=tuple(Weight(one, one, 55 + 10 * at) for at, one in enumerate(factors)),
        totals=tuple((2020 + step, Pence(present + 1_234_567 * step * step)) for step in range(1, YEARS + 1)),
        loss=Limit(tenths=80),
        gain=Limit(tenths=125),
        reserve_months=4,
        reserve_rate_tenths=500,
    )


def _member(chance: random.Random, at: int, factors: list[str]) -> Member:
    size = chance.randrange(20_000, 800_000)
    districts = tuple(
        District(f"{at}.{one}", f"District {one}", Pence(2_000_000), Pence(1_900_000 + 50_000 * one))
        for one in range(4 if at in (3, 17) else 0)
    )
    present = Pence(size * 70 + 8_000_000 * bool(districts))
    return Member(
        id=str(at),
        name=f"Partnership {at}",
        present=present,
        # in millionths, as a rate or an index may be kept
        figures={one: Fraction(size * chance.randrange(400_000, 1_600_000), 1_000_000) for one in factors},
        reserve=Pence(present * chance.randrange(80) // 100) if at % 4 else None,
        held=present if at % 10 == 9 else None,
        floor=Limit(tenths=980) if at % 7 == 0 else None,
        cap=Limit(pence=Pence(present + 150_000)) if at % 8 == 1 else None,
        districts=districts,
    )


def _floating(plan: Plan, table: list[list[float]]) -> list[list[float]]:
    """Entitlements and straight steps: no reserves, no limits, no whole pence, nothing kept of how it came about."""
    weights, (_, total), count = [one.tenths for one in plan.weights], plan.last, len(plan.totals)
    sums = [sum(column) for column in zip(*table, strict=True)]
    each = [weight / one / sum(weights) for weight, one in zip(weights, sums, strict=True)]
    found = []
    for member, figures in zip(plan.members, table, strict=True):
        target = total * sum(figure * one for figure, one in zip(figures, each, strict=True))
        found.append([member.present + (target - member.present) * step / count for step in range(1, count + 1)])
    return found
