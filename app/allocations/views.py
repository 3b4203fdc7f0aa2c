"""What the Allocations page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.allocations import (
    factors,
    headlines,
    reserves,
    reviews,
    scenarios,
    table,
    themes,
    underspends,
)
from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.funds import lines
from app.funds.table import Headline
from app.listing import Column, Group, Line, Listing
from app.office import details
from app.years import format_year, last_day

NONE = "none"
AFTER_LINES = (
    ("themes", "Spend by theme"),
    ("reserves", "Reserves"),
    ("reviews", "Spending reviews"),
    ("underspends", "Underspends"),
    ("scenarios", "Re-balancing scenarios"),
    ("factors", "Factors"),
    ("partnerships", "Partnerships"),
    ("archived", "Archived"),
)


def kind_of(key: str) -> str:
    """What kind of view a key names: `line` and `pooled` are of one budget line, the others are themselves."""
    return key.partition(":")[0]


def line_of(key: str) -> str:
    """The id of the budget line that a view is of; empty for one that is of none."""
    return key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its list, and the sentence that answers its question. Years are start years.

    `views` are all views by key, as they are offered; `lines` are the budget lines of the year, by id, out of which
    something may be given. `is_bare` is whether there is no partnership and nothing is pooled yet.
    """

    key: str
    year: int
    years: tuple[int, ...]
    year_style: str
    views: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    headline: Headline
    listing: Listing
    is_bare: bool = False


def views(session: Session, *, also: str = "") -> list[tuple[str, str]]:
    """Every view by key, as it is offered: each line that is shared out, then the others; `also` is one to be begun."""
    given, pooled = table.lines_with(session)
    found = [
        *((f"line:{line_id}", f"Allocations, {name}") for line_id, name in given),
        *((f"pooled:{line_id}", f"{name} by area") for line_id, name in pooled),
    ]
    if kind_of(also) in ("line", "pooled") and also not in dict(found):
        name = next((one.name for one in lines.lines(session) if one.id == line_of(also)), "")
        begun = f"Allocations, {name}" if kind_of(also) == "line" else f"{name} by area"
        found += [(also, begun)] if name else []
    return [*(found or [(NONE, "Allocations")]), *AFTER_LINES]


def view(session: Session, key: str, *, year: int, compare: Sequence[int] | None = None) -> View:
    """The list of this view for `year` beside the years in `compare`; the first view for a key that is none."""
    known = views(session, also=key)
    key = key if key in dict(known) else known[0][0]
    style = details(session).year_style
    headline, listing = _READ[kind_of(key)](session, line_of(key), year, compare)
    return View(
        key,
        year,
        tuple(lines.years(session)),
        style,
        tuple(known),
        tuple((one.id, one.called(year)) for one in lines.lines(session) if year in one.budgets),
        headline,
        listing,
        known[0][0] == NONE and not partnerships(session),
    )


Read = Callable[[Session, str, int, Sequence[int] | None], tuple[Headline, Listing]]


def _line(session: Session, line_id: str, year: int, compare: Sequence[int] | None) -> tuple[Headline, Listing]:
    listing = table.allocation_list(session, line_id, year=year, compare=compare)
    return table.headline(session, line_id, year=year), listing


def _none(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    """Where nothing is allocated yet, the partnerships that something may be given to."""
    return headlines.nothing_given(partnerships(session)), table.partnership_list(session)


def _pooled(session: Session, line_id: str, year: int, compare: Sequence[int] | None) -> tuple[Headline, Listing]:
    listing = table.pooled_list(session, line_id, year=year, compare=compare)
    return table.headline(session, line_id, year=year), listing


def _themes(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    said = format_year(year, details(session).year_style)
    return headlines.themes_headline(themes.footing(session, year=year), said), themes.theme_list(session, year=year)


def _reserves(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    declared = reserves.last(session, last_day(year))
    listing = reserves.reserve_list(session, year=year)
    known = {one.id: one.name for one in partnerships(session)}
    silent = [known[line.id] for line in listing.lines if line.id in known]
    months = reserves.months(session, year=year)
    said = format_year(year, details(session).year_style)
    return headlines.reserves_headline(list(declared.values()), silent, months, said), listing


def _reviews(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    said = format_year(year, details(session).year_style)
    every = reviews.reviews(session, year=year)
    return headlines.reviews_headline(every, said), reviews.review_list(session, year=year)


def _underspends(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    said = format_year(year, details(session).year_style)
    every = underspends.underspends(session, year=year)
    return headlines.underspends_headline(every, said), underspends.underspend_list(session, year=year)


def _scenarios(session: Session, _: str, year: int, __: Sequence[int] | None) -> tuple[Headline, Listing]:
    said = format_year(year, details(session).year_style)
    every = scenarios.scenarios(session, year=year)
    return headlines.scenarios_headline(every, said), scenarios.scenario_list(session, year=year)


def _factors(session: Session, _: str, __: int, ___: Sequence[int] | None) -> tuple[Headline, Listing]:
    every, known = factors.factors(session), partnerships(session)
    return headlines.factors_headline(every, known), factor_register(every, known)


def factor_register(every: Sequence[FactorRecord], known: Sequence[PartnershipRecord]) -> Listing:
    """The factors one under another, with where their figures are from and how many partnerships have one."""
    columns = (
        Column("name", "Factor"),
        Column("source", "Source"),
        Column("as_of", "Figures of", "day"),
        Column("figures", "Figures", help="How many partnerships have a figure"),
        Column("heads", "Heads", "chip"),
    )
    ids = {one.id for one in known}
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                one.source,
                one.as_of,
                f"{len(ids & one.figures.keys()):,} of {len(ids):,}",
                "Heads" if one.is_population else "",
            ),
        )
        for one in every
    )
    return Listing("Factors", columns, rows)


def _partnerships(session: Session, _: str, __: int, ___: Sequence[int] | None) -> tuple[Headline, Listing]:
    return headlines.partnerships_headline(partnerships(session)), table.partnership_list(session)


def _archived(session: Session, _: str, __: int, ___: Sequence[int] | None) -> tuple[Headline, Listing]:
    listing = archive_list(session)
    return headlines.archive_headline(len(listing.lines)), listing


def archive_list(session: Session) -> Listing:
    """What was put away and can be brought back: partnerships, themes, factors, and scenarios one may see."""
    away = [one for one in partnerships(session, archived=True) if one.archived]
    found = (
        (Group("partnership", "Partnerships"), [(one.id, one.name) for one in away]),
        (Group("theme", "Themes"), [(one.id, one.name) for one in themes.theme_records(session, archived=True)]),
        (Group("factor", "Factors"), [(one.id, one.name) for one in factors.factors(session, archived=True)]),
        (
            Group("scenario", "Scenarios"),
            [(one.id, one.plan.name) for one in scenarios.scenarios(session, archived=True)],
        ),
    )
    return Listing(
        "Archived",
        (Column("name", "Archived"),),
        tuple(Line(row_id, (name,), group=group.key) for group, rows in found for row_id, name in rows),
        tuple(group for group, rows in found if rows),
    )


_READ: dict[str, Read] = {
    "line": _line,
    NONE: _none,
    "pooled": _pooled,
    "themes": _themes,
    "reserves": _reserves,
    "reviews": _reviews,
    "underspends": _underspends,
    "scenarios": _scenarios,
    "factors": _factors,
    "partnerships": _partnerships,
    "archived": _archived,
}
