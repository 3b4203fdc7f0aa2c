"""Bringing an older office file up to this desk's schema: only when asked, alone, in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from db import identity
from db.connection import connect


def upgrade(path: Path, *, app: str, at: str) -> None:
    """Run the revisions the file lacks, check every reference and every page, and commit; or leave it as it was.

    Foreign keys are off meanwhile, since a table may have to be rebuilt. Raises sqlite3.Error, ValueError.
    """
    # imported here because it costs a third of a second that an up-to-date file need not pay
    from alembic import command
    from alembic.config import Config

    engine = create_engine("sqlite://", creator=lambda: _alone(path))
    try:
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA user_version={identity.SCHEMA}")
            connection.exec_driver_sql(
                "INSERT INTO app_gate (id, min_reader, min_writer, migrated_by, at) VALUES (1, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET min_reader=excluded.min_reader, min_writer=excluded.min_writer, "
                "migrated_by=excluded.migrated_by, at=excluded.at",
                (identity.SCHEMA, identity.SCHEMA, app, at),
            )
            _refuse_unsound(connection.connection.driver_connection)
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def _alone(path: Path) -> sqlite3.Connection:
    connection = connect(path, "rw", writer=True)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def _refuse_unsound(connection: object) -> None:
    assert isinstance(connection, sqlite3.Connection)
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"{len(broken)} references would be broken")
    if (sound := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
        raise ValueError(f"integrity_check: {sound[:3]}")
