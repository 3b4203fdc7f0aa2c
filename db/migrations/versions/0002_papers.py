"""Papers: written, issued, and the bytes that went out."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE paper (
	kind TEXT NOT NULL,
	state TEXT NOT NULL,
	year INTEGER NOT NULL,
	title TEXT NOT NULL,
	reference TEXT NOT NULL,
	edition TEXT NOT NULL,
	day TEXT,
	panel TEXT NOT NULL,
	report_of TEXT NOT NULL,
	author TEXT NOT NULL,
	post TEXT NOT NULL,
	telephone TEXT NOT NULL,
	email TEXT NOT NULL,
	marking TEXT NOT NULL,
	numbering TEXT NOT NULL,
	review_on TEXT,
	follows_id TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_paper PRIMARY KEY (id),
	CONSTRAINT ck_paper_kind CHECK (kind IN ('intentions', 'panel-paper')),
	CONSTRAINT ck_paper_state CHECK (state IN ('draft', 'issued', 'superseded')),
	CONSTRAINT ck_paper_numbering CHECK (numbering IN ('headings', 'through', 'section')),
	CONSTRAINT fk_paper_follows_id FOREIGN KEY(follows_id) REFERENCES paper (id)
)
 STRICT
    """,
    """CREATE INDEX ix_paper_follows_id ON paper (follows_id)""",
    """CREATE TABLE implication_heading (
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_implication_heading PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE TABLE stored_file (
	digest TEXT NOT NULL,
	media TEXT NOT NULL,
	content BLOB NOT NULL,
	CONSTRAINT pk_stored_file PRIMARY KEY (digest)
)
 STRICT
    """,
    """CREATE TABLE paper_section (
	paper_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	level INTEGER NOT NULL,
	heading TEXT NOT NULL,
	text TEXT NOT NULL,
	shows TEXT NOT NULL,
	subject_id TEXT,
	printed INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_paper_section PRIMARY KEY (id),
	CONSTRAINT ck_paper_section_level CHECK (level IN (1, 2)),
	CONSTRAINT fk_paper_section_paper_id FOREIGN KEY(paper_id) REFERENCES paper (id)
)
 STRICT
    """,
    """CREATE INDEX ix_paper_section_paper_id ON paper_section (paper_id)""",
    """CREATE TABLE paper_answer (
	paper_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	heading TEXT NOT NULL,
	text TEXT NOT NULL,
	confirmed INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_paper_answer PRIMARY KEY (id),
	CONSTRAINT fk_paper_answer_paper_id FOREIGN KEY(paper_id) REFERENCES paper (id)
)
 STRICT
    """,
    """CREATE INDEX ix_paper_answer_paper_id ON paper_answer (paper_id)""",
    """CREATE TABLE paper_reason (
	paper_id TEXT NOT NULL,
	about TEXT NOT NULL,
	"key" TEXT NOT NULL,
	text TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_paper_reason PRIMARY KEY (id),
	CONSTRAINT ck_paper_reason_about CHECK (about IN ('figure', 'change')),
	CONSTRAINT fk_paper_reason_paper_id FOREIGN KEY(paper_id) REFERENCES paper (id)
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_paper_reason ON paper_reason (paper_id, about, "key") WHERE archived = 0""",
    """CREATE TABLE paper_issue (
	paper_id TEXT NOT NULL,
	issued_at TEXT NOT NULL,
	issued_by TEXT NOT NULL,
	pages INTEGER NOT NULL,
	pdf_digest TEXT NOT NULL,
	data_digest TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_paper_issue PRIMARY KEY (id),
	CONSTRAINT fk_paper_issue_paper_id FOREIGN KEY(paper_id) REFERENCES paper (id),
	CONSTRAINT fk_paper_issue_pdf_digest FOREIGN KEY(pdf_digest) REFERENCES stored_file (digest),
	CONSTRAINT fk_paper_issue_data_digest FOREIGN KEY(data_digest) REFERENCES stored_file (digest)
)
 STRICT
    """,
    """CREATE INDEX ix_paper_issue_data_digest ON paper_issue (data_digest)""",
    """CREATE UNIQUE INDEX uq_paper_issue ON paper_issue (paper_id) WHERE archived = 0""",
    """CREATE INDEX ix_paper_issue_pdf_digest ON paper_issue (pdf_digest)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
