"""The fields of reviews, indicators, actions and counts of people, declared once, with the shapes of their grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.contracts import people
from app.contracts.indicators import ACTUAL, TARGET, IndicatorRecord, ResultRecord
from app.contracts.parts import ContractRecord
from app.contracts.people import COUNT, Category, CountRecord
from app.contracts.reviews import RATINGS as WORDS
from app.contracts.reviews import Period
from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.years import SLASH

RATINGS = tuple(Choice(one, one or "None yet") for one in WORDS)
BETTER = (Choice("higher", "Higher is better"), Choice("lower", "Lower is better"))
RESULTS = Field("results", "Indicators", "grid", help="A target begins as the indicator's own.")
COUNTS = Field(
    "counts",
    "People",
    "grid",
    help="Counts only, never anything about one person. What is below 5 is hidden wherever it is printed.",
)
QUARTER = Field("quarter", "Period", "choice", True)
HELD = (
    Field("held_on", "Held on", "day", help="Leave empty while it is still to be held."),
    Field("rating", "Rating", "choice", choices=RATINGS),
    Field("note", "Performance note", "long", help="It is told wherever this provider is looked at again."),
)
INDICATOR = (
    Field("name", "Indicator", required=True, help="Such as victims seen within five days of a referral."),
    Field("unit", "Unit", help="Such as % or days."),
    Field("better", "Which way is better", "choice", True, BETTER),
    Field("target", "Target", "number", help="Where the target of each new review begins."),
    Field("is_main", "One of the main indicators", "yesno"),
    Field("place", "Place in the list", "count", help="1 is the first. Leave empty to leave it where it is."),
)
ACTION = (
    Field("words", "What is to be done", "long", True),
    Field("owner", "Owner", help="Who sees to it, on either side.", personal=True),
    Field("due_on", "Due on", "day"),
)
FINISH = (
    Field("done_on", "Done on", "day", help="Leave empty to open it again."),
    Field("outcome", "Outcome", "long"),
)


def review(periods: Sequence[Period], shape: GridShape, year_style: str = SLASH) -> tuple[Field, ...]:
    """A new review: of which of the periods that have none, then what it found."""
    left = tuple(Choice(one.key, one.words(year_style)) for one in periods if one.review is None)
    return (replace(QUARTER, choices=left), *review_change(shape))


def review_change(shape: GridShape) -> tuple[Field, ...]:
    """What may be changed of a review."""
    return (*HELD, *((replace(RESULTS, grid=shape),) if shape.rows else ()))


def counts(shape: GridShape) -> tuple[Field, ...]:
    """The counts of people of a review."""
    return (replace(COUNTS, grid=shape),)


def action(c: ContractRecord, periods: Sequence[Period], year_style: str = SLASH) -> tuple[Field, ...]:
    """An action, and which review asked for it."""
    known = {each.id for each in c.reviews}
    asked = tuple(
        Choice(one.review.id, one.words(year_style))
        for one in reversed(periods)
        if one.review is not None and one.review.id in known
    )
    return (*ACTION, Field("review_id", "Asked for by the review of", "choice", choices=(Choice("", "None"), *asked)))


def results_shape(known: Sequence[IndicatorRecord], found: Sequence[ResultRecord] = ()) -> GridShape:
    """The grid of a review: a row for each indicator in use, and for one put away that has a figure in it (`found`)."""
    with_figures = {one.indicator_id for one in found}
    rows = [one for one in known if not one.archived or one.id in with_figures]
    return GridShape(
        tuple(GridRow(one.id, f"{one.name}, {one.unit}" if one.unit else one.name) for one in rows),
        (GridColumn(TARGET, "Target", "number"), GridColumn(ACTUAL, "Actual", "number")),
        totals=False,
    )


def counts_shape(year: int, quarter: int, found: Sequence[CountRecord] = ()) -> GridShape:
    """The grid of a review's counts: a heading for each question, its categories under it, in one column.

    `found` are the review's counts: one under a category that is no longer in the set keeps its row.
    """
    known = list(people.of_review(year, quarter))
    keys = {one.key for one in known}
    known += [Category(one.asked, "", one.category) for one in found if one.key not in keys]
    rows: list[GridRow] = []
    for asked in dict.fromkeys(one.asked for one in known):
        rows.append(GridRow(asked, asked, heading=True))
        group = ""
        for one in known:
            if one.asked != asked:
                continue
            if one.group and one.group != group:
                rows.append(GridRow(f"{asked}|{one.group}|", one.group, 1, heading=True))
            group = one.group
            rows.append(GridRow(one.key, one.name, 2 if one.group else 1))
    return GridShape(tuple(rows), (GridColumn(COUNT, "People", "number"),), totals=False)


LABELS: dict[str, tuple[Field, ...]] = {
    "contract_review": (QUARTER, *HELD),
    "indicator": INDICATOR,
    "indicator_result": (Field("target", "Target"), Field("actual", "Actual")),
    "review_action": (*ACTION, *FINISH, Field("review_id", "Asked for by the review")),
    "people_count": (Field("asked", "Asked"), Field("category", "Category"), Field("count", "Count")),
}
"""Which words the history uses for the columns of each table."""
