"""How a return is rated and how it stands on a day: pure rules, at their very edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations.rating import Period, Rag, Rating, rate, state_of, suggested
from app.allocations.rules import DEFAULT
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence

DUE = date(2018, 10, 30)
GRANT = Pence(1_000_00)
PENCE = st.integers(0, MOST_PENCE)


def rated(figure: int | None, allocation: Amount = GRANT, *, late: bool = False) -> Rating:
    return rate(period="half-year", allocation=allocation, figure=figure, is_late=late, rule=DEFAULT)


@pytest.mark.parametrize(
    ("figure", "rag"),
    [
        (1_000_00, "green"),
        (950_00, "green"),
        (949_99, "amber"),
        (1_050_00, "green"),
        (1_050_01, "amber"),
        (900_00, "amber"),
        (899_99, "red"),
        (1_100_00, "amber"),
        (1_100_01, "red"),
    ],
)
def test_a_limit_that_is_met_exactly_is_kept(figure: int, rag: Rag) -> None:
    assert rated(figure).rag == rag


@pytest.mark.parametrize(
    ("figure", "late", "why"),
    [
        (1_000_00, False, "The forecast of £1,000 is the allocation of £1,000."),
        (960_00, False, "The forecast of £960 is £40 below the allocation of £1,000 (4.0 %), within 5 %."),
        (1_070_00, False, "The forecast of £1,070 is £70 above the allocation of £1,000 (7.0 %), beyond 5 %."),
        (
            949_99,
            False,
            "The forecast of £949.99 is £50.01 below the allocation of £1,000 (just over 5 %), beyond 5 %.",
        ),
        (500_00, False, "The forecast of £500 is £500 below the allocation of £1,000 (50.0 %), beyond 10 %."),
        (1_000_00, True, "The forecast of £1,000 is the allocation of £1,000, but it is late."),
        (
            500_00,
            True,
            "The forecast of £500 is £500 below the allocation of £1,000 (50.0 %), beyond 10 %, and it is late.",
        ),
    ],
)
def test_a_rating_says_why(figure: int, late: bool, why: str) -> None:
    assert rated(figure, late=late).why == why


@pytest.mark.parametrize(
    ("figure", "allocation", "why"),
    [
        (None, Pence(1_00), "No forecast has been returned."),
        (1_00, "TBD", "Its allocation is “TBD”."),
        (1_00, None, "Nothing is allocated to it."),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_where_there_is_nothing_to_rate_there_is_no_rating(
    figure: int | None, allocation: Amount, why: str, late: bool
) -> None:
    assert rated(figure, allocation, late=late) == Rating("", why)


def test_the_year_end_is_rated_by_what_was_spent() -> None:
    found = rate(period="year-end", allocation=Pence(1_00), figure=1_00, is_late=False, rule=DEFAULT)
    assert found == Rating("green", "The spend of £1 is the allocation of £1.")


def test_anything_spent_of_an_allocation_of_nought_is_red() -> None:
    assert rated(0, Pence(0)).rag == "green"
    assert rated(1, Pence(0)) == Rating("red", "The forecast of £0.01 is £0.01 above the allocation of £0.")


@pytest.mark.parametrize(("figure", "rag"), [(1_000_00, "amber"), (930_00, "amber"), (500_00, "red")])
def test_a_late_return_is_at_least_amber(figure: int, rag: Rag) -> None:
    assert rated(figure, late=True).rag == rag


@given(PENCE, PENCE, st.integers(0, 1_000), st.integers(0, 1_000))
def test_the_rating_is_that_of_exact_fractions(figure: int, allocation: int, one: int, other: int) -> None:
    amber, red = sorted((one, other))
    rule = replace(DEFAULT, amber_tenths=amber, red_tenths=red)
    found = rate(period="half-year", allocation=Pence(allocation), figure=figure, is_late=False, rule=rule)
    off = abs(figure - allocation)
    if allocation:
        share = Fraction(off, allocation)
        expected = "green" if share <= Fraction(amber, 1_000) else "amber" if share <= Fraction(red, 1_000) else "red"
    else:
        expected = "green" if not off else "red"
    assert found.rag == expected


@given(PENCE, PENCE, PENCE)
def test_a_figure_further_from_the_allocation_is_never_rated_better(allocation: int, near: int, more: int) -> None:
    order = ("green", "amber", "red")
    close, far = (rated(allocation + off, Pence(allocation)).rag for off in (near, near + more))
    assert order.index(close) <= order.index(far)


@pytest.mark.parametrize(
    ("today", "returned_on", "state", "days"),
    [
        (DUE - timedelta(days=31), None, "not due", 0),
        (DUE - timedelta(days=30), None, "due", 0),
        (DUE, None, "due", 0),
        (DUE + timedelta(days=1), None, "late", 1),
        (DUE + timedelta(days=40), None, "late", 40),
        (DUE + timedelta(days=40), DUE, "returned", 0),
        (DUE - timedelta(days=40), DUE - timedelta(days=50), "returned", 0),
        (DUE + timedelta(days=40), DUE + timedelta(days=2), "returned late", 2),
    ],
)
def test_a_return_stands_as_its_days_say(today: date, returned_on: date | None, state: str, days: int) -> None:
    assert state_of(due_on=DUE, returned_on=returned_on, today=today) == (state, days)


@pytest.mark.parametrize(
    ("period", "allocation", "pence"),
    [
        ("half-year", Pence(1_000_00), 500_00),
        ("half-year", Pence(3), 2),
        ("year-end", Pence(1_000_00), 1_000_00),
        ("half-year", "TBD", None),
        ("year-end", None, None),
    ],
)
def test_half_of_the_allocation_is_usually_planned_by_the_half_year(
    period: Period, allocation: Amount, pence: int | None
) -> None:
    assert suggested(period, allocation) == pence
