"""The sentence over each list of the Contracts page: the question it answers, in figures. Amounts are pence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.contracts.parts import ContractRecord, OptionRecord
from app.contracts.standing import BANDS, Bands, a_year, band, current_end, current_value, gaps, open_options
from app.funds.table import Headline, Run
from app.money import format_pence
from app.years import first_day, format_day, last_day

NOTHING = Headline((Run("No contract yet"),), "Add the first with its term, its options and who pays for it.")


def lens(year: int, today: date) -> date:
    """The day a financial year is looked at from: today, or its last day where it is over.

    So the register of a past year says what was running and ending then, and that of the present year what is now.
    """
    return min(today, last_day(year))


def running_headline(contracts: Sequence[ContractRecord], *, year: int, day: date, today: date) -> Headline:
    """How many contracts run in `year` and what they cost a year; how many end by its end; what comes next.

    `contracts` are those that run in the year, `day` the one it is looked at from.
    """
    if not contracts:
        return Headline((Run("No contract runs in this year"),), "All contracts shows those of other years.")
    ending = [one for one in contracts if first_day(year) <= current_end(one) <= last_day(year)]
    runs = [
        Run(f"{len(contracts):,}", True),
        Run(" running, "),
        Run(format_pence(sum(map(a_year, contracts))), True),
        Run(" a year"),
    ]
    if ending:
        verb = "ends" if len(ending) == 1 else "end"
        runs += [
            Run("; "),
            Run(f"{len(ending):,}", True),
            Run(f" {verb} by {format_day(last_day(year))}, worth "),
            Run(format_pence(sum(map(a_year, ending))), True),
            Run(" a year"),
        ]
    seen = "" if day == today else f"As on {format_day(day)}."
    return Headline(
        tuple(runs), " ".join(part for part in (seen, _outlived(contracts), _next_notice(contracts, day)) if part)
    )


def _outlived(contracts: Sequence[ContractRecord]) -> str:
    """Whose partners' money ends first."""
    found = [one for one in contracts if gaps(one)]
    if not found:
        return ""
    if len(found) == 1:
        return f"{found[0].title} outlives its partner’s money."
    return f"{len(found):,} contracts outlive their partners’ money."


def _next_notice(contracts: Sequence[ContractRecord], day: date) -> str:
    """The next day by which somebody is to be told that an option is taken."""
    known: list[tuple[date, ContractRecord, OptionRecord]] = [
        (option.notice_on, one, option)
        for one in contracts
        for option in open_options(one)
        if option.notice_on is not None and option.notice_on >= day
    ]
    if not known:
        return ""
    when, one, _ = min(known, key=lambda each: each[0])
    return f"Next notice date: {one.title}, {format_day(when)}."


def all_headline(contracts: Sequence[ContractRecord], day: date) -> Headline:
    """How many contracts there are, what they are worth, and how many run."""
    if not contracts:
        return NOTHING
    running = [one for one in contracts if one.starts_on <= day <= current_end(one)]
    whole = format_pence(sum(map(current_value, contracts)))
    runs = (Run(_counted(len(contracts), "contract"), True), Run(", worth "), Run(whole, True), Run(" in all"))
    return Headline(runs, f"{len(running):,} of them run on {format_day(day)}.")


def expiry_headline(contracts: Sequence[ContractRecord], day: date, bands: Bands = BANDS) -> Headline:
    """How many contracts end within the bands of the office, and what they cost a year."""
    ending = [one for one in contracts if band(current_end(one), day, bands)]
    if not ending:
        return Headline((Run(f"Nothing ends within {bands.far} months"),), "")
    runs = (
        Run(_counted(len(ending), "contract"), True),
        Run(f" {'ends' if len(ending) == 1 else 'end'} within {bands.far} months, worth "),
        Run(format_pence(sum(map(a_year, ending))), True),
        Run(" a year"),
    )
    over = [one for one in contracts if current_end(one) > bands.handover_on]
    below = (
        f"{_counted(len(over), 'contract')} {'runs' if len(over) == 1 else 'run'} past {format_day(bands.handover_on)}."
    )
    return Headline(runs, below if over else "")


def counted_headline(words: str, count: int, urgent: int, urgent_words: str, *, none: str) -> Headline:
    """“12 dates, 3 overdue”: how many things a list holds, and how many of them cannot wait."""
    if not count:
        return Headline((Run(none),), "")
    runs = [Run(_counted(count, words), True)]
    if urgent:
        runs += [Run(", "), Run(f"{urgent:,}", True), Run(f" {urgent_words}")]
    return Headline(tuple(runs), "")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
