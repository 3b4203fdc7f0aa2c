"""How a build goes on: what it needs, what it runs, what it says when something is lacking, and that it is alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from installer import steps
from installer.steps import Failed, alone, cleared, epoch, full_disk, need, need_room, run, run_anyhow, why
from tests.installer.processes import has_ended

A_DAY = 1_790_000_000  # 21 September 2026


# What it needs


def test_programs_that_are_not_here_are_named_with_the_one_command_that_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed) as refused:
        need({"wixl": "wixl", "makensis": "nsis", "msibuild": "msitools"})
    assert str(refused.value) == (
        "This build needs wixl, makensis, msibuild, which are not installed here. Type this once, then start again:\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends msitools nsis wixl"
    )


def test_only_the_program_that_is_lacking_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wixl").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "wixl").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    need({"wixl": "wixl"})
    with pytest.raises(Failed, match=r"^This build needs makensis, which is not installed here\.") as refused:
        need({"wixl": "wixl", "makensis": "nsis"})
    assert "wixl" not in str(refused.value)


def test_too_little_room_on_the_disk_is_told_before_anything_begins(full: Path) -> None:
    with pytest.raises(Failed, match=r"^This build needs 0\.1 GB, and the disk of .*full has 0\.0 GB left\.$"):
        need_room(full, 0.1)
    need_room(full, 0.00005)


# What it runs


def test_what_a_program_says_on_either_stream_is_kept_and_its_code_told() -> None:
    words = "import sys; print('one', flush=True); print('two', file=sys.stderr); sys.exit(7)"
    assert run_anyhow([sys.executable, "-c", words]) == (7, "one\ntwo\n")


def test_a_program_reads_nothing_from_the_person_at_the_keyboard() -> None:
    assert run([sys.executable, "-c", "import sys; print(repr(sys.stdin.read()))"]) == "''\n"


def test_a_program_that_fails_is_told_with_the_end_of_what_it_said_and_its_command() -> None:
    with pytest.raises(Failed) as refused:
        run([sys.executable, "-c", "for n in range(99): print('line', n)\nraise SystemExit('It broke.')"])
    said = str(refused.value)
    assert "line 98\nIt broke.\n\nThis did not work: " in said
    assert "line 74" not in said
    assert "disk is full" not in said


def test_a_program_that_is_not_here_is_a_sentence() -> None:
    with pytest.raises(Failed, match=r"^no-such-program is not installed here\.$"):
        run(["no-such-program", "--version"])


def test_a_command_is_shown_without_the_folder_of_the_project() -> None:
    assert steps.shown(["wixl", steps.ROOT / "installer" / "x.wxs"]) == "wixl installer/x.wxs"


def test_bytes_that_are_no_text_do_not_stop_a_build() -> None:
    assert run([sys.executable, "-c", "import os; os.write(1, b'caf\\xe9')"]) == "caf\N{REPLACEMENT CHARACTER}"


def test_a_program_that_never_ends_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with pytest.raises(Failed, match=r"^This had not ended after 1 seconds: sh -c "):
        run(["sh", "-c", f"sleep 60 & echo $! > '{told}'; wait"], seconds=1)
    assert has_ended(int(told.read_text("utf-8")))


# A full disk


def test_a_program_that_finds_the_disk_full_is_told_so_in_a_sentence(full: Path) -> None:
    target = full / "big"
    with pytest.raises(Failed, match=r"\nThe disk is full\. Make room and start again\.$"):
        run([sys.executable, "-c", f"open({str(target)!r}, 'wb').write(bytes(200_000))"])


def test_a_tool_that_has_no_words_for_a_full_disk_is_told_with_how_little_is_left(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(full))
    with pytest.raises(Failed, match=rf"\nThe disk of {full} has 0 MB left, which may be why\.$"):
        run(["sh", "-c", "echo fwrite failed; exit 1"])


def test_a_full_disk_in_our_own_writing_is_told_with_its_file(full: Path) -> None:
    (full / "rest").write_bytes(bytes(shutil.disk_usage(full).free))
    with pytest.raises(OSError, match="No space left") as refused:
        (full / "out").write_bytes(bytes(100))
    assert full_disk(refused.value) == "The disk is full. Make room and start again."
    with pytest.raises(OSError, match="No space left") as refused:
        shutil.copyfile(full / "rest", full / "copy")
    assert full_disk(refused.value) == f"The disk is full at {full / 'copy'}. Make room and start again."
    assert full_disk(PermissionError(13, "Permission denied")) is None


def test_a_folder_that_cannot_be_copied_is_told_in_one_sentence_however_many_files_it_has(
    full: Path, tmp_path: Path
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(40):
        (many / f"{number}.dll").write_bytes(bytes(5_000))
    with pytest.raises(shutil.Error) as refused:
        shutil.copytree(many, full / "copy")
    assert why(refused.value) == "The disk is full. Make room and start again."
    (tmp_path / "gone").symlink_to("nowhere")
    with pytest.raises(shutil.Error) as refused:
        shutil.copytree(
            tmp_path, tmp_path.parent / f"{tmp_path.name} copy", ignore=shutil.ignore_patterns("full", "many")
        )
    assert why(refused.value).startswith("The build could not go on: [Errno 2] No such file or directory: ")


# Alone


def test_a_second_build_in_the_same_folder_is_refused_while_the_first_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "BUILD", tmp_path / "build")
    words = (
        "import pathlib, sys\nfrom installer import steps\nsteps.BUILD = pathlib.Path(sys.argv[1])\n"
        "with steps.alone():\n    print('at work', flush=True)\n    sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    first = [sys.executable, "-c", words, str(steps.BUILD)]
    with subprocess.Popen(first, cwd=steps.ROOT, stdin=pipe, stdout=pipe, text=True) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "at work\n"
        with pytest.raises(Failed, match=r"^Another build is at work in this folder\."), alone():
            pass
        build.kill()
    with alone():
        pass  # the lock ends with the process that held it, however that ended


@pytest.mark.parametrize("left", ["nothing", "a file", "a folder", "a link", "a link to nothing"])
def test_whatever_a_broken_build_left_is_cleared_away(tmp_path: Path, left: str) -> None:
    elsewhere, place = tmp_path / "elsewhere", tmp_path / "work"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    if left == "a file":
        place.write_text("half", "utf-8")
    elif left == "a folder":
        (place / "deep").mkdir(parents=True)
        (place / "deep" / "drive").symlink_to(elsewhere)
    elif left != "nothing":
        place.symlink_to(elsewhere if left == "a link" else tmp_path / "gone")
    assert cleared(place) == place
    assert not place.is_symlink()
    assert list(place.iterdir()) == []
    assert [file.name for file in elsewhere.iterdir()] == ["kept"]


# The day of a build


def test_a_build_is_dated_by_the_environment_where_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(A_DAY))
    assert epoch() == A_DAY


@pytest.mark.parametrize("wrong", ["soon", "²", "-1", "1.5", "0", "315532799", "4354819200", "99999999999999999999"])
def test_a_date_that_no_zip_can_bear_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    with pytest.raises(Failed) as refused:
        epoch()
    assert str(refused.value) == (
        f"SOURCE_DATE_EPOCH is {wrong!r}, and must be a number of seconds since 1970, of the years 1980 to 2107."
    )


def test_a_build_of_a_clone_is_dated_by_its_last_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    dated = {**os.environ, "GIT_COMMITTER_DATE": f"{A_DAY} +0100", "GIT_CONFIG_GLOBAL": os.devnull}
    who = ["-c", "user.name=Jo", "-c", "user.email=jo@example.org"]
    for command in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "first"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=dated, check=True, capture_output=True)
    assert epoch() == A_DAY


@pytest.mark.parametrize("has_git", [True, False])
def test_outside_a_clone_the_date_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_git: bool) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(steps, "ROOT", cleared(tmp_path / "no clone"))
    if not has_git:
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed, match=r"this folder is no clone\. Set SOURCE_DATE_EPOCH"):
        epoch()
