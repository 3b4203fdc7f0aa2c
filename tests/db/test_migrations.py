"""The schema that the migrations arrive at is the one the models describe, and a failed upgrade changes nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import db
from app.door import Office
from db import identity, migrate
from db.identity import examine
from tests.factories import (
    add_line,
    ask,
    before_schema_4,
    before_schema_5,
    before_schema_6,
    before_schema_7,
    before_schema_8,
    behind_the_desk,
    left_alone,
    make_older,
)

STAMP: dict[str, Any] = {"app": "0.1.0", "at": "2026-11-22T10:00:00+00:00"}


def schema_of(path: Path) -> dict[str, str]:
    rows = ask(path, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    return {name: " ".join(re.sub(r'[\s"]+', " ", sql).split()) for name, sql in rows}


def head() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()


@pytest.fixture
def older(folder: Path) -> Path:
    return make_older(folder / "older.opcc")


def test_migrations_and_models_make_the_same_schema(path: Path, older: Path) -> None:
    migrate.upgrade(older, **STAMP)
    assert schema_of(older) == schema_of(path)


def test_the_number_in_the_file_the_number_in_the_code_and_the_newest_migration_are_one(older: Path) -> None:
    migrate.upgrade(older, **STAMP)
    [(version,)] = ask(older, "PRAGMA user_version")
    assert (version, identity.SCHEMA) == (int(head() or 0), int(head() or 0))


def test_a_new_file_says_which_migration_it_stands_at(path: Path) -> None:
    assert ask(path, "SELECT version_num FROM alembic_version") == [(head(),)]


def test_an_upgraded_file_passes_and_says_who_upgraded_it(older: Path) -> None:
    migrate.upgrade(older, **STAMP)
    examine(older)
    assert ask(older, "SELECT min_reader, min_writer, migrated_by, at FROM app_gate") == [
        (identity.SCHEMA, identity.SCHEMA, "0.1.0", "2026-11-22T10:00:00+00:00")
    ]


def test_a_file_from_before_papers_gains_their_tables_and_keeps_what_it_held(
    office: Office, path: Path, folder: Path
) -> None:
    add_line(office, "Road safety")
    office.close()
    before = Path(shutil.copyfile(path, folder / "before papers.opcc"))
    later = ("paper", "implication", "stored_file", "person", "document", "backup_claim")
    of_papers = [name for name in schema_of(path) if name.startswith(later)]
    behind_the_desk(
        before,
        "PRAGMA foreign_keys=OFF",
        *before_schema_8(),
        *before_schema_7(),
        *before_schema_6(),
        *before_schema_5(),
        *before_schema_4(before),
        *(f"DROP TABLE {name}" for name in of_papers),
        "UPDATE alembic_version SET version_num = '0001'",
        "UPDATE app_gate SET min_reader = 1, min_writer = 1",
        "PRAGMA user_version=1",
    )
    migrate.upgrade(before, **STAMP)
    examine(before)
    assert schema_of(before) == schema_of(path)
    assert ask(before, "SELECT name FROM budget_line") == ask(path, "SELECT name FROM budget_line") != []


def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(folder: Path) -> None:
    path = make_older(folder / "office.opcc", "CREATE TABLE theme (in_the_way)")
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"^table theme already exists$"):
        migrate.upgrade(path, **STAMP)
    assert path.read_bytes() == before


def test_an_upgrade_that_would_break_a_reference_leaves_the_file_as_it_was(folder: Path) -> None:
    sql = (
        "CREATE TABLE one (id PRIMARY KEY)",
        "CREATE TABLE two (one REFERENCES one (id))",
        "INSERT INTO two VALUES (1)",
    )
    path = make_older(folder / "office.opcc", *sql)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"^1 references would be broken$"):
        migrate.upgrade(path, **STAMP)
    assert path.read_bytes() == before


def test_a_file_that_stands_at_an_unknown_migration_is_left_as_it_was(folder: Path) -> None:
    sql = ("CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('9999')")
    path = make_older(folder / "office.opcc", *sql)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="9999"):
        migrate.upgrade(path, **STAMP)
    assert path.read_bytes() == before


def test_upgrading_twice_changes_nothing_the_second_time(older: Path) -> None:
    migrate.upgrade(older, **STAMP)
    before = schema_of(older)
    migrate.upgrade(older, **STAMP)
    assert schema_of(older) == before


def test_references_are_followed_again_after_an_upgrade(older: Path) -> None:
    migrate.upgrade(older, **STAMP)
    with pytest.raises(Exception, match="FOREIGN KEY constraint failed"):
        behind_the_desk(
            older,
            "PRAGMA foreign_keys=ON",
            "INSERT INTO organisation_alias (id, version, organisation_id, name) VALUES ('a', 1, 'nobody', 'x')",
        )


def modules_after(code: str, *arguments: str) -> set[str]:
    """Which of the heavy packages are loaded once this code has run in a new Python."""
    heavy = "alembic reportlab openpyxl PySide6 pypdfium2 sqlalchemy"
    tail = f"\nimport sys\nprint(*[name for name in {heavy.split()!r} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code + tail, *arguments], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    return set(run.stdout.split())


def test_the_door_alone_loads_nothing_heavy_but_sqlalchemy() -> None:
    assert modules_after("import app.door") == {"sqlalchemy"}


def test_opening_an_up_to_date_file_does_not_load_the_migrations(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.door import Office; from app.who import here\n"
        "Office(Path(sys.argv[1]), here()).close()"
    )
    with left_alone(path):
        assert modules_after(code, str(path)) == {"sqlalchemy"}


def test_a_migration_is_text_and_reads_nothing_of_the_product() -> None:
    versions = sorted((Path(db.__file__).parent / "migrations" / "versions").glob("0*.py"))
    imports = [line for one in versions for line in one.read_text(encoding="utf-8").splitlines() if "import" in line]
    assert set(imports) == {"from __future__ import annotations", "from alembic import op"}
