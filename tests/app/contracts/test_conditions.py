"""What a contract is subject to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.contracts import conditions, money_fields, standing
from app.contracts.parts import ConditionRecord
from app.door import Office
from app.errors import Stale
from app.history import history
from tests.app.contracts.bought import Bought, bought
from tests.factories import refusal


@pytest.fixture
def desk(office: Office) -> Bought:
    return bought(office)


def add(desk: Bought, **given: Any) -> str:
    typed: dict[str, Any] = {"words": "The panel agrees the budget", "blocks_from": date(2020, 4, 1), **given}
    return desk.office.write("Add a condition", conditions.add, desk.id, **typed)


def only(desk: Bought) -> ConditionRecord:
    [found] = desk.record.conditions
    return found


def test_a_condition_blocks_from_its_day_until_it_is_met(desk: Bought) -> None:
    condition = add(desk, words=" The panel agrees ", due_on=date(2020, 2, 1))
    found = only(desk)
    assert (found.words, found.due_on, found.blocks_from, found.met_on) == (
        "The panel agrees",
        date(2020, 2, 1),
        date(2020, 4, 1),
        None,
    )
    assert standing.blocked_from(desk.record) == date(2020, 4, 1)
    met: dict[str, Any] = {"met_on": date(2020, 1, 20), "evidence": " Minutes of 20 January "}
    desk.office.write("Met", conditions.meet, condition, version=found.version, **met, day=date(2020, 1, 20))
    assert (only(desk).met_on, only(desk).evidence) == (date(2020, 1, 20), "Minutes of 20 January")
    assert standing.blocked_from(desk.record) is None
    desk.office.undo()
    assert standing.blocked_from(desk.record) == date(2020, 4, 1)


def test_a_condition_that_was_not_met_after_all_blocks_again(desk: Bought) -> None:
    condition = add(desk)
    desk.office.write("Met", conditions.meet, condition, version=None, met_on=date(2020, 1, 20), evidence="Minutes")
    desk.office.write("Reopen", conditions.reopen, condition, version=only(desk).version)
    assert (only(desk).met_on, only(desk).evidence) == (None, "Minutes")
    assert standing.blocked_from(desk.record) == date(2020, 4, 1)


def test_a_condition_is_changed_put_away_and_brought_back(desk: Bought) -> None:
    condition = add(desk)
    typed: dict[str, Any] = {"words": "The board agrees", "due_on": None, "blocks_from": None}
    desk.office.write("Change", conditions.change, condition, version=only(desk).version, **typed)
    assert (only(desk).words, only(desk).blocks_from) == ("The board agrees", None)
    desk.office.write("Archive", conditions.archive, condition, version=only(desk).version)
    assert desk.record.conditions == ()
    desk.office.write("Bring back", conditions.archive, condition, back=True)
    assert only(desk).id == condition


@pytest.mark.parametrize(
    ("typed", "sentence", "box"),
    [
        ({"words": "  "}, "What it is subject to is needed.", "words"),
        (
            {"words": "It", "blocks_from": date(2023, 10, 1)},
            "The contract ends on 30 September 2023, also with every option: nothing is left to block.",
            "blocks_from",
        ),
    ],
)
def test_a_condition_that_cannot_be_is_refused_at_its_box(
    desk: Bought, typed: dict[str, Any], sentence: str, box: str
) -> None:
    assert refusal(desk.office, conditions.add, desk.id, **typed) == (sentence, box)
    condition = add(desk)
    assert refusal(desk.office, conditions.change, condition, version=None, **typed) == (sentence, box)


def test_it_is_met_by_evidence_and_not_in_the_future(desk: Bought) -> None:
    condition = add(desk)
    met: dict[str, Any] = {"version": None, "met_on": date(2020, 1, 20), "evidence": ""}
    assert refusal(desk.office, conditions.meet, condition, **met) == ("What shows it is needed.", "evidence")
    met["evidence"] = "Minutes"
    assert refusal(desk.office, conditions.meet, condition, **met, day=date(2020, 1, 19)) == (
        "A condition cannot be met on a day that is still to come.",
        "met_on",
    )


def test_a_condition_somebody_else_changed_is_not_saved_over(desk: Bought) -> None:
    condition = add(desk)
    version = only(desk).version
    desk.office.write("Met", conditions.meet, condition, version=version, met_on=date(2020, 1, 20), evidence="Minutes")
    tries: list[tuple[Callable[..., None], dict[str, Any]]] = [
        (conditions.change, {"words": "Other"}),
        (conditions.meet, {"met_on": date(2020, 1, 1), "evidence": "Other"}),
        (conditions.reopen, {}),
        (conditions.archive, {}),
    ]
    for use_case, typed in tries:
        with pytest.raises(Stale, match="Jo saved this"):
            desk.office.write("Try", use_case, condition, version=version, **typed)


def test_the_history_tells_what_it_is_subject_to(desk: Bought) -> None:
    add(desk)
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert told.text == "Add a condition: “The panel agrees the budget”."
