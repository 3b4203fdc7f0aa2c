"""One cell of a returned form read by the kind of its box. Each function raises Refused with the reason in plain words.

Amounts are pence, shares tenths of a percent.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple

from app.errors import Refused
from app.exchange.cells import read_cell
from app.exchange.form_layout import LONGEST
from app.exchange.workbook import printable
from app.fields import Field
from app.grants.bids import MOST_PEOPLE
from app.grants.form import FormValue
from app.money import MOST_PENCE, parse_pence
from app.years import FIRST, LAST, format_day

_ESCAPED = re.compile(r"_x(000D|005F)_", re.IGNORECASE)
"""How a workbook writes a carriage return, and an underscore that would else be taken for such a sign."""
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d))?\s*%")


class FormCell(NamedTuple):
    """What stands in a cell: its value as the workbook has it, and its kind (`f` a formula, `e` an error)."""

    value: Any
    kind: str


EMPTY = FormCell(None, "n")


def text_of(cell: FormCell) -> str:
    """A cell as words. Raises Refused for a formula, an error and for what is too long."""
    value = cell.value
    if cell.kind == "f" or not isinstance(value, str | int | float | date | time | timedelta | Decimal | None):
        raise Refused("there is a formula. Type what it comes to instead.")
    if cell.kind == "e":
        raise Refused(f"“{value}” is an error in the spreadsheet. Type what it should be.")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return format_day(value)  # a moment is a day too
    if isinstance(value, float):
        return _plain(value)
    text = printable(_ESCAPED.sub(lambda found: "_" if found[1].upper() == "005F" else "", str(value))).strip()
    if len(text) > LONGEST:
        raise Refused(f"there are {len(text):,} characters; the desk takes {LONGEST:,}. Shorten it.")
    return text


def _plain(value: float) -> str:
    """A figure without the noughts and the exponent that a spreadsheet puts to it."""
    if not isfinite(value) or abs(value) > 1e15:
        raise Refused("that is not a figure. Type it again.")
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def read_value(cell: FormCell, field: Field) -> FormValue | None:
    """The value of a box; None for an empty one. Raises Refused, also for one that is needed and empty."""
    text = text_of(cell)
    if not text:
        if field.required:
            raise Refused("this is needed.")
        return None
    if field.kind == "pence":
        return pence(cell)
    if field.kind == "day":
        return day(cell)
    if field.kind == "count":
        return count(cell)
    found = read_cell(text, field)
    return found if field.kind != "text" or not isinstance(found, str) else " ".join(found.split())


def pence(cell: FormCell) -> int:
    """An amount in pence, nought or more."""
    text = text_of(cell)
    if isinstance(cell.value, date | time | timedelta | bool):
        raise Refused(f"“{text}” is not an amount in pounds. Type it like 1,234 or 1,234.50.")
    found = parse_pence(text) if isinstance(cell.value, str) else _pounds(Decimal(str(cell.value)), text)
    if found < 0:
        raise Refused("an amount is not below nought.")
    return found


def _pounds(amount: Decimal, text: str) -> int:
    whole = round(amount * 100)
    # what a spreadsheet works out is off by parts of a millionth; anything more is no whole pence
    if abs(amount * 100 - whole) > Decimal("0.0001"):
        raise Refused(f"“{text}” is not a whole number of pence.")
    if whole > MOST_PENCE:
        raise Refused(f"“{text}” is more than the desk keeps on one line (£1,000,000,000).")
    return whole


def day(cell: FormCell) -> date:
    """A day of the years the desk knows."""
    value, text = cell.value, text_of(cell)
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    else:
        read = read_cell(text, Field("day", "Day", "day")) if isinstance(value, str) else None
        if not isinstance(read, date):
            raise Refused(f"“{text}” is not a date. Type it like 3 February 2015.")
        found = read
    if not FIRST <= found.year <= LAST:
        raise Refused(f"{format_day(found)} is too far away. Type a day from {FIRST} to {LAST}.")
    return found


def count(cell: FormCell) -> int:
    """A whole number, nought or more."""
    text = text_of(cell)
    if isinstance(cell.value, date | time | timedelta | bool):
        raise Refused(f"“{text}” is not a whole number.")
    found = read_cell(text, Field("count", "Count", "count"))
    if not isinstance(found, int) or found > MOST_PEOPLE:
        raise Refused(f"“{text}” is not a whole number up to {MOST_PEOPLE:,}.")
    return found


def share(cell: FormCell) -> int:
    """A share in tenths of a percent, from a cell that is shown as a percentage or from words such as 25 %."""
    text = text_of(cell)
    value = cell.value
    if not text:
        return 0
    if isinstance(value, str):
        shown = _PERCENT.fullmatch(text)
        tenths: Decimal | None = Decimal(int(shown[1]) * 10 + int(shown[2] or 0)) if shown else None
    else:
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        tenths = Decimal(str(value)) * 1000 if number else None
    if tenths is None or not 0 <= tenths <= 1000:
        raise Refused(f"“{text}” is not a percentage from 0 % to 100 %. Type it like 25 %.")
    whole = round(tenths)
    if abs(tenths - whole) > Decimal("0.0001"):
        raise Refused("a share has at most one decimal, such as 33.3 %.")
    return whole
