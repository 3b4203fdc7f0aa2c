"""Copying a live file: while others save into it, over a line that cuts, and against a file that is not sound."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.door import Office
from db import copies
from db.connection import connect
from db.copies import Busy, Differs, LastStep, sums, take
from db.journal import START
from tests.factories import add_budget, add_organisation, ask, behind_the_desk, digest

FILLED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n"


def fill(path: Path, rows: int = 400) -> None:
    """Make the file so large that copying it takes some steps."""
    behind_the_desk(
        path,
        "INSERT INTO stored_file SELECT hex(randomblob(32)), 'text/plain', randomblob(4000) "
        f"FROM ({FILLED.format(rows=rows)})",
    )


@contextmanager
def somebody_saving(path: Path, every: float) -> Iterator[list[float]]:
    """Another person saves again and again; how long each of their saves took, in seconds."""
    took: list[float] = []
    over = threading.Event()

    def save() -> None:
        while not over.wait(every):
            began = time.monotonic()
            connection = connect(path, "rw", writer=True)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE office_file SET made_at = made_at || 'x'")
            connection.execute("COMMIT")
            connection.close()
            took.append(time.monotonic() - began)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


def test_a_copy_comes_to_what_the_file_comes_to(path: Path, office: Office, tmp_path: Path) -> None:
    add_budget(office, pounds=1_000)
    held = take(path, tmp_path / "copy")
    assert (held.rows["budget_line"], held.money["budget_revision.amount_pence"]) == (1, 100_000)
    assert held.last.seq == office.last_seq()
    assert held.last.name == "Add line"
    with copies.looking(tmp_path / "copy") as connection:
        assert sums(connection) == held


def test_a_file_without_a_step_has_a_last_step_all_the_same(folder: Path, tmp_path: Path) -> None:
    behind_the_desk(folder / "bare.db", "CREATE TABLE thing (id)")
    assert take(folder / "bare.db", tmp_path / "copy").last == LastStep(0, START)


def test_copying_leaves_the_bytes_of_the_file_alone(path: Path, tmp_path: Path) -> None:
    before = digest(path)
    take(path, tmp_path / "copy")
    assert digest(path) == before


@pytest.mark.parametrize("every", [0.2, 0.02, 0.001])
def test_a_copy_is_made_and_checked_while_somebody_saves(path: Path, tmp_path: Path, every: float) -> None:
    fill(path)
    with somebody_saving(path, every) as took:
        while not took:
            time.sleep(0.01)
        held = take(path, tmp_path / "copy")
    assert held.rows["stored_file"] == 400
    assert ask(tmp_path / "copy", "PRAGMA integrity_check") == [("ok",)]
    assert max(took) < 2


def test_a_save_that_lands_between_two_steps_begins_the_copy_again(path: Path, office: Office, tmp_path: Path) -> None:
    fill(path)
    heard: list[int] = []

    def tell(done: int, of: int) -> None:
        heard.append(done)
        if len(heard) == 2:
            add_organisation(office, "Saved meanwhile")

    held = take(path, tmp_path / "copy", tell)
    assert held.last.seq == office.last_seq()
    assert held.rows["organisation"] == 1
    assert sorted(heard) != heard


def test_a_file_saved_into_all_the_time_over_a_slow_line_is_not_held(
    path: Path, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    monkeypatch.setattr(copies, "MOST_HELD_SECONDS", 0.01)

    def tell(done: int, of: int) -> None:
        time.sleep(0.01)
        add_organisation(office, f"Body {time.monotonic_ns()}")

    with pytest.raises(Busy):
        take(path, tmp_path / "copy", tell)


def test_a_file_that_is_held_all_the_time_is_given_up(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PATIENCE_SECONDS", 0.1)
    holder = connect(path, "rw", writer=True)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(Busy, match="held it all the time"):
            take(path, tmp_path / "copy")
    finally:
        holder.close()


def test_a_copy_whose_references_are_broken_is_none(path: Path, tmp_path: Path) -> None:
    behind_the_desk(
        path,
        "INSERT INTO paper_issue (id, version, paper_id, issued_at, issued_by, pages, pdf_digest, data_digest) "
        "VALUES ('one', 1, 'nowhere', '', '', 1, 'gone', 'gone')",
    )
    with pytest.raises(Differs, match="foreign_key_check"):
        take(path, tmp_path / "copy")


def test_the_sums_do_not_read_the_file_again(path: Path, tmp_path: Path) -> None:
    """Where the system counts them: what was read for the copy is not asked of a slow line a second time."""
    counts = Path("/proc/self/io")
    if not counts.exists():
        pytest.skip("this platform does not count what a process reads")
    fill(path)

    def reads() -> int:
        return int(counts.read_text().split("syscr: ")[1].split()[0])

    with copies.looking(path) as live:
        live.execute("PRAGMA cache_size=-65536")
        target = connect(tmp_path / "copy", "rwc", writer=False)
        before = reads()
        live.backup(target, pages=64)
        copied = reads()
        live.execute("BEGIN")
        sums(live)
        live.execute("COMMIT")
        summed = reads()
        target.close()
    assert summed - copied < (copied - before) / 20
