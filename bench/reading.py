"""What reading the budget page costs in an office of 20,000 lines and two years, beside the same sums in bare SQL."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from app.door import Office
from app.examples import make_example
from app.funds import views
from app.who import here
from bench.listings import budget_names
from bench.measure import Row, against

LINES = 20_000
YEAR = 2019
SUMS = """
WITH moved AS (
    SELECT id, sum(pence) AS pence FROM (
        SELECT to_budget_id AS id, amount_pence AS pence FROM movement WHERE archived = 0
        UNION ALL SELECT from_budget_id, -amount_pence FROM movement WHERE archived = 0
    ) GROUP BY id
), under AS (
    SELECT allocation_id, sum(amount_pence) AS pence FROM commitment
    WHERE archived = 0 AND allocation_id IS NOT NULL GROUP BY allocation_id
), allocated AS (
    SELECT id, sum(pence) AS pence FROM (
        SELECT allocation.budget_id AS id, max(coalesce(amount_pence, 0), coalesce(under.pence, 0)) AS pence
        FROM allocation LEFT JOIN under ON under.allocation_id = allocation.id WHERE archived = 0
        UNION ALL SELECT budget_id, amount_pence FROM pooled_share WHERE archived = 0
        UNION ALL SELECT budget_id, amount_pence FROM commitment WHERE archived = 0 AND allocation_id IS NULL
    ) GROUP BY id
), committed AS (
    SELECT budget_id AS id, sum(amount_pence) AS pence FROM commitment WHERE archived = 0 GROUP BY budget_id
), paid AS (
    SELECT commitment.budget_id AS id, sum(payment.amount_pence) AS pence FROM commitment
    JOIN payment ON payment.commitment_id = commitment.id WHERE commitment.archived = 0 AND payment.archived = 0
    GROUP BY commitment.budget_id
)
SELECT line.id, line.name, line.fund_id, budget.year, budget.priority_id, budget.printed_name,
    revision.amount_pence, revision.word, moved.pence, allocated.pence, committed.pence, paid.pence,
    EXISTS (SELECT 1 FROM budget_note AS note WHERE note.budget_id = budget.id AND note.archived = 0)
FROM budget_line AS line
JOIN budget ON budget.line_id = line.id AND budget.archived = 0
JOIN budget_revision AS revision
    ON revision.budget_id = budget.id AND revision.number = budget.revision AND revision.archived = 0
LEFT JOIN moved ON moved.id = budget.id LEFT JOIN allocated ON allocated.id = budget.id
LEFT JOIN committed ON committed.id = budget.id LEFT JOIN paid ON paid.id = budget.id
WHERE line.archived = 0 ORDER BY line.position, budget.year
"""


def measure() -> list[Row]:
    """The use case through the door in turn with the SQL on a connection of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.opcc"
        make_example(path, "devon-cornwall")
        with closing(sqlite3.connect(path)) as bare:
            fill(bare, LINES)
            office = Office(path, here())
            try:
                return [
                    against(
                        f"read the budget page, {LINES:,} lines x 2 years",
                        lambda: office.read(views.view, "priority", year=YEAR),
                        "the same sums in one SQL query",
                        lambda: bare.execute(SUMS).fetchall(),
                    )
                ]
            finally:
                office.close()


def fill(office: sqlite3.Connection, count: int) -> None:
    """Put lines into an example office past its journal: two budgets each, every fourth with an agreement paid."""
    fund = office.execute("SELECT id FROM fund").fetchone()[0]
    priorities = [row[0] for row in office.execute("SELECT id FROM priority ORDER BY id")]
    lines = [(f"line-{at}", fund, name, 1_000 + at) for at, name in enumerate(budget_names(count))]
    budgets = [
        (f"budget-{at}-{year}", f"line-{at}", year, priorities[at % len(priorities)])
        for at in range(count)
        for year in (YEAR - 1, YEAR)
    ]
    amounts = [(f"revision-{one[0]}", one[0], 1_000_00 + at * 37) for at, one in enumerate(budgets)]
    agreed = [(f"agreed-{one[0]}", one[0], 500_00 + at) for at, one in enumerate(budgets) if at % 4 == 1]
    paid = [(f"paid-{one[0]}", one[0], 250_00) for one in agreed]
    for statement, rows in (
        ("INSERT INTO budget_line (id, fund_id, name, position, version) VALUES (?, ?, ?, ?, 1)", lines),
        (
            "INSERT INTO budget (id, line_id, year, priority_id, printed_name, revision, version) "
            "VALUES (?, ?, ?, ?, '', 0, 1)",
            budgets,
        ),
        (
            "INSERT INTO budget_revision (id, budget_id, amount_pence, number, word, reason, approver, made_on, "
            "version) VALUES (?, ?, ?, 0, '', '', '', '2019-04-01', 1)",
            amounts,
        ),
        (
            "INSERT INTO commitment (id, budget_id, amount_pence, title, reference, overspend_approver, version) "
            "VALUES (?, ?, ?, 'Agreement', '', '', 1)",
            agreed,
        ),
        (
            "INSERT INTO payment (id, commitment_id, amount_pence, paid_on, reference, version) "
            "VALUES (?, ?, ?, '2019-05-01', '', 1)",
            paid,
        ),
    ):
        office.executemany(statement, rows)
    office.commit()
