"""The summary of a round: how many times its pot is asked for, by state, area and priority, and what is not in order.

It names no organisation: what is said of a bid stands beside its reference, and the long list tells whose it is.
Amounts are pence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from app.grants.missing import Missing, Whose
from app.grants.parts import LIVE, STATES, ApplicationRecord, State
from app.grants.states import late_words
from app.grants.subscription import Part, Subscription, times_text
from app.listing import Column, Group, Line, Listing
from app.money import MILLION, format_pence, split_by_shares
from app.papers.bid_words import STATE_WORDS, begun, bids_said, clocked, limits_said, out_said, requested
from app.papers.blocks import Bar, Block, Chart, Document, Facts, Heading, Paragraph, Run, Strong, Table
from app.papers.gather_rounds import RoundPaper
from app.papers.imprint import bound
from app.papers.saying import in_words
from app.years import format_day

MOST_BARS = 12
"""So many areas or priorities stand in a picture."""
_WHOSE: dict[Whose, str] = {
    "applicant": "To come from applicants",
    "office": "For this office to do",
    "partner": "To come from partners",
}
_GAPS: dict[tuple[str, Whose], str] = {
    ("received_on", "office"): "The day it arrived",
    ("received_time", "office"): "The time it arrived on the closing day",
    ("requested", "applicant"): "An amount that the round may give",
    ("summary", "applicant"): "What the project is for",
    ("starts_on", "applicant"): "When the project starts",
    ("ends_on", "applicant"): "When the project ends",
    ("beneficiaries", "applicant"): "How many people it reaches",
    ("beneficiaries_who", "applicant"): "Who the people are that it reaches",
    ("costs", "applicant"): "Costs that come to what is asked for",
    ("matches", "applicant"): "Who pays for the rest of the costs",
    ("areas", "applicant"): "Areas of the round that come to 100\u00a0%",
    ("priorities", "applicant"): "Priorities of the round that come to 100\u00a0%",
    ("has_safeguarding", "applicant"): "A safeguarding policy, where children or adults at risk take part",
    ("local_support", "applicant"): "Local support",
    ("duplicates", "applicant"): "Whether it duplicates a statutory or funded service",
    ("duplicates_evidence", "applicant"): "How it is known whether it duplicates a service",
    ("substitutes", "applicant"): "Whether it takes the place of statutory funding",
    ("substitutes_evidence", "applicant"): "How it is known whether it takes the place of statutory funding",
    ("exit_plan", "applicant"): "What happens once the grant has ended",
    ("past_delivery", "applicant"): "What a project that continues has delivered so far",
    ("answers", "applicant"): "Answers to the round’s own questions",
    ("gate", "office"): "The eligibility gate, answered and passed",
    ("endorsements", "office"): "A partnership asked for its view",
    ("endorsements", "partner"): "A view that was asked for",
}
"""What is missing as it is told of many bids, by its field and whose it is to give."""
_WHY: tuple[State, ...] = ("late", "incomplete", "withdrawn", "ineligible")
"""The states that need a reason."""


def compose_round(record: RoundPaper) -> Document:
    """The summary: the head ended, who asks for what by state, area and priority, dates, gaps and reasons."""
    blocks: list[Block] = [Paragraph(_opening(record))]
    if record.bids:
        blocks += [
            *_states(record),
            *_parts("By area", "Area", record.subscription.areas),
            *_parts("By priority", "Priority", record.subscription.priorities),
        ]
    blocks += _dates(record)
    if record.bids:
        blocks += [*_gaps(record), *_reasons(record)]
    return bound(record.imprint, record.round.name, blocks, subtitle="Round summary", facts=_facts(record))


def _facts(record: RoundPaper) -> tuple[tuple[str, str], ...]:
    one = record.round
    fund = f"{one.line}, out of {one.fund}" if one.fund and one.fund != one.line else one.line
    return (
        ("Reference", one.reference),
        ("Year", record.imprint.named(one.year)),
        ("Budget line", fund),
        ("As at", format_day(record.day)),
    )


def _opening(record: RoundPaper) -> tuple[Run, ...]:
    """How it stands, how many bids ask for how much, and how many times the pot that is."""
    one, told = record.round, record.subscription
    runs: list[Run] = [f"{_standing(record)} "]
    if not record.bids:
        return (*runs, "No bid has been entered yet; the pot is ", Strong(format_pence(one.pot)), ".", _over(record))
    if told.bids:
        runs += [Strong(begun(bids_said(told.bids))), f" {'asks' if told.bids == 1 else 'ask'} for "]
        runs += [Strong(format_pence(told.requested)), ", ", *_times(told), f" the pot of {format_pence(one.pot)}."]
    else:
        runs.append(f"No bid may be scored as things stand; the pot is {format_pence(one.pot)}.")
    if out := out_said(record.bids):
        runs.append(f" Counted besides, and not scored: {out}.")
    runs.append(_over(record))
    return tuple(runs)


def _times(told: Subscription) -> tuple[Run, ...]:
    return ("exactly",) if told.requested == told.pot else (Strong(times_text(told.times)),)


def _over(record: RoundPaper) -> str:
    one = record.round
    by = f", approved by {one.over_approver}" if one.over_approver else ""
    return f" Up to {format_pence(one.over)} more than the pot may be awarded{by}." if one.over else ""


def _standing(record: RoundPaper) -> str:
    """Whether it is open, and until when."""
    one = record.round
    closes = clocked(one.closes_on, one.closes_time)
    match one.state(record.day):
        case "Draft":
            return "The round is a draft and has not been opened."
        case "Opens later":
            return f"The round opens on {format_day(one.opens_on)}." if one.opens_on else "The round opens later."
        case "Open":
            return f"The round is open until {closes}." if closes else "The round is open."
        case "Closed":
            ended = one.closed_on if one.closed_on and one.closes_on and one.closed_on < one.closes_on else None
            closed = format_day(ended) if ended else closes or (format_day(one.closed_on) if one.closed_on else "")
            return f"The round closed on {closed}." if closed else "The round is closed."


# who asks for what


def _states(record: RoundPaper) -> list[Block]:
    """How many bids are in each state and what they ask for, those that may be scored first."""
    columns = (
        Column("state", "State"),
        Column("bids", "Bids", "figure"),
        Column("requested", "Requested, £", "pence"),
        Column("share", "Of all, %", "figure", places=1),
    )
    found = [(state, [one for one in record.bids if one.state == state]) for state in STATES]
    held = [(state, mine) for state, mine in found if mine]
    shares = percents([requested(mine) for _, mine in held])
    lines = [
        Line(
            state,
            (STATE_WORDS[state], len(mine) * MILLION, requested(mine), share),
            group="live" if state in LIVE else "out",
        )
        for (state, mine), share in zip(held, shares, strict=True)
    ]
    known = {line.group for line in lines}
    groups = (Group("live", "May still be scored"), Group("out", "Counted, and not scored"))
    silent = sum(one.requested is None for one in record.bids)
    does = "does" if silent == 1 else "do"
    notes = (("", f"{bids_said(silent).capitalize()} {does} not say yet what is asked for."),) if silent else ()
    listing = Listing("States", columns, tuple(lines), tuple(one for one in groups if one.key in known), notes)
    return [Heading(2, "By state"), Table(listing, "Bids by state")]


def percents(amounts: Sequence[int]) -> list[int | None]:
    """What part of all these pence each is, in millionths of a percent of one decimal; together they make 100.0."""
    if not any(amounts):
        return [None for _ in amounts]
    return [tenths * MILLION // 10 for tenths in split_by_shares(1_000, amounts)]


def _parts(title: str, noun: str, parts: Sequence[Part]) -> list[Block]:
    """What is asked for by area or by priority, as a picture and as a table, of the bids that may still be scored."""
    if not any(one.bids for one in parts):
        return []
    columns = (
        Column("name", noun),
        Column("bids", "Bids", "count"),
        Column("requested", "Requested, £", "pence"),
        Column("share", "Of all, %", "figure", places=1),
        Column("times", "Times the pot", "figure", added=False, places=2),
    )
    lines = tuple(
        Line(
            one.key or "not said",
            (one.name, one.bids, one.requested, one.share * MILLION // 10, one.times * MILLION // 100),
        )
        for one in parts
    )
    words = "Bids that may still be scored. One for several counts in each of them, with its share of the money."
    listing = Listing(title, columns, lines, notes=(("", words),))
    table = Table(listing, f"Requested {title.lower()}", totals=len(lines) > 1)
    return [Heading(2, title), *_picture(title, parts), table]


def _picture(title: str, parts: Sequence[Part]) -> list[Block]:
    """The largest of them as bars, where there are several."""
    if len(parts) < 2 or not any(one.requested for one in parts):
        return []
    shown = sorted(parts, key=lambda one: -one.requested)[:MOST_BARS]
    bars = tuple(Bar(one.name, None, one.requested) for one in shown)
    most = f", the {MOST_BARS} largest" if len(parts) > MOST_BARS else ""
    return [Chart(f"Requested {title.lower()}{most}, £", "", "Requested", bars)]


# dates


def _dates(record: RoundPaper) -> list[Block]:
    """When it opens, closes, meets and decides, and between what a grant may be."""
    one = record.round
    facts = (
        ("Purpose", one.purpose),
        ("Grants", begun(limits_said(one))),
        ("Expressions of interest", f"By {format_day(one.interest_closes_on)}" if one.interest_closes_on else ""),
        ("Opens", format_day(one.opens_on) if one.opens_on else "Not set"),
        ("Closes", clocked(one.closes_on, one.closes_time) or ("As it meets" if one.meetings else "Not set")),
        ("Made later because", one.extended_for),
        ("Panel", format_day(one.panel_on) if one.panel_on else "Not set" if not one.meetings else ""),
        ("Decision", format_day(one.decision_on) if one.decision_on else "Not set"),
    )
    blocks: list[Block] = [Heading(2, "Dates and terms"), Facts(tuple(fact for fact in facts if fact[1]))]
    if one.meetings:
        columns = (
            Column("closes", "Bids in by", "day"),
            Column("meets", "Panel meets", "day"),
            Column("bids", "Bids", "count"),
        )
        counts = Counter(each.meeting_id for each in record.bids)
        lines = tuple(Line(each.id, (each.closes_on, each.meets_on, counts[each.id])) for each in one.meetings)
        blocks.append(Table(Listing("Meetings", columns, lines), "Meetings of the round", totals=False))
    return blocks


# what is not in order


def _gaps(record: RoundPaper) -> list[Block]:
    """What is missing, from whom, and from how many of the bids that may still be scored."""
    live = [one for one in record.bids if one.is_live]
    if not live:
        return []
    heading = Heading(2, "What is missing")
    counts: dict[tuple[Whose, str], Counter[bool]] = {}
    for one in live:
        gaps = {(gap.whose, _what(gap)): gap.blocks for gap in record.missing.get(one.id, ())}
        for key, blocks in gaps.items():
            counts.setdefault(key, Counter())[blocks] += 1
    if not counts:
        return [heading, Paragraph("Nothing is missing from the bids that may still be scored.")]
    columns = (Column("what", "What"), Column("bids", "Bids", "count"))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1].total(), pair[0][1]))
    lines = tuple(
        Line(f"{whose}:{what}", (what, many.total()), group=whose, mark="" if many[True] else "*")
        for (whose, what), many in ordered
    )
    groups = tuple(Group(key, label) for key, label in _WHOSE.items() if any(line.group == key for line in lines))
    notes = (("*", "A bid may be scored without it."),) if any(line.mark for line in lines) else ()
    table = Table(
        Listing("Missing", columns, lines, groups, notes), "What is missing, and from how many bids", totals=False
    )
    return [heading, Paragraph(_lacking(record, live), introduces=True), table]


def _lacking(record: RoundPaper, live: Sequence[ApplicationRecord]) -> str:
    """How many of them lack something without which they cannot be scored."""
    lacking = sum(any(gap.blocks for gap in record.missing.get(one.id, ())) for one in live)
    if len(live) == 1:
        return f"The one bid that may still be scored lacks {'something' if lacking else 'nothing'} it needs first."
    if lacking in (0, len(live)):
        said = "None" if not lacking else "All"
        lack = "lacks anything it needs first" if not lacking else "lack something they need first"
        return f"{said} of the {bids_said(len(live))} that may still be scored {lack}."
    lack = "lacks something it needs" if lacking == 1 else "lack something they need"
    return f"{begun(in_words(lacking))} of the {bids_said(len(live))} that may still be scored {lack} first."


def _what(gap: Missing) -> str:
    """What is missing, without what is so of one bid alone."""
    return _GAPS.get((gap.field, gap.whose), gap.what)


def _reasons(record: RoundPaper) -> list[Block]:
    """Every bid that is or was late, incomplete, withdrawn or ineligible, with when and why, under its state."""
    lines = [line for state in _WHY for line in _explained(record, state)]
    heading = Heading(2, "Late, incomplete, withdrawn and ineligible")
    if not lines:
        return [heading, Paragraph("No bid is late, incomplete, withdrawn or ineligible.")]
    columns = (
        Column("reference", "Bid"),
        Column("requested", "Requested", "pence", added=False),
        Column("on", "On", "day"),
        Column("reason", "Reason"),
    )
    used = {line.group for line in lines}
    groups = tuple(Group(state, STATE_WORDS[state]) for state in _WHY if state in used)
    listing = Listing("Reasons", columns, tuple(lines), groups)
    return [heading, Table(listing, "Bids that needed a reason, £", totals=False)]


def _explained(record: RoundPaper, state: State) -> list[Line]:
    """The bids in this state; one that came late is among the late ones, whatever became of it."""
    lines = []
    for one in record.bids:
        step = next((each for each in reversed(one.steps) if each.state == state), None)
        if one.state == state or (state == "late" and (step is not None or late_words(one, record.round))):
            on: date | None = step.taken_on if step else one.received_on if state == "late" else None
            by_clock = late_words(one, record.round) if state == "late" else ""
            reason = (step.reason if step else "") or by_clock or "No reason given"
            now = f"\nNow {STATE_WORDS[one.state].lower()}" if one.state != state else ""
            lines.append(Line(f"{state}:{one.id}", (one.reference, one.requested, on, f"{reason}{now}"), group=state))
    return lines
