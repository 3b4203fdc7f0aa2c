"""The forms of spending: every refusal finds its box, every box its use case, every column its words."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from app.allocations import reserves, reviews, rules, spending_fields, themes, underspends
from app.fields import Field, GridShape
from db.base import Base

EMPTY = GridShape((), ())
FORMS: dict[str, tuple[Field, ...]] = {
    "theme": spending_fields.THEME,
    "reserve": spending_fields.declaration(()),
    "review": spending_fields.RETURN,
    "underspend": spending_fields.SETTLEMENT,
    "spending_rule": spending_fields.RULE,
}
SAVED_BY: list[tuple[tuple[Field, ...], Callable[..., object]]] = [
    (spending_fields.THEME, themes.add_theme),
    (spending_fields.THEME, themes.change_theme),
    (spending_fields.spend_plan(EMPTY), themes.enter_spend),
    (spending_fields.declaration(()), reserves.declare),
    (spending_fields.RESERVE, reserves.change),
    (spending_fields.declarations(EMPTY), reserves.declare_all),
    (spending_fields.RETURN, reviews.record_return),
    (spending_fields.RETURN, reviews.change_return),
    (spending_fields.SETTLEMENT, underspends.settle),
    (spending_fields.SETTLEMENT, underspends.change),
    (spending_fields.RULE, rules.add_rule),
    (spending_fields.RULE, rules.change_rule),
]


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    boxes = {field.key for field in FORMS[table]}
    # the period of a return is chosen with its line, and has no box
    assert {one for one in named if one not in boxes and one.removesuffix("_pence") not in boxes} - {"period"} == set()


@pytest.mark.parametrize(("form", "use_case"), SAVED_BY)
def test_a_use_case_takes_every_box_of_its_form(form: tuple[Field, ...], use_case: Callable[..., object]) -> None:
    assert {field.key for field in form} <= set(inspect.signature(use_case).parameters)


@pytest.mark.parametrize("table", spending_fields.LABELS)
def test_the_history_has_words_for_columns_that_exist(table: str) -> None:
    columns = {column.name.removesuffix("_pence") for column in Base.metadata.tables[table].columns}
    words = {field.key.removesuffix("_pence") for field in spending_fields.LABELS[table]}
    assert words - columns - {"place"} == set()


@pytest.mark.parametrize("form", FORMS.values())
def test_no_form_has_two_boxes_of_one_name(form: tuple[Field, ...]) -> None:
    keys = [one.key for one in form]
    assert sorted(set(keys)) == sorted(keys)
