"""Rounds and applications, what is known of who applies, and the checks of them."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """CREATE TABLE hard_stop (
	organisation_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	set_by TEXT NOT NULL,
	set_on TEXT NOT NULL,
	lifted_by TEXT NOT NULL,
	lifted_on TEXT,
	lift_reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_hard_stop PRIMARY KEY (id),
	CONSTRAINT ck_hard_stop_lifted CHECK (lifted_on IS NULL OR (lifted_by <> '' AND lift_reason <> '')),
	CONSTRAINT fk_hard_stop_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_hard_stop_organisation_id ON hard_stop (organisation_id)""",
    """CREATE TABLE identifier (
	organisation_id TEXT NOT NULL,
	scheme TEXT NOT NULL,
	number TEXT NOT NULL,
	checked_on TEXT,
	checked_how TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_identifier PRIMARY KEY (id),
	CONSTRAINT fk_identifier_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_identifier_organisation_id ON identifier (organisation_id)""",
    """CREATE UNIQUE INDEX uq_identifier_scheme_number ON identifier (scheme, number) WHERE archived = 0""",
    """CREATE TABLE profile (
	organisation_id TEXT NOT NULL,
	address TEXT NOT NULL,
	postcode TEXT NOT NULL,
	website TEXT NOT NULL,
	unregistered TEXT NOT NULL,
	income_pence INTEGER,
	founded_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_profile PRIMARY KEY (id),
	CONSTRAINT fk_profile_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_profile_organisation ON profile (organisation_id) WHERE archived = 0""",
    """CREATE TABLE round (
	reference TEXT NOT NULL,
	name TEXT NOT NULL,
	purpose TEXT NOT NULL,
	kind TEXT NOT NULL,
	line_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	pot_pence INTEGER NOT NULL,
	over_pence INTEGER NOT NULL,
	over_approver TEXT NOT NULL,
	minimum_pence INTEGER,
	maximum_pence INTEGER,
	interest_first INTEGER NOT NULL,
	interest_closes_on TEXT,
	opens_on TEXT,
	closes_on TEXT,
	closes_time TEXT NOT NULL,
	panel_on TEXT,
	decision_on TEXT,
	opened_on TEXT,
	closed_on TEXT,
	version_mark INTEGER NOT NULL,
	expected_bids INTEGER,
	reading_minutes INTEGER,
	applicant_hours INTEGER,
	extended_for TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_round PRIMARY KEY (id),
	CONSTRAINT ck_round_kind CHECK (kind IN ('round', 'rolling')),
	CONSTRAINT ck_round_pot_pence_positive CHECK (pot_pence > 0),
	CONSTRAINT ck_round_over_pence_not_negative CHECK (over_pence >= 0),
	CONSTRAINT ck_round_over_approved CHECK (over_pence = 0 OR over_approver <> ''),
	CONSTRAINT ck_round_minimum_maximum CHECK (maximum_pence IS NULL OR minimum_pence IS NULL OR maximum_pence >= minimum_pence),
	CONSTRAINT ck_round_opens_closes CHECK (closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on),
	CONSTRAINT fk_round_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_round_reference ON round (reference) WHERE archived = 0""",
    """CREATE INDEX ix_round_line_id ON round (line_id)""",
    """CREATE TABLE criterion (
	round_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	guidance TEXT NOT NULL,
	weight_tenths INTEGER NOT NULL,
	maximum INTEGER NOT NULL,
	is_information INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_criterion PRIMARY KEY (id),
	CONSTRAINT ck_criterion_weight_tenths CHECK (weight_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_criterion_maximum CHECK (maximum BETWEEN 1 AND 100),
	CONSTRAINT fk_criterion_round_id FOREIGN KEY(round_id) REFERENCES round (id)
)
 STRICT

""",
    """CREATE INDEX ix_criterion_round_id ON criterion (round_id)""",
    """CREATE TABLE gate (
	round_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_gate PRIMARY KEY (id),
	CONSTRAINT fk_gate_round_id FOREIGN KEY(round_id) REFERENCES round (id)
)
 STRICT

""",
    """CREATE INDEX ix_gate_round_id ON gate (round_id)""",
    """CREATE TABLE question (
	round_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	help TEXT NOT NULL,
	kind TEXT NOT NULL,
	is_required INTEGER NOT NULL,
	most_words INTEGER,
	asked_first INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_question PRIMARY KEY (id),
	CONSTRAINT ck_question_kind CHECK (kind IN ('short', 'long', 'number', 'amount', 'yesno', 'day')),
	CONSTRAINT ck_question_most_words CHECK (most_words IS NULL OR most_words > 0),
	CONSTRAINT fk_question_round_id FOREIGN KEY(round_id) REFERENCES round (id)
)
 STRICT

""",
    """CREATE INDEX ix_question_round_id ON question (round_id)""",
    """CREATE TABLE round_area (
	round_id TEXT NOT NULL,
	area_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_round_area PRIMARY KEY (id),
	CONSTRAINT fk_round_area_round_id FOREIGN KEY(round_id) REFERENCES round (id),
	CONSTRAINT fk_round_area_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_round_area ON round_area (round_id, area_id) WHERE archived = 0""",
    """CREATE INDEX ix_round_area_area_id ON round_area (area_id)""",
    """CREATE TABLE round_meeting (
	round_id TEXT NOT NULL,
	closes_on TEXT NOT NULL,
	meets_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_round_meeting PRIMARY KEY (id),
	CONSTRAINT fk_round_meeting_round_id FOREIGN KEY(round_id) REFERENCES round (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_round_meeting ON round_meeting (round_id, meets_on) WHERE archived = 0""",
    """CREATE TABLE round_priority (
	round_id TEXT NOT NULL,
	priority_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_round_priority PRIMARY KEY (id),
	CONSTRAINT fk_round_priority_round_id FOREIGN KEY(round_id) REFERENCES round (id),
	CONSTRAINT fk_round_priority_priority_id FOREIGN KEY(priority_id) REFERENCES priority (id)
)
 STRICT

""",
    """CREATE INDEX ix_round_priority_priority_id ON round_priority (priority_id)""",
    """CREATE UNIQUE INDEX uq_round_priority ON round_priority (round_id, priority_id) WHERE archived = 0""",
    """CREATE TABLE application (
	round_id TEXT,
	meeting_id TEXT,
	line_id TEXT,
	direct_reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	stage TEXT NOT NULL,
	state TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	project TEXT NOT NULL,
	summary TEXT NOT NULL,
	requested_pence INTEGER,
	starts_on TEXT,
	ends_on TEXT,
	beneficiaries INTEGER,
	beneficiaries_who TEXT NOT NULL,
	with_children INTEGER NOT NULL,
	with_adults INTEGER NOT NULL,
	has_safeguarding INTEGER NOT NULL,
	safeguarding_on TEXT,
	local_support TEXT NOT NULL,
	duplicates TEXT NOT NULL,
	duplicates_evidence TEXT NOT NULL,
	substitutes TEXT NOT NULL,
	substitutes_evidence TEXT NOT NULL,
	exit_plan TEXT NOT NULL,
	is_continuation INTEGER NOT NULL,
	past_delivery TEXT NOT NULL,
	arrived_by TEXT NOT NULL,
	received_on TEXT,
	received_time TEXT NOT NULL,
	form_digest TEXT NOT NULL,
	form_mark INTEGER,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_application PRIMARY KEY (id),
	CONSTRAINT ck_application_stage CHECK (stage IN ('interest', 'full')),
	CONSTRAINT ck_application_state CHECK (state IN ('draft', 'received', 'late', 'incomplete', 'withdrawn', 'ineligible', 'ready')),
	CONSTRAINT ck_application_arrived_by CHECK (arrived_by IN ('form', 'paper', 'direct')),
	CONSTRAINT ck_application_duplicates CHECK (duplicates IN ('', 'yes', 'no')),
	CONSTRAINT ck_application_substitutes CHECK (substitutes IN ('', 'yes', 'no')),
	CONSTRAINT ck_application_direct_reason CHECK (round_id IS NOT NULL OR direct_reason <> ''),
	CONSTRAINT ck_application_starts_ends CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on),
	CONSTRAINT ck_application_requested_pence_not_negative CHECK (requested_pence >= 0),
	CONSTRAINT fk_application_round_id FOREIGN KEY(round_id) REFERENCES round (id),
	CONSTRAINT fk_application_meeting_id FOREIGN KEY(meeting_id) REFERENCES round_meeting (id),
	CONSTRAINT fk_application_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id),
	CONSTRAINT fk_application_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_application_line_id ON application (line_id)""",
    """CREATE INDEX ix_application_meeting_id ON application (meeting_id)""",
    """CREATE INDEX ix_application_organisation_id ON application (organisation_id)""",
    """CREATE INDEX ix_application_round_id ON application (round_id)""",
    """CREATE UNIQUE INDEX uq_application_reference ON application (reference) WHERE archived = 0""",
    """CREATE TABLE answer (
	application_id TEXT NOT NULL,
	question_id TEXT NOT NULL,
	text TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (id),
	CONSTRAINT fk_answer_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_answer_question_id FOREIGN KEY(question_id) REFERENCES question (id)
)
 STRICT

""",
    """CREATE INDEX ix_answer_question_id ON answer (question_id)""",
    """CREATE UNIQUE INDEX uq_answer ON answer (application_id, question_id) WHERE archived = 0""",
    """CREATE TABLE application_area (
	application_id TEXT NOT NULL,
	area_id TEXT NOT NULL,
	share_tenths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_application_area PRIMARY KEY (id),
	CONSTRAINT ck_application_area_share_tenths CHECK (share_tenths BETWEEN 1 AND 1000),
	CONSTRAINT fk_application_area_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_application_area_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_application_area ON application_area (application_id, area_id) WHERE archived = 0""",
    """CREATE INDEX ix_application_area_area_id ON application_area (area_id)""",
    """CREATE TABLE application_priority (
	application_id TEXT NOT NULL,
	priority_id TEXT NOT NULL,
	share_tenths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_application_priority PRIMARY KEY (id),
	CONSTRAINT ck_application_priority_share_tenths CHECK (share_tenths BETWEEN 1 AND 1000),
	CONSTRAINT fk_application_priority_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_application_priority_priority_id FOREIGN KEY(priority_id) REFERENCES priority (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_application_priority ON application_priority (application_id, priority_id) WHERE archived = 0""",
    """CREATE INDEX ix_application_priority_priority_id ON application_priority (priority_id)""",
    """CREATE TABLE application_step (
	application_id TEXT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	taken_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_application_step PRIMARY KEY (id),
	CONSTRAINT fk_application_step_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_application_step_application_id ON application_step (application_id)""",
    """CREATE TABLE contact (
	organisation_id TEXT NOT NULL,
	application_id TEXT,
	person TEXT NOT NULL,
	post TEXT NOT NULL,
	email TEXT NOT NULL,
	telephone TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contact PRIMARY KEY (id),
	CONSTRAINT fk_contact_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
	CONSTRAINT fk_contact_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_contact_organisation_id ON contact (organisation_id)""",
    """CREATE INDEX ix_contact_application_id ON contact (application_id)""",
    """CREATE TABLE cost (
	application_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	item TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	requested_pence INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_cost PRIMARY KEY (id),
	CONSTRAINT ck_cost_amount_pence_not_negative CHECK (amount_pence >= 0),
	CONSTRAINT ck_cost_requested_pence_not_negative CHECK (requested_pence >= 0),
	CONSTRAINT fk_cost_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_cost_application_id ON cost (application_id)""",
    """CREATE TABLE diligence (
	organisation_id TEXT NOT NULL,
	application_id TEXT,
	topic TEXT NOT NULL,
	outcome TEXT NOT NULL,
	evidence TEXT NOT NULL,
	conditions TEXT NOT NULL,
	checked_by TEXT NOT NULL,
	checked_on TEXT NOT NULL,
	second_by TEXT NOT NULL,
	expires_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_diligence PRIMARY KEY (id),
	CONSTRAINT ck_diligence_topic CHECK (topic IN ('identity', 'finance', 'policies', 'safeguarding', 'data protection', 'effectiveness', 'partners', 'double funding', 'bank')),
	CONSTRAINT ck_diligence_outcome CHECK (outcome IN ('clear', 'conditions', 'refer', 'fail')),
	CONSTRAINT ck_diligence_conditions CHECK (outcome <> 'conditions' OR conditions <> ''),
	CONSTRAINT ck_diligence_two_people CHECK (second_by = '' OR second_by <> checked_by),
	CONSTRAINT fk_diligence_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
	CONSTRAINT fk_diligence_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_diligence_application_id ON diligence (application_id)""",
    """CREATE INDEX ix_diligence_organisation_id ON diligence (organisation_id)""",
    """CREATE TABLE endorsement (
	application_id TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	asked_on TEXT,
	replied_on TEXT,
	"view" TEXT NOT NULL,
	words TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_endorsement PRIMARY KEY (id),
	CONSTRAINT ck_endorsement_view CHECK (view IN ('', 'support', 'neutral', 'against')),
	CONSTRAINT ck_endorsement_replied CHECK (view = '' OR replied_on IS NOT NULL),
	CONSTRAINT ck_endorsement_asked_replied CHECK (replied_on IS NULL OR asked_on IS NULL OR replied_on >= asked_on),
	CONSTRAINT fk_endorsement_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_endorsement_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_endorsement_organisation_id ON endorsement (organisation_id)""",
    """CREATE INDEX ix_endorsement_application_id ON endorsement (application_id)""",
    """CREATE TABLE gate_answer (
	application_id TEXT NOT NULL,
	gate_id TEXT NOT NULL,
	passes INTEGER NOT NULL,
	reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_gate_answer PRIMARY KEY (id),
	CONSTRAINT ck_gate_answer_why_not CHECK (passes = 1 OR reason <> ''),
	CONSTRAINT fk_gate_answer_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_gate_answer_gate_id FOREIGN KEY(gate_id) REFERENCES gate (id)
)
 STRICT

""",
    """CREATE INDEX ix_gate_answer_gate_id ON gate_answer (gate_id)""",
    """CREATE UNIQUE INDEX uq_gate_answer ON gate_answer (application_id, gate_id) WHERE archived = 0""",
    """CREATE TABLE match_funding (
	application_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	is_certain INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_match_funding PRIMARY KEY (id),
	CONSTRAINT ck_match_funding_kind CHECK (kind IN ('cash', 'in kind')),
	CONSTRAINT ck_match_funding_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT fk_match_funding_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE INDEX ix_match_funding_application_id ON match_funding (application_id)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
