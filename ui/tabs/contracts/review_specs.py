"""Which form or step belongs to which action about reviews, their indicators, actions and counts of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.contracts import actions, indicators, people, review_fields, reviews
from app.contracts.indicators import IndicatorRecord
from app.contracts.parts import ActionRecord, ReviewRecord
from app.contracts.reviews import Period
from app.contracts.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.contracts.specs import found, step


def period_of(one: Shown, subject: str) -> Period | None:
    """The period that `subject` names, as 2018:3 or 2018-3."""
    return next((each for each in one.periods if each.key == subject.replace("-", ":")), None)


def review(one: Shown, subject: str) -> Spec | None:
    """The review of a period: recorded, or changed where it is held already."""
    c, period = one.contract, period_of(one, subject)
    if c is None or period is None:
        return None
    return _record(one, period) if period.review is None else _change(one, period, period.review)


def _record(one: Shown, period: Period) -> Spec | None:
    c = one.contract
    if c is None:
        return None
    cells = indicators.start_cells(one.indicators)
    return Spec(
        f"{period.words(one.year_style)}: {c.title}",
        "Record review",
        "Record a review",
        review_fields.review_change(review_fields.results_shape(one.indicators)),
        reviews.record,
        {"rating": "", "results": cells},
        (c.id,),
        {"quarter": period.key, "was": cells} if one.indicators else {"quarter": period.key},
    )


def _change(one: Shown, period: Period, mine: ReviewRecord) -> Spec | None:
    c = one.contract
    if c is None:
        return None
    results = [each for each in one.results if each.review_id == mine.id]
    shape = review_fields.results_shape(one.indicators, results)
    cells = indicators.review_cells(one.results, mine.id)
    fixed: dict[str, Any] = {"version": mine.version}
    return Spec(
        f"{period.words(one.year_style)}: {c.title}",
        "Save review",
        "Change a review",
        review_fields.review_change(shape),
        reviews.change,
        {"held_on": mine.held_on, "rating": mine.rating, "note": mine.note, "results": cells},
        (mine.id,),
        {**fixed, "was": cells} if shape.rows else fixed,
        rows=tuple(each.id for each in results),
    )


def count(one: Shown, subject: str) -> Spec | None:
    """The people a review counts, by question and category."""
    mine = _review(one, subject)
    if mine is None or one.contract is None:
        return None
    counted = [each for each in one.counts if each.review_id == mine.id]
    cells = people.count_cells(counted, mine.id)
    return Spec(
        f"People served, {reviews.period_words(mine.year, mine.quarter, year_style=one.year_style)}: "
        f"{one.contract.title}",
        "Save counts",
        "Count people",
        review_fields.counts(review_fields.counts_shape(mine.year, mine.quarter, counted)),
        people.set_counts,
        {"counts": cells},
        (mine.id,),
        {"was": cells},
        rows=tuple(each.id for each in counted),
    )


def _review(one: Shown, subject: str) -> ReviewRecord | None:
    return None if one.contract is None else found(one.contract.reviews, subject)


# indicators


def new_indicator(one: Shown, _: str) -> Spec | None:
    """Something the provider is measured by."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        f"Indicator of {c.title}",
        "Add indicator",
        "Add an indicator",
        review_fields.INDICATOR,
        indicators.add,
        {"better": "higher"},
        (c.id,),
    )


def change_indicator(one: Shown, subject: str) -> Spec | None:
    """An indicator; the reviews that are held keep the targets they had."""
    mine = _indicator(one, subject)
    if mine is None:
        return None
    return Spec(
        mine.name,
        "Save indicator",
        "Change an indicator",
        review_fields.INDICATOR,
        indicators.change,
        {
            "name": mine.name,
            "unit": mine.unit,
            "better": mine.better,
            "target": mine.target,
            "is_main": mine.is_main,
            "place": mine.position,
        },
        (mine.id,),
        {"version": mine.version},
        "The targets of reviews that are recorded already stay as they are.",
    )


def _indicator(one: Shown, subject: str) -> IndicatorRecord | None:
    return found(one.indicators, subject)


# actions


def new_action(one: Shown, _: str) -> Spec | None:
    """Something that is to be done, carried forward until it is."""
    c = one.contract
    if c is None:
        return None
    last = next((each.review.id for each in reversed(one.periods) if each.review is not None), "")
    return Spec(
        f"Action for {c.title}",
        "Add action",
        "Add an action",
        review_fields.action(c, one.periods, one.year_style),
        actions.add,
        {"review_id": last},
        (c.id,),
        about="It is carried forward from review to review until it is done.",
    )


def change_action(one: Shown, subject: str) -> Spec | None:
    """What is to be done, by whom and when."""
    c, mine = one.contract, _action(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Action for {c.title}",
        "Save action",
        "Change an action",
        review_fields.action(c, one.periods, one.year_style),
        actions.change,
        {"words": mine.words, "owner": mine.owner, "due_on": mine.due_on, "review_id": mine.review_id or ""},
        (mine.id,),
        {"version": mine.version},
    )


def finish(one: Shown, subject: str) -> Spec | None:
    """That an action is done, and what came of it."""
    mine = _action(one, subject)
    if mine is None:
        return None
    return Spec(
        "An action is done",
        "It is done",
        "Finish an action",
        review_fields.FINISH,
        actions.finish,
        {"done_on": mine.done_on, "outcome": mine.outcome},
        (mine.id,),
        {"version": mine.version},
        mine.words,
    )


def _action(one: Shown, subject: str) -> ActionRecord | None:
    return None if one.contract is None else found(one.contract.actions, subject)


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "review": review,
    "counts": count,
    "indicator new": new_indicator,
    "indicator": change_indicator,
    "indicator change": change_indicator,
    "action new": new_action,
    "action": change_action,
    "action change": change_action,
    "action finish": finish,
}
STEPS: dict[str, Callable[[Shown, str], Step | None]] = {
    "review archive": lambda one, about: step("Archive a review", reviews.archive, _review(one, about)),
    "indicator archive": lambda one, about: step("Archive an indicator", indicators.archive, _indicator(one, about)),
    "action archive": lambda one, about: step("Archive an action", actions.archive, _action(one, about)),
}
