"""Figures proposed for a year: exact, in the office's order, and never made up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import basing
from app.errors import Refused
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence

IDS = ("east", "west", "north")
BEFORE: dict[str, Amount] = {"east": Pence(100_01), "west": "Maintain"}
pence = st.integers(1, 1_000_000_000)


def refused(propose: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        propose()
    return caught.value.message, caught.value.field


def test_the_same_as_before_keeps_figures_and_words() -> None:
    found = basing.as_before(IDS, BEFORE, since="2018/19")
    assert (found.amounts, found.basis_kind, found.basis) == (BEFORE, "history", "The same as in 2018/19")
    assert found.without == {"north": "It had nothing in 2018/19."}
    assert found.cells(2019) == {"east:2019": 100_01, "west:2019": "Maintain"}


@pytest.mark.parametrize(
    ("tenths", "amount", "basis"),
    [
        (26, 102_61, "Raised by 2.6 % from 2018/19"),
        (-50, 95_01, "Reduced by 5 % from 2018/19"),
        (5, 100_51, "Raised by 0.5 % from 2018/19"),
        (-1_000, 0, "Reduced by 100 % from 2018/19"),
        (1_000, 200_02, "Raised by 100 % from 2018/19"),
    ],
)
def test_a_percentage_is_taken_to_the_nearest_penny(tenths: int, amount: int, basis: str) -> None:
    found = basing.by_percentage(IDS, BEFORE, tenths=tenths, since="2018/19")
    assert (found.amounts, found.basis_kind, found.basis) == ({"east": amount}, "percentage", basis)


def test_where_the_year_before_has_no_figure_none_is_worked_back() -> None:
    found = basing.by_percentage(IDS, {}, tenths=-50, since="2014-15")
    assert (found.amounts, found.basis) == ({}, "Reduced by 5 % from 2014-15")
    assert found.without == dict.fromkeys(IDS, "It has no figure in 2014-15 to start from.")


@pytest.mark.parametrize(
    ("tenths", "sentence"),
    [
        (0, "Give a percentage other than 0."),
        (1_001, "A percentage cannot be over 100 %."),
        (-1_001, "A percentage cannot be over 100 %."),
    ],
)
def test_a_percentage_that_cannot_be_is_refused(tenths: int, sentence: str) -> None:
    assert refused(lambda: basing.by_percentage(IDS, BEFORE, tenths=tenths, since="2018/19")) == (sentence, "percent")


def test_the_same_amount_goes_to_each() -> None:
    found = basing.same_for_each(IDS, pence=25_000_00)
    assert (found.amounts, found.basis_kind) == (dict.fromkeys(IDS, 25_000_00), "flat")
    assert found.basis == "£25,000 to each"


def test_odd_pennies_of_equal_shares_go_to_the_first_in_the_offices_order() -> None:
    found = basing.equal_shares(IDS, pence=100_01)
    assert found.amounts == {"east": 33_34, "west": 33_34, "north": 33_33}
    assert (found.basis_kind, found.basis) == ("flat", "An equal share of £100.01")
    assert refused(lambda: basing.equal_shares([], pence=1)) == ("There is nobody to share it among.", "pence")


def test_so_much_a_head_names_what_counts_the_heads() -> None:
    heads = {"east": Fraction(1_000), "west": Fraction("0.5")}
    found = basing.per_head(IDS, heads, pence=1_25, said="Population, mid-2018")
    assert found.amounts == {"east": 1_250_00, "west": 63}
    assert (found.basis_kind, found.basis) == ("per-head", "£1.25 a head (Population, mid-2018)")
    assert found.without == {"north": "Population, mid-2018 has no figure for it."}


@pytest.mark.parametrize("amount", [0, -1, MOST_PENCE + 1])
def test_an_amount_that_cannot_be_is_refused(amount: int) -> None:
    for propose in (
        lambda: basing.same_for_each(IDS, pence=amount),
        lambda: basing.equal_shares(IDS, pence=amount),
        lambda: basing.per_head(IDS, {}, pence=amount, said=""),
    ):
        assert refused(propose)[1] == "pence"


def test_what_would_come_to_more_than_the_desk_keeps_is_refused() -> None:
    most: dict[str, Amount] = {"east": Pence(MOST_PENCE)}
    assert refused(lambda: basing.by_percentage(IDS, most, tenths=1, since="2018/19"))[1] == "percent"
    heads = {"east": Fraction(MOST_PENCE)}
    assert refused(lambda: basing.per_head(IDS, heads, pence=2, said="")) == (
        "That gives more than the desk keeps in one amount (£1,000,000,000).",
        "pence",
    )


@given(st.integers(1, 40), pence)
def test_equal_shares_come_to_the_total_and_differ_by_a_penny_at_most(count: int, total: int) -> None:
    amounts = list(basing.equal_shares([str(at) for at in range(count)], pence=total).amounts.values())
    figures = [amount for amount in amounts if isinstance(amount, int)]
    assert sum(figures) == total
    assert figures == sorted(figures, reverse=True)
    assert figures[0] - figures[-1] <= 1


@given(pence, st.integers(-1_000, 1_000).filter(bool))
def test_a_percentage_is_never_further_off_than_half_a_penny(before: int, tenths: int) -> None:
    found = basing.by_percentage(["one"], {"one": Pence(before)}, tenths=tenths, since="").amounts["one"]
    exact = Fraction(before) * (1 + Fraction(tenths, 1_000))
    assert isinstance(found, int)
    assert abs(found - exact) <= Fraction(1, 2)


@given(st.fractions(0, 1_000_000), st.integers(1, 10_000))
def test_so_much_a_head_is_never_further_off_than_half_a_penny(heads: Fraction, rate: int) -> None:
    found = basing.per_head(["one"], {"one": heads}, pence=rate, said="").amounts["one"]
    assert isinstance(found, int)
    assert abs(found - heads * rate) <= Fraction(1, 2)
