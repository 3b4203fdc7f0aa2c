"""What dev.py decides before it touches anything, and what its lock files promise."""

from __future__ import annotations

import ast
import errno
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import dev

NOW = {"run": "r2", "dev": "d2", "storm": "s2"}
PYVENV = "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n"


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_every_python_the_project_supports_is_let_in(version: tuple[int, int]) -> None:
    assert dev.refusal(version) is None


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15), (4, 0)])
def test_any_other_python_is_refused_in_one_sentence_that_names_it(version: tuple[int, int]) -> None:
    said = dev.refusal(version) or ""
    assert said == f"The desk needs Python 3.11 to 3.14, and this is Python {version[0]}.{version[1]}."


def test_dev_and_pyproject_agree_on_the_pythons() -> None:
    (oldest, newest) = dev.OLDEST, dev.NEWEST
    assert project()["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"


def test_dev_can_be_read_by_a_python_too_old_to_run_it() -> None:
    ast.parse(Path(dev.__file__).read_text("utf-8"), feature_version=(3, 8))


def test_only_libraries_the_loader_cannot_find_are_missing() -> None:
    def loads(library: str) -> None:
        if library.startswith("libxcb"):
            raise OSError(library)

    missing = dev.missing_libraries(loads)
    assert "libxcb-cursor.so.0" in missing
    assert "libGL.so.1" not in missing


def test_where_every_library_loads_no_package_is_asked_for() -> None:
    assert dev.packages_for(dev.missing_libraries(lambda library: None), lambda package: True) == []


@pytest.mark.parametrize(
    ("known", "package"),
    [({"libglib2.0-0"}, "libglib2.0-0"), ({"libglib2.0-0t64"}, "libglib2.0-0t64"), (set(), "libglib2.0-0")],
)
def test_a_package_goes_by_the_name_this_debian_knows(known: set[str], package: str) -> None:
    assert dev.packages_for(["libglib-2.0.so.0"], known.__contains__) == [package]


def test_without_a_compiler_the_set_up_goes_on_and_says_what_cannot_be_tested(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    dev.install_compiler()
    said = (
        "There is no C compiler here (Debian: gcc libc6-dev), so the tests on a drive that goes wrong cannot run.\n"
        if sys.platform.startswith("linux")
        else ""
    )
    assert capsys.readouterr().out == said


def test_a_display_is_only_looked_for_on_linux() -> None:
    assert dev.has_display("win32", {})
    assert dev.has_display("linux", {"DISPLAY": ":0"})
    assert dev.has_display("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert not dev.has_display("linux", {"DISPLAY": ""})


def test_a_fingerprint_changes_with_the_lock_and_with_the_python() -> None:
    prints = {dev.fingerprint(b"a", (3, 11)), dev.fingerprint(b"b", (3, 11)), dev.fingerprint(b"a", (3, 12))}
    assert len(prints) == 3


@pytest.mark.parametrize("stamp", [None, {}, {"run": "r1"}, {"dev": "d2"}])
def test_nothing_is_skipped_unless_the_stamp_bears_the_fingerprint_of_now(stamp: dict[str, str] | None) -> None:
    assert not dev.is_done(stamp, "run", NOW)


def test_a_finished_set_up_is_not_done_again() -> None:
    assert dev.is_done(dev.new_stamp("run", NOW, {}), "run", NOW)


def test_setting_up_for_tests_is_also_setting_up_to_run() -> None:
    assert dev.is_done(dev.new_stamp("dev", NOW, {}), "run", NOW)
    assert not dev.is_done(dev.new_stamp("run", NOW, {}), "dev", NOW)


def test_setting_up_for_the_storm_adds_to_what_is_there_and_only_its_own_command_does_it() -> None:
    tests = dev.new_stamp("dev", NOW, {})
    assert not dev.is_done(tests, "storm", NOW)
    storm = dev.new_stamp("storm", NOW, tests)
    assert [name for name in NOW if dev.is_done(storm, name, NOW)] == ["run", "dev", "storm"]


def test_a_stamp_cut_short_reads_as_an_unfinished_set_up(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    assert dev.read_stamp(stamp) is None
    for text in ("", '{"run": "r', "[]", "{}"):
        stamp.write_text(text, "utf-8")
        assert dev.read_stamp(stamp) == {}


def test_an_unfinished_venv_is_made_anew() -> None:
    assert not dev.can_keep({}, PYVENV, (3, 11))


def test_a_venv_of_another_python_is_made_anew() -> None:
    assert not dev.can_keep({"run": "r1"}, PYVENV, (3, 12))
    assert not dev.can_keep({"run": "r1"}, "", (3, 11))


def test_a_venv_that_only_lags_behind_the_lock_is_added_to() -> None:
    assert dev.can_keep({"run": "r1"}, PYVENV, (3, 11))


def test_a_venv_made_by_hand_is_adopted() -> None:
    assert dev.can_keep(None, PYVENV, (3, 11))
    assert dev.can_keep(None, "version_info = 3.11.7.final.0", (3, 11))


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("a+b") as first, path.open("a+b") as second:
        assert dev.locked(first.fileno())
        assert not dev.locked(second.fileno())


def test_a_lock_is_free_again_once_its_holder_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("a+b") as first:
        assert dev.locked(first.fileno())
    with path.open("a+b") as second:
        assert dev.locked(second.fileno())


def test_a_folder_that_cannot_be_locked_says_so_rather_than_wait_for_ever() -> None:
    with pytest.raises(OSError, match=r".") as failed:
        dev.locked(10**6)
    assert failed.value.errno == errno.EBADF


def test_pip_is_retold_in_short_lines() -> None:
    assert dev.told_of_pip("Collecting alembic==1.20.1 (from -r run.lock (line 1))") == "  alembic==1.20.1"
    assert dev.told_of_pip("  Downloading alembic-1.20.1-py3-none-any.whl (258 kB)") is None


def test_every_command_says_in_one_line_what_it_does() -> None:
    lines = dev.usage().splitlines()
    assert [line.split()[2] for line in lines] == list(dev.COMMANDS)
    assert all(len(line) <= 120 for line in lines)


def test_a_command_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 1
    assert dev.usage() in capsys.readouterr().err


@pytest.mark.parametrize("name", ["run", "dev", "storm"])
def test_a_lock_names_no_place_that_packages_come_from(name: str) -> None:
    text = dev.LOCKS[name].read_text("utf-8")
    assert not re.search(r"://|^-|--(?!hash=)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["run", "dev", "storm"])
def test_every_locked_requirement_is_one_version_with_a_hash(name: str) -> None:
    for requirement in requirements(name):
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", requirement), requirement


def test_the_run_lock_answers_every_dependency_of_the_project() -> None:
    assert {named(wanted) for wanted in project()["dependencies"]} <= set(versions("run"))


def test_the_dev_lock_answers_every_development_tool() -> None:
    assert {named(wanted) for wanted in pyproject()["dependency-groups"]["dev"]} <= set(versions("dev"))


def test_the_dev_lock_holds_all_of_the_run_lock_at_the_same_versions() -> None:
    assert versions("run").items() <= versions("dev").items()


def test_the_storm_lock_answers_what_the_storm_needs_and_is_at_odds_with_no_other() -> None:
    storm, tests = versions("storm"), versions("dev")
    assert {named(wanted) for wanted in pyproject()["dependency-groups"]["storm"]} <= set(storm)
    assert all(tests.get(name, version) == version for name, version in storm.items())


def test_qt_is_kept_below_the_release_that_aborts() -> None:
    assert versions("run")["pyside6-essentials"].startswith("6.11.")


def test_every_package_the_desk_ships_is_in_the_notices() -> None:
    notices = (dev.HERE / "THIRD-PARTY-NOTICES.md").read_text("utf-8").lower()
    for name, version in versions("run").items():
        assert f"| {name} | {version} |" in notices


def pyproject() -> dict[str, Any]:
    """The project file."""
    return tomllib.loads((dev.HERE / "pyproject.toml").read_text("utf-8"))


def project() -> dict[str, Any]:
    """What the project file says of the project."""
    about: dict[str, Any] = pyproject()["project"]
    return about


def requirements(name: str) -> list[str]:
    """The requirements of a lock file, each on one line, without remarks."""
    text = dev.LOCKS[name].read_text("utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def versions(name: str) -> dict[str, str]:
    """The version a lock file gives each package."""
    return dict(re.findall(r"^([\w-]+)==([\w.]+)", "\n".join(requirements(name)), re.MULTILINE))


def named(requirement: str) -> str:
    """The package a requirement is about, as lock files spell it."""
    return re.split(r"[<>=!~ ]", requirement)[0].lower().replace("_", "-")
