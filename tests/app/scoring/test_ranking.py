"""What bids come to and where they stand, against the same worked out slowly in fractions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.listing import Listing
from app.scoring import bids, markers, ranking, reading, totals
from app.scoring.ranking import Standings
from db.base import Base
from db.scoring import ScoreSheet
from tests.app.scoring.reference import (
    Case,
    OneCriterion,
    OneSheet,
    OneStage,
    cases,
    fill,
    scored_at,
    slow,
    slow_median,
)

_ENGINE = create_engine("sqlite://")
Base.metadata.create_all(_ENGINE)
ALL = Fraction(1)


@contextmanager
def filled(case: Case) -> Iterator[Session]:
    """An empty file with this case in it, of which nothing is kept."""
    with Session(_ENGINE, autoflush=True) as session:
        fill(session, case)
        yield session
        session.rollback()


def check(found: Standings, case: Case, number: int) -> None:
    """Whatever the desk says of a stage is what is worked out slowly."""
    expected = slow(case, number)
    assert set(found.by_id) == set(expected)
    assert {one.id for one in found.bids} == {one.application_id for one in found.ordered} == set(expected)
    for bid, one in expected.items():
        mine = found.by_id[bid]
        assert (mine.seen, mine.expected, mine.state, mine.rank) == (one.seen, one.expected, one.state, one.rank)
        assert mine.score == one.score
        if not one.seen:
            assert mine == ranking.Standing(bid, False, one.expected)
            continue
        assert mine.count == len(one.scores)
        assert sorted(each.score for each in mine.members if each.score is not None) == sorted(one.scores)
        assert {each.member_id: each.letter for each in mine.members} == one.letters
        assert mine.recommends == one.recommends
        if one.scores:
            assert mine.mean == sum(one.scores, Fraction()) / len(one.scores)
            assert mine.median == slow_median(one.scores)
            assert (mine.low, mine.high) == (min(one.scores), max(one.scores))
            assert mine.spread == max(one.scores) - min(one.scores)
        else:
            assert (mine.mean, mine.median, mine.low, mine.high, mine.spread) == (None,) * 5


@settings(max_examples=250, deadline=None)
@given(cases())
def test_every_bid_stands_where_slow_fractions_put_it(case: Case) -> None:
    with filled(case) as session:
        check(ranking.standings(session, "stage1"), case, 1)


@settings(max_examples=120, deadline=None)
@given(cases(two_stages=True))
def test_a_second_stage_scores_those_that_passed_the_first_by_weights_of_its_own(case: Case) -> None:
    with filled(case) as session:
        first, second = (reading.stage(session, key) for key in ("stage1", "stage2"))
        assert bids.passed(session, first) == scored_at(case, 2)
        assert {one.id for one in bids.of_stage(session, second)} == scored_at(case, 2)
        check(ranking.standings(session, "stage1"), case, 1)
        check(ranking.standings(session, "stage2"), case, 2)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_what_the_file_adds_up_is_what_its_sheets_come_to(case: Case) -> None:
    opened = replace(case, stages=(replace(case.stages[0], is_moderated=True),))
    with filled(opened) as session:
        of = reading.stage(session, "stage1")
        found = {one.application_id: one for one in totals.by_bid(session, of, reading.scales(session, of))}
    expected = {bid: one.scores for bid, one in slow(opened, 1).items() if one.scores}
    assert {bid: (one.scores, one.mean) for bid, one in found.items()} == {
        bid: (len(scores), sum(scores, Fraction()) / len(scores)) for bid, scores in expected.items()
    }


@settings(max_examples=60, deadline=None)
@given(cases())
def test_reading_some_bids_again_comes_to_the_same_as_reading_all(case: Case) -> None:
    with filled(case) as session:
        before = ranking.standings(session, "stage1")
        sheet = session.query(ScoreSheet).filter_by(archived=False).first()
        if sheet is None:
            return
        sheet.state = "draft" if sheet.state == "submitted" else "submitted"
        session.flush()
        again = ranking.renewed(session, before, [sheet.application_id])
        whole = ranking.standings(session, "stage1")
        assert (again.by_id, again.ordered) == (whole.by_id, whole.ordered)


# sentences from elsewhere


def plain(*points: tuple[int | str | None, ...], **more: object) -> Case:
    """One bid, three criteria of 5 points, and the points of each member."""
    names = ("What's new?", "Effaith ar ŵyl Llŷn", "=1+1")
    criteria = tuple(OneCriterion(f"k{at}", name, 300, None, 5) for at, name in enumerate(names))
    members = tuple(f"m{at}" for at in range(len(points)))
    sheets = {
        (member, "b0"): OneSheet("submitted", "", {f"k{at}": one for at, one in enumerate(mine)})
        for member, mine in zip(members, points, strict=True)
    }
    stage = OneStage(members, None, sheets, {}, 1, ("median",), False)
    return Case(criteria, {"b0": ("R-0", 100)}, frozenset(), (replace(stage, **more),))  # type: ignore[arg-type]


def test_pain_1_scores_lost_or_totals_wrong_all_fives_are_the_whole_whatever_the_labels() -> None:
    with filled(plain((5, 5, 5), (5, 5, 5))) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
    assert (one.score, one.mean, one.low, one.high, one.count) == (ALL, ALL, ALL, ALL, 2)


def test_pain_1_a_criterion_left_out_makes_no_total_instead_of_a_wrong_one() -> None:
    with filled(plain((5, 5, 5), (5, 5, None))) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
    assert (one.score, one.count) == (ALL, 1)
    assert [each.letter for each in one.members] == ["", "–"]


def test_pain_4_nothing_that_comes_from_a_score_is_there_before_every_sheet_is_in() -> None:
    case = plain((5, 5, 5), (1, 0, 1))
    late = case.stages[0].sheets["m1", "b0"]
    waiting = replace(case.stages[0], sheets=case.stages[0].sheets | {("m1", "b0"): replace(late, state="draft")})
    with filled(replace(case, stages=(waiting,))) as session:
        found = ranking.standings(session, "stage1")
        listing = ranking.ranked_list(ranking.standings(session, "stage1"))
        assert markers.marker_list(session, "stage1").lines == ()
    assert found.by_id["b0"] == ranking.Standing("b0", False, 2)
    assert cells(listing) == [(None, "R-0 O'Neill & Llŷn =1+1", "", None, "", "Sheets to come", 100, None)]
    opened = replace(waiting, is_moderated=True)
    with filled(replace(case, stages=(opened,))) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
    assert (one.rank, one.score, [each.letter for each in one.members]) == (1, ALL, ["", "–"])


def test_pain_4_one_bid_that_waits_keeps_the_places_of_all() -> None:
    case = plain((5, 5, 5))
    two = replace(case, bids={"b0": ("R-0", 100), "b1": ("R-1", 100)})
    with filled(two) as session:
        found = ranking.standings(session, "stage1")
    assert not found.is_complete
    assert [(one.application_id, one.seen, one.score, one.rank) for one in found.ordered] == [
        ("b0", True, 1, None),
        ("b1", False, None, None),
    ]


def test_pain_5_averages_mislead_neither_na_nor_abstained_nor_conflicted_is_nought() -> None:
    case = plain((4, "n/a", 4), (5, 5, 5), (3, 3, 3), ("n/a", "n/a", "n/a"))
    sheets = case.stages[0].sheets | {("m1", "b0"): OneSheet("abstained", "", {})}
    with filled(
        replace(case, conflicts=frozenset({("m2", "b0")}), stages=(replace(case.stages[0], sheets=sheets),))
    ) as s:
        one = ranking.standings(s, "stage1").by_id["b0"]
    assert (one.score, one.count, one.expected) == (Fraction(4, 5), 1, 3)
    assert [each.letter for each in one.members] == ["", "A", "C", "n/a"]


def test_pain_5_median_range_and_count_stand_beside_the_mean() -> None:
    with filled(plain((5, 5, 5), (4, 4, 4), (0, 0, 0))) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
        listing = ranking.ranked_list(ranking.standings(session, "stage1"))
    assert (one.mean, one.median, one.spread, one.count) == (Fraction(3, 5), Fraction(4, 5), ALL, 3)
    assert cells(listing)[0][3:6] == (60_000_000, "0 80 100, mean 60.0, far apart", "Spread 100")


def test_an_agreed_score_replaces_the_mean_and_does_not_excuse_too_few_scores() -> None:
    case = plain((5, 5, 5), agreed={"b0": 740}, least=1)
    with filled(case) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
        assert (one.rank, one.score, one.mean) == (1, Fraction(74, 100), ALL)
    with filled(plain((5, 5, 5), agreed={"b0": 740}, least=2)) as session:
        one = ranking.standings(session, "stage1").by_id["b0"]
    assert (one.state, one.rank, one.score) == ("not rankable", None, Fraction(74, 100))


def test_maxima_that_have_no_common_multiple_the_file_could_add_up_are_added_up_here() -> None:
    primes = (97, 89, 83, 79, 73, 71, 67, 61, 59, 53)
    criteria = tuple(OneCriterion(f"k{at}", "", 100, None, prime) for at, prime in enumerate(primes))
    sheet = OneSheet("submitted", "", {f"k{at}": prime - 1 for at, prime in enumerate(primes)})
    stage = OneStage(("m0",), None, {("m0", "b0"): sheet}, {}, 1, (), False)
    case = Case(criteria, {"b0": ("R-0", 100)}, frozenset(), (stage,))
    with filled(case) as session:
        check(ranking.standings(session, "stage1"), case, 1)
        of = reading.stage(session, "stage1")
        (one,) = totals.by_bid(session, of, reading.scales(session, of))
    assert one.mean == sum((Fraction(prime - 1, prime) for prime in primes), Fraction()) / len(primes)


@pytest.mark.parametrize(("shared", "said"), [(4, 0), (5, 2)])
def test_a_marker_is_called_strict_from_five_shared_bids_on(shared: int, said: int) -> None:
    names = [f"b{at}" for at in range(shared)]
    sheets = {
        (member, bid): OneSheet("submitted", "", {"k0": points})
        for bid in names
        for member, points in (("m0", 8), ("m1", 5))
    }
    stage = OneStage(("m0", "m1"), None, sheets, {}, 1, ("reference",), False)
    criteria = (OneCriterion("k0", "Need", 1000, None, 10),)
    case = Case(criteria, {bid: (bid, 100) for bid in names}, frozenset(), (stage,))
    with filled(case) as session:
        found = markers.compared(ranking.standings(session, "stage1"))
        words = markers.words_of(session, "stage1", "m1")
    assert len(found) == said
    assert [(one.member_id, one.difference, one.word) for one in found] == [
        ("m0", Fraction(3, 10), "Lenient"),
        ("m1", Fraction(-3, 10), "Strict"),
    ][:said]
    assert words[:1] == (("Strict: 30.0 below the others on average over the 5 bids they share.",) if said else ())


def test_a_bid_that_only_a_strict_member_read_would_stand_higher_without_it() -> None:
    names = [f"b{at}" for at in range(6)]
    sheets = {
        (member, bid): OneSheet("submitted", "", {"k0": points})
        for bid in names[:5]
        for member, points in (("m0", 8), ("m1", 4))
    }
    sheets |= {("m1", "b5"): OneSheet("submitted", "", {"k0": 5}), ("m0", "b5"): OneSheet("abstained", "", {})}
    stage = OneStage(("m0", "m1"), None, sheets, {}, 1, ("reference",), False)
    case = Case((OneCriterion("k0", "Need", 1000, None, 10),), {bid: (bid, 1) for bid in names}, frozenset(), (stage,))
    with filled(case) as session:
        every = ranking.standings(session, "stage1")
    strict = markers.compared(every)[1]
    assert (every.by_id["b5"].rank, strict.shared, strict.moves["b5"]) == (6, 5, 5)
    assert markers.places_without(every)["b5"] == 1


def cells(listing: Listing) -> list[tuple[object, ...]]:
    return [one.cells for one in listing.lines]
