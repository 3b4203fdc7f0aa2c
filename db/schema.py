"""All tables together, and the making of a new office file."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import create_engine, text

from db import (
    allocations,
    applicants,
    areas,
    backups,
    contract_reviews,
    contracts,
    decision_sheets,
    decisions,
    documents,
    funds,
    grants,
    identity,
    journal,
    office,
    organisations,
    papers,
    people,
    plans,
    rebalancing,
    recommendations,
    scoring,
)
from db.base import Base, uuid7
from db.connection import connect
from db.whole import put

__all__ = [
    "allocations",
    "applicants",
    "areas",
    "backups",
    "contract_reviews",
    "contracts",
    "create",
    "decision_sheets",
    "decisions",
    "documents",
    "funds",
    "grants",
    "identity",
    "journal",
    "office",
    "organisations",
    "papers",
    "people",
    "plans",
    "rebalancing",
    "recommendations",
    "scoring",
]

REVISION = f"{identity.SCHEMA:04d}"


def create(path: Path, *, app: str, at: str) -> None:
    """Make a new, empty office file. Raises FileExistsError where there is one, OSError where none can be made.

    Built beside its place under another name and moved there whole, so that a cut leaves no half-made office.
    """
    if path.exists():
        raise FileExistsError(path)
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        _build(half, app, at)
        put(half, path)
    finally:
        half.unlink(missing_ok=True)
        half.with_name(f"{half.name}-journal").unlink(missing_ok=True)


def _build(path: Path, app: str, at: str) -> None:
    engine = create_engine("sqlite://", creator=lambda: connect(path, "rwc", writer=False))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA page_size={identity.PAGE_SIZE}")
            connection.exec_driver_sql(f"PRAGMA application_id={identity.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={identity.SCHEMA}")
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
            connection.execute(
                text("INSERT INTO office_file (dataset_id, epoch, made_at) VALUES (:id, 0, :at)"),
                {"id": uuid7(), "at": at},
            )
            connection.execute(
                text(
                    "INSERT INTO app_gate (id, min_reader, min_writer, migrated_by, at) "
                    "VALUES (1, :schema, :schema, :app, :at)"
                ),
                {"schema": identity.SCHEMA, "app": app, "at": at},
            )
            connection.commit()
    finally:
        engine.dispose()
