"""How soon the built program has an office on the screen, beside Python with the source: `--time-start` of both."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.examples import make_example
from bench.measure import Row, in_turn, ratio_row

ROOT = Path(__file__).parent.parent
NAME = "commissioning-desk.exe" if sys.platform == "win32" else "commissioning-desk"
PROGRAM = ROOT / "dist" / "commissioning-desk" / NAME
WHAT = "start of the built program"
MOST = 1.10


def measure() -> list[Row]:
    """Fresh programs in turn, their bytecode and the file cache warm."""
    return [beside(PROGRAM)]


def beside(program: Path) -> Row:
    """The program beside the source; where it was not built, only that."""
    if not program.is_file():
        return Row(WHAT, None, 0, notes=("not measured: there is no build; make one by python3 dev.py build",))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = folder / "office.opcc"
        make_example(office, "devon-cornwall")
        built, source, runs = in_turn(
            lambda: _started(folder, [str(program)], office),
            lambda: _started(folder, [sys.executable, "-m", "ui"], office),
        )
    return ratio_row(WHAT, built, runs, "python -m ui", source, MOST)


def _started(folder: Path, command: Sequence[str], office: Path) -> float:
    """CPU milliseconds until the office's lines were painted, as the program itself says."""
    quiet = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    own = {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    done = subprocess.run(
        [*command, "--time-start", str(office)],
        cwd=ROOT,
        env={**quiet, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return float(done.stdout.split()[0])
