"""Income by source: what is expected, on what condition, and what has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import figures
from app.money import Pence, format_pence
from db.funds import BudgetLine, Income, Receipt
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class IncomeRecord:
    """One expected income with what has arrived of it, in pence."""

    id: str
    version: int
    source_id: str
    source: str
    name: str
    year: int
    expected_pence: Pence
    expected_on: date | None
    received_pence: Pence
    status: str
    condition: str
    fund_id: str | None
    line_id: str | None

    @property
    def state(self) -> str:
        """One word or two: Received, Part received, Agreed, Indicated, Subject to."""
        if self.received_pence >= self.expected_pence:
            return "Received"
        if self.received_pence:
            return "Part received"
        return {"agreed": "Agreed", "indicated": "Indicated", "subject": "Subject to"}[self.status]


def incomes(session: Session, *, year: int | None = None, line_id: str | None = None) -> list[IncomeRecord]:
    """Expected income by year and source; for a line, what is expected for it or for its whole fund."""
    query = (
        select(Income, Organisation.name)
        .join(Organisation, Organisation.id == Income.source_id)
        .where(Income.archived.is_(False))
        .order_by(Income.year, Organisation.name, Income.id)
    )
    if year is not None:
        query = query.where(Income.year == year)
    if line_id is not None:
        fund_id = records.fetch(session, BudgetLine, line_id).fund_id
        query = query.where(or_(Income.line_id == line_id, (Income.fund_id == fund_id) & Income.line_id.is_(None)))
    rows = session.execute(query).all()
    got = figures.received(session, [row.id for row, _ in rows])
    return [
        IncomeRecord(
            row.id,
            row.version,
            row.source_id,
            source,
            row.name,
            row.year,
            Pence(row.expected_pence),
            row.expected_on,
            got.get(row.id, Pence(0)),
            row.status,
            row.condition,
            row.fund_id,
            row.line_id,
        )
        for row, source in rows
    ]


def add(
    session: Session,
    *,
    source_id: str,
    name: str,
    year: int,
    expected_pence: int,
    status: str = "agreed",
    condition: str = "",
    expected_on: date | None = None,
    fund_id: str | None = None,
    line_id: str | None = None,
) -> str:
    """Expect money from a source, for a line, a fund, or neither (the whole budget); its id. Raises Refused."""
    row = Income(
        fund_id=fund_id or None,
        line_id=line_id or None,
        source_id=source_id,
        year=year,
        name=records.required(name, "The name of the income", "name"),
        expected_pence=expected_pence,
        expected_on=expected_on,
        status=status,
        condition=condition.strip(),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    income_id: str,
    *,
    version: int | None,
    source_id: str,
    name: str,
    year: int,
    expected_pence: int,
    status: str,
    condition: str,
    expected_on: date | None,
) -> None:
    """Change what is expected. Raises Refused (below what has been received), Stale."""
    got = figures.received(session, [income_id]).get(income_id, 0)
    if expected_pence < got:
        raise Refused(f"{format_pence(got)} of it has been received.", "expected_pence")
    records.change(
        session,
        Income,
        income_id,
        version=version,
        source_id=source_id,
        name=records.required(name, "The name of the income", "name"),
        year=year,
        expected_pence=expected_pence,
        status=status,
        condition=condition.strip(),
        expected_on=expected_on,
    )


def archive(session: Session, income_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an expected income away. Raises Refused while money has been received against it, Stale."""
    if not back and figures.received(session, [income_id]).get(income_id):
        raise Refused("Money has been received against this. Take back the receipts first.")
    records.archive(session, Income, income_id, version=version, back=back)


def receive(session: Session, income_id: str, *, amount_pence: int, received_on: date, reference: str = "") -> str:
    """Record money that has arrived; the receipt's id. Raises Refused when it is more than was expected."""
    row = records.fetch(session, Income, income_id)
    got = figures.received(session, [income_id]).get(income_id, 0)
    if got + amount_pence > row.expected_pence:
        raise Refused(
            f"That would make {format_pence(got + amount_pence)} received against {format_pence(row.expected_pence)} "
            "expected. Change what is expected first.",
            "amount_pence",
        )
    receipt = Receipt(
        income_id=income_id, received_on=received_on, amount_pence=amount_pence, reference=reference.strip()
    )
    session.add(receipt)
    return receipt.id
