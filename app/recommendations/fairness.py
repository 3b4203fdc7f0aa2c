"""Whether money is spread fairly over areas and priorities, and what it costs in score to spread it otherwise.

Nothing here reads a file. Amounts are pence, shares tenths of a percent. A bid for several areas or priorities is split
by its shares to the penny, so that the grid always comes to what is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.grants.subscription import NOT_SAID, split
from app.money import Pence

NOTHING = Pence(0)
Shares = tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid as it is spread: its shares as (id, name, tenths of a percent), what it asked for and what it is given."""

    application_id: str
    requested: Pence
    given: Pence
    areas: Shares
    priorities: Shares


@dataclass(frozen=True, slots=True)
class Square:
    """One area and priority: how many bids touch it, how many of them are given money, and what of that falls here."""

    bids: int = 0
    funded: int = 0
    asked: Pence = NOTHING
    given: Pence = NOTHING


@dataclass(frozen=True, slots=True)
class Edge:
    """An area or a priority as a whole. `share` is its share of what is given and `target` what it ought to be, both in
    tenths of a percent; `per_thousand` is pence for each 1,000 people, None where nobody knows how many there are."""

    id: str
    name: str
    whole: Square
    share: int | None
    target: int | None
    people: int | None = None
    per_thousand: Pence | None = None

    @property
    def gap(self) -> int | None:
        """Its share less its target, in tenths of a percentage point."""
        return None if self.share is None or self.target is None else self.share - self.target


@dataclass(frozen=True, slots=True)
class Fairness:
    """The grid: `squares` by (area id, priority id), with its edges and what all of it comes to."""

    areas: tuple[Edge, ...]
    priorities: tuple[Edge, ...]
    squares: Mapping[tuple[str, str], Square]
    whole: Square


def grid(
    bids: Sequence[Bid],
    *,
    areas: Sequence[tuple[str, str]],
    priorities: Sequence[tuple[str, str]],
    people: Mapping[str, int],
    targets: Mapping[str, int],
) -> Fairness:
    """Spread bids over areas and priorities, each (id, name) in the order they are shown.

    `people` has how many live in an area and `targets` the share that an area or priority ought to have, by its id.
    What has no share in any stands under “not said”, so that every penny is somewhere.
    """
    squares: dict[tuple[str, str], Square] = {}
    by_area: dict[str, Square] = {}
    by_priority: dict[str, Square] = {}
    whole = Square()
    for one in bids:
        asked, given = _crossed(one, one.requested), _crossed(one, one.given)
        for at in asked:
            squares[at] = _more(squares.get(at), one, asked[at], given[at])
        for key in {at[0] for at in asked}:
            by_area[key] = _more(by_area.get(key), one, _of(asked, 0, key), _of(given, 0, key))
        for key in {at[1] for at in asked}:
            by_priority[key] = _more(by_priority.get(key), one, _of(asked, 1, key), _of(given, 1, key))
        whole = _more(whole, one, one.requested, one.given)
    return Fairness(
        tuple(_edge(key, name, by_area, whole, targets, people) for key, name in _with_none(areas, by_area)),
        tuple(_edge(key, name, by_priority, whole, targets, {}) for key, name in _with_none(priorities, by_priority)),
        squares,
        whole,
    )


def _with_none(known: Sequence[tuple[str, str]], used: Mapping[str, Square]) -> list[tuple[str, str]]:
    return [*known, *([(NOT_SAID, "Not said")] if NOT_SAID in used else [])]


def _crossed(one: Bid, amount: Pence) -> dict[tuple[str, str], Pence]:
    """An amount split over areas, and each area's part over priorities: to the penny, and every pair has its own."""
    parts: dict[tuple[str, str], Pence] = {}
    for area_id, part in split(amount, one.areas).items():
        for priority_id, piece in split(part, one.priorities).items():
            parts[area_id, priority_id] = piece
    return parts


def _of(parts: Mapping[tuple[str, str], Pence], at: int, key: str) -> Pence:
    return Pence(sum(amount for pair, amount in parts.items() if pair[at] == key))


def _more(before: Square | None, one: Bid, asked: Pence, given: Pence) -> Square:
    now = before or Square()
    return Square(now.bids + 1, now.funded + (one.given > 0), Pence(now.asked + asked), Pence(now.given + given))


def _edge(
    key: str,
    name: str,
    by: Mapping[str, Square],
    whole: Square,
    targets: Mapping[str, int],
    people: Mapping[str, int],
) -> Edge:
    mine = by.get(key, Square())
    share = _tenths(mine.given, whole.given) if whole.given else None
    heads = people.get(key)
    per = Pence(_half_up(Fraction(mine.given * 1000, heads))) if heads else None
    return Edge(key, name, mine, share, targets.get(key), heads, per)


def _tenths(part: int, whole: int) -> int:
    return _half_up(Fraction(part * 1000, whole))


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


@dataclass(frozen=True, slots=True)
class Swap:
    """A bid under the line in the place of one above it: the score given up (a fraction of what was possible), the
    money that moves, and by how much the gap to the targets closes, in tenths of a percentage point added up over every
    area and priority that has one (negative where it grows)."""

    out_id: str
    in_id: str
    score_given_up: Fraction
    moved: Pence
    closed: int
    sentence: str


def gap(one: Fairness) -> int:
    """How far it lies from its targets: the gaps added up without their signs, in tenths of a percentage point."""
    return sum(abs(edge.gap) for edge in (*one.areas, *one.priorities) if edge.gap is not None)
