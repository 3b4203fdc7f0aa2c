"""The pack of one scoring member: how to score, then each of their bids on pages of its own, in their reading order.

It holds no contact, no bank detail, nothing that anybody else scored, and nothing of a bid that a conflict keeps from
them, not even its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.grants.parts import ApplicationRecord
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.papers.application_paper import compose_bid
from app.papers.bid_words import bids_said, shares_said
from app.papers.blocks import Block, Contents, Document, Facts, Heading, Paragraph, Run, Strong, Table
from app.papers.gather_scoring import PackPaper
from app.papers.imprint import bound
from app.papers.scoring_words import guidance_said, round_facts, weight_said
from app.scoring.parts import ScaleRecord
from app.years import format_day


def compose_pack(record: PackPaper) -> Document:
    """The whole pack, OFFICIAL-SENSITIVE; its bookmarks are the bids and their parts."""
    blocks: list[Block] = [Paragraph(_opening(record))]
    if record.bids:
        blocks.append(Contents(sections=True))
    blocks += _how(record)
    for one in record.bids:
        blocks += _bid(record, one)
    seat = record.seat
    facts = (("For", f"{seat.name} ({seat.reference})"), *round_facts(record.round, record.stage))
    document = bound(
        record.imprint, f"Scoring pack for {seat.name}", blocks, subtitle=record.round.name, facts=facts, numbered=False
    )
    return replace(document, short_title=f"Scoring pack, {record.round.reference}, {seat.reference}")


def _opening(record: PackPaper) -> tuple[Run, ...]:
    """How many bids there are to score, by when, and that nobody else is asked."""
    count = len(record.bids)
    if not count:
        return ("There is no bid for you to score at this stage.",)
    due = record.stage.sheets_due_on
    runs: list[Run] = ["You are asked to score ", Strong(bids_said(count))]
    runs.append(f" and to send your score sheet by {format_day(due)}." if due else " and to send your score sheet.")
    runs.append(
        " Score each bid by itself, from what it says, and do not speak of it with other members before the scores "
        "are opened."
    )
    if count > 1:
        runs.append(
            " Read the bids in the order they stand in: every member has another, drawn by lot, so that no bid is "
            "always the last."
        )
    runs.append(
        " If you find that you have an interest in one of them, leave it and tell the office: an interest is told and "
        "not scored."
    )
    if record.stage.names_hidden:
        runs.append(" The names of applicants are left out. If you know whose a bid is, score it as if you did not.")
    return tuple(runs)


def _how(record: PackPaper) -> list[Block]:
    """The criteria with their weights, then what the points of each mean in words."""
    if not record.scales:
        return []
    columns = (
        Column("criterion", "Criterion"),
        Column("weight", "Weight"),
        Column("maximum", "Most points", "count"),
    )
    lines = tuple(Line(one.id, (one.name, weight_said(one), one.maximum)) for one in record.scales)
    table = Table(Listing("Criteria", columns, lines), "The criteria", totals=False)
    blocks: list[Block] = [
        Heading(2, "How to score", new_page=bool(record.bids)),
        Paragraph(
            "Give whole points for every criterion. A criterion that does not apply is n/a, which is not 0: it is left "
            "out of the reckoning. If you cannot score a bid at all, abstain and say why.",
            introduces=True,
        ),
        table,
    ]
    for one in record.scales:
        blocks += _scale(one)
    return blocks


def _scale(one: ScaleRecord) -> list[Block]:
    """One criterion and what its points mean."""
    blocks: list[Block] = [Heading(3, one.name), Paragraph(guidance_said(one), introduces=bool(one.anchors))]
    if one.anchors:
        facts = tuple((f"{points} {'point' if points == 1 else 'points'}", words) for points, words in one.anchors)
        blocks.append(Facts(facts))
    return blocks


def _bid(record: PackPaper, bid: ApplicationRecord) -> list[Block]:
    """One bid from a page of its own, its parts under it."""
    facts = (
        ("Reference", bid.reference),
        ("Applicant", "" if record.stage.names_hidden else bid.organisation),
        ("Asks for", "Not said" if bid.requested is None else format_pence(bid.requested)),
        ("Where", shares_said(bid.areas) or "Not said"),
    )
    parts = _lowered(compose_bid(bid, record.round))
    heading = Heading(2, f"{bid.reference}: {bid.project}", anchor=bid.id, new_page=True)
    return [heading, Facts(tuple(one for one in facts if one[1])), *parts]


def _lowered(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with their headings one level down, under that of their bid."""
    return [replace(one, level=one.level + 1) if isinstance(one, Heading) else one for one in blocks]
