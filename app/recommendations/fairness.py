"""Whether money is spread fairly over areas and priorities, and what it costs in score to spread it otherwise.

Nothing here reads a file. Amounts are pence, shares tenths of a percent. A bid for several areas or priorities is split
by its shares to the penny, so that the grid always comes to what is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

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
    squares: Mapping[tuple[str, str], Square]
    whole: Square


@dataclass(frozen=True, slots=True)
class Spread:
    """What money is spread over: areas and priorities as (id, name) in the order they are shown, with how many people
    live in an area and the share that an area or priority ought to have, by id."""

    areas: tuple[tuple[str, str], ...] = ()
    priorities: tuple[tuple[str, str], ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)

    def over(self, bids: Sequence[Bid]) -> Fairness:
        """These bids spread over them."""
        return grid(bids, areas=self.areas, priorities=self.priorities, people=self.people, targets=self.targets)


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
    squares: dict[tuple[str, str], _Sum] = {}
    by_area: dict[str, _Sum] = {}
    by_priority: dict[str, _Sum] = {}
    whole = _Sum()
    for one in bids:
        crossed = _crossed(one)
        for at, (asked, given) in crossed.items():
            squares.setdefault(at, _Sum()).add(one, asked, given)
        for sums, side in ((by_area, 0), (by_priority, 1)):
            for key, (asked, given) in _along(crossed, side).items():
                sums.setdefault(key, _Sum()).add(one, asked, given)
        whole.add(one, one.requested, one.given)
    return Fairness(
        _edges(_named(areas, by_area, [one.areas for one in bids]), by_area, targets, people),
        _edges(_named(priorities, by_priority, [one.priorities for one in bids]), by_priority, targets, {}),
        {at: one.square() for at, one in squares.items()},
        whole.square(),
    )


class _Sum:
    """A square while it is added up."""

    __slots__ = ("asked", "bids", "funded", "given")

    def __init__(self) -> None:
        self.bids = self.funded = self.asked = self.given = 0

    def add(self, one: Bid, asked: int, given: int) -> None:
        self.bids += 1
        self.funded += one.given > 0
        self.asked += asked
        self.given += given

    def square(self) -> Square:
        return Square(self.bids, self.funded, Pence(self.asked), Pence(self.given))


def _named(
    known: Sequence[tuple[str, str]], used: Mapping[str, _Sum], shares: Iterable[Shares]
) -> list[tuple[str, str]]:
    """What is shown, then what bids are for besides, then what was not said, where there is any."""
    names = dict(known)
    if any(key not in names for key in used):
        for mine in shares:
            names |= {key: name for key, name, share in mine if share > 0 and key not in names}
    return [*names.items(), *([(NOT_SAID, "Not said")] if NOT_SAID in used else [])]


def _crossed(one: Bid) -> dict[tuple[str, str], tuple[int, int]]:
    """What it asks for and is given, split over areas and each area's part over priorities, to the penny.

    Every pair it is for is there, also where nothing falls to it.
    """
    asked, given = split(one.requested, one.areas), split(one.given, one.areas)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for area_id, part in asked.items():
        pieces, gifts = split(part, one.priorities), split(given[area_id], one.priorities)
        for priority_id, piece in pieces.items():
            found[area_id, priority_id] = piece, gifts[priority_id]
    return found


def _along(crossed: Mapping[tuple[str, str], tuple[int, int]], side: int) -> dict[str, tuple[int, int]]:
    """The same added up by area (0) or by priority (1)."""
    found: dict[str, tuple[int, int]] = {}
    for at, (asked, given) in crossed.items():
        before = found.get(at[side], (0, 0))
        found[at[side]] = before[0] + asked, before[1] + given
    return found


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


def swap(spread: Spread, bids: Sequence[Bid], out: Candidate, into: Candidate) -> Swap:
    """What it costs in score, and closes of the gap, to fund `into` instead of `out`; `bids` are given what they have
    now. Raises Refused where the first has money already or the second has none."""
    given = {one.application_id: one.given for one in bids}
    if not given.get(out.application_id):
        raise Refused(f"{out.called} is not above the line, so that nothing is taken from it.", "out_id")
    if given.get(into.application_id, 1):
        raise Refused(f"{into.called} is above the line already.", "in_id")
    moved = {out.application_id: NOTHING, into.application_id: into.amount}
    others = [replace(one, given=moved.get(one.application_id, one.given)) for one in bids]
    before, after = spread.over(bids), spread.over(others)
    taken = given[out.application_id]
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
