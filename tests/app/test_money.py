"""Money is whole pence: what people type, what is printed, percentages, and shares that always add up."""

from __future__ import annotations

from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.money import (
    MOST_MILLIONTHS,
    MOST_PENCE,
    format_figure,
    format_number,
    format_pence,
    format_percent,
    format_sum,
    parse_amount_or_word,
    parse_number,
    parse_pence,
    parse_sum,
    split_by_shares,
    tenths_of_percent,
)

PENCE = st.integers(-MOST_PENCE, MOST_PENCE)
SHARES = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1234", 1_234_00),
        ("1,234", 1_234_00),
        ("£1,234.50", 1_234_50),
        ("1234.5", 1_234_50),
        ("  £ 5,487,827 ", 5_487_827_00),
        ("70k", 70_000_00),
        ("£70K", 70_000_00),
        ("1.25m", 1_250_000_00),
        ("1.255k", 1_255_00),
        ("-250", -250_00),
        ("−250", -250_00),
        ("(250)", -250_00),
        ("£-250", -250_00),
        ("-£250.01", -250_01),
        ("0", 0),
        ("0.01", 1),
        ("1,000,000,000", MOST_PENCE),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, pence: int) -> None:
    assert parse_pence(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "£",
        "k",
        "TBD",
        "£3,0000",
        "£1880,076",
        "1,23",
        "12,34,567",
        "1.234",
        "1.234567k",
        "0.001",
        "--5",
        "(-5)",
        "1 234",
        "5 pounds",
        "1e5",
        "½",
        "1,234.",
        ".5",
        "+5",
        "NaN",
        "Infinity",
        "5%",
    ],
)
def test_anything_that_is_not_one_amount_is_refused_by_its_own_words(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_pence(f" {typed} ", "amount")
    assert (caught.value.message, caught.value.field) == (
        f"“{typed}” is not an amount in pounds. Type it like 1,234 or 1,234.50.",
        "amount",
    )


def test_more_than_a_line_may_hold_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        parse_pence("1,000,000,000.01", "amount")
    assert caught.value.message == "“1,000,000,000.01” is more than the desk keeps on one line (£1,000,000,000)."


@given(PENCE)
def test_what_is_printed_can_be_typed_back(pence: int) -> None:
    assert parse_pence(format_pence(pence)) == pence
    assert parse_pence(format_figure(pence)) == pence


@given(PENCE)
def test_printed_pounds_say_exactly_what_decimal_arithmetic_says(pence: int) -> None:
    plain = format_figure(pence).replace(",", "").replace("−", "-")
    assert Decimal(plain) * 100 == pence


@given(st.text(max_size=20))
def test_whatever_is_typed_is_an_amount_or_refused_and_never_a_crash(typed: str) -> None:
    with suppress(Refused):
        assert abs(parse_pence(typed)) <= MOST_PENCE


@pytest.mark.parametrize(
    ("pence", "printed"),
    [(0, "£0"), (1, "£0.01"), (1_234_00, "£1,234"), (1_234_50, "£1,234.50"), (-250_00, "−£250")],
)
def test_an_amount_is_printed_with_its_pound_sign(pence: int, printed: str) -> None:
    assert format_pence(pence) == printed


@pytest.mark.parametrize(("pence", "printed"), [(5_00, "+5"), (-5_00, "−5"), (0, "0")])
def test_a_change_is_printed_with_its_sign(pence: int, printed: str) -> None:
    assert format_figure(pence, sign=True) == printed


@pytest.mark.parametrize("word", ["TBD", "tbc", "Maintain", "to be agreed", "n/a"])
def test_a_word_in_place_of_an_amount_is_kept_as_it_was_typed(word: str) -> None:
    assert parse_amount_or_word(f" {word} ") == word


@pytest.mark.parametrize("nothing", ["", "  ", "–", "-"])
def test_an_empty_cell_or_a_dash_is_nothing_and_not_nought(nothing: str) -> None:
    assert parse_amount_or_word(nothing) is None


def test_nought_is_an_amount() -> None:
    assert parse_amount_or_word("0") == 0


@pytest.mark.parametrize("typed", ["5 pounds", "12o0", "TBD 2019", "x" * 41])
def test_a_word_with_a_figure_in_it_or_a_whole_sentence_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        parse_amount_or_word(typed)


@given(part=PENCE, whole=PENCE.filter(bool))
def test_a_percentage_is_rounded_half_up_once_from_the_exact_ratio(part: int, whole: int) -> None:
    exact = Fraction(part, whole) * 1000
    half_up = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    assert tenths_of_percent(part, whole) == half_up


@given(part=st.integers(-(10**9), 10**9), whole=st.sampled_from([1, 2, 4, 8, 16, 1_000, 2_000, 16_000]))
def test_a_percentage_is_what_decimal_rounds_to(part: int, whole: int) -> None:
    exact = Decimal(part) * 1000 / Decimal(whole)
    assert tenths_of_percent(part, whole) == exact.quantize(Decimal(1), ROUND_HALF_UP)


def test_a_percentage_is_not_rounded_twice() -> None:
    assert tenths_of_percent(342_863, 5_487_827) == 62
    assert tenths_of_percent(62_449, 1_000_000) == 62


def test_there_is_no_percentage_of_nought() -> None:
    assert tenths_of_percent(5, 0) is None


@pytest.mark.parametrize(("tenths", "printed"), [(62, "+6.2"), (-3, "−0.3"), (0, "0.0"), (1_612, "+161.2")])
def test_a_percentage_is_printed_with_one_decimal_and_its_sign(tenths: int, printed: str) -> None:
    assert format_percent(tenths) == printed


@given(whole=PENCE, shares=SHARES)
def test_shares_always_add_up_to_the_whole(whole: int, shares: list[int]) -> None:
    assert sum(split_by_shares(whole, shares)) == whole


@given(whole=PENCE, shares=SHARES)
def test_each_share_is_within_a_penny_of_its_exact_part(whole: int, shares: list[int]) -> None:
    exact = [Fraction(whole * share, sum(shares)) for share in shares]
    assert all(abs(part - one) < 1 for part, one in zip(split_by_shares(whole, shares), exact, strict=True))


@given(whole=PENCE, shares=SHARES)
def test_who_has_no_share_gets_nothing(whole: int, shares: list[int]) -> None:
    parts = split_by_shares(whole, [*shares, 0])
    assert parts[-1] == 0


@given(whole=st.integers(0, MOST_PENCE), shares=SHARES)
def test_money_owed_is_shared_as_money_held(whole: int, shares: list[int]) -> None:
    assert split_by_shares(-whole, shares) == [-part for part in split_by_shares(whole, shares)]


def test_equal_shares_give_the_odd_penny_to_the_earlier() -> None:
    assert split_by_shares(100, [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1, 5]])
def test_shares_that_cannot_be_used_are_an_error(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="shares must not be negative, and one must be above nought"):
        split_by_shares(100, shares)


@pytest.mark.parametrize(
    ("typed", "millionths"),
    [("0", 0), ("1,234", 1_234_000_000), ("23.456", 23_456_000), ("0.000001", 1), ("7.5000000", 7_500_000)],
)
def test_a_figure_is_read_to_the_millionth(typed: str, millionths: int) -> None:
    assert parse_number(typed) == millionths


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "“-1” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
        ("lots", "“lots” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
        ("12,34", "“12,34” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
        ("5%", "“5%” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
        ("", "“” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
        ("0.1234567", "“0.1234567” has more than six decimals. Round it first."),
        ("1,000,000,000.1", "“1,000,000,000.1” is more than the desk keeps in one figure (1,000,000,000)."),
        ("9" * 5_000, f"“{'9' * 5_000}” is more than the desk keeps in one figure (1,000,000,000)."),
    ],
)
def test_what_is_no_figure_is_refused_and_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_number(typed, "figure")
    assert (caught.value.message, caught.value.field) == (sentence, "figure")


@given(st.integers(0, MOST_MILLIONTHS))
def test_a_figure_that_is_printed_can_be_typed_back_exactly(millionths: int) -> None:
    assert parse_number(format_number(millionths)) == millionths


@given(st.lists(PENCE, min_size=1, max_size=5).map(tuple))
def test_amounts_of_one_cell_can_be_typed_back_in_their_order(amounts: tuple[int, ...]) -> None:
    assert parse_sum(format_sum(amounts)) == amounts


@pytest.mark.parametrize("typed", ["", "1 +", "+ 1", "1 + + 2"])
def test_a_sum_with_a_gap_in_it_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_sum(typed, "spend")
    assert caught.value.message == f"“{typed}” is not a sum of amounts. Type it like 1,234 or 1,234 + 500."


def test_the_one_wrong_amount_of_a_sum_is_named() -> None:
    with pytest.raises(Refused) as caught:
        parse_sum("1,234 + 12,34")
    assert caught.value.message == "“12,34” is not an amount in pounds. Type it like 1,234 or 1,234.50."
