"""The register of conflicts of interest: what every member declared, and the lines the minutes take of it."""

from __future__ import annotations

from dataclasses import replace

from app.listing import Listing
from app.papers.bid_words import begun
from app.papers.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from app.papers.gather_scoring import ConflictsPaper
from app.papers.imprint import bound
from app.papers.saying import in_words, joined
from app.papers.scoring_words import round_facts
from app.years import format_day

_SAID_ELSEWHERE = ("member", "minute")
"""The member is the heading of their lines, and the minutes have a section of their own."""


def compose_conflicts(record: ConflictsPaper) -> Document:
    """The register on turned pages, OFFICIAL-SENSITIVE: it says what people told of themselves in confidence."""
    silent = [one.name for one in record.stage.seats if one.declared_on is None]
    blocks: list[Block] = [Paragraph(_opening(record, silent))]
    if record.register.lines:
        table = _without(record.register, _SAID_ELSEWHERE)
        blocks.append(Table(table, "What every member declared", totals=False, row_heads=False))
    if record.minutes:
        blocks += [Heading(2, "For the minutes"), Bullets(tuple((one,) for one in record.minutes))]
    facts = (*round_facts(record.round, record.stage), ("As at", format_day(record.imprint.day)))
    document = bound(
        record.imprint, "Register of conflicts of interest", blocks, subtitle=record.round.name, facts=facts
    )
    return replace(document, landscape=True)


def _opening(record: ConflictsPaper, silent: list[str]) -> str:
    seats = record.stage.seats
    if not seats:
        return "No member scores this stage yet."
    conflicts = len(record.minutes)
    said = "No conflict of interest has been declared."
    if conflicts:
        have = "conflict of interest has" if conflicts == 1 else "conflicts of interest have"
        said = (
            f"{begun(in_words(conflicts))} {have} been declared. A conflict takes away sheet, score and discussion: "
            "the member is out of the room, and the score of the bid is that of the others."
        )
    if not silent:
        return f"Every member has declared. {said}"
    return f"{joined(silent)} {'has' if len(silent) == 1 else 'have'} still to declare. {said}"


def _without(listing: Listing, keys: tuple[str, ...]) -> Listing:
    """The listing without these columns."""
    kept = [at for at, one in enumerate(listing.columns) if one.key not in keys]
    return replace(
        listing,
        columns=tuple(listing.columns[at] for at in kept),
        lines=tuple(replace(one, cells=tuple(one.cells[at] for at in kept)) for one in listing.lines),
    )
