"""The contract register: what is running, to come and lately ended, on whose contract, worth what, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.contracts import timeline
from app.contracts.parts import ContractRecord
from app.contracts.standing import a_year, current_end, current_value, is_running, latest_end, open_options, state
from app.contracts.term import add_months
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence
from app.papers.blocks import Block, Document, Paragraph, Run, Strong, Table, Timeline
from app.papers.gather_contracts import ContractsPaper
from app.papers.imprint import bound
from app.papers.saying import in_words
from app.years import first_day, format_day, year_of


def compose_register(record: ContractsPaper) -> Document:
    """The register on turned pages: what it comes to in a sentence, the picture, then a table of each kind."""
    running, to_come, ended = sorted_out(record)
    blocks: list[Block] = [Paragraph(_opening(record, running, to_come))]
    shown = [*running, *to_come]
    if shown:
        picture = timeline.timeline(shown, today=record.day)
        style = record.imprint.year_style
        blocks.append(Timeline("Contracts over the years", picture, style, every_band=False))
    since = format_day(first_day(year_of(record.day)))
    for caption, some in (
        ("Contracts running", running),
        ("Contracts to come", to_come),
        (f"Contracts that have ended since {since}", ended),
    ):
        if some:
            blocks.append(_table(record, some, caption))
    title = "Register of contracts"
    return replace(bound(record.imprint, title, blocks, facts=_facts(record)), landscape=True)


def sorted_out(
    record: ContractsPaper,
) -> tuple[list[ContractRecord], list[ContractRecord], list[ContractRecord]]:
    """The contracts running on the paper's day, those to come, and those ended in its financial year, by their ends."""
    day, since = record.day, first_day(year_of(record.day))
    every = sorted(record.contracts, key=lambda one: (current_end(one), one.reference))
    return (
        [one for one in every if is_running(one, day)],
        [one for one in every if one.starts_on > day],
        [one for one in every if since <= current_end(one) < day],
    )


def worth_a_year(some: Sequence[ContractRecord]) -> Pence:
    """What these contracts are worth a year together, in pence."""
    return Pence(sum(map(a_year, some)))


def counted(number: int, noun: str = "contract") -> str:
    """“one contract”, “12 contracts”."""
    return f"{in_words(number)} {noun if number == 1 else f'{noun}s'}"


def _facts(record: ContractsPaper) -> tuple[tuple[str, str], ...]:
    return (("As at", format_day(record.day)), ("Values", "without VAT")) if record.contracts else ()


def _opening(
    record: ContractsPaper, running: Sequence[ContractRecord], to_come: Sequence[ContractRecord]
) -> tuple[Run, ...]:
    """How many run, what they are worth, how many of them end within the furthest band, and what is to come."""
    if not record.contracts:
        return ("No contract has been entered yet.",)
    day = format_day(record.day)
    if not running:
        runs: list[Run] = [f"No contract is running on {day}."]
    else:
        many = "contract is" if len(running) == 1 else "contracts are"
        runs = [f"On {day} ", Strong(in_words(len(running))), f" {many} running, worth "]
        total = Pence(sum(map(current_value, running)))
        runs += [
            Strong(format_pence(worth_a_year(running))),
            f" a year and {format_pence(total)} in all as they stand.",
        ]
        until = add_months(record.day, record.bands.far)
        ending = [one for one in running if current_end(one) <= until]
        if ending:
            ends = "ends" if len(ending) == 1 else "end"
            runs.append(f" {in_words(len(ending)).capitalize()} of them {ends} by {format_day(until)}, worth ")
            runs += [Strong(format_pence(worth_a_year(ending))), " a year."]
        else:
            which = "It does not end" if len(running) == 1 else "None of them ends"
            runs.append(f" {which} by {format_day(until)}.")
    if to_come:
        begin = "begins" if len(to_come) == 1 else "begin"
        runs.append(f" {counted(len(to_come)).capitalize()} {begin} later.")
    return tuple(runs)


def _table(record: ContractsPaper, some: Sequence[ContractRecord], caption: str) -> Table:
    """These contracts line by line, with what they are worth together."""
    columns = (
        Column("reference", "Reference"),
        Column("title", "Contract"),
        Column("provider", "Provider"),
        Column("value", "Value", "pence"),
        Column("a_year", "A year", "pence"),
        Column("start", "Start", "day"),
        Column("end", "Current end", "day"),
        Column("options", "Options left"),
        Column("state", "State"),
    )
    lines = tuple(
        Line(
            one.id,
            (
                one.reference,
                one.title,
                one.organisation,
                current_value(one),
                a_year(one),
                one.starts_on,
                current_end(one),
                options_left(one),
                state(one, record.day, record.bands),
            ),
        )
        for one in some
    )
    return Table(
        Listing("Register of contracts", columns, lines), f"{caption}, £", total_label=f"Total, {counted(len(some))}"
    )


def options_left(one: ContractRecord) -> str:
    """“Two, to 30 September 2023”: how many options are open, and how far they would reach."""
    many = len(open_options(one))
    return f"{in_words(many).capitalize()}, to {format_day(latest_end(one))}" if many else "None"
