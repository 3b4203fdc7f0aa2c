"""What is read for a row of the Allocations page or for the whole view: the records, and what their forms need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import areas
from app.allocations import factors
from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.record import AdditionPage, PartnershipPage, SharePage, parent_choices, partnership_choices
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.rules import SpendingRuleRecord
from app.allocations.scenarios import ScenarioRecord
from app.allocations.themes import ThemeRecord
from app.allocations.underspends import UnderspendRecord
from app.allocations.views import line_of
from app.documents import DocumentRecord
from app.fields import Choice, GridShape
from app.funds import lines
from app.told import Told
from app.years import first_day, format_year


@dataclass(frozen=True, slots=True)
class Choices:
    """What the forms of the page let a person choose from. `lines` are those with a budget in the year."""

    partnerships: tuple[Choice, ...]
    parents: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    lines: tuple[Choice, ...]
    factors: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid to be filled in, with what stands in its cells now, by `row:column`.

    What its start may be made of: `known` are those of its rows that are partnerships in use, `factors` the columns of
    figures, `starts` cells that may be filled in at once, under the words that say what they are.
    """

    shape: GridShape
    cells: Mapping[str, Any]
    known: tuple[PartnershipRecord, ...] = ()
    factors: tuple[FactorRecord, ...] = ()
    starts: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    rows: tuple[str, ...] = ()
    """The ids of what its cells are kept in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for a row of a view, or for the view itself where `row_id` is empty; years are start years.

    Of the records one is there, the one the row stands for. `told` is how it reads, `owner` the table, id and name that
    its documents belong to.
    """

    key: str
    row_id: str
    year: int
    year_style: str
    choices: Choices
    told: Told | None = None
    partnership: PartnershipPage | None = None
    addition: AdditionPage | None = None
    share: SharePage | None = None
    theme: ThemeRecord | None = None
    reserve: ReserveRecord | None = None
    review: ReviewRecord | None = None
    underspend: UnderspendRecord | None = None
    returns: tuple[ReviewRecord, ...] = ()
    """Both returns of the year, of a partnership in a line's view."""
    scenario: ScenarioRecord | None = None
    factor: FactorRecord | None = None
    documents: tuple[DocumentRecord, ...] = ()
    owner: tuple[str, str, str] | None = None
    last_place: int = 0
    """The last place in the list that the record's is one of, where it can be moved in it."""
    grid: Grid | None = None
    budget_id: str | None = None
    """The budget of the line in the year, where a line's view was read and not one of its rows."""
    rule: SpendingRuleRecord | None = None
    shared_lines: tuple[str, ...] = ()
    """The lines that partnerships are given something out of, by id, where the scenarios' view was read."""
    day: date | None = None
    """The day that the grid of reserves is of."""

    @property
    def line_id(self) -> str:
        """The budget line whose view it is read in; empty in a view that is of none."""
        return line_of(self.key)

    @property
    def year_text(self) -> str:
        """The year as the office prints it."""
        return format_year(self.year, self.year_style)


def choices(session: Session, *, year: int) -> Choices:
    """Partnerships and areas set in under what they belong to, lines with a budget in the year, factors."""
    tree = areas.areas(session, on=first_day(year))
    return Choices(
        partnership_choices(session),
        parent_choices(session),
        tuple(Choice(one.id, "\N{EM SPACE}" * one.level + one.name) for one in tree),
        tuple(Choice(one.id, one.called(year)) for one in lines.lines(session) if year in one.budgets),
        tuple(Choice(one.id, one.name) for one in factors.factors(session)),
    )
