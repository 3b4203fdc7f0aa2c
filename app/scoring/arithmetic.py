"""What points come to: a member's score, a bid's score, and the places that follow. Nothing here reads a file.

A score is an exact fraction of what was possible, between 0 and 1. Points are whole numbers, weights tenths of a
percent. None is no score at all and never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Placed:
    """What a bid is placed by. `criterion` is the mean share its members gave it in the heaviest criterion."""

    application_id: str
    score: Fraction
    median: Fraction | None = None
    criterion: Fraction | None = None
    asked: Pence | None = None
    reference: str = ""


Key = tuple[bool, Fraction | int | str]
Rule = Callable[[Placed], Key]
RULES: dict[str, Rule] = {
    "median": lambda one: _higher(one.median),
    "criterion": lambda one: _higher(one.criterion),
    "asked": lambda one: (one.asked is None, one.asked or 0),
    "reference": lambda one: (False, one.reference),
}
"""How equal scores are told apart, by the code of the rule: what sorts first is placed first."""


def _higher(score: Fraction | None) -> Key:
    """The higher one first, and last what there is none of."""
    return score is None, -score if score is not None else 0


def heaviest(scales: Sequence[ScaleRecord]) -> ScaleRecord | None:
    """The criterion that tells equal scores apart: the one of the greatest weight, the first of several."""
    return max(scored(scales), key=lambda one: (one.weight, -one.place), default=None)


def ranks(entries: Sequence[Placed], rules: Sequence[str]) -> dict[str, int]:
    """The place of each bid by its id, the best first; a place is shared only where every rule finds them equal.

    Raises KeyError for a rule there is not.
    """
    tests = [lambda one: (False, -one.score), *(RULES[rule] for rule in rules)]
    places: dict[str, int] = {}
    for near in _near(entries):
        for equal in _told_apart(near, tests):
            places |= dict.fromkeys((one.application_id for one in equal), len(places) + 1)
    return places


def _told_apart(entries: list[Placed], tests: Sequence[Rule]) -> list[list[Placed]]:
    """The bids in order, those together that no test tells apart; a test sees only what those before it left equal."""
    if len(entries) == 1 or not tests:
        return [entries]
    found: dict[object, tuple[Key, list[Placed]]] = {}
    for one in entries:
        key = tests[0](one)
        missing, value = key
        # a fraction's two whole numbers: its own hash and comparison take ten times as long
        plain = value if isinstance(value, str) else (value.numerator, value.denominator)
        found.setdefault((missing, plain), (key, []))[1].append(one)
    ordered = sorted(found.values(), key=lambda pair: pair[0])
    return [equal for _, mine in ordered for equal in _told_apart(mine, tests[1:])]


def _near(entries: Sequence[Placed]) -> list[list[Placed]]:
    """The bids from the highest score down, those together that only exact fractions can tell apart."""
    rough = sorted(((-(one.score.numerator / one.score.denominator), at) for at, one in enumerate(entries)))
    found: list[list[Placed]] = []
    last = 0.0
    for score, at in rough:
        if found and score - last <= NEAR:
            found[-1].append(entries[at])
        else:
            found.append([entries[at]])
        last = score
    return found
