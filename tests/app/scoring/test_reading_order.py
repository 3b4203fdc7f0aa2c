"""Reading orders: every bid once, the same on every machine, different from member to member."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.scoring.reading_order import order

IDS = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=12)


@given(st.integers(0, 2**48), st.text(max_size=8), IDS, st.randoms())
def test_an_order_has_every_bid_once_however_they_come(seed: int, member: str, bids: list[str], chance: object) -> None:
    found = order(seed, member, bids)
    assert sorted(found) == sorted(bids)
    mixed = list(bids)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    assert order(seed, member, mixed) == found


@given(st.integers(0, 2**48), IDS)
def test_a_bid_that_is_taken_out_leaves_the_others_in_their_order(seed: int, bids: list[str]) -> None:
    for gone in bids:
        rest = [one for one in bids if one != gone]
        assert order(seed, "M1", rest) == tuple(one for one in order(seed, "M1", bids) if one != gone)


def test_members_and_seeds_have_orders_of_their_own_that_stay() -> None:
    bids = [f"CSDF-{at:03}" for at in range(1, 31)]
    orders = {order(seed, member, bids) for seed in (1, 2) for member in ("M1", "M2", "M3")}
    assert len(orders) == 6
    assert order(7, "M1", ["A", "B", "C", "D", "E"]) == tuple("CEADB")
    firsts = {order(1, f"M{at}", bids[:5])[0] for at in range(40)}
    assert firsts == set(bids[:5])
