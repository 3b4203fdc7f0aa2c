"""What needs settling about a contract on a day, in sentences. Amounts are pence without VAT."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from app.contracts.funding import differences
from app.contracts.parts import BreakRecord, ConditionRecord, ContractRecord, OptionRecord
from app.contracts.standing import (
    BANDS,
    Bands,
    current_end,
    current_gross,
    current_value,
    gaps,
    is_broken,
    open_options,
)
from app.contracts.term import length_words, within
from app.contracts.yearly import unplaced, years
from app.money import format_pence
from app.told import Notice
from app.years import SLASH, format_day, format_year, year_of

MOST_TOLD = 3
"""How many differences are told one by one."""


def warnings(one: ContractRecord, day: date, bands: Bands = BANDS, *, year_style: str = SLASH) -> list[Notice]:
    """What needs settling, what hurts soonest first; nothing of a contract that was put away.

    Actions: `partner ID` (its organisation), `shares`, `take ID` (an option), `break ID`, `meet ID` (a condition),
    `years`, `agree YEAR`, `sub-contracts`, `change`. Of a contract that has ended only what is about its money is told.
    """
    if one.archived:
        return []
    ahead: tuple[Callable[[], Iterator[Notice]], ...] = (
        lambda: _gaps(one),
        lambda: _notices(one, day, bands),
        lambda: _conditions(one, day, bands),
        lambda: _split(one, day),
    )
    always: tuple[Callable[[], Iterator[Notice]], ...] = (
        lambda: _uneven(one),
        lambda: _differing(one, year_style),
        lambda: _subs(one),
    )
    last: tuple[Callable[[], Iterator[Notice]], ...] = (lambda: _handover(one, bands), lambda: _vat(one))
    is_over = day > current_end(one)
    told = always if is_over else (*ahead, *always, *last)
    return [notice for tell in told for notice in tell()]


def _gaps(one: ContractRecord) -> Iterator[Notice]:
    for gap in gaps(one):
        what = "the contract runs" if gap.option is None else f"option {gap.option} would run"
        yield Notice(
            f"{gap.organisation} pays only until {format_day(gap.paid_until)}.",
            f"After that {what} on to {format_day(gap.ends_on)}: {length_words(gap.starts_on, gap.ends_on)}, "
            f"{format_pence(gap.pence)}, without its money.",
            "Partner money",
            f"partner {gap.organisation_id}",
            "bad",
        )


def _notices(one: ContractRecord, day: date, bands: Bands) -> Iterator[Notice]:
    for option in open_options(one):
        if option.notice_on is not None and within(option.notice_on, day, bands.near) and not is_broken(one):
            yield _of_option(option, option.notice_on, day)
    for each in one.breaks:
        if each.status != "open" or each.notice_on is None or each.break_on > current_end(one):
            continue
        if each.notice_on >= day and within(each.notice_on, day, bands.near):
            yield _of_break(each, each.notice_on)


def _of_option(option: OptionRecord, notice_on: date, day: date) -> Notice:
    runs = f"It would run from {format_day(option.starts_on)} to {format_day(option.ends_on)}."
    link = f"Decide on option {option.number}"
    if notice_on < day:
        passed = f"Notice for option {option.number} was due by {format_day(notice_on)}."
        return Notice(passed, f"{runs} Nobody has decided on it.", link, f"take {option.id}", "bad")
    return Notice(
        f"Notice for option {option.number} is due by {format_day(notice_on)}.", runs, link, f"take {option.id}"
    )


def _of_break(each: BreakRecord, notice_on: date) -> Notice:
    return Notice(
        f"The contract may be ended early on {format_day(each.break_on)}.",
        f"That needs notice by {format_day(notice_on)}.",
        "Break point",
        f"break {each.id}",
        "mute",
    )


def _conditions(one: ContractRecord, day: date, bands: Bands) -> Iterator[Notice]:
    for each in one.conditions:
        if each.met_on is None:
            yield _of_condition(each, day, bands.near)


def _of_condition(each: ConditionRecord, day: date, near: int) -> Notice:
    more = f"It blocks everything from {format_day(each.blocks_from)} on." if each.blocks_from else ""
    link, action = "Record that it is met", f"meet {each.id}"
    what = f"Subject to: {each.words.rstrip('.')}."
    if each.due_on is not None:
        is_late = each.due_on < day
        due = f"It {'was' if is_late else 'is'} to be met by {format_day(each.due_on)}."
        more = f"{due} {more}".strip()
        if is_late:
            return Notice(what, more, link, action, "bad")
    if each.blocks_from is not None and each.blocks_from <= day:
        return Notice(what, more, link, action, "bad")
    is_soon = any(at is not None and within(at, day, near) for at in (each.due_on, each.blocks_from))
    return Notice(what, more, link, action, "warn" if is_soon else "mute")


def _split(one: ContractRecord, day: date) -> Iterator[Notice]:
    left = sum(each.net for each in years(one) if each.year >= year_of(day) and not each.by_line)
    if left > 0:
        yield Notice(
            "Nobody has said which lines pay it.",
            f"{format_pence(left)} from this year on is left for this office.",
            "Enter who pays",
            "shares",
        )


def _uneven(one: ContractRecord) -> Iterator[Notice]:
    if off := unplaced(one):
        yield Notice(
            f"Its years come to {format_pence(abs(off))} {'more' if off > 0 else 'less'} than it is worth.",
            "The contract has changed since they were adjusted.",
            "Adjust the years",
            "years",
        )


def _differing(one: ContractRecord, style: str) -> Iterator[Notice]:
    found = differences(one)
    if not found:
        return
    told = [
        f"{each.line}, {format_year(each.year, style)}: {format_pence(each.agreed)} agreed, "
        f"{format_pence(each.wanted)} to pay."
        for each in found[:MOST_TOLD]
    ]
    if len(found) > MOST_TOLD:
        told.append(f"And {len(found) - MOST_TOLD} more.")
    year = found[0].year
    yield Notice(
        "What is agreed is not what it costs.",
        " ".join(told),
        f"Agree {format_year(year, style)}",
        f"agree {year}",
    )


def _subs(one: ContractRecord) -> Iterator[Notice]:
    total, worth = sum(each.amount for each in one.sub_contracts), current_value(one)
    if total > worth:
        yield Notice(
            f"What others do of it comes to {format_pence(total - worth)} more than it is worth.",
            f"Sub-contracts and onward grants: {format_pence(total)}; the contract: {format_pence(worth)}.",
            "Sub-contracts",
            "sub-contracts",
            "bad",
        )


def _handover(one: ContractRecord, bands: Bands) -> Iterator[Notice]:
    last = current_end(one)
    if last > bands.handover_on:
        yield Notice(
            f"It runs past {format_day(bands.handover_on)}.",
            f"It ends on {format_day(last)}: whoever takes over from this office has to carry it on.",
            tone="mute",
        )


def _vat(one: ContractRecord) -> Iterator[Notice]:
    if one.regime == "act-2023" and current_gross(one) is None and not is_broken(one):
        yield Notice(
            "The value with VAT of some of it is missing.",
            "Procurement thresholds and published notices go by it.",
            "Change the contract",
            "change",
            "mute",
        )
