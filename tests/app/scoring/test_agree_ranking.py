"""The ranking is agreed once no bid waits, after every score was counted a second time, and opened again with why."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.door import Office
from app.scoring import agreeing, ranking, reading, stages
from app.scoring.recounting import differing, recounted
from tests.app.scoring.staged import DAY, Staged
from tests.factories import refusal

POINTS = st.one_of(st.none(), st.integers(0, 5))
NUMBERS = count(1)
"""A round of its own for each example in the same office."""
SHEET = st.tuples(POINTS, POINTS, st.sampled_from(("submitted", "submitted", "draft", "abstained")))


def test_the_ranking_waits_for_sheets_unless_the_scores_were_opened(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 3)
    waits = refusal(office, stages.agree_ranking, s.stage_id, version=None, day=DAY)
    assert waits == (
        "DEV-2 and DEV-3 are still to be scored. Open the scores with a reason, or wait for the sheets.",
        None,
    )
    s.moderate()
    office.write("Rank", stages.agree_ranking, s.stage_id, version=s.stage.version, day=DAY)
    assert s.stage.ranked_on == DAY


@pytest.mark.parametrize(
    ("bids", "said"), [(1, "DEV-1 is"), (3, "DEV-1, DEV-2 and DEV-3 are"), (5, "DEV-1, DEV-2, DEV-3 and 2 more are")]
)
def test_what_the_ranking_waits_for_is_named(office: Office, bids: int, said: str) -> None:
    s = Staged(office, asks=(1_000,) * bids)
    assert refusal(office, stages.agree_ranking, s.stage_id, version=None, day=DAY)[0].startswith(f"{said} still to")


def test_a_bid_that_nobody_may_score_does_not_hold_the_ranking_up(office: Office) -> None:
    s = Staged(office)
    for member in range(3):
        s.conflict(member, 2)
    for bid in range(2):
        s.send_all(bid, 5, 4, 3)
    office.write("Rank", stages.agree_ranking, s.stage_id, version=None, day=DAY)
    assert s.stage.ranked_on == DAY


def test_nothing_is_ranked_that_too_few_have_scored(office: Office) -> None:
    s = Staged(office)
    s.send(0, 0, 5, 5)
    s.moderate()
    few = refusal(office, stages.agree_ranking, s.stage_id, version=None, day=DAY)
    assert few == ("No bid has been scored by enough members to be ranked.", None)


def test_a_score_that_is_counted_otherwise_a_second_time_stops_the_ranking(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    s = Staged(office, asks=(1_000,))
    s.send_all(0, 5, 4, 3)
    monkeypatch.setattr(stages, "recounted", lambda *_: {s.bids[0]: Fraction(1, 3)})
    said, _ = refusal(office, stages.agree_ranking, s.stage_id, version=None, day=DAY)
    assert said == "DEV-1 is not counted the same a second time. Nothing was agreed; tell your support."


@given(
    sheets=st.lists(st.tuples(SHEET, SHEET, SHEET), min_size=2, max_size=2),
    conflicts=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=2),
    score=st.one_of(st.none(), st.integers(0, 1000)),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_second_count_comes_out_as_the_first_whatever_was_given(
    office: Office,
    sheets: list[tuple[tuple[int | None, int | None, str], ...]],
    conflicts: set[tuple[int, int]],
    score: int | None,
) -> None:
    s = Staged(office, asks=(1_000, 1_000), known=next(NUMBERS))
    for bid, row in enumerate(sheets):
        for member, (need, value, state) in enumerate(row):
            s.send(member, bid, need, value, state=state)
    for member, bid in conflicts:
        s.conflict(member, bid)
    s.moderate()
    room = office.read(agreeing.may_be_present, s.stage_id, s.bids[0])
    if score is not None and room:
        terms: dict[str, Any] = {"version": None, "score": score, "reason": "Why", "present": room, "day": DAY}
        office.write("Agree", agreeing.agree, s.stage_id, s.bids[0], **terms)
    shown = {key: one.score for key, one in office.read(ranking.standings, s.stage_id).by_id.items()}
    recount = office.read(lambda session: recounted(session, reading.stage(session, s.stage_id)))
    assert differing(recount, shown) == ()
    assert {key for key, one in shown.items() if one is not None} == set(recount)


def test_a_difference_is_found_wherever_it_is() -> None:
    third = Fraction(1, 3)
    assert differing({"a": third}, {"a": third, "b": None}) == ()
    assert differing({"a": third}, {"a": Fraction(333, 1000), "b": third}) == ("a", "b")
    assert differing({"a": third, "b": third}, {"a": third, "b": None}) == ("b",)


def test_an_agreed_ranking_is_opened_again_with_a_reason_until_a_second_stage_follows(office: Office) -> None:
    s = Staged(office, asks=(1_000,), pass_tenths=600)
    not_yet = refusal(office, stages.reopen_ranking, s.stage_id, version=None, reason="Why")
    assert not_yet == ("The ranking has not been agreed.", None)
    s.send_all(0, 5, 4, 3)
    office.write("Rank", stages.agree_ranking, s.stage_id, version=None, day=DAY)
    needs = refusal(office, stages.reopen_ranking, s.stage_id, version=None, reason=" ")
    assert needs == ("The reason is needed.", "reason")
    office.write("Open", stages.reopen_ranking, s.stage_id, version=s.stage.version, reason="A sheet was misread")
    assert s.stage.ranked_on is None
    office.write("Rank", stages.agree_ranking, s.stage_id, version=s.stage.version, day=DAY)
    office.write("Second", stages.set_up, s.round_id, number=2, member_ids=s.members)
    stays = refusal(office, stages.reopen_ranking, s.stage_id, version=None, reason="Why")
    assert stays == ("The second stage has been set up with the bids that went on. This ranking stays.", None)
