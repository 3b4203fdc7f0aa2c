"""No installer comes of a disk that fills up while it is written, whatever its tool says or does not say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import msi, portable, setup
from installer.contents import CLI, DESK
from installer.steps import Failed, why

EPOCH = 1_790_000_000  # 21 September 2026
Maker = Callable[[Path, Path, str, int], Path]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder in the shape of a build that no tool makes smaller than the disk."""
    folder = tmp_path / "commissioning-desk"
    folder.mkdir()
    for name in (DESK, CLI):
        (folder / name).write_bytes(os.urandom(200_000))
    return folder


@pytest.mark.parametrize(("tool", "make"), [("makensis", setup.make), ("wixl", msi.make)])
def test_a_tool_that_cannot_write_is_told_even_where_it_ends_as_if_it_had(
    built: Path, full: Path, tool: str, make: Maker
) -> None:
    if not shutil.which(tool):
        pytest.skip(f"There is no {tool} here.")
    with pytest.raises(Failed) as refused:
        make(built, full, "0.9.0", EPOCH)
    told = str(refused.value).rpartition("\n\n")[2]
    assert told.startswith("This did not work: ")
    assert f"{tool} " in told


def test_a_zip_that_cannot_be_written_is_told_in_a_sentence(built: Path, full: Path) -> None:
    with pytest.raises(OSError, match="No space left") as refused:
        portable.make(built, full, "0.9.0", EPOCH)
    assert why(refused.value).startswith("The disk is full")
