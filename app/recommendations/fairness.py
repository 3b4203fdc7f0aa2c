"""Whether money is spread fairly over areas and priorities, and what it costs in score to spread it otherwise.

Nothing here reads a file. Amounts are pence, shares tenths of a percent. A bid for several areas or priorities is split
by its shares to the penny, so that the grid always comes to what is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from app.errors import Refused
from app.grants.subscription import NOT_SAID, split
from app.money import Pence, format_pence, format_percent, split_by_shares
from app.scoring.arithmetic import WHOLE, shown

NOTHING = Pence(0)
FEW_PEOPLE = 10_000
"""With fewer than these, what an area has for each 1,000 people says little."""
MOST_NAMED = 2
"""So many areas and priorities are named in the sentence of a swap."""
Shares = tuple[tuple[str, str, int], ...]
Pair = tuple[str, str]
Parts = Mapping[Pair, int]
"""Pence by area and priority."""


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
    tenths of a percent; `share` is None while nothing is given. `people` is how many live there, None where nobody
    knows, and `per_thousand` pence for each 1,000 of them."""

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

    @property
    def is_small(self) -> bool:
        """Whether so few people live there that one bid alone makes a large figure for each 1,000 of them."""
        return self.people is not None and self.people < FEW_PEOPLE


@dataclass(frozen=True, slots=True)
class Fairness:
    """The grid: `squares` by (area id, priority id), with its edges and what all of it comes to."""

    areas: tuple[Edge, ...]
    priorities: tuple[Edge, ...]
    squares: Mapping[Pair, Square]
    whole: Square


@dataclass(frozen=True, slots=True)
class Spread:
    """What money is spread over: areas and priorities as (id, name) in the order they are shown, with how many people
    live in an area and the share that an area or priority ought to have, by id."""

    areas: Sequence[tuple[str, str]] = ()
    priorities: Sequence[tuple[str, str]] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)


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
    What a bid is for besides follows after these, and what has no share in any stands under “not said”, so that every
    penny is somewhere. Shares come to 100 %.
    """
    return Laid(Spread(areas, priorities, people, targets), bids).given({one.application_id: one.given for one in bids})


class Laid:
    """Bids laid over areas and priorities once, so that what they are given is spread as fast as it changes."""

    def __init__(self, spread: Spread, bids: Sequence[Bid]) -> None:
        self.spread = spread
        self.bids = {one.application_id: one for one in bids}
        self._asked = {one.application_id: _crossed(one.requested, one) for one in bids}
        self._sums = _Sums()
        for key, parts in self._asked.items():
            self._sums.ask(self.bids[key].requested, parts)
        areas, priorities = self._sums.sides
        self._names = (
            _named(spread.areas, areas, [one.areas for one in bids]),
            _named(spread.priorities, priorities, [one.priorities for one in bids]),
        )

    def given(self, amounts: Mapping[str, int]) -> Fairness:
        """The grid where these bids have these amounts, in pence by id, and the others nothing."""
        sums = self._sums.copy()
        for key, amount in amounts.items():
            one = self.bids.get(key)
            if one is not None and amount:
                # what has all that it asks for is spread as that is
                sums.give(amount, self._asked[key] if amount == one.requested else _crossed(amount, one))
        areas, priorities = sums.sides
        return Fairness(
            _edges(self._names[0], areas, self.spread.targets, self.spread.people),
            _edges(self._names[1], priorities, self.spread.targets, {}),
            {at: one.square() for at, one in sums.squares.items()},
            sums.whole.square(),
        )


class _Sum:
    """A square while it is added up."""

    __slots__ = ("asked", "bids", "funded", "given")

    def __init__(self, bids: int = 0, asked: int = 0) -> None:
        self.bids, self.asked = bids, asked
        self.funded = self.given = 0

    def square(self) -> Square:
        return Square(self.bids, self.funded, Pence(self.asked), Pence(self.given))


class _Sums:
    """Every square, its edges by area and by priority, and the whole, while they are added up."""

    def __init__(self) -> None:
        self.squares: dict[Pair, _Sum] = {}
        self.sides: tuple[dict[str, _Sum], dict[str, _Sum]] = ({}, {})
        self.whole = _Sum()

    def copy(self) -> _Sums:
        """The same, given nothing."""
        found = _Sums()
        found.squares = {at: _Sum(one.bids, one.asked) for at, one in self.squares.items()}
        areas, priorities = ({key: _Sum(one.bids, one.asked) for key, one in side.items()} for side in self.sides)
        found.sides = areas, priorities
        found.whole = _Sum(self.whole.bids, self.whole.asked)
        return found

    def ask(self, amount: int, parts: Parts) -> None:
        """A bid asks for this, in these parts."""
        for at, part in parts.items():
            for sums, key in self._of(at):
                found = sums.setdefault(key, _Sum())
                found.asked += part
        for sums, key in self._once(parts):
            sums[key].bids += 1
        self.whole.asked += amount
        self.whole.bids += 1

    def give(self, amount: int, parts: Parts) -> None:
        """A bid is given this, in these parts."""
        for at, part in parts.items():
            for sums, key in self._of(at):
                sums[key].given += part
        for sums, key in self._once(parts):
            sums[key].funded += 1
        self.whole.given += amount
        self.whole.funded += 1

    def _of(self, at: Pair) -> tuple[tuple[dict[Any, _Sum], Pair | str], ...]:
        return (self.squares, at), (self.sides[0], at[0]), (self.sides[1], at[1])

    def _once(self, parts: Parts) -> Iterable[tuple[dict[Any, _Sum], Pair | str]]:
        """Where a bid of these parts is counted: once in each square, area and priority."""
        yield from ((self.squares, at) for at in parts)
        for side, sums in enumerate(self.sides):
            yield from ((sums, key) for key in {at[side] for at in parts})


def _named(
    known: Sequence[tuple[str, str]], used: Mapping[str, _Sum], shares: Iterable[Shares]
) -> list[tuple[str, str]]:
    """What is shown, then what bids are for besides, then what was not said, where there is any."""
    names = dict(known)
    if any(key not in names for key in used):
        for mine in shares:
            names |= {key: name for key, name, share in mine if share > 0 and key not in names}
    return [*names.items(), *([(NOT_SAID, "Not said")] if NOT_SAID in used else [])]


def _crossed(amount: int, one: Bid) -> Parts:
    """An amount split over a bid's areas, and each area's part over its priorities, to the penny.

    Every pair it is for is there, also where nothing falls to it.
    """
    return {
        (area_id, priority_id): piece
        for area_id, part in split(amount, one.areas).items()
        for priority_id, piece in split(part, one.priorities).items()
    }


def _edges(
    named: Sequence[tuple[str, str]], sums: Mapping[str, _Sum], targets: Mapping[str, int], people: Mapping[str, int]
) -> tuple[Edge, ...]:
    mine = [sums.get(key, _Sum()) for key, _ in named]
    is_given = any(one.given for one in mine)
    shares = split_by_shares(WHOLE, [one.given for one in mine]) if is_given else [None] * len(mine)
    return tuple(
        Edge(
            key,
            name,
            one.square(),
            share,
            targets.get(key),
            heads := people.get(key),
            Pence(_half_up(Fraction(one.given * 1000, heads))) if heads else None,
        )
        for (key, name), one, share in zip(named, mine, shares, strict=True)
    )


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def gap(one: Fairness) -> int:
    """How far it lies from its targets: the gaps added up without their signs, in tenths of a percentage point."""
    return sum(abs(edge.gap) for edge in (*one.areas, *one.priorities) if edge.gap is not None)


# the price of fairness


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bid of a swap: what it is called, its score as a fraction of what was possible, and what it would have."""

    application_id: str
    called: str
    score: Fraction
    amount: Pence


@dataclass(frozen=True, slots=True)
class Swap:
    """A bid under the line in the place of one above it.

    `score_given_up` is a fraction of what was possible, below 0 where none is; `moved` is what the one that goes out
    had, and `left` what of it is not taken up, below 0 where more is needed. `gap_before` and `gap_after` are the gaps
    to the targets added up over every area and priority that has one, in tenths of a percentage point.
    """

    out_id: str
    in_id: str
    score_given_up: Fraction
    moved: Pence
    left: Pence
    gap_before: int
    gap_after: int
    before: Fairness
    after: Fairness
    sentence: str

    @property
    def closed(self) -> int:
        """By how much the gap closes, in tenths of a percentage point; below 0 where it grows."""
        return self.gap_before - self.gap_after


def swap(laid: Laid, given: Mapping[str, Pence], out: Candidate, into: Candidate) -> Swap:
    """What it costs in score, and closes of the gap, to fund `into` instead of `out`, where bids are `given` what they
    have now, by id. Raises Refused where the first has nothing, or the second has money already."""
    taken = given.get(out.application_id, NOTHING)
    if not taken:
        raise Refused(f"{out.called} is not above the line, so that nothing is taken from it.", "out_id")
    if given.get(into.application_id):
        raise Refused(f"{into.called} is above the line already.", "in_id")
    before = laid.given(given)
    after = laid.given({**given, out.application_id: NOTHING, into.application_id: into.amount})
    found = Swap(
        out.application_id,
        into.application_id,
        out.score - into.score,
        taken,
        Pence(taken - into.amount),
        gap(before),
        gap(after),
        before,
        after,
        "",
    )
    return replace(found, sentence=_sentence(found, out, into))


def _sentence(one: Swap, out: Candidate, into: Candidate) -> str:
    """The swap as the decision sheet says it: what it costs, what it moves, and which shares it brings nearer."""
    points = abs(shown(one.score_given_up))
    scored = f"{points // 10}.{points % 10} {'point' if points == 10 else 'points'} of 100"
    cost = f"scored {scored} {'less' if one.score_given_up > 0 else 'more'}" if points else "scored the same"
    first = (
        f"{into.called} is funded with {format_pence(into.amount)} instead of {out.called}, which had "
        f"{format_pence(one.moved)}; it {cost}."
    )
    return f"{first} {_closing(one)}"


def _closing(one: Swap) -> str:
    if all(edge.target is None for edge in (*one.before.areas, *one.before.priorities)):
        return "No targets are set, so that nothing says whether the money is spread more fairly."
    if not one.closed:
        return f"The gap to the targets stays {_percentage_points(one.gap_before)}."
    way = "closes" if one.closed > 0 else "grows"
    by = _percentage_points(abs(one.closed))
    nearer = [_nearer(edge, was) for edge, was in _moved(one)]
    of = f": {' and '.join(nearer[:MOST_NAMED])}" if nearer else ""
    return f"The gap to the targets {way} by {by}, from {_plain(one.gap_before)} to {_plain(one.gap_after)}{of}."


def _moved(one: Swap) -> list[tuple[Edge, Edge]]:
    """The areas and priorities, after and before, whose share comes nearer to its target, or where the gap grows goes
    away from it; the furthest first."""
    before = {edge.id: edge for edge in (*one.before.areas, *one.before.priorities)}
    found = [
        (abs(was.gap) - abs(edge.gap), edge, was)
        for edge in (*one.after.areas, *one.after.priorities)
        if (was := before.get(edge.id)) is not None and was.gap is not None and edge.gap is not None
    ]
    sign = 1 if one.closed > 0 else -1
    ordered = sorted((row for row in found if row[0] * sign > 0), key=lambda row: -row[0] * sign)
    return [(edge, was) for _, edge, was in ordered]


def _nearer(edge: Edge, was: Edge) -> str:
    shares = f"from {_percent(was.share)} to {_percent(edge.share)} of the money"
    return f"{edge.name} goes {shares} with a target of {_percent(edge.target)}"


def _percent(tenths: int | None) -> str:
    return f"{_plain(tenths or 0)} %"


def _plain(tenths: int) -> str:
    return format_percent(tenths, sign=False)


def _percentage_points(tenths: int) -> str:
    return f"{_plain(tenths)} percentage {'point' if tenths == 10 else 'points'}"
