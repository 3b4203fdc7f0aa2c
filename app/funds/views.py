"""What the Funds page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import plans
from app.fields import Field
from app.funds import commitments, figures, funds, income, lines, lists, stated
from app.funds.commitments import CommitmentRecord
from app.funds.funds import FundRecord
from app.funds.income import IncomeRecord
from app.funds.record import Choices, LinePage, choices, line_page
from app.funds.stated import StatedRecord
from app.funds.table import Headline, page
from app.listing import Listing
from app.office import details

VIEWS = (
    ("priority", "Lines by priority"),
    ("fund", "Lines by fund"),
    ("area", "Lines by area"),
    ("income", "Income by source"),
    ("agreements", "Agreements"),
    ("funds", "Funds"),
    ("stated", "Stated figures"),
    ("history", "History"),
    ("archived", "Archived lines"),
)
OF_LINES = frozenset(("priority", "fund", "area", "archived"))


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its list, and the sentence of the whole budget above it."""

    key: str
    year: int
    years: tuple[int, ...]
    year_style: str
    headline: Headline
    listing: Listing


def view(
    session: Session,
    key: str,
    *,
    year: int,
    compare: Sequence[int] | None = None,
    labels: Mapping[str, Sequence[Field]] | None = None,
) -> View:
    """The list of this view for `year` (a start year). An office without priorities sees its lines by fund.

    `labels` are the words of the history, where that is the view.
    """
    if key == "priority" and not plans.priorities(session, archived=True):
        key = "fund"
    by = "fund" if key == "fund" else "area" if key == "area" else "priority"
    budget = page(session, year=year, compare=compare, by=by, archived=key == "archived")  # type: ignore[arg-type]
    listing = budget.listing
    if key == "income":
        listing = lists.income_list(session)
    elif key == "agreements":
        listing = lists.agreement_list(session, year=year)
    elif key == "funds":
        listing = lists.fund_list(session, year=year)
    elif key == "stated":
        listing = lists.stated_list(session)
    elif key == "history":
        listing = lists.history_list(session, labels=labels)
    headline = budget.headline if key != "archived" else page(session, year=year, compare=compare).headline
    return View(key, year, budget.years, details(session).year_style, headline, listing)


@dataclass(frozen=True, slots=True)
class Shown:
    """The chosen record, of whichever kind, with what its forms let a person choose from."""

    choices: Choices
    year_style: str
    line: LinePage | None = None
    income: IncomeRecord | None = None
    commitment: CommitmentRecord | None = None
    fund: FundRecord | None = None
    fund_figures: figures.Figures | None = None
    stated: StatedRecord | None = None


def shown(session: Session, key: str, row_id: str, *, year: int) -> Shown:
    """The record behind a row of this view. Raises Refused when it is gone."""
    offered, style = choices(session, year=year), details(session).year_style
    if key in OF_LINES:
        return Shown(offered, style, line=line_page(session, row_id, year=year))
    if key == "income":
        return Shown(offered, style, income=next((one for one in income.incomes(session) if one.id == row_id), None))
    if key == "agreements":
        every = commitments.commitments(session, year=year)
        return Shown(offered, style, commitment=next((one for one in every if one.id == row_id), None))
    if key == "stated":
        return Shown(offered, style, stated=next((one for one in stated.stated(session) if one.id == row_id), None))
    if key == "funds":
        mine = [
            one.budgets[year].figures for one in lines.lines(session) if one.fund_id == row_id and year in one.budgets
        ]
        return Shown(offered, style, fund=funds.fund(session, row_id, year=year), fund_figures=figures.add(mine))
    return Shown(offered, style)
