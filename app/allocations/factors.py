"""Factors that money may be shared by: a column of figures, one for each partnership, with its source and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """A factor with its figures by partnership id, exact; a partnership without one has none here.

    `is_population` marks the one whose figures are heads; `allows_nought` says that 0 is a figure and not a gap.
    """

    id: str
    version: int
    name: str
    source: str
    as_of: date | None
    is_population: bool
    allows_nought: bool
    figures: Mapping[str, Fraction]
