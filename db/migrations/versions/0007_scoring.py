"""Scoring a round: members, interests, the marking scheme, sheets with their points, and agreed scores."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """CREATE TABLE scoring_member (
	reference TEXT NOT NULL,
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	organisation_id TEXT,
	area_id TEXT,
	address TEXT NOT NULL,
	postcode TEXT NOT NULL,
	email TEXT NOT NULL,
	telephone TEXT NOT NULL,
	starts_on TEXT,
	ends_on TEXT,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scoring_member PRIMARY KEY (id),
	CONSTRAINT ck_scoring_member_starts_ends CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on),
	CONSTRAINT fk_scoring_member_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
	CONSTRAINT fk_scoring_member_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_scoring_member_reference ON scoring_member (reference) WHERE archived = 0""",
    """CREATE INDEX ix_scoring_member_area_id ON scoring_member (area_id)""",
    """CREATE INDEX ix_scoring_member_organisation_id ON scoring_member (organisation_id)""",
    """CREATE TABLE scoring_stage (
	round_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	sheets_due_on TEXT,
	least_scorers INTEGER NOT NULL,
	diverges_tenths INTEGER NOT NULL,
	names_hidden INTEGER NOT NULL,
	tie_rule TEXT NOT NULL,
	seed INTEGER NOT NULL,
	pass_tenths INTEGER,
	moderated_on TEXT,
	moderated_why TEXT NOT NULL,
	ranked_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scoring_stage PRIMARY KEY (id),
	CONSTRAINT ck_scoring_stage_number CHECK (number IN (1, 2)),
	CONSTRAINT ck_scoring_stage_least_scorers CHECK (least_scorers BETWEEN 1 AND 50),
	CONSTRAINT ck_scoring_stage_diverges_tenths CHECK (diverges_tenths BETWEEN 1 AND 1000),
	CONSTRAINT ck_scoring_stage_pass_tenths CHECK (pass_tenths IS NULL OR (number = 1 AND pass_tenths BETWEEN 1 AND 1000)),
	CONSTRAINT ck_scoring_stage_moderated_why CHECK (moderated_on IS NULL OR moderated_why <> ''),
	CONSTRAINT fk_scoring_stage_round_id FOREIGN KEY(round_id) REFERENCES round (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_scoring_stage ON scoring_stage (round_id, number) WHERE archived = 0""",
    """CREATE TABLE anchor (
	criterion_id TEXT NOT NULL,
	points INTEGER NOT NULL,
	text TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_anchor PRIMARY KEY (id),
	CONSTRAINT ck_anchor_points CHECK (points >= 0),
	CONSTRAINT fk_anchor_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_anchor ON anchor (criterion_id, points) WHERE archived = 0""",
    """CREATE TABLE criterion_marking (
	criterion_id TEXT NOT NULL,
	in_first INTEGER NOT NULL,
	second_tenths INTEGER,
	comment_below INTEGER,
	comment_above INTEGER,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_criterion_marking PRIMARY KEY (id),
	CONSTRAINT ck_criterion_marking_second_tenths CHECK (second_tenths IS NULL OR second_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_criterion_marking_comments CHECK (comment_below IS NULL OR comment_above IS NULL OR comment_below <= comment_above),
	CONSTRAINT fk_criterion_marking_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_criterion_marking ON criterion_marking (criterion_id) WHERE archived = 0""",
    """CREATE TABLE scoring_seat (
	stage_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	declared_on TEXT,
	sent_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scoring_seat PRIMARY KEY (id),
	CONSTRAINT fk_scoring_seat_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id),
	CONSTRAINT fk_scoring_seat_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id)
)
 STRICT

""",
    """CREATE INDEX ix_scoring_seat_member_id ON scoring_seat (member_id)""",
    """CREATE UNIQUE INDEX uq_scoring_seat ON scoring_seat (stage_id, member_id) WHERE archived = 0""",
    """CREATE TABLE agreed_score (
	stage_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	score_tenths INTEGER NOT NULL,
	reason TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_agreed_score PRIMARY KEY (id),
	CONSTRAINT ck_agreed_score_score_tenths CHECK (score_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_agreed_score_reason CHECK (reason <> ''),
	CONSTRAINT fk_agreed_score_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id),
	CONSTRAINT fk_agreed_score_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_agreed_score_application_id ON agreed_score (application_id)""",
    """CREATE UNIQUE INDEX uq_agreed_score ON agreed_score (stage_id, application_id) WHERE archived = 0""",
    """CREATE TABLE declaration (
	member_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	answer TEXT NOT NULL,
	kind TEXT NOT NULL,
	detail TEXT NOT NULL,
	declared_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_declaration PRIMARY KEY (id),
	CONSTRAINT ck_declaration_answer CHECK (answer IN ('conflict', 'none')),
	CONSTRAINT ck_declaration_kind CHECK (kind IN ('', 'employment', 'trustee', 'family', 'money', 'rival', 'other')),
	CONSTRAINT ck_declaration_what_kind CHECK (answer = 'none' OR kind <> ''),
	CONSTRAINT fk_declaration_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id),
	CONSTRAINT fk_declaration_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_declaration_member_id ON declaration (member_id)""",
    """CREATE UNIQUE INDEX uq_declaration ON declaration (application_id, member_id) WHERE archived = 0""",
    """CREATE TABLE score_sheet (
	stage_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	recommends TEXT NOT NULL,
	comment TEXT NOT NULL,
	received_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_score_sheet PRIMARY KEY (id),
	CONSTRAINT ck_score_sheet_state CHECK (state IN ('draft', 'submitted', 'abstained')),
	CONSTRAINT ck_score_sheet_recommends CHECK (recommends IN ('', 'yes', 'no')),
	CONSTRAINT ck_score_sheet_why_abstained CHECK (state <> 'abstained' OR reason <> ''),
	CONSTRAINT fk_score_sheet_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id),
	CONSTRAINT fk_score_sheet_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id),
	CONSTRAINT fk_score_sheet_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_score_sheet ON score_sheet (stage_id, application_id, member_id) WHERE archived = 0""",
    """CREATE INDEX ix_score_sheet_member_id ON score_sheet (member_id)""",
    """CREATE INDEX ix_score_sheet_application_id ON score_sheet (application_id)""",
    """CREATE TABLE scoring_assignment (
	stage_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scoring_assignment PRIMARY KEY (id),
	CONSTRAINT fk_scoring_assignment_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id),
	CONSTRAINT fk_scoring_assignment_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id),
	CONSTRAINT fk_scoring_assignment_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_scoring_assignment_member_id ON scoring_assignment (member_id)""",
    """CREATE INDEX ix_scoring_assignment_application_id ON scoring_assignment (application_id)""",
    """CREATE UNIQUE INDEX uq_scoring_assignment ON scoring_assignment (stage_id, application_id, member_id) WHERE archived = 0""",
    """CREATE TABLE agreed_present (
	agreed_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_agreed_present PRIMARY KEY (id),
	CONSTRAINT fk_agreed_present_agreed_id FOREIGN KEY(agreed_id) REFERENCES agreed_score (id),
	CONSTRAINT fk_agreed_present_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id)
)
 STRICT

""",
    """CREATE INDEX ix_agreed_present_member_id ON agreed_present (member_id)""",
    """CREATE UNIQUE INDEX uq_agreed_present ON agreed_present (agreed_id, member_id) WHERE archived = 0""",
    """CREATE TABLE score (
	sheet_id TEXT NOT NULL,
	criterion_id TEXT NOT NULL,
	points INTEGER,
	is_na INTEGER NOT NULL,
	comment TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_score PRIMARY KEY (id),
	CONSTRAINT ck_score_points CHECK (points IS NULL OR (points >= 0 AND is_na = 0)),
	CONSTRAINT fk_score_sheet_id FOREIGN KEY(sheet_id) REFERENCES score_sheet (id),
	CONSTRAINT fk_score_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id)
)
 STRICT

""",
    """CREATE INDEX ix_score_criterion_id ON score (criterion_id)""",
    """CREATE UNIQUE INDEX uq_score ON score (sheet_id, criterion_id) WHERE archived = 0""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
