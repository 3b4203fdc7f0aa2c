"""The cut line: the sum above it never passes what there is, and nobody is let in past one that does not fit."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.money import Pence
from app.recommendations.cutline import CutLine, Entry, draw

POUND = 100


def entry(
    key: str, pounds: int, *, rank: int | None = 1, score: Fraction | None = Fraction(1, 2), bars: str = ""
) -> Entry:
    return Entry(key, rank, score, Pence(pounds * POUND), Pence(pounds * POUND), bars)


entries = st.lists(
    st.builds(
        entry,
        st.just("x"),
        st.integers(0, 40),
        rank=st.none() | st.integers(1, 9),
        score=st.none() | st.fractions(0, 1, max_denominator=9),
        bars=st.sampled_from(["", "", "It may have no money."]),
    ),
    max_size=9,
).map(lambda found: [Entry(str(at), *_rest(one)) for at, one in enumerate(found)])


def _rest(one: Entry) -> tuple[int | None, Fraction | None, Pence, Pence, str]:
    return one.rank, one.score, one.requested, one.amount, one.bars


@given(entries, st.integers(0, 90), st.integers(0, 30), st.none() | st.fractions(0, 1, max_denominator=9))
def test_the_line_is_where_adding_up_by_hand_stops(
    found: list[Entry], pot: int, over: int, least: Fraction | None
) -> None:
    cut = draw(found, pot=Pence(pot * POUND), over=Pence(over * POUND), least=least)
    money = (pot + over) * POUND
    may = [
        one
        for one in found
        if not one.bars and one.rank and one.score is not None and (least is None or one.score >= least)
    ]
    fits = 0
    while fits < len(may) and sum(one.amount for one in may[: fits + 1]) <= money:
        fits += 1
    assert cut.above == {one.application_id for one in may[:fits]}
    assert cut.given == sum(one.amount for one in may[:fits]) <= money == cut.money
    assert cut.left == money - cut.given
    assert cut.next_needs == (None if fits == len(may) else cut.given + may[fits].amount - money)
    assert cut.next_needs is None or cut.next_needs > 0
    assert [one.entry for one in cut.rows] == found
    assert [bool(one.why) for one in cut.rows] == [one not in may for one in found]
    _totals(cut, may)


def _totals(cut: CutLine, may: list[Entry]) -> None:
    """The running total is that of all above that may have money, and the line falls after the last that has."""
    total = 0
    for one in cut.rows:
        total += one.entry.amount if one.entry in may else 0
        assert one.total == total
    assert cut.place == max((at for at, one in enumerate(cut.rows, 1) if one.is_above), default=0)


@given(entries, st.integers(0, 90), st.integers(0, 30))
def test_more_money_never_puts_anybody_out(found: list[Entry], pot: int, more: int) -> None:
    small, large = (draw(found, pot=Pence(one * POUND)) for one in (pot, pot + more))
    assert small.above <= large.above


def test_a_small_bid_is_not_let_in_past_one_that_does_not_fit() -> None:
    cut = draw([entry("a", 60), entry("b", 50), entry("c", 10)], pot=Pence(100 * POUND))
    assert cut.above == {"a"}
    assert (cut.left, cut.next_needs, cut.place) == (40 * POUND, 10 * POUND, 1)


def test_who_can_have_nothing_is_passed_over_with_the_reason_and_the_next_is_looked_at() -> None:
    cut = draw(
        [
            entry("a", 60, bars="Its organisation is stopped."),
            entry("b", 50),
            entry("under", 10, score=Fraction(1, 4)),
            entry("none", 10, rank=None),
            entry("c", 50),
        ],
        pot=Pence(100 * POUND),
        least=Fraction(1, 3),
    )
    assert cut.above == {"b", "c"}
    assert [one.why for one in cut.rows] == [
        "Its organisation is stopped.",
        "",
        "Its score is under the least that is funded.",
        "It cannot be ranked.",
        "",
    ]
    assert (cut.place, cut.left, cut.next_needs) == (5, 0, None)


def test_without_bids_all_of_the_money_is_left() -> None:
    cut = draw((), pot=Pence(7), over=Pence(3))
    assert (cut.rows, cut.given, cut.left, cut.next_needs, cut.place) == ((), 0, 10, None, 0)
