"""The made-up bids: plausible, always the same, all different, and nobody's."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import identifiers
from app.examples.bid_words import AREAS, PEOPLE, PRIORITIES
from app.examples.bids import CLOSES_ON, CLOSES_TIME, MAXIMUM, OPENS_ON, TOO_MUCH, MadeBid, bodies, made
from app.grants.parts import STATES

SIXTY = made(60)


def foots(one: MadeBid) -> bool:
    return sum(cost.requested for cost in one.costs) == one.requested


def in_time(one: MadeBid) -> bool:
    assert one.received_on is not None
    return (one.received_on, one.received_time) <= (CLOSES_ON, CLOSES_TIME)


def test_the_same_number_and_seed_make_the_same_bids() -> None:
    assert made(60) == SIXTY
    assert made(60, seed=7) != SIXTY


@given(count=st.integers(1, 130), seed=st.integers(0, 10_000))
def test_however_many_bids_are_made_each_adds_up(count: int, seed: int) -> None:
    found = made(count, seed)
    assert [one.number for one in found] == list(range(1, count + 1))
    for one in found:
        assert sum(tenths for _, tenths in one.areas) == sum(tenths for _, tenths in one.priorities) == 1000
        assert {name for name, _ in one.areas} <= set(AREAS)
        assert {name for name, _ in one.priorities} <= set(PRIORITIES)
        assert all(cost.amount >= cost.requested >= 0 and cost.amount for cost in one.costs)
        assert foots(one) or one.state == "incomplete"
        elsewhere = sum(match.amount for match in one.matches)
        assert sum(cost.amount for cost in one.costs) == one.requested + elsewhere
        assert (one.requested > MAXIMUM) == (one.fails == TOO_MUCH)


@given(count=st.integers(1, 130), seed=st.integers(0, 10_000))
def test_a_bid_is_late_if_and_only_if_it_came_after_the_minute_of_closing(count: int, seed: int) -> None:
    for one in made(count, seed):
        if one.state == "draft":
            assert one.received_on is None
        else:
            assert in_time(one) == (one.state != "late")
            assert one.received_on is not None
            assert one.received_on >= OPENS_ON


@given(count=st.integers(1, 130), seed=st.integers(0, 10_000))
def test_what_was_not_simply_received_has_its_reason(count: int, seed: int) -> None:
    for one in made(count, seed):
        assert bool(one.reason) == (one.state in ("late", "incomplete", "withdrawn", "ineligible"))
        assert (one.fails is not None) == (one.state == "ineligible")


def test_sixty_bids_come_to_every_state_and_two_come_twice() -> None:
    assert Counter(one.state for one in SIXTY).keys() == set(STATES)
    repeated = [one for one in SIXTY if one.repeats is not None]
    assert len(repeated) == 2
    for one in repeated:
        first = next(other for other in SIXTY if other.number == one.repeats)
        assert (one.project, one.requested, one.body.postcode) == (first.project, first.requested, first.body.postcode)
        assert one.body.name != first.body.name


def test_two_thousand_bids_are_nearly_all_different() -> None:
    found = made(2_000)
    assert len({(one.body.name, one.project) for one in found}) > 1_980
    assert len({one.body.name for one in found}) > 800
    assert len({one.requested for one in found}) > 250


def test_no_organisation_has_the_name_or_the_number_of_another() -> None:
    every = bodies(8_000)
    assert len({one.name for one in every}) == 8_000
    numbered = [(one.scheme, one.number) for one in every if one.number]
    assert len(set(numbered)) == len(numbered) > 4_000


def test_a_number_belongs_to_one_name_whatever_the_seed() -> None:
    called = {one.number: one.name for one in bodies(8_000) if one.number}
    others = {one.number: one.name for one in bodies(8_000, seed=7) if one.number}
    shared = called.keys() & others.keys()
    assert len(shared) > 500
    assert all(called[number] == others[number] for number in shared)


def test_numbers_have_the_shape_of_their_lists_and_are_beyond_any_that_were_given() -> None:
    for one in bodies(400):
        assert identifiers.parse_postcode(one.postcode) == one.postcode
        assert one.postcode.startswith("AN")  # no area of postcodes is called so
        if one.number:
            assert identifiers.parse(one.scheme, one.number) == one.number
            assert one.number.startswith("9")


def test_people_and_addresses_are_plainly_made_up() -> None:
    for one in bodies(400):
        assert one.person in PEOPLE
        assert one.telephone.startswith("01632 960")
        assert one.website.endswith(".example")
        assert one.email.endswith(".example")


def test_more_organisations_than_there_are_names_are_refused() -> None:
    with pytest.raises(ValueError, match="larger than population"):
        bodies(1_000_000)
