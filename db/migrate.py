"""Bringing an older office file up to this desk's schema: only when asked, alone, in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db import identity
from db.connection import connect


def upgrade(path: Path, *, app: str, at: str) -> None:
    """Run the revisions the file lacks, check every reference and every page, and commit; or leave it as it was.

    Foreign keys are off meanwhile, since a table may have to be rebuilt. Raises ValueError, in words for IT.
    """
    # imported here because it costs a third of a second that an up-to-date file need not pay
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    engine = create_engine("sqlite://", creator=lambda: _without_foreign_keys(path), poolclass=NullPool)
    # not in the creator: SQLAlchemy rolls a first connection back once it has looked at it
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    try:
        # begun here, so that Alembic joins this transaction and does not end it half way
        with engine.begin() as connection:
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
    except (SQLAlchemyError, CommandError) as error:
        raise ValueError(str(getattr(error, "orig", error))) from error
    finally:
        engine.dispose()


def _without_foreign_keys(path: Path) -> sqlite3.Connection:
    connection = connect(path, "rw", writer=True)
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _refuse_unsound(connection: object) -> None:
    assert isinstance(connection, sqlite3.Connection)
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"{len(broken)} references would be broken")
    if (sound := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
        raise ValueError(f"integrity_check: {sound[:3]}")
