"""How anything is measured here: CPU time, medians, both sides of a ratio in turn; and the table it is printed in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

RUNS = 20
FEW = 5
LONG_MS = 2_000.0

Work = Callable[[], object]
HEADS = ("what", "CPU ms", "runs", "compared with", "CPU ms", "ratio", "target", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `within` is None where nothing was asked of it; `notes` are printed under its line."""

    what: str
    ms: float | None
    runs: int
    bare: str = ""
    bare_ms: float | None = None
    target: str = ""
    within: bool | None = None
    notes: Sequence[str] = field(default=())

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        ratio = f"{self.ms / self.bare_ms:.2f}" if self.ms is not None and self.bare_ms else ""
        met = "" if self.within is None else "yes" if self.within else "NO"
        runs = str(self.runs) if self.runs else ""
        return self.what, number(self.ms), runs, self.bare, number(self.bare_ms), ratio, self.target, met


def median(values: Sequence[float]) -> float:
    """The middle one; between the middle two of an even number."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def cpu_ms(work: Work) -> float:
    """What doing it costs all of this process's threads together, in milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def alone(ours: Callable[[], float]) -> tuple[float, int]:
    """The median of a measurement with nothing beside it, and how often it was taken."""
    ms, _, runs = in_turn(ours, lambda: 0.0)
    return ms, runs


def in_turn(ours: Callable[[], float], bare: Callable[[], float]) -> tuple[float, float, int]:
    """The medians of two measurements taken A B A B, so that noise hits both; and how often each was taken.

    The first of each is not counted: it reads files and fills caches. Where one is long, fewer follow.
    """
    ours()
    bare()
    pairs = [(ours(), bare())]
    runs = FEW if max(pairs[0]) > LONG_MS else RUNS
    pairs += [(ours(), bare()) for _ in range(runs - 1)]
    return median([one for one, _ in pairs]), median([other for _, other in pairs]), runs


def against(
    what: str, ours: Work, bare_what: str, bare: Work, most: float | None = None, notes: Sequence[str] = ()
) -> Row:
    """Our way beside the bare one; `most` is the ratio that is still good."""
    mine, least, runs = in_turn(lambda: cpu_ms(ours), lambda: cpu_ms(bare))
    return ratio_row(what, mine, runs, bare_what, least, most, notes)


def ratio_row(
    what: str, ms: float, runs: int, bare: str, bare_ms: float, most: float | None, notes: Sequence[str] = ()
) -> Row:
    """A line whose target, if there is one, is a ratio."""
    target = "" if most is None else f"ratio <= {most}"
    return Row(what, ms, runs, bare, bare_ms, target, None if most is None else ms / bare_ms <= most, notes)


def number(ms: float | None) -> str:
    """Milliseconds as they are read: 0.52, 12.4, 1,204."""
    if ms is None:
        return ""
    return f"{ms:,.0f}" if ms >= 100 else f"{ms:.1f}" if ms >= 10 else f"{ms:.2f}"


def table(rows: Sequence[Row]) -> str:
    """The whole table, figures to the right, notes under their lines."""
    cells = [HEADS, *(row.cells() for row in rows)]
    widths = [max(len(one[at]) for one in cells) for at in range(len(HEADS))]
    rule = "  ".join("-" * width for width in widths)
    lines = [_line(HEADS, widths), rule]
    for row in rows:
        lines += [_line(row.cells(), widths), *(f"    {note}" for note in row.notes)]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    right = {1, 2, 4, 5}
    placed = [
        cell.rjust(width) if at in right else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed).rstrip()
