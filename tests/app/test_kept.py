"""What is kept on this laptop, in words a person can decide by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.cells import as_raw, raw_of
from app.drafts import Draft, State
from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.kept import CHOSEN, MOST_CELLS, Typed, label_of, typed, untouched, why
from app.money import Limit

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


# kinds of which one box holds more than one thing

GRID = Field(
    "amounts",
    "Amounts",
    "grid",
    grid=GridShape(
        tuple(GridRow(f"p{at}", f"Partnership {at}") for at in range(20)), (GridColumn("2019", "2019/20", "amount"),)
    ),
)
CELLS = {"p0:2019": 100_000, "p1:2019": "TBD"}


def of_grid(**cells: str) -> Draft:
    """A draft of a form with one table, of which these cells were typed into."""
    texts = {"p0:2019": "1,000", "p1:2019": "TBD", **{f"{row}:2019": text for row, text in cells.items()}}
    return Draft("1", "form", "Enter amounts", typed={"amounts": as_raw(texts)}, base={"amounts": CELLS})


def test_of_a_table_every_cell_is_told_that_was_typed_into() -> None:
    told = typed(of_grid(p0="abc", p1="", p2="70k"), (GRID,))
    assert told == [
        Typed("Partnership 0, 2019/20", "abc", "1,000"),
        Typed("Partnership 1, 2019/20", "emptied", "TBD"),
        Typed("Partnership 2, 2019/20", "70k"),
    ]


def test_a_table_that_was_not_touched_is_not_told() -> None:
    assert (typed(of_grid(), (GRID,)), untouched(of_grid(), (GRID,))) == ([], 1)
    assert untouched(of_grid(p0="5"), (GRID,)) == 0
    assert raw_of(GRID, CELLS) == of_grid().typed["amounts"]


def test_of_a_table_in_which_much_was_typed_the_rest_is_counted() -> None:
    cells = {f"p{at}": "5" for at in range(15)}
    told = typed(of_grid(**cells), (GRID,))
    assert len(told) == MOST_CELLS + 1
    assert told[-1] == Typed("Amounts", "and 3 more cells")


def test_percentages_limits_and_ticks_are_told_only_where_they_were_touched() -> None:
    fields = (Field("rate", "Rate", "percent"), Field("loss", "Loss", "limit"), Field("who", "Shared by", "several"))
    base = {"rate": 400, "loss": Limit(tenths=80), "who": ("p1", "p2")}
    left = {"rate": "40 %", "loss": "8 %", "who": "p1\np2"}
    assert typed(Draft("1", "form", "", typed=left, base=base), fields) == []
    changed = {"rate": "50 %", "loss": "£10,000", "who": "p1\np2\np3"}
    assert typed(Draft("1", "form", "", typed=changed, base=base), fields) == [
        Typed("Rate", "50 %", "40 %"),
        Typed("Loss", "£10,000", "8 %"),
        Typed("Shared by", f"3 {CHOSEN}", f"2 {CHOSEN}"),
    ]
