"""The forms of reviews offer what the contract has: periods without a review, its indicators, its reviews."""

from __future__ import annotations

from app.contracts import indicators, review_fields, reviews
from app.contracts.review_fields import LABELS, RATINGS
from app.door import Office
from app.fields import Field
from db.base import Base
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import DAY, indicator, record, whole


def by_key(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {field.key: field for field in fields}


def test_a_new_review_is_of_a_period_that_has_none(office: Office) -> None:
    contract_id = contract(office)
    indicator(office, contract_id)
    record(office, contract_id)
    c = whole(office, contract_id)
    shape = review_fields.results_shape(office.read(indicators.indicators, contract_id))
    form = by_key(review_fields.review(reviews.periods(c, day=DAY), shape))
    assert list(form) == ["quarter", "held_on", "rating", "note", "results"]
    assert [(one.value, one.label) for one in form["quarter"].choices][:2] == [
        ("2018:4", "Quarter 4, 2018/19"),
        ("2019:1", "Quarter 1, 2019/20"),
    ]
    assert [one.label for one in form["rating"].choices] == [
        "None yet",
        "Good",
        "Approaching target",
        "Requires improvement",
        "Inadequate",
        "Other",
    ]


def test_a_contract_without_indicators_has_no_grid_of_them() -> None:
    assert "results" not in by_key(review_fields.review_change(review_fields.results_shape(())))


def test_an_action_may_be_of_each_review_the_newest_first(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id)
    record(office, contract_id, "2018:4", held_on=None, rating="")
    c = whole(office, contract_id)
    form = by_key(review_fields.action(c, reviews.periods(c, day=DAY)))
    assert [one.label for one in form["review_id"].choices] == ["None", "Quarter 4, 2018/19", "Quarter 3, 2018/19"]


def test_every_column_a_person_fills_in_has_its_words() -> None:
    quiet = {"id", "version", "archived", "contract_id", "indicator_id", "position", "year"}
    for table, fields in LABELS.items():
        columns = {one.name.removesuffix("_millionths") for one in Base.metadata.tables[table].columns} - quiet
        assert columns - {"review_id"} <= {field.key for field in fields}
    assert all(one.label for one in RATINGS)
