"""The expiry report: what ends when, what it is worth, which option is left, whose money stops first.

For a Police and Crime Panel, or whoever heads commissioning. Amounts are pence without VAT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.contracts import timeline
from app.contracts.parts import ContractRecord
from app.contracts.standing import (
    a_year,
    band,
    current_end,
    current_value,
    gaps,
    is_broken,
    open_options,
    slices,
)
from app.contracts.term import add_months, until
from app.listing import Column, Group, Line, Listing
from app.money import Pence, format_pence
from app.papers.blocks import Block, Document, Heading, Paragraph, Run, Strong, Table, Timeline
from app.papers.contract_register import counted, worth_a_year
from app.papers.gather_contracts import ContractsPaper
from app.papers.imprint import bound
from app.papers.saying import in_words
from app.years import first_day, format_day


def compose_expiry(record: ContractsPaper) -> Document:
    """The report: what ends by band, notices to give, partners’ money that stops first, what outruns the handover."""
    title = "Contracts that come to an end"
    live = [one for one in record.contracts if current_end(one) >= record.day]
    if not live:
        words = "No contract has been entered yet." if not record.contracts else "Every contract has ended."
        return bound(record.imprint, title, [Paragraph(words)])
    live.sort(key=lambda one: (current_end(one), one.reference))
    ending = [one for one in live if band(current_end(one), record.day, record.bands)]
    blocks = [
        Paragraph(_opening(record, live, ending)),
        *_picture(record, live, ending),
        *_ending(record, ending),
        *_notices(record, live),
        *_partners(record, live),
        *_handover(record, live),
    ]
    facts = (("As at", format_day(record.day)), ("Values", "without VAT"))
    return bound(record.imprint, title, blocks, facts=facts)


def _far(record: ContractsPaper) -> date:
    """The last day of the furthest band."""
    return add_months(record.day, record.bands.far)


def _opening(
    record: ContractsPaper, live: Sequence[ContractRecord], ending: Sequence[ContractRecord]
) -> tuple[Run, ...]:
    """How many end within the furthest band, what they are worth, and which is first."""
    by = format_day(_far(record))
    if not ending:
        first = live[0]
        runs: list[Run] = [f"No contract ends by {by}. The first to end is {first.title}, on "]
        runs.append(f"{format_day(current_end(first))}.")
        return tuple(runs)
    first = ending[0]
    ends = "ends" if len(ending) == 1 else "end"
    runs = [f"Of {counted(len(live))} ", Strong(in_words(len(ending))), f" {ends} by {by}, worth "]
    runs += [Strong(format_pence(worth_a_year(ending))), f" a year. The first is {first.title}, on "]
    runs.append(f"{format_day(current_end(first))}.")
    without = [one for one in ending if not _options_left(one)]
    if without:
        have = "has" if len(without) == 1 else "have"
        runs += [f" {in_words(len(without)).capitalize()} of them {have} no option left, worth "]
        runs += [f"{format_pence(worth_a_year(without))} a year."]
    return tuple(runs)


def _picture(record: ContractsPaper, live: Sequence[ContractRecord], ending: Sequence[ContractRecord]) -> list[Block]:
    """The contracts that end within the bands, and those that lose a partner's money."""
    known = {one.id for one in ending}
    shown = [one for one in live if one.id in known or gaps(one)]
    if not shown:
        return []
    picture = timeline.timeline(shown, today=record.day)
    words = f"What ends by {format_day(_far(record))}, and whose partners stop paying first"
    return [Timeline(words, picture, record.imprint.year_style, every_band=False)]


# what ends


def _ending(record: ContractsPaper, ending: Sequence[ContractRecord]) -> list[Block]:
    """Every contract that ends within a band, under the band, with what it is worth a year and the option left."""
    if not ending:
        return []
    columns = (
        Column("contract", "Contract and provider"),
        Column("ends", "Ends", "day"),
        Column("a_year", "A year", "pence"),
        Column("option", "Option left, and notice by"),
    )
    lines = tuple(
        Line(
            one.id,
            (_named(one), current_end(one), a_year(one), _option_words(one, record.day)),
            group=band(current_end(one), record.day, record.bands),
        )
        for one in ending
    )
    used = {line.group for line in lines}
    groups = tuple(one for one in _groups(record) if one.key in used)
    listing = Listing("What ends", columns, lines, groups)
    caption = f"Contracts that end by {format_day(_far(record))}, £"
    return [Heading(2, "What ends"), Table(listing, caption, total_label=f"Total, {counted(len(ending))}")]


def _groups(record: ContractsPaper) -> tuple[Group, ...]:
    """The bands as the office has set them, the nearest first."""
    months = (("near", record.bands.near), ("middle", record.bands.middle), ("far", record.bands.far))
    return tuple(
        Group(key, f"Within {counted(many, 'month')}, by {format_day(add_months(record.day, many))}")
        for key, many in months
    )


def _named(one: ContractRecord) -> str:
    """The contract, and under it who provides it, and its reference."""
    return f"{one.title}\n{one.organisation}, {one.reference}"


def _options_left(one: ContractRecord) -> list[tuple[int, date, date | None]]:
    """The number of each open option, the last day it would run to, and its notice date."""
    return [] if is_broken(one) else [(each.number, each.ends_on, each.notice_on) for each in open_options(one)]


def _option_words(one: ContractRecord, day: date) -> str:
    """“Option 1 to 30 September 2022, notice by 31 March 2021”; how many more there are."""
    left = _options_left(one)
    if not left:
        return "Ended early" if is_broken(one) else "None"
    number, ends_on, notice_on = left[0]
    said = f"Option {number} to {format_day(ends_on)}"
    if notice_on is not None:
        said += f", notice {'was due' if notice_on < day else 'by'} {format_day(notice_on)}"
    return f"{said}; {in_words(len(left) - 1)} more" if len(left) > 1 else said


# notices to give


def _notices(record: ContractsPaper, live: Sequence[ContractRecord]) -> list[Block]:
    """Days by which somebody must be told, within the furthest band, the overdue ones first."""
    found = sorted(_notice_days(record, live), key=lambda line: (line.cells[0], line.id))
    if not found:
        return []
    columns = (
        Column("day", "Notice by", "day"),
        Column("contract", "Contract and provider"),
        Column("about", "To take or to use"),
        Column("value", "Worth", "pence", added=False),
    )
    late = sum(isinstance(line.cells[0], date) and line.cells[0] < record.day for line in found)
    words = "An option lapses, and a break point is lost, where nobody has given notice by these days."
    if late:
        words += f" {in_words(late).capitalize()} of them {'is' if late == 1 else 'are'} past."
    caption = f"Notice dates up to {format_day(_far(record))}, £"
    return [
        Heading(2, "Notice to give"),
        Paragraph(words, introduces=True),
        Table(Listing("Notice to give", columns, tuple(found)), caption, totals=False),
    ]


def _notice_days(record: ContractsPaper, live: Sequence[ContractRecord]) -> Iterator[Line]:
    """Open options and break points with a notice date, each once."""
    last = _far(record)
    for one in live:
        if is_broken(one):
            continue
        for option in open_options(one):
            if option.notice_on is not None and option.notice_on <= last:
                about = f"Option {option.number}, to {format_day(option.ends_on)}"
                yield Line(option.id, (option.notice_on, _named(one), about, option.value))
        for each in one.breaks:
            if each.status == "open" and each.notice_on is not None and record.day <= each.notice_on <= last:
                about = f"Break on {format_day(each.break_on)}"
                yield Line(each.id, (each.notice_on, _named(one), about, None))


# partners


def _partners(record: ContractsPaper, live: Sequence[ContractRecord]) -> list[Block]:
    """Partners who stop paying before a contract ends, or before its next option would."""
    lines = []
    for one in live:
        for gap in gaps(one):
            runs_to = format_day(gap.ends_on)
            if gap.option is not None:
                runs_to += f"\nif option {gap.option} is taken"
            paid = f"{gap.organisation}\nto {format_day(gap.paid_until)}"
            lines.append(Line(f"{one.id}:{gap.organisation_id}", (_named(one), paid, runs_to, gap.pence)))
    if not lines:
        return []
    columns = (
        Column("contract", "Contract and provider"),
        Column("partner", "Partner pays"),
        Column("ends", "Contract runs to"),
        Column("cost", "Cost after that", "pence", added=False),
    )
    many = "One partner stops" if len(lines) == 1 else f"{in_words(len(lines)).capitalize()} contributions stop"
    words = f"{many} before the service does. The last column is what the contract costs from then on to its end."
    listing = Listing("Partners’ money", columns, tuple(lines))
    return [
        Heading(2, "Partners’ money that stops first"),
        Paragraph(words, introduces=True),
        Table(listing, "Contributions that end before the contract, £", totals=False),
    ]


# the handover


def after(one: ContractRecord, day: date) -> Pence:
    """What a contract costs after a day as things stand, in pence."""
    moved = sum(each.change for each in one.adjustments if day < first_day(each.year) <= current_end(one))
    return Pence(current_value(one) - sum(until(each, day) for each in slices(one)) + moved)


def _handover(record: ContractsPaper, live: Sequence[ContractRecord]) -> list[Block]:
    """Contracts that run past the day by which everything is to be handed over, and what they cost after it."""
    last = record.bands.handover_on
    past = [one for one in live if current_end(one) > last]
    heading = Heading(2, f"Past {format_day(last)}")
    if not past:
        return [heading, Paragraph(f"No contract runs past {format_day(last)}, the day set for the handover.")]
    columns = (
        Column("contract", "Contract and provider"),
        Column("ends", "Ends", "day"),
        Column("after", "Cost after it", "pence"),
        Column("assignment", "Novation or assignment"),
    )
    lines = tuple(
        Line(one.id, (_named(one), current_end(one), after(one, last), one.assignment or "Not said")) for one in past
    )
    runs: list[Run] = [
        f"{counted(len(past)).capitalize()} {'runs' if len(past) == 1 else 'run'} past {format_day(last)}, ",
        "the day set for the handover to whoever follows the office, and will have to be taken over: ",
        Strong(format_pence(sum(after(one, last) for one in past))),
        " falls after it.",
    ]
    return [
        heading,
        Paragraph(tuple(runs), introduces=True),
        Table(Listing("Past the handover", columns, lines), f"What runs past {format_day(last)}, £"),
    ]
