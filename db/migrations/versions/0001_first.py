"""The first schema."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE stated_figure (
	name TEXT NOT NULL,
	year INTEGER,
	amount_pence INTEGER NOT NULL,
	printed TEXT NOT NULL,
	place TEXT NOT NULL,
	reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_stated_figure PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE INDEX ix_stated_figure_year ON stated_figure (year)""",
    """CREATE TABLE theme (
	name TEXT NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_theme PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE TABLE area (
	parent_id TEXT,
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_area PRIMARY KEY (id),
	CONSTRAINT fk_area_parent_id FOREIGN KEY(parent_id) REFERENCES area (id)
)
 STRICT
    """,
    """CREATE INDEX ix_area_parent_id ON area (parent_id)""",
    """CREATE TABLE office_file (
	dataset_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_office_file PRIMARY KEY (dataset_id)
)
 STRICT
    """,
    """CREATE TABLE app_gate (
	id INTEGER NOT NULL,
	min_reader INTEGER NOT NULL,
	min_writer INTEGER NOT NULL,
	migrated_by TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_app_gate PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE TABLE step (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	op_id TEXT NOT NULL,
	at TEXT NOT NULL,
	user TEXT NOT NULL,
	machine TEXT NOT NULL,
	app TEXT NOT NULL,
	name TEXT NOT NULL,
	reason TEXT NOT NULL,
	undoes TEXT,
	hash TEXT NOT NULL,
	previous_hash TEXT NOT NULL
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_step_op_id ON step (op_id)""",
    """CREATE TABLE change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	step_seq INTEGER NOT NULL,
	table_name TEXT NOT NULL,
	row_id TEXT NOT NULL,
	column_name TEXT NOT NULL,
	old TEXT,
	new TEXT,
	salt TEXT,
	digest TEXT NOT NULL
)
 STRICT
    """,
    """CREATE INDEX ix_change_step ON change (step_seq)""",
    """CREATE INDEX ix_change_row ON change (row_id, column_name)""",
    """CREATE TABLE office (
	name TEXT NOT NULL,
	holder_title TEXT NOT NULL,
	address TEXT NOT NULL,
	marking TEXT NOT NULL,
	year_style TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_office PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE TABLE organisation (
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_organisation PRIMARY KEY (id)
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_organisation_name ON organisation (name) WHERE archived = 0""",
    """CREATE TABLE "plan" (
	name TEXT NOT NULL,
	starts_on TEXT NOT NULL,
	ends_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_plan PRIMARY KEY (id),
	CONSTRAINT ck_plan_dates CHECK (ends_on IS NULL OR ends_on >= starts_on)
)
 STRICT
    """,
    """CREATE TABLE fund (
	name TEXT NOT NULL,
	funder_id TEXT,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_fund PRIMARY KEY (id),
	CONSTRAINT fk_fund_funder_id FOREIGN KEY(funder_id) REFERENCES organisation (id)
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_fund_name ON fund (name) WHERE archived = 0""",
    """CREATE INDEX ix_fund_funder_id ON fund (funder_id)""",
    """CREATE TABLE stated_part (
	stated_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	row_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_stated_part PRIMARY KEY (id),
	CONSTRAINT ck_stated_part_kind CHECK (kind IN ('budget', 'budget_note', 'income', 'movement', 'commitment', 'allocation', 'pooled_share', 'spend')),
	CONSTRAINT fk_stated_part_stated_id FOREIGN KEY(stated_id) REFERENCES stated_figure (id)
)
 STRICT
    """,
    """CREATE INDEX ix_stated_part_stated_id ON stated_part (stated_id)""",
    """CREATE TABLE partnership (
	organisation_id TEXT NOT NULL,
	area_id TEXT,
	parent_id TEXT,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_partnership PRIMARY KEY (id),
	CONSTRAINT fk_partnership_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
	CONSTRAINT fk_partnership_area_id FOREIGN KEY(area_id) REFERENCES area (id),
	CONSTRAINT fk_partnership_parent_id FOREIGN KEY(parent_id) REFERENCES partnership (id)
)
 STRICT
    """,
    """CREATE INDEX ix_partnership_organisation_id ON partnership (organisation_id)""",
    """CREATE INDEX ix_partnership_area_id ON partnership (area_id)""",
    """CREATE INDEX ix_partnership_parent_id ON partnership (parent_id)""",
    """CREATE TABLE area_name (
	area_id TEXT NOT NULL,
	name TEXT NOT NULL,
	from_day TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_area_name PRIMARY KEY (id),
	CONSTRAINT fk_area_name_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT
    """,
    """CREATE INDEX ix_area_name_area_id ON area_name (area_id)""",
    """CREATE TABLE organisation_alias (
	organisation_id TEXT NOT NULL,
	name TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_organisation_alias PRIMARY KEY (id),
	CONSTRAINT fk_organisation_alias_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT
    """,
    """CREATE INDEX ix_organisation_alias_organisation_id ON organisation_alias (organisation_id)""",
    """CREATE TABLE priority (
	plan_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	starts_on TEXT,
	ends_on TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_priority PRIMARY KEY (id),
	CONSTRAINT fk_priority_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
)
 STRICT
    """,
    """CREATE INDEX ix_priority_plan_id ON priority (plan_id)""",
    """CREATE TABLE stream (
	fund_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	letter TEXT NOT NULL,
	name TEXT NOT NULL,
	purpose TEXT NOT NULL,
	restriction TEXT NOT NULL,
	restriction_terms TEXT NOT NULL,
	overspend_limit_pence INTEGER NOT NULL,
	overspend_approver TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_stream PRIMARY KEY (id),
	CONSTRAINT ck_stream_restriction CHECK (restriction IN ('restricted', 'unrestricted')),
	CONSTRAINT ck_stream_overspend_limit CHECK (overspend_limit_pence >= 0),
	CONSTRAINT fk_stream_fund_id FOREIGN KEY(fund_id) REFERENCES fund (id)
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_stream_fund_year ON stream (fund_id, year) WHERE archived = 0""",
    """CREATE TABLE budget_line (
	fund_id TEXT NOT NULL,
	name TEXT NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_budget_line PRIMARY KEY (id),
	CONSTRAINT fk_budget_line_fund_id FOREIGN KEY(fund_id) REFERENCES fund (id)
)
 STRICT
    """,
    """CREATE INDEX ix_budget_line_fund_id ON budget_line (fund_id)""",
    """CREATE TABLE spend (
	partnership_id TEXT NOT NULL,
	theme_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	position INTEGER NOT NULL,
	amount_pence INTEGER NOT NULL,
	printed TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_spend PRIMARY KEY (id),
	CONSTRAINT ck_spend_not_negative CHECK (amount_pence >= 0),
	CONSTRAINT fk_spend_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id),
	CONSTRAINT fk_spend_theme_id FOREIGN KEY(theme_id) REFERENCES theme (id)
)
 STRICT
    """,
    """CREATE INDEX ix_spend_partnership_id ON spend (partnership_id)""",
    """CREATE INDEX ix_spend_theme_id ON spend (theme_id)""",
    """CREATE INDEX ix_spend_year ON spend (year)""",
    """CREATE TABLE budget (
	line_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	printed_name TEXT NOT NULL,
	priority_id TEXT,
	area_id TEXT,
	revision INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_budget PRIMARY KEY (id),
	CONSTRAINT fk_budget_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id),
	CONSTRAINT fk_budget_priority_id FOREIGN KEY(priority_id) REFERENCES priority (id),
	CONSTRAINT fk_budget_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT
    """,
    """CREATE INDEX ix_budget_year ON budget (year)""",
    """CREATE UNIQUE INDEX uq_budget_line_year ON budget (line_id, year) WHERE archived = 0""",
    """CREATE INDEX ix_budget_line_id ON budget (line_id)""",
    """CREATE INDEX ix_budget_area_id ON budget (area_id)""",
    """CREATE INDEX ix_budget_priority_id ON budget (priority_id)""",
    """CREATE TABLE income (
	fund_id TEXT,
	line_id TEXT,
	source_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	name TEXT NOT NULL,
	expected_pence INTEGER NOT NULL,
	expected_on TEXT,
	status TEXT NOT NULL,
	condition TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_income PRIMARY KEY (id),
	CONSTRAINT ck_income_status CHECK (status IN ('agreed', 'indicated', 'subject')),
	CONSTRAINT ck_income_condition CHECK (status <> 'subject' OR condition <> ''),
	CONSTRAINT ck_income_expected_pence_positive CHECK (expected_pence > 0),
	CONSTRAINT fk_income_fund_id FOREIGN KEY(fund_id) REFERENCES fund (id),
	CONSTRAINT fk_income_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id),
	CONSTRAINT fk_income_source_id FOREIGN KEY(source_id) REFERENCES organisation (id)
)
 STRICT
    """,
    """CREATE INDEX ix_income_line_id ON income (line_id)""",
    """CREATE INDEX ix_income_source_id ON income (source_id)""",
    """CREATE INDEX ix_income_year ON income (year)""",
    """CREATE INDEX ix_income_fund_id ON income (fund_id)""",
    """CREATE TABLE budget_revision (
	budget_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	amount_pence INTEGER,
	word TEXT NOT NULL,
	reason TEXT NOT NULL,
	approver TEXT NOT NULL,
	made_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_budget_revision PRIMARY KEY (id),
	CONSTRAINT ck_budget_revision_figure_or_word CHECK ((amount_pence IS NULL) = (word <> '')),
	CONSTRAINT ck_budget_revision_not_negative CHECK (amount_pence IS NULL OR amount_pence >= 0),
	CONSTRAINT fk_budget_revision_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id)
)
 STRICT
    """,
    """CREATE UNIQUE INDEX uq_budget_revision_number ON budget_revision (budget_id, number) WHERE archived = 0""",
    """CREATE TABLE budget_note (
	budget_id TEXT NOT NULL,
	text TEXT NOT NULL,
	amount_pence INTEGER,
	source_id TEXT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_budget_note PRIMARY KEY (id),
	CONSTRAINT fk_budget_note_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_budget_note_source_id FOREIGN KEY(source_id) REFERENCES organisation (id)
)
 STRICT
    """,
    """CREATE INDEX ix_budget_note_budget_id ON budget_note (budget_id)""",
    """CREATE TABLE movement (
	kind TEXT NOT NULL,
	from_budget_id TEXT NOT NULL,
	to_budget_id TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	reason TEXT NOT NULL,
	approver TEXT NOT NULL,
	moved_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_movement PRIMARY KEY (id),
	CONSTRAINT ck_movement_kind CHECK (kind IN ('virement', 'roll-forward')),
	CONSTRAINT ck_movement_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT ck_movement_two_sides CHECK (from_budget_id <> to_budget_id),
	CONSTRAINT fk_movement_from_budget_id FOREIGN KEY(from_budget_id) REFERENCES budget (id),
	CONSTRAINT fk_movement_to_budget_id FOREIGN KEY(to_budget_id) REFERENCES budget (id)
)
 STRICT
    """,
    """CREATE INDEX ix_movement_to_budget_id ON movement (to_budget_id)""",
    """CREATE INDEX ix_movement_from_budget_id ON movement (from_budget_id)""",
    """CREATE TABLE receipt (
	income_id TEXT NOT NULL,
	received_on TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	reference TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_receipt PRIMARY KEY (id),
	CONSTRAINT ck_receipt_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT fk_receipt_income_id FOREIGN KEY(income_id) REFERENCES income (id)
)
 STRICT
    """,
    """CREATE INDEX ix_receipt_income_id ON receipt (income_id)""",
    """CREATE TABLE allocation (
	budget_id TEXT NOT NULL,
	partnership_id TEXT NOT NULL,
	amount_pence INTEGER,
	word TEXT NOT NULL,
	basis TEXT NOT NULL,
	reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_allocation PRIMARY KEY (id),
	CONSTRAINT ck_allocation_figure_or_word CHECK ((amount_pence IS NULL) = (word <> '')),
	CONSTRAINT fk_allocation_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_allocation_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT
    """,
    """CREATE INDEX ix_allocation_partnership_id ON allocation (partnership_id)""",
    """CREATE UNIQUE INDEX uq_allocation_budget_partnership ON allocation (budget_id, partnership_id) WHERE archived = 0""",
    """CREATE TABLE pooled_share (
	budget_id TEXT NOT NULL,
	area_id TEXT NOT NULL,
	amount_pence INTEGER,
	word TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_pooled_share PRIMARY KEY (id),
	CONSTRAINT ck_pooled_share_figure_or_word CHECK ((amount_pence IS NULL) = (word <> '')),
	CONSTRAINT fk_pooled_share_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_pooled_share_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT
    """,
    """CREATE INDEX ix_pooled_share_area_id ON pooled_share (area_id)""",
    """CREATE UNIQUE INDEX uq_pooled_share_budget_area ON pooled_share (budget_id, area_id) WHERE archived = 0""",
    """CREATE TABLE commitment (
	budget_id TEXT NOT NULL,
	allocation_id TEXT,
	organisation_id TEXT,
	title TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	agreed_on TEXT,
	reference TEXT NOT NULL,
	overspend_approver TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_commitment PRIMARY KEY (id),
	CONSTRAINT ck_commitment_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT fk_commitment_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_commitment_allocation_id FOREIGN KEY(allocation_id) REFERENCES allocation (id),
	CONSTRAINT fk_commitment_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
)
 STRICT
    """,
    """CREATE INDEX ix_commitment_budget_id ON commitment (budget_id)""",
    """CREATE INDEX ix_commitment_allocation_id ON commitment (allocation_id)""",
    """CREATE INDEX ix_commitment_organisation_id ON commitment (organisation_id)""",
    """CREATE TABLE payment (
	commitment_id TEXT NOT NULL,
	paid_on TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	reference TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_payment PRIMARY KEY (id),
	CONSTRAINT ck_payment_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT fk_payment_commitment_id FOREIGN KEY(commitment_id) REFERENCES commitment (id)
)
 STRICT
    """,
    """CREATE INDEX ix_payment_commitment_id ON payment (commitment_id)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
