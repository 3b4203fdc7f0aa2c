"""Income by source as a paper shows it: this year with last year beside it, and what is not agreed yet as a note."""

from __future__ import annotations

from app.funds import income
from app.funds.income import IncomeRecord
from app.listing import Cell, Column, Line, Listing, note_mark
from app.money import format_pence
from app.papers.blocks import Block, Paragraph, Table
from app.papers.desk import Desk
from app.papers.paper import Section


def income_blocks(desk: Desk, _: Section) -> list[Block]:
    """What comes to this year from whom, how much of the budget that is, and the table."""
    years = (desk.year - 1, desk.year)
    found = {year: income.incomes(desk.session, year=year) for year in years}
    if not found[desk.year]:
        return [Paragraph(f"No income has been entered for {desk.named(desk.year)} yet.")]
    shown = [year for year in years if found[year]]
    lines, notes = _lines([found[year] for year in shown])
    columns = (
        Column("name", "Income"),
        Column("source", "From"),
        *(Column(f"y{year}", desk.named(year), "pence") for year in shown),
    )
    table = Table(Listing("Income by source", columns, lines, notes=notes), "Income by source, £")
    rows = {f"y{year}": [one.id for one in found[year]] for year in shown}
    return [Paragraph(_opening(desk, found[desk.year]), introduces=True), desk.stating.total(table, rows)]


def _opening(desk: Desk, now: list[IncomeRecord]) -> str:
    """How much is expected, and how much of the budget has no source entered."""
    expected = sum(one.expected_pence for one in now)
    known = [one.budgets[desk.year].figures.budget for one in desk.lines if desk.year in one.budgets]
    rest = sum(one for one in known if isinstance(one, int)) - expected
    without = f" No source is recorded for the other {format_pence(rest)} of the budget." if rest > 0 else ""
    return f"Income of {format_pence(expected)} is expected for {desk.named(desk.year)}.{without}"


def _lines(found: list[list[IncomeRecord]]) -> tuple[tuple[Line, ...], tuple[tuple[str, str], ...]]:
    """A line for each income, by source, with its amount in each year; the last year's conditions are notes."""
    amounts: dict[tuple[str, str], list[Cell]] = {}
    marks: dict[tuple[str, str], str] = {}
    notes: dict[str, str] = {}
    for at, mine in enumerate(found):
        for one in mine:
            cells = amounts.setdefault((one.source, one.name), [None] * len(found))
            before = cells[at]
            cells[at] = one.expected_pence + (before if isinstance(before, int) else 0)
            note = _note(one) if at == len(found) - 1 else ""
            if note:
                mark = notes.setdefault(note, note_mark(len(notes)))
                marks[one.source, one.name] = mark
    ordered = sorted(amounts, key=lambda key: key[0])
    lines = tuple(
        Line(f"{source}: {name}", (name, source, *amounts[source, name]), mark=marks.get((source, name), ""))
        for source, name in ordered
    )
    return lines, tuple((mark, note) for note, mark in notes.items())


def _note(one: IncomeRecord) -> str:
    if one.status == "subject":
        return f"Subject to {one.condition}."
    return "Indicated, not agreed yet." if one.status == "indicated" else ""
