"""Places, middles and rounding, each against the plainest way there is of saying what they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.money import Pence
from app.scoring.arithmetic import Placed, bid_score, mean, median, member_score, ranks, score_text, shown, spread
from app.scoring.parts import ScaleRecord

shares = st.fractions(0, 1, max_denominator=9)


def scale(key: str, weight: int, maximum: int) -> ScaleRecord:
    return ScaleRecord(key, 1, "It's =1+1", "", weight, maximum, weight == 0, None, None, (), None)


def test_weights_that_do_not_divide_lose_nothing() -> None:
    three = [scale("a", 333, 3), scale("b", 333, 7), scale("c", 334, 5)]
    assert member_score({"a": 3, "b": 7, "c": 5}, three) == 1
    assert member_score({"a": 1, "b": 2, "c": 3}, three) == Fraction(111 + Fraction(666, 7) + Fraction(1002, 5), 1000)


def test_what_does_not_apply_is_left_out_of_both_sums_and_what_is_missing_makes_no_score() -> None:
    two = [scale("a", 600, 5), scale("b", 400, 5), scale("information", 0, 5)]
    assert member_score({"a": 4, "b": None}, two) == Fraction(4, 5)
    assert member_score({"a": 4}, two) is None
    assert member_score({"a": None, "b": None}, two) is None
    assert member_score({"a": 0, "b": 0}, two) == 0
    assert member_score({"information": 5}, [two[2]]) is None


def test_nothing_scored_has_no_figures_and_an_agreed_nought_is_a_score() -> None:
    assert (mean([]), median([]), spread([]), bid_score([]), bid_score([], 0)) == (None, None, None, None, Fraction(0))


@given(st.fractions(-1, 1))
def test_a_score_is_printed_half_up_to_one_decimal(score: Fraction) -> None:
    exact = Decimal(abs(score).numerator) * 1000 / Decimal(abs(score).denominator)
    if (abs(score) * 1000 * 2).denominator == 1 or abs(exact % 1 - Decimal("0.5")) > Decimal("1e-15"):
        size = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        assert shown(score) == (size if score >= 0 else -size)


def test_halves_go_up() -> None:
    assert [score_text(Fraction(one, 2000)) for one in (1365, 1366, 1, 0, 2000)] == [
        "68.3",
        "68.3",
        "0.1",
        "0.0",
        "100.0",
    ]


@given(
    st.lists(
        st.tuples(
            shares, st.none() | shares, st.none() | shares, st.none() | st.integers(0, 2).map(Pence), st.integers(0, 3)
        ),
        max_size=12,
    ),
    st.lists(st.sampled_from(["median", "criterion", "asked", "reference"]), unique=True),
)
def test_a_place_is_one_more_than_how_many_are_better(
    drawn: list[tuple[Fraction, Fraction | None, Fraction | None, Pence | None, int]], rules: list[str]
) -> None:
    entries = [Placed(str(at), *one[:4], reference=f"R-{one[4]}") for at, one in enumerate(drawn)]
    found = ranks(entries, rules)
    assert found == {
        one.application_id: 1 + sum(1 for other in entries if better(other, one, rules)) for one in entries
    }


def better(one: Placed, other: Placed, rules: list[str]) -> bool:
    """Whether one stands before the other, rule by rule."""
    if one.score != other.score:
        return one.score > other.score
    for rule in rules:
        if rule == "reference":
            first, second = one.reference, other.reference
            if first != second:
                return first < second
            continue
        a, b = getattr(one, rule), getattr(other, rule)
        if a == b:
            continue
        if a is None or b is None:
            return b is None
        return bool(a < b if rule == "asked" else a > b)
    return False


def test_scores_that_are_the_same_as_floats_are_told_apart_exactly() -> None:
    least = Fraction(1, 3)
    more = least + Fraction(1, 10**30)
    assert float(least) == float(more)
    assert ranks([Placed("less", least), Placed("more", more), Placed("same", more)], []) == {
        "more": 1,
        "same": 1,
        "less": 3,
    }
