"""Small benches to re-balance on: Northshire, a county with two districts, and West."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData
from app.money import Pence

DECLARED = date(2019, 9, 30)
GIVEN = {"north": 60, "hill": 20, "dale": 20, "west": 100}
BOTH = {"north": 3, "west": 1}


def partner(key: str, parent: str | None = None) -> PartnershipRecord:
    """A partnership called by its key."""
    return PartnershipRecord(key, f"{key.capitalize()} Community Safety Partnership", f"o{key}", None, parent)


def factor(key: str, figures: Mapping[str, int], **terms: bool) -> FactorRecord:
    """A factor called by its key, with whole figures."""
    marks = {"is_population": False, "allows_nought": False, **terms}
    exact = {partnership: Fraction(figure) for partnership, figure in figures.items()}
    return FactorRecord(key, 1, key.capitalize(), "", None, figures=exact, **marks)


def bench(*factors: FactorRecord, present: Mapping[str, int], words: Mapping[str, str] | None = None) -> BenchData:
    """What there is in 2019/20, with present grants in pounds."""
    return BenchData(
        line_id="line",
        line="Partnership fund",
        year=2019,
        year_style="2018/19",
        partnerships=(partner("north"), partner("hill", "north"), partner("dale", "north"), partner("west")),
        present={key: Pence(pounds * 100) for key, pounds in present.items()},
        words=words or {},
        reserves={"north": (Pence(5_00), DECLARED), "hill": (Pence(1_00), DECLARED)},
        factors=factors,
        areas={"north": "Northshire", "hill": "The hill"},
    )
