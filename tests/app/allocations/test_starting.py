"""What a column of a grid may be begun with: read as it is typed, proposed for those who are meant, never written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import starting
from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.errors import Refused
from app.funds.figures import Amount
from app.money import Pence

KNOWN = [
    PartnershipRecord("north", "North", "1", None, None),
    PartnershipRecord("hill", "Hill Community Safety Partnership", "2", None, "north", level=1),
    PartnershipRecord("dale", "Dale", "3", None, "north", level=1),
    PartnershipRecord("west", "West", "4", None, None),
]
IDS = [one.id for one in KNOWN]
BEFORE: dict[str, Amount] = {"north": Pence(60_000_00), "hill": Pence(20_000_00), "west": "TBD"}
HEADS = FactorRecord(
    "f", 1, "Population", "Estimates", None, True, False, {"north": Fraction(1000), "west": Fraction(3)}
)


def test_a_column_may_be_begun_for_everybody_the_tops_or_the_districts_of_a_county() -> None:
    assert starting.who(KNOWN) == [
        ("everybody", "everybody", ("north", "hill", "dale", "west")),
        ("tops", "all but districts", ("north", "west")),
        ("north", "districts of North", ("hill", "dale")),
    ]
    assert [key for key, _, _ in starting.who(KNOWN[3:])] == ["everybody"]


@pytest.mark.parametrize(
    ("typed", "north"), [("5", 63_000_00), ("+2.5 %", 61_500_00), ("-5", 57_000_00), ("−100", 0), ("- 10", 54_000_00)]
)
def test_a_percentage_is_more_or_less_by_its_sign(typed: str, north: int) -> None:
    made = starting.propose(starting.PERCENTAGE, typed, ids=IDS, before=BEFORE, since="2017/18")
    assert made.amounts["north"] == north
    assert set(made.without) == {"dale", "west"}


def test_the_year_before_brings_its_words_too() -> None:
    made = starting.propose(starting.HISTORY, "", ids=IDS, before=BEFORE, since="2017/18")
    assert made.amounts == BEFORE
    assert made.basis == "The same as in 2017/18"


@given(pence=st.integers(1, 10**9))
def test_an_equal_share_of_a_total_comes_to_the_total(pence: int) -> None:
    typed = f"{pence // 100}.{pence % 100:02d}"
    made = starting.propose(starting.EQUAL, typed, ids=IDS, before={}, since="")
    assert sum(amount for amount in made.amounts.values() if isinstance(amount, int)) == pence


def test_so_much_a_head_names_the_factor_and_whoever_it_leaves_out() -> None:
    made = starting.propose(starting.PER_HEAD, "1.20", ids=IDS, before={}, since="", factor=HEADS)
    assert made.amounts == {"north": 1_200_00, "west": 3_60}
    assert made.basis == "£1.20 a head (Population, Estimates)"
    names = {one.id: one.name for one in KNOWN}
    assert starting.without_words(made, names) == (
        "Left empty: Hill Community Safety Partnership, Dale. Population, Estimates has no figure for it."
    )
    assert starting.without_words(starting.propose(starting.EACH, "1", ids=IDS, before={}, since=""), names) == ""


@pytest.mark.parametrize(
    ("method", "typed", "said"),
    [
        (starting.PERCENTAGE, "", "Type a percentage, such as −5 or 2.5."),
        (starting.PERCENTAGE, "many", "“many” is not a percentage. Type it like 40 or 12.5."),
        (starting.PERCENTAGE, "101", "“101” is more than 100 %."),
        (starting.PERCENTAGE, "0", "Give a percentage other than 0."),
        (starting.EACH, "", "Type an amount in pounds."),
        (starting.EACH, "1,00", "“1,00” is not an amount in pounds. Type it like 1,234 or 1,234.50."),
        (starting.EQUAL, "-5", "Give an amount above £0."),
        (starting.PER_HEAD, "x", "“x” is not an amount in pounds. Type it like 1,234 or 1,234.50."),
    ],
)
def test_what_cannot_be_read_is_refused_at_what_was_typed(method: str, typed: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        starting.propose(method, typed, ids=IDS, before=BEFORE, since="2017/18", factor=HEADS)
    assert (caught.value.message, caught.value.field) == (said, "typed")


def test_heads_need_a_factor_that_counts_them() -> None:
    with pytest.raises(Refused) as caught:
        starting.propose(starting.PER_HEAD, "1", ids=IDS, before={}, since="")
    assert caught.value.field == "factor"
