"""The statistics of a round once it is decided: how many bids had money, how much, where it went, and why not others.

It names no organisation. Amounts are pence; every total is the sum of what stands above it, and what was given is
compared with the signed decisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.grants.subscription import times, times_text
from app.listing import Column, Line, Listing
from app.money import MILLION, Pence, format_pence
from app.papers.bid_words import begun, bids_said
from app.papers.blocks import Bar, Block, Chart, Claim, Document, Heading, Paragraph, Run, Strong, Table
from app.papers.gather_statistics import DecidedBid, Standing, StatisticsPaper, is_funded
from app.papers.imprint import bound
from app.papers.round_summary import percents
from app.papers.saying import joined
from app.recommendations.fairness import Edge
from app.years import format_day

MOST_BARS = 12
"""So many areas, priorities or reasons stand in a picture."""
_STANDINGS: dict[Standing, str] = {
    "fund": "Funded",
    "reduced": "Funded in part",
    "reserve": "On the reserve list",
    "defer": "Deferred",
    "decline": "Not funded",
    "undecided": "Not decided yet",
    "out": "Withdrawn or ineligible",
}


def compose_statistics(record: StatisticsPaper) -> Document:
    """The statistics: what came of the bids, where the money went by area and priority, and the reasons given."""
    blocks: list[Block] = [
        Paragraph(_opening(record)),
        *_outcomes(record),
        *_parts("By area", "Area", record.spread.areas),
        *_parts("By priority", "Priority", record.spread.priorities),
        *_reasons(record),
    ]
    one = record.round
    facts = (
        ("Reference", one.reference),
        ("Year", record.imprint.named(one.year)),
        ("Pot", format_pence(one.pot)),
        ("Decisions", joined(sheet.reference for sheet in record.sheets)),
        ("As at", format_day(record.imprint.day)),
    )
    return bound(record.imprint, one.name, blocks, subtitle="Round statistics", facts=facts)


def _opening(record: StatisticsPaper) -> tuple[Run, ...]:
    """How many bids were decided, how many have money and how much that is of the pot and of what was asked for."""
    decided, pot = record.decided, record.round.pot
    if not decided:
        return (f"No bid of this round has an outcome that stands; the pot is {format_pence(pot)}.",)
    asked = Pence(sum(one.requested for one in decided))
    funded = sum(is_funded(one) for one in decided)
    runs: list[Run] = [
        Strong(begun(bids_said(len(decided)))),
        f" {'was' if len(decided) == 1 else 'were'} decided. {'It asks' if len(decided) == 1 else 'They ask'} for ",
        Strong(format_pence(asked)),
        f", {times_text(times(asked, pot))} the pot of {format_pence(pot)}. ",
        Strong(begun(bids_said(funded))),
        f" {'has' if funded == 1 else 'have'} money, ",
        Strong(format_pence(record.given)),
        f" in all: {_percent(funded, len(decided))} of the bids",
    ]
    runs.append(f" and {_percent(record.given, asked)} of what they ask for." if asked else ".")
    waiting = sum(one.standing == "undecided" for one in record.bids)
    if waiting:
        runs.append(f" {begun(bids_said(waiting))} {'waits' if waiting == 1 else 'wait'} to be decided.")
    return tuple(runs)


def _percent(part: int, whole: int) -> str:
    """“40.0 %”, half up."""
    tenths = (2_000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}\u00a0%"


def _rate(part: int, whole: int) -> int | None:
    """The same as a figure of one decimal, in millionths; None of nothing."""
    return (2_000 * part + whole) // (2 * whole) * MILLION // 10 if whole else None


# what came of them


def _outcomes(record: StatisticsPaper) -> list[Block]:
    """How many bids had each outcome, what they ask for and what they have."""
    columns = (
        Column("outcome", "Outcome"),
        Column("bids", "Bids", "figure"),
        Column("requested", "Asked for, £", "pence"),
        Column("given", "Given, £", "pence"),
        Column("share", "Of all bids, %", "figure", places=1),
    )
    held = [(key, [one for one in record.bids if one.standing == key]) for key in _STANDINGS]
    found = [(key, mine) for key, mine in held if mine]
    shares = percents([len(mine) for _, mine in found])
    lines = tuple(
        Line(key, (_STANDINGS[key], len(mine) * MILLION, _asked(mine), _given(mine), share))
        for (key, mine), share in zip(found, shares, strict=True)
    )
    table = Table(Listing("Outcomes", columns, lines, notes=_lost(record)), "Bids by outcome", claims=(_claim(record),))
    return [Heading(2, "Outcomes"), table]


def _claim(record: StatisticsPaper) -> Claim:
    """That what the bids have is what the signed decisions give, less what was withdrawn since."""
    parts = [(sheet.reference, sheet.given) for sheet in record.sheets]
    lost = sum(one.lost for one in record.bids)
    return Claim(
        f"statistics:{record.round.id}",
        "Given by the signed decisions",
        record.given,
        format_pence(record.given),
        (*parts, *((("Withdrawn since", Pence(-lost)),) if lost else ())),
        column="given",
    )


def _lost(record: StatisticsPaper) -> tuple[tuple[str, str], ...]:
    lost = [one for one in record.bids if one.lost]
    if not lost:
        return ()
    amount = format_pence(sum(one.lost for one in lost))
    was = "was withdrawn" if len(lost) == 1 else "were withdrawn"
    have = "has" if len(lost) == 1 else "have"
    return (("", f"{begun(bids_said(len(lost)))} {was} after {amount} had been given, and {have} nothing now."),)


def _asked(mine: Sequence[DecidedBid]) -> Pence:
    return Pence(sum(one.requested for one in mine))


def _given(mine: Sequence[DecidedBid]) -> Pence:
    return Pence(sum(one.given for one in mine))


# where the money went


def _parts(title: str, noun: str, edges: Sequence[Edge]) -> list[Block]:
    """What was asked for and given by area or by priority, of the bids that were decided, as picture and table."""
    mine = [one for one in edges if one.whole.bids]
    if not mine:
        return []
    columns = (
        Column("name", noun),
        Column("bids", "Bids", "count"),
        Column("funded", "Funded", "count"),
        Column("rate", "Funded, %", "figure", added=False, places=1),
        Column("requested", "Asked for, £", "pence"),
        Column("given", "Given, £", "pence"),
        Column("share", "Of the money,\u00a0%", "figure", places=1),
    )
    shares = percents([one.whole.given for one in mine])
    lines = tuple(
        Line(
            one.id or "not said",
            (one.name, it.bids, it.funded, _rate(it.funded, it.bids), it.asked, it.given, share),
        )
        for one, it, share in zip(mine, (one.whole for one in mine), shares, strict=True)
    )
    words = "Bids that were decided. One for several counts in each of them, with its share of the money."
    table = Table(Listing(title, columns, lines, notes=(("", words),)), f"Given {title.lower()}", totals=len(lines) > 1)
    return [Heading(2, title), *_picture(title, mine), table]


def _picture(title: str, edges: Sequence[Edge]) -> list[Block]:
    """The largest of them as bars, where there are several."""
    if len(edges) < 2 or not any(one.whole.given for one in edges):
        return []
    shown = sorted(edges, key=lambda one: -one.whole.asked)[:MOST_BARS]
    most = f", the {MOST_BARS} largest" if len(edges) > MOST_BARS else ""
    bars = tuple(Bar(one.name, one.whole.asked, one.whole.given) for one in shown)
    return [Chart(f"Asked for and given {title.lower()}{most}, £", "Asked for", "Given", bars)]


# why not


def _reasons(record: StatisticsPaper) -> list[Block]:
    """The reasons given for bids without money, the commonest first, as picture and table."""
    without = [one for one in record.decided if not is_funded(one)]
    if not without:
        return [Heading(2, "Reasons"), Paragraph("Every bid that was decided has money.")]
    counts = Counter(reason for one in without for reason in one.reasons)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], not pair[0][0], pair[0]))
    columns = (Column("code", "Code"), Column("reason", "Reason"), Column("bids", "Bids", "count"))
    lines = tuple(Line(code or "other", (code or "–", words, count)) for (code, words), count in ordered)
    silent = sum(not one.reasons for one in without)
    notes = [("", "A bid with several reasons counts under each of them.")]
    if silent:
        notes.append(("", f"{begun(bids_said(silent))} {'has' if silent == 1 else 'have'} no reason in the desk."))
    if not lines:
        return [Heading(2, "Reasons"), Paragraph(notes[-1][1])]
    table = Table(
        Listing("Reasons", columns, lines, notes=tuple(notes)), "Reasons given to bids without money", totals=False
    )
    bars = tuple(Bar(code or "Other", None, count) for (code, _), count in ordered[:MOST_BARS])
    chart = Chart("Reasons by how many bids were given them", "", "Bids", bars, counts=True)
    return [Heading(2, "Reasons"), *([chart] if len(bars) > 1 else []), table]
