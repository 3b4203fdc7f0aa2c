"""What points come to: a member's score, a bid's score, and the places that follow. Nothing here reads a file.

A score is an exact fraction of what was possible, between 0 and 1. Points are whole numbers, weights tenths of a
percent. None is no score at all and never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from app.money import Pence, format_percent
from app.scoring.parts import ScaleRecord

WHOLE = 1_000
"""Tenths of a percent in what was possible."""
NEAR = 1e-9
"""Two scores as floats that lie further apart than this are in the order of their exact fractions."""


def scored(scales: Sequence[ScaleRecord]) -> tuple[ScaleRecord, ...]:
    """The criteria that make the score: not those for information."""
    return tuple(one for one in scales if one.weight > 0)


def member_score(points: Mapping[str, int | None], scales: Sequence[ScaleRecord]) -> Fraction | None:
    """One member's score of a bid: the weighted mean over the criteria that apply.

    `points` are by criterion, None where it is not applicable; a criterion that is missing has not been given its
    points. None while the sheet is incomplete, and where not one criterion applies.
    """
    mine = scored(scales)
    if any(one.id not in points for one in mine):
        return None
    given = [(one, found) for one in mine if (found := points[one.id]) is not None]
    if not given:
        return None
    total = sum((Fraction(one.weight * found, one.maximum) for one, found in given), Fraction())
    return total / sum(one.weight for one, _ in given)


def bid_score(scores: Sequence[Fraction], agreed: int | None = None) -> Fraction | None:
    """The score of a bid: the one agreed on in tenths of a percent, else the plain mean of its members' scores."""
    return Fraction(agreed, WHOLE) if agreed is not None else mean(scores)


def mean(scores: Sequence[Fraction]) -> Fraction | None:
    """The plain mean; None of nothing."""
    return sum(scores, Fraction()) / len(scores) if scores else None


def median(scores: Sequence[Fraction]) -> Fraction | None:
    """The middle score, between the middle two of an even number; None of nothing."""
    if not scores:
        return None
    ordered = sorted(scores)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(scores: Sequence[Fraction]) -> Fraction | None:
    """The range from the lowest to the highest score; None of nothing."""
    return max(scores) - min(scores) if scores else None


def shown(score: Fraction) -> int:
    """A score, or a difference of two, in tenths of a percent: halves go up, and below nought away from it."""
    size = (2 * abs(score.numerator) * WHOLE + score.denominator) // (2 * score.denominator)
    return size if score >= 0 else -size


def score_text(score: Fraction) -> str:
    """A score as it is printed, out of 100 with one decimal: 68.3."""
    return format_percent(shown(score), sign=False)


class Placed(NamedTuple):
    """What a bid is placed by. `criterion` is the mean share its members gave it in the heaviest criterion."""

    application_id: str
    score: Fraction
    median: Fraction | None = None
    criterion: Fraction | None = None
    asked: Pence | None = None
    reference: str = ""


class Placeable(Protocol):
    """What may be placed: a `Placed`, or what works out when it is asked what tells it from others of its score."""

    @property
    def application_id(self) -> str: ...
    @property
    def score(self) -> Fraction: ...
    @property
    def median(self) -> Fraction | int | None: ...
    @property
    def criterion(self) -> Fraction | int | None: ...
    @property
    def asked(self) -> Pence | None: ...
    @property
    def reference(self) -> str: ...


Key = tuple[bool, Fraction | int | str]
Rule = Callable[[Placeable], Key]
RULES: dict[str, Rule] = {
    "median": lambda one: _higher(one.median),
    "criterion": lambda one: _higher(one.criterion),
    "asked": lambda one: (one.asked is None, one.asked or 0),
    "reference": lambda one: (False, one.reference),
}
"""How equal scores are told apart, by the code of the rule: what sorts first is placed first."""


def _higher(score: Fraction | int | None) -> Key:
    """The higher one first, and last what there is none of."""
    return score is None, -score if score is not None else 0


def heaviest(scales: Sequence[ScaleRecord]) -> ScaleRecord | None:
    """The criterion that tells equal scores apart: the one of the greatest weight, the first of several."""
    return max(scored(scales), key=lambda one: (one.weight, -one.place), default=None)


def ranks(entries: Sequence[Placeable], rules: Sequence[str]) -> dict[str, int]:
    """The place of each bid by its id, the best first; a place is shared only where every rule finds them equal.

    Raises KeyError for a rule there is not.
    """
    tests = [RULES[rule] for rule in rules]
    places: dict[str, int] = {}
    for same in _by_score(entries):
        for equal in _told_apart(same, tests):
            places |= dict.fromkeys([one.application_id for one in equal], len(places) + 1)
    return places


def _by_score(entries: Sequence[Placeable]) -> list[list[Placeable]]:
    """The bids of each score together, the highest score first."""
    found: dict[tuple[int, int], list[Placeable]] = {}
    for one in entries:
        found.setdefault(one.score.as_integer_ratio(), []).append(one)
    rough = sorted(((-over / under, over, under) for over, under in found))
    ordered: list[list[Placeable]] = []
    for near in _near(rough):
        exact = sorted(near, key=lambda one: Fraction(one[1], one[2]), reverse=True) if len(near) > 1 else near
        ordered += [found[over, under] for _, over, under in exact]
    return ordered


def _told_apart(entries: list[Placeable], tests: Sequence[Rule]) -> list[list[Placeable]]:
    """The bids in order, those together that no test tells apart; a test sees only what those before it left equal."""
    if len(entries) == 1 or not tests:
        return [entries]
    found: dict[object, tuple[Key, list[Placeable]]] = {}
    for one in entries:
        key = tests[0](one)
        missing, value = key
        # a fraction's two whole numbers: its own hash and comparison take ten times as long
        plain = (value.numerator, value.denominator) if isinstance(value, Fraction) else value
        found.setdefault((missing, plain), (key, []))[1].append(one)
    ordered = sorted(found.values(), key=lambda pair: pair[0])
    return [equal for _, mine in ordered for equal in _told_apart(mine, tests[1:])]


def _near(rough: Sequence[tuple[float, int, int]]) -> list[list[tuple[float, int, int]]]:
    """Those together that lie so near each other that only exact fractions can tell them apart."""
    found: list[list[tuple[float, int, int]]] = []
    last = 0.0
    for one in rough:
        if found and one[0] - last <= NEAR:
            found[-1].append(one)
        else:
            found.append([one])
        last = one[0]
    return found
