"""Small offices to test with: people, files, funds and lines, each made in one call and in whole pounds."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy.orm import Session

from app import organisations, plans
from app.allocations import partnerships
from app.backups import documents_of
from app.door import Office
from app.errors import Refused
from app.funds import funds, lines, movements
from app.funds.figures import Amount, Figures
from app.money import Pence
from app.who import Who
from db.documents import Document
from db.identity import APPLICATION_ID

P = ParamSpec("P")
T = TypeVar("T")

JO, SAM = Who("Jo", "DESK-1"), Who("Sam", "LAPTOP-2")
YEAR = 2018
DAY = date(2018, 5, 1)


def refusal(
    office: Office, use_case: Callable[Concatenate[Session, P], object], /, *args: P.args, **kwargs: P.kwargs
) -> tuple[str, str | None]:
    """The sentence this save is refused with and the box it names; nothing may have been written down."""
    before = office.last_seq()
    with pytest.raises(Refused) as caught:
        office.write("Try", use_case, *args, **kwargs)
    assert office.last_seq() == before
    return caught.value.message, caught.value.field


def add_organisation(office: Office, name: str = "First Light", **given: Any) -> str:
    """An organisation; its id."""
    return office.write("Add organisation", organisations.add, name=name, **given)


def add_fund(office: Office, name: str = "Community fund", *, year: int = YEAR, **terms: Any) -> str:
    """An unrestricted fund; its id."""
    return office.write("Add fund", funds.add, year=year, name=name, **terms)


def add_restricted_fund(office: Office, name: str = "Victims grant", *, year: int = YEAR) -> str:
    """A fund whose money may only be spent on victims of crime; its id."""
    return add_fund(office, name, year=year, restriction="restricted", restriction_terms="for victims of crime")


def add_line(
    office: Office,
    name: str = "Road safety",
    pounds: int | str = 1_000,
    *,
    fund: str | None = None,
    year: int = YEAR,
    **place: Any,
) -> str:
    """A line with a budget in pounds or a word, in the office's first fund unless another is named; its id."""
    if fund is None:
        known = office.read(funds.funds, year=year)
        fund = known[0].id if known else add_fund(office, year=year)
    amount = in_pence(pounds)
    return office.write("Add line", lines.add, year=year, name=name, fund_id=fund, amount=amount, today=DAY, **place)


def add_budget(office: Office, name: str = "Road safety", pounds: int | str = 1_000, **given: Any) -> str:
    """A line with a budget; the id of the budget."""
    return budget_id(office, add_line(office, name, pounds, **given), year=given.get("year", YEAR))


def add_priority(office: Office, name: str = "Safer roads") -> str:
    """A priority in a plan of its own; its id."""
    plan = office.write("Add plan", plans.add_plan, name=f"Plan for {name}", starts_on=date(2017, 4, 1), ends_on=None)
    return office.write("Add priority", plans.add_priority, plan_id=plan, name=name)


def move(office: Office, budget: str, to_line: str, pounds: int, kind: str = "virement") -> str:
    """Money moved out of a budget to another line; the id of the movement."""
    return office.write(
        "Move money",
        movements.move,
        kind=kind,
        from_budget_id=budget,
        to_line_id=to_line,
        amount_pence=pounds * 100,
        reason="Need",
        approver="Sam",
        moved_on=DAY,
    )


def add_partnership(office: Office, name: str = "Safer Anytown") -> str:
    """A Community Safety Partnership; its id."""
    body = add_organisation(office, name, kind="Partnership")
    return office.write("Add partnership", partnerships.add_partnership, organisation_id=body)


def budget_id(office: Office, line_id: str, *, year: int = YEAR) -> str:
    """The id of a line's budget in a year."""
    return office.read(lines.line, line_id).budgets[year].id


def figures_of(office: Office, line_id: str, *, year: int = YEAR) -> Figures:
    """The figures of a line in a year."""
    return office.read(lines.line, line_id).budgets[year].figures


def in_pence(pounds: int | str) -> Amount:
    """Pounds as pence; a word stays a word."""
    return pounds if isinstance(pounds, str) else Pence(pounds * 100)


def add_document(office: Office, content: bytes, name: str = "Grant letter") -> str:
    """A document that the office refers to and whose bytes lie beside it; its digest."""
    known = hashlib.sha256(content).hexdigest()
    documents_of(office.path).mkdir(exist_ok=True)
    (documents_of(office.path) / known).write_bytes(content)
    row = Document(about_table="fund", about_id="one", name=name, media="text/plain", digest=known, size=len(content))
    office.write("Add document", lambda session: session.add(row))
    return known


def digest(path: Path) -> str:
    """What a file's bytes are, in one value."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def left_alone(path: Path) -> Iterator[None]:
    """Whatever is done meanwhile, the file keeps its bytes and no other file appears beside it."""
    before, beside = digest(path), sorted(path.parent.iterdir())
    yield
    assert digest(path) == before
    assert sorted(path.parent.iterdir()) == beside


def behind_the_desk(path: Path, *statements: str) -> None:
    """Change the file as another database tool would."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement).fetchall()
    finally:
        connection.close()


def ask(path: Path, query: str) -> list[Any]:
    """What another database tool reads."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def make_older(path: Path, *statements: str) -> Path:
    """A file of this desk from before its first schema, with these statements run in it."""
    behind_the_desk(path, f"PRAGMA application_id={APPLICATION_ID}", *(statements or ("VACUUM",)))
    return path


def as_of_schema_2(path: Path) -> Path:
    """The same office as an earlier desk kept it: without people, documents and claims of backups.

    What later schemas brought to tables that were there already goes too; the file must not have been used for it.
    """
    behind_the_desk(
        path,
        "PRAGMA foreign_keys=OFF",
        *before_schema_8(),
        *before_schema_7(),
        *before_schema_6(),
        *before_schema_5(),
        *before_schema_4(path),
        *(f"DROP TABLE {name}" for name in ("person", "document", "backup_claim")),
        "UPDATE alembic_version SET version_num = '0002'",
        "UPDATE app_gate SET min_reader = 2, min_writer = 2",
        "PRAGMA user_version=2",
    )
    return path


OF_SCHEMA_8 = (
    *("recommendation_cut", "recommendation_reason", "recommendation", "outcome_reason", "fairness_target"),
    *("panel_absence", "panel_item", "panel_attendance", "panel_day"),
    *("outcome_letter", "approval", "decision_award", "decision_implication", "decision_option"),
    *("decision_sheet", "decision_rule"),
)
"""The tables that the eighth schema brought."""


def before_schema_8() -> list[str]:
    """The statements that take the eighth schema's tables out of a file again."""
    return [f"DROP TABLE {name}" for name in OF_SCHEMA_8]


OF_SCHEMA_7 = (
    *("agreed_present", "agreed_score", "score", "score_sheet", "declaration", "scoring_assignment", "scoring_seat"),
    *("scoring_member", "anchor", "criterion_marking", "scoring_stage"),
)
"""The tables that the seventh schema brought."""


def before_schema_7() -> list[str]:
    """The statements that take the seventh schema's tables out of a file again."""
    return [f"DROP TABLE {name}" for name in OF_SCHEMA_7]


OF_SCHEMA_6 = (
    *("endorsement", "gate_answer", "application_priority", "application_area", "match_funding", "cost", "answer"),
    *("application_step", "diligence", "hard_stop", "contact", "application", "round_priority", "round_area"),
    *("question", "criterion", "gate", "round_meeting", "round", "profile", "identifier"),
)
"""The tables that the sixth schema brought."""


def before_schema_6() -> list[str]:
    """The statements that take the sixth schema's tables out of a file again."""
    return [f"DROP TABLE {name}" for name in OF_SCHEMA_6]


OF_SCHEMA_5 = (
    *("people_count", "review_action", "indicator_result", "indicator", "contract_review"),
    *("contract_rule", "procurement_threshold", "contract_notice", "sub_contract", "contract_condition"),
    *("contribution", "contract_year", "contract_variation", "contract_break", "contract_option"),
    *("contract_commitment", "contract_fund", "co_commissioner", "contract", "decision"),
)
"""The tables that the fifth schema brought."""


def before_schema_5() -> list[str]:
    """The statements that take the fifth schema's tables out of a file again."""
    return [f"DROP TABLE {name}" for name in OF_SCHEMA_5]


OF_SCHEMA_4 = (
    *("allocation_sharer", "reserve", "review", "underspend", "spending_rule"),
    *("factor_figure", "factor", "scenario_total", "scenario_weight", "scenario_limit", "scenario"),
)
"""The tables that the fourth schema brought."""
_COLUMNS_OF_SCHEMA_4 = {
    "allocation": ("name", "basis_kind", "purpose", "conditions", "status", "sent_on", "signed_on"),
    "pooled_share": ("basis_kind", "basis", "reason"),
}


def before_schema_4(path: Path) -> list[str]:
    """The statements that take the fourth schema's tables and columns out of a file again."""
    statements = [f"DROP TABLE {name}" for name in OF_SCHEMA_4]
    for table, later in _COLUMNS_OF_SCHEMA_4.items():
        [(sql,)] = ask(path, f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
        gone = (*later, "overspend_approver")
        kept = [name for _, name, *_ in ask(path, f"PRAGMA table_info({table})") if name not in gone]
        lines = [
            line
            for line in sql.splitlines()
            if not line.strip().startswith(tuple(f"{name} " for name in gone))
            and not any(
                f"ck_{table}_{rule} " in line for rule in ("basis_kind", "whose", "status", "signed_after_sent")
            )
        ]
        older = "\n".join(lines).replace("partnership_id TEXT,", "partnership_id TEXT NOT NULL,")
        indexes = [
            one
            for (one,) in ask(
                path, f"SELECT sql FROM sqlite_master WHERE tbl_name='{table}' AND type='index' AND sql IS NOT NULL"
            )
        ]
        names, only = ", ".join(kept), " WHERE partnership_id IS NOT NULL" if table == "allocation" else ""
        statements += [
            older.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {table}_older ", 1),
            f"INSERT INTO {table}_older ({names}) SELECT {names} FROM {table}{only}",
            f"DROP TABLE {table}",
            f"ALTER TABLE {table}_older RENAME TO {table}",
            *indexes,
        ]
    return statements
