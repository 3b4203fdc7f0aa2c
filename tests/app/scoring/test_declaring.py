"""What a member declares is theirs alone: kept by bid, told in the register, and never lost without a word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.history import history
from app.labels import LABELS
from app.scoring import conflict_register, declaring, reading
from db.scoring import RANKED
from tests.app.scoring.seated import DAY, Seated
from tests.factories import refusal


def test_a_declaration_is_saved_by_code_or_by_words_and_makes_conflicts(office: Office) -> None:
    round_ = Seated(office)
    bea, (first, second, third) = round_.members[0], round_.bids
    cells = {f"{first}:kind": "Works for it", f"{first}:detail": " Cook ", f"{second}:kind": "NONE"}
    round_.declare(bea, cells)
    assert round_.cells(bea) == {f"{first}:kind": "employment", f"{first}:detail": "Cook", f"{second}:kind": "none"}
    assert reading.conflicts(round_.declared) == {(bea, first)}
    assert third not in {one.application_id for one in round_.declared}
    assert [one.declared_on for one in round_.stage.seats] == [DAY, None, None, None]


def test_a_grid_left_empty_is_the_declaration_that_there_is_none(office: Office) -> None:
    round_ = Seated(office)
    round_.declare(round_.members[1], {})
    assert not round_.declared
    assert round_.stage.seats[1].declared_on == DAY


@pytest.mark.parametrize(
    ("kind", "detail", "message", "column"),
    [
        ("friend", "", "“friend” is no kind of interest.", "kind"),
        ("", "Cook", "Say what kind of interest it is, or “none”.", "kind"),
        ("other", "", "Say what the interest is.", "detail"),
    ],
)
def test_what_is_unclear_is_refused_at_its_cell(
    office: Office, kind: str, detail: str, message: str, column: str
) -> None:
    round_ = Seated(office)
    first = round_.bids[0]
    declared = {f"{first}:kind": kind, f"{first}:detail": detail}
    given = (round_.stage_id, round_.members[0])
    said, field = refusal(office, declaring.declare, *given, declared=declared, was={}, day=DAY)
    assert said.startswith(f"CSDF-2026-001: {message}")
    assert field == f"declared:{first}:{column}"


def test_a_conflict_is_not_emptied_nor_turned_into_none_without_a_word(office: Office) -> None:
    round_ = Seated(office)
    bea, first = round_.members[0], round_.bids[0]
    round_.declare(bea, {f"{first}:kind": "family", f"{first}:detail": "Sister"})
    with pytest.raises(Refused, match="Take it back by itself"):
        round_.declare(bea, {})
    with pytest.raises(Refused, match="why there is none after all"):
        round_.declare(bea, {f"{first}:kind": "none", f"{first}:detail": "Sister"})
    round_.declare(bea, {f"{first}:kind": "none", f"{first}:detail": "She left it in May"})
    assert not reading.conflicts(round_.declared)


def test_nobody_saves_over_a_declaration_they_have_not_seen(office: Office) -> None:
    round_ = Seated(office)
    bea, (first, second, _) = round_.members[0], round_.bids
    round_.declare(bea, {f"{first}:kind": "family"})
    given = (round_.stage_id, bea)
    with pytest.raises(Stale):
        office.write("Declare", declaring.declare, *given, declared={f"{first}:kind": "money"}, was={}, day=DAY)
    office.write("Declare", declaring.declare, *given, declared={f"{second}:kind": "money"}, was={}, day=DAY)
    assert reading.conflicts(round_.declared) == {(bea, first), (bea, second)}


def test_one_answer_comes_late_and_is_taken_back_with_its_reason(office: Office) -> None:
    round_ = Seated(office)
    bea, first = round_.members[0], round_.bids[0]
    given = (round_.stage_id, bea, first)
    key = office.write("Set", declaring.set_one, *given, answer="conflict", kind="trustee", day=DAY)
    assert round_.stage.seats[0].declared_on is None
    with pytest.raises(Stale):
        office.write("Set", declaring.set_one, *given, answer="none", day=DAY)
    assert refusal(office, declaring.withdraw, key, version=1, reason=" ") == ("The reason is needed.", "reason")
    office.write("Take back", declaring.withdraw, key, version=1, reason="Another trust")
    assert not round_.declared
    told = office.read(history, [key], labels=LABELS)
    assert told[0].reason == "Another trust"
    assert told[0].text == "Take back: “Bea Ledger”, “CSDF-2026-001” archived."


@pytest.mark.parametrize(("answer", "field"), [("", "answer"), (None, "answer"), ("conflict", "kind")])
def test_one_answer_says_what_it_is(office: Office, answer: str | None, field: str) -> None:
    round_ = Seated(office)
    given = (round_.stage_id, round_.members[0], round_.bids[0])
    assert refusal(office, declaring.set_one, *given, answer=answer, day=DAY)[1] == field


def test_once_the_ranking_is_agreed_nothing_is_declared_or_taken_back(office: Office) -> None:
    round_ = Seated(office)
    bea, first = round_.members[0], round_.bids[0]
    given = (round_.stage_id, bea, first)
    key = office.write("Set", declaring.set_one, *given, answer="conflict", kind="money", day=DAY)
    round_.rank()
    said = (RANKED, None)
    assert refusal(office, declaring.declare, round_.stage_id, bea, declared={}, was={}, day=DAY) == said
    assert refusal(office, declaring.set_one, *given, answer="none", version=1, day=DAY) == said
    assert refusal(office, declaring.withdraw, key, version=1, reason="No") == said


def test_at_the_second_stage_no_conflict_changes_a_ranking_that_was_agreed(office: Office) -> None:
    round_ = Seated(office)
    bea, (first, second, _) = round_.members[0], round_.bids
    round_.sheet(bea, first)
    round_.rank()
    stage = round_.add_stage(2)
    round_.seat(bea, stage)
    given: dict[str, Any] = {"answer": "conflict", "kind": "money", "day": DAY}
    assert refusal(office, declaring.set_one, stage, bea, first, **given) == (declaring.OTHER_STAGE, "kind")
    office.write("Set", declaring.set_one, stage, bea, second, **given)
    assert reading.conflicts(round_.declared) == {(bea, second)}


def test_who_does_not_score_declares_nothing(office: Office) -> None:
    round_ = Seated(office)
    other = round_.add_member(name="Di Quill")
    said = refusal(office, declaring.declare, round_.stage_id, other, declared={}, was={}, day=DAY)
    assert said == (declaring.NO_SEAT, None)


def test_the_register_has_every_member_and_marks_what_was_declared_late(office: Office) -> None:
    round_ = Seated(office)
    bea, tom, ann, _ = round_.members
    first, second, _ = round_.bids
    round_.sheet(bea, first)
    round_.declare(bea, {f"{first}:kind": "trustee", f"{first}:detail": "Since May", f"{second}:kind": "none"})
    round_.declare(tom, {}, date(2026, 3, 3))
    listing = office.read(conflict_register.register, round_.stage_id)
    assert listing.subtitle == "2 of 4 members have declared"
    assert [(line.group, line.cells[1], line.cells[3], line.mark) for line in listing.lines[:4]] == [
        (bea, "CSDF-2026-001", "Trustee, director or committee member", "*"),
        (bea, "CSDF-2026-002", "No interest", ""),
        (tom, "", conflict_register.NO_INTEREST, ""),
        (ann, "", conflict_register.NOT_DECLARED, ""),
    ]
    assert listing.notes == (("*", conflict_register.SCORED_BEFORE),)
    assert listing.lines[0].cells[-1] == (
        "Bea Ledger declared on 2 March 2026 an interest in CSDF-2026-001, Evening Club Trust: is a trustee, director "
        "or committee member of it. They have no part in scoring or discussing it, and no score of theirs counts "
        "for it."
    )
    assert "Since May" not in str(listing.lines[0].cells[-1])
