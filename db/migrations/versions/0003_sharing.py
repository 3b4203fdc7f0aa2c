"""People and their roles, documents kept with records, and who makes the backup of which hour."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """CREATE TABLE backup_claim (
	slot TEXT NOT NULL,
	at TEXT NOT NULL,
	user TEXT NOT NULL,
	machine TEXT NOT NULL,
	CONSTRAINT pk_backup_claim PRIMARY KEY (slot)
)
 STRICT
    """,
    """CREATE TABLE document (
	about_table TEXT NOT NULL,
	about_id TEXT NOT NULL,
	name TEXT NOT NULL,
	media TEXT NOT NULL,
	digest TEXT NOT NULL,
	size INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_document PRIMARY KEY (id),
	CONSTRAINT ck_document_size CHECK (size >= 0)
)
 STRICT
    """,
    """CREATE INDEX ix_document_about_id ON document (about_id)""",
    """CREATE TABLE person (
	account TEXT NOT NULL,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (id),
	CONSTRAINT ck_person_role CHECK (role IN ('officer', 'approver', 'viewer'))
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_person_account ON person (account) WHERE archived = 0""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
