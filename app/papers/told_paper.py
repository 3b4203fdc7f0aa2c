"""A record as a paper: everything its page on the screen says."""

from __future__ import annotations

from datetime import date

from app.listing import Column, Line, Listing
from app.office import Details
from app.papers.blocks import Block, Document, Heading, Paragraph, Table
from app.told import Part, Told
from app.years import format_day


def compose_told(told: Told, *, office: Details, day: date) -> Document:
    """The record's notices, its sections in their order, and its history."""
    blocks: list[Block] = [Paragraph(f"{one.what} {one.more}".strip()) for one in told.notices]
    for part in told.parts:
        blocks += _part(part)
    if told.history:
        blocks.append(Heading(2, "History"))
        blocks += [
            Paragraph(
                f"{format_day(one.at.date())}, {one.user}: {one.text}" + (f" “{one.reason}”" if one.reason else "")
            )
            for one in told.history
        ]
    return Document(
        title=told.title,
        subtitle=told.subtitle,
        office=office.name,
        marking=office.marking,
        day=day,
        blocks=tuple(blocks),
    )


def _part(part: Part) -> list[Block]:
    blocks: list[Block] = [Heading(2, part.title)] if part.title else []
    if part.facts:
        columns = (Column("label", "About"), Column("value", ""))
        rows = tuple(Line(str(at), fact) for at, fact in enumerate(part.facts))
        blocks.append(Table(Listing(part.title, columns, rows), totals=False))
    if part.table is not None and part.table.lines:
        blocks.append(Table(part.table, totals=part.totalled and len(part.table.lines) > 1))
    return [*blocks, *(Paragraph(words) for words in part.words)]
