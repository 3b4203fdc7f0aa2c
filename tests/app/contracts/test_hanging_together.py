"""What one part of a contract has to do with another: replaced options, breaks, conditions, partners, decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app import organisations
from app.contracts import (
    conditions,
    contracts,
    contributions,
    dates,
    notices,
    opened,
    options,
    people,
    reviews,
    standing,
    yearly,
)
from app.contracts.parts import AdjustmentRecord, BreakRecord, ConditionRecord, ContractRecord
from app.contracts.reading import contract
from app.documents import detach, documents
from app.door import Office
from app.errors import Refused
from app.money import Pence
from app.papers.expiry_report import after
from db.documents import Document
from tests.app.contracts.dated import OPTION, made
from tests.factories import add_document, refusal

BROKEN = BreakRecord("b1", 1, date(2021, 3, 31), None, "office", "taken", "")
MILLION = 1_000_000


def add(office: Office, **given: Any) -> str:
    """Three years from 1 April 2018 with an option of one; its id."""
    usual: dict[str, Any] = {
        "reference": "C1",
        "title": "ISVA service",
        "organisation": "First Light",
        "starts_on": date(2018, 4, 1),
        "ends_on": date(2021, 3, 31),
        "value": 30_000_00,
        "regime": "regulations-2015",
        "kind": "light-touch",
        "options": "12",
        "notice_before": 6,
    }
    return office.write("Add contract", contracts.add, **{**usual, **given})


def read(office: Office, contract_id: str) -> ContractRecord:
    return office.read(contract, contract_id)


def decide(office: Office, contract_id: str, step: Any, **given: Any) -> None:
    """Take or decline the first option."""
    first = read(office, contract_id).options[0]
    usual: dict[str, Any] = {
        "reference": "D1",
        "title": "Option",
        "decided_on": date(2020, 9, 1),
        "maker": "The Commissioner",
    }
    office.write("Decide", step, first.id, version=first.version, **usual, **given)


def test_an_option_agreed_in_the_place_of_a_declined_one_has_its_notice_among_the_dates(office: Office) -> None:
    mine = add(office)
    decide(office, mine, options.decline)
    notice_on = date(2020, 12, 31)
    office.write("Add option", options.add, mine, ends_on=date(2022, 3, 31), notice_on=notice_on, value=10_000_00)
    words = [one.words for one in office.read(dates.biting, day=date(2020, 11, 1)) if one.kind == "option"]
    assert len(words) == 1
    assert "31 December 2020" in words[0]


def test_a_declined_option_that_was_replaced_is_not_counted_twice_in_what_it_was_estimated_at() -> None:
    declined = replace(OPTION, id="option0", status="declined")
    once = notices.estimated_value(made(options=(OPTION,)))
    assert notices.estimated_value(made(options=(declined, OPTION))) == once
    assert notices.estimated_value(made(options=(declined,))) == once


def test_a_contract_that_was_ended_early_has_no_option_open() -> None:
    assert standing.open_options(made(options=(OPTION,), breaks=(BROKEN,))) == []
    assert standing.open_options(made(options=(OPTION,))) == [OPTION]


def test_a_condition_on_what_comes_after_the_end_does_not_block_the_year_it_ends_in() -> None:
    later = ConditionRecord("x1", 1, "Subject to evaluation", None, date(2021, 10, 1), None, "")
    one = made(options=(OPTION,), conditions=(later,))
    assert [each.is_blocked for each in yearly.years(one)] == [False, False, False, False]
    assert [each.is_blocked for each in yearly.years(one, also=(OPTION.id,))] == [False, False, False, True, True]


def test_what_is_left_after_a_day_counts_what_was_moved_between_years() -> None:
    moved = (AdjustmentRecord("m1", 1, 2019, Pence(-50), "Later"), AdjustmentRecord("m2", 1, 2020, Pence(50), "Later"))
    one = made(30_000, starts_on=date(2018, 4, 1), ends_on=date(2021, 3, 31))
    day = date(2020, 3, 31)
    assert after(replace(one, adjustments=moved), day) == after(one, day) + 50


@pytest.mark.parametrize("met_on", [date(2090, 1, 1)])
def test_a_condition_is_not_met_in_the_future(office: Office, met_on: date) -> None:
    mine = add(office)
    row = office.write("Add condition", conditions.add, mine, words="Evaluation", blocks_from=date(2021, 4, 1))
    said, box = refusal(office, conditions.meet, row, version=1, met_on=met_on, evidence="Report")
    assert (box, "still to come" in said) == ("met_on", True)


def test_a_review_is_not_held_in_the_future(office: Office) -> None:
    mine = add(office)
    held_on = date(2090, 1, 1)
    assert refusal(office, reviews.record, mine, year=2018, quarter=1, held_on=held_on)[1] == "held_on"


def test_the_document_stays_with_the_decision_that_rests_on_it(office: Office) -> None:
    mine = add(office)
    add_document(office, b"signed", "Decision notice")
    [row] = [one.id for one in office.read(lambda session: session.query(Document).all())]
    first = read(office, mine).options[0]

    def move(session: Any) -> None:
        document = session.get(Document, row)
        document.about_table, document.about_id = "contract_option", first.id

    office.write("Attach", move)
    decide(office, mine, options.take, document_id=row)
    made_by = read(office, mine).options[0].decision
    assert made_by is not None
    [kept] = office.read(documents, made_by.id)
    with pytest.raises(Refused, match="A decision rests on this document"):
        office.write("Remove", detach, kept.id, version=None)
    shown = office.read(opened.shown, "all", mine, year=2019, day=date(2020, 10, 1))
    assert len(shown.documents) == 1


def test_dates_are_not_moved_from_under_what_a_partner_pays(office: Office) -> None:
    mine = add(office)
    paid = {"2018:agreed": 10_000_00}
    office.write("Partner", contributions.set_partner, mine, organisation="NHS England", amounts=paid, was={})
    one = read(office, mine)
    typed: Any = {**contracts.as_typed(one), "starts_on": date(2019, 4, 1)}
    said, box = refusal(office, contracts.change, mine, version=one.version, **typed)
    assert (said, box) == ("NHS England pays in 2018/19. Change that first.", "starts_on")


def test_this_office_typed_as_the_lead_is_no_other_lead(office: Office) -> None:
    office.write("Add", organisations.add, name="Commissioner for Anyshire", kind="This office")
    assert read(office, add(office, lead="Commissioner for Anyshire")).lead_id == ""


def test_a_small_count_that_was_corrected_is_not_told_in_the_history(office: Office) -> None:
    mine = add(office)
    review = office.write("Review", reviews.record, mine, year=2018, quarter=1, held_on=date(2018, 7, 20))
    key = f"{people.of_review(2018, 1)[0].key}:count"
    office.write("Count", people.set_counts, review, counts={key: 3 * MILLION}, was={})
    office.write("Correct", people.set_counts, review, counts={key: 2 * MILLION}, was={key: 3 * MILLION})
    told = office.read(opened.shown, "all", mine, year=2018, day=date(2018, 8, 1)).told
    assert told is not None
    assert told.history[0].text == "Correct."
