"""What is kept on this laptop, in words a person can decide by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.drafts import Draft, State
from app.fields import Choice, Field
from app.kept import CHOSEN, Typed, label_of, typed, why

FIELDS = (
    Field("name", "Budget line"),
    Field("amount", "Budget", "amount"),
    Field("year", "Financial year", "year"),
    Field("starts_on", "Starts", "day"),
    Field("priority_id", "Priority", "choice", choices=(Choice("p1", "Victims"), Choice("p2", "Crime"))),
    Field("live", "Still running", "yesno"),
    Field("count", "How many", "count"),
)
BASE: dict[str, Any] = {
    "name": "Road safety",
    "amount": 100_000,
    "year": 2018,
    "starts_on": date(2018, 4, 1),
    "priority_id": "p1",
    "live": True,
    "count": 1_200,
}
UNTOUCHED = {
    "name": "Road safety",
    "amount": "£1,000",
    "year": "2018-19",
    "starts_on": "1 April 2018",
    "priority_id": "p1",
    "live": "yes",
    "count": "1,200",
}


def draft(state: State = "kept", reason: str = "", base: dict[str, Any] = BASE, **boxes: str) -> Draft:
    return Draft("1", "form", "Change a line", typed=UNTOUCHED | boxes, base=base, state=state, why=reason)


def test_a_box_that_was_not_touched_is_not_told() -> None:
    assert typed(draft(), FIELDS) == []


def test_what_was_typed_is_told_beside_what_stood_there() -> None:
    told = typed(draft(amount="£1,200", priority_id="p2", starts_on="3/2/2019", live=""), FIELDS)
    assert told == [
        Typed("Budget", "£1,200", "£1,000"),
        Typed("Starts", "3/2/2019", "1 April 2018"),
        Typed("Priority", "Crime", "Victims"),
        Typed("Still running", "No", "Yes"),
    ]


def test_what_cannot_be_read_as_an_amount_is_told_as_it_was_typed() -> None:
    assert typed(draft(amount="£3,0000 or so"), FIELDS) == [Typed("Budget", "£3,0000 or so", "£1,000")]


def test_an_emptied_box_is_told() -> None:
    assert typed(draft(name=" "), FIELDS) == [Typed("Budget line", "Nothing", "Road safety")]


def test_in_a_new_record_every_box_with_something_in_it_is_told() -> None:
    assert [one.label for one in typed(draft(base={}), FIELDS)] == [field.label for field in FIELDS]


def test_without_the_form_a_box_is_called_after_its_key_and_no_key_of_a_row_is_shown() -> None:
    row = "01936b5e-1111-7222-8333-444455556666"
    told = typed(draft(amount="£1,200", priority_id=row))
    assert told == [Typed("Amount", "£1,200", "£1,000"), Typed("Priority", CHOSEN, "p1")]


@pytest.mark.parametrize(
    ("key", "label"), [("starts_on", "Starts on"), ("amount_pence", "Amount"), ("priority_id", "Priority")]
)
def test_a_key_becomes_words(key: str, label: str) -> None:
    assert label_of(key) == label


@pytest.mark.parametrize(
    ("state", "reason", "what", "more"),
    [
        (
            "kept",
            "The shared drive did not answer.",
            "This is not in the office file.",
            "The shared drive did not answer. Nothing is lost: it stays here until you save or discard it.",
        ),
        (
            "kept",
            "",
            "This is not in the office file.",
            "The office file did not take it. Nothing is lost: it stays here until you save or discard it.",
        ),
        (
            "sent",
            "",
            "It is not known yet whether this was saved.",
            "The office file is asked as soon as it answers. Saving it once more is safe: nothing is saved twice.",
        ),
        ("typed", "", "This was typed and never sent.", "Open it to go on where you stopped."),
    ],
)
def test_why_it_is_still_here_is_said_with_what_that_means(state: State, reason: str, what: str, more: str) -> None:
    assert why(draft(state, reason)) == (what, more)
