"""Scenarios of re-balancing: kept with their author, out of others' lists until shared, computed as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.money import Limit, Pence


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


@dataclass(frozen=True, slots=True)
class BenchData:
    """All that the bench computes from, read once: no keystroke goes back to the file.

    `present` is each partnership's own allocation of the line in `year`, in pence; `reserves` the last declared closing
    reserve with its day; `heads` the population, where a factor counts heads.
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

    @property
    def heads(self) -> FactorRecord | None:
        """The factor that counts heads."""
        return next((one for one in self.factors if one.is_population), None)
