"""Reserves, returns and underspends as records that are read down: what was said, what it comes to, what is to settle.

Amounts are pence, years start years.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.allocations.rating import Rag
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.underspends import UnderspendRecord
from app.funds.figures import Amount
from app.history import Entry
from app.listing import Column, Line, Listing
from app.money import format_pence, format_percent
from app.told import Notice, Part, Told, facts, without_empty
from app.years import format_day, format_year

RAGS: dict[Rag, str] = {"": "Not rated", "green": "Green", "amber": "Amber", "red": "Red"}
PERIODS = {"half-year": "Half-year return", "year-end": "Year-end return"}
TREATMENTS = {"carried": "Carried forward", "returned": "Returned", "redirected": "Redirected"}


def amount_words(amount: Amount) -> str:
    """An amount as it is read: £1,200, TBD, or nothing where there is none."""
    return format_pence(amount) if isinstance(amount, int) else amount or ""


def months_words(tenths: int) -> str:
    """“7.1 months”, of tenths of a month."""
    return f"{tenths // 10}.{tenths % 10} months"


def reserve_told(
    one: ReserveRecord, *, tenths: int | None, others: Sequence[ReserveRecord], history: Sequence[Entry]
) -> Told:
    """A declaration and what does not agree in it; `tenths` of a month of grant, `others` all its declarations."""
    notices = tuple(
        Notice(said, "Ask the partnership which is right.", "Correct it", "reserve") for said in one.findings
    )
    columns = (
        Column("day", "Declared", "day"),
        Column("opening", "Opening £", "pence", added=False),
        Column("added", "Added £", "pence", added=False),
        Column("used", "Used £", "pence", added=False),
        Column("closing", "Held £", "pence", added=False),
    )
    rows = tuple(
        Line(each.id, (each.declared_on, each.opening, each.added, each.used, each.closing)) for each in others
    )
    return Told(
        one.partnership,
        f"Reserve declared {format_day(one.declared_on)}",
        without_empty(
            (
                facts(
                    "Declared",
                    ("Opening", _pence(one.opening)),
                    ("Added", _pence(one.added)),
                    ("Used", _pence(one.used)),
                    ("Held", format_pence(one.closing)),
                    ("Its figures come to", _pence(one.computed)),
                    ("In months of grant", months_words(tenths) if tenths is not None else ""),
                    ("Evidence", one.evidence),
                ),
                Part("Every declaration", table=Listing("Every declaration", columns, rows)),
            )
        ),
        notices,
        tuple(history),
    )


def silent_told(partnership: str, year_text: str) -> Told:
    """A partnership that has money and has declared no reserve."""
    notice = Notice("No reserve was declared.", f"Nothing is known up to the end of {year_text}.", "Declare", "declare")
    return Told(partnership, "Reserve", (), (notice,))


def _pence(pence: int | None) -> str:
    return "" if pence is None else format_pence(pence)


def review_told(one: ReviewRecord, *, style: str, history: Sequence[Entry]) -> Told:
    """A return that is due or made: what was planned, spent and forecast, its rating and why."""
    notices = []
    if one.wants_narrative:
        notices.append(Notice(f"{RAGS[one.rag]}, and not a word on why.", "Ask for it.", "Write it down", "review"))
    if one.state == "late":
        days = f"{one.days_late:,} {'day' if one.days_late == 1 else 'days'} late."
        notices.append(Notice(days, f"It was due {format_day(one.due_on)}.", "Record it", "review", "bad"))
    rating = RAGS[one.rag]
    if one.override:
        rating = f"{rating}, by decision: {one.override_reason}"
    return Told(
        one.partnership,
        f"{PERIODS[one.period]}, {format_year(one.year, style)}",
        without_empty(
            (
                facts(
                    "Return",
                    ("State", one.state.capitalize()),
                    ("Due", format_day(one.due_on)),
                    ("Returned", format_day(one.returned_on) if one.returned_on else ""),
                    ("Allocation", amount_words(one.allocation)),
                    ("Planned by then", _pence(one.planned)),
                    ("Spent by then", _pence(one.actual)),
                    ("Forecast for the year", _pence(one.forecast)),
                    ("Against the allocation", _variance(one)),
                ),
                facts(
                    "Rating",
                    ("Stands at", rating if one.returned_on or one.override else ""),
                    ("By rule", f"{RAGS[one.rule_rag]}: {one.rule_why}" if one.rule_rag else one.rule_why),
                ),
                Part("In their words", words=(one.narrative,) if one.narrative else ()),
            )
        ),
        tuple(notices),
        tuple(history),
    )


def _variance(one: ReviewRecord) -> str:
    """“−£12,000 (−2.5 %)”; empty where it cannot be said."""
    if one.variance is None:
        return ""
    percent = f" ({format_percent(one.variance_tenths)} %)" if one.variance_tenths is not None else ""
    return f"{format_pence(one.variance, sign=True)}{percent}"


def underspend_told(one: UnderspendRecord, *, style: str, history: Sequence[Entry]) -> Told:
    """What was not spent of a year's allocation and what was decided of it."""
    notices: tuple[Notice, ...] = ()
    if one.over:
        said = f"{format_pence(one.over)} more is decided than was left unspent."
        notices = (Notice(said, "A later return says that it was spent after all. Change what was decided."),)
    if one.to_settle:
        more = f"It is over the limit of {format_pence(one.limit)}: carry it, have it returned, or redirect it."
        notices = (Notice(f"{format_pence(one.to_settle)} to settle.", more, "Settle it", "settle"),)
    columns = (
        Column("what", "Decided"),
        Column("day", "On", "day"),
        Column("approver", "Approved by"),
        Column("amount", "£", "pence"),
    )
    rows = tuple(
        Line(each.id, (_decided(each.treatment, each.redirected_to), each.decided_on, each.approver, each.amount))
        for each in one.treatments
    )
    return Told(
        one.partnership,
        f"Underspend of {format_year(one.year, style)}",
        without_empty(
            (
                facts(
                    "Spending",
                    ("Allocation", amount_words(one.allocation)),
                    ("Spent" if one.is_final else "Forecast", _pence(one.spent)),
                    ("Not spent" if one.underspend >= 0 else "Overspent", format_pence(abs(one.underspend))),
                    ("Decided", format_pence(one.treated) if one.treated else ""),
                    ("Limit", f"{format_pence(one.limit)}; up to it nothing has to be decided"),
                ),
                Part(
                    "Decided",
                    table=Listing("Decided", columns, rows),
                    totalled=True,
                    words=tuple(
                        f"{_decided(each.treatment, each.redirected_to)}: {each.reason}"
                        for each in one.treatments
                        if each.reason
                    ),
                    opens="treatment",
                ),
            )
        ),
        notices,
        tuple(history),
    )


def _decided(treatment: str, redirected_to: str) -> str:
    words = TREATMENTS.get(treatment, treatment)
    return f"{words} to {redirected_to}" if redirected_to else words
