"""The forms of rounds: every refusal finds its box, every box its use case, every column its words."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import fields as parts_of
from datetime import date
from typing import Any

import pytest

from app.door import Office
from app.fields import Choice, Field
from app.grants import planner, round_fields, rounds, terms
from app.history import history
from db.base import Base
from tests.app.grants import invited

FORMS: dict[str, tuple[Field, ...]] = {
    "round": round_fields.ROUND,
    "round_meeting": round_fields.MEETING,
    "gate": round_fields.GATE,
    "criterion": round_fields.CRITERION,
    "question": round_fields.QUESTION,
    "round_area": round_fields.ROUND,
    "round_priority": round_fields.ROUND,
}
SAVES: list[tuple[Callable[..., object], tuple[Field, ...]]] = [
    (rounds.copy, round_fields.COPY),
    (rounds.extend, round_fields.EXTEND),
    (rounds.expect, round_fields.PLANNER[:3]),
    (terms.add_gate, round_fields.GATE),
    (terms.change_gate, round_fields.GATE),
    (terms.add_criterion, round_fields.CRITERION),
    (terms.change_criterion, round_fields.CRITERION),
    (terms.add_question, round_fields.QUESTION),
    (terms.change_question, round_fields.QUESTION),
    (terms.add_meeting, round_fields.MEETING),
    (terms.change_meeting, round_fields.MEETING),
]
CHOSEN = {("round", "kind"): round_fields.KINDS, ("question", "kind"): round_fields.QUESTION_KINDS}


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    assert {one.removesuffix("_pence") for one in named} - {field.key for field in FORMS[table]} == set()


@pytest.mark.parametrize(("use_case", "form"), SAVES)
def test_every_box_is_something_the_save_takes(use_case: Callable[..., object], form: tuple[Field, ...]) -> None:
    assert {one.key for one in form} - set(inspect.signature(use_case).parameters) == set()


def test_a_round_takes_every_box_of_its_form() -> None:
    assert {one.key for one in round_fields.ROUND} == set(rounds.Terms.__annotations__)


def test_the_planner_takes_every_box_of_its_form() -> None:
    kept = set(inspect.signature(rounds.expect).parameters)
    tried = {one.name for one in parts_of(planner.Assumed)}
    assert {one.key for one in round_fields.PLANNER} == tried | (kept - {"session", "round_id", "version"})


@pytest.mark.parametrize("table", round_fields.LABELS)
def test_the_history_has_words_for_every_column(table: str) -> None:
    columns = {
        column.name.removesuffix("_pence").removesuffix("_tenths") for column in Base.metadata.tables[table].columns
    }
    words = {field.key for field in round_fields.LABELS[table]}
    assert columns - words - {"id", "version", "archived", "position"} == set()


@pytest.mark.parametrize("form", [round_fields.ROUND, round_fields.PLANNER, *(form for _, form in SAVES)])
def test_no_form_has_two_boxes_of_one_name(form: tuple[Field, ...]) -> None:
    keys = [one.key for one in form]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize(("table", "column"), CHOSEN)
def test_all_that_the_file_knows_can_be_chosen(table: str, column: str) -> None:
    rules: list[Any] = list(Base.metadata.tables[table].constraints)
    [rule] = [str(one.sqltext) for one in rules if str(one.name).endswith(f"_{table}_{column}")]
    assert sorted(re.findall(r"'([^']*)'", rule)) == sorted(one.value for one in CHOSEN[table, column])


def test_the_lines_areas_and_priorities_to_choose_from_are_those_given() -> None:
    line, area, priority = (Choice("l", "Line"),), (Choice("a", "North"),), (Choice("p", "Theft"),)
    form = {one.key: one.choices for one in round_fields.form(line, area, priority)}
    assert (form["line_id"], form["area_ids"], form["priority_ids"]) == (line, area, priority)


def test_a_choice_is_told_by_its_words() -> None:
    assert round_fields.words(round_fields.KINDS, "rolling") == "Rolling, with meetings"
    assert round_fields.words(round_fields.KINDS, "other") == "other"


def test_the_history_tells_it_in_the_words_of_the_forms(office: Office) -> None:
    one = invited.opened(office)
    office.write(
        "Extend round",
        rounds.extend,
        one,
        version=invited.read(office, one).version,
        closes_on=date(2018, 6, 22),
        closes_time="noon",
        reason="The post was late",
    )
    told = office.read(history, most=1, labels=round_fields.LABELS)[0].text
    assert "closes on from 15 June 2018 to 22 June 2018" in told
    assert "closes at from “17:00” to “12:00”" in told
    assert "reason for later dates from nothing to “The post was late”" in told
