"""The forms of checks and endorsements offer what the file keeps, and the history has words for every column."""

from __future__ import annotations

import inspect
import re

import pytest

from app.fields import Choice, Field
from app.grants import check_fields, checks, endorsements
from app.grants.check_fields import LABELS, OUTCOMES, TOPICS, VIEWS
from db.base import Base

NEVER_TOLD = {"id", "version", "archived"}


@pytest.mark.parametrize(
    ("table", "column", "choices"),
    [
        ("diligence", "topic", TOPICS),
        ("diligence", "outcome", OUTCOMES),
        ("endorsement", "view", VIEWS),
    ],
)
def test_what_may_be_chosen_is_what_may_be_kept(table: str, column: str, choices: tuple[Choice, ...]) -> None:
    rule = next(
        str(one.sqltext)  # type: ignore[attr-defined]
        for one in Base.metadata.tables[table].constraints
        if getattr(one, "name", "") in (column, f"ck_{table}_{column}")
    )
    assert [one.value for one in choices] == re.findall(r"'([^']*)'", rule)


@pytest.mark.parametrize("table", ["diligence", "endorsement"])
def test_every_column_has_its_words(table: str) -> None:
    known = {field.key for field in LABELS[table]}
    assert set(Base.metadata.tables[table].columns.keys()) - NEVER_TOLD <= known


@pytest.mark.parametrize(
    ("form", "use_case"),
    [
        (check_fields.CHECK, checks.add),
        (check_fields.CHANGE, checks.change),
        (check_fields.SECOND, checks.second),
        (check_fields.ASK, endorsements.ask),
        (check_fields.REPLY, endorsements.reply),
        (check_fields.ENDORSEMENT, endorsements.add),
        (check_fields.ENDORSEMENT, endorsements.change),
    ],
)
def test_each_box_of_a_form_has_its_argument(form: tuple[Field, ...], use_case: object) -> None:
    takes = set(inspect.signature(use_case).parameters)  # type: ignore[arg-type]
    assert {field.key for field in form} <= takes


def test_who_checked_it_is_marked_as_personal() -> None:
    marked = {field.key for field in check_fields.CHECK if field.personal}
    assert marked == {"checked_by", "second_by"}


def test_the_topics_an_application_needs_are_offered_first() -> None:
    topic = check_fields.check(("safeguarding", "bank"))[0]
    assert [one.value for one in topic.choices][:3] == ["safeguarding", "bank", "identity"]
    assert len(topic.choices) == len(TOPICS)
    assert check_fields.label(OUTCOMES, "refer") == "Refer"
    assert check_fields.label(OUTCOMES, "odd") == "odd"
