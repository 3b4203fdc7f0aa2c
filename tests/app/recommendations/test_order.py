"""The order of a panel day: every bid once, and never more leavings than in the order as ranked."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.recommendations.order import grouped, leavings

BIDS = st.lists(st.text("abcdefgh", min_size=1, max_size=2), unique=True, max_size=8)


@st.composite
def days(draw: st.DrawFn, most: int = 3) -> tuple[list[str], dict[str, set[str]]]:
    """Bids as they are ranked, and whom each of them keeps out: at most so many."""
    ranked = draw(BIDS)
    return ranked, {one: draw(st.sets(st.sampled_from("KLMN"), max_size=most)) for one in ranked}


@given(days())
def test_it_has_every_bid_once_and_never_more_leavings_than_as_ranked(
    day: tuple[list[str], dict[str, set[str]]],
) -> None:
    ranked, out = day
    found = grouped(ranked, out)
    assert sorted(found) == sorted(ranked)
    assert leavings(found, out) <= leavings(ranked, out)
    assert grouped(ranked, {one: frozenset(keeps) for one, keeps in reversed(out.items())}) == found


@given(days(most=1))
def test_where_no_bid_keeps_out_two_members_each_of_them_leaves_once(
    day: tuple[list[str], dict[str, set[str]]],
) -> None:
    ranked, out = day
    assert leavings(grouped(ranked, out), out) == len(set[str]().union(*out.values()))


@given(days(most=1))
def test_who_is_kept_out_of_one_bid_alone_moves_nothing(day: tuple[list[str], dict[str, set[str]]]) -> None:
    ranked, out = day
    each_once = {one: keeps for one, keeps in out.items() if sum(keeps == other for other in out.values()) == 1}
    assert grouped(ranked, each_once) == tuple(ranked)


@given(days(most=2))
def test_it_comes_near_the_fewest_leavings_there_can_be(day: tuple[list[str], dict[str, set[str]]]) -> None:
    ranked, out = day[0][:5], day[1]
    fewest = min((leavings(one, out) for one in permutations(ranked)), default=0)
    members = len(set[str]().union(*(out[one] for one in ranked)))
    assert members <= fewest <= leavings(grouped(ranked, out), out) <= fewest + 1


def test_bids_that_share_a_member_stand_where_the_best_of_them_is_ranked_and_the_others_stay() -> None:
    out = {"b": {"Kit"}, "d": {"Kit"}, "e": {"Ade"}}
    assert grouped("abcdef", out) == ("a", "b", "d", "c", "e", "f")


def test_the_one_that_shares_with_two_stands_between_them() -> None:
    # as ranked Kit and Ade leave for “both”, come back, and one of them leaves again
    out = {"both": {"Kit", "Ade"}, "kit": {"Kit"}, "ade": {"Ade"}}
    found = grouped(("both", "x", "kit", "y", "ade"), out)
    assert found == ("kit", "both", "ade", "x", "y")
    assert (leavings(("both", "x", "kit", "y", "ade"), out), leavings(found, out)) == (4, 2)


def test_leavings_counts_only_those_who_were_in_the_room() -> None:
    out = {"a": {"Kit"}, "b": {"Kit", "Ade"}, "d": {"Kit"}}
    assert leavings("abcd", out) == 3
    assert (leavings("", {}), grouped((), {})) == (0, ())
