"""The panel day, recommendations and fairness targets; decision sheets with their approvals, and outcome letters."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    """CREATE TABLE decision_rule (
	limit_pence INTEGER NOT NULL,
	pattern TEXT NOT NULL,
	maker_title TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision_rule PRIMARY KEY (id),
	CONSTRAINT ck_decision_rule_limit_pence_not_negative CHECK (limit_pence >= 0)
)
 STRICT

""",
    """CREATE TABLE outcome_reason (
	code TEXT NOT NULL,
	outcome TEXT NOT NULL,
	text TEXT NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_outcome_reason PRIMARY KEY (id),
	CONSTRAINT ck_outcome_reason_outcome CHECK (outcome IN ('', 'fund', 'reduced', 'reserve', 'defer', 'decline'))
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_outcome_reason_code ON outcome_reason (code) WHERE archived = 0""",
    """CREATE TABLE decision_sheet (
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	year INTEGER NOT NULL,
	round_id TEXT,
	contract_id TEXT,
	line_id TEXT,
	state TEXT NOT NULL,
	number INTEGER,
	decision_id TEXT,
	supersedes_id TEXT,
	lead_officer TEXT NOT NULL,
	lead_post TEXT NOT NULL,
	marking TEXT NOT NULL,
	publication TEXT NOT NULL,
	exemption TEXT NOT NULL,
	review_on TEXT,
	summary TEXT NOT NULL,
	background TEXT NOT NULL,
	recommendation TEXT NOT NULL,
	power TEXT NOT NULL,
	consultation TEXT NOT NULL,
	finance TEXT NOT NULL,
	legal TEXT NOT NULL,
	equality TEXT NOT NULL,
	data_protection TEXT NOT NULL,
	risk TEXT NOT NULL,
	subsidy TEXT NOT NULL,
	conflicts TEXT NOT NULL,
	background_papers TEXT NOT NULL,
	withheld TEXT NOT NULL,
	interests_confirmed INTEGER NOT NULL,
	interests_note TEXT NOT NULL,
	prepared_by TEXT NOT NULL,
	prepared_on TEXT,
	signed_on TEXT,
	limit_pence INTEGER NOT NULL,
	snapshot TEXT NOT NULL,
	digest TEXT NOT NULL,
	published_on TEXT,
	link TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision_sheet PRIMARY KEY (id),
	CONSTRAINT ck_decision_sheet_kind CHECK (kind IN ('grants', 'contract', 'allocation', 'virement', 'other')),
	CONSTRAINT ck_decision_sheet_state CHECK (state IN ('draft', 'for approval', 'signed', 'withdrawn')),
	CONSTRAINT ck_decision_sheet_publication CHECK (publication IN ('full', 'part', 'none')),
	CONSTRAINT ck_decision_sheet_exemption CHECK (publication = 'full' OR exemption <> ''),
	CONSTRAINT ck_decision_sheet_numbered CHECK ((state = 'signed') = (number IS NOT NULL)),
	CONSTRAINT fk_decision_sheet_round_id FOREIGN KEY(round_id) REFERENCES round (id),
	CONSTRAINT fk_decision_sheet_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_decision_sheet_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id),
	CONSTRAINT fk_decision_sheet_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id),
	CONSTRAINT fk_decision_sheet_supersedes_id FOREIGN KEY(supersedes_id) REFERENCES decision_sheet (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_decision_sheet_number ON decision_sheet (year, number) WHERE archived = 0""",
    """CREATE INDEX ix_decision_sheet_line_id ON decision_sheet (line_id)""",
    """CREATE INDEX ix_decision_sheet_round_id ON decision_sheet (round_id)""",
    """CREATE INDEX ix_decision_sheet_decision_id ON decision_sheet (decision_id)""",
    """CREATE INDEX ix_decision_sheet_contract_id ON decision_sheet (contract_id)""",
    """CREATE INDEX ix_decision_sheet_supersedes_id ON decision_sheet (supersedes_id)""",
    """CREATE TABLE fairness_target (
	round_id TEXT NOT NULL,
	area_id TEXT,
	priority_id TEXT,
	share_tenths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_fairness_target PRIMARY KEY (id),
	CONSTRAINT ck_fairness_target_share_tenths CHECK (share_tenths BETWEEN 1 AND 1000),
	CONSTRAINT ck_fairness_target_of_one CHECK ((area_id IS NULL) <> (priority_id IS NULL)),
	CONSTRAINT fk_fairness_target_round_id FOREIGN KEY(round_id) REFERENCES round (id),
	CONSTRAINT fk_fairness_target_area_id FOREIGN KEY(area_id) REFERENCES area (id),
	CONSTRAINT fk_fairness_target_priority_id FOREIGN KEY(priority_id) REFERENCES priority (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_fairness_target_area ON fairness_target (round_id, area_id) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_fairness_target_priority ON fairness_target (round_id, priority_id) WHERE archived = 0""",
    """CREATE INDEX ix_fairness_target_area_id ON fairness_target (area_id)""",
    """CREATE INDEX ix_fairness_target_priority_id ON fairness_target (priority_id)""",
    """CREATE TABLE approval (
	sheet_id TEXT NOT NULL,
	role TEXT NOT NULL,
	given TEXT NOT NULL,
	name TEXT NOT NULL,
	post TEXT NOT NULL,
	account TEXT NOT NULL,
	given_on TEXT NOT NULL,
	document_id TEXT,
	digest TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_approval PRIMARY KEY (id),
	CONSTRAINT ck_approval_role CHECK (role IN ('commissioner', 'monitoring officer', 'chief finance officer')),
	CONSTRAINT ck_approval_given CHECK (given IN ('desk', 'paper')),
	CONSTRAINT ck_approval_signed_paper CHECK (given = 'desk' OR document_id IS NOT NULL),
	CONSTRAINT fk_approval_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id),
	CONSTRAINT fk_approval_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_approval ON approval (sheet_id, role) WHERE archived = 0""",
    """CREATE INDEX ix_approval_document_id ON approval (document_id)""",
    """CREATE TABLE decision_implication (
	sheet_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	heading TEXT NOT NULL,
	answer TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision_implication PRIMARY KEY (id),
	CONSTRAINT fk_decision_implication_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_decision_implication ON decision_implication (sheet_id, heading) WHERE archived = 0""",
    """CREATE TABLE decision_option (
	sheet_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	why TEXT NOT NULL,
	is_chosen INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision_option PRIMARY KEY (id),
	CONSTRAINT fk_decision_option_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id)
)
 STRICT

""",
    """CREATE INDEX ix_decision_option_sheet_id ON decision_option (sheet_id)""",
    """CREATE TABLE panel_day (
	stage_id TEXT NOT NULL,
	held_on TEXT NOT NULL,
	place TEXT NOT NULL,
	chair TEXT NOT NULL,
	quorum INTEGER NOT NULL,
	order_rule TEXT NOT NULL,
	started_at TEXT NOT NULL,
	ended_at TEXT NOT NULL,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_panel_day PRIMARY KEY (id),
	CONSTRAINT ck_panel_day_order_rule CHECK (order_rule IN ('grouped', 'ranked')),
	CONSTRAINT ck_panel_day_quorum CHECK (quorum BETWEEN 1 AND 50),
	CONSTRAINT fk_panel_day_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_panel_day ON panel_day (stage_id, held_on) WHERE archived = 0""",
    """CREATE TABLE decision_award (
	sheet_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	application_id TEXT,
	organisation_id TEXT,
	payee TEXT NOT NULL,
	purpose TEXT NOT NULL,
	outcome TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	conditions TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision_award PRIMARY KEY (id),
	CONSTRAINT ck_decision_award_outcome CHECK (outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')),
	CONSTRAINT ck_decision_award_amount_pence_not_negative CHECK (amount_pence >= 0),
	CONSTRAINT fk_decision_award_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id),
	CONSTRAINT fk_decision_award_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_decision_award_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_decision_award_application_id ON decision_award (application_id)""",
    """CREATE INDEX ix_decision_award_organisation_id ON decision_award (organisation_id)""",
    """CREATE UNIQUE INDEX uq_decision_award_application ON decision_award (sheet_id, application_id) WHERE archived = 0""",
    """CREATE TABLE outcome_letter (
	sheet_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	outcome TEXT NOT NULL,
	amount_pence INTEGER,
	addressee TEXT NOT NULL,
	words TEXT NOT NULL,
	feedback TEXT NOT NULL,
	read_by TEXT NOT NULL,
	read_on TEXT,
	sent_on TEXT,
	digest TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_outcome_letter PRIMARY KEY (id),
	CONSTRAINT ck_outcome_letter_outcome CHECK (outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')),
	CONSTRAINT fk_outcome_letter_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id),
	CONSTRAINT fk_outcome_letter_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_outcome_letter ON outcome_letter (sheet_id, application_id) WHERE archived = 0""",
    """CREATE INDEX ix_outcome_letter_application_id ON outcome_letter (application_id)""",
    """CREATE TABLE panel_attendance (
	day_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	came_at TEXT NOT NULL,
	left_at TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_panel_attendance PRIMARY KEY (id),
	CONSTRAINT ck_panel_attendance_came_left CHECK (left_at = '' OR left_at >= came_at),
	CONSTRAINT fk_panel_attendance_day_id FOREIGN KEY(day_id) REFERENCES panel_day (id),
	CONSTRAINT fk_panel_attendance_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_panel_attendance ON panel_attendance (day_id, member_id) WHERE archived = 0""",
    """CREATE INDEX ix_panel_attendance_member_id ON panel_attendance (member_id)""",
    """CREATE TABLE panel_item (
	day_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	started_at TEXT NOT NULL,
	ended_at TEXT NOT NULL,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_panel_item PRIMARY KEY (id),
	CONSTRAINT fk_panel_item_day_id FOREIGN KEY(day_id) REFERENCES panel_day (id),
	CONSTRAINT fk_panel_item_application_id FOREIGN KEY(application_id) REFERENCES application (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_panel_item ON panel_item (day_id, application_id) WHERE archived = 0""",
    """CREATE INDEX ix_panel_item_application_id ON panel_item (application_id)""",
    """CREATE TABLE recommendation (
	stage_id TEXT NOT NULL,
	application_id TEXT NOT NULL,
	outcome TEXT NOT NULL,
	amount_pence INTEGER,
	reserve_place INTEGER,
	reason TEXT NOT NULL,
	conditions TEXT NOT NULL,
	feedback TEXT NOT NULL,
	feedback_by TEXT NOT NULL,
	score_tenths INTEGER,
	sheet_id TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_recommendation PRIMARY KEY (id),
	CONSTRAINT ck_recommendation_outcome CHECK (outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')),
	CONSTRAINT ck_recommendation_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT ck_recommendation_amount_for_nothing CHECK (outcome IN ('fund', 'reduced', 'reserve') OR amount_pence IS NULL),
	CONSTRAINT ck_recommendation_amount_missing CHECK (outcome NOT IN ('fund', 'reduced') OR amount_pence IS NOT NULL),
	CONSTRAINT ck_recommendation_reserve_place CHECK ((outcome = 'reserve') = (reserve_place IS NOT NULL) AND (reserve_place IS NULL OR reserve_place > 0)),
	CONSTRAINT fk_recommendation_stage_id FOREIGN KEY(stage_id) REFERENCES scoring_stage (id),
	CONSTRAINT fk_recommendation_application_id FOREIGN KEY(application_id) REFERENCES application (id),
	CONSTRAINT fk_recommendation_sheet_id FOREIGN KEY(sheet_id) REFERENCES decision_sheet (id)
)
 STRICT

""",
    """CREATE INDEX ix_recommendation_sheet_id ON recommendation (sheet_id)""",
    """CREATE UNIQUE INDEX uq_recommendation ON recommendation (application_id) WHERE archived = 0""",
    """CREATE INDEX ix_recommendation_stage_id ON recommendation (stage_id)""",
    """CREATE TABLE panel_absence (
	item_id TEXT NOT NULL,
	member_id TEXT NOT NULL,
	left_at TEXT NOT NULL,
	back_at TEXT NOT NULL,
	why TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_panel_absence PRIMARY KEY (id),
	CONSTRAINT ck_panel_absence_why CHECK (why <> ''),
	CONSTRAINT fk_panel_absence_item_id FOREIGN KEY(item_id) REFERENCES panel_item (id),
	CONSTRAINT fk_panel_absence_member_id FOREIGN KEY(member_id) REFERENCES scoring_member (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_panel_absence ON panel_absence (item_id, member_id) WHERE archived = 0""",
    """CREATE INDEX ix_panel_absence_member_id ON panel_absence (member_id)""",
    """CREATE TABLE recommendation_cut (
	recommendation_id TEXT NOT NULL,
	cost_id TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_recommendation_cut PRIMARY KEY (id),
	CONSTRAINT ck_recommendation_cut_amount_pence_not_negative CHECK (amount_pence >= 0),
	CONSTRAINT fk_recommendation_cut_recommendation_id FOREIGN KEY(recommendation_id) REFERENCES recommendation (id),
	CONSTRAINT fk_recommendation_cut_cost_id FOREIGN KEY(cost_id) REFERENCES cost (id)
)
 STRICT

""",
    """CREATE INDEX ix_recommendation_cut_cost_id ON recommendation_cut (cost_id)""",
    """CREATE UNIQUE INDEX uq_recommendation_cut ON recommendation_cut (recommendation_id, cost_id) WHERE archived = 0""",
    """CREATE TABLE recommendation_reason (
	recommendation_id TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_recommendation_reason PRIMARY KEY (id),
	CONSTRAINT fk_recommendation_reason_recommendation_id FOREIGN KEY(recommendation_id) REFERENCES recommendation (id),
	CONSTRAINT fk_recommendation_reason_reason_id FOREIGN KEY(reason_id) REFERENCES outcome_reason (id)
)
 STRICT

""",
    """CREATE INDEX ix_recommendation_reason_reason_id ON recommendation_reason (reason_id)""",
    """CREATE UNIQUE INDEX uq_recommendation_reason ON recommendation_reason (recommendation_id, reason_id) WHERE archived = 0""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
