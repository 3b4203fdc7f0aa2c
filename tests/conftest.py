"""Office files that every test may use: an empty one, and the examples, each made once and copied."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
from sqlalchemy.util import LRUCache

from app.door import Office, make_office
from app.examples import make_example
from app.who import Who
from db import connection
from tests.factories import JO

Open = Callable[..., Office]

# a slow machine is no reason to fail, and sixty tries find what a hundred do
settings.register_profile("desk", deadline=None, max_examples=60)
settings.load_profile("desk")

STATEMENTS: LRUCache[Any, Any] = LRUCache(5_000)


def pytest_sessionstart() -> None:
    """A statement is compiled once in a process and not once in each of thousands of offices: a fifth of the time."""

    def made(*args: Any, **given: Any) -> Engine:
        engine = create_engine(*args, **given)
        engine.update_execution_options(compiled_cache=STATEMENTS)
        return engine

    patch = pytest.MonkeyPatch()
    # what is compiled is known by its dialect too, and each engine has one of its own
    patch.setattr(Dialect, "__eq__", lambda one, other: isinstance(other, Dialect))
    patch.setattr(Dialect, "__hash__", lambda one: hash(Dialect))
    patch.setattr(connection, "create_engine", made)


@pytest.hookimpl(optionalhook=True)  # on Windows pytest stands alone
def pytest_xdist_auto_num_workers() -> int:
    """A process or two more than there are cores: a window waits for its drive a quarter of its time."""
    cores = os.cpu_count() or 1
    return cores + min(2, (cores + 1) // 2)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only Windows' part is asked for, no file without its mark is even loaded; None leaves it to pytest."""
    wanted = config.getoption("markexpr") == "windows" and collection_path.name.startswith("test_")
    if not wanted or collection_path.is_dir():
        return None
    words = collection_path.read_text(encoding="utf-8")
    return None if "pytest.mark.windows" in words or "pytestmark = ONLY" in words else True


def pytest_collection_finish() -> None:
    """What is imported by now stays; looking through it again after every few tests took a fifth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Each kind of file, made when it is first asked for by whichever process of the run does so."""
    whole_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        whole_run = whole_run.parent
    folder = whole_run / "made"
    folder.mkdir(exist_ok=True)

    def made(kind: str) -> Path:
        path = folder / f"{kind}.opcc"
        with closing(sqlite3.connect(folder / f"{kind}.lock", timeout=600, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")  # until it is closed, whichever way
            if not path.exists():
                begun = path.with_suffix(".begun")
                begun.unlink(missing_ok=True)
                make_office(begun, JO, listed=False) if kind == "empty" else make_example(begun, kind)
                begun.rename(path)
        return path

    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing else in it."""
    made = tmp_path / "shared drive"
    made.mkdir()
    return made


@pytest.fixture
def path(_made: Callable[[str], Path], folder: Path) -> Path:
    """An empty office file."""
    return Path(shutil.copyfile(_made("empty"), folder / "office.opcc"))


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens office files, and lets go of them at the end of the test."""
    every: list[Office] = []

    def open_office(path: Path, who: Who = JO, *, read_only: bool = False) -> Office:
        every.append(Office(path, who, read_only=read_only))
        return every[-1]

    yield open_office
    for office in every:
        office.close()


@pytest.fixture
def office(path: Path, opened: Open) -> Office:
    """An empty office, opened by Jo."""
    return opened(path)


@pytest.fixture
def devon_cornwall_file(_made: Callable[[str], Path], folder: Path) -> Path:
    """The example of Devon, Cornwall and the Isles of Scilly."""
    return Path(shutil.copyfile(_made("devon-cornwall"), folder / "devon-cornwall.opcc"))


@pytest.fixture
def durham_file(_made: Callable[[str], Path], folder: Path) -> Path:
    """The example of Durham."""
    return Path(shutil.copyfile(_made("durham"), folder / "durham.opcc"))


@pytest.fixture
def essex_file(_made: Callable[[str], Path], folder: Path) -> Path:
    """The made-up example with a round of bids."""
    return Path(shutil.copyfile(_made("essex"), folder / "essex.opcc"))


@pytest.fixture
def devon_cornwall(devon_cornwall_file: Path, opened: Open) -> Office:
    """The example of Devon, Cornwall and the Isles of Scilly, opened by Jo."""
    return opened(devon_cornwall_file)


@pytest.fixture
def durham(durham_file: Path, opened: Open) -> Office:
    """The example of Durham, opened by Jo."""
    return opened(durham_file)


@pytest.fixture
def essex(essex_file: Path, opened: Open) -> Office:
    """The made-up example with a round of bids, opened by Jo."""
    return opened(essex_file)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, unlike pytest's own."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def as_nobody() -> Iterator[Callable[[], None]]:
    """Call it to go on without root's right to everything; the right comes back at the end of the test."""
    if not hasattr(os, "seteuid"):
        pytest.skip("this platform cannot put root's rights down for a while, and its chmod guards nothing")
    root = os.geteuid() == 0
    yield (lambda: os.seteuid(65534)) if root else (lambda: None)
    if root:
        os.seteuid(0)
