"""What an officer reads of a round: what it lacks and will take before it opens, how far its pot is asked for after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grants import planner, subscription, telling_round
from app.grants.lacking import Lack
from app.grants.parts import (
    ApplicationRecord,
    CriterionRecord,
    GateRecord,
    MeetingRecord,
    QuestionRecord,
    RoundRecord,
)
from app.listing import totals
from app.money import Pence
from app.told import Part
from app.years import SLASH
from tests.app.grants.sent import bid, round_
from tests.app.grants.told import read, rows

DAY = date(2018, 5, 1)
OPEN: dict[str, Any] = {"opened_on": date(2018, 4, 3), "opens_on": date(2018, 4, 3), "closes_on": date(2018, 5, 25)}
SHARES = {"areas": (("n", "North", 600), ("s", "South", 400)), "priorities": (("p", "Safer roads", 1000),)}


def told(r: RoundRecord, *bids: ApplicationRecord, day: date = DAY) -> dict[str, Part]:
    every = telling_round.round_parts(r, subscription.of_round(r, bids), planner.plan(r), day=day, style=SLASH)
    return read(every)


def test_before_it_opens_what_it_lacks_and_what_it_will_take_are_read_first() -> None:
    r = round_(maximum=Pence(1_000_00), expected_bids=100, reading_minutes=30, applicant_hours=8)
    parts = told(r)
    assert list(parts)[:2] == ["Still missing before it opens", "What running it takes"]
    assert "The closing day is missing." in parts["Still missing before it opens"].words
    found = subscription.of_round(r, ())
    more = [Lack("The line has £5 left.", "pot")]
    every = telling_round.round_parts(r, found, planner.plan(r), day=DAY, style=SLASH, lacks=more)
    assert read(every)["Still missing before it opens"].words == ("The line has £5 left.",)
    assert "How far the pot is asked for" not in parts
    assert "By area" not in parts


def test_each_way_to_run_it_is_told_in_the_same_figures_and_a_sentence() -> None:
    r = round_(maximum=Pence(1_000_00), expected_bids=100, reading_minutes=30, applicant_hours=8)
    part = told(r)["What running it takes"]
    assert part.table is not None
    assert [column.label for column in part.table.columns][1:] == [
        "Whole bids at once",
        "An expression of interest first",
        "An eligibility gate",
        "Two stages of reading",
    ]
    assert [(cells[0], cells[1]) for cells in rows(part)] == [
        ("Whole bids", "100"),
        ("Read by all", "100"),
        ("Funded", "10"),
        ("Odds", "10 %"),
        ("Each member", "50 hours"),
        ("Whole panel", "250 hours"),
        ("Applicants", "800 hours"),
        ("Per £1,000", "80 hours"),
    ]
    assert len(part.words) == 4
    assert part.words[0].startswith("10 bids of 100 can be funded at £1,000 each, about 1 in 10")


def test_what_the_planner_cannot_tell_it_asks_for() -> None:
    assert told(round_())["What running it takes"].words == (
        "Say how many bids are expected, and the planner tells what they will cost.",
    )
    some = told(round_(maximum=Pence(1_000_00), expected_bids=20))["What running it takes"].words
    assert some[-1].startswith("To tell the rest, give ")
    assert " and " in some[-1]


def test_once_it_is_open_how_far_the_pot_is_asked_for_is_read_first() -> None:
    r = round_(over=Pence(500_00), over_approver="Chief finance officer", **OPEN)
    bids = (
        bid("1", 60_000_00, **SHARES),
        bid("2", 43_000_00, state="ready", **SHARES),
        bid("3", None),
        bid("4", 1_000_00, state="withdrawn"),
        bid("5", 1_000_00, state="draft"),
    )
    parts = told(r, *bids)
    assert next(iter(parts)) == "How far the pot is asked for"
    assert parts["How far the pot is asked for"].facts == (
        ("State", "Open"),
        ("Pot", "£10,000, and £500 above it"),
        ("Asked for", "£103,000 by 3 bids, 10.3 times the pot"),
        ("Without an amount", "1 bid"),
        ("Withdrawn or not eligible", "1 bid"),
        ("Not handed in yet", "1 bid"),
    )
    assert ("Received", 2, 60_000_00) in rows(parts["By state"])
    assert rows(parts["By area"])[0] == ("North", 2, 61_800_00, "60 %", "6.18 times")
    assert rows(parts["By priority"])[0] == ("Safer roads", 2, 103_000_00, "100 %", "10.3 times")


@given(st.lists(st.tuples(st.integers(0, 20_000_00), st.integers(1, 999)), min_size=1, max_size=8))
def test_the_areas_of_a_round_come_to_what_is_asked_for(given: list[tuple[int, int]]) -> None:
    bids = [
        bid(str(at), pence, areas=(("n", "North", share), ("s", "South", 1000 - share)))
        for at, (pence, share) in enumerate(given)
    ]
    table = told(round_(**OPEN), *bids)["By area"].table
    assert table is not None
    assert totals(table.columns, table.lines, "Total")[2] == sum(pence for pence, _ in given)


def test_the_days_and_the_terms_it_was_invited_on_are_read() -> None:
    r = round_(
        **OPEN,
        purpose="Safer streets",
        minimum=Pence(500_00),
        maximum=Pence(2_000_00),
        interest_first=True,
        interest_closes_on=date(2018, 4, 20),
        panel_on=date(2018, 6, 12),
        extended_for="The hall was shut",
        areas=(("n", "North"), ("s", "South")),
    )
    parts = told(r)
    days, terms = dict(parts["Days"].facts), dict(parts["Terms"].facts)
    assert days["Closes"] == "25 May 2018 at 17:00"
    assert days["Expressions of interest by"] == "20 April 2018 at 17:00"
    assert days["Panel meets"] == "12 June 2018"
    assert days["Made later because"] == "The hall was shut"
    assert (terms["Smallest grant"], terms["Largest grant"]) == ("£500", "£2,000")
    assert (terms["Areas"], terms["Priorities"]) == ("North, South", "All of them")
    assert terms["Paid from"] == "Development (Community)"
    assert terms["Financial year"] == "2018/19"


def test_its_gate_criteria_questions_and_meetings_open_their_forms() -> None:
    r = round_(
        kind="rolling",
        interest_first=True,
        gates=(GateRecord("g", 1, 1, "In Essex?"),),
        criteria=(
            CriterionRecord("c", 1, 1, "Need", "Say who is worse off.", 600, 5, False),
            CriterionRecord("i", 1, 2, "Partners", "", 0, 5, True),
        ),
        questions=(QuestionRecord("q", 1, 1, "Who takes part?", "", "long", True, 200, True),),
        meetings=(MeetingRecord("m", 1, date(2018, 5, 20), date(2018, 6, 1)),),
    )
    parts = told(r)
    assert rows(parts["Eligibility gate"]) == [(1, "In Essex?")]
    assert rows(parts["Criteria"]) == [("Need", "60 %", 5), ("Partners", "For information", 5)]
    assert parts["Criteria"].words == ("Need: Say who is worse off.",)
    assert rows(parts["Questions of its own"]) == [("Who takes part?", "A long text", 200, "Yes")]
    assert parts["Questions of its own"].words == ("1 of them in the expression of interest.",)
    assert rows(parts["Meetings"]) == [(date(2018, 5, 20), date(2018, 6, 1))]
    opens = {
        title: parts[title].opens for title in ("Eligibility gate", "Criteria", "Questions of its own", "Meetings")
    }
    assert list(opens.values()) == ["gate", "criterion", "question", "meeting"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 4, 1), "opens on 3 April 2018"),
        (DAY, "open until 25 May 2018 at 17:00"),
        (date(2018, 5, 26), "closed"),
    ],
)
def test_the_line_under_its_name_says_how_it_stands(day: date, words: str) -> None:
    assert telling_round.subtitle(round_(**OPEN), day) == f"DEV-2018 · £10,000 · {words}"
    assert telling_round.subtitle(replace(round_(), opened_on=None), day).endswith("draft")
