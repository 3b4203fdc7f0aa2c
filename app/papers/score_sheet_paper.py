"""The blank score sheet of one member on paper: a page for each of their bids, in their reading order."""

from __future__ import annotations

from app.grants.parts import ApplicationRecord
from app.listing import Column, Line, Listing
from app.papers.blocks import Block, Contents, Document, Heading, Paragraph, Signature, Table
from app.papers.gather_scoring import PackPaper
from app.papers.imprint import bound
from app.papers.scoring_words import comments_said, round_facts, weight_said
from app.scoring.parts import ScaleRecord
from app.years import format_day

_ROOM = "\n\n\n"
"""Four lines to write on."""
_COMMENT = "Comment: what led you to these points, in a few words"
"""The head is as wide as there is room to write under it."""
_WHOLE = ("I would fund it: yes or no", "As a whole", "I abstain because")


def compose_sheet(record: PackPaper) -> Document:
    """The sheet, OFFICIAL-SENSITIVE, with nothing of a bid but its number and name, and room to write and to sign."""
    blocks: list[Block] = [Paragraph(_opening(record))]
    if record.bids:
        blocks.append(Contents(sections=True))
    for one in record.bids:
        blocks += _bid(record, one)
    seat = record.seat
    if record.bids:
        blocks.append(Signature(seat.name, seat.body))
    facts = (("For", f"{seat.name} ({seat.reference})"), *round_facts(record.round, record.stage))
    title = f"Score sheet of {seat.name}"
    return bound(record.imprint, title, blocks, subtitle=record.round.name, facts=facts, numbered=False)


def _opening(record: PackPaper) -> str:
    if not record.bids:
        return "There is no bid for you to score at this stage."
    needs = [f"{one.name}: {comments_said(one)}" for one in record.scales if comments_said(one)]
    due = record.stage.sheets_due_on
    said = [
        "Write whole points, or n/a where a criterion does not apply, which is not 0.",
        "If you cannot score a bid at all, write why under “I abstain because” and leave its points empty.",
        f"Send the sheet by {format_day(due)}." if due else "",
        *needs,
    ]
    return " ".join(filter(None, said))


def _worth(scale: ScaleRecord) -> str:
    """“25 %, 0 to 5 points”."""
    return f"{weight_said(scale)}, 0 to {scale.maximum} points"


def _bid(record: PackPaper, bid: ApplicationRecord) -> list[Block]:
    """One bid with an empty box for every criterion, and room for what is said of it as a whole."""
    columns = (
        Column("criterion", "Criterion"),
        Column("points", "Points", "count"),
        Column("comment", _COMMENT),
    )
    lines = [Line(one.id, (f"{one.name}\n{_worth(one)}", "", _ROOM)) for one in record.scales]
    lines += [Line(words, (words, "", _ROOM)) for words in _WHOLE]
    name = bid.project if record.stage.names_hidden else f"{bid.project}, {bid.organisation}"
    return [
        Heading(2, f"{bid.reference}: {name}", anchor=bid.id, new_page=True),
        Table(Listing("Points", columns, tuple(lines)), f"Points for {bid.reference}", totals=False),
    ]
