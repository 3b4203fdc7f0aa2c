"""Spending rules: when returns are due, what is amber and red, and which underspend is to settle, from a year on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations.given import check_pence
from app.errors import Refused
from app.money import Pence
from app.years import FIRST, format_yearly, parse_day
from db.allocations import SpendingRule

_COMMON_YEAR = 2019
"""A year without 29 February, so that a day that is due every year exists in every year."""


@dataclass(frozen=True, slots=True)
class SpendingRuleRecord:
    """From `from_year` on: tenths of a percent beyond which a figure is amber and red, and due days (month, day).

    An underspend above `underspend_limit_pence` is to be settled. `id` is empty for the rule that holds unasked.
    """

    id: str
    version: int
    from_year: int
    amber_tenths: int
    red_tenths: int
    underspend_limit_pence: Pence
    half_year_due: tuple[int, int]
    year_end_due: tuple[int, int]

    def due_on(self, year: int, period: str) -> date:
        """When the return of this period of the financial year `year` is due: the first such day after its end."""
        month, day = self.half_year_due if period == "half-year" else self.year_end_due
        if period == "half-year":
            return date(year if month > 9 else year + 1, month, day)
        return date(year + 1, month, day)


DEFAULT = SpendingRuleRecord("", 0, FIRST, 50, 100, Pence(15_000_00), (10, 30), (5, 31))
"""What holds until an office enters a rule of its own.

The £15,000 is Manchester's, whose payments to partnerships depend on no more than that being left unallocated; the
half-year return by 30 October is Cleveland's. Amber beyond 5 %, red beyond 10 % and the year-end return by 31 May are
the desk's own, for an office to put its own in their place.
"""


def rules(session: Session) -> list[SpendingRuleRecord]:
    """The office's own rules, the first year first."""
    rows = session.scalars(
        select(SpendingRule).where(SpendingRule.archived.is_(False)).order_by(SpendingRule.from_year)
    )
    return [
        SpendingRuleRecord(
            row.id,
            row.version,
            row.from_year,
            row.amber_tenths,
            row.red_tenths,
            Pence(row.underspend_limit_pence),
            _day_of(row.half_year_due),
            _day_of(row.year_end_due),
        )
        for row in rows
    ]


def rule_for(session: Session, year: int) -> SpendingRuleRecord:
    """The rule in force in a financial year: the latest that has begun, else `DEFAULT`."""
    begun = [one for one in rules(session) if one.from_year <= year]
    return begun[-1] if begun else DEFAULT


def add_rule(
    session: Session,
    *,
    from_year: int,
    amber_tenths: int,
    red_tenths: int,
    underspend_limit_pence: int,
    half_year_due: str,
    year_end_due: str,
) -> str:
    """Have a rule from a year on; its id. Due days are typed as 30 October. Raises Refused."""
    values = _checked(amber_tenths, red_tenths, underspend_limit_pence, half_year_due, year_end_due)
    row = SpendingRule(from_year=from_year, **values)
    session.add(row)
    return row.id


def change_rule(
    session: Session,
    rule_id: str,
    *,
    version: int | None,
    from_year: int,
    amber_tenths: int,
    red_tenths: int,
    underspend_limit_pence: int,
    half_year_due: str,
    year_end_due: str,
) -> None:
    """Change a rule, for every year it holds in. Raises Refused, Stale."""
    values = _checked(amber_tenths, red_tenths, underspend_limit_pence, half_year_due, year_end_due)
    records.change(session, SpendingRule, rule_id, version=version, from_year=from_year, **values)


def archive_rule(session: Session, rule_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a rule away, so that the one before it holds, or bring it back. Raises Refused, Stale."""
    records.archive(session, SpendingRule, rule_id, version=version, back=back)


def due_text(day: tuple[int, int]) -> str:
    """A due day as it is typed and shown: 30 October."""
    return format_yearly(f"{day[0]}-{day[1]}")


def _checked(amber: int, red: int, limit: int, half_year: str, year_end: str) -> dict[str, Any]:
    check_pence(limit, "underspend_limit_pence", "The limit cannot be below £0.")
    half = _due(half_year, "half_year_due")
    if 4 <= half.month <= 9:
        raise Refused("The half-year ends on 30 September. Give a day from 1 October to 31 March.", "half_year_due")
    whole = _due(year_end, "year_end_due")
    if whole.month < 4:
        raise Refused("The year ends on 31 March. Give a day from 1 April to 31 December.", "year_end_due")
    return {
        "amber_tenths": amber,
        "red_tenths": red,
        "underspend_limit_pence": limit,
        "half_year_due": f"{half:%m-%d}",
        "year_end_due": f"{whole:%m-%d}",
    }


def _due(text: str, field: str) -> date:
    try:
        return parse_day(f"{text.strip()} {_COMMON_YEAR}", field)
    except Refused as refusal:
        raise Refused(f"“{text.strip()}” is not a day of every year. Type it like 30 October.", field) from refusal


def _day_of(kept: str) -> tuple[int, int]:
    month, _, day = kept.partition("-")
    return int(month), int(day)
