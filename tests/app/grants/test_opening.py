"""From a draft to a closed round: what opening needs, what holds from then on, and which days may still move."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import areas, plans
from app.door import Office
from app.errors import Refused, Stale
from app.funds import lines
from app.grants import rounds, terms
from app.grants.lacking import weights
from db.grants import APPLIED, FROZEN
from tests.app.grants import invited
from tests.app.grants.invited import (
    CLOSES,
    OPENS,
    PANEL,
    add,
    add_bid,
    criterion,
    gate,
    open_,
    opened,
    question,
    read,
    whole,
)
from tests.conftest import Open
from tests.factories import SAM, add_line, add_organisation, add_priority, add_restricted_fund, budget_id, move, refusal

DAY = timedelta(days=1)
LATER = CLOSES + 7 * DAY


def blocked(office: Office, round_id: str, *, day: date = OPENS) -> tuple[str, str | None]:
    """What opening is refused with, which is what is told before anybody tries."""
    found = office.read(rounds.before_opening, round_id, day=day)
    said = refusal(office, rounds.open_, round_id, version=read(office, round_id).version, day=day)
    assert said == (" ".join(one.what for one in found), found[0].field)
    return said


def extend(office: Office, round_id: str, **given: Any) -> None:
    typed: dict[str, Any] = {"closes_on": CLOSES, "closes_time": "17:00", "reason": "The post was late"} | given
    office.write("Extend round", rounds.extend, round_id, version=read(office, round_id).version, **typed)


def not_extended(office: Office, round_id: str, **given: Any) -> tuple[str, str | None]:
    typed: dict[str, Any] = {"closes_on": CLOSES, "closes_time": "17:00", "reason": "The post was late"} | given
    return refusal(office, rounds.extend, round_id, version=None, **typed)


def change(office: Office, round_id: str, **given: Any) -> None:
    office.write("Change round", rounds.change, round_id, version=read(office, round_id).version, **given)


# opening


def test_a_whole_draft_opens_and_is_frozen_from_that_day(office: Office) -> None:
    round_id = whole(office)
    assert office.read(rounds.before_opening, round_id, day=OPENS) == ()
    open_(office, round_id)
    r = read(office, round_id)
    assert (r.opened_on, r.opens_on, r.is_frozen, r.state(OPENS), r.state(CLOSES + DAY)) == (
        OPENS,
        OPENS,
        True,
        "Open",
        "Closed",
    )


def test_a_round_may_be_opened_ahead_of_its_day_or_after_it(office: Office) -> None:
    early = read(office, opened(office, reference="A", opens_on=OPENS + 9 * DAY))
    assert (early.opens_on, early.state(OPENS), early.state(OPENS + 9 * DAY)) == (
        OPENS + 9 * DAY,
        "Opens later",
        "Open",
    )
    assert read(office, opened(office, reference="B", opens_on=OPENS - DAY)).opens_on == OPENS


def test_forms_of_an_opened_round_bear_a_mark_no_earlier_terms_had(office: Office) -> None:
    round_id = whole(office)
    assert read(office, round_id).version_mark == 0
    open_(office, round_id)
    assert read(office, round_id).version_mark == 1
    office.undo()
    assert (read(office, round_id).version_mark, read(office, round_id).is_frozen) == (0, False)
    gate(office, round_id, "Is it new?")
    open_(office, round_id)
    assert read(office, round_id).version_mark == 2


def test_everything_that_is_missing_is_told_at_once(office: Office) -> None:
    round_id = add(office, closes_on=None, pounds=50_000, interest_first=True)
    assert blocked(office, round_id) == (
        "The closing day is missing. The day on which expressions of interest close is missing. "
        "There is no criterion to score bids by. "
        "The pot is £100,000. “Line of DEV-2018” has £50,000 left in 2018/19; nothing more is approved.",
        "closes_on",
    )


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ((600, 399), "The weights of the scored criteria come to 99.9 %, not to 100 %."),
        ((600, 500), "The weights of the scored criteria come to 110 %, not to 100 %."),
        ((1_000, 0), "“Criterion 1” is scored and has no weight."),
    ],
)
def test_the_weights_of_what_is_scored_come_to_the_whole(
    office: Office, weights: tuple[int, ...], message: str
) -> None:
    round_id = add(office)
    for at, weight in enumerate(weights):
        criterion(office, round_id, f"Criterion {at}", weight)
    criterion(office, round_id, "For information", None, is_information=True)
    assert blocked(office, round_id) == (message, "criteria")


def test_weights_of_thirds_need_not_be_equal_to_come_to_the_whole(office: Office) -> None:
    round_id = add(office)
    for at, weight in enumerate((333, 333, 334)):
        criterion(office, round_id, f"Criterion {at}", weight)
    assert weights(read(office, round_id)) == 1_000
    open_(office, round_id)


def test_a_closing_day_that_has_gone_by_is_no_closing_day(office: Office) -> None:
    round_id = whole(office, interest_first=True, interest_closes_on=OPENS)
    assert blocked(office, round_id, day=OPENS + DAY) == (
        "Expressions of interest would have closed already, on 1 May 2018.",
        "interest_closes_on",
    )
    said = blocked(office, round_id, day=CLOSES + DAY)
    assert said[0].endswith("It would have closed already, on 15 June 2018.")
    assert office.read(rounds.before_opening, round_id, day=OPENS) == ()


def test_a_rolling_round_needs_a_meeting_to_come_and_no_closing_day(office: Office) -> None:
    round_id = whole(office, kind="rolling", closes_on=None, panel_on=None, interest_first=True)
    missing = ("A rolling round needs a meeting that bids can still be in time for.", "meetings")
    assert blocked(office, round_id) == missing
    office.write("Meet", terms.add_meeting, round_id, closes_on=OPENS, meets_on=PANEL)
    assert blocked(office, round_id, day=OPENS + DAY) == missing
    open_(office, round_id)
    assert read(office, round_id).state(date(2030, 1, 1)) == "Open"


def test_terms_that_no_longer_fit_the_round_are_told(office: Office) -> None:
    round_id = whole(office, interest_first=True, interest_closes_on=OPENS)
    question(office, round_id, "Who are you?", asked_first=True)
    change(office, round_id, interest_first=False, interest_closes_on=None)
    assert blocked(office, round_id) == (
        "“Who are you?” is asked in an expression of interest, and none comes first.",
        "questions",
    )
    rolling = whole(office, reference="B", kind="rolling", closes_on=None, panel_on=None)
    office.write("Meet", terms.add_meeting, rolling, closes_on=LATER, meets_on=LATER)
    change(office, rolling, closes_on=CLOSES)
    assert blocked(office, rolling) == (
        "Bids for the meeting on 22 June 2018 would close after the round does.",
        "meetings",
    )


def test_a_smallest_grant_above_the_pot_could_never_be_awarded(office: Office) -> None:
    round_id = whole(office, minimum=100_000_01, maximum=None)
    assert blocked(office, round_id) == ("The smallest grant is more than the pot.", "minimum")


def test_what_it_is_for_has_to_be_in_use_and_in_force(office: Office) -> None:
    north = office.write("Add area", areas.add_area, name="North", kind="District")
    theft = add_priority(office, "Theft")
    round_id = whole(office, area_ids=(north,), priority_ids=(theft,))
    office.write("Archive area", areas.archive_area, north)
    office.write("Archive priority", plans.archive_priority, theft)
    assert blocked(office, round_id) == (
        "The area “North” has been put away. The priority “Theft” is not in force in 2018/19.",
        "area_ids",
    )


# its money


def test_the_line_needs_a_budget_of_that_year_with_an_amount(office: Office) -> None:
    line_id = add_line(office, "Other", 150_000)
    round_id = whole(office, line_id=line_id, year=2019)
    assert blocked(office, round_id) == ("“Other” has no budget in 2019/20.", "line_id")
    office.write("Archive line", lines.archive, line_id)
    assert blocked(office, round_id)[0] == (
        "The budget line “Other” has been put away. “Other” has no budget in 2019/20."
    )
    undecided = whole(office, reference="B", pounds="TBD")
    assert blocked(office, undecided) == ("“Line of B” has no amount yet in 2018/19 (TBD).", "pot")


def test_what_was_approved_above_the_pot_may_go_above_the_line(office: Office) -> None:
    short = whole(office, reference="A", pounds=99_000, over=999_99, over_approver="Sam")
    assert blocked(office, short) == (
        "The pot is £100,000. “Line of A” has £99,000 left in 2018/19; £999.99 more is approved.",
        "pot",
    )
    open_(office, whole(office, reference="B", pounds=99_000, over=1_000_00, over_approver="Sam"))


def test_restricted_money_is_never_gone_above(office: Office) -> None:
    fund = add_restricted_fund(office)
    line_id = add_line(office, "Victims", 99_000, fund=fund)
    round_id = whole(office, line_id=line_id, over=1_000_00, over_approver="Sam")
    assert blocked(office, round_id) == (
        "The pot is £100,000. “Victims” has £99,000 left in 2018/19; it is restricted money, so nothing can go above "
        "that.",
        "pot",
    )


def test_money_that_was_moved_away_is_not_there_to_invite_bids_for(office: Office) -> None:
    other = add_line(office, "Other", 1)
    round_id = whole(office, pounds=100_000)
    assert office.read(rounds.before_opening, round_id, day=OPENS) == ()
    move(office, budget_id(office, read(office, round_id).line_id), other, 1)
    assert "has £99,999 left" in blocked(office, round_id)[0]


def test_the_same_money_is_not_invited_for_twice(office: Office) -> None:
    first = opened(office, pounds=150_000)
    line_id = read(office, first).line_id
    second = whole(office, reference="SECOND", line_id=line_id, pot=60_000_00)
    assert blocked(office, second) == (
        "The pot is £60,000. “Line of DEV-2018” has £150,000 left in 2018/19, and £100,000 of that is the pot of other "
        "open rounds; nothing more is approved.",
        "pot",
    )
    office.write("Close", rounds.close, first, version=None, day=CLOSES + DAY)
    open_(office, second)


# what holds once it is open


def test_an_open_round_keeps_its_terms(office: Office) -> None:
    """Pain 15: late edits. What is refused says why, and what may be done instead."""
    round_id = opened(office)
    r = read(office, round_id)
    frozen = (
        "It was opened on 1 May 2018: its terms hold for everybody who was invited. "
        "Only its days can be made later, with a reason.",
        None,
    )
    held: list[tuple[Any, str, dict[str, Any]]] = [
        (rounds.change, round_id, {"version": r.version, "name": "Other"}),
        (rounds.change, round_id, {"version": r.version, "closes_on": LATER}),
        (rounds.open_, round_id, {"version": r.version, "day": OPENS}),
        (terms.add_gate, round_id, {"text": "Is it new?"}),
        (terms.add_criterion, round_id, {"name": "More", "weight": 1, "maximum": 5}),
        (terms.add_question, round_id, {"text": "Why?"}),
        (terms.change_gate, r.gates[0].id, {"version": None, "text": "Is it new?"}),
        (terms.change_criterion, r.criteria[0].id, {"version": None, "name": "More", "weight": 1, "maximum": 5}),
        (terms.change_question, r.questions[0].id, {"version": None, "text": "Why?"}),
        (terms.move_gate, r.gates[0].id, {"place": 2}),
        (terms.move_criterion, r.criteria[0].id, {"place": 2}),
        (terms.move_question, r.questions[0].id, {"place": 2}),
        (terms.archive_gate, r.gates[0].id, {}),
        (terms.archive_criterion, r.criteria[0].id, {}),
        (terms.archive_question, r.questions[0].id, {}),
    ]
    for use_case, key, given in held:
        assert refusal(office, use_case, key, **given) == frozen
    assert read(office, round_id) == r


def test_what_somebody_did_to_the_draft_is_not_undone_under_an_open_round(
    office: Office, path: Path, opened: Open
) -> None:
    """Pain 15: an undo is an edit as well, and by then there are people who rely on the terms."""
    round_id = whole(office)
    north = office.write("Add area", areas.add_area, name="North", kind="District")
    saves: list[tuple[Any, str, dict[str, Any]]] = [
        (rounds.change, round_id, {"version": None, "pot": 90_000_00}),
        (rounds.change, round_id, {"version": None, "area_ids": (north,)}),
        (rounds.change, round_id, {"version": None, "closes_on": LATER}),
        (terms.add_question, round_id, {"text": "Why now?"}),
        (terms.change_gate, read(office, round_id).gates[0].id, {"version": None, "text": "Is it new?"}),
        (terms.move_criterion, read(office, round_id).criteria[0].id, {"place": 2}),
    ]
    others = []
    for use_case, key, given in saves:
        others.append(opened(path, SAM))
        others[-1].write("Prepare", use_case, key, **given)
    open_(office, round_id)
    before = read(office, round_id)
    for sam in others:
        with pytest.raises(Refused) as caught:
            sam.undo()
        assert caught.value.message == FROZEN
    assert read(office, round_id) == before


def test_what_was_undone_of_the_draft_is_not_done_again_under_an_open_round(
    office: Office, path: Path, opened: Open
) -> None:
    round_id = whole(office)
    sam = opened(path, SAM)
    sam.write("Ask", terms.add_question, round_id, text="Why now?")
    sam.undo()
    open_(office, round_id)
    with pytest.raises(Refused) as caught:
        sam.redo()
    assert caught.value.message == FROZEN


def test_an_opening_is_undone_until_somebody_has_applied(office: Office, path: Path, opened: Open) -> None:
    round_id = whole(office)
    open_(office, round_id)
    opened(path, SAM).write("Bid", add_bid, round_id, add_organisation(opened(path, SAM)))
    with pytest.raises(Refused) as caught:
        office.undo()
    assert caught.value.message == APPLIED
    assert read(office, round_id).is_frozen


def test_what_is_no_term_is_undone_of_an_open_round_too(office: Office) -> None:
    round_id = invited.opened(office)
    office.write(
        "Expect", rounds.expect, round_id, version=None, expected_bids=9, reading_minutes=None, applicant_hours=None
    )
    office.undo()
    assert read(office, round_id).expected_bids is None


# later days


def test_the_days_of_an_open_round_are_made_later_with_a_reason_that_stays(office: Office) -> None:
    round_id = opened(office, decision_on=PANEL + DAY)
    mark = read(office, round_id).version_mark
    extend(office, round_id, closes_on=LATER, closes_time="noon", panel_on=PANEL + DAY)
    r = read(office, round_id)
    assert (r.closes_on, r.closes_time, r.panel_on, r.decision_on) == (LATER, "12:00", PANEL + DAY, PANEL + DAY)
    assert (r.extended_for, r.version_mark, r.state(LATER)) == ("The post was late", mark, "Open")
    office.undo()
    back = read(office, round_id)
    assert (back.closes_on, back.closes_time, back.extended_for) == (CLOSES, "17:00", "")


def test_an_hour_later_on_the_same_day_is_later(office: Office) -> None:
    round_id = opened(office)
    extend(office, round_id, closes_time="5.30pm")
    assert read(office, round_id).closes_time == "17:30"


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"closes_on": LATER, "reason": " "}, "The reason is needed.", "reason"),
        ({"closes_on": None}, "The closing day is needed.", "closes_on"),
        ({"closes_time": ""}, "The closing time is needed.", "closes_time"),
        ({"closes_time": "late"}, "“late” is not a time. Type it like 17:00.", "closes_time"),
        ({}, "No day is later than it was.", "closes_on"),
        ({"closes_time": "16:59"}, "That is earlier than 17:00 on 15 June 2018, as was invited.", "closes_time"),
        (
            {"closes_on": CLOSES - DAY, "closes_time": "23:00"},
            "That is earlier than 17:00 on 15 June 2018, as was invited.",
            "closes_on",
        ),
        ({"panel_on": PANEL - DAY}, "That is earlier than 10 July 2018, which was announced.", "panel_on"),
        ({"closes_on": PANEL + DAY}, "The panel meets before it closes.", "panel_on"),
        ({"decision_on": PANEL - DAY}, "Decisions are made before the panel meets.", "decision_on"),
        ({"interest_closes_on": OPENS}, "This round has no expressions of interest.", "interest_closes_on"),
        ({"closes_on": date(2100, 1, 1)}, "1 January 2100 is too far away. Type a day from 1990 to 2099.", "closes_on"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_box(office: Office, given: Any, message: str, field: str) -> None:
    assert not_extended(office, opened(office), **given) == (message, field)


def test_expressions_of_interest_are_given_longer_as_well(office: Office) -> None:
    round_id = opened(office, interest_first=True, interest_closes_on=OPENS + DAY)
    assert not_extended(office, round_id, interest_closes_on=OPENS)[1] == "interest_closes_on"
    extend(office, round_id, interest_closes_on=OPENS + 2 * DAY)
    assert read(office, round_id).interest_closes_on == OPENS + 2 * DAY


def test_a_draft_and_a_closed_round_are_not_extended(office: Office) -> None:
    round_id = whole(office)
    assert not_extended(office, round_id, closes_on=LATER) == ("It is a draft. Change its days in its form.", None)
    open_(office, round_id)
    office.write("Close", rounds.close, round_id, version=None, day=LATER)
    assert not_extended(office, round_id, closes_on=LATER) == (
        "It was closed on 22 June 2018. Its days cannot be changed any more.",
        None,
    )


def test_a_rolling_round_is_extended_by_its_meetings(office: Office) -> None:
    round_id = whole(office, kind="rolling", closes_on=None, panel_on=None)
    office.write("Meet", terms.add_meeting, round_id, closes_on=CLOSES, meets_on=PANEL)
    open_(office, round_id)
    assert not_extended(office, round_id, closes_on=LATER) == (
        "This round closes by its meetings. Change these instead.",
        "closes_on",
    )
    extend(office, round_id, closes_on=None, decision_on=LATER)
    assert read(office, round_id).decision_on == LATER


def test_nobody_extends_over_what_somebody_else_has(office: Office, path: Path, opened: Open) -> None:
    round_id = invited.opened(office)
    seen = read(office, round_id).version
    extend(opened(path, SAM), round_id, closes_on=LATER)
    with pytest.raises(Stale, match=r"Sam saved this while you were typing \(“Extend round”\)"):
        office.write(
            "Extend", rounds.extend, round_id, version=seen, closes_on=LATER + DAY, closes_time="17:00", reason="Mine"
        )


# closing


def test_a_round_is_closed_for_good_after_its_last_day(office: Office) -> None:
    round_id = opened(office)
    assert refusal(office, rounds.close, round_id, version=None, day=CLOSES) == (
        "Bids were invited until 17:00 on 15 June 2018. Close it after that day.",
        None,
    )
    office.write("Close", rounds.close, round_id, version=read(office, round_id).version, day=CLOSES + DAY)
    assert (read(office, round_id).closed_on, read(office, round_id).state(OPENS)) == (CLOSES + DAY, "Closed")
    assert refusal(office, rounds.close, round_id, version=None, day=LATER) == (
        "It was closed on 16 June 2018 already.",
        None,
    )
    office.undo()
    assert read(office, round_id).closed_on is None


def test_a_rolling_round_is_closed_on_any_day_and_a_draft_on_none(office: Office) -> None:
    round_id = whole(office, kind="rolling", closes_on=None, panel_on=None)
    assert refusal(office, rounds.close, round_id, version=None, day=OPENS) == (
        "It has not been opened. Archive it if it is not wanted.",
        None,
    )
    office.write("Meet", terms.add_meeting, round_id, closes_on=CLOSES, meets_on=PANEL)
    open_(office, round_id)
    assert refusal(office, rounds.close, round_id, version=None, day=OPENS - DAY) == (
        "It was only opened on 1 May 2018.",
        None,
    )
    office.write("Close", rounds.close, round_id, version=None, day=OPENS)
    assert refusal(office, terms.add_meeting, round_id, closes_on=LATER, meets_on=LATER) == (
        "It was closed on 1 May 2018.",
        None,
    )
