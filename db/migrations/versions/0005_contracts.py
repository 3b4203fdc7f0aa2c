"""Contracts: terms, options, variations, who pays and on what conditions, reviews, notices; and decisions."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    """CREATE TABLE contract_rule (
	far_months INTEGER NOT NULL,
	middle_months INTEGER NOT NULL,
	near_months INTEGER NOT NULL,
	handover_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_rule PRIMARY KEY (id),
	CONSTRAINT ck_contract_rule_bands CHECK (near_months > 0 AND middle_months > near_months AND far_months > middle_months)
)
 STRICT

""",
    """CREATE TABLE decision (
	reference TEXT NOT NULL,
	title TEXT NOT NULL,
	decided_on TEXT NOT NULL,
	maker TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_decision PRIMARY KEY (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_decision_reference ON decision (reference) WHERE archived = 0""",
    """CREATE TABLE procurement_threshold (
	from_on TEXT NOT NULL,
	threshold TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	source TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_procurement_threshold PRIMARY KEY (id),
	CONSTRAINT ck_procurement_threshold_amount_pence_not_negative CHECK (amount_pence >= 0)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_procurement_threshold ON procurement_threshold (from_on, threshold) WHERE archived = 0""",
    """CREATE TABLE contract (
	reference TEXT NOT NULL,
	title TEXT NOT NULL,
	purpose TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	lead_id TEXT,
	owner TEXT NOT NULL,
	regime TEXT NOT NULL,
	kind TEXT NOT NULL,
	route TEXT NOT NULL,
	value_pence INTEGER NOT NULL,
	gross_pence INTEGER,
	value_per TEXT NOT NULL,
	signed_on TEXT,
	starts_on TEXT NOT NULL,
	ends_on TEXT NOT NULL,
	notice_months INTEGER,
	review_every TEXT NOT NULL,
	scale TEXT NOT NULL,
	is_vcse INTEGER NOT NULL,
	cpv TEXT NOT NULL,
	ocid TEXT NOT NULL,
	assignment TEXT NOT NULL,
	data_agreement TEXT NOT NULL,
	published_on TEXT,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract PRIMARY KEY (id),
	CONSTRAINT ck_contract_kind CHECK (kind IN ('services', 'goods', 'works', 'light-touch')),
	CONSTRAINT ck_contract_regime CHECK (regime IN ('act-2023', 'regulations-2015', 'provider-selection', 'grant', 'exempt')),
	CONSTRAINT ck_contract_route CHECK (route IN ('', 'open', 'flexible', 'direct', 'framework', 'quotes', 'waiver', 'provider-selection')),
	CONSTRAINT ck_contract_value_per CHECK (value_per IN ('term', 'year')),
	CONSTRAINT ck_contract_review_every CHECK (review_every IN ('quarter', 'half-year', 'year', 'none')),
	CONSTRAINT ck_contract_scale CHECK (scale IN ('', 'sme', 'large')),
	CONSTRAINT ck_contract_data_agreement CHECK (data_agreement IN ('', 'in place', 'missing', 'not needed')),
	CONSTRAINT ck_contract_value_pence_not_negative CHECK (value_pence >= 0),
	CONSTRAINT ck_contract_gross_above_net CHECK (gross_pence >= value_pence),
	CONSTRAINT ck_contract_in_order CHECK (ends_on >= starts_on),
	CONSTRAINT fk_contract_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
	CONSTRAINT fk_contract_lead_id FOREIGN KEY(lead_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_reference ON contract (reference) WHERE archived = 0""",
    """CREATE INDEX ix_contract_lead_id ON contract (lead_id)""",
    """CREATE INDEX ix_contract_organisation_id ON contract (organisation_id)""",
    """CREATE TABLE co_commissioner (
	contract_id TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_co_commissioner PRIMARY KEY (id),
	CONSTRAINT fk_co_commissioner_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_co_commissioner_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_co_commissioner ON co_commissioner (contract_id, organisation_id) WHERE archived = 0""",
    """CREATE INDEX ix_co_commissioner_organisation_id ON co_commissioner (organisation_id)""",
    """CREATE TABLE contract_break (
	contract_id TEXT NOT NULL,
	break_on TEXT NOT NULL,
	notice_on TEXT,
	whose TEXT NOT NULL,
	status TEXT NOT NULL,
	decision_id TEXT,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_break PRIMARY KEY (id),
	CONSTRAINT ck_contract_break_whose CHECK (whose IN ('office', 'provider', 'either')),
	CONSTRAINT ck_contract_break_status CHECK (status IN ('open', 'taken')),
	CONSTRAINT ck_contract_break_decided CHECK (status <> 'taken' OR decision_id IS NOT NULL),
	CONSTRAINT fk_contract_break_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_break_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id)
)
 STRICT

""",
    """CREATE INDEX ix_contract_break_decision_id ON contract_break (decision_id)""",
    """CREATE UNIQUE INDEX uq_contract_break ON contract_break (contract_id, break_on) WHERE archived = 0""",
    """CREATE TABLE contract_condition (
	contract_id TEXT NOT NULL,
	words TEXT NOT NULL,
	due_on TEXT,
	blocks_from TEXT,
	met_on TEXT,
	evidence TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_condition PRIMARY KEY (id),
	CONSTRAINT fk_contract_condition_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE INDEX ix_contract_condition_contract_id ON contract_condition (contract_id)""",
    """CREATE TABLE contract_notice (
	contract_id TEXT NOT NULL,
	code TEXT NOT NULL,
	about TEXT NOT NULL,
	published_on TEXT NOT NULL,
	number TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_notice PRIMARY KEY (id),
	CONSTRAINT fk_contract_notice_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_notice ON contract_notice (contract_id, code, about) WHERE archived = 0""",
    """CREATE TABLE contract_option (
	contract_id TEXT NOT NULL,
	starts_on TEXT NOT NULL,
	ends_on TEXT NOT NULL,
	notice_on TEXT,
	value_pence INTEGER NOT NULL,
	gross_pence INTEGER,
	status TEXT NOT NULL,
	decision_id TEXT,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_option PRIMARY KEY (id),
	CONSTRAINT ck_contract_option_status CHECK (status IN ('open', 'taken', 'declined')),
	CONSTRAINT ck_contract_option_decided CHECK (status <> 'taken' OR decision_id IS NOT NULL),
	CONSTRAINT ck_contract_option_value_pence_not_negative CHECK (value_pence >= 0),
	CONSTRAINT ck_contract_option_gross_above_net CHECK (gross_pence >= value_pence),
	CONSTRAINT ck_contract_option_in_order CHECK (ends_on >= starts_on),
	CONSTRAINT fk_contract_option_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_option_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id)
)
 STRICT

""",
    """CREATE INDEX ix_contract_option_contract_id ON contract_option (contract_id)""",
    """CREATE INDEX ix_contract_option_decision_id ON contract_option (decision_id)""",
    """CREATE TABLE contract_review (
	contract_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	quarter INTEGER NOT NULL,
	held_on TEXT,
	rating TEXT NOT NULL,
	note TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_review PRIMARY KEY (id),
	CONSTRAINT ck_contract_review_quarter CHECK (quarter BETWEEN 1 AND 4),
	CONSTRAINT ck_contract_review_rating CHECK (rating IN ('', 'Good', 'Approaching target', 'Requires improvement', 'Inadequate', 'Other')),
	CONSTRAINT fk_contract_review_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_review ON contract_review (contract_id, year, quarter) WHERE archived = 0""",
    """CREATE TABLE contract_variation (
	contract_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	change_pence INTEGER NOT NULL,
	gross_change_pence INTEGER,
	effective_on TEXT NOT NULL,
	signed_on TEXT,
	reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_variation PRIMARY KEY (id),
	CONSTRAINT ck_contract_variation_kind CHECK (kind IN ('value', 'scope', 'terms')),
	CONSTRAINT fk_contract_variation_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_variation ON contract_variation (contract_id, number) WHERE archived = 0""",
    """CREATE TABLE contract_year (
	contract_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	change_pence INTEGER NOT NULL,
	reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_year PRIMARY KEY (id),
	CONSTRAINT fk_contract_year_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_year ON contract_year (contract_id, year) WHERE archived = 0""",
    """CREATE TABLE contribution (
	contract_id TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	status TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	until TEXT,
	condition TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contribution PRIMARY KEY (id),
	CONSTRAINT ck_contribution_status CHECK (status IN ('agreed', 'conditional')),
	CONSTRAINT ck_contribution_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT fk_contribution_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contribution_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_contribution_organisation_id ON contribution (organisation_id)""",
    """CREATE UNIQUE INDEX uq_contribution ON contribution (contract_id, organisation_id, year, status) WHERE archived = 0""",
    """CREATE TABLE indicator (
	contract_id TEXT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	better TEXT NOT NULL,
	target_millionths INTEGER,
	is_main INTEGER NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_indicator PRIMARY KEY (id),
	CONSTRAINT ck_indicator_better CHECK (better IN ('higher', 'lower')),
	CONSTRAINT ck_indicator_target_millionths_not_negative CHECK (target_millionths >= 0),
	CONSTRAINT fk_indicator_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT

""",
    """CREATE INDEX ix_indicator_contract_id ON indicator (contract_id)""",
    """CREATE TABLE sub_contract (
	contract_id TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	purpose TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	match_pence INTEGER NOT NULL,
	starts_on TEXT,
	ends_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_sub_contract PRIMARY KEY (id),
	CONSTRAINT ck_sub_contract_kind CHECK (kind IN ('sub-contract', 'onward grant')),
	CONSTRAINT ck_sub_contract_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT ck_sub_contract_match_pence_not_negative CHECK (match_pence >= 0),
	CONSTRAINT ck_sub_contract_in_order CHECK (ends_on >= starts_on),
	CONSTRAINT fk_sub_contract_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_sub_contract_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT

""",
    """CREATE INDEX ix_sub_contract_contract_id ON sub_contract (contract_id)""",
    """CREATE INDEX ix_sub_contract_organisation_id ON sub_contract (organisation_id)""",
    """CREATE TABLE contract_fund (
	contract_id TEXT NOT NULL,
	line_id TEXT NOT NULL,
	from_year INTEGER NOT NULL,
	share_tenths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_fund PRIMARY KEY (id),
	CONSTRAINT ck_contract_fund_share_tenths CHECK (share_tenths BETWEEN 1 AND 1000),
	CONSTRAINT fk_contract_fund_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_fund_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_contract_fund ON contract_fund (contract_id, line_id, from_year) WHERE archived = 0""",
    """CREATE INDEX ix_contract_fund_line_id ON contract_fund (line_id)""",
    """CREATE TABLE indicator_result (
	indicator_id TEXT NOT NULL,
	review_id TEXT NOT NULL,
	target_millionths INTEGER,
	actual_millionths INTEGER,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_indicator_result PRIMARY KEY (id),
	CONSTRAINT ck_indicator_result_target_millionths_not_negative CHECK (target_millionths >= 0),
	CONSTRAINT ck_indicator_result_actual_millionths_not_negative CHECK (actual_millionths >= 0),
	CONSTRAINT fk_indicator_result_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id),
	CONSTRAINT fk_indicator_result_review_id FOREIGN KEY(review_id) REFERENCES contract_review (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_indicator_result ON indicator_result (indicator_id, review_id) WHERE archived = 0""",
    """CREATE INDEX ix_indicator_result_review_id ON indicator_result (review_id)""",
    """CREATE TABLE people_count (
	review_id TEXT NOT NULL,
	asked TEXT NOT NULL,
	category TEXT NOT NULL,
	position INTEGER NOT NULL,
	count INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_people_count PRIMARY KEY (id),
	CONSTRAINT ck_people_count_count_not_negative CHECK (count >= 0),
	CONSTRAINT fk_people_count_review_id FOREIGN KEY(review_id) REFERENCES contract_review (id)
)
 STRICT

""",
    """CREATE UNIQUE INDEX uq_people_count ON people_count (review_id, asked, category) WHERE archived = 0""",
    """CREATE TABLE review_action (
	contract_id TEXT NOT NULL,
	review_id TEXT,
	words TEXT NOT NULL,
	owner TEXT NOT NULL,
	due_on TEXT,
	done_on TEXT,
	outcome TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_review_action PRIMARY KEY (id),
	CONSTRAINT fk_review_action_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_review_action_review_id FOREIGN KEY(review_id) REFERENCES contract_review (id)
)
 STRICT

""",
    """CREATE INDEX ix_review_action_review_id ON review_action (review_id)""",
    """CREATE INDEX ix_review_action_contract_id ON review_action (contract_id)""",
    """CREATE TABLE contract_commitment (
	contract_id TEXT NOT NULL,
	commitment_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_contract_commitment PRIMARY KEY (id),
	CONSTRAINT fk_contract_commitment_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_commitment_commitment_id FOREIGN KEY(commitment_id) REFERENCES commitment (id)
)
 STRICT

""",
    """CREATE INDEX ix_contract_commitment_contract_id ON contract_commitment (contract_id)""",
    """CREATE UNIQUE INDEX uq_contract_commitment ON contract_commitment (commitment_id) WHERE archived = 0""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
