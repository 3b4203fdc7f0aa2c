"""Spending reviews: what partnerships return half way and at the end of a year, rated by rule, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.allocations.given import Grantee, check_pence, given, grantees
from app.allocations.rating import Period, Rag, Rating, State, rate, state_of
from app.allocations.rules import SpendingRuleRecord, rule_for, rules
from app.errors import Refused
from app.funds.figures import Amount
from app.listing import Column, Group, Line, Listing
from app.money import Pence, tenths_of_percent
from app.office import details
from app.years import first_day, format_day, format_year, year_of
from db.allocations import Partnership, Review

PERIODS: tuple[Period, ...] = get_args(Period)
PERIOD_WORDS: dict[Period, str] = {"half-year": "Half-year", "year-end": "Year-end"}
RAG_WORDS: dict[Rag, str] = {"": "", "green": "Green", "amber": "Amber", "red": "Red"}
LATE = "late"


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One return that is due or made; `id` is empty while nothing has been entered for it. Amounts in pence.

    `allocation` is what the partnership has that year. `rule_rag` is what the rule says, with `rule_why` in words;
    `rag` is what stands: the override where there is one, else the rule's.
    """

    id: str
    version: int
    partnership_id: str
    partnership: str
    year: int
    period: Period
    due_on: date
    returned_on: date | None
    state: State
    days_late: int
    allocation: Amount
    planned: Pence | None
    actual: Pence | None
    forecast: Pence | None
    narrative: str
    rule_rag: Rag
    rule_why: str
    override: Rag
    override_reason: str

    @property
    def key(self) -> str:
        """What it is listed under, the same before and after it has been entered: `partnership:period`."""
        return f"{self.partnership_id}:{self.period}"

    @property
    def rag(self) -> Rag:
        """The rating that stands."""
        return self.override or self.rule_rag

    @property
    def figure(self) -> Pence | None:
        """What is held against the allocation: the forecast at the half-year, what was spent at the year-end."""
        return self.forecast if self.period == "half-year" else self.actual

    @property
    def variance(self) -> Pence | None:
        """That figure less the allocation; None where one of them is not known."""
        if self.figure is None or not isinstance(self.allocation, int):
            return None
        return Pence(self.figure - self.allocation)

    @property
    def variance_tenths(self) -> int | None:
        """The variance in tenths of a percent of the allocation."""
        if self.variance is None or not isinstance(self.allocation, int):
            return None
        return tenths_of_percent(self.variance, self.allocation)

    @property
    def wants_narrative(self) -> bool:
        """Whether it is amber or red with no word on why: that is asked for, not forced."""
        return self.rag in ("amber", "red") and not self.narrative


def reviews(session: Session, *, year: int, today: date | None = None) -> list[ReviewRecord]:
    """Both returns of every partnership with an allocation in `year`, entered or not, as they stand on a day.

    In the office's order, the half-year first. What was entered stays when an allocation or a partnership goes.
    """
    day = today or date.today()
    rule, own = rule_for(session, year), given(session, year=year)
    is_asked = year >= asked_from(session, day)
    rows = session.scalars(select(Review).where(Review.year == year, Review.archived.is_(False)))
    made = {(row.partnership_id, row.period): row for row in rows}
    wanted = {*own, *(partnership_id for partnership_id, _ in made)}
    return [
        _record(one, year, period, made.get((one.id, period)), own.get(one.id), rule, day, is_asked=is_asked)
        for one in grantees(session, year=year).values()
        if one.id in wanted
        for period in PERIODS
    ]


def asked_from(session: Session, today: date) -> int:
    """The first year whose returns are asked for: the present one, or an earlier one that has a rule or a return.

    An office that enters what it gave in the past is not told that returns nobody ever asked for are years late.
    """
    first_return = session.scalar(select(func.min(Review.year)).where(Review.archived.is_(False)))
    begun = [one.from_year for one in rules(session)] + ([] if first_return is None else [first_return])
    return min([year_of(today), *begun])


def _record(
    one: Grantee,
    year: int,
    period: Period,
    row: Review | None,
    allocation: Amount,
    rule: SpendingRuleRecord,
    day: date,
    *,
    is_asked: bool,
) -> ReviewRecord:
    due_on = rule.due_on(year, period)
    returned_on = row.returned_on if row else None
    state, days_late = state_of(due_on=due_on, returned_on=returned_on, today=day, is_asked=is_asked)
    planned, actual, forecast = (row.planned_pence, row.actual_pence, row.forecast_pence) if row else (None, None, None)
    rated: Rating = rate(
        period=period,
        allocation=allocation,
        figure=forecast if period == "half-year" else actual,
        is_late=days_late > 0,
        rule=rule,
    )
    return ReviewRecord(
        id=row.id if row else "",
        version=row.version if row else 0,
        partnership_id=one.id,
        partnership=one.name,
        year=year,
        period=period,
        due_on=due_on,
        returned_on=returned_on,
        state=state,
        days_late=days_late,
        allocation=allocation,
        planned=_pence(planned),
        actual=_pence(actual),
        forecast=_pence(forecast),
        narrative=row.narrative if row else "",
        rule_rag=rated.rag,
        rule_why=rated.why,
        override=_rag(row.rag) if row else "",
        override_reason=row.rag_reason if row else "",
    )


def _pence(pence: int | None) -> Pence | None:
    return None if pence is None else Pence(pence)


def _rag(kept: str) -> Rag:
    return next((one for one in RAG_WORDS if one == kept), "")


def record_return(
    session: Session,
    *,
    partnership_id: str,
    year: int,
    period: str,
    returned_on: date | None,
    planned: int | None,
    actual: int | None,
    forecast: int | None,
    narrative: str = "",
    rag: str | None = "",
    rag_reason: str = "",
    today: date | None = None,
) -> str:
    """Record a return, amounts in pence; its id. Without a day it is not returned yet, only its figures are kept.

    `rag` says another rating than the rule's, and then `rag_reason` why. Raises Refused.
    """
    records.in_use(session, Partnership, partnership_id)
    if period not in PERIODS:
        raise Refused("Choose the half-year or the year-end.", "period")
    values = _checked(session, year, returned_on, planned, actual, forecast, narrative, rag, rag_reason, today)
    row = Review(partnership_id=partnership_id, year=year, period=period, **values)
    session.add(row)
    return row.id


def change_return(
    session: Session,
    review_id: str,
    *,
    version: int | None,
    returned_on: date | None,
    planned: int | None,
    actual: int | None,
    forecast: int | None,
    narrative: str = "",
    rag: str | None = "",
    rag_reason: str = "",
    today: date | None = None,
) -> None:
    """Change what was returned. Raises Refused, Stale."""
    year = records.in_use(session, Review, review_id).year
    values = _checked(session, year, returned_on, planned, actual, forecast, narrative, rag, rag_reason, today)
    records.change(session, Review, review_id, version=version, **values)


def archive_return(session: Session, review_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a return away, so that it is still to come, or bring it back. Raises Refused, Stale."""
    records.archive(session, Review, review_id, version=version, back=back)


def _checked(
    session: Session,
    year: int,
    returned_on: date | None,
    planned: int | None,
    actual: int | None,
    forecast: int | None,
    narrative: str,
    rag: str | None,
    rag_reason: str,
    today: date | None,
) -> dict[str, Any]:
    amounts = {"planned": planned, "actual": actual, "forecast": forecast}
    for box, pence in amounts.items():
        check_pence(pence, box)
    words, why = narrative.strip(), rag_reason.strip()
    if returned_on is not None:
        _refuse_day(session, year, returned_on, today)
    elif not words and not rag and all(pence is None for pence in amounts.values()):
        raise Refused("Give the day it was returned, or a figure that is known so far.", "returned_on")
    if (rag or "") not in RAG_WORDS:
        raise Refused("Choose green, amber or red.", "rag")
    if rag and not why:
        raise Refused("Say why the rating differs from the rule.", "rag_reason")
    if why and not rag:
        raise Refused("Choose the rating that this is the reason for, or take the reason out.", "rag")
    columns = {f"{box}_pence": pence for box, pence in amounts.items()}
    return {"returned_on": returned_on, "narrative": words, "rag": rag or "", "rag_reason": why, **columns}


def _refuse_day(session: Session, year: int, returned_on: date, today: date | None) -> None:
    if returned_on > (today or date.today()):
        raise Refused(f"{format_day(returned_on)} is still to come.", "returned_on")
    if returned_on < first_day(year):
        style = details(session).year_style
        raise Refused(f"{format_day(returned_on)} is before {format_year(year, style)} began.", "returned_on")


def review_list(session: Session, *, year: int, today: date | None = None) -> Listing:
    """The returns of `year` as they stand on a day, in pence: what is late first, then the half-year, the year-end."""
    found = reviews(session, year=year, today=today)
    lines = tuple(_line(one) for one in found)
    used = {line.group for line in lines}
    groups = (Group(LATE, "Late"), *(Group(period, PERIOD_WORDS[period]) for period in PERIODS))
    asked = (("*", "Amber or red, and not a word on why: ask for it."),)
    return Listing(
        f"Spending reviews {format_year(year, details(session).year_style)}",
        (
            Column("partnership", "Partnership"),
            Column("period", "Return"),
            Column("allocation", "Allocation £", "pence", added=False),
            Column("planned", "Planned £", "pence", added=False),
            Column("actual", "Spent £", "pence", added=False),
            Column("forecast", "Forecast £", "pence", added=False),
            Column("variance", "Variance £", "change", added=False, help="Forecast or spend less the allocation"),
            Column("percent", "%", "percent", help="The variance in percent of the allocation"),
            Column("rag", "Rating", "chip"),
            Column("state", "State", "chip"),
            Column("due_on", "Due", "day"),
        ),
        lines,
        tuple(group for group in groups if group.key in used),
        notes=asked if any(line.mark for line in lines) else (),
        subtitle="Half-year and year-end returns, rated by rule",
    )


def _line(one: ReviewRecord) -> Line:
    return Line(
        one.key,
        (
            one.partnership,
            PERIOD_WORDS[one.period],
            one.allocation,
            one.planned,
            one.actual,
            one.forecast,
            one.variance,
            one.variance_tenths,
            RAG_WORDS[one.rag],
            one.state.capitalize(),
            one.due_on,
        ),
        group=LATE if one.state == "late" else one.period,
        mark="*" if one.wants_narrative else "",
    )
