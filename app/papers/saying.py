"""Amounts, counts, changes and names as they are read in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from app.funds.figures import Amount
from app.listing import percent_change
from app.money import format_pence, format_percent

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def said(amount: Amount) -> str:
    """An amount in words: £1,234, or the word that stands in its place."""
    return format_pence(amount) if isinstance(amount, int) else amount or "no figure"


def compared(before: int, after: int) -> str:
    """What stands before the year that is compared with, in pence: “up £342,863 (6.2%) on”, “the same as in”."""
    return "the same as in" if before == after else f"{moved(before, after)} on"


def moved(before: int, after: int) -> str:
    """“up £342,863 (6.2%)”, “unchanged”; in pence."""
    if before == after:
        return "unchanged"
    tenths = percent_change(before, after)
    share = f" ({format_percent(abs(tenths), sign=False)}%)" if isinstance(tenths, int) else ""
    return f"{'up' if after > before else 'down'} {format_pence(abs(after - before))}{share}"


def in_words(number: int) -> str:
    """A count as it is read in a sentence: three, 11, 1,200."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def joined(words: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    every = list(words)
    return " and ".join((", ".join(every[:-1]), every[-1])) if len(every) > 1 else "".join(every)


def some(names: Iterable[str], most: int = 6) -> str:
    """The names, or the first of them and how many more there are."""
    every = list(names)
    if len(every) <= most:
        return joined(every)
    return joined([*every[: most - 1], f"{len(every) - most + 1:,} others"])
