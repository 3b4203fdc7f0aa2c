"""What the desk knows when a paper is gathered: read once, used by everything the paper shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.funds.funds import FundRecord
from app.funds.lines import BudgetRecord, LineRecord
from app.office import Details
from app.papers.paper import Section
from app.papers.stating import Stating
from app.years import format_year


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's lines, funds and stated figures, and the year (a start year) and day the paper is about."""

    session: Session
    office: Details
    year: int
    day: date
    lines: list[LineRecord]
    funds: list[FundRecord]
    stating: Stating

    def named(self, year: int) -> str:
        """A financial year as this office writes it."""
        return format_year(year, self.office.year_style)

    def budgets(self, fund_id: str) -> list[tuple[LineRecord, BudgetRecord]]:
        """The lines of a fund that have a budget in the paper's year."""
        return [
            (one, one.budgets[self.year]) for one in self.lines if one.fund_id == fund_id and self.year in one.budgets
        ]


def not_chosen(what: str, section: Section) -> str:
    """What a section says that is about no fund or line in use."""
    if section.subject_id:
        return f"The {what} that this section was about has been put away. Choose another, or take the section out."
    return f"No {what} has been chosen for this section yet."
