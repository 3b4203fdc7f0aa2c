"""Money is whole pence: parsed once on the way in, formatted once on the way out, split without losing a penny."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NewType

from app.errors import Refused

Pence = NewType("Pence", int)

# SQLite's INTEGER is 64 bits; a billion pounds a line leaves room for every sum of lines.
MOST_PENCE = 100_000_000_000
MILLION = 1_000_000
MOST_MILLIONTHS = 1_000_000_000 * MILLION
MINUS = "\N{MINUS SIGN}"
NO_FIGURE = "\N{EN DASH}"

_SHAPE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?")
_SCALES = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in pence, or in tenths of a percent of something; never both."""

    pence: Pence | None = None
    tenths: int | None = None


def parse_pence(text: str, field: str | None = None) -> Pence:
    """Pence from an amount in pounds as people type it: £1,234.50, 70k, 1.25m, -250, (250).

    Raises Refused, naming the text, for anything that is not one amount (a misplaced comma included: £3,0000).
    """
    plain = text.strip().replace("\N{NO-BREAK SPACE}", " ").replace(MINUS, "-").strip()
    negative = False
    if plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, plain[1:-1].strip()
    elif plain.startswith("-"):
        negative, plain = True, plain[1:].strip()
    plain = plain.removeprefix("£").strip()
    if plain.startswith("-") and not negative:
        negative, plain = True, plain[1:].strip()
    scale = _SCALES.get(plain[-1:].lower(), 1)
    number = plain[:-1].strip() if scale > 1 else plain
    # 1.255m is a whole number of pence, so a scaled amount may have more than two decimals
    shape = re.fullmatch(r"\d+(?:\.\d+)?", number) if scale > 1 else _SHAPE.fullmatch(number)
    try:
        pence = Decimal(number.replace(",", "")) * scale * 100 if shape else None
    except InvalidOperation:  # pragma: no cover - the pattern has already refused it
        pence = None
    if pence is None or pence != int(pence):
        raise Refused(f"“{text.strip()}” is not an amount in pounds. Type it like 1,234 or 1,234.50.", field)
    if pence > MOST_PENCE:
        raise Refused(f"“{text.strip()}” is more than the desk keeps on one line (£1,000,000,000).", field)
    return Pence(-int(pence) if negative else int(pence))


def parse_amount_or_word(text: str, field: str | None = None) -> Pence | str | None:
    """An amount in pence, a word that stands in its place (TBD, maintain), or None for an empty cell.

    A word has letters and no figure in it; it is kept as typed and is never nought.
    """
    plain = text.strip()
    if plain in ("", NO_FIGURE, "-"):
        return None
    if re.search(r"[^\W\d_]", plain) and not re.search(r"\d", plain) and len(plain) <= 40:
        return plain
    return parse_pence(plain, field)


def format_pence(pence: int, *, sign: bool = False) -> str:
    """`£1,234`, or `£1,234.50` where there are pence; a minus is U+2212; `sign` puts + before a gain."""
    return _signed(pence, sign, "£")


def format_figure(pence: int, *, sign: bool = False) -> str:
    """As `format_pence` without the pound sign, for columns whose head says £."""
    return _signed(pence, sign, "")


def _signed(pence: int, sign: bool, unit: str) -> str:
    pounds, odd = divmod(abs(pence), 100)
    text = f"{unit}{pounds:,}.{odd:02d}" if odd else f"{unit}{pounds:,}"
    before = MINUS if pence < 0 else "+" if sign and pence > 0 else ""
    return before + text


def tenths_of_percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in tenths of a percent, half up away from nought; None when `whole` is nought.

    Rounded once, here: hundredths rounded again for printing would show 6.2477 % as 6.3.
    """
    if whole == 0:
        return None
    size = (abs(part) * 2_000 + abs(whole)) // (2 * abs(whole))
    return size if (part < 0) == (whole < 0) else -size


def format_percent(tenths: int, *, sign: bool = True) -> str:
    """Tenths of a percent with one decimal, +6.2 or −0.3, without the sign %."""
    before = MINUS if tenths < 0 else "+" if sign and tenths > 0 else ""
    return f"{before}{abs(tenths) // 10}.{abs(tenths) % 10}"


def parse_percent(text: str, field: str | None = None, *, most: int = 1_000) -> int:
    """Tenths of a percent from a percentage as people type it: 40, 12.5 %. `most` is in tenths.

    Raises Refused, naming the text, for what is no percentage, below 0, above `most` or finer than a tenth.
    """
    plain = text.strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,6}(?:\.\d)?", plain):
        raise Refused(f"“{text.strip()}” is not a percentage. Type it like 40 or 12.5.", field)
    whole, _, tenth = plain.partition(".")
    tenths = int(whole) * 10 + int(tenth or 0)
    if tenths > most:
        raise Refused(f"“{text.strip()}” is more than {format_percent(most, sign=False).removesuffix('.0')} %.", field)
    return tenths


def parse_limit(text: str, field: str | None = None, *, most: int = 1_000) -> Limit:
    """A limit as people type it: 8 % is a percentage, £10,000 or 10,000 an amount. Raises Refused."""
    if text.strip().endswith("%"):
        return Limit(tenths=parse_percent(text, field, most=most))
    pence = parse_pence(text, field)
    if pence < 0:
        raise Refused("An amount cannot be below £0.", field)
    return Limit(pence=pence)


def format_limit(limit: Limit) -> str:
    """`8 %`, `12.5 %` or `£10,000`."""
    if limit.pence is not None:
        return format_pence(limit.pence)
    return f"{format_percent(limit.tenths or 0, sign=False).removesuffix('.0')} %"


def parse_sum(text: str, field: str | None = None) -> tuple[Pence, ...]:
    """The amounts of a cell that holds several, in pence, as people type them: 227,000 + 2,750 + 2,500.

    A sign of equality before them is passed over, as in a spreadsheet. Raises Refused, naming the text or the amount.
    """
    parts = text.strip().removeprefix("=").split("+")
    if any(not part.strip() for part in parts):
        raise Refused(f"“{text.strip()}” is not a sum of amounts. Type it like 1,234 or 1,234 + 500.", field)
    return tuple(parse_pence(part, field) for part in parts)


def format_sum(amounts: Sequence[int]) -> str:
    """Amounts in pence in their order, without the pound sign: `227,000 + 2,750 + 2,500`."""
    return " + ".join(map(format_figure, amounts))


def parse_number(text: str, field: str | None = None) -> int:
    """Millionths from a figure not below 0 as people type it: 1,234 or 23.456789, exact to the millionth.

    Raises Refused, naming the text, for what is no figure, is below 0, too large, or finer than a millionth.
    """
    plain = text.strip()
    if not re.fullmatch(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", plain):
        raise Refused(f"“{plain}” is not a figure of 0 or more. Type it like 1,234 or 23.456.", field)
    whole, _, part = plain.replace(",", "").partition(".")
    decimals = part.rstrip("0")
    if len(decimals) > 6:
        raise Refused(f"“{plain}” has more than six decimals. Round it first.", field)
    # told by its digits: a figure of thousands of them would not even be a number to Python
    if len(whole.lstrip("0")) > 10 or (found := int(whole) * MILLION + int(decimals.ljust(6, "0"))) > MOST_MILLIONTHS:
        raise Refused(f"“{plain}” is more than the desk keeps in one figure (1,000,000,000).", field)
    return found


def format_number(millionths: int, places: int = 0) -> str:
    """A figure kept in millionths, with thousands commas: `1,234` or `23.456`; at least so many decimals."""
    whole, part = divmod(abs(millionths), MILLION)
    decimals = f"{part:06d}".rstrip("0").ljust(places, "0")
    before = MINUS if millionths < 0 else ""
    return f"{before}{whole:,}.{decimals}" if decimals else f"{before}{whole:,}"


def split_by_shares(whole: int, shares: Sequence[int]) -> list[Pence]:
    """`whole` pence split in proportion to `shares` (not negative, not all nought), summing to it exactly.

    Largest remainder; ties go to the earlier share. Raises ValueError for shares that cannot be used.
    """
    total = sum(shares)
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must not be negative, and one must be above nought")
    size = abs(whole)
    parts = [size * share // total for share in shares]
    order = sorted(range(len(shares)), key=lambda at: (-(size * shares[at] % total), at))
    for at in order[: size - sum(parts)]:
        parts[at] += 1
    return [Pence(part if whole >= 0 else -part) for part in parts]
