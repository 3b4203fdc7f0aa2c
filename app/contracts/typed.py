"""What is typed about a contract, read once: what is needed, what may be chosen, amounts and days that make sense."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from app.contracts.fields import words
from app.errors import Refused
from app.fields import Choice
from app.money import MOST_PENCE, format_pence
from app.years import FIRST, LAST, format_day

T = TypeVar("T")

BELOW_NOUGHT = "A value cannot be below £0."
GROSS_BELOW = "The value with VAT is below the value without it."
BACKWARDS = "It ends before it starts."
MOST_MONTHS = 120


def needed(value: T | None, what: str, field: str) -> T:
    """The value. Raises Refused at its box when there is none."""
    if value is None:
        raise Refused(f"{what} is needed.", field)
    return value


def chosen(value: str | None, choices: tuple[Choice, ...], what: str, field: str) -> str:
    """The value of a choice, "" for none where that may be chosen. Raises Refused for what is not among them."""
    plain = value or ""
    if all(one.value != plain for one in choices):
        raise Refused(f"“{words(choices, plain)}” cannot be chosen here." if plain else f"{what} is needed.", field)
    return plain


def amounts(value: int | None, gross: int | None, *, box: str = "") -> tuple[int, int | None]:
    """A value without VAT and with it, in pence. Raises Refused at `value` or `gross`, or at `box` where both are."""
    net = needed(value, "The value without VAT", box or "value")
    for pence, field in ((net, "value"), (gross, "gross")):
        if pence is not None and pence < 0:
            raise Refused(BELOW_NOUGHT, box or field)
        refuse_absurd(pence, box or field)
    if gross is not None and gross < net:
        raise Refused(GROSS_BELOW, box or "gross")
    return net, gross


def refuse_absurd(pence: int | None, field: str) -> None:
    """Raise Refused for more pence, or more taken away, than the desk keeps in one amount; None is no matter."""
    if pence is not None and abs(pence) > MOST_PENCE:
        raise Refused(f"That is more than the desk keeps in one amount ({format_pence(MOST_PENCE)}).", field)


def known_day(day: date | None, what: str, field: str) -> date:
    """A day that has to be given. Raises Refused where it is not, or is none this desk counts years of."""
    found = needed(day, what, field)
    refuse_far(found, field)
    return found


def refuse_far(day: date | None, field: str) -> None:
    """Raise Refused for a day outside the years the desk knows; None is no matter."""
    if day is not None and not FIRST <= day.year <= LAST:
        raise Refused(f"{format_day(day)} is too far away. Type a day from {FIRST} to {LAST}.", field)


def in_order(starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    """The first and the last day of a period. Raises Refused at `starts_on` or `ends_on`."""
    first, last = known_day(starts_on, "The first day", "starts_on"), known_day(ends_on, "The last day", "ends_on")
    if last < first:
        raise Refused(BACKWARDS, "ends_on")
    return first, last


def count_of_months(months: int | None, field: str) -> int | None:
    """A number of months, None for none. Raises Refused for what is below 0 or more than ten years."""
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise Refused(f"Type a number of months from 0 to {MOST_MONTHS}.", field)
    return months
