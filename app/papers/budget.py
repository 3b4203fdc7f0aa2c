"""The commissioning budget of one year beside the year before, as it goes to the Police and Crime Panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.listing import Column, Line, Listing, percent_change, totals
from app.money import format_pence
from app.papers.blocks import Bar, Block, Chart, Document, Heading, Paragraph, Runs, Strong, Table
from app.papers.saying import compared
from app.papers.unlike import StatedDifference, stated_blocks

_NAMED = 3
"""Up to so many lines are called by name; more are counted."""


@dataclass(frozen=True, slots=True)
class BudgetPaper:
    """All that the paper says, gathered beforehand.

    `listing` has the lines by priority; its percent column names the year before and the year, and what stands after
    that column is not printed. Without one there is no year before, and the first pence column is the year.
    `by_priority` is the label of a priority and its pence before and after. `not_alike` are further sentences on why
    the two years cannot be compared line by line; lines that are new or have ended are found in `listing`.
    `grouped_by` is the word for what the groups of `listing` are.
    """

    office: str
    office_holder: str
    marking: str
    day: date
    year_text: str
    previous_year_text: str
    listing: Listing
    by_priority: tuple[tuple[str, int | None, int | None], ...]
    income: Listing | None = None
    moved: Listing | None = None
    agreed: Listing | None = None
    stated: tuple[StatedDifference, ...] = ()
    not_alike: tuple[str, ...] = ()
    draft: bool = False
    grouped_by: str = "priority"


def compose_budget(record: BudgetPaper) -> Document:
    """The budget paper: what it comes to, the table, the chart, where it comes from, what does not agree."""
    return Document(
        title=f"Commissioning budget {record.year_text}",
        subtitle=record.office_holder,
        office=record.office,
        marking=record.marking,
        day=record.day,
        draft=record.draft,
        blocks=(*map(_first, budget_blocks(record)), *_tables(record)),
    )


def budget_blocks(record: BudgetPaper) -> list[Block]:
    """The opening, the table and the chart, their captions without a number."""
    listing = _as_printed(record.listing)
    kind = "Police and Crime Plan priority" if record.grouped_by == "priority" else record.grouped_by
    caption = f"Commissioning budget by {kind}{_unit(listing)}"
    blocks: list[Block] = [Paragraph(_opening(record)), Table(listing, caption)]
    if record.by_priority:
        bars = tuple(Bar(*one) for one in record.by_priority)
        title = f"Budget by {record.grouped_by}, £"
        blocks.append(Chart(title, record.previous_year_text, record.year_text, bars))
    return blocks


def _first(block: Block) -> Block:
    """The first table and the first figure of the paper say so."""
    match block:
        case Table():
            return replace(block, caption=f"Table 1: {block.caption}")
        case Chart():
            return replace(block, caption=f"Figure 1: {block.caption}")
    return block


def _as_printed(listing: Listing) -> Listing:
    """The listing up to the year and its change: how the money was then given and paid is for other papers."""
    before_at, after_at = _years(listing.columns)
    last = next(at for at, column in enumerate(listing.columns) if column.of) if before_at is not None else after_at
    lines = tuple(replace(line, cells=line.cells[: last + 1]) for line in listing.lines)
    return replace(listing, columns=listing.columns[: last + 1], lines=lines)


def _unit(listing: Listing) -> str:
    """The unit after a caption, where no head of a column says it."""
    return "" if any("£" in column.label for column in listing.columns) else ", £"


def _opening(record: BudgetPaper) -> Runs:
    """The total, the change, and what keeps the years from being compared line by line."""
    listing = record.listing
    before_at, after_at = _years(listing.columns)
    sums = totals(listing.columns, listing.lines, "")
    after, before = sums[after_at], sums[before_at] if before_at is not None else None
    runs: list[str | Strong] = [f"The commissioning budget for {record.year_text} has no figures yet."]
    if isinstance(after, int):
        runs = [f"The commissioning budget for {record.year_text} is ", Strong(format_pence(after))]
        runs.append(f", {compared(before, after)} {record.previous_year_text}." if isinstance(before, int) else ".")
    unlike = _unlike(record, before_at, after_at) if before_at is not None and isinstance(before, int) else ""
    sentences = [unlike, *record.not_alike, _without_figure(listing, after_at)]
    return (*runs, *[f" {sentence}" for sentence in sentences if sentence])


def _years(columns: Sequence[Column]) -> tuple[int | None, int]:
    """The places of the year before and the year: those the percent column compares, or the first with money."""
    keys = [column.key for column in columns]
    for column in columns:
        if column.of:
            return keys.index(column.of[0]), keys.index(column.of[1])
    return None, next(at for at, column in enumerate(columns) if column.summed)


def _unlike(record: BudgetPaper, before_at: int, after_at: int) -> str:
    """The sentence on lines that have ended and lines that are new, empty when there are none."""
    listing = record.listing
    sides = [(line, percent_change(line.cells[before_at], line.cells[after_at])) for line in listing.lines]
    ended = [line for line, side in sides if side == "ended"]
    new = [line for line, side in sides if side == "new"]
    parts = []
    if ended:
        named = _lines(listing, ended, before_at)
        parts.append(f"{named} in {record.previous_year_text}, {_has(ended)} ended")
    if new:
        named = _lines(listing, new, after_at)
        parts.append(f"{named} in {record.year_text}, {'is' if len(new) == 1 else 'are'} new")
    return f"The years are not like for like: {'; '.join(parts)}." if parts else ""


def _lines(listing: Listing, lines: Sequence[Line], at: int) -> str:
    """“Road safety, £30,000”, “A and B, £258,000 together”, “8 lines, £567,200 together”."""
    names = [str(line.cells[0]) for line in lines]
    total = totals(listing.columns, lines, "")[at]
    worth = format_pence(total) if isinstance(total, int) else str(total)
    if len(names) == 1:
        return f"{names[0]}, {worth}"
    said = f"{len(names)} lines" if len(names) > _NAMED else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{said}, {worth} together"


def _has(lines: Sequence[Line]) -> str:
    return "has" if len(lines) == 1 else "have"


def _without_figure(listing: Listing, after_at: int) -> str:
    """The sentence on lines whose amount is a word: the total leaves them out, and the reader must know."""
    lines = [line for line in listing.lines if isinstance(line.cells[after_at], str)]
    if not lines:
        return ""
    named = "; ".join(f"{line.cells[0]} ({line.cells[after_at]})" for line in lines[:_NAMED])
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return f"Not in the total, having no figure yet: {named}{more}."


def _tables(record: BudgetPaper) -> list[Block]:
    """The tables after the budget, numbered on: income, money moved, agreements, what differs."""
    blocks: list[Block] = []
    number = 2
    for title, listing in (
        ("Income by source", _as_printed(record.income) if record.income else None),
        ("Money moved", record.moved),
        ("Agreements", record.agreed),
    ):
        if listing is not None and listing.lines:
            told = _telling(listing, record.year_text)
            blocks += [Heading(2, title), Table(told, f"Table {number}: {title}{_unit(told)}")]
            number += 1
    return [*blocks, *stated_blocks(record.stated, f"Table {number}: ")]


def _telling(listing: Listing, year_text: str) -> Listing:
    """The listing without columns that say nothing, or only the year that the whole paper is about."""
    keep = [
        at
        for at, column in enumerate(listing.columns)
        if column.right or {line.cells[at] for line in listing.lines} - {None, "", year_text}
    ]
    lines = tuple(replace(line, cells=tuple(line.cells[at] for at in keep)) for line in listing.lines)
    return replace(listing, columns=tuple(listing.columns[at] for at in keep), lines=lines)
