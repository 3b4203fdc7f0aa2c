"""Why a partnership's figure is what it is: every step on the way to it, in plain English, adding up as printed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.allocations.formula import Bounds, Member, Outcome, Plan, Unit, Weight, bounds, released
from app.allocations.settling import whole_pence
from app.money import Limit, Pence, format_limit, format_pence, format_percent, tenths_of_percent

Kind = Literal["start", "part", "sum", "result", "year", "district"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a label, an amount in pence and a sentence.

    The `part`s add up: a `sum` is what those above it come to, the `result` what all of them do. `start` is the present
    grant, a `year` an amount on the way, a `district` what of the result is whose.
    """

    kind: Kind
    label: str
    amount: Pence
    sentence: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that is still exact."""

    label: str
    exact: Fraction
    sentence: str


def explain(outcome: Outcome, plan: Plan) -> tuple[Step, ...]:
    """The steps from the present grant to the figure of one member, in the order they are told.

    Parts are rounded to the plan's unit by largest remainder, so that the printed steps come to the printed figure.
    """
    member = next(one for one in plan.members if one.id == outcome.id)
    entitlement = list(_factors(outcome, plan, member))
    reserves = list(_reserves(outcome, plan, member))
    parts = [*entitlement, *reserves, *_limits(outcome, plan, member)]
    printed = [
        Step("part", one.label, pence, one.sentence)
        for one, pence in zip(parts, _whole(outcome.target, [one.exact for one in parts], plan.unit), strict=True)
    ]
    by_factors, with_reserves = len(entitlement), len(entitlement) + len(reserves)
    steps = [_present(outcome, plan), *printed[:by_factors], _entitlement(outcome, plan, printed[:by_factors])]
    if reserves:
        steps += [*printed[by_factors:with_reserves], _before_limits(printed[:with_reserves])]
    return (
        *steps,
        *printed[with_reserves:],
        _result(outcome, plan),
        *_years_between(outcome, plan),
        *_within_a_county(outcome, plan, member),
    )


def _whole(total: Pence, exact: Sequence[Fraction], unit: Unit) -> list[Pence]:
    """Exact amounts, which come to `total` but for the rounding, as whole units that do."""
    per = math.lcm(*(one.denominator for one in exact))
    return whole_pence(total, [one.numerator * (per // one.denominator) for one in exact], per, unit)


# --- From the factors to what the formula alone gives ---


def _present(outcome: Outcome, plan: Plan) -> Step:
    return Step("start", "Present grant", outcome.present, f"What it has in {plan.said(plan.totals[0][0] - 1)}.")


def _factors(outcome: Outcome, plan: Plan, member: Member) -> Iterator[_Part]:
    """What each factor gives it: the total by its share of the factor and by what the factor counts for."""
    _, total = plan.last
    weights = [one for one in plan.weights if one.tenths]
    together = sum(one.tenths for one in weights)
    for one in weights:
        counted = outcome.shares[one.factor_id] * Fraction(one.tenths, together)
        mine = member.figures.get(one.factor_id)
        if mine is None:
            text = "It has no figure, which counts as 0, since it is held."
        else:
            text = (
                f"{_number(mine)} of {_number(_every(plan, one))} in all is {_percent(outcome.shares[one.factor_id])}. "
                f"This counts for {_weight_said(one, together)}: {_percent(counted)} of {format_pence(total)}."
            )
        yield _Part(one.name, counted * total, text)


def _every(plan: Plan, weight: Weight) -> Fraction:
    return sum((one.figures.get(weight.factor_id) or Fraction(0) for one in plan.members), Fraction(0))


def _weight_said(weight: Weight, together: int) -> str:
    own = format_limit(Limit(tenths=weight.tenths))
    return own if together == 1000 else f"{own} of {format_limit(Limit(tenths=together))}"


def _entitlement(outcome: Outcome, plan: Plan, above: Sequence[Step]) -> Step:
    year, total = plan.last
    text = f"Its share by all factors is {_percent(outcome.share)} of the total of {plan.said(year)}, "
    return Step("sum", "Entitlement", _together(above), f"{text}{format_pence(total)}.")


def _reserves(outcome: Outcome, plan: Plan, member: Member) -> Iterator[_Part]:
    """What its reserve takes off and what it gets of what all release; nothing where it has none and none count."""
    if member.reserve is None and not plan.reserve_rate_tenths:
        return
    yield _Part("Reserve", -outcome.taken, _reserve_said(outcome, plan, member))
    if every := released(plan):
        said = f"Reserves release {_pounds(every)} in all, shared by the same weights"
        text = f"{said}: {_percent(outcome.share)} of it."
        yield _Part("Shared out again", outcome.given, text)


def _reserve_said(outcome: Outcome, plan: Plan, member: Member) -> str:
    if member.reserve is None:
        return "It has declared no reserve, so nothing comes off."
    reserve = f"Its reserve is {format_pence(member.reserve)}"
    if outcome.months is not None:
        reserve += f", {_one_decimal(outcome.months)} months of its present grant"
    if not plan.reserve_rate_tenths:
        return f"{reserve}. Reserves take nothing off here."
    limit = f"{plan.reserve_months} {'month' if plan.reserve_months == 1 else 'months'}"
    if not outcome.taken:
        return f"{reserve}. Nothing of it is above {limit}, so nothing comes off."
    rate = Limit(tenths=plan.reserve_rate_tenths)
    above = _pounds(outcome.taken / Fraction(plan.reserve_rate_tenths, 1000))
    return f"{reserve}. Of the {above} above {limit}, {format_limit(rate)} comes off."


def _before_limits(above: Sequence[Step]) -> Step:
    return Step("sum", "By the formula alone", _together(above), "Before locks, floors and caps.")


# --- Limits, and the figure ---


def _limits(outcome: Outcome, plan: Plan, member: Member) -> Iterator[_Part]:
    """What a limit of its own, or those of others, did to it; nothing where they did nothing."""
    if outcome.bound:
        label = {"held": "Lock", "floor": "Floor", "cap": "Cap"}[outcome.bound]
        yield _Part(label, outcome.re_shared, _limit_said(outcome, plan, member))
    elif outcome.re_shared > 0:
        text = "What the limits of others leave over is shared among the rest by the same weights; this is its part."
        yield _Part("Limits of others", outcome.re_shared, text)
    elif outcome.re_shared < 0:
        text = "What the limits of others cost is borne among the rest by the same weights; this is its part."
        yield _Part("Limits of others", outcome.re_shared, text)


def _limit_said(outcome: Outcome, plan: Plan, member: Member) -> str:
    within, amount = bounds(plan, member), format_pence(outcome.target)
    if outcome.bound == "held":
        return f"It is held at {amount}, whatever the factors say."
    if outcome.bound == "floor":
        return _floor_said(within, plan, member, amount)
    if within.high_by == "own" and member.cap is not None:
        before = "" if within.low_by != "other" else " This goes before what all may lose."
        return f"Its own cap is {_of_grant(member.cap)}, so it has no more than {amount}.{before}"
    return f"Nobody gains more than {_of_grant(plan.gain)}, so it has no more than {amount}."


def _floor_said(within: Bounds, plan: Plan, member: Member, amount: str) -> str:
    if within.low_by == "districts":
        return f"Its districts are held at {amount} together, so it has no less."
    if within.low_by == "own" and member.floor is not None:
        before = "" if within.high_by != "other" else " This goes before what all may gain."
        return f"Its own floor is {_of_grant(member.floor)}, so it has no less than {amount}.{before}"
    if within.low_by == "all":
        return f"Nobody loses more than {_of_grant(plan.loss)}, so it has no less than {amount}."
    return "No amount falls below £0."


def _of_grant(limit: Limit | None) -> str:
    if limit is None or limit.tenths is None:
        return format_limit(limit or Limit())
    return f"{format_limit(limit)} of the present grant"


def _result(outcome: Outcome, plan: Plan) -> Step:
    year, total = plan.last
    rounded = f"Amounts are whole {plan.units} that come to {format_pence(total)} exactly."
    return Step("result", plan.said(year), outcome.target, f"{_change_said(outcome)} {rounded}")


def _change_said(outcome: Outcome) -> str:
    change = outcome.target - outcome.present
    if not change:
        return "The same as the present grant."
    tenths = tenths_of_percent(change, outcome.present)
    percent = "" if tenths is None else f" ({format_percent(tenths)} %)"
    return f"{format_pence(abs(change))} {'more' if change > 0 else 'less'} than the present grant{percent}."


# --- The years between, and who has it in a county ---


def _years_between(outcome: Outcome, plan: Plan) -> Iterator[Step]:
    count = len(plan.totals)
    for step, (year, _) in enumerate(plan.totals[:-1], start=1):
        amount = outcome.by_year[year]
        straight = outcome.present + Fraction((outcome.target - outcome.present) * step, count)
        way = f"from {format_pence(outcome.present)} to {format_pence(outcome.target)}"
        off = abs(amount - straight)
        if off < plan.unit:
            text = f"{step} of {count} equal steps {way}." if outcome.target != outcome.present else "No change."
        else:
            more = "more" if amount > straight else "less"
            text = f"{step} of {count} steps {way}, and {_pounds(off, plan.unit)} {more} because of that year’s total."
        yield Step("year", plan.said(year), amount, text)


def _within_a_county(outcome: Outcome, plan: Plan, member: Member) -> Iterator[Step]:
    if not member.districts:
        return
    year, _ = plan.last
    for one in member.districts:
        text = f"Held at {format_pence(one.held)} within {member.name}; it has {format_pence(one.present)} now."
        yield Step("district", one.name, outcome.districts[one.id][year], text)
    text = f"What is left of {format_pence(outcome.target)} once its districts have theirs."
    yield Step("district", f"{member.name}’s own partnership", outcome.own[year], text)


# --- In words ---


def _together(steps: Sequence[Step]) -> Pence:
    return Pence(sum(one.amount for one in steps))


def _half_up(exact: Fraction) -> int:
    return math.floor(exact + Fraction(1, 2))


def _pounds(exact: Fraction, unit: Unit = 1) -> str:
    """An exact amount in pence, to the nearest unit."""
    return format_pence(_half_up(exact / unit) * unit)


def _percent(share: Fraction) -> str:
    """31.35 %."""
    points = _half_up(share * 10_000)
    return f"{points // 100}.{points % 100:02d} %"


def _one_decimal(exact: Fraction) -> str:
    tenths = _half_up(exact * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _number(figure: Fraction) -> str:
    """1,234.5: up to six decimals, as figures are kept."""
    millionths = _half_up(figure * 1_000_000)
    whole, odd = divmod(millionths, 1_000_000)
    return f"{whole:,}" + f".{odd:06d}".rstrip("0").rstrip(".")
