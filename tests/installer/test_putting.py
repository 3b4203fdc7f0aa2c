"""A finished build takes its place all at once, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from installer import steps
from installer.steps import put

OLD, NEW = {"program": b"old", "gone": b"old"}, {"program": b"new", "added": b"new"}

# Puts a build in its place, and is struck where `put` is about to move or clear away something for the n-th time.
STRUCK = """
import os, pathlib, signal, sys
from installer import steps

folder, moment, blow = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
steps.BUILD = folder / "build"
moves = 0
signal.signal(signal.SIGINT, signal.default_int_handler)  # which is not there for what runs behind a shell

def strike(event, details):
    global moves
    if event in ("os.rename", "shutil.rmtree"):
        moves += 1
        if moves == moment:
            os.kill(os.getpid(), blow)

sys.addaudithook(strike)
steps.put(folder / "build" / "made", folder / "dist" / "desk")
"""


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def held(folder: Path) -> dict[str, bytes] | None:
    """The files of a folder, None where there is none."""
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else None


def prepared(tmp_path: Path) -> Path:
    """A folder with an old build in its place and a new one that is finished."""
    laid(tmp_path / "dist" / "desk", OLD)
    laid(tmp_path / "build" / "made", NEW)
    return tmp_path / "dist" / "desk"


def test_a_build_takes_the_place_of_an_earlier_one_and_no_file_of_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BUILD", tmp_path / "build")
    place = prepared(tmp_path)
    put(tmp_path / "build" / "made", place)
    assert held(place) == NEW
    assert list((tmp_path / "build").iterdir()) == []


def test_the_first_build_makes_its_place_and_a_single_file_takes_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BUILD", tmp_path)
    for words in ("one", "two"):
        (tmp_path / "list.json").write_text(words, "utf-8")
        put(tmp_path / "list.json", tmp_path / "dist" / "list.json")
        assert (tmp_path / "dist" / "list.json").read_text("utf-8") == words


def test_a_program_of_the_earlier_build_that_is_still_open_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BUILD", tmp_path / "build")
    place = prepared(tmp_path)
    with (place / "program").open("rb") as running:
        put(tmp_path / "build" / "made", place)
        assert running.read() == b"old"
    assert held(place) == NEW


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("moment", [1, 2, 3])
def test_cut_off_at_any_point_the_place_holds_the_old_the_new_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, blow: signal.Signals
) -> None:
    place = prepared(tmp_path)
    struck = subprocess.run(
        [sys.executable, "-c", STRUCK, str(tmp_path), str(moment), str(int(blow))],
        cwd=steps.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert struck.returncode == -blow, struck.stderr
    # Only where nobody can tidy up any more is it nothing.
    killed: dict[int, list[dict[str, bytes] | None]] = {1: [OLD], 2: [None], 3: [NEW]}
    left = killed[moment] if blow == signal.SIGKILL else [OLD, NEW]
    assert held(place) in left
    # and the next build goes on as if nothing had been
    monkeypatch.setattr(steps, "BUILD", tmp_path / "build")
    again = tmp_path / "build" / "again"
    put(laid(again, {"program": b"newer"}), place)
    assert held(place) == {"program": b"newer"}
    assert not any(one.name.startswith("old-") for one in (tmp_path / "build").iterdir())


def test_where_the_new_one_cannot_be_moved_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "BUILD", tmp_path / "build")
    place = prepared(tmp_path)
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "build" / "never made", place)
    assert held(place) == OLD


def test_a_place_on_another_disk_keeps_its_old_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or not os.access(other, os.W_OK) or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("There is no second disk here.")
    monkeypatch.setattr(steps, "BUILD", tmp_path)
    place = other / f"desk-{os.getpid()}"
    place.write_text("old", "utf-8")
    try:
        (tmp_path / "made").write_text("new", "utf-8")
        with pytest.raises(OSError, match="cross-device"):
            put(tmp_path / "made", place)
        assert place.read_text("utf-8") == "old"
    finally:
        place.unlink()
