"""The cut line: how far down a ranked list the money reaches. Nothing here reads a file.

Amounts are pence; a score is an exact fraction of what was possible. The line falls before the first bid that the rest
of the money does not cover: a lower one is not let in past it because it happens to be small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.money import Pence

NOTHING = Pence(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A bid in its place: `amount` is what it would have, `bars` is why it can have nothing, empty where it may.

    `rank` and `score` are None for a bid that cannot be ranked.
    """

    application_id: str
    rank: int | None
    score: Fraction | None
    requested: Pence
    amount: Pence
    bars: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bid as the line leaves it: whether it is above, and what all down to it come to. One that is passed over adds
    nothing to the total, and `why` says why."""

    entry: Entry
    is_above: bool
    total: Pence
    why: str = ""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A ranked list with its line. `given` is what those above have, `left` what remains of pot and over.

    `next_needs` is what the first bid under the line would need beyond what is left, None where there is none. `place`
    is after how many lines of the list it falls.
    """

    rows: tuple[Drawn, ...]
    money: Pence
    given: Pence
    left: Pence
    next_needs: Pence | None
    place: int

    @property
    def above(self) -> frozenset[str]:
        """The bids above the line, by id."""
        return frozenset(one.entry.application_id for one in self.rows if one.is_above)


def draw(entries: Sequence[Entry], *, pot: Pence, over: Pence = NOTHING, least: Fraction | None = None) -> CutLine:
    """Draw the line through bids in the order of their places, for what the pot holds and may be gone over by.

    A bid under the `least` score is never above it even where money remains, nor is one that cannot be ranked, nor one
    that can have nothing: these are passed over and the next is looked at.
    """
    money = Pence(pot + over)
    rows: list[Drawn] = []
    given, total, place, closed = 0, 0, 0, False
    next_needs: Pence | None = None
    for entry in entries:
        why = _passed_over(entry, least)
        if why:
            rows.append(Drawn(entry, False, Pence(total), why))
            continue
        total += entry.amount
        fits = not closed and given + entry.amount <= money
        if fits:
            given += entry.amount
            place = len(rows) + 1
        elif not closed:
            closed, next_needs = True, Pence(given + entry.amount - money)
        rows.append(Drawn(entry, fits, Pence(total)))
    return CutLine(tuple(rows), money, Pence(given), Pence(money - given), next_needs, place)


def _passed_over(entry: Entry, least: Fraction | None) -> str:
    if entry.bars:
        return entry.bars
    if entry.score is None or entry.rank is None:
        return "It cannot be ranked."
    if least is not None and entry.score < least:
        return "Its score is under the least that is funded."
    return ""
