"""What saving a new amount costs through the door, beside the same rows written by bare sqlite3 as carefully."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from app.door import Office
from app.examples import make_example
from app.funds import lines
from app.money import Pence
from app.who import here
from bench.measure import Row, against
from db import connection

Rows = list[tuple[Any, ...]]
YEAR = 2019


@dataclass(frozen=True, slots=True)
class Written:
    """The rows that one save of ours left behind."""

    revision: tuple[Any, ...]
    step: tuple[Any, ...]
    changes: Rows


def measure() -> list[Row]:
    """Each way on an office file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.opcc", Path(folder) / "bare.opcc"
        make_example(ours, "devon-cornwall")
        office = Office(ours, here())
        try:
            budget_id = _budget(ours)
            amounts, numbers = count(10_000_000_00), count(1)

            def save() -> None:
                office.write("Change a budget", lines.revise, budget_id, amount=Pence(next(amounts)), reason="Measured")

            save()
            bare.write_bytes(ours.read_bytes())
            written = _last(ours)
            return [
                against(
                    "save a new amount, journal and all",
                    save,
                    "the same rows by bare sqlite3",
                    lambda: _write(bare, budget_id, written, next(numbers)),
                    notes=(f"{len(written.changes) + 3} rows a save, the same PRAGMAs, a connection opened for each",),
                )
            ]
        finally:
            office.close()


def _budget(path: Path) -> str:
    with closing(sqlite3.connect(path)) as file:
        return str(
            file.execute(
                "SELECT budget.id FROM budget JOIN budget_revision AS amount ON amount.budget_id = budget.id "
                "WHERE year = ? AND amount_pence > 0 ORDER BY budget.id",
                (YEAR,),
            ).fetchone()[0]
        )


def _last(path: Path) -> Written:
    with closing(sqlite3.connect(path)) as file:
        return Written(
            file.execute("SELECT * FROM budget_revision ORDER BY id DESC").fetchone(),
            file.execute("SELECT * FROM step ORDER BY seq DESC").fetchone(),
            file.execute("SELECT * FROM change WHERE step_seq = (SELECT max(seq) FROM step)").fetchall(),
        )


def _write(path: Path, budget_id: str, written: Written, number: int) -> None:
    """The same inserts and the same update in one transaction, with keys that are not taken yet."""
    with closing(connection.connect(path, "rw", writer=True)) as file:
        file.execute("BEGIN IMMEDIATE")
        names = [row[1] for row in file.execute("PRAGMA table_info(budget_revision)")]
        revision = dict(zip(names, written.revision, strict=True)) | {"id": f"again-{number}", "number": 1 + number}
        _insert(file, "budget_revision", tuple(revision.values()))
        file.execute(
            "UPDATE budget SET revision = ?, version = version + 1 WHERE id = ?", (revision["number"], budget_id)
        )
        seq = written.step[0] + number
        _insert(file, "step", (seq, f"again-{number}", *written.step[2:]))
        for change in written.changes:
            _insert(file, "change", (None, seq, *change[2:]))
        file.execute("COMMIT")


def _insert(file: sqlite3.Connection, table: str, row: tuple[Any, ...]) -> None:
    file.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
