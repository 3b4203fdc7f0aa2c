"""The self-test as IT runs it: what it leaves, what it says, what it never touches, and that it always ends."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import console
from app.__main__ import main
from app.selftest import LIST, MADE_BY, MARK, PAPER, PICTURE, RESULT, WORK, SelfTest
from app.who import VERSION

pytestmark = pytest.mark.windows

Said = pytest.CaptureFixture[str]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX's")


def result(folder: Path) -> dict[str, Any]:
    """What the self-test wrote."""
    told = json.loads((folder / RESULT).read_text("utf-8"))
    assert isinstance(told, dict)
    return told


def steps(folder: Path) -> dict[str, tuple[bool, str]]:
    """How each step went, and its words."""
    return {one["name"]: (one["ok"], one["words"]) for one in result(folder)["steps"]}


def python(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own that does this."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def fine(test: SelfTest) -> None:
    """A part that tries one thing, which goes well."""
    test.step("Look", lambda: "Seen.")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was not there, in which the self-test of the command line has passed."""
    folder = tmp_path_factory.mktemp("self") / "new" / "Łódź & Ynys Môn #1%20"
    assert main(["--selftest", str(folder)]) == 0
    return folder


# --- what it tries and leaves ---


def test_it_passes_and_says_so_of_every_step(done: Path) -> None:
    told = result(done)
    assert told["passed"] is True
    assert (told["version"], told["program"], told["frozen"]) == (VERSION, "python -m app", False)
    assert [one["name"] for one in told["steps"]] == [
        "Make the example office",
        "Edit it",
        "Read the edit in a fresh opening",
        "Print a paper",
        "Write a list to Excel",
        "Check the file",
        "Bring an old file up to date",
    ]
    assert all(one["ok"] and one["seconds"] >= 0 and one["words"].endswith(".") for one in told["steps"][2:])


def test_what_it_made_is_there_as_the_result_says(done: Path) -> None:
    files = result(done)["files"]
    assert set(files) == {PAPER, LIST, f"{WORK}/selftest.opcc"}
    for name, told in files.items():
        data = (done / name).read_bytes()
        assert told == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert (done / PAPER).read_bytes().startswith(b"%PDF")


def test_each_step_is_said_as_it_goes_and_the_result_last(tmp_path: Path, capsys: Said) -> None:
    assert SelfTest(tmp_path / "new", "here").run(fine) == 0
    said, wrong = capsys.readouterr()
    [step, last] = said.splitlines()
    assert step.startswith("ok ")
    assert step.endswith("Look: Seen.")
    assert last == f"Passed: {tmp_path / 'new' / RESULT}"
    assert wrong == ""


# --- steps that go wrong ---


def test_a_step_that_fails_does_not_stop_those_that_do_not_need_it(tmp_path: Path, capsys: Said) -> None:
    def parts(test: SelfTest) -> None:
        test.step("Divide", lambda: str(1 // 0))
        test.step("Use what came of it", lambda: "Used.", "Divide")
        fine(test)

    assert SelfTest(tmp_path, "here").run(parts) == 1
    assert steps(tmp_path) == {
        "Divide": (False, "ZeroDivisionError: integer division or modulo by zero"),
        "Use what came of it": (False, "Not tried, because this did not go well: Divide."),
        "Look": (True, "Seen."),
    }
    assert result(tmp_path)["passed"] is False
    assert capsys.readouterr().err == f"Failed, 2 of 3 steps: {tmp_path / RESULT}\n"
    assert "ZeroDivisionError" in (tmp_path / WORK / "faults.txt").read_text("utf-8")


LIMITED = """
import resource, sys
from app import door
from app.__main__ import main
door.PATIENCE_SECONDS = 1.0  # a file that may not grow is taken for a drive that may come back
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(main(["--selftest", sys.argv[2]]))
"""


@POSIX
def test_a_disk_without_room_for_the_example_fails_that_and_tries_the_rest(tmp_path: Path) -> None:
    ended = python(LIMITED, 2_000_000, tmp_path)
    assert ended.returncode == 1, ended.stderr
    told = steps(tmp_path)
    made, words = told["Make the example office"]
    assert not made
    assert words.endswith((".", "?"))
    assert told["Print a paper"] == (False, "Not tried, because this did not go well: Make the example office.")
    assert told["Bring an old file up to date"][0]


@POSIX
def test_a_disk_without_any_room_is_said_in_a_sentence(tmp_path: Path) -> None:
    ended = python(LIMITED, 0, tmp_path)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"The self-test cannot write into {tmp_path}: file too large. Name a folder it may write in.\n"
    )
    assert not (tmp_path / RESULT).exists()


# --- the folder ---


def test_an_earlier_self_test_is_replaced_and_nothing_else_is_touched(tmp_path: Path) -> None:
    assert SelfTest(tmp_path, "earlier").run(fine) == 0
    for name in (PAPER, LIST, PICTURE, f"{WORK}/selftest.opcc"):
        (tmp_path / name).write_bytes(b"earlier")
    (tmp_path / WORK / "selftest.opcc.backups").mkdir()
    (tmp_path / "notes.txt").write_text("Ours", "utf-8")
    assert SelfTest(tmp_path, "later").run(fine) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["notes.txt", RESULT, WORK]
    assert [one.name for one in (tmp_path / WORK).iterdir()] == [MARK]
    assert result(tmp_path)["program"] == "later"
    assert (tmp_path / "notes.txt").read_text("utf-8") == "Ours"


@pytest.mark.parametrize("name", [RESULT, PAPER, LIST, PICTURE, WORK])
def test_what_no_self_test_made_is_left_as_it_is(tmp_path: Path, capsys: Said, name: str) -> None:
    theirs = tmp_path / name / "report.txt" if name == WORK else tmp_path / name
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_bytes(b"ours")
    assert SelfTest(tmp_path, "here").run(fine) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path} holds {name}, which no self-test made. It was left as it is: name another folder.\n"
    )
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [theirs]
    assert theirs.read_bytes() == b"ours"


def test_a_folder_behind_a_link_is_not_emptied(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / MARK).write_text(MADE_BY, "utf-8")
    (elsewhere / "report.txt").write_text("Ours", "utf-8")
    folder = tmp_path / "self"
    folder.mkdir()
    try:
        (folder / WORK).symlink_to(elsewhere, target_is_directory=True)
    except OSError as error:
        pytest.skip(f"no links can be made here: {error}")
    if not (folder / WORK).is_symlink():
        pytest.skip("no links can be made here, whatever this system says")
    assert SelfTest(folder, "here").run(fine) == 1
    assert (elsewhere / "report.txt").exists()


def test_a_file_in_the_place_of_the_folder_is_said_in_a_sentence(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "file"
    file.write_text("Ours", "utf-8")
    for folder in (file, file / "below"):
        assert SelfTest(folder, "here").run(fine) == 1
        assert f"{folder} " in capsys.readouterr().err
    assert file.read_text("utf-8") == "Ours"


@POSIX
def test_a_folder_that_may_not_be_written_in_is_said_in_a_sentence(capsys: Said) -> None:
    folder = Path("/proc/self/selftest")
    assert SelfTest(folder, "here").run(fine) == 1
    assert capsys.readouterr().err.startswith(f"The self-test cannot write into {folder}: ")


# --- it always ends ---

HANGING = """
import re, sys, time
from pathlib import Path
from app import selftest
selftest.LIMIT_SECONDS, selftest.GRACE_SECONDS = 0.3, 0.3
work = {"waits": lambda: time.sleep(50), "holds": lambda: re.match("(a+)+$", "a" * 40 + "b")}[sys.argv[1]]
selftest.SelfTest(Path(sys.argv[2]), "here").run(lambda test: test.step("Hang", work))
"""


def test_one_that_hangs_is_ended_and_says_where_it_hung(tmp_path: Path) -> None:
    ended = python(HANGING, "waits", tmp_path)
    assert ended.returncode == 1
    ok, words = steps(tmp_path)["Hang"]
    assert not ok
    assert words == "It had not ended 0.3 seconds after the self-test began, which was ended for that."
    assert ended.stderr == f"Failed, 1 of 1 steps: {tmp_path / RESULT}\n"


def test_one_that_holds_every_thread_up_is_ended_too(tmp_path: Path) -> None:
    assert python(HANGING, "holds", tmp_path).returncode == 1
    assert not (tmp_path / RESULT).exists()


# --- what is typed ---


@pytest.mark.parametrize("arguments", [["--selftest"], ["--selftest", ""], ["--selftest", "x", "check", "y"], []])
def test_what_is_not_understood_is_refused(arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("python -m app: ")
    assert said.endswith("Add --help to see what it takes.\n")


def test_a_built_program_goes_by_its_own_name(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert capsys.readouterr().out.startswith("usage: commissioning-desk-cli check ")
    assert console.program("ui") == "commissioning-desk"


SILENT = """
import sys
sys.stdout = sys.stderr = None
from app.__main__ import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--nonsense=Bloggs"], "unrecognized arguments: --nonsense"),
        (["check", "Office.opcc", r"\\northshire\Jo Bloggs\Office.opcc"], "unrecognized arguments: …"),
        (["new", "Office.opcc", "--example", "Bloggs"], "argument --example: invalid choice: '…'"),
    ],
    ids=["option", "file", "choice"],
)
def test_where_nobody_can_read_it_a_refusal_goes_to_the_log_without_names(
    tmp_path: Path, typed: list[str], told: str
) -> None:
    ended = python(SILENT, *typed, XDG_DATA_HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "")
    written = (tmp_path / "Commissioning Desk" / "desk.log").read_text("utf-8")
    assert told in written
    assert "Bloggs" not in written


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no console that lacks letters, nor may its files")
def test_letters_a_console_lacks_are_said_otherwise_and_stop_nothing(tmp_path: Path) -> None:
    code = "import sys; from app import console; console.ready(); console.say('Łódź'); console.say('Łódź', error=True)"
    ended = python(code, PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "\\u0141\\xf3d\\u017a\n", "\\u0141\\xf3d\\u017a\n")
