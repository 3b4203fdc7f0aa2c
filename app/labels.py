"""Which words the history uses for the columns of every table, of whichever tab."""

from __future__ import annotations

from collections.abc import Mapping

from app.allocations import bench_fields, spending_fields
from app.allocations import fields as allocation_fields
from app.contracts import date_fields, money_fields, review_fields
from app.contracts import fields as contract_fields
from app.decisions import decision_fields
from app.fields import Field
from app.funds import fields as fund_fields
from app.grants import bid_fields, check_fields, organisation_fields, round_fields
from app.recommendations import day_fields, outcome_fields, targets
from app.scoring import member_fields, sheet_fields, stage_fields

LABELS: Mapping[str, tuple[Field, ...]] = {
    **fund_fields.LABELS,
    **allocation_fields.LABELS,
    **spending_fields.LABELS,
    **bench_fields.LABELS,
    **contract_fields.LABELS,
    **money_fields.LABELS,
    **review_fields.LABELS,
    **date_fields.LABELS,
    **round_fields.LABELS,
    **bid_fields.LABELS,
    **organisation_fields.LABELS,
    **check_fields.LABELS,
    **member_fields.LABELS,
    **stage_fields.LABELS,
    **sheet_fields.LABELS,
    **day_fields.LABELS,
    **outcome_fields.LABELS,
    **targets.LABELS,
    **decision_fields.LABELS,
}
"""By table. Those of papers stand beside them, in `papers/opened.py`."""
