"""Spending rules: which holds in a year, when its returns are due, and what cannot be a rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import rules
from app.allocations.rules import DEFAULT, SpendingRuleRecord
from app.allocations.spending_fields import LABELS, rule_values
from app.door import Office
from app.history import history
from app.money import MOST_PENCE
from app.years import first_day, last_day
from tests.factories import refusal

TYPED: dict[str, Any] = {
    "from_year": 2019,
    "amber_tenths": 25,
    "red_tenths": 75,
    "underspend_limit_pence": 5_000_00,
    "half_year_due": "15 November",
    "year_end_due": "30 June",
}


def add(office: Office, **given: Any) -> str:
    return office.write("Add rule", rules.add_rule, **{**TYPED, **given})


def test_an_office_without_a_rule_has_the_desks(office: Office) -> None:
    assert office.read(rules.rule_for, 2018) == DEFAULT
    assert office.read(rules.rules) == []
    assert DEFAULT.due_on(2018, "half-year") == date(2018, 10, 30)
    assert DEFAULT.due_on(2018, "year-end") == date(2019, 5, 31)


def test_a_rule_holds_from_its_year_until_the_next_begins(office: Office) -> None:
    add(office, from_year=2021, half_year_due="1 January")
    add(office)
    assert [office.read(rules.rule_for, year).from_year for year in (2018, 2019, 2020, 2021, 2030)] == [
        DEFAULT.from_year,
        2019,
        2019,
        2021,
        2021,
    ]
    assert office.read(rules.rule_for, 2021).due_on(2021, "half-year") == date(2022, 1, 1)


def test_a_rule_is_read_back_as_it_was_typed(office: Office) -> None:
    add(office)
    found = office.read(rules.rule_for, 2019)
    assert rule_values(found) == TYPED
    assert (found.half_year_due, found.year_end_due) == ((11, 15), (6, 30))


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"amber_tenths": 80}, ("Red must begin at or above amber, and both from 0 % to 100 %.", "red_tenths")),
        ({"red_tenths": 1_001}, ("Red must begin at or above amber, and both from 0 % to 100 %.", "red_tenths")),
        ({"underspend_limit_pence": -1}, ("The limit cannot be below £0.", "underspend_limit_pence")),
        (
            {"underspend_limit_pence": MOST_PENCE + 1},
            ("That is more than the desk keeps in one amount (£1,000,000,000).", "underspend_limit_pence"),
        ),
        (
            {"half_year_due": "30 September"},
            ("The half-year ends on 30 September. Give a day from 1 October to 31 March.", "half_year_due"),
        ),
        (
            {"year_end_due": "31 March"},
            ("The year ends on 31 March. Give a day from 1 April to 31 December.", "year_end_due"),
        ),
        (
            {"half_year_due": "29 February"},
            ("“29 February” is not a day of every year. Type it like 30 October.", "half_year_due"),
        ),
        (
            {"year_end_due": " soon "},
            ("“soon” is not a day of every year. Type it like 30 October.", "year_end_due"),
        ),
    ],
)
def test_a_rule_that_cannot_be_is_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(office, rules.add_rule, **{**TYPED, **given}) == refused
    rule = add(office)
    assert refusal(office, rules.change_rule, rule, version=1, **{**TYPED, **given}) == refused


def test_one_rule_begins_in_a_year(office: Office) -> None:
    add(office)
    refused = ("There is already a rule from that year on.", "from_year")
    assert refusal(office, rules.add_rule, **TYPED) == refused


def test_a_rule_is_changed_put_away_and_brought_back(office: Office) -> None:
    rule = add(office)
    office.write("Change", rules.change_rule, rule, version=1, **{**TYPED, "from_year": 2018, "red_tenths": 80})
    assert (office.read(rules.rule_for, 2018).red_tenths, office.read(rules.rule_for, 2018).version) == (80, 2)
    message, _ = refusal(office, rules.change_rule, rule, version=1, **TYPED)
    assert message.startswith("Jo saved this while you were typing (“Change”).")
    office.write("Archive", rules.archive_rule, rule)
    assert office.read(rules.rule_for, 2018) == DEFAULT
    office.write("Bring back", rules.archive_rule, rule, back=True)
    assert office.read(rules.rule_for, 2018).id == rule


def test_the_history_tells_a_rule_in_words(office: Office) -> None:
    rule = add(office)
    typed = {**TYPED, "from_year": 2020, "amber_tenths": 30, "half_year_due": "1 December"}
    office.write("Change the rule", rules.change_rule, rule, version=1, **typed)
    [newest] = office.read(history, most=1, labels=LABELS)
    assert newest.text == (
        "Change the rule: from the year from 2019/20 to 2020/21; amber beyond from 2.5 % to 3 %; "
        "half-year returns due by from 15 November to 1 December."
    )


@given(
    st.integers(1990, 2098),
    st.dates(date(2018, 10, 1), date(2019, 3, 31)),
    st.dates(date(2019, 4, 1), date(2019, 12, 31)),
)
def test_returns_are_due_after_what_they_are_of_has_ended_and_before_a_year_has_passed(
    year: int, half: date, whole: date
) -> None:
    rule = SpendingRuleRecord(
        "", 0, year, 0, 0, DEFAULT.underspend_limit_pence, (half.month, half.day), (whole.month, whole.day)
    )
    assert date(year, 9, 30) < rule.due_on(year, "half-year") <= last_day(year)
    assert last_day(year) < rule.due_on(year, "year-end") < first_day(year + 2)
