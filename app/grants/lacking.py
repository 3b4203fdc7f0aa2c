"""What a round still lacks before it can be opened, told from its own terms. Weights are tenths of a percent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.grants.parts import RoundRecord
from app.money import format_percent
from app.years import format_day

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: a sentence, and the box or the part of the round it is put right in."""

    what: str
    field: str


def lacking(r: RoundRecord, *, day: date) -> tuple[Lack, ...]:
    """Everything the terms of a round lack to be opened on a day; nothing where they are whole."""
    return (*_days(r, day), *_criteria(r), *_questions(r), *_money(r))


def weights(r: RoundRecord) -> int:
    """What the weights of the scored criteria come to, in tenths of a percent."""
    return sum(one.weight for one in r.criteria if not one.is_information)


def _days(r: RoundRecord, day: date) -> Iterator[Lack]:
    if r.kind == "rolling":
        yield from _meetings(r, day)
    elif r.closes_on is None:
        yield Lack("The closing day is missing.", "closes_on")
    if r.interest_first and r.kind == "round":
        yield from _interest(r, day)
    if r.closes_on is not None and r.closes_on < max(day, r.opens_on or day):
        yield Lack(f"It would have closed already, on {format_day(r.closes_on)}.", "closes_on")


def _meetings(r: RoundRecord, day: date) -> Iterator[Lack]:
    if not any(one.closes_on >= day for one in r.meetings):
        yield Lack("A rolling round needs a meeting that bids can still be in time for.", "meetings")
    for one in r.meetings:
        if r.closes_on is not None and one.closes_on > r.closes_on:
            meets = format_day(one.meets_on)
            yield Lack(f"Bids for the meeting on {meets} would close after the round does.", "meetings")


def _interest(r: RoundRecord, day: date) -> Iterator[Lack]:
    if r.interest_closes_on is None:
        yield Lack("The day on which expressions of interest close is missing.", "interest_closes_on")
    elif r.interest_closes_on < day:
        closed = format_day(r.interest_closes_on)
        yield Lack(f"Expressions of interest would have closed already, on {closed}.", "interest_closes_on")


def _criteria(r: RoundRecord) -> Iterator[Lack]:
    scored = [one for one in r.criteria if not one.is_information]
    if not scored:
        yield Lack("There is no criterion to score bids by.", "criteria")
        return
    for one in scored:
        if not one.weight:
            yield Lack(f"“{one.name}” is scored and has no weight.", "criteria")
    if (found := weights(r)) != WHOLE:
        text = format_percent(found, sign=False).removesuffix(".0")
        yield Lack(f"The weights of the scored criteria come to {text} %, not to 100 %.", "criteria")


def _questions(r: RoundRecord) -> Iterator[Lack]:
    for one in r.questions:
        if one.asked_first and not r.interest_first:
            yield Lack(f"“{one.text}” is asked in an expression of interest, and none comes first.", "questions")


def _money(r: RoundRecord) -> Iterator[Lack]:
    if r.minimum is not None and r.minimum > r.pot:
        yield Lack("The smallest grant is more than the pot.", "minimum")
