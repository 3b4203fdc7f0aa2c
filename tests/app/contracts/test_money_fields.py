"""The forms of a contract's money: every refusal finds its box, every column has its words in the history."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.contracts import adjusting, conditions, contributions, funding, money_fields, sub_contracts
from app.fields import Choice, Field, GridShape
from app.years import HYPHEN
from db.base import Base
from tests.app.contracts.drawn import ended_on, isva, moved, pays, share

SHAPE = GridShape((), ())
SAVES: list[tuple[Callable[..., object], tuple[Field, ...]]] = [
    (funding.set_shares, money_fields.shares(SHAPE)),
    (funding.agree, money_fields.AGREE),
    (adjusting.set_years, money_fields.adjusting(SHAPE)),
    (contributions.set_partner, money_fields.partner(SHAPE)),
    (conditions.add, money_fields.CONDITION),
    (conditions.change, money_fields.CONDITION),
    (conditions.meet, money_fields.MEET),
    (sub_contracts.add, money_fields.SUB_CONTRACT),
    (sub_contracts.change, money_fields.SUB_CONTRACT),
]
FORMS = {
    "contract_fund": money_fields.shares(SHAPE),
    "contract_year": money_fields.adjusting(SHAPE),
    "contract_condition": money_fields.CONDITION,
    "sub_contract": money_fields.SUB_CONTRACT,
}


@pytest.mark.parametrize(("use_case", "form"), SAVES)
def test_every_box_is_something_the_save_takes(use_case: Callable[..., object], form: tuple[Field, ...]) -> None:
    assert {one.key for one in form} - set(inspect.signature(use_case).parameters) == set()


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    assert named - {field.key for field in FORMS[table]} == set()


@pytest.mark.parametrize("table", money_fields.LABELS)
def test_the_history_has_words_for_columns_that_exist(table: str) -> None:
    columns = {column.name for column in Base.metadata.tables[table].columns}
    assert {field.key for field in money_fields.LABELS[table]} - columns == set()


@pytest.mark.parametrize("table", money_fields.LABELS)
def test_the_history_has_words_for_every_column_a_person_types(table: str) -> None:
    columns = {column.name for column in Base.metadata.tables[table].columns}
    kept = {"id", "version", "archived", "created_at", "updated_at", "contract_id"}
    assert columns - kept == {field.key for field in money_fields.LABELS[table]}


def test_choices_are_those_the_file_knows() -> None:
    for table, column, choices in (
        ("sub_contract", "kind", money_fields.SUB_KINDS),
        ("contribution", "status", money_fields.CONTRIBUTION_STATUSES),
    ):
        rules = [str(getattr(one, "sqltext", "")) for one in Base.metadata.tables[table].constraints]
        [rule] = [one for one in rules if one.startswith(f"{column} IN")]
        assert all(f"'{choice.value}'" in rule for choice in choices)
        assert rule.count("'") == 2 * len(choices)


def test_a_split_may_hold_from_every_year_the_contract_may_run_in() -> None:
    one = isva(shares=(share("east", 2017, 1000),))
    assert money_fields.split_years(one) == [2017, 2018, 2019, 2020, 2021, 2022, 2023]
    assert list(money_fields.running_years(isva(breaks=(ended_on(date(2020, 3, 31)),)))) == [2018, 2019]


def test_the_grid_of_shares_has_a_row_for_each_line_and_a_column_for_each_year() -> None:
    shape = money_fields.shares_shape([Choice("east", "East"), Choice("west", "West")], [2018, 2020], year_style=HYPHEN)
    assert [(row.key, row.label) for row in shape.rows] == [("east", "East"), ("west", "West")]
    assert [(column.key, column.label, column.kind) for column in shape.columns] == [
        ("2018", "From 2018-19 %", "percent"),
        ("2020", "From 2020-21 %", "percent"),
    ]
    assert money_fields.shares_cells(isva(shares=(share("east", 2018, 600),))) == {"east:2018": 600}


def test_every_cell_there_is_has_its_place_in_its_grid() -> None:
    one = isva(adjustments=(moved(2018, -5_00), moved(2019, 5_00)))
    one = replace(one, contributions=(*one.contributions, pays(2016, 5)))
    for shape, cells in (
        (money_fields.years_shape(one), money_fields.years_cells(one)),
        (money_fields.partner_shape(one), money_fields.partner_cells(one, "nhs")),
    ):
        places = {f"{row.key}:{column.key}" for row in shape.rows for column in shape.columns}
        assert set(cells) <= places
