"""The windowed program as a machine starts it: its self-test, and what it does where it cannot start at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from app.examples import make_example
from app.selftest import PICTURE, RESULT
from app.who import VERSION


def start(home: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The windowed program, for a person whose own folder is `home`."""
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), str(home))
    return subprocess.run(
        [sys.executable, "-m", "ui", *map(str, arguments)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8", **own, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def result(folder: Path) -> dict[str, Any]:
    """What the self-test wrote."""
    told = json.loads((folder / RESULT).read_text("utf-8"))
    assert isinstance(told, dict)
    return told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's own folder, empty."""
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """A machine on which Qt cannot be loaded."""
    package = tmp_path / "broken" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')\n", "utf-8")
    return {"PYTHONPATH": str(package.parent)}


def test_the_self_test_types_into_the_real_window_and_takes_its_picture(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Łódź & self test"
    ended = start(home, "--selftest", folder)
    told = result(folder)
    assert (ended.returncode, told["passed"]) == (0, True), ended.stdout
    assert told["program"] == "python -m ui"
    assert re.fullmatch(r"6\.\d+\.\d+", told["qt"])
    words = {one["name"]: one["words"] for one in told["steps"]}
    assert (
        "Devon, Cornwall and the Isles of Scilly - Commissioning Desk; platform offscreen" in words["Open the window"]
    )
    assert words["Read what was typed in a fresh opening"].endswith("Add a note: “Typed: Łódź & £2”.")
    assert words["Go to every tab and to Help"] == "6 tabs and Help were in sight, and Funds is again."
    picture = QImage(str(folder / PICTURE))
    assert (picture.width(), picture.height()) == (1366, 768)
    assert told["files"][PICTURE]["bytes"] == (folder / PICTURE).stat().st_size
    assert not list(home.iterdir()), "the person's own settings and drafts are not touched"


def test_a_machine_that_cannot_show_a_window_fails_that_alone(home: Path, tmp_path: Path) -> None:
    ended = start(home, "--selftest", tmp_path, QT_QPA_PLATFORM="nonsense")
    told = result(tmp_path)
    assert (ended.returncode, told["passed"]) == (1, False)
    assert [one["name"] for one in told["steps"] if not one["ok"]] == ["Open the window"]
    assert "no Qt platform plugin could be initialized" in told["steps"][-1]["words"]


def test_where_qt_cannot_be_loaded_the_rest_is_tried(home: Path, tmp_path: Path, broken: dict[str, str]) -> None:
    assert start(home, "--selftest", tmp_path, **broken).returncode == 1
    steps = {one["name"]: one for one in result(tmp_path)["steps"]}
    assert steps["Print a paper"]["ok"]
    assert steps["Open the window"]["words"] == "ImportError: libGL.so.1: cannot open shared object file"
    assert steps["Close the window"]["words"] == "Not tried, because this did not go well: Open the window."
    assert steps["Check the file after the window"]["ok"]


def test_a_start_that_shows_no_window_is_said_and_written_down(home: Path, broken: dict[str, str]) -> None:
    log = home / "Commissioning Desk" / "desk.log"
    for environment, why in (
        (broken, "ImportError: libGL.so.1: cannot open shared object file"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "This application failed to start because no Qt platform plugin"),
    ):
        ended = start(home, **environment)
        assert ended.returncode == 4
        said = f"Commissioning Desk could not be started. Details for IT are in {log}. What is wrong: {why}"
        assert said in ended.stderr
        assert why.split(": ")[0] in log.read_text("utf-8")


def test_the_version_is_told_where_qt_cannot_be_loaded(home: Path, broken: dict[str, str]) -> None:
    ended = start(home, "--version", **broken)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{VERSION}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--selftest", "x", "office.opcc"],
        ["--selftest", "x", "--example", "durham"],
        ["--selftest", ""],
    ],
)
def test_what_is_not_understood_is_refused(home: Path, arguments: list[str]) -> None:
    ended = start(home, *arguments)
    assert ended.returncode == 1
    assert ended.stderr.startswith("python -m ui: ")
    assert ended.stderr.endswith("Add --help to see what it takes.\n")
    assert not list(home.iterdir())


def test_the_time_to_start_is_told_once_the_office_is_in_sight(home: Path, tmp_path: Path) -> None:
    office = tmp_path / "office.opcc"
    make_example(office, "durham")
    ended = start(home, "--time-start", office)
    assert ended.returncode == 0
    told = re.fullmatch(r"(\d+\.\d) ms of CPU time\n", ended.stdout)
    assert told
    assert float(told[1]) > 100
