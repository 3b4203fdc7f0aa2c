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
from app.scoring.arithmetic import WHOLE, Placed, median, ranks
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


@dataclass(frozen=True, slots=True)
class Group:
    """The sheets of a bid in which the same criteria apply, with 0 where one does not, and the sum of each column."""

    applies: tuple[bool, ...]
    sheets: tuple[tuple[int, ...], ...]
    sums: tuple[int, ...]


class Marking:
    """The marks of a stage: its scored criteria, the bids by reference, and the rules by which they are placed."""

    def __init__(
        self, scales: Sequence[ScaleRecord], bids: Sequence[Marked], *, tie_rule: Sequence[str], least_scorers: int
    ) -> None:
        self.scales, self.bids = tuple(scales), tuple(bids)
        self._ties, self._least = tuple(tie_rule), least_scorers
        self._common = math.lcm(*(one.maximum for one in scales))
        self._groups = [_groups(one.sheets) for one in bids]

    def scored(self, weights: Mapping[str, int]) -> dict[str, Fraction]:
        """The score of every bid by these weights, by criterion; a criterion that is missing has none. One that too
        few have scored is not in it."""
        mine = [weights.get(one.id, 0) for one in self.scales]
        times = self._times(mine)
        found: dict[str, Fraction] = {}
        for bid, groups in zip(self.bids, self._groups, strict=True):
            score = self._score(bid, groups, mine, times)
            if score is not None:
                found[bid.application_id] = score
        return found

    def places(self, scores: Mapping[str, Fraction], weights: Mapping[str, int]) -> dict[str, int]:
        """The place of every bid with a score, as the rule of the stage tells equal ones apart."""
        mine = [weights.get(one.id, 0) for one in self.scales]
        times = self._times(mine)
        # what tells bids apart costs as much as all the rest, and only those of equal scores need it
        seen: dict[tuple[int, int], int] = {}
        for score in scores.values():
            key = score.as_integer_ratio()
            seen[key] = seen.get(key, 0) + 1
        entries = []
        for bid, groups in zip(self.bids, self._groups, strict=True):
            if bid.application_id not in scores:
                continue
            score = scores[bid.application_id]
            if seen[score.as_integer_ratio()] == 1:
                entries.append(Placed(bid.application_id, score))
                continue
            middle, criterion = self._median(groups, mine, times), self._criterion(groups, mine)
            entries.append(Placed(bid.application_id, score, middle, criterion, bid.requested, bid.reference))
        return ranks(entries, self._ties)

    def _times(self, weights: Sequence[int]) -> list[int]:
        """What a point of each criterion counts for, over the common multiple of their maxima."""
        return [weight * (self._common // one.maximum) for weight, one in zip(weights, self.scales, strict=True)]

    def _score(
        self, bid: Marked, groups: Sequence[Group], weights: Sequence[int], times: Sequence[int]
    ) -> Fraction | None:
        sums: list[tuple[int, int]] = []
        count = 0
        for one in groups:
            if weight := sum(map(mul, weights, one.applies)):
                sums.append((sum(map(mul, times, one.sums)), self._common * weight))
                count += len(one.sheets)
        if not count or count < self._least:
            return None
        if bid.agreed is not None:
            return Fraction(bid.agreed, WHOLE)
        if len(sums) == 1:
            return Fraction(sums[0][0], sums[0][1] * count)
        return sum((Fraction(over, under) for over, under in sums), Fraction()) / count

    def _median(self, groups: Sequence[Group], weights: Sequence[int], times: Sequence[int]) -> Fraction | None:
        found = [
            (self._common * weight, [sum(map(mul, times, points)) for points in one.sheets])
            for one in groups
            if (weight := sum(map(mul, weights, one.applies)))
        ]
        if len(found) != 1:
            return median([Fraction(over, under) for under, mine in found for over in mine])
        under, ordered = found[0][0], sorted(found[0][1])
        middle = len(ordered) // 2
        twice = ordered[middle] * 2 if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]
        return Fraction(twice, 2 * under)

    def _criterion(self, groups: Sequence[Group], weights: Sequence[int]) -> Fraction | None:
        """The mean share in the criterion of most weight, the first of several."""
        at = max(range(len(weights)), key=lambda one: (weights[one], -one))
        given = [(one.sums[at], len(one.sheets)) for one in groups if one.applies[at]]
        count = sum(sheets for _, sheets in given)
        return Fraction(sum(points for points, _ in given), count * self.scales[at].maximum) if count else None


def _groups(sheets: Sequence[Points]) -> tuple[Group, ...]:
    found: dict[tuple[bool, ...], list[tuple[int, ...]]] = {}
    for points in sheets:
        applies = tuple(one is not None for one in points)
        found.setdefault(applies, []).append(tuple(one or 0 for one in points))
    return tuple(
        Group(applies, tuple(mine), tuple(map(sum, zip(*mine, strict=True)))) for applies, mine in found.items()
    )
