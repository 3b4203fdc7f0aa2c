"""Rounds as drafts: what is typed about them, copied from last year's, put away; saved over nobody and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import areas, plans
from app.door import Office
from app.errors import Stale
from app.funds import lines
from app.grants import reading, rounds, terms
from app.grants.parts import RoundRecord
from tests.app.grants import invited
from tests.app.grants.invited import CLOSES, TERMS, add, read, whole
from tests.conftest import Open
from tests.factories import SAM, add_line, add_organisation, add_priority, refusal


def area(office: Office, name: str) -> str:
    return office.write("Add area", areas.add_area, name=name, kind="District")


def change(office: Office, round_id: str, **given: Any) -> None:
    office.write("Change round", rounds.change, round_id, version=read(office, round_id).version, **given)


def content(r: RoundRecord) -> tuple[Any, ...]:
    """What a copy is to have of a round, without the keys of its parts."""
    return (
        [(one.place, one.text) for one in r.gates],
        [(one.place, one.name, one.guidance, one.weight, one.maximum, one.is_information) for one in r.criteria],
        [
            (one.place, one.text, one.help, one.kind, one.is_required, one.most_words, one.asked_first)
            for one in r.questions
        ],
    )


def test_a_round_is_kept_as_it_is_typed(office: Office) -> None:
    north, theft = area(office, "North"), add_priority(office, "Theft")
    given: dict[str, Any] = {
        "reference": " DEV-18 ",
        "purpose": "New ideas",
        "over": 5_000_00,
        "over_approver": "The chief finance officer",
        "minimum": 500_00,
        "interest_first": True,
        "opens_on": date(2018, 5, 1),
        "interest_closes_on": date(2018, 5, 20),
        "closes_time": "5pm",
        "decision_on": date(2018, 7, 20),
        "expected_bids": 171,
        "reading_minutes": 30,
        "applicant_hours": 12,
        "area_ids": (north, north),
        "priority_ids": (theft,),
    }
    r = read(office, add(office, **given))
    assert rounds.as_typed(r) == {
        **TERMS,
        **given,
        "kind": "round",
        "line_id": r.line_id,
        "reference": "DEV-18",
        "closes_time": "17:00",
        "area_ids": (north,),
    }
    assert (r.areas, r.priorities) == (((north, "North"),), ((theft, "Theft"),))
    assert (r.opened_on, r.closed_on, r.version_mark, r.is_frozen, r.state(CLOSES)) == (None, None, 0, False, "Draft")


def test_a_choice_left_empty_is_all_areas_and_an_empty_amount_nothing(office: Office) -> None:
    r = read(office, add(office, area_ids=None, priority_ids=None, over=None))
    assert (r.areas, r.priorities, r.over, r.over_approver) == ((), (), 0, "")


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"reference": " "}, "The reference is needed.", "reference"),
        ({"name": ""}, "The name is needed.", "name"),
        ({"kind": ""}, "How it closes is needed.", "kind"),
        ({"kind": "weekly"}, "“weekly” cannot be chosen here.", "kind"),
        ({"line_id": ""}, "The budget line is needed.", "line_id"),
        ({"line_id": "gone"}, "This budget line has been put away. Choose another one.", "line_id"),
        ({"year": None}, "The financial year is needed.", "year"),
        ({"year": 1066}, "Type a year from 1990/91 to 2099/00.", "year"),
        ({"pot": None}, "The pot is needed.", "pot"),
        ({"pot": 0}, "The pot must be more than £0.", "pot"),
        ({"pot": -1}, "An amount cannot be below £0.", "pot"),
        ({"pot": 10**12}, "That is more than the desk keeps in one amount (£1,000,000,000).", "pot"),
        ({"over": 1}, "Say who approves that more is awarded than the pot holds.", "over_approver"),
        ({"over": -1}, "An amount cannot be below £0.", "over"),
        ({"minimum": -1}, "An amount cannot be below £0.", "minimum"),
        ({"minimum": 20_000_01}, "The largest grant is below the smallest.", "maximum"),
        ({"maximum": 0}, "The largest grant must be more than £0. Leave it empty for none.", "maximum"),
        ({"maximum": 100_000_01}, "The largest grant is more than there is to award (£100,000).", "maximum"),
        ({"closes_time": ""}, "The closing time is needed.", "closes_time"),
        ({"closes_time": "tea"}, "“tea” is not a time. Type it like 17:00.", "closes_time"),
        ({"opens_on": date(2018, 6, 16)}, "It closes before it opens.", "closes_on"),
        ({"panel_on": date(2018, 6, 14)}, "The panel meets before it closes.", "panel_on"),
        ({"decision_on": date(2018, 7, 9)}, "Decisions are made before the panel meets.", "decision_on"),
        (
            {"opens_on": date(1900, 1, 1)},
            "1 January 1900 is too far away. Type a day from 1990 to 2099.",
            "opens_on",
        ),
        (
            {"interest_closes_on": CLOSES},
            "Say that expressions of interest come first, or leave this day empty.",
            "interest_closes_on",
        ),
        (
            {"interest_first": True, "interest_closes_on": date(2018, 6, 16)},
            "It closes before expressions of interest close.",
            "closes_on",
        ),
        (
            {"kind": "rolling", "interest_first": True, "interest_closes_on": CLOSES},
            "A rolling round takes expressions of interest at any time. Leave this empty.",
            "interest_closes_on",
        ),
        ({"expected_bids": 0}, "Type a number from 1 to 100,000, or leave it empty.", "expected_bids"),
        ({"reading_minutes": 1_441}, "Type a number from 1 to 1,440, or leave it empty.", "reading_minutes"),
        ({"applicant_hours": -1}, "Type a number from 1 to 1,000, or leave it empty.", "applicant_hours"),
        ({"area_ids": ("gone",)}, "One area that was chosen has been put away. Choose again.", "area_ids"),
        (
            {"priority_ids": ("gone",)},
            "One priority that was chosen has been put away. Choose again.",
            "priority_ids",
        ),
    ],
)
def test_bad_input_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    typed = {**TERMS, "line_id": add_line(office, pounds=150_000), **given}
    assert refusal(office, rounds.add, **typed) == (message, field)
    round_id = add(office, reference="OTHER")
    version = read(office, round_id).version
    assert refusal(office, rounds.change, round_id, version=version, **given) == (message, field)


def test_two_rounds_never_share_a_reference_however_it_is_written(office: Office) -> None:
    first = add(office)
    other = add(office, reference="NEW-2018")
    twin = ("There is already a round with this reference.", "reference")
    typed = {**TERMS, "line_id": read(office, first).line_id, "reference": "dev-2018 "}
    assert refusal(office, rounds.add, **typed) == twin
    assert refusal(office, rounds.change, other, version=None, reference="dev-2018") == twin
    assert refusal(office, rounds.copy, other, reference="Dev-2018", name="Again", year=2019) == twin
    office.write("Archive", rounds.archive, first)
    change(office, other, reference="dev-2018")
    assert refusal(office, rounds.archive, first, back=True) == twin


def test_what_is_not_typed_stays_and_places_are_set_to_those_chosen(office: Office) -> None:
    north, south = area(office, "North"), area(office, "South")
    round_id = add(office, area_ids=(north,), purpose="New ideas")
    change(office, round_id, area_ids=(south,))
    r = read(office, round_id)
    assert (r.areas, r.purpose) == (((south, "South"),), "New ideas")
    change(office, round_id, area_ids=(north, south), name="Other")
    assert [name for _, name in read(office, round_id).areas] == ["North", "South"]
    change(office, round_id, area_ids=None)
    assert read(office, round_id).areas == ()


def test_what_was_put_away_since_may_stay_and_is_not_chosen_again(office: Office) -> None:
    north = area(office, "North")
    round_id = add(office, area_ids=(north,))
    line_id = read(office, round_id).line_id
    office.write("Archive area", areas.archive_area, north)
    office.write("Archive line", lines.archive, line_id)
    change(office, round_id, name="Other name")
    assert read(office, round_id).areas == ((north, "North"),)
    assert refusal(office, rounds.add, **{**TERMS, "reference": "X", "line_id": line_id})[1] == "line_id"


def test_nobody_saves_over_what_somebody_else_has_saved_of_a_round_or_its_terms(
    office: Office, path: Path, opened: Open
) -> None:
    round_id = add(office)
    seen = read(office, round_id).version
    sam = opened(path, SAM)
    sam.write("Add criterion", terms.add_criterion, round_id, name="Need", weight=1_000, maximum=5)
    saves: tuple[tuple[Any, dict[str, Any]], ...] = (
        (rounds.change, {"name": "Mine"}),
        (rounds.archive, {}),
        (rounds.open_, {"day": CLOSES}),
        (rounds.expect, {"expected_bids": 1, "reading_minutes": None, "applicant_hours": None}),
    )
    for use_case, given in saves:
        with pytest.raises(Stale, match=r"Sam saved this while you were typing \(“Add criterion”\)"):
            office.write("Save", use_case, round_id, version=seen, **given)
    assert read(office, round_id).name == TERMS["name"]


def test_another_area_of_a_colleague_is_not_saved_over(office: Office) -> None:
    north = area(office, "North")
    round_id = add(office)
    seen = read(office, round_id).version
    change(office, round_id, area_ids=(north,))
    with pytest.raises(Stale):
        office.write("Change round", rounds.change, round_id, version=seen, area_ids=())


def test_every_save_is_one_step_that_can_be_undone(office: Office) -> None:
    north = area(office, "North")
    round_id = add(office)
    before = read(office, round_id)
    change(office, round_id, pot=90_000_00, area_ids=(north,), closes_on=date(2018, 6, 20))
    office.undo()
    after = read(office, round_id)
    assert rounds.as_typed(after) == rounds.as_typed(before)
    office.redo()
    assert read(office, round_id).areas == ((north, "North"),)
    office.undo()
    added = office.last_seq()
    copied = office.write("Copy", rounds.copy, round_id, reference="DEV-2019", name="Next", year=2019)
    assert office.last_seq() == added + 1
    office.undo()
    assert [one.id for one in office.read(reading.rounds)] == [round_id]
    assert read(office, copied).archived


# what the planner is told


def test_what_is_expected_is_kept_also_of_an_open_round(office: Office) -> None:
    round_id = invited.opened(office)
    given: dict[str, Any] = {"expected_bids": 171, "reading_minutes": 30, "applicant_hours": None}
    office.write("Expect", rounds.expect, round_id, version=None, **given)
    r = read(office, round_id)
    assert (r.expected_bids, r.reading_minutes, r.applicant_hours) == (171, 30, None)
    assert refusal(office, rounds.expect, round_id, version=None, **{**given, "expected_bids": 0}) == (
        "Type a number from 1 to 100,000, or leave it empty.",
        "expected_bids",
    )


# copying


def test_next_years_round_has_the_terms_of_this_one_and_none_of_its_days(office: Office) -> None:
    north, theft = area(office, "North"), add_priority(office, "Theft")
    old = invited.opened(
        office, area_ids=(north,), priority_ids=(theft,), over=1_00, over_approver="Sam", purpose="New ideas"
    )
    new = office.write("Copy", rounds.copy, old, reference="DEV-2019", name="Fund 2019", year=2019)
    was, r = read(office, old), read(office, new)
    assert content(r) == content(was)
    assert {one.id for one in r.questions}.isdisjoint(one.id for one in was.questions)
    assert (r.reference, r.name, r.year, r.pot, r.purpose) == ("DEV-2019", "Fund 2019", 2019, was.pot, "New ideas")
    assert (r.areas, r.priorities, r.maximum, r.closes_time) == (was.areas, was.priorities, was.maximum, "17:00")
    assert (r.opens_on, r.closes_on, r.panel_on, r.opened_on, r.version_mark) == (None, None, None, None, 0)
    assert (r.over, r.over_approver) == (0, "")
    assert r.expected_bids is None


def test_a_copy_keeps_its_own_terms_whatever_becomes_of_the_other(office: Office) -> None:
    old = whole(office)
    new = office.write("Copy", rounds.copy, old, reference="DEV-2019", name="Next", year=2019)
    before = content(read(office, new))
    gate = read(office, old).gates[0]
    office.write("Change gate", terms.change_gate, gate.id, version=gate.version, text="Is it new?")
    office.write("Archive", terms.archive_criterion, read(office, old).criteria[0].id)
    assert content(read(office, new)) == before


def test_a_copy_expects_as_many_bids_as_came_and_leaves_out_what_was_put_away(office: Office) -> None:
    north, south = area(office, "North"), area(office, "South")
    theft, homes = add_priority(office, "Theft"), add_priority(office, "Homes")
    old = whole(office, expected_bids=10, area_ids=(north, south), priority_ids=(theft, homes))
    copied = office.write("Copy", rounds.copy, old, reference="A", name="A", year=2019)
    assert read(office, copied).expected_bids == 10
    body = add_organisation(office)
    for at, state in enumerate(("received", "withdrawn", "draft")):
        office.write("Bid", invited.add_bid, old, body, at, state)
    office.write("Archive area", areas.archive_area, north)
    office.write("Archive priority", plans.archive_priority, homes)
    r = read(office, office.write("Copy", rounds.copy, old, reference="B", name="B", year=2019))
    assert (r.expected_bids, r.areas, r.priorities) == (2, ((south, "South"),), ((theft, "Theft"),))


def test_a_copy_of_a_round_whose_line_is_gone_is_made_and_told_of_it_before_it_opens(office: Office) -> None:
    old = whole(office, over=1_00, over_approver="Sam", maximum=100_001_00)
    office.write("Archive line", lines.archive, read(office, old).line_id)
    new = office.write("Copy", rounds.copy, old, reference="DEV-2019", name="Next", year=2019)
    assert read(office, new).maximum == read(office, new).pot
    told = [one.field for one in office.read(rounds.before_opening, new, day=CLOSES)]
    assert "line_id" in told


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reference": ""}, "reference"), ({"name": " "}, "name"), ({"year": None}, "year")],
)
def test_a_copy_without_its_own_words_is_refused_beside_the_box(office: Office, given: Any, field: str) -> None:
    typed = {"reference": "DEV-2019", "name": "Next", "year": 2019, **given}
    assert refusal(office, rounds.copy, add(office), **typed)[1] == field


# putting away


def test_a_round_put_away_is_changed_by_nobody_until_it_is_back(office: Office) -> None:
    round_id = add(office)
    office.write("Archive", rounds.archive, round_id, version=read(office, round_id).version)
    assert office.read(reading.rounds) == []
    put_away = ("The round has been put away. Bring it back first.", None)
    assert refusal(office, rounds.change, round_id, version=None, name="Other") == put_away
    assert refusal(office, rounds.open_, round_id, version=None, day=CLOSES) == put_away
    assert refusal(office, terms.add_gate, round_id, text="Is it new?") == put_away
    office.write("Bring back", rounds.archive, round_id, back=True)
    assert [one.id for one in office.read(reading.rounds)] == [round_id]


def test_a_rolling_round_with_meetings_stays_one(office: Office) -> None:
    round_id = add(office, kind="rolling", closes_on=None, panel_on=None)
    office.write("Meet", terms.add_meeting, round_id, closes_on=CLOSES, meets_on=CLOSES)
    assert refusal(office, rounds.change, round_id, version=None, kind="round") == (
        "It has meetings, which only a rolling round has. Archive them first.",
        "kind",
    )
