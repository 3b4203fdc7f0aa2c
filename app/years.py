"""Financial years: 1 April to 31 March, kept as the year they start in and printed in the office's own form."""

from __future__ import annotations

import re
from datetime import date

from app.errors import Refused

SLASH, HYPHEN, WORDS = "2018/19", "2018-19", "2018 to 2019"
STYLES = (SLASH, HYPHEN, WORDS)
FIRST, LAST = 1990, 2099
# named here, because Qt sets the system's own language and Python's month names would follow it
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_NAMED_DAY = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})")
_NUMBERED_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PRINTED = re.compile(r"((?:19|20)\d\d)\s*(?:/|-|\N{EN DASH}|to)\s*((?:19|20|21)?\d\d)")


def format_year(year: int, style: str = SLASH) -> str:
    """The financial year that starts on 1 April of `year`: 2018/19, 2018-19 or 2018 to 2019."""
    if style == WORDS:
        return f"{year} to {year + 1}"
    return f"{year}{'-' if style == HYPHEN else '/'}{(year + 1) % 100:02d}"


def parse_year(text: str, field: str | None = None) -> int:
    """The start year of a financial year printed in any of the three styles. Raises Refused naming the text."""
    found = _PRINTED.fullmatch(text.strip())
    if found:
        first, second = int(found[1]), int(found[2])
        if second in (first + 1, (first + 1) % 100) and FIRST <= first <= LAST:
            return first
    raise Refused(f"“{text.strip()}” is not a financial year. Type it like 2018/19.", field)


def year_of(day: date) -> int:
    """The financial year a day falls in, as its start year."""
    return day.year if day.month >= 4 else day.year - 1


def first_day(year: int) -> date:
    """1 April of `year`."""
    return date(year, 4, 1)


def last_day(year: int) -> date:
    """31 March of the year after `year`."""
    return date(year + 1, 3, 31)


def format_day(day: date) -> str:
    """3 February 2015."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str, field: str | None = None) -> date:
    """A day typed as 3 February 2015, 3 Feb 2015, 03/02/2015 or 2015-02-03. Raises Refused naming the text."""
    try:
        if found := _NAMED_DAY.fullmatch(" ".join(text.split())):
            starts = [name.lower().startswith(found[2].lower()) for name in MONTHS]
            return date(int(found[3]), starts.index(True) + 1, int(found[1]))
        if found := _NUMBERED_DAY.fullmatch(text.strip()):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO_DAY.fullmatch(text.strip()):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:  # no such month, or no such day in it
        pass
    raise Refused(f"“{text.strip()}” is not a date. Type it like 3 February 2015.", field)


def format_short_day(day: date) -> str:
    """3 Feb."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def format_yearly(month_day: str) -> str:
    """30 October, of a day of every year that is kept as MM-DD."""
    month, _, day = month_day.partition("-")
    return f"{int(day)} {MONTHS[int(month) - 1]}"
