"""The forms of the Funds page: every refusal finds its box, and every column has its words in the history."""

from __future__ import annotations

import pytest

from app.fields import Field
from app.funds import fields
from db.base import Base

FORMS: dict[str, tuple[Field, ...]] = {
    "fund": fields.fund(()),
    "stream": fields.fund(()),
    "budget_revision": fields.REVISION,
    "movement": fields.movement(()),
    "income": fields.income(()),
    "receipt": fields.RECEIPT,
    "commitment": fields.commitment(()),
    "payment": fields.payment(()),
}


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    # a year is chosen for the whole page, so no form has a box for it
    assert named - {field.key for field in FORMS[table]} - {"year"} == set()


@pytest.mark.parametrize("table", fields.LABELS)
def test_the_history_has_words_for_tables_that_exist(table: str) -> None:
    assert table in Base.metadata.tables


def test_a_lines_details_leave_its_amount_to_a_revision() -> None:
    assert [one.key for one in fields.line((), (), ()) if one not in fields.line_details((), (), ())] == ["amount"]


@pytest.mark.parametrize("form", [*FORMS.values(), fields.NOTE, fields.STATED, fields.START_YEAR])
def test_no_form_has_two_boxes_of_one_name(form: tuple[Field, ...]) -> None:
    keys = [one.key for one in form]
    assert sorted(set(keys)) == sorted(keys)
