"""The drive that goes wrong when told to, made once for all tests here, and an office file on it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dev
from tests.faults.harness import Drive, build


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes a drive go wrong."""
    if not sys.platform.startswith("linux"):
        pytest.skip("LD_PRELOAD is Linux's, and there is no other way here to make a drive go wrong.")
    if not dev.compiles():
        why = (
            "There is no C compiler here, so no drive can be made to go wrong (python3 dev.py test gets one if it may)."
        )
        (pytest.fail if os.environ.get("DESK_MUST_RUN_FAULTS") else pytest.skip)(why)
    return build(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def drive(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    """A drive that goes wrong when told to."""
    with Drive(shim, tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture
def fresh(drive: Drive, _made: Callable[[str], Path]) -> Callable[[], Path]:
    """Puts another empty office into a folder of its own on that drive."""
    return lambda: Path(shutil.copyfile(_made("empty"), drive.new_folder() / "office.opcc"))


@pytest.fixture
def place(fresh: Callable[[], Path]) -> Path:
    """An empty office on that drive."""
    return fresh()
