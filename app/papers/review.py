"""One re-balancing as papers tell it: the scenario, what it was computed from, what it comes to, who stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.allocations.comparing import MILLION, Standing, round_half_up, standings
from app.allocations.formula import Outcome, Plan, Rebalanced
from app.allocations.planning import BenchData, ScenarioPlan, formula_plan
from app.allocations.scenarios import ScenarioRecord
from app.funds.figures import Amount
from app.listing import Group
from app.papers.imprint import Imprint
from app.papers.saying import in_words, joined
from app.years import format_day


@dataclass(frozen=True, slots=True)
class Review:
    """A scenario gathered with all it is computed from.

    `before` has what each partnership was allocated out of the line, by year (its start year) up to the present one and
    by partnership id; `stands` the same for the years the scenario is about, where there are allocations already.
    """

    imprint: Imprint
    scenario: ScenarioRecord
    data: BenchData
    rebalanced: Rebalanced
    before: Mapping[int, Mapping[str, Amount]]
    stands: Mapping[int, Mapping[str, Amount]]

    @property
    def plan(self) -> ScenarioPlan:
        """What was set in the scenario."""
        return self.scenario.plan

    @property
    def formula(self) -> Plan:
        """The plan as the formula took it."""
        return formula_plan(self.data, self.plan)

    @property
    def adopted(self) -> bool:
        """Whether it was adopted."""
        return self.scenario.adopted_on is not None

    @property
    def years(self) -> tuple[int, ...]:
        """The years it is about."""
        return tuple(range(self.plan.year + 1, self.plan.last_year + 1))

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Who has what now and would have in each year."""
        return standings(self.data, self.plan, self.rebalanced)

    def named(self, year: int) -> str:
        """A financial year as the office writes it."""
        return self.imprint.named(year)


def groups_of(rows: Sequence[Standing]) -> tuple[Group, ...]:
    """The counties whose partnership and districts stand apart."""
    return tuple(Group(one.id, one.name) for one in rows if one.is_whole)


def as_tables(rows: Sequence[Standing]) -> list[Standing]:
    """In the order in which tables have them: those that stand alone, then each county with its own."""
    return [one for one in rows if not one.county] + [one for one in rows if one.county]


def members_of(review: Review) -> list[Standing]:
    """Those the formula gives to, a county as one, in the order of the tables."""
    return [one for one in as_tables(review.standings) if one.is_member]


def footing(values: Sequence[Fraction], total: int) -> list[int]:
    """Exact values as whole ones that come to `total`, which is their sum rounded; the largest remainders go up."""
    floors = [value.numerator // value.denominator for value in values]
    order = sorted(range(len(values)), key=lambda at: (floors[at] - values[at], at))
    for at in order[: max(total - sum(floors), 0)]:
        floors[at] += 1
    return floors


def rounded_footing(values: Sequence[Fraction], unit: int = 1) -> list[int]:
    """Exact values as whole multiples of `unit` that come to their own sum, rounded to it."""
    parts = [value / unit for value in values]
    return [one * unit for one in footing(parts, round_half_up(sum(parts, Fraction(0))))]


def in_units(value: Fraction, unit: int) -> int:
    """An exact value as the nearest whole multiple of `unit`."""
    return round_half_up(value / unit) * unit


def tenths_footing(shares: Sequence[Fraction]) -> list[int]:
    """Shares of one as tenths of a percent that come to what the shares come to, rounded."""
    return rounded_footing([share * 1_000 for share in shares])


def months_said(months: Fraction) -> str:
    """“7.1 months”, “1 month”."""
    tenths = round_half_up(months * 10)
    number = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"{number} {'month' if number == '1' else 'months'}"


def whole_months_said(months: int) -> str:
    """“six months”."""
    return f"{in_words(months)} {'month' if months == 1 else 'months'}"


def figure_millionths(value: Fraction) -> int:
    """A factor's figure as a `figure` column holds it."""
    return round_half_up(value * MILLION)


def declared_in_words(days: Sequence[date]) -> str:
    """“30 September 2019”, “30 September 2019 and 1 April 2020”."""
    return joined(format_day(day) for day in sorted(set(days)))


def outcome_of(review: Review, member_id: str) -> Outcome | None:
    """What the formula came to for one member; None where something cannot be met."""
    return next((one for one in review.rebalanced.outcomes if one.id == member_id), None)
