"""Offices with partnerships to print: some in counties, some with long names, with factors, reserves and a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.allocations import allocations, factors, partnerships, reserves, scenarios, themes
from app.door import Office
from app.funds import lines
from app.money import Limit, Pence
from tests.factories import YEAR, add_line, budget_id, in_pence

DAY = date(2018, 11, 8)
LONG = "Joint Board for Safer Towns, Villages and Coastal Communities of"
FACTORS = ("Population", "Recorded crime", "Other police demand", "Rural isolation")


@dataclass(slots=True)
class Made:
    """What was made: the line, its budget, partnerships by their short names, and the county of each district."""

    @property
    def members(self) -> list[str]:
        """Those that stand for themselves."""
        return [name for name in self.ids if name not in self.districts]

    line: str
    budget: str
    ids: dict[str, str] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    scenario: str = ""


def add_tier(office: Office, name: str, parent: str | None = None) -> str:
    """A partnership, under a county where one is given; its id."""
    return office.write(
        "Add partnership", partnerships.add, name=f"{name} Community Safety Partnership", parent_id=parent
    )


def allocate(office: Office, budget: str, partnership: str, pounds: int | str, **terms: Any) -> str:
    """An allocation in pounds, or as a word; its id."""
    return office.write(
        "Allocate", allocations.allocate, budget, partnership_id=partnership, amount=in_pence(pounds), **terms
    )


def add_addition(office: Office, budget: str, name: str, pounds: int, *sharers: str, **terms: Any) -> str:
    """An addition that these partnerships share; its id."""
    return office.write(
        "Add an addition",
        allocations.add_addition,
        budget,
        name=name,
        amount=in_pence(pounds),
        sharer_ids=sharers,
        **terms,
    )


def shared(office: Office, *, lone: int = 3, districts: int = 2, counties: int = 1, long: bool = False) -> Made:
    """A line shared by lone partnerships and by counties with districts, two years, all allocated."""
    names: list[tuple[str, str | None]] = [(f"{LONG} {_town(at)}" if long else _town(at), None) for at in range(lone)]
    for county in range(counties):
        name = f"Shire {county + 1}"
        names.append((name, None))
        names += [(f"{name}, district {at + 1}", name) for at in range(districts)]
    total = sum(_pounds(at) for at in range(len(names)))
    line = add_line(office, "Partnership fund", total, year=YEAR - 1)
    before = budget_id(office, line, year=YEAR - 1)
    made = Made(line, "")

    def fill(session: Session) -> None:
        made.budget = lines.set_budget(session, line, year=YEAR, amount=Pence(total * 100))
        session.flush()
        for at, (name, parent) in enumerate(names):
            if parent:
                made.districts[name] = parent
            above = made.ids[parent] if parent is not None else None
            full = f"{name} Community Safety Partnership"
            made.ids[name] = partnerships.add(session, name=full, parent_id=above)
            for budget in (before, made.budget):
                allocations.allocate(session, budget, partnership_id=made.ids[name], amount=Pence(_pounds(at) * 100))
            session.flush()

    office.write("Fill the office", fill)
    return made


def _pounds(at: int) -> int:
    return 20_000 + 7_000 * (at % 9)


def _town(at: int) -> str:
    return f"Town {at + 1}"


def with_scenario(office: Office, made: Made, *, count: int = 4, years: int = 3, **given: Any) -> str:
    """Factors with figures for everybody that stands for itself, reserves, and a scenario; its id."""
    counties, members = set(made.districts.values()), made.members

    def fill(session: Session) -> None:
        for at in range(count):
            name = FACTORS[at] if at < len(FACTORS) else f"Made-up factor number {at + 1}"
            made.factors[name] = factors.add(
                session,
                name=name,
                source="Made up for tests",
                as_of=date(2018, 6, 30),
                is_population=at == 0,
                allows_nought=False,
            )
        figures = {
            f"{made.ids[name]}:{factor}": (1_000 + 311 * place * (at + 2) + (4_000 if name in counties else 0))
            * factors.MILLION
            for at, factor in enumerate(made.factors.values())
            for place, name in enumerate(members)
        }
        factors.enter(session, figures=figures, was={})
        for place, name in enumerate(members):
            reserves.declare(
                session,
                partnership_id=made.ids[name],
                declared_on=date(2018, 9, 30),
                opening=None,
                added=None,
                used=None,
                closing=(5_000 + 3_500 * place) * 100,
                evidence="Letter",
                today=DAY,
            )

    office.write("Fill the bench", fill)
    weights = {f"{factor}:weight": 1_000 // count for factor in made.factors.values()}
    usual: dict[str, Any] = {"loss": Limit(tenths=80), "gain": Limit(tenths=100), "reserve_rate_tenths": 500}
    made.scenario = office.write(
        "Add a scenario",
        scenarios.add,
        line_id=made.line,
        year=YEAR,
        name="By people and crime",
        weights=weights,
        years=years,
        **{**usual, **given},
    )
    return made.scenario


def plan_spend(office: Office, made: Made, *, count: int = 6) -> None:
    """A plan by theme of every partnership that stands for itself, which comes to what it has but for the last."""
    members = made.members

    def fill(session: Session) -> None:
        names = [themes.add_theme(session, name=f"Theme {at + 1}, and what goes with it") for at in range(count)]
        session.flush()
        for at, name in enumerate(members):
            mine = [one for one in made.ids if name in (one, made.districts.get(one))]
            pence = sum(_pounds(list(made.ids).index(one)) for one in mine) * 100
            parts = [pence // count] * (count - 1)
            parts.append(pence - sum(parts) - (12_345 if at == len(members) - 1 else 0))
            for theme, part in zip(names, parts, strict=True):
                themes.record_spend(
                    session, partnership_id=made.ids[name], theme_id=theme, year=YEAR, amounts_pence=(part,)
                )

    office.write("Fill the plan", fill)
