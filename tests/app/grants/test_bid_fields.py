"""The fields of a bid: the form holds what its use case takes, and the history has words for every column."""

from __future__ import annotations

from typing import get_args

import pytest

from app.door import Office
from app.fields import Choice
from app.grants import bid_fields, bids, parts
from db import grants
from tests.app.grants.applied import Applied

TABLES = {
    "application": grants.Application,
    "application_step": grants.ApplicationStep,
    "answer": grants.Answer,
    "cost": grants.Cost,
    "match_funding": grants.MatchFunding,
    "application_area": grants.ApplicationArea,
    "application_priority": grants.ApplicationPriority,
    "gate_answer": grants.GateAnswer,
}


def test_every_field_of_the_form_is_taken_by_its_use_case(office: Office) -> None:
    r = Applied(office, kind="rolling", interest_first=True).round
    known = set(bids.Terms.__annotations__)
    assert {one.key for one in bid_fields.bid(r)} <= known
    assert {one.key for one in bid_fields.QUICK} <= known
    lines = (Choice("line", "Line"),)
    assert {one.key for one in bid_fields.direct(lines)} - known == {"line_id", "direct_reason"}


@pytest.mark.parametrize("table", TABLES)
def test_the_history_has_words_for_every_column_a_person_fills(table: str) -> None:
    own = {"id", "version", "archived", "application_id", "position"}
    columns = {one.name.removesuffix("_pence") for one in TABLES[table].__table__.columns} - own
    assert columns <= {one.key.removesuffix("_pence") for one in bid_fields.LABELS[table]}


def test_the_choices_are_the_values_the_file_takes() -> None:
    assert tuple(one.value for one in bid_fields.STATES) == parts.STATES
    assert {one.value for one in bid_fields.STAGES} == set(get_args(parts.Stage))


def test_answers_may_be_typed_in_boxes_of_their_own(office: Office) -> None:
    desk = Applied(office)
    key = desk.add()
    first, second = bid_fields.answer_fields(desk.read(key), desk.round)
    assert (first.label, first.kind, first.help) == ("What changes?", "long", "In short. At most 5 words.")
    assert (second.label, second.kind) == ("When did you begin?", "text")
    desk.answers(key, bid_fields.answers_typed({first.key: "Fewer sleep rough", second.key: None}))
    assert desk.read(key).answers == ((first.key, "Fewer sleep rough"),)
