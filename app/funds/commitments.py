"""Commitments (money agreed with somebody) and the payments made against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import funds
from app.money import Pence, format_pence
from db.allocations import Allocation
from db.funds import Budget, BudgetLine, Commitment, Payment
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """Money agreed out of a line, and what of it has been paid, in pence."""

    id: str
    version: int
    line_id: str
    line: str
    title: str
    organisation_id: str | None
    organisation: str
    amount_pence: Pence
    paid_pence: Pence
    agreed_on: date | None
    reference: str
    overspend_approver: str

    @property
    def state(self) -> str:
        """Agreed, Part paid or Paid."""
        return "Paid" if self.paid_pence >= self.amount_pence else "Part paid" if self.paid_pence else "Agreed"


def commitments(session: Session, budget_id: str | None = None, *, year: int | None = None) -> list[CommitmentRecord]:
    """What has been agreed out of a budget, or out of all budgets of a year: by line, in the order it was entered."""
    gone = (
        select(Payment.commitment_id, func.sum(Payment.amount_pence).label("pence"))
        .where(Payment.archived.is_(False))
        .group_by(Payment.commitment_id)
        .subquery()
    )
    query = (
        select(Commitment, BudgetLine.id, BudgetLine.name, Organisation.name, gone.c.pence)
        .join(Budget, Budget.id == Commitment.budget_id)
        .join(BudgetLine, BudgetLine.id == Budget.line_id)
        .outerjoin(Organisation, Organisation.id == Commitment.organisation_id)
        .outerjoin(gone, gone.c.commitment_id == Commitment.id)
        .where(Commitment.archived.is_(False))
        .order_by(BudgetLine.position, Commitment.id)
    )
    if budget_id is not None:
        query = query.where(Commitment.budget_id == budget_id)
    if year is not None:
        query = query.where(Budget.year == year)
    return [
        CommitmentRecord(
            row.id,
            row.version,
            line_id,
            line,
            row.title,
            row.organisation_id,
            organisation or "",
            Pence(row.amount_pence),
            Pence(paid or 0),
            row.agreed_on,
            row.reference,
            row.overspend_approver,
        )
        for row, line_id, line, organisation, paid in session.execute(query)
    ]


def commit(
    session: Session,
    budget_id: str,
    *,
    title: str,
    amount_pence: int,
    organisation_id: str | None = None,
    agreed_on: date | None = None,
    reference: str = "",
    overspend_approver: str = "",
    allocation_id: str | None = None,
) -> str:
    """Record money agreed with somebody; its id. Raises Refused (restricted money), NeedsApproval (over the budget)."""
    plain = records.required(title, "What is agreed", "title")
    _check_room(session, budget_id, allocation_id, more_pence=amount_pence, approver=overspend_approver)
    row = Commitment(
        budget_id=budget_id,
        allocation_id=allocation_id,
        organisation_id=organisation_id or None,
        title=plain,
        amount_pence=amount_pence,
        agreed_on=agreed_on,
        reference=reference.strip(),
        overspend_approver=overspend_approver.strip(),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    commitment_id: str,
    *,
    version: int | None,
    title: str,
    amount_pence: int,
    organisation_id: str | None,
    agreed_on: date | None,
    reference: str,
    overspend_approver: str = "",
) -> None:
    """Change what was agreed. Raises Refused (below what is paid, restricted money), NeedsApproval, Stale."""
    row = records.at_version(session, Commitment, commitment_id, version)
    already = _paid(session, commitment_id)
    if amount_pence < already:
        raise Refused(f"{format_pence(already)} of it has been paid.", "amount_pence")
    more = amount_pence - row.amount_pence
    _check_room(session, row.budget_id, row.allocation_id, more_pence=more, approver=overspend_approver)
    row.title = records.required(title, "What is agreed", "title")
    row.amount_pence, row.organisation_id = amount_pence, organisation_id or None
    row.agreed_on, row.reference = agreed_on, reference.strip()
    row.overspend_approver = overspend_approver.strip()


def withdraw(session: Session, commitment_id: str, *, version: int | None = None) -> None:
    """Put a commitment away. Raises Refused once something has been paid, Stale."""
    already = _paid(session, commitment_id)
    if already:
        raise Refused(f"{format_pence(already)} of it has been paid, so it stays.")
    records.archive(session, Commitment, commitment_id, version=version)


def pay(session: Session, commitment_id: str, *, amount_pence: int, paid_on: date, reference: str = "") -> str:
    """Record a payment; its id. Raises Refused for more than was agreed."""
    row = records.fetch(session, Commitment, commitment_id)
    rest = row.amount_pence - _paid(session, commitment_id)
    if amount_pence > rest:
        raise Refused(f"Only {format_pence(rest)} of “{row.title}” is still to be paid.", "amount_pence")
    payment = Payment(
        commitment_id=commitment_id, paid_on=paid_on, amount_pence=amount_pence, reference=reference.strip()
    )
    session.add(payment)
    return payment.id


def _check_room(session: Session, budget_id: str, allocation_id: str | None, *, more_pence: int, approver: str) -> None:
    """Whether the budget has room for it; under an allocation only what goes beyond that needs room of its own."""
    if allocation_id is not None:
        given = records.in_use(session, Allocation, allocation_id)
        if given.budget_id != budget_id:
            raise Refused("That allocation is out of another line.", "allocation_id")
        total = select(func.sum(Commitment.amount_pence)).where(
            Commitment.allocation_id == allocation_id, Commitment.archived.is_(False)
        )
        under, allotted = session.scalar(total) or 0, given.amount_pence or 0
        more_pence = max(under + more_pence, allotted) - max(under, allotted)
        if more_pence <= 0:
            return
    funds.check_room(session, budget_id, more_pence=more_pence, approver=approver)


def _paid(session: Session, commitment_id: str) -> int:
    total = select(func.sum(Payment.amount_pence)).where(
        Payment.commitment_id == commitment_id, Payment.archived.is_(False)
    )
    return session.scalar(total) or 0
