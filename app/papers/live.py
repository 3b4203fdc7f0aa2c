"""What each section of a paper shows from the desk's own figures, as blocks; captions have their unit, no number yet.

An office that has not entered something yet gets a sentence that says so in the place of an empty table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.funds import funds
from app.funds.lines import LineRecord
from app.office import Details
from app.papers.blocks import Block, Paragraph, Table
from app.papers.budget import budget_blocks
from app.papers.changed import changed_blocks
from app.papers.claims import stated_claims
from app.papers.desk import Desk
from app.papers.gather import gather_table
from app.papers.incomes import income_blocks
from app.papers.paper import PaperDetails, Section, Since
from app.papers.partnerships import allocation_blocks, pooled_blocks, spend_blocks
from app.papers.stating import Stating, without_pound
from app.papers.streams import stream_blocks, streams_blocks
from app.years import format_year


def live_blocks(
    session: Session,
    paper: PaperDetails,
    sections: Iterable[Section],
    *,
    office: Details,
    lines: list[LineRecord],
    since: Since,
    reasons: Mapping[tuple[str, str], str],
    today: date,
) -> dict[str, tuple[Block, ...]]:
    """By section id, what that section shows; nothing for sections of words and those made from the paper itself."""
    desk = Desk(
        session,
        office,
        paper.year,
        paper.day or today,
        lines,
        funds.funds(session, year=paper.year),
        Stating(stated_claims(session), reasons),
    )
    shown: dict[str, tuple[Block, ...]] = {}
    for one in sections:
        if one.shows == "changes":
            shown[one.id] = tuple(changed_blocks(since, format_year(paper.year, office.year_style)))
        elif one.shows in _SHOWN:
            shown[one.id] = tuple(_SHOWN[one.shows](desk, one))
    return shown


def _budget(desk: Desk, _: Section) -> list[Block]:
    """The budget by priority beside the year before, with the totals that were stated, and the chart."""
    record = gather_table(desk.session, year=desk.year, day=desk.day)
    if not record.listing.lines:
        return [Paragraph(f"No budget has been entered for {record.year_text} yet.")]
    ids = {one.id: one.budgets for one in desk.lines}
    listing = without_pound(record.listing)
    first = replace(listing.columns[0], label="Commissioning area")
    record = replace(record, listing=replace(listing, columns=(first, *listing.columns[1:])))
    rows = {
        f"y{year}": [
            budgets[year].id
            for line in listing.lines
            if year in (budgets := ids[line.id]) and isinstance(budgets[year].figures.budget, int)
        ]
        for year in (desk.year - 1, desk.year)
    }
    return [desk.stating.total(one, rows) if isinstance(one, Table) else one for one in budget_blocks(record)]


_SHOWN: Mapping[str, Callable[[Desk, Section], list[Block]]] = {
    "budget": _budget,
    "allocations": allocation_blocks,
    "spend": spend_blocks,
    "pooled": pooled_blocks,
    "income": income_blocks,
    "streams": streams_blocks,
    "stream": stream_blocks,
}
