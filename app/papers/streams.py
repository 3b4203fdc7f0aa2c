"""The funding streams as a paper shows them: a lettered table of all, and one with what is agreed under it."""

from __future__ import annotations

from app.funds import commitments, figures, lines, movements
from app.funds.commitments import CommitmentRecord
from app.funds.figures import Amount
from app.funds.funds import FundRecord
from app.listing import Column, Group, Line, Listing, note_mark, total_of
from app.money import Pence, format_pence
from app.papers.blocks import Block, Claim, Paragraph, Stream, Table
from app.papers.desk import Desk, not_chosen
from app.papers.paper import Section
from app.papers.saying import joined, said
from app.papers.stating import noted


def streams_blocks(desk: Desk, _: Section) -> list[Block]:
    """Every fund with a letter: what it is called, what it comes to and what it is for, and the total of those."""
    lettered = [one for one in desk.funds if one.letter]
    if not lettered:
        return [Paragraph(f"No funding stream has a letter in {desk.named(desk.year)} yet.")]
    rows: list[Line] = []
    notes: list[tuple[str, str]] = []
    claims: list[Claim] = []
    for fund in lettered:
        amount, claim = _amount(desk, fund)
        note = _note(desk, fund)
        mark = note_mark(len(notes)) if note else ""
        if note:
            notes.append((mark, note))
        claims += [claim] if claim else []
        purpose = fund.purpose if fund.purpose != fund.name else ""
        rows.append(Line(fund.id, (fund.letter, fund.name, amount, purpose), mark=mark))
    columns = (
        Column("letter", ""),
        Column("name", "Stream"),
        Column("amount", "£", "pence"),
        Column("purpose", "What it is for"),
    )
    listing = Listing("Funding streams", columns, tuple(rows), notes=tuple(notes))
    known = [row for row in rows if type(row.cells[2]) is int]
    label = f"Total of {joined(str(row.cells[0]) for row in known)}"
    without = joined(f"{row.cells[0]} is {row.cells[2] or 'without a figure'}" for row in rows if row not in known)
    table = Table(
        listing,
        f"Funding streams, {desk.named(desk.year)}",
        totals=bool(known),
        total_label=label,
        stated_totals=(label, None, total_of([row.cells[2] for row in known]), without) if known else None,
        claims=tuple(claims),
    )
    return [noted(table, *claims)]


def _amount(desk: Desk, fund: FundRecord) -> tuple[Amount, Claim | None]:
    """What a fund comes to in the paper's year: as stated where somebody stated it, else the sum of its lines."""
    mine = [budget for _, budget in desk.budgets(fund.id)]
    claim = desk.stating.of((one.id for one in mine if isinstance(one.figures.budget, int)), called=fund.name)
    if claim:
        return Pence(claim.printed_pence), claim
    return figures.add(one.figures for one in mine).budget, None


def _note(desk: Desk, fund: FundRecord) -> str:
    """The lines a stream is made of, where it has several, and their own notes. They are parts of it, never rows."""
    mine = desk.budgets(fund.id)
    parts = joined(f"{line.name} {said(budget.figures.budget)}" for line, budget in mine) if len(mine) > 1 else ""
    texts = lines.notes(desk.session, [budget.id for _, budget in mine if budget.noted])
    own = [note.text for notes in texts.values() for note in notes]
    return " ".join([f"{parts}."] * bool(parts) + own)


def stream_blocks(desk: Desk, section: Section) -> list[Block]:
    """The line that opens the part on one stream; then what has been agreed under it, if anything has."""
    fund = next((one for one in desk.funds if one.id == section.subject_id), None)
    if fund is None:
        return [Paragraph(not_chosen("funding stream", section))]
    amount, _ = _amount(desk, fund)
    opening = Stream(fund.letter, fund.name, said(amount), anchor=section.id)
    mine = desk.budgets(fund.id)
    ids = {line.id for line, _ in mine}
    agreed = [one for one in commitments.commitments(desk.session, year=desk.year) if one.line_id in ids]
    return [opening, _agreements(desk, fund, agreed, {budget.id for _, budget in mine})] if agreed else [opening]


def _agreements(desk: Desk, fund: FundRecord, agreed: list[CommitmentRecord], budgets: set[str]) -> Table:
    """Projects and agreements, by line where there are several; with whom is a column only where that differs."""
    bodies = {one.organisation for one in agreed}
    with_whom = len(bodies) > 1
    by_line = {one.line_id: one.line for one in agreed}
    several = len(by_line) > 1
    columns = (
        Column("title", "Project or agreement"),
        *([Column("with", "With")] if with_whom else []),
        Column("amount", "£", "pence"),
    )
    rows = tuple(
        Line(
            one.id,
            (one.title, *([one.organisation] if with_whom else []), one.amount_pence),
            one.line_id if several else "",
        )
        for one in agreed
    )
    groups = tuple(Group(key, name) for key, name in by_line.items()) if several else ()
    notes = tuple(("", note) for note in _moved(desk, budgets))
    listing = Listing("Projects and agreements", columns, rows, groups, notes)
    body = "" if with_whom else next(iter(bodies))
    what = f"Projects and agreements with {body}" if body else f"{fund.name}: projects and agreements"
    caption = f"{what}, {desk.named(desk.year)}"
    table = Table(listing, caption, totals=len(agreed) > 1)
    return desk.stating.total(table, {"amount": [one.id for one in agreed]}) if table.totals else table


def _moved(desk: Desk, budgets: set[str]) -> list[str]:
    """A sentence on all money that came into these budgets or left them, beside what they were given."""
    sentences = []
    for one in movements.of_year(desk.session, desk.year):
        if (one.to_budget_id in budgets) == (one.from_budget_id in budgets):
            continue
        to = f"{one.to_line} in {desk.named(one.to_year)}"
        start = f"{one.from_line} in {desk.named(one.from_year)}"
        if one.kind == "roll-forward" and one.from_line == one.to_line:
            years = f"{desk.named(one.from_year)} into {desk.named(one.to_year)}"
            sentences.append(
                f"{format_pence(one.pence)} was rolled forward from {years}, on top of what was allocated."
            )
        else:
            sentences.append(f"{format_pence(one.pence)} was moved from {start} to {to}, on top of what was allocated.")
    return sentences
