"""One budget line in one financial year as a paper: everything its page on the screen says."""

from __future__ import annotations

from datetime import date

from app.funds.record import LinePage
from app.listing import Cell, Column, Line, Listing
from app.office import Details
from app.papers.blocks import Block, Document, Heading, Paragraph, Table
from app.years import format_day, format_year


def compose_line(page: LinePage, *, office: Details, day: date) -> Document:
    """The line's figures, terms, income, agreements, shares, movements, notes, revisions and history."""
    year = format_year(page.year, office.year_style)
    blocks: list[Block] = [*_figures(page, year), *_about(page)]
    for title, listing in (
        ("Income", _income(page)),
        ("Agreements", _agreements(page)),
        ("Shared among", _allotted(page)),
        ("Money moved", _moved(page)),
        ("Revisions", _revisions(page)),
        ("Stated figures", _stated(page)),
    ):
        if listing.lines:
            summed = len(listing.lines) > 1 and any(column.summed for column in listing.columns)
            blocks += [Heading(2, title), Table(listing, totals=summed)]
    if page.notes:
        blocks += [Heading(2, "Notes"), *(Paragraph(note.text) for note in page.notes)]
    if page.history:
        blocks += [Heading(2, "History"), *(Paragraph(_entry(page, at)) for at in range(len(page.history)))]
    return Document(
        title=page.line.name,
        subtitle=f"Budget line, {year}",
        office=office.name,
        marking=office.marking,
        day=day,
        blocks=tuple(blocks),
    )


def _figures(page: LinePage, year: str) -> list[Block]:
    if page.budget is None:
        return [Paragraph(f"This line has no budget in {year}.")]
    figures = page.budget.figures
    columns = (Column("what", "Figure"), Column("pence", "£", "pence", added=False))
    rows: list[tuple[str, Cell]] = [("Budget", figures.budget)]
    if figures.moved:
        rows += [("Moved in, less out", figures.moved), ("To give", figures.available)]
    rows += [
        ("Allocated", figures.allocated),
        ("Committed", figures.committed),
        ("Paid", figures.paid),
        ("Left to give", figures.left),
    ]
    lines = tuple(Line(str(at), row) for at, row in enumerate(rows))
    return [Table(Listing("Figures", columns, lines), f"Figures for {year}", totals=False)]


def _about(page: LinePage) -> list[Block]:
    facts = [
        ("Priority", page.priority),
        ("Area", page.area),
        ("Fund", page.fund.name),
        ("Purpose", page.fund.purpose),
        ("Restricted", page.fund.restriction_terms if page.fund.restricted else ""),
        ("Called in this year", page.budget.printed_name if page.budget else ""),
    ]
    columns = (Column("label", "About"), Column("value", ""))
    lines = tuple(Line(label, (label, value)) for label, value in facts if value)
    return [Table(Listing("About", columns, lines), totals=False)]


def _income(page: LinePage) -> Listing:
    columns = (
        Column("what", "Income"),
        Column("from", "From"),
        Column("year", "Year"),
        Column("expected", "Expected £", "pence", added=False),
        Column("received", "Received £", "pence", added=False),
        Column("state", "State"),
    )
    rows = (
        (
            one.name,
            one.source,
            format_year(one.year, page.year_style),
            one.expected_pence,
            one.received_pence,
            one.state,
        )
        for one in page.income
    )
    return Listing("Income", columns, tuple(Line(str(at), row) for at, row in enumerate(rows)))


def _agreements(page: LinePage) -> Listing:
    columns = (
        Column("title", "Agreement"),
        Column("with", "With"),
        Column("amount", "Amount £", "pence"),
        Column("paid", "Paid £", "pence"),
    )
    rows = tuple(
        Line(one.id, (one.title, one.organisation, one.amount_pence, one.paid_pence)) for one in page.commitments
    )
    return Listing("Agreements", columns, rows)


def _allotted(page: LinePage) -> Listing:
    columns = (Column("name", "To"), Column("basis", "Basis"), Column("amount", "Amount £", "pence"))
    return Listing(
        "Shared among", columns, tuple(Line(one.id, (one.name, one.basis, one.amount)) for one in page.allotted)
    )


def _moved(page: LinePage) -> Listing:
    columns = (
        Column("what", "Moved"),
        Column("approver", "Approved by"),
        Column("day", "Date", "day"),
        Column("pence", "£", "change"),
    )
    rows = []
    for one in page.movements:
        out = page.budget is not None and one.from_budget_id == page.budget.id
        line, year = (one.to_line, one.to_year) if out else (one.from_line, one.from_year)
        where = f"{'to' if out else 'from'} {line}, {format_year(year, page.year_style)}"
        name = f"{one.kind.capitalize()} {where}. {one.reason}"
        rows.append(Line(one.id, (name, one.approver, one.moved_on, -one.pence if out else one.pence)))
    return Listing("Money moved", columns, tuple(rows))


def _revisions(page: LinePage) -> Listing:
    columns = (
        Column("number", "Budget"),
        Column("day", "Date", "day"),
        Column("amount", "£", "pence", added=False),
    )
    rows = tuple(
        Line(
            str(one.number),
            (f"Revision {one.number}: {one.reason}" if one.number else "Original", one.made_on, one.amount),
        )
        for one in page.revisions
    )
    return Listing("Revisions", columns, rows if len(rows) > 1 else ())


def _stated(page: LinePage) -> Listing:
    columns = (
        Column("name", "Stated figure"),
        Column("place", "Where it stands"),
        Column("stated", "Stated £", "pence", added=False),
        Column("computed", "Rows come to £", "pence", added=False),
    )
    rows = tuple(
        Line(one.id, (one.name, one.reason or one.place, one.amount_pence, one.computed_pence))
        for one in page.stated
        if one.year in (None, page.year)
    )
    return Listing("Stated figures", columns, rows)


def _entry(page: LinePage, at: int) -> str:
    one = page.history[at]
    reason = f" “{one.reason}”" if one.reason else ""
    return f"{format_day(one.at.date())}, {one.at:%H:%M}, {one.user}: {one.text}{reason}"
