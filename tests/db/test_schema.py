"""The tables themselves: strict, whole pence, and every rule with the sentence a person reads when it is broken."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Constraint, Index, Table
from sqlalchemy.orm import Session

from app.door import Office
from db.base import Base, Day, Record, YesNo, uuid7
from db.journal import journalled
from tests.factories import ask, behind_the_desk, refusal

TABLES = Base.metadata.sorted_tables
PENCE = [(table.name, column.name) for table in TABLES for column in table.columns if column.name.endswith("_pence")]


def _rules_of(table: Table) -> list[Constraint | Index]:
    return [*table.constraints, *table.indexes]


RULES: dict[str, tuple[Table, Constraint | Index]] = {
    str(rule.name): (table, rule) for table in TABLES for rule in _rules_of(table) if rule.info.get("sentence")
}
CHECKS = sorted(name for name, (_, rule) in RULES.items() if isinstance(rule, CheckConstraint))
UNIQUE = sorted(set(RULES) - set(CHECKS))

SOUND: dict[str, Any] = {
    "restriction": "unrestricted",
    "status": "agreed",
    "word": "",
    "number": 1,
    "basis_kind": "",
    "period": "half-year",
    "rag": "",
    "treatment": "carried",
    "regime": "act-2023",
    "route": "",
    "value_per": "term",
    "review_every": "quarter",
    "scale": "",
    "data_agreement": "",
    "whose": "office",
    "better": "higher",
    "rating": "",
    "quarter": 1,
    "near_months": 3,
    "middle_months": 6,
    "far_months": 12,
    "stage": "full",
    "arrived_by": "paper",
    "duplicates": "",
    "substitutes": "",
    "view": "",
    "topic": "finance",
    "outcome": "clear",
    "answer": "none",
    "recommends": "",
    "least_scorers": 3,
    "diverges_tenths": 200,
    "order_rule": "grouped",
    "quorum": 3,
    "publication": "full",
    "given": "desk",
    "role": "viewer",
}
KINDS = {
    "movement": "virement",
    "stated_part": "budget",
    "contract": "services",
    "contract_variation": "value",
    "sub_contract": "sub-contract",
    "round": "round",
    "question": "short",
    "match_funding": "cash",
    "declaration": "other",
    "decision_sheet": "grants",
}
STATES = {"application": "received", "score_sheet": "draft", "decision_sheet": "draft"}
STATUSES = {"allocation": "firm", "contract_option": "open", "contract_break": "open"}
BESIDE: dict[str, dict[str, Any]] = {
    "uq_allocation_budget_partnership": {"name": ""},
    "uq_decision_sheet_number": {"state": "signed"},
}
"""What else must be said of two rows that are the same."""
BROKEN: dict[str, dict[str, Any]] = {
    "ck_allocation_figure_or_word": {"amount_pence": None, "word": ""},
    "ck_allocation_signed_after_sent": {"sent_on": date(2018, 4, 2), "signed_on": date(2018, 4, 1)},
    "ck_budget_revision_figure_or_word": {"amount_pence": 5, "word": "TBD"},
    "ck_budget_revision_not_negative": {"amount_pence": -1},
    "ck_commitment_amount_pence_positive": {"amount_pence": 0},
    "ck_application_area_share_tenths": {"share_tenths": 1001},
    "ck_application_direct_reason": {"round_id": None, "direct_reason": ""},
    "ck_application_priority_share_tenths": {"share_tenths": 0},
    "ck_application_requested_pence_not_negative": {"requested_pence": -1},
    "ck_application_starts_ends": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_cost_amount_pence_not_negative": {"amount_pence": -1},
    "ck_cost_requested_pence_not_negative": {"requested_pence": -1},
    "ck_criterion_maximum": {"maximum": 101},
    "ck_criterion_weight_tenths": {"weight_tenths": 1001},
    "ck_diligence_conditions": {"outcome": "conditions", "conditions": ""},
    "ck_diligence_two_people": {"checked_by": "Jo", "second_by": "Jo"},
    "ck_endorsement_asked_replied": {"asked_on": date(2018, 4, 2), "replied_on": date(2018, 4, 1)},
    "ck_endorsement_replied": {"view": "support", "replied_on": None},
    "ck_gate_answer_why_not": {"passes": False, "reason": ""},
    "ck_hard_stop_lifted": {"lifted_on": date(2018, 4, 1), "lift_reason": ""},
    "ck_match_funding_amount_pence_positive": {"amount_pence": 0},
    "ck_question_most_words": {"most_words": 0},
    "ck_round_minimum_maximum": {"minimum_pence": 8, "maximum_pence": 7},
    "ck_round_opens_closes": {"opens_on": date(2018, 4, 2), "closes_on": date(2018, 4, 1)},
    "ck_round_over_approved": {"over_pence": 5, "over_approver": ""},
    "ck_round_over_pence_not_negative": {"over_pence": -1},
    "ck_round_pot_pence_positive": {"pot_pence": 0},
    "ck_approval_signed_paper": {"given": "paper", "document_id": None},
    "ck_decision_award_amount_pence_not_negative": {"amount_pence": -1},
    "ck_decision_rule_limit_pence_not_negative": {"limit_pence": -1},
    "ck_decision_sheet_exemption": {"publication": "part", "exemption": ""},
    "ck_decision_sheet_numbered": {"state": "signed", "number": None},
    "ck_fairness_target_of_one": {"area_id": None, "priority_id": None},
    "ck_fairness_target_share_tenths": {"area_id": "one", "share_tenths": 0},
    "ck_panel_absence_why": {"why": ""},
    "ck_panel_attendance_came_left": {"came_at": "10:00", "left_at": "09:59"},
    "ck_panel_day_quorum": {"quorum": 0},
    "ck_recommendation_amount_for_nothing": {"outcome": "decline", "amount_pence": 7},
    "ck_recommendation_amount_missing": {"outcome": "fund", "amount_pence": None},
    "ck_recommendation_amount_pence_positive": {"outcome": "fund", "amount_pence": 0},
    "ck_recommendation_cut_amount_pence_not_negative": {"amount_pence": -1},
    "ck_recommendation_reserve_place": {"outcome": "reserve", "reserve_place": None},
    "ck_agreed_score_reason": {"reason": ""},
    "ck_agreed_score_score_tenths": {"score_tenths": 1001},
    "ck_anchor_points": {"points": -1},
    "ck_criterion_marking_comments": {"comment_below": 4, "comment_above": 3},
    "ck_criterion_marking_second_tenths": {"second_tenths": 1001},
    "ck_declaration_what_kind": {"answer": "conflict", "kind": ""},
    "ck_score_points": {"points": 3, "is_na": True},
    "ck_score_sheet_why_abstained": {"state": "abstained", "reason": ""},
    "ck_scoring_member_starts_ends": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_scoring_stage_diverges_tenths": {"diverges_tenths": 0},
    "ck_scoring_stage_least_scorers": {"least_scorers": 0},
    "ck_scoring_stage_moderated_why": {"moderated_on": date(2018, 4, 1), "moderated_why": ""},
    "ck_scoring_stage_pass_tenths": {"number": 2, "pass_tenths": 500},
    "ck_contract_break_decided": {"status": "taken", "decision_id": None},
    "ck_contract_fund_share_tenths": {"share_tenths": 1001},
    "ck_contract_gross_above_net": {"value_pence": 8, "gross_pence": 7},
    "ck_contract_in_order": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_contract_option_decided": {"status": "taken", "decision_id": None},
    "ck_contract_option_gross_above_net": {"value_pence": 8, "gross_pence": 7},
    "ck_contract_option_in_order": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_contract_option_value_pence_not_negative": {"value_pence": -1},
    "ck_contract_rule_bands": {"near_months": 6},
    "ck_contract_value_pence_not_negative": {"value_pence": -1},
    "ck_contribution_amount_pence_positive": {"amount_pence": 0},
    "ck_factor_figure_millionths_not_negative": {"millionths": -1},
    "ck_indicator_result_actual_millionths_not_negative": {"actual_millionths": -1},
    "ck_indicator_result_target_millionths_not_negative": {"target_millionths": -1},
    "ck_indicator_target_millionths_not_negative": {"target_millionths": -1},
    "ck_income_condition": {"status": "subject", "condition": ""},
    "ck_income_expected_pence_positive": {"expected_pence": 0},
    "ck_movement_amount_pence_positive": {"amount_pence": 0},
    "ck_movement_two_sides": {"from_budget_id": "same", "to_budget_id": "same"},
    "ck_payment_amount_pence_positive": {"amount_pence": -5},
    "ck_people_count_count_not_negative": {"count": -1},
    "ck_plan_dates": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_procurement_threshold_amount_pence_not_negative": {"amount_pence": -1},
    "ck_pooled_share_figure_or_word": {"amount_pence": None, "word": ""},
    "ck_receipt_amount_pence_positive": {"amount_pence": 0},
    "ck_reserve_added_pence_not_negative": {"added_pence": -1},
    "ck_reserve_closing_pence_not_negative": {"closing_pence": -1},
    "ck_reserve_used_pence_not_negative": {"used_pence": -1},
    "ck_review_actual_pence_not_negative": {"actual_pence": -1},
    "ck_review_forecast_pence_not_negative": {"forecast_pence": -1},
    "ck_review_planned_pence_not_negative": {"planned_pence": -1},
    "ck_review_rag_reason": {"rag": "red", "rag_reason": ""},
    "ck_scenario_gain_pence_not_negative": {"gain_pence": -1},
    "ck_scenario_gain_tenths": {"gain_tenths": 1001},
    "ck_scenario_limit_cap_pence_not_negative": {"cap_pence": -1},
    "ck_scenario_limit_cap_tenths": {"cap_tenths": 2001},
    "ck_scenario_limit_floor_pence_not_negative": {"floor_pence": -1},
    "ck_scenario_limit_floor_tenths": {"floor_tenths": 1001},
    "ck_scenario_limit_held_pence_not_negative": {"held_pence": -1},
    "ck_scenario_loss_pence_not_negative": {"loss_pence": -1},
    "ck_scenario_loss_tenths": {"loss_tenths": 1001},
    "ck_scenario_reserve_months": {"reserve_months": 121},
    "ck_scenario_reserve_rate_tenths": {"reserve_rate_tenths": 1001},
    "ck_scenario_total_total_pence_not_negative": {"total_pence": -1},
    "ck_scenario_weight_weight_tenths": {"weight_tenths": 1001},
    "ck_scenario_years": {"years": 11},
    "ck_spend_not_negative": {"amount_pence": -1},
    "ck_sub_contract_amount_pence_positive": {"amount_pence": 0},
    "ck_sub_contract_in_order": {"starts_on": date(2018, 4, 1), "ends_on": date(2018, 3, 31)},
    "ck_sub_contract_match_pence_not_negative": {"match_pence": -1},
    "ck_spending_rule_tenths": {"amber_tenths": 8, "red_tenths": 7},
    "ck_spending_rule_underspend_limit_pence_not_negative": {"underspend_limit_pence": -1},
    "ck_stream_overspend_limit": {"overspend_limit_pence": -1},
    "ck_underspend_amount_pence_positive": {"amount_pence": 0},
    "ck_underspend_redirected_to": {"treatment": "redirected", "redirected_to": ""},
}


def add_row(session: Session, table: Table, /, **given: Any) -> None:
    """A row of the table with something in each column, whatever it refers to left in the air."""
    values = {column.name: _something(table.name, column) for column in table.columns if column.name != "version"}
    session.add(journalled()[table.name](**{**values, **given}))
    session.flush()


def _something(table: str, column: Any) -> Any:
    if column.name == "kind":
        return KINDS.get(table, "Other")
    if column.name == "outcome" and table != "diligence":
        return "fund"
    if column.name == "status":
        return STATUSES.get(table, SOUND["status"])
    if column.name == "state" and table in STATES:
        return STATES[table]
    if column.name == "role" and table == "approval":
        return "commissioner"
    if column.name == "archived" or column.nullable:
        return False if column.name == "archived" else 7 if column.name.endswith("_pence") else None
    if column.name in SOUND:
        return SOUND[column.name]
    if isinstance(column.type, Day):
        return date(2018, 4, 1)
    if isinstance(column.type, YesNo):
        return False
    return 7 if column.type.python_type is int else uuid7()


def test_every_table_is_strict(path: Path) -> None:
    tables = ask(path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
    assert {name: strict for name, strict in tables if name != "alembic_version"} == dict.fromkeys(
        (table.name for table in TABLES), 1
    )


def test_money_is_whole_pence_in_every_table() -> None:
    assert {str(Base.metadata.tables[table].columns[column].type) for table, column in PENCE} == {"INTEGER"}


@pytest.mark.parametrize(("table", "column"), PENCE)
def test_sqlite_itself_refuses_part_of_a_penny(path: Path, table: str, column: str) -> None:
    columns = [one for one in Base.metadata.tables[table].columns if not one.nullable or one.name == column]
    values = ", ".join(
        "0.1" if one.name == column else "1" if isinstance(one.type, YesNo) or one.type.python_type is int else "'x'"
        for one in columns
    )
    names = ", ".join(one.name for one in columns)
    with pytest.raises(sqlite3.IntegrityError, match=f"cannot store REAL value in INTEGER column {table}.{column}"):
        behind_the_desk(path, f"INSERT INTO {table} ({names}) VALUES ({values})")


def test_every_check_with_a_sentence_is_tried_below() -> None:
    assert sorted(BROKEN) == CHECKS


@pytest.mark.parametrize("name", CHECKS)
def test_a_broken_check_is_refused_in_its_own_sentence_at_its_own_box(office: Office, name: str) -> None:
    table, rule = RULES[name]
    expected = (rule.info["sentence"], rule.info.get("field"))
    assert refusal(office, add_row, table, **BROKEN[name]) == expected


_KNOWN = {
    "year": 2018,
    "from_year": 2018,
    "number": 1,
    "points": 1,
    "answer": "none",
    "about": "figure",
    "declared_on": date(2018, 9, 30),
    "period": "half-year",
    "status": "agreed",
    "quarter": 1,
    "break_on": date(2018, 9, 30),
    "from_on": date(2018, 9, 30),
    "meets_on": date(2018, 9, 30),
    "held_on": date(2018, 9, 30),
    "role": "commissioner",
}
"""Columns that do not take just any text."""


@pytest.mark.parametrize("name", UNIQUE)
def test_a_second_row_of_the_same_is_refused_in_its_own_sentence_at_its_own_box(office: Office, name: str) -> None:
    table, rule = RULES[name]
    assert isinstance(rule, Index)
    same = {column.name: _KNOWN.get(column.name, "same") for column in rule.columns} | BESIDE.get(name, {})

    def twice(session: Session) -> None:
        add_row(session, table, **same)
        add_row(session, table, **same)

    assert refusal(office, twice) == (rule.info["sentence"], rule.info["field"])


@pytest.mark.parametrize("name", UNIQUE)
def test_a_row_that_was_put_away_makes_room_for_another(office: Office, name: str) -> None:
    table, rule = RULES[name]
    assert isinstance(rule, Index)
    same = {column.name: _KNOWN.get(column.name, "same") for column in rule.columns} | BESIDE.get(name, {})

    def archived_and_new(session: Session) -> None:
        add_row(session, table, **same, archived=True)
        add_row(session, table, **same)
        raise ZeroDivisionError  # both rows went in; what they refer to is not there, so nothing is kept

    with pytest.raises(ZeroDivisionError):
        office.write("Two", archived_and_new)


def test_every_sentence_is_one_a_person_can_read() -> None:
    sentences = [rule.info["sentence"] for _, rule in RULES.values()]
    assert [one for one in sentences if not (one[0].isupper() and one.endswith(".") and "_" not in one)] == []


def test_every_row_of_work_has_a_key_a_version_and_an_archive_mark() -> None:
    models = journalled().values()
    assert {tuple(c.name for c in model.__table__.columns)[-3:] for model in models} == {("id", "version", "archived")}
    assert all(issubclass(model, Record) for model in models)


def test_every_reference_is_looked_up_by_an_index() -> None:
    bare = [
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if column.foreign_keys and not any(next(iter(index.columns)).name == column.name for index in table.indexes)
    ]
    assert bare == ["budget_note.source_id"]
