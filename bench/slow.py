"""How long the window does not answer while its office lies on a drive that takes 200 ms for every file operation."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.examples import make_example
from bench.measure import Row

SLOW_MS = 200
MOST_MS = 100.0
WHAT = f"slow drive ({SLOW_MS} ms an operation), worst stop"
SOURCE = Path(__file__).with_name("slow.c")
READ = "import pathlib, sys; pathlib.Path(sys.argv[1]).read_bytes()"

Times = dict[str, tuple[float, float, float]]


class NotSlowed(RuntimeError):
    """The drive was not slow, so nothing that was measured on it means anything."""


def measure() -> list[Row]:
    """A sitting on the slow drive and the same sitting without it. Raises NotSlowed."""
    if not sys.platform.startswith("linux"):
        return [Row(WHAT, None, 0, notes=("not measured: files are slowed by LD_PRELOAD, which is Linux's",))]
    compiler = shutil.which("gcc")
    if compiler is None:
        return [Row(WHAT, None, 0, notes=("not measured: gcc is missing",))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        library = folder / "slow.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
        make_example(folder / "office.opcc", "devon-cornwall")
        quick, _ = _sit(folder, {})
        slow, asked = _sit(folder, _slowed(folder, library))
    worst = max(late for _, late, _ in slow.values())
    return [
        Row(
            WHAT,
            worst,
            1,
            "the same drive, not slowed",
            max(late for _, late, _ in quick.values()),
            f"<= {MOST_MS:.0f} ms",
            worst <= MOST_MS,
            (
                "both on the wall: the longest time in which the window did not answer",
                f"on the slow drive: {_said(slow)}",
                f"not slowed: {_said(quick)}",
                f"operations on the drive by the window's own thread: {asked}",
            ),
        )
    ]


def _slowed(folder: Path, library: Path) -> dict[str, str]:
    """What makes the folder `drive` slow for a process. Raises NotSlowed where it does not."""
    drive = folder / "drive"
    drive.mkdir(exist_ok=True)
    slowed = {"LD_PRELOAD": str(library), "SLOW_FOLDER": str(drive), "SLOW_MS": str(SLOW_MS)}
    took = {}
    for place in (drive, folder):
        (place / "control").write_bytes(b"control")
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", READ, place / "control"], env={**os.environ, **slowed}, check=True)
        took[place] = (time.perf_counter() - began) * 1000
    if took[drive] - took[folder] < SLOW_MS:
        raise NotSlowed(f"A read of the slow drive took {took[drive]:.0f} ms, one beside it {took[folder]:.0f} ms.")
    return slowed


def _sit(folder: Path, slowed: dict[str, str]) -> tuple[Times, int]:
    """One sitting in a process of its own, on a fresh copy; what it took, and what the window's thread asked for."""
    drive, own, log = folder / "drive", folder / "own", folder / "asked"
    for place in (drive, own):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    office = drive / "office.opcc"
    shutil.copy(folder / "office.opcc", office)
    kept = {"XDG_CONFIG_HOME": str(own), "XDG_DATA_HOME": str(own), "SLOW_LOG": str(log)}
    done = subprocess.run(
        [sys.executable, "-m", "bench.sitting", office, own],
        env={**os.environ, **kept, **slowed},
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"The sitting ended before it was over: {done.stderr}")
    asked = len(log.read_text("utf-8").splitlines()) if log.exists() else 0
    return {step: (wall, late, own_cpu) for step, (wall, late, own_cpu) in json.loads(done.stdout).items()}, asked


def _said(times: Times) -> str:
    return ", ".join(f"{step} {wall / 1000:.2f} s (worst {late:.0f} ms)" for step, (wall, late, _) in times.items())
