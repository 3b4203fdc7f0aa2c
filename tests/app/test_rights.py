"""Whether a folder or a file may be changed is found out by asking, and the asking changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.rights import may_change, may_swap

pytestmark = pytest.mark.windows
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="what chmod gives and takes there guards nothing")


def test_one_s_own_folder_and_file_may_be_changed_and_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "räleases & more" / "file"
    file.parent.mkdir()
    file.write_bytes(b"as it was")
    before = file.stat()
    assert may_change(file)
    assert may_change(file.parent)
    assert may_swap(file.parent)
    assert (file.stat().st_mtime_ns, file.read_bytes()) == (before.st_mtime_ns, b"as it was")
    assert list(tmp_path.iterdir()) == [file.parent]
    assert list(file.parent.iterdir()) == [file]


def test_what_is_not_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        may_change(tmp_path / "nowhere")


def test_nothing_can_be_put_in_the_place_of_a_whole_drive(tmp_path: Path) -> None:
    assert not may_swap(Path(tmp_path.anchor))


@POSIX
@pytest.mark.parametrize(("mode", "may"), [(0o555, False), (0o777, True)])
def test_the_rights_asked_for_are_those_of_whoever_asks(
    open_folder: Path, as_nobody: Callable[[], None], mode: int, may: bool
) -> None:
    inside = open_folder / "releases"
    inside.mkdir()
    for one in (inside, open_folder):
        one.chmod(mode)
    as_nobody()
    assert (may_change(inside), may_swap(inside)) == (may, may)


@POSIX
def test_a_folder_is_swapped_with_the_one_that_holds_it(open_folder: Path, as_nobody: Callable[[], None]) -> None:
    inside = open_folder / "desk" / "releases"
    inside.mkdir(parents=True)
    assert (inside.parent.stat().st_mode & 0o777, inside.stat().st_mode & 0o777) == (0o755, 0o755)
    open_folder.chmod(0o777)
    as_nobody()
    assert may_swap(inside)
    inside.parent.rename(open_folder / "put aside")
    (open_folder / "desk" / "releases").mkdir(parents=True)


@POSIX
def test_where_everybody_may_only_take_away_their_own_nothing_is_swapped(
    open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    (open_folder / "releases").mkdir()
    open_folder.chmod(0o1777)
    as_nobody()
    assert not may_swap(open_folder / "releases")
