"""Members' scores on paper: what is heard of them, and that every score has its dot where it belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.papers.blocks import ScoreStrip, ScoreStrips
from app.papers.publisher.elements import Element
from app.papers.publisher.rows import Disc, Row, Rule, Shape, Words
from app.papers.publisher.strips import in_words, set_strips
from app.strips import Strip
from tests.papers.spoken import ROOM

APART = ScoreStrip("R2-07 Harbour Lights", Strip((410, 740, 780, 800), 683, 740, far_apart=True))
EVEN = ScoreStrip("R2-11 Saltlight", Strip((830, 835, 838), 834))
NONE = ScoreStrip("R2-12 Second Gate", Strip(), "too few scores")


def set_rows(*rows: ScoreStrip) -> list[Row]:
    """The rows of the bids alone, without caption and scale."""
    return set_strips(ScoreStrips("Scores of 100", rows), ROOM, Element("Document"))[2:]


def discs(row: Row) -> list[Disc]:
    return [mark for mark in row.marks if isinstance(mark, Disc)]


def words(row: Row) -> list[str]:
    return [mark.text.strip() for mark in row.marks if isinstance(mark, Words)]


def test_it_is_heard_bid_by_bid_with_what_is_far_apart_and_agreed() -> None:
    assert in_words(ScoreStrips("Scores of 100", (APART, EVEN, NONE))) == (
        "Scores of each bid. Scores of 100. R2-07 Harbour Lights: scores 41.0, 74.0, 78.0, 80.0, mean 68.3, far apart, "
        "agreed 74.0. R2-11 Saltlight: scores 83.0, 83.5, 83.8, mean 83.4. R2-12 Second Gate: no scores, too few "
        "scores."
    )


def test_the_score_that_counts_stands_beside_the_dots() -> None:
    assert [words(row)[-1] for row in set_rows(APART, EVEN)] == ["74.0", "83.4"]
    assert words(set_rows(NONE)[0])[-2:] == ["–", "too few scores"]


def test_what_was_agreed_is_a_diamond_and_only_then() -> None:
    assert [sum(isinstance(mark, Shape) for mark in row.marks) for row in set_rows(APART, EVEN)] == [1, 0]


def test_a_line_joins_the_dots_that_are_far_apart() -> None:
    def joins(row: Row) -> int:
        return sum(isinstance(one, Rule) and one.y == one.to_y and one.weight == 1.6 for one in row.marks)

    assert [joins(row) for row in set_rows(APART, EVEN)] == [1, 0]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_every_score_has_a_dot_that_covers_no_other_and_stands_at_its_place(scores: list[int]) -> None:
    [row] = set_rows(ScoreStrip("Bid", Strip(tuple(sorted(scores)), 500)))
    found = discs(row)
    assert len(found) == len(scores)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * one.radius) ** 2 - 1e-6
    assert all(one.y - one.radius >= 0 and one.y + one.radius <= row.height for one in found)


def test_a_higher_score_stands_further_right() -> None:
    [row] = set_rows(ScoreStrip("Bid", Strip((200, 400, 900), 500)))
    xs = [one.x for one in discs(row)]
    assert xs == sorted(xs)
    assert xs[2] - xs[1] > 2 * (xs[1] - xs[0])
