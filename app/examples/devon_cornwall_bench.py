"""Factors, reserves and a scenario to try the re-balancing bench with: all of them made up, and none of them printed.

They are round figures, so that nobody takes them for a count; the money they re-balance is the plan's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.allocations import factors, reserves, scenarios
from app.money import Limit, Pence

SOURCE = "Made up, to try the bench with"
YEAR = 2019
FIGURES_OF = date(2019, 3, 31)
DECLARED_ON = date(2019, 9, 30)
SCENARIO = "B: crime and people"
PARTNERS = ("Cornwall", "Devon", "Isles of Scilly", "Plymouth", "Torbay")
# weight in tenths of a percent, then a figure for each of the partners
FACTORS = {
    "Population": (400, (560_000, 800_000, 2_000, 260_000, 135_000)),
    "Recorded crime": (300, (27_000, 34_000, 100, 21_000, 11_000)),
    "Other police demand": (200, (60_000, 80_000, 300, 35_000, 20_000)),
    "Rural isolation": (100, (36, 45, 5, 10, 9)),
}
RESERVES = (86_200, 171_300, 4_100, 238_400, 39_800)
HELD_AT = Pence(25_000_00)


def enter(session: Session, *, line_id: str, partnership_ids: Mapping[str, str], districts: Sequence[str]) -> None:
    """Enter them for the line of the partnership fund; `partnership_ids` are by area, `districts` those areas held."""
    weights: dict[str, int] = {}
    figures: dict[str, int] = {}
    for name, (weight, column) in FACTORS.items():
        factor_id = factors.add(session, name=name, source=SOURCE, as_of=FIGURES_OF, is_population=name == "Population")
        weights[f"{factor_id}:weight"] = weight
        for partner, figure in zip(PARTNERS, column, strict=True):
            figures[f"{partnership_ids[partner]}:{factor_id}"] = figure * factors.MILLION
    factors.enter(session, figures=figures, was={})
    for partner, pounds in zip(PARTNERS, RESERVES, strict=True):
        reserves.declare(
            session,
            partnership_id=partnership_ids[partner],
            declared_on=DECLARED_ON,
            opening=None,
            added=None,
            used=None,
            closing=pounds * 100,
            evidence=SOURCE,
        )
    scenario_id = scenarios.add(
        session,
        line_id=line_id,
        year=YEAR,
        name=SCENARIO,
        weights=weights,
        years=3,
        loss=Limit(tenths=80),
        gain=Limit(tenths=50),
        limits={f"{partnership_ids[one]}:held": HELD_AT for one in ("Isles of Scilly", *districts)},
        note=SOURCE,
    )
    scenarios.share(session, scenario_id)
