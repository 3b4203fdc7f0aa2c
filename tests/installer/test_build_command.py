"""`dev.py build` as the person at the keyboard meets it: real processes in a copy of the project."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import dev
from installer.__main__ import main
from installer.steps import EXERCISE_TOOLS, ROOT, TOOLS
from tests.installer.processes import has_ended

A_DAY = "1790000000"  # 21 September 2026
SLOW = """
import os, pathlib, subprocess
child = subprocess.Popen(["sleep", "60"])
pathlib.Path(SPECPATH, "pids.part").write_text(f"{os.getpid()} {child.pid}")
os.rename(pathlib.Path(SPECPATH, "pids.part"), pathlib.Path(SPECPATH, "pids"))
child.wait()
"""
# A build that needs a second to end what it started.
TIDY = """
import os, pathlib, sys, time
from installer.steps import heed_stops
heed_stops()
pathlib.Path("pids.part").write_text("")
os.rename("pids.part", "pids")
try:
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(1)
    print("Wine has ended.")
    sys.exit(130)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a build is made by, outside a clone, in a folder of no easy name, with an earlier build."""
    made = tmp_path / "Jo’s büild & co"
    for part in ("installer", "app", "db", "requirements"):
        shutil.copytree(ROOT / part, made / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "dev.py", made / "dev.py")
    (made / "dist" / "commissioning-desk").mkdir(parents=True)
    (made / "dist" / "commissioning-desk" / "earlier").touch()
    return made


def environment(project: Path, **more: str) -> dict[str, str]:
    """The settings of a build: dated, and away from any clone."""
    return {**os.environ, "SOURCE_DATE_EPOCH": A_DAY, "GIT_CEILING_DIRECTORIES": str(project.parent), **more}


def build(project: Path, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Make a build; its exit code and what it said."""
    ended = subprocess.run(
        [sys.executable, "-m", "installer", *arguments],
        cwd=project,
        env=env or environment(project),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout


def is_as_before(project: Path) -> bool:
    """Whether dist/ holds the earlier build and nothing else."""
    return [path.relative_to(project / "dist").as_posix() for path in sorted((project / "dist").rglob("*"))] == [
        "commissioning-desk",
        "commissioning-desk/earlier",
    ]


def test_a_missing_tool_is_named_with_its_command_before_anything_is_fetched(project: Path, tmp_path: Path) -> None:
    code, said = build(project, "windows", "--exercise", env=environment(project, PATH=str(tmp_path)))
    assert code == 1
    named = said.splitlines()[0]
    assert all(program in named for program in (*TOOLS, *EXERCISE_TOOLS))
    assert said.splitlines()[1].startswith("    sudo apt-get update && sudo apt-get install -y ")
    assert "imagemagick" in said
    assert not (project / "build" / "downloads").exists()
    assert is_as_before(project)


def test_notes_of_another_version_are_told_before_anything_is_made(project: Path) -> None:
    (project / "installer" / "notes.txt").write_text("0.0.1\nOld words.\n", "utf-8")
    code, said = build(project, "windows")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("installer/notes.txt begins with '0.0.1', and this is version ")


def test_a_build_that_cannot_be_dated_is_none(project: Path) -> None:
    code, said = build(project, "linux", env=environment(project, SOURCE_DATE_EPOCH=""))
    assert code == 1
    assert said.startswith("A build is dated by the last commit, and this folder is no clone. Set SOURCE_DATE_EPOCH")
    assert said.count("\n") == 1
    assert is_as_before(project)


@pytest.mark.parametrize("option", ["--exercise", "--twice"])
def test_what_only_windows_can_is_not_passed_over_in_silence(capsys: pytest.CaptureFixture[str], option: str) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["linux", option])
    assert refused.value.code == 2
    assert "--exercise and --twice go with --windows." in capsys.readouterr().err


def test_a_failed_freezing_is_told_and_leaves_the_earlier_build(project: Path) -> None:
    (project / "build" / "linux" / "dist" / "commissioning-desk").mkdir(parents=True)  # of a build that broke
    (project / "build.spec").write_text("raise SystemExit('The spec is wrong.')", "utf-8")
    # and on a terminal that does not know every sign
    code, said = build(project, "linux", env=environment(project, PYTHONIOENCODING="ascii"))
    assert code == 1
    assert "Freezing the desk for Linux ?" in said
    assert "The spec is wrong." in said
    assert "This did not work: " in said
    assert str(project) not in said.splitlines()[-1].replace(sys.executable, "")
    assert is_as_before(project)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no full device here.")
def test_a_disk_that_fills_up_while_freezing_is_told_in_a_sentence(project: Path) -> None:
    (project / "build.spec").write_text("open('/dev/full', 'wb', buffering=0).write(b'x')", "utf-8")
    code, said = build(project, "linux")
    assert code == 1
    assert said.endswith("\nThe disk is full. Make room and start again.\n")
    assert is_as_before(project)


def test_a_folder_where_nothing_may_be_made_is_told_in_a_sentence(project: Path) -> None:
    (project / "build").write_text("a file", "utf-8")
    code, said = build(project, "linux")
    assert code == 1
    assert said.startswith("The build could not go on: [Errno 17] File exists: ")
    assert said.count("\n") == 1


# Stopped, and at once with another


def started(project: Path, *command: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A build that has come to the middle of its freezing, and the processes that then are at work."""
    (project / "build.spec").write_text(SLOW, "utf-8")
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=project,
        env=environment(project),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while not (project / "pids").exists():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.05)
    return process, [int(one) for one in (project / "pids").read_text("utf-8").split()]


@pytest.mark.parametrize("stopped", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_ends_what_it_runs_and_leaves_the_earlier_one(
    project: Path, stopped: signal.Signals
) -> None:
    process, working = started(project, "-m", "installer", "linux")
    process.send_signal(stopped)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.endswith("Stopped. Nothing half-made is left in dist/.\n")
    assert all(has_ended(one) for one in working)
    assert is_as_before(project)


def test_a_second_build_is_refused_and_the_first_goes_on_and_after_a_kill_there_is_no_lock(project: Path) -> None:
    process, working = started(project, "-m", "installer", "linux")
    code, said = build(project, "linux")
    assert (code, said) == (1, "Another build is at work in this folder. Wait for it to end, or stop it.\n")
    assert process.poll() is None
    process.kill()
    process.communicate(timeout=20)
    for one in working:
        os.kill(one, signal.SIGKILL)
    assert is_as_before(project)
    (project / "build.spec").write_text("raise SystemExit('It went on.')", "utf-8")
    assert "It went on." in build(project, "linux")[1]


def test_ctrl_c_at_dev_py_waits_until_the_build_has_ended_what_it_started(project: Path) -> None:
    (project / "installer" / "__main__.py").write_text(TIDY, "utf-8")
    # dev.py sets itself up from a .venv; this is the Python of the tests, which is so already.
    words = "import pathlib, sys, dev; dev.PYTHON = pathlib.Path(sys.executable); dev.set_up = lambda name: None; "
    process, _ = started(project, "-c", words + "sys.exit(dev.main(['build']))")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them at once
    said, _ = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "Wine has ended.\n")


# Its words


def test_where_builds_are_not_made_a_sentence_says_so_before_anything_is_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert dev.main(["build"]) == 1
    assert capsys.readouterr().err.startswith("Builds are made on Linux, those for Windows too. ")


def test_dev_py_installs_every_package_that_a_windows_build_asks_for() -> None:
    asked = {package for packages in {**TOOLS, **EXERCISE_TOOLS}.values() for package in packages.split()}
    assert asked <= set(dev.WINDOWS_PACKAGES)


def test_every_change_makes_and_tries_both_builds() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert "python3 dev.py build" in lines
    assert "python3 dev.py build --windows --exercise" in lines


def test_the_part_of_the_suite_for_windows_is_found_by_its_mark_alone() -> None:
    asked = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "windows",
        "-p",
        "no:cacheprovider",
        "--collect-only",
        "tests/windows",
        "tests/installer",
    ]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert found.returncode == 0, found.stdout
    lines = found.stdout.splitlines()
    assert any(line.startswith("tests/windows/") for line in lines)
    assert not any(line.startswith("tests/installer/") for line in lines)
