"""How far a round is subscribed: every split foots, whatever the shares, and nothing that came is left uncounted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grants.parts import LIVE, STATES, ApplicationRecord
from app.grants.subscription import NOT_SAID, Part, Subscription, of_round, split, times, times_text
from app.money import Pence
from tests.app.grants.sent import bid, round_

NORTH, SOUTH, EAST = ("n", "North"), ("s", "South"), ("e", "East")
THEFT, HOMES = ("t", "Theft"), ("h", "Homes")
amounts = st.none() | st.integers(0, 20_000_00)


@st.composite
def shares(draw: st.DrawFn) -> tuple[tuple[str, str, int], ...]:
    """Shares as bids have them while they are typed: any, not only those that come to 100 %."""
    names = draw(st.lists(st.sampled_from([NORTH, SOUTH, EAST, THEFT, HOMES]), unique=True, max_size=5))
    return tuple((key, name, draw(st.integers(1, 1_000))) for key, name in names)


@st.composite
def bids(draw: st.DrawFn) -> list[ApplicationRecord]:
    count = draw(st.integers(0, 8))
    return [
        bid(
            str(at),
            draw(amounts),
            state=draw(st.sampled_from(STATES)),
            areas=draw(shares()),
            priorities=draw(shares()),
        )
        for at in range(count)
    ]


def named(parts: tuple[Part, ...]) -> list[tuple[str, int, int, int, int]]:
    return [(one.name, one.bids, one.requested, one.times, one.share) for one in parts]


def test_a_round_is_told_overall_by_area_and_by_priority() -> None:
    r = round_(10_000_00, areas=(NORTH, SOUTH, EAST), priorities=(THEFT, HOMES))
    found = of_round(
        r,
        [
            bid("1", 60_000_00, areas=((*NORTH, 1_000),), priorities=((*THEFT, 500), (*HOMES, 500))),
            bid("2", 40_000_00, areas=((*NORTH, 250), (*SOUTH, 750)), priorities=((*HOMES, 1_000),)),
        ],
    )
    assert (found.pot, found.bids, found.requested, found.times) == (10_000_00, 2, 100_000_00, 1_000)
    assert named(found.areas) == [
        ("North", 2, 70_000_00, 700, 700),
        ("South", 1, 30_000_00, 300, 300),
        ("East", 0, 0, 0, 0),
    ]
    assert named(found.priorities) == [("Theft", 1, 30_000_00, 300, 300), ("Homes", 2, 70_000_00, 700, 700)]
    assert found.says == "2 bids ask for 10 times the pot."


def test_what_is_withdrawn_or_ineligible_is_counted_and_asks_for_nothing() -> None:
    found = of_round(round_(), [bid(state, 1_000_00, state=state) for state in STATES])
    assert (found.bids, found.requested, found.left_out, found.drafts) == (4, 4_000_00, 2, 1)
    assert [(one.state, one.bids, one.requested) for one in found.states] == [(state, 1, 1_000_00) for state in STATES]


def test_a_bid_put_away_or_of_another_round_is_passed_over() -> None:
    found = of_round(round_(), [bid("1", archived=True), bid("2", round_id="other"), bid("3", round_id="")])
    assert (found.bids, found.drafts, found.left_out, found.says) == (0, 0, 0, "No bid has come in yet.")


def test_what_a_bid_has_not_said_is_shown_last_and_not_lost() -> None:
    found = of_round(round_(areas=(NORTH,)), [bid("1", 100_00, areas=((*SOUTH, 400),)), bid("2", 1_00), bid("3", None)])
    assert [(one.name, one.bids, one.requested) for one in found.areas] == [
        ("North", 0, 0),
        ("South", 1, 40_00),
        ("Not said", 3, 61_00),
    ]
    assert found.without_amount == 1


def test_a_round_without_an_amount_and_one_that_is_just_subscribed_are_said() -> None:
    assert of_round(round_(), [bid("1", None)]).says == "1 bid has come in, none with an amount."
    assert of_round(round_(1_00), [bid("1", 1_00)]).says == "1 bid asks for the whole pot."


@pytest.mark.parametrize(
    ("hundredths", "text"),
    [
        (0, "0 times"),
        (85, "0.85 times"),
        (100, "1 times"),
        (250, "2.5 times"),
        (999, "9.99 times"),
        (1_000, "10 times"),
        (1_033, "10.3 times"),
        (1_035, "10.4 times"),
        (123_456, "1,234.6 times"),
    ],
)
def test_a_ratio_is_said_as_often_as_the_pot(hundredths: int, text: str) -> None:
    assert times_text(hundredths) == text


def test_a_ratio_is_rounded_half_up_and_nought_without_a_pot() -> None:
    assert (times(1, 200), times(1, 201), times(10**11, 0)) == (1, 0, 0)


# properties


def foots(found: Subscription, parts: tuple[Part, ...]) -> None:
    assert sum(one.requested for one in parts) == found.requested
    assert sum(one.share for one in parts) == (1_000 if found.requested else 0)
    for one in parts:
        assert one.bids <= found.bids
        assert one.requested >= 0
        if found.requested:
            assert abs(one.share * found.requested - one.requested * 1_000) < found.requested


@given(bids(), st.integers(1, 10**9))
def test_areas_and_priorities_foot_to_what_is_asked_for_to_the_penny(ones: list[ApplicationRecord], pot: int) -> None:
    found = of_round(round_(pot, areas=(NORTH, SOUTH), priorities=(THEFT,)), ones)
    foots(found, found.areas)
    foots(found, found.priorities)


@given(bids())
def test_states_foot_to_every_bid_and_every_penny(ones: list[ApplicationRecord]) -> None:
    found = of_round(round_(), ones)
    assert sum(one.bids for one in found.states) == len(ones) == found.bids + found.left_out + found.drafts
    assert sum(one.requested for one in found.states) == sum(one.requested or 0 for one in ones)
    assert sum(one.requested for one in found.states if one.state in LIVE) == found.requested


@given(bids())
def test_the_order_bids_come_in_changes_no_amount(ones: list[ApplicationRecord]) -> None:
    before, after = of_round(round_(), ones), of_round(round_(), list(reversed(ones)))
    assert {(one.key, one.bids, one.requested) for one in before.areas} == {
        (one.key, one.bids, one.requested) for one in after.areas
    }


@given(st.integers(0, 10**9), shares())
def test_a_bid_is_split_by_its_shares_and_no_penny_is_lost(
    requested: int, given: tuple[tuple[str, str, int], ...]
) -> None:
    found = split(requested, given)
    whole = max(sum(share for _, _, share in given), 1_000)
    assert sum(found.values()) == requested
    for key, _, share in given:
        assert abs(found[key] * whole - requested * share) < whole
    assert (NOT_SAID in found) == (sum(share for _, _, share in given) < 1_000)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_ratio_is_within_half_a_hundredth(requested: int, pot: int) -> None:
    assert abs(2 * times(requested, pot) * pot - 2 * 100 * requested) <= pot
    assert times(Pence(pot), pot) == 100
