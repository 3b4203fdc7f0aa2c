"""What is missing of a bid and whose it is to give, and the text to chase it by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.door import Office
from app.grants import bids, missing
from app.grants.missing import Missing
from app.grants.parts import ApplicationRecord, EndorsementRecord
from app.money import Pence
from tests.app.grants.applied import CLOSES, WHOLE, Applied

ASKED = EndorsementRecord("e", 1, "p", "Safer Anytown", date(2026, 6, 2), None, "", "")


@pytest.fixture
def desk(office: Office) -> Applied:
    return Applied(office)


def said(a: ApplicationRecord, desk: Applied) -> list[tuple[str, str]]:
    """What keeps a bid from being scored, and where."""
    return [(one.what, one.field) for one in missing.blocking(a, desk.round)]


def test_a_bid_that_lacks_nothing_waits_for_a_partnership_to_be_asked_alone(desk: Applied) -> None:
    one = desk.read(desk.add_whole())
    asked = Missing("No partnership has been asked for its view.", "endorsements", "office", blocks=False)
    assert missing.missing(one, desk.round) == [asked]
    waits = missing.missing(replace(one, endorsements=(ASKED,)), desk.round)
    assert waits == [
        Missing("A view on it, asked on 2 June 2026.", "endorsements", "partner", "Safer Anytown", blocks=False)
    ]
    assert missing.missing(replace(one, endorsements=(replace(ASKED, view="against"),)), desk.round) == []


@pytest.mark.parametrize(
    ("change", "what", "field"),
    [
        ({"received_on": None}, "The day it arrived is not known.", "received_on"),
        (
            {"received_on": CLOSES, "received_time": ""},
            "It arrived on the closing day, and the time is not known.",
            "received_time",
        ),
        ({"summary": ""}, "It does not say what the project is for.", "summary"),
        ({"starts_on": None}, "It does not say when the project starts.", "starts_on"),
        ({"ends_on": None}, "It does not say when the project ends.", "ends_on"),
        ({"beneficiaries": None}, "It does not say how many people it reaches.", "beneficiaries"),
        ({"beneficiaries_who": ""}, "It does not say who the people are that it reaches.", "beneficiaries_who"),
        (
            {"with_children": True, "with_adults": True},
            "It works with children and adults at risk, and there is no safeguarding policy.",
            "has_safeguarding",
        ),
        ({"local_support": ""}, "It does not show local support.", "local_support"),
        ({"duplicates": ""}, "It does not say whether it duplicates a statutory or funded service.", "duplicates"),
        (
            {"substitutes_evidence": ""},
            "It does not show how it is known whether it takes the place of statutory funding.",
            "substitutes_evidence",
        ),
        ({"exit_plan": ""}, "It does not say what happens once the grant has ended.", "exit_plan"),
        (
            {"is_continuation": True},
            "It continues a project and does not say what that delivered so far.",
            "past_delivery",
        ),
        ({"costs": ()}, "It has no costs.", "costs"),
        ({"areas": ()}, "It does not say for which areas it is.", "areas"),
        ({"priorities": (("x", "Other", 1000),)}, "“Other” is not a priority of this round.", "priorities"),
        ({"gates": ()}, "Question 1 of the gate is not answered: Not for profit", "gate"),
        ({"answers": ()}, "Question 1 is not answered: What changes?", "answers"),
    ],
)
def test_each_thing_is_told_where_it_belongs(desk: Applied, change: dict[str, Any], what: str, field: str) -> None:
    one = replace(desk.read(desk.add_whole()), **change)
    assert (what, field) in said(one, desk)
    assert {where for _, where in said(one, desk)} == {field}


@pytest.mark.parametrize(
    ("pence", "what"),
    [
        (499_99, ["£499.99 is asked for; the smallest grant is £500."]),
        (500_00, []),
        (20_000_00, []),
        (20_000_01, ["£20,000.01 is asked for; the largest grant is £20,000."]),
        (None, ["It does not say how much is asked for."]),
    ],
)
def test_a_request_is_held_against_the_smallest_and_the_largest_grant(
    desk: Applied, pence: int | None, what: list[str]
) -> None:
    one = replace(desk.read(desk.add_whole()), requested=None if pence is None else Pence(pence))
    assert [told for told, field in said(one, desk) if field == "requested"] == what


def test_costs_that_foot_to_the_penny_are_not_told_and_a_penny_off_is(desk: Applied) -> None:
    one = desk.read(desk.add_whole())
    assert one.asked == one.requested
    off = replace(one, requested=Pence(one.asked + 1))
    assert said(off, desk) == [("The costs ask for £6,000; £6,000.01 is asked for in all.", "costs")]
    gap = [each for each in missing.missing(replace(one, matches=()), desk.round) if each.field == "matches"]
    assert [each.what for each in gap] == ["£2,000 of the costs is neither asked for nor comes from elsewhere."]
    assert not gap[0].blocks


def test_shares_are_told_until_they_come_to_all_of_it(desk: Applied) -> None:
    key = desk.add_whole()
    desk.areas(key, {f"{desk.east}:share": 995})
    assert said(desk.read(key), desk) == [("Its areas come to 99.5 %, not 100 %.", "areas")]


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("long", "one two three four five", ""),
        ("long", "one two three four five six", "has 6 words; at most 5 are read."),
        ("number", "1,200", ""),
        ("number", "many", "cannot be read: “many” is not"),
        ("amount", "£1,200", ""),
        ("amount", "much", "cannot be read: “much” is not"),
        ("day", "1 May 2026", ""),
        ("day", "soon", "cannot be read: “soon” is not"),
        ("yesno", "No", ""),
        ("yesno", "perhaps", "is neither yes nor no."),
    ],
)
def test_an_answer_has_to_fit_what_was_asked(desk: Applied, kind: str, text: str, told: str) -> None:
    r = desk.round
    question = replace(r.questions[0], kind=kind)
    one = replace(desk.read(desk.add_whole()), answers=((question.id, text),))
    found = [each.what for each in missing.blocking(one, replace(r, questions=(question,)))]
    assert [each.startswith(f"The answer to question 1 {told}") for each in found] == ([True] if told else [])


def test_a_question_of_the_gate_that_is_not_passed_is_told_with_its_reason(desk: Applied) -> None:
    key, gate = desk.add_whole(), desk.round.gates[1].id
    desk.gate(key, {f"{desk.round.gates[0].id}:passes": "yes", f"{gate}:passes": "no", f"{gate}:reason": "In Kent"})
    assert said(desk.read(key), desk) == [("It does not pass question 2 of the gate: In Kent", "gate")]


def test_an_expression_of_interest_is_asked_for_little(office: Office) -> None:
    desk = Applied(office, interest_first=True)
    given: dict[str, Any] = {"organisation": "Harbour Advice", "project": "Shelter", "received_on": CLOSES}
    key = office.write("Add", bids.add, round_id=desk.round_id, stage="interest", received_time="9:00", **given)
    assert {field for _, field in said(desk.read(key), desk)} == {"gate"}


def test_a_direct_award_lacks_the_same_without_a_round(desk: Applied) -> None:
    given: dict[str, Any] = WHOLE | {"line_id": desk.line, "direct_reason": "Only they can"}
    one = desk.read(desk.office.write("Add award", bids.add_direct, **given))
    assert [each.field for each in missing.blocking(one, None)] == ["costs", "areas", "priorities"]


# whom to chase


def test_what_is_to_be_chased_is_told_by_organisation_and_bid(desk: Applied) -> None:
    desk.add_whole(exit_plan="", organisation="Zebra Trust")
    desk.add_whole(exit_plan="", local_support="", organisation="ark trust", project="Ark")
    away = desk.add(organisation="Gone Trust")
    desk.move(away, "withdrawn", "They moved")
    assert desk.office.read(missing.chase, desk.round_id) == (
        "Community Safety Fund (CSF-2026): what is still to come\n"
        "\n"
        "ark trust\n"
        "  CSF-2026-002, Ark\n"
        "  - It does not show local support.\n"
        "  - It does not say what happens once the grant has ended.\n"
        "\n"
        "Zebra Trust\n"
        "  CSF-2026-001, Night shelter\n"
        "  - It does not say what happens once the grant has ended.\n"
        "\n"
        "For this office to do\n"
        "  CSF-2026-001, Night shelter\n"
        "  - No partnership has been asked for its view.\n"
        "  CSF-2026-002, Ark\n"
        "  - No partnership has been asked for its view.\n"
    )


def test_a_round_nobody_is_to_be_chased_for_says_so(desk: Applied) -> None:
    text = desk.office.read(missing.chase, desk.round_id)
    assert text == "Community Safety Fund (CSF-2026): nothing is missing.\n"
