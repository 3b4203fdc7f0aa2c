"""What if: a trial that shows who comes in and who goes out, leaves no trace, and keeps what can be kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.errors import Refused
from app.money import Pence
from app.recommendations import lens, line, recommending, what_if
from app.recommendations.cutline import Entry, draw
from app.recommendations.what_if import Base, Result, Trial, worked
from app.scoring import agreeing, ranking
from db.grants import Round
from tests.app.recommendations.recommended import Recommended
from tests.app.scoring.staged import DAY, Staged
from tests.factories import left_alone

POUND = 100


def base_of(r: Staged) -> Base:
    return r.office.read(what_if.base, r.stage_id)


def pounds(amount: int) -> Pence:
    return Pence(amount * POUND)


def tried(r: Recommended, **given: Any) -> Result:
    return worked(base_of(r), Trial(**given))


def bids(r: Recommended, keys: Any) -> list[int]:
    return [r.bids.index(one) for one in keys]


def test_it_begins_as_the_ranked_list_and_the_cut_line_are(office: Office) -> None:
    r = Recommended(office)
    r.recommend(1, "reduced", 25_000)
    r.recommend(2, "decline")
    r.stop(0)
    base = base_of(r)
    assert base.cut == office.read(line.of_stage, r.stage_id)
    found = worked(base, Trial())
    assert (found.cut, found.comes_in, found.goes_out, found.places) == (base.cut, (), (), {})
    assert found.sentence == ("Nobody comes in and nobody goes out. £45,000 is given to 2 bids, and £55,000 is left.")
    assert Trial().is_empty
    assert not Trial(cap=pounds(1)).is_empty


def test_with_the_published_weights_its_places_are_those_of_the_ranking(office: Office) -> None:
    s = Staged(office, asks=(40_000, 30_000, 20_000))
    for bid, marks in enumerate([((5, 1), (3, 2)), ((1, 5), (2, 3)), ((3, None), (None, 3))]):
        for member, (need, value) in enumerate(marks):
            s.send(member, bid, need, value)
        s.send(2, bid, 3, 3, state="abstained")
    every = office.read(ranking.standings, s.stage_id)
    base = base_of(s)
    assert base.marking is not None
    scores = base.marking.scored(base.weights)
    assert scores == {one.application_id: one.score for one in every.ordered}
    assert base.marking.places(scores, base.weights) == {one.application_id: one.rank for one in every.ordered}
    # all of the weight on value turns them round
    found = worked(base, Trial(weights={s.need: 0}))
    assert found.places[s.bids[1]] == (every.by_id[s.bids[1]].rank, 1)


def test_a_larger_pot_lets_the_next_one_in(office: Office) -> None:
    r = Recommended(office)
    found = tried(r, pot=pounds(110_000))
    assert (bids(r, found.comes_in), found.goes_out, found.cut.left) == ([3], (), 0)
    assert found.sentence == ("With a pot of £110,000, DEV-4 comes in. £110,000 is given to 4 bids, and £0 is left.")
    assert bids(r, tried(r, over=pounds(10_000)).comes_in) == [3]


def test_a_smaller_one_puts_the_last_out_and_part_awards_let_it_in_again(office: Office) -> None:
    r = Recommended(office)
    found = tried(r, pot=pounds(80_000))
    assert (found.comes_in, bids(r, found.goes_out)) == ((), [2])
    assert found.sentence.startswith("With a pot of £80,000, DEV-3 goes out.")
    part = tried(r, pot=pounds(80_000), parts={r.bids[0]: pounds(30_000)})
    assert (part.comes_in, part.goes_out, part.cut.given) == ((), (), pounds(80_000))
    assert part.sentence.startswith("With a pot of £80,000 and other amounts for 1 bid, nobody comes in and nobody")


def test_a_cap_cuts_every_award_and_a_bid_that_is_left_out_makes_room(office: Office) -> None:
    r = Recommended(office)
    capped = tried(r, cap=pounds(20_000))
    assert (bids(r, capped.comes_in), capped.cut.given) == ([3], pounds(80_000))
    without = tried(r, parts={r.bids[0]: Pence(0)})
    assert (bids(r, without.comes_in), bids(r, without.goes_out)) == ([3], [0])
    assert without.cut.rows[0].why == what_if.LEFT_OUT


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"pot": Pence(-1)}, "An amount cannot be below £0.", "pot"),
        ({"over": Pence(-1)}, "An amount cannot be below £0.", "over"),
        ({"cap": Pence(0)}, "With £0 for each bid nothing could be given.", "cap"),
        ({"parts": {"nobody": Pence(1)}}, "This bid is not scored at this stage.", "parts:nobody"),
        ({"weights": {"x": 1001}}, "A weight is between 0 % and 100 %.", "weights"),
    ],
)
def test_what_cannot_be_tried_is_refused_at_its_box(office: Office, given: Any, message: str, field: str) -> None:
    r = Recommended(office)
    with pytest.raises(Refused) as caught:
        tried(r, **given)
    assert (caught.value.message, caught.value.field) == (message, field)


def test_no_bid_has_more_than_it_asks_for_and_some_criterion_counts(office: Office) -> None:
    r = Recommended(office)
    with pytest.raises(Refused, match="DEV-1 Group 1 asks for £40,000: type an amount up to that"):
        tried(r, parts={r.bids[0]: pounds(40_001)})
    with pytest.raises(Refused, match="One criterion at least has to count"):
        tried(r, weights={r.need: 0, r.value: 0})


def test_before_every_sheet_is_in_a_trial_tells_nothing_of_scores(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 5, 5)
    s.send(0, 1, 1, 1)
    base = base_of(s)
    assert base.marking is None
    found = worked(base, Trial(weights={s.need: 1}))
    assert (found.cut.above, found.places) == (frozenset(), {})
    assert [one.entry.rank for one in found.cut.rows] == [None] * 3


def test_an_agreed_score_holds_in_a_trial_of_other_weights(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 5, 5)
    s.send_all(1, 4, 4, 4)
    s.send_all(2, 3, 3, 3)
    given: dict[str, Any] = {"version": None, "reason": "Why", "present": s.members, "day": DAY}
    office.write("Agree", agreeing.agree, s.stage_id, s.bids[2], score=990, **given)
    found = worked(base_of(s), Trial(weights={s.need: 0}))
    assert [s.bids.index(one.entry.application_id) for one in found.cut.rows] == [0, 2, 1]


# no trace


def content(path: Path) -> list[str]:
    """Everything a file holds, as the statements that would make it again."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_trial_that_is_discarded_leaves_no_trace_in_the_file(office: Office, path: Path) -> None:
    r = Recommended(office)
    r.recommend(0, "fund")
    before = content(path)
    with left_alone(path):
        base = base_of(r)
        for trial in (
            Trial(pot=pounds(1)),
            Trial(cap=pounds(5_000), over=pounds(9)),
            Trial(weights={r.need: 0}, parts={r.bids[0]: pounds(1)}),
        ):
            worked(base, trial)
        what_if.kept(base, Trial(cap=pounds(5_000)), worked(base, Trial(cap=pounds(5_000))), r.cells())
        found = office.read(lens.of_stage, r.stage_id)
        found.above(base.cut)
    assert content(path) == before


# what is kept


def keep(r: Recommended, trial: Trial) -> None:
    base, was = base_of(r), r.cells()
    cells = what_if.kept(base, trial, worked(base, trial), was)
    r.office.write("Keep", recommending.set_many, r.stage_id, recommended=cells, was=was)


def test_what_is_above_the_line_of_a_trial_is_recommended_when_it_is_kept(office: Office) -> None:
    r = Recommended(office)
    keep(r, Trial(parts={r.bids[0]: pounds(30_000)}))
    assert r.told() == [
        ("reduced", 30_000, None),
        ("fund", 30_000, None),
        ("fund", 20_000, None),
        ("fund", 20_000, None),
        ("", None, None),
    ]
    assert base_of(r).cut.left == 0


def test_who_goes_out_is_put_on_the_reserve_list_and_others_stay_as_they_are(office: Office) -> None:
    r = Recommended(office)
    r.draft()
    r.recommend(3, "defer", reason="More is asked of them")
    keep(r, Trial(pot=pounds(70_000)))
    assert r.told()[:4] == [
        ("fund", 40_000, None),
        ("fund", 30_000, None),
        ("reserve", 20_000, 1),
        ("defer", None, None),
    ]


def test_other_weights_and_more_money_than_there_is_are_looked_at_and_not_kept(office: Office) -> None:
    r = Recommended(office)
    with pytest.raises(Refused) as caught:
        keep(r, Trial(weights={r.need: 0}))
    assert (caught.value.message, caught.value.field) == (what_if.WEIGHTS, "weights")
    keep(r, Trial(weights={r.need: 600}))
    with pytest.raises(Refused, match="That gives £10,000 more than the round has"):
        keep(r, Trial(pot=pounds(110_000)))
    r.set(Round, r.round_id, over_pence=10_000 * POUND, over_approver="Una Quill")
    keep(r, Trial(pot=pounds(110_000)))
    assert [one[0] for one in r.told()] == ["fund"] * 4 + [""]


# whatever is tried


@given(
    st.lists(st.integers(1, 30), max_size=7),
    st.integers(0, 60),
    st.none() | st.integers(1, 30),
    st.dictionaries(st.integers(0, 6), st.integers(0, 30)),
)
def test_flips_are_the_difference_of_the_lines_and_nobody_has_more_than_the_cap(
    asks: list[int], pot: int, cap: int | None, given_parts: dict[int, int]
) -> None:
    entries = tuple(
        Entry(str(at), at + 1, Fraction(9 - at, 10), pounds(asked), pounds(asked)) for at, asked in enumerate(asks)
    )
    parts = {str(at): pounds(min(part, asks[at])) for at, part in given_parts.items() if at < len(asks)}
    base = _base(entries)
    found = worked(base, Trial(pot=pounds(pot), cap=None if cap is None else pounds(cap), parts=parts))
    assert set(found.comes_in) == found.cut.above - base.cut.above
    assert set(found.goes_out) == base.cut.above - found.cut.above
    assert found.cut.given <= pounds(pot)
    for row in found.cut.rows:
        entry = row.entry
        assert entry.amount <= parts.get(entry.application_id, entry.requested)
        assert cap is None or entry.amount <= pounds(cap)


def _base(entries: tuple[Entry, ...]) -> Base:
    pot = pounds(40)
    called = {one.application_id: f"R-{one.application_id} Group" for one in entries}
    return Base(entries, pot, Pence(0), None, called, {"a": 1000}, (), None, draw(entries, pot=pot))
