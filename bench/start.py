"""How soon the desk's frame is painted, beside a bare window with a table; and when an office's figures stand in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.examples import make_example
from bench.measure import Row, alone, in_turn, median, ratio_row

MOST = 1.5


def measure() -> list[Row]:
    """Fresh interpreters in turn, their bytecode and the file cache warm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = folder / "office.opcc"
        make_example(office, "devon-cornwall")
        wall: list[float] = []
        desk, bare, runs = in_turn(lambda: _painted(folder, "desk")[0], lambda: _painted(folder, "bare")[0])
        figures, figure_runs = alone(lambda: _kept(wall, _painted(folder, "figures", str(office))))
    seen = f"on the wall {median(wall):,.0f} ms"
    return [
        ratio_row("start to the frame painted", desk, runs, "QMainWindow with QTableView", bare, MOST),
        Row("start to the example's figures", figures, figure_runs, notes=(seen,)),
    ]


def _kept(wall: list[float], times: tuple[float, float]) -> float:
    wall.append(times[1])
    return times[0]


def _painted(folder: Path, *arguments: str) -> tuple[float, float]:
    """CPU and wall milliseconds until a fresh interpreter has painted."""
    quiet = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    own = {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.painted", *arguments],
        env={**quiet, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return float(done.stdout), (time.perf_counter() - began) * 1000
