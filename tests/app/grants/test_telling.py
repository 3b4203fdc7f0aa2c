"""What an officer reads of an application, what is missing first, and what never leaves the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.grants import applicants, checks, endorsements, telling
from app.grants.missing import Missing
from app.grants.parts import CostRecord, GateAnswerRecord, GateRecord, MatchRecord, QuestionRecord, StepRecord
from app.listing import totals
from app.money import Pence
from app.told import Part
from app.years import SLASH
from tests.app.grants.checked import DAY, bid, check, diligence, record, round_, whole, whole_round
from tests.app.grants.told import everything, read, rows


def told(a: Any, r: Any = None, **given: Any) -> dict[str, Part]:
    return read(telling.application_parts(a, r, day=DAY, style=SLASH, **given))


def costs(*lines: tuple[int, int]) -> tuple[CostRecord, ...]:
    return tuple(
        CostRecord(str(at), 1, at, f"Item {at}", Pence(amount * 100), Pence(asked * 100))
        for at, (amount, asked) in enumerate(lines, 1)
    )


def match(kind: str, pounds: int, *, certain: bool = True) -> MatchRecord:
    return MatchRecord("m", 1, 1, "Parish of Anytown", kind, Pence(pounds * 100), certain)


# an application


def test_what_is_missing_is_read_first() -> None:
    known = [
        Missing("It has no costs.", "costs", "applicant", "Evening Club Trust"),
        Missing("No day.", "day", "office"),
    ]
    less = Missing("£5 is not found yet.", "matches", "applicant", "Evening Club Trust", blocks=False)
    parts = told(record(), missing=[*known, less])
    assert next(iter(parts)) == "Still missing"
    assert parts["Still missing"].facts == (
        ("Evening Club Trust", "It has no costs."),
        ("", "£5 is not found yet. It may be scored without."),
        ("This office", "No day."),
    )
    assert "Still missing" not in told(record())


def test_an_application_says_who_asks_for_how_much_and_when_it_came(office: Office) -> None:
    round_id = round_(office)
    a, r = whole(office, bid(office, 4_000, round_id=round_id)), whole_round(office, round_id)
    said = dict(told(a, r)["Application"].facts)
    assert said == {
        "State": "Ready to score",
        "Organisation": "Evening Club Trust",
        "Asked for": "£4,000",
        "Round": "Community safety development fund, 2026/27",
        "Received": "20 January 2026 at 09:30",
        "Arrived as": "Typed in by the office",
    }
    assert telling.subtitle(a) == "Evening Club Trust · £4,000 · CSDF-2026-001"
    assert telling.subtitle(replace(a, requested=None)) == "Evening Club Trust · CSDF-2026-001"


def test_one_that_came_after_the_closing_minute_is_told_so(office: Office) -> None:
    round_id = round_(office)
    r = whole_round(office, round_id)
    a = replace(record(), received_on=date(2026, 2, 6), received_time="17:00")
    assert dict(told(a, r)["Application"].facts)["Received"] == "6 February 2026 at 17:00"
    late = replace(a, received_time="17:01")
    assert (
        dict(told(late, r)["Application"].facts)["Received"] == "6 February 2026 at 17:01, after the round had closed"
    )


def test_a_direct_award_says_why_it_is_outside_a_round(office: Office) -> None:
    said = dict(told(whole(office, bid(office)))["Application"].facts)
    assert said["Why outside a round"] == "Only one body does it"
    assert "Round" not in said


def test_costs_that_foot_say_so_and_those_that_do_not_say_by_how_much() -> None:
    a = record(3_000, costs=costs((2_500, 2_000), (1_500, 1_000)), matches=(match("cash", 1_000),))
    parts = told(a)
    assert rows(parts["Costs"]) == [("Item 1", 250_000, 200_000), ("Item 2", 150_000, 100_000)]
    assert parts["Costs"].words == ("The lines come to the £3,000 that is asked for.",)
    assert dict(parts["Application"].facts)["Whole cost"] == "£4,000"
    apart = told(replace(a, requested=Pence(3_500_00), matches=()))["Costs"].words
    assert apart == (
        "The lines ask for £3,000; £3,500 is asked for in all.",
        "£1,000 of the cost is neither asked for nor found elsewhere.",
    )
    more = told(replace(a, matches=(match("cash", 1_200),)))["Costs"].words
    assert more[1] == "What is asked for and found elsewhere is £200 more than it costs."


def test_match_funding_in_cash_and_in_kind_stands_apart() -> None:
    both = told(record(matches=(match("cash", 500), match("in kind", 300, certain=False))))["Match funding"]
    assert rows(both) == [("Parish of Anytown", 50_000, None, "Yes"), ("Parish of Anytown", None, 30_000, "Not yet")]
    assert both.totalled
    assert both.opens == "matches"


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.integers(0, 30_000_00))
def test_the_shares_of_a_request_come_to_it_and_what_is_missing_is_told(tenths: list[int], pence: int) -> None:
    shares = tuple((str(at), f"Area {at}", share) for at, share in enumerate(tenths))
    part = told(record(requested=Pence(pence), areas=shares))["Areas"]
    assert part.table is not None
    came_to = totals(part.table.columns, part.table.lines, "")[2]
    assert isinstance(came_to, int)
    if sum(tenths) >= 1000:
        assert came_to == pence
    else:
        assert came_to <= pence
    assert bool(part.words) == (sum(tenths) != 1000)


def test_shares_are_read_in_percent() -> None:
    shares = (("x", "Safer roads", 667), ("y", "Safer homes", 333))
    assert rows(told(record(300, priorities=shares))["Priorities"]) == [
        ("Safer roads", "66.7 %", 20_010),
        ("Safer homes", "33.3 %", 9_990),
    ]
    assert rows(told(record(None, priorities=shares))["Priorities"])[0] == ("Safer roads", "66.7 %", None)
    short = told(record(300, priorities=shares[:1]))["Priorities"].words
    assert short == ("The shares come to 66.7 %, not to 100 %.",)


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        ({}, (("Works with", "Neither children nor adults at risk"),)),
        ({"with_children": True}, (("Works with", "Children"), ("Policy", "Not shown"))),
        (
            {
                "with_children": True,
                "with_adults": True,
                "has_safeguarding": True,
                "safeguarding_on": date(2025, 6, 1),
            },
            (("Works with", "Children and adults at risk"), ("Policy", "Shown, last reviewed on 1 June 2025")),
        ),
    ],
)
def test_who_may_come_to_harm_is_read_with_the_policy(given: dict[str, Any], facts: tuple[Any, ...]) -> None:
    assert told(record(**given))["Safeguarding"].facts == facts


def test_what_every_application_has_to_answer_is_told_also_where_nobody_has() -> None:
    title = "Support, duplication and what comes after"
    assert {value for _, value in told(record())[title].facts} == {"Not answered"}
    a = record(duplicates="no", duplicates_evidence="None nearby", substitutes="yes", exit_plan="Fees")
    said = dict(told(a)[title].facts)
    assert said["Duplicates a statutory or funded service"] == "No: None nearby"
    assert said["Takes the place of statutory funding"] == "Yes"
    assert said["Once the grant has ended"] == "Fees"
    assert title not in told(record(stage="interest"))


def test_the_rounds_own_questions_are_read_with_their_answers_and_its_gate(office: Office) -> None:
    r = replace(
        whole_round(office, round_(office)),
        questions=(
            QuestionRecord("q1", 1, 1, "Who takes part?", "", "long", True, None, False),
            QuestionRecord("q2", 1, 2, "Where?", "", "short", True, None, True),
        ),
        gates=(
            GateRecord("g1", 1, 1, "In Essex?"),
            GateRecord("g2", 1, 2, "A charity?"),
            GateRecord("g3", 1, 3, "Open?"),
        ),
    )
    answered = (GateAnswerRecord("x", 1, "g1", True, ""), GateAnswerRecord("y", 1, "g2", False, "A company"))
    a = record(answers=(("q1", "Forty people"), ("gone", "Kept words")), gates=answered)
    parts = told(a, r)
    assert parts["Answers"].facts == (
        ("Who takes part?", "Forty people"),
        ("Where?", "Not answered"),
        ("A question put away since", "Kept words"),
    )
    assert rows(parts["Eligibility gate"]) == [
        ("In Essex?", "Passes", ""),
        ("A charity?", "Does not pass", "A company"),
        ("Open?", "Not answered", ""),
    ]
    first = told(replace(a, stage="interest"), r)["Answers"].facts
    assert first == (
        ("Where?", "Not answered"),
        ("Who takes part?", "Forty people"),
        ("A question put away since", "Kept words"),
    )


def test_checks_that_were_made_and_those_still_to_make_are_read_apart() -> None:
    found = (
        diligence("identity", "conditions", key="i", conditions="Send the deed", evidence="Deed of 2019"),
        diligence("bank", second_by="", key="b"),
        diligence("finance", key="f", expires_on=date(2026, 3, 20)),
    )
    a = record(4_000, diligence=found)
    parts = told(a, outcome=checks.outcome(a, DAY))
    made = parts["Due diligence: checks missing"]
    assert made.opens == "check"
    assert rows(made) == [
        ("Identity and governing document", "With conditions", None),
        ("Accounts and cash", "Clear", date(2026, 3, 20)),
        ("Bank details called back", "Waits for a second person", None),
    ]
    assert made.words == (
        "Accounts and cash has to be checked again by 20 March 2026.",
        "Identity and governing document: 10 February 2026, A Person. Deed of 2019",
        "Accounts and cash: 10 February 2026, A Person.",
        "Bank details called back: 10 February 2026, A Person.",
    )
    open_ = parts["Still to be checked"]
    assert open_.opens == "check new"
    assert open_.table is not None
    assert [line.id for line in open_.table.lines] == ["policies", "double funding", "bank"]
    assert parts["Conditions that go with an award"].words == ("Identity and governing document: Send the deed",)


def test_views_of_others_and_how_it_came_to_its_state_are_read(office: Office) -> None:
    application_id = bid(office)
    office.write(
        "Record view",
        endorsements.add,
        application_id,
        organisation="Safer Anytown",
        replied_on=date(2026, 2, 16),
        view="support",
        words="Much needed.",
    )
    a = replace(
        whole(office, application_id),
        steps=(StepRecord("s", "received", "It came by post", date(2026, 1, 21)),),
        endorsements=whole(office, application_id).endorsements,
    )
    parts = told(a)
    assert rows(parts["Views of others"]) == [("Safer Anytown", None, date(2026, 2, 16), "Support")]
    assert parts["Views of others"].words == ("Safer Anytown: Much needed.",)
    assert rows(parts["How it came to its state"]) == [(date(2026, 1, 21), "Received", "It came by post")]


def test_contacts_notes_and_who_checked_are_read_on_the_screen_and_never_printed(office: Office) -> None:
    application_id = bid(office, 500, note="Rang twice")
    check(office, application_id, "bank", checked_by="Named Officer", second_by="Other Officer", evidence="Rang back")
    body = whole(office, application_id).organisation_id
    office.write(
        "Add contact",
        applicants.add_contact,
        body,
        person="Named Person",
        post="Chair",
        email="chair@example.org",
        telephone="01632 960000",
    )
    people = office.read(applicants.contacts, body)
    personal = ("Named Person", "chair@example.org", "01632 960000", "Rang twice", "Named Officer", "Other Officer")
    screen = everything(told(whole(office, application_id), contacts=people))
    printed = everything(told(whole(office, application_id), contacts=people, printable=True))
    assert all(words in screen for words in personal)
    assert not any(words in printed for words in personal)
    assert "Rang back" not in printed
    assert "Bank details called back" in printed
