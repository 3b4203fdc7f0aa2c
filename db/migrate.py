"""Bringing an older office file up to this desk's schema: only when asked, alone, in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db import identity
from db.connection import connect
from db.copies import LastStep, last_step


class Occupied(ValueError):
    """Somebody else uses the file, so that it cannot be held alone."""


class Overtaken(ValueError):
    """Somebody has saved into the file since it was backed up."""


def upgrade(path: Path, *, app: str, at: str, since: LastStep | None = None) -> None:
    """Run the revisions the file lacks, check every reference and every page, and commit; or leave it as it was.

    Foreign keys are off meanwhile, since a table may have to be rebuilt. `since` is the last step of the backup that
    was made. Raises ValueError, in words for IT; Occupied, Overtaken.
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
            _refuse_overtaken(connection.connection.driver_connection, since)
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
        if getattr(getattr(error, "orig", None), "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise Occupied(str(error)) from error
        raise ValueError(str(getattr(error, "orig", error))) from error
    finally:
        engine.dispose()


def _without_foreign_keys(path: Path) -> sqlite3.Connection:
    connection = connect(path, "rw", writer=True)
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _refuse_overtaken(connection: object, since: LastStep | None) -> None:
    assert isinstance(connection, sqlite3.Connection)
    if since is not None and last_step(connection) != since:
        raise Overtaken("somebody has saved into it since it was backed up")


def _refuse_unsound(connection: object) -> None:
    assert isinstance(connection, sqlite3.Connection)
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"{len(broken)} references would be broken")
    if (sound := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
        raise ValueError(f"integrity_check: {sound[:3]}")
