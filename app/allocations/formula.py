"""Re-balancing in exact arithmetic: entitlement by weights, reserves, locks, floors and caps, and the years between.

Amounts are whole pence, weights and rates tenths of a percent, factor figures and shares exact fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from app.money import Limit, Pence

Bound = Literal["", "held", "floor", "cap"]


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
    id, None for a blank. `reserve` is the last declared, None where none was. `held` is a lock.
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
    member's own floor or cap goes before them.
    """

    members: tuple[Member, ...]
    weights: tuple[Weight, ...]
    totals: tuple[tuple[int, Pence], ...]
    loss: Limit | None = None
    gain: Limit | None = None
    reserve_months: int = 0
    reserve_rate_tenths: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be met, in a sentence; `where` is the box or cell it is about.

    `where` is `weights`, `totals:<year>`, `figures:<member>:<factor>`, `limits:<member>:held|floor|cap`, `loss`, `gain`
    or empty for the whole.
    """

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one member comes to, each step on the way to it kept, so that it can be told why.

    `shares` is its share of each factor by factor id, `share` the weighted one. `entitlement` is the last year's total
    by that share; `months` the reserve in months of present grant, `taken` what the reserve takes off, `given` what it
    gets of what all reserves released; `before_limits` is entitlement - taken + given. `bound` says which limit holds
    it and `re_shared` what it gained (or lost) from the limits of others, or from its own. `target` is the last year's
    amount, `by_year` each year's; `districts` the amounts of its districts by id and year, `own` those of the county
    partnership itself.
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
