"""How a contract goes, as it is read down: reviews, indicators, open actions, people, the provider elsewhere, notices.

The counts of people are hidden already where they are small. Years are start years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.contracts import actions, indicators, people, performance
from app.contracts.notices import NoticeDue, others
from app.contracts.parts import ContractRecord, ReviewRecord
from app.contracts.reviews import Period, periods
from app.listing import Column, Line, Listing, figure_text
from app.told import Part, facts
from app.years import format_day, format_year

MOST_REVIEWS, MOST_NOTES = 6, 4
"""So many periods of the contract, and so many notes on the provider's other contracts, are read in its record."""


def parts(session: Session, one: ContractRecord, *, day: date, style: str) -> list[Part]:
    """The sections on how the contract goes as it stands on a day; those with nothing in them are empty."""
    return [
        _reviews(periods(one, day=day), style),
        _indicators(session, one, style),
        _actions(one, day, style),
        _people(session, one, style),
        _elsewhere(session, one, style),
    ]


def _reviews(every: Sequence[Period], style: str) -> Part:
    """The last reviews, and the next one that is due; each opens its form."""
    seen = [each for each in every if each.state in ("Held", "Late", "Due")]
    coming = [each for each in every if each.state == "To come"][:1]
    shown = [*reversed([*seen[-MOST_REVIEWS:], *coming])]
    columns = (
        Column("period", "Period"),
        Column("day", "Held or due", "day"),
        Column("state", "Rating or state", "chip"),
    )
    rows = tuple(
        Line(
            each.key,
            (
                each.words(style),
                each.review.held_on if each.review and each.review.held_on else each.due_on,
                each.review.rating if each.review and each.review.rating else each.state,
            ),
        )
        for each in shown
    )
    notes = tuple(f"{each.words(style)}: {each.review.note}" for each in shown if each.review and each.review.note)
    table = Listing("Reviews", columns, rows)
    return Part(
        "Reviews", table=table if any(each.review for each in every) or rows else None, words=notes, opens="review"
    )


def _indicators(session: Session, one: ContractRecord, style: str) -> Part:
    """Each indicator with the last figure a review found, against the target it was held to."""
    known = indicators.indicators(session, one.id)
    at = {each.id: each for each in one.reviews}
    last: dict[str, indicators.ResultRecord] = {}
    for result in indicators.results(session, one.id):
        if result.actual is not None and result.review_id in at:
            last[result.indicator_id] = result
    return facts("Indicators", *((_called(each), _found(each, last.get(each.id), at, style)) for each in known))


def _called(one: indicators.IndicatorRecord) -> str:
    return f"{one.name} (main)" if one.is_main else one.name


def _found(
    one: indicators.IndicatorRecord,
    result: indicators.ResultRecord | None,
    at: Mapping[str, ReviewRecord],
    style: str,
) -> str:
    """“97 % against 95 %: met, quarter 1 of 2019/20”."""
    if result is None or result.actual is None:
        return "No figure yet" if one.target is None else f"No figure yet; the target is {_figure(one, one.target)}"
    review = at[result.review_id]
    when = f"quarter {review.quarter} of {format_year(review.year, style)}"
    if result.target is None:
        return f"{_figure(one, result.actual)}, {when}"
    how = indicators.verdict(one, result.target, result.actual).lower()
    return f"{_figure(one, result.actual)} against {_figure(one, result.target)}: {how}, {when}"


def _figure(one: indicators.IndicatorRecord, millionths: int) -> str:
    return f"{figure_text(millionths)} {one.unit}".rstrip()


def _actions(one: ContractRecord, day: date, style: str) -> Part:
    """What is still to be done, also what an earlier review asked for, by the day it is due."""
    return facts("Open actions", *(_action(each, style) for each in actions.open_actions(one, day=day)))


def _action(each: actions.Carried, style: str) -> tuple[str, str]:
    came = f"from {each.came_from.words(style)}" if each.came_from is not None and each.is_carried else ""
    late = "late" if each.state == actions.LATE else ""
    said = ", ".join(part for part in (each.action.owner, came, late) if part)
    due = format_day(each.action.due_on) if each.action.due_on else "No day"
    return due, f"{each.action.words} ({said})" if said else each.action.words


def _people(session: Session, one: ContractRecord, style: str) -> Part:
    found = people.counts(session, one.id)
    counted = {each.review_id for each in found}
    newest = max((each.year for each in one.reviews if each.id in counted), default=None)
    if newest is None:
        return Part("People served")
    table = people.people_listing(one, found, year=newest, year_style=style)
    return Part(table.title, table=table, words=tuple(said for _, said in table.notes))


def _elsewhere(session: Session, one: ContractRecord, style: str) -> Part:
    """What was said of the same provider under its other contracts."""
    known = [each for each in performance.of_provider(session, one.organisation_id) if each.contract_id != one.id]
    columns = (Column("contract", "Contract"), Column("period", "Period"), Column("rating", "Rating", "chip"))
    shown = known[:MOST_NOTES]
    rows = tuple(Line(each.review_id, (each.contract, each.period(style), each.rating)) for each in shown)
    notes = tuple(f"{each.contract}, {each.period(style)}: {each.note}" for each in shown if each.note)
    return Part("This provider’s other contracts", table=Listing("Other contracts", columns, rows), words=notes)


def notices(known: Sequence[NoticeDue], one: ContractRecord, *, day: date) -> Part:
    """The notices the Procurement Act asks for, and others that were published."""
    columns = (
        Column("code", "Notice"),
        Column("name", "What it is"),
        Column("due_on", "Due", "day"),
        Column("state", "State", "chip"),
        Column("published_on", "Published", "day"),
    )
    rows = [
        Line(
            each.key,
            (
                each.code,
                each.name,
                each.due_on,
                "Published" if each.published else "Overdue" if each.due_on < day else "To come",
                each.published.published_on if each.published else None,
            ),
        )
        for each in known
    ]
    rows += [
        Line(f"{each.code}:{each.about}", (each.code, each.about, None, "Published", each.published_on))
        for each in others(one, known)
    ]
    numbers = tuple(
        f"{each.code} {each.number}, published {format_day(each.published_on)}" for each in one.notices if each.number
    )
    return Part("Notices", table=Listing("Notices", columns, tuple(rows)), words=numbers, opens="notice")
