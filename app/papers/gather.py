"""Gathering what a paper says, in one read, so that nothing is asked of the file while pages are laid out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.funds import stated
from app.funds.lists import agreement_list, income_list, movement_list
from app.funds.table import By, page
from app.listing import Listing, sections, totals
from app.office import details
from app.papers.budget import BudgetPaper
from app.papers.unlike import StatedDifference
from app.years import format_year

_PRINTED = ("line", "change", "percent")


def gather_budget(session: Session, *, year: int, day: date) -> BudgetPaper:
    """The commissioning budget of `year` (a start year) beside the year before, as dated `day`, and all beside it."""
    return replace(
        gather_table(session, year=year, day=day),
        income=_flat(income_list(session, year=year)),
        moved=_only(movement_list(session, year=year), "from", "to", "moved_on", "amount"),
        agreed=_only(agreement_list(session, year=year), "title", "organisation", "amount"),
        stated=tuple(
            StatedDifference(one.name, one.printed, one.amount_pence, one.computed_pence, one.place)
            for one in stated.stated(session, year=year)
            if one.computed_pence is not None and not one.agrees
        ),
    )


def gather_table(session: Session, *, year: int, day: date) -> BudgetPaper:
    """The table of the budget alone, beside the year before."""
    office = details(session)
    grouped_by: By = "priority"
    shown = page(session, year=year)
    if not any(line.group for line in shown.listing.lines):
        grouped_by = "fund"
        shown = page(session, year=year, by=grouped_by)
    listing = _columns(shown.listing)
    last = f"y{year - 1}" if any(column.key == f"y{year - 1}" for column in listing.columns) else ""
    return BudgetPaper(
        office=office.name,
        office_holder=office.holder_title,
        marking=office.marking,
        day=day,
        year_text=format_year(year, office.year_style),
        previous_year_text=format_year(year - 1, office.year_style) if last else "",
        listing=listing,
        by_priority=_by_group(listing, before=last, after=f"y{year}"),
        grouped_by=grouped_by,
    )


def _flat(listing: Listing) -> Listing:
    """The listing without its groups, where they would only say the year that the whole paper is about."""
    return replace(listing, groups=(), lines=tuple(replace(line, group="") for line in listing.lines))


def _columns(listing: Listing) -> Listing:
    """The budget itself, without what has since been done with it."""
    return _only(listing, *(one.key for one in listing.columns if one.key in _PRINTED or one.key.startswith("y")))


def _only(listing: Listing, *keys: str) -> Listing:
    """The listing with these columns, so that it stands upright on the page."""
    keep = [at for at, one in enumerate(listing.columns) if one.key in keys]
    return replace(
        listing,
        columns=tuple(listing.columns[at] for at in keep),
        lines=tuple(replace(line, cells=tuple(line.cells[at] for at in keep)) for line in listing.lines),
    )


def _by_group(listing: Listing, *, before: str, after: str) -> tuple[tuple[str, int | None, int | None], ...]:
    keys = [column.key for column in listing.columns]
    bars = []
    for group, mine in sections(listing):
        sums = totals(listing.columns, mine, group.label if group else "No priority")
        then = sums[keys.index(before)] if before else None
        now = sums[keys.index(after)]
        bars.append((str(sums[0]), then if isinstance(then, int) else None, now if isinstance(now, int) else None))
    return tuple(bars)
