"""Amounts in pounds as people type them in the middle of a sentence: £1,234, £25k, £67.85m, £4.7 million, £3,0000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.errors import Refused
from app.money import MOST_PENCE, Pence, parse_pence

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000}
_AMOUNT = re.compile(
    r"(?:(?<!\S)([-\N{MINUS SIGN}]))?£\s?(\d+(?:,\d+)*(?:\.\d+)?)(?:\s?(k|m|bn|thousand|million|billion)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One amount in a text: where it starts and ends, as typed, in pence (None where it cannot be read: £3,0000)."""

    start: int
    end: int
    text: str
    pence: Pence | None


def typed_amounts(text: str) -> Iterator[Typed]:
    """Every amount with a pound sign in the text, in its order; a minus that touches the sign is the amount's."""
    for found in _AMOUNT.finditer(text):
        yield Typed(found.start(), found.end(), found[0], _pence(found[2], (found[3] or "").lower(), found[1]))


def amount_at_end(text: str) -> Typed | None:
    """The amount that the text ends with, if it does."""
    return next((one for one in typed_amounts(text) if one.end == len(text)), None)


def _pence(number: str, scale: str, minus: str | None) -> Pence | None:
    pence = _size(number, scale)
    return Pence(-pence) if pence and minus else pence


def _size(number: str, scale: str) -> Pence | None:
    if scale in _SCALES:
        if "," in number:
            return None
        pence = Decimal(number) * _SCALES[scale] * 100
        return Pence(int(pence)) if pence == int(pence) and pence <= MOST_PENCE * 1_000 else None
    try:
        return parse_pence(f"{number}{scale}")
    except Refused:
        return None
