"""Gathering the allocation statement in one read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import areas
from app.allocations import allocations, shares
from app.allocations.allocations import AllocationRecord
from app.allocations.shares import ShareRecord
from app.funds import lines
from app.funds.lines import LineRecord
from app.papers.allocation_statement import AllocationStatement, SharedLine
from app.papers.claims import StatedClaim, stated_claims
from app.papers.imprint import gather_imprint
from app.papers.paper import NO_REASONS
from app.papers.stating import Stating
from app.papers.tiers import gather_tiers


def gather_statement(session: Session, *, year: int, day: date, line_id: str | None = None) -> AllocationStatement:
    """What is allocated up to `year` (a start year) and after, as dated `day`: of one line, or of all that are shared.

    Raises Refused where there is no such line.
    """
    found = _Found(
        (*allocations.allocations(session),),
        (*allocations.additions(session),),
        (*shares.shares(session),),
    )
    every = [lines.line(session, line_id)] if line_id else lines.lines(session)
    given = [one for one in every if found.allotted(one)]
    pooled = [one for one in every if found.shared(one)]
    budgets = [one.budgets[year].id for one in given if year in one.budgets]
    noted = lines.notes(session, budgets)
    told = tuple(found.line(one, [note.text for note in noted.get(_budget(one, year), [])]) for one in given)
    shared = tuple(found.line(one, []) for one in pooled)
    rows = {row for one in (*told, *shared) for row in _rows(one)}
    claims = [one for one in stated_claims(session) if one.rows and one.rows <= rows]
    return AllocationStatement(
        imprint=gather_imprint(session, day=day),
        year=year,
        tiers=gather_tiers(session, day=day),
        lines=told,
        pooled=shared,
        areas={one.id: one.name for one in areas.areas(session, on=day, archived=True)},
        stating=Stating(_up_to(claims, year), NO_REASONS),
    )


def _up_to(claims: Iterable[StatedClaim], year: int) -> list[StatedClaim]:
    return [one for one in claims if one.year is None or one.year <= year]


def _budget(line: LineRecord, year: int) -> str:
    return line.budgets[year].id if year in line.budgets else ""


def _rows(line: SharedLine) -> set[str]:
    """The ids of everything in the line that a figure may have been stated for."""
    return {
        *(key for key, _ in line.budgets.values()),
        *(one.id for one in (*line.allocations, *line.additions)),
        *(one.id for one in line.shares),
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """All that is allocated and shared in the office."""

    allocations: tuple[AllocationRecord, ...]
    additions: tuple[AllocationRecord, ...]
    shares: tuple[ShareRecord, ...]

    def allotted(self, line: LineRecord) -> bool:
        """Whether partnerships are given money out of it."""
        budgets = {one.id for one in line.budgets.values()}
        return any(one.budget_id in budgets for one in (*self.allocations, *self.additions))

    def shared(self, line: LineRecord) -> bool:
        """Whether it is pooled by area."""
        budgets = {one.id for one in line.budgets.values()}
        return any(one.budget_id in budgets for one in self.shares)

    def line(self, line: LineRecord, notes: Iterable[str]) -> SharedLine:
        """The line with all that is given out of it."""
        budgets = {one.id for one in line.budgets.values()}
        return SharedLine(
            id=line.id,
            name=line.name,
            budgets={year: (one.id, one.figures.budget) for year, one in line.budgets.items()},
            allocations=tuple(one for one in self.allocations if one.budget_id in budgets),
            additions=tuple(one for one in self.additions if one.budget_id in budgets),
            shares=tuple(one for one in self.shares if one.budget_id in budgets),
            notes=tuple(notes),
        )
