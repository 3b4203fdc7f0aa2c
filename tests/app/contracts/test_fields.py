"""The forms of contracts: every refusal finds its box, every box its use case, every column its words."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.contracts import breaks, contracts, deciding, fields, options, variations
from app.door import Office
from app.fields import Choice, Field
from app.history import history
from app.money import format_pence, parse_pence
from db.base import Base
from tests.app.contracts import terms

FORMS: dict[str, tuple[Field, ...]] = {
    "contract": fields.CONTRACT,
    "co_commissioner": fields.CONTRACT,
    "contract_option": (*fields.OPTION, *fields.taking(())),
    "contract_break": (*fields.BREAK, *fields.taking(())),
    "contract_variation": fields.VARIATION,
    "decision": fields.DECISION,
}
SAVES: list[tuple[Callable[..., object], tuple[Field, ...]]] = [
    (options.add, fields.OPTION),
    (options.change, fields.OPTION),
    (options.take, fields.taking(())),
    (options.decline, fields.DECISION),
    (breaks.add, fields.BREAK),
    (breaks.change, fields.BREAK),
    (breaks.take, fields.taking(())),
    (variations.add, fields.VARIATION),
    (variations.change, fields.VARIATION),
    (deciding.change, fields.DECISION),
    (contracts.publish, fields.PUBLISHED),
]
CHOSEN = {
    ("contract", "kind"): fields.KINDS,
    ("contract", "regime"): fields.REGIMES,
    ("contract", "route"): fields.ROUTES,
    ("contract", "value_per"): fields.VALUE_PER,
    ("contract", "review_every"): fields.REVIEW_EVERY,
    ("contract", "scale"): fields.SCALES,
    ("contract", "data_agreement"): fields.DATA_AGREEMENTS,
    ("contract_option", "status"): fields.OPTION_STATUSES,
    ("contract_break", "whose"): fields.WHOSE,
    ("contract_variation", "kind"): fields.VARIATION_KINDS,
}


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    assert {one.removesuffix("_pence") for one in named} - {field.key for field in FORMS[table]} == set()


@pytest.mark.parametrize(("use_case", "form"), SAVES)
def test_every_box_is_something_the_save_takes(use_case: Callable[..., object], form: tuple[Field, ...]) -> None:
    assert {one.key for one in form} - set(inspect.signature(use_case).parameters) == set()


def test_a_contract_takes_every_box_of_its_form() -> None:
    assert {one.key for one in fields.CHANGE} == set(contracts.Terms.__annotations__)
    more = set(inspect.signature(contracts.add).parameters)
    assert {one.key for one in fields.CONTRACT} == set(contracts.Terms.__annotations__) | (more - {"session", "terms"})


@pytest.mark.parametrize("table", fields.LABELS)
def test_the_history_has_words_for_every_column(table: str) -> None:
    columns = {column.name.removesuffix("_pence") for column in Base.metadata.tables[table].columns}
    words = {field.key for field in fields.LABELS[table]}
    assert columns - words - {"id", "version", "archived", "contract_id"} == set()


@pytest.mark.parametrize("form", [fields.CONTRACT, fields.CHANGE, *(form for _, form in SAVES)])
def test_no_form_has_two_boxes_of_one_name(form: tuple[Field, ...]) -> None:
    keys = [one.key for one in form]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize(("table", "column"), CHOSEN)
def test_all_that_the_file_knows_can_be_chosen(table: str, column: str) -> None:
    rules: list[Any] = list(Base.metadata.tables[table].constraints)
    [rule] = [str(one.sqltext) for one in rules if str(one.name).endswith(f"_{table}_{column}")]
    assert sorted(re.findall(r"'([^']*)'", rule)) == sorted(one.value for one in CHOSEN[table, column])


def test_a_choice_is_told_by_its_words() -> None:
    assert fields.words(fields.REGIMES, "act-2023") == "Procurement Act 2023"
    assert fields.words(fields.REGIMES, "act-2003") == "act-2003"


def test_the_documents_to_choose_from_are_those_given() -> None:
    known = (Choice("one", "Decision.pdf"),)
    [document] = [one for one in fields.taking(known) if one.key == "document_id"]
    assert (document.choices, document.required) == (known, True)


@pytest.mark.parametrize("pence", [-5_000_00, -1, -99_99, 0, 12_34])
def test_a_change_may_be_a_cut_and_is_read_as_it_is_shown(pence: int) -> None:
    """The box of a change is one of pence, which takes amounts below £0 however they are typed."""
    assert next(one.kind for one in fields.VARIATION if one.key == "change") == "pence"
    assert parse_pence(format_pence(pence)) == pence


def test_the_history_tells_it_in_the_words_of_the_forms(office: Office) -> None:
    one = terms.extendable(office, "12")
    terms.take(office, one)
    version = terms.read(office, one).version
    given: dict[str, Any] = {"value": 330_000_00, "gross": None, "signed_on": date(2018, 9, 1), "lead": "Northshire"}
    office.write("Change contract", contracts.change, one, version=version, **given)
    changed, taken = (entry.text for entry in office.read(history, most=2, labels=fields.LABELS))
    assert "value without vat from £300,000 to £330,000" in changed
    assert "signed on from nothing to 1 September 2018" in changed
    assert "lead commissioner from nothing to “Northshire”" in changed
    assert "decision from nothing to “Extend the advice service”" in taken
