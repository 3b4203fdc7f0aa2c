"""The long list of a round: every bid that may still be scored, by reference, and what they come to line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.grants.parts import ApplicationRecord
from app.grants.subscription import Subscription, times_text
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence
from app.papers.bid_words import STATE_WORDS, begun, bids_said, out_said, shares_said
from app.papers.blocks import Block, Document, Paragraph, Run, Strong, Table
from app.papers.gather_rounds import RoundPaper, sensitive
from app.papers.imprint import bound
from app.years import format_day


def compose_long_list(record: RoundPaper) -> Document:
    """The list on turned pages, OFFICIAL-SENSITIVE: it names who has applied before anything is decided."""
    live = [one for one in record.bids if one.is_live]
    blocks: list[Block] = [Paragraph(_opening(record, live))]
    if live:
        blocks.append(_table(live))
    round_ = record.round
    facts = (
        ("Reference", round_.reference),
        ("Year", record.imprint.named(round_.year)),
        ("As at", format_day(record.day)),
    )
    document = bound(sensitive(record.imprint), round_.name, blocks, subtitle="Long list of bids", facts=facts)
    return replace(document, landscape=True)


def _opening(record: RoundPaper, live: Sequence[ApplicationRecord]) -> tuple[Run, ...]:
    """How many there are, what they ask for beside the pot, and what is not on the list."""
    if not record.bids:
        return ("No bid has been entered yet.",)
    told = record.subscription
    if live:
        runs: list[Run] = [Strong(begun(bids_said(told.bids))), " may still be scored, asking for "]
        runs += [Strong(format_pence(told.requested)), f", {_times(told)} the pot of {format_pence(told.pot)}."]
    else:
        runs = ["No bid may be scored as things stand."]
    if out := out_said(record.bids):
        runs.append(f" Not on the list: {out}.")
    silent = told.without_amount
    if silent:
        runs.append(
            f" {bids_said(silent).capitalize()} {'does' if silent == 1 else 'do'} not say yet what is asked for."
        )
    return tuple(runs)


def _times(told: Subscription) -> str:
    return "exactly" if told.requested == told.pot else times_text(told.times)


def _table(live: Sequence[ApplicationRecord]) -> Table:
    """Every bid with the running total down to it, which ends as the total."""
    columns = (
        Column("reference", "Reference"),
        Column("organisation", "Organisation"),
        Column("project", "Project"),
        Column("requested", "Requested", "pence"),
        Column("running", "Running total", "pence", added=False),
        Column("state", "State"),
        Column("areas", "Areas"),
    )
    lines, running = [], 0
    for one in live:
        running += one.requested or 0
        lines.append(
            Line(
                one.id,
                (
                    one.reference,
                    one.organisation,
                    one.project,
                    one.requested,
                    Pence(running),
                    STATE_WORDS[one.state],
                    shares_said(one.areas) or "Not said",
                ),
            )
        )
    listing = Listing("Long list", columns, tuple(lines))
    return Table(listing, "Bids by reference, £", total_label=f"Total, {bids_said(len(live))}")
