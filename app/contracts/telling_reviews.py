"""How a contract goes, as it is read down: reviews, indicators, open actions, people, the provider elsewhere, notices.

The counts of people are hidden already where they are small. Years are start years.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.contracts import actions, indicators, people, performance
from app.contracts.notices import NoticeDue, others
from app.contracts.parts import ContractRecord
from app.contracts.reviews import Period, periods
from app.listing import Column, Line, Listing
from app.told import Part
from app.years import format_day

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
        Column("due_on", "Due", "day"),
        Column("held_on", "Held", "day"),
        Column("state", "State", "chip"),
        Column("rating", "Rating", "chip"),
    )
    rows = tuple(
        Line(
            each.key,
            (
                each.words(style),
                each.due_on,
                each.review.held_on if each.review else None,
                each.state,
                each.review.rating if each.review else "",
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
    known = indicators.indicators(session, one.id, archived=True)
    newest = max((each.year for each in one.reviews), default=None)
    if newest is None or not known:
        return Part("Indicators", words=_unreviewed(known))
    table = indicators.indicator_table(one, known, indicators.results(session, one.id), year=newest, year_style=style)
    return Part(
        table.title, table=table, words=tuple(f"{mark} {said}" for mark, said in table.notes), opens="indicator"
    )


def _unreviewed(known: Sequence[indicators.IndicatorRecord]) -> tuple[str, ...]:
    """The indicators of a contract nobody has reviewed yet."""
    return tuple(each.name for each in known if not each.archived)


def _actions(one: ContractRecord, day: date, style: str) -> Part:
    """What is still to be done, also what an earlier review asked for."""
    columns = (
        Column("words", "Action"),
        Column("owner", "Owner"),
        Column("due_on", "Due", "day"),
        Column("state", "State", "chip"),
    )
    rows = []
    for each in actions.open_actions(one, day=day):
        came = f" (from {each.came_from.words(style)})" if each.came_from is not None and each.is_carried else ""
        rows.append(
            Line(each.action.id, (f"{each.action.words}{came}", each.action.owner, each.action.due_on, each.state))
        )
    return Part("Open actions", table=Listing("Open actions", columns, tuple(rows)), opens="action")


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
