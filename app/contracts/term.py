"""How long a contract runs, and what of its value falls into which financial year.

A day stands at a point on a line of months: 1 April at a whole month, 16 April half way through it. The time between
two days is the difference of their points, so that periods that follow each other always add up, an October start is
exactly half a year, and no leap day or 31st can lose or gain a penny.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.years import first_day, last_day, year_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slice:
    """An amount in pence (below 0 for a reduction) that is spread evenly over the days from a first to a last one.

    `of` is the longer slice it was cut from: its days have what they had in that one, to the penny.
    """

    starts_on: date
    ends_on: date
    pence: int
    of: Slice | None = None


def point(day: date) -> Fraction:
    """Where the beginning of a day stands on the line of months since the year 0."""
    return day.year * 12 + day.month - 1 + Fraction(day.day - 1, monthrange(day.year, day.month)[1])


def months(starts_on: date, ends_on: date) -> Fraction:
    """The months from the first day to the last, both counted: 12 for a year from the 1st or outside February."""
    return point(ends_on + DAY) - point(starts_on)


def add_months(day: date, more: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    at = day.year * 12 + day.month - 1 + more
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def within(last: date, day: date, length: int) -> bool:
    """Whether a day is no more than so many months before a last one: six months before 31 March is 30 September."""
    return add_months(last, -length) <= day


def last_of(starts_on: date, length: int) -> date:
    """The last day of a period of `length` months; a year from 29 February runs to the 28th."""
    same = add_months(starts_on, length)
    return same - DAY if same.day == starts_on.day else same


def whole_months(starts_on: date, ends_on: date) -> int | None:
    """How many whole months a period has; None where its last day is not the eve of the day it began."""
    guess = round(months(starts_on, ends_on))
    return guess if guess > 0 and last_of(starts_on, guess) == ends_on else None


def per_year(pence: int, starts_on: date, ends_on: date) -> int:
    """What an amount for a period comes to for twelve months of it, in pence, half up."""
    return rounded(pence * 12 / _length(starts_on, ends_on))


def for_period(pence_a_year: int, starts_on: date, ends_on: date) -> int:
    """What an amount a year comes to for a period, in pence, half up.

    A period of whole months is worth exactly so many twelfths of a year, also where it runs over a shorter month.
    """
    return rounded(pence_a_year * _length(starts_on, ends_on) / 12)


def _length(starts_on: date, ends_on: date) -> Fraction:
    return Fraction(whole_months(starts_on, ends_on) or months(starts_on, ends_on))


def rounded(pence: Fraction) -> int:
    """A fraction of pence as whole pence, half away from nought."""
    whole = (abs(pence) + Fraction(1, 2)).__floor__()
    return whole if pence >= 0 else -whole


def until(one: Slice, day: date) -> int:
    """What of a slice falls on the days up to `day` (counted), in pence."""
    if day < one.starts_on:
        return 0
    if day >= one.ends_on:
        return one.pence
    if one.of is not None:
        return until(one.of, day)
    return rounded(one.pence * months(one.starts_on, day) / months(one.starts_on, one.ends_on))


def cut(one: Slice, last: date) -> Slice:
    """The slice up to a last day that it reaches; itself where it ends by then."""
    return one if one.ends_on <= last else Slice(one.starts_on, last, until(one, last), one)


def between(one: Slice, first: date, last: date) -> int:
    """What of a slice falls on the days from `first` to `last`, in pence; neighbouring spans add up to the penny."""
    return until(one, last) - until(one, first - DAY)


def by_year(slices: Iterable[Slice]) -> dict[int, int]:
    """What falls into each financial year (its start year), in pence, in order; every year the slices touch is there.

    The years of each slice sum to its pence exactly.
    """
    every = list(slices)
    if not every:
        return {}
    first, last = year_of(min(one.starts_on for one in every)), year_of(max(one.ends_on for one in every))
    return {
        year: sum(between(one, first_day(year), last_day(year)) for one in every) for year in range(first, last + 1)
    }


def length_words(starts_on: date, ends_on: date) -> str:
    """A period in words: 3 years; 1 year 6 months; 18 days."""
    length = whole_months(starts_on, ends_on)
    if length is None:
        days = (ends_on - starts_on).days + 1
        return _counted(days, "day") if days < 62 else f"about {_counted(max(round(days / 30.44), 1), 'month')}"
    years, rest = divmod(length, 12)
    return " ".join(part for part in (_counted(years, "year"), _counted(rest, "month")) if not part.startswith("0"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
