"""Plans of re-balancing to try the formula on: small ones written in a line, and any that hypothesis thinks of."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from app.allocations.formula import District, Member, Plan, Unit, Weight
from app.money import Limit, Pence

FACTORS = ("people", "crime", "calls")


def pounds(amount: float) -> Pence:
    """Whole pence from an amount in pounds."""
    return Pence(round(amount * 100))


def percent(amount: float) -> Limit:
    """A limit in percent."""
    return Limit(tenths=round(amount * 10))


def member(
    name: str, now: float, *figures: float | None, reserve: float | None = None, held: float | None = None
) -> Member:
    """A partnership with its grant in pounds and its figures for people, crime and calls."""
    return Member(
        id=name.lower(),
        name=name,
        present=pounds(now),
        figures={key: None if one is None else Fraction(str(one)) for key, one in zip(FACTORS, figures, strict=False)},
        reserve=None if reserve is None else pounds(reserve),
        held=None if held is None else pounds(held),
    )


def county(one: Member, *districts: tuple[str, float, float]) -> Member:
    """`one` with districts: name, grant and what it is held at, in pounds."""
    return replace(
        one, districts=tuple(District(name.lower(), name, pounds(now), pounds(held)) for name, now, held in districts)
    )


def plan(*members: Member, totals: tuple[float, ...] | None = None, weights: tuple[float, ...] = (100,)) -> Plan:
    """A plan from 2019/20 for the years after it, with totals in pounds and weights in percent of people, crime, calls.

    Without totals there is one year that keeps the present total.
    """
    kept = (Pence(sum(one.present for one in members)),)
    amounts = kept if totals is None else tuple(pounds(one) for one in totals)
    return Plan(
        members=members,
        weights=tuple(
            Weight(key, key.capitalize(), round(one * 10)) for key, one in zip(FACTORS, weights, strict=False)
        ),
        totals=tuple((2020 + at, amount) for at, amount in enumerate(amounts)),
    )


# --- Any plan whose figures can be used ---

UNITS: st.SearchStrategy[Unit] = st.sampled_from((1, 100))
FIGURES = st.integers(1, 9).map(Fraction) | st.fractions(Fraction(1, 1_000), 1_000_000, max_denominator=1_000)
UPPER = st.none() | st.builds(Limit, tenths=st.integers(800, 1_500))


def units_to(most: int, unit: Unit) -> st.SearchStrategy[Pence]:
    """From nothing to so many units."""
    return st.integers(0, most).map(lambda count: Pence(count * unit))


def grants(unit: Unit) -> st.SearchStrategy[Pence]:
    """Grants in whole units: a few, where rounding matters most, or many."""
    return units_to(40, unit) | units_to(50_000_000, unit)


def lower(unit: Unit) -> st.SearchStrategy[Limit | None]:
    """A partnership's own floor, or none."""
    in_percent = st.builds(Limit, tenths=st.integers(500, 1_000))
    return st.none() | in_percent | st.builds(Limit, pence=units_to(30, unit))


def general(unit: Unit) -> st.SearchStrategy[Limit | None]:
    """What all may lose or gain, or no limit."""
    return st.none() | st.builds(Limit, tenths=st.integers(0, 300)) | st.builds(Limit, pence=grants(unit))


@st.composite
def members(draw: st.DrawFn, key: str, unit: Unit) -> Member:
    """A partnership, with limits, a lock or districts or without; its amounts are whole units, but for the reserve."""
    grant = grants(unit)
    own = draw(grant)
    districts = tuple(
        District(f"{key}{at}", f"District {key}{at}", draw(grant), draw(grant))
        for at in range(draw(st.sampled_from([0, 0, 0, 1, 3])))
    )
    present = Pence(own + sum(one.present for one in districts))
    least = sum(one.held for one in districts)
    locked = draw(st.sampled_from([False, False, False, True]))
    held = Pence(draw(st.just(present) | units_to(2 * present // unit, unit)) + least) if locked else None
    blank = st.none() if locked else st.nothing()
    limits = present > 0 and not districts
    return Member(
        id=key,
        name=f"Partnership {key}",
        present=present,
        figures={factor: draw(FIGURES | blank) for factor in FACTORS},
        reserve=draw(st.none() | st.integers(0, 2 * present + 10).map(Pence)),
        held=held,
        floor=draw(lower(unit)) if limits else None,
        cap=draw(UPPER) if limits else None,
        districts=districts,
    )


@st.composite
def plans(draw: st.DrawFn, *, most: int = 6) -> Plan:
    """Up to `most` members over up to four years, in whole pence or whole pounds.

    Whether it can be met is not said, but its figures can be used.
    """
    unit = draw(UNITS)
    who = tuple(draw(members(chr(ord("a") + at), unit)) for at in range(draw(st.integers(1, most))))
    # one who is not held has a figure, so that no column is empty
    who = (replace(who[0], figures=dict.fromkeys(FACTORS, Fraction(1))), *who[1:])
    present = sum(one.present for one in who)
    tenth = present // unit // 10
    change = st.just(0) | st.integers(-tenth, tenth).map(lambda count: count * unit)
    totals = [Pence(present + draw(change)) for _ in range(draw(st.integers(1, 4)))]
    tenths = draw(st.tuples(*(st.integers(0, 1_000) for _ in FACTORS)).filter(any))
    return Plan(
        members=who,
        weights=tuple(Weight(key, key.capitalize(), one) for key, one in zip(FACTORS, tenths, strict=True)),
        totals=tuple((2020 + at, total) for at, total in enumerate(totals)),
        loss=draw(general(unit)),
        gain=draw(general(unit)),
        reserve_months=draw(st.integers(0, 12)),
        reserve_rate_tenths=draw(st.sampled_from([0, 500, 1_000])),
        unit=unit,
    )
