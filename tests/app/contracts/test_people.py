"""Counts of people: the sets of categories, the grid they are typed into, and what may be shown of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.contracts import people, reviews
from app.contracts.people import Category, categories, people_listing
from app.contracts.review_fields import counts_shape
from app.contracts.suppressing import FEW, WITHHELD
from app.door import Office
from app.errors import Stale
from app.listing import Listing
from app.money import MILLION
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import count, record, whole
from tests.conftest import Open
from tests.factories import SAM, refusal

QUESTIONS = [
    "Age",
    "Sex",
    "Gender identity",
    "Ethnic group",
    "Condition or illness lasting 12 months or more",
    "Whether it limits day-to-day activities",
    "Sexual orientation",
]
FEMALE = "Sex|Female:count"


def by_question(day: date) -> dict[str, list[Category]]:
    found: dict[str, list[Category]] = {}
    for one in categories(day):
        found.setdefault(one.asked, []).append(one)
    return found


@pytest.mark.parametrize("day", [date(2012, 6, 30), date(2018, 12, 31), date(2021, 3, 31), date(2026, 9, 30)])
def test_every_question_may_be_left_unasked_unanswered_and_unknown(day: date) -> None:
    asked = by_question(day)
    assert list(asked) == QUESTIONS
    for every in asked.values():
        assert [one.name for one in every][-3:] == ["Not asked", "Prefer not to say", "Not known"]
        assert len({one.key for one in every}) == len(every)
        assert not any(":" in one.key or "|" in one.name for one in every)


def test_ethnic_groups_are_those_of_the_census_before_until_april_2021() -> None:
    before = by_question(date(2021, 3, 31))["Ethnic group"]
    after = by_question(date(2021, 6, 30))["Ethnic group"]
    assert (len(before) - 3, len({one.group for one in before if one.group})) == (18, 5)
    assert (len(after) - 3, len({one.group for one in after if one.group})) == (19, 5)
    assert {one.name for one in after} - {one.name for one in before} >= {"Roma"}


def test_the_categories_stand_under_headings_in_one_column() -> None:
    shape = counts_shape(2018, 3)
    rows = [(row.label, row.level, row.heading) for row in shape.rows]
    at = rows.index(("Ethnic group", 0, True))
    assert rows[at + 1 : at + 4] == [
        ("White", 1, True),
        ("English, Welsh, Scottish, Northern Irish or British", 2, False),
        ("Irish", 2, False),
    ]
    assert rows[0:2] == [("Age", 0, True), ("0 to 10", 1, False)]
    assert len({row.key for row in shape.rows}) == len(shape.rows)
    assert [(one.key, one.kind) for one in shape.columns] == [("count", "number")]


def cells(office: Office, contract_id: str, review_id: str) -> dict[str, int]:
    return people.count_cells(office.read(people.counts, contract_id), review_id)


def test_counts_are_typed_changed_emptied_and_filled_again(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    count(office, review_id, Female=12, Male=0)
    typed = {FEMALE: 12 * MILLION, "Sex|Male:count": 0}
    assert cells(office, contract_id, review_id) == typed
    office.write("Enter", people.set_counts, review_id, counts={FEMALE: 13 * MILLION}, was=typed)
    assert cells(office, contract_id, review_id) == {FEMALE: 13 * MILLION}
    office.write("Enter", people.set_counts, review_id, counts=typed, was={FEMALE: 13 * MILLION})
    assert cells(office, contract_id, review_id) == typed
    assert office.undo() == "Enter"
    assert cells(office, contract_id, review_id) == {FEMALE: 13 * MILLION}


@pytest.mark.parametrize(
    ("cell", "figure", "message"),
    [
        (FEMALE, 12_500_000, "People are counted whole. Type it like 12."),
        (FEMALE, "a few", "People are counted whole. Type it like 12."),
        (FEMALE, -MILLION, "A count cannot be below 0."),
        (FEMALE, 10_000_001 * MILLION, "That is more people than the desk counts in a period (10,000,000)."),
        ("Name|A Person:count", MILLION, "People are counted under the categories of this table only."),
        ("Ethnic group|Roma:count", MILLION, "People are counted under the categories of this table only."),
    ],
)
def test_a_bad_count_is_refused_where_it_stands(office: Office, cell: str, figure: Any, message: str) -> None:
    review_id = record(office, contract(office))
    refused = refusal(office, people.set_counts, review_id, counts={cell: figure}, was={})
    assert refused == (message, f"counts:{cell}")


def test_a_count_somebody_else_changed_is_not_overwritten(path: Path, opened: Open) -> None:
    jo, sam = opened(path), opened(path, SAM)
    review_id = record(jo, contract(jo))
    count(sam, review_id, Female=12)
    with pytest.raises(Stale, match="Sam"):
        jo.write("Enter", people.set_counts, review_id, counts={FEMALE: 20 * MILLION}, was={})
    count(jo, review_id, Male=20)


def listed(office: Office, contract_id: str, year: int = 2018) -> Listing:
    return people_listing(whole(office, contract_id), office.read(people.counts, contract_id), year=year)


def cells_of(listing: Listing, *keys: str) -> list[tuple[Any, ...]]:
    by_id = {line.id: line.cells for line in listing.lines}
    return [by_id[f"Sex|{key}"] for key in keys]


def test_a_quarter_is_listed_with_what_is_small_hidden(office: Office) -> None:
    contract_id = contract(office)
    count(office, record(office, contract_id), Female=12, Male=3, **{"Not known": 0})
    found = listed(office, contract_id)
    assert [column.key for column in found.columns] == ["category", "q3"]
    assert [group.label for group in found.groups] == ["Sex"]
    assert cells_of(found, "Female", "Male", "Not known", "Not asked", "") == [
        ("Female", WITHHELD),
        ("Male", FEW),
        ("Not known", 0),
        ("Not asked", None),
        ("Total", 15),
    ]
    assert found.notes == (("", people.EXPLAINED),)


def test_a_year_is_listed_with_its_total_and_no_quarter_can_be_worked_out(office: Office) -> None:
    contract_id = contract(office)
    count(office, record(office, contract_id), Female=12, Male=3)
    count(office, record(office, contract_id, "2018:4", held_on=date(2019, 4, 20)), Female=20, Male=30)
    found = listed(office, contract_id)
    assert cells_of(found, "Female", "Male", "") == [
        ("Female", WITHHELD, WITHHELD, 32),
        ("Male", FEW, WITHHELD, 33),
        ("Total", 15, 50, 65),
    ]


def test_counts_without_a_small_one_are_listed_as_they_are(office: Office) -> None:
    contract_id = contract(office)
    count(office, record(office, contract_id), Female=12, Male=7)
    assert cells_of(listed(office, contract_id), "Female", "Male", "") == [("Female", 12), ("Male", 7), ("Total", 19)]
    assert listed(office, contract_id).notes == ()


def test_the_list_stands_empty_where_nobody_was_counted(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id)
    assert listed(office, contract_id).lines == ()
    review_id = whole(office, contract_id).reviews[0].id
    count(office, review_id, Female=12)
    office.write("Archive", reviews.archive, review_id)
    assert listed(office, contract_id).lines == ()


def test_ethnic_groups_are_listed_with_the_heading_they_stand_under(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    typed = {"Ethnic group|Irish:count": 8 * MILLION}
    office.write("Enter", people.set_counts, review_id, counts=typed, was={})
    labels = [line.cells[0] for line in listed(office, contract_id).lines]
    assert "White: Irish" in labels
    assert labels[-1] == "Total"
