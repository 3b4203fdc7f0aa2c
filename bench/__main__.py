"""Measures the desk against bare minimums and says whether it keeps to its targets: `python -m bench [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

from bench.measure import Row, table

MEASUREMENTS = {
    "start": "bench.start",
    "frozen": "bench.frozen",
    "filter": "bench.filtering",
    "read": "bench.reading",
    "save": "bench.saving",
    "operations": "bench.fileops",
    "slow": "bench.slow",
    "paper": "bench.papers",
    "excel": "bench.workbooks",
    "rebalance": "bench.rebalancing",
    "contracts": "bench.contracts",
    "applications": "bench.applications",
    "scoring": "bench.scoring",
    "cutline": "bench.cut_line",
}


def main() -> int:
    """Run those named, or all; 1 when a target is missed, 2 for a name there is not."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = sys.argv[1:] or list(MEASUREMENTS)
    if unknown := [name for name in names if name not in MEASUREMENTS]:
        print(f"There is no measurement called {unknown[0]}. There are: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        measure: Callable[[], list[Row]] = import_module(MEASUREMENTS[name]).measure
        rows += measure()
    print(table(rows))
    return 1 if any(row.within is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
