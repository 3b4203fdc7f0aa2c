"""Allocations in full: their terms and additions, reserves, returns, underspends, and what re-balances them."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """CREATE TABLE allocation_new (
	budget_id TEXT NOT NULL,
	partnership_id TEXT,
	name TEXT DEFAULT '' NOT NULL,
	amount_pence INTEGER,
	word TEXT NOT NULL,
	basis_kind TEXT DEFAULT '' NOT NULL,
	basis TEXT NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	conditions TEXT DEFAULT '' NOT NULL,
	reason TEXT NOT NULL,
	status TEXT DEFAULT 'firm' NOT NULL,
	sent_on TEXT,
	signed_on TEXT,
	overspend_approver TEXT DEFAULT '' NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_allocation PRIMARY KEY (id),
	CONSTRAINT ck_allocation_figure_or_word CHECK ((amount_pence IS NULL) = (word <> '')),
	CONSTRAINT ck_allocation_basis_kind CHECK (basis_kind IN ('', 'flat', 'percentage', 'per-head', 'formula', 'manual', 'history')),
	CONSTRAINT ck_allocation_whose CHECK ((partnership_id IS NULL) = (name <> '')),
	CONSTRAINT ck_allocation_status CHECK (status IN ('firm', 'indicative')),
	CONSTRAINT ck_allocation_signed_after_sent CHECK (signed_on IS NULL OR sent_on IS NULL OR signed_on >= sent_on),
	CONSTRAINT fk_allocation_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_allocation_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """INSERT INTO allocation_new (budget_id, partnership_id, amount_pence, word, basis, reason, id, version, archived) SELECT budget_id, partnership_id, amount_pence, word, basis, reason, id, version, archived FROM allocation""",
    """DROP TABLE allocation""",
    """ALTER TABLE allocation_new RENAME TO allocation""",
    """CREATE UNIQUE INDEX uq_allocation_budget_partnership ON allocation (budget_id, partnership_id) WHERE archived = 0""",
    """CREATE INDEX ix_allocation_partnership_id ON allocation (partnership_id)""",
    """CREATE TABLE pooled_share_new (
	budget_id TEXT NOT NULL,
	area_id TEXT NOT NULL,
	amount_pence INTEGER,
	word TEXT NOT NULL,
	basis_kind TEXT DEFAULT '' NOT NULL,
	basis TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	overspend_approver TEXT DEFAULT '' NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_pooled_share PRIMARY KEY (id),
	CONSTRAINT ck_pooled_share_figure_or_word CHECK ((amount_pence IS NULL) = (word <> '')),
	CONSTRAINT ck_pooled_share_basis_kind CHECK (basis_kind IN ('', 'flat', 'percentage', 'per-head', 'formula', 'manual', 'history')),
	CONSTRAINT fk_pooled_share_budget_id FOREIGN KEY(budget_id) REFERENCES budget (id),
	CONSTRAINT fk_pooled_share_area_id FOREIGN KEY(area_id) REFERENCES area (id)
)
 STRICT

""",
    """INSERT INTO pooled_share_new (budget_id, area_id, amount_pence, word, id, version, archived) SELECT budget_id, area_id, amount_pence, word, id, version, archived FROM pooled_share""",
    """DROP TABLE pooled_share""",
    """ALTER TABLE pooled_share_new RENAME TO pooled_share""",
    """CREATE UNIQUE INDEX uq_pooled_share_budget_area ON pooled_share (budget_id, area_id) WHERE archived = 0""",
    """CREATE INDEX ix_pooled_share_area_id ON pooled_share (area_id)""",
    """CREATE TABLE allocation_sharer (
	allocation_id TEXT NOT NULL,
	partnership_id TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_allocation_sharer PRIMARY KEY (id),
	CONSTRAINT fk_allocation_sharer_allocation_id FOREIGN KEY(allocation_id) REFERENCES allocation (id),
	CONSTRAINT fk_allocation_sharer_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE TABLE factor (
	name TEXT NOT NULL,
	source TEXT NOT NULL,
	as_of TEXT,
	is_population INTEGER NOT NULL,
	allows_nought INTEGER NOT NULL,
	position INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_factor PRIMARY KEY (id)
)
 STRICT

""",
    """CREATE TABLE factor_figure (
	factor_id TEXT NOT NULL,
	partnership_id TEXT NOT NULL,
	millionths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_factor_figure PRIMARY KEY (id),
	CONSTRAINT ck_factor_figure_millionths_not_negative CHECK (millionths >= 0),
	CONSTRAINT fk_factor_figure_factor_id FOREIGN KEY(factor_id) REFERENCES factor (id),
	CONSTRAINT fk_factor_figure_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE TABLE reserve (
	partnership_id TEXT NOT NULL,
	declared_on TEXT NOT NULL,
	opening_pence INTEGER,
	added_pence INTEGER,
	used_pence INTEGER,
	closing_pence INTEGER NOT NULL,
	evidence TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_reserve PRIMARY KEY (id),
	CONSTRAINT ck_reserve_closing_pence_not_negative CHECK (closing_pence >= 0),
	CONSTRAINT ck_reserve_added_pence_not_negative CHECK (added_pence >= 0),
	CONSTRAINT ck_reserve_used_pence_not_negative CHECK (used_pence >= 0),
	CONSTRAINT fk_reserve_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE TABLE review (
	partnership_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	period TEXT NOT NULL,
	returned_on TEXT,
	planned_pence INTEGER,
	actual_pence INTEGER,
	forecast_pence INTEGER,
	narrative TEXT NOT NULL,
	rag TEXT NOT NULL,
	rag_reason TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_review PRIMARY KEY (id),
	CONSTRAINT ck_review_period CHECK (period IN ('half-year', 'year-end')),
	CONSTRAINT ck_review_rag CHECK (rag IN ('', 'green', 'amber', 'red')),
	CONSTRAINT ck_review_rag_reason CHECK (rag = '' OR rag_reason <> ''),
	CONSTRAINT ck_review_planned_pence_not_negative CHECK (planned_pence >= 0),
	CONSTRAINT ck_review_actual_pence_not_negative CHECK (actual_pence >= 0),
	CONSTRAINT ck_review_forecast_pence_not_negative CHECK (forecast_pence >= 0),
	CONSTRAINT fk_review_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE TABLE scenario (
	name TEXT NOT NULL,
	author TEXT NOT NULL,
	is_shared INTEGER NOT NULL,
	line_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	years INTEGER NOT NULL,
	by_district INTEGER NOT NULL,
	loss_pence INTEGER,
	loss_tenths INTEGER,
	gain_pence INTEGER,
	gain_tenths INTEGER,
	reserve_months INTEGER NOT NULL,
	reserve_rate_tenths INTEGER NOT NULL,
	note TEXT NOT NULL,
	adopted_on TEXT,
	adopted_by TEXT NOT NULL,
	adopted_reason TEXT NOT NULL,
	adopted_data TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scenario PRIMARY KEY (id),
	CONSTRAINT ck_scenario_years CHECK (years BETWEEN 1 AND 10),
	CONSTRAINT ck_scenario_loss_pence_not_negative CHECK (loss_pence >= 0),
	CONSTRAINT ck_scenario_gain_pence_not_negative CHECK (gain_pence >= 0),
	CONSTRAINT ck_scenario_loss_tenths CHECK (loss_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_scenario_gain_tenths CHECK (gain_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_scenario_reserve_rate_tenths CHECK (reserve_rate_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_scenario_reserve_months CHECK (reserve_months BETWEEN 0 AND 120),
	CONSTRAINT fk_scenario_line_id FOREIGN KEY(line_id) REFERENCES budget_line (id)
)
 STRICT

""",
    """CREATE TABLE scenario_limit (
	scenario_id TEXT NOT NULL,
	partnership_id TEXT NOT NULL,
	held_pence INTEGER,
	floor_pence INTEGER,
	floor_tenths INTEGER,
	cap_pence INTEGER,
	cap_tenths INTEGER,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scenario_limit PRIMARY KEY (id),
	CONSTRAINT ck_scenario_limit_held_pence_not_negative CHECK (held_pence >= 0),
	CONSTRAINT ck_scenario_limit_floor_pence_not_negative CHECK (floor_pence >= 0),
	CONSTRAINT ck_scenario_limit_cap_pence_not_negative CHECK (cap_pence >= 0),
	CONSTRAINT ck_scenario_limit_floor_tenths CHECK (floor_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_scenario_limit_cap_tenths CHECK (cap_tenths BETWEEN 0 AND 2000),
	CONSTRAINT fk_scenario_limit_scenario_id FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_limit_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE TABLE scenario_total (
	scenario_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	total_pence INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scenario_total PRIMARY KEY (id),
	CONSTRAINT ck_scenario_total_total_pence_not_negative CHECK (total_pence >= 0),
	CONSTRAINT fk_scenario_total_scenario_id FOREIGN KEY(scenario_id) REFERENCES scenario (id)
)
 STRICT

""",
    """CREATE TABLE scenario_weight (
	scenario_id TEXT NOT NULL,
	factor_id TEXT NOT NULL,
	weight_tenths INTEGER NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_scenario_weight PRIMARY KEY (id),
	CONSTRAINT ck_scenario_weight_weight_tenths CHECK (weight_tenths BETWEEN 0 AND 1000),
	CONSTRAINT fk_scenario_weight_scenario_id FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_weight_factor_id FOREIGN KEY(factor_id) REFERENCES factor (id)
)
 STRICT

""",
    """CREATE TABLE spending_rule (
	from_year INTEGER NOT NULL,
	amber_tenths INTEGER NOT NULL,
	red_tenths INTEGER NOT NULL,
	underspend_limit_pence INTEGER NOT NULL,
	half_year_due TEXT NOT NULL,
	year_end_due TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_spending_rule PRIMARY KEY (id),
	CONSTRAINT ck_spending_rule_tenths CHECK (amber_tenths >= 0 AND red_tenths >= amber_tenths AND red_tenths <= 1000),
	CONSTRAINT ck_spending_rule_underspend_limit_pence_not_negative CHECK (underspend_limit_pence >= 0)
)
 STRICT

""",
    """CREATE TABLE underspend (
	partnership_id TEXT NOT NULL,
	year INTEGER NOT NULL,
	treatment TEXT NOT NULL,
	amount_pence INTEGER NOT NULL,
	redirected_to TEXT NOT NULL,
	reason TEXT NOT NULL,
	approver TEXT NOT NULL,
	decided_on TEXT NOT NULL,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	archived INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_underspend PRIMARY KEY (id),
	CONSTRAINT ck_underspend_amount_pence_positive CHECK (amount_pence > 0),
	CONSTRAINT ck_underspend_treatment CHECK (treatment IN ('carried', 'returned', 'redirected')),
	CONSTRAINT ck_underspend_redirected_to CHECK (treatment <> 'redirected' OR redirected_to <> ''),
	CONSTRAINT fk_underspend_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
)
 STRICT

""",
    """CREATE INDEX ix_allocation_sharer_partnership_id ON allocation_sharer (partnership_id)""",
    """CREATE INDEX ix_factor_figure_partnership_id ON factor_figure (partnership_id)""",
    """CREATE INDEX ix_reserve_partnership_id ON reserve (partnership_id)""",
    """CREATE INDEX ix_review_partnership_id ON review (partnership_id)""",
    """CREATE INDEX ix_review_year ON review (year)""",
    """CREATE INDEX ix_scenario_limit_partnership_id ON scenario_limit (partnership_id)""",
    """CREATE INDEX ix_scenario_line_id ON scenario (line_id)""",
    """CREATE INDEX ix_scenario_weight_factor_id ON scenario_weight (factor_id)""",
    """CREATE INDEX ix_underspend_partnership_id ON underspend (partnership_id)""",
    """CREATE INDEX ix_underspend_year ON underspend (year)""",
    """CREATE UNIQUE INDEX uq_allocation_sharer ON allocation_sharer (allocation_id, partnership_id) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_factor_figure_factor_partnership ON factor_figure (factor_id, partnership_id) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_factor_name ON factor (name) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_reserve_partnership_day ON reserve (partnership_id, declared_on) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_review_partnership_year_period ON review (partnership_id, year, period) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_scenario_limit_partnership ON scenario_limit (scenario_id, partnership_id) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_scenario_total_year ON scenario_total (scenario_id, year) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_scenario_weight_factor ON scenario_weight (scenario_id, factor_id) WHERE archived = 0""",
    """CREATE UNIQUE INDEX uq_spending_rule_from_year ON spending_rule (from_year) WHERE archived = 0""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
