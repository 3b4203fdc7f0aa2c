"""Freezes the desk by build.spec: here for Linux, and on Windows Python under Wine."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from installer.steps import ROOT, Failed, cleared, run
from installer.wine import Wine

NAME = "commissioning-desk"
HASH_SEED = "1"


def for_linux(work: Path, epoch: int) -> Path:
    """Freeze the desk with this Python, in an empty folder; the folder of the build. Raises Failed."""
    out = work / "dist"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        **_lasting(epoch),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    run([sys.executable, *_pyinstaller(str(out), str(work / "work"), "build.spec")], env=environment)
    return _dated(out / NAME, epoch)


def for_windows(work: Path, wine: Wine, python: Path, epoch: int) -> Path:
    """Freeze the desk with Windows Python, in an empty folder; the folder of the build. Raises Failed.

    Windows sees this project as drive S: and the folder as W:, so that no path of this system gets into the build.
    """
    out = cleared(work / "frozen")
    source, place, home = wine.lend("s", ROOT), wine.lend("w", out), wine.lend("p", python)
    options = _pyinstaller(f"{place}dist", f"{place}work", f"{source}build.spec")
    wine.do(f"{home}python.exe", *options, env=_lasting(epoch), seconds=1_200)
    return _dated(windows_build(work), epoch)


def windows_build(work: Path) -> Path:
    """Where the build for Windows is that was frozen last in this folder."""
    return work / "frozen" / "dist" / NAME


def taken_from(work: Path) -> list[Path]:
    """The libraries that the build for Linux in this folder was given, each where it was taken from."""
    contents = (work / "work" / "build" / "COLLECT-00.toc").read_text("utf-8")
    return [Path(found) for found in re.findall(r"'(/[^']*)',\s*'BINARY'\)", contents)]


def _pyinstaller(out: str, work: str, spec: str) -> list[str]:
    return ["-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--distpath", out, "--workpath", work, spec]


def _lasting(epoch: int) -> dict[str, str]:
    """The settings with which the same source gives the same bytes."""
    return {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": HASH_SEED}


def _dated(build: Path, epoch: int) -> Path:
    """Date every file of a build by the second it is to be dated by. Raises Failed where there is none."""
    if not build.is_dir():
        raise Failed("PyInstaller has made no build, and has not said why.")
    for path in sorted(build.rglob("*")):
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    return build
