"""How a return is rated: its figure against the allocation, by the rule, in whole pence and with the words why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.allocations.rules import SpendingRuleRecord
from app.funds.figures import Amount
from app.money import Pence, format_pence, format_percent, tenths_of_percent

Period = Literal["half-year", "year-end"]
Rag = Literal["", "green", "amber", "red"]
State = Literal["not asked", "not due", "due", "late", "returned", "returned late"]

SOON = timedelta(days=30)
"""So long before its day a return is due, and no longer only to come."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What the rule says of a return, and why, in a sentence; no rating where there is nothing to rate."""

    rag: Rag
    why: str


def rate(*, period: Period, allocation: Amount, figure: int | None, is_late: bool, rule: SpendingRuleRecord) -> Rating:
    """The rating of a return whose `figure`, in pence, is the forecast at the half-year, the spend at the year-end.

    Within the amber limit of the allocation, above or below it, it is green, within the red limit amber, else red; a
    return that is late is at least amber. A limit that is met exactly is kept.
    """
    called = "forecast" if period == "half-year" else "spend"
    if figure is None:
        return Rating("", f"No {called} has been returned.")
    if not isinstance(allocation, int):
        return Rating("", f"Its allocation is “{allocation}”." if allocation else "Nothing is allocated to it.")
    off = abs(figure - allocation)
    rag, limit = _by_limits(off, allocation, rule)
    why = f"The {called} of {format_pence(figure)} is {_against(figure, allocation, limit)}"
    if not is_late:
        return Rating(rag, f"{why}.")
    if rag == "green":
        return Rating("amber", f"{why}, but it is late.")
    return Rating(rag, f"{why}, and it is late.")


def _by_limits(off: int, allocation: int, rule: SpendingRuleRecord) -> tuple[Rag, int]:
    """The rating of so much off, and the limit that decides: of green and amber the one kept, of red the one broken."""
    if off * 1_000 <= rule.amber_tenths * allocation:
        return "green", rule.amber_tenths
    if off * 1_000 <= rule.red_tenths * allocation:
        return "amber", rule.amber_tenths
    return "red", rule.red_tenths


def _against(figure: int, allocation: int, limit: int) -> str:
    """How the figure stands against the allocation and the limit in tenths of a percent, in words."""
    off = figure - allocation
    if off == 0:
        return f"the allocation of {format_pence(allocation)}"
    words = f"{format_pence(abs(off))} {'above' if off > 0 else 'below'} the allocation of {format_pence(allocation)}"
    tenths = tenths_of_percent(abs(off), allocation)
    if tenths is None:
        return words
    within = abs(off) * 1_000 <= limit * allocation
    kept = f"{format_percent(limit, sign=False).removesuffix('.0')} %"
    # what is beyond a limit by less than the percentage can show would read as if it were within it
    share = f"just over {kept}" if not within and tenths <= limit else f"{format_percent(tenths, sign=False)} %"
    return f"{words} ({share}), {'within' if within else 'beyond'} {kept}"


def state_of(*, due_on: date, returned_on: date | None, today: date, is_asked: bool = True) -> tuple[State, int]:
    """How a return stands on a day, and how many days late it is or was; one that nobody asks for is never late."""
    if returned_on is not None:
        late = (returned_on - due_on).days
        return ("returned late", late) if late > 0 else ("returned", 0)
    if not is_asked:
        return "not asked", 0
    if today > due_on:
        return "late", (today - due_on).days
    return ("due" if today >= due_on - SOON else "not due"), 0


def suggested(period: Period, allocation: Amount) -> Pence | None:
    """What is usually planned to be spent by then, in pence: half at the half-year, else all; None without a figure."""
    if not isinstance(allocation, int):
        return None
    return Pence((allocation + 1) // 2) if period == "half-year" else Pence(allocation)
