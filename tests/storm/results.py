"""What a row of the storm came to, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.storm.verdict import Verdict


class NotShown(Exception):
    """The row could not be run here, and why, in a sentence."""


@dataclass(slots=True)
class Result:
    """One row: what was done to the desks and how often, what became of their saves, and what else was to be seen.

    `missing` are the conditions without which the row shows nothing, such as a kill that was never made. A `control`
    is shown by saves that were lost or overwritten or by a damaged file, every other row by no broken promise at all.
    """

    number: int
    name: str
    injected: str
    verdict: Verdict = field(default_factory=Verdict)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    control: bool = False

    @property
    def shown(self) -> bool:
        """Whether the row showed what it was made to show."""
        if self.missing or not self.verdict.acknowledged:
            return False
        return self.verdict.harmed if self.control else self.verdict.good


_HEADS = (
    "",
    "Row",
    "Injected",
    "Acknowledged",
    "Stored",
    "Lost",
    "Overwritten unseen",
    "In doubt",
    "Damaged",
    "Longest",
)


def table(results: Sequence[Result]) -> str:
    """The rows as a table in Markdown, and under it what stands behind each."""
    lines = [_line((*_HEADS, "Result")), _line(["---"] * (len(_HEADS) + 1))]
    return "\n".join(lines + [_line(_cells(one)) for one in results] + [""] + [words(one) for one in results])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(one: Result) -> list[str]:
    found = one.verdict
    if not found.acknowledged and one.missing:
        return [str(one.number), one.name, one.injected, *["–"] * 7, "NOT SHOWN"]
    numbers = (found.acknowledged, found.stored, found.lost, found.overwritten, found.doubtful, len(found.damage))
    result = "shown" if one.shown else "NOT SHOWN"
    return [str(one.number), one.name, one.injected, *map(str, numbers), f"{found.longest:.1f} s", result]


def words(one: Result) -> str:
    """What stands behind a row, in one line."""
    found = one.verdict
    said = [f"not shown: {why}" for why in one.missing]
    said += [f"damaged: {what}" for what in found.damage[:3]] + [f"raw error: {what}" for what in found.faults[:3]]
    said += [f"{found.stale} refused as out of date"] if found.stale else []
    told = "; ".join(what.rstrip(".") for what in said + one.notes)
    return f"{one.number}. {one.name}: {told or 'nothing more to say'}."
