"""A strip of scores as one cell of a list: every member's score, their mean, and the score agreed on.

The cell is its words, “41 74 78.5 80, mean 68.4, far apart, agreed 74.0”, so that a workbook, the clipboard, a paper
and a screen reader all have it as it is; what draws it reads them back. Scores are tenths of a percent, 0 to 1000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

FAR_APART = "far apart"
MOST = 1000
STEP = 100
"""The scale of a list of strips begins and ends at a multiple of this."""
_PART = re.compile(r"(?P<scores>\d+(?:\.\d)?(?: \d+(?:\.\d)?)*)|mean (?P<mean>\d+\.\d)|agreed (?P<agreed>\d+\.\d)")
_LOWEST = re.compile(r"\d+(?:\.\d)?(?=[ ,]|\Z)")


@dataclass(frozen=True, slots=True)
class Strip:
    """The members' scores from the lowest up, the mean and the agreed score where there are any.

    `far_apart` says that the members differ by so much that the bid is to be discussed.
    """

    scores: tuple[int, ...] = ()
    mean: int | None = None
    agreed: int | None = None
    far_apart: bool = False


def strip_text(strip: Strip) -> str:
    """The cell of a strip; empty where nothing is in it."""
    parts = (
        " ".join(f"{one // 10}.{one % 10}".removesuffix(".0") for one in sorted(strip.scores)),
        "" if strip.mean is None else f"mean {strip.mean // 10}.{strip.mean % 10}",
        FAR_APART if strip.far_apart else "",
        "" if strip.agreed is None else f"agreed {strip.agreed // 10}.{strip.agreed % 10}",
    )
    return ", ".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def read_strip(text: str) -> Strip | None:
    """The strip of a cell; None for anything else, such as why a bid has none."""
    scores: tuple[int, ...] = ()
    mean = agreed = None
    far_apart = False
    for part in text.split(", "):
        found = _PART.fullmatch(part)
        if part == FAR_APART:
            far_apart = True
        elif found is None:
            return None
        elif found["scores"]:
            scores = tuple(map(_tenths, part.split(" ")))
        elif found["mean"]:
            mean = _tenths(found["mean"])
        else:
            agreed = _tenths(found["agreed"])
    strip = Strip(scores, mean, agreed, far_apart)
    return strip if strip_text(strip) == text else None  # in another order, or a score that no strip has


def _tenths(text: str) -> int:
    whole, _, tenth = text.partition(".")
    return int(whole) * 10 + int(tenth or 0)


def strip_scale(texts: Iterable[str]) -> tuple[int, int]:
    """Between which tenths of a percent the strips of a list are drawn: from the ten under the lowest to 100 %."""
    lowest = MOST - 2 * STEP
    for text in texts:
        first = _LOWEST.match(text)
        if first is not None and _tenths(first[0]) >= lowest and "agreed" not in text:
            continue  # the others are no lower: of twenty thousand cells hardly any need be read
        strip = read_strip(text)
        if strip is not None:
            lowest = min(lowest, *strip.scores, *(one for one in (strip.mean, strip.agreed) if one is not None), MOST)
    return max(0, lowest) // STEP * STEP, MOST
