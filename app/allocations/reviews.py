"""Spending reviews: what partnerships return half way and at the end of a year, rated by rule, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.funds.figures import Amount
from app.money import Pence

Period = Literal["half-year", "year-end"]
Rag = Literal["", "green", "amber", "red"]
State = Literal["not due", "due", "late", "returned", "returned late"]


@dataclass(frozen=True, slots=True)
class SpendingRuleRecord:
    """From `from_year` on: tenths of a percent from which a forecast is amber and red, and due days (month, day)."""

    id: str
    version: int
    from_year: int
    amber_tenths: int
    red_tenths: int
    underspend_limit_pence: Pence
    half_year_due: tuple[int, int]
    year_end_due: tuple[int, int]


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
    def rag(self) -> Rag:
        """The rating that stands."""
        return self.override or self.rule_rag
