"""Small benches to re-balance on: Northshire, a county with two districts, and West."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData, OwnLimits, ScenarioPlan
from app.money import MOST_PENCE, Limit, Pence

DECLARED = date(2019, 9, 30)
GIVEN = {"north": 60, "hill": 20, "dale": 20, "west": 100}
BOTH = {"north": 3, "west": 1}

PENCE = st.integers(0, MOST_PENCE).map(Pence)
LIMIT = st.builds(Limit, pence=PENCE) | st.builds(Limit, tenths=st.integers(0, 1_000))
OWN = st.builds(OwnLimits, held=st.none() | PENCE, floor=st.none() | LIMIT, cap=st.none() | LIMIT).filter(
    lambda one: one != OwnLimits()
)
KEY = st.uuids().map(str)
NAME = st.text(max_size=20).map(str.strip)
PLANS = st.builds(
    ScenarioPlan,
    name=NAME,
    line_id=KEY,
    year=st.integers(2000, 2050),
    years=st.integers(1, 10),
    by_district=st.booleans(),
    weights=st.dictionaries(KEY, st.integers(0, 1_000), max_size=4),
    totals=st.dictionaries(st.integers(2001, 2060), PENCE, max_size=3),
    loss=st.none() | LIMIT,
    gain=st.none() | LIMIT,
    reserve_months=st.integers(0, 120),
    reserve_rate_tenths=st.integers(0, 1_000),
    limits=st.dictionaries(KEY, OWN, max_size=3),
    note=NAME,
)
"""Any plan that could be typed, whether it could be kept or not."""


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
