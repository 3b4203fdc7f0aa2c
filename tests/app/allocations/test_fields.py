"""The forms of allocations: every refusal finds its box, and every column has its words in the history."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from app.allocations import allocations, entering, fields, partnerships, shares
from app.fields import Field, GridShape
from db.allocations import Allocation, PooledShare
from db.base import Base

SHAPE = GridShape((), ())
FORMS: dict[str, tuple[Field, ...]] = {
    "partnership": fields.partnership((), ()),
    "allocation": (*fields.allocation(()), *fields.GRANT_DOCUMENT),
    "allocation_sharer": fields.addition(()),
    "pooled_share": fields.share(()),
}
SAVES: list[tuple[Callable[..., object], tuple[Field, ...]]] = [
    (partnerships.add, fields.partnership((), ())),
    (partnerships.change, fields.partnership((), ())),
    (allocations.grant_document, fields.GRANT_DOCUMENT),
    (entering.enter, fields.entry(SHAPE)),
    (entering.proposal, fields.proposal((), ())),
    (shares.share, fields.share(())),
    (shares.change, fields.SHARE),
    (shares.enter, fields.entry(SHAPE)),
]


@pytest.mark.parametrize("table", FORMS)
def test_every_rule_of_a_table_names_a_box_of_its_form(table: str) -> None:
    every = Base.metadata.tables[table]
    named = {rule.info["field"] for rule in [*every.constraints, *every.indexes] if rule.info.get("field")}
    assert named - {field.key for field in FORMS[table]} == set()


@pytest.mark.parametrize(("use_case", "form"), SAVES)
def test_every_box_is_something_the_save_takes(use_case: Callable[..., object], form: tuple[Field, ...]) -> None:
    assert {one.key for one in form} - set(inspect.signature(use_case).parameters) == set()


def test_every_term_has_its_box() -> None:
    assert [one.key for one in fields.TERMS] == list(allocations.Terms.__annotations__)


@pytest.mark.parametrize("table", fields.LABELS)
def test_the_history_has_words_for_tables_that_exist(table: str) -> None:
    assert table in Base.metadata.tables


@pytest.mark.parametrize("form", [*FORMS.values(), fields.CHANGE, fields.entry(SHAPE), fields.proposal((), ())])
def test_no_form_has_two_boxes_of_one_name(form: tuple[Field, ...]) -> None:
    keys = [one.key for one in form]
    assert sorted(set(keys)) == sorted(keys)


def test_a_figure_may_come_about_in_every_way_the_file_knows() -> None:
    kinds = [one.value for one in fields.BASES]
    assert kinds == ["", *allocations.BASIS_KINDS]
    for model in (Allocation, PooledShare):
        [rule] = [str(one.sqltext) for one in model.__table__.constraints if "basis_kind" in str(one.name)]  # type: ignore[attr-defined]
        assert all(f"'{kind}'" in rule for kind in kinds)
