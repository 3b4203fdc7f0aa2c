"""How far a bid has come: late by the clock and never deleted, every state with its reason, and the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.errors import Stale
from app.grants import bids, states
from app.grants.bid_fields import gate_cells, gate_shape, moving
from app.grants.parts import STATES, RoundRecord
from app.grants.reading import applications
from app.money import Pence
from tests.app.grants.applied import CLOSES, DAY, WHOLE, Applied
from tests.factories import refusal

ROUND = RoundRecord(
    *("r", 1, False, "CSF-2026", "Fund", "", "round", "line", "Line", "Fund", 2026, Pence(1), Pence(0), "", None, None),
    *(False, None, None, CLOSES, "17:00", None, None, date(2026, 4, 1), None, 1, None, None, None),
)


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def refused(desk: Applied, key: str, state: str, reason: str = "") -> tuple[str, str | None]:
    given: dict[str, Any] = {"version": desk.read(key).version, "state": state, "reason": reason, "day": DAY}
    return refusal(desk.office, states.move, key, **given)


# deadlines that are wrong: a day without its time, the clock of somebody else (pain 8)


@pytest.mark.parametrize(
    ("day", "at", "late"),
    [
        (CLOSES, "17:00", False),
        (CLOSES, "17:01", True),
        (CLOSES, "", False),
        (CLOSES, "00:00", False),
        (CLOSES - timedelta(1), "23:59", False),
        (CLOSES + timedelta(1), "00:00", True),
        (CLOSES + timedelta(1), "", True),
        (None, "17:01", False),
    ],
)
def test_pain_8_seventeen_hundred_is_in_time_and_a_minute_after_is_late(
    desk: Applied, day: date | None, at: str, late: bool
) -> None:
    one = desk.read(desk.add(received_on=day, received_time=at))
    assert states.is_late(one, desk.round) is late
    assert bool(states.late_words(one, desk.round)) is late


def test_a_bid_a_minute_late_is_made_late_then_accepted_with_a_reason_and_says_so_for_ever(desk: Applied) -> None:
    key = desk.add_whole(received_on=CLOSES, received_time="17:01")
    assert states.suggested(desk.read(key), desk.round) == "late"
    assert refused(desk, key, "received") == (
        "It arrived on 1 June 2026 at 17:01; the round closed on 1 June 2026 at 17:00. "
        "Make it late first; then it can be accepted with a reason.",
        "state",
    )
    assert refused(desk, key, "late") == ("The reason why it is late is needed.", "reason")
    desk.move(key, "late", "Its sender’s mail was down")
    assert refused(desk, key, "ready") == ("The reason why it goes on though it was late is needed.", "reason")
    desk.move(key, "ready", "The panel agreed")
    one = desk.read(key)
    assert states.was_late(one)
    assert [(step.state, step.reason) for step in one.steps] == [
        ("late", "Its sender’s mail was down"),
        ("ready", "The panel agreed"),
    ]
    desk.move(key, "received")
    assert states.was_late(desk.read(key))


@given(st.dates(date(2026, 5, 30), date(2026, 6, 3)), st.times(), st.times())
def test_a_later_arrival_is_never_in_time_where_an_earlier_one_was_late(day: date, one: time, other: time) -> None:
    first, second = sorted([f"{one:%H:%M}", f"{other:%H:%M}"])
    assert states.came_late(ROUND, day, first) <= states.came_late(ROUND, day, second)


def test_an_expression_of_interest_closes_on_its_own_day(office: Office) -> None:
    desk = Applied(office, interest_first=True, interest_closes_on=date(2026, 5, 4))
    one = desk.read(desk.add(stage="interest", received_on=date(2026, 5, 5)))
    assert states.late_words(one, desk.round).endswith("the round closed on 4 May 2026 at 17:00.")
    assert not states.is_late(replace(one, stage="full"), desk.round)


def test_a_bid_put_before_a_meeting_is_late_where_bids_for_that_had_closed(office: Office) -> None:
    desk = Applied(office, kind="rolling", closes_on=None)
    first, later = desk.add_meeting(CLOSES), desk.add_meeting(date(2026, 9, 1))
    key = desk.add(received_on=CLOSES, received_time="17:01", meeting_id=first)
    assert states.late_words(desk.read(key), desk.round).endswith("the round closed on 1 June 2026 at 17:00.")
    desk.change(key, meeting_id=later)
    assert not states.is_late(desk.read(key), desk.round)
    after = desk.read(desk.add(received_on=date(2026, 9, 2)))
    assert states.late_words(after, desk.round).endswith("no meeting was to come.")


# moves


@pytest.mark.parametrize("state", ["late", "incomplete", "withdrawn", "ineligible"])
def test_these_states_need_a_reason_that_stays(desk: Applied, state: str) -> None:
    key = desk.add()
    said, box = refused(desk, key, state, " ")
    assert (said, box) == (f"The reason why it is {state} is needed.", "reason")
    desk.move(key, state, " They told us ")
    one = desk.read(key)
    assert (one.state, one.steps[-1].reason, one.steps[-1].taken_on) == (state, "They told us", DAY)


def test_a_bid_that_was_withdrawn_or_is_not_eligible_is_still_there(desk: Applied) -> None:
    keys = [desk.add(), desk.add()]
    for key, state in zip(keys, ("withdrawn", "ineligible"), strict=True):
        desk.move(key, state, "Why")
        assert not desk.read(key).is_live
        assert refused(desk, key, "received")[1] == "reason"
    desk.move(keys[0], "received", "They came back")
    assert [one.state for one in desk.office.read(applications, round_id=desk.round_id)] == ["received", "ineligible"]


def test_a_move_is_one_step_that_can_be_taken_back(desk: Applied) -> None:
    key = desk.add()
    desk.move(key, "received")
    desk.office.undo()
    assert (desk.read(key).state, desk.read(key).steps) == ("draft", ())
    desk.office.redo()
    assert (desk.read(key).state, len(desk.read(key).steps)) == ("received", 1)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("draft", "It is draft already."),
        ("ready", "An application that is draft cannot be made ready to score."),
        ("", "The state is needed."),
        ("lost", "“lost” cannot be chosen here."),
    ],
)
def test_a_move_there_is_none_of_is_refused(desk: Applied, state: str, sentence: str) -> None:
    assert refused(desk, desk.add(), state) == (sentence, "state")


def test_nothing_is_received_without_the_day_it_came(desk: Applied) -> None:
    key = desk.add(received_on=None)
    assert states.suggested(desk.read(key), desk.round) == "draft"
    assert refused(desk, key, "received") == ("Say first on which day it arrived.", "state")


def test_nobody_moves_a_bid_that_somebody_else_changed(desk: Applied) -> None:
    key = desk.add()
    desk.change(key, note="Seen")
    with pytest.raises(Stale):
        desk.office.write("Move", states.move, key, version=1, state="received", day=DAY)


def test_a_bid_is_ready_once_nothing_is_missing_and_is_told_what_is(desk: Applied) -> None:
    lacking = desk.add()
    desk.move(lacking, "received")
    said, box = refused(desk, lacking, "ready")
    assert said.startswith("It is not ready to score. It has no costs.")
    assert said.endswith("And 1 more.")
    assert box == "state"
    assert states.suggested(desk.read(lacking), desk.round) == "incomplete"
    whole = desk.add_whole()
    assert states.suggested(desk.read(whole), desk.round) == "ready"
    desk.move(whole, "received")
    desk.move(whole, "ready")
    assert desk.read(whole).state == "ready"


def test_costs_that_do_not_foot_keep_a_bid_from_being_ready(desk: Applied) -> None:
    key = desk.add_whole(requested=5_999_99)
    desk.move(key, "received")
    assert "The costs ask for £6,000; £5,999.99 is asked for in all." in refused(desk, key, "ready")[0]


def test_a_direct_award_is_never_late_and_has_the_same_states_else(desk: Applied) -> None:
    given = WHOLE | {"line_id": desk.line, "direct_reason": "Only they can", "received_on": date(2030, 1, 1)}
    key = desk.office.write("Add award", bids.add_direct, **given)
    one = desk.read(key)
    assert not states.is_late(one, None)
    assert states.allowed(one, None) == ("received", "incomplete", "ineligible", "withdrawn")
    assert refused(desk, key, "late", "Why") == ("An application that is draft cannot be made late.", "state")
    desk.move(key, "received")
    assert desk.read(key).state == "received"


def test_from_every_state_there_is_a_way_on_and_none_to_itself(desk: Applied) -> None:
    one = desk.read(desk.add())
    for state in STATES:
        offered = [choice.value for choice in moving(states.allowed(replace(one, state=state), desk.round))[0].choices]
        assert offered
        assert state not in offered
        assert set(offered) == set(states.MOVES[state])


# the gate


def test_the_gate_is_answered_question_by_question(desk: Applied) -> None:
    key = desk.add()
    first, second = (one.id for one in desk.round.gates)
    desk.gate(key, {f"{first}:passes": "Yes", f"{second}:passes": "no", f"{second}:reason": "Out of area"})
    one = desk.read(key)
    assert gate_cells(one) == {f"{first}:passes": "yes", f"{second}:passes": "no", f"{second}:reason": "Out of area"}
    assert states.suggested(one, desk.round) == "ineligible"
    assert one.state == "draft"
    desk.gate(key, {f"{second}:passes": "yes"})
    assert gate_cells(desk.read(key)) == {f"{second}:passes": "yes"}
    assert [row.key for row in gate_shape(desk.round).rows] == [first, second]


def test_a_gate_that_is_not_passed_needs_its_reason_at_its_cell(desk: Applied) -> None:
    key, gate = desk.add(), desk.round.gates[1].id
    for cells, said, column in (
        ({f"{gate}:passes": "no"}, "Question 2: Say why it does not pass.", "reason"),
        ({f"{gate}:passes": "perhaps"}, "Question 2: Type yes or no.", "passes"),
        ({f"{gate}:reason": "Why"}, "Question 2: Say whether it passes, yes or no.", "passes"),
        ({"other:passes": "yes"}, "This question is not one of the round’s gate.", "passes"),
    ):
        where = f"answers:{next(iter(cells)).partition(':')[0]}:{column}"
        assert refusal(desk.office, states.answer_gate, key, answers=cells, was={}) == (said, where)


def test_a_gate_somebody_else_answered_is_not_answered_over(desk: Applied) -> None:
    key, gate = desk.add(), desk.round.gates[0].id
    desk.gate(key, {f"{gate}:passes": "yes"})
    mine = {f"{gate}:passes": "no", f"{gate}:reason": "For profit"}
    with pytest.raises(Stale, match="Jo saved this"):
        desk.office.write("Gate", states.answer_gate, key, answers=mine, was={})
    assert gate_cells(desk.read(key)) == {f"{gate}:passes": "yes"}
