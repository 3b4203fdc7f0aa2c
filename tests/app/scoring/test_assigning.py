"""Bids are shared out evenly, never to who has an interest, and the same way for the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.scoring import assigning, reading
from app.scoring.assigning import shares
from tests.app.scoring.seated import Seated
from tests.factories import refusal

MEMBERS = ("m1", "m2", "m3", "m4")


def spread(pairs: frozenset[tuple[str, str]]) -> list[int]:
    count = Counter(who for who, _ in pairs)
    return sorted(count[who] for who in MEMBERS)


@given(st.integers(1, 40), st.integers(1, 4), st.integers())
def test_without_conflicts_nobody_reads_more_than_one_bid_above_another(bids: int, readers: int, seed: int) -> None:
    keys = [f"b{at}" for at in range(bids)]
    pairs = shares(MEMBERS, keys, frozenset(), readers, seed=seed)
    assert all(sum(one == bid for _, one in pairs) == readers for bid in keys)
    assert spread(pairs)[-1] - spread(pairs)[0] <= 1
    assert shares(MEMBERS, keys[::-1], frozenset(), readers, seed=seed) == pairs


@given(st.integers(1, 4), st.integers(1, 2), st.sets(st.tuples(st.sampled_from(MEMBERS), st.integers(0, 3))))
def test_with_conflicts_no_other_way_would_be_more_even(bids: int, readers: int, apart: set[tuple[str, int]]) -> None:
    keys = [f"b{at}" for at in range(bids)]
    conflicts = {(who, f"b{at}") for who, at in apart}
    pairs = shares(MEMBERS, keys, conflicts, readers, seed=1)
    assert not pairs & conflicts
    free = {bid: [who for who in MEMBERS if (who, bid) not in conflicts] for bid in keys}
    ways = product(*(combinations(free[bid], min(readers, len(free[bid]))) for bid in keys))
    every = ([sum(who in chosen for chosen in way) for who in MEMBERS] for way in ways)
    least = min(sum(load * load for load in loads) for loads in every)
    assert sum(load * load for load in spread(pairs)) == least


def test_who_has_begun_a_sheet_keeps_the_bid_and_a_conflict_is_read_by_another(office: Office) -> None:
    round_ = Seated(office)
    bea, first = round_.members[0], round_.bids[0]
    round_.sheet(bea, first, "draft")
    round_.declare(round_.members[1], {f"{round_.bids[1]}:kind": "money"})
    office.write("Share out", assigning.share_out, round_.stage_id, readers=2, version=round_.stage.version)
    stage, conflicts = round_.stage, reading.conflicts(round_.declared)
    assert stage.reads(bea, first)
    assert not stage.reads(round_.members[1], round_.bids[1])
    assert sorted(assigning.loads(stage, round_.ready, conflicts).values()) == [1, 1, 2, 2]
    assert not assigning.too_few(stage, round_.ready, conflicts)
    office.write("Everybody", assigning.share_out, round_.stage_id, readers=None, version=stage.version)
    assert round_.stage.assigned is None
    assert list(assigning.loads(round_.stage, round_.ready, conflicts).values()) == [3, 2, 3, 3]


def test_a_number_of_readers_that_cannot_be_is_refused(office: Office) -> None:
    round_ = Seated(office)
    for who in round_.members[:2]:
        round_.declare(who, {f"{round_.bids[0]}:kind": "money"})

    def said(readers: int) -> str:
        message, field = refusal(office, assigning.share_out, round_.stage_id, readers=readers, version=None)
        assert field == "readers"
        return message

    assert said(5) == "Only 4 members score this stage."
    assert said(1) == "At least 2 have to score a bid, or it cannot be ranked."
    assert said(3).startswith("Too few members have no interest in CSDF-2026-001: as few as 2.")
