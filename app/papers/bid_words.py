"""How the papers on rounds say what they have in common: states, shares, days with their times, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from app.grants.bid_fields import STATES as STATE_CHOICES
from app.grants.parts import STATES, ApplicationRecord, RoundRecord
from app.money import Pence, format_pence, format_percent
from app.papers.saying import in_words, joined
from app.years import format_day

STATE_WORDS = {one.value: one.label for one in STATE_CHOICES}


def requested(bids: Iterable[ApplicationRecord]) -> Pence:
    """What these bids ask for together, in pence; one that does not say counts nothing."""
    return Pence(sum(one.requested or 0 for one in bids))


def out_said(bids: Iterable[ApplicationRecord]) -> str:
    """“two draft, three withdrawn and six ineligible” of these bids; empty where all of them may be scored."""
    counts = Counter(one.state for one in bids if not one.is_live)
    return joined(f"{in_words(counts[state])} {STATE_WORDS[state].lower()}" for state in STATES if counts[state])


def share_said(tenths: int) -> str:
    """“40 %” or “12.5 %” of a share in tenths of a percent."""
    return f"{format_percent(tenths, sign=False).removesuffix('.0')}\u00a0%"


def shares_said(shares: Sequence[tuple[str, str, int]]) -> str:
    """“Thurrock 60 %, Southend 40 %”, the name alone where it has all; what an application is for, as it is kept."""
    if len(shares) == 1 and shares[0][2] == 1_000:
        return shares[0][1]
    return ", ".join(f"{name} {share_said(tenths)}" for _, name, tenths in shares)


def bids_said(number: int) -> str:
    """“one bid”, “60 bids”."""
    return f"{in_words(number)} {'bid' if number == 1 else 'bids'}"


def clocked(day: date | None, time: str) -> str:
    """“3 May 2026 at 17:00”; the day alone where no time is kept, nothing without a day."""
    if day is None:
        return ""
    return f"{format_day(day)} at {time}" if time else format_day(day)


def limits_said(one: RoundRecord) -> str:
    """“from £1,000 to £20,000”, “up to £20,000”; empty where the round has no limit."""
    least, most = one.minimum, one.maximum
    if least is not None and most is not None:
        return f"from {format_pence(least)} to {format_pence(most)}"
    if most is not None:
        return f"up to {format_pence(most)}"
    return f"from {format_pence(least)}" if least is not None else ""


def ended(words: str) -> str:
    """What somebody typed, ended as a sentence and otherwise as it is; nothing stays nothing."""
    kept = words.strip()
    return f"{kept}{'' if kept.endswith(('.', '!', '?', '…')) else '.'}" if kept else ""


def begun(words: str) -> str:
    """Words of the desk's own at the beginning of a line."""
    return f"{words[:1].upper()}{words[1:]}"
