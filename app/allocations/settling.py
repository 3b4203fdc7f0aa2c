"""Sharing a total out exactly: by weight, within everybody's limits, and then in whole pence or whole pounds.

All sums are whole numbers over one denominator, so that nothing is rounded before the last step; `Fraction` would find
the lowest terms after each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.money import Pence

At = Literal["", "fixed", "low", "high"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody would have before limits, `base` / `per` pence (`per` is everybody's), and how far it may move.

    `part` is its weight in what is left over or lacking, on any scale that is the same for all, not negative. `low` and
    `high` are whole pence, `low` not above `high`. Who is `fixed` has `base` whatever the limits are.
    """

    base: int
    part: int
    low: int
    high: int | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Everybody's exact amount, `amounts[i]` / `per` pence, and the limit it stands at.

    `left` / `per` pence of the total nobody can take: below 0 it is what lacks. Without limits in the way it is 0.
    """

    amounts: tuple[int, ...]
    per: int
    at: tuple[At, ...]
    left: int


def settle(total: int, claims: Sequence[Claim], per: int) -> Settled:
    """Share `total` pence so that everybody has what they claim, moved by one measure times their part, within limits.

    Round by round: what is left over or lacking is shared among the free by their parts; of those who would stand below
    a floor or above a cap, the side that is further out in all is kept at its limit for good, since the measure can
    only move away from it; until nobody is out. So CSS lays flexible boxes out, and for the same reason the result does
    not depend on any order.
    """
    at: list[At] = ["fixed" if one.fixed else "" for one in claims]
    settled = sum(one.base for one in claims if one.fixed)
    while True:
        free = [index for index, state in enumerate(at) if not state]
        parts = sum(claims[index].part for index in free) or 1  # where nobody has a part, claims stand as they are
        left = total * per - settled - sum(claims[index].base for index in free)
        kept = _out_of_bounds(claims, free, left, parts, per)
        if not kept:
            return _settled(total, claims, per, at, left, parts)
        for index, (state, limit) in kept.items():
            at[index] = state
            settled += limit * per


def _out_of_bounds(
    claims: Sequence[Claim], free: Sequence[int], left: int, parts: int, per: int
) -> dict[int, tuple[At, int]]:
    """Who is to be kept at which limit (in pence) when `left` is shared; both sides where they balance."""
    scale = per * parts
    low: dict[int, tuple[At, int]] = {}
    high: dict[int, tuple[At, int]] = {}
    out = 0
    for index in free:
        one = claims[index]
        amount = one.base * parts + left * one.part
        if amount < one.low * scale:
            low[index] = ("low", one.low)
            out += one.low * scale - amount
        elif one.high is not None and amount > one.high * scale:
            high[index] = ("high", one.high)
            out -= amount - one.high * scale
    return low if out > 0 else high if out < 0 else low | high


def _settled(total: int, claims: Sequence[Claim], per: int, at: Sequence[At], left: int, parts: int) -> Settled:
    scale = per * parts
    amounts = []
    for one, state in zip(claims, at, strict=True):
        if state == "low":
            amounts.append(one.low * scale)
        elif state == "high":
            assert one.high is not None
            amounts.append(one.high * scale)
        else:
            amounts.append(one.base * parts + (0 if state else left * one.part))
    return Settled(tuple(amounts), scale, tuple(at), total * scale - sum(amounts))


def whole_pence(total: int, amounts: Sequence[int], per: int, unit: int = 1) -> list[Pence]:
    """`amounts[i]` / `per` pence as multiples of `unit` pence that come to `total`: largest remainder, ties to earlier.

    `total` is a multiple of `unit`; the exact amounts must come to it, or miss it by less than a unit. Each is rounded
    down or up to the next unit, and one that is whole units stays: there are never more units to give than amounts with
    a remainder. So an amount within limits of whole units stays within them.
    """
    scale = per * unit
    parts = [amount // scale for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda index: (-(amounts[index] % scale), index))
    for index in order[: total // unit - sum(parts)]:
        parts[index] += 1
    return [Pence(part * unit) for part in parts]
