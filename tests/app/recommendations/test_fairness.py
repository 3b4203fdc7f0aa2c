"""Fairness: every penny falls into one square, the edges come to the whole, and a swap says what it costs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.grants.subscription import NOT_SAID
from app.money import Pence
from app.recommendations.fairness import Bid, Candidate, Fairness, Laid, Shares, Spread, Swap, gap, grid, swap

AREAS = (("n", "North"), ("s", "South"))
PRIORITIES = (("p", "Prevention"), ("v", "Victims"))


def shares(keys: str) -> st.SearchStrategy[Shares]:
    """Shares of some of these, which may come to less than all, or to more."""
    return st.dictionaries(st.sampled_from(keys), st.integers(1, 1000), max_size=3).map(
        lambda found: tuple((key, key.upper(), share) for key, share in found.items())
    )


@st.composite
def bids(draw: st.DrawFn) -> list[Bid]:
    return [
        Bid(str(at), Pence(asked), Pence(draw(st.integers(0, asked))), draw(shares("nsx")), draw(shares("pvy")))
        for at, asked in enumerate(draw(st.lists(st.integers(0, 10_001), max_size=6)))
    ]


@given(bids())
def test_every_penny_is_in_one_square_and_both_edges_come_to_the_whole(found: list[Bid]) -> None:
    spread = over(Spread(AREAS, PRIORITIES), found)
    assert spread.whole.bids == len(found)
    assert spread.whole.funded == sum(one.given > 0 for one in found)
    assert (spread.whole.asked, spread.whole.given) == (sum(b.requested for b in found), sum(b.given for b in found))
    for edges in (spread.areas, spread.priorities):
        assert sum(one.whole.asked for one in edges) == spread.whole.asked
        assert sum(one.whole.given for one in edges) == spread.whole.given
        assert sum(one.share or 0 for one in edges) == (1000 if spread.whole.given else 0)
        assert len({one.id for one in edges}) == len(edges)
    for side, edges in enumerate((spread.areas, spread.priorities)):
        for edge in edges:
            mine = [one for at, one in spread.squares.items() if at[side] == edge.id]
            assert edge.whole.given == sum(one.given for one in mine)
            assert edge.whole.asked == sum(one.asked for one in mine)


@given(bids())
def test_a_bid_counts_once_in_each_area_it_is_for(found: list[Bid]) -> None:
    spread = over(Spread(AREAS, PRIORITIES), found)
    for edge in spread.areas:
        touching = [one for one in found if edge.id in _touched(one.areas)]
        assert edge.whole.bids == len(touching)
        assert edge.whole.funded == sum(one.given > 0 for one in touching)


def _touched(mine: Shares) -> set[str]:
    missing = sum(share for _, _, share in mine) < 1000
    return {key for key, _, _ in mine} | ({NOT_SAID} if missing else set())


def one(key: str, asked: int, got: int, area: str = "n", priority: str = "p") -> Bid:
    return Bid(key, Pence(asked), Pence(got), ((area, area.upper(), 1000),), ((priority, priority.upper(), 1000),))


def over(spread: Spread, found: list[Bid]) -> Fairness:
    """These bids over these areas and priorities, each given what it has."""
    return grid(
        found,
        areas=spread.areas,
        priorities=spread.priorities,
        people=spread.people,
        targets=spread.targets,
    )


def edge_names(found: Fairness) -> list[str]:
    return [edge.name for edge in found.areas]


def test_nobody_asked_is_another_thing_than_none_given() -> None:
    spread = over(Spread(AREAS, PRIORITIES), [one("1", 500, 0)])
    assert (spread.squares["n", "p"].bids, spread.squares["n", "p"].given) == (1, 0)
    assert ("s", "v") not in spread.squares
    assert [edge.share for edge in spread.areas] == [None, None]


def test_what_bids_are_for_besides_and_what_is_not_said_stand_at_the_end() -> None:
    split = Bid("2", Pence(101), Pence(101), (("x", "Elsewhere", 500),), ())
    spread = over(Spread(AREAS, PRIORITIES), [one("1", 500, 0), split])
    assert edge_names(spread) == ["North", "South", "Elsewhere", "Not said"]
    assert [edge.whole.given for edge in spread.areas] == [0, 0, 51, 50]
    assert [edge.name for edge in spread.priorities][-1] == "Not said"


def test_pounds_for_each_thousand_people_are_told_only_where_their_number_is_known() -> None:
    spread = over(Spread(AREAS, PRIORITIES, people={"n": 3_000}), [one("1", 100_000, 100_000)])
    north, south = spread.areas
    assert (north.people, north.per_thousand, north.is_small) == (3_000, 33_333, True)
    assert (south.people, south.per_thousand, south.is_small) == (None, None, False)
    assert over(Spread(AREAS, people={"n": 0}), [one("1", 100, 100)]).areas[0].per_thousand is None


# the price of fairness

SPREAD = Spread(AREAS, PRIORITIES, targets={"n": 500, "s": 500})
GIVEN = {"a": Pence(600), "b": Pence(400)}
BIDS = [one("a", 600, 600), one("b", 400, 400), one("c", 300, 0, "s")]


def candidate(key: str, score: int, amount: int) -> Candidate:
    return Candidate(key, f"R-{key} Group {key}", Fraction(score, 1000), Pence(amount))


def swapped(spread: Spread = SPREAD, *, out: int = 700, into: int = 664, amount: int = 300) -> Swap:
    return swap(Laid(spread, BIDS), GIVEN, candidate("b", out, 400), candidate("c", into, amount))


def test_a_swap_says_what_it_costs_in_score_what_it_moves_and_what_it_closes() -> None:
    found = swapped()
    assert (found.score_given_up, found.moved, found.left) == (Fraction(36, 1000), 400, 100)
    assert (found.gap_before, found.gap_after, found.closed) == (1000, 334, 666)
    assert found.after.whole.given == 900
    assert found.sentence == (
        "R-c Group c is funded with £3 instead of R-b Group b, which had £4; it scored 3.6 points of 100 less. "
        "The gap to the targets closes by 66.6 percentage points, from 100.0 to 33.4: North goes from 100.0 % to "
        "66.7 % of the money with a target of 50.0 % and South goes from 0.0 % to 33.3 % of the money with a target "
        "of 50.0 %."
    )


def test_a_swap_that_makes_it_worse_says_so() -> None:
    found = swapped(Spread(AREAS, PRIORITIES, targets={"n": 1000}), out=700, into=710)
    assert found.closed == -333
    assert "it scored 1.0 point of 100 more. The gap to the targets grows by 33.3 percentage points" in found.sentence


def test_without_targets_nothing_is_said_to_be_fairer() -> None:
    found = swapped(Spread(AREAS, PRIORITIES), into=700)
    assert found.closed == 0
    assert found.sentence.endswith(
        "it scored the same. No targets are set, so that nothing says whether the money is spread more fairly."
    )
    assert "stays 0.0 percentage points" in swapped(Spread(AREAS, PRIORITIES, targets={"p": 1000})).sentence


def test_only_one_above_is_swapped_for_one_below() -> None:
    low, high = candidate("c", 1, 300), candidate("a", 9, 600)
    with pytest.raises(Refused, match="R-c Group c is not above the line"):
        swap(Laid(SPREAD, BIDS), GIVEN, low, high)
    with pytest.raises(Refused, match="R-a Group a is above the line already"):
        swap(Laid(SPREAD, BIDS), GIVEN, candidate("b", 5, 400), high)


@given(bids(), st.data())
def test_what_a_swap_closes_is_the_difference_of_the_gaps_and_the_money_adds_up(
    found: list[Bid], data: st.DataObject
) -> None:
    above = [b for b in found if b.given]
    below = [b for b in found if not b.given and b.requested]
    if not (above and below):
        return
    out, into = data.draw(st.sampled_from(above)), data.draw(st.sampled_from(below))
    result = swap(
        Laid(SPREAD, found),
        {one.application_id: one.given for one in found},
        Candidate(out.application_id, "out", Fraction(1, 2), out.given),
        Candidate(into.application_id, "in", Fraction(1, 3), into.requested),
    )
    assert result.closed == gap(result.before) - gap(result.after)
    assert result.after.whole.given == result.before.whole.given - result.left
    assert result.moved == out.given == result.left + into.requested
