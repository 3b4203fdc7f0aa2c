"""Scores by other weights, each against the plain way of working them out sheet by sheet."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.money import Pence
from app.recommendations.rescoring import Marked, Marking
from app.scoring.arithmetic import Placed, bid_score, mean, median, member_score, ranks
from app.scoring.parts import ScaleRecord

TIES = ("median", "criterion", "asked", "reference")


def scale(key: str, weight: int, maximum: int) -> ScaleRecord:
    return ScaleRecord(key, 1, key, "", weight, maximum, weight == 0, None, None, (), None)


SCALES = (scale("a", 333, 3), scale("b", 333, 7), scale("c", 334, 5))
points = st.tuples(*(st.none() | st.integers(0, one.maximum) for one in SCALES))
weights = st.fixed_dictionaries({one.id: st.integers(0, 3) for one in SCALES})


@st.composite
def marked(draw: st.DrawFn) -> list[Marked]:
    return [
        Marked(
            str(at),
            f"R-{at}",
            draw(st.none() | st.integers(0, 2).map(Pence)),
            draw(st.none() | st.sampled_from((0, 500))),
            tuple(draw(st.lists(points, max_size=4))),
        )
        for at in range(draw(st.integers(0, 6)))
    ]


@given(marked(), weights, st.integers(0, 3), st.lists(st.sampled_from(TIES), unique=True))
def test_it_comes_to_the_same_as_adding_up_every_sheet(
    bids: list[Marked], tried: dict[str, int], least: int, ties: list[str]
) -> None:
    marking = Marking(SCALES, bids, tie_rule=ties, least_scorers=least)
    scores = marking.scored(tried)
    mine = [scale(one.id, tried[one.id], one.maximum) for one in SCALES]
    by_hand = {one.application_id: _by_hand(one, mine, least) for one in bids}
    assert scores == {key: placed.score for key, placed in by_hand.items() if placed is not None}
    assert marking.places(scores, tried) == ranks([one for one in by_hand.values() if one is not None], ties)


def _by_hand(bid: Marked, scales: list[ScaleRecord], least: int) -> Placed | None:
    sheets = [dict(zip("abc", sheet, strict=True)) for sheet in bid.sheets]
    found = [score for sheet in sheets if (score := member_score(sheet, scales)) is not None]
    score = bid_score(found, bid.agreed)
    if score is None or not found or len(found) < least:
        return None
    most = max(scales, key=lambda one: (one.weight, -scales.index(one)))
    shares = [Fraction(point, most.maximum) for sheet in sheets if (point := sheet[most.id]) is not None]
    return Placed(bid.application_id, score, median(found), mean(shares), bid.requested, bid.reference)


def test_a_score_that_was_agreed_on_stays_whatever_the_weights() -> None:
    bids = [Marked("1", "R-1", None, 740, ((3, 0, 0),)), Marked("2", "R-2", None, None, ((0, 7, 5),))]
    marking = Marking(SCALES, bids, tie_rule=(), least_scorers=1)
    assert marking.scored({"a": 1000}) == {"1": Fraction(74, 100), "2": 0}
    assert marking.scored({"b": 1}) == {"1": Fraction(74, 100), "2": 1}
    assert marking.places(marking.scored({"b": 1}), {"b": 1}) == {"2": 1, "1": 2}
