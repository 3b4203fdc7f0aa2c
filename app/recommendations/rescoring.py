"""Scores and places by other weights than those that were published. Nothing here reads a file.

Points are whole numbers, weights tenths of a percent, scores exact fractions of what was possible. A score that was
agreed on stays: it is the panel's and no sum of points. With the published weights this comes to the same scores and
places as the ranked list.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from app.money import Pence
from app.scoring.arithmetic import WHOLE, ranks
from app.scoring.parts import ScaleRecord

Points = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A bid with the points of every sheet that counts, one for each scored criterion, None where it does not apply.

    `agreed` is the score agreed on in tenths of a percent.
    """

    application_id: str
    reference: str
    requested: Pence | None
    agreed: int | None
    sheets: tuple[Points, ...]


class Group:
    """The sheets of a bid in which the same criteria apply, with 0 where one does not, and the sum of each column."""

    __slots__ = ("_columns", "_times", "_totals", "applies", "count", "sums")

    def __init__(self, applies: tuple[bool, ...], sheets: Sequence[tuple[int, ...]]) -> None:
        self.applies, self.count = applies, len(sheets)
        self._columns = tuple(zip(*sheets, strict=True))
        self.sums = tuple(map(sum, self._columns))
        self._times: Sequence[int] = (0,) * len(applies)
        self._totals: Sequence[int] = (0,) * len(sheets)

    def totals(self, times: Sequence[int]) -> Sequence[int]:
        """What each sheet comes to where a point of each criterion counts so much.

        Only what has changed since it was asked last is added: a person tries one weight after the other.
        """
        for at, (now, before) in enumerate(zip(times, self._times, strict=True)):
            if more := now - before:
                self._totals = [total + more * one for total, one in zip(self._totals, self._columns[at], strict=True)]
        self._times = times
        return self._totals


class Marking:
    """The marks of a stage: its scored criteria, the bids by reference, and the rules by which they are placed."""

    def __init__(
        self, scales: Sequence[ScaleRecord], bids: Sequence[Marked], *, tie_rule: Sequence[str], least_scorers: int
    ) -> None:
        self.scales, self.bids = tuple(scales), tuple(bids)
        self._ties, self._least = tuple(tie_rule), least_scorers
        self.common = math.lcm(*(one.maximum for one in scales))
        self._groups = [_groups(one.sheets) for one in bids]
        self.patterns = frozenset(one.applies for groups in self._groups for one in groups)
        """Which criteria apply to a sheet, of all the sheets there are."""
        self.most_sheets = max((len(one.sheets) for one in bids), default=0)

    def scored(self, weights: Mapping[str, int]) -> dict[str, Fraction]:
        """The score of every bid by these weights, by criterion; a criterion that is missing has none. One that too
        few have scored is not in it."""
        mine = [weights.get(one.id, 0) for one in self.scales]
        times = self.times(mine)
        found: dict[str, Fraction] = {}
        for bid, groups in zip(self.bids, self._groups, strict=True):
            score = self._score(bid, groups, mine, times)
            if score is not None:
                found[bid.application_id] = score
        return found

    def places(self, scores: Mapping[str, Fraction], weights: Mapping[str, int]) -> dict[str, int]:
        """The place of every bid with a score, as the rule of the stage tells equal ones apart."""
        given = _Given(self, [weights.get(one.id, 0) for one in self.scales])
        entries = [
            _Equal(bid, groups, scores[bid.application_id], given)
            for bid, groups in zip(self.bids, self._groups, strict=True)
            if bid.application_id in scores
        ]
        return ranks(entries, self._ties)

    def times(self, weights: Sequence[int]) -> list[int]:
        """What a point of each criterion counts for, over the common multiple of their maxima."""
        return [weight * (self.common // one.maximum) for weight, one in zip(weights, self.scales, strict=True)]

    def _score(
        self, bid: Marked, groups: Sequence[Group], weights: Sequence[int], times: Sequence[int]
    ) -> Fraction | None:
        sums: list[tuple[int, int]] = []
        count = 0
        for one in groups:
            if weight := sum(map(mul, weights, one.applies)):
                sums.append((sum(map(mul, times, one.sums)), self.common * weight))
                count += one.count
        if not count or count < self._least:
            return None
        if bid.agreed is not None:
            return Fraction(bid.agreed, WHOLE)
        if len(sums) == 1:
            return Fraction(sums[0][0], sums[0][1] * count)
        return sum((Fraction(over, under) for over, under in sums), Fraction()) / count


class _Given:
    """Weights that are tried, with what makes whole numbers of what tells equal scores apart by them."""

    def __init__(self, marking: Marking, weights: Sequence[int]) -> None:
        self.weights, self.times, self.common = weights, marking.times(weights), marking.common
        self.heaviest = max(range(len(weights)), key=lambda one: (weights[one], -one))
        whole = {applies: sum(map(mul, weights, applies)) for applies in marking.patterns}
        of_median = 2 * marking.common * math.lcm(*(one for one in whole.values() if one))
        self.of_median = of_median
        self.factors = {applies: of_median // (2 * marking.common * one) for applies, one in whole.items() if one}
        """What half a point is in parts of `of_median`, by which criteria apply to a sheet; none where none do."""
        self.of_criterion = math.lcm(*range(1, marking.most_sheets + 1))


class _Equal:
    """A bid as it is placed. What tells it from others of its score costs as much as all the rest together, so that it
    is worked out where there are any; as whole numbers that compare as the fractions they stand for do."""

    __slots__ = ("_bid", "_given", "_groups", "score")

    def __init__(self, bid: Marked, groups: Sequence[Group], score: Fraction, given: _Given) -> None:
        self._bid, self._groups, self.score, self._given = bid, groups, score, given

    @property
    def application_id(self) -> str:
        return self._bid.application_id

    @property
    def asked(self) -> Pence | None:
        return self._bid.requested

    @property
    def reference(self) -> str:
        return self._bid.reference

    @property
    def median(self) -> int | None:
        """The median of its sheets in parts of `of_median`."""
        given = self._given
        sheets: list[int] = []
        for one in self._groups:
            if factor := given.factors.get(one.applies):
                sheets += [factor * total for total in one.totals(given.times)]
        if not sheets:
            return None
        sheets.sort()
        at = len(sheets) // 2
        return 2 * sheets[at] if len(sheets) % 2 else sheets[at - 1] + sheets[at]

    @property
    def criterion(self) -> int | None:
        """The mean of its points in the criterion of most weight, the first of several, in parts of `of_criterion`."""
        at = self._given.heaviest
        mine = [one for one in self._groups if one.applies[at]]
        count = sum(one.count for one in mine)
        return sum(one.sums[at] for one in mine) * (self._given.of_criterion // count) if count else None


def _groups(sheets: Sequence[Points]) -> tuple[Group, ...]:
    found: dict[tuple[bool, ...], list[tuple[int, ...]]] = {}
    for points in sheets:
        applies = tuple(one is not None for one in points)
        found.setdefault(applies, []).append(tuple(one or 0 for one in points))
    return tuple(Group(applies, mine) for applies, mine in found.items())
